//! The receipt of a consent: drawn up when it is accepted, given to the browser that accepted it.
//! Never here: signing, or who may have it.

pub mod paper;
mod text;

use super::page::{failed, see};
use super::policy::{self, Policy};
use super::visitor::Visitor;
use super::{Pages, boot, document};
use crate::app::receipts::record::Record;
use crate::app::receipts::seal::seal;
use crate::app::seen::{About, PageId, Seen};
use crate::app::{Fault, StoreError, Subject, rfc3339};
use axum::Extension;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use finqlink_webui::ssr::{self, Rendered};
use finqlink_webui::templates;
use finqlink_webui::words::{self, Key};
use protocol::DataGroup;
use protocol::page::{Boot, Choice, Consent};
use sha2::{Digest, Sha256};

/// `GET {page}/receipt`: for the browser that agreed; for anybody else there is none.
pub async fn show(State(pages): State<Pages>, Extension(page): Extension<PageId>, visitor: Visitor) -> Response {
    let given = async {
        let seen = see(&pages, &page, &visitor, false).await?;
        let About::Consent(shared) = &seen.about else { return Err(Fault::NotFound) };
        let holder = seen.holder.as_ref().filter(|_| !shared.is_reduced).ok_or(Fault::NotFound)?;
        pages.app.receipt(&shared.consent, holder.expose()).await?.ok_or(Fault::NotFound)
    };
    let file = match given.await {
        Ok(file) => file,
        Err(fault) => return failed(&pages, &visitor, Subject::Consent, fault),
    };
    // The link on the page gives the file its name.
    let mut answer = ([(CONTENT_TYPE, "text/html; charset=utf-8")], file).into_response();
    policy::apply(answer.headers_mut(), Policy { css: paper::CSS, ..Policy::default() });
    answer
}

/// What was judged fit.
#[derive(Clone, Copy)]
pub struct Accepted<'a> {
    /// The bank.
    pub provider_id: &'a str,
    /// The chosen method.
    pub method_id: &'a str,
    /// Number of the attempt that begins.
    pub attempt: u32,
}

/// The receipt of what is accepted now: the file, under its seal. `lang` is what the form says.
///
/// # Errors
/// `Fault::Store` when the bank was not on the screen, or when it cannot be signed.
pub fn drawn_up(
    pages: &Pages,
    seen: &Seen,
    visitor: &Visitor,
    lang: &str,
    accepted: Accepted<'_>,
) -> Result<Vec<u8>, Fault> {
    let nothing_chosen = Fault::Store(StoreError::Corrupt("a receipt names no bank"));
    let record = record(pages, seen, visitor, lang, accepted).ok_or(nothing_chosen)?;
    let file = seal(&pages.app.keys, &record, &paper::paper(&record));
    file.map(String::into_bytes).map_err(|_| Fault::Store(StoreError::Corrupt("a receipt could not be signed")))
}

/// `None` where the screen does not hold what was chosen.
fn record(pages: &Pages, seen: &Seen, visitor: &Visitor, lang: &str, accepted: Accepted<'_>) -> Option<Record> {
    let boot = screen(pages, seen, visitor, lang, accepted);
    let rendered = ssr::render(&boot);
    let consent = boot.view.as_ref().and_then(|view| view.consent.clone()).unwrap_or_default();
    let word = |key: Key| boot.words.get(key as usize).map_or("", String::as_str);
    let bank = boot.banks.iter().find(|bank| bank.provider_id == accepted.provider_id);
    // Where the client chose, no bank is on offer: the one that it chose is told.
    let told = boot.view.as_ref().and_then(|view| view.attempt.as_ref()?.bank.clone());
    let named = bank.map(|bank| bank.name.clone()).or(told)?;
    let now = words::format_moment(seen.now_ms, seen.now_ms, &pages.app.settings.time_zone, &boot.look.lang);
    let shared = if consent.scope.contains(&DataGroup::Transactions) { Key::ScopeFull } else { Key::ScopeBare };
    Some(Record {
        consent_id: seen.object_id().to_owned(),
        attempt: Some(accepted.attempt),
        accepted_at: rfc3339(seen.now_ms),
        accepted: now.full,
        reference: consent.support_ref.clone(),
        shared: word(shared).to_owned(),
        period: period(&consent, word),
        validity_days: consent.validity.count,
        valid_until: rfc3339(consent.until.at_ms),
        asker: consent.asker,
        firm: consent.firm,
        purpose: consent.purpose,
        recipients: consent.recipients,
        scope: consent.scope,
        provider_id: accepted.provider_id.to_owned(),
        bank: named,
        method_id: accepted.method_id.to_owned(),
        pressed: word(Key::Pay).to_owned(),
        page_version: page_version(&boot, &rendered),
        language: boot.look.lang.clone(),
        template: boot.look.template.clone(),
        text: text::lines(&rendered.body),
        screen: document::alone(&rendered),
    })
}

/// The screen on which the control that agrees stands, with what was chosen. Nothing of it opens a page: it may be handed on.
fn screen(pages: &Pages, seen: &Seen, visitor: &Visitor, lang: &str, chosen: Accepted<'_>) -> Boot {
    let mut visitor = visitor.clone();
    visitor.asked.lang = visitor.asked.lang.or_else(|| Some(lang.to_owned()).filter(|lang| !lang.is_empty()));
    let banks = boot::offered(pages, seen, visitor.language(seen.language(), &pages.app.settings.language));
    let mut methods = banks.iter().flat_map(|bank| &bank.methods);
    let needs_fields = methods.any(|method| method.method_id == chosen.method_id && !method.inputs.is_empty());
    let choice = Choice {
        provider_id: Some(chosen.provider_id.to_owned()),
        method_id: Some(chosen.method_id.to_owned()),
        again: true,
        onward: needs_fields || templates::asks_one_by_one(boot::template_of(seen)),
        ..Choice::default()
    };
    let mut boot = boot::boot(pages, seen, &visitor, choice, Vec::new());
    boot.page.clear();
    boot.url.clear();
    boot.form_token.clear();
    boot.qr = None;
    if let Some(view) = &mut boot.view {
        view.back_url = None;
    }
    boot
}

/// How long and how often, as the page says it.
fn period<'a>(consent: &Consent, word: impl Fn(Key) -> &'a str) -> String {
    let times = consent.times_a_day.unwrap_or(1).to_string();
    let sentence = word(if consent.times_a_day.is_some() { Key::ValidityOngoing } else { Key::ValidityOnce });
    words::fill(sentence, &[("until", &consent.until.text), ("days", &consent.validity.text), ("times", &times)])
}

/// Which build, and which looks and words of it.
fn page_version(boot: &Boot, rendered: &Rendered) -> String {
    let page = Sha256::new().chain_update(rendered.css.as_bytes()).chain_update(boot.words.join("\n").as_bytes());
    format!("{} ({})", env!("CARGO_PKG_VERSION"), &hex::encode(page.finalize())[..12])
}
