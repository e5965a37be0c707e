//! `ais/accounts|balances|transactions/list` and `ais/jobs/*`: doors, filters, cursors, before there is any data.

use super::oauth::{ask as ask_token, basic, client, token};
use super::{fields, keys, own_error};
use crate::house::House;
use crate::house::data_client::ask;
use crate::house::outlook::{merged, order};
use crate::house::payer::Answer;
use serde_json::{Value, json};

/// Every method that names a consent.
pub const OF_A_CONSENT: [&str; 7] = [
    "ais/consents/get",
    "ais/consents/revoke",
    "ais/accounts/list",
    "ais/balances/list",
    "ais/transactions/list",
    "ais/jobs/create",
    "ais/jobs/get",
];
const LISTS: [&str; 3] = ["accounts", "balances", "transactions"];

fn methods() -> impl Iterator<Item = &'static str> {
    OF_A_CONSENT.into_iter().chain(["ais/consents/create"])
}

async fn list(house: &House, list: &str, body: &Value) -> Answer {
    house.call(&format!("/test/v2/ais/{list}/list"), &[], body).await
}

#[tokio::test]
async fn data_is_in_v2_only() {
    let house = House::open().await;
    for method in methods() {
        for prefix in ["/v1", "/test/v1"] {
            own_error(&house.call(&format!("{prefix}/{method}"), &[], &ask()).await, 404, "not_found");
        }
        own_error(&house.call(&format!("/v2/{method}"), &[], &ask()).await, 401, "unauthorized");
        for prefix in ["/test/v2", "/test"] {
            let answer = house.call(&format!("{prefix}/{method}"), &[], &json!({})).await;
            own_error(&answer, 400, "validation_error");
        }
    }
    for method in ["consents/create", "consents/get"] {
        for prefix in ["/v2", "/test/v2", "/test/v1"] {
            own_error(&house.call(&format!("{prefix}/{method}"), &[], &ask()).await, 404, "not_found");
        }
    }
    own_error(&house.call("/test/accounts/list", &[], &json!({})).await, 404, "not_found");
}

#[tokio::test]
async fn a_client_without_account_data_is_not_let_in() {
    let house = House::open().await;
    let other = client(&house, false).await;
    let secret = other.client_secret.as_ref().unwrap().expose();
    let proof = json!({ "client_id": other.client_id, "client_secret": secret });
    for method in methods() {
        let answer = house.call(&format!("/test/v2/{method}"), &[], &merged(ask(), &proof)).await;
        own_error(&answer, 401, "unauthorized");
    }
    assert_eq!(house.call("/test/v2/providers/list", &[], &proof).await.status, 200);
    let given = ask_token(&house, &basic(&other.client_id, secret), "grant_type=client_credentials").await.json();
    assert_eq!(given["scope"], "pay", "nor can it have a token for it");
}

#[tokio::test]
async fn a_token_for_data_opens_data_and_no_payments() {
    let house = House::open().await;
    let call = async |path: &str, token: &str, body: &Value| {
        let headers = [("content-type", "application/json"), ("authorization", token)];
        house.raw(path, &headers, merged(body.clone(), &json!({ "client_id": "demo" })).to_string()).await
    };
    let data = format!("Bearer {}", token(&house, "data").await);
    let pay = format!("Bearer {}", token(&house, "pay").await);
    for prefix in ["/v2", "/test/v2", "/test"] {
        for method in methods() {
            let answer = call(&format!("{prefix}/{method}"), &pay, &ask()).await;
            own_error(&answer, 401, "unauthorized");
            let challenge = "Bearer error=\"insufficient_scope\", scope=\"data\"";
            assert_eq!(answer.header("www-authenticate"), challenge);
        }
        own_error(&call(&format!("{prefix}/links/create"), &data, &order("1.00")).await, 401, "unauthorized");
        for token in [&data, &pay] {
            let answer = call(&format!("{prefix}/providers/list"), token, &json!({})).await;
            assert_eq!(answer.status, 200, "banks are what both begin with: {}", answer.text);
        }
    }
    let made = call("/test/v2/ais/consents/create", &data, &ask()).await;
    assert_eq!(made.status, 200, "{}", made.text);
    let reference = json!({ "consent_id": made.json()["consent_id"] });
    assert_eq!(call("/test/v2/ais/consents/get", &data, &reference).await.json()["status"], "created");
    let answer = call("/v2/ais/consents/get", &data, &reference).await;
    own_error(&answer, 404, "consent_not_found");
    let answer = call("/v2/ais/consents/create", &data, &ask()).await;
    own_error(&answer, 400, "method_selection_error");
}

