//! Clients' brands on their pages: shown, named beside the payee and never in its place, under the one policy.

use crate::house::House;
use crate::house::html::Html;
use crate::house::payer::Payer;
use base64::Engine as _;
use gateway::app::brands::{BrandRow, LogoRow};
use serde_json::json;
use sha2::{Digest, Sha256};

/// Bytes that stand for a picture: nobody here decodes them.
const PICTURE: &[u8] = b"\x89PNG and more";

fn brand() -> BrandRow {
    let hash = "0f".repeat(32);
    BrandRow {
        name: "Verde <script>alert(1)</script>".to_owned(),
        colour: Some("#ffe600".to_owned()),
        corners: Some("round".to_owned()),
        legal_text: "</style><img src=x onerror=alert(1)>".to_owned(),
        legal_links: vec![("\"><b>Terms".to_owned(), "https://shop.example/terms".to_owned())],
        template: Some("compact".to_owned()),
        language: Some("ro".to_owned()),
        logo: Some(LogoRow { hash, kind: "png".to_owned(), width: 264, height: 80 }),
    }
}

async fn branded() -> House {
    let house = House::open().await;
    house.app.store.put_brand("demo", &brand(), Some(PICTURE)).await.unwrap();
    house
}

fn lang(page: &Html) -> &str {
    page.tags.iter().find(|tag| tag.name == "html").and_then(|tag| tag.get("lang")).unwrap_or_default()
}

fn hrefs(page: &Html) -> Vec<&str> {
    page.tags.iter().filter_map(|tag| tag.get("href")).collect()
}

#[tokio::test]
async fn a_page_wears_its_clients_brand_and_names_the_payee_all_the_same() {
    let house = branded().await;
    let link = house.link("20.13").await;
    let answer = Payer::new().navigate(&link.page).await;
    let page = answer.html();
    assert_eq!((page.root("template"), lang(&page)), ("compact", "ro"));
    let logo = page.tags.iter().find(|tag| tag.name == "img").unwrap();
    assert_eq!(logo.get("src"), Some(format!("/brand/{}.png", "0f".repeat(32)).as_str()));
    assert_eq!(
        (logo.get("width"), logo.get("height"), logo.get("alt")),
        (Some("132"), Some("40"), Some(brand().name.as_str()))
    );
    assert!(page.text.contains("Verde <script>") && page.text.contains("</style><img"));
    let payee = page.tags.iter().filter(|tag| tag.get("data-field") == Some("creditor")).count();
    assert_eq!(payee, 1);
    assert!(answer.text.contains("@layer brand{[data-template=\"compact\"]{--brand:#"));
    // One inline sheet, and the policy knows it by its hash; nothing of the brand is script, style or handler.
    let sheet = answer.text.split_once("<style>").unwrap().1.split_once("</style>").unwrap().0;
    let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(sheet));
    let policy = answer.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains(&format!("style-src 'self' 'sha256-{hash}'")), "{policy}");
    assert!(
        page.tags.iter().all(|tag| tag.attributes.iter().all(|(name, _)| !name.starts_with("on") && name != "style"))
    );
    let own = page.tags.iter().find(|tag| tag.get("href") == Some("https://shop.example/terms")).unwrap();
    assert_eq!((own.get("rel"), own.get("target")), (Some("noopener noreferrer"), Some("_blank")));
}

#[tokio::test]
async fn what_the_link_says_goes_before_what_the_client_says() {
    let house = branded().await;
    let wish = json!({ "options": { "ux_template": "classic", "language": "en" } });
    let link = house.link_with("20.13", &wish).await;
    let page = Payer::new().open(&link.page).await;
    assert_eq!((page.root("template"), lang(&page)), ("classic", "en"));
}

#[tokio::test]
async fn a_change_is_on_the_next_page_and_what_was_taken_away_is_gone() {
    let house = branded().await;
    let link = house.link("20.13").await;
    let payer = Payer::new();
    assert!(payer.open(&link.page).await.tags.iter().any(|tag| tag.name == "img"));
    house.app.store.put_brand("demo", &BrandRow::default(), None).await.unwrap();
    let answer = payer.navigate(&link.page).await;
    assert!(!answer.text.contains("@layer brand{") && !answer.text.contains("<img"));
    assert_eq!(answer.html().root("template"), "default");
    let gone = payer.get(&format!("{}/brand/{}.png", house.url, "0f".repeat(32))).await;
    assert_eq!(gone.status, 404);
}

#[tokio::test]
async fn a_logo_is_served_as_a_picture_and_nothing_else() {
    let house = branded().await;
    let payer = Payer::new();
    let at = |name: &str| format!("{}/brand/{name}", house.url);
    let answer = payer.get(&at(&format!("{}.png", "0f".repeat(32)))).await;
    assert_eq!(answer.status, 200);
    for (name, value) in [
        ("content-type", "image/png"),
        ("x-content-type-options", "nosniff"),
        ("content-security-policy", "default-src 'none'; sandbox"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cache-control", "public, max-age=31536000, immutable"),
    ] {
        assert_eq!(answer.headers[name], value, "{name}");
    }
    for other in
        ["0f.png".to_owned(), "0f".repeat(32), format!("{}.svg", "0f".repeat(32)), "..%2f..%2fx.png".to_owned()]
    {
        assert_eq!(payer.get(&at(&other)).await.status, 404, "{other}");
    }
}

#[tokio::test]
async fn the_legal_page_of_a_link_adds_what_its_client_says() {
    let house = branded().await;
    let link = house.link("20.13").await;
    let payer = Payer::new();
    let page = payer.open(&link.page).await;
    let path = link.page.strip_prefix(&house.url).unwrap_or(&link.page);
    assert!(hrefs(&page).contains(&format!("{path}/legal").as_str()), "{:?}", hrefs(&page));
    let legal = payer.navigate(&format!("{}/legal", link.page)).await;
    let read = legal.html();
    assert!(read.text.contains("Verde <script>") && read.text.contains("</style><img"));
    assert!(hrefs(&read).contains(&"https://shop.example/terms") && !legal.text.contains("<script"));
    let policy = legal.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("script-src 'none'"), "{policy}");
    let unknown = payer.navigate(&format!("{}/pay/unknown/legal", house.url)).await;
    assert_eq!((unknown.status.as_u16(), unknown.html().root("screen")), (404, "not-found"));
}
