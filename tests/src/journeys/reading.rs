//! Reading the bank: what the payer never tells us is found out by asking, and never too often.

use crate::house::House;
use crate::house::payer::Payer;
use std::time::Duration;

#[tokio::test]
async fn a_payer_who_never_comes_back_is_paid_all_the_same() {
    let house = House::open().await;
    let link = house.link("100.50").await;
    let payer = Payer::new();
    payer.pay(&link.page).await;
    let sca = payer.leave(&link.page).await;
    house.advance(5_000).await;
    payer.decide(&sca, "approve").await;
    house.pass(60_000).await;
    house.becomes(&link, "funds_received").await;
    house.audit(&link).await;
    house.audit_webhooks(&link).await;
    assert!(!house.log(&link).await.contains(&"received".to_owned()), "no return was taken");
}

#[tokio::test]
async fn a_rejection_without_a_return_is_found_out() {
    let house = House::open().await;
    let link = house.link("100.50").await;
    let payer = Payer::new();
    payer.pay(&link.page).await;
    let sca = payer.leave(&link.page).await;
    payer.decide(&sca, "reject").await;
    house.pass(31_000).await;
    house.becomes(&link, "failed").await;
    house.audit(&link).await;
}

#[tokio::test]
async fn an_approval_by_an_address_that_we_never_sent_to_is_found_out() {
    let house = House::open().await;
    let link = house.link("100.50").await;
    let payer = Payer::new();
    payer.pay(&link.page).await;
    let sca = house.app.sca_url(&house.attempts(&link).await[0]).unwrap();
    house.advance(1_000).await;
    payer.decide(&sca, "approve").await;
    house.pass(1_800_000).await;
    house.becomes(&link, "funds_received").await;
    house.audit(&link).await;
}

#[tokio::test]
async fn the_bank_is_down_while_we_read_and_the_truth_comes_later() {
    let house = House::open().await;
    let link = house.link("100.50").await;
    let payer = Payer::new();
    payer.pay(&link.page).await;
    let sca = payer.leave(&link.page).await;
    house.advance(5_000).await;
    let back = payer.decide(&sca, "approve").await;
    house.bank.feels("down").await;
    payer.come_back(&back).await;
    house.pass(20_000).await;
    assert_eq!(house.status(&link).await, "received", "silence is no word");
    house.bank.feels("up").await;
    // The bank's own last word on funds is tried for two more minutes.
    house.pass(240_000).await;
    house.becomes(&link, "funds_received").await;
    house.audit(&link).await;
}

#[tokio::test]
async fn many_returns_and_reloads_ask_the_bank_no_more_often() {
    let house = House::open().await;
    let link = house.link("20.13").await;
    let payer = Payer::new();
    payer.pay(&link.page).await;
    let sca = payer.leave(&link.page).await;
    house.advance(5_000).await;
    let back = payer.decide(&sca, "approve").await;
    for _ in 0..30 {
        payer.come_back(&back).await;
        payer.get(&format!("{}/status", link.page)).await;
        house.advance(2_000).await;
    }
    let most = house.bank.most_calls_within(Duration::from_secs(60)).await;
    assert!(most <= 6, "{most}: {:?}", house.bank.calls().await);
    house.pass(600_000).await;
    let most = house.bank.most_calls_within(Duration::from_secs(600)).await;
    assert!(most <= 12, "{most}: {:?}", house.bank.calls().await);
    house.audit(&link).await;
}

#[tokio::test]
async fn funds_are_believed_with_the_banks_signature_only() {
    let house = House::open().await;
    let link = house.link("100.50").await;
    let payer = Payer::new();
    house.walk(&payer, &link, "approve").await;
    house.quiet().await;
    house.pass(2_500).await;
    house.becomes(&link, "completed").await;
    let payment = house.attempts(&link).await[0].resource_id.clone().unwrap();
    let body = format!(
        r#"{{"event":"funds_rejected","provider_id":"libra_ro","paymentId":"{payment}","endToEndIdentification":null,"at":"x"}}"#
    );
    let forged = format!("sha256={}", "00".repeat(32));
    for headers in [vec![], vec![("x-request-id", "a"), ("x-bank-signature", forged.as_str())]] {
        assert_eq!(house.raw("/bank-events/libra_ro", &headers, body.clone()).await.status, 401);
    }
    assert_eq!(house.status(&link).await, "completed");
    house.pass(3_000).await;
    house.becomes(&link, "funds_received").await;
}
