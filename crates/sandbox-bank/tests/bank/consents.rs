//! Consents from the TPP's side: asked for, given, read, deleted, and what does not fit.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::ais::{READERS, date, named, terms};
use crate::house::house;
use crate::tpp::{BT, BY_OAUTH, CEC, LIBRA, ROPAY, RZB, link, query, word};

#[tokio::test]
async fn a_consent_is_answered_as_the_file_says() {
    let house = house();
    let answer = LIBRA.ask_consent(&house, &terms(&LIBRA, &house, 90), &[]).await;
    assert_eq!(answer.status, StatusCode::CREATED);
    assert_eq!(answer.header("aspsp-sca-approach"), "REDIRECT");
    assert_eq!(answer.header("location"), "");
    let body = answer.json();
    let here = format!("/libra_ro/v1/consents/{}", body["consentId"].as_str().unwrap());
    let links = &body["_links"];
    assert_eq!(links["self"], json!({ "href": here }));
    assert_eq!(links["status"], json!({"href": format!("{here}/status")}));
    assert!(link(links, "scaStatus").starts_with(&format!("{here}/authorisations/")));
    assert!(link(links, "scaRedirect").starts_with("/libra_ro/sca/"));
    let sca = LIBRA.ask(&house, Method::GET, &link(links, "scaStatus")).await;
    assert_eq!(sca.json(), json!({"scaStatus": "received"}));
    let list = LIBRA.ask(&house, Method::GET, &format!("{here}/authorisations")).await.json();
    assert_eq!(list["authorisationIds"].as_array().unwrap().len(), 1);

    let read = LIBRA.ask(&house, Method::GET, &here).await.json();
    let mut expected = terms(&LIBRA, &house, 90);
    expected.as_object_mut().unwrap().remove("combinedServiceIndicator");
    expected["consentStatus"] = json!("received");
    expected["lastActionDate"] = json!(date(&house, 0));
    assert_eq!(read, expected);
}

#[tokio::test]
async fn an_approved_consent_is_valid_and_names_the_accounts() {
    for tpp in READERS {
        let house = house();
        let mut given = tpp.consent(&house, 90).await;
        let back = given.decide(&house, "decision=approve").await;
        let words = match tpp.id {
            "libra_ro" => query(&[("consentId", &given.id), ("scaStatus", "finalised")]),
            _ => query(&[("code", &word(&back, "code").unwrap()), ("state", crate::tpp::STATE)]),
        };
        assert_eq!(back, format!("{}?{words}", tpp.callback()));
        assert_eq!(given.status(&house).await, "valid", "{}", tpp.id);
        let read = tpp.ask(&house, Method::GET, &given.path()).await.json();
        assert_eq!(link(&read["_links"], "account"), format!("/{}/v1/accounts", tpp.id));
        let accounts = read["access"]["accounts"].as_array().unwrap();
        assert!(accounts.len() > 1, "{}: {read}", tpp.id);
        assert_eq!(read["access"]["transactions"], read["access"]["accounts"]);
        assert_eq!(given.accounts(&house).await.len(), accounts.len());
    }
}

#[tokio::test]
async fn what_the_psu_unticks_is_not_shared() {
    let house = house();
    let mut given = LIBRA.consent(&house, 90).await;
    let approval = given.log_in(&house).await;
    let page = house.get(&approval).await.text;
    for said in [
        "RO79 BREL 0002 0015 0033 0100",
        "name=\"account_1\" value=\"yes\" checked",
        "balances and transactions",
        "127.0.0.1",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(page.contains(&date(&house, 90)));
    let none = house.post_form(&approval, "accounts=offered&decision=approve").await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.text.contains("role=\"alert\"") && !none.text.contains("yes\" checked"));
    assert_eq!(given.status(&house).await, "received");
    given.decide(&house, "accounts=offered&account_1=yes&decision=approve").await;
    let accounts = given.accounts(&house).await;
    assert_eq!(accounts.len(), 1);
    assert_eq!(accounts[0]["iban"], "RO30BREL0002001500340100");
    let read = LIBRA.ask(&house, Method::GET, &given.path()).await.json();
    assert_eq!(read["access"]["balances"], json!([{"iban": "RO30BREL0002001500340100", "currency": "EUR"}]));
}

