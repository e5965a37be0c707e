//! Requests as they go out, to the byte.

use crate::berlin_group::*;
use crate::profile::{Base, DebtorAccount, IpPolicy, Profile};
use crate::profiles::{Bank, Connection, libra_ro, sandbox};
use protocol::DataGroup;
use std::net::Ipv4Addr;

pub(super) fn of(bank: &Bank) -> Profile {
    let id = bank.provider.provider_id;
    let connection = sandbox::connection(id, "http://127.0.0.1:8081", "http://localhost:8081").unwrap();
    (bank.profile)(&Connection { own_ip: Ipv4Addr::new(192, 0, 2, 9), ..connection }).unwrap()
}

pub(super) fn libra() -> Profile {
    of(&libra_ro::BANK)
}

pub(super) fn ids() -> CallIds {
    CallIds { x_request_id: "99391c7e-ad88-49ec-a2ad-99ddcb1f7721".to_owned() }
}

pub(super) fn intent() -> Intent {
    Intent {
        method_id: "libra_ro.instant".to_owned(),
        amount_minor: 10_050,
        currency: "RON".to_owned(),
        creditor_name: "Librăria Șoarecele & Fiii".to_owned(),
        creditor_iban: "RO10RZBR0000069999999970".to_owned(),
        remittance: "Comanda nr. 42 – mulțumim!".to_owned(),
        end_to_end_id: "FQ-7D3A".to_owned(),
        debtor_iban: None,
        debtor_name: None,
        psu: Psu {
            id: None,
            ip: Some("198.51.100.7".parse().unwrap()),
            user_agent: Some("Mozilla/5.0 (X11) \u{e9}\r\nEvil: 1".to_owned()),
            accept_language: Some("ro,en;q=0.8".to_owned()),
        },
        returns: Returns {
            redirect_uri: "http://127.0.0.1:8080/callback/libra_ro?state=abc".to_owned(),
            nok_uri: None,
        },
    }
}

pub(super) fn consent() -> ConsentIntent {
    ConsentIntent {
        scope: DataGroup::ALL.to_vec(),
        valid_until: "2026-02-28".to_owned(),
        times_a_day: Some(4),
        iban: None,
        psu: intent().psu,
        returns: intent().returns,
    }
}

fn payment() -> PaymentRef {
    PaymentRef { method_id: "libra_ro.sepa".to_owned(), payment_id: "12/34 ü?#".to_owned() }
}

/// A request as text: line, headers in their order, body. What is long and says nothing to a reader is cut.
pub(super) fn shown(request: &http::Request<Vec<u8>>) -> String {
    let cut = |name: &str, value: &str| match name {
        "signature" => value.split_once(",signature=").unwrap().0.to_owned() + ",signature=…",
        "tpp-signature-certificate" => value.chars().take(12).chain(['…']).collect(),
        _ => value.to_owned(),
    };
    let headers: Vec<_> = request
        .headers()
        .iter()
        .map(|(name, value)| format!("{name}: {}", cut(name.as_str(), value.to_str().unwrap())))
        .collect();
    let body = String::from_utf8(request.body().clone()).unwrap();
    format!("{} {}\n{}\n\n{body}", request.method(), request.uri(), headers.join("\n")).trim().to_owned()
}

#[test]
fn an_initiation_with_what_is_always_known() {
    insta::assert_snapshot!(shown(&initiate(&libra(), &intent(), &ids()).unwrap()));
}

#[test]
fn an_initiation_with_all_there_is() {
    let mut intent = intent();
    intent.debtor_iban = Some("RO03RZBR0000069999999999".to_owned());
    intent.debtor_name = Some("Ștefan Popescu".to_owned());
    intent.psu.id = Some("9999999998".to_owned());
    intent.psu.ip = Some("::ffff:198.51.100.7".parse().unwrap());
    intent.returns.nok_uri = Some("http://127.0.0.1:8080/callback/libra_ro?state=abc&nok=1".to_owned());
    let mut profile = libra();
    profile.headers.push(("tpp-brand-logging-information", "FinqLink Demo SRL".to_owned()));
    insta::assert_snapshot!(shown(&initiate(&profile, &intent, &ids()).unwrap()));
}

#[test]
fn the_other_calls() {
    let libra = libra();
    let link = "/libra_ro/v1/payments/sepa-credit-transfers/p1/authorisations";
    let calls = [
        status(&libra, &payment(), None, &ids()),
        cancel(&libra, &payment(), None, &ids()),
        sca_status(&libra, &format!("http://localhost:8081{link}/a1"), None, &ids()),
        start_authorisation(&libra, link, &intent().psu, &intent().returns, &ids()),
    ];
    let shown: Vec<_> = calls.iter().map(|call| shown(call.as_ref().unwrap())).collect();
    insta::assert_snapshot!(shown.join("\n\n----\n\n"));
}

