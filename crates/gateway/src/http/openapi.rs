//! The API's own description: OpenAPI 3.1, made from the types it answers with, the rules it reads by, and its table of
//! errors; served at `/openapi.json`, shown at `/docs`, kept in `docs/openapi.json`.
//! Never here: the rules themselves, HTML.

mod answers;
mod data;
mod kept;
mod operations;
mod requests;
#[cfg(test)]
mod tests;
mod tokens;

pub use operations::OPERATIONS;

use super::{DOORS, Door, Mode, Version};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use kept::Kept;
use operations::Operation;
use serde_json::{Map, Value, json};
use std::sync::{Arc, OnceLock};

/// The description of one gateway, made when it is first asked for.
#[derive(Debug)]
pub struct Description {
    public_url: String,
    document: OnceLock<Value>,
    json: OnceLock<Kept>,
}

impl Description {
    /// Of a gateway at this address.
    pub fn new(public_url: &str) -> Self {
        Self { public_url: public_url.to_owned(), document: OnceLock::new(), json: OnceLock::new() }
    }

    /// The whole of it.
    pub fn document(&self) -> &Value {
        self.document.get_or_init(|| document(&self.public_url))
    }
}

/// `GET /openapi.json`.
pub async fn serve(State(description): State<Arc<Description>>, asked: HeaderMap) -> Response {
    let headers = [
        (ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (CACHE_CONTROL, "public, max-age=300"),
        (CONTENT_TYPE, "application/json"),
    ];
    let json = description.json.get_or_init(|| Kept::new(description.document().to_string()));
    (headers, json.answer(&asked)).into_response()
}

/// The whole description, for a gateway at this address.
pub fn document(public_url: &str) -> Value {
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "FinqLink API",
            "version": env!("CARGO_PKG_VERSION"),
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
            "description": "Payment links: one call makes a page where a person pays from a bank account; its status \
                is read here or told by webhook. Consents: one call makes a page where a person shares account data; \
                accounts, balances and transactions are read here, and fetched anew by jobs. All calls are POST with a JSON object; unknown fields are ignored; \
                null counts as absent.\n\nPaths under /v1 and /v2 are production methods and need an OAuth2 bearer \
                token. Paths under /test are sandbox methods, and take client_secret in the body as well. \
                /test/… without a version is /test/v2/…, and /test/consents/… is /test/v2/ais/consents/…. Account data \
                needs v2 and a client that it is enabled for.",
        },
        "servers": [{ "url": public_url }],
        "tags": [
            { "name": "Links", "description": "A payment, from its making to its end." },
            { "name": "Consents", "description": "A consent to account data, from its making to its end." },
            { "name": "Account data", "description": "Accounts, balances, transactions, and the jobs that fetch them." },
            { "name": "Providers", "description": "Banks and their methods." },
            { "name": "Tokens", "description": "OAuth2 client credentials." },
        ],
        "paths": paths(),
        "components": {
            "schemas": answers::schemas(),
            "responses": answers::shared(),
            "headers": answers::headers(),
            "securitySchemes": tokens::schemes(public_url),
        },
    })
}

fn paths() -> Map<String, Value> {
    let mut paths = tokens::paths();
    for (prefix, door) in DOORS {
        // `/test` is another name of `/test/v2`, said once in words: clients made from this need no second copy.
        if *prefix == "/test" {
            continue;
        }
        for operation in OPERATIONS.iter().filter(|operation| operation.needs.is_in(door.version)) {
            paths.insert(format!("{prefix}{}", operation.path), json!({ "post": describe(prefix, *door, operation) }));
        }
    }
    paths
}

/// One method behind one door.
fn describe(prefix: &str, door: Door, operation: &Operation) -> Value {
    let id: String = prefix.split('/').chain(operation.path.split('/')).map(capitalised).collect();
    let body = json!({ "$ref": format!("#/components/schemas/{}", requests::component(operation, door.mode)) });
    let example = requests::example((operation.example)(), door.mode);
    let mut security: Vec<Value> =
        operation.needs.scopes().iter().map(|scope| json!({ "oauth2": [scope.as_str()] })).collect();
    if door.mode == Mode::Test {
        // Without a token the secret stands in the body.
        security.push(json!({}));
    }
    let mut described = json!({
        "operationId": format!("{}{}", id[..1].to_ascii_lowercase(), &id[1..]),
        "tags": [operation.tag],
        "summary": operation.summary,
        "description": operation.description,
        "security": security,
        "requestBody": { "required": true, "content": { "application/json": { "schema": body, "example": example } } },
        "responses": answers::responses(operation, door.version),
    });
    if operation.takes_a_key {
        described["parameters"] = json!([{
            "name": "Idempotency-Key", "in": "header", "required": false,
            "schema": { "type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$" },
            "description": "For 24 h the same key and body are answered by the first answer.",
        }]);
    }
    described
}

fn capitalised(word: &str) -> String {
    let (first, rest) = word.split_at(word.len().min(1));
    first.to_ascii_uppercase() + rest
}

/// The component of an answer, which differs between versions.
type PerVersion = fn(Version) -> &'static str;
