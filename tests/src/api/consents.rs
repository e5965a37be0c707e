//! `ais/consents/*`: what they take, answer and refuse, and whose they are.

use super::oauth::client;
use super::{fields, keys, own_error};
use crate::house::House;
use crate::house::data_client::ask;
use crate::house::outlook::merged;
use crate::house::payer::Answer;
use gateway::app::registration::{NewClient, create as register};
use serde_json::{Value, json};

const CREATE: &str = "/test/v2/ais/consents/create";
const GET: &str = "/test/v2/ais/consents/get";
const REVOKE: &str = "/test/v2/ais/consents/revoke";
const ALL: [&str; 3] = ["accounts", "balances", "transactions"];

async fn create(house: &House, over: &Value) -> Answer {
    house.call(CREATE, &[], &merged(ask(), over)).await
}

fn time(value: &Value) -> i64 {
    value.as_str().unwrap().parse::<jiff::Timestamp>().unwrap().as_millisecond()
}

#[tokio::test]
async fn create_answers_as_documented() {
    let house = House::open().await;
    for path in [CREATE, "/test/ais/consents/create", "/test/consents/create"] {
        let made = house.api(path, &ask()).await;
        let expected = [
            "api_client_app",
            "consent_id",
            "consent_validity_days",
            "created_at",
            "expires_at",
            "request_id",
            "web_id",
            "web_url",
        ];
        assert_eq!(keys(&made), expected, "{path}");
        let id = uuid::Uuid::parse_str(made["consent_id"].as_str().unwrap()).unwrap();
        assert_eq!(id.get_version_num(), 4);
        let web_id = made["web_id"].as_str().unwrap();
        assert!(web_id.len() >= 22 && uuid::Uuid::parse_str(web_id).is_err(), "{web_id}");
        assert_eq!(made["web_url"], format!("{}/consent/{web_id}", house.url));
        assert_eq!(made["consent_validity_days"], 90);
        assert_eq!(time(&made["expires_at"]) - time(&made["created_at"]), 86_400_000, "a day, when nothing is said");
    }
    let over = json!({ "consent": { "consent_validity_days": 180 }, "options": { "expires_in": 3_888_000 } });
    let made = create(&house, &over).await.json();
    assert_eq!(made["consent_validity_days"], 180);
    assert_eq!(time(&made["expires_at"]) - time(&made["created_at"]), 3_888_000_000);
}

#[tokio::test]
async fn get_tells_the_state() {
    let house = House::open().await;
    let consent = house.ask_for(&json!({ "consent": { "scope": ["accounts", "balances"] } })).await;
    for path in [GET, "/test/ais/consents/get", "/test/consents/get"] {
        let state = house.api(path, &consent.reference()).await;
        let expected = [
            "accounts",
            "ais_method",
            "api_client_app",
            "authorized_until",
            "consent_id",
            "consent_validity_days",
            "created_at",
            "expires_at",
            "is_expired",
            "request_id",
            "scope",
            "service_provider",
            "status",
            "web_id",
            "web_url",
        ];
        assert_eq!(keys(&state), expected);
        assert_eq!((&state["consent_id"], &state["web_id"]), (&json!(consent.id), &json!(consent.web_id)));
        assert_eq!((&state["status"], &state["is_expired"]), (&json!("created"), &json!(false)));
        assert_eq!(state["scope"], json!(["accounts", "balances"]));
        assert_eq!(state["accounts"], json!([]));
        for later in ["ais_method", "service_provider", "authorized_until"] {
            assert_eq!(state[later], Value::Null, "{later}");
        }
    }
}

#[tokio::test]
async fn scope_is_one_of_two_in_any_order_and_all_when_absent() {
    let house = House::open().await;
    let scope = async |asked: Value| {
        let consent = house.ask_for(&json!({ "consent": { "scope": asked } })).await;
        house.state_of(&consent).await["scope"].clone()
    };
    assert_eq!(scope(Value::Null).await, json!(ALL));
    assert_eq!(scope(json!(["transactions", "accounts", "balances"])).await, json!(ALL));
    assert_eq!(scope(json!(["balances", "accounts"])).await, json!(["accounts", "balances"]));
    for wrong in [json!([]), json!(["accounts"]), json!(["accounts", "transactions"]), json!("accounts"), json!([1])] {
        let answer = create(&house, &json!({ "consent": { "scope": wrong } })).await;
        assert_eq!(fields(&answer), ["consent.scope"], "{wrong}");
    }
}

