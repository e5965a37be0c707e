//! Calls with an access token: at every door, for its scope, for its client, for as long as it is good.

use super::oauth::{ask, basic, client, token};
use super::own_error;
use crate::house::House;
use crate::house::outlook::{merged, order};
use crate::house::payer::Answer;
use gateway::app::registration::{self, Rotate};
use serde_json::{Value, json};

const DOORS: [&str; 5] = ["/v1", "/v2", "/test/v1", "/test/v2", "/test"];
const METHODS: [&str; 6] =
    ["links/create", "links/get", "links/list", "links/revoke", "providers/list", "providers/get"];
const HOUR_MS: i64 = 3_600_000;

/// A call with this Authorization header and this body alone.
async fn call(house: &House, path: &str, authorization: &str, body: &Value) -> Answer {
    let headers = [("content-type", "application/json"), ("authorization", authorization)];
    house.raw(path, &headers, body.to_string()).await
}

/// `links/list` of the demo client with this token.
async fn list(house: &House, door: &str, token: &str) -> Answer {
    call(house, &format!("{door}/links/list"), &format!("Bearer {token}"), &json!({ "client_id": "demo" })).await
}

/// Not let in, and told why in the challenge (RFC 6750 §3).
fn not_let_in(answer: &Answer, challenge: &str) {
    own_error(answer, 401, "unauthorized");
    assert_eq!(answer.header("www-authenticate"), challenge, "{}", answer.text);
}

const INVALID: &str = "Bearer error=\"invalid_token\"";

#[tokio::test]
async fn a_token_opens_every_door() {
    let house = House::open().await;
    let token = token(&house, "pay").await;
    for door in DOORS {
        assert_eq!(list(&house, door, &token).await.status, 200, "{door}");
        for scheme in ["bearer", "BEARER", "Bearer  "] {
            let path = format!("{door}/providers/list");
            let answer = call(&house, &path, &format!("{scheme} {token}"), &json!({ "client_id": "demo" })).await;
            assert_eq!(answer.status, 200, "{door} {scheme}: {}", answer.text);
        }
    }
    let body = merged(order("100.50"), &json!({ "client_id": "demo" }));
    let made = call(&house, "/test/v2/links/create", &format!("Bearer {token}"), &body).await;
    assert_eq!(made.status, 200, "{}", made.text);
    let of_link = json!({ "client_id": "demo", "link_id": made.json()["link_id"] });
    let bearer = format!("Bearer {token}");
    assert_eq!(call(&house, "/test/v2/links/get", &bearer, &of_link).await.json()["status"], "created");
    own_error(&call(&house, "/v2/links/get", &bearer, &of_link).await, 404, "not_found");
    let own = list(&house, "/v2", &token).await.json();
    assert_eq!(own["pagination"]["count"], 0, "what is made at the test door is not seen at the other");
}

#[tokio::test]
async fn production_takes_nothing_else_for_proof() {
    let house = House::open().await;
    let token = token(&house, "pay").await;
    let right = json!({ "client_id": "demo", "client_secret": "demo-secret" });
    for door in ["/v1", "/v2"] {
        for method in METHODS {
            let path = format!("{door}/{method}");
            not_let_in(&house.call(&path, &[], &json!({})).await, "Bearer");
            not_let_in(&call(&house, &path, &basic("demo", "demo-secret"), &right).await, "Bearer");
            not_let_in(&house.call(&format!("{path}?access_token={token}"), &[], &right).await, "Bearer");
            let in_body = merged(right.clone(), &json!({ "access_token": token }));
            not_let_in(&house.call(&path, &[("cookie", &format!("access_token={token}"))], &in_body).await, "Bearer");
        }
        // A secret in the body is no field of these doors: neither asked nor judged.
        for secret in [json!("wrong"), json!(7)] {
            let body = json!({ "client_id": "demo", "client_secret": secret });
            let answer = call(&house, &format!("{door}/links/list"), &format!("Bearer {token}"), &body).await;
            assert_eq!(answer.status, 200, "{}", answer.text);
        }
    }
}

#[tokio::test]
async fn at_the_test_door_all_that_is_presented_must_be_right() {
    let house = House::open().await;
    let good = format!("Bearer {}", token(&house, "pay").await);
    let body = |secret: &str| json!({ "client_id": "demo", "client_secret": secret });
    for door in ["/test", "/test/v1", "/test/v2"] {
        let path = format!("{door}/links/list");
        assert_eq!(call(&house, &path, &good, &body("demo-secret")).await.status, 200);
        not_let_in(&call(&house, &path, &good, &body("wrong")).await, "Bearer");
        not_let_in(&call(&house, &path, "Bearer made-up", &body("demo-secret")).await, INVALID);
        not_let_in(&call(&house, &path, &basic("demo", "demo-secret"), &body("demo-secret")).await, "Bearer");
        let in_address = format!("{path}?access_token={}", &good["Bearer ".len()..]);
        own_error(&house.raw(&in_address, &[], json!({ "client_id": "demo" }).to_string()).await, 401, "unauthorized");
    }
}

