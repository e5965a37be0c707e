//! The gateway dies and comes back: nothing is lost, nothing is paid twice, every webhook arrives at least once.

use crate::house::payer::Payer;
use crate::house::ways::way;
use crate::house::wire::Mode;
use crate::house::{House, until};
use http::Method;
use std::collections::BTreeMap;
use std::time::Duration;

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
            let pressed = tokio::time::timeout(Duration::from_secs(3), payer.press(&url, &page, "pay", &[]));
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
    told_at_least_once(&house, 3).await;
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
    house.bank.clock.advance(Duration::from_secs(60));
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

#[tokio::test]
async fn dying_at_any_moment_of_a_press_or_a_return_costs_no_money_and_no_word() {
    for delay_ms in [0, 2, 4, 7, 11, 16, 24] {
        let mut house = House::open().await;
        let link = house.link("100.50").await;
        let payer = Payer::new();
        let page = payer.open(&format!("{}?bank=libra_ro", link.page)).await;
        let (presser, url) = (payer.clone(), link.page.clone());
        let pressing = tokio::spawn(async move { presser.press(&url, &page, "pay", &[]).await });
        tokio::time::sleep(Duration::from_millis(delay_ms)).await;
        house.crash().await;
        // Whether it was answered or the line broke is the crash's to say.
        pressing.abort();
        house.restart().await;
        assert!(house.bank.payments().await.len() <= 1, "after {delay_ms} ms");
        house.pass(15_000).await;
        if house.status(&link).await != "intent_accepted" {
            house.becomes(&link, "started").await;
            assert!(house.bank.payments().await.len() <= 1, "after {delay_ms} ms: it was not sent again");
            payer.pay(&link.page).await;
            house.becomes(&link, "intent_accepted").await;
        }
        let sca = payer.leave(&link.page).await;
        house.advance(3_000).await;
        let back = payer.decide(&sca, "approve").await;
        let returner = payer.clone();
        let returning = tokio::spawn(async move { returner.navigate(&back).await });
        tokio::time::sleep(Duration::from_millis(delay_ms)).await;
        house.crash().await;
        returning.abort();
        house.restart().await;
        house.pass(90_000).await;
        // The bank's word on funds found nobody, and is tried again after two minutes.
        house.pass(180_000).await;
        house.becomes(&link, "funds_received").await;
        let settled = house.bank.statuses().await.iter().filter(|status| *status == "ACSC").count();
        assert_eq!(settled, 1, "after {delay_ms} ms");
        house.audit(&link).await;
        told_at_least_once(&house, house.log(&link).await.len() - 1).await;
    }
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

#[tokio::test]
async fn where_the_payer_approves_is_sealed_and_what_an_older_version_wrote_in_clear_is_too() {
    let mut house = House::open().await;
    // An OAuth2 bank's address holds the secret of the return.
    let link = house.link_at(way("bt_ro"), "100.50").await;
    let payer = Payer::new();
    payer.pay_by(&link.page, way("bt_ro")).await;
    let address = house.app.sca_url(&house.attempts(&link).await[0]).unwrap();
    assert!(address.contains("state="), "{address}");
    let state = address.split("state=").nth(1).unwrap().split('&').next().unwrap().to_owned();
    assert!(state.len() >= 22, "128 bits: {state}");
    assert!(!is_in_the_store(&house, &state) && !is_in_the_store(&house, "/authorize"), "in clear");

    let in_clear = "UPDATE attempts SET sca_url = ? WHERE object_id = ?";
    sqlx::query(in_clear).bind(&address).bind(&link.id).execute(&house.app.store.writer).await.unwrap();
    house.restart().await;
    until("it is sealed at the start", async || {
        house.attempts(&link).await[0].sca.as_deref() != Some(address.as_bytes())
    })
    .await;
    assert_eq!(payer.leave(&link.page).await, address, "and still the way to the bank");
}

/// Whether these words stand anywhere in the files of the store.
fn is_in_the_store(house: &House, words: &str) -> bool {
    let files = std::fs::read_dir(house.folder()).unwrap().map(|entry| std::fs::read(entry.unwrap().path()).unwrap());
    let holds = |bytes: Vec<u8>| bytes.windows(words.len()).any(|part| part == words.as_bytes());
    files.into_iter().any(holds)
}
