//! The production doors: they show and use the connections that lead beyond the sandbox, and no other.

use super::oauth::token;
use super::own_error;
use crate::house::outlook::{Link, merged, order};
use crate::house::payer::{Answer, Payer};
use crate::house::{House, Plan};
use http::Method;
use serde_json::{Value, json};

/// A call of the demo client with its token.
async fn call(house: &House, path: &str, token: &str, body: &Value) -> Answer {
    let body = merged(body.clone(), &json!({ "client_id": "demo" }));
    let authorization = format!("Bearer {token}");
    let headers = [("content-type", "application/json"), ("authorization", authorization.as_str())];
    house.raw(path, &headers, body.to_string()).await
}

/// Providers behind a door, each with the environments of its methods.
async fn listed(house: &House, door: &str, token: &str) -> Vec<(String, Vec<String>)> {
    let shown = json!({ "options": { "show_payment_methods": true } });
    let answer = call(house, &format!("{door}/providers/list"), token, &shown).await.json();
    let word = |value: &Value| value.as_str().unwrap().to_owned();
    let envs = |one: &Value| one["payment_methods"].as_array().unwrap().iter().map(|one| word(&one["env"])).collect();
    answer["providers"].as_array().unwrap().iter().map(|one| (word(&one["provider_id"]), envs(one))).collect()
}

fn of_env(env: &str) -> Value {
    merged(order("100.50"), &json!({ "payment_method": { "env": env } }))
}

#[tokio::test]
async fn without_a_connection_there_is_nothing_to_pay_with() {
    let house = House::open().await;
    let token = token(&house, "pay").await;
    for door in ["/v1", "/v2"] {
        assert!(listed(&house, door, &token).await.is_empty());
        let libra = json!({ "provider_id": "libra_ro" });
        own_error(&call(&house, &format!("{door}/providers/get"), &token, &libra).await, 404, "not_found");
        let refused = call(&house, &format!("{door}/links/create"), &token, &order("100.50")).await;
        own_error(&refused, 400, "method_selection_error");
    }
}

#[tokio::test]
async fn each_door_shows_its_own_connections() {
    let house = House::of(Plan { production: true, ..Plan::default() }).await;
    let token = token(&house, "pay").await;
    let libra = ("libra_ro".to_owned(), vec!["prod".to_owned(); 3]);
    assert_eq!(listed(&house, "/v2", &token).await, [libra]);
    let sandbox = listed(&house, "/test/v2", &token).await;
    assert_eq!(sandbox.len(), 5);
    assert!(sandbox.iter().flat_map(|(_, envs)| envs).all(|env| env == "sandbox"), "{sandbox:?}");
    for (door, env, status) in [
        ("/v2", "prod", 200),
        ("/v2", "stage", 400),
        ("/v2", "sandbox", 400),
        ("/test/v2", "sandbox", 200),
        ("/test/v2", "prod", 400),
    ] {
        let answer = call(&house, &format!("{door}/links/create"), &token, &of_env(env)).await;
        assert_eq!(answer.status, status, "{door} {env}: {}", answer.text);
        if status == 400 {
            own_error(&answer, 400, "method_selection_error");
        }
    }
}

#[tokio::test]
async fn a_production_link_goes_over_the_production_connection_only() {
    let house = House::of(Plan { production: true, ..Plan::default() }).await;
    let token = token(&house, "pay").await;
    let made = call(&house, "/v2/links/create", &token, &order("100.50")).await.json();
    let word = |name: &str| made[name].as_str().unwrap().to_owned();
    let link = Link { id: word("link_id"), web_id: word("web_id"), page: word("web_url") };
    house.walk(&Payer::new(), &link, "approve").await;
    house.pass(5_000).await;
    house.becomes(&link, "funds_received").await;
    let state = call(&house, "/v2/links/get", &token, &json!({ "link_id": link.id })).await.json();
    assert_eq!(state["payment_method"]["env"], "prod");
    assert_eq!(house.wire.count(&Method::POST) + house.wire.count(&Method::GET), 0, "the sandbox was not asked");
    assert_eq!(house.bank.payments().await.len(), 1);
}
