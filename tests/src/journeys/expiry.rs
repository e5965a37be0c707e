//! Expiry is a flag, not a status: it closes the way in, and lets an attempt at the bank finish.

use crate::house::House;
use crate::house::payer::Payer;
use serde_json::json;

#[tokio::test]
async fn an_expired_link_explains_itself_and_takes_no_payment() {
    let house = House::open().await;
    let link = house.link_with("100.50", &json!({ "options": { "expires_in": 60 } })).await;
    let payer = Payer::new();
    let chosen = payer.open(&format!("{}?bank=libra_ro", link.page)).await;
    house.advance(59_999).await;
    assert_eq!(house.state(&link).await["is_expired"], false);
    assert_eq!(payer.open(&link.page).await.root("screen"), "select");
    house.advance(1).await;
    let state = house.state(&link).await;
    assert_eq!((&state["is_expired"], &state["status"]), (&json!(true), &json!("started")));
    let page = payer.open(&link.page).await;
    assert_eq!((page.root("screen"), page.root("status")), ("expired", "started"));
    assert_eq!(page.enabled("pay") + page.enabled("continue"), 0);

    let answer = payer.press(&link.page, &chosen, "pay", &[]).await;
    assert_eq!(payer.open(&answer.leads_to()).await.root("screen"), "expired");
    assert!(house.bank.payments().await.is_empty());
    house.logs(&link, &["created", "started"]).await;
}

#[tokio::test]
async fn an_expired_link_is_not_started_by_opening_it() {
    let house = House::open().await;
    let link = house.link_with("100.50", &json!({ "options": { "expires_in": 1 } })).await;
    house.advance(1_000).await;
    let page = Payer::new().open(&link.page).await;
    assert_eq!((page.root("screen"), page.root("status")), ("expired", "created"));
    house.logs(&link, &["created"]).await;
    assert!(house.shop.got().is_empty());
}

#[tokio::test]
async fn an_attempt_at_the_bank_finishes_after_expiry() {
    let house = House::open().await;
    let link = house.link_with("100.50", &json!({ "options": { "expires_in": 10 } })).await;
    let payer = Payer::new();
    payer.pay(&link.page).await;
    let sca = payer.leave(&link.page).await;
    house.advance(15_000).await;
    let page = payer.open(&link.page).await;
    assert_eq!((page.root("screen"), page.root("status")), ("waiting", "awaiting_authz"));
    let back = payer.decide(&sca, "approve").await;
    payer.come_back(&back).await;
    house.quiet().await;
    house.pass(6_000).await;
    house.becomes(&link, "funds_received").await;
    let state = house.state(&link).await;
    assert_eq!((&state["is_expired"], &state["status"]), (&json!(true), &json!("funds_received")));
    house.audit(&link).await;
}

#[tokio::test]
async fn cancelled_at_the_bank_after_expiry_ends_on_the_expired_screen() {
    let house = House::open().await;
    let link = house.link_with("100.50", &json!({ "options": { "expires_in": 10 } })).await;
    let payer = Payer::new();
    payer.pay(&link.page).await;
    let sca = payer.leave(&link.page).await;
    house.advance(15_000).await;
    let back = payer.decide(&sca, "cancel").await;
    payer.come_back(&back).await;
    house.becomes(&link, "started").await;
    let page = payer.open(&link.page).await;
    assert_eq!((page.root("screen"), page.enabled("pay")), ("expired", 0));
    house.audit(&link).await;
}

#[tokio::test]
async fn a_clock_step_moves_nothing_but_expiry() {
    let house = House::open().await;
    let link = house.link_with("20.13", &json!({ "options": { "expires_in": 1800 } })).await;
    let payer = Payer::new();
    house.walk(&payer, &link, "approve").await;
    house.quiet().await;
    let before = house.log(&link).await;
    house.step_clock(3_600_000).await;
    assert_eq!(house.state(&link).await["is_expired"], true);
    assert_eq!(house.log(&link).await, before);
    house.step_clock(-3_600_000).await;
    assert_eq!(house.state(&link).await["is_expired"], false, "by the stored time, once the clock is right again");
    assert_eq!(house.log(&link).await, before);
    house.audit_steps(&link).await;
}
