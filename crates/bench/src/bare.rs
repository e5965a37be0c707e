//! What our API is held against: a bare axum handler with the same JSON in and out, that writes or reads the same rows
//! in a store of the same make, and asks nothing; the same without any store; and the commit alone.

use crate::calls::PAGE;
use crate::load::Sample;
use anyhow::Result;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use axum::{Json, Router};
use gateway::app::{registration, rfc3339};
use gateway::doors::keys::Keys;
use gateway::store::Store;
use protocol::LinkStatus;
use protocol::api::{LinkCreated, LinkRecord, LinkState, PageInfo};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant};
use tokio::net::TcpListener;
use uuid::Uuid;

/// The handlers that use the store.
pub const STORING: &str = "/bare";
/// Those that do not.
pub const ANSWERING: &str = "/json";

/// The bare server.
pub struct Bare {
    /// Where it listens.
    pub address: SocketAddr,
    store: Store,
}

#[derive(Deserialize, Serialize)]
struct Asked {
    single_transfer: AskedTransfer,
    options: Value,
    tracking: Value,
    client_id: String,
    client_secret: String,
}

#[derive(Deserialize, Serialize)]
struct AskedTransfer {
    amount: String,
    currency: String,
    creditor_name: String,
    creditor_iban: String,
    remittance_information: String,
    end_to_end_id: String,
    items: Vec<AskedItem>,
}

#[derive(Deserialize, Serialize)]
struct AskedItem {
    name: String,
    quantity: u32,
    amount: String,
}

#[derive(Deserialize)]
struct AskedLink {
    link_id: String,
}

#[derive(Deserialize)]
struct AskedPage {
    client_id: String,
    pagination: AskedPaging,
}

#[derive(Deserialize)]
struct AskedPaging {
    limit: i64,
}

#[derive(Serialize)]
struct Listed {
    request_id: String,
    client_id: String,
    api_client_app: String,
    links: Vec<LinkRecord>,
    pagination: PageInfo,
}

type Row = (i64, String, String, String, i64, i64);

/// Opens it; it serves until the process ends.
pub async fn open(folder: &Path) -> Result<Bare> {
    let store = Store::open(&format!("sqlite://{}/bare.db", folder.display())).await?;
    // The rows of links name a client.
    let keys = Keys::load_or_create(&folder.join("bare.key"))?;
    registration::seed_demo(&store, &keys, now_ms(), "default").await?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let storing = Router::new()
        .route("/links/create", post(create))
        .route("/links/get", post(get))
        .route("/links/list", post(list))
        .with_state(store.clone());
    let answering = Router::new()
        .route("/links/create", post(async |Json(asked): Json<Asked>| Json(created(&Link::new(&asked)))))
        .route(
            "/links/get",
            post(async |Json(asked): Json<AskedLink>| Json(state(asked.link_id, "w".repeat(32), 0, 0))),
        )
        .route("/links/list", post(async |Json(asked): Json<AskedPage>| Json(page(asked, rows()))));
    let router = Router::new().nest(STORING, storing).nest(ANSWERING, answering);
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(Bare { address, store })
}

impl Bare {
    /// The commit of a link's rows alone, by so many at once, for so long.
    pub async fn commits(&self, at_once: usize, lasts: Duration) -> Result<Sample> {
        let asked = crate::calls::create("");
        let text = String::from_utf8(asked)?;
        let body = text.split_once("\r\n\r\n").map_or("", |(_, body)| body).to_owned();
        let began = Instant::now();
        let tasks: Vec<_> = (0..at_once)
            .map(|_| {
                let (store, body) = (self.store.clone(), body.clone());
                tokio::spawn(async move {
                    let asked: Asked = serde_json::from_str(&body)?;
                    let mut times = Vec::new();
                    while began.elapsed() < lasts {
                        let link = Link::new(&asked);
                        let started = Instant::now();
                        commit(&store, &link).await?;
                        times.push(started.elapsed());
                    }
                    anyhow::Ok(times)
                })
            })
            .collect();
        let mut times = Vec::new();
        for task in tasks {
            times.extend(task.await??);
        }
        Sample::of(times, began.elapsed())
    }
}

/// A link's row.
struct Link {
    link_id: String,
    web_id: String,
    web_hash: Vec<u8>,
    client_id: String,
    transfer: String,
    options: String,
    tracking: String,
    end_to_end_id: String,
    now_ms: i64,
}

impl Link {
    fn new(asked: &Asked) -> Self {
        let web_hash = [Uuid::new_v4().into_bytes(), Uuid::new_v4().into_bytes()].concat();
        Self {
            link_id: Uuid::new_v4().to_string(),
            web_id: Uuid::new_v4().simple().to_string(),
            web_hash,
            client_id: asked.client_id.clone(),
            transfer: serde_json::to_string(&asked.single_transfer).unwrap_or_default(),
            options: asked.options.to_string(),
            tracking: asked.tracking.to_string(),
            end_to_end_id: asked.single_transfer.end_to_end_id.clone(),
            now_ms: now_ms(),
        }
    }
}

