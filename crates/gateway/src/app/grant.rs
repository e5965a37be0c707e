//! What an OAuth2 bank gives for a return's code: held sealed with the attempt, used for reading it.
//! Never believed to say anything about the payment: only a reading does.

use super::at_bank::{Call, as_answer, new_ids};
use super::{App, Fault};
use crate::doors::bank_http::BankAnswer;
use crate::store::Error;
use crate::store::attempts::{AttemptRow, Subject};
use connectors::berlin_group::{self as bg, TokenAnswer};
use connectors::profile::OAuthServer;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

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

/// An access token, until when it is used (milliseconds since 1970), and what gives the next one.
#[derive(Serialize, Deserialize)]
pub(super) struct Held {
    access: String,
    until_ms: i64,
    /// Of a consent only: a payment is over before its token is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    refresh: Option<String>,
}

/// An attempt's token is refreshed by one at a time: a refresh token that is used twice may take both new ones back.
#[derive(Debug, Default)]
pub struct Refreshing(Mutex<HashMap<(String, u32), Weak<OneAtATime>>>);

type OneAtATime = tokio::sync::Mutex<()>;

/// Whether the bank has a token for us could not be heard: its token endpoint is down, or says nothing clear.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unheard;

impl Refreshing {
    /// The lock of this attempt's token.
    fn of(&self, attempt: &AttemptRow) -> Arc<OneAtATime> {
        let mut locks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (attempt.object_id.clone(), attempt.number);
        if let Some(lock) = locks.get(&key).and_then(Weak::upgrade) {
            return lock;
        }
        locks.retain(|_, lock| lock.strong_count() > 0);
        let lock = Arc::default();
        locks.insert(key, Arc::downgrade(&lock));
        lock
    }
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

    /// The token that reads this attempt, as it was when the row was read, while it lives.
    pub(super) fn token_of(&self, attempt: &AttemptRow) -> Option<String> {
        let held = self.open_grant(attempt)?.held?;
        (self.now_ms() < held.until_ms).then_some(held.access)
    }

    /// Whether a code of this attempt is still to be exchanged: no token was ever given.
    pub(super) fn is_token_under_way(&self, attempt: &AttemptRow) -> bool {
        self.open_grant(attempt).is_some_and(|grant| grant.held.is_none())
    }

    /// The token that reads this attempt: the one that lives, else a new one where the bank gave what refreshes it; `None` where
    /// none is held, or the bank gives none.
    ///
    /// # Errors
    /// `Unheard`: it may give one later.
    pub(super) async fn fresh_token(&self, attempt: &AttemptRow) -> Result<Option<String>, Unheard> {
        if let Some(token) = self.token_of(attempt) {
            return Ok(Some(token));
        }
        let held = self.open_grant(attempt).and_then(|grant| grant.held);
        if attempt.subject == Subject::Payment || held.is_none_or(|held| held.refresh.is_none()) {
            return Ok(None);
        }
        let lock = self.refreshing.of(attempt);
        let _one = lock.lock().await;
        // Meanwhile another may have done it.
        let Some(attempt) = self.as_stored(attempt).await else { return Err(Unheard) };
        if let Some(token) = self.token_of(&attempt) {
            return Ok(Some(token));
        }
        let Some(grant) = self.open_grant(&attempt) else { return Ok(None) };
        let refresh = grant.held.as_ref().and_then(|held| held.refresh.clone());
        let (Some(profile), Some(refresh)) = (self.profile(&attempt), refresh) else { return Ok(None) };
        let ids = new_ids();
        let request = bg::refresh(profile, &grant.server(), &refresh, &ids);
        let answer = self.call(&attempt, Call::Refresh, &ids, request).await.map_err(|_| Unheard)?;
        self.take_token(&attempt, grant, &answer).await
    }

    /// The bank takes this token no longer: what refreshes it is tried next, and without it reading goes on without a token.
    /// One that has come in its place meanwhile stays.
    pub(super) async fn drop_token(&self, attempt: &AttemptRow, refused: &str) {
        let lock = self.refreshing.of(attempt);
        let _one = lock.lock().await;
        let Some(attempt) = self.as_stored(attempt).await else { return };
        let Some(grant) = self.open_grant(&attempt) else { return };
        if let Some(held) = grant.held.filter(|held| held.access == refused) {
            self.keep_grant(&attempt, &Grant { held: Some(Held { until_ms: 0, ..held }), ..grant }).await;
        }
    }

    async fn as_stored(&self, attempt: &AttemptRow) -> Option<AttemptRow> {
        let rows = self.store.attempts(&attempt.object_id).await.ok()?;
        rows.into_iter().find(|row| row.number == attempt.number)
    }

    /// Exchanges the code that a return brought, where something is still to be read with what it gives.
    pub(super) async fn redeem(&self, attempt: &AttemptRow, code: &str) {
        if !matches!(self.is_awaited(attempt).await, Ok(true)) {
            return;
        }
        let (Some(grant), Some(profile)) = (self.open_grant(attempt), self.profile(attempt)) else { return };
        let (object_id, number) = (attempt.object_id.as_str(), attempt.number);
        if !matches!(self.store.take_code(object_id, number).await, Ok(true)) {
            return;
        }
        let ids = new_ids();
        let request = bg::token(profile, &grant.server(), code, &grant.redirect_uri, &grant.verifier, &ids);
        let Ok(answer) = self.call(attempt, Call::Token, &ids, request).await else { return };
        // Without one reading goes on, and says so.
        let _ = self.take_token(attempt, grant, &answer).await;
    }

    /// Keeps what the bank gave; the token.
    async fn take_token(
        &self,
        attempt: &AttemptRow,
        grant: Grant,
        answer: &BankAnswer,
    ) -> Result<Option<String>, Unheard> {
        match bg::read_token(&as_answer(answer)) {
            TokenAnswer::Given(token) => {
                let life_ms = token
                    .expires_in_s
                    .map_or(SHORT_LIFE_MS, |s| i64::try_from(s).unwrap_or(i64::MAX).saturating_mul(1_000));
                let before = grant.held.and_then(|held| held.refresh);
                let refresh = token.refresh.or(before).filter(|_| attempt.subject == Subject::Consent);
                let (access, until_ms) = (token.access.clone(), self.now_ms().saturating_add(life_ms));
                let held = Some(Held { access, until_ms, refresh });
                self.keep_grant(attempt, &Grant { held, ..grant }).await;
                Ok(Some(token.access))
            }
            TokenAnswer::Refused(fault) => {
                gave_none(attempt, &fault);
                Ok(None)
            }
            TokenAnswer::Unknown(fault) => {
                gave_none(attempt, &fault);
                Err(Unheard)
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

fn gave_none(attempt: &AttemptRow, fault: &bg::Fault) {
    let (object_id, number) = (attempt.object_id.as_str(), attempt.number);
    tracing::warn!(object_id, number, http = fault.http, codes = ?fault.codes, "the bank gave no token");
}

/// A grant opens only where it was sealed, and never as what the PSU typed.
fn context(attempt: &AttemptRow) -> Vec<u8> {
    format!("bank grant {}", attempt.x_request_id).into_bytes()
}
