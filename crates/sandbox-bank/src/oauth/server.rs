//! What holds for every call of a TPP to the authorisation server: the bank is there, the call is counted, and the
//! bank's own demands are met, as in the API.
//! Never here: the PSU's side, whose door is the pages'.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::token::said;
use crate::bank::{Bank, Health};
use crate::xs2a::{DEGRADED_MS, identify, note_call};

/// Stands before metadata and token.
pub(crate) async fn take_call(State(bank): State<Arc<Bank>>, request: Request, next: Next) -> Response {
    note_call(&bank, &request, None);
    match bank.health() {
        Health::Up => {}
        Health::Degraded => bank.street.clock.sleep_ms(DEGRADED_MS).await,
        Health::Down => {
            let body = json!({"error": "temporarily_unavailable", "error_description": "the bank is down"});
            return said(StatusCode::SERVICE_UNAVAILABLE, body);
        }
    }
    match identify(&bank, request).await {
        Ok(request) => next.run(request).await,
        Err(refusal) => refusal.into_response(),
    }
}

/// Every method but the right one.
pub(crate) async fn no_such_method() -> Response {
    let words = "this method is not offered here";
    said(StatusCode::METHOD_NOT_ALLOWED, json!({"error": "invalid_request", "error_description": words}))
}
