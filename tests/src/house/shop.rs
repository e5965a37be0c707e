//! The merchant's server: takes webhooks, checks their signatures, and answers as it is told.

use super::{listener, until};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode};
use serde_json::Value;
use standardwebhooks::Webhook;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use tokio::runtime::Runtime;

/// The demo client's webhook secret (contract §1): `whsec_` and base64 of `finqlink-demo-webhook-secret-0001`.
pub const WEBHOOK_SECRET: &str = "whsec_ZmlucWxpbmstZGVtby13ZWJob29rLXNlY3JldC0wMDAx";

/// A webhook as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// `webhook-id`.
    pub id: String,
    /// `webhook-timestamp`, seconds since 1970.
    pub timestamp: i64,
    /// `finqlink-sequence`.
    pub sequence: u64,
    /// The exact bytes.
    pub body: String,
    /// Whether it is signed with the client's secret.
    pub signed: bool,
    /// `content-type`.
    pub content_type: String,
}

impl Told {
    /// `status` of the body.
    pub fn status(&self) -> String {
        let body: Value = serde_json::from_str(&self.body).unwrap();
        body["status"].as_str().unwrap().to_owned()
    }
}

/// The receiver.
#[derive(Clone)]
pub struct Shop {
    /// Where webhooks go.
    pub hook: String,
    got: Arc<Mutex<Vec<Told>>>,
    answers: Arc<Mutex<VecDeque<u16>>>,
}

impl Shop {
    /// Opens it.
    pub fn open(street: &Runtime) -> Self {
        let listener = listener();
        let hook = format!("http://{}/hook", listener.local_addr().unwrap());
        let shop = Self { hook, got: Arc::default(), answers: Arc::default() };
        let app = Router::new().fallback(take).with_state(shop.clone());
        street.spawn(async move {
            let listener = tokio::net::TcpListener::from_std(listener).unwrap();
            axum::serve(listener, app).await
        });
        shop
    }

    /// What came so far, in the order in which it came.
    pub fn got(&self) -> Vec<Told> {
        self.got.lock().unwrap().clone()
    }

    /// The next webhooks are answered so; those after them with 204.
    pub fn answers(&self, statuses: &[u16]) {
        self.answers.lock().unwrap().extend(statuses);
    }

    /// Waits until so many came.
    pub async fn gets(&self, count: usize) -> Vec<Told> {
        until(&format!("{count} webhooks"), async || self.got().len() >= count).await;
        self.got()
    }
}

async fn take(State(shop): State<Shop>, headers: HeaderMap, body: Bytes) -> Response {
    let header = |name: &str| headers.get(name).map_or("", |value| value.to_str().unwrap()).to_owned();
    let (id, timestamp) = (header("webhook-id"), header("webhook-timestamp").parse().unwrap_or(0));
    // Not `verify`: it asks the system's clock, and the house's own runs ahead of it.
    let expected = Webhook::new(WEBHOOK_SECRET).unwrap().sign(&id, timestamp, &body).unwrap();
    let told = Told {
        signed: header("webhook-signature").split(' ').any(|one| one == expected),
        timestamp,
        sequence: header("finqlink-sequence").parse().unwrap_or(0),
        body: String::from_utf8(body.to_vec()).unwrap(),
        content_type: header("content-type"),
        id,
    };
    shop.got.lock().unwrap().push(told);
    let status = shop.answers.lock().unwrap().pop_front().unwrap_or(204);
    let mut answer = StatusCode::from_u16(status).unwrap().into_response();
    if (300..400).contains(&status) {
        answer.headers_mut().insert("location", shop.hook.parse().unwrap());
    }
    answer
}
