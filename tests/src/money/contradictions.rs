//! Banks that answer late, twice, or against their own word: status never goes back but by the one way, and money counts.

use crate::house::outlook::Link;
use crate::house::payer::Payer;
use crate::house::ways::way;
use crate::house::{House, until};
use http::Method;
use protocol::AttemptState;

/// A payer who approved a payment that stays pending, and is back.
async fn back(house: &House) -> (Link, Payer) {
    let link = house.link_at(way("cec_ro"), "20.13").await;
    let payer = Payer::new();
    let address = house.decide_by(&payer, &link, way("cec_ro"), "approve").await;
    payer.come_back(&address).await;
    house.quiet().await;
    (link, payer)
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
        // Settled and then not: money has left.
        (&["ACSC", "RJCT", "CANC", "PDNG"], &["completed"]),
        (&["ACSP", "RJCT", "ACSC"], &["submitted", "failed"]),
        // No words at all, then the truth.
        (&["XXXX", "", "ACSC"], &["completed"]),
        (&["PART", "acsc", "ACSP"], &["submitted"]),
    ] {
        let house = House::open().await;
        house.wire.lies(codes);
        let (link, _payer) = back(&house).await;
        house.pass(40_000).await;
        let expected = [&HOME as &[&str], more].concat();
        assert_eq!(house.log(&link).await, expected, "{codes:?}");
        house.audit(&link).await;
        house.audit_webhooks(&link).await;
    }
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
    house.advance(3_000).await;
    payer.navigate(&address).await;
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
