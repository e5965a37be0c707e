//! Where the PSU sees, at the bank, who reads the accounts, and withdraws it: `{provider_id}/permissions`.
//! Never here: giving a consent (see `approval`), or what a withdrawn one still opens (see `consent`).

use std::collections::HashMap;
use std::sync::Arc;

use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::layout::{page, see_other, text};
use super::login::{Fields, credentials, error, inputs};
use super::{about, ended};
use crate::bank::Bank;
use crate::consent::{Consent, End};
use crate::status::ConsentStatus;

/// `GET …/permissions`: the login.
pub(crate) async fn show_login(State(bank): State<Arc<Bank>>) -> Response {
    if bank.personality.ais.is_none() {
        return ended::nothing_here(State(bank)).await;
    }
    login(&bank, None)
}

/// `POST …/permissions`
pub(crate) async fn submit_login(State(bank): State<Arc<Bank>>, fields: Fields) -> Response {
    if bank.personality.ais.is_none() {
        return ended::nothing_here(State(bank)).await;
    }
    let typed = fields.map(|Form(typed)| typed).unwrap_or_default();
    if !bank.knows(|name| typed.get(name).map(String::as_str)) {
        return login(&bank, Some(&typed));
    }
    let session = bank.books().let_in();
    see_other(&format!("{}/{session}", path(&bank)))
}

/// `GET …/permissions/{session}`: who reads now.
pub(crate) async fn show(State(bank): State<Arc<Bank>>, Path(session): Path<String>) -> Response {
    if !bank.books().is_in(&session) {
        return see_other(&path(&bank));
    }
    let consents: Vec<Consent> = bank.books().consents().filter(|consent| is_read(&bank, consent)).cloned().collect();
    let cards: String = consents.iter().rev().map(|consent| card(&bank, consent)).collect();
    let words = match consents.is_empty() {
        true => "Nobody reads your accounts.",
        false => "They read until the day that is told, or until you withdraw it.",
    };
    let main = format!("<h1>Who reads your accounts</h1><p>{words}</p>{cards}");
    page(bank.personality, StatusCode::OK, "Who reads your accounts", &main)
}

/// `POST …/permissions/{session}` with `consent_id`: withdrawn at once; again it changes nothing.
pub(crate) async fn withdraw(State(bank): State<Arc<Bank>>, Path(session): Path<String>, fields: Fields) -> Response {
    if !bank.books().is_in(&session) {
        return see_other(&path(&bank));
    }
    if let Some(id) = fields.map(|Form(fields)| fields).unwrap_or_default().get("consent_id") {
        bank.books().end_consent(id, End::Psu, bank.now_ms());
    }
    see_other(&format!("{}/{session}", path(&bank)))
}

fn is_read(bank: &Bank, consent: &Consent) -> bool {
    consent.status(bank.now_ms()) == ConsentStatus::Valid
}

/// A path on this host.
fn path(bank: &Bank) -> String {
    format!("/{}/permissions", bank.personality.provider_id)
}

fn login(bank: &Bank, refused: Option<&HashMap<String, String>>) -> Response {
    let who = bank.personality;
    let main = format!(
        "<h1>Log in to see who reads your accounts</h1>{error}<form method=\"post\">{inputs}<div class=\"choices\">\
         <button class=\"first\" type=\"submit\">Log in</button></div></form>\
         <p class=\"small\">Test customer: {credentials}.</p>",
        error = error(refused),
        inputs = inputs(who, refused),
        credentials = credentials(who),
    );
    match refused {
        None => page(who, StatusCode::OK, "Log in", &main),
        Some(_) => page(who, StatusCode::UNPROCESSABLE_ENTITY, "Error: log in", &main),
    }
}

fn card(bank: &Bank, consent: &Consent) -> String {
    let shared = consent.shared.iter().filter_map(|place| bank.personality.accounts.get(*place));
    let accounts: String = shared.map(|account| format!("<li><span>{}</span></li>", about::account(account))).collect();
    let asked_by = text(&consent.case.asked_by);
    format!(
        "<section><h2><bdi>{asked_by}</bdi></h2><p>{data} until {until}</p><ul>{accounts}</ul>\
         <form method=\"post\"><input type=\"hidden\" name=\"consent_id\" value=\"{id}\"><div class=\"choices\">\
         <button type=\"submit\" aria-label=\"Withdraw from {asked_by}\">Withdraw</button></div></form></section>",
        data = about::data(consent),
        until = about::until(consent),
        id = text(&consent.case.id),
    )
}