#[tokio::test]
async fn a_malformed_header_is_no_token() {
    let house = House::open().await;
    let good = token(&house, "pay").await;
    let cut = &good[..good.len() - 1];
    let rows = [
        (String::new(), "Bearer"),
        ("Bearer".to_owned(), "Bearer"),
        (good.clone(), "Bearer"),
        (format!("Token {good}"), "Bearer"),
        (format!("Bearer:{good}"), "Bearer"),
        ("Bearer ".to_owned(), "Bearer"),
        ("Bearer made-up".to_owned(), INVALID),
        (format!("Bearer {cut}"), INVALID),
        (format!("Bearer {good}x"), INVALID),
        (format!("Bearer {good}, Bearer {good}"), INVALID),
        (format!("Bearer \"{good}\""), INVALID),
        (format!("Bearer {good} {good}"), INVALID),
    ];
    for door in DOORS {
        for (header, challenge) in &rows {
            let answer = call(&house, &format!("{door}/links/list"), header, &json!({ "client_id": "demo" })).await;
            not_let_in(&answer, challenge);
        }
        let bearer = format!("Bearer {good}");
        let twice = [("authorization", bearer.as_str()), ("authorization", bearer.as_str())];
        not_let_in(&house.call(&format!("{door}/links/list"), &twice, &json!({})).await, "Bearer");
    }
}

#[tokio::test]
async fn a_token_is_for_its_scope() {
    let house = House::open().await;
    let data = format!("Bearer {}", token(&house, "data").await);
    for door in DOORS {
        for method in METHODS.iter().filter(|method| method.starts_with("links/")) {
            let path = format!("{door}/{method}");
            let answer = call(&house, &path, &data, &json!({ "client_id": "demo" })).await;
            not_let_in(&answer, "Bearer error=\"insufficient_scope\", scope=\"pay\"");
        }
    }
    let both = token(&house, "data+pay").await;
    assert_eq!(list(&house, "/v2", &both).await.status, 200);
}

#[tokio::test]
async fn a_token_is_for_its_client() {
    let house = House::open().await;
    let own = client(&house, false).await;
    let secret = own.client_secret.as_ref().unwrap().expose();
    let demo = format!("Bearer {}", token(&house, "pay").await);
    for door in DOORS {
        let path = format!("{door}/links/list");
        for id in [own.client_id.as_str(), "nobody", "DEMO"] {
            not_let_in(&call(&house, &path, &demo, &json!({ "client_id": id })).await, INVALID);
        }
        let other = json!({ "client_id": own.client_id, "client_secret": secret });
        not_let_in(&call(&house, &path, &demo, &other).await, INVALID);
        // Who came in by a token is told what the body lacks.
        for body in [json!({}), json!({ "client_id": 7 }), json!({ "client_id": "x".repeat(129) })] {
            own_error(&call(&house, &path, &demo, &body).await, 400, "validation_error");
        }
        let headers = [("content-type", "application/json"), ("authorization", demo.as_str())];
        own_error(&house.raw(&path, &headers, "{").await, 400, "bad_request");
    }
}

#[tokio::test]
async fn a_token_is_good_for_an_hour_and_through_a_restart() {
    let mut house = House::open().await;
    let token = token(&house, "pay").await;
    house.restart().await;
    house.step_clock(HOUR_MS - 1).await;
    assert_eq!(list(&house, "/v2", &token).await.status, 200);
    house.step_clock(1).await;
    for door in DOORS {
        not_let_in(&list(&house, door, &token).await, INVALID);
    }
    house.step_clock(-HOUR_MS).await;
    assert_eq!(list(&house, "/v2", &token).await.status, 200, "expiry follows the time that was written");
}

#[tokio::test]
async fn a_token_ends_at_once_with_its_client_and_with_the_secret_that_it_was_given_for() {
    let house = House::open().await;
    let (store, keys) = (&house.app.store, &house.app.keys);
    let first = token(&house, "pay").await;
    store.set_client_enabled("demo", false).await.unwrap();
    not_let_in(&list(&house, "/v2", &first).await, INVALID);
    not_let_in(&list(&house, "/test/v2", &first).await, INVALID);
    store.set_client_enabled("demo", true).await.unwrap();
    assert_eq!(list(&house, "/v2", &first).await.status, 200);
    registration::rotate(store, keys, house.now_ms(), "demo", Rotate::Webhook).await.unwrap();
    assert_eq!(list(&house, "/v2", &first).await.status, 200, "webhooks have a secret of their own");
    let anew = registration::rotate(store, keys, house.now_ms(), "demo", Rotate::Client).await.unwrap();
    not_let_in(&list(&house, "/v2", &first).await, INVALID);
    let proof = basic("demo", anew.client_secret.unwrap().expose());
    let second = ask(&house, &proof, "grant_type=client_credentials").await.json();
    assert_eq!(list(&house, "/v2", second["access_token"].as_str().unwrap()).await.status, 200);
}

#[tokio::test]
async fn an_idempotency_key_holds_whatever_the_proof() {
    let house = House::open().await;
    let token = format!("Bearer {}", token(&house, "pay").await);
    let key = ("idempotency-key", "one");
    let first = house.call("/test/v2/links/create", &[key], &order("1.00")).await;
    let body = merged(order("1.00"), &json!({ "client_id": "demo" })).to_string();
    let headers = [("content-type", "application/json"), ("authorization", token.as_str()), key];
    let again = house.raw("/test/v2/links/create", &headers, body).await;
    assert_eq!(again.header("idempotent-replayed"), "true");
    assert_eq!(first.json(), again.json());
}
