//! Doors of the API: prefixes and aliases, who may come in, which bodies are read at all.

use super::{error, fields, own_error};
use crate::house::House;
use crate::house::outlook::order;
use crate::house::payer::Payer;
use gateway::app::registration;
use http::Method;
use serde_json::json;

const METHODS: [&str; 6] =
    ["links/create", "links/get", "links/list", "links/revoke", "providers/list", "providers/get"];
const JSON: (&str, &str) = ("content-type", "application/json");

#[tokio::test]
async fn production_methods_need_a_bearer_token() {
    let house = House::open().await;
    for prefix in ["/v1", "/v2"] {
        for method in METHODS {
            let path = format!("{prefix}/{method}");
            let answer = house.call(&path, &[], &order("1.00")).await;
            own_error(&answer, 401, "unauthorized");
            assert_eq!(answer.header("www-authenticate"), "Bearer");
            // Who may not come in is told so, whatever is in the hands.
            own_error(&house.raw(&path, &[JSON], "{").await, 401, "unauthorized");
            own_error(&house.raw(&path, &[], "").await, 401, "unauthorized");
            let bearer = [("authorization", "Bearer made-up")];
            own_error(&house.call(&path, &bearer, &order("1.00")).await, 401, "unauthorized");
        }
    }
    assert_eq!(house.api("/test/v2/links/list", &json!({})).await["pagination"]["count"], 0);
}

#[tokio::test]
async fn test_is_an_alias_of_test_v2() {
    let house = House::open().await;
    let made = house.api("/test/links/create", &order("100.50")).await;
    let id = json!({ "link_id": made["link_id"] });
    for prefix in ["/test", "/test/v2", "/test/v1"] {
        let got = house.api(&format!("{prefix}/links/get"), &id).await;
        assert_eq!(got["web_id"], made["web_id"], "{prefix}");
    }
    let alias = house.api("/test/links/list", &json!({})).await;
    let full = house.api("/test/v2/links/list", &json!({})).await;
    assert_eq!((&alias["links"], &alias["pagination"]), (&full["links"], &full["pagination"]));
    let headers = [("idempotency-key", "one")];
    let first = house.call("/test/links/create", &headers, &order("1.00")).await;
    let again = house.call("/test/v2/links/create", &headers, &order("1.00")).await;
    assert_eq!(first.json(), again.json(), "one path under two names");
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let house = House::open().await;
    for path in ["/test/v2/links/destroy", "/test/v2/nothing", "/test/v1/links", "/v2/nothing", "/test/v3/links/create"]
    {
        own_error(&house.call(path, &[], &json!({})).await, 404, "not_found");
    }
}

#[tokio::test]
async fn calls_are_post() {
    let house = House::open().await;
    let payer = Payer::new();
    for method in METHODS {
        for verb in [Method::GET, Method::PUT, Method::DELETE] {
            let url = format!("{}/test/v2/{method}", house.url);
            let answer = payer.send(verb, &url, &[JSON], "{}".to_owned()).await;
            own_error(&answer, 405, "bad_request");
            assert_eq!(answer.header("allow"), "POST");
        }
    }
}

#[tokio::test]
async fn a_body_that_is_no_json_object_is_a_bad_request() {
    let house = House::open().await;
    let bodies: [&[u8]; 9] = [
        b"",
        b"{",
        b"[]",
        b"\"text\"",
        b"null",
        b"7",
        b"{\"client_id\": \"demo\",}",
        b"client_id=demo&client_secret=demo-secret",
        b"{\"client_id\":\"\xff\"}",
    ];
    for method in METHODS {
        for body in bodies {
            let answer = house.raw(&format!("/test/v2/{method}"), &[JSON], body.to_vec()).await;
            own_error(&answer, 400, "bad_request");
        }
    }
    // Nested too deep is no JSON that we read; never a 500.
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let body = format!("{{\"client_id\":\"demo\",\"client_secret\":\"demo-secret\",\"x\":{deep}}}");
    own_error(&house.raw("/test/v2/links/list", &[JSON], body).await, 400, "bad_request");
}

#[tokio::test]
async fn the_content_type_is_json() {
    let house = House::open().await;
    let body = json!({ "client_id": "demo", "client_secret": "demo-secret" }).to_string();
    for kind in
        ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/jsonx"]
    {
        let answer = house.raw("/test/v2/links/list", &[("content-type", kind)], body.clone()).await;
        own_error(&answer, 415, "bad_request");
    }
    for kind in ["application/json", "application/json; charset=utf-8", "APPLICATION/JSON"] {
        assert_eq!(
            house.raw("/test/v2/links/list", &[("content-type", kind)], body.clone()).await.status,
            200,
            "{kind}"
        );
    }
    assert_eq!(house.raw("/test/v2/links/list", &[], body).await.status, 200, "none is taken for JSON");
}

