//! The page where the PSU decides, and what comes of its buttons.
//! Never here: what a decision does.

use std::sync::Arc;

use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::conclude::conclude;
use super::consent;
use super::ended::{nothing_here, nothing_left};
use super::layout::{iban, page, see_other, text};
use super::leaving::login_path;
use super::login::Fields;
use crate::bank::Bank;
use crate::case::Decision;
use crate::ledger::{Opened, Subject};
use crate::payment::Payment;

/// `GET …/sca/{sca_key}/{session}`
pub(crate) async fn show(State(bank): State<Arc<Bank>>, Path((sca_key, session)): Path<(String, String)>) -> Response {
    match enter(&bank, &sca_key, &session).await {
        Ok(opened) => nothing_left(&bank, &opened).unwrap_or_else(|| form(&bank, &opened, StatusCode::OK)),
        Err(elsewhere) => elsewhere,
    }
}

/// `POST …/sca/{sca_key}/{session}`: the first decision stands; a repeat of it leads the same way back.
pub(crate) async fn decide(
    State(bank): State<Arc<Bank>>,
    Path((sca_key, session)): Path<(String, String)>,
    fields: Fields,
) -> Response {
    let opened = match enter(&bank, &sca_key, &session).await {
        Ok(opened) => opened,
        Err(elsewhere) => return elsewhere,
    };
    let fields = fields.map(|Form(fields)| fields).unwrap_or_default();
    let again =
        || nothing_left(&bank, &opened).unwrap_or_else(|| form(&bank, &opened, StatusCode::UNPROCESSABLE_ENTITY));
    let decision = match fields.get("decision").map(String::as_str) {
        Some("approve") => Decision::Approve,
        Some("reject") => Decision::Reject,
        Some("cancel") => Decision::Cancel,
        _ => return again(),
    };
    let shared = match (&opened.subject, decision) {
        (Subject::Consent(asked), Decision::Approve) => match consent::chosen(asked, &fields) {
            None => return again(),
            chosen => chosen,
        },
        _ => None,
    };
    conclude(&bank, &opened, decision, shared)
}

/// Only with a session of this very address; without one the way leads to the login.
async fn enter(bank: &Arc<Bank>, sca_key: &str, session: &str) -> Result<Opened, Response> {
    let Some(opened) = bank.open(sca_key) else {
        return Err(nothing_here(State(Arc::clone(bank))).await);
    };
    if opened.sessions.iter().any(|one| one == session) {
        return Ok(opened);
    }
    Err(see_other(&login_path(bank, &opened)))
}

fn form(bank: &Bank, opened: &Opened, status: StatusCode) -> Response {
    let told = bank.told(&opened.subject);
    match &opened.subject {
        Subject::Payment(payment) => payment_form(bank, payment, told, status),
        Subject::Consent(asked) => consent::form(bank, asked, told, status != StatusCode::OK),
    }
}

/// Amount, who is paid, what for, from which account, and three buttons.
fn payment_form(bank: &Bank, payment: &Payment, told: &str, status: StatusCode) -> Response {
    let order = &payment.order;
    let debtor_iban = order.debtor_iban.as_deref().unwrap_or_default();
    let facts: String = [
        Some(("To", format!("<bdi>{}</bdi>", text(&order.creditor_name)))),
        Some(("Their account", account(&order.creditor_iban))),
        order.remittance.as_deref().map(|words| ("Reference", format!("<bdi>{}</bdi>", text(words)))),
        order.end_to_end_id.as_deref().map(|id| ("End-to-end id", format!("<bdi>{}</bdi>", text(id)))),
        Some(("From your account", account(debtor_iban))),
        Some(("How", text(payment.rail.name))),
        bank.personality.fee(payment.rail.currency).map(|fee| ("Fee", fee.to_string())),
        Some(("Asked by", text(&payment.case.asked_by))),
    ]
    .into_iter()
    .flatten()
    .map(|(term, fact)| format!("<div><dt>{term}</dt><dd>{fact}</dd></div>"))
    .collect();
    let main = format!(
        "<h1>Approve this payment</h1><p class=\"amount\">{amount}</p><dl>{facts}</dl>\
         <form method=\"post\"><div class=\"choices\">\
         <button class=\"first\" type=\"submit\" name=\"decision\" value=\"approve\">Approve {amount}</button>\
         <button type=\"submit\" name=\"decision\" value=\"reject\">Reject</button>\
         <button type=\"submit\" name=\"decision\" value=\"cancel\">Cancel and go back</button>\
         </div></form><p class=\"small\">Steered: {told}</p>",
        amount = order.amount,
        told = text(told),
    );
    page(bank.personality, status, "Approve a payment", &main)
}

fn account(raw: &str) -> String {
    format!("<span class=\"iban\" dir=\"ltr\">{}</span>", iban(raw))
}
