//! The wire between gateway and banks: hears everything, and can keep an answer back, tear it, or lie.
//! Never here: what the bank says.

use super::{listener, until};
use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::response::Response;
use http::{HeaderMap, Method};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use tokio::runtime::Runtime;
use tokio::sync::watch;

/// What happens to answers of initiations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// They arrive.
    Open,
    /// They wait until the mode changes.
    Held,
    /// They break off in the middle.
    Torn,
}

/// A call and its answer.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// Of the call.
    pub method: Method,
    /// Of the call.
    pub path: String,
    /// Of the call.
    pub asked: HeaderMap,
    /// Of the answer; 0 while there is none.
    pub status: u16,
    /// Of the answer.
    pub told: HeaderMap,
    /// Of the answer.
    pub body: String,
}

/// Where the wire leads.
#[derive(Clone)]
pub enum Behind {
    /// To the street: every bank below its id.
    Street(String),
    /// To the one bank whose API lies here.
    OneBank(String),
}

impl Behind {
    fn address(&self, path: &str) -> String {
        match self {
            Self::Street(url) => format!("{url}{path}"),
            Self::OneBank(url) => {
                let below = path.trim_start_matches('/').split_once('/').map_or("", |(_, below)| below);
                format!("{url}/{below}")
            }
        }
    }
}

/// The wire.
#[derive(Clone)]
pub struct Wire {
    /// Where the gateway calls; a bank's API lies below its id.
    pub url: String,
    behind: Behind,
    http: reqwest::Client,
    mode: watch::Sender<Mode>,
    lies: Arc<Mutex<VecDeque<&'static str>>>,
    heard: Arc<Mutex<Vec<Exchange>>>,
}

impl Wire {
    /// Opens it in front of `behind`.
    pub fn open(street: &Runtime, http: reqwest::Client, behind: Behind) -> Self {
        let listener = listener();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let wire =
            Self { url, behind, http, mode: watch::channel(Mode::Open).0, lies: Arc::default(), heard: Arc::default() };
        let app = Router::new().fallback(carry).with_state(wire.clone());
        street.spawn(async move {
            let listener = tokio::net::TcpListener::from_std(listener).unwrap();
            axum::serve(listener, app).await
        });
        wire
    }

    /// Changes what happens to answers of initiations, those that wait included.
    pub fn set(&self, mode: Mode) {
        self.mode.send_replace(mode);
    }

    /// The bank's next answers about payments' statuses say these codes instead of the truth.
    pub fn lies(&self, codes: &[&'static str]) {
        self.lies.lock().unwrap().extend(codes);
    }

    /// How many of these lies are still to be told.
    pub fn lies_left(&self) -> usize {
        self.lies.lock().unwrap().len()
    }

    /// All that was heard so far.
    pub fn heard(&self) -> Vec<Exchange> {
        self.heard.lock().unwrap().clone()
    }

    /// How many calls of this method were heard.
    pub fn count(&self, method: &Method) -> usize {
        self.heard().iter().filter(|one| one.method == *method).count()
    }

    /// Waits until so many calls of this method were heard.
    pub async fn hears(&self, method: &Method, count: usize) {
        until(&format!("{count} × {method} on the wire"), async || self.count(method) >= count).await;
    }
}

async fn carry(State(wire): State<Wire>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
    let mut headers = parts.headers.clone();
    for hop in ["host", "content-length", "connection", "transfer-encoding"] {
        headers.remove(hop);
    }
    let body = to_bytes(body, usize::MAX).await.unwrap();
    let call = wire.http.request(parts.method.clone(), wire.behind.address(&path)).headers(headers).body(body);
    let Ok(answer) = call.send().await else {
        let heard = Exchange {
            method: parts.method,
            path,
            asked: parts.headers,
            status: 0,
            told: HeaderMap::new(),
            body: String::new(),
        };
        wire.heard.lock().unwrap().push(heard);
        return torn();
    };
    let (status, mut told) = (answer.status(), answer.headers().clone());
    let mut bytes = answer.bytes().await.unwrap_or_default();
    if parts.method == Method::GET && path.ends_with("/status") {
        let lie = wire.lies.lock().unwrap().pop_front();
        bytes = lie.map_or(bytes, |code| Bytes::from(format!(r#"{{"transactionStatus":"{code}"}}"#)));
    }
    let heard = Exchange {
        method: parts.method.clone(),
        path,
        asked: parts.headers,
        status: status.as_u16(),
        told: told.clone(),
        body: String::from_utf8_lossy(&bytes).into_owned(),
    };
    wire.heard.lock().unwrap().push(heard);
    if parts.method == Method::POST {
        let mode = *wire.mode.subscribe().wait_for(|mode| *mode != Mode::Held).await.unwrap();
        if mode == Mode::Torn {
            return torn();
        }
    }
    for hop in ["content-length", "connection", "transfer-encoding"] {
        told.remove(hop);
    }
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() = status;
    *response.headers_mut() = told;
    response
}

/// An answer that ends before it is whole.
fn torn() -> Response {
    let broken = futures_util::stream::iter([Ok(Bytes::from_static(b"{")), Err(std::io::Error::other("torn"))]);
    Response::new(Body::from_stream(broken))
}
