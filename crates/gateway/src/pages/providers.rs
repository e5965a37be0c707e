//! `GET /providers`: the banks for people, each with its health as it is now, the ways to pay and to share
//! account data, their limits and what they need.
//! Never here: which banks there are, how health is measured.

use super::Pages;
use super::document::escape;
use super::plain::Paper;
use super::policy::Kind;
use super::visitor::Visitor;
use crate::app::offers::{Offer, OfferedAisMethod, OfferedMethod};
use axum::extract::State;
use axum::response::Response;
use finqlink_webui::words::{self, Key, Shelf};
use protocol::ProviderStatus;

const CSS: &str = concat!(include_str!("paper.css"), include_str!("providers.css"));

/// The page.
pub async fn show(State(pages): State<Pages>, visitor: Visitor) -> Response {
    let settings = &pages.app.settings;
    let lang = visitor.language(None, &settings.language);
    let says = words::shelf(lang);
    let now = pages.app.now_ms();
    let time = words::format_moment(now, now, &settings.time_zone, lang).clock;
    let doors = [("prod", says.real), ("sandbox", says.test)];
    let lists: String = doors.iter().map(|(door, heading)| list(&pages.app.providers(door), heading, lang)).collect();
    let langs: String = words::LANGUAGES
        .iter()
        .filter(|other| other.tag != lang)
        .map(|other| {
            format!(
                "<li><a href=\"?lang={0}\" hreflang=\"{0}\" lang=\"{0}\">{1}</a></li>",
                other.tag,
                escape(other.name)
            )
        })
        .collect();
    let body = format!(
        "<main><h1>{}</h1><p class=\"lead\">{}</p><p class=\"quiet\">{} <a class=\"again\" href=\"/providers?lang={lang}\">{}</a></p>{lists}\
         <ul class=\"langs\">{langs}<li><a href=\"/docs\">{}</a></li></ul></main>",
        escape(says.title),
        escape(says.lead),
        escape(&says.as_of.replace("{time}", &time)),
        escape(says.again),
        escape(words::desk(lang).to_reference),
    );
    Paper { lang, title: says.title, css: CSS, hooks: "", body, script: None, kind: Kind::Page }.answer()
}

fn list(offers: &[Offer], heading: &str, lang: &str) -> String {
    if offers.is_empty() {
        return String::new();
    }
    let banks: String = offers.iter().map(|offer| bank(offer, lang)).collect();
    format!("<h2 class=\"env\">{}</h2><ul class=\"banks\">{banks}</ul>", escape(heading))
}

fn bank(offer: &Offer, lang: &str) -> String {
    let says = words::shelf(lang);
    let (status, health) = match offer.status {
        ProviderStatus::Up => ("up", says.up),
        ProviderStatus::Degraded => ("degraded", says.degraded),
        ProviderStatus::Down => ("down", says.down),
    };
    let bic = offer.bic.map(|bic| format!("BIC {bic} · ")).unwrap_or_default();
    let methods: String = offer.methods.iter().map(|one| method(one, lang)).collect();
    format!(
        "<li class=\"bank\" id=\"{id}\"><div class=\"head\"><img src=\"/marks/{id}.svg\" alt=\"\" width=\"40\" height=\"40\">\
         <div class=\"names\"><h3>{name}</h3><p class=\"quiet\">{bic}<code>{id}</code></p></div>\
         <p class=\"health\" data-status=\"{status}\">{}</p></div><ul class=\"methods\">{methods}</ul>{shares}</li>",
        escape(health),
        shares = shares(&offer.ais_methods, lang),
        id = offer.provider_id,
        name = escape(offer.name),
    )
}

fn method(method: &OfferedMethod, lang: &str) -> String {
    let says = words::shelf(lang);
    let currency = method.currencies.join(", ");
    let written = |amount: &str| amount_text(amount, &currency, lang);
    let limit = match (method.min.as_deref(), method.max.as_deref()) {
        (None, None) => says.any_amount.to_owned(),
        (None, Some(max)) => says.up_to.replace("{max}", &written(max)),
        (Some(min), None) => says.from.replace("{min}", &written(min)),
        (Some(min), Some(max)) => says.between.replace("{min}", &written(min)).replace("{max}", &written(max)),
    };
    let facts = [
        (says.account, joined(method.remitter_types.iter().map(|word| remitter(word, lang)))),
        (says.way, way(method.scheme, lang)),
        (says.currency, currency.clone()),
        (says.amount, limit),
        (says.needs, needs(&method.required_inputs, says.needs_iban, says)),
    ];
    card(method.method_id, &facts)
}

/// The ways to share account data, under a heading of their own; nothing where a bank has none.
fn shares(methods: &[OfferedAisMethod], lang: &str) -> String {
    if methods.is_empty() {
        return String::new();
    }
    let says = words::shelf(lang);
    let each = |method: &OfferedAisMethod| {
        let history = words::format_days(method.history_days, lang).text;
        let facts = [
            (says.account, joined(method.owner_types.iter().map(|word| remitter(word, lang)))),
            (says.history, says.history_days.replace("{days}", &history)),
            (says.needs, needs(&method.required_inputs, says.needs_own_iban, says)),
        ];
        card(method.method_id, &facts)
    };
    let all: String = methods.iter().map(each).collect();
    format!("<h4>{}</h4><ul class=\"methods\">{all}</ul>", escape(says.shares))
}

fn card(method_id: &str, facts: &[(&str, String)]) -> String {
    let facts: String =
        facts.iter().map(|(label, value)| format!("<dt>{}</dt><dd>{}</dd>", escape(label), escape(value))).collect();
    format!("<li class=\"method\"><code>{method_id}</code><dl>{facts}</dl></li>")
}

/// An amount of the API as people write it.
fn amount_text(amount: &str, currency: &str, lang: &str) -> String {
    let minor = connectors::amount::parse_bank(amount, currency).and_then(|minor| u64::try_from(minor).ok());
    let text = minor.map_or_else(|| amount.to_owned(), |minor| words::format_amount(minor, currency, lang));
    format!("{text} {currency}")
}

fn way(scheme: &str, lang: &str) -> String {
    let key = match scheme {
        "instant" => Key::Instant,
        "domestic" => Key::Domestic,
        "sepa" => Key::Sepa,
        _ => Key::OtherScheme,
    };
    words::say(lang, key, &[])
}

fn remitter(word: &str, lang: &str) -> String {
    match word {
        "corporate" => words::say(lang, Key::Corporate, &[]),
        _ => words::say(lang, Key::Retail, &[]),
    }
}

fn needs(inputs: &[&str], iban: &str, says: &Shelf) -> String {
    if inputs.is_empty() {
        return says.needs_nothing.to_owned();
    }
    joined(inputs.iter().map(|name| match *name {
        "debtor_iban" => iban.to_owned(),
        "psu_id" => says.needs_psu_id.to_owned(),
        other => other.to_owned(),
    }))
}

fn joined(words: impl Iterator<Item = String>) -> String {
    words.collect::<Vec<_>>().join(", ")
}
