//! Account data under a valid consent: shapes, pages, balances, what time changes, and who is turned away.

use std::collections::HashSet;

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::ais::{READERS, balance, date, minor};
use crate::house::house;
use crate::tpp::{BT, CEC, LIBRA, RZB, link};

#[tokio::test]
async fn accounts_are_told_as_the_file_says() {
    let house = house();
    let given = LIBRA.approved(&house, 90).await;
    let accounts = given.accounts(&house).await;
    let facts: Vec<(&Value, &Value, &Value)> =
        accounts.iter().map(|one| (&one["iban"], &one["currency"], &one["cashAccountType"])).collect();
    assert_eq!(
        facts,
        [
            (&json!("RO79BREL0002001500330100"), &json!("RON"), &json!("CACC")),
            (&json!("RO30BREL0002001500340100"), &json!("EUR"), &json!("CACC")),
            (&json!("RO78BREL0002001500350100"), &json!("RON"), &json!("SVGS")),
        ]
    );
    let id = accounts[0]["resourceId"].as_str().unwrap();
    let here = format!("/libra_ro/v1/accounts/{id}");
    assert_eq!(accounts[0]["_links"]["balances"], json!({"href": format!("{here}/balances")}));
    assert_eq!(accounts[0]["_links"]["transactions"], json!({"href": format!("{here}/transactions")}));
    assert!(accounts[0].get("balances").is_none());
    let one = given.read(&house, &here).await;
    assert_eq!(one["account"], accounts[0]);
    let with = given.read(&house, "?withBalance=true").await;
    let balances = given.read(&house, &format!("{here}/balances")).await;
    assert_eq!(with["accounts"][0]["balances"], balances["balances"]);
    assert_eq!(balances["account"]["iban"], accounts[0]["iban"]);
    // Another consent has other names for the same accounts.
    let other = LIBRA.approved(&house, 90).await;
    assert_ne!(other.accounts(&house).await[0]["resourceId"], accounts[0]["resourceId"]);
    let crossed = other.read_with(&house, &format!("/{id}"), &[]).await;
    assert_eq!((crossed.status, crossed.refusal().0.as_str()), (StatusCode::NOT_FOUND, "RESOURCE_UNKNOWN"));
}

/// Every page once, newest first, nothing twice; and the balance is what they add up to.
#[tokio::test]
async fn two_years_are_read_page_by_page() {
    for tpp in READERS {
        let house = house();
        let given = tpp.approved(&house, 90).await;
        for account in given.accounts(&house).await {
            let (booked, pending) = given.history(&house, &account).await;
            let dates: Vec<&str> = booked.iter().map(|one| one["bookingDate"].as_str().unwrap()).collect();
            assert!(dates.is_sorted_by(|newer, older| newer >= older), "{}", tpp.id);
            let oldest = (*dates.last().unwrap()).to_owned();
            assert!(oldest >= date(&house, -731) && oldest < date(&house, -690), "{oldest}");
            assert!(pending.iter().all(|one| one.get("bookingDate").is_none() && one["valueDate"].is_string()));
            let names: HashSet<&str> = booked.iter().filter_map(|one| one["entryReference"].as_str()).collect();
            let expected = if tpp.id == "cec_ro" { 0 } else { booked.len() };
            assert_eq!(names.len(), expected, "{}", tpp.id);
            let id = account["resourceId"].as_str().unwrap();
            let balances = given.read(&house, &format!("/{id}/balances")).await["balances"].take();
            let (all, held): (i64, i64) = (booked.iter().map(amount).sum(), pending.iter().map(amount).sum());
            match tpp.id {
                "bt_ro" => assert!(balance(&balances, "closingBooked") > all),
                "cec_ro" => {
                    assert_eq!(balance(&balances, "expected") - balance(&balances, "interimBooked"), held);
                }
                _ => assert_eq!(balance(&balances, "expected") - balance(&balances, "closingBooked"), held),
            }
        }
    }
}

fn amount(transaction: &Value) -> i64 {
    minor(&transaction["transactionAmount"])
}

