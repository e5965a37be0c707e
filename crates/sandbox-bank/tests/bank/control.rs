//! Levers and books: only from this machine, and what they do.

use axum::http::{Method, StatusCode};
use serde_json::json;
use uuid::Uuid;

use crate::house::{Answer, House, SEPA, house, order};
use crate::tpp::ALL;

async fn set(house: &House, status: &str) -> Answer {
    let kind = [("content-type", "application/json")];
    let body = json!({ "status": status }).to_string();
    house.call(Method::POST, "/_control/libra_ro", &kind, body).await
}

#[tokio::test]
async fn a_bank_that_is_down_answers_503_to_everybody() {
    let house = house();
    let payment = house.pay("5.00").await;
    assert_eq!(set(&house, "down").await.json(), json!({"provider_id": "libra_ro", "status": "down"}));
    let call = house.ask(Method::GET, &payment.path()).await;
    assert_eq!(call.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(call.refusal().0, "SERVICE_UNAVAILABLE");
    for path in [payment.sca.as_str(), "/libra_ro"] {
        let page = house.get(path).await;
        assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(page.text.contains("<main>"));
    }
    set(&house, "up").await;
    assert_eq!(house.status_code(&payment).await, "RCVD");
}

#[tokio::test]
async fn a_degraded_bank_answers_late() {
    let house = house();
    let payment = house.pay("5.00").await;
    set(&house, "degraded").await;
    let mut asking = std::pin::pin!(house.status_code(&payment));
    let soon = tokio::time::timeout(std::time::Duration::from_millis(50), &mut asking).await;
    assert!(soon.is_err(), "answered at once");
    house.advance_ms(1_500);
    assert_eq!(asking.await, "RCVD");
}

#[tokio::test]
async fn orders_that_make_no_sense_change_nothing() {
    let house = house();
    assert_eq!(set(&house, "sleepy").await.status, StatusCode::BAD_REQUEST);
    let plain = [("content-type", "text/plain")];
    let body = "{\"status\":\"down\"}";
    let sneaked = house.call(Method::POST, "/_control/libra_ro", &plain, body).await;
    assert_eq!(sneaked.status, StatusCode::BAD_REQUEST);
    let health = house.get("/_control/libra_ro").await.json();
    assert_eq!(health["status"], "up");
    let unknown = house.get("/_control/no_bank").await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn strangers_find_no_levers() {
    let house = house();
    for (peer, headers) in [
        ("10.0.0.7:4711", vec![]),
        ("[2001:db8::1]:4711", vec![]),
        ("127.0.0.1:4711", vec![("x-forwarded-for", "10.0.0.7")]),
    ] {
        for path in ["/_control/libra_ro", "/_control/libra_ro/payments", "/_control/libra_ro/calls"] {
            let answer = house.call_from(peer, Method::GET, path, &headers, "").await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{peer} {path}");
        }
    }
    for peer in ["127.0.0.9:1", "[::1]:1", "[::ffff:127.0.0.1]:1"] {
        let answer = house.call_from(peer, Method::GET, "/_control/libra_ro", &[], "").await;
        assert_eq!(answer.status, StatusCode::OK, "{peer}");
    }
}

#[tokio::test]
async fn the_books_show_payments_by_their_end_to_end_id() {
    let house = house();
    let id = Uuid::new_v4().to_string();
    let mut body = order("20.5");
    body["endToEndIdentification"] = json!("wanted");
    let made = house.initiate(&id, &body).await.json();
    house.pay("6.00").await;
    let found = house.get("/_control/libra_ro/payments?end_to_end_id=wanted").await.json();
    let created_at = found["payments"][0]["created_at"].clone();
    assert!(created_at.as_str().unwrap().ends_with('Z'));
    assert_eq!(
        found,
        json!({"payments": [{
            "payment_id": made["paymentId"],
            "end_to_end_id": "wanted",
            "amount": "20.50",
            "status": "RCVD",
            "x_request_id": id,
            "created_at": created_at,
        }]})
    );
    let all = house.get("/_control/libra_ro/payments").await.json();
    assert_eq!(all["payments"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn every_api_call_about_a_payment_is_counted() {
    let house = house();
    let payment = house.pay("5.00").await;
    house.status_code(&payment).await;
    house.advance_ms(1_000);
    house.ask(Method::GET, &payment.path()).await;
    house.get(&payment.sca).await;
    house.pay("6.00").await;
    let path = format!("/_control/libra_ro/calls?payment_id={}", payment.id);
    let counted = house.get(&path).await.json();
    assert_eq!(counted["count"], 3);
    assert_eq!(counted["most_in_a_minute"], 3);
    let calls = counted["calls"].as_array().unwrap();
    let told: Vec<String> =
        calls.iter().map(|call| format!("{} {}", call["method"], call["path"]).replace('"', "")).collect();
    assert_eq!(
        told,
        [format!("POST {SEPA}"), format!("GET {}/status", payment.path()), format!("GET {}", payment.path()),]
    );
    assert_ne!(calls[1]["at"], calls[2]["at"]);
}

#[tokio::test]
async fn the_busiest_minute_is_told() {
    let house = house();
    let payment = house.pay("5.00").await;
    for _ in 0..4 {
        house.advance_ms(20_000);
        house.status_code(&payment).await;
    }
    let path = format!("/_control/libra_ro/calls?payment_id={}", payment.id);
    let counted = house.get(&path).await.json();
    assert_eq!((counted["count"].as_u64(), counted["most_in_a_minute"].as_u64()), (Some(5), Some(3)));
    let none = house.get("/_control/bt_ro/calls").await.json();
    assert_eq!(none, json!({"count": 0, "most_in_a_minute": 0, "calls": []}));
}

#[tokio::test]
async fn a_bank_contradicts_itself_when_told_to() {
    let house = house();
    let kind = [("content-type", "application/json")];
    for tpp in ALL {
        let taken = tpp.pay(&house, "5").await;
        let answers = format!("/_control/{}/answers", tpp.id);
        let order = json!({"payment_id": taken.id, "status": ["ACSC", "RJCT", "XXXX"]});
        let ordered = house.call(Method::POST, &answers, &kind, order.to_string()).await;
        assert_eq!((ordered.status, ordered.json()), (StatusCode::OK, order));
        for said in ["ACSC", "RJCT", "XXXX", "RCVD", "RCVD"] {
            assert_eq!(tpp.status(&house, &taken.id).await, said, "{}", tpp.id);
        }
        for (order, status) in [
            (json!({"payment_id": taken.id, "status": ["settled"]}), 400),
            (json!({"payment_id": taken.id, "status": "ACSC"}), 400),
            (json!({"status": ["ACSC"]}), 400),
            (json!({"payment_id": "nobody", "status": ["ACSC"]}), 404),
        ] {
            let refused = house.call(Method::POST, &answers, &kind, order.to_string()).await;
            assert_eq!(refused.status, status, "{order}");
        }
        let stranger = house.call_from("10.0.0.7:1", Method::POST, &answers, &kind, "{}").await;
        assert_eq!(stranger.status, StatusCode::NOT_FOUND);
        assert_eq!(tpp.status(&house, &taken.id).await, "RCVD");
    }
}
