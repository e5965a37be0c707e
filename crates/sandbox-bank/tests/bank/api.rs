//! The TPP's side: shapes of answers and refusals, idempotency, authorisations, cancellation.

use std::collections::HashSet;
use std::sync::Arc;

use axum::http::{Method, StatusCode};
use sandbox_bank::Config;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::house::{House, RETURN, SEPA, held, house, house_of, initiation_headers, order};

fn new_id() -> String {
    Uuid::new_v4().to_string()
}

#[tokio::test]
async fn an_initiation_is_answered_as_the_file_says() {
    let house = house();
    let id = new_id();
    let answer = house.initiate(&id, &order("12.30")).await;
    assert_eq!(answer.status, StatusCode::CREATED);
    assert_eq!(answer.header("x-request-id"), id);
    assert_eq!(answer.header("aspsp-sca-approach"), "REDIRECT");
    assert_eq!(answer.header("content-type"), "application/json");
    let body = answer.json();
    let payment = body["paymentId"].as_str().unwrap();
    let here = format!("{SEPA}/{payment}");
    assert_eq!(answer.header("location"), "", "a local name is no `format: url`");
    assert_eq!(body["transactionStatus"], "RCVD");
    let links = &body["_links"];
    assert_eq!(links["self"], json!({ "href": here }));
    assert_eq!(links["status"], json!({"href": format!("{here}/status")}));
    let sca_status = links["scaStatus"]["href"].as_str().unwrap();
    assert!(sca_status.starts_with(&format!("{here}/authorisations/")));
    let sca = links["scaRedirect"]["href"].as_str().unwrap();
    assert!(sca.starts_with("http://localhost:8081/libra_ro/sca/"));

    let read = house.ask(Method::GET, &here).await.json();
    let mut expected = order("12.30");
    expected["transactionStatus"] = json!("RCVD");
    expected["debtorAccount"] = json!({"currency": "RON"});
    assert_eq!(read, expected);
}

#[tokio::test]
async fn a_bank_with_a_public_name_sends_a_location() {
    let house = house_of(Config { public_url: "https://banks.example.com/".to_owned(), ..Config::default() });
    let answer = house.initiate(&new_id(), &order("12.30")).await;
    let self_link = answer.json()["_links"]["self"]["href"].clone();
    let expected = format!("https://banks.example.com{}", self_link.as_str().unwrap());
    assert_eq!(answer.header("location"), expected);
}

