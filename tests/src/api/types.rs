//! Types whose bank is asked when they are made (contract §3, §5): what is made, what is refused, and what is left of what was refused.

use super::{keys, own_error};
use crate::house::outlook::merged;
use crate::house::payer::Payer;
use crate::house::typed::{BACK, CONSENT_KINDS, LINK_KINDS, typed_order};
use crate::house::ways::{WAYS, way};
use crate::house::wire::Mode;
use crate::house::{House, until};
use http::Method;
use protocol::AttemptState;
use serde_json::{Value, json};

/// The log of what its bank took.
const TAKEN: [&str; 3] = ["created", "requested", "intent_accepted"];
/// The log of what its bank did not take.
const NOT_TAKEN: [&str; 3] = ["created", "requested", "failed"];

#[tokio::test]
async fn a_link_of_each_type_at_each_bank() {
    let house = House::open().await;
    for kind in LINK_KINDS {
        for way in &WAYS {
            let (link, web_url) = house.typed(kind, way, "100.50", &json!({})).await;
            let at_bank = web_url.starts_with(&format!("{}/{}/", house.bank.url, way.provider_id));
            assert_eq!((at_bank, web_url == link.page), (kind != "wrapped_sca", kind == "wrapped_sca"), "{web_url}");
            let state = house.state(&link).await;
            let told = match kind {
                "direct_sca" => Value::Null,
                _ => json!(web_url),
            };
            assert_eq!((&state["status"], &state["web_url"]), (&json!("intent_accepted"), &told), "{kind}");
            assert_eq!(state["payment_method"]["method_id"], way.method_id);
            assert_eq!(state["service_provider"]["provider_id"], way.provider_id);
            // A person who opens the page, and one who has no secret, change and get nothing.
            Payer::new().open(&link.page).await;
            let nobody = [("cookie", "finqlink_holder="), ("sec-fetch-mode", "navigate")];
            let stays = Payer::new().send(Method::GET, &format!("{}/leave", link.page), &nobody, String::new()).await;
            if kind != "wrapped_sca" {
                assert_eq!(stays.leads_to(), link.page, "nobody has left yet, so nobody is sent there");
            }
            assert!(!house.log(&link).await.iter().any(|status| status == "started"));
        }
    }
    let listed = house.api("/test/v2/links/list", &json!({})).await;
    let listed = listed["links"].as_array().unwrap();
    assert_eq!(listed.len(), LINK_KINDS.len() * WAYS.len());
    assert_eq!(listed.iter().filter(|link| link["web_url"].is_null()).count(), WAYS.len(), "direct_sca");
    let at_bank = |link: &&Value| link["web_url"].as_str().is_some_and(|url| url.starts_with(&house.bank.url));
    assert_eq!(listed.iter().filter(at_bank).count(), WAYS.len(), "redirect_sca");
}

#[tokio::test]
async fn the_log_and_the_webhooks_of_one_that_its_bank_took() {
    for kind in LINK_KINDS {
        let house = House::open().await;
        let (link, _) = house.typed(kind, way("libra_ro"), "100.50", &json!({})).await;
        house.logs(&link, &TAKEN).await;
        house.audit(&link).await;
        house.audit_webhooks(&link).await;
    }
}

#[tokio::test]
async fn exactly_one_method_with_all_that_it_needs() {
    let house = House::open().await;
    for kind in LINK_KINDS {
        for filter in [json!({ "provider_id": null }), json!({ "payment_scheme": null }), json!({ "env": "prod" })] {
            let over = json!({ "payment_method": filter });
            let answer = house.create_typed(kind, way("libra_ro"), "100.50", &over).await;
            let body = own_error(&answer, 400, "method_selection_error");
            assert_eq!(body.get("link_id"), None, "nothing was made");
        }
        let over_limit = house.create_typed(kind, way("ropay"), "50000.00", &json!({})).await;
        own_error(&over_limit, 400, "method_selection_error");
        for lacking in ["debtor_iban", "psu_id"] {
            let over = json!({ "single_transfer": { lacking: null } });
            let answer = house.create_typed(kind, way("rzb_ro"), "100.50", &over).await;
            let body = own_error(&answer, 400, "method_input_validation_error");
            assert_eq!(body["errors"][0]["field"], format!("single_transfer.{lacking}"));
            assert_eq!(body.get("link_id"), None, "nothing was made");
        }
    }
    assert_eq!(house.api("/test/v2/links/list", &json!({})).await["links"], json!([]));
    assert_eq!(house.bank.payments().await.len(), 0);
}

