//! `redirect_sca` and `wrapped_sca`: the bank returns to us, and we lead the payer on, to the client or to the page (contract §3, §7).

use crate::house::outlook::Link;
use crate::house::payer::Payer;
use crate::house::typed::{BACK, typed_order};
use crate::house::ways::{WAYS, Way, way};
use crate::house::{House, outlook::merged};
use gateway::app::registration::{NewClient, create};
use serde_json::{Value, json};
use std::collections::HashMap;
use url::Url;

/// From creation to the decision at the bank; the link, and the address that the bank sends back to.
async fn decided(
    house: &House,
    kind: &str,
    way: &Way,
    (amount, decision): (&str, &str),
    over: &Value,
) -> (Link, String) {
    let (link, web_url) = house.typed(kind, way, amount, over).await;
    let payer = Payer::new();
    payer.open(&link.page).await;
    let sca = if kind == "wrapped_sca" { payer.leave(&link.page).await } else { web_url };
    house.advance(3_000).await;
    (link, payer.decide(&sca, decision).await)
}

fn to_client() -> Value {
    json!({ "options": { "redirect_url": BACK } })
}

/// The words that were added to the client's address; those of its own stay in their place.
fn added(address: &str) -> HashMap<String, String> {
    assert!(address.starts_with(&format!("{BACK}&")), "{address}");
    let url = Url::parse(address).unwrap();
    url.query_pairs().skip(1).map(|(name, value)| (name.into_owned(), value.into_owned())).collect()
}

#[tokio::test]
async fn at_each_bank_the_payer_is_led_to_the_client_at_once() {
    let house = House::open().await;
    for way in &WAYS {
        let (link, back) = decided(&house, "redirect_sca", way, ("100.50", "approve"), &to_client()).await;
        assert!(back.starts_with(&format!("{}/callback/{}?", house.url, way.provider_id)), "{back}");
        // Another browser than any that we know: whose return it is tells the state alone.
        let leads = Payer::new().navigate(&back).await.leads_to();
        let words = added(&leads);
        assert_eq!((&words["link_id"], &words["web_id"]), (&link.id, &link.web_id));
        assert_eq!(words["status"], house.status(&link).await, "what was read by then");
        let hint = if words["status"] == "completed" { "completed" } else { "pending" };
        assert_eq!((words["result"].as_str(), words.len()), (hint, 4));
        let rows = house.log(&link).await.len();
        let again = added(&Payer::new().navigate(&back).await.leads_to());
        assert_eq!((&again["link_id"], house.log(&link).await.len()), (&link.id, rows), "a reload changes nothing");
        house.pass(10_000).await;
        house.becomes(&link, if way.confirms_funds { "funds_received" } else { "completed" }).await;
        let log = house.log(&link).await;
        assert!(log.iter().all(|status| !["started", "awaiting_authz"].contains(&status.as_str())), "{log:?}");
        house.audit(&link).await;
        let late = added(&Payer::new().navigate(&back).await.leads_to());
        assert_eq!(late["result"], "completed");
        let web_url = house.state(&link).await["web_url"].clone();
        assert_eq!(web_url, link.page, "the bank's address is dead");
    }
}

#[tokio::test]
async fn how_it_went_is_a_hint_that_was_read_and_never_what_the_return_says() {
    // What the bank does, what the payer does, how it ends, the hint once that is known.
    for (amount, decision, ends, hint) in [
        ("20.12", "approve", "failed", "failed"),
        ("100.50", "reject", "failed", "failed"),
        ("100.50", "cancel", "failed", "cancelled"),
        ("20.18", "approve", "funds_received", "completed"),
        ("20.19", "approve", "failed", "failed"),
        ("20.21", "approve", "funds_rejected", "failed"),
        ("20.23", "approve", "failed", "failed"),
    ] {
        let house = House::open().await;
        let (link, back) = decided(&house, "redirect_sca", way("libra_ro"), (amount, decision), &to_client()).await;
        let payer = Payer::new();
        let first = added(&payer.navigate(&back).await.leads_to());
        assert!(first["result"] == "pending" || first["result"] == hint, "{amount} {decision}: {first:?}");
        house.pass(20_000).await;
        house.becomes(&link, ends).await;
        let last = added(&payer.navigate(&back).await.leads_to());
        assert_eq!((last["status"].as_str(), last["result"].as_str()), (ends, hint), "{amount} {decision}");
        house.audit(&link).await;
    }
}

#[tokio::test]
async fn without_an_address_of_the_client_the_page_tells_how_it_stands() {
    let house = House::open().await;
    for kind in ["redirect_sca", "direct_sca"] {
        let (link, back) = decided(&house, kind, way("bt_ro"), ("20.14", "approve"), &json!({})).await;
        let payer = Payer::new();
        assert_eq!(payer.navigate(&back).await.leads_to(), link.page, "{kind}");
        let page = payer.open(&link.page).await;
        assert_eq!((page.view()["whose"].as_str(), page.enabled("pay")), (Some("other"), 0));
        house.pass(12_000).await;
        house.becomes(&link, "completed").await;
        house.audit(&link).await;
    }
}

#[tokio::test]
async fn a_return_with_nothing_in_it_is_found_by_reading_within_two_minutes() {
    for kind in ["redirect_sca", "direct_sca"] {
        let house = House::open().await;
        let (link, back) = decided(&house, kind, way("libra_ro"), ("20.17", "approve"), &to_client()).await;
        assert!(!back.contains("state="), "{back}");
        if kind == "redirect_sca" {
            let answer = Payer::new().navigate(&back).await;
            assert_eq!(answer.status, 200, "a calm page: {}", answer.text);
        }
        house.pass(100_000).await;
        house.becomes(&link, "funds_received").await;
        let most = house.bank.most_calls_within(std::time::Duration::from_mins(1)).await;
        assert!(most <= 6, "{most} calls in a minute");
        house.audit(&link).await;
    }
}

