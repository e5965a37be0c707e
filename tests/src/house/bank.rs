//! The sandbox banks next door, and what their books say.

use super::{FUNDS_SECRET, listener};
use serde_json::Value;
use std::time::Duration;
use tokio::runtime::Runtime;

/// A bank of the street.
#[derive(Clone)]
pub struct Bank {
    /// Which.
    pub provider_id: &'static str,
    /// `http://localhost:PORT`: another site than the gateway's.
    pub url: String,
    /// Its own time.
    pub clock: sandbox_bank::Clock,
    http: reqwest::Client,
}

impl Bank {
    /// Opens the street, and stands before `libra_ro`; it tells funds to the gateway at `gateway`.
    pub fn open(street: &Runtime, http: &reqwest::Client, gateway: &str) -> Self {
        let listener = listener();
        let url = format!("http://localhost:{}", listener.local_addr().unwrap().port());
        let clock = sandbox_bank::Clock::manual();
        let config = sandbox_bank::Config {
            public_url: url.clone(),
            funds_webhooks: vec![format!("{gateway}/bank-events/{{provider_id}}")],
            funds_webhook_secret: FUNDS_SECRET.to_owned(),
            clock: clock.clone(),
        };
        street.spawn(async move {
            let listener = tokio::net::TcpListener::from_std(listener).unwrap();
            sandbox_bank::serve(listener, config, std::future::pending()).await
        });
        Self { provider_id: "libra_ro", url, clock, http: http.clone() }
    }

    /// Another bank of the same street.
    pub fn of(&self, provider_id: &'static str) -> Self {
        Self { provider_id, ..self.clone() }
    }

    async fn control(&self, path: &str) -> Value {
        let url = format!("{}/_control/{}/{path}", self.url, self.provider_id);
        self.http.get(url).send().await.unwrap().json().await.unwrap()
    }

    /// Every payment in the books, oldest first.
    pub async fn payments(&self) -> Vec<Value> {
        self.control("payments").await["payments"].as_array().unwrap().clone()
    }

    /// Every consent in the books, oldest first.
    pub async fn consents(&self) -> Vec<Value> {
        self.control("consents").await["consents"].as_array().unwrap().clone()
    }

    /// A consent is ended at the bank: `revokedByPsu`, `terminatedByTpp` or `expired`.
    pub async fn ends_consent(&self, consent_id: &str, status: &str) {
        let url = format!("{}/_control/{}/consents", self.url, self.provider_id);
        let order = serde_json::json!({ "consent_id": consent_id, "status": status });
        assert_eq!(self.http.post(url).json(&order).send().await.unwrap().status(), 200);
    }

    /// Statuses of every payment in the books, oldest first.
    pub async fn statuses(&self) -> Vec<String> {
        self.payments().await.iter().map(|one| one["status"].as_str().unwrap().to_owned()).collect()
    }

    /// When the API was called (milliseconds since 1970), and how.
    pub async fn calls(&self) -> Vec<(i64, String)> {
        let calls = self.control("calls").await["calls"].as_array().unwrap().clone();
        calls
            .iter()
            .map(|call| {
                let at: jiff::Timestamp = call["at"].as_str().unwrap().parse().unwrap();
                (at.as_millisecond(), format!("{} {}", call["method"], call["path"]).replace('"', ""))
            })
            .collect()
    }

    /// The most calls in any window of this length.
    pub async fn most_calls_within(&self, window: Duration) -> usize {
        let window = i64::try_from(window.as_millis()).unwrap();
        let times: Vec<i64> = self.calls().await.into_iter().map(|(at, _)| at).collect();
        let within = |from: i64| times.iter().filter(|at| (from..from + window).contains(at)).count();
        times.iter().map(|from| within(*from)).max().unwrap_or(0)
    }

    /// Makes it `up`, `degraded` or `down`.
    pub async fn feels(&self, status: &str) {
        let url = format!("{}/_control/{}", self.url, self.provider_id);
        let answer = self.http.post(url).json(&serde_json::json!({ "status": status })).send().await.unwrap();
        assert_eq!(answer.status(), 200);
    }
}
