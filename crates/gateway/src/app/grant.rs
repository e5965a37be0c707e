//! What an OAuth2 bank gives for a return's code: held sealed with the attempt, used for reading it.
//! Never believed to say anything about the payment: only a reading does.

use super::at_bank::{Call, as_answer, new_ids};
use super::{App, Fault};
use crate::store::Error;
use crate::store::attempts::AttemptRow;
use connectors::berlin_group::{self as bg, TokenAnswer};
use connectors::profile::OAuthServer;
use serde::{Deserialize, Serialize};

/// A token without a stated end is used for so long, milliseconds.
const SHORT_LIFE_MS: i64 = 5 * 60_000;

/// What a code is exchanged with, and what it was exchanged for.
#[derive(Serialize, Deserialize)]
pub(super) struct Grant {
    /// Where the PSU authorises.
    pub authorize: String,
    /// Where the code is exchanged.
    pub token_endpoint: String,
    /// The address that the code comes to: the exchange must name it again.
    pub redirect_uri: String,
    /// PKCE's secret.
    pub verifier: String,
    /// What the bank gave.
    pub held: Option<Held>,
}

/// An access token, and until when it is used (milliseconds since 1970).
#[derive(Serialize, Deserialize)]
pub(super) struct Held {
    access: String,
    until_ms: i64,
}

impl Grant {
    pub(super) fn server(&self) -> OAuthServer {
        OAuthServer { authorize: self.authorize.clone(), token: self.token_endpoint.clone() }
    }
}

impl App {
    /// Seals a grant for its attempt.
    pub(super) fn seal_grant(&self, attempt: &AttemptRow, grant: &Grant) -> Result<Vec<u8>, Fault> {
        let corrupt = || Fault::Store(Error::Corrupt("attempts.bank_grant"));
        let plain = serde_json::to_vec(grant).map_err(|_| corrupt())?;
        self.keys.seal(&context(attempt), &plain).map_err(|_| corrupt())
    }

    fn open_grant(&self, attempt: &AttemptRow) -> Option<Grant> {
        let plain = self.keys.open(&context(attempt), attempt.grant.as_deref()?).ok()?;
        serde_json::from_slice(&plain).ok()
    }

    /// The token that reads this attempt, while it lives.
    pub(super) fn token_of(&self, attempt: &AttemptRow) -> Option<String> {
        let held = self.open_grant(attempt)?.held?;
        (self.now_ms() < held.until_ms).then_some(held.access)
    }

    /// The bank takes the token no longer: reading goes on without it.
    pub(super) async fn drop_token(&self, attempt: &AttemptRow) {
        if let Some(grant) = self.open_grant(attempt) {
            self.keep_grant(attempt, &Grant { held: None, ..grant }).await;
        }
    }

    /// Exchanges the code that a return brought.
    pub(super) async fn redeem(&self, attempt: &AttemptRow, code: &str) {
        let (Some(grant), Some(profile)) = (self.open_grant(attempt), self.profile(attempt)) else { return };
        let (object_id, number) = (attempt.object_id.as_str(), attempt.number);
        if !matches!(self.store.take_code(object_id, number).await, Ok(true)) {
            return;
        }
        let ids = new_ids();
        let request = bg::token(profile, &grant.server(), code, &grant.redirect_uri, &grant.verifier, &ids);
        let Ok(answer) = self.call(attempt, Call::Token, &ids, request).await else { return };
        match bg::read_token(&as_answer(&answer)) {
            TokenAnswer::Given(token) => {
                let life_ms = token
                    .expires_in_s
                    .map_or(SHORT_LIFE_MS, |s| i64::try_from(s).unwrap_or(i64::MAX).saturating_mul(1_000));
                let held = Held { access: token.access, until_ms: self.now_ms().saturating_add(life_ms) };
                self.keep_grant(attempt, &Grant { held: Some(held), ..grant }).await;
            }
            TokenAnswer::Refused(fault) | TokenAnswer::Unknown(fault) => {
                tracing::warn!(object_id, number, http = fault.http, codes = ?fault.codes, "the bank gave no token");
            }
        }
    }

    async fn keep_grant(&self, attempt: &AttemptRow, grant: &Grant) {
        let (object_id, number) = (attempt.object_id.as_str(), attempt.number);
        let Ok(sealed) = self.seal_grant(attempt, grant) else { return };
        if let Err(error) = self.store.set_grant(object_id, number, &sealed).await {
            tracing::error!(object_id, number, %error, "a bank's token could not be kept");
        }
    }
}

/// A grant opens only where it was sealed, and never as what the PSU typed.
fn context(attempt: &AttemptRow) -> Vec<u8> {
    format!("bank grant {}", attempt.x_request_id).into_bytes()
}
