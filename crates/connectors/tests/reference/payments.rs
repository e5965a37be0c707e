//! Payments: code lists, links, every example, our requests.

use crate::file::{examples_of, fits, header_names, reference, testbank, words};
use connectors::berlin_group::*;
use http::HeaderMap;
use serde_json::Value;
use std::collections::BTreeSet;

const PAYMENT: &str = "/v1/{payment-service}/{payment-product}";

#[test]
fn our_code_lists_are_the_files() {
    let Some(file) = reference() else { return };
    let listed = |name: &str| words(&file["components"]["schemas"][name]["enum"]);
    let ours: BTreeSet<_> = TransactionStatus::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(ours, listed("transactionStatus"));
    let ours: BTreeSet<_> = ScaStatus::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(ours, listed("scaStatus"));
}

#[test]
fn every_link_name_of_the_payment_answers_is_understood() {
    let Some(file) = reference() else { return };
    for schema in ["_linksPaymentInitiation", "_linksStartScaProcess"] {
        for name in file["components"]["schemas"][schema]["properties"].as_object().unwrap().keys() {
            let body = serde_json::json!({"paymentId": "p1", "transactionStatus": "RCVD",
                "_links": {name: {"href": "https://www.testbank.com/x"}}});
            let body = body.to_string();
            let answer = Answer { status: 201, headers: &HeaderMap::new(), body: body.as_bytes() };
            let Initiation::Accepted(accepted) = read_initiation(&testbank(), &answer) else { panic!("{name}") };
            let informs_only = ["self", "status", "scaStatus", "confirmation", "updatePsuIdentification"];
            let no_way = accepted.sca == Sca::Unusable(Unusable::NoWay);
            assert_eq!(no_way, informs_only.contains(&name.as_str()), "{name}: {:?}", accepted.sca);
        }
    }
}

/// What the reader of a call makes of an answer, as one line; `None` for calls that we do not make.
fn read(method: &str, path: &str, answer: &Answer<'_>) -> Option<String> {
    let profile = testbank();
    let authorisation = path.ends_with("/authorisations") || path.ends_with("/{authorisationId}");
    Some(match (method, path) {
        ("post", "") => format!("{:?}", read_initiation(&profile, answer)),
        ("delete", "/{paymentId}") => format!("{:?}", read_cancel(answer)),
        ("get", "/{paymentId}" | "/{paymentId}/status") => format!("{:?}", read_status(answer)),
        ("post", _) if authorisation => format!("{:?}", read_authorisation(&profile, answer)),
        ("get", "/{paymentId}/authorisations/{authorisationId}") => format!("{:?}", read_sca_status(answer)),
        _ => return None,
    })
}

#[test]
fn every_example_of_the_payment_paths_is_read() {
    let Some(file) = reference() else { return };
    let mut lines = Vec::new();
    for (path, item) in file["paths"].as_object().unwrap() {
        let Some(below) = path.strip_prefix(PAYMENT) else { continue };
        for method in ["get", "post", "delete"] {
            for (status, answer) in item[method]["responses"].as_object().into_iter().flatten() {
                for (name, body) in examples_of(&file, answer) {
                    let status = status.parse().unwrap();
                    let answer = Answer { status, headers: &HeaderMap::new(), body: body.as_bytes() };
                    let Some(read) = read(method, below, &answer) else { continue };
                    lines.push(format!("{method} {below} {status} {name}\n  {read}"));
                }
            }
        }
    }
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn our_requests_fit_the_file() {
    let Some(file) = reference() else { return };
    let profile = testbank();
    let ids = CallIds { x_request_id: "99391c7e-ad88-49ec-a2ad-99ddcb1f7721".to_owned() };
    let psu = Psu {
        id: Some("PSU-1234".to_owned()),
        ip: Some("2001:db8::1".parse().unwrap()),
        user_agent: Some("Mozilla/5.0".to_owned()),
        accept_language: Some("ro".to_owned()),
    };
    let returns = Returns { redirect_uri: "https://pay.example/callback".to_owned(), nok_uri: None };
    let link = "/v1/payments/sepa-credit-transfers/p1/authorisations";
    let authorisations = format!("{PAYMENT}/{{paymentId}}/authorisations");
    let payment = PaymentRef { method_id: "libra_ro.sepa".to_owned(), payment_id: "p1".to_owned() };
    let mut calls = vec![
        (start_authorisation(&profile, link, &psu, &returns, &ids), authorisations.clone()),
        (sca_status(&profile, &format!("{link}/a1"), None, &ids), format!("{authorisations}/{{authorisationId}}")),
        (status(&profile, &payment, None, &ids), format!("{PAYMENT}/{{paymentId}}/status")),
        (cancel(&profile, &payment, None, &ids), format!("{PAYMENT}/{{paymentId}}")),
    ];
    let products = words(&file["components"]["parameters"]["paymentProduct"]["schema"]["enum"]);
    for (method_id, product) in profile.products {
        assert!(products.contains(product), "{product} is not in the file");
        for debtor_iban in [None, Some("RO03RZBR0000069999999999".to_owned())] {
            let intent = Intent {
                method_id: (*method_id).to_owned(),
                amount_minor: 2_010,
                currency: "RON".to_owned(),
                creditor_name: "ß".repeat(70),
                creditor_iban: "RO10RZBR0000069999999970".to_owned(),
                remittance: "ß".repeat(140),
                end_to_end_id: "x".repeat(35),
                debtor_name: debtor_iban.as_ref().map(|_| "ß".repeat(70)),
                debtor_iban,
                psu: psu.clone(),
                returns: returns.clone(),
            };
            let request = initiate(&profile, &intent, &ids).unwrap();
            let body: Value = serde_json::from_slice(request.body()).unwrap();
            fits(&file, &file["components"]["schemas"]["paymentInitiation_json"], &body, "body");
            calls.push((Ok(request), PAYMENT.to_owned()));
        }
    }
    for (request, path) in calls {
        let request = request.unwrap();
        let operation = &file["paths"][&path][request.method().as_str().to_ascii_lowercase()];
        let known = header_names(&file, operation);
        for name in request.headers().keys() {
            let plain = ["accept", "content-type"].contains(&name.as_str());
            assert!(plain || known.contains(name.as_str()), "{path} takes no {name}");
        }
        assert!(
            !known.contains("psu-ip-address")
                || request.method() != "POST"
                || request.headers().contains_key("psu-ip-address")
        );
        if let Some(ip) = request.headers().get("psu-ip-address") {
            assert!(ip.to_str().unwrap().parse::<std::net::Ipv4Addr>().is_ok(), "the file takes IPv4 only");
        }
    }
}
