//! The authorisation server: which addresses are taken, what the PSU is sent with, how a code becomes a token.

use super::requests::{ids, libra, of};
use crate::berlin_group::oauth::challenge;
use crate::berlin_group::*;
use crate::profile::{Base, ClientAuth, OAuthServer, Profile};
use crate::profiles::{bt_ro, cec_ro, rzb_ro};
use http::HeaderMap;
use std::collections::BTreeMap;

const AUTHORIZE: &str = "http://localhost:8081/bt_ro/oauth/authorize";
const TOKEN: &str = "http://localhost:8081/bt_ro/oauth/token";
const TOKEN_CALLED: &str = "http://127.0.0.1:8081/bt_ro/oauth/token";

fn server() -> OAuthServer {
    OAuthServer { authorize: AUTHORIZE.to_owned(), token: TOKEN.to_owned() }
}

const ASK: Ask<'_> = Ask {
    resource: Resource::Payment("p/1 &ü"),
    redirect_uri: "https://pay.example/callback/bt_ro?x=1&y=ș",
    state: "a+b c&state=evil",
    verifier: "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
};

fn answer<T>(status: u16, body: &str, read: impl Fn(&Answer<'_>) -> T) -> T {
    read(&Answer { status, headers: &HeaderMap::new(), body: body.as_bytes() })
}

fn metadata(authorize: &str, token: &str) -> Option<OAuthServer> {
    let body = serde_json::json!({
        "issuer": "http://localhost:8081/bt_ro",
        "authorization_endpoint": authorize,
        "token_endpoint": token,
        "code_challenge_methods_supported": ["S256"],
    });
    answer(200, &body.to_string(), |answer| read_oauth_metadata(&of(&bt_ro::BANK), answer))
}

fn fields(form: &str) -> BTreeMap<String, String> {
    url::form_urlencoded::parse(form.as_bytes()).map(|(name, value)| (name.into_owned(), value.into_owned())).collect()
}

#[test]
fn metadata_is_taken_when_its_addresses_are_the_banks() {
    let taken = OAuthServer { authorize: AUTHORIZE.to_owned(), token: TOKEN_CALLED.to_owned() };
    assert_eq!(metadata(AUTHORIZE, TOKEN), Some(taken.clone()), "a token is asked for where calls go");
    assert_eq!(metadata("/bt_ro/oauth/authorize", "/bt_ro/oauth/token"), Some(taken));
    for (authorize, token) in [
        ("https://evil.example/oauth/authorize", TOKEN),
        (AUTHORIZE, "https://evil.example/oauth/token"),
        ("http://localhost:8081/rzb_ro/oauth/authorize", TOKEN),
        (AUTHORIZE, "http://localhost:8081/rzb_ro/oauth/token"),
        ("http://localhost:8081/bt_ro/../rzb_ro", TOKEN),
        ("javascript:alert(1)", TOKEN),
        ("http://localhost:8081/bt_ro/oauth/authorize#x", TOKEN),
        (AUTHORIZE, "http://localhost:8081/bt_ro/oauth/token#x"),
        ("", TOKEN),
        (AUTHORIZE, ""),
    ] {
        assert_eq!(metadata(authorize, token), None, "{authorize} {token}");
    }
    let bt = of(&bt_ro::BANK);
    for (status, body) in [(404, "{}"), (200, "{}"), (200, "<html>"), (200, ""), (200, r#"{"token_endpoint":7}"#)] {
        assert_eq!(answer(status, body, |answer| read_oauth_metadata(&bt, answer)), None, "{status} {body}");
    }
    let good = format!(r#"{{"authorization_endpoint":"{AUTHORIZE}","token_endpoint":"{TOKEN}"}}"#);
    assert!(answer(500, &good, |answer| read_oauth_metadata(&bt, answer)).is_none(), "an error is no metadata");
}

#[test]
fn metadata_is_asked_for_at_the_bank_only() {
    let bt = of(&bt_ro::BANK);
    let path = "/.well-known/oauth-authorization-server";
    for base in ["http://localhost:8081/bt_ro", "http://127.0.0.1:8081/bt_ro", ""] {
        let request = oauth_metadata(&bt, &format!("{base}{path}"), &ids()).unwrap();
        assert_eq!(request.uri().to_string(), format!("http://127.0.0.1:8081/bt_ro{path}"));
    }
    for address in ["https://evil.example/x", "//evil.example/x", "http://localhost:8081/rzb_ro/x", ""] {
        assert_eq!(oauth_metadata(&bt, address, &ids()).unwrap_err(), Unbuildable::Link, "{address}");
    }
}

#[test]
fn the_psu_is_sent_with_exactly_what_was_asked() {
    let url = authorise_url(&of(&bt_ro::BANK), &server(), &ASK).unwrap();
    let (address, query) = url.split_once('?').unwrap();
    assert_eq!(address, AUTHORIZE);
    assert!(query.is_ascii() && !query.contains([' ', '+', '#']), "every reader reads it alike: {query}");
    let expected = [
        ("response_type", "code"),
        ("client_id", "finqlink-sandbox"),
        ("redirect_uri", ASK.redirect_uri),
        ("scope", "PIS:p/1 &ü"),
        ("state", ASK.state),
        ("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"),
        ("code_challenge_method", "S256"),
    ];
    assert_eq!(fields(query), expected.map(|(name, value)| (name.to_owned(), value.to_owned())).into());
    let fixed = OAuthServer { authorize: "http://localhost:8081/rzb_ro/a?tenant=1".to_owned(), ..server() };
    let url = authorise_url(&of(&rzb_ro::BANK), &fixed, &ASK).unwrap();
    assert!(url.starts_with("http://localhost:8081/rzb_ro/a?tenant=1&response_type=code&"), "{url}");
    assert!(!url.contains("challenge"), "no PKCE where the bank knows none");
}

#[test]
fn a_consent_is_approved_in_the_scope_of_account_data() {
    let url = authorise_url(&of(&bt_ro::BANK), &server(), &Ask { resource: Resource::Consent("c/1"), ..ASK }).unwrap();
    assert_eq!(fields(url.split_once('?').unwrap().1)["scope"], "AIS:c/1");
}

#[test]
fn the_psu_is_sent_nowhere_else() {
    let bt = of(&bt_ro::BANK);
    for authorize in ["https://evil.example/a", "http://localhost:8081/rzb_ro/a", "", "http://localhost:8081/bt_ro#a"] {
        let server = OAuthServer { authorize: authorize.to_owned(), ..server() };
        assert_eq!(authorise_url(&bt, &server, &ASK), None, "{authorize}");
    }
    assert_eq!(authorise_url(&libra(), &server(), &ASK), None, "a bank without OAuth2");
    let nothing = [Resource::Payment(""), Resource::Consent("")].map(|resource| Ask { resource, ..ASK });
    for ask in nothing.into_iter().chain([Ask { redirect_uri: "", ..ASK }, Ask { state: "", ..ASK }]) {
        assert_eq!(authorise_url(&bt, &server(), &ask), None);
    }
}

/// RFC 7636, appendix B.
#[test]
fn the_code_challenge_is_the_rfcs() {
    let challenge = challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
    assert_eq!(challenge, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

fn asked(profile: &Profile, server: &OAuthServer) -> (http::Request<Vec<u8>>, BTreeMap<String, String>) {
    let request = token(profile, server, "c/+=&1", ASK.redirect_uri, ASK.verifier, &ids()).unwrap();
    let form = fields(std::str::from_utf8(request.body()).unwrap());
    (request, form)
}

#[test]
fn a_code_is_shown_as_the_bank_wants_it() {
    let (request, form) = asked(&of(&bt_ro::BANK), &server());
    assert_eq!(request.uri(), TOKEN_CALLED);
    assert_eq!(form["code"], "c/+=&1");
    assert_eq!(form["redirect_uri"], ASK.redirect_uri);
    assert_eq!((form["code_verifier"].as_str(), form["client_id"].as_str()), (ASK.verifier, "finqlink-sandbox"));
    assert!(!form.contains_key("client_secret"), "a public client has none");

    let cec = OAuthServer { token: "/oauth/token".to_owned(), ..server() };
    let (_, form) = asked(&of(&cec_ro::BANK), &cec);
    assert_eq!((form["grant_type"].as_str(), form["client_secret"].as_str()), ("code", "finqlink-sandbox-secret"));
    assert!(!form.contains_key("code_verifier"));

    let mut rzb = of(&rzb_ro::BANK);
    let oauth = rzb.oauth.as_mut().unwrap();
    assert_eq!(oauth.client_auth, ClientAuth::Basic);
    (oauth.client_id, oauth.client_secret) = ("a:b".to_owned(), "ü%".to_owned());
    let (request, form) = asked(&rzb, &cec);
    // base64 of `a%3Ab:%C3%BC%25`: a colon in the id must not end it (RFC 6749, 2.3.1).
    assert_eq!(request.headers()["authorization"], "Basic YSUzQWI6JUMzJUJDJTI1");
    assert!(!form.contains_key("client_id") && !form.contains_key("client_secret"));
}

#[test]
fn a_token_is_asked_for_at_the_bank_only() {
    let bt = of(&bt_ro::BANK);
    for address in ["https://evil.example/token", "http://localhost:8081/rzb_ro/oauth/token", "", "token"] {
        let server = OAuthServer { token: address.to_owned(), ..server() };
        assert_eq!(token(&bt, &server, "c", "r", "v", &ids()).unwrap_err(), Unbuildable::Link, "{address}");
    }
    assert_eq!(token(&libra(), &server(), "c", "r", "v", &ids()).unwrap_err(), Unbuildable::NoOAuth);
    let elsewhere = Profile { api: Base::parse("http://127.0.0.1:4010").unwrap(), ..bt };
    let request = token(&elsewhere, &server(), "c", "r", "v", &ids()).unwrap();
    assert_eq!(request.uri(), "http://127.0.0.1:4010/oauth/token", "behind a proxy");
}

#[test]
fn a_token_is_refreshed_with_the_same_proof_of_who_we_are() {
    let refreshed = |bank| {
        let request = refresh(&of(bank), &OAuthServer { token: "/oauth/token".to_owned(), ..server() }, "r/+=", &ids());
        let request = request.unwrap();
        let form = fields(std::str::from_utf8(request.body()).unwrap());
        assert_eq!((form["grant_type"].as_str(), form["refresh_token"].as_str()), ("refresh_token", "r/+="));
        assert!(!["code", "redirect_uri", "code_verifier"].iter().any(|name| form.contains_key(*name)));
        (
            request.headers().contains_key("authorization"),
            form.contains_key("client_id"),
            form.contains_key("client_secret"),
        )
    };
    assert_eq!(refreshed(&bt_ro::BANK), (false, true, false));
    assert_eq!(refreshed(&cec_ro::BANK), (false, true, true));
    assert_eq!(refreshed(&rzb_ro::BANK), (true, false, false));
    let bt = of(&bt_ro::BANK);
    let evil = OAuthServer { token: "https://evil.example/token".to_owned(), ..server() };
    assert_eq!(refresh(&bt, &evil, "r1", &ids()).unwrap_err(), Unbuildable::Link);
    assert_eq!(refresh(&libra(), &server(), "r1", &ids()).unwrap_err(), Unbuildable::NoOAuth);
}

#[test]
fn answers_to_a_code_are_told_apart() {
    let read = |status, body: &str| answer(status, body, read_token);
    let given = r#"{"access_token":"a1","token_type":"Bearer","expires_in":300,"scope":"PIS:p1","refresh_token":"r1"}"#;
    let token = Token { access: "a1".to_owned(), refresh: Some("r1".to_owned()), expires_in_s: Some(300) };
    assert_eq!(read(200, given), TokenAnswer::Given(token));
    let bare = Token { access: "a1".to_owned(), refresh: None, expires_in_s: None };
    let odd = r#"{"access_token":"a1","expires_in":"soon","refresh_token":""}"#;
    assert_eq!(read(201, odd), TokenAnswer::Given(bare), "only the token is needed");
    assert!(matches!(read(200, r#"{"access_token":"a1","expires_in":"60"}"#),
        TokenAnswer::Given(token) if token.expires_in_s == Some(60)));
    for body in [r#"{"access_token":"s3cret x"}"#, r#"{"access_token":["s3cret"]}"#, "s3cret", ""] {
        let read = read(200, body);
        assert!(matches!(&read, TokenAnswer::Unknown(fault) if fault.text.is_empty()), "{body}: {read:?}");
    }
    let error = |code: &str| format!(r#"{{"error":"{code}","error_description":"No."}}"#);
    for (status, code) in [(400, "invalid_grant"), (401, "invalid_client"), (400, "unsupported_grant_type")] {
        assert!(matches!(read(status, &error(code)),
            TokenAnswer::Refused(fault) if fault.codes == [code] && fault.text == "No."));
    }
    for (status, code) in
        [(400, "temporarily_unavailable"), (400, "server_error"), (429, "slow_down"), (503, "x"), (302, "x")]
    {
        assert!(matches!(read(status, &error(code)), TokenAnswer::Unknown(_)), "{status} {code}");
    }
}

#[test]
fn a_token_is_carried_where_the_bank_looks_for_it() {
    let payment = |method_id: &str| PaymentRef { method_id: method_id.to_owned(), payment_id: "p1".to_owned() };
    let bt = of(&bt_ro::BANK);
    let request = status(&bt, &payment("bt_ro.sepa"), Some("t1"), &ids()).unwrap();
    assert_eq!(request.headers()["authorization"], "Bearer t1");
    assert!(request.headers()["authorization"].is_sensitive());
    let request = cancel(&of(&cec_ro::BANK), &payment("cec_ro.domestic"), Some("t1"), &ids()).unwrap();
    assert_eq!(request.headers()["oauth-1"], "t1");
    assert!(!request.headers().contains_key("authorization"));
    for token in ["", "a b", "a\r\nx: 1", "ü"] {
        assert_eq!(status(&bt, &payment("bt_ro.sepa"), Some(token), &ids()).unwrap_err(), Unbuildable::Token);
    }
    let refused = status(&libra(), &payment("libra_ro.sepa"), Some("t1"), &ids()).unwrap_err();
    assert_eq!(refused, Unbuildable::Token, "a bank without OAuth2 takes none");
}

#[test]
fn secrets_are_not_in_debug_output() {
    let token = Token { access: "s3cret".to_owned(), refresh: Some("s3cret".to_owned()), expires_in_s: None };
    let ask = Ask { state: "s3cret", verifier: "s3cret", ..ASK };
    let shown = format!("{:?} {ask:?} {:?}", TokenAnswer::Given(token), of(&rzb_ro::BANK));
    assert!(!shown.contains("s3cret") && !shown.contains("finqlink-sandbox-secret"), "{shown}");
    let (request, _) = asked(&of(&rzb_ro::BANK), &OAuthServer { token: "/oauth/token".to_owned(), ..server() });
    assert!(!format!("{:?}", request.headers()).contains("Basic "), "{:?}", request.headers());
}
