//! `Idempotency-Key`: the first answer again, for a day, whatever it was, as long as the body is the same.

use super::{error, fields, own_error};
use crate::house::House;
use crate::house::outlook::{merged, order};
use serde_json::json;

const CREATE: &str = "/test/v2/links/create";

#[tokio::test]
async fn the_same_call_gets_the_first_answer_under_a_new_request_id() {
    let house = House::open().await;
    let headers = [("idempotency-key", "order-1")];
    let first = house.call(CREATE, &headers, &order("100.50")).await;
    assert_eq!((first.status.as_u16(), first.header("idempotent-replayed")), (200, ""));
    for _ in 0..2 {
        let again = house.call(CREATE, &headers, &order("100.50")).await;
        assert_eq!((again.status.as_u16(), again.header("idempotent-replayed")), (200, "true"));
        assert_eq!(again.text, first.text, "byte by byte");
        assert_ne!(again.header("x-request-id"), first.header("x-request-id"));
        assert!(again.header("content-type").starts_with("application/json"));
    }
    assert_eq!(house.api("/test/v2/links/list", &json!({})).await["pagination"]["count"], 1);
}

#[tokio::test]
async fn bodies_are_compared_as_json_without_the_secret() {
    let house = House::open().await;
    let json_type = ("content-type", "application/json");
    let headers = [json_type, ("idempotency-key", "k")];
    let body = r#"{"client_id":"demo","client_secret":"demo-secret","single_transfer":{"amount":"1.00","currency":"RON","creditor_name":"A","creditor_iban":"RO10RZBR0000069999999970","remittance_information":"x"}}"#;
    let spaced = r#" { "single_transfer": {"currency":"RON", "amount":"1.00","creditor_name":"\u0041","creditor_iban":"RO10RZBR0000069999999970","remittance_information":"x"},
        "client_secret":"demo-secret","client_id":"demo"}"#;
    let first = house.raw(CREATE, &headers, body).await;
    let again = house.raw(CREATE, &headers, spaced).await;
    assert_eq!((again.status.as_u16(), again.text), (200, first.text), "order and spaces are no difference");
    let other = house.call(CREATE, &[("idempotency-key", "k")], &order("2.00")).await;
    assert_eq!(fields(&other), ["Idempotency-Key"]);
    assert_eq!(other.header("idempotent-replayed"), "");
}

#[tokio::test]
async fn a_refusal_is_repeated_too() {
    let house = House::open().await;
    let headers = [("idempotency-key", "bad")];
    let wrong = order("1,00");
    let first = house.call(CREATE, &headers, &wrong).await;
    assert_eq!(fields(&first), ["single_transfer.amount"]);
    let again = house.call(CREATE, &headers, &wrong).await;
    assert_eq!(again.header("idempotent-replayed"), "true");
    error(&again, 400, "validation_error");
    assert_eq!(again.text, first.text);
}

#[tokio::test]
async fn a_call_that_did_not_prove_itself_uses_no_key_up() {
    let house = House::open().await;
    let headers = [("idempotency-key", "k")];
    let wrong = merged(order("1.00"), &json!({ "client_secret": "wrong" }));
    own_error(&house.call(CREATE, &headers, &wrong).await, 401, "unauthorized");
    let good = house.call(CREATE, &headers, &order("1.00")).await;
    assert_eq!((good.status.as_u16(), good.header("idempotent-replayed")), (200, ""));
}

#[tokio::test]
async fn a_key_in_flight_is_409_until_it_is_released_after_a_minute() {
    let house = House::open().await;
    // A process that died in the middle of a call leaves just this behind.
    let path = format!(
        "{:?}/links/create",
        gateway::http::Door { version: gateway::http::Version::V2, mode: gateway::http::Mode::Test }
    );
    let body = merged(json!({ "client_id": "demo" }), &order("1.00"));
    house.app.claim_key("demo", &path, "k", body.as_object().unwrap()).await.unwrap();
    let headers = [("idempotency-key", "k")];
    let answer = house.call(CREATE, &headers, &order("1.00")).await;
    own_error(&answer, 409, "bad_request");
    assert!(answer.header("retry-after").parse::<u32>().unwrap() >= 1);
    house.advance(60_001).await;
    assert_eq!(house.call(CREATE, &headers, &order("1.00")).await.status, 200);
}

#[tokio::test]
async fn a_key_lives_a_day_across_restarts_and_belongs_to_one_client() {
    let mut house = House::open().await;
    let headers = [("idempotency-key", "k")];
    let first = house.call(CREATE, &headers, &order("1.00")).await;
    house.restart().await;
    assert_eq!(house.call(CREATE, &headers, &order("1.00")).await.text, first.text);
    house.advance(86_400_001).await;
    let later = house.call(CREATE, &headers, &order("1.00")).await;
    assert_eq!((later.status.as_u16(), later.header("idempotent-replayed")), (200, ""));
    assert_ne!(later.json()["link_id"], first.json()["link_id"]);
    let v1 = house.call("/test/v1/links/create", &headers, &order("1.00")).await;
    assert_eq!(v1.header("idempotent-replayed"), "", "keys are per path");
}

#[tokio::test]
async fn keys_have_a_rule_too() {
    let house = House::open().await;
    let long = "k".repeat(256);
    for key in ["", long.as_str(), "ă"] {
        let answer = house.call(CREATE, &[("idempotency-key", key)], &order("1.00")).await;
        assert_eq!(fields(&answer), ["Idempotency-Key"], "{key}");
    }
}
