//! Calls to a bank about one attempt: each is written down before it is sent, and what it says becomes a fact.

use super::attempt::{Recorded, With};
use super::subject::{self, Reading, Word};
use super::{App, Fault};
use crate::doors::bank_http::{BankAnswer, NoAnswer};
use crate::store::attempts::{AttemptRow, Subject};
use crate::store::bank_calls::CallRow;
use connectors::berlin_group::{self as bg, Answer, CallIds, ScaReading};
use connectors::profile::Profile;
use flow::health::Heard;
use flow::lifecycle::{AttemptFact, Order, is_over};
use protocol::AttemptState;
use protocol::page::Reason;
use uuid::Uuid;

/// A call's kind, as the log names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Call {
    Initiate,
    OAuthMetadata,
    Authorise,
    Token,
    Refresh,
    Status,
    ScaStatus,
    Cancel,
    Accounts,
    Balances,
    Transactions,
}

impl Call {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Initiate => "initiate",
            Self::OAuthMetadata => "oauth_metadata",
            Self::Authorise => "authorise",
            Self::Token => "token",
            Self::Refresh => "refresh",
            Self::Status => "status",
            Self::ScaStatus => "sca_status",
            Self::Cancel => "cancel",
            Self::Accounts => "accounts",
            Self::Balances => "balances",
            Self::Transactions => "transactions",
        }
    }
}

/// What a call is about, as it is written down.
#[derive(Clone, Copy)]
pub(super) struct About<'a> {
    /// An attempt of the link or consent.
    pub attempt: &'a AttemptRow,
    /// The job that asks for account data.
    pub job_id: Option<&'a str>,
}

impl<'a> From<&'a AttemptRow> for About<'a> {
    fn from(attempt: &'a AttemptRow) -> Self {
        Self { attempt, job_id: None }
    }
}

/// A call that was written down.
pub(super) struct Written {
    id: i64,
    kind: Call,
    x_request_id: String,
    sent_at: i64,
}

/// The answer as `connectors` reads it.
pub(super) fn as_answer(answer: &BankAnswer) -> Answer<'_> {
    Answer { status: answer.status, headers: &answer.headers, body: &answer.body }
}

/// The outcome of a call for those who count: few words.
const fn told_apart(status: Option<u16>, answer: &Result<BankAnswer, NoAnswer>) -> &'static str {
    match (status, answer) {
        (Some(200..=299), _) => "2xx",
        (Some(300..=399), _) => "3xx",
        (Some(400..=499), _) => "4xx",
        (Some(_), _) => "5xx",
        (None, Err(NoAnswer::NotSent)) => "not_sent",
        (None, _) => "silence",
    }
}

impl App {
    /// Sends one call about an attempt. `Err(NotSent)` also when it could not be built or written down.
    pub(super) async fn call(
        &self,
        about: impl Into<About<'_>>,
        kind: Call,
        ids: &CallIds,
        request: Result<http::Request<Vec<u8>>, bg::Unbuildable>,
    ) -> Result<BankAnswer, NoAnswer> {
        let about = about.into();
        let (written, request) = self.write_call_down(about, kind, ids, request).await?;
        let answer = self.bank_http.send(request).await;
        self.close_call(about, &written, &answer).await;
        answer
    }

    /// Writes a call down, which must be done before it is sent.
    pub(super) async fn write_call_down(
        &self,
        about: impl Into<About<'_>>,
        kind: Call,
        ids: &CallIds,
        request: Result<http::Request<Vec<u8>>, bg::Unbuildable>,
    ) -> Result<(Written, http::Request<Vec<u8>>), NoAnswer> {
        let About { attempt, job_id } = about.into();
        let (object_id, number) = (attempt.object_id.as_str(), attempt.number);
        let request = request.map_err(|error| {
            tracing::error!(object_id, number, call = kind.as_str(), %error, "a bank call could not be built");
            NoAnswer::NotSent
        })?;
        let sent_at = self.now_ms();
        let (kind_word, x_request_id) = (kind.as_str(), ids.x_request_id.as_str());
        let row = CallRow { object_id, attempt: number, job_id, kind: kind_word, x_request_id, sent_at };
        let id = self.store.call_begins(row).await.map_err(|error| {
            tracing::error!(object_id, number, %error, "a bank call could not be written down, and was not sent");
            NoAnswer::NotSent
        })?;
        Ok((Written { id, kind, x_request_id: ids.x_request_id.clone(), sent_at }, request))
    }

