//! The page in a merchant's frame, where no cookie comes: the browser's secret travels by hand, and by nobody else's (contract §7, §8).
//! And the loader that opens it there.

use crate::house::House;
use crate::house::html::{Html, Tag};
use crate::house::outlook::{merged, order};
use crate::house::payer::{Answer, Payer};
use gateway::app::registration::{NewClient, create};
use http::Method;
use serde_json::json;

/// Headers of a navigation in a frame, begun on a page of this site.
fn in_frame(site: &'static str) -> [(&'static str, &'static str); 5] {
    [
        ("sec-fetch-mode", "navigate"),
        ("sec-fetch-dest", "iframe"),
        ("sec-fetch-site", site),
        ("accept", "text/html"),
        ("accept-language", "en"),
    ]
}

async fn shown(payer: &Payer, url: &str, site: &'static str) -> Html {
    let answer = payer.send(Method::GET, url, &in_frame(site), String::new()).await;
    assert_eq!(answer.status, 200, "{url}: {}", answer.text);
    answer.html()
}

/// The secret that every form of the page carries; none: it carries none.
fn carried(html: &Html) -> Option<String> {
    let is_it = |tag: &&Tag| tag.name == "input" && tag.get("name") == Some("holder");
    let mut values = html.tags.iter().filter(is_it).map(|tag| tag.get("value").unwrap().to_owned());
    let first = values.next();
    assert!(values.all(|one| Some(&one) == first.as_ref()), "one secret in all forms");
    first
}

fn sets(answer: &Answer, name: &str) -> Vec<String> {
    let all = answer.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap().to_owned());
    all.filter(|one| one.starts_with(name)).collect()
}

#[tokio::test]
async fn a_frame_without_cookies_pays_and_stays_its_own() {
    let house = House::open().await;
    let link = house.link("100.50").await;
    let frame = Payer::without_cookies();
    let chosen = shown(&frame, &format!("{}?bank=libra_ro&embed=modal", link.page), "cross-site").await;
    let holder = carried(&chosen).expect("forms carry a secret in a frame");
    let answer = frame.press(&link.page, &chosen, "pay", &[]).await;
    let leads = answer.leads_to();
    assert!(leads.ends_with(&format!("?holder={holder}")), "{leads}");
    let handoff = shown(&frame, &leads, "same-origin").await;
    assert_eq!((handoff.root("screen"), handoff.view()["whose"].as_str()), ("handoff", Some("mine")));
    assert_eq!(carried(&handoff), Some(holder.clone()));
    let way = format!("{}/leave?holder={holder}", link.page);
    let path = way.strip_prefix(&house.url).unwrap();
    assert!(handoff.tags.iter().any(|tag| tag.get("href") == Some(path)), "no way to the bank: {path}");

    // The bank gets a tab of its own; who comes back in it is known there by a cookie, as anywhere.
    let tab = Payer::new();
    let headers = [("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document"), ("sec-fetch-site", "same-origin")];
    let left = tab.send(Method::GET, &way, &headers, String::new()).await;
    let back = tab.decide(&left.leads_to(), "approve").await;
    assert_eq!(tab.come_back(&back).await.view()["whose"], "mine");
    let status = format!("{}/status?holder={holder}", link.page);
    let told = frame.send(Method::GET, &status, &[("sec-fetch-site", "same-origin")], String::new()).await.json();
    assert_eq!((told["whose"].as_str(), told["attempt"]["provider_id"].as_str()), (Some("mine"), Some("libra_ro")));
}

#[tokio::test]
async fn a_secret_in_somebody_elses_link_is_nobodys() {
    let house = House::open().await;
    let link = house.link("100.50").await;
    let planted = "A".repeat(32);
    let frame = Payer::without_cookies();
    for site in ["cross-site", "same-site", "none"] {
        let url = format!("{}?bank=libra_ro&holder={planted}", link.page);
        let html = shown(&frame, &url, site).await;
        assert_ne!(carried(&html).expect("a secret of its own"), planted, "{site}");
    }
    // Begun in a frame, it is not another's who knows only the link.
    let chosen = shown(&frame, &format!("{}?bank=libra_ro", link.page), "cross-site").await;
    let holder = carried(&chosen).unwrap();
    frame.press(&link.page, &chosen, "pay", &[]).await.leads_to();
    house.quiet().await;
    let way = format!("{}/leave?holder={holder}", link.page);
    let left = frame.send(Method::GET, &way, &in_frame("cross-site"), String::new()).await;
    assert_eq!(left.leads_to(), link.page, "led to the bank by another site");
    for secret in ["", "?holder=", "?holder=%3Cb%3E", &format!("?holder={planted}")] {
        let other = shown(&frame, &format!("{}{secret}", link.page), "same-origin").await;
        assert_eq!(other.view()["whose"], "other", "{secret}");
    }
}

