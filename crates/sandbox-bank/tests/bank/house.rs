//! A street of banks in the test's own process, and the few moves that TPPs, PSUs and tests make there.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use sandbox_bank::{Clock, Config, router};
use serde_json::{Value, json};
use tower::ServiceExt;
use uuid::Uuid;

pub const SEPA: &str = "/libra_ro/v1/payments/sepa-credit-transfers";
pub const RETURN: &str = "http://127.0.0.1:8080/callback/libra_ro?state=abc%20d";
pub const NOK: &str = "http://127.0.0.1:8080/callback/libra_ro?state=abc%20d&nok=1";

pub struct House {
    pub app: Router,
    pub clock: Clock,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("no JSON: {}", self.text))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// `(code, path)` of the first message.
    pub fn refusal(&self) -> (String, String) {
        let body = self.json();
        let message = &body["tppMessages"][0];
        assert_eq!(message["category"], "ERROR", "{body}");
        let word = |name: &str| message[name].as_str().unwrap_or_default().to_owned();
        (word("code"), word("path"))
    }
}

/// A payment as its TPP holds it.
pub struct Held {
    pub id: String,
    /// A path on the bank's host.
    pub sca: String,
}

impl Held {
    pub fn path(&self) -> String {
        format!("{SEPA}/{}", self.id)
    }
}

pub fn house() -> House {
    let clock = Clock::manual();
    house_of(Config { clock: clock.clone(), ..Config::default() })
}

pub fn house_of(config: Config) -> House {
    House { clock: config.clock.clone(), app: router(config) }
}

pub fn order(amount: &str) -> Value {
    json!({
        "endToEndIdentification": "E2E-1",
        "instructedAmount": {"currency": "RON", "amount": amount},
        "creditorAccount": {"iban": "RO10RZBR0000069999999970"},
        "creditorName": "Ceainaria O'Brien",
        "remittanceInformationUnstructured": "Order 77",
    })
}

/// The headers of an initiation.
pub fn initiation_headers(id: &str) -> Vec<(&str, &str)> {
    vec![
        ("x-request-id", id),
        ("psu-ip-address", "192.168.8.78"),
        ("content-type", "application/json"),
        ("tpp-redirect-preferred", "true"),
        ("tpp-redirect-uri", RETURN),
        ("tpp-nok-redirect-uri", NOK),
    ]
}

impl House {
    /// The date in UTC, as the house's first clock has it.
    pub fn today(&self) -> jiff::civil::Date {
        self.clock.now().to_zoned(jiff::tz::TimeZone::UTC).date()
    }

    pub fn advance_ms(&self, ms: u64) {
        self.clock.advance(Duration::from_millis(ms));
    }

    pub async fn call(&self, method: Method, path: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> Answer {
        self.call_from("127.0.0.1:4711", method, path, headers, body).await
    }

    pub async fn call_from(
        &self,
        peer: &str,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let peer: SocketAddr = peer.parse().unwrap();
        let request = request.extension(ConnectInfo(peer)).body(body.into()).unwrap();
        let answer = self.app.clone().oneshot(request).await.unwrap();
        let (parts, body) = answer.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        Answer { status: parts.status, headers: parts.headers, text: String::from_utf8(bytes.to_vec()).unwrap() }
    }

    /// A TPP's call without a body.
    pub async fn ask(&self, method: Method, path: &str) -> Answer {
        let id = Uuid::new_v4().to_string();
        let answer = self.call(method, path, &[("x-request-id", &id)], "").await;
        assert_eq!(answer.header("x-request-id"), id, "X-Request-ID is echoed");
        answer
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.call(Method::GET, path, &[], "").await
    }

    pub async fn post_form(&self, path: &str, form: &str) -> Answer {
        let kind = [("content-type", "application/x-www-form-urlencoded")];
        self.call(Method::POST, path, &kind, form.to_owned()).await
    }

    pub async fn initiate(&self, id: &str, body: &Value) -> Answer {
        let headers = initiation_headers(id);
        self.call(Method::POST, SEPA, &headers, body.to_string()).await
    }

    /// An initiation that must be taken.
    pub async fn pay(&self, amount: &str) -> Held {
        let answer = self.initiate(&Uuid::new_v4().to_string(), &order(amount)).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
        held(&answer)
    }

    pub async fn status(&self, held: &Held) -> Value {
        let answer = self.ask(Method::GET, &format!("{}/status", held.path())).await;
        assert_eq!(answer.status, StatusCode::OK);
        answer.json()
    }

    pub async fn status_code(&self, held: &Held) -> String {
        self.status(held).await["transactionStatus"].as_str().unwrap().to_owned()
    }

    /// Logs in; the approval page's path.
    pub async fn log_in(&self, held: &Held) -> String {
        let answer = self.post_form(&held.sca, "username=testlibra&password=testlibra").await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        answer.header("location").to_owned()
    }

    /// Logs in and decides; where the browser is sent.
    pub async fn decide(&self, held: &Held, decision: &str) -> String {
        let approval = self.log_in(held).await;
        let answer = self.post_form(&approval, &format!("decision={decision}")).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        answer.header("location").to_owned()
    }
}

pub fn held(answer: &Answer) -> Held {
    let body = answer.json();
    let sca = body["_links"]["scaRedirect"]["href"].as_str().unwrap_or("");
    Held {
        id: body["paymentId"].as_str().unwrap().to_owned(),
        sca: sca.trim_start_matches("http://localhost:8081").to_owned(),
    }
}