#[tokio::test]
async fn what_the_bank_does_not_take_is_refused_and_has_failed() {
    for (amount, says) in [("20.11", "the bank refused"), ("20.15", "the bank is not available"), ("20.16", "in time")]
    {
        for kind in LINK_KINDS {
            // Where the bank answers, it may take its time.
            let house = if amount == "20.16" { House::impatient().await } else { House::open().await };
            let answer = house.create_typed(kind, way("libra_ro"), amount, &json!({})).await;
            let body = own_error(&answer, 400, "unprocessable_entity");
            assert_eq!(keys(&body), ["code", "error_id", "link_id", "message", "request_id"]);
            assert!(body["message"].as_str().unwrap().contains(says), "{amount}: {}", answer.text);
            let link = house.link_of(&answer);
            house.logs(&link, &NOT_TAKEN).await;
            house.audit(&link).await;
            assert_eq!(house.shop.gets(2).await.last().unwrap().status(), "failed");
            let web_url = house.state(&link).await["web_url"].clone();
            assert!(web_url.as_str().is_none_or(|url| url.starts_with(&house.url)), "no bank's address: {web_url}");
            house.pass(60_000).await;
            let sent = house.bank.calls().await.iter().filter(|(_, call)| call.starts_with("POST")).count();
            assert_eq!(sent, 1, "never sent twice");
        }
    }
}

#[tokio::test]
async fn a_late_acceptance_is_cancelled_at_the_bank_and_never_shown() {
    let house = House::impatient().await;
    for (count, kind) in (1..).zip(LINK_KINDS) {
        house.wire.set(Mode::Held);
        let answer = house.create_typed(kind, way("libra_ro"), "100.50", &json!({})).await;
        own_error(&answer, 400, "unprocessable_entity");
        let link = house.link_of(&answer);
        assert_eq!(house.attempts(&link).await[0].state, AttemptState::Abandoned);
        house.wire.set(Mode::Open);
        house.wire.hears(&Method::DELETE, count).await;
        until("cancelled at the bank", async || house.bank.statuses().await.last().unwrap() == "CANC").await;
        house.quiet().await;
        house.logs(&link, &NOT_TAKEN).await;
        let web_url = house.state(&link).await["web_url"].clone();
        assert!(web_url.as_str().is_none_or(|url| url.starts_with(&house.url)), "{web_url}");
    }
}

#[tokio::test]
async fn a_key_holds_while_the_bank_is_waited_for_and_when_the_caller_hangs_up() {
    let house = House::open().await;
    let body = typed_order("direct_sca", way("libra_ro"), "100.50");
    let headers = [("idempotency-key", "slow")];
    house.wire.set(Mode::Held);
    let first = house.call("/test/v2/links/create", &headers, &body);
    // The caller goes away in the middle.
    let gone = tokio::time::timeout(std::time::Duration::from_millis(300), first).await;
    assert!(gone.is_err(), "the bank has not answered yet");
    let again = house.call("/test/v2/links/create", &headers, &body).await;
    own_error(&again, 409, "bad_request");
    assert_eq!(again.header("retry-after"), "1");
    house.wire.set(Mode::Open);
    let mut answer = house.call("/test/v2/links/create", &headers, &body).await;
    while answer.status == 409 {
        answer = house.call("/test/v2/links/create", &headers, &body).await;
    }
    assert_eq!((answer.status.as_u16(), answer.header("idempotent-replayed")), (200, "true"), "{}", answer.text);
    assert!(answer.json()["web_url"].as_str().unwrap().starts_with(&house.bank.url));
    assert_eq!(house.bank.payments().await.len(), 1, "one payment");

    let refused = typed_order("redirect_sca", way("libra_ro"), "20.11");
    let headers = [("idempotency-key", "refused")];
    let first = house.call("/test/v2/links/create", &headers, &refused).await;
    let again = house.call("/test/v2/links/create", &headers, &refused).await;
    assert_eq!((again.header("idempotent-replayed"), &again.text), ("true", &first.text));
    assert!(first.json()["link_id"].is_string());
}

#[tokio::test]
async fn a_return_address_is_judged_as_ever_and_none_is_fine() {
    let house = House::open().await;
    for kind in LINK_KINDS {
        let foreign = json!({ "options": { "redirect_url": "https://evil.example/" } });
        let answer = house.create_typed(kind, way("libra_ro"), "100.50", &foreign).await;
        assert_eq!(super::fields(&answer), ["options.redirect_url"]);
        for url in [Value::Null, json!(BACK)] {
            house.typed(kind, way("bt_ro"), "100.50", &json!({ "options": { "redirect_url": url } })).await;
        }
    }
}

