//! A return that the client's server brings (`direct_sca`): the bank sent the PSU back to the client, with the `state` that tells
//! whose return it is. Nothing else of it is believed: the bank is read. One return is worked on once, however often it is brought.

use super::{App, AttemptRow, Fault, Subject, hash};
use crate::store::attempts::{ReturnClaim, ReturnKey};
use flow::lifecycle::is_over;
use protocol::api::ApiFieldError;
use protocol::{AttemptState, ConsentStatus, LinkKind, LinkStatus};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, timeout, timeout_at};
use url::form_urlencoded;

/// How long `sync: true` waits for an outcome (contract §3).
pub const SYNC_WAITS: Duration = Duration::from_secs(30);
/// Work on a return that began so long ago, and did not end, is nobody's any more: its process was stopped. Milliseconds.
const ABANDONED_AFTER_MS: i64 = 180_000;
/// How long the first reading after a return may take before the return counts as worked on.
const FIRST_WORD_WITHIN: Duration = Duration::from_secs(20);
/// Longer words are no secrets and no codes of anybody's.
const LONGEST_STATE: usize = 128;
const LONGEST_CODE: usize = 4_096;
/// Addresses with more words called `state` than this are no returns.
const MOST_STATES: usize = 4;

/// A call that brings a return.
#[derive(Clone, Copy, Debug)]
pub struct Bringing<'a> {
    /// The client.
    pub client_id: &'a str,
    /// `sandbox` or `prod`.
    pub env: &'a str,
    /// What the return is said to be of.
    pub subject: Subject,
    /// The query of the address that the PSU came back to, as it came.
    pub query: &'a str,
    /// Whether to wait for an outcome.
    pub waits: bool,
}

/// How far the work on a return has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// This call did it.
    Done,
    /// An earlier call did it.
    DoneBefore,
    /// It goes on, or no outcome is known yet.
    Running,
}

/// Whose return it was, and how far it has come.
#[derive(Clone, Debug)]
pub struct Brought {
    /// The link or consent.
    pub object_id: String,
    /// How far.
    pub progress: Progress,
}

impl App {
    /// Takes a return that its client brings. Concurrent calls are one piece of work.
    ///
    /// # Errors
    /// `Fault::Fields` without a `state`; `Fault::NotFound`, `Fault::NoConsent` for a return that is not one of this client's
    /// `direct_sca`; `Fault::Expired` where the time is over and nothing of it is at the bank.
    pub async fn bring(self: &Arc<Self>, call: Bringing<'_>) -> Result<Brought, Fault> {
        let (states, code) = read_query(call.query)?;
        let attempt = self.attempt_brought(call, &states).await?;
        let claim = self.claim_return(&attempt).await?;
        let work = match claim {
            ReturnClaim::Mine => {
                let (app, attempt) = (Arc::clone(self), attempt.clone());
                // Who brought it may hang up; what was begun is done all the same.
                Some(tokio::spawn(async move { app.work_on_return(&attempt, code).await }))
            }
            ReturnClaim::Running | ReturnClaim::Done => None,
        };
        let is_decided = !call.waits || self.is_decided_within(&attempt, self.settings.sync_waits).await?;
        let done = is_decided
            && match work {
                Some(work) => match timeout(self.settings.form_waits, work).await {
                    Ok(Ok(worked)) => worked.map(|()| true)?,
                    Ok(Err(_)) | Err(_) => false,
                },
                None => call.waits || claim == ReturnClaim::Done,
            };
        let progress = match (done, claim) {
            (false, _) => Progress::Running,
            (true, ReturnClaim::Mine) => Progress::Done,
            (true, _) => Progress::DoneBefore,
        };
        Ok(Brought { object_id: attempt.object_id, progress })
    }

    /// The attempt that one of these secrets is of, where this client may bring its return.
    async fn attempt_brought(&self, call: Bringing<'_>, states: &[String]) -> Result<AttemptRow, Fault> {
        for state in states {
            let found = self.store.attempt_of_return(ReturnKey::State(&hash(state)), None).await?;
            let Some(attempt) = found.filter(|attempt| attempt.subject == call.subject) else { continue };
            let kind = match call.subject {
                Subject::Payment => self.own_link(call.client_id, call.env, &attempt.object_id).await?.kind,
                Subject::Consent => self.own_consent(call.client_id, call.env, &attempt.object_id).await?.kind,
            };
            if kind == LinkKind::DirectSca {
                return Ok(attempt);
            }
        }
        Err(match call.subject {
            Subject::Payment => Fault::NotFound,
            Subject::Consent => Fault::NoConsent,
        })
    }

    async fn claim_return(&self, attempt: &AttemptRow) -> Result<ReturnClaim, Fault> {
        let (object_id, number) = (attempt.object_id.as_str(), attempt.number);
        let now = self.now_ms();
        if self.is_lost(attempt, now).await? && !self.store.return_is_done(object_id, number).await? {
            return Err(Fault::Expired);
        }
        Ok(self.store.claim_return(object_id, number, now, now.saturating_sub(ABANDONED_AFTER_MS)).await?)
    }

