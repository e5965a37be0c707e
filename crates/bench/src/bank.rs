//! A bank that makes up transactions as they are asked for, page by page, and keeps none: what grows is the gateway's.

use anyhow::Result;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::net::TcpListener;

/// Entries of a page.
const PAGE: usize = 500;

/// What it has.
pub struct Books {
    /// How many accounts.
    pub accounts: usize,
    /// How many transactions each has, spread over two years.
    pub each: usize,
    /// Bytes of bodies that it has answered with.
    pub bytes: AtomicU64,
}

/// Opens one; where it is called. It serves until the process ends.
pub async fn open(accounts: usize, each: usize) -> Result<(String, Arc<Books>)> {
    let books = Arc::new(Books { accounts, each, bytes: AtomicU64::new(0) });
    let router = Router::new()
        .route("/libra_ro/v1/accounts", get(list))
        .route("/libra_ro/v1/accounts/{id}/balances", get(balances))
        .route("/libra_ro/v1/accounts/{id}/transactions", get(transactions))
        .with_state(Arc::clone(&books));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok((url, books))
}

async fn list(State(books): State<Arc<Books>>) -> Response {
    let one = |id| format!(r#"{{"resourceId":"a{id}","currency":"RON","cashAccountType":"CACC"}}"#);
    let all: Vec<String> = (0..books.accounts).map(one).collect();
    said(&books, format!(r#"{{"accounts":[{}]}}"#, all.join(",")))
}

async fn balances(State(books): State<Arc<Books>>) -> Response {
    let one = r#"{"balances":[{"balanceAmount":{"currency":"RON","amount":"100.00"},"balanceType":"closingBooked"}]}"#;
    said(&books, one.to_owned())
}

async fn transactions(
    State(books): State<Arc<Books>>,
    Path(id): Path<String>,
    Query(query): Query<HashMap<String, String>>,
) -> Response {
    let page: usize = query.get("page").and_then(|page| page.parse().ok()).unwrap_or(0);
    let (first, end) = (page * PAGE, ((page + 1) * PAGE).min(books.each));
    let mut body = String::from(r#"{"transactions":{"booked":["#);
    for place in first..end {
        let comma = if place == first { "" } else { "," };
        // Newest first, as banks tell them.
        let (day, month) = (28 - place * 24 * 28 / books.each.max(1) % 28, 24 - place * 24 / books.each.max(1));
        let (year, month) = (2024 + (month - 1) / 12, (month - 1) % 12 + 1);
        let _ = write!(
            body,
            r#"{comma}{{"transactionId":"{id}-{place}","bookingDate":"{year}-{month:02}-{day:02}","valueDate":"{year}-{month:02}-{day:02}","transactionAmount":{{"currency":"RON","amount":"-{}.{:02}"}},"creditorName":"Shop number {place}","creditorAccount":{{"iban":"RO49AAAA1B31007593840000"}},"remittanceInformationUnstructured":"Purchase {place}, thank you for shopping with us"}}"#,
            1 + place % 900,
            place % 100,
        );
    }
    body.push(']');
    if end < books.each {
        let _ = write!(body, r#","_links":{{"next":{{"href":"?page={}"}}}}"#, page + 1);
    }
    body.push_str("}}");
    said(&books, body)
}

fn said(books: &Books, body: String) -> Response {
    books.bytes.fetch_add(body.len() as u64, Ordering::Relaxed);
    ([(CONTENT_TYPE, "application/json")], body).into_response()
}
