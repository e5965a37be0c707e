//! The `payment_method` filter and the page: only what the filter leaves is offered, and only what fits can be pressed.

use crate::house::House;
use crate::house::html::Html;
use crate::house::payer::Payer;
use crate::house::ways::{Way, way};
use serde_json::{Value, json};

/// Methods on the page, and whether each can be pressed.
fn offered(page: &Html) -> Vec<(String, bool)> {
    let methods =
        page.tags.iter().filter_map(|tag| Some((tag.get("data-method-id")?.to_owned(), tag.get("disabled").is_none())));
    methods.collect()
}

async fn page(house: &House, amount: &str, currency: &str, filter: Value) -> Html {
    let over = json!({ "payment_method": filter, "single_transfer": { "currency": currency } });
    let link = house.link_with(amount, &over).await;
    Payer::new().open(&format!("{}?bank=libra_ro", link.page)).await
}

fn named(rows: &[(&str, bool)]) -> Vec<(String, bool)> {
    rows.iter().map(|(id, usable)| ((*id).to_owned(), *usable)).collect()
}

#[tokio::test]
async fn the_filter_leaves_what_it_names() {
    let house = House::open().await;
    let cases = [
        (json!({ "payment_scheme": "instant" }), named(&[("libra_ro.instant", true)])),
        (
            json!({ "payment_scheme": ["instant", "domestic"] }),
            named(&[("libra_ro.domestic", true), ("libra_ro.instant", true)]),
        ),
        (json!({ "payment_scheme": null, "remitter_type": "corporate" }), named(&[("libra_ro.domestic", true)])),
        (
            json!({ "payment_scheme": null, "provider_id": "libra_ro" }),
            named(&[("libra_ro.domestic", true), ("libra_ro.instant", true), ("libra_ro.sepa", false)]),
        ),
    ];
    for (filter, expected) in cases {
        let page = page(&house, "100.50", "RON", filter.clone()).await;
        assert_eq!(offered(&page), expected, "{filter}");
    }
}

#[tokio::test]
async fn currency_and_limit_make_a_method_unusable_with_the_reason() {
    let house = House::open().await;
    let all = json!({ "payment_scheme": null });
    let over = page(&house, "50000.00", "RON", all.clone()).await;
    assert_eq!(
        offered(&over),
        named(&[("libra_ro.domestic", true), ("libra_ro.instant", false), ("libra_ro.sepa", false)])
    );
    assert!(over.text.contains("Only up to") && over.text.contains("Does not pay in RON"), "{}", over.text);
    let euros = page(&house, "100.50", "EUR", all).await;
    assert_eq!(
        offered(&euros),
        named(&[("libra_ro.domestic", false), ("libra_ro.instant", false), ("libra_ro.sepa", true)])
    );
}

#[tokio::test]
async fn pressing_what_cannot_be_used_asks_no_bank() {
    let house = House::open().await;
    let link = house.link_with("50000.00", &json!({ "payment_method": { "payment_scheme": null } })).await;
    let payer = Payer::new();
    let page = payer.open(&format!("{}?bank=libra_ro", link.page)).await;
    let token = page.boot.as_ref().unwrap()["form_token"].as_str().unwrap().to_owned();
    let url = format!("{}/pay", link.page);
    for (bank, method) in [
        ("libra_ro", "libra_ro.instant"),
        ("libra_ro", "libra_ro.sepa"),
        ("libra_ro", "bt_ro.domestic"),
        ("bt_ro", "bt_ro.domestic"),
        ("nobody", ""),
        ("", ""),
    ] {
        let fields = [("token", token.as_str()), ("provider_id", bank), ("method_id", method)];
        let answer = payer.post(&url, &fields).await;
        assert_eq!(answer.status, 422, "{bank} {method}: {}", answer.text);
    }
    assert!(house.bank.payments().await.is_empty());
    assert_eq!(house.status(&link).await, "started");
}

#[tokio::test]
async fn an_instant_payment_goes_by_its_own_rail() {
    let house = House::open().await;
    let link = house.link_with("100.50", &json!({ "payment_method": { "payment_scheme": "instant" } })).await;
    let instant = Way { method_id: "libra_ro.instant", ..*way("libra_ro") };
    house.walk_by(&Payer::new(), &link, &instant, "approve").await;
    let calls = house.wire.heard();
    assert!(calls[0].path.ends_with("/instant-sepa-credit-transfers"), "{}", calls[0].path);
    house.pass(6_000).await;
    house.becomes(&link, "funds_received").await;
    house.audit(&link).await;
}
