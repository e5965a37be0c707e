//! The approval page of a consent: who reads what, until when, and from which accounts; the PSU ticks them where the bank
//! offers them.
//! Never here: what an approval does.

use std::collections::HashMap;

use axum::http::StatusCode;
use axum::response::Response;

use super::about;
use super::layout::{page, text};
use crate::bank::Bank;
use crate::consent::Consent;

/// Marks a form in which accounts could be ticked: one without it shares all that was asked for.
const OFFERED: &str = "accounts";

/// The page; `refused` where it came back without a ticked account.
pub(super) fn form(bank: &Bank, consent: &Consent, told: &str, refused: bool) -> Response {
    let facts: String = [
        ("Who reads", format!("<bdi>{}</bdi>", text(&consent.case.asked_by))),
        ("What", about::data(consent).to_owned()),
        ("Until", about::until(consent)),
        ("How often", how_often(consent)),
    ]
    .into_iter()
    .map(|(term, fact)| format!("<div><dt>{term}</dt><dd>{fact}</dd></div>"))
    .collect();
    let error = if refused {
        "<p class=\"error\" role=\"alert\" id=\"accounts-error\">Tick at least one account, or reject.</p>"
    } else {
        ""
    };
    let main = format!(
        "<h1>Share account data</h1><dl>{facts}</dl>{error}<form method=\"post\">{accounts}<div class=\"choices\">\
         <button class=\"first\" type=\"submit\" name=\"decision\" value=\"approve\">Share</button>\
         <button type=\"submit\" name=\"decision\" value=\"reject\">Reject</button>\
         <button type=\"submit\" name=\"decision\" value=\"cancel\">Cancel and go back</button>\
         </div></form><p class=\"small\">You can withdraw this at any time, here or at whoever reads.</p>\
         <p class=\"small\">Steered: {told}</p>",
        accounts = accounts(bank, consent, !refused),
        told = text(told),
    );
    let (status, title) = match refused {
        true => (StatusCode::UNPROCESSABLE_ENTITY, "Error: share account data"),
        false => (StatusCode::OK, "Share account data"),
    };
    page(bank.personality, status, title, &main)
}

/// The accounts the PSU shares: all that were asked for, unless the form had boxes; none when no box was ticked.
pub(super) fn chosen(consent: &Consent, fields: &HashMap<String, String>) -> Option<Vec<usize>> {
    let mut accounts = consent.terms.accounts.clone();
    if consent.terms.offered && fields.contains_key(OFFERED) {
        accounts.retain(|place| fields.contains_key(&box_name(*place)));
    }
    (!accounts.is_empty()).then_some(accounts)
}

fn how_often(consent: &Consent) -> String {
    match (consent.terms.recurring, consent.terms.frequency) {
        (false, _) => "Once".to_owned(),
        (true, times) => format!("Whenever you use it, and up to {times} times a day by itself"),
    }
}

fn box_name(place: usize) -> String {
    format!("account_{place}")
}

/// Ticked to begin with; a PSU who unticked everything is not made to do it again.
fn accounts(bank: &Bank, consent: &Consent, ticked: bool) -> String {
    let checked = if ticked { " checked" } else { "" };
    let row = |place: &usize| {
        let account = bank.personality.accounts.get(*place)?;
        let told = format!("{}<br><small>{}</small>", about::account(account), about::rights(consent, *place));
        Some(match consent.terms.offered {
            true => format!(
                "<label class=\"tick\"><input type=\"checkbox\" name=\"{}\" value=\"yes\"{checked}>\
                 <span>{told}</span></label>",
                box_name(*place)
            ),
            false => format!("<li><span>{told}</span></li>"),
        })
    };
    let rows: String = consent.terms.accounts.iter().filter_map(row).collect();
    match consent.terms.offered {
        true => format!(
            "<fieldset><legend>Accounts to share</legend>\
             <input type=\"hidden\" name=\"{OFFERED}\" value=\"offered\">{rows}</fieldset>"
        ),
        false => format!("<h2>Accounts to share</h2><ul>{rows}</ul>"),
    }
}
