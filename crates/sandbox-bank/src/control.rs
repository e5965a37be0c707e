//! Levers and books for tests: `/_control/{provider_id}`, for callers on this machine only; to others it does not exist.
//! Never here: anything a TPP or PSU may use.
//!
//! | address | |
//! | --- | --- |
//! | `GET` | how the bank feels: `{"provider_id", "status"}` |
//! | `POST` `{"status": "up\|degraded\|down"}` | makes it feel so |
//! | `GET /payments?end_to_end_id=` | payments in the books, oldest first |
//! | `GET /calls?payment_id=` | calls of the TPP, API and authorisation server, oldest first; `count`, and `most_in_a_minute`, the most within any 60 seconds. Calls to the authorisation server name no payment |
//! | `POST /answers` `{"payment_id", "status": ["ACSC", "RJCT"]}` | the bank contradicts itself: the next status reads of this payment say these codes, one each, then the truth again. A later order takes the place of an earlier one. Any four capitals are taken, so that a code nobody knows can be said |

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
use crate::ledger::Call;
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
pub(crate) async fn set_health(
    State(banks): State<Banks>,
    Path(provider_id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let Some(bank) = banks.get(provider_id.as_str()) else {
        return nowhere().await;
    };
    let health = order(&headers, &body).and_then(|order| Health::of_word(order.get("status")?.as_str()?));
    match health {
        Some(health) => {
            bank.set_health(health);
            feeling(bank)
        }
        None => misunderstood("{\"status\": \"up|degraded|down\"}"),
    }
}

/// `POST /_control/{provider_id}/answers` with `{"payment_id": "…", "status": ["ACSC", "RJCT"]}`.
pub(crate) async fn order_answers(
    State(banks): State<Banks>,
    Path(provider_id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let Some(bank) = banks.get(provider_id.as_str()) else {
        return nowhere().await;
    };
    let order = order(&headers, &body);
    let Some((payment_id, codes)) = order.as_ref().and_then(untruths) else {
        return misunderstood("{\"payment_id\": \"…\", \"status\": [\"ACSC\"]}");
    };
    if bank.payment(payment_id).is_none() {
        return nowhere().await;
    }
    let answer = Json(json!({"payment_id": payment_id, "status": codes}));
    bank.books().order_untruths(payment_id, codes);
    answer.into_response()
}

/// The payment and the codes that an order names.
fn untruths(order: &Value) -> Option<(&str, Vec<String>)> {
    let is_code = |code: &&str| code.len() == 4 && code.bytes().all(|byte| byte.is_ascii_uppercase());
    let codes = order.get("status")?.as_array()?.iter();
    let codes: Option<Vec<String>> = codes.map(|code| code.as_str().filter(is_code).map(str::to_owned)).collect();
    Some((order.get("payment_id")?.as_str()?, codes?))
}

/// JSON that was announced as such: a page of some other site cannot do that without being asked first.
fn order(headers: &HeaderMap, body: &[u8]) -> Option<Value> {
    let kind = headers.get("content-type")?.to_str().ok()?;
    kind.starts_with("application/json").then(|| serde_json::from_slice(body).ok()).flatten()
}

fn misunderstood(wanted: &str) -> Response {
    let message = format!("send application/json: {wanted}");
    (StatusCode::BAD_REQUEST, Json(json!({ "error": message }))).into_response()
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

/// `GET /_control/{provider_id}/calls?payment_id=`: calls about a payment, or all, oldest first.
pub(crate) async fn calls(
    State(banks): State<Banks>,
    Path(provider_id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
) -> Response {
    let Some(bank) = banks.get(provider_id.as_str()) else {
        return nowhere().await;
    };
    let wanted = query.get("payment_id").filter(|id| !id.is_empty());
    let calls = bank.books().calls(wanted.map(String::as_str));
    let most_in_a_minute = most_in_a_minute(&calls);
    let calls: Vec<Value> = calls
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
    Json(json!({"count": calls.len(), "most_in_a_minute": most_in_a_minute, "calls": calls})).into_response()
}

/// The most calls within any 60 seconds; every such window that counts begins at a call.
fn most_in_a_minute(calls: &[Call]) -> usize {
    let within = |first: &Call| {
        let age_ms = |call: &&Call| call.at_ms.saturating_sub(first.at_ms);
        calls.iter().filter(|call| (0..60_000).contains(&age_ms(call))).count()
    };
    calls.iter().map(within).max().unwrap_or(0)
}

fn feeling(bank: &Bank) -> Response {
    Json(json!({
        "provider_id": bank.personality.provider_id,
        "status": bank.health().word(),
    }))
    .into_response()
}
