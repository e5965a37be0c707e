//! Consents: what is asked, and every shape of answer.

use super::requests::{consent, ids, libra, of};
use crate::berlin_group::*;
use crate::profiles::{bt_ro, cec_ro, ropay, rzb_ro};
use http::{HeaderMap, HeaderValue};
use protocol::DataGroup;
use protocol::page::Reason;
use serde_json::{Value, json};

const SCA_URL: &str = "http://localhost:8081/libra_ro/sca/k1";

fn answer<T>(status: u16, body: &str, read: impl Fn(&Answer<'_>) -> T) -> T {
    read(&Answer { status, headers: &HeaderMap::new(), body: body.as_bytes() })
}

fn creation(status: u16, body: &str) -> ConsentCreation {
    answer(status, body, |answer| read_consent_creation(&libra(), answer))
}

fn reading(status: u16, body: &str) -> ConsentReading {
    answer(status, body, read_consent_status)
}

fn asked(profile: &crate::profile::Profile, change: impl Fn(&mut ConsentIntent)) -> Result<Value, Unbuildable> {
    let mut intent = consent();
    change(&mut intent);
    let request = create_consent(profile, &intent, &ids())?;
    Ok(serde_json::from_slice(request.body()).unwrap_or(Value::Null))
}

#[test]
fn a_consent_asks_for_no_more_than_its_scope() {
    let narrow = |intent: &mut ConsentIntent| {
        intent.scope = vec![DataGroup::Accounts, DataGroup::Balances];
        intent.iban = Some("RO03RZBR0000069999999999".to_owned());
    };
    let lists = json!({"accounts": [], "balances": []});
    assert_eq!(asked(&libra(), narrow).unwrap()["access"], lists);
    let bt = of(&bt_ro::BANK);
    assert_eq!(asked(&bt, narrow).unwrap()["access"], lists, "allPsd2 would include transactions");
    assert_eq!(asked(&bt, |_| ()).unwrap()["access"], json!({"allPsd2": "allAccounts"}));
    let named = json!([{"iban": "RO03RZBR0000069999999999", "currency": "RON"}]);
    let access = asked(&of(&rzb_ro::BANK), narrow).unwrap();
    assert_eq!(access["access"], json!({"accounts": named, "balances": named}));
    assert_eq!(asked(&of(&cec_ro::BANK), narrow).unwrap(), Value::Null, "no body");
}

#[test]
fn one_reading_is_asked_for_as_the_standard_has_it() {
    let frequency = |times_a_day| {
        let body = asked(&libra(), |intent| intent.times_a_day = times_a_day).unwrap();
        (body["recurringIndicator"].as_bool().unwrap(), body["frequencyPerDay"].as_u64().unwrap())
    };
    assert_eq!(frequency(None), (false, 1));
    assert_eq!(frequency(Some(4)), (true, 4));
    assert_eq!(frequency(Some(0)), (true, 1));
}

#[test]
fn what_cannot_be_asked_is_named() {
    for day in ["", "2026-02-30", "28.02.2026", "2026-02-28T00:00:00Z", "2026-02-28\r\nx: y"] {
        for bank in [&bt_ro::BANK, &cec_ro::BANK] {
            let fault = asked(&of(bank), |intent| intent.valid_until = day.to_owned());
            assert_eq!(fault.unwrap_err(), Unbuildable::Day, "{day}");
        }
    }
    let rzb = of(&rzb_ro::BANK);
    assert_eq!(asked(&rzb, |_| ()).unwrap_err(), Unbuildable::AccountIban);
    assert_eq!(asked(&rzb, |intent| intent.iban = Some(String::new())).unwrap_err(), Unbuildable::AccountIban);
    let ropay = of(&ropay::BANK);
    assert_eq!(asked(&ropay, |_| ()).unwrap_err(), Unbuildable::NoAis);
    assert_eq!(consent_status(&ropay, "c1", None, &ids()).unwrap_err(), Unbuildable::NoAis);
    for id in ["", ".", "..", &"x".repeat(257)] {
        assert_eq!(consent_status(&libra(), id, None, &ids()).unwrap_err(), Unbuildable::ConsentId);
        assert_eq!(delete_consent(&libra(), id, None, &ids()).unwrap_err(), Unbuildable::ConsentId);
    }
    let shown = format!("{:?}", ConsentIntent { iban: Some("RO03".to_owned()), ..consent() });
    assert!(!shown.contains("RO03") && !shown.contains("198.51") && !shown.contains("state=abc"), "{shown}");
}

#[test]
fn the_whole_of_an_acceptance_is_read() {
    let body = format!(
        r#"{{"consentStatus":"received","consentId":7001,"psuMessage":5,"_links":{{"scaRedirect":"{SCA_URL}",
            "scaStatus":{{"href":"/libra_ro/v1/consents/7001/authorisations/a1"}},"status":{{"href":""}}}}}}"#
    );
    let accepted = ConsentCreation::Accepted {
        consent_id: "7001".to_owned(),
        sca: Sca::Redirect { url: SCA_URL.to_owned() },
        sca_status_link: Some("http://127.0.0.1:8081/libra_ro/v1/consents/7001/authorisations/a1".to_owned()),
        status: Some(ConsentWord::Received),
    };
    assert_eq!(creation(201, &body), accepted);
    assert_eq!(creation(200, &body).of_repeat(), accepted);
    let sca = |rest: &str| match creation(201, &format!(r#"{{"consentId":"c1"{rest}}}"#)) {
        ConsentCreation::Accepted { sca, status, .. } => (sca, status),
        other => panic!("{other:?}"),
    };
    assert_eq!(sca(r#","consentStatus":"valid""#), (Sca::NotNeeded, Some(ConsentWord::Valid)));
    assert_eq!(sca(r#","consentStatus":"brandNew""#), (Sca::Unusable(Unusable::NoWay), None), "it is kept");
    let evil = r#","_links":{"scaRedirect":{"href":"https://evil.example/sca"}}"#;
    assert_eq!(sca(evil).0, Sca::Unusable(Unusable::ForeignAddress));
}

#[test]
fn each_http_status_of_a_creation_has_its_meaning() {
    let lines: Vec<String> = [302, 400, 401, 403, 404, 405, 408, 409, 415, 422, 429, 500, 503, 504, 999]
        .into_iter()
        .map(|status| {
            let kind = |creation: ConsentCreation| match creation {
                ConsentCreation::Accepted { .. } => "accepted".to_owned(),
                ConsentCreation::NotTaken { why, .. } => format!("not taken: {why:?}"),
                ConsentCreation::Refused { reason, .. } => format!("refused: {reason:?}"),
                ConsentCreation::Unknown { why, .. } => format!("unknown: {why:?}"),
            };
            let read = creation(status, "");
            format!("{status} {} | as a repeat {}", kind(read.clone()), kind(read.of_repeat()))
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn a_success_that_is_none_is_refused_or_unknown() {
    for (word, reason) in [("rejected", Reason::Refused), ("expired", Reason::ScaExpired)] {
        let body = format!(r#"{{"consentStatus":"{word}","consentId":"c1"}}"#);
        let read = creation(201, &body);
        let is_refused = matches!(&read, ConsentCreation::Refused { reason: told, consent_id: Some(id), .. }
            if *told == reason && id == "c1");
        assert!(is_refused, "{read:?}");
    }
    for body in
        ["", "{}", "[]", "<html>", r#"{"consentId":""}"#, r#"{"consentId":".."}"#, r#"{"consentStatus":"valid"}"#]
    {
        let read = creation(201, body);
        assert!(matches!(read, ConsentCreation::Unknown { why: Unclear::Unreadable, .. }), "{body}: {read:?}");
    }
}

#[test]
fn each_word_is_said_and_none_else() {
    for word in ConsentWord::ALL {
        let body = format!(r#"{{"consentStatus":"{}"}}"#, word.as_str());
        assert_eq!(reading(200, &body), ConsentReading::Said { word: *word, told: None });
        let ends = explain_consent(*word, None, None).is_some();
        assert_eq!(ends, word.is_over(), "{word:?}");
        assert_eq!(explain_consent(*word, Some(Reason::NoFunds), None).is_some(), ends);
    }
    let told = r#"{"consentStatus":"rejected","psuMessage":"The account holder rejected it."}"#;
    let said = ConsentReading::Said { word: ConsentWord::Rejected, told: Some(Reason::RejectedByPsu) };
    assert_eq!(reading(200, told), said);
    let by_sca = explain_consent(ConsentWord::Rejected, None, Some(ScaStatus::Failed));
    assert_eq!(by_sca, Some(Reason::RejectedByPsu));
    for body in [r#"{"consentStatus":"VALID"}"#, r#"{"consentStatus":["valid"]}"#, "{}", "", "valid"] {
        assert_eq!(reading(200, body), ConsentReading::Unrecognised { raw: body.to_owned() });
    }
}

#[test]
fn a_reading_that_is_none_keeps_the_status() {
    let coded = |code: &str| format!(r#"{{"tppMessages":[{{"category":"ERROR","code":"{code}"}}]}}"#);
    for (status, code, wanted) in [
        (404, "", "not found"),
        (410, "", "not found"),
        (400, "CONSENT_UNKNOWN", "not found"),
        (403, "CONSENT_UNKNOWN", "not found"),
        (401, "CONSENT_EXPIRED", "expired"),
        (400, "", "denied"),
        (401, "CONSENT_INVALID", "denied"),
        (403, "", "denied"),
        (408, "", "unavailable"),
        (429, "", "unavailable"),
        (500, "CONSENT_EXPIRED", "unavailable"),
        (302, "", "unavailable"),
    ] {
        let read = match reading(status, &coded(code)) {
            ConsentReading::Said { word, .. } => word.as_str(),
            ConsentReading::NotFound(_) => "not found",
            ConsentReading::Denied(_) => "denied",
            ConsentReading::Unavailable(_) => "unavailable",
            ConsentReading::Unrecognised { .. } => "unrecognised",
        };
        assert_eq!(read, wanted, "{status} {code}");
    }
}

#[test]
fn an_end_is_an_end_when_nothing_is_left_at_the_bank() {
    let coded = |code: &str| format!(r#"{{"tppMessages":[{{"category":"ERROR","code":"{code}"}}]}}"#);
    for (status, code, wanted) in [
        (204, "", "deleted"),
        (200, "", "deleted"),
        (404, "", "deleted"),
        (410, "", "deleted"),
        (403, "CONSENT_UNKNOWN", "deleted"),
        (401, "CONSENT_EXPIRED", "deleted"),
        (401, "CONSENT_INVALID", "refused"),
        (401, "TOKEN_EXPIRED", "refused"),
        (405, "", "refused"),
        (409, "", "refused"),
        (408, "", "unknown"),
        (429, "", "unknown"),
        (500, "", "unknown"),
        (302, "", "unknown"),
    ] {
        let read = match answer(status, &coded(code), read_consent_deletion) {
            ConsentDeletion::Deleted => "deleted",
            ConsentDeletion::Refused(_) => "refused",
            ConsentDeletion::Unknown(_) => "unknown",
        };
        assert_eq!(read, wanted, "{status} {code}");
    }
}

#[test]
fn an_authorisation_is_started_at_a_consent_as_at_a_payment() {
    let mut headers = HeaderMap::new();
    headers.insert("aspsp-sca-approach", HeaderValue::from_static("REDIRECT"));
    let link = match creation(
        201,
        r#"{"consentId":"c1","_links":{"startAuthorisation":{"href":"/v1/consents/c1/authorisations"}}}"#,
    ) {
        ConsentCreation::Accepted { sca: Sca::Start { link, needs_psu_id: false }, .. } => link,
        other => panic!("{other:?}"),
    };
    let request = start_authorisation(&libra(), &link, &consent().psu, &consent().returns, &ids()).unwrap();
    assert_eq!(request.uri(), "http://127.0.0.1:8081/libra_ro/v1/consents/c1/authorisations");
    let body = format!(r#"{{"scaStatus":"received","_links":{{"scaRedirect":{{"href":"{SCA_URL}"}}}}}}"#);
    let started = read_authorisation(&libra(), &Answer { status: 201, headers: &headers, body: body.as_bytes() });
    let sca = Sca::Redirect { url: SCA_URL.to_owned() };
    assert_eq!(started, Authorisation::Started { sca, sca_status_link: None });
}