#[tokio::test]
async fn a_life_is_in_it() {
    let house = house();
    let given = LIBRA.approved(&house, 90).await;
    let accounts = given.accounts(&house).await;
    let (booked, _) = given.history(&house, &accounts[0]).await;
    let codes: HashSet<&str> = booked.iter().map(|one| one["bankTransactionCode"].as_str().unwrap()).collect();
    for code in ["PMNT-RCDT-SALA", "PMNT-ICDT-STDO", "PMNT-CCRD-POSD", "PMNT-CCRD-RIMB", "ACMT-MDOP-COMM"] {
        assert!(codes.contains(code), "{code}");
    }
    let refunds = booked.iter().filter(|one| one["bankTransactionCode"] == "PMNT-CCRD-RIMB");
    assert!(refunds.clone().count() > 5 && refunds.clone().all(|one| amount(one) > 0));
    let salary = booked.iter().filter(|one| one["purposeCode"] == "SALA").count();
    assert!((23..=25).contains(&salary), "{salary}");
    let text = |one: &Value| one["remittanceInformationUnstructured"].as_str().unwrap_or_default().to_owned();
    assert!(booked.iter().any(|one| text(one).contains("ș") || text(one).contains("ț")));
    let longest = booked.iter().filter_map(|one| one["remittanceInformationUnstructuredArray"].as_array());
    let pieces: Vec<&Vec<Value>> = longest.collect();
    assert!(!pieces.is_empty());
    assert!(pieces.iter().flat_map(|pieces| pieces.iter()).all(|piece| piece.as_str().unwrap().chars().count() <= 140));
    let twins = booked.windows(2).filter(|pair| {
        let face = |one: &Value| (one["transactionAmount"].clone(), one["valueDate"].clone(), text(one));
        face(&pair[0]) == face(&pair[1]) && pair[0]["transactionId"] != pair[1]["transactionId"]
    });
    assert!(twins.count() > 5, "tickets are bought in pairs");
    let debit = booked.iter().find(|one| amount(one) < 0 && one.get("creditorAccount").is_some()).unwrap();
    assert!(debit.get("debtorName").is_none());
    let details = given.read(&house, &link(&debit["_links"], "transactionDetails")).await;
    assert_eq!(&details["transactionsDetails"], debit);
}

#[tokio::test]
async fn what_is_pending_is_booked_soon_under_the_same_name() {
    for tpp in [LIBRA, RZB] {
        let house = house();
        let given = tpp.approved(&house, 90).await;
        let account = given.accounts(&house).await.remove(0);
        let (before, pending) = given.history(&house, &account).await;
        let soon =
            pending.iter().find(|one| one["proprietaryBankTransactionCode"].as_str().unwrap().starts_with("CARD"));
        let name = soon.unwrap()["entryReference"].clone();
        house.advance_ms(600_000);
        let (after, pending) = given.history(&house, &account).await;
        assert!(after.len() > before.len(), "{}", tpp.id);
        let mut found = after.iter().chain(&pending).filter(|one| one["entryReference"] == name);
        assert!(found.next().is_some(), "{}: {name} is gone", tpp.id);
        assert!(found.next().is_none(), "{}: {name} is there twice", tpp.id);
        let newest = &pending[0]["entryReference"];
        assert!(!before.iter().any(|one| one["entryReference"] == *newest), "something new came up");
        // Everything that was booked is as it was.
        let old: HashSet<String> = before.iter().map(Value::to_string).collect();
        let new: HashSet<String> = after.iter().map(Value::to_string).collect();
        assert!(old.is_subset(&new), "{}", tpp.id);
    }
}

#[tokio::test]
async fn a_balance_moves_by_what_is_booked() {
    let house = house();
    let given = LIBRA.approved(&house, 90).await;
    let account = given.accounts(&house).await.remove(0);
    let path = link(&account["_links"], "balances");
    let booked =
        async |given: &crate::ais::Given| balance(&given.read(&house, &path).await["balances"], "closingBooked");
    let (before, first) = (booked(&given).await, given.history(&house, &account).await.0);
    house.advance_ms(3_600_000);
    let (after, second) = (booked(&given).await, given.history(&house, &account).await.0);
    let sum = |all: &[Value]| all.iter().map(amount).sum::<i64>();
    assert_eq!(after - before, sum(&second) - sum(&first));
    assert!(second.len() > first.len());
}

