//! `GET /.well-known/oauth-authorization-server`: RFC 8414, where a bank publishes it.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::pkce;
use super::token::REFRESH;
use crate::bank::Bank;
use crate::pages::nothing_here;

/// The handler.
pub(crate) async fn metadata(State(bank): State<Arc<Bank>>) -> Response {
    let Some(oauth) = bank.personality.oauth() else {
        return nothing_here(State(bank)).await;
    };
    let here = bank.public_url();
    let challenges: &[&str] = if oauth.pkce { &[pkce::METHOD] } else { &[] };
    Json(json!({
        "issuer": here,
        "authorization_endpoint": format!("{here}/oauth/authorize"),
        "token_endpoint": format!("{here}/oauth/token"),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": [oauth.grant_type, REFRESH],
        "token_endpoint_auth_methods_supported": [oauth.client.word()],
        "code_challenge_methods_supported": challenges,
    }))
    .into_response()
}