#[tokio::test]
async fn rejected_and_cancelled_are_rejected() {
    for tpp in READERS {
        let house = house();
        for decision in ["reject", "cancel"] {
            let mut given = tpp.consent(&house, 90).await;
            let back = given.decide(&house, &format!("decision={decision}")).await;
            assert_eq!(word(&back, "error").as_deref(), Some("access_denied"), "{back}");
            assert_eq!(given.status(&house).await, "rejected", "{}", tpp.id);
            let again = tpp.ask(&house, Method::POST, &format!("{}/authorisations", given.path())).await;
            assert_eq!(again.refusal().0, "STATUS_INVALID");
        }
    }
}

#[tokio::test]
async fn a_deleted_consent_is_over() {
    for tpp in READERS {
        let house = house();
        let given = tpp.approved(&house, 90).await;
        let pending = tpp.consent(&house, 90).await;
        for one in [&given, &pending] {
            for _ in 0..2 {
                let gone = tpp.ask(&house, Method::DELETE, &one.path()).await;
                assert_eq!(gone.status, StatusCode::NO_CONTENT, "{}", gone.text);
            }
            assert_eq!(one.status(&house).await, "terminatedByTpp");
        }
        assert_eq!(given.read_with(&house, "", &[]).await.refusal().0, "CONSENT_INVALID");
        let login = tpp.enter(&house, &pending.door).await;
        assert_eq!(house.get(&login).await.status, StatusCode::GONE);
    }
}

#[tokio::test]
async fn a_consent_ends_with_its_last_day() {
    for tpp in READERS {
        let house = house();
        let given = tpp.approved(&house, 2).await;
        house.advance_ms(2 * 86_400_000 - 1);
        // The token has died meanwhile; the consent has not.
        assert_eq!(given.status(&house).await, "valid", "{}", tpp.id);
        house.advance_ms(86_400_000);
        assert_eq!(given.status(&house).await, "expired", "{}", tpp.id);
        if tpp.id == "libra_ro" {
            let refused = given.read_with(&house, "", &[]).await;
            assert_eq!((refused.status, refused.refusal().0.as_str()), (StatusCode::UNAUTHORIZED, "CONSENT_EXPIRED"));
            let read = tpp.ask(&house, Method::GET, &given.path()).await.json();
            assert_eq!(read["lastActionDate"], date(&house, 0));
        }
    }
}

#[tokio::test]
async fn the_same_request_again_is_the_same_consent() {
    let house = house();
    let id = Uuid::new_v4().to_string();
    for tpp in [LIBRA, CEC] {
        let ask = async |days| tpp.ask_consent(&house, &terms(&tpp, &house, days), &[("x-request-id", &id)]).await;
        let (first, second) = (ask(90).await, ask(90).await);
        assert_eq!(first.json(), second.json());
    }
    let other = LIBRA.ask_consent(&house, &terms(&LIBRA, &house, 91), &[("x-request-id", &id)]).await;
    assert_eq!(other.refusal(), ("FORMAT_ERROR".to_owned(), "X-Request-ID".to_owned()));
}

#[tokio::test]
async fn requests_that_do_not_fit_are_refused_by_the_fields_name() {
    let house = house();
    let cases: Vec<(&str, &str, Value)> = vec![
        ("access", "access", Value::Null),
        ("access", "access", json!({})),
        ("access", "access.accounts", json!({"accounts": "all"})),
        ("access", "access.balances[0].iban", json!({"balances": [{"iban": "ro1"}]})),
        ("access", "access.balances[0].iban", json!({"balances": [{"msisdn": "+40700"}]})),
        ("access", "access.allPsd2", json!({"allPsd2": "some"})),
        ("recurringIndicator", "recurringIndicator", json!("true")),
        ("validUntil", "validUntil", json!("2026-13-01")),
        ("frequencyPerDay", "frequencyPerDay", json!(0)),
        ("frequencyPerDay", "frequencyPerDay", json!("4")),
        ("combinedServiceIndicator", "combinedServiceIndicator", Value::Null),
    ];
    for (field, path, value) in cases {
        let mut body = terms(&LIBRA, &house, 90);
        match value {
            Value::Null => body.as_object_mut().unwrap().remove(field),
            value => body.as_object_mut().unwrap().insert(field.to_owned(), value),
        };
        let refused = LIBRA.ask_consent(&house, &body, &[]).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{body}");
        assert_eq!(refused.refusal(), ("FORMAT_ERROR".to_owned(), path.to_owned()), "{body}");
    }
    let mut body = terms(&LIBRA, &house, -1);
    assert_eq!(LIBRA.ask_consent(&house, &body, &[]).await.refusal().0, "PERIOD_INVALID");
    body = terms(&LIBRA, &house, 90);
    body["access"] = json!({"accounts": [{"iban": "RO03RZBR0000069999999999"}]});
    let foreign = LIBRA.ask_consent(&house, &body, &[]).await;
    assert_eq!(foreign.refusal(), ("RESOURCE_UNKNOWN".to_owned(), "access.accounts[0].iban".to_owned()));
    for name in ["psu-ip-address", "content-type"] {
        let refused = LIBRA.ask_consent(&house, &terms(&LIBRA, &house, 90), &[(name, "")]).await;
        assert!(refused.status.is_client_error(), "{name}");
    }
    assert_eq!(house.get("/_control/libra_ro/consents").await.json(), json!({"consents": []}));
}

