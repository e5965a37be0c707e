//! Word from the creditor's bank, two seconds after settling, posted to whoever asked to be told.
//! Never here: the debtor's side, which is read by status.
//!
//! `POST {address}` with `X-Request-ID` (one a message, the same in every try), `Content-Type: application/json`
//! and `X-Bank-Signature: sha256=HEX`, where HEX is HMAC-SHA-256 under the shared secret over the
//! `X-Request-ID`, a point, and the body's bytes. 2xx ends it; anything else is tried again.

use std::sync::Arc;

use hmac::{Hmac, KeyInit, Mac};
use serde::Serialize;
use sha2::Sha256;
use uuid::Uuid;

use crate::bank::Bank;
use crate::clock::rfc3339;
use crate::payment::Payment;
use crate::steering::Settling;

/// From settling to the message.
const CONFIRMED_AFTER_MS: i64 = 2_000;
/// Pauses before each further try.
const PAUSES_MS: [i64; 5] = [1_000, 3_000, 10_000, 30_000, 120_000];

#[derive(Serialize)]
struct Message<'a> {
    event: &'static str,
    provider_id: &'static str,
    #[serde(rename = "paymentId")]
    payment_id: &'a str,
    #[serde(rename = "endToEndIdentification")]
    end_to_end_id: Option<&'a str>,
    at: String,
}

/// Where the bank tells of funds and the payment settles: waits until the creditor's bank has spoken, then tells every
/// address on its own.
pub(crate) async fn confirm(bank: Arc<Bank>, payment: Payment) {
    let Some(settles_at_ms) = payment.settles_at_ms().filter(|_| bank.personality.confirms_funds) else { return };
    let street = &bank.street;
    let at_ms = settles_at_ms.saturating_add(CONFIRMED_AFTER_MS);
    tokio::select! {
        () = street.clock.sleep_until(at_ms) => {}
        () = street.closed() => return,
    }
    let message = Message {
        event: match payment.steering.funds {
            Settling::Received => "funds_received",
            Settling::Rejected => "funds_rejected",
        },
        provider_id: bank.personality.provider_id,
        payment_id: &payment.case.id,
        end_to_end_id: payment.order.end_to_end_id.as_deref(),
        at: rfc3339(at_ms),
    };
    let Ok(body) = serde_json::to_string(&message) else {
        return;
    };
    for address in &street.funds_webhooks {
        let address = address.replace("{provider_id}", bank.personality.provider_id);
        tokio::spawn(tell(Arc::clone(&bank), address, body.clone()));
    }
}

async fn tell(bank: Arc<Bank>, address: String, body: String) {
    let id = Uuid::new_v4();
    let mut pauses = PAUSES_MS.into_iter();
    while !try_once(&bank, &address, &id, &body).await {
        let Some(pause_ms) = pauses.next() else {
            tracing::warn!(%address, "funds webhook given up");
            return;
        };
        tokio::select! {
            () = bank.street.clock.sleep_ms(pause_ms) => {}
            () = bank.street.closed() => return,
        }
    }
}

/// One try; true when the receiver took it.
async fn try_once(bank: &Bank, address: &str, id: &Uuid, body: &str) -> bool {
    let (Some(http), Some(signature)) = (bank.street.http(), sign(&bank.street.funds_webhook_secret, id, body)) else {
        return false;
    };
    let sent = http
        .post(address)
        .header("x-request-id", id.to_string())
        .header("x-bank-signature", format!("sha256={signature}"))
        .header("content-type", "application/json")
        .body(body.to_owned())
        .send()
        .await;
    sent.is_ok_and(|answer| answer.status().is_success())
}

/// None never in practice: HMAC takes a key of any length.
fn sign(secret: &str, id: &Uuid, body: &str) -> Option<String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).ok()?;
    mac.update(id.to_string().as_bytes());
    mac.update(b".");
    mac.update(body.as_bytes());
    Some(hex::encode(mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The value was made by another program (Python's hmac), so that both ends cannot share a mistake.
    #[test]
    fn signature_is_over_id_point_body() {
        let id = Uuid::parse_str("99391c7e-ad88-49ec-a2ad-99ddcb1f7721").unwrap_or_default();
        assert_eq!(
            sign("key", &id, "{\"a\":1}").as_deref(),
            Some("f02f689c20bd23dcc9475aecfb65d55ff2410d0799ab463373ce1ef2bfb15c66")
        );
    }
}
