//! `stage`: the server that stands beside the gateway in the browser's benches: a folder with its brotli twins, a bare
//! event stream, a bare answer. The same server library as the gateway's; it decides nothing.

use anyhow::Result;
use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use futures_util::stream::{self, Stream};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::convert::Infallible;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// The file that a folder's address gives.
const INDEX: &str = "index.html";

struct Stage {
    /// Read once, as the gateway does: by path below the folder.
    files: HashMap<String, Vec<u8>>,
    /// The newest tick, and when it was (microseconds since 1970).
    ticks: watch::Sender<(u64, i64)>,
}

/// Serves until the process is ended; the first line printed is the address.
pub fn run(folder: &Path) -> Result<()> {
    let stage = Arc::new(Stage { files: read(folder)?, ticks: watch::channel((0, 0)).0 });
    tokio::runtime::Runtime::new()?.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        println!("http://{}", listener.local_addr()?);
        let router = Router::new()
            .route("/-/events", get(events))
            .route("/-/now", get(async || Json(json!({ "at_us": now_us() }))))
            .route("/-/tick", get(tick))
            .fallback(file)
            .with_state(stage);
        Ok(axum::serve(listener, router).await?)
    })
}

fn read(folder: &Path) -> Result<HashMap<String, Vec<u8>>> {
    let mut files = HashMap::new();
    let mut waiting = vec![folder.to_path_buf()];
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(next)? {
            let path = entry?.path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                files.insert(path.strip_prefix(folder)?.to_string_lossy().into_owned(), fs::read(&path)?);
            }
        }
    }
    Ok(files)
}

/// A file as it is, as brotli where there is a twin: every browser of ours takes it.
async fn file(State(stage): State<Arc<Stage>>, request: Request) -> Response {
    let path = request.uri().path().trim_start_matches('/');
    let name = if path.is_empty() || path.ends_with('/') { format!("{path}{INDEX}") } else { path.to_owned() };
    let twin = stage.files.get(&format!("{name}.br"));
    let Some(bytes) = twin.or_else(|| stage.files.get(&name)) else { return StatusCode::NOT_FOUND.into_response() };
    let kind = match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    };
    let mut answer = bytes.clone().into_response();
    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    answer.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if twin.is_some() {
        answer.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static("br"));
    }
    answer
}

async fn tick(State(stage): State<Arc<Stage>>) -> Json<Value> {
    let at_us = now_us();
    stage.ticks.send_modify(|(number, at)| (*number, *at) = (*number + 1, at_us));
    Json(json!({ "at_us": at_us }))
}

async fn events(State(stage): State<Arc<Stage>>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    Sse::new(stream::unfold(stage.ticks.subscribe(), |mut ticks| async move {
        ticks.changed().await.ok()?;
        let (number, at_us) = *ticks.borrow_and_update();
        let event = Event::default().json_data(json!({ "number": number, "at_us": at_us })).ok()?;
        Some((Ok(event), ticks))
    }))
}

fn now_us() -> i64 {
    jiff::Timestamp::now().as_microsecond()
}
