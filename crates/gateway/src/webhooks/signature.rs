//! Headers of a webhook: Standard Webhooks signature, and the sequence number of ours.
//! Never here: which secrets sign (that is the client's row), sending.

use crate::store::outbox::Message;
use http::{HeaderMap, HeaderValue, header};
use standardwebhooks::{HEADER_WEBHOOK_ID, HEADER_WEBHOOK_SIGNATURE, HEADER_WEBHOOK_TIMESTAMP, Webhook, WebhookError};

/// The number of the event in its object's log; receivers keep the highest.
pub const HEADER_SEQUENCE: &str = "finqlink-sequence";

/// How signing fails. None of it can come from a receiver.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The signer refused.
    #[error("the webhook cannot be signed: {0}")]
    Sign(#[from] WebhookError),
    /// A value cannot stand in a header.
    #[error("the webhook's headers cannot be written: {0}")]
    Header(#[from] header::InvalidHeaderValue),
    /// The client has no secret.
    #[error("the client has no webhook secret")]
    NoSecret,
}

/// All headers of one try at `now` (milliseconds since 1970). Each key gives one signature, separated by a space.
///
/// # Errors
/// See `Fault`.
pub fn headers(message: &Message, keys: Vec<Vec<u8>>, now: i64) -> Result<HeaderMap, Fault> {
    if keys.is_empty() {
        return Err(Fault::NoSecret);
    }
    let timestamp = now.div_euclid(1000);
    let signatures = keys
        .into_iter()
        .map(|key| Webhook::from_bytes(key)?.sign(&message.message_id, timestamp, message.body.as_bytes()))
        .collect::<Result<Vec<_>, _>>()?;
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(HEADER_WEBHOOK_ID, HeaderValue::from_str(&message.message_id)?);
    headers.insert(HEADER_WEBHOOK_TIMESTAMP, HeaderValue::from(timestamp));
    headers.insert(HEADER_WEBHOOK_SIGNATURE, HeaderValue::from_str(&signatures.join(" "))?);
    headers.insert(HEADER_SEQUENCE, HeaderValue::from(message.seq));
    Ok(headers)
}
