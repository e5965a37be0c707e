//! The PSU's side: login, approval, the ways out, and every page met by a person who comes back.

use axum::http::{Method, StatusCode};
use uuid::Uuid;

use crate::house::{NOK, RETURN, SEPA, held, house, initiation_headers, order};

#[tokio::test]
async fn the_login_asks_only_its_fields_and_goes_on_first() {
    let house = house();
    let payment = house.pay("20.21").await;
    let page = house.get(&payment.sca).await;
    assert_eq!(page.status, StatusCode::OK);
    let names: Vec<&str> = page
        .text
        .split("<input ")
        .skip(1)
        .map(|input| input.split("name=\"").nth(1).unwrap().split('"').next().unwrap())
        .collect();
    assert_eq!(names, ["username", "password"]);
    let first_button = page.text.split("<button").nth(1).unwrap();
    assert!(first_button.contains("value=\"login\""), "{first_button}");
    assert!(page.text.contains("20.21 RON"));
    assert!(page.text.contains("creditor&#39;s bank rejects the funds"));
    assert!(!page.text.contains("<script"));
    let policy = page.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"));
    assert_eq!(page.header("x-frame-options"), "DENY");
    assert_eq!(page.header("cache-control"), "no-store");
}

#[tokio::test]
async fn wrong_details_meet_the_form_again() {
    let house = house();
    let payment = house.pay("5.00").await;
    for form in
        ["username=testlibra&password=wrong", "username=%22%3E%3Cb%3E&password=testlibra", "username=testlibra", ""]
    {
        let page = house.post_form(&payment.sca, form).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{form}");
        assert!(page.text.contains("role=\"alert\""));
        assert!(page.text.contains("name=\"password\""));
        assert!(!page.text.contains("value=\"wrong\""), "a secret came back");
        assert!(!page.text.contains("\"><b>"));
    }
    let guessed = format!("{}/{}", payment.sca, Uuid::new_v4().simple());
    let turned_away = house.post_form(&guessed, "decision=approve").await;
    assert_eq!(turned_away.status, StatusCode::SEE_OTHER);
    assert_eq!(turned_away.header("location"), payment.sca);
    assert_eq!(house.status_code(&payment).await, "RCVD");
}

