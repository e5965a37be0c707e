//! The authorisation servers: the whole walk at each bank, and every way in which it fails.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::house::{Answer, House, house};
use crate::tpp::{BT, BY_OAUTH, CEC, RZB, STATE, Taken, Tpp, link, query, word, words};

/// An OAuth error's word; the answer is JSON that nobody keeps.
fn fault(answer: &Answer) -> String {
    assert_eq!(answer.header("cache-control"), "no-store");
    answer.json()["error"].as_str().unwrap_or_default().to_owned()
}

/// A payment approved, and the code that came back.
async fn approved(house: &House, tpp: &Tpp) -> (Taken, String) {
    let taken = tpp.pay(house, "12.30").await;
    let back = tpp.decide(house, &taken, "approve").await;
    let code = word(&back, "code").unwrap_or_else(|| panic!("{}: {back}", tpp.id));
    (taken, code)
}

#[tokio::test]
async fn the_whole_walk() {
    for tpp in BY_OAUTH {
        let house = house();
        let taken = tpp.pay(&house, "12.30").await;
        assert_eq!(tpp.status(&house, &taken.id).await, "RCVD");
        let back = tpp.decide(&house, &taken, "approve").await;
        assert!(back.starts_with(&format!("{}?", tpp.callback())), "{back}");
        let names: Vec<String> = words(&back).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["code", "state"], "{}", tpp.id);
        assert_eq!(word(&back, "state").as_deref(), Some(STATE));
        // The approval executes; the exchange is only the TPP's.
        assert_eq!(tpp.status(&house, &taken.id).await, "ACSP");
        house.advance_ms(1_200);
        assert_eq!(tpp.status(&house, &taken.id).await, "ACSC");

        let answer = tpp.exchange(&house, &word(&back, "code").unwrap(), &[]).await;
        assert_eq!(answer.status, StatusCode::OK, "{}: {}", tpp.id, answer.text);
        assert_eq!(answer.header("cache-control"), "no-store");
        let token = answer.json();
        let access = token["access_token"].as_str().unwrap();
        assert_eq!(
            token,
            json!({
                "access_token": access,
                "token_type": "Bearer",
                "expires_in": 3600,
                "refresh_token": token["refresh_token"].as_str().unwrap(),
                "scope": format!("PIS:{}", taken.id),
            })
        );
        assert_eq!(read_with(&house, &tpp, &taken.id, access).await.status, StatusCode::OK, "{}", tpp.id);
    }
}

async fn read_with(house: &House, tpp: &Tpp, payment_id: &str, access: &str) -> Answer {
    let (name, value) = tpp.token_header(access);
    let path = format!("{}/status", tpp.payment(payment_id));
    tpp.call(house, Method::GET, &path, &[(name, &value)], "").await
}

