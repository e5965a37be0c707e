//! `/gallery`: every template × every screen × scheme × width × language × direction, from fixtures. A designer's tool, in
//! English. Opening it calls nothing and pays nothing: no page of it asks the use cases for more than a setting.
//! Never here: what hangs in it (`finqlink_webui::gallery`).

mod designer;
mod walls;

use super::document::escape;
use super::plain::Paper;
use super::policy::{self, Kind, Policy};
use axum::extract::{Path, Query};
use axum::http::header::CONTENT_TYPE;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use finqlink_webui::gallery::{self, Choice, Exhibit, Listed as _, Scheme};
use finqlink_webui::template::Template;
use finqlink_webui::templates;
use std::collections::BTreeMap;
use url::form_urlencoded;

const CSS: &str = concat!(include_str!("../paper.css"), include_str!("gallery.css"));
/// Adds buttons that copy; all else works without it.
const SCRIPT: &str = include_str!("../reference.js");

/// What an address asks of the gallery.
struct Asked {
    words: BTreeMap<String, String>,
    choice: Choice,
}

impl Asked {
    fn of(uri: &Uri) -> Self {
        // An address with a query that cannot be read is an address without a query.
        let words = Query::try_from_uri(uri).map(|Query(words)| words).unwrap_or_default();
        let choice = Choice::read(|name| BTreeMap::get(&words, name).map(String::as_str));
        Self { words, choice }
    }

    fn word(&self, name: &str) -> Option<&str> {
        self.words.get(name).map(String::as_str)
    }
}

/// `GET /gallery`: the window; with `?screen=` that one in all templates, side by side.
pub async fn window(uri: Uri) -> Response {
    let asked = Asked::of(&uri);
    let house = walls::every_room();
    match asked.word("screen").filter(|screen| house.iter().any(|room| room.names.contains(screen))) {
        Some(screen) => wall(screen, walls::compare(&asked.choice, &house, screen)),
        None => wall("Gallery", walls::window(&asked.choice, &house)),
    }
}

/// `GET /gallery/{template}`: all screens of a template.
pub async fn template(Path(id): Path<String>, uri: Uri) -> Response {
    let Some(template) = known(&id) else { return nothing() };
    wall(template.title, walls::template(template, &Asked::of(&uri).choice))
}

/// `GET /gallery/{template}/tokens`: what a designer turns.
pub async fn tokens(Path(id): Path<String>, uri: Uri) -> Response {
    let Some(template) = known(&id) else { return nothing() };
    let page = designer::page(template, &Asked::of(&uri).choice);
    let css = [CSS, &page.css].concat();
    let title = format!("{}: tokens", template.title);
    let script = Some(SCRIPT);
    Paper { lang: "en", title: &title, css: &css, hooks: "", body: page.body, script, kind: Kind::Wall }.answer()
}

/// `GET /gallery/{template}/{screen}`: one screen, as it is.
pub async fn exhibit(Path((id, screen)): Path<(String, String)>, uri: Uri) -> Response {
    let asked = Asked::of(&uri);
    let scheme = Scheme::of(asked.word("scheme"));
    let shown = known(&id).and_then(|template| gallery::exhibit(template.id, &screen, &asked.choice, scheme));
    shown.map_or_else(nothing, |shown| behind_glass(&shown, scheme))
}

fn known(id: &str) -> Option<&'static Template> {
    templates::ALL.iter().find(|template| template.id == id)
}

fn nothing() -> Response {
    (StatusCode::NOT_FOUND, "There is no such page.\n").into_response()
}

fn wall(title: &str, body: String) -> Response {
    Paper { lang: "en", title, css: CSS, hooks: "", body, script: None, kind: Kind::Wall }.answer()
}

fn behind_glass(shown: &Exhibit, scheme: Scheme) -> Response {
    let Exhibit { body, title, css, root } = shown;
    let root: String = root.iter().map(|(name, value)| format!(" {name}=\"{}\"", escape(value))).collect();
    let text = format!(
        "<!doctype html><html{root}><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1, viewport-fit=cover\">\
         <title>{}</title><meta name=\"robots\" content=\"noindex\"><meta name=\"color-scheme\" content=\"{}\">\
         <link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\"><style>{css}</style></head><body>{body}</body></html>",
        escape(title),
        scheme.word(),
    );
    let mut answer = ([(CONTENT_TYPE, "text/html; charset=utf-8")], text).into_response();
    policy::apply(answer.headers_mut(), Policy { css, kind: Kind::Exhibit, ..Policy::default() });
    answer
}

/// An address of the gallery with these words behind it, ready for an attribute.
fn address(path: &[&str], words: &[(&str, &str)]) -> String {
    let mut address = path.iter().fold("/gallery".to_owned(), |address, part| [&address, "/", part].concat());
    if !words.is_empty() {
        address.push('?');
        address.push_str(&form_urlencoded::Serializer::new(String::new()).extend_pairs(words).finish());
    }
    escape(&address)
}
