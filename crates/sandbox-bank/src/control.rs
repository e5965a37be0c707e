//! Levers and books for tests: `/_control/{provider_id}`, for callers on this machine only; to others it does not exist.
//! Never here: anything a TPP or PSU may use.
//!
//! | address | |
//! | --- | --- |
//! | `GET` | how the bank feels: `{"provider_id", "status"}` |
//! | `POST` `{"status": "up\|degraded\|down"}` | makes it feel so |
//! | `POST` `{"transactions": 100000}` | adds so many small transactions to the two years that lie behind the customer, spread evenly over the accounts and the days, in place of what was added before; they go on at that pace. At most a million; 0 takes them away. May come together with `status` |
//! | `GET /payments?end_to_end_id=` | payments in the books, oldest first |
//! | `GET /calls?payment_id=` or `?consent_id=` | calls of the TPP, API and authorisation server, oldest first; `count`, and `most_in_a_minute`, the most within any 60 seconds. Calls to the authorisation server name neither |
//! | `GET /consents?consent_id=` | consents in the books, oldest first |
//! | `POST /consents` `{"consent_id", "status": "revokedByPsu\|terminatedByTpp\|expired"}` | ends a consent, as the PSU, the TPP, or the bank before its day; 409 when it is over |
//! | `POST /answers` `{"payment_id", "status": ["ACSC", "RJCT"]}` | the bank contradicts itself: the next status reads of this payment say these codes, one each, then the truth again. A later order takes the place of an earlier one. Any four capitals are taken, so that a code nobody knows can be said. `{"consent_id", "status": ["valid"]}` does the same to a consent, with any letters |

use std::collections::HashMap;
use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{FromRequestParts, Path, Query, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::bank::{Bank, Health};
use crate::calendar::date_of;
use crate::clock::rfc3339;
use crate::consent::End;
use crate::ledger::Call;
use crate::line::is_loopback;
use crate::status::ConsentStatus;

/// The most that can be added to a bank.
const MOST_TRANSACTIONS: u64 = 1_000_000;

/// All banks by their id.
pub(crate) type Banks = Arc<HashMap<&'static str, Arc<Bank>>>;

/// The bank whose lever is pulled; where there is none the address leads nowhere.
pub(crate) struct At(Arc<Bank>);

impl FromRequestParts<Banks> for At {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, banks: &Banks) -> Result<Self, Response> {
        let named = Path::<String>::from_request_parts(parts, banks).await.ok();
        match named.and_then(|Path(provider_id)| banks.get(provider_id.as_str())) {
            Some(bank) => Ok(Self(Arc::clone(bank))),
            None => Err(nowhere().await),
        }
    }
}

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
pub(crate) async fn health(At(bank): At) -> Response {
    feeling(&bank)
}

/// `POST /_control/{provider_id}` with `{"status": "up|degraded|down"}`, `{"transactions": 100000}`, or both.
pub(crate) async fn set_health(At(bank): At, headers: HeaderMap, body: Bytes) -> Response {
    let order = order(&headers, &body).unwrap_or_default();
    let health = order.get("status").map(|word| word.as_str().and_then(Health::of_word));
    let more = order.get("transactions").map(|count| count.as_u64().filter(|count| *count <= MOST_TRANSACTIONS));
    if health == Some(None) || more == Some(None) || (health.is_none() && more.is_none()) {
        return misunderstood("{\"status\": \"up|degraded|down\", \"transactions\": 0 to 1000000}");
    }
    if let Some(health) = health.flatten() {
        bank.set_health(health);
    }
    if let Some(more) = more.flatten() {
        bank.histories().add(more);
    }
    feeling(&bank)
}

/// `GET /_control/{provider_id}/consents?consent_id=`: what is in the books, oldest first.
pub(crate) async fn consents(At(bank): At, Query(query): Query<HashMap<String, String>>) -> Response {
    let wanted = query.get("consent_id").filter(|id| !id.is_empty());
    let now_ms = bank.now_ms();
    let consents: Vec<Value> = bank
        .books()
        .consents()
        .filter(|consent| wanted.is_none_or(|id| consent.case.id == *id))
        .map(|consent| {
            let accounts = consent.shared.iter().filter_map(|place| bank.personality.accounts.get(*place));
            json!({
                "consent_id": consent.case.id,
                "status": consent.status(now_ms).code(),
                "valid_until": date_of(consent.terms.valid_until).to_string(),
                "accounts": accounts.map(|account| account.iban).collect::<Vec<_>>(),
                "x_request_id": consent.case.x_request_id.to_string(),
                "created_at": rfc3339(consent.case.created_ms),
            })
        })
        .collect();
    Json(json!({ "consents": consents })).into_response()
}

