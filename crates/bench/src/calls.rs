//! The calls that are measured, the same for every subject: what an API client would send.

use crate::wire::{Line, post};
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::net::SocketAddr;

const CLIENT: (&str, &str) = ("demo", "demo-secret");
/// Links in the store before anything is measured, so that no index is empty.
pub const LINKS_BEFORE: usize = 1_000;
/// Links of a page of the list.
pub const PAGE: i64 = 50;

fn with_client(mut body: Value) -> String {
    body["client_id"] = CLIENT.0.into();
    body["client_secret"] = CLIENT.1.into();
    body.to_string()
}

/// A payment link as a shop asks for it.
pub fn create(prefix: &str) -> Vec<u8> {
    let body = json!({
        "single_transfer": {
            "amount": "100.50", "currency": "RON",
            "creditor_name": "Cafeneaua Verde SRL", "creditor_iban": "RO10RZBR0000069999999970",
            "remittance_information": "Factura 2026-0042", "end_to_end_id": "F2026-0042",
            "items": [
                { "name": "Cafea de specialitate, 1 kg", "quantity": 1, "amount": "80.40" },
                { "name": "Livrare", "quantity": 1, "amount": "20.10" },
            ],
        },
        "options": {
            "expires_in": 86_400, "language": "ro", "user_editable": ["provider_id", "method"],
            "redirect_url": "http://127.0.0.1:9/return", "webhook_url": "http://127.0.0.1:9/hook",
        },
        "tracking": { "customer_id": "c-1042" },
    });
    post(&format!("{prefix}/links/create"), &with_client(body))
}

/// One link.
pub fn get(prefix: &str, link_id: &str) -> Vec<u8> {
    post(&format!("{prefix}/links/get"), &with_client(json!({ "link_id": link_id })))
}

/// The newest links.
pub fn list(prefix: &str) -> Vec<u8> {
    post(&format!("{prefix}/links/list"), &with_client(json!({ "pagination": { "limit": PAGE } })))
}

/// Fills a store by its own API; gives the links' ids.
pub fn fill(address: SocketAddr, prefix: &str) -> Result<Vec<String>> {
    let (mut line, request) = (Line::open(address)?, create(prefix));
    (0..LINKS_BEFORE)
        .map(|_| {
            let answer: Value = serde_json::from_slice(line.call(&request)?)?;
            answer["link_id"].as_str().map(str::to_owned).context("no link_id in the answer")
        })
        .collect()
}