#[tokio::test]
async fn whole_sets_leave_nothing_to_choose() {
    let house = house();
    for (access, balances, transactions) in [
        (json!({"allPsd2": "allAccounts"}), true, true),
        (json!({"availableAccountsWithBalance": "allAccounts"}), true, false),
        (json!({"availableAccounts": "allAccounts"}), false, false),
        (json!({"accounts": [], "balances": []}), true, false),
        (json!({"accounts": [], "balances": [{"iban": "RO30BREL0002001500340100"}]}), true, false),
    ] {
        let mut body = terms(&LIBRA, &house, 90);
        body["access"] = access.clone();
        let mut given = LIBRA.consent_on(&house, &body).await;
        given.decide(&house, "decision=approve").await;
        let account = given.accounts(&house).await.remove(0);
        assert_eq!(account["_links"].get("balances").is_some(), balances, "{access}");
        assert_eq!(account["_links"].get("transactions").is_some(), transactions, "{access}");
        let id = account["resourceId"].as_str().unwrap();
        let path = format!("/{id}/transactions?bookingStatus=booked&dateFrom={}", date(&house, -9));
        let read = given.read_with(&house, &path, &[]).await;
        let expected = if transactions { StatusCode::OK } else { StatusCode::UNAUTHORIZED };
        assert_eq!(read.status, expected, "{access}: {}", read.text);
    }
}

#[tokio::test]
async fn raiffeisen_wants_accounts_and_customer_named() {
    let house = house();
    for (access, path) in [
        (json!({"allPsd2": "allAccounts"}), "access"),
        (json!({"accounts": [], "balances": []}), "access"),
        (json!({"accounts": [{"iban": "RO03RZBR0000069999999999"}]}), "access.accounts[0].currency"),
    ] {
        let mut body = terms(&RZB, &house, 90);
        body["access"] = access;
        let refused = RZB.ask_consent(&house, &body, &[]).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{body}");
        assert_eq!(refused.refusal(), ("FORMAT_ERROR".to_owned(), path.to_owned()));
    }
    let refused = RZB.ask_consent(&house, &terms(&RZB, &house, 90), &[("psu-id", "")]).await;
    assert_eq!(refused.refusal().1, "PSU-ID");
    let mut body = terms(&RZB, &house, 90);
    body["access"]["transactions"] = json!([named()[1]]);
    let mut given = RZB.consent_on(&house, &body).await;
    given.decide(&house, "decision=approve").await;
    let readable = given.accounts(&house).await;
    let with: Vec<bool> = readable.iter().map(|account| account["_links"].get("transactions").is_some()).collect();
    assert_eq!(with, [false, true, false]);
    assert!(readable[0]["_links"]["balances"].is_string(), "links are plain strings here");
}

#[tokio::test]
async fn cec_takes_no_body_and_offers_everything() {
    let house = house();
    let path = "/cec_ro/v1/consents";
    let (callback, until) = (CEC.callback(), date(&house, 30));
    let headers = [
        ("psu-ip-address", "192.168.8.78"),
        ("tpp-redirect-uri", callback.as_str()),
        ("content-type", "application/json"),
    ];
    let refused = CEC.call(&house, Method::POST, path, &headers, &terms(&CEC, &house, 90).to_string()).await;
    assert_eq!((refused.status, refused.refusal().0.as_str()), (StatusCode::BAD_REQUEST, "FORMAT_ERROR"));
    for (until, expected) in [("", date(&house, 90)), (until.as_str(), until.clone())] {
        let mut headers = headers.to_vec();
        if !until.is_empty() {
            headers.push(("consent-valid-until", until));
        }
        let made = CEC.call(&house, Method::POST, path, &headers, "").await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.text);
        let here = format!("{path}/{}", made.json()["consentId"].as_str().unwrap());
        let read = CEC.ask(&house, Method::GET, &here).await.json();
        assert_eq!(read["validUntil"], expected);
        assert_eq!(read["access"], json!({"accounts": [], "balances": [], "transactions": []}));
    }
}

