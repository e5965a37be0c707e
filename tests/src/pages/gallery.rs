//! The gallery: every template hangs in it, opening it changes nothing anywhere, and it is not there where it is not wanted.

use crate::house::html::{Html, Tag};
use crate::house::payer::{Answer, Payer};
use crate::house::{House, Plan};
use finqlink_webui::templates;
use std::collections::BTreeSet;

/// All addresses on a page that a browser could be led to, or would fetch.
fn ways(html: &Html) -> impl Iterator<Item = (&Tag, &str)> {
    const NAMED: [&str; 8] = ["href", "src", "action", "formaction", "data", "poster", "srcset", "ping"];
    html.tags.iter().flat_map(|tag| NAMED.iter().filter_map(move |name| Some((tag, tag.get(name)?))))
}

fn frames(html: &Html) -> Vec<String> {
    let frames = html.tags.iter().filter(|tag| tag.name == "iframe");
    frames.map(|tag| tag.get("src").unwrap().to_owned()).collect()
}

/// A wall leads to walls and to what hangs there, and to nothing else.
fn check_wall(answer: &Answer) {
    let (url, html) = (&answer.url, answer.html());
    assert_eq!(answer.status, 200, "{url}");
    for (tag, to) in ways(&html) {
        let inside = to == "/gallery" || to.starts_with("/gallery/") || to.starts_with("/gallery?");
        assert!(inside || to.starts_with('#') || to == "/favicon.svg", "{url}: {tag:?}");
        assert!(tag.get("method").is_none_or(|method| method == "get"), "{url}: {tag:?}");
    }
    let policy = answer.header("content-security-policy");
    assert!(policy.contains("frame-src 'self'; ") && policy.contains("frame-ancestors 'none'"), "{url}: {policy}");
    assert_eq!(html.tags.iter().filter(|tag| tag.name == "main").count(), 1, "{url}");
}

/// What hangs there leads nowhere.
fn check_exhibit(answer: &Answer) {
    let (url, html) = (&answer.url, answer.html());
    assert_eq!(answer.status, 200, "{url}");
    for (tag, to) in ways(&html) {
        let inside = tag.name == "img" && to.starts_with("data:");
        assert!(inside || to.starts_with('#') || to == "/favicon.svg", "{url}: {tag:?}");
    }
    for tag in &html.tags {
        assert!(!matches!(tag.name.as_str(), "script" | "iframe" | "object" | "embed" | "base"), "{url}: {tag:?}");
        assert!(tag.name != "form" || tag.get("method") == Some("dialog"), "{url}: {tag:?}");
        assert!(tag.get("http-equiv").is_none() && tag.get("style").is_none(), "{url}: {tag:?}");
    }
    let policy = answer.header("content-security-policy");
    for part in ["script-src 'none'", "connect-src 'none'", "form-action 'none'", "frame-ancestors 'self'"] {
        assert!(policy.contains(part), "{url}: {policy}");
    }
    assert!(answer.headers.get("set-cookie").is_none(), "{url}");
}

#[tokio::test]
async fn all_templates_hang_there_and_opening_it_changes_nothing() {
    let house = House::open().await;
    let link = house.link("100.50").await;
    let payer = Payer::new();
    let mut walls = vec!["/gallery".to_owned(), "/gallery?screen=handoff&scheme=both&dir=rtl&mode=html".to_owned()];
    for id in templates::IDS {
        walls.extend([format!("/gallery/{id}"), format!("/gallery/{id}/tokens")]);
    }
    let mut exhibits = BTreeSet::new();
    for path in walls {
        let answer = payer.navigate(&format!("{}{path}", house.url)).await;
        check_wall(&answer);
        let frames = frames(&answer.html());
        // On the pages of all screens, a few of each; the rest is held by the gallery's own tests.
        let step = if frames.len() > 20 { 9 } else { 1 };
        assert!(!frames.is_empty(), "{path}");
        exhibits.extend(frames.into_iter().step_by(step));
    }
    assert!(exhibits.len() > 7 * 5, "{}", exhibits.len());
    for path in exhibits {
        check_exhibit(&payer.navigate(&format!("{}{path}", house.url)).await);
    }
    assert_eq!(house.status(&link).await, "created");
    assert!(house.wire.heard().is_empty() && house.bank.calls().await.is_empty());
}

#[tokio::test]
async fn a_scheme_that_is_asked_for_is_shown_whatever_the_browser_prefers() {
    let house = House::open().await;
    let payer = Payer::new();
    for (query, own, other) in
        [("?scheme=dark", "dark", "light"), ("?scheme=light", "light", "dark"), ("", "light", "dark")]
    {
        let page = payer.navigate(&format!("{}/gallery/steps/select{query}", house.url)).await;
        assert!(page.text.contains(&format!("color-scheme:{own};")), "{query}");
        assert!(!page.text.contains(&format!("color-scheme:{other};")) && !page.text.contains("prefers-color-scheme"));
    }
}

#[tokio::test]
async fn strange_addresses_are_no_pages() {
    let house = House::open().await;
    let payer = Payer::new();
    for path in [
        "/gallery/none",
        "/gallery/none/tokens",
        "/gallery/default/none",
        "/gallery/default/select/x",
        "/gallery/%3Cb%3E/select",
    ] {
        assert_eq!(payer.navigate(&format!("{}{path}", house.url)).await.status, 404, "{path}");
    }
    for query in [
        "?lang=%3Cb%3E&scheme=x&format=9&dir=up&mode=%00",
        "?screen=%22%3E%3Cscript%3E",
        "?%ff",
        "?screen=none",
        "?name=%22%3E%3Cscript%3E%3Cb%3E&colour=red&corners=x",
    ] {
        let answer = payer.navigate(&format!("{}/gallery{query}", house.url)).await;
        check_wall(&answer);
        assert!(!answer.text.contains("<b>") && !answer.text.contains("<script"), "{query}");
    }
}

#[tokio::test]
async fn where_it_is_not_wanted_it_is_no_page() {
    let house = House::of(Plan { flags: vec![("gallery", "false".to_owned())], ..Plan::default() }).await;
    let payer = Payer::without_cookies();
    let unknown = payer.navigate(&format!("{}/no-such-page", house.url)).await;
    for path in ["/gallery", "/gallery/default", "/gallery/default/tokens", "/gallery/default/select"] {
        let answer = payer.navigate(&format!("{}{path}", house.url)).await;
        assert_eq!((answer.status, &answer.text), (unknown.status, &unknown.text), "{path}");
    }
    assert_eq!(unknown.status, 404);
}