#[tokio::test]
async fn a_period_is_kept_to_the_day() {
    let house = house();
    for tpp in READERS {
        let given = tpp.approved(&house, 90).await;
        let account = given.accounts(&house).await.remove(0);
        let (from, to) = (date(&house, -40), date(&house, -30));
        let start = link(&account["_links"], "transactions");
        let path = format!("{start}?bookingStatus=booked&dateFrom={from}&dateTo={to}");
        let report = given.read(&house, &path).await;
        let booked = report["transactions"]["booked"].as_array().unwrap();
        assert!(!booked.is_empty());
        for one in booked {
            let on = one["bookingDate"].as_str().unwrap();
            assert!(from.as_str() <= on && on <= to.as_str(), "{on}");
        }
        assert!(report["transactions"].get("pending").is_none());
        for (query, code) in [
            ("dateFrom=2026-01-01", "FORMAT_ERROR"),
            ("bookingStatus=booked", "FORMAT_ERROR"),
            ("bookingStatus=old&dateFrom=2026-01-01", "FORMAT_ERROR"),
            ("bookingStatus=booked&dateFrom=2026-1-1", "FORMAT_ERROR"),
            ("bookingStatus=booked&dateFrom=2026-02-01&dateTo=2026-01-01", "PERIOD_INVALID"),
            ("bookingStatus=information&dateFrom=2026-01-01", "PARAMETER_NOT_SUPPORTED"),
        ] {
            let refused = given.read_with(&house, &format!("{start}?{query}"), &[]).await;
            assert_eq!((refused.status, refused.refusal().0.as_str()), (StatusCode::BAD_REQUEST, code), "{query}");
        }
    }
}

#[tokio::test]
async fn each_bank_pages_in_its_own_way() {
    let house = house();
    for (tpp, name, mark) in [
        (BT, "next", "&page=2"),
        (CEC, "next", "&mark="),
        (LIBRA, "next", "&pageIndex=1&itemsPerPage=250"),
        (RZB, "nextPage", "&mark="),
    ] {
        let given = tpp.approved(&house, 90).await;
        let account = given.accounts(&house).await.remove(0);
        let start = link(&account["_links"], "transactions");
        let first = given.read(&house, &format!("{start}?bookingStatus=booked&dateFrom={}", date(&house, -700))).await;
        let links = &first["transactions"]["_links"];
        assert!(link(links, name).contains(mark), "{}: {links}", tpp.id);
        let short = given.read(&house, &format!("{start}?bookingStatus=booked&dateFrom={}", date(&house, -3))).await;
        let links = short["transactions"]["_links"].as_object().unwrap();
        match tpp.id {
            "cec_ro" => assert_eq!(links["next"], json!({"href": ""})),
            _ => assert_eq!(links.keys().collect::<Vec<_>>(), ["account"], "{}", tpp.id),
        }
        let lost = given
            .read_with(
                &house,
                &format!("{start}?bookingStatus=booked&dateFrom=2026-01-01&mark=x&page=0&pageIndex=-1"),
                &[],
            )
            .await;
        assert_eq!(lost.refusal().0, "FORMAT_ERROR", "{}", tpp.id);
    }
}

#[tokio::test]
async fn transilvania_tells_numbers_details_and_only_what_is_booked() {
    let house = house();
    let given = BT.approved(&house, 90).await;
    let account = given.accounts(&house).await.remove(0);
    let (booked, pending) = given.history(&house, &account).await;
    assert!(pending.is_empty());
    assert!(booked.iter().all(|one| one["transactionAmount"]["amount"].is_number()));
    assert!(booked.iter().all(|one| one.get("remittanceInformationUnstructured").is_none()));
    assert!(booked.iter().filter_map(|one| one["details"].as_str()).any(|text| text.chars().count() > 140));
    let balances = given.read(&house, &link(&account["_links"], "balances")).await;
    assert!(balances["balances"][0]["balanceAmount"]["amount"].is_number());
    let start = link(&account["_links"], "transactions");
    for status in ["pending", "both", "all"] {
        let path = format!("{start}?bookingStatus={status}&dateFrom={}", date(&house, -9));
        assert_eq!(given.read_with(&house, &path, &[]).await.refusal().0, "PARAMETER_NOT_SUPPORTED");
    }
}

