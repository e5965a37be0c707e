//! What strangers write behind the addresses of pages and returns: never a 5xx, and nothing happens to a payment.

use crate::api::strangers::{hold, wait};
use crate::house::House;
use crate::house::payer::Payer;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// A query: known names and others, values of every kind, badly written escapes.
fn queries() -> impl Strategy<Value = String> {
    let name = prop_oneof![
        4 => select(vec!["state", "code", "error", "lang", "bank", "method", "q", "step", "after", "wait", "ok"]).prop_map(str::to_owned),
        1 => "[a-z%+]{0,6}",
    ];
    let value = prop_oneof![
        select(vec![
            "ro",
            "libra_ro",
            "next",
            "cancelled",
            "0",
            "1",
            "-1",
            "18446744073709551616",
            "%00",
            "%ff",
            "%",
            "%zz",
            "access_denied"
        ])
        .prop_map(str::to_owned),
        any::<String>().prop_map(|text| url::form_urlencoded::byte_serialize(text.as_bytes()).collect()),
        "[A-Za-z0-9_%-]{0,150}",
    ];
    vec((name, value), 0..5)
        .prop_map(|pairs| pairs.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&"))
}

#[tokio::test(flavor = "multi_thread")]
async fn returns_with_any_query_end_on_a_page() {
    let house = House::open().await;
    let link = house.link("20.13").await;
    let payer = Payer::new();
    payer.pay(&link.page).await;
    payer.leave(&link.page).await;
    let provider =
        prop_oneof![select(vec!["libra_ro", "rzb_ro", "bt_ro", "nobody"]).prop_map(str::to_owned), "[a-z_%]{1,8}"];
    hold(&(provider, queries(), any::<bool>()), |(provider, query, holder)| {
        let payer = if holder { payer.clone() } else { Payer::without_cookies() };
        let answer = wait(payer.navigate(&format!("{}/callback/{provider}?{query}", house.url)));
        let status = answer.status.as_u16();
        prop_assert!(matches!(status, 200 | 303 | 400 | 404), "{status} {}: {}", answer.url, answer.text);
        Ok(())
    });
    let status = house.status(&link).await;
    assert!(
        ["awaiting_authz", "received"].contains(&status.as_str()),
        "what is written in an address settles nothing: {status}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_with_any_query_are_pages() {
    let house = House::of(crate::house::Plan {
        flags: vec![("limit_page_per_s", "100000".to_owned()), ("limit_page_burst", "100000".to_owned())],
        ..Default::default()
    })
    .await;
    let link = house.link("100.50").await;
    let payer = Payer::new();
    payer.open(&link.page).await;
    let below = select(vec!["", "/boot", "/banks", "/status", "/leave"]);
    hold(&(below, queries()), |(below, query)| {
        // Waiting is for pages that wait.
        let query = query.replace("wait=", "waited=");
        let answer = wait(payer.navigate(&format!("{}{below}?{query}", link.page)));
        let status = answer.status.as_u16();
        prop_assert!(matches!(status, 200 | 303 | 400 | 404), "{status} {}: {}", answer.url, answer.text);
        Ok(())
    });
    assert_eq!(house.status(&link).await, "started");
    for path in ["/providers", "/docs", "/", "/legal"] {
        hold(&queries(), |query| {
            let answer = wait(payer.navigate(&format!("{}{path}?{query}", house.url)));
            prop_assert_eq!(answer.status.as_u16(), 200);
            Ok(())
        });
    }
}