async fn create(State(store): State<Store>, Json(asked): Json<Asked>) -> Result<Json<LinkCreated>, StatusCode> {
    let link = Link::new(&asked);
    commit(&store, &link).await.map_err(failed)?;
    Ok(Json(created(&link)))
}

async fn get(State(store): State<Store>, Json(asked): Json<AskedLink>) -> Result<Json<LinkState>, StatusCode> {
    let (_, link_id, web_id, _, made, ends): Row =
        sqlx::query_as("SELECT ordinal, link_id, web_id, status, created_at, expires_at FROM links WHERE link_id = ?")
            .bind(asked.link_id)
            .fetch_one(&store.reader)
            .await
            .map_err(failed)?;
    Ok(Json(state(link_id, web_id, made, ends)))
}

async fn list(State(store): State<Store>, Json(asked): Json<AskedPage>) -> Result<Json<Listed>, StatusCode> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT ordinal, link_id, web_id, status, created_at, expires_at FROM links \
         WHERE client_id = ? AND env = 'sandbox' ORDER BY ordinal DESC LIMIT ?",
    )
    .bind(&asked.client_id)
    .bind(asked.pagination.limit)
    .fetch_all(&store.reader)
    .await
    .map_err(failed)?;
    Ok(Json(page(asked, rows)))
}

/// The same rows, under the same rules of the disk, as ours.
async fn commit(store: &Store, link: &Link) -> Result<(), sqlx::Error> {
    let mut write = store.writer.begin_with("BEGIN IMMEDIATE").await?;
    sqlx::query(
        "INSERT INTO links (link_id, web_id, web_hash, client_id, env, kind, status, version, log_seq, transfer, filter, \
         options, tracking, end_to_end_id, webhook_url, created_at, expires_at) \
         VALUES (?, ?, ?, ?, 'sandbox', 'link', 'created', 1, 1, ?, '{}', ?, ?, ?, 'http://127.0.0.1:9/hook', ?, ?)",
    )
    .bind(&link.link_id)
    .bind(&link.web_id)
    .bind(&link.web_hash)
    .bind(&link.client_id)
    .bind(&link.transfer)
    .bind(&link.options)
    .bind(&link.tracking)
    .bind(&link.end_to_end_id)
    .bind(link.now_ms)
    .bind(link.now_ms + 86_400_000)
    .execute(&mut *write)
    .await?;
    sqlx::query("INSERT INTO events (link_id, seq, status, cause, at) VALUES (?, 1, 'created', 'created', ?)")
        .bind(&link.link_id)
        .bind(link.now_ms)
        .execute(&mut *write)
        .await?;
    write.commit().await
}

fn failed(error: sqlx::Error) -> StatusCode {
    eprintln!("the bare store failed: {error}");
    StatusCode::INTERNAL_SERVER_ERROR
}

fn created(link: &Link) -> LinkCreated {
    LinkCreated {
        request_id: Uuid::new_v4().to_string(),
        created_at: rfc3339(link.now_ms),
        expires_at: rfc3339(link.now_ms + 86_400_000),
        api_client_app: "Demo shop".to_owned(),
        link_id: link.link_id.clone(),
        web_id: link.web_id.clone(),
        web_url: Some(address_of(&link.web_id)),
    }
}

fn state(link_id: String, web_id: String, made: i64, ends: i64) -> LinkState {
    LinkState {
        request_id: Uuid::new_v4().to_string(),
        api_client_app: "Demo shop".to_owned(),
        link_id,
        web_url: Some(address_of(&web_id)),
        web_id,
        status: LinkStatus::Created,
        created_at: rfc3339(made),
        expires_at: rfc3339(ends),
        is_expired: false,
        payment_method: None,
        service_provider: None,
    }
}

fn page(asked: AskedPage, rows: Vec<Row>) -> Listed {
    let links: Vec<LinkRecord> = rows
        .into_iter()
        .map(|(ordinal, link_id, web_id, _, made, ends)| LinkRecord {
            // As long as ours.
            keyset: format!("{ordinal:054}"),
            link_id,
            web_url: Some(address_of(&web_id)),
            web_id,
            status: LinkStatus::Created,
            is_expired: false,
            created_at: rfc3339(made),
            expires_at: rfc3339(ends),
        })
        .collect();
    Listed {
        request_id: Uuid::new_v4().to_string(),
        client_id: asked.client_id,
        api_client_app: "Demo shop".to_owned(),
        pagination: PageInfo { count: links.len(), more: true, after: links.last().map(|link| link.keyset.clone()) },
        links,
    }
}

/// Rows that no store was asked for.
fn rows() -> Vec<Row> {
    (0..PAGE).map(|at| (at, Uuid::nil().to_string(), "w".repeat(32), "created".to_owned(), at, at)).collect()
}

fn address_of(web_id: &str) -> String {
    format!("http://127.0.0.1:8080/pay/{web_id}")
}

fn now_ms() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}
