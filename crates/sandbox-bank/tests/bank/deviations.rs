//! What each bank asks and says in a way of its own: logins, headers, seals, links, amounts, products.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::house::{Answer, House, house};
use crate::tpp::{ALL, BT, CEC, LIBRA, ROPAY, RZB, Tpp, Way, link, seal, send};

#[tokio::test]
async fn each_login_asks_its_own_fields() {
    let house = house();
    for (tpp, asked) in [
        (BT, &["username", "password", "pin"] as &[&str]),
        (CEC, &["username", "password"]),
        (LIBRA, &["username", "password"]),
        (ROPAY, &[]),
        (RZB, &["psu_id"]),
    ] {
        let taken = tpp.pay(&house, "5").await;
        let login = tpp.enter(&house, &taken.door).await;
        let page = house.get(&login).await.text;
        let names: Vec<&str> = page
            .split("<input ")
            .skip(1)
            .map(|input| input.split("name=\"").nth(1).unwrap().split('"').next().unwrap())
            .collect();
        assert_eq!(names, asked, "{}", tpp.id);
        let buttons: Vec<&str> = page.split("<button").skip(1).collect();
        assert!(buttons[0].contains("value=\"login\""), "{}: the first button goes on", tpp.id);
        assert!(buttons[1].contains("value=\"cancel\""));
        if !asked.is_empty() {
            let wrong = house.post_form(&login, &tpp.login.replace('t', "x").replace('8', "9")).await;
            assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", tpp.id);
        }
        let approval = house.post_form(&login, tpp.login).await;
        let page = house.get(approval.header("location")).await.text;
        for decision in ["approve", "reject", "cancel"] {
            assert!(page.contains(&format!("value=\"{decision}\"")), "{}", tpp.id);
        }
    }
}

#[tokio::test]
async fn a_payer_without_a_named_account_pays_from_the_banks_own() {
    let house = house();
    for (tpp, iban) in [(BT, "RO16 BTRL"), (CEC, "RO42 CECE AG02 02RO N000 7466"), (ROPAY, "RO13 RNCB")] {
        let mut order = tpp.order("5");
        order["debtorAccount"] = json!({"currency": "RON"});
        let made = tpp.initiate(&house, &order, &[]).await.json();
        let id = made["paymentId"].as_str().unwrap();
        let door = match tpp.way {
            Way::Redirect => link(&made["_links"], "scaRedirect"),
            Way::OAuth { .. } => tpp.authorisation(id, &[]),
        };
        let login = tpp.enter(&house, &door).await;
        let approval = house.post_form(&login, tpp.login).await;
        let page = house.get(approval.header("location")).await.text;
        assert!(page.contains(iban), "{}: {page}", tpp.id);
    }
}

#[tokio::test]
async fn links_are_strings_at_one_bank_and_objects_elsewhere() {
    let house = house();
    for tpp in ALL {
        let made = tpp.initiate(&house, &tpp.order("5"), &[]).await.json();
        let links = made["_links"].as_object().unwrap().clone();
        let way = if tpp.way == Way::Redirect { "scaRedirect" } else { "scaOAuth" };
        let mut names: Vec<&str> = links.keys().map(String::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, [way, "scaStatus", "self", "status"], "{}", tpp.id);
        assert!(links.values().all(|link| link.is_string() == (tpp.id == "rzb_ro")), "{}: {links:?}", tpp.id);
        let started = tpp.ask(&house, Method::POST, &format!("{}/authorisations", link(&made["_links"], "self"))).await;
        assert_eq!(started.status, StatusCode::CREATED, "{}: {}", tpp.id, started.text);
        assert_eq!(started.json()["_links"][way].is_string(), tpp.id == "rzb_ro");
        let followed = tpp.ask(&house, Method::GET, &link(&made["_links"], "scaStatus")).await;
        assert_eq!(followed.json()["scaStatus"], "received");
    }
}

#[tokio::test]
async fn amounts_and_texts_come_back_in_the_banks_spelling() {
    let house = house();
    for tpp in ALL {
        let made = tpp.initiate(&house, &tpp.order("1234.50"), &[]).await.json();
        let read = tpp.ask(&house, Method::GET, &tpp.payment(made["paymentId"].as_str().unwrap())).await.json();
        let mut expected = tpp.order("1234.50");
        expected["transactionStatus"] = json!("RCVD");
        if tpp.id == "bt_ro" {
            expected["instructedAmount"]["amount"] = json!(1234.5);
            let text = expected.as_object_mut().unwrap().remove("remittanceInformationUnstructured");
            expected["details"] = text.unwrap();
            assert_eq!(made["transactionFees"], json!({"currency": "RON", "amount": 0.51}));
        } else {
            assert_eq!(made.get("transactionFees"), None, "{}", tpp.id);
        }
        assert_eq!(read, expected, "{}", tpp.id);
    }
}

