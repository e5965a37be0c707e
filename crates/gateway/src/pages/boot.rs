//! The first view: what the page is told, which banks it offers, what was chosen by the address.

use super::brand;
use super::view::view;
use super::visitor::{Asked, Visitor};
use super::{Pages, proof};
use crate::app::consents::offers::AisFit;
use crate::app::offers::Fit;
use crate::app::seen::{About, Seen};
use crate::app::{ConsentRow, LinkRow, Subject};
use connectors::catalog::{self, Input, Provider, RemitterType, Scheme};
use connectors::epc;
use finqlink_webui::{qr, templates, words};
use flow::banks::{narrow, none_usable};
use flow::journey::wanted;
use flow::search::{Index, folded};
use protocol::page::{
    Bank, Boot, Choice, Device, FieldError, Here, Look, Method, Narrow, Question, Remitter, Transfer, Unusable, Whose,
};
use protocol::{LinkKind, ProviderStatus, Screen};

/// The most banks that the first HTML holds.
pub const FIRST_BANKS: usize = 40;

/// What the address says was chosen.
pub fn choice(asked: &Asked) -> Choice {
    let short = |value: &Option<String>| value.clone().filter(|value| value.len() <= 128);
    let step = asked.step.as_deref();
    let (provider_id, method_id, q) = (short(&asked.bank), short(&asked.method), short(&asked.q).unwrap_or_default());
    Choice {
        onward: step == Some("next"),
        cancelled: step == Some("cancelled"),
        // Who chooses or searches has read of the last problem.
        again: step == Some("again")
            || step.and_then(Question::of).is_some()
            || provider_id.is_some()
            || method_id.is_some()
            || !q.is_empty(),
        question: step.and_then(Question::of),
        remitter: asked.remitter.as_deref().and_then(Remitter::of),
        country: short(&asked.country).filter(|country| !country.is_empty()),
        provider_id,
        method_id,
        q,
        ..Choice::default()
    }
}

/// The first view of a link or consent.
pub fn boot(pages: &Pages, seen: &Seen, visitor: &Visitor, mut choice: Choice, errors: Vec<FieldError>) -> Boot {
    choice.question =
        templates::asks_one_by_one(template_of(seen)).then(|| choice.question.unwrap_or(Question::Details));
    let settings = &pages.app.settings;
    let lang = visitor.language(seen.language(), &settings.language);
    let view = view(pages, seen, lang, &choice);
    let asks =
        matches!(view.screen, Screen::Select | Screen::Inputs | Screen::Review | Screen::Problem | Screen::Result);
    let all = offered(pages, seen, lang);
    let narrow = narrow(&all, |country| words::country(country).to_owned());
    let (banks, bank_count) = if asks { fitting(&all, &choice, FIRST_BANKS) } else { (Vec::new(), 0) };
    // The id that opens the reduced view is not for handing on.
    let url = if seen.is_reduced() { String::new() } else { pages.app.address_of(&seen.page) };
    let here = visitor.here();
    // A phone needs no code to come to itself.
    let asks_on_phone = here.device == Device::Desktop && !view.is_final && view.whose != Whose::Other;
    Boot {
        kind: kind(seen.page.subject).to_owned(),
        page: seen.page.path(),
        here,
        banks,
        bank_count,
        narrow,
        choice,
        errors,
        form_token: proof::form_token(&pages.app.keys, &seen.page.id, seen.attempts),
        holder: None,
        look: Look { brand: brand::told(&seen.brand), ..look(template_of(seen), lang) },
        words: sentences(seen.page.subject, lang),
        qr: (asks_on_phone && !url.is_empty()).then(|| qr::path(&url)).flatten(),
        transfer: transfer(seen),
        view: Some(view),
        url,
    }
}

/// The transfer that a payer whose bank is not here can make alone: of a payment in euro whose link may be paid by SEPA transfers, while
/// somebody may still choose how to pay it, where the client takes such money.
fn transfer(seen: &Seen) -> Option<Transfer> {
    let About::Link(link) = &seen.about else { return None };
    let schemes = &link.filter.payment_scheme;
    let by_sepa = schemes.is_empty() || schemes.iter().any(|scheme| scheme == Scheme::Sepa.as_str());
    let may_be_paid = link.kind == LinkKind::Link && !link.status.is_final() && !seen.is_expired;
    if !by_sepa || !may_be_paid || seen.hides_transfer || seen.whose == Whose::Other {
        return None;
    }
    let transfer = &link.transfer;
    let code = epc::code(&epc::Transfer {
        name: &transfer.creditor_name,
        iban: &transfer.creditor_iban,
        amount_minor: transfer.amount_minor,
        currency: &transfer.currency,
        text: &transfer.remittance_information,
    })
    .ok()?;
    Some(Transfer { code: qr::path(&code.payload)?, name: code.name, text: code.text })
}

/// The page of no link, or of no consent: the same for unknown, malformed and foreign ids.
pub fn nothing(visitor: &Visitor, subject: Subject, default_language: &str) -> Boot {
    let lang = visitor.language(None, default_language);
    Boot {
        kind: kind(subject).to_owned(),
        page: String::new(),
        here: Here::PLAIN,
        view: None,
        banks: Vec::new(),
        bank_count: 0,
        narrow: Narrow::default(),
        choice: Choice::default(),
        errors: Vec::new(),
        form_token: String::new(),
        holder: None,
        look: look("default", lang),
        words: sentences(subject, lang),
        qr: None,
        transfer: None,
        url: String::new(),
    }
}

/// The page's kind, as its root element says it.
const fn kind(subject: Subject) -> &'static str {
    subject.as_str()
}

