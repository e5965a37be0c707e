//! Consents and account data: code lists, links, every example, our requests.

use crate::file::{examples_of, fits, header_names, reference, resolved, testbank, words};
use connectors::amount::format_minor;
use connectors::berlin_group::*;
use connectors::profile::{Ais, AskedAccess, Profile};
use http::{HeaderMap, Request};
use protocol::DataGroup;
use serde_json::Value;
use std::collections::BTreeSet;

const CONSENTS: &str = "/v1/consents";
const ACCOUNTS: &str = "/v1/accounts";

#[test]
fn our_code_lists_are_the_files() {
    let Some(file) = reference() else { return };
    let ours: BTreeSet<_> = ConsentWord::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(ours, words(&file["components"]["schemas"]["consentStatus"]["enum"]));
    for kind in words(&file["components"]["schemas"]["balanceType"]["enum"]) {
        let body = serde_json::json!({"balances": [{"balanceType": kind,
            "balanceAmount": {"currency": "EUR", "amount": "1"}}]});
        let body = body.to_string();
        let answer = Answer { status: 200, headers: &HeaderMap::new(), body: body.as_bytes() };
        let read = read_balances(&testbank(), &answer).unwrap().records.last().unwrap().kind;
        let own = kind.to_lowercase() == read.as_str().replace('_', "");
        assert!(own || kind == "nonInvoiced", "{kind} is read as {read:?}");
    }
}

#[test]
fn every_link_name_of_the_consent_answers_is_understood() {
    let Some(file) = reference() else { return };
    for name in file["components"]["schemas"]["_linksConsents"]["properties"].as_object().unwrap().keys() {
        let body = serde_json::json!({"consentId": "c1", "consentStatus": "received",
            "_links": {name: {"href": "https://www.testbank.com/x"}}});
        let body = body.to_string();
        let answer = Answer { status: 201, headers: &HeaderMap::new(), body: body.as_bytes() };
        let read = read_consent_creation(&testbank(), &answer);
        let ConsentCreation::Accepted { sca, .. } = read else { panic!("{name}") };
        let informs_only = ["self", "status", "scaStatus", "confirmation"];
        assert_eq!(sca == Sca::Unusable(Unusable::NoWay), informs_only.contains(&name.as_str()), "{name}: {sca:?}");
    }
}

/// What the reader of a call makes of an answer, as text; `None` for calls that we do not make.
fn read(method: &str, path: &str, answer: &Answer<'_>) -> Option<String> {
    let profile = testbank();
    Some(match (method, path) {
        ("post", CONSENTS) => format!("{:?}", read_consent_creation(&profile, answer)),
        ("get", "/v1/consents/{consentId}" | "/v1/consents/{consentId}/status") => {
            format!("{:?}", read_consent_status(answer))
        }
        ("delete", "/v1/consents/{consentId}") => format!("{:?}", read_consent_deletion(answer)),
        ("post", "/v1/consents/{consentId}/authorisations") => format!("{:?}", read_authorisation(&profile, answer)),
        ("get", "/v1/consents/{consentId}/authorisations/{authorisationId}") => {
            format!("{:?}", read_sca_status(answer))
        }
        ("get", ACCOUNTS | "/v1/accounts/{account-id}") => page(read_accounts(&profile, answer), account),
        ("get", "/v1/accounts/{account-id}/balances") => page(read_balances(&profile, answer), balance),
        ("get", "/v1/accounts/{account-id}/transactions") => page(read_transactions(&profile, answer), transaction),
        _ => return None,
    })
}

/// The examples name nobody: all that was read is shown, which `Debug` would not.
fn page<T>(read: Result<Page<T>, ReadFault>, show: impl Fn(&T) -> String) -> String {
    match read {
        Ok(page) => {
            let records: Vec<_> = page.records.iter().map(show).collect();
            format!("unread {}, cut {}, next {:?}\n    {}", page.unread, page.is_cut, page.next, records.join("\n    "))
        }
        Err(fault) => format!("{fault:?}"),
    }
}

fn money(money: &Money) -> String {
    format!("{} {} {}", money.indicator, format_minor(money.amount_minor, &money.currency), money.currency)
}

fn account(read: &Account) -> String {
    let names = (&read.name, &read.owner_name, read.account_type, &read.account_sub_type);
    format!("{} {:?} {} {names:?}", read.resource_id, read.iban, read.currency)
}

fn balance(read: &Balance) -> String {
    format!("{} {} {:?}", read.kind, money(&read.money), read.reference)
}

fn transaction(read: &Transaction) -> String {
    let days = (read.booked.as_ref().map(|when| &when.told), read.valued.as_ref().map(|when| &when.told));
    let other = (&read.counterparty_name, &read.counterparty_iban);
    format!(
        "{:?} {} {} {days:?} {other:?} {:?}",
        read.key.name,
        read.status,
        money(&read.money),
        read.remittance_information
    )
}

