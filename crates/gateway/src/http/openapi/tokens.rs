//! OAuth2: how tokens are asked for, and which calls take them. Never here: the rules (`oauth`, RFC 6749, RFC 8414).

use crate::app::tokens::{LIFETIME_S, Scope};
use crate::http::oauth::{METADATA_PATH, TOKEN_PATH};
use serde_json::{Map, Value, json};

/// What `error` may be (RFC 6749 §5.2, and §4.1.2.1 for our own faults).
const BY_STATUS: &[(&str, &[&str], &str)] = &[
    ("400", &["invalid_request", "unsupported_grant_type", "invalid_scope"], "The request cannot be carried out."),
    ("401", &["invalid_client"], "The client did not prove itself."),
    ("413", &["invalid_request"], "The form is larger than 64 KiB."),
    ("429", &["temporarily_unavailable"], "Too many calls: come again after Retry-After seconds."),
    ("500", &["server_error"], "Something failed on our side."),
];

/// Security schemes.
pub(super) fn schemes(public_url: &str) -> Value {
    let scopes: Map<String, Value> =
        Scope::ALL.iter().map(|scope| (scope.as_str().to_owned(), json!(says(*scope)))).collect();
    json!({
        "oauth2": {
            "type": "oauth2",
            "description": "Client credentials. Production paths take nothing else; paths under /test also take \
                client_secret in the body. The token's client must be the body's client_id.",
            "flows": { "clientCredentials": { "tokenUrl": format!("{public_url}{TOKEN_PATH}"), "scopes": scopes } },
        },
        "clientSecretBasic": { "type": "http", "scheme": "basic", "description": "client_id and client_secret." },
    })
}

const fn says(scope: Scope) -> &'static str {
    match scope {
        Scope::Pay => "Payment links and providers.",
        Scope::Data => "Consents, account data and providers, for clients that have it enabled.",
    }
}

/// The paths.
pub(super) fn paths() -> Map<String, Value> {
    let mut paths = Map::new();
    paths.insert(TOKEN_PATH.to_owned(), json!({ "post": token() }));
    let metadata = json!({
        "operationId": "oauthMetadata",
        "tags": ["Tokens"],
        "summary": "Where tokens are had",
        "description": "Metadata of the authorisation server, RFC 8414.",
        "security": [],
        "responses": { "200": { "description": "The metadata.", "content": { "application/json": { "schema": {
            "type": "object",
            "required": ["issuer", "token_endpoint", "response_types_supported"],
            "properties": {
                "issuer": { "type": "string", "format": "uri" },
                "token_endpoint": { "type": "string", "format": "uri" },
                "scopes_supported": { "type": "array", "items": { "type": "string" } },
            },
        } } } } },
    });
    paths.insert(METADATA_PATH.to_owned(), json!({ "get": metadata }));
    paths
}

fn token() -> Value {
    let known: Vec<&str> = Scope::ALL.iter().map(|scope| scope.as_str()).collect();
    let form = json!({
        "type": "object",
        "required": ["grant_type"],
        "properties": {
            "grant_type": { "type": "string", "enum": ["client_credentials"] },
            "scope": { "type": "string", "description": format!("{}, or both with a space between; all that may be had when absent.", known.join(" or ")) },
            "client_id": { "type": "string", "description": "Where the credentials are not in the Authorization header." },
            "client_secret": { "type": "string", "writeOnly": true },
        },
    });
    let given = json!({
        "type": "object",
        "required": ["access_token", "token_type", "expires_in", "scope"],
        "properties": {
            "access_token": { "type": "string" },
            "token_type": { "type": "string", "enum": ["Bearer"] },
            "expires_in": { "type": "integer", "description": format!("Seconds: {LIFETIME_S}.") },
            "scope": { "type": "string" },
        },
    });
    let example = json!({ "grant_type": "client_credentials", "client_id": "demo", "client_secret": "demo-secret" });
    let mut responses = Map::new();
    responses.insert("200".to_owned(), answer("A token.", given));
    for (status, errors, says) in BY_STATUS {
        let body = json!({
            "type": "object",
            "required": ["error"],
            "properties": { "error": { "type": "string", "enum": errors }, "error_description": { "type": "string" } },
        });
        responses.insert((*status).to_owned(), answer(says, body));
    }
    json!({
        "operationId": "oauthToken",
        "tags": ["Tokens"],
        "summary": "Get an access token",
        "description": "RFC 6749 client credentials; the client proves itself by HTTP Basic or in the form.",
        "security": [{ "clientSecretBasic": [] }, {}],
        "requestBody": {
            "required": true,
            "content": { "application/x-www-form-urlencoded": { "schema": form, "example": example } },
        },
        "responses": responses,
    })
}

fn answer(says: &str, schema: Value) -> Value {
    json!({ "description": says, "content": { "application/json": { "schema": schema } } })
}
