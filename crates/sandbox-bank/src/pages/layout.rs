//! The sheet every page is written on: head, header, main, small type, and the headers that guard it.
//! Never here: what a page says.

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::personality::Personality;

const STYLE: &str = include_str!("style.css");

/// A whole page; `main` is HTML whose every foreign word went through [`text`].
pub(super) fn page(bank: &Personality, status: StatusCode, title: &str, main: &str) -> Response {
    let style =
        format!(":root{{--brand-on-light:{};--brand-on-dark:{}}}\n{STYLE}", bank.brand.on_light, bank.brand.on_dark);
    let name = text(bank.name);
    let mark = text(&bank.name.chars().take(1).collect::<String>());
    let title = text(title);
    let html = format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\"><meta name=\"robots\" content=\"noindex\">\
         <link rel=\"icon\" href=\"data:,\">\
         <title>{title} - {name}</title><style>{style}</style></head>\
         <body><header><span class=\"mark\" aria-hidden=\"true\">{mark}</span>\
         <span>{name}</span><span class=\"sandbox\">Sandbox</span></header>\
         <main>{main}</main>\
         <footer><small>A sandbox bank for tests: no real money moves.</small></footer></body></html>"
    );
    (status, guards(&style), html).into_response()
}

/// Nothing but this page's own style may load; nobody may frame a bank.
/// No `form-action`: browsers hold it against the redirect that brings the PSU back to the TPP.
fn guards(style: &str) -> [(HeaderName, HeaderValue); 6] {
    let hash = STANDARD.encode(Sha256::digest(style.as_bytes()));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{hash}'; img-src data:; base-uri 'none'; frame-ancestors 'none'"
    );
    let policy = HeaderValue::from_str(&policy).unwrap_or_else(|_| HeaderValue::from_static("default-src 'none'"));
    [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    ]
}

/// 303, never cached, and without telling the next page where the PSU comes from.
pub(crate) fn see_other(address: &str) -> Response {
    let Ok(location) = HeaderValue::from_str(address) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    (
        StatusCode::SEE_OTHER,
        [
            (header::LOCATION, location),
            (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
            (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
        ],
    )
        .into_response()
}

/// Text as HTML text or as the value of a quoted attribute.
pub(super) fn text(raw: &str) -> String {
    let mut safe = String::with_capacity(raw.len());
    for one in raw.chars() {
        match one {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

/// An IBAN in groups of four.
pub(super) fn iban(raw: &str) -> String {
    let characters: Vec<char> = raw.chars().collect();
    characters.chunks(4).map(|group| text(&group.iter().collect::<String>())).collect::<Vec<_>>().join(" ")
}
