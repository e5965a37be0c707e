//! What holds for every call of a TPP: the bank is there, the call is counted, `X-Request-ID` is right and comes back,
//! and the bank's own demands are met.
//! Never here: what one kind of call asks for.

use std::sync::Arc;

use axum::extract::{OriginalUri, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use uuid::Uuid;

use super::admission::admit;
use super::answer::{Code, Fault, Refusal};
use super::headers::{CONSENT_ID, text};
use crate::bank::{Bank, Health};
use crate::ledger::Call;

const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// How long a degraded bank thinks.
pub(crate) const DEGRADED_MS: i64 = 1_500;

/// The call's own id, proven to be a UUID.
#[derive(Clone, Copy)]
pub(crate) struct RequestId(pub(super) Uuid);

/// Stands before every handler under `/v1`.
pub(crate) async fn take_call(State(bank): State<Arc<Bank>>, mut request: Request, next: Next) -> Response {
    let id = request_id(request.headers());
    note_call(&bank, &request, about(&request));
    let mut answer = match (bank.health(), id) {
        (Health::Down, _) => Refusal::new(Code::ServiceUnavailable, "The bank is down.").into_response(),
        (_, None) => bad_request_id(request.headers()).into_response(),
        (health, Some(id)) => {
            if health == Health::Degraded {
                bank.street.clock.sleep_ms(DEGRADED_MS).await;
            }
            request.extensions_mut().insert(RequestId(id));
            match admit(&bank, request).await {
                Ok(request) => next.run(request).await,
                Err(refusal) => refusal.into_response(),
            }
        }
    };
    // The standard requires the header in every answer; where none came that could be echoed, the bank makes one.
    let echoed = id.unwrap_or_else(Uuid::new_v4).to_string();
    if let Ok(echoed) = HeaderValue::from_str(&echoed) {
        answer.headers_mut().insert(X_REQUEST_ID, echoed);
    }
    answer
}

/// A UUID in its usual form; the shorter and decorated forms are not the standard's.
fn request_id(headers: &HeaderMap) -> Option<Uuid> {
    let text = headers.get(X_REQUEST_ID)?.to_str().ok()?;
    (text.len() == 36).then(|| Uuid::try_parse(text).ok()).flatten()
}

fn bad_request_id(headers: &HeaderMap) -> Refusal {
    let text = if headers.contains_key(X_REQUEST_ID) { "must be a UUID" } else { "is required" };
    Refusal::of_faults(vec![Fault::new("X-Request-ID", text)])
}

/// The payment or consent that a call below `/v1` is about: a payment stands after a service and a product, a consent after
/// `consents`, and reads of accounts name theirs in a header.
pub(super) fn about(request: &Request) -> Option<&str> {
    let mut path = request.uri().path().split('/').skip(1);
    match path.next()? {
        "consents" => path.next(),
        "accounts" => text(request.headers(), CONSENT_ID),
        _ => path.nth(1),
    }
}

/// Writes a call down, for the TPP's own tests.
pub(crate) fn note_call(bank: &Bank, request: &Request, about: Option<&str>) {
    let path = request.extensions().get::<OriginalUri>().map_or(request.uri(), |original| &original.0).path();
    bank.books().note_call(Call {
        at_ms: bank.now_ms(),
        method: request.method().to_string(),
        path: path.to_owned(),
        x_request_id: request_id(request.headers()),
        about: about.map(str::to_owned),
    });
}