#[tokio::test]
async fn amounts_as_numbers_lose_nothing() {
    let house = house();
    for (sent, number) in [("20.13", "20.13"), ("7", "7.0"), ("0.07", "0.07"), ("999999999999.99", "999999999999.99")] {
        let made = BT.initiate(&house, &BT.order(sent), &[]).await.json();
        let path = BT.payment(made["paymentId"].as_str().unwrap());
        let read = BT.ask(&house, Method::GET, &path).await.text;
        assert!(read.contains(&format!("\"amount\":{number}")), "{read}");
    }
}

#[tokio::test]
async fn headers_of_their_own_are_demanded_in_every_call() {
    let house = house();
    for (tpp, name, value, status, code) in [
        (RZB, "user-agent", "", 400, "FORMAT_ERROR"),
        (RZB, "accept", "", 406, "REQUESTED_FORMATS_INVALID"),
        (RZB, "accept", "*/*", 406, "REQUESTED_FORMATS_INVALID"),
        (CEC, "x-ibm-client-id", "", 401, "TOKEN_UNKNOWN"),
        (CEC, "x-ibm-client-id", "somebody", 401, "TOKEN_UNKNOWN"),
    ] {
        let taken = tpp.pay(&house, "5").await;
        let path = tpp.payment(&taken.id);
        for (method, path) in [(Method::GET, format!("{path}/status")), (Method::DELETE, path)] {
            let answer = tpp.call(&house, method, &path, &[(name, value)], "").await;
            assert_eq!(answer.status, status, "{}: {name}={value}", tpp.id);
            assert_eq!(answer.refusal().0, code);
        }
        let answer = tpp.initiate(&house, &tpp.order("5"), &[(name, value)]).await;
        assert_eq!((answer.status.as_u16(), answer.refusal().0.as_str()), (status, code));
        let answer = tpp.exchange(&house, "x", &[(name, value)]).await;
        assert_eq!((answer.status.as_u16(), answer.refusal().0.as_str()), (status, code));
        assert_eq!(tpp.status(&house, &taken.id).await, "RCVD");
    }
}

#[tokio::test]
async fn raiffeisen_wants_to_know_who_pays_from_where() {
    let house = house();
    let refused = RZB.initiate(&house, &RZB.order("5"), &[("psu-id", "")]).await;
    assert_eq!((refused.status, refused.refusal()), (StatusCode::BAD_REQUEST, fault("PSU-ID")));
    for account in [json!(null), json!({"currency": "RON"})] {
        let mut order = RZB.order("5");
        if account.is_null() {
            order.as_object_mut().unwrap().remove("debtorAccount");
        } else {
            order["debtorAccount"] = account;
        }
        let refused = RZB.initiate(&house, &order, &[]).await;
        assert_eq!((refused.status, refused.refusal()), (StatusCode::BAD_REQUEST, fault("debtorAccount.iban")));
    }
}

fn fault(path: &str) -> (String, String) {
    ("FORMAT_ERROR".to_owned(), path.to_owned())
}

#[tokio::test]
async fn products_carry_their_currencies_and_limits() {
    let house = house();
    for (tpp, product, currency, amount, status, code) in [
        (RZB, "domestic-ron-transfers", "RON", "50000", 201, ""),
        (RZB, "domestic-ron-transfers", "EUR", "1", 400, "FORMAT_ERROR"),
        (RZB, "sepa-credit-transfers", "RON", "1", 404, "PRODUCT_UNKNOWN"),
        (BT, "ron-payment", "RON", "50000", 201, ""),
        (BT, "ron-payment", "EUR", "1", 400, "FORMAT_ERROR"),
        (BT, "other-currency-payment", "EUR", "50000", 201, ""),
        (BT, "other-currency-payment", "RON", "1", 400, "FORMAT_ERROR"),
        (CEC, "ron-payment", "RON", "50000", 201, ""),
        (CEC, "other-currency-payment", "EUR", "1", 404, "PRODUCT_UNKNOWN"),
        (ROPAY, "instant-ron-transfers", "RON", "49999.99", 201, ""),
        (ROPAY, "instant-ron-transfers", "RON", "50000", 400, "PAYMENT_FAILED"),
    ] {
        let mut order = tpp.order(amount);
        order["instructedAmount"]["currency"] = json!(currency);
        let answer = Tpp { product, ..tpp }.initiate(&house, &order, &[]).await;
        assert_eq!(answer.status, status, "{} {product} {currency} {amount}", tpp.id);
        if !code.is_empty() {
            assert_eq!(answer.refusal().0, code, "{} {product} {currency} {amount}", tpp.id);
        }
    }
}

