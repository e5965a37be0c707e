//! Account data: what is asked, where a list goes on, and answers that hold none.

use super::requests::{ids, libra, of};
use crate::berlin_group::*;
use crate::profile::{Base, Profile};
use crate::profiles::{bt_ro, ropay, rzb_ro};
use http::HeaderMap;
use serde_json::{Value, json};

pub(super) const ACCESS: Access<'_> = Access { consent_id: "c1", token: None, psu_ip: None };
const HISTORY: History<'_> = History { resource_id: "a1", from: "2024-02-29", to: None };

pub(super) fn read<T>(status: u16, body: &str, read: impl Fn(&Profile, &Answer<'_>) -> T) -> T {
    read(&libra(), &Answer { status, headers: &HeaderMap::new(), body: body.as_bytes() })
}

pub(super) fn page_of(body: &Value) -> Page<Transaction> {
    read(200, &body.to_string(), read_transactions).unwrap()
}

#[test]
fn a_page_is_asked_for_by_the_banks_word() {
    let asked = |page| transactions(&libra(), &ACCESS, &HISTORY, page, &ids()).map(|call| call.uri().to_string());
    let list = "http://127.0.0.1:8081/libra_ro/v1/accounts/a1/transactions";
    assert_eq!(asked(None).unwrap(), format!("{list}?bookingStatus=both&dateFrom=2024-02-29"));
    let link = format!("{list}?bookingStatus=both&pageIndex=1");
    assert_eq!(asked(Some(&link)).unwrap(), link);
    assert_eq!(asked(Some("?page=2")).unwrap(), format!("{list}?bookingStatus=both&dateFrom=2024-02-29&page=2"));
    let own = "?dateFrom=2024-03-01&page=2";
    assert_eq!(asked(Some(own)).unwrap(), format!("{list}?bookingStatus=both&dateFrom=2024-03-01&page=2"));
    for foreign in ["https://evil.example/x", "//evil.example", "?a b", "?a\r\nb=c", "", "?x#y", "../x"] {
        assert_eq!(asked(Some(foreign)).unwrap_err(), Unbuildable::Link, "{foreign}");
    }
    let balances = balances(&libra(), &ACCESS, "a/1", Some("?page=2"), &ids()).unwrap();
    assert_eq!(balances.uri(), "http://127.0.0.1:8081/libra_ro/v1/accounts/a%2F1/balances?page=2");
}

#[test]
fn what_cannot_be_asked_is_named() {
    let list = |access: &Access<'_>, history: &History<'_>| transactions(&libra(), access, history, None, &ids());
    for consent_id in ["", "a b", "a\nb", "ș"] {
        let access = Access { consent_id, ..ACCESS };
        assert_eq!(list(&access, &HISTORY).unwrap_err(), Unbuildable::ConsentId);
        assert_eq!(accounts(&libra(), &access, None, &ids()).unwrap_err(), Unbuildable::ConsentId);
    }
    for resource_id in ["", "..", &"x".repeat(257)] {
        assert_eq!(list(&ACCESS, &History { resource_id, ..HISTORY }).unwrap_err(), Unbuildable::AccountId);
        assert_eq!(balances(&libra(), &ACCESS, resource_id, None, &ids()).unwrap_err(), Unbuildable::AccountId);
    }
    assert_eq!(list(&ACCESS, &History { from: "yesterday", ..HISTORY }).unwrap_err(), Unbuildable::Day);
    assert_eq!(list(&ACCESS, &History { to: Some("2026-13-01"), ..HISTORY }).unwrap_err(), Unbuildable::Day);
    assert_eq!(list(&Access { token: Some("t1"), ..ACCESS }, &HISTORY).unwrap_err(), Unbuildable::Token);
    assert_eq!(accounts(&of(&ropay::BANK), &ACCESS, None, &ids()).unwrap_err(), Unbuildable::NoAis);
    let shown = format!("{:?} {HISTORY:?}", Access { token: Some("t1"), psu_ip: "192.0.2.1".parse().ok(), ..ACCESS });
    assert!(!["t1", "192.0", "c1", "a1"].iter().any(|secret| shown.contains(secret)), "{shown}");
}

#[test]
fn the_way_on_is_found_wherever_banks_write_it_and_only_at_the_bank() {
    let public = "http://localhost:8081/libra_ro/v1/accounts/a1/transactions?page=2";
    let called = "http://127.0.0.1:8081/libra_ro/v1/accounts/a1/transactions?page=2";
    let next = |report: Value, rest: Value| {
        let mut body = json!({"transactions": {"booked": []}});
        body["transactions"].as_object_mut().unwrap().extend(report.as_object().unwrap().clone());
        body.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
        let page = page_of(&body);
        (page.next, page.is_cut)
    };
    let none = || json!({});
    let found = |address: &str| (Some(address.to_owned()), false);
    assert_eq!(next(json!({"_links": {"next": {"href": public}}}), none()), found(called));
    assert_eq!(next(json!({"_links": {"nextPage": public}}), none()), found(called));
    assert_eq!(
        next(none(), json!({"_links": {"next": {"href": "/v1/accounts/a1/transactions?page=2"}}})),
        found(called)
    );
    assert_eq!(next(json!({"nextPage": public}), none()), found(called));
    assert_eq!(next(none(), json!({"nextPage": "/libra_ro/v1/accounts/a1/transactions?page=2"})), found(called));
    assert_eq!(next(json!({"_links": {"next": {"href": "?page=2"}}}), none()), found("?page=2"));
    assert_eq!(next(json!({"_links": {"next": {"href": "page=2&x=y"}}}), none()), found("?page=2&x=y"));
    for end in [json!({"href": ""}), json!(""), json!(null), json!({}), json!(" "), json!(false)] {
        assert_eq!(next(json!({"_links": {"next": end}}), none()), (None, false), "that was all");
    }
    assert_eq!(next(none(), json!({"nextPage": ""})), (None, false));
    for foreign in [
        "https://evil.example/v1",
        "//evil.example",
        "http://localhost:8081/rzb_ro/v1",
        "transactions",
        "?a b=c",
        "?=x",
    ] {
        assert_eq!(next(json!({"_links": {"next": {"href": foreign}}}), none()), (None, true), "{foreign}");
    }
    let file = page_of(&json!({"_links": {"download": {"href": "/v1/accounts/a1/transactions/download"}}}));
    assert!(file.is_cut && file.records.is_empty());
}

#[test]
fn each_fault_has_its_meaning() {
    let coded = |code: &str| format!(r#"{{"tppMessages":[{{"category":"ERROR","code":"{code}"}}]}}"#);
    let lines: Vec<String> = [
        (302, ""),
        (400, "FORMAT_ERROR"),
        (400, "PERIOD_INVALID"),
        (400, "CONSENT_UNKNOWN"),
        (401, ""),
        (401, "TOKEN_EXPIRED"),
        (401, "CONSENT_INVALID"),
        (401, "consent_expired"),
        (401, "CERTIFICATE_REVOKED"),
        (403, ""),
        (403, "SERVICE_BLOCKED"),
        (403, "CONSENT_UNKNOWN"),
        (403, "ROLE_INVALID"),
        (404, "RESOURCE_UNKNOWN"),
        (405, ""),
        (406, ""),
        (408, ""),
        (429, "ACCESS_EXCEEDED"),
        (500, ""),
        (503, ""),
        (999, ""),
    ]
    .into_iter()
    .map(|(status, code)| {
        let faults = [
            read(status, &coded(code), read_accounts).unwrap_err(),
            read(status, &coded(code), read_balances).unwrap_err(),
            read(status, &coded(code), read_transactions).unwrap_err(),
        ];
        assert!(faults.iter().all(|fault| *fault == faults[0]));
        let word = format!("{:?}", faults[0]);
        format!("{status} {code} {}", word.split('(').next().unwrap())
    })
    .collect();
    insta::assert_snapshot!(lines.join("\n"));
    let quoted = r#"{"tppMessages":[{"code":"FORMAT_ERROR","text":"RO03RZBR0000069999999999 is none of Ana's"}]}"#;
    let shown = format!("{:?}", read(400, quoted, read_accounts).unwrap_err());
    assert!(shown.contains("FORMAT_ERROR") && !shown.contains("RO03") && !shown.contains("Ana"), "{shown}");
    let mut headers = HeaderMap::new();
    headers.insert("retry-after", "3600".parse().unwrap());
    let answer = Answer { status: 429, headers: &headers, body: b"" };
    let Err(ReadFault::TooOften(fault)) = read_balances(&of(&bt_ro::BANK), &answer) else { panic!() };
    assert_eq!(fault.retry_after_s, Some(3_600));
}

#[test]
fn a_success_that_is_none_is_unreadable_and_nothing_is_nothing() {
    for body in ["", "{}", "[]", "null", "<html>", r#"{"accounts":7,"balances":{},"transactions":[1]}"#] {
        assert_eq!(read(200, body, read_accounts).unwrap_err(), ReadFault::Unreadable, "{body}");
        assert_eq!(read(200, body, read_balances).unwrap_err(), ReadFault::Unreadable, "{body}");
        assert_eq!(read(200, body, read_transactions).unwrap_err(), ReadFault::Unreadable, "{body}");
    }
    assert_eq!(read(204, "", read_transactions).unwrap(), Page::default());
    let padded = |length: usize| format!(r#"{{"accounts":[],"x":"{}"}}"#, "y".repeat(length));
    assert_eq!(read(200, &padded(MAX_BODY), read_accounts).unwrap(), Page::default(), "pages may be long");
    assert_eq!(read(200, &padded(MAX_PAGE), read_accounts).unwrap_err(), ReadFault::Unreadable);
}

#[test]
fn a_bank_behind_a_proxy_is_paged_through_it() {
    let proxied = Profile { api: Base::parse("http://127.0.0.1:4010").unwrap(), ..of(&rzb_ro::BANK) };
    let body =
        json!({"transactions": {"booked": [], "_links": {"nextPage": "/rzb_ro/v1/accounts/a1/transactions?mark=7"}}});
    let answer = body.to_string();
    let answer = Answer { status: 200, headers: &HeaderMap::new(), body: answer.as_bytes() };
    let next = read_transactions(&proxied, &answer).unwrap().next.unwrap();
    let request = transactions(&proxied, &ACCESS, &HISTORY, Some(&next), &ids()).unwrap();
    assert_eq!(request.uri(), "http://127.0.0.1:4010/v1/accounts/a1/transactions?mark=7");
}