    /// Completes the row of a call that was sent.
    pub(super) async fn close_call(
        &self,
        about: impl Into<About<'_>>,
        call: &Written,
        answer: &Result<BankAnswer, NoAnswer>,
    ) {
        let About { attempt, job_id } = about.into();
        let (object_id, number) = (attempt.object_id.as_str(), attempt.number);
        let (status, outcome) = match answer {
            Ok(answer) => (Some(answer.status), "answered"),
            Err(NoAnswer::NotSent) => (None, "not sent"),
            Err(NoAnswer::Silence) => (None, "no answer"),
        };
        let kind = call.kind.as_str();
        let x_request_id = call.x_request_id.as_str();
        tracing::info!(object_id, number, job_id, call = kind, x_request_id, status, outcome, "bank call");
        let now = self.now_ms();
        self.metrics.bank_call(
            &attempt.provider_id,
            kind,
            told_apart(status, answer),
            now.saturating_sub(call.sent_at),
        );
        if let Some(profile) = self.profile(attempt) {
            self.health.hear(profile, object_id, Heard::of(status, now.saturating_sub(call.sent_at)), now);
        }
        if let Err(error) = self.store.call_ended(call.id, now, status, outcome).await {
            tracing::error!(object_id, number, %error, "a bank call's end could not be written down");
        }
    }

    /// Reads an attempt at its bank, and records what it says; `ours` is the reason of a cancellation that we asked for.
    /// The bank's word, where it said one that we know.
    ///
    /// # Errors
    /// `Fault::Store`.
    pub async fn read_bank(&self, attempt: &AttemptRow, ours: Option<Reason>) -> Result<Option<Word>, Fault> {
        let began_ms = self.now_ms();
        let asked = self.ask_bank(attempt, ours).await;
        self.heard(attempt, asked, began_ms).await
    }

    /// Records what was heard, or plans when to ask again.
    async fn heard(
        &self,
        attempt: &AttemptRow,
        heard: Option<(Word, Option<Reason>)>,
        began_ms: i64,
    ) -> Result<Option<Word>, Fault> {
        let Some((word, reason)) = heard else {
            self.plan_reading(attempt, began_ms).await?;
            return Ok(None);
        };
        let recorded = self.record_word(attempt, word, reason).await?;
        if matches!(recorded, Recorded::Refused(_)) {
            // A word that the rules do not allow says nothing; the next reading keeps its time.
            self.plan_reading(attempt, began_ms).await?;
        }
        // Boxed: an order reads another attempt in its turn.
        Box::pin(self.obey(&attempt.object_id, &recorded)).await?;
        let (object_id, number) = (&attempt.object_id, attempt.number);
        tracing::debug!(object_id, number, ?word, ?recorded, "the bank's word");
        Ok(Some(word))
    }

    /// Reads an attempt that is due. Where the PSU never came back and the bank still waits, the SCA itself is asked too:
    /// one that has failed can never be approved (see `renew`).
    ///
    /// # Errors
    /// `Fault::Store`.
    pub async fn follow_up(&self, attempt: &AttemptRow) -> Result<(), Fault> {
        // Ordered before, and the bank did not confirm, or we were stopped in between.
        if self.must_go(attempt).await? {
            self.cancel_at_bank(attempt, Reason::CancelledHere).await?;
            return Ok(());
        }
        let Some(word) = self.read_bank(attempt, None).await? else { return Ok(()) };
        if word.fact == AttemptFact::Pending && self.waits_in_vain(attempt).await? {
            self.cancel_at_bank(attempt, Reason::CancelledHere).await?;
            return Ok(());
        }
        let never_back = matches!(attempt.state, AttemptState::Accepted | AttemptState::Left);
        let waits = word == Word { fact: AttemptFact::Pending, second_signer: false };
        if let (true, true, Some(profile)) = (never_back, waits, self.profile(attempt))
            && (!attempt.sca_alive || self.read_sca(attempt, profile).await == Some(bg::ScaStatus::Failed))
        {
            self.address_died(attempt).await?;
        }
        Ok(())
    }

    /// Asks the bank how an attempt stands, and why; records nothing.
    async fn ask_bank(&self, attempt: &AttemptRow, ours: Option<Reason>) -> Option<(Word, Option<Reason>)> {
        let profile = self.profile(attempt)?;
        let (ids, token) = (new_ids(), self.token_or_none(attempt).await);
        let request = subject::status(profile, attempt, token.as_deref(), &ids)?;
        let answer = self.call(attempt, Call::Status, &ids, request).await.ok()?;
        let why = match subject::read_status(attempt, &as_answer(&answer)) {
            Reading::Said(said) => {
                let word = said.word;
                if word.fact == AttemptFact::Cancelled && ours.is_some() {
                    return Some((word, ours));
                }
                let is_end = matches!(word.fact, AttemptFact::Cancelled | AttemptFact::Refused);
                let sca = match said.sca {
                    // Why it ended is asked once.
                    None if is_end && !is_over(attempt.state) => self.read_sca(attempt, profile).await,
                    known => known,
                };
                return Some((word, said.reason(sca)));
            }
            Reading::Denied => {
                if let Some(refused) = &token {
                    self.drop_token(attempt, refused).await;
                }
                "denied"
            }
            Reading::NotFound => "not found",
            Reading::Unclear(why) => why,
        };
        tracing::warn!(object_id = attempt.object_id, number = attempt.number, answer = why, "no word from the bank");
        None
    }