/// A sealed initiation after something was done to its headers, or to its body behind the seal's back.
async fn tampered(house: &House, change: impl FnOnce(&mut Vec<(String, String)>), body: &Value) -> Answer {
    let callback = CEC.callback();
    let more = [
        ("psu-ip-address", "192.168.8.78"),
        ("content-type", "application/json"),
        ("psu-id", "somebody"),
        ("tpp-redirect-uri", callback.as_str()),
    ];
    let mut headers = CEC.dressed(&CEC.order("5").to_string(), &more);
    change(&mut headers);
    send(house, Method::POST, &CEC.products(), &headers, &body.to_string()).await
}

#[tokio::test]
async fn a_seal_that_does_not_fit_is_refused() {
    type Change = fn(&mut Vec<(String, String)>);
    fn drop(headers: &mut Vec<(String, String)>, name: &str) {
        headers.retain(|(known, _)| known != name);
    }
    fn replace(headers: &mut [(String, String)], name: &str, from: &str, to: &str) {
        for (_, value) in headers.iter_mut().filter(|(known, _)| known == name) {
            assert!(value.contains(from), "{name}: {value}");
            *value = value.replace(from, to);
        }
    }
    /// Seals again with one header out of sight, so that the signature is right but does not cover it.
    fn uncover(headers: &mut Vec<(String, String)>, name: &str) {
        let hidden: Vec<_> = headers.extract_if(.., |(known, _)| known == name).collect();
        for made in ["digest", "signature", "tpp-signature-certificate"] {
            drop(headers, made);
        }
        seal(headers, &CEC.order("5").to_string());
        headers.extend(hidden);
    }
    let changes: [(&str, Change, &str); 12] = [
        ("no signature", |all| drop(all, "signature"), "SIGNATURE_MISSING"),
        ("no certificate", |all| drop(all, "tpp-signature-certificate"), "CERTIFICATE_MISSING"),
        ("no digest", |all| drop(all, "digest"), "SIGNATURE_INVALID"),
        ("another digest", |all| replace(all, "digest", "SHA-512=", "SHA-256="), "SIGNATURE_INVALID"),
        ("another algorithm", |all| replace(all, "signature", "rsa-sha512", "rsa-sha256"), "SIGNATURE_INVALID"),
        ("no key id", |all| replace(all, "signature", "keyId=\"SN=1,CA=tests\"", "keyId=\"\""), "SIGNATURE_INVALID"),
        ("another payer", |all| replace(all, "psu-id", "somebody", "another"), "SIGNATURE_INVALID"),
        ("the id uncovered", |all| uncover(all, "x-request-id"), "SIGNATURE_INVALID"),
        ("the payer uncovered", |all| uncover(all, "psu-id"), "SIGNATURE_INVALID"),
        ("the return uncovered", |all| uncover(all, "tpp-redirect-uri"), "SIGNATURE_INVALID"),
        ("no real certificate", |all| replace(all, "tpp-signature-certificate", "MII", "AAA"), "CERTIFICATE_INVALID"),
        (
            "another's certificate",
            |all| {
                let other: String = include_str!("../seal/other_certificate.pem")
                    .lines()
                    .filter(|line| !line.starts_with('-'))
                    .collect();
                drop(all, "tpp-signature-certificate");
                all.push(("tpp-signature-certificate".to_owned(), other));
            },
            "SIGNATURE_INVALID",
        ),
    ];
    let house = house();
    for (what, change, code) in changes {
        let answer = tampered(&house, change, &CEC.order("5")).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{what}");
        assert_eq!(answer.refusal().0, code, "{what}");
        assert!(answer.header("www-authenticate").starts_with("Signature"), "{what}");
    }
    let other_body = tampered(&house, |_| (), &CEC.order("6")).await;
    assert_eq!(other_body.refusal(), ("SIGNATURE_INVALID".to_owned(), "Digest".to_owned()));
    assert_eq!(house.get("/_control/cec_ro/payments").await.json(), json!({"payments": []}));
    let path = "/cec_ro/oauth/token";
    let unsealed = house.call(Method::POST, path, &[("x-ibm-client-id", "finqlink-sandbox")], "code=x").await;
    assert_eq!(unsealed.refusal().0, "SIGNATURE_MISSING");
    let whole = tampered(&house, |_| (), &CEC.order("5")).await;
    assert_eq!(whole.status, StatusCode::CREATED, "{}", whole.text);
}

#[tokio::test]
async fn a_strict_bank_has_none_of_this() {
    let house = house();
    let taken = LIBRA.pay(&house, "5").await;
    let path = format!("{}/status", LIBRA.payment(&taken.id));
    let stray = [("authorization", "Bearer x"), ("oauth-1", "x"), ("signature", "x"), ("digest", "x")];
    assert_eq!(LIBRA.call(&house, Method::GET, &path, &stray, "").await.status, StatusCode::OK);
}