#[tokio::test]
async fn children_are_taken_in_either_object() {
    let house = House::open().await;
    let swapped = json!({
        "consent": { "expires_in": 60, "ux_template": "steps", "language": "ro", "type": "link" },
        "options": { "scope": ["accounts", "balances"], "consent_validity_days": 7, "psu_id": "9999999998" },
    });
    let made = create(&house, &swapped).await.json();
    assert_eq!(made["consent_validity_days"], 7);
    assert_eq!(time(&made["expires_at"]) - time(&made["created_at"]), 60_000);
    let state = house.api(GET, &json!({ "consent_id": made["consent_id"] })).await;
    assert_eq!(state["scope"], json!(["accounts", "balances"]));
}

#[tokio::test]
async fn each_fault_names_its_field_where_the_caller_wrote_it() {
    let house = House::open().await;
    let rows = [
        (json!({ "consent": null }), "consent"),
        (json!({ "consent": 7 }), "consent"),
        (json!({ "consent": { "consent_validity_days": 0 } }), "consent.consent_validity_days"),
        (json!({ "consent": { "consent_validity_days": 181 } }), "consent.consent_validity_days"),
        (json!({ "options": { "consent_validity_days": "90" } }), "options.consent_validity_days"),
        (json!({ "options": { "scope": ["cards"] } }), "options.scope"),
        (json!({ "consent": { "psu_id": "x".repeat(65) } }), "consent.psu_id"),
        (json!({ "consent": { "psu_id": "a\u{7}b" } }), "consent.psu_id"),
        (json!({ "options": { "expires_in": 3_888_001 } }), "options.expires_in"),
        (json!({ "consent": { "expires_in": 0 } }), "consent.expires_in"),
        (json!({ "options": { "type": "redirect_sca" } }), "options.type"),
        (json!({ "options": { "ux_template": "baroque" } }), "options.ux_template"),
        (json!({ "options": { "language": "tlh" } }), "options.language"),
        (json!({ "options": { "webhook_url": "http://10.0.0.1/hook" } }), "options.webhook_url"),
        (json!({ "options": { "redirect_url": "https://elsewhere.example/" } }), "options.redirect_url"),
        (json!({ "tracking": { "customer_id": "Ion Popescu" } }), "tracking.customer_id"),
        (json!({ "ais_method": { "account_owner_type": "anybody" } }), "ais_method.account_owner_type"),
        (json!({ "ais_method": { "interface_type": "psd3" } }), "ais_method.interface_type"),
        (json!({ "ais_method": { "interface_env": ["sandbox", "moon"] } }), "ais_method.interface_env"),
        (json!({ "ais_method": { "provider_id": [] } }), "ais_method.provider_id"),
        (json!({ "ais_method": { "provider_id": "nobody_ro" } }), "ais_method.provider_id"),
    ];
    for (over, field) in rows {
        assert_eq!(fields(&create(&house, &over).await), [field], "{over}");
    }
    let ignored = json!({ "consent": { "colour": 7 }, "anything": [], "options": { "unknown": {} } });
    assert_eq!(create(&house, &ignored).await.status, 200, "unknown fields are ignored");
}

#[tokio::test]
async fn a_filter_that_leaves_no_method_makes_no_consent() {
    let house = House::open().await;
    for filter in [
        json!({ "provider_id": "ropay" }),
        json!({ "interface_type": "custom" }),
        json!({ "interface_env": "prod" }),
        json!({ "account_owner_type": "corporate" }),
    ] {
        let answer = create(&house, &json!({ "ais_method": filter })).await;
        own_error(&answer, 400, "method_selection_error");
    }
    let many = json!({ "ais_method": { "provider_id": ["bt_ro", "libra_ro"] }, "options": { "type": "direct_sca" } });
    own_error(&create(&house, &many).await, 400, "method_selection_error");
    let lacking = json!({ "ais_method": { "provider_id": "rzb_ro" }, "options": { "type": "direct_sca" } });
    let body = own_error(&create(&house, &lacking).await, 400, "method_input_validation_error");
    let named: Vec<&str> =
        body["errors"].as_array().unwrap().iter().map(|one| one["field"].as_str().unwrap()).collect();
    assert_eq!(named, ["consent.debtor_iban", "consent.psu_id"]);
}

