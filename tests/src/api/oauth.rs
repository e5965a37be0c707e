//! `/oauth2/token` and its metadata: what is given, each refusal to the letter of RFC 6749 §5, limits.

use super::keys;
use crate::house::payer::{Answer, Payer};
use crate::house::{House, Plan};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use gateway::app::registration::{self, Issued, NewClient, Rotate};
use http::Method;
use serde_json::{Value, json};

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const GRANT: &str = "grant_type=client_credentials";

/// Asks for a token.
pub async fn ask(house: &House, authorization: &str, form: &str) -> Answer {
    let headers = [FORM, ("authorization", authorization)];
    let headers = if authorization.is_empty() { &headers[..1] } else { &headers };
    house.raw("/oauth2/token", headers, form.to_owned()).await
}

/// Credentials in an Authorization header.
pub fn basic(id: &str, secret: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{id}:{secret}")))
}

/// A token of the demo client.
pub async fn token(house: &House, scope: &str) -> String {
    let answer = ask(house, &basic("demo", "demo-secret"), &format!("{GRANT}&scope={scope}")).await;
    given(&answer)["access_token"].as_str().unwrap().to_owned()
}

/// A client of its own.
pub async fn client(house: &House, ais: bool) -> Issued {
    let new = NewClient { name: "Another".to_owned(), ais, template: "default".to_owned(), ..NewClient::default() };
    let app = &house.app;
    registration::create(&app.store, &app.keys, house.now_ms(), new, finqlink_webui::templates::IDS).await.unwrap()
}

fn never_kept(answer: &Answer) {
    assert!(answer.header("content-type").starts_with("application/json"), "{:?}", answer.headers);
    assert_eq!((answer.header("cache-control"), answer.header("pragma")), ("no-store", "no-cache"));
    assert!(!answer.header("x-request-id").is_empty());
}

/// Checks a good answer to the letter. Its body.
fn given(answer: &Answer) -> Value {
    assert_eq!(answer.status, 200, "{}", answer.text);
    never_kept(answer);
    let body = answer.json();
    assert_eq!(keys(&body), ["access_token", "expires_in", "scope", "token_type"]);
    assert_eq!((&body["token_type"], &body["expires_in"]), (&json!("Bearer"), &json!(3600)));
    let token = body["access_token"].as_str().unwrap();
    assert!(token.len() >= 32 && token.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)));
    body
}

/// Checks a refusal to the letter.
fn refused(answer: &Answer, status: u16, error: &str) {
    let body = answer.json();
    assert_eq!((answer.status.as_u16(), body["error"].as_str()), (status, Some(error)), "{}", answer.text);
    never_kept(answer);
    assert_eq!(keys(&body), ["error", "error_description"]);
    let why = body["error_description"].as_str().unwrap();
    let allowed = |byte: u8| matches!(byte, 0x20..=0x21 | 0x23..=0x5b | 0x5d..=0x7e);
    assert!(!why.is_empty() && why.bytes().all(allowed), "{why}");
    assert_eq!(answer.header("www-authenticate").starts_with("Basic realm="), status == 401, "{:?}", answer.headers);
}

#[tokio::test]
async fn a_token_is_given_for_either_proof_and_each_scope() {
    let house = House::open().await;
    let demo = basic("demo", "demo-secret");
    let in_form = format!("{GRANT}&client_id=demo&client_secret=demo-secret");
    let rows = [
        (demo.as_str(), GRANT.to_owned(), "pay data"),
        ("", in_form, "pay data"),
        (&demo, format!("{GRANT}&scope=pay"), "pay"),
        (&demo, format!("{GRANT}&scope=data"), "data"),
        (&demo, format!("{GRANT}&scope=data+pay"), "pay data"),
        (&demo, format!("{GRANT}&scope="), "pay data"),
        (&demo, format!("{GRANT}&client_id=demo&resource=unknown"), "pay data"),
    ];
    let mut seen = std::collections::HashSet::new();
    for (authorization, form, scope) in rows {
        let body = given(&ask(&house, authorization, &form).await);
        assert_eq!(body["scope"], scope, "{form}");
        assert!(seen.insert(body["access_token"].clone()), "never twice the same");
    }
    let own = client(&house, false).await;
    let proof = basic(&own.client_id, own.client_secret.as_ref().unwrap().expose());
    assert_eq!(given(&ask(&house, &proof, GRANT).await)["scope"], "pay", "account data only where it is enabled");
    refused(&ask(&house, &proof, &format!("{GRANT}&scope=data")).await, 400, "invalid_scope");
    refused(&ask(&house, &proof, &format!("{GRANT}&scope=pay+data")).await, 400, "invalid_scope");
}