#[tokio::test]
async fn outside_of_frames_nothing_travels_by_hand() {
    let house = House::open().await;
    let link = house.link("100.50").await;
    let payer = Payer::new();
    let answer = payer.navigate(&format!("{}?bank=libra_ro", link.page)).await;
    assert_eq!(carried(&answer.html()), None);
    assert!(!answer.text.contains(&payer.cookie("finqlink_holder").unwrap()), "the cookie's secret is in the page");
    assert_eq!(sets(&answer, "finqlink_holder=").len(), 1);
    let framed = payer.send(Method::GET, &link.page, &in_frame("cross-site"), String::new()).await;
    let [ordinary, apart] = &sets(&framed, "finqlink_holder=")[..] else { panic!("{:?}", framed.headers) };
    assert!(ordinary.contains("SameSite=Lax") && apart.ends_with("HttpOnly; SameSite=None; Secure; Partitioned"));
}

#[tokio::test]
async fn a_client_is_framed_by_its_own_origins_and_without_any_by_nobody() {
    let house = House::open().await;
    for (origins, expected) in [
        (vec!["https://shop.example"], "https://shop.example"),
        (vec![], "'none'"),
        (vec!["https://a.example", "https://b.example:8443"], "https://a.example https://b.example:8443"),
    ] {
        let new = NewClient {
            name: "Shop".to_owned(),
            redirect_urls: vec![],
            frame_origins: origins.iter().map(|origin| (*origin).to_owned()).collect(),
            ais: true,
            require_tracking: false,
            hides_transfer: false,
            template: "default".to_owned(),
        };
        let issued = create(&house.app.store, &house.app.keys, house.now_ms(), new, &["default"]).await.unwrap();
        let client = json!({ "client_id": issued.client_id, "client_secret": issued.client_secret.unwrap().expose() });
        let made = house.api("/test/v2/links/create", &merged(order("100.50"), &client)).await;
        let answer = Payer::new().navigate(made["web_url"].as_str().unwrap()).await;
        let policy = answer.header("content-security-policy");
        assert!(policy.contains(&format!("frame-ancestors {expected};")), "{policy}");
        // The page speaks to just these.
        let told = answer.html().tags.iter().find_map(|tag| tag.get("data-origins").map(str::to_owned));
        assert_eq!(told.as_deref(), Some(origins.join(" ").as_str()));
    }
}

#[tokio::test]
async fn the_loader_is_for_every_site_and_a_version_of_it_for_ever() {
    let house = House::open().await;
    let payer = Payer::new();
    let get = async |path: &str| payer.get(&format!("{}{path}", house.url)).await;
    let newest = get("/embed.js").await;
    let version = newest.text.split_once("embed ").unwrap().1.split_once(';').unwrap().0.to_owned();
    let twin = get(&format!("/embed/{version}.js")).await;
    let types = get("/embed.d.ts").await;
    assert_eq!(newest.text, twin.text);
    for (answer, kind, kept) in [
        (&newest, "text/javascript; charset=utf-8", "public, max-age=3600"),
        (&twin, "text/javascript; charset=utf-8", "public, max-age=31536000, immutable"),
        (&types, "application/typescript; charset=utf-8", "public, max-age=3600"),
    ] {
        let headers = [
            "content-type",
            "cache-control",
            "cross-origin-resource-policy",
            "access-control-allow-origin",
            "x-content-type-options",
        ];
        assert_eq!(
            headers.map(|name| answer.header(name)),
            [kind, kept, "cross-origin", "*", "nosniff"],
            "{}",
            answer.url
        );
    }
    for path in [
        "/embed/0.0.0.js",
        "/embed/latest.js",
        "/embed/.js",
        &format!("/embed/{version}"),
        "/embed/..%2fembed.js",
        "/embed/",
    ] {
        assert_eq!(get(path).await.status, 404, "{path}");
    }
}