#[tokio::test]
async fn a_key_gives_the_first_answer_again_under_every_name_of_the_path() {
    let house = House::open().await;
    let headers = [("idempotency-key", "consent-1")];
    let first = house.call(CREATE, &headers, &ask()).await;
    assert_eq!((first.status.as_u16(), first.header("idempotent-replayed")), (200, ""));
    for path in [CREATE, "/test/ais/consents/create", "/test/consents/create"] {
        let again = house.call(path, &headers, &ask()).await;
        assert_eq!((again.header("idempotent-replayed"), &again.text), ("true", &first.text), "{path}");
    }
    let other = merged(ask(), &json!({ "consent": { "consent_validity_days": 1 } }));
    assert_eq!(fields(&house.call(CREATE, &headers, &other).await), ["Idempotency-Key"]);
    let link = house.call("/test/v2/links/create", &headers, &crate::house::outlook::order("1.00")).await;
    assert_eq!((link.status.as_u16(), link.header("idempotent-replayed")), (200, ""), "keys are per path");
    let headers = [("idempotency-key", "consent-2")];
    let wrong = merged(ask(), &json!({ "consent": { "scope": [] } }));
    let refused = house.call(CREATE, &headers, &wrong).await;
    let again = house.call(CREATE, &headers, &wrong).await;
    assert_eq!((again.header("idempotent-replayed"), &again.text), ("true", &refused.text));
}

#[tokio::test]
async fn revoke_ends_a_consent_and_may_be_repeated() {
    let house = House::open().await;
    let consent = house.ask_for(&json!({})).await;
    for path in [REVOKE, "/test/consents/revoke", REVOKE] {
        let state = house.api(path, &consent.reference()).await;
        assert_eq!((&state["status"], &state["consent_id"]), (&json!("revoked"), &json!(consent.id)));
    }
    assert_eq!(house.state_of(&consent).await["status"], "revoked");
    let told: Vec<String> = house.shop.gets(1).await.iter().map(|one| one.body.clone()).collect();
    let id = &consent.id;
    assert_eq!(told, [format!(r#"{{"type":"consent_status_update","consent_id":"{id}","status":"revoked"}}"#)]);
}

#[tokio::test]
async fn a_consent_whose_link_has_expired_is_over() {
    let house = House::open().await;
    let consent = house.ask_for(&json!({ "options": { "expires_in": 60 } })).await;
    house.advance(60_001).await;
    crate::house::until("it does not expire", async || house.state_of(&consent).await["status"] == "expired").await;
    assert_eq!(house.state_of(&consent).await["is_expired"], true);
    own_error(&house.call(REVOKE, &[], &consent.reference()).await, 400, "consent_not_active");
    for list in ["accounts", "balances", "transactions"] {
        let answer = house.call(&format!("/test/v2/ais/{list}/list"), &[], &consent.reference()).await;
        own_error(&answer, 400, "consent_not_active");
    }
    own_error(&house.call("/test/v2/ais/jobs/create", &[], &consent.reference()).await, 400, "consent_not_active");
}

#[tokio::test]
async fn an_id_is_a_uuid_of_ones_own() {
    let house = House::open().await;
    let consent = house.ask_for(&json!({})).await;
    let other = client(&house, true).await;
    let proof =
        json!({ "client_id": other.client_id, "client_secret": other.client_secret.as_ref().unwrap().expose() });
    let job = json!({ "job_id": uuid::Uuid::new_v4().to_string() });
    for method in super::data::OF_A_CONSENT {
        let path = format!("/test/v2/{method}");
        for wrong in [json!("7"), json!(7), json!(null), json!(""), json!("x".repeat(200)), json!(consent.web_id)] {
            let body = merged(job.clone(), &json!({ "consent_id": wrong }));
            assert_eq!(fields(&house.call(&path, &[], &body).await), ["consent_id"], "{method} {wrong}");
        }
        let unknown = merged(job.clone(), &json!({ "consent_id": uuid::Uuid::new_v4().to_string() }));
        own_error(&house.call(&path, &[], &unknown).await, 404, "consent_not_found");
        let foreign = merged(merged(job.clone(), &consent.reference()), &proof);
        own_error(&house.call(&path, &[], &foreign).await, 404, "consent_not_found");
    }
    assert_eq!(house.state_of(&consent).await["status"], "created", "nothing of it was done");
}

#[tokio::test]
async fn a_client_that_must_send_a_tracking_id_must_do_so_here_too() {
    let house = House::open().await;
    let new = NewClient {
        name: "Tracker".to_owned(),
        ais: true,
        require_tracking: true,
        template: "default".to_owned(),
        ..NewClient::default()
    };
    let issued = register(&house.app.store, &house.app.keys, house.now_ms(), new, &["default"]).await.unwrap();
    let proof = json!({ "client_id": issued.client_id, "client_secret": issued.client_secret.unwrap().expose() });
    own_error(&create(&house, &proof).await, 401, "unauthorized");
    let tracked = merged(proof, &json!({ "tracking": { "customer_id": "c-1" } }));
    assert_eq!(create(&house, &tracked).await.status, 200);
}
