//! Pages of no link: the front door, legal, accessibility, and the return that fits nothing. No script, one small sheet.
//! Also the paper that other pages of no link are written on. Never here: what those pages say.

use super::Pages;
use super::document::escape;
use super::page::{failed, see};
use super::policy::{self, Kind, Policy};
use super::visitor::Visitor;
use crate::app::brands::BrandRow;
use crate::app::seen::PageId;
use axum::Extension;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use finqlink_webui::words::{self, Desk, Sheet};

const CSS: &str = include_str!("plain.css");

/// Hooks of the return that fits nothing: for all that is known, something is on its way.
const LOST: &str =
    " data-finqlink=\"payment\" data-screen=\"waiting\" data-status=\"\" data-template=\"default\" data-mode=\"html\"";

/// A page of no link, before it is written out.
pub(super) struct Paper<'a> {
    /// Language of what it says.
    pub lang: &'a str,
    /// Of the tab.
    pub title: &'a str,
    /// The one sheet of styles.
    pub css: &'a str,
    /// Attributes of the root, with a space before each.
    pub hooks: &'a str,
    /// The body: HTML.
    pub body: String,
    /// A script of ours.
    pub script: Option<&'a str>,
    /// What the policy takes it for.
    pub kind: Kind,
}

impl Paper<'_> {
    /// The page under the policy of all pages.
    pub(super) fn answer(self) -> Response {
        let Paper { lang, title, css, hooks, body, script, kind } = self;
        let (dir, title) = (words::language(lang).dir, escape(title));
        let nonce = script.map(|_| crate::doors::secrets::new_token());
        let script = script.zip(nonce.as_deref());
        let script =
            script.map(|(text, nonce)| format!("<script nonce=\"{nonce}\">{text}</script>")).unwrap_or_default();
        let text = format!(
            "<!doctype html><html lang=\"{lang}\" dir=\"{dir}\"{hooks}><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{title}</title>\
             <meta name=\"color-scheme\" content=\"light dark\"><link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\">\
             <style>{css}</style></head><body>{body}{script}</body></html>"
        );
        let mut answer = ([(CONTENT_TYPE, "text/html; charset=utf-8")], text).into_response();
        policy::apply(answer.headers_mut(), Policy { nonce: nonce.as_deref(), css, kind, ..Policy::default() });
        answer
    }
}

/// `GET /`.
pub async fn home(State(pages): State<Pages>, visitor: Visitor) -> Response {
    let lang = visitor.language(None, &pages.app.settings.language);
    let desk = words::desk(lang);
    let links = [
        ("/providers", desk.to_providers),
        ("/docs", desk.to_reference),
        ("/legal", desk.legal.title),
        ("/accessibility", desk.access.title),
    ];
    let links: String =
        links.iter().map(|(to, says)| format!("<li><a href=\"{to}\">{}</a></li>", escape(says))).collect();
    show(&pages, lang, "", desk.home, &format!("<nav><ul>{links}</ul></nav>"))
}

/// `GET /legal`.
pub async fn legal(State(pages): State<Pages>, visitor: Visitor) -> Response {
    alone(&pages, &visitor, "", |desk| desk.legal)
}

/// `GET {page}/legal`: the same, and what the client adds.
pub async fn legal_of(State(pages): State<Pages>, Extension(page): Extension<PageId>, visitor: Visitor) -> Response {
    let seen = match see(&pages, &page, &visitor, false).await {
        Ok(seen) => seen,
        Err(fault) => return failed(&pages, &visitor, page.subject, fault),
    };
    let lang = visitor.language(seen.language(), &pages.app.settings.language);
    let BrandRow { name, legal_text, legal_links, .. } = &seen.brand;
    // A stranger's words: as text, apart in direction, with hidden signs made visible.
    let theirs = |text: &str| format!("<bdi>{}</bdi>", escape(&words::unmasked_text(text)));
    let name = if name.is_empty() { seen.asker() } else { name };
    let links: String = legal_links
        .iter()
        .map(|(label, to)| {
            format!("<li><a href=\"{}\" rel=\"noopener noreferrer\">{}</a></li>", escape(to), theirs(label))
        })
        .collect();
    let of_client = format!("<h2>{}</h2><p>{}</p><nav><ul>{links}</ul></nav>", theirs(name), theirs(legal_text));
    let more = if legal_text.is_empty() && links.is_empty() { "" } else { &of_client };
    show(&pages, lang, "", words::desk(lang).legal, more)
}

/// `GET /accessibility`.
pub async fn accessibility(State(pages): State<Pages>, visitor: Visitor) -> Response {
    alone(&pages, &visitor, "", |desk| desk.access)
}

/// A return that fits no attempt we know: never alarming, since the payment may be on its way.
pub fn lost(pages: &Pages, visitor: &Visitor) -> Response {
    alone(pages, visitor, LOST, |desk| desk.lost)
}

fn alone(pages: &Pages, visitor: &Visitor, hooks: &str, sheet: fn(&Desk) -> Sheet) -> Response {
    let lang = visitor.language(None, &pages.app.settings.language);
    show(pages, lang, hooks, sheet(words::desk(lang)), "")
}

fn show(pages: &Pages, lang: &str, hooks: &str, sheet: Sheet, more: &str) -> Response {
    let say = |text: &str| text.replace("{firm}", &pages.app.settings.initiator);
    let paragraphs: String = sheet.texts.iter().map(|text| format!("<p>{}</p>", escape(&say(text)))).collect();
    let title = say(sheet.title);
    let body = format!("<main><h1>{}</h1>{paragraphs}{more}</main>", escape(&title));
    Paper { lang, title: &title, css: CSS, hooks, body, script: None, kind: Kind::Page }.answer()
}
