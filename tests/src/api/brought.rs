//! `links/redirect`, `ais/consents/redirect`: returns that the client's server brings (contract §3, §5).

use super::{fields, keys, own_error};
use crate::house::outlook::{Link, merged};
use crate::house::payer::{Answer, Payer};
use crate::house::typed::{BACK, typed_order};
use crate::house::ways::{WAYS, Way, way};
use crate::house::{House, Plan, until};
use futures_util::future::join_all;
use gateway::app::registration::{NewClient, create};
use serde_json::{Value, json};
use std::time::Duration;

const LINKS: &str = "/test/v2/links/redirect";
const CONSENTS: &str = "/test/v2/ais/consents/redirect";

fn to_client() -> Value {
    json!({ "options": { "redirect_url": BACK } })
}

/// A link whose payer decided at the bank; the query of the address at which they came back to the client.
async fn decided(house: &House, way: &Way, amount: &str, decision: &str) -> (Link, String) {
    let (link, web_url) = house.typed("direct_sca", way, amount, &to_client()).await;
    house.advance(3_000).await;
    let back = Payer::new().decide(&web_url, decision).await;
    assert!(back.starts_with(&format!("{BACK}&")), "to the client itself: {back}");
    (link, back.split_once('?').unwrap().1.to_owned())
}

async fn bring(house: &House, path: &str, query: &str, sync: bool) -> Answer {
    house.call(path, &[], &json!({ "query_string": query, "sync": sync })).await
}

/// What a call comes to that waits while time passes, half a second at a time.
async fn meanwhile<T>(house: &House, call: impl Future<Output = T>) -> T {
    tokio::pin!(call);
    loop {
        tokio::select! {
            answer = &mut call => return answer,
            () = tokio::time::sleep(Duration::from_millis(50)) => house.advance(500).await,
        }
    }
}

