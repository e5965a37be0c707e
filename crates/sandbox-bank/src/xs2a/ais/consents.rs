//! Consents: asked for, read, deleted.
//! Never here: what a request must hold (see `terms`), authorisations (see `authorisations`).

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::terms;
use crate::bank::Bank;
use crate::calendar::date_of;
use crate::case::{Case, Decision};
use crate::consent::{Consent, End, Right, validity_days};
use crate::consent_steering::steering_of_days;
use crate::ledger::{Subject, Taken};
use crate::status::ConsentStatus;
use crate::xs2a::answer::{self, Code, Refusal};
use crate::xs2a::call::RequestId;
use crate::xs2a::initiate::opened;
use crate::xs2a::{headers, links, spelling};

/// The path of everything below a consent.
pub(in crate::xs2a) type ConsentPath = Path<String>;

/// `POST /v1/consents`: the same `X-Request-ID` again is the same consent.
pub(crate) async fn create(
    State(bank): State<Arc<Bank>>,
    Extension(RequestId(id)): Extension<RequestId>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Refusal> {
    let bytes = body.map_err(|error| Refusal::new(Code::FormatError, error.body_text()))?;
    let consent = asked(&bank, id, &headers, &bytes)?;
    let consent_id = consent.case.id.clone();
    let in_short = json!({ "consent": String::from_utf8_lossy(&bytes) });
    let taken = bank.books().take(Subject::Consent(consent), in_short);
    match taken {
        Taken::New => created(&bank, id, &consent_id),
        Taken::Again(consent_id) => created(&bank, id, &consent_id),
        Taken::Clash => Err(Refusal::of_field(Code::FormatError, "X-Request-ID", "was used for another request")),
    }
}

/// The consent as it would be.
fn asked(bank: &Bank, id: Uuid, headers: &HeaderMap, bytes: &[u8]) -> Result<Consent, Refusal> {
    let now_ms = bank.now_ms();
    let terms = terms::read(bank.personality, headers, bytes, now_ms)?;
    let steering = steering_of_days(validity_days(terms.valid_until, now_ms));
    if steering.refused {
        return Err(Refusal::of_field(Code::PeriodInvalid, "validUntil", "is refused by the bank"));
    }
    let in_app = headers::asks_in_app(headers, bank.personality, false);
    let case = Case { homecoming: steering.homecoming, ..opened(id, headers, in_app, now_ms) };
    Ok(Consent { case, terms, steering, shared: Vec::new(), ended: None, unattended: (0, 0) })
}

fn created(bank: &Bank, request_id: Uuid, consent_id: &str) -> Result<Response, Refusal> {
    bank.books().name_call(request_id, consent_id);
    let consent = consent_of(bank, consent_id)?;
    let here = links::consent_path(bank, consent_id);
    let body = json!({
        "consentStatus": consent.status(bank.now_ms()).code(),
        "consentId": consent.case.id,
        "_links": links::of_case(bank, &consent.case, &here),
    });
    Ok(answer::created(bank, body, links::location(bank, &here), consent.case.in_app))
}

/// `GET …/{consentId}`: the terms, with the accounts once the PSU has shared them.
pub(crate) async fn read(
    State(bank): State<Arc<Bank>>,
    Path(id): ConsentPath,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    headers::check(&headers)?;
    let consent = consent_of(&bank, &id)?;
    let now_ms = bank.now_ms();
    let mut body = json!({
        "access": access(&bank, &consent),
        "recurringIndicator": consent.terms.recurring,
        "validUntil": date_of(consent.terms.valid_until).to_string(),
        "frequencyPerDay": consent.terms.frequency,
        "lastActionDate": date_of(consent.last_action_day(now_ms)).to_string(),
        "consentStatus": consent.status(now_ms).code(),
    });
    if consent.status(now_ms) == ConsentStatus::Valid {
        body["_links"] = json!({"account": spelling::link(bank.personality, links::accounts_path(&bank))});
    }
    Ok(Json(body).into_response())
}

/// As it was asked for; where the PSU has decided which accounts, these.
fn access(bank: &Bank, consent: &Consent) -> Map<String, Value> {
    let mut access = consent.terms.access.clone();
    if consent.case.decision() != Some(Decision::Approve) {
        return access;
    }
    for (name, right) in
        [("accounts", Right::Details), ("balances", Right::Balances), ("transactions", Right::Transactions)]
    {
        if access.get(name).is_some_and(Value::is_array) {
            let shared = consent.shared.iter().filter(|place| consent.grants(**place, right));
            let accounts = shared.filter_map(|place| bank.personality.accounts.get(*place));
            let named = accounts.map(|account| json!({"iban": account.iban, "currency": account.currency.code()}));
            access.insert(name.to_owned(), named.collect());
        }
    }
    access
}

/// `GET …/status`
pub(crate) async fn status(
    State(bank): State<Arc<Bank>>,
    Path(id): ConsentPath,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    headers::check(&headers)?;
    let consent = consent_of(&bank, &id)?;
    let untruth = bank.books().next_untruth(&id);
    let status = untruth.unwrap_or_else(|| consent.status(bank.now_ms()).code().to_owned());
    Ok(Json(json!({ "consentStatus": status })).into_response())
}

/// `DELETE …/{consentId}`: 204, also where there was nothing left to end.
pub(crate) async fn delete(
    State(bank): State<Arc<Bank>>,
    Path(id): ConsentPath,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    headers::check(&headers)?;
    consent_of(&bank, &id)?;
    bank.books().end_consent(&id, End::Tpp, bank.now_ms());
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// The consent a path names.
pub(in crate::xs2a) fn consent_of(bank: &Bank, id: &str) -> Result<Consent, Refusal> {
    bank.consent(id).ok_or_else(|| Refusal::of_field(Code::NoSuchConsent, "consentId", "is unknown to this bank"))
}