#[tokio::test]
async fn a_consent_of_each_type_at_each_bank() {
    let house = House::open().await;
    for kind in CONSENT_KINDS {
        for way in WAYS.iter().filter(|way| way.provider_id != "ropay") {
            let (consent, web_url) = house.asked_typed(kind, way, &json!({})).await;
            let page = format!("{}/consent/{}", house.url, consent.web_id);
            let at_bank = web_url.starts_with(&format!("{}/{}/", house.bank.url, way.provider_id));
            assert_eq!((at_bank, web_url == page), (kind == "direct_sca", kind == "wrapped_sca"), "{web_url}");
            let state = house.state_of(&consent).await;
            let told = if kind == "direct_sca" { Value::Null } else { json!(page) };
            assert_eq!((&state["status"], &state["web_url"]), (&json!("sca_url_retrieved"), &told));
            assert_eq!(state["service_provider"]["provider_id"], way.provider_id);
            Payer::new().open(&page).await;
            assert_eq!(house.log_of(&consent.id).await, ["created", "sca_url_retrieved"]);
        }
    }
}

#[tokio::test]
async fn a_consent_needs_one_method_and_what_that_needs_wherever_it_stands() {
    let house = House::open().await;
    for kind in CONSENT_KINDS {
        let many = json!({ "ais_method": { "provider_id": ["bt_ro", "libra_ro"] } });
        own_error(&house.ask_typed(kind, way("bt_ro"), &many).await, 400, "method_selection_error");
        for (name, wrong) in [("debtor_iban", json!("RO00")), ("psu_id", json!(""))] {
            let over = json!({ "consent": { name: null } });
            let body =
                own_error(&house.ask_typed(kind, way("rzb_ro"), &over).await, 400, "method_input_validation_error");
            assert_eq!(body["errors"][0]["field"], format!("consent.{name}"));
            let over = json!({ "consent": { name: wrong } });
            let answer = house.ask_typed(kind, way("rzb_ro"), &over).await;
            assert_eq!(super::fields(&answer), [format!("consent.{name}")]);
        }
        let elsewhere = json!({
            "consent": { "debtor_iban": null, "psu_id": null },
            "options": { "debtor_iban": "ro03 rzbr 0000 0699 9999 9999", "psu_id": "9999999998" },
        });
        house.asked_typed(kind, way("rzb_ro"), &elsewhere).await;
    }
}

#[tokio::test]
async fn what_is_known_of_the_account_is_not_asked_for_on_the_page() {
    let house = House::open().await;
    let over = json!({
        "ais_method": { "provider_id": "rzb_ro" },
        "consent": { "debtor_iban": "RO03RZBR0000069999999999", "psu_id": "9999999998" },
    });
    let consent = house.ask_for(&over).await;
    let page = format!("{}/consent/{}", house.url, consent.web_id);
    let payer = Payer::new();
    let shown = payer.open(&format!("{page}?bank=rzb_ro")).await;
    assert_eq!(shown.enabled("authorise"), 1, "nothing is left to type: {}", shown.text);
    payer.press(&page, &shown, "authorise", &[]).await;
    assert_eq!(house.state_of(&consent).await["status"], "sca_url_retrieved");
    let row = house.app.store.consent(&consent.id).await.unwrap().unwrap();
    let kept = String::from_utf8_lossy(&row.debtor_iban.unwrap()).into_owned();
    assert!(!kept.contains("RZBR"), "an account is kept sealed");
}

#[tokio::test]
async fn a_consent_that_the_bank_refuses_at_once_has_failed() {
    for kind in CONSENT_KINDS {
        let house = House::open().await;
        let over = json!({ "consent": { "consent_validity_days": 161 } });
        let answer = house.ask_typed(kind, way("libra_ro"), &over).await;
        let body = own_error(&answer, 400, "unprocessable_entity");
        assert_eq!(keys(&body), ["code", "consent_id", "error_id", "message", "request_id"]);
        let consent_id = body["consent_id"].as_str().unwrap();
        assert_eq!(house.log_of(consent_id).await, ["created", "failed"]);
        assert_eq!(house.shop.gets(1).await[0].status(), "failed");
        let state = house.api("/test/v2/ais/consents/get", &json!({ "consent_id": consent_id })).await;
        assert_eq!(state["status"], "failed");
    }
    let house = House::impatient().await;
    house.wire.set(Mode::Held);
    let answer = house.ask_typed("direct_sca", way("libra_ro"), &json!({})).await;
    let body = own_error(&answer, 400, "unprocessable_entity");
    house.wire.set(Mode::Open);
    house.wire.hears(&Method::DELETE, 1).await;
    house.quiet().await;
    assert_eq!(house.log_of(body["consent_id"].as_str().unwrap()).await, ["created", "failed"]);
}

#[tokio::test]
async fn both_versions_make_them() {
    let house = House::open().await;
    for prefix in ["/test/v1", "/test"] {
        let body = merged(typed_order("wrapped_sca", way("cec_ro"), "1.00"), &json!({}));
        let made = house.api(&format!("{prefix}/links/create"), &body).await;
        assert_eq!(made["web_url"], format!("{}/pay/{}", house.url, made["web_id"].as_str().unwrap()));
    }
}
