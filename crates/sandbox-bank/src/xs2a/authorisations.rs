//! Authorisation sub-resources: started, listed, read. Cancelling needs none, so its list is always empty.
//! Never here: the PSU's side of an authorisation (see `pages`).

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::answer::{Code, REDIRECT, Refusal, SCA_APPROACH};
use super::payments::{PaymentPath, payment_of};
use super::{headers, links};
use crate::bank::Bank;
use crate::ledger::new_authorisation;

/// `POST …/authorisations`: a new SCA address for a payment nobody has decided about.
pub(crate) async fn start(
    State(bank): State<Arc<Bank>>,
    Path((service, product, id)): PaymentPath,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    headers::check(&headers)?;
    let payment = payment_of(&bank, &service, &product, &id)?;
    let now_ms = bank.now_ms();
    let mut tpp = headers::tpp_addresses(&headers);
    if tpp.redirect.is_none() {
        tpp = payment.tpp.clone();
    }
    let new = new_authorisation(tpp, now_ms);
    if !bank.books().add_authorisation(&payment.id, new.clone()) {
        return Err(Refusal::new(Code::StatusInvalid, "The payment is decided and takes no further authorisation."));
    }
    let body = json!({
        "scaStatus": payment.sca_status(&new, now_ms).code(),
        "authorisationId": new.id,
        "_links": links::of_authorisation(&bank, &payment, &new),
    });
    Ok((StatusCode::CREATED, [(SCA_APPROACH, REDIRECT)], Json(body)).into_response())
}

/// `GET …/authorisations`.
pub(crate) async fn list(
    State(bank): State<Arc<Bank>>,
    Path((service, product, id)): PaymentPath,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    headers::check(&headers)?;
    let payment = payment_of(&bank, &service, &product, &id)?;
    let ids: Vec<&str> = payment.authorisations.iter().map(|authorisation| authorisation.id.as_str()).collect();
    Ok(Json(json!({ "authorisationIds": ids })).into_response())
}

/// `GET …/authorisations/{authorisationId}`.
pub(crate) async fn sca_status(
    State(bank): State<Arc<Bank>>,
    Path((service, product, id, authorisation_id)): Path<(String, String, String, String)>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    headers::check(&headers)?;
    let payment = payment_of(&bank, &service, &product, &id)?;
    let Some(authorisation) = payment.authorisation(&authorisation_id) else {
        return Err(Refusal::of_field(Code::ResourceUnknown, "authorisationId", "is unknown to this payment"));
    };
    let status = payment.sca_status(authorisation, bank.now_ms()).code();
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
