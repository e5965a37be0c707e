//! An initiation of unknown fate: never sent twice, given up because its address was never shown, cleaned up if it comes late.

use crate::house::payer::Payer;
use crate::house::wire::Mode;
use crate::house::{House, Plan, until};
use http::Method;
use protocol::AttemptState;
use std::time::Duration;

#[tokio::test]
async fn silence_is_waited_for_given_up_and_never_repeated() {
    let house = House::impatient().await;
    let link = house.link("20.16").await;
    let payer = Payer::new();
    let page = payer.pay(&link.page).await;
    assert_eq!((page.root("screen"), page.root("status")), ("waiting", "requested"));
    assert_eq!(
        page.enabled("pay") + page.enabled("continue") + page.enabled("retry"),
        0,
        "it may still come: {}",
        page.text
    );
    until("its fate is unknown", async || house.attempts(&link).await[0].state == AttemptState::Unknown).await;
    house.pass(13_500).await;
    assert_eq!(house.status(&link).await, "requested");
    house.advance(500).await;
    house.becomes(&link, "started").await;
    let page = payer.open(&link.page).await;
    assert_eq!((page.root("screen"), page.root("status")), ("problem", "started"));
    house.pass(600_000).await;
    let calls = house.bank.calls().await;
    assert_eq!(calls.iter().filter(|(_, call)| call.starts_with("POST")).count(), 1, "never sent twice: {calls:?}");
    assert_eq!(house.bank.payments().await.len(), 1);

    // The next press is another payment, under an id of its own.
    payer.pay(&link.page).await;
    assert_eq!(house.bank.payments().await.len(), 2);
    let ids: Vec<String> =
        house.bank.payments().await.iter().map(|one| one["x_request_id"].as_str().unwrap().to_owned()).collect();
    assert_ne!(ids[0], ids[1]);
    house.audit(&link).await;
}

#[tokio::test]
async fn an_answer_before_we_give_up_still_counts() {
    let house = House::impatient().await;
    let link = house.link("100.50").await;
    let payer = Payer::new();
    house.wire.set(Mode::Held);
    let page = payer.pay(&link.page).await;
    assert_eq!(page.root("screen"), "waiting");
    house.pass(9_000).await;
    house.wire.set(Mode::Open);
    house.becomes(&link, "intent_accepted").await;
    assert_eq!(payer.open(&link.page).await.root("screen"), "handoff");
    house.pass(10_000).await;
    assert_eq!(house.status(&link).await, "intent_accepted", "it was not given up");
    house.audit(&link).await;
}

#[tokio::test]
async fn a_late_answer_is_cancelled_at_the_bank_and_never_shown() {
    let house = House::impatient().await;
    let link = house.link("100.50").await;
    let payer = Payer::new();
    house.wire.set(Mode::Held);
    payer.pay(&link.page).await;
    house.pass(14_000).await;
    house.becomes(&link, "started").await;
    assert_eq!(house.bank.statuses().await, ["RCVD"]);

    house.wire.set(Mode::Open);
    house.wire.hears(&Method::DELETE, 1).await;
    until("cancelled at the bank", async || house.bank.statuses().await == ["CANC"]).await;
    house.quiet().await;
    let page = payer.open(&link.page).await;
    assert_eq!((page.root("screen"), page.root("status")), ("problem", "started"));
    assert_eq!(payer.leave(&link.page).await, link.page, "its address is never handed out");
    house.logs(&link, &["created", "started", "requested", "started"]).await;

    // And the link can be paid all the same.
    house.walk(&payer, &link, "approve").await;
    house.pass(6_000).await;
    house.becomes(&link, "funds_received").await;
    assert_eq!(house.bank.statuses().await, ["CANC", "ACSC"]);
    house.audit(&link).await;
}

#[tokio::test]
async fn a_late_answer_after_a_second_attempt_began_cancels_only_itself() {
    let house = House::impatient().await;
    let link = house.link("100.50").await;
    let payer = Payer::new();
    house.wire.set(Mode::Held);
    payer.pay(&link.page).await;
    house.pass(14_000).await;
    house.becomes(&link, "started").await;
    let again = payer.open(&format!("{}?bank=libra_ro", link.page)).await;
    let pressing = payer.press(&link.page, &again, "pay", &[]);
    let (_, ()) = tokio::join!(pressing, async {
        house.wire.hears(&Method::POST, 2).await;
        house.wire.set(Mode::Open);
    });
    house.becomes(&link, "intent_accepted").await;
    until("one is cancelled", async || house.bank.statuses().await == ["CANC", "RCVD"]).await;
    let sca = payer.leave(&link.page).await;
    house.advance(3_000).await;
    let back = payer.decide(&sca, "approve").await;
    payer.come_back(&back).await;
    house.quiet().await;
    house.pass(6_000).await;
    house.becomes(&link, "funds_received").await;
    assert_eq!(house.bank.statuses().await, ["CANC", "ACSC"]);
    house.audit(&link).await;
}

#[tokio::test]
async fn a_torn_answer_is_of_unknown_fate_too() {
    let house = House::impatient().await;
    let link = house.link("100.50").await;
    let payer = Payer::new();
    house.wire.set(Mode::Torn);
    let page = payer.pay(&link.page).await;
    assert_eq!((page.root("screen"), page.root("status")), ("waiting", "requested"));
    house.pass(14_000).await;
    house.becomes(&link, "started").await;
    assert_eq!(house.wire.count(&Method::POST), 1);
    assert_eq!(house.bank.statuses().await, ["RCVD"], "it lies there unapproved, and nobody knows its address");
    house.audit(&link).await;
}

#[tokio::test]
async fn who_calls_a_bank_silent_at_once_still_hears_it() {
    // The wait ends while the call is on its way: whatever was being written then must not stand in the way.
    let plan = Plan { unknown_after: Some(Duration::ZERO), ..Plan::default() };
    let house = House::of(plan).await;
    for _ in 0..5 {
        let link = house.link("100.50").await;
        let payer = Payer::new();
        payer.pay(&link.page).await;
        house.becomes(&link, "intent_accepted").await;
        house.audit(&link).await;
    }
}

#[tokio::test]
async fn what_was_never_recorded_is_given_up_all_the_same() {
    let house = House::open().await;
    let link = house.link("100.50").await;
    let payer = Payer::new();
    let page = payer.open(&format!("{}?bank=libra_ro", link.page)).await;
    // As long as the answer is held, nothing is known; the clock goes on meanwhile.
    house.wire.set(Mode::Held);
    let pressing = payer.press(&link.page, &page, "pay", &[]);
    let (_, ()) = tokio::join!(pressing, async {
        house.wire.hears(&Method::POST, 1).await;
        house.pass(13_500).await;
        assert_eq!(house.status(&link).await, "requested");
        house.pass(1_000).await;
        house.becomes(&link, "started").await;
        house.wire.set(Mode::Open);
    });
    until("the late one is cancelled", async || house.bank.statuses().await == ["CANC"]).await;
    house.logs(&link, &["created", "started", "requested", "started"]).await;
    house.audit(&link).await;
}
