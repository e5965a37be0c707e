//! The HTML document around what the WebUI renders.

use super::policy::{self, Kind, Policy};
use super::{Pages, boot};
use crate::app::Subject;
use crate::doors::secrets;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use finqlink_webui::ssr::{self, Rendered};
use protocol::page::{Boot, Place};
use protocol::{PageStatus, Screen};

/// The script that starts the app, and stands in for it when it cannot start.
const STARTER: &str = include_str!("../../../../public/starter.js");

/// The script that tells a merchant's page, or an app, what becomes of what is shown in its frame.
const MESSENGER: &str = include_str!("../../../../public/frame.js");

/// The page of `boot`.
pub fn page(pages: &Pages, boot: &Boot, frame_origins: &[String]) -> Response {
    let rendered = ssr::render(boot);
    let nonce = secrets::new_token();
    let head = Head {
        scripts: Some(scripts(pages, boot, frame_origins, &nonce)),
        refreshes: refreshes(boot),
        rendered: &rendered,
    };
    let mut answer = html(StatusCode::OK, &document(&head));
    policy::apply(
        answer.headers_mut(),
        Policy { nonce: Some(&nonce), css: &rendered.css, frame_origins, kind: Kind::Page },
    );
    answer
}

/// The neutral page of no link, and of no consent: the same bytes whatever was asked, so it runs no script.
pub fn not_found(pages: &Pages, visitor: &super::visitor::Visitor, subject: Subject) -> Response {
    let rendered = ssr::render(&boot::nothing(visitor, subject, &pages.app.settings.language));
    let mut answer =
        html(StatusCode::NOT_FOUND, &document(&Head { scripts: None, refreshes: false, rendered: &rendered }));
    policy::apply(answer.headers_mut(), Policy { css: &rendered.css, ..Policy::default() });
    answer
}

fn html(status: StatusCode, text: &str) -> Response {
    (status, [(CONTENT_TYPE, "text/html; charset=utf-8")], text.to_owned()).into_response()
}

/// Without script the page asks again by itself while something is on its way. A consent that stands is at rest: it may still
/// change, but nobody reads a page that closes its disclosures every few seconds.
fn refreshes(boot: &Boot) -> bool {
    boot.view.as_ref().is_some_and(|view| {
        let rests = matches!(view.status, PageStatus::Active | PageStatus::Suspended);
        // The bank opens beside this page, or in an app: it may have been gone to although the page stands.
        let leads_out =
            boot.here.place != Place::Tab || view.attempt.as_ref().is_some_and(|one| one.app_link.is_some());
        view.screen == Screen::Waiting
            || (view.screen == Screen::Handoff && leads_out)
            || (view.screen == Screen::Result && !view.is_final && !rests && !boot.choice.cancelled)
    })
}

fn scripts(pages: &Pages, boot: &Boot, frame_origins: &[String], nonce: &str) -> String {
    // `<` is written as an escape, so that no text of a stranger can end the element.
    let json = serde_json::to_string(boot).unwrap_or_default().replace('<', "\\u003c");
    let origins = escape(&frame_origins.join(" "));
    let always = format!(
        "<script type=\"application/json\" id=\"boot\">{json}</script>\
         <script nonce=\"{nonce}\" data-origins=\"{origins}\">{MESSENGER}</script>"
    );
    let Some(app) = pages.assets.app() else { return always };
    let (js, wasm, sha256) = (&app.js, &app.wasm, &app.wasm_sha256);
    format!(
        "<link rel=\"modulepreload\" href=\"{js}\" nonce=\"{nonce}\">\
         <link rel=\"preload\" href=\"{wasm}\" as=\"fetch\" type=\"application/wasm\" crossorigin>{always}\
         <script nonce=\"{nonce}\" data-js=\"{js}\" data-wasm=\"{wasm}\" data-sha256=\"{sha256}\">{STARTER}</script>"
    )
}

struct Head<'a> {
    scripts: Option<String>,
    refreshes: bool,
    rendered: &'a Rendered,
}

fn document(head: &Head<'_>) -> String {
    let Rendered { body, title, css, root } = head.rendered;
    let root: String = root.iter().map(|(name, value)| format!(" {name}=\"{}\"", escape(value))).collect();
    let refresh = if head.refreshes { "<noscript><meta http-equiv=\"refresh\" content=\"4\"></noscript>" } else { "" };
    format!(
        "<!doctype html><html{root}><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1, viewport-fit=cover\">\
         <title>{}</title><meta name=\"robots\" content=\"noindex\"><meta name=\"color-scheme\" content=\"light dark\">\
         <link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\">\
         <style>{css}</style>{refresh}{}</head><body>{body}</body></html>",
        escape(title),
        head.scripts.as_deref().unwrap_or(""),
    )
}

/// A page that needs nothing else, and does nothing: no script, no form, no address.
pub(super) fn alone(rendered: &Rendered) -> String {
    let Rendered { body, title, css, root } = rendered;
    let root: String = root.iter().map(|(name, value)| format!(" {name}=\"{}\"", escape(value))).collect();
    let style = policy::style_hash(css);
    format!(
        "<!doctype html><html{root}><head><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" \
         content=\"default-src 'none'; style-src {style}; form-action 'none'\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{}</title>\
         <meta name=\"color-scheme\" content=\"light dark\"><style>{css}</style></head><body>{body}</body></html>",
        escape(title)
    )
}

/// Text for an element or an attribute.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