#[tokio::test]
async fn other_methods_and_unknown_consents_are_told_apart() {
    let house = house();
    let given = LIBRA.consent(&house, 90).await;
    let nobody = "/libra_ro/v1/consents/nobody";
    for path in [nobody.to_owned(), format!("{nobody}/status"), format!("{nobody}/authorisations")] {
        let answer = LIBRA.ask(&house, Method::GET, &path).await;
        assert_eq!((answer.status, answer.refusal().0.as_str()), (StatusCode::FORBIDDEN, "CONSENT_UNKNOWN"));
    }
    for (method, path) in [(Method::PUT, given.path()), (Method::GET, "/libra_ro/v1/consents".to_owned())] {
        let answer = LIBRA.ask(&house, method, &path).await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    }
    for path in ["/ropay/v1/consents", "/ropay/v1/accounts", "/ropay/v1/consents/x"] {
        for method in [Method::GET, Method::POST] {
            let answer = ROPAY.ask(&house, method, path).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        }
    }
    // A payment's path does not open a consent, nor the other way round.
    let crossed = LIBRA.ask(&house, Method::GET, &LIBRA.payment(&given.id)).await;
    assert_eq!(crossed.status, StatusCode::NOT_FOUND);
    let taken = LIBRA.pay(&house, "5").await;
    let crossed = LIBRA.ask(&house, Method::GET, &format!("/libra_ro/v1/consents/{}", taken.id)).await;
    assert_eq!(crossed.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_new_authorisation_opens_a_new_door() {
    for tpp in READERS {
        let house = house();
        let headers = [("tpp-explicit-authorisation-preferred", "true")];
        let made = tpp.ask_consent(&house, &terms(&tpp, &house, 90), &headers).await.json();
        let start = link(&made["_links"], "startAuthorisation");
        assert!(start.ends_with("/authorisations"), "{made}");
        let started = tpp.ask(&house, Method::POST, &start).await;
        assert_eq!(started.status, StatusCode::CREATED, "{}", started.text);
        assert_eq!(started.json()["scaStatus"], "received");
        let sca = tpp.ask(&house, Method::GET, &link(&started.json()["_links"], "scaStatus")).await;
        assert_eq!(sca.json()["scaStatus"], "received");
    }
}

#[tokio::test]
async fn scopes_of_consents_and_payments_do_not_mix() {
    for tpp in BY_OAUTH {
        let house = house();
        let given = tpp.approved(&house, 90).await;
        let taken = tpp.pay(&house, "5").await;
        for scope in [format!("PIS:{}", given.id), format!("AIS:{}", taken.id), format!("XYZ:{}", given.id)] {
            let page = house.get(&tpp.authorisation("", &[("scope", &scope)])).await;
            assert_eq!(page.status, StatusCode::BAD_REQUEST, "{scope}");
        }
        let (name, value) = tpp.token_header(given.token.as_deref().unwrap());
        let status = format!("{}/status", tpp.payment(&taken.id));
        let crossed = tpp.call(&house, Method::GET, &status, &[(name, &value)], "").await;
        assert_eq!(crossed.refusal().0, "TOKEN_INVALID");
        let own = tpp.call(&house, Method::GET, &given.path(), &[(name, &value)], "").await;
        assert_eq!(own.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn calls_about_a_consent_are_counted() {
    let house = house();
    let given = BT.approved(&house, 90).await;
    given.accounts(&house).await;
    let counted = house.get(&format!("/_control/bt_ro/calls?consent_id={}", given.id)).await.json();
    let told: Vec<&str> =
        counted["calls"].as_array().unwrap().iter().map(|call| call["path"].as_str().unwrap()).collect();
    assert_eq!(told, ["/bt_ro/v1/consents", "/bt_ro/v1/accounts"]);
    assert_eq!(counted["calls"][1]["consent_id"], given.id.as_str());
    assert_eq!(counted["calls"][1]["payment_id"], Value::Null);
}