#[tokio::test]
async fn each_refusal_has_its_documented_error() {
    let house = House::open().await;
    let demo = basic("demo", "demo-secret");
    let both = format!("{GRANT}&client_id=demo&client_secret=demo-secret");
    let wrong_in_form = format!("{GRANT}&client_id=demo&client_secret=wrong");
    let rows: &[(&str, &str, u16, &str)] = &[
        (&demo, "", 400, "invalid_request"),
        (&demo, "scope=pay", 400, "invalid_request"),
        (&demo, &format!("{GRANT}&{GRANT}"), 400, "invalid_request"),
        (&demo, &format!("{GRANT}&scope=pay&scope=pay"), 400, "invalid_request"),
        (&demo, &format!("{GRANT}&x=1&x=2"), 400, "invalid_request"),
        (&demo, &both, 400, "invalid_request"),
        (&demo, &format!("{GRANT}&client_id=other"), 400, "invalid_request"),
        ("", GRANT, 401, "invalid_client"),
        ("", &format!("{GRANT}&client_id=demo"), 401, "invalid_client"),
        ("", &wrong_in_form, 401, "invalid_client"),
        (&basic("demo", "wrong"), GRANT, 401, "invalid_client"),
        (&basic("demo", ""), GRANT, 401, "invalid_client"),
        (&basic("nobody", "demo-secret"), GRANT, 401, "invalid_client"),
        (&basic("DEMO", "demo-secret"), GRANT, 401, "invalid_client"),
        ("Basic !", GRANT, 401, "invalid_client"),
        ("Bearer demo-secret", GRANT, 401, "invalid_client"),
        (&demo, "grant_type=password&username=a&password=b", 400, "unsupported_grant_type"),
        (&demo, "grant_type=authorization_code&code=x", 400, "unsupported_grant_type"),
        (&demo, "grant_type=Client_Credentials", 400, "unsupported_grant_type"),
        (&demo, &format!("{GRANT}&scope=openid"), 400, "invalid_scope"),
        (&demo, &format!("{GRANT}&scope=pay,data"), 400, "invalid_scope"),
        (&demo, &format!("{GRANT}&scope=PAY"), 400, "invalid_scope"),
        (&demo, &format!("{GRANT}&scope=pay++data"), 400, "invalid_scope"),
    ];
    for (authorization, form, status, error) in rows {
        refused(&ask(&house, authorization, form).await, *status, error);
    }
    for kind in ["application/json", "text/plain", "multipart/form-data; boundary=x"] {
        let headers = [("content-type", kind), ("authorization", demo.as_str())];
        refused(&house.raw("/oauth2/token", &headers, GRANT).await, 400, "invalid_request");
    }
    let labelled = [("content-type", "APPLICATION/x-www-form-urlencoded; charset=UTF-8"), ("authorization", &demo)];
    given(&house.raw("/oauth2/token", &labelled, GRANT).await);
    let in_address = format!("/oauth2/token?{both}");
    refused(&house.raw(&in_address, &[FORM], GRANT).await, 401, "invalid_client");
    let twice = [FORM, ("authorization", demo.as_str()), ("authorization", demo.as_str())];
    refused(&house.raw("/oauth2/token", &twice, GRANT).await, 400, "invalid_request");
    for size in [70_000, 2 << 20] {
        let large = format!("{GRANT}&x={}", "x".repeat(size));
        refused(&ask(&house, &demo, &large).await, 413, "invalid_request");
    }
    for verb in [Method::GET, Method::PUT, Method::DELETE] {
        let answer = Payer::new().send(verb, &format!("{}/oauth2/token", house.url), &[], String::new()).await;
        refused(&answer, 405, "invalid_request");
        assert_eq!(answer.header("allow"), "POST");
    }
}

