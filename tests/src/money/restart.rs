//! The gateway dies and comes back: nothing is lost, nothing is paid twice, every webhook arrives at least once.

use crate::house::payer::Payer;
use crate::house::wire::Mode;
use crate::house::{House, until};
use http::Method;
use std::collections::BTreeMap;

#[tokio::test]
async fn in_the_middle_of_an_initiation_it_ends_without_a_second_payment() {
    let mut house = House::open().await;
    let link = house.link("100.50").await;
    let payer = Payer::new();
    let page = payer.open(&format!("{}?bank=libra_ro", link.page)).await;
    house.wire.set(Mode::Held);
    let pressing = {
        let (payer, url) = (payer.clone(), link.page.clone());
        tokio::spawn(async move {
            let pressed = tokio::time::timeout(std::time::Duration::from_secs(3), payer.press(&url, &page, "pay", &[]));
            let _ = pressed.await;
        })
    };
    house.wire.hears(&Method::POST, 1).await;
    house.crash().await;
    pressing.abort();
    house.wire.set(Mode::Open);
    house.restart().await;

    let page = payer.open(&link.page).await;
    assert_eq!((page.root("screen"), page.root("status")), ("waiting", "requested"));
    house.pass(14_000).await;
    house.becomes(&link, "started").await;
    house.pass(60_000).await;
    assert_eq!(house.wire.count(&Method::POST), 1, "it was not sent again");
    assert_eq!(house.bank.payments().await.len(), 1);
    house.audit(&link).await;
    house.audit_webhooks(&link).await;
}

#[tokio::test]
async fn at_every_station_the_payment_goes_on_where_it_was() {
    for station in ["handoff", "away", "home", "submitted", "completed"] {
        let mut house = House::open().await;
        let link = house.link("100.50").await;
        let payer = Payer::new();
        payer.pay(&link.page).await;
        if station == "handoff" {
            house.restart().await;
        }
        let sca = payer.leave(&link.page).await;
        if station == "away" {
            house.restart().await;
        }
        house.advance(3_000).await;
        let back = payer.decide(&sca, "approve").await;
        payer.come_back(&back).await;
        if station == "home" {
            house.restart().await;
        }
        house.becomes(&link, "submitted").await;
        if station == "submitted" {
            house.restart().await;
        }
        house.pass(2_500).await;
        house.becomes(&link, "completed").await;
        if station == "completed" {
            house.restart().await;
        }
        house.pass(6_000).await;
        house.becomes(&link, "funds_received").await;
        assert_eq!(house.bank.statuses().await, ["ACSC"], "{station}");
        assert_eq!(payer.open(&link.page).await.view()["whose"], "mine", "{station}: the browser is still the payer's");
        house.audit(&link).await;
        told_at_least_once(&house, house.log(&link).await.len() - 1).await;
    }
}

#[tokio::test]
async fn what_came_back_while_nobody_was_there_is_read_after_the_start() {
    let mut house = House::open().await;
    let link = house.link("100.50").await;
    let payer = Payer::new();
    payer.pay(&link.page).await;
    let sca = payer.leave(&link.page).await;
    house.crash().await;
    payer.decide(&sca, "approve").await;
    house.bank.clock.advance(std::time::Duration::from_secs(60));
    house.restart().await;
    house.pass(60_000).await;
    until("paid", async || ["completed", "funds_received"].contains(&house.status(&link).await.as_str())).await;
    assert_eq!(house.bank.statuses().await, ["ACSC"]);
    house.audit(&link).await;
}

#[tokio::test]
async fn webhooks_that_were_not_taken_are_sent_after_the_start_with_the_same_id_and_bytes() {
    let mut house = House::open().await;
    let link = house.link("100.50").await;
    house.shop.answers(&[500, 500, 500]);
    let payer = Payer::new();
    payer.pay(&link.page).await;
    house.shop.gets(3).await;
    house.restart().await;
    house.pass(6_000).await;
    told_at_least_once(&house, 3).await;
    house.audit(&link).await;
}

/// Each of so many rows came, each time with the same id and bytes.
async fn told_at_least_once(house: &House, rows: usize) {
    let by_sequence = || {
        let mut all: BTreeMap<u64, Vec<(String, String)>> = BTreeMap::new();
        for one in house.shop.got() {
            assert!(one.signed);
            all.entry(one.sequence).or_default().push((one.id, one.body));
        }
        all
    };
    until("every row was told", async || by_sequence().len() == rows).await;
    for (sequence, told) in by_sequence() {
        assert!(told.windows(2).all(|pair| pair[0] == pair[1]), "{sequence}: {told:?}");
    }
}
