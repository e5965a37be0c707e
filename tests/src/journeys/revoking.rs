//! `links/revoke` at each status: at once before the bank, by the bank's confirmation while the payer is there, never later.

use crate::house::outlook::Link;
use crate::house::payer::{Answer, Payer};
use crate::house::{House, wire};
use http::Method;
use serde_json::json;

async fn revoke(house: &House, link: &Link) -> Answer {
    house.call("/test/v2/links/revoke", &[], &json!({ "link_id": link.id })).await
}

fn refused(answer: &Answer, code: &str) {
    assert_eq!((answer.status.as_u16(), answer.json()["code"].as_str()), (400, Some(code)), "{}", answer.text);
}

#[tokio::test]
async fn created_and_started_are_revoked_at_once_and_again_is_the_same() {
    for opened in [false, true] {
        let house = House::open().await;
        let link = house.link("100.50").await;
        let payer = Payer::new();
        if opened {
            payer.open(&link.page).await;
        }
        for _ in 0..2 {
            let answer = revoke(&house, &link).await;
            assert_eq!((answer.status.as_u16(), &answer.json()["status"]), (200, &json!("revoked")), "{}", answer.text);
        }
        let page = payer.open(&link.page).await;
        assert_eq!((page.root("screen"), page.root("status")), ("revoked", "revoked"));
        assert_eq!(page.view()["final"], true);
        let expected: &[&str] = if opened { &["created", "started", "revoked"] } else { &["created", "revoked"] };
        house.logs(&link, expected).await;
        house.audit(&link).await;
        house.audit_webhooks(&link).await;
        assert!(house.bank.payments().await.is_empty());
    }
}

#[tokio::test]
async fn at_the_bank_it_is_revoked_when_the_bank_confirms() {
    for left in [false, true] {
        let house = House::open().await;
        let link = house.link("100.50").await;
        let payer = Payer::new();
        payer.pay(&link.page).await;
        if left {
            payer.leave(&link.page).await;
        }
        let answer = revoke(&house, &link).await;
        assert_eq!(answer.json()["status"], "revoked", "{}", answer.text);
        assert_eq!(house.bank.statuses().await, ["CANC"]);
        assert_eq!(revoke(&house, &link).await.status, 200);
        assert_eq!(house.wire.count(&Method::DELETE), 1, "the second call asks nobody");
        assert_eq!(payer.open(&link.page).await.root("screen"), "revoked");
        house.audit(&link).await;
        house.audit_webhooks(&link).await;
    }
}

#[tokio::test]
async fn what_the_payer_approved_is_not_revoked_and_goes_its_way() {
    let house = House::open().await;
    let link = house.link("100.50").await;
    let payer = Payer::new();
    payer.pay(&link.page).await;
    let sca = payer.leave(&link.page).await;
    house.advance(4_000).await;
    let back = payer.decide(&sca, "approve").await;
    refused(&revoke(&house, &link).await, "unprocessable_entity");
    payer.come_back(&back).await;
    house.quiet().await;
    refused(&revoke(&house, &link).await, "unprocessable_entity");
    house.pass(6_000).await;
    house.becomes(&link, "funds_received").await;
    refused(&revoke(&house, &link).await, "unprocessable_entity");
    assert_eq!(house.bank.statuses().await, ["ACSC"]);
    house.audit(&link).await;
}

#[tokio::test]
async fn what_the_bank_does_not_confirm_is_not_revoked() {
    let house = House::open().await;
    let link = house.link("20.13").await;
    let payer = Payer::new();
    payer.pay(&link.page).await;
    let sca = payer.leave(&link.page).await;
    house.bank.feels("down").await;
    refused(&revoke(&house, &link).await, "unprocessable_entity");
    house.bank.feels("up").await;
    // Approved, and pending for ever: it may still settle.
    payer.decide(&sca, "approve").await;
    refused(&revoke(&house, &link).await, "unprocessable_entity");
    house.logs(&link, &["created", "started", "requested", "intent_accepted", "awaiting_authz"]).await;
    assert_eq!(house.bank.statuses().await, ["PDNG"]);
    house.audit(&link).await;
}

#[tokio::test]
async fn while_the_intent_is_on_its_way_nobody_can_confirm() {
    let house = House::open().await;
    let link = house.link("100.50").await;
    let payer = Payer::new();
    house.wire.set(wire::Mode::Held);
    let paying = {
        let (payer, page) = (payer.clone(), link.page.clone());
        async move { payer.pay(&page).await }
    };
    let (page, ()) = tokio::join!(paying, async {
        house.wire.hears(&Method::POST, 1).await;
        refused(&revoke(&house, &link).await, "unprocessable_entity");
        house.wire.set(wire::Mode::Open);
    });
    assert_eq!(page.root("screen"), "handoff");
    assert_eq!(revoke(&house, &link).await.json()["status"], "revoked");
    house.audit(&link).await;
}

#[tokio::test]
async fn received_failed_and_expired_are_refused() {
    let house = House::open().await;
    let pending = house.link("20.13").await;
    house.walk(&Payer::new(), &pending, "approve").await;
    refused(&revoke(&house, &pending).await, "unprocessable_entity");
    let failed = house.link("20.11").await;
    Payer::new().pay(&failed.page).await;
    house.becomes(&failed, "failed").await;
    refused(&revoke(&house, &failed).await, "unprocessable_entity");
    let expired = house.link_with("100.50", &json!({ "options": { "expires_in": 5 } })).await;
    house.advance(5_000).await;
    refused(&revoke(&house, &expired).await, "link_expired");
    assert_eq!(house.status(&expired).await, "created");
}
