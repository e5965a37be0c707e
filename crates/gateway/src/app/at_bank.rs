//! Calls to a bank about one attempt: each is written down before it is sent, and what it says becomes a fact.

use super::record::{Recorded, With};
use super::{App, Fault};
use crate::doors::bank_http::{BankAnswer, NoAnswer};
use crate::store::attempts::AttemptRow;
use crate::store::bank_calls::CallRow;
use connectors::berlin_group::{
    self as bg, Answer, BankStatus, BankWord, CallIds, Cancellation, PaymentRef, ScaReading,
};
use connectors::profile::Profile;
use flow::health::Heard;
use flow::lifecycle::{AttemptFact, Fact, Order, is_over};
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
    Status,
    ScaStatus,
    Cancel,
}

impl Call {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Initiate => "initiate",
            Self::OAuthMetadata => "oauth_metadata",
            Self::Authorise => "authorise",
            Self::Token => "token",
            Self::Status => "status",
            Self::ScaStatus => "sca_status",
            Self::Cancel => "cancel",
        }
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
        attempt: &AttemptRow,
        kind: Call,
        ids: &CallIds,
        request: Result<http::Request<Vec<u8>>, bg::Unbuildable>,
    ) -> Result<BankAnswer, NoAnswer> {
        let (written, request) = self.write_call_down(attempt, kind, ids, request).await?;
        let answer = self.bank_http.send(request).await;
        self.close_call(attempt, &written, &answer).await;
        answer
    }

    /// Writes a call down, which must be done before it is sent.
    pub(super) async fn write_call_down(
        &self,
        attempt: &AttemptRow,
        kind: Call,
        ids: &CallIds,
        request: Result<http::Request<Vec<u8>>, bg::Unbuildable>,
    ) -> Result<(Written, http::Request<Vec<u8>>), NoAnswer> {
        let (object_id, number) = (attempt.object_id.as_str(), attempt.number);
        let request = request.map_err(|error| {
            tracing::error!(object_id, number, call = kind.as_str(), %error, "a bank call could not be built");
            NoAnswer::NotSent
        })?;
        let sent_at = self.now_ms();
        let row = CallRow { object_id, attempt: number, kind: kind.as_str(), x_request_id: &ids.x_request_id, sent_at };
        let id = self.store.call_begins(row).await.map_err(|error| {
            tracing::error!(object_id, number, %error, "a bank call could not be written down, and was not sent");
            NoAnswer::NotSent
        })?;
        Ok((Written { id, kind, x_request_id: ids.x_request_id.clone(), sent_at }, request))
    }

    /// Completes the row of a call that was sent.
    pub(super) async fn close_call(&self, attempt: &AttemptRow, call: &Written, answer: &Result<BankAnswer, NoAnswer>) {
        let (object_id, number) = (attempt.object_id.as_str(), attempt.number);
        let (status, outcome) = match answer {
            Ok(answer) => (Some(answer.status), "answered"),
            Err(NoAnswer::NotSent) => (None, "not sent"),
            Err(NoAnswer::Silence) => (None, "no answer"),
        };
        let kind = call.kind.as_str();
        tracing::info!(object_id, number, call = kind, x_request_id = call.x_request_id, status, outcome, "bank call");
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

    /// Reads the payment at the bank, and records what it says; `ours` is the reason of a cancellation that we asked for.
    /// The bank's word, where it said one that we know.
    ///
    /// # Errors
    /// `Fault::Store`.
    pub async fn read_bank(&self, attempt: &AttemptRow, ours: Option<Reason>) -> Result<Option<BankWord>, Fault> {
        let began_ms = self.now_ms();
        match self.ask_bank(attempt, ours).await {
            Some((word, reason)) => {
                let recorded = self.record_word(attempt, word, reason).await?;
                if matches!(recorded, Recorded::Refused(_)) {
                    // A word that the rules do not allow says nothing; the next reading keeps its time.
                    self.plan_reading(attempt, began_ms).await?;
                }
                // Boxed: an order reads another attempt in its turn.
                Box::pin(self.obey(&attempt.object_id, &recorded)).await?;
                tracing::debug!(
                    object_id = attempt.object_id,
                    number = attempt.number,
                    ?word,
                    ?recorded,
                    "the bank's word"
                );
                Ok(Some(word))
            }
            None => {
                self.plan_reading(attempt, began_ms).await?;
                Ok(None)
            }
        }
    }

    /// Reads an attempt that is due. Where the PSU never came back and the bank still waits, the SCA itself is asked too:
    /// one that has failed can never be approved, so the payment is cancelled, and the PSU may choose again.
    ///
    /// # Errors
    /// `Fault::Store`.
    pub async fn follow_up(&self, attempt: &AttemptRow) -> Result<(), Fault> {
        let word = self.read_bank(attempt, None).await?;
        if matches!(word, Some(BankWord::Pending { .. })) && self.is_unwanted(attempt).await? {
            // Ordered before, and the bank did not confirm, or we were stopped in between.
            self.cancel_at_bank(attempt, Reason::CancelledHere).await?;
            return Ok(());
        }
        let never_back = matches!(attempt.state, AttemptState::Accepted | AttemptState::Left);
        let waits = matches!(word, Some(BankWord::Pending { second_signer: false }));
        if let (true, true, Some(profile)) = (never_back, waits, self.profile(attempt))
            && self.read_sca(attempt, profile).await == Some(bg::ScaStatus::Failed)
        {
            self.cancel_at_bank(attempt, Reason::ScaExpired).await?;
        }
        Ok(())
    }

    /// Whether a payment that waits at its bank must not be approved any more: another has paid, or nobody can be sent there.
    async fn is_unwanted(&self, attempt: &AttemptRow) -> Result<bool, Fault> {
        use AttemptState::{Accepted, Left, Settled, Submitted};
        let attempts = self.store.attempts(&attempt.object_id).await?;
        let paid = |one: &AttemptRow| one.number != attempt.number && matches!(one.state, Submitted | Settled);
        let waits = matches!(attempt.state, Accepted | Left);
        Ok(attempts.iter().any(paid) || (waits && attempt.sca_url.is_none()))
    }

    /// Asks the bank for a payment's status, and why it is so; records nothing.
    async fn ask_bank(&self, attempt: &AttemptRow, ours: Option<Reason>) -> Option<(BankWord, Option<Reason>)> {
        let (profile, payment) = (self.profile(attempt)?, payment_of(attempt)?);
        let (ids, token) = (new_ids(), self.token_of(attempt));
        let answer =
            self.call(attempt, Call::Status, &ids, bg::status(profile, &payment, token.as_deref(), &ids)).await.ok()?;
        let said = match bg::read_status(&as_answer(&answer)) {
            BankStatus::Said(said) => said,
            unclear => {
                if token.is_some() && matches!(unclear, BankStatus::Denied(_)) {
                    self.drop_token(attempt).await;
                }
                let kind = kind_of(&unclear);
                tracing::warn!(
                    object_id = attempt.object_id,
                    number = attempt.number,
                    answer = kind,
                    "no word from the bank"
                );
                return None;
            }
        };
        if said.word == BankWord::Cancelled && ours.is_some() {
            return Some((said.word, ours));
        }
        let sca = match (said.sca, said.word) {
            // Why it ended is asked once.
            (None, BankWord::Cancelled | BankWord::Refused) if !is_over(attempt.state) => {
                self.read_sca(attempt, profile).await
            }
            (known, _) => known,
        };
        Some((said.word, bg::explain(said.word, said.told, sca)))
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

    async fn record_word(
        &self,
        attempt: &AttemptRow,
        word: BankWord,
        reason: Option<Reason>,
    ) -> Result<Recorded, Fault> {
        let fact = match word {
            BankWord::Pending { .. } => AttemptFact::Pending,
            BankWord::Executing { .. } => AttemptFact::Executing,
            BankWord::Settled => AttemptFact::Settled,
            BankWord::Refused => AttemptFact::Refused,
            BankWord::Cancelled => AttemptFact::Cancelled,
        };
        let second = matches!(word, BankWord::Pending { second_signer: true });
        let edit = move |row: &mut AttemptRow| {
            row.second_signer = second;
            // What was said of an end is over with it, when the bank executes after all.
            let moves = matches!(word, BankWord::Executing { .. } | BankWord::Settled);
            row.reason = if moves { None } else { row.reason.or(reason) };
        };
        self.record(&attempt.object_id, Fact::Of(attempt.number, fact), With::Edit(Box::new(edit))).await
    }

    /// Cancels the payment at the bank, reads it there, and records what was read. Whether it is surely over without money.
    ///
    /// # Errors
    /// `Fault::Store`.
    pub async fn cancel_at_bank(&self, attempt: &AttemptRow, reason: Reason) -> Result<bool, Fault> {
        self.send_cancel(attempt).await;
        let word = self.read_bank(attempt, Some(reason)).await?;
        Ok(matches!(word, Some(BankWord::Cancelled | BankWord::Refused)))
    }

    /// The same, but a confirmed cancellation is not recorded: the caller records more than that.
    ///
    /// # Errors
    /// `Fault::Store`.
    pub async fn cancel_for_revocation(&self, attempt: &AttemptRow) -> Result<bool, Fault> {
        self.send_cancel(attempt).await;
        match self.ask_bank(attempt, Some(Reason::CancelledHere)).await {
            Some((BankWord::Cancelled, _)) => Ok(true),
            Some((word, reason)) => {
                self.record_word(attempt, word, reason).await?;
                Ok(false)
            }
            None => Ok(false),
        }
    }

    async fn send_cancel(&self, attempt: &AttemptRow) {
        let (Some(profile), Some(payment)) = (self.profile(attempt), payment_of(attempt)) else { return };
        let (ids, token) = (new_ids(), self.token_of(attempt));
        let answer =
            self.call(attempt, Call::Cancel, &ids, bg::cancel(profile, &payment, token.as_deref(), &ids)).await;
        let said = answer.as_ref().map(|answer| bg::read_cancel(&as_answer(answer)));
        if !matches!(said, Ok(Cancellation::Cancelled)) {
            tracing::info!(
                object_id = attempt.object_id,
                number = attempt.number,
                "the bank did not say that it cancelled"
            );
        }
    }

    /// Carries out what a recorded fact ordered.
    ///
    /// # Errors
    /// `Fault::Store`.
    pub async fn obey(&self, link_id: &str, recorded: &Recorded) -> Result<(), Fault> {
        let Recorded::Changed(Some(Order::CancelAtBank(number))) = recorded else { return Ok(()) };
        let attempts = self.store.attempts(link_id).await?;
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

fn payment_of(attempt: &AttemptRow) -> Option<PaymentRef> {
    Some(PaymentRef { method_id: attempt.method_id.clone(), payment_id: attempt.resource_id.clone()? })
}

const fn kind_of(status: &BankStatus) -> &'static str {
    match status {
        BankStatus::Said(_) => "said",
        BankStatus::Unrecognised { .. } => "unrecognised",
        BankStatus::NotFound(_) => "not found",
        BankStatus::Denied(_) => "denied",
        BankStatus::Unavailable(_) => "unavailable",
    }
}
