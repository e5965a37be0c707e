//! Walks the steering table through HTTP: each row against a second telling of it, written here from the contract.

use std::time::Duration;

use axum::http::{Method, StatusCode};
use sandbox_bank::STEERED;
use serde_json::json;
use uuid::Uuid;

use crate::house::{NOK, RETURN, house, order};
use crate::tpp::{ALL, BY_OAUTH, STATE, Tpp, Way, query, word};

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
async fn every_amount_runs_its_course_at_every_bank() {
    for tpp in ALL {
        for (amount, course, ending) in APPROVED {
            let house = house();
            let taken = tpp.pay(&house, amount).await;
            assert_eq!(tpp.status(&house, &taken.id).await, "RCVD", "{} {amount}", tpp.id);
            let back = tpp.decide(&house, &taken, "approve").await;
            assert_eq!(back, way_back(&tpp, &taken.id, ending, &back), "{} {amount}", tpp.id);
            let mut passed_ms = 0;
            for (at_ms, status) in *course {
                house.advance_ms(at_ms - passed_ms);
                passed_ms = *at_ms;
                assert_eq!(&tpp.status(&house, &taken.id).await, status, "{} {amount} at {at_ms}", tpp.id);
            }
        }
    }
}

/// What the address of the way back must be; a code is taken from it, since nobody knows it before.
fn way_back(tpp: &Tpp, payment_id: &str, ending: &str, back: &str) -> String {
    let code = word(back, "code").unwrap_or_default();
    let words = match (ending, tpp.way) {
        ("success", Way::Redirect) => query(&[("paymentId", payment_id), ("scaStatus", "finalised")]),
        ("error", Way::Redirect) => query(&[("paymentId", payment_id), ("error", "server_error")]),
        ("success", Way::OAuth { .. }) => query(&[("code", &code), ("state", STATE)]),
        ("error", Way::OAuth { .. }) => query(&[("error", "server_error"), ("state", STATE)]),
        _ => return tpp.callback(),
    };
    format!("{}?{words}", tpp.callback())
}

#[tokio::test]
async fn the_tpps_own_query_is_kept_or_lost_as_steered() {
    let house = house();
    for (amount, expected) in [
        ("5.00", format!("{RETURN}&paymentId=ID&scaStatus=finalised")),
        ("20.17", "http://127.0.0.1:8080/callback/libra_ro".to_owned()),
        ("20.18", format!("{NOK}&paymentId=ID&error=server_error")),
    ] {
        let held = house.pay(amount).await;
        let back = house.decide(&held, "approve").await;
        assert_eq!(back, expected.replace("ID", &held.id), "{amount}");
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
    for tpp in ALL {
        for (amount, status, code) in [
            ("20.11", StatusCode::BAD_REQUEST, "PAYMENT_FAILED"),
            ("20.15", StatusCode::SERVICE_UNAVAILABLE, "SERVICE_UNAVAILABLE"),
        ] {
            let id = Uuid::new_v4().to_string();
            let answer = tpp.initiate(&house, &tpp.order(amount), &[("x-request-id", &id)]).await;
            assert_eq!(answer.status, status, "{} {amount}", tpp.id);
            assert_eq!(answer.refusal().0, code);
            assert_eq!(answer.header("x-request-id"), id);
        }
        let books = house.get(&format!("/_control/{}/payments", tpp.id)).await.json();
        assert_eq!(books, json!({"payments": []}));
    }
}

#[tokio::test]
async fn silence_at_initiation_has_taken_the_payment() {
    let house = house();
    for tpp in ALL {
        let id = Uuid::new_v4().to_string();
        let (order, headers) = (tpp.order("20.16"), [("x-request-id", id.as_str())]);
        let heard = tokio::time::timeout(Duration::from_millis(50), tpp.initiate(&house, &order, &headers)).await;
        assert!(heard.is_err(), "{} said something", tpp.id);
        let books = house.get(&format!("/_control/{}/payments", tpp.id)).await.json();
        assert_eq!(books["payments"][0]["x_request_id"], id.as_str());
        // The same call again learns what became of it.
        let again = tpp.initiate(&house, &order, &headers).await;
        assert_eq!(again.status, StatusCode::CREATED, "{}", tpp.id);
        assert_eq!(again.json()["paymentId"], books["payments"][0]["payment_id"]);
    }
}

#[tokio::test]
async fn only_a_bank_that_confirms_funds_speaks_of_them() {
    let house = house();
    for tpp in ALL {
        let taken = tpp.pay(&house, "20.21").await;
        let login = tpp.enter(&house, &taken.door).await;
        let told = house.get(&login).await.text.contains("bank rejects the funds");
        assert_eq!(told, tpp.id == "libra_ro", "{}", tpp.id);
    }
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

#[tokio::test]
async fn an_authorisation_request_dies_with_its_address() {
    for tpp in BY_OAUTH {
        let house = house();
        let taken = tpp.pay(&house, "20.20").await;
        let early = tpp.enter(&house, &taken.door).await;
        house.advance_ms(30_000);
        let late = tpp.enter(&house, &taken.door).await;
        for door in [early, late] {
            let page = house.get(&door).await;
            assert_eq!(page.status, StatusCode::GONE, "{}", tpp.id);
            assert!(page.text.contains("error=access_denied"), "{}", page.text);
        }
        let again = tpp.ask(&house, Method::POST, &format!("{}/authorisations", tpp.payment(&taken.id))).await;
        assert_eq!(again.status, StatusCode::CREATED);
        let back = tpp.decide(&house, &taken, "approve").await;
        assert!(word(&back, "code").is_some(), "{}: {back}", tpp.id);
    }
}