#[tokio::test]
async fn links_lead_to_the_server() {
    let house = house();
    for tpp in BY_OAUTH {
        let links = tpp.initiate(&house, &tpp.order("5"), &[]).await.json()["_links"].clone();
        let path = if tpp.id == "bt_ro" { ".well-known/oauth-authorization-server" } else { "oauth/authorize" };
        assert_eq!(link(&links, "scaOAuth"), format!("/{}/{path}", tpp.id));
        assert_eq!(links.get("scaRedirect"), None);
    }
    let metadata = house.get("/bt_ro/.well-known/oauth-authorization-server").await.json();
    assert_eq!(
        metadata,
        json!({
            "issuer": "http://localhost:8081/bt_ro",
            "authorization_endpoint": "http://localhost:8081/bt_ro/oauth/authorize",
            "token_endpoint": "http://localhost:8081/bt_ro/oauth/token",
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": ["authorization_code", "refresh_token"],
            "token_endpoint_auth_methods_supported": ["none"],
            "code_challenge_methods_supported": ["S256"],
        })
    );
    for id in ["cec_ro", "rzb_ro", "libra_ro", "ropay"] {
        let path = format!("/{id}/.well-known/oauth-authorization-server");
        assert_eq!(house.get(&path).await.status, StatusCode::NOT_FOUND, "{id}");
    }
    assert_eq!(house.get("/libra_ro/oauth/authorize").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_request_in_doubt_stays_on_the_banks_page() {
    let house = house();
    for tpp in BY_OAUTH {
        let taken = tpp.pay(&house, "5").await;
        let elsewhere = format!("{}/x", tpp.callback());
        for (name, value) in [
            ("client_id", ""),
            ("client_id", "somebody"),
            ("redirect_uri", ""),
            ("redirect_uri", "https://evil.example/callback"),
            ("redirect_uri", elsewhere.as_str()),
            ("redirect_uri", "javascript:alert(1)"),
            ("scope", ""),
            ("scope", "PIS:nobody"),
            ("scope", taken.id.as_str()),
        ] {
            let page = house.get(&tpp.authorisation(&taken.id, &[(name, value)])).await;
            assert_eq!(page.status, StatusCode::BAD_REQUEST, "{}: {name}={value}", tpp.id);
            assert!(page.text.contains("cannot be opened"));
            assert_eq!(page.header("location"), "");
        }
        let twice = format!("{}&client_id=finqlink-sandbox", taken.door);
        assert_eq!(house.get(&twice).await.status, StatusCode::BAD_REQUEST);
    }
}

#[tokio::test]
async fn other_faults_go_back_to_the_tpp() {
    let house = house();
    let everywhere =
        [("response_type", "", "invalid_request"), ("response_type", "token", "unsupported_response_type")];
    let pkce = [
        ("code_challenge", "", "invalid_request"),
        ("code_challenge", "short", "invalid_request"),
        ("code_challenge_method", "", "invalid_request"),
        ("code_challenge_method", "plain", "invalid_request"),
    ];
    for tpp in BY_OAUTH {
        let taken = tpp.pay(&house, "5").await;
        let faults = everywhere.iter().chain(pkce.iter().filter(|_| tpp.id == "bt_ro"));
        for (name, value, error) in faults {
            let answer = house.get(&tpp.authorisation(&taken.id, &[(name, value)])).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}: {name}={value}", tpp.id);
            let back = answer.header("location");
            assert!(back.starts_with(&tpp.callback()), "{back}");
            assert_eq!(word(back, "error").as_deref(), Some(*error), "{}: {name}={value}", tpp.id);
            assert_eq!(word(back, "state").as_deref(), Some(STATE));
            assert_eq!(word(back, "code"), None);
        }
    }
}

#[tokio::test]
async fn rejecting_and_cancelling_give_no_code() {
    for tpp in BY_OAUTH {
        let house = house();
        for (decision, status) in [("reject", "RJCT"), ("cancel", "CANC")] {
            let taken = tpp.pay(&house, "5").await;
            let back = tpp.decide(&house, &taken, decision).await;
            assert_eq!(word(&back, "error").as_deref(), Some("access_denied"), "{back}");
            assert_eq!(word(&back, "state").as_deref(), Some(STATE));
            assert_eq!(word(&back, "code"), None);
            assert_eq!(tpp.status(&house, &taken.id).await, status);
        }
        let taken = tpp.pay(&house, "5").await;
        let login = tpp.enter(&house, &taken.door).await;
        let back = house.post_form(&login, "decision=cancel").await;
        assert_eq!(word(back.header("location"), "error").as_deref(), Some("access_denied"));
    }
}

#[tokio::test]
async fn a_code_is_asked_for_rightly_or_not_given() {
    for (tpp, name, value, error) in [
        (BT, "code", "x", "invalid_grant"),
        (BT, "code", "", "invalid_request"),
        (BT, "code_verifier", "aBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", "invalid_grant"),
        (BT, "code_verifier", "", "invalid_request"),
        (BT, "redirect_uri", "http://127.0.0.1:8080/callback/bt_ro?x=1", "invalid_grant"),
        (BT, "redirect_uri", "", "invalid_request"),
        (BT, "client_id", "", "invalid_client"),
        (BT, "client_id", "somebody", "invalid_client"),
        (BT, "grant_type", "", "invalid_request"),
        (BT, "grant_type", "code", "unsupported_grant_type"),
        (CEC, "grant_type", "authorization_code", "unsupported_grant_type"),
        (CEC, "client_secret", "", "invalid_client"),
        (CEC, "client_secret", "wrong", "invalid_client"),
        (RZB, "authorization", "", "invalid_client"),
        (RZB, "authorization", "Basic ZmlucWxpbmstc2FuZGJveDp3cm9uZw==", "invalid_client"),
        (RZB, "authorization", "Bearer ZmlucWxpbmstc2FuZGJveDp3cm9uZw==", "invalid_client"),
        (RZB, "client_secret", "finqlink-sandbox-secret", "invalid_client"),
    ] {
        let house = house();
        let (_, code) = approved(&house, &tpp).await;
        let answer = tpp.exchange(&house, &code, &[(name, value)]).await;
        assert_eq!(fault(&answer), error, "{}: {name}={value}", tpp.id);
        let status = if error == "invalid_client" { 401 } else { 400 };
        assert_eq!(answer.status, status, "{}: {name}={value}", tpp.id);
        let challenged = tpp.id == "rzb_ro" && status == 401;
        assert_eq!(answer.header("www-authenticate").starts_with("Basic"), challenged);
        // A wrong try does not use the code up.
        assert_eq!(tpp.exchange(&house, &code, &[]).await.status, StatusCode::OK, "{}: {name}", tpp.id);
    }
}

#[tokio::test]
async fn forms_that_are_none_are_refused() {
    let house = house();
    let json = [("content-type", "application/json")];
    let answer = house.call(Method::POST, "/bt_ro/oauth/token", &json, "{}").await;
    assert_eq!((answer.status, fault(&answer)), (StatusCode::BAD_REQUEST, "invalid_request".to_owned()));
    let twice = house.post_form("/bt_ro/oauth/token", "client_id=finqlink-sandbox&client_id=finqlink-sandbox").await;
    assert_eq!(fault(&twice), "invalid_request");
    let got = house.get("/bt_ro/oauth/token").await;
    assert_eq!(got.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(got.header("allow"), "POST");
}

#[tokio::test]
async fn a_code_works_once_and_for_ten_minutes() {
    for tpp in BY_OAUTH {
        let house = house();
        let (taken, code) = approved(&house, &tpp).await;
        let token = tpp.exchange(&house, &code, &[]).await.json();
        let access = token["access_token"].as_str().unwrap();
        assert_eq!(read_with(&house, &tpp, &taken.id, access).await.status, StatusCode::OK);
        // Brought again, it has leaked: what it gave is worth nothing any more.
        assert_eq!(fault(&tpp.exchange(&house, &code, &[]).await), "invalid_grant");
        assert_eq!(read_with(&house, &tpp, &taken.id, access).await.refusal().0, "TOKEN_INVALID");

        let (_, code) = approved(&house, &tpp).await;
        house.advance_ms(599_999);
        let (_, later) = approved(&house, &tpp).await;
        assert_eq!(tpp.exchange(&house, &code, &[]).await.status, StatusCode::OK);
        house.advance_ms(600_000);
        assert_eq!(fault(&tpp.exchange(&house, &later, &[]).await), "invalid_grant");
    }
}

#[tokio::test]
async fn a_wrong_token_is_worse_than_none() {
    for tpp in BY_OAUTH {
        let house = house();
        let (taken, code) = approved(&house, &tpp).await;
        let other = tpp.pay(&house, "5").await;
        let token = tpp.exchange(&house, &code, &[]).await.json();
        let access = token["access_token"].as_str().unwrap();
        for (payment_id, access) in [(&taken.id, "x"), (&other.id, access)] {
            let answer = read_with(&house, &tpp, payment_id, access).await;
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{}", tpp.id);
            assert_eq!(answer.refusal().0, "TOKEN_INVALID");
            assert!(answer.header("www-authenticate").starts_with("Bearer"));
        }
        let (name, value) = tpp.token_header("x");
        let path = tpp.payment(&other.id);
        let refused = tpp.call(&house, Method::DELETE, &path, &[(name, &value)], "").await;
        assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
        assert_eq!(tpp.status(&house, &other.id).await, "RCVD");
        house.advance_ms(3_600_000);
        assert_eq!(read_with(&house, &tpp, &taken.id, access).await.refusal().0, "TOKEN_EXPIRED");

        let refresh = token["refresh_token"].as_str().unwrap();
        let renew = [("grant_type", "refresh_token"), ("refresh_token", refresh), ("code", ""), ("redirect_uri", "")];
        let new: Value = tpp.exchange(&house, "", &renew).await.json();
        let access = new["access_token"].as_str().unwrap_or_else(|| panic!("{}: {new}", tpp.id));
        assert_eq!(read_with(&house, &tpp, &taken.id, access).await.status, StatusCode::OK);
        assert_eq!(fault(&tpp.exchange(&house, "", &renew).await), "invalid_grant", "used up");
    }
}

/// Two tabs with the same request: only the one in which somebody logged in and approved gets a code.
#[tokio::test]
async fn only_the_door_of_the_approval_gives_a_code() {
    let house = house();
    let taken = BT.pay(&house, "5").await;
    let other = BT.enter(&house, &taken.door).await;
    BT.decide(&house, &taken, "approve").await;
    let page = house.get(&other).await;
    assert!(page.text.contains("Already approved"), "{}", page.text);
    assert!(page.text.contains("error=access_denied"));
    assert!(!page.text.contains("code="));
    let late = BT.enter(&house, &taken.door).await;
    assert!(!house.get(&late).await.text.contains("code="));
}

#[tokio::test]
async fn a_session_is_good_at_its_own_door_only() {
    let house = house();
    let taken = BT.pay(&house, "5").await;
    let mine = BT.enter(&house, &taken.door).await;
    let other = BT.enter(&house, &taken.door).await;
    let approval = house.post_form(&mine, BT.login).await;
    let session = approval.header("location").rsplit('/').next().unwrap().to_owned();
    let turned_away = house.post_form(&format!("{other}/{session}"), "decision=approve").await;
    assert_eq!(turned_away.header("location"), other);
    assert_eq!(BT.status(&house, &taken.id).await, "RCVD");
}

#[tokio::test]
async fn a_withdrawn_payment_opens_no_approval() {
    let house = house();
    let taken = BT.pay(&house, "5").await;
    assert_eq!(BT.ask(&house, Method::DELETE, &BT.payment(&taken.id)).await.status, StatusCode::NO_CONTENT);
    let login = BT.enter(&house, &taken.door).await;
    let page = house.get(&login).await;
    assert_eq!(page.status, StatusCode::GONE);
    assert!(page.text.contains("error=access_denied"));
    let before = format!("{}&{}", BT.authorisation(&taken.id, &[("state", "")]), query(&[("x", "1")]));
    assert_eq!(house.get(&before).await.status, StatusCode::SEE_OTHER, "unknown parameters are no fault");
}

#[tokio::test]
async fn calls_to_the_server_are_counted_without_a_payment() {
    let house = house();
    let (_, code) = approved(&house, &BT).await;
    house.get("/bt_ro/.well-known/oauth-authorization-server").await;
    BT.exchange(&house, &code, &[]).await;
    let calls = house.get("/_control/bt_ro/calls").await.json();
    let told: Vec<String> = calls["calls"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|call| call["payment_id"].is_null())
        .map(|call| format!("{} {}", call["method"], call["path"]).replace('"', ""))
        .collect();
    assert_eq!(told, ["GET /bt_ro/.well-known/oauth-authorization-server", "POST /bt_ro/oauth/token"]);
}

#[tokio::test]
async fn a_server_that_is_down_says_so() {
    let house = house();
    let taken = BT.pay(&house, "5").await;
    let kind = [("content-type", "application/json")];
    house.call(Method::POST, "/_control/bt_ro", &kind, "{\"status\":\"down\"}").await;
    assert_eq!(house.get(&taken.door).await.status, StatusCode::SERVICE_UNAVAILABLE);
    let answer = BT.exchange(&house, "x", &[]).await;
    assert_eq!(
        (answer.status, fault(&answer)),
        (StatusCode::SERVICE_UNAVAILABLE, "temporarily_unavailable".to_owned())
    );
}