#[tokio::test]
async fn a_body_over_1_mib_is_too_large() {
    let house = House::open().await;
    let sized = |size: usize| {
        let start = r#"{"client_id":"demo","client_secret":"demo-secret","x":""#;
        format!("{start}{}\"}}", "x".repeat(size - start.len() - 2))
    };
    assert_eq!(house.raw("/test/v2/links/list", &[JSON], sized(1 << 20)).await.status, 200);
    own_error(&house.raw("/test/v2/links/list", &[JSON], sized((1 << 20) + 1)).await, 413, "bad_request");
    own_error(&house.raw("/test/v2/links/list", &[JSON], sized(7 << 20)).await, 413, "bad_request");
}

#[tokio::test]
async fn a_client_proves_itself_by_its_secret() {
    let house = House::open().await;
    let call = async |body: serde_json::Value| house.raw("/test/v2/links/list", &[JSON], body.to_string()).await;
    for body in [
        json!({ "client_id": "demo", "client_secret": "wrong" }),
        json!({ "client_id": "demo", "client_secret": "" }),
        json!({ "client_id": "demo" }),
        json!({ "client_id": "demo", "client_secret": null }),
        json!({ "client_id": "nobody", "client_secret": "demo-secret" }),
        json!({ "client_id": "DEMO", "client_secret": "demo-secret" }),
    ] {
        let answer = call(body.clone()).await;
        let code = answer.json()["code"].as_str().unwrap().to_owned();
        let is_empty = body["client_secret"] == "";
        assert!(code == "unauthorized" || (is_empty && code == "validation_error"), "{body}: {}", answer.text);
        error(&answer, if code == "unauthorized" { 401 } else { 400 }, &code);
    }
    let long = "a".repeat(129);
    assert_eq!(fields(&call(json!({ "client_secret": "demo-secret" })).await), ["client_id"]);
    assert_eq!(fields(&call(json!({ "client_id": 7, "client_secret": 7 })).await), ["client_id", "client_secret"]);
    assert_eq!(
        fields(&call(json!({ "client_id": long, "client_secret": long })).await),
        ["client_id", "client_secret"]
    );
}

#[tokio::test]
async fn a_disabled_client_stops_at_once_and_a_rotated_secret_too() {
    let house = House::open().await;
    let store = &house.app.store;
    store.set_client_enabled("demo", false).await.unwrap();
    own_error(&house.call("/test/v2/links/list", &[], &json!({})).await, 401, "unauthorized");
    store.set_client_enabled("demo", true).await.unwrap();
    house.api("/test/v2/links/list", &json!({})).await;
    registration::rotate(store, &house.app.keys, house.now_ms(), "demo", registration::Rotate::Client).await.unwrap();
    own_error(&house.call("/test/v2/links/list", &[], &json!({})).await, 401, "unauthorized");
}

#[tokio::test]
async fn every_answer_has_a_request_id_of_its_own() {
    let house = House::open().await;
    let mut seen = std::collections::HashSet::new();
    for _ in 0..3 {
        let answer = house.call("/test/v2/links/list", &[("x-request-id", "mine")], &json!({})).await;
        let id = answer.header("x-request-id").to_owned();
        assert!(uuid::Uuid::parse_str(&id).is_ok(), "{id}");
        assert_eq!(answer.json()["request_id"], id.as_str());
        assert!(seen.insert(id));
    }
}

#[tokio::test]
async fn health_and_readiness_are_told() {
    let house = House::open().await;
    let payer = Payer::new();
    for path in ["/health", "/ready"] {
        assert_eq!(payer.get(&format!("{}{path}", house.url)).await.status, 200, "{path}");
    }
    house.app.store.reader.close().await;
    assert_eq!(payer.get(&format!("{}/ready", house.url)).await.status, 503, "the store is gone");
    assert_eq!(payer.get(&format!("{}/health", house.url)).await.status, 200, "pages could still be served");
    let answer = house.call("/test/v2/links/list", &[], &json!({})).await;
    own_error(&answer, 500, "internal_error");
    assert!(!answer.text.contains("pool") && !answer.text.contains("sql"), "our insides are ours: {}", answer.text);
}
