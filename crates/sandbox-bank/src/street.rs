//! What all banks share: the address, the clock, the way out for funds webhooks, and the end of the day.
//! Never here: anything of one bank.

use std::sync::OnceLock;
use std::time::Duration;

use tokio::sync::watch;

use crate::clock::Clock;
use crate::config::Config;

/// How long a webhook's receiver may take.
const WEBHOOK_TIME: Duration = Duration::from_secs(5);

/// The ground the banks stand on.
pub(crate) struct Street {
    /// Without a slash at the end.
    pub(crate) public_url: String,
    pub(crate) clock: Clock,
    pub(crate) funds_webhooks: Vec<String>,
    pub(crate) funds_webhook_secret: String,
    closing: watch::Receiver<bool>,
    http: OnceLock<Option<reqwest::Client>>,
}

impl Street {
    pub(crate) fn new(config: Config, closing: watch::Receiver<bool>) -> Self {
        Self {
            public_url: config.public_url.trim_end_matches('/').to_owned(),
            clock: config.clock,
            funds_webhooks: config.funds_webhooks,
            funds_webhook_secret: config.funds_webhook_secret,
            closing,
            http: OnceLock::new(),
        }
    }

    /// Done when the process is about to end.
    pub(crate) async fn closed(&self) {
        closed(self.closing.clone()).await;
    }

    /// The way out; none when the machine cannot make one, which is logged.
    pub(crate) fn http(&self) -> Option<&reqwest::Client> {
        self.http.get_or_init(new_client).as_ref()
    }
}

/// Done when `closing` turns true; never, when nobody is left who could turn it.
pub(crate) async fn closed(mut closing: watch::Receiver<bool>) {
    if closing.wait_for(|closed| *closed).await.is_err() {
        std::future::pending::<()>().await;
    }
}

fn new_client() -> Option<reqwest::Client> {
    // Fails only when the process has chosen a provider already, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .timeout(WEBHOOK_TIME)
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .inspect_err(|error| tracing::error!(%error, "no funds webhooks: no HTTP client"))
        .ok()
}
