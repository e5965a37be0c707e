//! What `links/*` answer: shapes of v1 and v2, ids, addresses, whose link it is.

use super::{fields, keys, own_error};
use crate::house::House;
use crate::house::outlook::{merged, order};
use crate::house::payer::Payer;
use gateway::app::registration::{NewClient, create};
use serde_json::{Value, json};

const CREATED: [&str; 7] = ["api_client_app", "created_at", "expires_at", "link_id", "request_id", "web_id", "web_url"];
const RECORD: [&str; 8] =
    ["created_at", "expires_at", "is_expired", "keyset", "link_id", "status", "web_id", "web_url"];

fn time(value: &Value) -> i64 {
    let text = value.as_str().unwrap();
    assert!(text.ends_with('Z'), "UTC: {text}");
    text.parse::<jiff::Timestamp>().unwrap().as_millisecond()
}

#[tokio::test]
async fn create_answers_as_documented_in_both_versions() {
    let house = House::open().await;
    for prefix in ["/test/v1", "/test/v2", "/test"] {
        let made = house.api(&format!("{prefix}/links/create"), &order("100.50")).await;
        assert_eq!(keys(&made), CREATED, "{prefix}");
        let web_id = made["web_id"].as_str().unwrap();
        assert!(
            web_id.len() >= 22 && web_id.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b)),
            "{web_id}"
        );
        assert!(uuid::Uuid::parse_str(web_id).is_err(), "not a UUID");
        assert!(uuid::Uuid::parse_str(made["link_id"].as_str().unwrap()).is_ok());
        assert_eq!(made["web_url"], format!("{}/pay/{web_id}", house.url));
        assert_eq!(made["api_client_app"], "Demo shop");
        assert_eq!(time(&made["expires_at"]) - time(&made["created_at"]), 86_400_000, "a day, when nothing is said");
    }
    let over = json!({ "options": { "expires_in": 90 } });
    let made = house.api("/test/v2/links/create", &merged(order("1.00"), &over)).await;
    assert_eq!(time(&made["expires_at"]) - time(&made["created_at"]), 90_000);
}

#[tokio::test]
async fn get_tells_the_state_and_what_was_chosen() {
    let house = House::open().await;
    let link = house.link("100.50").await;
    let state = house.state(&link).await;
    let expected = [
        "api_client_app",
        "created_at",
        "expires_at",
        "is_expired",
        "link_id",
        "payment_method",
        "request_id",
        "service_provider",
        "status",
        "web_id",
        "web_url",
    ];
    assert_eq!(keys(&state), expected);
    assert_eq!((&state["status"], &state["is_expired"]), (&json!("created"), &json!(false)));
    assert_eq!((&state["payment_method"], &state["service_provider"]), (&Value::Null, &Value::Null));
    assert_eq!(state["web_url"], link.page);

    Payer::new().pay(&link.page).await;
    let state = house.state(&link).await;
    assert_eq!(state["status"], "intent_accepted");
    assert_eq!(state["service_provider"], json!({ "provider_id": "libra_ro", "name": "Libra Internet Bank" }));
    let method = &state["payment_method"];
    assert_eq!((&method["method_id"], &method["payment_scheme"]), (&json!("libra_ro.domestic"), &json!("domestic")));
    assert_eq!(house.api("/test/v1/links/get", &json!({ "link_id": link.id })).await["status"], "intent_accepted");
}

#[tokio::test]
async fn list_answers_in_pages_in_v2_and_plainly_in_v1() {
    let house = House::open().await;
    let link = house.link("100.50").await;
    let listed = house.api("/test/v2/links/list", &json!({})).await;
    assert_eq!(keys(&listed), ["api_client_app", "client_id", "links", "pagination", "request_id"]);
    assert_eq!(listed["client_id"], "demo");
    assert_eq!(keys(&listed["links"][0]), RECORD);
    assert_eq!(keys(&listed["pagination"]), ["after", "count", "more?"]);
    let record = &listed["links"][0];
    assert_eq!((&record["link_id"], &record["web_url"]), (&json!(link.id), &json!(link.page)));
    assert_eq!(listed["pagination"], json!({ "count": 1, "more?": false, "after": record["keyset"] }));
    let plain = house.api("/test/v1/links/list", &json!({})).await;
    assert_eq!(keys(&plain), ["links"]);
    assert_eq!(plain["links"], listed["links"]);
}

