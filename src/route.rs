//! Our pages' addresses: a `Route` from a path and query, and back. What was typed into a field never stands in an address.
//! Never here: the browser's location (that is `effects`), what a screen says.

use protocol::page::{Choice, Question, Remitter};
use std::fmt::Write as _;

/// A page of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// A payment link's page, `/pay/{web_id}`.
    Payment {
        /// The link's id for browsers.
        web_id: String,
        /// What was chosen; `bank`, `method`, `q`, `step` of the query.
        choice: Choice,
        /// `lang` of the query.
        lang: Option<String>,
    },
    /// A consent's page, `/consent/{id}`.
    Consent {
        /// The consent's id for browsers, or its public one.
        id: String,
        /// `lang` of the query.
        lang: Option<String>,
    },
    /// A page of no link.
    Elsewhere,
}

impl Route {
    /// The route of this path and query (without `?`). Total: what is no page of ours is `Elsewhere`.
    pub fn parse(path: &str, query: &str) -> Self {
        let lang = value(query, "lang");
        match path.strip_prefix('/').and_then(|path| path.split_once('/')) {
            Some(("pay", web_id)) if is_id(web_id) => {
                Self::Payment { web_id: web_id.to_owned(), choice: choice(query), lang }
            }
            Some(("consent", id)) if is_id(id) => Self::Consent { id: id.to_owned(), lang },
            _ => Self::Elsewhere,
        }
    }

    /// The path alone: the page that forms, status and events hang under.
    pub fn path(&self) -> String {
        match self {
            Self::Payment { web_id, .. } => format!("/pay/{web_id}"),
            Self::Consent { id, .. } => format!("/consent/{id}"),
            Self::Elsewhere => String::new(),
        }
    }

    /// Path and query.
    pub fn url(&self) -> String {
        let mut url = self.path();
        let mut before = '?';
        let mut add = |name: &str, value: &str| {
            if !value.is_empty() {
                let _ = write!(url, "{before}{name}={}", encode(value));
                before = '&';
            }
        };
        if let Self::Payment { choice, .. } = self {
            add("bank", choice.provider_id.as_deref().unwrap_or_default());
            add("method", choice.method_id.as_deref().unwrap_or_default());
            add("q", &choice.q);
            add("remitter", choice.remitter.map_or("", Remitter::as_str));
            add("country", choice.country.as_deref().unwrap_or_default());
            add("step", step(choice));
        }
        if let Self::Payment { lang, .. } | Self::Consent { lang, .. } = self {
            add("lang", lang.as_deref().unwrap_or_default());
        }
        url
    }
}

/// Ids are opaque, but never hold what would end a path's part.
fn is_id(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

fn step(choice: &Choice) -> &'static str {
    match choice {
        Choice { cancelled: true, .. } => "cancelled",
        Choice { onward: true, .. } => "next",
        Choice { question: Some(question @ (Question::Bank | Question::Method)), .. } => question.as_str(),
        Choice { again: true, provider_id: None, method_id: None, q, .. } if q.is_empty() => "again",
        _ => "",
    }
}

fn choice(query: &str) -> Choice {
    let step = value(query, "step").unwrap_or_default();
    let choice = Choice {
        provider_id: value(query, "bank"),
        method_id: value(query, "method"),
        q: value(query, "q").unwrap_or_default(),
        remitter: value(query, "remitter").as_deref().and_then(Remitter::of),
        country: value(query, "country"),
        question: Question::of(&step),
        onward: step == "next",
        cancelled: step == "cancelled",
        ..Choice::default()
    };
    let chooses = choice.provider_id.is_some() || choice.method_id.is_some() || !choice.q.is_empty();
    Choice { again: chooses || choice.onward || step == "again" || choice.question.is_some(), ..choice }
}

/// The first value of this name; empty ones count as absent.
fn value(query: &str, name: &str) -> Option<String> {
    let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.find(|(key, value)| *key == name && !value.is_empty()).map(|(_, value)| decode(value))
}

fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        match (first, hex.and_then(|hex| u8::from_str_radix(hex, 16).ok())) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            (b'+', _) => {
                bytes.push(b' ');
                rest = after;
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen() -> Choice {
        Choice { provider_id: Some("libra_ro".into()), again: true, ..Choice::default() }
    }

    #[test]
    fn both_ways() {
        let payment = |choice, lang: Option<&str>| Route::Payment {
            web_id: "AbC-_9".into(),
            choice,
            lang: lang.map(str::to_owned),
        };
        let table = [
            (payment(Choice::default(), None), "/pay/AbC-_9"),
            (payment(Choice::default(), Some("ro")), "/pay/AbC-_9?lang=ro"),
            (payment(chosen(), None), "/pay/AbC-_9?bank=libra_ro"),
            (
                payment(Choice { method_id: Some("libra_ro.instant".into()), onward: true, ..chosen() }, Some("en")),
                "/pay/AbC-_9?bank=libra_ro&method=libra_ro.instant&step=next&lang=en",
            ),
            (
                payment(Choice { q: "băn că&=%".into(), again: true, ..Choice::default() }, None),
                "/pay/AbC-_9?q=b%C4%83n%20c%C4%83%26%3D%25",
            ),
            (
                payment(Choice { remitter: Some(Remitter::Corporate), country: Some("DE".into()), ..chosen() }, None),
                "/pay/AbC-_9?bank=libra_ro&remitter=corporate&country=DE",
            ),
            (payment(Choice { cancelled: true, ..Choice::default() }, None), "/pay/AbC-_9?step=cancelled"),
            (payment(Choice { again: true, ..Choice::default() }, None), "/pay/AbC-_9?step=again"),
            (
                payment(Choice { question: Some(Question::Method), ..chosen() }, None),
                "/pay/AbC-_9?bank=libra_ro&step=method",
            ),
            (
                payment(Choice { question: Some(Question::Bank), again: true, ..Choice::default() }, None),
                "/pay/AbC-_9?step=bank",
            ),
            (Route::Consent { id: "x1".into(), lang: None }, "/consent/x1"),
            (Route::Consent { id: "x1".into(), lang: Some("ar".into()) }, "/consent/x1?lang=ar"),
        ];
        for (route, url) in table {
            assert_eq!(route.url(), url);
            let (path, query) = url.split_once('?').unwrap_or((url, ""));
            assert_eq!(Route::parse(path, query), route, "{url}");
        }
    }

    #[test]
    fn what_is_no_page_of_ours() {
        for path in ["", "/", "/pay", "/pay/", "/pay/a/b", "/pay/a.b", "/pay/%2e", "//pay/x", "/callback/libra_ro"] {
            assert_eq!(Route::parse(path, "bank=x"), Route::Elsewhere, "{path}");
        }
    }

    #[test]
    fn strange_queries_are_read_as_well_as_can_be() {
        for (query, bank) in [
            ("bank", None),
            ("bank=", None),
            ("&&bank=a&bank=b", Some("a")),
            ("bank=%", Some("%")),
            ("bank=%zz+x", Some("%zz x")),
            ("bank=%FF", Some("\u{FFFD}")),
        ] {
            assert_eq!(choice(query).provider_id.as_deref(), bank, "{query}");
        }
        assert_eq!(choice("debtor_iban=RO03&psu_id=9"), Choice::default());
    }
}
