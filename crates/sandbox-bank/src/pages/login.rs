//! The first page behind an SCA address: what the bank asks to know its customer.
//! Never here: the approval itself.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::about::{asked, deed};
use super::app;
use super::conclude::conclude;
use super::ended::{nothing_here, nothing_left};
use super::layout::{page, see_other, text};
use super::leaving::approval_path;
use crate::bank::Bank;
use crate::case::Decision;
use crate::ledger::Opened;
use crate::personality::{LoginField, Personality};

/// What the pages of a scheme are in place of.
const STANDS_FOR_AN_APP: &str = "<p class=\"small\">On a phone this address opens in the app of the payer's own bank; here this page \
                                 stands for that app.</p>";

/// What a form carried.
pub(super) type Fields = Result<Form<HashMap<String, String>>, FormRejection>;

/// `GET …/sca/{sca_key}`
pub(crate) async fn show(State(bank): State<Arc<Bank>>, Path(sca_key): Path<String>) -> Response {
    let Some(opened) = bank.open(&sca_key) else {
        return nothing_here(State(bank)).await;
    };
    nothing_left(&bank, &opened).unwrap_or_else(|| ask(&bank, &opened, None))
}

/// The form; who is called in the app has no login here.
fn ask(bank: &Bank, opened: &Opened, refused: Option<&HashMap<String, String>>) -> Response {
    if opened.case().in_app { see_other(&app::path(bank)) } else { form(bank, opened, refused) }
}

/// `POST …/sca/{sca_key}`: on to the approval, back with the reason, or out by the cancel button.
pub(crate) async fn submit(State(bank): State<Arc<Bank>>, Path(sca_key): Path<String>, fields: Fields) -> Response {
    let Some(opened) = bank.open(&sca_key) else {
        return nothing_here(State(bank)).await;
    };
    let typed = fields.map(|Form(typed)| typed).unwrap_or_default();
    if typed.get("decision").map(String::as_str) == Some("cancel") {
        return conclude(&bank, &opened, Decision::Cancel, None);
    }
    if let Some(ended) = nothing_left(&bank, &opened) {
        return ended;
    }
    if opened.case().in_app {
        return ask(&bank, &opened, None);
    }
    match bank.log_in(&opened, |name| typed.get(name).map(String::as_str)) {
        Some(session) => see_other(&approval_path(&bank, &opened, &session)),
        None => form(&bank, &opened, Some(&typed)),
    }
}

/// The form; `refused` is what was typed in a try that failed.
fn form(bank: &Bank, opened: &Opened, refused: Option<&HashMap<String, String>>) -> Response {
    let who = bank.personality;
    // Where nothing is asked, the page is only the way in.
    let (heading, go_on) = match who.login {
        [] => ("You are asked to", "Continue"),
        _ => ("Log in to", "Log in"),
    };
    let main = format!(
        "<h1>{heading} {deed}</h1><p>{asked}</p>{error}\
         <form method=\"post\">{inputs}<div class=\"choices\">\
         <button class=\"first\" type=\"submit\" name=\"decision\" value=\"login\">{go_on}</button>\
         <button type=\"submit\" name=\"decision\" value=\"cancel\" formnovalidate>Cancel</button>\
         </div></form>\
         {stands_for}<p class=\"small\">Test customer: {credentials}.</p>\
         <p class=\"small\">Steered: {told}</p>",
        deed = deed(&opened.subject),
        asked = asked(&opened.subject),
        error = error(refused),
        inputs = inputs(who, refused),
        credentials = credentials(who),
        stands_for = if who.requests { STANDS_FOR_AN_APP } else { "" },
        told = text(bank.told(&opened.subject)),
    );
    let (status, title) = match refused {
        None => (StatusCode::OK, go_on),
        Some(_) => (StatusCode::UNPROCESSABLE_ENTITY, "Error: log in"),
    };
    page(who, status, title, &main)
}

/// What is said after a try that failed.
pub(super) fn error(refused: Option<&HashMap<String, String>>) -> &'static str {
    refused.map_or("", |_| {
        "<p class=\"error\" role=\"alert\" id=\"login-error\">\
         These details are not right. Nothing was approved; please check them and try again.</p>"
    })
}

/// What this bank asks its customer.
pub(super) fn inputs(who: &Personality, refused: Option<&HashMap<String, String>>) -> String {
    who.login.iter().map(|field| input(field, refused)).collect()
}

/// One labelled field; a secret is never written back.
fn input(field: &LoginField, refused: Option<&HashMap<String, String>>) -> String {
    let typed = refused
        .and_then(|typed| typed.get(field.name))
        .filter(|_| field.input != "password")
        .map_or("", String::as_str);
    let invalid = refused.map_or("", |_| " aria-invalid=\"true\" aria-describedby=\"login-error\"");
    format!(
        "<label for=\"{name}\">{label}</label>\
         <input id=\"{name}\" name=\"{name}\" type=\"{kind}\" autocomplete=\"{autocomplete}\" \
         value=\"{typed}\" required{invalid}>",
        name = field.name,
        label = text(field.label),
        kind = field.input,
        autocomplete = field.autocomplete,
        typed = text(typed),
    )
}

/// `username testlibra, password testlibra`
pub(super) fn credentials(who: &Personality) -> String {
    if who.login.is_empty() {
        return "nothing is asked here".to_owned();
    }
    who.login.iter().map(|field| format!("{} {}", field.name, text(field.expected))).collect::<Vec<_>>().join(", ")
}