    /// A status is asked for without a token where none can be had: many banks tell it all the same.
    async fn token_or_none(&self, attempt: &AttemptRow) -> Option<String> {
        self.fresh_token(attempt).await.ok().flatten()
    }

    async fn read_sca(&self, attempt: &AttemptRow, profile: &Profile) -> Option<bg::ScaStatus> {
        let link = attempt.sca_status_link.as_deref()?;
        let (ids, token) = (new_ids(), self.token_of(attempt));
        let answer = self
            .call(attempt, Call::ScaStatus, &ids, bg::sca_status(profile, link, token.as_deref(), &ids))
            .await
            .ok()?;
        match bg::read_sca_status(&as_answer(&answer)) {
            ScaReading::Said(status) => Some(status),
            _ => None,
        }
    }

    async fn record_word(&self, attempt: &AttemptRow, word: Word, reason: Option<Reason>) -> Result<Recorded, Fault> {
        let edit = move |row: &mut AttemptRow| {
            row.second_signer = word.second_signer;
            // What was said of an end is over with it, when the bank executes after all.
            let moves = matches!(word.fact, AttemptFact::Executing | AttemptFact::Settled);
            row.reason = if moves { None } else { row.reason.or(reason) };
        };
        self.record_of(attempt, word.fact, With::Edit(Box::new(edit))).await
    }

    /// Cancels at the bank, reads it there, and records what was read. Whether it is surely over in vain.
    ///
    /// # Errors
    /// `Fault::Store`.
    pub async fn cancel_at_bank(&self, attempt: &AttemptRow, reason: Reason) -> Result<bool, Fault> {
        let began_ms = self.now_ms();
        let confirmed = self.send_cancel(attempt).await;
        let mut asked = self.ask_bank(attempt, Some(reason)).await;
        if asked.is_none() && confirmed && attempt.subject == Subject::Consent {
            // A bank that has deleted a consent may know nothing of it any more, and take no token for it.
            asked = Some((Word { fact: AttemptFact::Cancelled, second_signer: false }, Some(reason)));
        }
        let word = self.heard(attempt, asked, began_ms).await?;
        Ok(word.is_some_and(|word| matches!(word.fact, AttemptFact::Cancelled | AttemptFact::Refused)))
    }

    /// The same, but a confirmed cancellation is not recorded: the caller records more than that.
    ///
    /// # Errors
    /// `Fault::Store`.
    pub async fn cancel_unrecorded(&self, attempt: &AttemptRow) -> Result<bool, Fault> {
        let confirmed = self.send_cancel(attempt).await;
        match self.ask_bank(attempt, Some(Reason::CancelledHere)).await {
            Some((Word { fact: AttemptFact::Cancelled, .. }, _)) => Ok(true),
            Some((word, reason)) => {
                self.record_word(attempt, word, reason).await?;
                Ok(false)
            }
            // A bank that has deleted a consent may know nothing of it any more.
            None => Ok(confirmed && attempt.subject == Subject::Consent),
        }
    }

    /// Whether the bank says that it did so.
    async fn send_cancel(&self, attempt: &AttemptRow) -> bool {
        let Some(profile) = self.profile(attempt) else { return false };
        let (ids, token) = (new_ids(), self.token_or_none(attempt).await);
        let Some(request) = subject::cancel(profile, attempt, token.as_deref(), &ids) else { return false };
        let answer = self.call(attempt, Call::Cancel, &ids, request).await;
        let done = answer.is_ok_and(|answer| subject::is_cancelled(attempt, &as_answer(&answer)));
        if !done {
            let (object_id, number) = (&attempt.object_id, attempt.number);
            tracing::info!(object_id, number, "the bank did not say that it cancelled");
        }
        done
    }

    /// Carries out what a recorded fact ordered.
    ///
    /// # Errors
    /// `Fault::Store`.
    pub async fn obey(&self, object_id: &str, recorded: &Recorded) -> Result<(), Fault> {
        let Recorded::Changed(Some(Order::CancelAtBank(number))) = recorded else { return Ok(()) };
        let attempts = self.store.attempts(object_id).await?;
        if let Some(attempt) = attempts.iter().find(|one| one.number == *number) {
            let late = attempt.state == AttemptState::Abandoned;
            let reason = if late { Reason::BankSilent } else { Reason::CancelledHere };
            self.cancel_at_bank(attempt, reason).await?;
        }
        Ok(())
    }
}

/// Ids of a new call.
pub(super) fn new_ids() -> CallIds {
    CallIds { x_request_id: Uuid::new_v4().to_string() }
}