#[tokio::test]
async fn an_address_that_nobody_used_in_time_ends_the_link() {
    for kind in ["redirect_sca", "direct_sca"] {
        let house = House::open().await;
        let (link, _) = house.typed(kind, way("libra_ro"), "20.20", &to_client()).await;
        house.pass(1_000_000).await;
        house.becomes(&link, "failed").await;
        house.audit(&link).await;
    }
}

#[tokio::test]
async fn an_app_is_led_to_by_its_own_scheme() {
    let house = House::open().await;
    let new = NewClient {
        name: "App".to_owned(),
        redirect_urls: vec!["myshop://paid".to_owned()],
        frame_origins: vec![],
        ais: true,
        require_tracking: false,
        hides_transfer: false,
        template: "default".to_owned(),
    };
    let issued = create(&house.app.store, &house.app.keys, house.now_ms(), new, &["default"]).await.unwrap();
    let app = json!({
        "client_id": issued.client_id, "client_secret": issued.client_secret.unwrap().expose(),
        "options": { "redirect_url": "myshop://paid" },
    });
    for (kind, bank) in [("redirect_sca", "libra_ro"), ("direct_sca", "libra_ro"), ("direct_sca", "bt_ro")] {
        let body = merged(typed_order(kind, way(bank), "100.50"), &app);
        let made = house.api("/test/v2/links/create", &body).await;
        house.advance(3_000).await;
        let back = Payer::new().decide(made["web_url"].as_str().unwrap(), "approve").await;
        assert!(
            back.starts_with(&format!("{}/callback/{bank}?", house.url)),
            "banks know addresses of the web: {back}"
        );
        let answer = Payer::new().navigate(&back).await;
        assert_eq!(answer.status, 303, "{}", answer.text);
        let leads = answer.header("location").to_owned();
        let link =
            Link { id: made["link_id"].as_str().unwrap().to_owned(), web_id: String::new(), page: String::new() };
        if kind == "redirect_sca" {
            assert!(leads.starts_with(&format!("myshop://paid?link_id={}&web_id=", link.id)), "{leads}");
            continue;
        }
        let query = back.split_once('?').unwrap().1;
        assert_eq!(leads, format!("myshop://paid?{query}"), "as the bank wrote it");
        house.logs(&link, &["created", "requested", "intent_accepted"]).await;
        let bring = merged(app.clone(), &json!({ "query_string": query }));
        let brought = house.call("/test/v2/links/redirect", &[], &bring).await;
        assert_eq!(brought.status, 200, "{}", brought.text);
        house.pass(12_000).await;
        house.becomes(&link, if bank == "libra_ro" { "funds_received" } else { "completed" }).await;
    }
    // The bank's tokens were had, by the one address that both calls named.
    let token = |one: &&crate::house::wire::Exchange| one.path.ends_with("/oauth/token");
    let heard = house.wire.heard();
    let tokens: Vec<u16> = heard.iter().filter(token).map(|one| one.status).collect();
    assert_eq!(tokens, [200]);
}

#[tokio::test]
async fn nobody_who_has_the_pages_address_ends_or_begins_anything() {
    let house = House::open().await;
    for kind in ["direct_sca", "redirect_sca"] {
        let (link, _) = house.typed(kind, way("libra_ro"), "100.50", &to_client()).await;
        let payer = Payer::new();
        payer.open(&link.page).await;
        for deed in ["pay", "cancel", "retry"] {
            let fields = [("provider_id", "libra_ro"), ("method_id", "libra_ro.domestic")];
            payer.post(&format!("{}/{deed}", link.page), &fields).await;
            house.logs(&link, &["created", "requested", "intent_accepted"]).await;
        }
        assert_eq!(payer.leave(&link.page).await, link.page);
        assert_eq!(house.bank.statuses().await.last().unwrap(), "RCVD");
    }
}

#[tokio::test]
async fn the_client_can_take_each_type_back() {
    let house = House::open().await;
    for kind in crate::house::typed::LINK_KINDS {
        let (link, web_url) = house.typed(kind, way("libra_ro"), "100.50", &json!({})).await;
        let revoked = house.api("/test/v2/links/revoke", &json!({ "link_id": link.id })).await;
        assert_eq!(revoked["status"], "revoked");
        assert_eq!(house.bank.statuses().await.last().unwrap(), "CANC");
        house.logs(&link, &["created", "requested", "intent_accepted", "revoked"]).await;
        house.audit(&link).await;
        if kind == "redirect_sca" {
            assert_ne!(revoked["web_url"], json!(web_url), "the bank's address leads nowhere now");
        }
    }
    for kind in crate::house::typed::CONSENT_KINDS {
        let (consent, _) = house.asked_typed(kind, way("libra_ro"), &json!({})).await;
        let revoked = house.api("/test/v2/ais/consents/revoke", &consent.reference()).await;
        assert_eq!(revoked["status"], "revoked");
        assert_eq!(house.log_of(&consent.id).await, ["created", "sca_url_retrieved", "revoked"]);
        house.quiet().await;
        assert_eq!(house.bank.consents().await.last().unwrap()["status"], "terminatedByTpp");
    }
}
