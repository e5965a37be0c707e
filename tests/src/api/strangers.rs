//! What strangers send to the doors of OAuth: whatever it is, it is answered as documented, and never by a 5xx.

use super::oauth::token;
use crate::house::House;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::future::Future;

/// How many each property is tried.
const CASES: u32 = 200;

/// Every byte that a header may carry.
fn header_bytes() -> impl Strategy<Value = Vec<u8>> {
    let byte = prop_oneof![8 => 0x20_u8..=0x7e, 1 => 0x80_u8..=0xff, 1 => Just(b'\t')];
    prop::collection::vec(byte, 0..80)
}

/// Headers from nearly right to nothing at all.
fn authorization() -> impl Strategy<Value = Vec<Vec<u8>>> {
    let scheme = prop_oneof![Just("Bearer "), Just("Basic "), Just("bearer"), Just("")];
    let base64 = prop::collection::vec(any::<u8>(), 0..60).prop_map(|bytes| {
        use base64::Engine;
        base64::engine::general_purpose::STANDARD.encode(bytes).into_bytes()
    });
    let pair = "[a-z%+:&]{0,12}".prop_map(|pair| {
        use base64::Engine;
        base64::engine::general_purpose::STANDARD.encode(pair).into_bytes()
    });
    let one = (scheme, prop_oneof![header_bytes(), base64, pair])
        .prop_map(|(scheme, rest)| [scheme.as_bytes(), &rest].concat());
    prop::collection::vec(one, 0..3)
}

fn form() -> impl Strategy<Value = Vec<u8>> {
    let name = prop_oneof![
        Just("grant_type".to_owned()),
        Just("scope".to_owned()),
        Just("client_id".to_owned()),
        Just("client_secret".to_owned()),
        ".{0,8}",
    ];
    let value = prop_oneof![
        Just("client_credentials".to_owned()),
        Just("demo".to_owned()),
        Just("demo-secret".to_owned()),
        Just("pay".to_owned()),
        ".{0,20}",
        "(%[0-9a-fA-F]{0,2}|\\+|[a-z]){0,8}",
    ];
    let fields = prop::collection::vec((name, value), 0..6).prop_map(|fields| {
        let pairs: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={value}")).collect();
        pairs.join("&").into_bytes()
    });
    prop_oneof![4 => fields, 1 => prop::collection::vec(any::<u8>(), 0..200)]
}

fn headers(kind: &'static str, authorization: &[Vec<u8>]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(http::header::CONTENT_TYPE, HeaderValue::from_static(kind));
    for one in authorization {
        // A client's library trims nothing and splits nothing; what is no header value cannot be sent at all.
        if let Ok(value) = HeaderValue::from_bytes(one) {
            headers.append(HeaderName::from_static("authorization"), value);
        }
    }
    headers
}

/// Runs a property whose cases ask the house.
pub(crate) fn hold<S: Strategy>(strategy: &S, property: impl Fn(S::Value) -> std::result::Result<(), TestCaseError>) {
    let config = Config { cases: CASES, failure_persistence: None, ..Config::default() };
    TestRunner::new(config).run(strategy, property).unwrap();
}

/// Waits inside a property.
pub(crate) fn wait<T>(future: impl Future<Output = T>) -> T {
    tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(future))
}

#[tokio::test(flavor = "multi_thread")]
async fn no_request_for_a_token_is_answered_by_a_5xx() {
    let house = House::open().await;
    let http = crate::house::client();
    let url = format!("{}/oauth2/token", house.url);
    hold(&(authorization(), form()), |(authorization, form)| {
        let headers = headers("application/x-www-form-urlencoded", &authorization);
        let answer = wait(http.post(&url).headers(headers).body(form).send()).unwrap();
        let status = answer.status();
        let body: serde_json::Value = serde_json::from_str(&wait(answer.text()).unwrap()).unwrap();
        match status {
            StatusCode::OK => prop_assert!(body["access_token"].is_string()),
            StatusCode::UNAUTHORIZED => prop_assert_eq!(&body["error"], "invalid_client"),
            StatusCode::BAD_REQUEST => {
                let known = ["invalid_request", "unsupported_grant_type", "invalid_scope"];
                prop_assert!(known.contains(&body["error"].as_str().unwrap()), "{body}");
            }
            other => prop_assert!(false, "{other}: {body}"),
        }
        Ok(())
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn no_header_opens_a_door_but_a_token_of_ours() {
    let house = House::open().await;
    let http = crate::house::client();
    let url = format!("{}/v2/links/list", house.url);
    let good = token(&house, "pay").await;
    let near = (0..good.len(), any::<u8>()).prop_map(move |(place, byte)| {
        let mut bytes = good.clone().into_bytes();
        bytes[place] ^= byte.max(1);
        vec![[b"Bearer ".as_slice(), &bytes].concat()]
    });
    hold(&prop_oneof![authorization(), near], |authorization| {
        let headers = headers("application/json", &authorization);
        let answer = wait(http.post(&url).headers(headers).body(r#"{"client_id":"demo"}"#).send()).unwrap();
        prop_assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
        prop_assert!(answer.headers()["www-authenticate"].to_str().unwrap().starts_with("Bearer"));
        let body: serde_json::Value = serde_json::from_str(&wait(answer.text()).unwrap()).unwrap();
        prop_assert_eq!(&body["code"], "unauthorized");
        Ok(())
    });
}