#[tokio::test]
async fn the_approval_page_says_what_is_approved() {
    let house = house();
    let payment = house.pay("1234.50").await;
    let approval = house.log_in(&payment).await;
    let page = house.get(&approval).await;
    assert_eq!(page.status, StatusCode::OK);
    for said in [
        "1234.50 RON",
        "Ceainaria O&#39;Brien",
        "RO10 RZBR 0000 0699 9999 9970",
        "Order 77",
        "E2E-1",
        "RO79 BREL 0002 0015 0033 0100",
        "Domestic transfer in RON",
        "127.0.0.1",
        "name=\"decision\" value=\"approve\"",
        "name=\"decision\" value=\"reject\"",
        "name=\"decision\" value=\"cancel\"",
    ] {
        assert!(page.text.contains(said), "{said} is not on the page");
    }
    let unsure = house.post_form(&approval, "decision=maybe").await;
    assert_eq!(unsure.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(house.status_code(&payment).await, "RCVD");
}

#[tokio::test]
async fn rejecting_and_cancelling_go_to_the_nok_address() {
    let house = house();
    for (decision, description, status) in
        [("reject", "rejected+by+the+PSU", "RJCT"), ("cancel", "cancelled+by+the+PSU", "CANC")]
    {
        let payment = house.pay("5.00").await;
        let back = house.decide(&payment, decision).await;
        let expected = format!(
            "{NOK}&paymentId={}&scaStatus=failed&error=access_denied&error_description={description}",
            payment.id
        );
        assert_eq!(back, expected);
        assert_eq!(house.status_code(&payment).await, status);
        house.advance_ms(60_000);
        assert_eq!(house.status_code(&payment).await, status);
    }
}

#[tokio::test]
async fn cancelling_needs_no_login() {
    let house = house();
    let payment = house.pay("5.00").await;
    let answer = house.post_form(&payment.sca, "username=&password=&decision=cancel").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(answer.header("location").starts_with(NOK));
    assert_eq!(house.status_code(&payment).await, "CANC");
}

#[tokio::test]
async fn without_a_nok_address_the_other_one_serves() {
    let house = house();
    let id = Uuid::new_v4().to_string();
    let mut headers = initiation_headers(&id);
    headers.retain(|(name, _)| *name != "tpp-nok-redirect-uri");
    let body = order("5.00").to_string();
    let payment = held(&house.call(Method::POST, SEPA, &headers, body).await);
    let back = house.decide(&payment, "reject").await;
    assert!(back.starts_with(&format!("{RETURN}&paymentId=")), "{back}");
}

#[tokio::test]
async fn without_any_address_the_bank_keeps_the_psu() {
    let house = house();
    let id = Uuid::new_v4().to_string();
    let mut headers = initiation_headers(&id);
    headers.retain(|(name, _)| !name.starts_with("tpp-"));
    let body = order("5.00").to_string();
    let payment = held(&house.call(Method::POST, SEPA, &headers, body).await);
    assert_eq!(house.decide(&payment, "approve").await, payment.sca);
    let page = house.get(&payment.sca).await;
    assert!(page.text.contains("Already approved"));
    assert!(!page.text.contains("Back to"));
}

#[tokio::test]
async fn approving_twice_is_approving_once() {
    let house = house();
    let payment = house.pay("5.00").await;
    let approval = house.log_in(&payment).await;
    let first = house.post_form(&approval, "decision=approve").await;
    house.advance_ms(1_000);
    let second = house.post_form(&approval, "decision=approve").await;
    assert_eq!(second.status, StatusCode::SEE_OTHER);
    assert_eq!(first.header("location"), second.header("location"));
    // The second approval did not begin the course anew.
    house.advance_ms(200);
    assert_eq!(house.status_code(&payment).await, "ACSC");

    let changed = house.post_form(&approval, "decision=reject").await;
    let back_to_login = house.get(&payment.sca).await;
    let back_to_approval = house.get(&approval).await;
    let login_again = house.post_form(&payment.sca, "username=testlibra&password=testlibra").await;
    let cancel = house.post_form(&payment.sca, "decision=cancel").await;
    for page in [changed, back_to_login, back_to_approval, login_again, cancel] {
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text.contains("Already approved"), "{}", page.text);
        assert!(page.text.contains("state=abc%20d&amp;paymentId="));
        assert!(!page.text.contains("<form"));
    }
    assert_eq!(house.status_code(&payment).await, "ACSC");
}

#[tokio::test]
async fn a_withdrawn_payment_cannot_be_approved() {
    let house = house();
    let payment = house.pay("5.00").await;
    let approval = house.log_in(&payment).await;
    house.ask(Method::DELETE, &payment.path()).await;
    for page in [house.get(&payment.sca).await, house.post_form(&approval, "decision=approve").await] {
        assert_eq!(page.status, StatusCode::GONE);
        assert!(page.text.contains("withdrawn"), "{}", page.text);
    }
    assert_eq!(house.status_code(&payment).await, "CANC");
}

#[tokio::test]
async fn other_addresses_have_pages_too() {
    let house = house();
    for path in ["/libra_ro", "/libra_ro/"] {
        let front = house.get(path).await;
        assert_eq!(front.status, StatusCode::OK, "{path}");
        assert!(front.text.contains("Libra Internet Bank"));
    }
    for path in ["/libra_ro/sca/nobody", "/libra_ro/sca/nobody/x", "/libra_ro/x"] {
        let page = house.get(path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        assert!(page.text.contains("There is nothing here"));
    }
}
