//! What a PSU reads where there is nothing to decide: decided before, withdrawn, too late, or never there.
//! Each says what has become of the money, or of the data, and offers the way back.
//! Never here: decisions.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::about::{line, nothing_happened};
use super::layout::{page, text};
use super::leaving::way_back;
use crate::bank::Bank;
use crate::case::Decision;
use crate::consent::Consent;
use crate::ledger::{Opened, Subject};
use crate::payment::Payment;
use crate::status::ConsentStatus;

/// The page for an address nobody made.
pub(crate) async fn nothing_here(State(bank): State<Arc<Bank>>) -> Response {
    page(
        bank.personality,
        StatusCode::NOT_FOUND,
        "Not found",
        "<h1>There is nothing here</h1>\
         <p>This address belongs to no payment and no consent. If you were about to pay, go back to the shop's page.</p>",
    )
}

/// The page for an authorisation request that cannot be answered to whoever made it.
pub(crate) fn not_asked_rightly(bank: &Bank, words: &str) -> Response {
    let main = format!(
        "<h1>This request cannot be opened</h1><p>{}</p>\
         <p>Nothing was approved, no money has moved and no data was shared. Go back to the page that sent you here and try again.</p>",
        text(words)
    );
    page(bank.personality, StatusCode::BAD_REQUEST, "Error: request refused", &main)
}

/// The page in place of a form, when there is nothing to decide any more.
pub(super) fn nothing_left(bank: &Bank, opened: &Opened) -> Option<Response> {
    let subject = &opened.subject;
    let case = opened.case();
    let expired = case.sca_expired(&opened.authorisation, bank.now_ms());
    let (status, heading, words) = match (case.decision(), subject) {
        (Some(decision), Subject::Payment(payment)) => payment_decided(payment, decision),
        (Some(decision), Subject::Consent(consent)) => consent_decided(consent, decision, bank.now_ms()),
        (None, Subject::Consent(consent)) if consent.status(bank.now_ms()) == ConsentStatus::Expired => {
            (StatusCode::GONE, "This request has expired", "Its last day is over.")
        }
        (None, _) if expired => {
            (StatusCode::GONE, "This page has expired", "The time to approve is over. Nothing was approved.")
        }
        (None, _) => return None,
    };
    let heading = if case.in_app { told_in_app(case.decision(), heading) } else { heading };
    let approved = case.decision() == Some(Decision::Approve);
    let reassured = if approved { "" } else { nothing_happened(subject) };
    let back = way_back(opened).map_or_else(String::new, |url| {
        format!(
            "<p><a class=\"button first\" rel=\"noreferrer\" href=\"{}\">Back to {}</a></p>",
            text(url.as_str()),
            text(url.host_str().unwrap_or("the shop")),
        )
    });
    let main = format!(
        "<h1>{heading}</h1><p>{words} {reassured}</p><p>{line}</p>{back}<p class=\"small\">Steered: {told}</p>",
        line = line(subject),
        told = text(bank.told(subject)),
    );
    Some(page(bank.personality, status, heading, &main))
}

/// Who decides in the app is sent nowhere: this page is what their decision leads to.
fn told_in_app(decision: Option<Decision>, otherwise: &'static str) -> &'static str {
    match decision {
        Some(Decision::Approve) if otherwise == "Already approved" => "Approved",
        Some(Decision::Reject) => "Rejected",
        Some(Decision::Cancel) => "Cancelled",
        _ => otherwise,
    }
}

fn payment_decided(payment: &Payment, decision: Decision) -> (StatusCode, &'static str, &'static str) {
    match decision {
        Decision::Approve if payment.steering.reason.is_some() => (
            StatusCode::OK,
            "Already approved",
            "You approved this payment, but the bank did not carry it out. No money has moved.",
        ),
        Decision::Approve => (
            StatusCode::OK,
            "Already approved",
            "You approved this payment. It is carried out once; you need not do anything again.",
        ),
        Decision::Reject => (StatusCode::OK, "Already rejected", "You rejected this payment."),
        Decision::Cancel => (StatusCode::OK, "Already cancelled", "You cancelled this payment."),
        Decision::Withdraw => {
            (StatusCode::GONE, "The payment was withdrawn", "Whoever asked for this payment has taken it back.")
        }
    }
}

fn consent_decided(consent: &Consent, decision: Decision, now_ms: i64) -> (StatusCode, &'static str, &'static str) {
    match (decision, consent.status(now_ms)) {
        (Decision::Approve, ConsentStatus::Valid) => {
            (StatusCode::OK, "Already approved", "You share this data. You need not do anything again.")
        }
        (Decision::Approve, ConsentStatus::Received) => {
            (StatusCode::OK, "Already approved", "You approved this, and the bank has yet to look at it.")
        }
        (Decision::Approve, ConsentStatus::Rejected) => {
            (StatusCode::OK, "Already approved", "You approved this, but the bank refused it. No data was shared.")
        }
        (Decision::Approve, _) => (StatusCode::GONE, "No longer shared", "You approved this once; it has ended."),
        (Decision::Reject, _) => (StatusCode::OK, "Already rejected", "You rejected this."),
        (Decision::Cancel, _) => (StatusCode::OK, "Already cancelled", "You cancelled this."),
        (Decision::Withdraw, _) => {
            (StatusCode::GONE, "The request was withdrawn", "Whoever asked for this data has taken the request back.")
        }
    }
}
