//! Pages of no link: the front door, legal, accessibility, and the return that fits nothing. No script, one small sheet.

use super::Pages;
use super::document::escape;
use super::policy::{self, Policy};
use super::visitor::Visitor;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use finqlink_webui::words::{self, Desk, Sheet};

const CSS: &str = include_str!("plain.css");

/// Hooks of the return that fits nothing: for all that is known, something is on its way.
const LOST: &str =
    " data-finqlink=\"payment\" data-screen=\"waiting\" data-status=\"\" data-template=\"default\" data-mode=\"html\"";

/// `GET /`.
pub async fn home(State(pages): State<Pages>, visitor: Visitor) -> Response {
    show(&pages, &visitor, "", |desk| desk.home)
}

/// `GET /legal`.
pub async fn legal(State(pages): State<Pages>, visitor: Visitor) -> Response {
    show(&pages, &visitor, "", |desk| desk.legal)
}

/// `GET /accessibility`.
pub async fn accessibility(State(pages): State<Pages>, visitor: Visitor) -> Response {
    show(&pages, &visitor, "", |desk| desk.access)
}

/// A return that fits no attempt we know: never alarming, since the payment may be on its way.
pub fn lost(pages: &Pages, visitor: &Visitor) -> Response {
    show(pages, visitor, LOST, |desk| desk.lost)
}

fn show(pages: &Pages, visitor: &Visitor, hooks: &str, sheet: fn(&Desk) -> Sheet) -> Response {
    let lang = visitor.language(None, &pages.app.settings.language);
    let sheet = sheet(words::desk(lang));
    let say = |text: &str| escape(&text.replace("{firm}", &pages.app.settings.initiator));
    let title = say(sheet.title);
    let paragraphs: String = sheet.texts.iter().map(|text| format!("<p>{}</p>", say(text))).collect();
    let dir = words::language(lang).dir;
    let text = format!(
        "<!doctype html><html lang=\"{lang}\" dir=\"{dir}\"{hooks}><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{title}</title>\
         <meta name=\"color-scheme\" content=\"light dark\"><link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\">\
         <style>{CSS}</style></head><body><main><h1>{title}</h1>{paragraphs}</main></body></html>"
    );
    let mut answer = ([(CONTENT_TYPE, "text/html; charset=utf-8")], text).into_response();
    policy::apply(answer.headers_mut(), Policy { nonce: None, css: CSS, frame_origins: &[] });
    answer
}