#[tokio::test]
async fn ids_that_are_malformed_unknown_or_of_somebody_else() {
    let house = House::open().await;
    let link = house.link("100.50").await;
    let new = NewClient {
        name: "Other".to_owned(),
        redirect_urls: vec![],
        frame_origins: vec![],
        ais: false,
        require_tracking: false,
        hides_transfer: false,
        template: "default".to_owned(),
    };
    let issued = create(&house.app.store, &house.app.keys, house.now_ms(), new, &["default"]).await.unwrap();
    let other = json!({ "client_id": issued.client_id, "client_secret": issued.client_secret.unwrap().expose() });
    for method in ["links/get", "links/revoke"] {
        let path = format!("/test/v2/{method}");
        for id in [json!("nonsense"), json!(""), json!(7), json!(link.web_id), json!("x".repeat(100)), json!(null)] {
            assert_eq!(fields(&house.call(&path, &[], &json!({ "link_id": id })).await), ["link_id"], "{id}");
        }
        assert_eq!(fields(&house.call(&path, &[], &json!({})).await), ["link_id"]);
        let unknown = json!({ "link_id": "7f000001-7f00-4f00-8f00-7f0000017f00" });
        own_error(&house.call(&path, &[], &unknown).await, 404, "not_found");
        let foreign = merged(other.clone(), &json!({ "link_id": link.id }));
        own_error(&house.call(&path, &[], &foreign).await, 404, "not_found");
    }
    assert_eq!(house.api("/test/v2/links/list", &other).await["links"], json!([]));
    assert_eq!(house.status(&link).await, "created", "nothing changed");
}

#[tokio::test]
async fn the_list_is_filtered_by_status_and_time() {
    let house = House::open().await;
    let first = house.link("1.00").await;
    house.advance(60_000).await;
    let second = house.link("2.00").await;
    Payer::new().open(&second.page).await;
    let ids = async |filter: Value| -> Vec<String> {
        let listed = house.api("/test/v2/links/list", &json!({ "filter": filter })).await;
        listed["links"].as_array().unwrap().iter().map(|one| one["link_id"].as_str().unwrap().to_owned()).collect()
    };
    let made_at = house.state(&second).await["created_at"].clone();
    assert_eq!(ids(json!({})).await, [&*second.id, &*first.id], "newest first");
    assert_eq!(ids(json!({ "status": "created" })).await, [&*first.id]);
    assert_eq!(ids(json!({ "status": ["started", "created"] })).await.len(), 2);
    assert_eq!(ids(json!({ "status": "revoked" })).await.len(), 0);
    assert_eq!(ids(json!({ "inserted_at_from": made_at })).await, [&*second.id], "from inclusive");
    assert_eq!(ids(json!({ "inserted_at_to": made_at })).await, [&*first.id], "to exclusive");
    for (name, value) in [
        ("status", json!("paid")),
        ("status", json!(7)),
        ("status", json!([])),
        ("inserted_at_from", json!("yesterday")),
        ("inserted_at_to", json!(7)),
    ] {
        let answer = house.call("/test/v2/links/list", &[], &json!({ "filter": { name: value } })).await;
        assert_eq!(fields(&answer), [format!("filter.{name}")]);
    }
    let reversed =
        json!({ "filter": { "inserted_at_from": "2026-02-01T00:00:00Z", "inserted_at_to": "2026-01-01T00:00:00Z" } });
    assert_eq!(fields(&house.call("/test/v2/links/list", &[], &reversed).await), ["filter.inserted_at_to"]);
}
