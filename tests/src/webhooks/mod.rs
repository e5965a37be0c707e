//! Webhooks as a merchant gets them (contract §6): signed, in order, retried with the same bytes, ended by 410.

use crate::house::payer::Payer;
use crate::house::{House, until};
use gateway::app::registration::{Rotate, rotate};
use serde_json::json;

#[tokio::test]
async fn they_are_signed_for_now_in_order_and_each_has_its_own_id() {
    let house = House::open().await;
    let link = house.link("100.50").await;
    house.walk(&Payer::new(), &link, "approve").await;
    house.pass(6_000).await;
    house.becomes(&link, "funds_received").await;
    house.audit_webhooks(&link).await;
    let got = house.shop.got();
    let ids: std::collections::HashSet<&str> = got.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(ids.len(), got.len());
    assert!(got.iter().all(|one| (one.timestamp - house.now_ms() / 1_000).abs() <= 20), "signed at the house's time");
    assert_eq!(got.last().unwrap().status(), "funds_received");
}

#[tokio::test]
async fn no_address_no_webhook_and_creation_is_not_told() {
    let house = House::open().await;
    let silent = house.link_with("100.50", &json!({ "options": { "webhook_url": null } })).await;
    let told = house.link("100.50").await;
    Payer::new().open(&silent.page).await;
    Payer::new().open(&told.page).await;
    house.shop.gets(1).await;
    house.pass(2_000).await;
    let got = house.shop.got();
    assert_eq!((got.len(), got[0].sequence, got[0].status()), (1, 2, "started".to_owned()));
    assert!(got[0].body.contains(&told.id));
}

#[tokio::test]
async fn a_failure_is_tried_again_after_5_s_with_the_same_id_and_bytes_and_holds_back_nothing() {
    let house = House::open().await;
    let link = house.link("100.50").await;
    house.shop.answers(&[500]);
    let payer = Payer::new();
    payer.pay(&link.page).await;
    let first = house.shop.gets(3).await;
    let sequences: Vec<u64> = first.iter().map(|one| one.sequence).collect();
    assert_eq!(sequences, [2, 3, 4], "a retry never holds back a later event");
    house.advance(4_900).await;
    assert_eq!(house.shop.got().len(), 3, "not before its time");
    house.advance(700).await;
    let again = house.shop.gets(4).await;
    assert_eq!((&again[3].id, &again[3].body, again[3].sequence), (&first[0].id, &first[0].body, 2));
    assert!(again[3].signed && again[3].timestamp >= first[0].timestamp + 5, "signed anew");
    house.pass(600_000).await;
    assert_eq!(house.shop.got().len(), 4, "a 2xx is the end of it");
}

#[tokio::test]
async fn redirects_are_not_followed_and_are_no_success() {
    let house = House::open().await;
    let link = house.link("100.50").await;
    house.shop.answers(&[302]);
    Payer::new().open(&link.page).await;
    house.shop.gets(1).await;
    house.pass(1_000).await;
    assert_eq!(house.shop.got().len(), 1, "nobody went where it led");
    house.pass(5_000).await;
    house.shop.gets(2).await;
}

#[tokio::test]
async fn gone_ends_this_address_for_this_link_only() {
    let house = House::open().await;
    let (link, other) = (house.link("100.50").await, house.link("100.50").await);
    house.shop.answers(&[410]);
    let payer = Payer::new();
    payer.open(&link.page).await;
    house.shop.gets(1).await;
    until("410 is written down", async || house.app.store.next_message_at(house.now_ms()).await.unwrap().is_none())
        .await;
    payer.pay(&link.page).await;
    house.pass(10_000).await;
    assert_eq!(house.shop.got().len(), 1);
    payer.open(&other.page).await;
    assert!(house.shop.gets(2).await[1].body.contains(&other.id));
}

#[tokio::test]
async fn during_a_rotation_both_secrets_sign() {
    let house = House::open().await;
    let (store, keys) = (&house.app.store, &house.app.keys);
    rotate(store, keys, house.now_ms(), "demo", Rotate::Webhook).await.unwrap();
    let link = house.link("100.50").await;
    Payer::new().open(&link.page).await;
    assert!(house.shop.gets(1).await[0].signed, "by the old secret too, for a day");
    house.advance(86_400_001).await;
    let later = house.link("100.50").await;
    Payer::new().open(&later.page).await;
    assert!(!house.shop.gets(2).await[1].signed, "and then by the new one alone");
}

#[tokio::test]
async fn a_receiver_that_is_down_costs_the_payer_nothing() {
    let house = House::open().await;
    let link = house.link_with("100.50", &json!({ "options": { "webhook_url": "http://127.0.0.1:9/down" } })).await;
    house.walk(&Payer::new(), &link, "approve").await;
    house.pass(6_000).await;
    house.becomes(&link, "funds_received").await;
    house.audit(&link).await;
}
