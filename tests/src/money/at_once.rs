//! A hundred at once.

use crate::house::House;
use crate::house::outlook::order;
use crate::house::payer::Payer;
use futures_util::future::join_all;
use http::Method;
use serde_json::json;
use std::collections::HashSet;

#[tokio::test]
async fn a_hundred_presses_of_pay_are_one_payment() {
    let house = House::open().await;
    let link = house.link("100.50").await;
    let payer = Payer::new();
    let page = payer.open(&format!("{}?bank=libra_ro", link.page)).await;
    let presses = (0..100).map(|_| payer.press(&link.page, &page, "pay", &[]));
    for answer in join_all(presses).await {
        assert_eq!(answer.leads_to(), link.page, "{}", answer.text);
    }
    assert_eq!(house.bank.payments().await.len(), 1);
    assert_eq!(house.wire.count(&Method::POST), 1);
    house.logs(&link, &["created", "started", "requested", "intent_accepted"]).await;
    assert_eq!(payer.open(&link.page).await.root("screen"), "handoff");
    house.audit(&link).await;
    house.audit_webhooks(&link).await;
}

#[tokio::test]
async fn presses_in_many_browsers_at_once_are_one_payment_of_one_of_them() {
    let house = House::open().await;
    let link = house.link("100.50").await;
    let payers: Vec<Payer> = (0..20).map(|_| Payer::new()).collect();
    let chosen = format!("{}?bank=libra_ro", link.page);
    let pages = join_all(payers.iter().map(|payer| payer.open(&chosen))).await;
    let presses = payers.iter().zip(&pages).map(|(payer, page)| payer.press(&link.page, page, "pay", &[]));
    for answer in join_all(presses).await {
        assert_eq!(answer.leads_to(), link.page);
    }
    assert_eq!(house.bank.payments().await.len(), 1);
    let after = join_all(payers.iter().map(|payer| payer.open(&link.page))).await;
    let mine = after.iter().filter(|page| page.view()["whose"] == "mine").count();
    assert_eq!(mine, 1);
    house.audit(&link).await;
}

#[tokio::test]
async fn a_hundred_creates_under_one_idempotency_key_are_one_link() {
    let house = House::open().await;
    let body = order("100.50");
    let headers = [("idempotency-key", "order-77")];
    let creates = (0..100).map(|_| house.call("/test/v2/links/create", &headers, &body));
    let mut ids = HashSet::new();
    for answer in join_all(creates).await {
        match answer.status.as_u16() {
            200 => assert!(ids.insert(answer.json()["link_id"].to_string()) || ids.len() == 1),
            409 => {
                assert_eq!(answer.json()["code"], "bad_request");
                assert!(answer.header("retry-after").parse::<u32>().is_ok_and(|seconds| seconds > 0));
            }
            other => panic!("{other}: {}", answer.text),
        }
    }
    assert_eq!(ids.len(), 1);
    let listed = house.api("/test/v2/links/list", &json!({})).await;
    assert_eq!(listed["pagination"]["count"], 1, "{listed}");
}

#[tokio::test]
async fn returns_reads_and_revocations_at_once_leave_one_story() {
    for decision in ["approve", "cancel"] {
        let house = House::open().await;
        let link = house.link("100.50").await;
        let payer = Payer::new();
        payer.pay(&link.page).await;
        let sca = payer.leave(&link.page).await;
        house.advance(4_000).await;
        let back = payer.decide(&sca, decision).await;
        let body = json!({ "link_id": link.id });
        let revocations = (0..10).map(|_| house.call("/test/v2/links/revoke", &[], &body));
        let returns = (0..20).map(|_| payer.navigate(&back));
        let ticks = async {
            for _ in 0..6 {
                house.advance(700).await;
            }
        };
        let (answers, _, ()) = tokio::join!(join_all(revocations), join_all(returns), ticks);
        house.pass(6_000).await;
        house.audit(&link).await;
        house.audit_webhooks(&link).await;
        let revoked = answers.iter().filter(|answer| answer.status == 200).count();
        let log = house.log(&link).await;
        if decision == "approve" {
            house.becomes(&link, "funds_received").await;
            assert_eq!((revoked, house.bank.statuses().await), (0, vec!["ACSC".to_owned()]));
        } else {
            assert_eq!(house.bank.statuses().await, ["CANC"]);
            assert_eq!(log.last().unwrap() == "revoked", revoked > 0, "{log:?}");
        }
    }
}