#[tokio::test]
async fn credentials_in_basic_are_written_as_in_forms() {
    let house = House::open().await;
    let written = format!("Basic {}", STANDARD.encode("d%65mo:demo%2Dsecret"));
    given(&ask(&house, &written, GRANT).await);
    let scheme = basic("demo", "demo-secret").replace("Basic", "bASIC");
    given(&ask(&house, &scheme, GRANT).await);
    let spaced = format!("Basic {}", STANDARD.encode("demo:demo-secret+"));
    refused(&ask(&house, &spaced, GRANT).await, 401, "invalid_client");
}

#[tokio::test]
async fn a_disabled_client_and_an_old_secret_get_nothing() {
    let house = House::open().await;
    let app = &house.app;
    let own = client(&house, false).await;
    let proof = basic(&own.client_id, own.client_secret.as_ref().unwrap().expose());
    given(&ask(&house, &proof, GRANT).await);
    app.store.set_client_enabled(&own.client_id, false).await.unwrap();
    refused(&ask(&house, &proof, GRANT).await, 401, "invalid_client");
    app.store.set_client_enabled(&own.client_id, true).await.unwrap();
    given(&ask(&house, &proof, GRANT).await);
    let anew = registration::rotate(&app.store, &app.keys, house.now_ms(), &own.client_id, Rotate::Client);
    let anew = anew.await.unwrap().client_secret.unwrap();
    refused(&ask(&house, &proof, GRANT).await, 401, "invalid_client");
    given(&ask(&house, &basic(&own.client_id, anew.expose()), GRANT).await);
}

#[tokio::test]
async fn an_address_asks_as_often_as_a_client_may_and_spends_no_clients_share() {
    let flags = vec![("limit_client_per_s", "1".to_owned()), ("limit_client_burst", "4".to_owned())];
    let house = House::of(Plan { flags, ..Plan::default() }).await;
    let guess = basic("demo", "guess");
    let mut last = ask(&house, &guess, GRANT).await;
    for _ in 0..20 {
        if last.status == 429 {
            break;
        }
        refused(&last, 401, "invalid_client");
        last = ask(&house, &guess, GRANT).await;
    }
    refused(&last, 429, "temporarily_unavailable");
    assert!(last.header("retry-after").parse::<u32>().unwrap() >= 1);
    house.api("/test/v2/links/list", &json!({})).await;
}

#[tokio::test]
async fn a_store_that_is_gone_is_our_fault() {
    let house = House::open().await;
    // It serves: a gateway whose store is gone while it starts does not start.
    assert_eq!(ask(&house, &basic("demo", "demo-secret"), GRANT).await.status, 200);
    house.app.store.reader.close().await;
    let answer = ask(&house, &basic("demo", "demo-secret"), GRANT).await;
    refused(&answer, 500, "server_error");
    assert!(!answer.text.contains("pool") && !answer.text.contains("sql"), "our insides are ours: {}", answer.text);
}

#[tokio::test]
async fn the_metadata_names_what_there_is() {
    let house = House::open().await;
    let answer = Payer::new().get(&format!("{}/.well-known/oauth-authorization-server", house.url)).await;
    assert_eq!(answer.status, 200);
    assert!(answer.header("content-type").starts_with("application/json"));
    let expected = json!({
        "issuer": house.url,
        "token_endpoint": format!("{}/oauth2/token", house.url),
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "grant_types_supported": ["client_credentials"],
        "response_types_supported": [],
        "scopes_supported": ["pay", "data"],
        "service_documentation": format!("{}/docs", house.url),
    });
    assert_eq!(answer.json(), expected);
}
