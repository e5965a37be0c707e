//! Use cases: what API clients, PSUs, banks and jobs may ask of the gateway, in terms of `flow`, `connectors`, `store`, `doors`.
//! Never here: HTTP of our own edge, HTML, SQL.

pub mod address;
pub mod approval;
pub mod at_bank;
mod at_creation;
mod attempt;
pub mod brands;
pub mod brought;
pub mod cancel;
pub mod clients;
pub mod consents;
pub mod create;
pub mod data;
mod form;
pub mod funds;
pub mod grant;
pub mod health;
pub mod hub;
mod initiate;
pub mod leave;
pub mod limits;
pub mod links;
pub mod metrics;
pub mod offers;
pub mod pay;
pub mod receipts;
pub mod record;
pub mod registration;
mod renew;
pub mod returned;
pub mod seen;
mod subject;
pub mod tokens;

/// What of the store the use cases hand on to the edges: an edge names it here, and never the store.
pub use crate::store::Error as StoreError;
pub use crate::store::attempts::{AttemptRow, Subject};
pub use crate::store::clients::ClientRow;
pub use crate::store::consents::ConsentRow;
pub use crate::store::idempotency::Claim;
pub use crate::store::links::{LinkRow, ListFilter};

use crate::doors::bank_http::BankHttp;
use crate::doors::clock::Clock;
use crate::doors::keys::Keys;
use crate::store::Store;
use connectors::catalog::Env;
use connectors::profile::Profile;
use hub::Hub;
use protocol::ConsentStatus;
use protocol::api::ApiFieldError;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;

/// What of the configuration the use cases need.
#[derive(Debug)]
pub struct Settings {
    /// Our own address, without a slash at the end.
    pub public_url: String,
    /// Demo mode: loopback webhook addresses are taken.
    pub demo: bool,
    /// Whether the gallery is shown.
    pub gallery: bool,
    /// The licensed firm that initiates.
    pub initiator: String,
    /// The operator's time zone (IANA name), for dates on pages.
    pub time_zone: String,
    /// Language of pages when neither link nor browser says one.
    pub language: String,
    /// Key that the sandbox banks sign funds messages with; `None`: such messages are refused.
    pub funds_secret: Option<String>,
    /// Opens `/metrics` to others than loopback.
    pub metrics_token: Option<crate::config::MetricsToken>,
    /// After so long without an answer to an initiation its fate is unknown.
    pub unknown_after: Duration,
    /// How many days data is kept after its consent is over.
    pub data_retention_days: u32,
    /// How long a form post waits for the bank before it shows the page.
    pub form_waits: Duration,
    /// How long a client that brings a return waits for its outcome, where it wants to.
    pub sync_waits: Duration,
}

/// The gateway, ready to work.
#[derive(Debug)]
pub struct App {
    /// The store.
    pub store: Store,
    /// Keys of cursors, forms, sealed rows.
    pub keys: Keys,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// The way to banks.
    pub bank_http: BankHttp,
    /// Profiles of the banks that can be called.
    pub profiles: Vec<Profile>,
    /// How the banks feel.
    pub health: health::Board,
    /// Authorisation servers of banks that publish theirs.
    pub oauth_servers: approval::Servers,
    /// An attempt's bank token is refreshed by one at a time.
    pub refreshing: grant::Refreshing,
    /// What is counted.
    pub metrics: metrics::Metrics,
    /// How much is let through.
    pub limits: limits::Limits,
    /// Tells waiting pages of changes.
    pub hub: Hub,
    /// The configuration.
    pub settings: Settings,
    /// Wakes the job that asks banks.
    pub wake_reader: Notify,
    /// Wakes the job that asks banks that are down.
    pub wake_probes: Notify,
    /// Wakes the job that reads account data.
    pub wake_data: Notify,
    /// Wakes the job that delivers webhooks.
    pub wake_webhooks: Arc<Notify>,
}

/// Why a use case could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// No such link, or another client's.
    #[error("there is no such link")]
    NotFound,
    /// Fields break their rules.
    #[error("fields break their rules")]
    Fields(Vec<ApiFieldError>),
    /// Something that the client must always send is missing.
    #[error("{0}")]
    Unauthorized(&'static str),
    /// No such consent, or another client's.
    #[error("there is no such consent")]
    NoConsent,
    /// No such job of this consent.
    #[error("there is no such job of this consent")]
    NoJob,
    /// The consent has no account of the id in `filter.account_id`.
    #[error("filter.account_id names no account of this consent")]
    NoAccount,
    /// What was asked needs a consent in force.
    #[error("the consent is not active: it is {0}")]
    NotActive(ConsentStatus),
    /// A job runs, or the last one began too short a time ago: which, and until when.
    #[error("{0}")]
    CoolingDown(String),
    /// The filter leaves no method, or not the one that is needed.
    #[error("{0}")]
    NoMethod(String),
    /// The methods that are left need more than is there.
    #[error("a method that the filter leaves needs more inputs")]
    Inputs(Vec<ApiFieldError>),
    /// The state does not allow it.
    #[error("{0}")]
    NotAllowed(String),
    /// The bank was asked when it was made, and did not take it: the link or consent is there, and has failed.
    #[error("{why}: nothing was taken, and what was made has failed")]
    NotTaken {
        /// Which of the two.
        subject: Subject,
        /// UUID of the link or consent.
        object_id: String,
        /// What the bank did.
        why: &'static str,
    },
    /// The link's time is over, and nothing is at the bank.
    #[error("the link has expired")]
    Expired,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] crate::store::Error),
}

impl App {
    /// The time, milliseconds since 1970.
    pub fn now_ms(&self) -> i64 {
        self.clock.now_ms()
    }

    /// Whether work can be done.
    pub async fn is_ready(&self) -> bool {
        self.store.is_ready().await
    }

    /// Whether an attempt's bank tells later whether the creditor's bank took the funds.
    pub fn confirms_funds(&self, attempt: &AttemptRow) -> bool {
        self.profile(attempt).is_some_and(|profile| profile.confirms_funds)
    }

    /// The connection that an attempt was begun over; `None` when the configuration has it no more.
    pub fn profile(&self, attempt: &AttemptRow) -> Option<&Profile> {
        self.connection(&attempt.env, &attempt.provider_id)
    }

    /// The connection to a provider behind a door: `sandbox`, or `prod`, behind which banks' own test systems lie too.
    pub fn connection(&self, door: &str, provider_id: &str) -> Option<&Profile> {
        let behind = |profile: &&Profile| (profile.env == Env::Sandbox) == (door == Env::Sandbox.as_str());
        self.profiles.iter().filter(behind).find(|profile| profile.provider_id == provider_id)
    }
}

/// A time as the API writes it: RFC 3339, UTC, milliseconds.
pub fn rfc3339(at_ms: i64) -> String {
    jiff::Timestamp::from_millisecond(at_ms).map(|at| format!("{at:.3}")).unwrap_or_default()
}

/// SHA-256: how ids and tokens that are capabilities are looked up.
pub fn hash(token: &str) -> Vec<u8> {
    use sha2::{Digest, Sha256};
    Sha256::digest(token.as_bytes()).to_vec()
}

/// What a cookie of something is named by: it tells what is meant to nobody who does not know that.
pub fn mark(of: &str) -> String {
    hex::encode(&hash(of)[..6])
}