#[test]
fn a_psu_without_ipv4_is_told_by_the_banks_policy() {
    let sent = |policy, ip: Option<&str>| {
        let (mut profile, mut intent) = (libra(), intent());
        profile.ip = policy;
        intent.psu.ip = ip.map(|ip| ip.parse().unwrap());
        let request = initiate(&profile, &intent, &ids()).unwrap();
        request.headers()["psu-ip-address"].to_str().unwrap().to_owned()
    };
    let own = Ipv4Addr::new(192, 0, 2, 9);
    for (policy, ip, header) in [
        (IpPolicy::V4Only(own), Some("198.51.100.7"), "198.51.100.7"),
        (IpPolicy::V4Only(own), Some("2001:db8::1"), "192.0.2.9"),
        (IpPolicy::V4Only(own), None, "192.0.2.9"),
        (IpPolicy::Any(own), Some("2001:db8::1"), "2001:db8::1"),
        (IpPolicy::Any(own), None, "192.0.2.9"),
    ] {
        assert_eq!(sent(policy, ip), header);
    }
}

#[test]
fn a_bank_that_asks_for_no_debtor_account_gets_none() {
    let mut profile = libra();
    profile.debtor_account = DebtorAccount::LeftOut;
    let request = initiate(&profile, &intent(), &ids()).unwrap();
    assert!(!String::from_utf8_lossy(request.body()).contains("debtorAccount"));
}

#[test]
fn what_cannot_be_said_is_named() {
    let fault = |change: &dyn Fn(&mut Intent)| {
        let mut intent = intent();
        change(&mut intent);
        initiate(&libra(), &intent, &ids()).unwrap_err()
    };
    assert_eq!(fault(&|intent| intent.method_id = "bt_ro.sepa".to_owned()), Unbuildable::Method);
    assert_eq!(fault(&|intent| intent.amount_minor = 0), Unbuildable::Amount);
    assert_eq!(fault(&|intent| intent.amount_minor = -1), Unbuildable::Amount);
    assert_eq!(fault(&|intent| intent.creditor_name = "Кафе".to_owned()), Unbuildable::CreditorName);
    assert_eq!(fault(&|intent| intent.end_to_end_id = "x".repeat(36)), Unbuildable::EndToEndId);
    assert_eq!(fault(&|intent| intent.end_to_end_id = "a_b".to_owned()), Unbuildable::EndToEndId);
    assert_eq!(fault(&|intent| intent.psu.id = Some("a\nb".to_owned())), Unbuildable::PsuId);
    assert_eq!(fault(&|intent| intent.psu.id = Some("știri".to_owned())), Unbuildable::PsuId);
    assert_eq!(fault(&|intent| intent.returns.redirect_uri = "http://a b".to_owned()), Unbuildable::ReturnUri);
    assert_eq!(fault(&|intent| intent.returns.nok_uri = Some(String::new())), Unbuildable::ReturnUri);
    for id in ["", "not-a-uuid", "99391c7ead8849eca2ad99ddcb1f7721", "99391c7e-ad88-49ec-a2ad-99ddcb1f772\n"] {
        let ids = CallIds { x_request_id: id.to_owned() };
        assert_eq!(initiate(&libra(), &intent(), &ids).unwrap_err(), Unbuildable::RequestId);
    }
    for id in ["", ".", "..", &"x".repeat(257)] {
        let payment = PaymentRef { payment_id: id.to_owned(), ..payment() };
        assert_eq!(status(&libra(), &payment, None, &ids()).unwrap_err(), Unbuildable::PaymentId);
    }
    for link in ["https://evil.example/v1/x", "//evil.example/x", "x", "", "/libra_ro/../bt_ro/v1", "/a b", "/a#b"] {
        assert_eq!(sca_status(&libra(), link, None, &ids()).unwrap_err(), Unbuildable::Link, "{link}");
    }
}

#[test]
fn a_bank_behind_a_proxy_is_called_through_it() {
    let proxied = Profile { api: Base::parse("http://127.0.0.1:4010").unwrap(), ..libra() };
    for link in
        ["/libra_ro/v1/x/a1", "/v1/x/a1", "http://localhost:8081/libra_ro/v1/x/a1", "http://127.0.0.1:4010/v1/x/a1"]
    {
        let request = sca_status(&proxied, link, None, &ids()).unwrap();
        assert_eq!(request.uri(), "http://127.0.0.1:4010/v1/x/a1", "{link}");
    }
}

#[test]
fn long_texts_are_cut_to_the_schemas_lengths() {
    let mut intent = intent();
    intent.creditor_name = "ß".repeat(70);
    intent.remittance = "y".repeat(200);
    let request = initiate(&libra(), &intent, &ids()).unwrap();
    let body: serde_json::Value = serde_json::from_slice(request.body()).unwrap();
    assert_eq!(body["creditorName"].as_str().unwrap().len(), 70);
    assert_eq!(body["remittanceInformationUnstructured"].as_str().unwrap().len(), 140);
}

#[test]
fn nothing_personal_is_in_debug_output() {
    let mut intent = intent();
    intent.debtor_iban = Some("RO03RZBR0000069999999999".to_owned());
    intent.psu.id = Some("9999999998".to_owned());
    let shown = format!("{intent:?} {:?} {:?}", intent.psu, intent.returns);
    for secret in ["RO03", "RO10", "9999999998", "Libr", "Comanda", "198.51", "state=abc"] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
}
