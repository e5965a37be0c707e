//! Customers who are called in the bank's app instead of being sent to a page (the standard's decoupled approach).

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::house::{Answer, House, house};
use crate::tpp::{BT, LIBRA, ROPAY, RZB, Tpp};

const RZB_APP: [(&str, &str); 1] = [("psu-id", "9999999997")];
const LIBRA_APP: [(&str, &str); 1] = [("psu-id", "testlibraapp")];

async fn called(house: &House, tpp: Tpp, app: &[(&str, &str)], amount: &str) -> Answer {
    let answer = tpp.initiate(house, &tpp.order(amount), app).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
    answer
}

/// Opens the newest of what waits in the app; the approval page's path.
async fn open(house: &House, tpp: Tpp) -> String {
    let app = format!("/{}/app", tpp.id);
    let list = house.get(&app).await.text;
    let id = list.split("name=\"authorisation\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let opened = house.post_form(&app, &format!("authorisation={id}")).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER);
    opened.header("location").to_owned()
}

#[tokio::test]
async fn the_answer_leads_nowhere_and_says_what_to_tell() {
    let house = house();
    for (tpp, app, name) in [(RZB, RZB_APP, "Raiffeisen Bank"), (LIBRA, LIBRA_APP, "Libra Internet Bank")] {
        let answer = called(&house, tpp, &app, "5.00").await;
        assert_eq!(answer.header("aspsp-sca-approach"), "DECOUPLED", "{}", tpp.id);
        let body = answer.json();
        assert!(body["psuMessage"].as_str().unwrap().contains(name), "{body}");
        let links: Vec<&String> = body["_links"].as_object().unwrap().keys().collect();
        assert_eq!(links, ["scaStatus", "self", "status"], "{}", tpp.id);
        // Anybody else of the same bank is sent to its pages.
        let other = tpp.initiate(&house, &tpp.order("5.00"), &[]).await;
        assert_eq!(other.header("aspsp-sca-approach"), "REDIRECT");
        assert_eq!(other.json()["psuMessage"], Value::Null);
    }
    // A bank without an app calls nobody.
    let body = called(&house, BT, &[("psu-id", "9999999997")], "5.00").await.json();
    assert!(body["_links"]["scaOAuth"].is_object(), "{body}");
}

#[tokio::test]
async fn what_waits_is_approved_in_the_app_once() {
    let house = house();
    for (tpp, app) in [(RZB, RZB_APP), (LIBRA, LIBRA_APP)] {
        let id = called(&house, tpp, &app, "7.31").await.json()["paymentId"].as_str().unwrap().to_owned();
        let list = house.get(&format!("/{}/app", tpp.id)).await;
        assert!(list.text.contains("7.31") && list.text.contains("E2E-1"), "{}", list.text);
        let approval = open(&house, tpp).await;
        let page = house.get(&approval).await.text;
        for decision in ["approve", "reject", "cancel"] {
            assert!(page.contains(&format!("value=\"{decision}\"")), "{}", tpp.id);
        }
        let decided = house.post_form(&approval, "decision=approve").await;
        // Nowhere to be sent back to: the bank's own page says what came of it.
        assert_eq!(decided.status, StatusCode::SEE_OTHER);
        let end = house.get(decided.header("location")).await;
        assert!(end.text.contains("<h1>Approved</h1>") && !end.text.contains("Back to"), "{}", end.text);
        assert_eq!(tpp.status(&house, &id).await, "ACSP");
        house.advance_ms(1_200);
        assert_eq!(tpp.status(&house, &id).await, "ACSC");
        let list = house.get(&format!("/{}/app", tpp.id)).await;
        assert!(list.text.contains("Nothing waits for you"), "{}", list.text);
        // What is decided cannot be opened again.
        let again = house.get(&approval).await;
        assert!(again.text.contains("Approved") && !again.text.contains("<form"));
    }
}

#[tokio::test]
async fn rejected_withdrawn_and_too_late() {
    let house = house();
    for (decision, heading, code) in [("reject", "Rejected", "RJCT"), ("cancel", "Cancelled", "CANC")] {
        let id = called(&house, LIBRA, &LIBRA_APP, "5.00").await.json()["paymentId"].as_str().unwrap().to_owned();
        let decided = house.post_form(&open(&house, LIBRA).await, &format!("decision={decision}")).await;
        assert!(house.get(decided.header("location")).await.text.contains(heading));
        assert_eq!(LIBRA.status(&house, &id).await, code);
    }
    let id = called(&house, LIBRA, &LIBRA_APP, "5.00").await.json()["paymentId"].as_str().unwrap().to_owned();
    let approval = open(&house, LIBRA).await;
    LIBRA.ask(&house, Method::DELETE, &LIBRA.payment(&id)).await;
    assert_eq!(house.post_form(&approval, "decision=approve").await.status, StatusCode::GONE);
    assert_eq!(LIBRA.status(&house, &id).await, "CANC");
    assert!(house.get("/libra_ro/app").await.text.contains("Nothing waits"));
    // 20.20 dies after 30 seconds.
    called(&house, LIBRA, &LIBRA_APP, "20.20").await;
    assert!(house.get("/libra_ro/app").await.text.contains("20.20"));
    house.advance_ms(30_000);
    assert!(house.get("/libra_ro/app").await.text.contains("Nothing waits"));
}

#[tokio::test]
async fn an_authorisation_started_apart_calls_the_app_too() {
    let house = house();
    let explicit = [LIBRA_APP[0], ("tpp-explicit-authorisation-preferred", "true")];
    let body = called(&house, LIBRA, &explicit, "5.00").await.json();
    assert!(house.get("/libra_ro/app").await.text.contains("Nothing waits"));
    let start = LIBRA.payment(body["paymentId"].as_str().unwrap()) + "/authorisations";
    let started = LIBRA.ask(&house, Method::POST, &start).await;
    assert_eq!(started.header("aspsp-sca-approach"), "DECOUPLED", "{}", started.text);
    assert!(started.json()["psuMessage"].is_string() && started.json()["_links"]["scaRedirect"].is_null());
    open(&house, LIBRA).await;
}

#[tokio::test]
async fn a_consent_is_approved_in_the_app_where_no_token_is_needed() {
    let house = house();
    let valid_until = house.today().saturating_add(jiff::Span::new().days(90)).to_string();
    let body = json!({"access": {"allPsd2": "allAccounts"}, "recurringIndicator": true, "validUntil": valid_until,
        "frequencyPerDay": 4, "combinedServiceIndicator": false});
    let id = Uuid::new_v4().to_string();
    let headers = [
        ("x-request-id", id.as_str()),
        ("psu-ip-address", "192.168.8.78"),
        ("content-type", "application/json"),
        LIBRA_APP[0],
    ];
    let made = house.call(Method::POST, "/libra_ro/v1/consents", &headers, body.to_string()).await;
    assert_eq!(made.header("aspsp-sca-approach"), "DECOUPLED", "{}", made.text);
    house.post_form(&open(&house, LIBRA).await, "decision=approve").await;
    let status = format!("/libra_ro/v1/consents/{}/status", made.json()["consentId"].as_str().unwrap());
    assert_eq!(house.ask(Method::GET, &status).await.json()["consentStatus"], "valid");
}

#[tokio::test]
async fn a_scheme_says_what_its_page_stands_for_and_banks_without_an_app_have_none() {
    let house = house();
    let taken = ROPAY.pay(&house, "5.00").await;
    assert!(house.get(&taken.door).await.text.contains("in the app of the payer"));
    let taken = LIBRA.pay(&house, "5.00").await;
    assert!(!house.get(&taken.door).await.text.contains("in the app of the payer"));
    for path in ["/bt_ro/app", "/ropay/app"] {
        assert_eq!(house.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(house.post_form(path, "authorisation=x").await.status, StatusCode::SEE_OTHER, "{path}");
    }
    let nobody = house.post_form("/libra_ro/app", "authorisation=nobody").await;
    assert_eq!(nobody.header("location"), "/libra_ro/app");
}
