//! The first view: what the page is told, which banks it offers, what was chosen by the address.

use super::brand;
use super::view::view;
use super::visitor::{Asked, Visitor};
use super::{Pages, proof};
use crate::app::offers::Fit;
use crate::app::seen::Seen;
use connectors::catalog::{self, Provider};
use finqlink_webui::{qr, templates, words};
use flow::banks::{narrow, none_usable};
use flow::journey::wanted;
use flow::search::{Index, folded};
use protocol::page::{Bank, Boot, Choice, FieldError, Look, Method, Narrow, Question, Remitter, Unusable, Whose};
use protocol::{ProviderStatus, Screen};

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

/// The first view of a link.
pub fn boot(pages: &Pages, seen: &Seen, visitor: &Visitor, mut choice: Choice, errors: Vec<FieldError>) -> Boot {
    choice.question =
        templates::asks_one_by_one(template_of(seen)).then(|| choice.question.unwrap_or(Question::Details));
    let settings = &pages.app.settings;
    let lang = visitor.language(seen.language(), &settings.language);
    let view = view(pages, seen, lang, &choice);
    let asks =
        matches!(view.screen, Screen::Select | Screen::Inputs | Screen::Review | Screen::Problem | Screen::Result);
    // Another browser's attempt: its bank is no business of this one.
    let all = if seen.whose == Whose::Other { Vec::new() } else { offered(pages, seen, lang) };
    let narrow = narrow(&all, |country| words::country(country).to_owned());
    let (banks, bank_count) = if asks { fitting(&all, &choice, FIRST_BANKS) } else { (Vec::new(), 0) };
    let url = pages.app.page_url(&seen.link.web_id);
    Boot {
        kind: "payment".to_owned(),
        page: format!("/pay/{}", seen.link.web_id),
        banks,
        bank_count,
        narrow,
        choice,
        errors,
        form_token: proof::form_token(&pages.app.keys, &seen.link.web_id, seen.attempts),
        look: Look { brand: brand::told(&seen.brand), ..look(template_of(seen), lang) },
        words: words::sentences(lang),
        qr: matches!(view.screen, Screen::Select | Screen::Inputs | Screen::Review | Screen::Handoff)
            .then(|| qr::path(&url))
            .flatten(),
        view: Some(view),
        url,
    }
}

/// The page of no link: the same for unknown, malformed and foreign ids.
pub fn nothing(visitor: &Visitor, default_language: &str) -> Boot {
    let lang = visitor.language(None, default_language);
    Boot {
        kind: "payment".to_owned(),
        page: String::new(),
        view: None,
        banks: Vec::new(),
        bank_count: 0,
        narrow: Narrow::default(),
        choice: Choice::default(),
        errors: Vec::new(),
        form_token: String::new(),
        look: look("default", lang),
        words: words::sentences(lang),
        qr: None,
        url: String::new(),
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

/// The link's template, else its client's, else the standard one.
fn template_of(seen: &Seen) -> &str {
    let wished = seen.template();
    if templates::IDS.contains(&wished) { wished } else { "default" }
}

/// The banks of this payment in the order of offer: those that most people use, then all others by name.
pub fn offered(pages: &Pages, seen: &Seen, lang: &str) -> Vec<Bank> {
    let fits = pages.app.offered(seen);
    let mut banks: Vec<(bool, Bank)> = catalog::connected()
        .filter_map(|provider| Some((!provider.popular, bank(pages, seen, provider, &fits, lang)?)))
        .collect();
    banks.sort_by_cached_key(|(others, bank)| (*others, folded(&bank.name)));
    banks.into_iter().map(|(_, bank)| bank).collect()
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

fn bank(pages: &Pages, seen: &Seen, provider: &Provider, fits: &[Fit], lang: &str) -> Option<Bank> {
    let methods: Vec<Method> = fits
        .iter()
        .filter(|fit| fit.method.provider_id == provider.provider_id)
        .map(|fit| method(seen, fit, lang))
        .collect();
    let status = pages.app.provider_status(&seen.link.env, provider.provider_id);
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

fn method(seen: &Seen, fit: &Fit, lang: &str) -> Method {
    let transfer = &seen.link.transfer;
    let given = |input: &str| match input {
        "debtor_iban" => transfer.debtor_iban.is_some(),
        "psu_id" => transfer.psu_id.is_some(),
        _ => false,
    };
    let limit = fit.method.limits.max_minor;
    Method {
        method_id: fit.method.method_id.to_owned(),
        scheme: fit.method.scheme.as_str().to_owned(),
        remitter: fit.method.remitter_types.iter().map(|one| one.as_str().to_owned()).collect(),
        limit: limit.map(|max| {
            format!("{} {}", words::format_amount(max.unsigned_abs(), &transfer.currency, lang), transfer.currency)
        }),
        inputs: fit
            .method
            .required_inputs
            .iter()
            .map(|one| one.as_str())
            .filter(|one| !given(one))
            .map(str::to_owned)
            .collect(),
        // A bank's health is said of the bank: it changes while the page is open.
        unusable: fit.unusable.filter(|why| *why != Unusable::Down),
    }
}
