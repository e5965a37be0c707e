//! The shop's calls of the API: make a link, make a consent, ask how it stands. Its secret stays on this side.

use crate::Config;
use crate::orders::Kind;
use serde_json::{Value, json};
use std::time::Duration;

/// A call that takes longer has failed.
const PATIENCE: Duration = Duration::from_secs(15);

/// Why a call came to nothing.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The gateway cannot be reached, or answered something that is no JSON.
    #[error("the gateway cannot be reached")]
    Line(#[from] reqwest::Error),
    /// It said no.
    #[error("the gateway said {code}: {message}")]
    Refused {
        /// Its code.
        code: String,
        /// Its words.
        message: String,
    },
}

/// What the shop asks for.
#[derive(Clone, Copy, Debug)]
pub struct Wish<'a> {
    /// A payment, or account data.
    pub kind: Kind,
    /// Of the payment, such as `100.50`.
    pub amount: &'a str,
    /// Number of the order.
    pub order: &'a str,
    /// Template; none: the client's own.
    pub template: Option<&'a str>,
    /// Where the payer may be sent back to.
    pub redirect_url: &'a str,
    /// Where news are to be sent.
    pub webhook_url: &'a str,
}

/// What was made.
#[derive(Clone, Debug)]
pub struct Made {
    /// The link's or consent's id.
    pub object_id: String,
    /// Its page.
    pub web_url: String,
}

/// The gateway, as this client reaches it.
#[derive(Debug)]
pub struct Gateway {
    http: reqwest::Client,
    base: String,
    client_id: String,
    client_secret: String,
}

impl Gateway {
    /// Of this configuration.
    ///
    /// # Errors
    /// No HTTP client can be made.
    pub fn new(config: &Config) -> Result<Self, reqwest::Error> {
        // Fails only when the process has chosen a provider already, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder().timeout(PATIENCE).no_proxy().build()?;
        Ok(Self {
            http,
            base: format!("{}/test/v2", config.gateway_url),
            client_id: config.client_id.clone(),
            client_secret: config.client_secret.clone(),
        })
    }

    /// Makes a link or a consent.
    ///
    /// # Errors
    /// `Fault::Line`, `Fault::Refused`.
    pub async fn make(&self, wish: Wish<'_>) -> Result<Made, Fault> {
        let mut options = json!({ "redirect_url": wish.redirect_url, "webhook_url": wish.webhook_url });
        if let Some(template) = wish.template {
            options["ux_template"] = json!(template);
        }
        let (path, id, body) = match wish.kind {
            Kind::Payment => {
                let transfer = json!({
                    "amount": wish.amount, "currency": "RON", "creditor_name": "Cafeneaua Verde SRL",
                    "creditor_iban": "RO10RZBR0000069999999970",
                    "remittance_information": format!("Comanda {}", wish.order.get(..8).unwrap_or(wish.order)),
                });
                ("links/create", "link_id", json!({ "single_transfer": transfer, "options": options }))
            }
            Kind::Consent => {
                let consent = json!({ "consent_validity_days": 90, "purpose": "To open a monthly tab for you" });
                ("ais/consents/create", "consent_id", json!({ "consent": consent, "options": options }))
            }
        };
        let answer = self.call(path, body).await?;
        Ok(Made { object_id: text(&answer, id), web_url: text(&answer, "web_url") })
    }

    /// How it stands.
    ///
    /// # Errors
    /// `Fault::Line`, `Fault::Refused`.
    pub async fn status(&self, kind: Kind, object_id: &str) -> Result<String, Fault> {
        let (path, body) = match kind {
            Kind::Payment => ("links/get", json!({ "link_id": object_id })),
            Kind::Consent => ("ais/consents/get", json!({ "consent_id": object_id })),
        };
        Ok(text(&self.call(path, body).await?, "status"))
    }

    async fn call(&self, path: &str, mut body: Value) -> Result<Value, Fault> {
        body["client_id"] = json!(self.client_id);
        body["client_secret"] = json!(self.client_secret);
        let answer = self.http.post(format!("{}/{path}", self.base)).json(&body).send().await?;
        let is_good = answer.status().is_success();
        let said: Value = answer.json().await?;
        if is_good {
            return Ok(said);
        }
        Err(Fault::Refused { code: text(&said, "code"), message: text(&said, "message") })
    }
}

fn text(answer: &Value, name: &str) -> String {
    answer[name].as_str().unwrap_or_default().to_owned()
}
