//! What holds for every call of a TPP to the authorisation server: the bank is there, and the call is counted.
//! Never here: the PSU's side, whose door is the pages'.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::Response;
use serde_json::json;

use super::token::said;
use crate::bank::{Bank, Health};
use crate::xs2a::{DEGRADED_MS, note_call};

/// Stands before metadata and token.
pub(crate) async fn take_call(State(bank): State<Arc<Bank>>, request: Request, next: Next) -> Response {
    note_call(&bank, &request, None);
    match bank.health() {
        Health::Up => next.run(request).await,
        Health::Degraded => {
            bank.street.clock.sleep_ms(DEGRADED_MS).await;
            next.run(request).await
        }
        Health::Down => said(
            StatusCode::SERVICE_UNAVAILABLE,
            json!({"error": "temporarily_unavailable", "error_description": "the bank is down"}),
        ),
    }
}

/// Every method but the right one.
pub(crate) async fn no_such_method() -> Response {
    let words = "this method is not offered here";
    said(StatusCode::METHOD_NOT_ALLOWED, json!({"error": "invalid_request", "error_description": words}))
}
