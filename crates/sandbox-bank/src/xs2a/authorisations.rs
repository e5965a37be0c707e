//! Authorisation sub-resources of payments and consents: started, listed, read. Cancelling needs none, so its list is always
//! empty.
//! Never here: the PSU's side of an authorisation (see `pages`).

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::ais::{ConsentPath, consent_of};
use super::answer::{Code, Refusal, created};
use super::links::{consent_path, payment_path};
use super::payments::{PaymentPath, payment_of};
use super::{headers, links};
use crate::bank::Bank;
use crate::case::Case;
use crate::ledger::new_authorisation;

/// `POST …/authorisations` of a payment.
pub(crate) async fn start(
    State(bank): State<Arc<Bank>>,
    Path((service, product, id)): PaymentPath,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    headers::check(&headers)?;
    let payment = payment_of(&bank, &service, &product, &id)?;
    started(&bank, &payment.case, &payment_path(&bank, &payment), &headers)
}

/// `POST …/authorisations` of a consent.
pub(crate) async fn start_of_consent(
    State(bank): State<Arc<Bank>>,
    Path(id): ConsentPath,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    headers::check(&headers)?;
    let consent = consent_of(&bank, &id)?;
    started(&bank, &consent.case, &consent_path(&bank, &id), &headers)
}

/// A new SCA address for what nobody has decided about.
fn started(bank: &Bank, case: &Case, here: &str, headers: &HeaderMap) -> Result<Response, Refusal> {
    let now_ms = bank.now_ms();
    let mut tpp = headers::tpp_addresses(headers);
    if tpp.redirect.is_none() || case.in_app {
        tpp = case.tpp.clone();
    }
    let new = new_authorisation(tpp, now_ms);
    if !bank.books().add_authorisation(&case.id, new.clone()) {
        return Err(Refusal::new(Code::StatusInvalid, "This is decided and takes no further authorisation."));
    }
    let body = json!({
        "scaStatus": case.sca_status(&new, now_ms).code(),
        "authorisationId": new.id,
        "_links": links::of_authorisation(bank, case, &new, here),
    });
    Ok(created(bank, body, None, case.in_app))
}

/// `GET …/authorisations` of a payment.
pub(crate) async fn list(
    State(bank): State<Arc<Bank>>,
    Path((service, product, id)): PaymentPath,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    headers::check(&headers)?;
    Ok(listed(&payment_of(&bank, &service, &product, &id)?.case))
}

/// `GET …/authorisations` of a consent.
pub(crate) async fn list_of_consent(
    State(bank): State<Arc<Bank>>,
    Path(id): ConsentPath,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    headers::check(&headers)?;
    Ok(listed(&consent_of(&bank, &id)?.case))
}

fn listed(case: &Case) -> Response {
    let ids: Vec<&str> = case.authorisations.iter().map(|authorisation| authorisation.id.as_str()).collect();
    Json(json!({ "authorisationIds": ids })).into_response()
}

/// `GET …/authorisations/{authorisationId}` of a payment.
pub(crate) async fn sca_status(
    State(bank): State<Arc<Bank>>,
    Path((service, product, id, authorisation_id)): Path<(String, String, String, String)>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    headers::check(&headers)?;
    told(&bank, &payment_of(&bank, &service, &product, &id)?.case, &authorisation_id)
}

/// `GET …/authorisations/{authorisationId}` of a consent.
pub(crate) async fn sca_status_of_consent(
    State(bank): State<Arc<Bank>>,
    Path((id, authorisation_id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    headers::check(&headers)?;
    told(&bank, &consent_of(&bank, &id)?.case, &authorisation_id)
}

fn told(bank: &Bank, case: &Case, authorisation_id: &str) -> Result<Response, Refusal> {
    let Some(authorisation) = case.authorisation(authorisation_id) else {
        return Err(Refusal::of_field(Code::ResourceUnknown, "authorisationId", "is unknown here"));
    };
    let status = case.sca_status(authorisation, bank.now_ms()).code();
    Ok(Json(json!({ "scaStatus": status })).into_response())
}

/// `GET …/cancellation-authorisations`.
pub(crate) async fn cancellation_list(
    State(bank): State<Arc<Bank>>,
    Path((service, product, id)): PaymentPath,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    headers::check(&headers)?;
    payment_of(&bank, &service, &product, &id)?;
    Ok(Json(json!({ "authorisationIds": [] })).into_response())
}
