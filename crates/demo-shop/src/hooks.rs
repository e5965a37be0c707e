//! `POST /webhooks`: what the gateway tells by itself. Believed when the signature holds.

use crate::Shop;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use serde::Deserialize;
use standardwebhooks::Webhook;
use std::sync::Arc;

/// The part that the shop reads of `link_status_update` and `consent_status_update`; a job's news have neither id of an order's.
#[derive(Deserialize)]
struct News {
    link_id: Option<String>,
    consent_id: Option<String>,
    job_id: Option<String>,
    status: String,
}

/// Takes one message. Told twice it is taken twice, which changes nothing.
pub async fn take(State(shop): State<Arc<Shop>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let is_signed = Webhook::new(&shop.config.webhook_secret).is_ok_and(|hook| hook.verify(&body, &headers).is_ok());
    if !is_signed {
        return StatusCode::UNAUTHORIZED;
    }
    let sequence = headers.get("finqlink-sequence").and_then(|value| value.to_str().ok()?.parse().ok());
    let news = serde_json::from_slice::<News>(&body).ok().filter(|news| news.job_id.is_none());
    if let (Some(sequence), Some(news)) = (sequence, news)
        && let Some(object_id) = news.link_id.or(news.consent_id)
    {
        shop.orders.told(&object_id, sequence, &news.status);
    }
    StatusCode::NO_CONTENT
}
