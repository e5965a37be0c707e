//! The app of a customer who is called there instead of being sent to a page: what waits, each to be opened and decided.
//! It asks nothing: a phone knows who holds it. Never here: what an approval does, or its page (see `approval`).

use std::sync::Arc;

use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::about::asked;
use super::ended::nothing_here;
use super::layout::{page, see_other, text};
use super::leaving::approval_path;
use super::login::Fields;
use crate::bank::Bank;
use crate::ledger::{Opened, Subject};

/// `GET …/app`: what waits for the customer's word, the newest first.
pub(crate) async fn show(State(bank): State<Arc<Bank>>) -> Response {
    if bank.personality.app_psu_id.is_none() {
        return nothing_here(State(bank)).await;
    }
    let waiting = bank.waiting_in_app();
    let cards: String = waiting.iter().map(card).collect();
    let words = match waiting.is_empty() {
        true => "Nothing waits for you. What you are asked to approve turns up here.",
        false => "Approve only what you have just asked for yourself.",
    };
    let customer = text(bank.personality.app_psu_id.unwrap_or_default());
    let main = format!(
        "<h1>To be approved</h1><p>{words}</p>{cards}\
         <p class=\"small\">The app of the test customer with PSU-ID {customer}, on their phone.</p>"
    );
    page(bank.personality, StatusCode::OK, "To be approved", &main)
}

/// `POST …/app` with `authorisation`: on to the approval page, or back to what waits.
pub(crate) async fn open(State(bank): State<Arc<Bank>>, fields: Fields) -> Response {
    let fields = fields.map(|Form(fields)| fields).unwrap_or_default();
    let wanted = fields.get("authorisation");
    let waiting = bank.waiting_in_app();
    match waiting.iter().find(|opened| Some(&opened.authorisation.id) == wanted) {
        Some(opened) => see_other(&approval_path(&bank, opened, &bank.let_in(opened))),
        None => see_other(&path(&bank)),
    }
}

/// A path on this host.
pub(super) fn path(bank: &Bank) -> String {
    format!("/{}/app", bank.personality.provider_id)
}

fn card(opened: &Opened) -> String {
    let end_to_end_id = match &opened.subject {
        Subject::Payment(payment) => payment.order.end_to_end_id.as_deref(),
        Subject::Consent(_) => None,
    };
    let small = end_to_end_id
        .map_or_else(String::new, |id| format!("<p class=\"small\">End-to-end id <bdi>{}</bdi></p>", text(id)));
    format!(
        "<section><p>{asked}</p>{small}<form method=\"post\"><input type=\"hidden\" name=\"authorisation\" value=\"{id}\">\
         <div class=\"choices\"><button class=\"first\" type=\"submit\">Open</button></div></form></section>",
        asked = asked(&opened.subject),
        id = text(&opened.authorisation.id),
    )
}