#[test]
fn every_example_of_the_account_paths_is_read() {
    let Some(file) = reference() else { return };
    let mut lines = Vec::new();
    for (path, item) in file["paths"].as_object().unwrap() {
        for method in ["get", "post", "delete"] {
            for (status, answer) in item[method]["responses"].as_object().into_iter().flatten() {
                for (name, body) in examples_of(&file, answer) {
                    let status = status.parse().unwrap();
                    let answer = Answer { status, headers: &HeaderMap::new(), body: body.as_bytes() };
                    let Some(read) = read(method, path, &answer) else { continue };
                    lines.push(format!("{method} {path} {status} {name}\n  {read}"));
                }
            }
        }
    }
    insta::assert_snapshot!(lines.join("\n"));
}

fn consents(profile: &Profile, ids: &CallIds) -> Vec<Request<Vec<u8>>> {
    let intent = |scope: &[DataGroup], iban: Option<&str>| ConsentIntent {
        scope: scope.to_vec(),
        valid_until: "2026-02-28".to_owned(),
        times_a_day: Some(4),
        iban: iban.map(str::to_owned),
        psu: Psu { id: Some("PSU-1234".to_owned()), ip: "2001:db8::1".parse().ok(), ..Psu::default() },
        returns: Returns { redirect_uri: "https://pay.example/callback".to_owned(), nok_uri: None },
    };
    let accesses =
        [AskedAccess::BankOffered, AskedAccess::AllPsd2, AskedAccess::Dedicated { currency: "RON" }].map(|access| {
            let profile = Profile { ais: Some(Ais { access, ..Ais::STANDARD }), ..profile.clone() };
            [DataGroup::ALL, &DataGroup::ALL[..2]]
                .map(|scope| create_consent(&profile, &intent(scope, Some("RO03RZBR0000069999999999")), ids).unwrap())
        });
    accesses.into_iter().flatten().collect()
}

#[test]
fn our_requests_fit_the_file() {
    let Some(file) = reference() else { return };
    let profile = testbank();
    let ids = CallIds { x_request_id: "99391c7e-ad88-49ec-a2ad-99ddcb1f7721".to_owned() };
    let consent = "/v1/consents/{consentId}";
    let account = "/v1/accounts/{account-id}";
    let access = Access { consent_id: "c1", token: None, psu_ip: "2001:db8::1".parse().ok() };
    let history = History { resource_id: "a1", from: "2024-02-29", to: Some("2026-02-28") };
    let mut calls = vec![
        (consent_status(&profile, "c1", None, &ids).unwrap(), format!("{consent}/status")),
        (delete_consent(&profile, "c1", None, &ids).unwrap(), consent.to_owned()),
        (accounts(&profile, &access, None, &ids).unwrap(), ACCOUNTS.to_owned()),
        (balances(&profile, &access, "a1", None, &ids).unwrap(), format!("{account}/balances")),
        (transactions(&profile, &access, &history, None, &ids).unwrap(), format!("{account}/transactions")),
    ];
    for request in consents(&profile, &ids) {
        let body: Value = serde_json::from_slice(request.body()).unwrap();
        fits(&file, &file["components"]["schemas"]["consents"], &body, "body");
        calls.push((request, CONSENTS.to_owned()));
    }
    for (request, path) in calls {
        let operation = &file["paths"][&path][request.method().as_str().to_ascii_lowercase()];
        let known = header_names(&file, operation);
        for name in request.headers().keys() {
            let plain = ["accept", "content-type"].contains(&name.as_str());
            assert!(plain || known.contains(name.as_str()), "{path} takes no {name}");
        }
        if let Some(ip) = request.headers().get("psu-ip-address") {
            assert!(ip.to_str().unwrap().parse::<std::net::Ipv4Addr>().is_ok(), "the file takes IPv4 only");
        }
        assert_queries_fit(&file, operation, &request, &path);
    }
}

/// Every parameter of the query is the file's, and every one that it requires is there.
fn assert_queries_fit(file: &Value, operation: &Value, request: &Request<Vec<u8>>, path: &str) {
    let sent: Vec<_> =
        request.uri().query().unwrap_or_default().split('&').filter_map(|pair| pair.split_once('=')).collect();
    let parameters = operation["parameters"].as_array().unwrap().iter().map(|parameter| resolved(file, parameter));
    let known: Vec<_> = parameters.filter(|parameter| parameter["in"] == "query").collect();
    for (name, _) in &sent {
        assert!(known.iter().any(|parameter| parameter["name"] == *name), "{path} takes no {name}");
    }
    for required in known.iter().filter(|parameter| parameter["required"] == true) {
        assert!(sent.iter().any(|(name, _)| required["name"] == *name), "{path} wants {}", required["name"]);
    }
}