#[tokio::test]
async fn the_same_call_again_is_the_same_payment() {
    let house = house();
    let id = new_id();
    let first = house.initiate(&id, &order("12.30")).await;
    let second = house.initiate(&id, &order("12.30")).await;
    assert_eq!(second.status, StatusCode::CREATED);
    assert_eq!(first.json(), second.json());

    let other = house.initiate(&id, &order("12.31")).await;
    assert_eq!(other.status, StatusCode::BAD_REQUEST);
    assert_eq!(other.refusal(), ("FORMAT_ERROR".to_owned(), "X-Request-ID".to_owned()));
    let books = house.get("/_control/libra_ro/payments").await.json();
    assert_eq!(books["payments"].as_array().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_hundred_arrivals_of_one_call_make_one_payment() {
    let house = Arc::new(house());
    let id = new_id();
    let arrivals: Vec<_> = (0..100)
        .map(|_| {
            let (house, id) = (Arc::clone(&house), id.clone());
            tokio::spawn(async move { held(&house.initiate(&id, &order("12.30")).await).id })
        })
        .collect();
    let mut ids = HashSet::new();
    for arrival in arrivals {
        ids.insert(arrival.await.unwrap());
    }
    assert_eq!(ids.len(), 1);
    let books = house.get("/_control/libra_ro/payments").await.json();
    assert_eq!(books["payments"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn bodies_that_do_not_fit_are_refused_by_the_fields_name() {
    let house = house();
    let long = "x".repeat(71);
    let cases: Vec<(&str, Value)> = vec![
        ("creditorName", Value::Null),
        ("creditorName", json!(7)),
        ("creditorName", json!(long)),
        ("creditorName", json!("Ceainărie")),
        ("creditorName", json!(" ")),
        ("creditorAccount", Value::Null),
        ("creditorAccount", json!("RO10RZBR0000069999999970")),
        ("creditorAccount.iban", json!({"iban": "ro10"})),
        ("creditorAccount.iban", json!({"bban": "123"})),
        ("debtorAccount.iban", json!({"iban": "RO1"})),
        ("debtorAccount", json!([])),
        ("instructedAmount", Value::Null),
        ("instructedAmount.amount", json!({"currency": "RON"})),
        ("instructedAmount.amount", json!({"currency": "RON", "amount": 12.3})),
        ("instructedAmount.amount", json!({"currency": "RON", "amount": "12,30"})),
        ("instructedAmount.amount", json!({"currency": "RON", "amount": "-1"})),
        ("instructedAmount.amount", json!({"currency": "RON", "amount": "0.00"})),
        ("instructedAmount.currency", json!({"amount": "1"})),
        ("instructedAmount.currency", json!({"currency": "ron", "amount": "1"})),
        ("instructedAmount.currency", json!({"currency": "USD", "amount": "1"})),
        ("endToEndIdentification", json!("x".repeat(36))),
        ("remittanceInformationUnstructured", json!("x".repeat(141))),
        ("remittanceInformationUnstructured", json!("a\nb")),
        ("remittanceInformationUnstructuredArray[1]", json!(["a", 1])),
        ("remittanceInformationStructured.reference", json!({})),
        ("creditorAgent", json!("brel")),
        ("creditorAddress.country", json!({"townName": "Cluj"})),
        ("purposeCode", json!("XXXX")),
        ("chargeBearer", json!("ALL")),
        ("requestedExecutionDate", json!("tomorrow")),
    ];
    for (path, value) in cases {
        let mut body = order("12.30");
        let fields = body.as_object_mut().unwrap();
        let field = path.split(['.', '[']).next().unwrap();
        if value.is_null() {
            fields.remove(field);
        } else {
            fields.insert(field.to_owned(), value.clone());
        }
        let answer = house.initiate(&new_id(), &body).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path}: {value}");
        assert_eq!(answer.refusal(), ("FORMAT_ERROR".to_owned(), path.to_owned()), "{value}");
    }
    for raw in ["{", "[]", "\"x\"", ""] {
        let id = new_id();
        let headers = initiation_headers(&id);
        let answer = house.call(Method::POST, SEPA, &headers, raw).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{raw}");
        assert_eq!(answer.refusal().0, "FORMAT_ERROR");
    }
}

/// The initiation with one header changed or left out.
async fn with_header(house: &House, name: &str, value: Option<&str>) -> crate::house::Answer {
    let id = new_id();
    let mut headers = initiation_headers(&id);
    headers.retain(|(known, _)| *known != name);
    if let Some(value) = value {
        headers.push((name, value));
    }
    house.call(Method::POST, SEPA, &headers, order("1.00").to_string()).await
}

#[tokio::test]
async fn headers_that_do_not_fit_are_refused_by_name() {
    let house = house();
    for (name, value) in [
        ("X-Request-ID", None),
        ("X-Request-ID", Some("1")),
        ("X-Request-ID", Some("99391c7ead8849eca2ad99ddcb1f7721")),
        ("PSU-IP-Address", None),
        ("PSU-IP-Address", Some("::1")),
        ("TPP-Redirect-URI", None),
        ("TPP-Redirect-URI", Some("javascript:alert(1)")),
        ("TPP-Redirect-URI", Some("/callback")),
        ("TPP-Nok-Redirect-URI", Some("data:text/html,x")),
        ("TPP-Redirect-Preferred", Some("yes")),
        ("TPP-Explicit-Authorisation-Preferred", Some("1")),
        ("PSU-Http-Method", Some("HEAD")),
        ("PSU-Device-ID", Some("phone")),
        ("PSU-Geo-Location", Some("Cluj")),
    ] {
        let answer = with_header(&house, &name.to_lowercase(), value).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{name}: {value:?}");
        assert_eq!(answer.refusal(), ("FORMAT_ERROR".to_owned(), name.to_owned()), "{value:?}");
        assert!(Uuid::try_parse(answer.header("x-request-id")).is_ok());
    }
    let xml = with_header(&house, "content-type", Some("application/xml")).await;
    assert_eq!(xml.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let picky = with_header(&house, "accept", Some("application/xml")).await;
    assert_eq!(picky.status, StatusCode::NOT_ACCEPTABLE);
    let easy = with_header(&house, "accept", Some("text/html, application/json;q=0.9")).await;
    assert_eq!(easy.status, StatusCode::CREATED);
}

#[tokio::test]
async fn products_carry_their_currencies_and_limits() {
    let house = house();
    let instant = "/libra_ro/v1/payments/instant-sepa-credit-transfers";
    let post = async |path: &str, currency: &str, amount: &str| {
        let id = new_id();
        let mut body = order(amount);
        body["instructedAmount"]["currency"] = json!(currency);
        house.call(Method::POST, path, &initiation_headers(&id), body.to_string()).await
    };
    for (path, currency, amount, status, code) in [
        (SEPA, "RON", "50000", 201, ""),
        (SEPA, "EUR", "50000", 201, ""),
        (instant, "RON", "49999.99", 201, ""),
        (instant, "RON", "50000.00", 400, "PAYMENT_FAILED"),
        (instant, "EUR", "1", 400, "FORMAT_ERROR"),
        ("/libra_ro/v1/payments/target-2-payments", "EUR", "1", 404, "PRODUCT_UNKNOWN"),
        ("/libra_ro/v1/bulk-payments/sepa-credit-transfers", "EUR", "1", 405, "SERVICE_INVALID"),
        ("/libra_ro/v1/loans/sepa-credit-transfers", "EUR", "1", 404, "RESOURCE_UNKNOWN"),
    ] {
        let answer = post(path, currency, amount).await;
        assert_eq!(answer.status, status, "{path} {currency} {amount}");
        if !code.is_empty() {
            assert_eq!(answer.refusal().0, code, "{path} {currency} {amount}");
        }
    }
}

#[tokio::test]
async fn the_sca_status_tells_how_far_the_psu_is() {
    let house = house();
    let first = house.initiate(&new_id(), &order("5.00")).await;
    let link = first.json()["_links"]["scaStatus"]["href"].clone();
    let link = link.as_str().unwrap();
    let payment = held(&first);
    let sca_status = async || house.ask(Method::GET, link).await.json()["scaStatus"].clone();
    assert_eq!(sca_status().await, "received");
    let approval = house.log_in(&payment).await;
    assert_eq!(sca_status().await, "psuAuthenticated");
    house.post_form(&approval, "decision=approve").await;
    assert_eq!(sca_status().await, "finalised");

    let list = house.ask(Method::GET, &format!("{}/authorisations", payment.path())).await.json();
    let ids = list["authorisationIds"].as_array().unwrap();
    assert_eq!(ids.len(), 1);
    assert!(link.ends_with(ids[0].as_str().unwrap()));
    let late = house.ask(Method::POST, &format!("{}/authorisations", payment.path())).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert_eq!(late.refusal().0, "STATUS_INVALID");
}

#[tokio::test]
async fn an_explicit_start_is_one_call_more() {
    let house = house();
    let id = new_id();
    let mut headers = initiation_headers(&id);
    headers.push(("tpp-explicit-authorisation-preferred", "true"));
    let body = order("5.00").to_string();
    let answer = house.call(Method::POST, SEPA, &headers, body).await;
    assert_eq!(answer.status, StatusCode::CREATED);
    let links = answer.json()["_links"].clone();
    assert_eq!(links.get("scaRedirect"), None);
    let start = links["startAuthorisation"]["href"].as_str().unwrap();
    let started = house.ask(Method::POST, start).await;
    assert_eq!(started.status, StatusCode::CREATED);
    assert_eq!(started.header("aspsp-sca-approach"), "REDIRECT");
    assert_eq!(started.json()["scaStatus"], "received");
    let mut payment = held(&answer);
    payment.sca =
        started.json()["_links"]["scaRedirect"]["href"].as_str().unwrap().replace("http://localhost:8081", "");
    let back = house.decide(&payment, "approve").await;
    assert!(back.starts_with(RETURN), "{back}");
    assert_eq!(house.status_code(&payment).await, "ACSP");
}

#[tokio::test]
async fn a_payment_is_cancelled_before_approval_only() {
    let house = house();
    let waiting = house.pay("5.00").await;
    for _ in 0..2 {
        let answer = house.ask(Method::DELETE, &waiting.path()).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT);
        assert_eq!(answer.text, "");
        assert_eq!(house.status_code(&waiting).await, "CANC");
    }
    for (amount, decision, status) in
        [("5.00", "approve", "ACSP"), ("20.24", "approve", "PATC"), ("5.00", "reject", "RJCT")]
    {
        let held = house.pay(amount).await;
        house.decide(&held, decision).await;
        let answer = house.ask(Method::DELETE, &held.path()).await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(answer.refusal().0, "CANCELLATION_INVALID");
        assert_eq!(house.status_code(&held).await, status);
    }
}

#[tokio::test]
async fn unknown_things_are_404_and_other_methods_405() {
    let house = house();
    let known = house.pay("5.00").await;
    let unknown = format!("{SEPA}/{}", new_id());
    for (method, path, status) in [
        (Method::GET, unknown.clone(), 404),
        (Method::GET, format!("{unknown}/status"), 404),
        (Method::DELETE, unknown, 404),
        (Method::GET, format!("{}/authorisations/x", known.path()), 404),
        (Method::GET, "/libra_ro/v1/signing-baskets/1".to_owned(), 404),
        (Method::GET, format!("/libra_ro/v1/payments/instant-sepa-credit-transfers/{}", known.id), 404),
        (Method::PUT, known.path(), 405),
        (Method::GET, SEPA.to_owned(), 405),
        (Method::POST, format!("{}/cancellation-authorisations", known.path()), 405),
    ] {
        let answer = house.ask(method, &path).await;
        assert_eq!(answer.status, status, "{path}");
        answer.refusal();
    }
    let allowed = async |method, path: &str| house.ask(method, path).await.header("allow").to_owned();
    assert_eq!(allowed(Method::GET, SEPA).await, "POST");
    assert_eq!(allowed(Method::PUT, &known.path()).await, "GET,HEAD,DELETE");
    let nobody = house.get("/no_bank/v1/payments/x").await;
    assert_eq!(nobody.status, StatusCode::NOT_FOUND);
    assert_eq!(nobody.refusal().0, "RESOURCE_UNKNOWN");
}
