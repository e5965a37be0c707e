//! What a PSU reads where there is nothing to decide: decided before, withdrawn, too late, or never there.
//! Each says what has become of the money and offers the way back.
//! Never here: decisions.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::layout::{page, text};
use super::leaving::way_back;
use crate::bank::Bank;
use crate::ledger::Opened;
use crate::payment::{Decision, Payment};

/// The page for an address nobody made.
pub(crate) async fn nothing_here(State(bank): State<Arc<Bank>>) -> Response {
    page(
        bank.personality,
        StatusCode::NOT_FOUND,
        "Not found",
        "<h1>There is nothing here</h1>\
         <p>This address belongs to no payment. If you were about to pay, go back to the shop's page.</p>",
    )
}

/// The page for an authorisation request that cannot be answered to whoever made it.
pub(crate) fn not_asked_rightly(bank: &Bank, words: &str) -> Response {
    let main = format!(
        "<h1>This request cannot be opened</h1><p>{}</p>\
         <p>Nothing was approved and no money has moved. Go back to the page that sent you here and try again.</p>",
        text(words)
    );
    page(bank.personality, StatusCode::BAD_REQUEST, "Error: request refused", &main)
}

/// The page in place of a form, when there is nothing to decide any more.
pub(super) fn nothing_left(bank: &Bank, opened: &Opened) -> Option<Response> {
    let payment = &opened.payment;
    let expired = payment.sca_expired(&opened.authorisation, bank.now_ms());
    let (status, heading, words) = match &payment.verdict {
        Some(verdict) => decided(payment, verdict.decision),
        None if expired => (
            StatusCode::GONE,
            "This page has expired",
            "The time to approve is over. Nothing was approved and no money has moved.",
        ),
        None => return None,
    };
    let back = way_back(opened).map_or_else(String::new, |url| {
        format!(
            "<p><a class=\"button first\" rel=\"noreferrer\" href=\"{}\">Back to {}</a></p>",
            text(url.as_str()),
            text(url.host_str().unwrap_or("the shop")),
        )
    });
    let main = format!(
        "<h1>{heading}</h1><p>{words}</p>\
         <p><strong>{amount}</strong> to <strong><bdi>{creditor}</bdi></strong></p>{back}\
         <p class=\"small\">Steered: {told}</p>",
        amount = payment.order.amount,
        creditor = text(&payment.order.creditor_name),
        told = text(bank.told(payment)),
    );
    Some(page(bank.personality, status, heading, &main))
}

fn decided(payment: &Payment, decision: Decision) -> (StatusCode, &'static str, &'static str) {
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
        Decision::Reject => (StatusCode::OK, "Already rejected", "You rejected this payment. No money has moved."),
        Decision::Cancel => (StatusCode::OK, "Already cancelled", "You cancelled this payment. No money has moved."),
        Decision::Withdraw => (
            StatusCode::GONE,
            "The payment was withdrawn",
            "Whoever asked for this payment has taken it back. No money has moved.",
        ),
    }
}