    /// Whether the time is over, and nothing of it is at the bank, or was paid or given there.
    async fn is_lost(&self, attempt: &AttemptRow, now: i64) -> Result<bool, Fault> {
        let object_id = &attempt.object_id;
        let expires_at = match attempt.subject {
            Subject::Payment => self.store.link(object_id).await?.ok_or(Fault::NotFound)?.expires_at,
            Subject::Consent => {
                let consent = self.store.consent(object_id).await?.ok_or(Fault::NoConsent)?;
                // What the bank still holds of it is on its way out.
                if consent.status == ConsentStatus::Expired {
                    return Ok(true);
                }
                consent.expires_at
            }
        };
        let in_vain = |one: &AttemptRow| is_over(one.state) && one.state != AttemptState::Settled;
        Ok(now >= expires_at && self.store.attempts(object_id).await?.iter().all(in_vain))
    }

    async fn work_on_return(&self, attempt: &AttemptRow, code: Option<String>) -> Result<(), Fault> {
        let (object_id, number) = (attempt.object_id.as_str(), attempt.number);
        if let Some(code) = code {
            self.redeem(attempt, &code).await;
        }
        let worked = match self.came_back(attempt).await {
            Ok(()) => self.first_word(attempt, FIRST_WORD_WITHIN).await,
            Err(fault) => Err(fault),
        };
        if let Err(fault) = worked {
            tracing::error!(object_id, number, %fault, "a return could not be worked on");
            self.store.release_return(object_id, number).await?;
            return Err(fault);
        }
        Ok(self.store.finish_return(object_id, number, self.now_ms()).await?)
    }

    /// Waits for an outcome, at most so long. Whether there is one.
    async fn is_decided_within(&self, attempt: &AttemptRow, within: Duration) -> Result<bool, Fault> {
        let mut changes = self.hub.listen(&attempt.object_id);
        let deadline = Instant::now() + within;
        while !self.is_decided(attempt).await? {
            if !timeout_at(deadline, changes.changed()).await.is_ok_and(|changed| changed.is_ok()) {
                return self.is_decided(attempt).await;
            }
        }
        Ok(true)
    }

    /// Whether a client that waits has what it waits for: accepted for execution or given, or over.
    async fn is_decided(&self, attempt: &AttemptRow) -> Result<bool, Fault> {
        Ok(match attempt.subject {
            Subject::Payment => {
                let status = self.store.link(&attempt.object_id).await?.ok_or(Fault::NotFound)?.status;
                status == LinkStatus::Submitted || status.is_final()
            }
            Subject::Consent => {
                use ConsentStatus::{Active, Authorized, Suspended};
                let status = self.store.consent(&attempt.object_id).await?.ok_or(Fault::NoConsent)?.status;
                matches!(status, Active | Authorized | Suspended) || status.is_final()
            }
        })
    }
}

/// The secrets by which a return may be known, and the code that it brought.
fn read_query(query: &str) -> Result<(Vec<String>, Option<String>), Fault> {
    let pairs = || form_urlencoded::parse(query.strip_prefix('?').unwrap_or(query).as_bytes());
    let fits = |value: &str, most: usize| (1..=most).contains(&value.len());
    let all = |wanted: &'static str, most: usize| {
        pairs().filter(move |(name, value)| name == wanted && fits(value, most)).map(|(_, value)| value.into_owned())
    };
    // The client's own address may have a word of that name, too.
    let states: Vec<String> = all("state", usize::MAX).take(MOST_STATES).collect();
    if states.is_empty() {
        let message = "must hold the state that the bank returned with".to_owned();
        return Err(Fault::Fields(vec![ApiFieldError { field: "query_string".to_owned(), message }]));
    }
    let states = states.into_iter().filter(|state| state.len() <= LONGEST_STATE).collect();
    Ok((states, all("code", LONGEST_CODE).last()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> Option<(Vec<String>, Option<String>)> {
        read_query(query).ok()
    }

    #[test]
    fn queries_as_banks_and_clients_write_them() {
        let one = |state: &str, code: Option<&str>| Some((vec![state.to_owned()], code.map(str::to_owned)));
        assert_eq!(read("state=abc"), one("abc", None));
        assert_eq!(read("?code=x%2By&state=a-_9"), one("a-_9", Some("x+y")));
        assert_eq!(read("order=7&state=abc&error=access_denied&error_description=no"), one("abc", None));
        assert_eq!(read("state=theirs&state=ours").unwrap().0, ["theirs", "ours"]);
        assert_eq!(read("code=theirs&state=abc&code=the-banks"), one("abc", Some("the-banks")));
        assert_eq!(read(&format!("state={}", "x".repeat(129))), Some((vec![], None)), "nobody's");
        assert_eq!(read(&format!("state=a&code={}", "x".repeat(4_097))), one("a", None));
        for without in ["", "?", "code=1", "state=", "State=abc", "https://shop.example/?state=abc", "#state=abc"] {
            assert_eq!(read(without), None, "{without:?}");
        }
    }
}