fn sentences(subject: Subject, lang: &str) -> Vec<String> {
    match subject {
        Subject::Payment => words::sentences(lang),
        Subject::Consent => words::consent_sentences(lang),
    }
}

fn look(template: &str, lang: &str) -> Look {
    Look {
        template: template.to_owned(),
        lang: lang.to_owned(),
        dir: words::language(lang).dir.to_owned(),
        other_langs: words::LANGUAGES
            .iter()
            .filter(|one| one.tag != lang)
            .map(|one| (one.tag.to_owned(), one.name.to_owned()))
            .collect(),
        brand: None,
    }
}

/// The template that is asked for, else the client's, else the standard one.
pub(super) fn template_of(seen: &Seen) -> &str {
    let wished = seen.template();
    if templates::IDS.contains(&wished) { wished } else { "default" }
}

/// The banks on offer in the order of offer: those that most people use, then all others by name. None where nothing can begin:
/// a filter that leaves one bank would tell which bank somebody has.
pub fn offered(pages: &Pages, seen: &Seen, lang: &str) -> Vec<Bank> {
    if !seen.can_begin() {
        return Vec::new();
    }
    let methods = methods(pages, seen, lang);
    let mut banks: Vec<(bool, Bank)> = catalog::connected()
        .filter_map(|provider| Some((!provider.popular, bank(pages, seen, provider, &methods)?)))
        .collect();
    banks.sort_by_cached_key(|(others, bank)| (*others, folded(&bank.name)));
    banks.into_iter().map(|(_, bank)| bank).collect()
}

/// Every method on offer, and whose it is.
fn methods(pages: &Pages, seen: &Seen, lang: &str) -> Vec<(&'static str, Method)> {
    match &seen.about {
        About::Link(link) => {
            let fits = pages.app.fits(link);
            fits.iter().map(|fit| (fit.method.provider_id, of_payment(link, fit, lang))).collect()
        }
        About::Consent(shared) => {
            let fits = pages.app.ais_fits(&shared.consent);
            fits.iter().map(|fit| (fit.method.provider_id, of_consent(&shared.consent, fit, lang))).collect()
        }
    }
}

/// Those that fit a search: at most `most`, the chosen one always among them; and how many there are in all.
pub fn fitting(all: &[Bank], choice: &Choice, most: usize) -> (Vec<Bank>, u32) {
    let mut places = Index::new(all).search(all, &choice.q, |bank| wanted(choice, bank));
    let count = u32::try_from(places.len()).unwrap_or(u32::MAX);
    places.truncate(most);
    let chosen = all.iter().zip(0..).find(|(bank, _)| Some(&bank.provider_id) == choice.provider_id.as_ref());
    if let Some((_, chosen)) = chosen.filter(|(_, chosen)| !places.contains(chosen)) {
        places.truncate(most.saturating_sub(1));
        places.push(chosen);
    }
    (places.into_iter().map(|place| all[place as usize].clone()).collect(), count)
}

fn bank(pages: &Pages, seen: &Seen, provider: &Provider, all: &[(&'static str, Method)]) -> Option<Bank> {
    let of_bank = all.iter().filter(|(provider_id, _)| *provider_id == provider.provider_id);
    let methods: Vec<Method> = of_bank.map(|(_, method)| method.clone()).collect();
    let status = pages.app.provider_status(seen.env(), provider.provider_id);
    let down = (status == ProviderStatus::Down).then_some(Unusable::Down);
    let unusable = down.or_else(|| none_usable(&methods));
    (!methods.is_empty()).then(|| Bank {
        provider_id: provider.provider_id.to_owned(),
        name: provider.name.to_owned(),
        country: provider.country.to_owned(),
        keys: provider.keys.iter().map(|key| (*key).to_owned()).collect(),
        status,
        unusable,
        methods,
    })
}

fn of_payment(link: &LinkRow, fit: &Fit, lang: &str) -> Method {
    let transfer = &link.transfer;
    let limit = fit.method.limits.max_minor;
    Method {
        method_id: fit.method.method_id.to_owned(),
        scheme: fit.method.scheme.as_str().to_owned(),
        remitter: owners(fit.method.remitter_types),
        limit: limit.map(|max| {
            format!("{} {}", words::format_amount(max.unsigned_abs(), &transfer.currency, lang), transfer.currency)
        }),
        inputs: inputs(fit.method.required_inputs, (transfer.debtor_iban.is_some(), transfer.psu_id.is_some())),
        unusable: but_health(fit.unusable),
    }
}

fn of_consent(consent: &ConsentRow, fit: &AisFit, lang: &str) -> Method {
    Method {
        method_id: fit.method.method_id.to_owned(),
        scheme: fit.method.interface_type.as_str().to_owned(),
        remitter: owners(fit.method.account_owner_types),
        limit: Some(words::format_days(fit.method.history_days, lang).text),
        inputs: inputs(fit.method.required_inputs, (consent.debtor_iban.is_some(), consent.psu_id.is_some())),
        unusable: but_health(fit.unusable),
    }
}

fn owners(types: &[RemitterType]) -> Vec<String> {
    types.iter().map(|one| one.as_str().to_owned()).collect()
}

/// What is still to be typed, where the account and the id at the bank are given or not.
fn inputs(needed: &[Input], (has_iban, has_psu_id): (bool, bool)) -> Vec<String> {
    let given = |input: &&Input| match input {
        Input::DebtorIban => has_iban,
        Input::PsuId => has_psu_id,
    };
    needed.iter().filter(|input| !given(input)).map(|input| input.as_str().to_owned()).collect()
}

/// A bank's health is said of the bank: it changes while the page is open.
fn but_health(unusable: Option<Unusable>) -> Option<Unusable> {
    unusable.filter(|why| *why != Unusable::Down)
}
