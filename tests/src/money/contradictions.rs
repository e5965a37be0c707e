//! Banks that answer late, twice, or against their own word: status never goes back but by the one way, and money counts.

use crate::house::outlook::Link;
use crate::house::payer::Payer;
use crate::house::ways::way;
use crate::house::{House, until};
use http::Method;
use protocol::AttemptState;
use std::time::Duration;

/// A payer who approved a payment that stays pending, and is back.
async fn back(house: &House) -> (Link, Payer, String) {
    let link = house.link_at(way("cec_ro"), "20.13").await;
    let payer = Payer::new();
    let address = house.decide_by(&payer, &link, way("cec_ro"), "approve").await;
    payer.come_back(&address).await;
    house.quiet().await;
    (link, payer, address)
}

const HOME: [&str; 6] = ["created", "started", "requested", "intent_accepted", "awaiting_authz", "received"];

#[tokio::test]
async fn words_against_each_other_end_where_the_money_is() {
    for (codes, more) in [
        // The same word, again and again.
        (&["PDNG", "PDNG", "RCVD", "PDNG"] as &[&str], &[] as &[&str]),
        (&["ACSP", "ACSP", "ACCP", "ACSP"], &["submitted"]),
        // Back from execution to nothing decided: not believed.
        (&["ACSP", "RCVD", "PDNG", "ACSC"], &["submitted", "completed"]),
        // An end, and money all the same: found out when somebody comes back once more.
        (&["RJCT", "ACSC"], &["failed"]),
        (&["ACSP", "RJCT", "RJCT", "ACSC"], &["submitted", "failed"]),
        (&["CANC", "ACSP", "ACSC"], &["started", "submitted", "completed"]),
        (&["CANC", "PDNG", "", "PDNG", "ACSC"], &["started", "completed"]),
        (&["CANC", "CANC"], &["started"]),
        // No words at all, then the truth.
        (&["XXXX", "", "ACSC"], &["completed"]),
        (&["PART", "acsc", "ACSP"], &["submitted"]),
    ] {
        let house = House::open().await;
        house.wire.lies(codes);
        let (link, payer, address) = back(&house).await;
        house.pass(40_000).await;
        for _ in 0..2 {
            if house.wire.lies_left() > 0 {
                payer.navigate(&address).await;
                house.pass(60_000).await;
            }
        }
        assert_eq!(house.wire.lies_left(), 0, "{codes:?}: all of it was heard");
        let expected = [&HOME as &[&str], more].concat();
        assert_eq!(house.log(&link).await, expected, "{codes:?}");
        house.audit_webhooks(&link).await;
        let bank = house.bank.of("cec_ro");
        assert!(bank.most_calls_within(Duration::from_secs(60)).await <= 6, "{codes:?}: {:?}", bank.calls().await);
    }
}

#[tokio::test]
async fn a_bank_that_takes_its_time_over_a_cancelled_payment_is_not_asked_without_end() {
    let house = House::open().await;
    let bank = house.bank.of("cec_ro");
    let link = house.link_at(way("cec_ro"), "20.22").await;
    let payer = Payer::new();
    let sca = house.leave_by(&payer, &link, way("cec_ro")).await;
    house.wire.lies(&["CANC"]);
    house.pass(31_000).await;
    house.becomes(&link, "started").await;
    let address = payer.decide(&sca, "approve").await;
    payer.navigate(&address).await;
    house.pass(60_000).await;
    house.becomes(&link, "completed").await;
    assert!(bank.most_calls_within(Duration::from_secs(60)).await <= 6, "{:?}", bank.calls().await);
    house.audit_webhooks(&link).await;
}

#[tokio::test]
async fn a_cancelled_payment_that_is_approved_after_all_ends_the_link_and_stops_the_next() {
    let house = House::open().await;
    let bank = house.bank.of("cec_ro");
    let link = house.link_at(way("cec_ro"), "100.50").await;
    let payer = Payer::new();
    let sca = house.leave_by(&payer, &link, way("cec_ro")).await;
    house.wire.lies(&["CANC"]);
    house.pass(31_000).await;
    house.becomes(&link, "started").await;

    payer.pay_by(&link.page, way("cec_ro")).await;
    house.becomes(&link, "intent_accepted").await;
    house.advance(1_000).await;
    // The first address still opens at the bank, in another tab.
    let address = payer.decide(&sca, "approve").await;
    payer.navigate(&address).await;
    house.becomes(&link, "submitted").await;
    house.pass(5_000).await;
    house.becomes(&link, "completed").await;
    house.wire.hears(&Method::DELETE, 1).await;
    until("the second is cancelled", async || {
        house.attempts(&link).await.iter().map(|one| one.state).eq([AttemptState::Settled, AttemptState::Cancelled])
    })
    .await;
    assert_eq!(bank.statuses().await, ["ACSC", "CANC"], "paid once");
    let page = payer.open(&link.page).await;
    assert_eq!((page.root("screen"), page.root("status")), ("result", "completed"));
    assert_eq!(payer.leave(&link.page).await, link.page, "there is nowhere to go any more");
    house.audit_webhooks(&link).await;
}

#[tokio::test]
async fn a_cancellation_that_the_bank_did_not_hear_is_ordered_again() {
    let house = House::open().await;
    let (first, second) = (way("cec_ro"), way("bt_ro"));
    let either = serde_json::json!({ "payment_method": { "provider_id": [first.provider_id, second.provider_id] } });
    let link = house.link_with("100.50", &either).await;
    let payer = Payer::new();
    let sca = house.leave_by(&payer, &link, first).await;
    house.wire.lies(&["CANC"]);
    house.pass(31_000).await;
    house.becomes(&link, "started").await;
    let rival = house.leave_by(&payer, &link, second).await;

    // The first is approved after all, while the second's bank hears nobody.
    house.bank.of(second.provider_id).feels("down").await;
    let address = payer.decide(&sca, "approve").await;
    payer.navigate(&address).await;
    house.becomes(&link, "submitted").await;
    house.pass(5_000).await;
    house.becomes(&link, "completed").await;
    assert!(house.wire.count(&Method::DELETE) >= 1, "it was tried");
    house.bank.of(second.provider_id).feels("up").await;
    house.pass(240_000).await;
    assert_eq!(house.bank.of(second.provider_id).statuses().await, ["CANC"], "it is tried until the bank confirms");
    assert_ne!(payer.navigate(&rival).await.status, 200, "nobody can approve it any more");

    let told = house.state(&link).await;
    assert_eq!(told["service_provider"]["provider_id"], first.provider_id, "the one that was paid at is named");
}

#[tokio::test]
async fn a_late_word_about_a_payment_that_was_given_up_changes_nothing_but_money() {
    let house = House::impatient().await;
    let link = house.link_at(way("bt_ro"), "20.16").await;
    let payer = Payer::new();
    payer.pay_by(&link.page, way("bt_ro")).await;
    house.pass(14_500).await;
    house.becomes(&link, "started").await;
    house.pass(120_000).await;
    assert_eq!(house.log(&link).await, ["created", "started", "requested", "started"]);
    assert_eq!(house.bank.of("bt_ro").statuses().await, ["RCVD"], "it can never run: nobody has its address");
    house.audit(&link).await;
}
