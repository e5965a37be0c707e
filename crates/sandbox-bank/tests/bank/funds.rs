//! Word from the creditor's bank: to a receiver on a real socket, by a clock moved by hand.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use sandbox_bank::{Clock, Config};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::mpsc;

use crate::house::{House, house_of};

struct Told {
    headers: HeaderMap,
    body: String,
}

/// A house whose banks tell a receiver that refuses its first `refusals` messages.
async fn told_house(refusals: usize) -> (House, mpsc::UnboundedReceiver<Told>) {
    let (tell, told) = mpsc::unbounded_channel();
    let left = Arc::new(AtomicUsize::new(refusals));
    let receiver = Router::new().route(
        "/bank-events/libra_ro",
        post(async move |headers: HeaderMap, body: String| {
            let _ = tell.send(Told { headers, body });
            let refuse = left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok();
            if refuse { StatusCode::BAD_GATEWAY } else { StatusCode::OK }
        }),
    );
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, receiver).await });
    let house = house_of(Config {
        clock: Clock::manual(),
        funds_webhooks: vec![format!("http://{address}/bank-events/{{provider_id}}")],
        ..Config::default()
    });
    (house, told)
}

async fn next(told: &mut mpsc::UnboundedReceiver<Told>) -> Option<Told> {
    tokio::time::timeout(Duration::from_secs(5), told.recv()).await.ok().flatten()
}

/// Lets spawned tasks reach their next wait.
async fn settle_down() {
    for _ in 0..50 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn funds_are_confirmed_two_seconds_after_settling() {
    for (amount, event) in [("5.00", "funds_received"), ("20.21", "funds_rejected")] {
        let (house, mut told) = told_house(0).await;
        let payment = house.pay(amount).await;
        house.decide(&payment, "approve").await;
        settle_down().await;
        house.advance_ms(3_199);
        settle_down().await;
        assert!(told.try_recv().is_err(), "{amount}: told too early");
        house.advance_ms(1);
        let message = next(&mut told).await.unwrap();
        let body: Value = serde_json::from_str(&message.body).unwrap();
        assert_eq!(body["event"], event);
        assert_eq!(body["provider_id"], "libra_ro");
        assert_eq!(body["paymentId"], payment.id.as_str());
        assert_eq!(body["endToEndIdentification"], "E2E-1");
        assert!(body["at"].as_str().unwrap().ends_with('Z'));
        let signature = message.headers["x-bank-signature"].to_str().unwrap();
        assert!(signature.starts_with("sha256="), "{signature}");
        assert_eq!(signature.len(), "sha256=".len() + 64);
        assert_eq!(message.headers["content-type"], "application/json");
    }
}

#[tokio::test]
async fn a_refused_message_comes_again_unchanged() {
    let (house, mut told) = told_house(1).await;
    let payment = house.pay("5.00").await;
    house.decide(&payment, "approve").await;
    settle_down().await;
    house.advance_ms(3_200);
    let first = next(&mut told).await.unwrap();
    // The bank must have heard the refusal and begun its pause before the clock moves on.
    tokio::time::sleep(Duration::from_millis(300)).await;
    house.advance_ms(1_000);
    let second = next(&mut told).await.unwrap();
    assert_eq!(first.body, second.body);
    for name in ["x-request-id", "x-bank-signature"] {
        assert_eq!(first.headers[name], second.headers[name], "{name}");
    }
    tokio::time::sleep(Duration::from_millis(300)).await;
    house.advance_ms(600_000);
    settle_down().await;
    assert!(told.try_recv().is_err(), "told again after success");
}

#[tokio::test]
async fn nothing_is_told_of_payments_that_do_not_settle() {
    let (house, mut told) = told_house(0).await;
    for amount in ["20.12", "20.13", "20.19", "20.23", "20.24"] {
        let payment = house.pay(amount).await;
        house.decide(&payment, "approve").await;
    }
    let rejected = house.pay("5.00").await;
    house.decide(&rejected, "reject").await;
    settle_down().await;
    house.advance_ms(600_000);
    let settled = house.pay("6.00").await;
    house.decide(&settled, "approve").await;
    settle_down().await;
    house.advance_ms(600_000);
    let only = next(&mut told).await.unwrap();
    assert!(only.body.contains(&settled.id), "{}", only.body);
    assert!(told.try_recv().is_err());
}
