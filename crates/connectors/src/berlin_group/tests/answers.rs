//! Every shape of answer.

use super::requests::{libra, of};
use crate::berlin_group::*;
use http::{HeaderMap, HeaderValue};
use protocol::page::Reason;

fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
    pairs.iter().map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_str(value).unwrap())).collect()
}

fn initiation_with(status: u16, pairs: &[(&'static str, &str)], body: &str) -> Initiation {
    read_initiation(&libra(), &Answer { status, headers: &headers(pairs), body: body.as_bytes() })
}

fn initiation(status: u16, body: &str) -> Initiation {
    initiation_with(status, &[], body)
}

fn status_of(status: u16, body: &str) -> BankStatus {
    read_status(&Answer { status, headers: &HeaderMap::new(), body: body.as_bytes() })
}

fn accepted(initiation: Initiation) -> Accepted {
    match initiation {
        Initiation::Accepted(accepted) => accepted,
        other => panic!("not accepted: {other:?}"),
    }
}

/// An accepted payment with these links.
fn sca_with(approach: &str, rest: &str) -> Sca {
    let body = format!(r#"{{"transactionStatus":"RCVD","paymentId":"p1"{rest}}}"#);
    let pairs: &[(&'static str, &str)] = if approach.is_empty() { &[] } else { &[("ASPSP-SCA-Approach", approach)] };
    accepted(initiation_with(201, pairs, &body)).sca
}

fn sca(links: &str) -> Sca {
    sca_with("", &format!(r#","_links":{links}"#))
}

const SCA_URL: &str = "http://localhost:8081/libra_ro/sca/k1?x=%20#top";

#[test]
fn a_redirect_is_read_in_every_spelling_of_links() {
    for href in [
        format!(r#"{{"scaRedirect":{{"href":"{SCA_URL}"}}}}"#),
        format!(r#"{{"scaRedirect":"{SCA_URL}","self":null,"status":{{}},"x":[1],"scaStatus":{{"href":""}}}}"#),
        format!(r#"{{"scaRedirect":{{"href":" {SCA_URL}","verified":true}},"startAuthorisation":{{"href":"/v1/x"}}}}"#),
    ] {
        assert_eq!(sca(&href), Sca::Redirect { url: SCA_URL.to_owned() }, "{href}");
    }
    assert_eq!(
        sca(r#"{"scaRedirect":{"href":"/libra_ro/sca/k1"}}"#),
        Sca::Redirect { url: "http://localhost:8081/libra_ro/sca/k1".to_owned() }
    );
}

#[test]
fn an_address_of_a_schemes_is_a_request_to_pay() {
    let read = |href: &str| {
        let body = format!(
            r#"{{"transactionStatus":"RCVD","paymentId":"p1","_links":{{"scaRedirect":{{"href":"{href}"}}}}}}"#
        );
        let headers = HeaderMap::new();
        let answer = Answer { status: 201, headers: &headers, body: body.as_bytes() };
        accepted(read_initiation(&of(&crate::profiles::ropay::BANK), &answer)).sca
    };
    let link = "http://localhost:8081/ropay/sca/k1";
    assert_eq!(read(link), Sca::Request { link: link.to_owned() });
    assert_eq!(read("http://localhost:8081/libra_ro/sca/k1"), Sca::Unusable(Unusable::ForeignAddress));
}

#[test]
fn the_whole_of_an_acceptance_is_read() {
    let body = format!(
        r#"{{"transactionStatus":"RCVD","paymentId":7001,"transactionFees":{{"currency":"RON","amount":2.50}},
            "unknown":{{"deep":[1,2]}},"psuMessage":5,
            "_links":{{"scaRedirect":{{"href":"{SCA_URL}"}},
                       "scaStatus":{{"href":"/libra_ro/v1/payments/p/7001/authorisations/a1"}}}}}}"#
    );
    let read = accepted(initiation(201, &body));
    assert_eq!(read.payment_id, "7001", "ids may be numbers");
    assert_eq!(read.fee, Some((250, "RON".to_owned())), "amounts may be numbers");
    assert_eq!(read.status, Some(TransactionStatus::Rcvd));
    let link = "http://127.0.0.1:8081/libra_ro/v1/payments/p/7001/authorisations/a1";
    assert_eq!(read.sca_status_link.as_deref(), Some(link));
    assert_eq!(accepted(initiation(200, &body)).payment_id, "7001", "some banks answer 200");
    assert_eq!(accepted(initiation(201, &format!("\u{feff}{body}"))).payment_id, "7001");
}

#[test]
fn an_address_for_the_psu_must_be_one_that_the_profile_lists() {
    for evil in [
        "https://evil.example/sca",
        "http://localhost:8081/rzb_ro/sca",
        "http://localhost:8081@evil.example/libra_ro/sca",
        "//evil.example/sca",
        "javascript:alert(1)",
        "http://localhost:8081/libra_ro/../x",
        "data:text/html,x",
        "sca/k1",
        "https://localhost:8081/libra_ro/sca",
        "http://localhost:8081/libra_ro/%2e%2E/x",
        "/\\\\evil.example",
        "http://127.0.0.1:8081/libra_ro/sca",
    ] {
        for name in ["scaRedirect", "startAuthorisation"] {
            let read = sca(&format!(r#"{{"{name}":{{"href":"{evil}"}}}}"#));
            // An API link may lie on either spelling of the bank's own host.
            if name == "scaRedirect" || !evil.starts_with("http://127.0.0.1:8081/libra_ro/") {
                assert_eq!(read, Sca::Unusable(Unusable::ForeignAddress), "{name} {evil}");
            }
        }
    }
}

#[test]
fn other_ways_of_approval_are_told_apart() {
    let href = r#"{"href":"/libra_ro/v1/payments/p/p1/authorisations"}"#;
    let link = "http://127.0.0.1:8081/libra_ro/v1/payments/p/p1/authorisations".to_owned();
    let named = |name: &str| sca(&format!(r#"{{"{name}":{href}}}"#));
    assert_eq!(named("startAuthorisation"), Sca::Start { link: link.clone(), needs_psu_id: false });
    assert_eq!(named("startAuthorisationWithPsuIdentification"), Sca::Start { link, needs_psu_id: true });
    let metadata_url = "http://localhost:8081/libra_ro/.well-known/oauth-authorization-server".to_owned();
    assert_eq!(sca(&format!(r#"{{"scaOAuth":{{"href":"{metadata_url}"}}}}"#)), Sca::OAuth { metadata_url });
    for (name, why) in [
        ("startAuthorisationWithPsuAuthentication", Unusable::Embedded),
        ("startAuthorisationWithEncryptedPsuAuthentication", Unusable::Embedded),
        ("startAuthorisationWithTransactionAuthorisation", Unusable::Embedded),
        ("updatePsuAuthentication", Unusable::Embedded),
        ("authoriseTransaction", Unusable::Embedded),
        ("startAuthorisationWithAuthenticationMethodSelection", Unusable::MethodSelection),
        ("selectAuthenticationMethod", Unusable::MethodSelection),
        ("self", Unusable::NoWay),
    ] {
        assert_eq!(named(name), Sca::Unusable(why), "{name}");
    }
    let psu_message = Some("Open the app".to_owned());
    let spoken = r#","psuMessage":"Open the app""#;
    assert_eq!(sca_with("DECOUPLED", spoken), Sca::Decoupled { psu_message: psu_message.clone() });
    assert_eq!(sca_with("decoupled", ""), Sca::Decoupled { psu_message: None });
    assert_eq!(sca_with("", spoken), Sca::Decoupled { psu_message });
    assert_eq!(sca_with("EMBEDDED", spoken), Sca::Unusable(Unusable::Embedded));
    assert_eq!(sca_with("REDIRECT", ""), Sca::Unusable(Unusable::NoWay), "a redirect without an address");
    assert_eq!(sca_with("", ""), Sca::Unusable(Unusable::NoWay));
    assert_eq!(sca_with("", r#","scaStatus":"exempted""#), Sca::NotNeeded);
    let executing = accepted(initiation(201, r#"{"transactionStatus":"ACSP","paymentId":"p1"}"#));
    assert_eq!(executing.sca, Sca::NotNeeded);
}

#[test]
fn a_success_that_is_none_is_refused_or_unknown() {
    let refused = initiation(201, r#"{"transactionStatus":"RJCT","paymentId":"p1","_links":{}}"#);
    assert!(
        matches!(&refused, Initiation::Refused { reason: Reason::Refused, payment_id: Some(id), .. } if id == "p1")
    );
    let no_funds = r#"{"transactionStatus":"RJCT","tppMessages":[{"category":"ERROR","code":"FUNDS_NOT_AVAILABLE"}]}"#;
    assert!(matches!(initiation(201, no_funds), Initiation::Refused { reason: Reason::NoFunds, payment_id: None, .. }));
    let long = format!(r#"{{"paymentId":"p1","x":"{}"}}"#, "y".repeat(MAX_BODY));
    for body in [
        "",
        "{}",
        "[]",
        "null",
        "<html>ok</html>",
        r#"{"paymentId":""}"#,
        r#"{"paymentId":null}"#,
        r#"{"paymentId":".."}"#,
        r#"{"paymentId":{"a":1}}"#,
        r#"{"paymentId":"p1","#,
        &long,
    ] {
        let read = initiation(201, body);
        assert!(matches!(read, Initiation::Unknown { why: Unclear::Unreadable, .. }), "{body:.60}: {read:?}");
    }
    let strange = accepted(initiation(201, r#"{"transactionStatus":"WXYZ","paymentId":"p1"}"#));
    assert_eq!(strange.status, None, "an unknown code does not lose the payment");
}

#[test]
fn each_http_status_of_an_initiation_has_its_meaning() {
    let lines: Vec<String> =
        [302, 400, 401, 403, 404, 405, 406, 408, 409, 413, 415, 422, 429, 431, 500, 502, 503, 504, 999]
            .into_iter()
            .map(|status| {
                let kind = |initiation: Initiation| match initiation {
                    Initiation::Accepted(_) => "accepted".to_owned(),
                    Initiation::NotTaken { why, .. } => format!("not taken: {why:?}"),
                    Initiation::Refused { reason, .. } => format!("refused: {reason:?}"),
                    Initiation::Unknown { why, .. } => format!("unknown: {why:?}"),
                };
                let read = initiation(status, "");
                format!("{status} {} | as a repeat {}", kind(read.clone()), kind(read.of_repeat()))
            })
            .collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn faults_are_read_in_both_forms_and_in_none() {
    let fault = |body: &str| match initiation_with(400, &[("Retry-After", "7")], body) {
        Initiation::Refused { fault, reason, .. } => (fault, reason),
        other => panic!("{other:?}"),
    };
    let (tpp, _) = fault(
        r#"{"tppMessages":[{"category":"ERROR","code":"FORMAT_ERROR","path":"creditorName","text":"is required"},
            "odd",{"category":"WARNING","code":"X1"},null,{"text":3}]}"#,
    );
    assert_eq!((tpp.http, tpp.retry_after_s), (400, Some(7)));
    assert_eq!(tpp.codes, ["FORMAT_ERROR", "X1"]);
    assert_eq!(tpp.text, "is required; (creditorName); 3");
    let (problem, reason) = fault(
        r#"{"type":"https://x","title":"Bad","detail":"No money","code":"PAYMENT_FAILED",
            "additionalErrors":[{"code":"FUNDS_NOT_AVAILABLE","title":"Funds","detail":"too low"}]}"#,
    );
    assert_eq!(problem.codes, ["PAYMENT_FAILED", "FUNDS_NOT_AVAILABLE"]);
    assert_eq!(problem.text, "Bad; No money; Funds; too low");
    assert_eq!(reason, Reason::NoFunds);
    let (oauth, _) = fault(r#"{"error":"invalid_grant","error_description":"The code was used.","error_uri":7}"#);
    assert_eq!((oauth.codes, oauth.text.as_str()), (vec!["invalid_grant".to_owned()], "The code was used."));
    assert_eq!(fault(r#"{"error":"temporarily_unavailable"}"#).1, Reason::BankUnavailable);
    let (html, reason) = fault("<html><h1>It broke</h1></html>");
    assert_eq!((html.codes.len(), html.text.as_str(), reason), (0, "<html><h1>It broke</h1></html>", Reason::Refused));
    assert_eq!(fault("").0.text, "");
    assert_eq!(fault(&"é".repeat(9_000)).0.text.chars().count(), 2_000, "a page of HTML is cut for the log");
    let steered =
        r#"{"tppMessages":[{"category":"ERROR","code":"PAYMENT_FAILED","text":"The bank refuses this payment."}]}"#;
    assert_eq!(fault(steered).1, Reason::Refused);
}

#[test]
fn each_status_code_has_its_word() {
    let lines: Vec<String> = TransactionStatus::ALL
        .iter()
        .map(|code| {
            let read = match status_of(200, &format!(r#"{{"transactionStatus":"{}"}}"#, code.as_str())) {
                BankStatus::Said(said) => format!("{:?}", said.word),
                BankStatus::Unrecognised { raw } => format!("unrecognised {raw}"),
                other => panic!("{other:?}"),
            };
            format!("{} {read}", code.as_str())
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn a_reading_that_is_none_keeps_the_status() {
    for body in [r#"{"transactionStatus":"NEWW"}"#, "{}", "", "<html>", r#"{"transactionStatus":["ACSC"]}"#, "ACSC"] {
        assert_eq!(status_of(200, body), BankStatus::Unrecognised { raw: body.to_owned() });
    }
    for (status, wanted) in [
        (404, "not found"),
        (410, "not found"),
        (400, "denied"),
        (401, "denied"),
        (403, "denied"),
        (405, "denied"),
        (409, "denied"),
        (408, "unavailable"),
        (429, "unavailable"),
        (500, "unavailable"),
        (503, "unavailable"),
        (302, "unavailable"),
        (100, "unavailable"),
    ] {
        let read = match status_of(status, r#"{"transactionStatus":"ACSC"}"#) {
            BankStatus::NotFound(_) => "not found",
            BankStatus::Denied(_) => "denied",
            BankStatus::Unavailable(_) => "unavailable",
            other => panic!("{status} must not move a payment: {other:?}"),
        };
        assert_eq!(read, wanted, "{status}");
    }
}

#[test]
fn the_reason_is_what_the_bank_told_else_what_the_sca_says() {
    use ScaStatus::{Failed, Finalised};
    let why = |body: &str, sca| match status_of(200, body) {
        BankStatus::Said(said) => explain(said.word, said.told, said.sca.or(sca)),
        other => panic!("{other:?}"),
    };
    let spoken = |code: &str, text: &str| {
        let told = format!(r#"[{{"category":"ERROR","code":"ERROR","text":"{text}"}}]"#);
        format!(r#"{{"transactionStatus":"{code}","psuMessage":"{text}","tppMessages":{told}}}"#)
    };
    for (body, sca, reason) in [
        (spoken("RJCT", "FUNDS_NOT_AVAILABLE: there is not enough money on the account."), None, Some(Reason::NoFunds)),
        (spoken("RJCT", "The PSU rejected the payment."), Some(Failed), Some(Reason::RejectedByPsu)),
        (spoken("CANC", "The PSU cancelled the authorisation."), Some(Failed), Some(Reason::CancelledByPsu)),
        (spoken("CANC", "The bank cancelled the payment."), Some(Finalised), Some(Reason::CancelledByBank)),
        (spoken("CANC", "The TPP withdrew the payment."), None, Some(Reason::CancelledHere)),
        (r#"{"transactionStatus":"RJCT","fundsAvailable":false}"#.to_owned(), None, Some(Reason::NoFunds)),
        (r#"{"transactionStatus":"RJCT"}"#.to_owned(), Some(Failed), Some(Reason::Refused)),
        (r#"{"transactionStatus":"CANC","scaStatus":"failed"}"#.to_owned(), None, Some(Reason::CancelledByPsu)),
        (r#"{"transactionStatus":"CANC"}"#.to_owned(), Some(Finalised), Some(Reason::CancelledByBank)),
        (r#"{"transactionStatus":"CANC"}"#.to_owned(), None, Some(Reason::CancelledByBank)),
        (r#"{"transactionStatus":"RCVD","fundsAvailable":false}"#.to_owned(), Some(Failed), None),
        (r#"{"transactionStatus":"ACSC"}"#.to_owned(), Some(Finalised), None),
    ] {
        assert_eq!(why(&body, sca), reason, "{body}");
    }
}

#[test]
fn sca_statuses_are_read() {
    let read =
        |status, body: &str| read_sca_status(&Answer { status, headers: &HeaderMap::new(), body: body.as_bytes() });
    for code in ScaStatus::ALL {
        assert_eq!(read(200, &format!(r#"{{"scaStatus":"{}"}}"#, code.as_str())), ScaReading::Said(*code));
    }
    assert_eq!(
        read(200, r#"{"scaStatus":"done"}"#),
        ScaReading::Unrecognised { raw: r#"{"scaStatus":"done"}"#.to_owned() }
    );
    assert!(matches!(read(404, r#"{"scaStatus":"finalised"}"#), ScaReading::Unavailable(fault) if fault.http == 404));
}

#[test]
fn cancellations_are_read() {
    let read = |status, body: &str| read_cancel(&Answer { status, headers: &HeaderMap::new(), body: body.as_bytes() });
    assert_eq!(read(204, ""), Cancellation::Cancelled);
    assert_eq!(read(200, r#"{"transactionStatus":"CANC"}"#), Cancellation::Cancelled);
    assert_eq!(read(202, r#"{"transactionStatus":"CANC"}"#), Cancellation::Cancelled);
    assert_eq!(read(202, r#"{"transactionStatus":"ACTC"}"#), Cancellation::NeedsAuthorisation);
    assert_eq!(read(202, ""), Cancellation::NeedsAuthorisation);
    for status in [400, 403, 405, 409] {
        let body = r#"{"tppMessages":[{"category":"ERROR","code":"CANCELLATION_INVALID"}]}"#;
        assert!(matches!(read(status, body), Cancellation::Refused(fault) if fault.codes == ["CANCELLATION_INVALID"]));
    }
    for status in [200, 401, 404, 408, 429, 500, 503] {
        assert!(matches!(read(status, ""), Cancellation::Unknown(_)), "{status}");
    }
}

#[test]
fn a_started_authorisation_is_read_once() {
    let read = |status, body: &str| {
        read_authorisation(&libra(), &Answer { status, headers: &HeaderMap::new(), body: body.as_bytes() })
    };
    let body = format!(
        r#"{{"scaStatus":"received","authorisationId":"a1","_links":{{"scaRedirect":{{"href":"{SCA_URL}"}},
            "scaStatus":{{"href":"/v1/payments/p/p1/authorisations/a1"}}}}}}"#
    );
    let link = "http://127.0.0.1:8081/libra_ro/v1/payments/p/p1/authorisations/a1".to_owned();
    let sca = Sca::Redirect { url: SCA_URL.to_owned() };
    assert_eq!(read(201, &body), Authorisation::Started { sca, sca_status_link: Some(link) });
    let again = r#"{"_links":{"startAuthorisation":{"href":"/v1/x"}}}"#;
    let no_way = Sca::Unusable(Unusable::NoWay);
    assert_eq!(read(201, again), Authorisation::Started { sca: no_way, sca_status_link: None }, "no endless starting");
    assert!(matches!(read(409, ""), Authorisation::Refused(_)));
    for status in [201, 408, 429, 500, 503] {
        assert!(matches!(read(status, "<html>"), Authorisation::Unknown(_)), "{status}");
    }
}

#[test]
fn debug_output_of_answers_hides_keys() {
    let body = format!(r#"{{"transactionStatus":"RCVD","paymentId":"p1","_links":{{"scaRedirect":"{SCA_URL}"}}}}"#);
    let read = initiation(201, &body);
    let shown = format!("{read:?} {:?}", Answer { status: 201, headers: &HeaderMap::new(), body: body.as_bytes() });
    assert!(!shown.contains("k1"), "{shown}");
}
