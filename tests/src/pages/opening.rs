//! What makes a link `started` (contract §3): a person's navigation, or without its marks the page's first call or form.

use crate::house::House;
use crate::house::payer::Payer;
use http::Method;

const NAVIGATE: (&str, &str) = ("sec-fetch-mode", "navigate");

#[tokio::test]
async fn a_persons_navigation_starts_it_once() {
    let house = House::open().await;
    let link = house.link("100.50").await;
    let payer = Payer::new();
    payer.open(&link.page).await;
    payer.open(&link.page).await;
    Payer::new().open(&link.page).await;
    house.logs(&link, &["created", "started"]).await;
    house.audit_webhooks(&link).await;
}

#[tokio::test]
async fn machines_change_nothing() {
    let house = House::open().await;
    let link = house.link("100.50").await;
    let payer = Payer::new();
    let looks: &[(Method, &[(&str, &str)])] = &[
        (Method::GET, &[]),
        (Method::GET, &[("user-agent", "MailScanner/1.0")]),
        (Method::GET, &[("sec-fetch-mode", "no-cors")]),
        (Method::GET, &[("sec-fetch-mode", "cors")]),
        (Method::GET, &[NAVIGATE, ("sec-purpose", "prefetch")]),
        (Method::GET, &[NAVIGATE, ("sec-purpose", "prefetch;prerender")]),
        (Method::GET, &[NAVIGATE, ("purpose", "prefetch")]),
        (Method::HEAD, &[]),
        (Method::HEAD, &[NAVIGATE]),
    ];
    for (method, headers) in looks {
        for path in ["", "?bank=libra_ro", "?step=cancelled"] {
            let answer = payer.send(method.clone(), &format!("{}{path}", link.page), headers, String::new()).await;
            assert_eq!(answer.status, 200, "{method} {headers:?}");
        }
        payer.send(method.clone(), &format!("{}/leave", link.page), headers, String::new()).await;
    }
    for path in ["/status", "/boot", "/events"] {
        let url = format!("{}{path}", link.page);
        payer.send(Method::HEAD, &url, &[], String::new()).await;
        if path != "/events" {
            payer.send(Method::GET, &url, &[("sec-purpose", "prefetch")], String::new()).await;
        }
    }
    house.logs(&link, &["created"]).await;
    assert!(house.shop.got().is_empty());
}

#[tokio::test]
async fn without_those_headers_the_pages_first_call_or_form_starts_it() {
    let house = House::open().await;
    for path in ["/status", "/boot"] {
        let link = house.link("100.50").await;
        let payer = Payer::new();
        payer.get(&link.page).await;
        house.logs(&link, &["created"]).await;
        payer.get(&format!("{}{path}", link.page)).await;
        house.logs(&link, &["created", "started"]).await;
    }
    let link = house.link("100.50").await;
    let payer = Payer::new();
    let page = payer.get(&format!("{}?bank=libra_ro", link.page)).await.html();
    payer.press(&link.page, &page, "pay", &[]).await;
    house.logs(&link, &["created", "started", "requested", "intent_accepted"]).await;
}

#[tokio::test]
async fn looking_ahead_at_the_way_to_the_bank_does_not_go_there() {
    let house = House::open().await;
    let link = house.link("100.50").await;
    let payer = Payer::new();
    payer.pay(&link.page).await;
    let url = format!("{}/leave", link.page);
    for (method, headers) in [
        (Method::HEAD, vec![NAVIGATE]),
        (Method::GET, vec![NAVIGATE, ("sec-purpose", "prefetch")]),
        (Method::GET, vec![("purpose", "prefetch")]),
    ] {
        let answer = payer.send(method, &url, &headers, String::new()).await;
        assert!(answer.headers.get("location").is_none(), "{:?}", answer.headers);
    }
    assert_eq!(house.status(&link).await, "intent_accepted");
    payer.leave(&link.page).await;
    assert_eq!(house.status(&link).await, "awaiting_authz");
}
