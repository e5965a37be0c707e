//! Walks the steering table through HTTP: each row against a second telling of it, written here from the contract.

use axum::http::{Method, StatusCode};
use sandbox_bank::STEERED;
use serde_json::json;
use uuid::Uuid;

use crate::house::{NOK, RETURN, house, order};

/// Statuses from so many milliseconds after the approval on.
type Course = &'static [(u64, &'static str)];

const SETTLES: Course = &[(0, "ACSP"), (1_199, "ACSP"), (1_200, "ACSC"), (600_000, "ACSC")];

/// What the contract says of every amount whose payment can be approved, and how the return ends.
const APPROVED: &[(&str, Course, &str)] = &[
    ("19.99", SETTLES, "success"),
    ("20.10", SETTLES, "success"),
    ("20.12", &[(0, "RJCT"), (600_000, "RJCT")], "success"),
    ("20.13", &[(0, "PDNG"), (600_000, "PDNG")], "success"),
    ("20.14", &[(0, "ACSP"), (4_999, "ACSP"), (5_000, "ACSC")], "success"),
    ("20.17", SETTLES, "bare"),
    ("20.18", SETTLES, "error"),
    ("20.19", &[(0, "RJCT"), (600_000, "RJCT")], "success"),
    ("20.20", SETTLES, "success"),
    ("20.21", SETTLES, "success"),
    ("20.22", &[(0, "ACTC"), (29_999, "ACTC"), (30_000, "ACSC")], "success"),
    ("20.23", &[(0, "ACTC"), (1_199, "ACTC"), (1_200, "CANC")], "success"),
    ("20.24", &[(0, "PATC"), (600_000, "PATC")], "success"),
    ("20.25", SETTLES, "success"),
    ("2011", SETTLES, "success"),
];

#[tokio::test]
async fn every_amount_runs_its_course() {
    for (amount, course, ending) in APPROVED {
        let house = house();
        let held = house.pay(amount).await;
        assert_eq!(house.status_code(&held).await, "RCVD", "{amount}");
        let back = house.decide(&held, "approve").await;
        let expected = match *ending {
            "success" => format!("{RETURN}&paymentId={}&scaStatus=finalised", held.id),
            "error" => format!("{NOK}&paymentId={}&error=server_error", held.id),
            _ => "http://127.0.0.1:8080/callback/libra_ro".to_owned(),
        };
        assert_eq!(back, expected, "{amount}");
        let mut passed_ms = 0;
        for (at_ms, status) in *course {
            house.advance_ms(at_ms - passed_ms);
            passed_ms = *at_ms;
            assert_eq!(&house.status_code(&held).await, status, "{amount} at {at_ms}");
        }
    }
}

#[test]
fn the_table_holds_exactly_the_steered_amounts() {
    let amounts: Vec<i64> = STEERED.iter().map(|(minor, _)| *minor).collect();
    assert_eq!(amounts, (2011..=2024).collect::<Vec<_>>());
    for (minor, steering) in STEERED {
        let spelled = format!("{}.{}:", minor / 100, minor % 100);
        assert!(steering.told.starts_with(&spelled), "{}", steering.told);
        assert_eq!(steering.course().next().map(|(after_ms, _)| after_ms), Some(0));
    }
}

#[tokio::test]
async fn euro_is_steered_too() {
    let house = house();
    let mut body = order("20.13");
    body["instructedAmount"]["currency"] = json!("EUR");
    let answer = house.initiate(&Uuid::new_v4().to_string(), &body).await;
    let held = crate::house::held(&answer);
    house.decide(&held, "approve").await;
    assert_eq!(house.status_code(&held).await, "PDNG");
}

#[tokio::test]
async fn refused_and_unavailable_at_initiation_leave_nothing_behind() {
    let house = house();
    for (amount, status, code) in [
        ("20.11", StatusCode::BAD_REQUEST, "PAYMENT_FAILED"),
        ("20.15", StatusCode::SERVICE_UNAVAILABLE, "SERVICE_UNAVAILABLE"),
    ] {
        let id = Uuid::new_v4().to_string();
        let answer = house.initiate(&id, &order(amount)).await;
        assert_eq!(answer.status, status, "{amount}");
        assert_eq!(answer.refusal().0, code);
        assert_eq!(answer.header("x-request-id"), id);
    }
    let books = house.get("/_control/libra_ro/payments").await.json();
    assert_eq!(books, json!({"payments": []}));
}

#[tokio::test]
async fn a_refusal_for_want_of_money_says_so() {
    let house = house();
    let held = house.pay("20.12").await;
    house.decide(&held, "approve").await;
    let status = house.status(&held).await;
    assert_eq!(status["fundsAvailable"], false);
    assert_eq!(status["psuMessage"], "There is not enough money on the account.");
    let text = status["tppMessages"][0]["text"].as_str().unwrap();
    assert!(text.starts_with("FUNDS_NOT_AVAILABLE"), "{text}");
}

#[tokio::test]
async fn an_sca_address_dies_after_thirty_seconds() {
    let house = house();
    let held = house.pay("20.20").await;
    let approval = house.log_in(&held).await;
    house.advance_ms(29_999);
    assert_eq!(house.get(&held.sca).await.status, StatusCode::OK);
    assert_eq!(house.get(&approval).await.status, StatusCode::OK);
    house.advance_ms(1);
    for path in [&held.sca, &approval] {
        let page = house.get(path).await;
        assert_eq!(page.status, StatusCode::GONE);
        assert!(page.text.contains("expired"), "{}", page.text);
    }
    let late = house.post_form(&approval, "decision=approve").await;
    assert_eq!(late.status, StatusCode::GONE);
    assert_eq!(house.status_code(&held).await, "RCVD");

    let again = house.ask(Method::POST, &format!("{}/authorisations", held.path())).await;
    assert_eq!(again.status, StatusCode::CREATED);
    let fresh = again.json()["_links"]["scaRedirect"]["href"].clone();
    let fresh = fresh.as_str().unwrap().replace("http://localhost:8081", "");
    assert_eq!(house.get(&fresh).await.status, StatusCode::OK);
}
