//! What the banks are told at their start. Never read from the environment here: the one who starts them knows.

use crate::clock::Clock;

/// Settings of all banks of one process.
#[derive(Clone)]
pub struct Config {
    /// Where browsers reach the banks, without a slash at the end; SCA addresses and `Location` begin with it.
    pub public_url: String,
    /// Addresses told about funds on the creditor's side, by the banks that do so;
    /// `{provider_id}` in an address stands for the bank that calls.
    pub funds_webhooks: Vec<String>,
    /// The key of `X-Bank-Signature` on those calls.
    pub funds_webhook_secret: String,
    /// The banks' own clock; tests give one that they move by hand.
    pub clock: Clock,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            public_url: "http://localhost:8081".to_owned(),
            funds_webhooks: Vec::new(),
            funds_webhook_secret: "sandbox-funds-secret".to_owned(),
            clock: Clock::real(),
        }
    }
}
