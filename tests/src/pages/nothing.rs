//! The neutral page: unknown, malformed and foreign ids get the same bytes, in the same time.

use crate::house::House;
use crate::house::payer::{NAVIGATION, Payer};
use gateway::app::registration::{NewClient, create};
use http::Method;

/// Ids that name no link.
fn ids(house: &House, link_id: &str) -> Vec<String> {
    let _ = house;
    vec![
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA".to_owned(),
        "a".to_owned(),
        link_id.to_owned(),
        "x".repeat(4_000),
        "%00".to_owned(),
        "%ff%fe".to_owned(),
        "%F0%9F%A6%80".to_owned(),
        "..%2f..%2fetc".to_owned(),
        "%3Cscript%3E".to_owned(),
        "'%20OR%201=1--".to_owned(),
    ]
}

#[tokio::test]
async fn what_names_no_link_gets_the_same_bytes() {
    let house = House::open().await;
    let link = house.link("100.50").await;
    let payer = Payer::without_cookies();
    let first = payer.navigate(&format!("{}/pay/unknown", house.url)).await;
    assert_eq!(first.status, 404);
    let html = first.html();
    assert_eq!((html.root("screen"), html.root("finqlink"), html.root("mode")), ("not-found", "payment", "html"));
    assert!(html.boot.is_none() && !first.text.contains("<script"), "it runs nothing");
    assert!(first.headers.get("set-cookie").is_none());
    let mut reference: Vec<_> = first.headers.iter().filter(|(name, _)| *name != "date").collect();
    reference.sort_by_key(|(name, _)| name.as_str());
    for id in ids(&house, &link.id) {
        let mut addresses = vec![format!("/pay/{id}")];
        addresses.push(format!("/pay/{id}/leave"));
        for address in addresses {
            let answer = payer.navigate(&format!("{}{address}", house.url)).await;
            assert_eq!((answer.status.as_u16(), &answer.text), (404, &first.text), "{address}");
            let mut headers: Vec<_> = answer.headers.iter().filter(|(name, _)| *name != "date").collect();
            headers.sort_by_key(|(name, _)| name.as_str());
            assert_eq!(headers, reference, "{address}");
        }
    }
}

#[tokio::test]
async fn a_disabled_clients_link_still_shows_its_truth_and_a_strangers_id_does_not() {
    let house = House::open().await;
    let new = NewClient {
        name: "Other".to_owned(),
        redirect_urls: vec![],
        frame_origins: vec![],
        ais: false,
        require_tracking: false,
        hides_transfer: false,
        template: "default".to_owned(),
    };
    create(&house.app.store, &house.app.keys, house.now_ms(), new, &["default"]).await.unwrap();
    let link = house.link("100.50").await;
    house.app.store.set_client_enabled("demo", false).await.unwrap();
    assert_eq!(Payer::new().open(&link.page).await.root("screen"), "select");
}

#[tokio::test]
async fn posts_to_no_link_are_the_neutral_page_too() {
    let house = House::open().await;
    let payer = Payer::new();
    for action in ["pay", "cancel", "retry"] {
        let answer = payer.post(&format!("{}/pay/unknown/{action}", house.url), &[("token", "x")]).await;
        assert_eq!((answer.status.as_u16(), answer.html().root("screen")), (404, "not-found"), "{action}");
    }
    for call in ["status", "boot", "banks", "events"] {
        let answer = payer.get(&format!("{}/pay/unknown/{call}", house.url)).await;
        assert_eq!((answer.status.as_u16(), answer.text.as_str()), (404, r#"{"code":"not_found"}"#), "{call}");
    }
}

#[tokio::test]
async fn the_neutral_page_speaks_the_browsers_language_and_head_is_as_get() {
    let house = House::open().await;
    let payer = Payer::new();
    let url = format!("{}/pay/unknown", house.url);
    let english = payer.navigate(&url).await;
    let headers = [("sec-fetch-mode", "navigate"), ("accept-language", "ro-RO,ro;q=0.9")];
    let romanian = payer.send(Method::GET, &url, &headers, String::new()).await;
    assert!(english.text.contains("lang=\"en\"") && romanian.text.contains("lang=\"ro\""));
    assert_ne!(english.html().text, romanian.html().text);
    let head = payer.send(Method::HEAD, &url, NAVIGATION, String::new()).await;
    assert_eq!((head.status.as_u16(), head.text.as_str()), (404, ""));
}