#[tokio::test]
async fn lists_are_empty_before_the_consent_is_active() {
    let house = House::open().await;
    let consent = house.ask_for(&json!({})).await;
    for name in LISTS {
        let listed = house.api(&format!("/test/v2/ais/{name}/list"), &consent.reference()).await;
        assert_eq!((&listed[name], &listed["client_id"]), (&json!([]), &json!("demo")), "{name}");
        let paged = ["api_client_app", "client_id", "pagination", "request_id"];
        if name == "accounts" {
            assert_eq!(keys(&listed), ["accounts", "api_client_app", "client_id", "request_id"]);
        } else {
            assert!(paged.iter().all(|key| listed.get(key).is_some()), "{listed}");
            assert_eq!(listed["pagination"], json!({ "count": 0, "more?": false, "after": null }));
        }
    }
    own_error(&house.call("/test/v2/ais/jobs/create", &[], &consent.reference()).await, 400, "consent_not_active");
    let job = merged(consent.reference(), &json!({ "job_id": uuid::Uuid::new_v4().to_string() }));
    own_error(&house.call("/test/v2/ais/jobs/get", &[], &job).await, 404, "job_not_found");
    for wrong in [json!(null), json!("7"), json!(7)] {
        let job = merged(consent.reference(), &json!({ "job_id": wrong }));
        assert_eq!(fields(&house.call("/test/v2/ais/jobs/get", &[], &job).await), ["job_id"], "{wrong}");
    }
}

#[tokio::test]
async fn each_filter_names_its_field_and_rule() {
    let house = House::open().await;
    let consent = house.ask_for(&json!({})).await;
    let shared = [
        (json!({ "account_id": "7" }), "account_id"),
        (json!({ "currency": "lei" }), "currency"),
        (json!({ "account_type": 7 }), "account_type"),
        (json!({ "updated_from": "yesterday" }), "updated_from"),
        (json!({ "updated_from": "2026-03-13", "updated_to": "2026-03-12" }), "updated_to"),
    ];
    let of_amounts = [
        (json!({ "amount_min": "-1" }), "amount_min"),
        (json!({ "amount_max": "1,00" }), "amount_max"),
        (json!({ "amount_min": 5 }), "amount_min"),
        (json!({ "amount_min": "10", "amount_max": "9.99" }), "amount_max"),
        (json!({ "credit_debit_indicator": "both" }), "credit_debit_indicator"),
    ];
    let of_transactions = [
        (json!({ "status": "done" }), "status"),
        (json!({ "booking_date_from": "2026-02-30" }), "booking_date_from"),
        (json!({ "booking_date_to": "12.03.2026" }), "booking_date_to"),
        (
            json!({ "booking_date_from": "2026-03-12T10:00:00+02:00", "booking_date_to": "2026-03-12T07:59:59Z" }),
            "booking_date_to",
        ),
    ];
    let of_balances = [(json!({ "type": ["available", "everything"] }), "type")];
    let check = async |name: &str, rows: &[(Value, &str)]| {
        for (filter, field) in rows {
            let body = merged(consent.reference(), &json!({ "filter": filter }));
            assert_eq!(fields(&list(&house, name, &body).await), [format!("filter.{field}")], "{name} {filter}");
        }
    };
    for name in LISTS {
        check(name, &shared).await;
        let body = merged(consent.reference(), &json!({ "filter": [], "anything": 1 }));
        assert_eq!(fields(&list(&house, name, &body).await), ["filter"]);
    }
    for name in &LISTS[1..] {
        check(name, &of_amounts).await;
        for limit in [json!(0), json!(251), json!("50")] {
            let body = merged(consent.reference(), &json!({ "pagination": { "limit": limit } }));
            assert_eq!(fields(&list(&house, name, &body).await), ["pagination.limit"]);
        }
    }
    check("transactions", &of_transactions).await;
    check("balances", &of_balances).await;
    let all = json!({ "filter": { "account_id": 7, "status": 7 }, "pagination": { "limit": 0 } });
    let told = fields(&list(&house, "transactions", &all).await);
    assert_eq!(told, ["consent_id", "filter.account_id", "filter.status", "pagination.limit"], "all faults at once");
    let good = json!({
        "filter": {
            "currency": ["RON", "EUR"], "account_type": "current", "amount_min": "0", "amount_max": "0",
            "booking_date_from": "2026-03-12", "booking_date_to": "2026-03-12T00:00:00Z", "status": ["booked", "pending"],
            "credit_debit_indicator": "debit", "updated_from": "2026-03-12T14:03:00.5+02:00", "unknown": 7,
        },
        "track_changes": true,
    });
    assert_eq!(list(&house, "transactions", &merged(consent.reference(), &good)).await.status, 200);
}

#[tokio::test]
async fn what_is_no_cursor_is_unusable() {
    let house = House::open().await;
    let consent = house.ask_for(&json!({})).await;
    house.link("1.00").await;
    let of_links = house.api("/test/v2/links/list", &json!({})).await["links"][0]["keyset"].clone();
    for name in &LISTS[1..] {
        for after in [json!(""), json!("x"), json!("AAAAAAAAAAE"), json!("A".repeat(5_000)), of_links.clone()] {
            let body = merged(consent.reference(), &json!({ "pagination": { "after": after } }));
            own_error(&list(&house, name, &body).await, 400, "invalid_input");
        }
        let body = merged(consent.reference(), &json!({ "pagination": { "after": 7 } }));
        assert_eq!(fields(&list(&house, name, &body).await), ["pagination.after"]);
    }
}