/// `POST /_control/{provider_id}/consents` with `{"consent_id": "…", "status": "revokedByPsu"}`.
pub(crate) async fn end_consent(At(bank): At, headers: HeaderMap, body: Bytes) -> Response {
    let order = order(&headers, &body);
    let Some((id, end)) = order.as_ref().and_then(|order| Some((order.get("consent_id")?.as_str()?, end(order)?)))
    else {
        return misunderstood("{\"consent_id\": \"…\", \"status\": \"revokedByPsu|terminatedByTpp|expired\"}");
    };
    if bank.consent(id).is_none() {
        return nowhere().await;
    }
    let ended = bank.books().end_consent(id, end, bank.now_ms());
    let status = bank.consent(id).map(|consent| consent.status(bank.now_ms()).code());
    let answer = Json(json!({"consent_id": id, "status": status}));
    (if ended { StatusCode::OK } else { StatusCode::CONFLICT }, answer).into_response()
}

fn end(order: &Value) -> Option<End> {
    let word = order.get("status")?.as_str()?;
    let known = [
        (ConsentStatus::RevokedByPsu, End::Psu),
        (ConsentStatus::TerminatedByTpp, End::Tpp),
        (ConsentStatus::Expired, End::Bank),
    ];
    known.into_iter().find(|(status, _)| status.code() == word).map(|(_, end)| end)
}

/// `POST /_control/{provider_id}/answers` with `{"payment_id": "…", "status": ["ACSC", "RJCT"]}`.
pub(crate) async fn order_answers(At(bank): At, headers: HeaderMap, body: Bytes) -> Response {
    let order = order(&headers, &body);
    let asked = order.as_ref().and_then(|order| {
        untruths(order, "payment_id", is_payment_code).or_else(|| untruths(order, "consent_id", is_consent_code))
    });
    let Some((name, id, codes)) = asked else {
        return misunderstood("{\"payment_id\": \"…\", \"status\": [\"ACSC\"]} or with consent_id, [\"valid\"]");
    };
    let known = if name == "payment_id" { bank.payment(id).is_some() } else { bank.consent(id).is_some() };
    if !known {
        return nowhere().await;
    }
    let answer = Json(json!({name: id, "status": codes}));
    bank.books().order_untruths(id, codes);
    answer.into_response()
}

/// What an order is about, by `name`, and the codes.
fn untruths<'a>(
    order: &'a Value,
    name: &'static str,
    is_code: fn(&str) -> bool,
) -> Option<(&'static str, &'a str, Vec<String>)> {
    let codes = order.get("status")?.as_array()?.iter();
    let codes: Option<Vec<String>> =
        codes.map(|code| code.as_str().filter(|code| is_code(code)).map(str::to_owned)).collect();
    Some((name, order.get(name)?.as_str()?, codes?))
}

fn is_payment_code(code: &str) -> bool {
    code.len() == 4 && code.bytes().all(|byte| byte.is_ascii_uppercase())
}

fn is_consent_code(code: &str) -> bool {
    (1..=35).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_alphabetic())
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
pub(crate) async fn payments(At(bank): At, Query(query): Query<HashMap<String, String>>) -> Response {
    let wanted = query.get("end_to_end_id").filter(|id| !id.is_empty());
    let now_ms = bank.now_ms();
    let payments: Vec<Value> = bank
        .books()
        .payments()
        .filter(|payment| wanted.is_none() || payment.order.end_to_end_id.as_ref() == wanted)
        .map(|payment| {
            json!({
                "payment_id": payment.case.id,
                "end_to_end_id": payment.order.end_to_end_id,
                "amount": payment.order.amount.value(),
                "status": payment.status(now_ms).code(),
                "x_request_id": payment.case.x_request_id.to_string(),
                "created_at": rfc3339(payment.case.created_ms),
            })
        })
        .collect();
    Json(json!({ "payments": payments })).into_response()
}

/// `GET /_control/{provider_id}/calls?payment_id=` or `?consent_id=`: calls about one, or all, oldest first.
pub(crate) async fn calls(At(bank): At, Query(query): Query<HashMap<String, String>>) -> Response {
    let wanted = query.get("payment_id").or(query.get("consent_id")).filter(|id| !id.is_empty());
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
                "payment_id": call.about.as_deref().filter(|id| bank.payment(id).is_some()),
                "consent_id": call.about.as_deref().filter(|id| bank.consent(id).is_some()),
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
