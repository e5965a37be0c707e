//! Who looks at a page: its secret for this link, its language, what a bank wants to know of its browser.

use super::cookies::{self, HOLDER, LANG};
use super::{Pages, here};
use axum::extract::{ConnectInfo, FromRequestParts, Query};
use axum::http::header::{ACCEPT_LANGUAGE, USER_AGENT};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use connectors::berlin_group::Psu;
use finqlink_webui::words;
use protocol::page::Here;
use serde::Deserialize;
use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};

/// What a page's address can say.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Language.
    pub lang: Option<String>,
    /// Chosen bank.
    pub bank: Option<String>,
    /// Chosen method.
    pub method: Option<String>,
    /// Search.
    pub q: Option<String>,
    /// Banks for these accounts only.
    pub remitter: Option<String>,
    /// Banks of this country only.
    pub country: Option<String>,
    /// Of the banks: `health` only.
    pub only: Option<String>,
    /// `next`, `cancelled`, `again`, `kept`, `theirs`: see `boot`.
    pub step: Option<String>,
    /// In a frame: the secret that binds attempts to this browser.
    pub holder: Option<String>,
    /// How a merchant's page shows this one: `modal`, `inline`, `redirect`.
    pub embed: Option<String>,
    /// Long-poll: the newest seq known.
    pub after: Option<u64>,
    /// Long-poll: seconds, at most 25.
    pub wait: Option<u64>,
}

/// The browser behind a call.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// The address' query.
    pub asked: Asked,
    /// Secret that binds attempts to this browser.
    pub holder: Option<String>,
    /// It came by hand, from a page of ours in a frame, where no cookie comes.
    pub carries: bool,
    /// Secrets of consents that this browser agreed to by their own ids: each may be this page's.
    pub sharers: Vec<String>,
    /// Only the head of the answer is asked for.
    pub wants_head: bool,
    /// All headers.
    pub headers: HeaderMap,
    /// Address of the caller, when known.
    pub ip: Option<IpAddr>,
}

impl FromRequestParts<Pages> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &Pages) -> Result<Self, Infallible> {
        // An address with a query that cannot be read is an address without a query.
        let asked: Asked = Query::try_from_uri(&parts.uri).map(|Query(asked)| asked).unwrap_or_default();
        // Nobody else's link makes a browser known by a secret that somebody else knows.
        let is_ours = parts.headers.get("sec-fetch-site").is_some_and(|site| site == "same-origin");
        let carried = asked.holder.clone().filter(|holder| is_ours && cookies::is_token(holder));
        Ok(Self {
            asked,
            carries: carried.is_some(),
            holder: carried.or_else(|| cookies::read(&parts.headers, HOLDER)),
            sharers: cookies::sharers(&parts.headers),
            wants_head: parts.method == Method::HEAD,
            ip: parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip()),
            headers: parts.headers.clone(),
        })
    }
}

impl Visitor {
    /// Takes the secret that a form of ours carried.
    pub fn carry(&mut self, holder: &str) {
        if cookies::is_token(holder) {
            (self.holder, self.carries) = (Some(holder.to_owned()), true);
        }
    }

    /// An address of ours for this browser: where its cookies do not come, it carries what they would.
    pub fn led_to(&self, path: &str, query: &str) -> String {
        let mark = if query.is_empty() { "?" } else { "&" };
        let carried = self.holder.as_deref().filter(|_| self.carries);
        let carried = carried.map(|holder| format!("{mark}holder={holder}")).unwrap_or_default();
        [path, query, &carried].concat()
    }

    /// The page's language: the address says, else this browser's last choice, else the link, else the browser's wish.
    pub fn language(&self, of_link: Option<&str>, default: &str) -> &'static str {
        let cookie = cookies::read(&self.headers, LANG);
        let wishes = self.headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or("");
        let wished = wishes.split(',').map(|one| one.split(';').next().unwrap_or("").trim());
        [self.asked.lang.as_deref(), cookie.as_deref(), of_link]
            .into_iter()
            .flatten()
            .chain(wished)
            .chain([default])
            .find_map(known_language)
            .unwrap_or("en")
    }

    /// Where the page is shown, as far as the browser tells.
    pub fn here(&self) -> Here {
        here::here(&self.headers, self.asked.embed.as_deref())
    }

    /// The browser, as banks ask for it.
    pub fn psu(&self) -> Psu {
        let text = |name| self.headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        Psu { id: None, ip: self.ip, user_agent: text(USER_AGENT), accept_language: text(ACCEPT_LANGUAGE) }
    }

    /// Whether a person opens the page now: a navigation, and no prefetch.
    pub fn navigates(&self) -> bool {
        let is = |name: &str, word: &str| {
            self.headers.get(name).and_then(|value| value.to_str().ok()).is_some_and(|value| value.contains(word))
        };
        is("sec-fetch-mode", "navigate") && !self.is_prefetch()
    }

    /// Whether nobody looks: a machine fetches ahead, or asks for the head only. Then nothing changes.
    pub fn is_prefetch(&self) -> bool {
        let is = |name: &str| {
            self.headers
                .get(name)
                .and_then(|value| value.to_str().ok())
                .is_some_and(|value| value.contains("prefetch") || value.contains("prerender"))
        };
        self.wants_head || is("sec-purpose") || is("purpose") || is("x-moz")
    }

    /// Whether a page of another site led here.
    pub fn comes_from_elsewhere(&self) -> bool {
        self.headers.get("sec-fetch-site").is_some_and(|site| site == "cross-site")
    }

    /// Whether the app asks, rather than a form.
    pub fn wants_json(&self) -> bool {
        let accept = self.headers.get(axum::http::header::ACCEPT).and_then(|value| value.to_str().ok());
        accept.is_some_and(|accept| accept.starts_with("application/json"))
    }
}

fn known_language(tag: &str) -> Option<&'static str> {
    let base = tag.split('-').next().unwrap_or("").to_ascii_lowercase();
    words::TAGS.iter().copied().find(|known| *known == base)
}
