//! Walks the steering table of consents through HTTP: each row against a second telling of it, written here from the
//! contract.

use axum::http::StatusCode;
use sandbox_bank::{STEERED_CONSENTS, steering_of_days};
use serde_json::json;

use crate::ais::{Given, READERS, terms};
use crate::house::{House, house};
use crate::tpp::{STATE, Way, query, word};

/// Days, the status after an approval, how the return ends, and what a read of an account's balances comes to.
const STEERED: &[(i32, &str, &str, u16)] = &[
    (1, "valid", "success", 200),
    (90, "valid", "success", 200),
    (160, "valid", "success", 200),
    (162, "rejected", "refused", 401),
    (163, "received", "success", 401),
    (165, "valid", "success", 503),
    (166, "valid", "success", 403),
    (167, "valid", "bare", 200),
    (168, "valid", "error", 200),
    (169, "rejected", "success", 401),
    (170, "valid", "success", 200),
    (180, "valid", "success", 200),
];

#[test]
fn the_table_holds_exactly_the_steered_periods() {
    let days: Vec<i64> = STEERED_CONSENTS.iter().map(|(days, _)| *days).collect();
    assert_eq!(days, (161..=169).collect::<Vec<_>>());
    for (days, steering) in STEERED_CONSENTS {
        assert!(steering.told.starts_with(&format!("{days} days:")), "{}", steering.told);
    }
    assert_eq!(steering_of_days(160).outcome(), "valid");
}

#[tokio::test]
async fn every_period_runs_its_course_at_every_bank() {
    for tpp in READERS {
        for (days, status, ending, read) in STEERED {
            let house = house();
            let mut given = tpp.consent(&house, *days).await;
            let login = tpp.enter(&house, &given.door).await;
            let told = steering_of_days(i64::from(*days)).told;
            assert!(house.get(&login).await.text.contains(told), "{}: {told}", tpp.id);
            let back = given.decide(&house, "decision=approve").await;
            assert_eq!(back, way_back(&given, ending, &back), "{} {days}", tpp.id);
            assert_eq!(&given.status(&house).await, status, "{} {days}", tpp.id);
            house.advance_ms(60_000);
            assert_eq!(&given.status(&house).await, status, "{} {days}, later", tpp.id);
            if given.token.is_some() || tpp.way == Way::Redirect {
                assert_eq!(given.read_with(&house, "", &[]).await.status.as_u16(), *read, "{} {days}", tpp.id);
            }
        }
    }
}

/// What the address of the way back must be; a code is taken from it, since nobody knows it before.
fn way_back(given: &Given, ending: &str, back: &str) -> String {
    let tpp = given.tpp;
    let code = word(back, "code").unwrap_or_default();
    let failed = [("error", "access_denied"), ("error_description", "not approved here")];
    let words = match (ending, tpp.way) {
        ("success", Way::Redirect) => query(&[("consentId", &given.id), ("scaStatus", "finalised")]),
        ("error", Way::Redirect) => query(&[("consentId", &given.id), ("error", "server_error")]),
        ("refused", Way::Redirect) => {
            query(&[&[("consentId", given.id.as_str()), ("scaStatus", "failed")], &failed[..]].concat())
        }
        ("success", Way::OAuth { .. }) => query(&[("code", &code), ("state", STATE)]),
        ("error", Way::OAuth { .. }) => query(&[("error", "server_error"), ("state", STATE)]),
        ("refused", Way::OAuth { .. }) => query(&[&failed[..], &[("state", STATE)]].concat()),
        _ => return tpp.callback(),
    };
    format!("{}?{words}", tpp.callback())
}

#[tokio::test]
async fn a_refused_period_leaves_nothing_behind() {
    let house = house();
    for tpp in READERS {
        let refused = tpp.ask_consent(&house, &terms(&tpp, &house, 161), &[]).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{}", tpp.id);
        assert_eq!(refused.refusal(), ("PERIOD_INVALID".to_owned(), "validUntil".to_owned()));
        let books = house.get(&format!("/_control/{}/consents", tpp.id)).await.json();
        assert_eq!(books, json!({"consents": []}));
    }
}

#[tokio::test]
async fn one_accounts_reads_fail_and_the_others_go_on() {
    for tpp in READERS {
        let house = house();
        let given = tpp.approved(&house, 164).await;
        let read = given.read(&house, "?withBalance=true").await;
        let accounts = read["accounts"].as_array().unwrap();
        let balances: Vec<bool> = accounts.iter().map(|account| account.get("balances").is_some()).collect();
        assert_eq!(balances.iter().filter(|told| !**told).count(), 1, "{}: {balances:?}", tpp.id);
        for (account, readable) in accounts.iter().zip(balances) {
            let id = account["resourceId"].as_str().unwrap();
            let from = crate::ais::date(&house, -9);
            for path in [format!("/{id}/balances"), format!("/{id}/transactions?bookingStatus=booked&dateFrom={from}")]
            {
                let answer = given.read_with(&house, &path, &[]).await;
                assert_eq!(answer.status.as_u16(), if readable { 200 } else { 500 }, "{}", tpp.id);
                assert_eq!(answer.text.is_empty(), !readable, "the file has no body for a 500");
            }
        }
    }
}

/// A second before and after midnight the same day is meant.
#[tokio::test]
async fn days_are_counted_from_the_date_in_utc() {
    let house = house();
    let to_midnight_ms = u64::try_from(86_400_000 - house.clock.now().as_millisecond() % 86_400_000).unwrap();
    house.advance_ms(to_midnight_ms - 1_000);
    outcome(&house, 163, "received").await;
    outcome(&house, 162, "rejected").await;
    house.advance_ms(1_000);
    outcome(&house, 163, "received").await;
    outcome(&house, 164, "valid").await;
}

async fn outcome(house: &House, days: i32, status: &str) {
    let given = crate::tpp::LIBRA.approved(house, days).await;
    assert_eq!(given.status(house).await, status, "{days}");
}
