//! Coming back with nothing in the address, from a bank that this browser is out at with more than one attempt: what is read at the
//! bank tells which it is, and nobody is said to be back who may not be.

use crate::house::House;
use crate::house::consents::SHARED;
use crate::house::outlook::Link;
use crate::house::payer::Payer;
use crate::house::ways::way;

/// Left for libra; the address of the bank's own page.
async fn out(house: &House, payer: &Payer, amount: &str) -> (Link, String) {
    let link = house.link(amount).await;
    payer.pay(&link.page).await;
    let sca = payer.leave(&link.page).await;
    house.advance(1_000).await;
    (link, sca)
}

fn nothing_said(house: &House) -> String {
    format!("{}/callback/libra_ro", house.url)
}

#[tokio::test]
async fn the_one_that_the_bank_has_decided_is_where_somebody_comes_back_from() {
    let house = House::open().await;
    let payer = Payer::new();
    let (first, sca) = out(&house, &payer, "100.50").await;
    let (second, _) = out(&house, &payer, "100.50").await;
    payer.decide(&sca, "approve").await;
    let leads = payer.navigate(&nothing_said(&house)).await.leads_to();
    assert_eq!(leads, first.page, "it was left first, and is decided");
    house.quiet().await;
    assert_eq!(payer.open(&leads).await.view()["whose"], "mine");
    house.pass(6_000).await;
    house.becomes(&first, "funds_received").await;
    assert_eq!(house.status(&second).await, "awaiting_authz", "nobody has come back from there");
    house.audit(&first).await;
    house.audit(&second).await;
}

#[tokio::test]
async fn while_the_bank_has_decided_none_the_newest_left_is_shown_and_none_is_said_to_be_back() {
    let house = House::open().await;
    let payer = Payer::new();
    let (first, _) = out(&house, &payer, "100.50").await;
    let (second, _) = out(&house, &payer, "100.50").await;
    assert_eq!(payer.navigate(&nothing_said(&house)).await.leads_to(), second.page);
    payer.leave(&first.page).await;
    assert_eq!(payer.navigate(&nothing_said(&house)).await.leads_to(), first.page, "left once more");
    house.quiet().await;
    for link in [&first, &second] {
        assert_eq!(house.status(link).await, "awaiting_authz");
        let page = payer.open(&link.page).await;
        assert_eq!(page.enabled("continue"), 1, "the way to the bank stays open: {}", page.text);
    }
}

#[tokio::test]
async fn who_is_back_from_one_comes_back_from_the_other() {
    let house = House::open().await;
    let payer = Payer::new();
    let (first, sca) = out(&house, &payer, "20.13").await;
    let back = payer.decide(&sca, "approve").await;
    let (second, _) = out(&house, &payer, "20.13").await;
    payer.come_back(&back).await;
    house.becomes(&first, "received").await;
    assert_eq!(payer.navigate(&nothing_said(&house)).await.leads_to(), second.page);
    house.becomes(&second, "received").await;
}

#[tokio::test]
async fn what_was_cancelled_here_is_nowhere_to_come_back_from() {
    let house = House::open().await;
    let payer = Payer::new();
    let (link, _) = out(&house, &payer, "20.13").await;
    let page = payer.open(&link.page).await;
    payer.press(&link.page, &page, "retry", &[]).await;
    house.becomes(&link, "started").await;
    payer.pay(&link.page).await;
    payer.leave(&link.page).await;
    house.advance(1_000).await;
    assert_eq!(payer.navigate(&nothing_said(&house)).await.leads_to(), link.page);
    house.becomes(&link, "received").await;
    house.audit(&link).await;
}

#[tokio::test]
async fn a_payment_and_a_consent_at_one_bank_are_not_taken_for_each_other() {
    let house = House::open().await;
    let payer = Payer::new();
    let consent = house.consent(167).await;
    payer.authorise(&consent.page, way("libra_ro")).await;
    let sca = payer.leave(&consent.page).await;
    house.advance(1_000).await;
    let (link, _) = out(&house, &payer, "100.50").await;
    let back = payer.decide(&sca, "approve").await;
    assert!(!back.contains('?'), "this bank says nothing: {back}");
    assert_eq!(payer.navigate(&back).await.leads_to(), consent.page);
    house.consent_logs(&consent, SHARED).await;
    assert_eq!(house.status(&link).await, "awaiting_authz");
    // Another browser brings no cookie: it is told nothing.
    let stranger = Payer::new().navigate(&back).await;
    assert!(stranger.html().text.contains("being checked"), "{}", stranger.text);
}
