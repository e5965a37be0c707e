//! Levers and books for tests: `/_control/{provider_id}`, for callers on this machine only; to others it does not exist.
//! Never here: anything a TPP or PSU may use.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::bank::{Bank, Health};
use crate::clock::rfc3339;
use crate::line::is_loopback;

/// All banks by their id.
pub(crate) type Banks = Arc<HashMap<&'static str, Arc<Bank>>>;

/// Stands before every lever.
pub(crate) async fn only_here(request: Request, next: Next) -> Response {
    if is_loopback(request.extensions(), request.headers()) {
        return next.run(request).await;
    }
    nowhere().await
}

/// The answer at every address that leads nowhere.
pub(crate) async fn nowhere() -> Response {
    let body = json!({"tppMessages": [{
        "category": "ERROR",
        "code": "RESOURCE_UNKNOWN",
        "text": "There is no bank at this address.",
    }]});
    (StatusCode::NOT_FOUND, Json(body)).into_response()
}

/// `GET /_control/{provider_id}`: how the bank feels.
pub(crate) async fn health(State(banks): State<Banks>, Path(provider_id): Path<String>) -> Response {
    match banks.get(provider_id.as_str()) {
        Some(bank) => feeling(bank),
        None => nowhere().await,
    }
}

/// `POST /_control/{provider_id}` with `{"status": "up|degraded|down"}`.
///
/// JSON must be announced as such: a page of some other site cannot do that without being asked first.
pub(crate) async fn set_health(
    State(banks): State<Banks>,
    Path(provider_id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let Some(bank) = banks.get(provider_id.as_str()) else {
        return nowhere().await;
    };
    let announced = headers
        .get("content-type")
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.starts_with("application/json"));
    let asked = serde_json::from_slice::<Value>(&body).ok();
    let health =
        asked.as_ref().filter(|_| announced).and_then(|asked| asked.get("status")?.as_str()).and_then(Health::of_word);
    match health {
        Some(health) => {
            bank.set_health(health);
            feeling(bank)
        }
        None => {
            let message = "send application/json: {\"status\": \"up|degraded|down\"}";
            (StatusCode::BAD_REQUEST, Json(json!({ "error": message }))).into_response()
        }
    }
}

/// `GET /_control/{provider_id}/payments?end_to_end_id=`: what is in the books, oldest first.
pub(crate) async fn payments(
    State(banks): State<Banks>,
    Path(provider_id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
) -> Response {
    let Some(bank) = banks.get(provider_id.as_str()) else {
        return nowhere().await;
    };
    let wanted = query.get("end_to_end_id").filter(|id| !id.is_empty());
    let now_ms = bank.now_ms();
    let payments: Vec<Value> = bank
        .books()
        .payments()
        .iter()
        .filter(|payment| wanted.is_none() || payment.order.end_to_end_id.as_ref() == wanted)
        .map(|payment| {
            json!({
                "payment_id": payment.id,
                "end_to_end_id": payment.order.end_to_end_id,
                "amount": payment.order.amount.value(),
                "status": payment.status(now_ms).code(),
                "x_request_id": payment.x_request_id.to_string(),
                "created_at": rfc3339(payment.created_ms),
            })
        })
        .collect();
    Json(json!({ "payments": payments })).into_response()
}

/// `GET /_control/{provider_id}/calls?payment_id=`: API calls about a payment, or all, oldest first.
pub(crate) async fn calls(
    State(banks): State<Banks>,
    Path(provider_id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
) -> Response {
    let Some(bank) = banks.get(provider_id.as_str()) else {
        return nowhere().await;
    };
    let wanted = query.get("payment_id").filter(|id| !id.is_empty());
    let calls: Vec<Value> = bank
        .books()
        .calls(wanted.map(String::as_str))
        .into_iter()
        .map(|call| {
            json!({
                "at": rfc3339(call.at_ms),
                "method": call.method,
                "path": call.path,
                "x_request_id": call.x_request_id.map(|id| id.to_string()),
                "payment_id": call.payment_id,
            })
        })
        .collect();
    Json(json!({"count": calls.len(), "calls": calls})).into_response()
}

fn feeling(bank: &Bank) -> Response {
    Json(json!({
        "provider_id": bank.personality.provider_id,
        "status": bank.health().word(),
    }))
    .into_response()
}