fn status(answer: &Answer) -> String {
    answer.json()["status"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn at_each_bank_a_return_is_worked_on_once() {
    let house = House::open().await;
    for way in &WAYS {
        let (link, query) = decided(&house, way, "20.14", "approve").await;
        house.logs(&link, &["created", "requested", "intent_accepted"]).await;
        let first = bring(&house, LINKS, &query, false).await;
        assert_eq!(first.status, 200, "{}: {}", way.provider_id, first.text);
        let body = first.json();
        assert_eq!(keys(&body), ["api_client_app", "link_id", "request_id", "status", "web_id"]);
        assert_eq!((&body["link_id"], &body["web_id"]), (&json!(link.id), &json!(link.web_id)));
        assert_eq!(status(&first), house.status(&link).await);
        let rows = house.log(&link).await;
        for query in [query.clone(), format!("?{query}"), format!("{query}&code=another")] {
            let again = bring(&house, LINKS, &query, false).await;
            assert_eq!((again.status.as_u16(), status(&again)), (201, house.status(&link).await), "{}", again.text);
        }
        assert_eq!(house.log(&link).await, rows, "nothing is done twice");
        house.pass(12_000).await;
        house.becomes(&link, if way.confirms_funds { "funds_received" } else { "completed" }).await;
        let log = house.log(&link).await;
        assert!(log.iter().all(|status| !["started", "awaiting_authz"].contains(&status.as_str())), "{log:?}");
        house.audit(&link).await;
        let late = bring(&house, LINKS, &query, true).await;
        assert_eq!(late.status, 201, "an outcome is not waited for: {}", late.text);
    }
    let heard = house.wire.heard();
    let tokens: Vec<u16> =
        heard.iter().filter(|one| one.path.ends_with("/oauth/token")).map(|one| one.status).collect();
    assert_eq!(tokens, [200, 200, 200], "bt, cec and rzb gave a token for the client's own address");
    assert!(house.shop.got().iter().all(|told| told.status() != "started"));
}

#[tokio::test]
async fn sync_waits_for_the_outcome_and_two_that_wait_get_the_same() {
    for (amount, decision, expected) in
        [("20.14", "approve", "completed"), ("20.12", "approve", "failed"), ("100.50", "cancel", "failed")]
    {
        let house = House::open().await;
        let (link, query) = decided(&house, way("cec_ro"), amount, decision).await;
        let calls = join_all([bring(&house, LINKS, &query, true), bring(&house, LINKS, &query, true)]);
        let answers = meanwhile(&house, calls).await;
        house.pass(12_000).await;
        house.becomes(&link, expected).await;
        let mut codes: Vec<u16> = answers.iter().map(|one| one.status.as_u16()).collect();
        codes.sort_unstable();
        assert_eq!(codes, [200, 201], "{amount} {decision}");
        for answer in &answers {
            assert!([expected, "submitted"].contains(&status(answer).as_str()), "{}", answer.text);
        }
        house.audit(&link).await;
    }
}

#[tokio::test]
async fn what_has_no_outcome_is_in_progress_for_who_waits() {
    let house = House::of(Plan { unknown_after: Some(Duration::from_secs(3)), ..Plan::default() }).await;
    let (link, query) = decided(&house, way("libra_ro"), "20.13", "approve").await;
    for _ in 0..2 {
        let waited = bring(&house, LINKS, &query, true).await;
        assert_eq!((waited.status.as_u16(), status(&waited).as_str()), (202, "redirect_in_progress"));
        house.becomes(&link, "received").await;
    }
    let told = bring(&house, LINKS, &query, false).await;
    assert_eq!((told.status.as_u16(), status(&told).as_str()), (201, "received"));
}

#[tokio::test]
async fn a_hundred_calls_at_once_are_one_piece_of_work() {
    let house = House::open().await;
    let (link, query) = decided(&house, way("bt_ro"), "20.14", "approve").await;
    let answers = join_all((0..100).map(|_| bring(&house, LINKS, &query, false))).await;
    let count = |code: u16| answers.iter().filter(|one| one.status == code).count();
    assert_eq!((count(200), count(200) + count(201) + count(202)), (1, 100));
    let told = |one: &Answer| one.status != 202 || status(one) == "redirect_in_progress";
    assert!(answers.iter().all(told));
    let tokens = house.wire.heard().iter().filter(|one| one.path.ends_with("/oauth/token")).count();
    assert_eq!(tokens, 1);
    house.pass(12_000).await;
    house.becomes(&link, "completed").await;
    house.audit(&link).await;
}

#[tokio::test]
async fn what_the_query_says_is_no_proof() {
    for (amount, ends) in [("20.18", "funds_received"), ("20.19", "failed")] {
        let house = House::open().await;
        let (link, query) = decided(&house, way("libra_ro"), amount, "approve").await;
        let brought = bring(&house, LINKS, &query, false).await;
        assert_eq!(brought.status, 200, "{}", brought.text);
        house.pass(12_000).await;
        house.becomes(&link, ends).await;
    }
    // A return that was made up from nothing but the secret: the payment waits at the bank still.
    let house = House::open().await;
    let (link, web_url) = house.typed("direct_sca", way("bt_ro"), "100.50", &to_client()).await;
    let sca = url::Url::parse(&web_url).unwrap();
    let state = sca.query_pairs().find(|(name, _)| name == "state").unwrap().1.into_owned();
    let brought = bring(&house, LINKS, &format!("state={state}&result=completed&code=stolen"), false).await;
    assert_eq!((brought.status.as_u16(), status(&brought).as_str()), (200, "received"), "{}", brought.text);
    house.pass(20_000).await;
    assert_eq!(house.status(&link).await, "received");
}

#[tokio::test]
async fn a_return_that_came_to_us_is_still_the_clients_to_bring() {
    let house = House::open().await;
    let (link, query) = decided(&house, way("bt_ro"), "20.14", "approve").await;
    let strayed = Payer::new().navigate(&format!("{}/callback/bt_ro?{query}", house.url)).await;
    assert_eq!(strayed.leads_to(), link.page);
    house.logs(&link, &["created", "requested", "intent_accepted"]).await;
    assert_eq!(bring(&house, LINKS, &query, false).await.status, 200);
    house.pass(12_000).await;
    house.becomes(&link, "completed").await;
}

#[tokio::test]
async fn what_is_no_return_of_this_clients_direct_sca() {
    let house = House::open().await;
    let (_, query) = decided(&house, way("libra_ro"), "100.50", "approve").await;
    for wrong in
        [json!({}), json!({ "query_string": null }), json!({ "query_string": 7 }), json!({ "query_string": "" })]
    {
        assert_eq!(fields(&house.call(LINKS, &[], &wrong).await), ["query_string"], "{wrong}");
    }
    for without in ["?", "code=1", "state=", "error=access_denied", "#state=x"] {
        assert_eq!(fields(&bring(&house, LINKS, without, false).await), ["query_string"], "{without}");
    }
    let both = json!({ "query_string": "a=b\u{7}", "sync": "yes" });
    assert_eq!(fields(&house.call(LINKS, &[], &both).await), ["query_string", "sync"]);
    own_error(&bring(&house, LINKS, "state=nobodys", false).await, 404, "not_found");
    own_error(&bring(&house, CONSENTS, "state=nobodys", false).await, 404, "consent_not_found");
    own_error(&bring(&house, CONSENTS, &query, false).await, 404, "consent_not_found");
    let new = NewClient {
        name: "Other".to_owned(),
        redirect_urls: vec![],
        frame_origins: vec![],
        ais: true,
        require_tracking: false,
        hides_transfer: false,
        template: "default".to_owned(),
    };
    let issued = create(&house.app.store, &house.app.keys, house.now_ms(), new, &["default"]).await.unwrap();
    let other = json!({
        "client_id": issued.client_id, "client_secret": issued.client_secret.unwrap().expose(), "query_string": query,
    });
    own_error(&house.call(LINKS, &[], &other).await, 404, "not_found");
    // Of another type: the return is ours to take.
    let redirected = house.typed("redirect_sca", way("bt_ro"), "100.50", &to_client()).await;
    let sca = url::Url::parse(&redirected.1).unwrap();
    let state = sca.query_pairs().find(|(name, _)| name == "state").unwrap().1.into_owned();
    own_error(&bring(&house, LINKS, &format!("state={state}"), false).await, 404, "not_found");
    assert_eq!(house.status(&redirected.0).await, "intent_accepted");
    assert_eq!(bring(&house, "/test/v1/links/redirect", &query, false).await.status, 200, "nothing of that used it up");
}

#[tokio::test]
async fn an_expired_link_with_nothing_at_the_bank_and_one_that_finishes_late() {
    let house = House::open().await;
    let short = merged(to_client(), &json!({ "options": { "expires_in": 60 } }));
    let (link, web_url) = house.typed("direct_sca", way("libra_ro"), "100.50", &short).await;
    house.pass(61_000).await;
    let back = Payer::new().decide(&web_url, "approve").await;
    let brought = bring(&house, LINKS, back.split_once('?').unwrap().1, false).await;
    assert_eq!(brought.status, 200, "it is at the bank: {}", brought.text);
    house.pass(10_000).await;
    house.becomes(&link, "funds_received").await;

    let (link, web_url) = house.typed("direct_sca", way("bt_ro"), "100.50", &short).await;
    let sca = url::Url::parse(&web_url).unwrap();
    let state = sca.query_pairs().find(|(name, _)| name == "state").unwrap().1.into_owned();
    house.api("/test/v2/links/revoke", &json!({ "link_id": link.id })).await;
    house.pass(61_000).await;
    own_error(&bring(&house, LINKS, &format!("state={state}"), false).await, 400, "link_expired");
    house.logs(&link, &["created", "requested", "intent_accepted", "revoked"]).await;
}

#[tokio::test]
async fn consents_at_each_bank() {
    let house = House::open().await;
    for way in WAYS.iter().filter(|way| way.provider_id != "ropay") {
        let (consent, web_url) = house.asked_typed("direct_sca", way, &to_client()).await;
        house.advance(3_000).await;
        let back = Payer::new().decide(&web_url, "approve").await;
        assert!(back.starts_with(&format!("{BACK}&")), "{back}");
        let query = back.split_once('?').unwrap().1;
        own_error(&bring(&house, LINKS, query, false).await, 404, "not_found");
        let first = meanwhile(&house, bring(&house, CONSENTS, query, true)).await;
        assert_eq!(first.status, 200, "{}: {}", way.provider_id, first.text);
        assert_eq!(keys(&first.json()), ["api_client_app", "consent_id", "request_id", "status", "web_id"]);
        assert_eq!(first.json()["consent_id"], json!(consent.id));
        assert!(["authorized", "active"].contains(&status(&first).as_str()), "{}", first.text);
        until("the data is read", async || house.state_of(&consent).await["status"] == "active").await;
        let again = bring(&house, "/test/consents/redirect", query, false).await;
        assert_eq!((again.status.as_u16(), status(&again).as_str()), (201, "active"));
        assert_eq!(house.log_of(&consent.id).await, ["created", "sca_url_retrieved", "authorized", "active"]);
    }
}

#[tokio::test]
async fn consents_that_are_not_given() {
    for (days, decision, ends) in
        [(90, "reject", "failed"), (90, "cancel", "failed"), (162, "approve", "failed"), (169, "approve", "failed")]
    {
        let house = House::open().await;
        let over = merged(to_client(), &json!({ "consent": { "consent_validity_days": days } }));
        let (consent, web_url) = house.asked_typed("direct_sca", way("libra_ro"), &over).await;
        house.advance(3_000).await;
        let back = Payer::new().decide(&web_url, decision).await;
        let query = back.split_once('?').unwrap().1;
        let brought = meanwhile(&house, bring(&house, CONSENTS, query, true)).await;
        assert_eq!((brought.status.as_u16(), status(&brought).as_str()), (200, ends), "{days} {decision}");
        assert_eq!(house.log_of(&consent.id).await, ["created", "sca_url_retrieved", "failed"]);
    }
    // Nobody used it in time: it is over, and so is its return.
    let house = House::open().await;
    let over = merged(to_client(), &json!({ "options": { "expires_in": 60 } }));
    let (consent, web_url) = house.asked_typed("direct_sca", way("bt_ro"), &over).await;
    let sca = url::Url::parse(&web_url).unwrap();
    let state = sca.query_pairs().find(|(name, _)| name == "state").unwrap().1.into_owned();
    house.pass(90_000).await;
    until("it expires", async || house.state_of(&consent).await["status"] == "expired").await;
    own_error(&bring(&house, CONSENTS, &format!("state={state}"), true).await, 400, "link_expired");
}

#[tokio::test]
async fn a_gateway_that_dies_in_the_middle_leaves_the_return_to_be_brought_again() {
    let mut house = House::open().await;
    let (link, query) = decided(&house, way("libra_ro"), "20.14", "approve").await;
    let attempt = &house.attempts(&link).await[0];
    let now = house.now_ms();
    let claimed = house.app.store.claim_return(&link.id, attempt.number, now, now).await.unwrap();
    assert_eq!(claimed, gateway::store::attempts::ReturnClaim::Mine);
    house.restart().await;
    let running = bring(&house, LINKS, &query, false).await;
    assert_eq!((running.status.as_u16(), status(&running).as_str()), (202, "redirect_in_progress"));
    house.pass(200_000).await;
    assert_eq!(bring(&house, LINKS, &query, false).await.status, 200, "whoever had it is gone");
    house.becomes(&link, "funds_received").await;
    let body = typed_order("direct_sca", way("libra_ro"), "1.00");
    house.api("/test/v2/links/create", &body).await;
}