#[tokio::test]
async fn transilvania_counts_reads_without_the_psu() {
    let house = house();
    let given = BT.approved(&house, 90).await;
    for _ in 0..4 {
        assert_eq!(given.read_with(&house, "", &[("psu-ip-address", "")]).await.status, StatusCode::OK);
    }
    let refused = given.read_with(&house, "", &[("psu-ip-address", "")]).await;
    assert_eq!((refused.status, refused.refusal().0.as_str()), (StatusCode::TOO_MANY_REQUESTS, "ACCESS_EXCEEDED"));
    assert_eq!(given.accounts(&house).await.len(), 3, "with the PSU it is free");
    let other = BT.approved(&house, 90).await;
    assert_eq!(other.read_with(&house, "", &[("psu-ip-address", "")]).await.status, StatusCode::OK);
    for tpp in [CEC, LIBRA, RZB] {
        let given = tpp.approved(&house, 90).await;
        for _ in 0..9 {
            assert_eq!(given.read_with(&house, "", &[("psu-ip-address", "")]).await.status, StatusCode::OK);
        }
    }
}

#[tokio::test]
async fn strangers_read_nothing() {
    for tpp in READERS {
        let house = house();
        let given = tpp.approved(&house, 90).await;
        let refused = given.read_with(&house, "", &[("consent-id", "")]).await;
        assert!(refused.status.is_client_error(), "{}", tpp.id);
        let pending = tpp.consent(&house, 90).await;
        for (id, code) in [("nobody", "CONSENT_UNKNOWN"), (pending.id.as_str(), "CONSENT_INVALID")] {
            let refused = given.read_with(&house, "", &[("consent-id", id)]).await;
            assert_eq!(refused.status, StatusCode::UNAUTHORIZED, "{}: {id}", tpp.id);
            let expected = if tpp.id == "libra_ro" { code } else { "TOKEN_INVALID" };
            assert_eq!(refused.refusal().0, expected, "{}: {id}", tpp.id);
        }
        if tpp.id == "libra_ro" {
            continue;
        }
        let (name, _) = tpp.token_header("");
        let refused = given.read_with(&house, "", &[(name, "")]).await;
        assert_eq!(refused.refusal().0, "TOKEN_INVALID", "{}: no token", tpp.id);
        house.advance_ms(3_600_000);
        assert_eq!(given.read_with(&house, "", &[]).await.refusal().0, "TOKEN_EXPIRED");
    }
}

#[tokio::test]
async fn more_transactions_can_be_ordered() {
    let house = house();
    let kind = [("content-type", "application/json")];
    let given = LIBRA.approved(&house, 90).await;
    let account = given.accounts(&house).await.remove(1);
    let usual = given.history(&house, &account).await.0.len();
    let ordered = house.call(Method::POST, "/_control/libra_ro", &kind, r#"{"transactions": 3000}"#).await;
    assert_eq!((ordered.status, ordered.json()["status"].as_str()), (StatusCode::OK, Some("up")));
    let more = given.history(&house, &account).await.0.len() - usual;
    assert!((1_000..=1_003).contains(&more), "a third each, and a little today: {more}");
    for wrong in [r#"{"transactions": -1}"#, r#"{"transactions": 1000001}"#, r#"{"transactions": "9"}"#, "{}"] {
        let refused = house.call(Method::POST, "/_control/libra_ro", &kind, wrong).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{wrong}");
    }
    house.call(Method::POST, "/_control/libra_ro", &kind, r#"{"transactions": 0}"#).await;
    assert_eq!(given.history(&house, &account).await.0.len(), usual);
}
