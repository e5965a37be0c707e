//! `/oauth2/token` for client credentials, and the metadata that names it. Answers as RFC 6749 §5 and RFC 8414 have them.
//! Never here: what a token is made of (`app::tokens`), how a request is read (`token_request`).

use super::body;
use super::token_request::{TokenRequest, Unreadable};
use crate::app::limits::TooMuch;
use crate::app::tokens::{Issued, LIFETIME_S, Scope, Scopes};
use crate::app::{App, Fault};
use crate::doors::keys;
use axum::Json;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{CACHE_CONTROL, PRAGMA, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::net::SocketAddr;
use std::sync::Arc;

/// Where tokens are had.
pub const TOKEN_PATH: &str = "/oauth2/token";
/// Where the metadata stands (RFC 8414 §3).
pub const METADATA_PATH: &str = "/.well-known/oauth-authorization-server";

/// Larger requests for tokens are 413, bytes.
const MAX_FORM: usize = 64 << 10;
/// Said of every client that could not prove itself, whatever the reason.
const NOT_PROVEN: &str = "client_id or client_secret is wrong, or the client is disabled";

/// A good answer (RFC 6749 §5.1).
#[derive(Debug, Serialize)]
struct TokenAnswer<'a> {
    access_token: &'a str,
    token_type: &'static str,
    expires_in: u32,
    scope: String,
}

/// A refusal (RFC 6749 §5.2).
#[derive(Debug, Serialize)]
struct RefusalAnswer {
    error: &'static str,
    error_description: String,
}

/// Why there is no token.
#[derive(Debug)]
pub enum Refusal {
    /// The request is malformed.
    Request(&'static str),
    /// The client did not prove itself.
    Client(&'static str),
    /// Another grant than client credentials.
    GrantType,
    /// A scope that is not ours, or not this client's.
    Scope,
    /// Asked by another method than POST.
    Method,
    /// The form is too large.
    TooLarge,
    /// Asked too often.
    TooMuch(TooMuch),
    /// Something failed on our side.
    Ours(String),
}

/// `POST /oauth2/token`.
///
/// # Errors
/// `Refusal`.
pub async fn token(State(app): State<Arc<App>>, request: Request) -> Result<Response, Refusal> {
    let address = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    app.limits.address(address).map_err(Refusal::TooMuch)?;
    let (parts, body) = request.into_parts();
    let form = body::read(body).await.ok().filter(|form| form.len() <= MAX_FORM).ok_or(Refusal::TooLarge)?;
    let asked = TokenRequest::read(&parts.headers, &form)?;
    let client = app.prove_client(&asked.client_id, &asked.client_secret).await?;
    let client = client.ok_or(Refusal::Client(NOT_PROVEN))?;
    app.limits.client(&client.client_id).map_err(Refusal::TooMuch)?;
    if asked.grant_type != "client_credentials" {
        return Err(Refusal::GrantType);
    }
    let wish = asked.scope.map(|scope| Scopes::read(&scope).ok_or(Refusal::Scope)).transpose()?;
    let issued = app.issue_token(&client, wish)?.ok_or(Refusal::Scope)?;
    Ok(given(&issued))
}

/// Any other method on the token's address.
pub async fn only_post() -> Refusal {
    Refusal::Method
}

/// `GET /.well-known/oauth-authorization-server` (RFC 8414).
pub async fn metadata(State(app): State<Arc<App>>) -> Response {
    let issuer = &app.settings.public_url;
    let metadata = serde_json::json!({
        "issuer": issuer,
        "token_endpoint": format!("{issuer}{TOKEN_PATH}"),
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "grant_types_supported": ["client_credentials"],
        "response_types_supported": [],
        "scopes_supported": Scope::ALL.map(Scope::as_str),
        "service_documentation": format!("{issuer}/docs"),
    });
    ([(CACHE_CONTROL, "public, max-age=3600")], Json(metadata)).into_response()
}

fn given(issued: &Issued) -> Response {
    let answer = TokenAnswer {
        access_token: issued.token.expose(),
        token_type: "Bearer",
        expires_in: LIFETIME_S,
        scope: issued.scopes.to_string(),
    };
    not_kept(Json(answer).into_response())
}

/// Neither answer may be kept by anything between (RFC 6749 §5.1).
fn not_kept(mut answer: Response) -> Response {
    answer.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer.headers_mut().insert(PRAGMA, HeaderValue::from_static("no-cache"));
    answer
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, error, why) = match &self {
            Self::Request(why) => (StatusCode::BAD_REQUEST, "invalid_request", (*why).to_owned()),
            Self::Client(why) => (StatusCode::UNAUTHORIZED, "invalid_client", (*why).to_owned()),
            Self::GrantType => {
                let why = "grant_type must be client_credentials";
                (StatusCode::BAD_REQUEST, "unsupported_grant_type", why.to_owned())
            }
            Self::Scope => {
                let why = "scope must be pay, data or both, and data needs a client with account data enabled";
                (StatusCode::BAD_REQUEST, "invalid_scope", why.to_owned())
            }
            Self::Method => {
                (StatusCode::METHOD_NOT_ALLOWED, "invalid_request", "tokens are asked for by POST".to_owned())
            }
            Self::TooLarge => {
                (StatusCode::PAYLOAD_TOO_LARGE, "invalid_request", "the form is larger than 64 KiB".to_owned())
            }
            Self::TooMuch(until) => (StatusCode::TOO_MANY_REQUESTS, "temporarily_unavailable", until.to_string()),
            Self::Ours(_) => {
                let why = "something failed on our side; the call may be tried again";
                (StatusCode::INTERNAL_SERVER_ERROR, "server_error", why.to_owned())
            }
        };
        let mut answer = (status, Json(RefusalAnswer { error, error_description: why })).into_response();
        let headers = answer.headers_mut();
        match self {
            Self::Client(_) => {
                let challenge = HeaderValue::from_static("Basic realm=\"finqlink\", charset=\"UTF-8\"");
                headers.insert(WWW_AUTHENTICATE, challenge);
            }
            Self::TooMuch(until) => {
                headers.insert(RETRY_AFTER, HeaderValue::from(until.retry_after_s));
            }
            Self::Ours(fault) => tracing::error!(fault, "a token could not be issued"),
            _ => {}
        }
        not_kept(answer)
    }
}

impl From<Unreadable> for Refusal {
    fn from(why: Unreadable) -> Self {
        match why {
            Unreadable::Request(why) => Self::Request(why),
            Unreadable::Client(why) => Self::Client(why),
        }
    }
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        Self::Ours(fault.to_string())
    }
}

impl From<keys::Fault> for Refusal {
    fn from(fault: keys::Fault) -> Self {
        Self::Ours(fault.to_string())
    }
}
