//! What a fact makes of an attempt, of a payment's or of a consent's alike: its row, its times, when its bank is asked next.
//! Never here: which facts are allowed (`flow`), what they mean for the link or consent (`record`, `consents::record`).

use super::form::Inputs;
use super::{App, Fault, hash};
use crate::store::attempts::{self, AttemptRow, Subject};
use crate::store::receipts;
use crate::store::{self, Write};
use flow::lifecycle::{AttemptFact, Order, is_over};
use flow::polling::{BankReads, next_after_approval_ms, next_deletion_ms, next_read_ms, next_watch_ms};
use protocol::page::{Approach, Reason};
use protocol::{AttemptState, LinkKind};
use uuid::Uuid;

/// What a fact did.
#[derive(Clone, Debug)]
pub enum Recorded {
    /// Stored; what to do next.
    Changed(Option<Order>),
    /// Known already.
    Nothing,
    /// The rules do not allow it, and say why; logged.
    Refused(String),
}

impl Recorded {
    /// Whether the fact holds now.
    pub const fn holds(&self) -> bool {
        !matches!(self, Self::Refused(_))
    }
}

/// What comes with a fact.
pub enum With {
    /// Nothing.
    Nothing,
    /// More about the attempt that the fact names.
    Edit(Box<dyn FnOnce(&mut AttemptRow) + Send>),
    /// The attempt that begins (its number is given here), the SHA-256 of its return's `state`, and where something was accepted
    /// by it, the receipt of that, sealed, and the number that it was drawn up for.
    New(Box<AttemptRow>, Vec<u8>, Option<(u32, Vec<u8>)>),
}

impl With {
    /// Whether it begins an attempt with a receipt that was drawn up for another number: somebody was quicker.
    pub(super) fn is_outrun(&self, step: Option<Step>) -> bool {
        let Self::New(_, _, Some((number, _))) = self else { return false };
        step.is_none_or(|step| step.number != *number)
    }
}

impl std::fmt::Debug for With {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Nothing => "Nothing",
            Self::Edit(_) => "Edit",
            Self::New(..) => "New",
        })
    }
}

/// What there is still to do at the bank about an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Errand {
    /// To hear its last word.
    Hear,
    /// A consent that is valid: to hear whether it still is.
    Watch,
    /// A consent that must go, since then (milliseconds since 1970): to delete it, until the bank confirms it.
    Delete {
        /// Milliseconds since 1970.
        since_ms: i64,
    },
}

/// What a fact makes of one attempt.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    /// Which.
    pub number: u32,
    /// Its state afterwards.
    pub state: AttemptState,
    /// What became known about it; `None` where the fact is the whole object's.
    pub known: Option<AttemptFact>,
    /// What is still to do.
    pub errand: Errand,
}

/// What could not be asked (no connection to this bank is configured any more) is tried again after so long.
const NOT_ASKED_MS: i64 = 60_000;
/// When the bank is asked next about an attempt whose fate is unknown: when we give it up.
pub(super) const GIVE_UP_AFTER_MS: i64 = 14_000;

/// What is known of an attempt before it begins.
#[derive(Clone, Copy)]
pub(super) struct Beginning<'a> {
    pub object_id: &'a str,
    pub subject: Subject,
    pub env: &'a str,
    pub provider_id: &'static str,
    pub method_id: &'static str,
    /// The browser's secret; `None`: nobody has come yet.
    pub holder: Option<&'a str>,
    pub inputs: &'a Inputs,
    /// Whether it begins from a consent's reduced view.
    pub reduced: bool,
    /// What was shown and accepted: the number that the attempt must get, and its receipt as a file.
    pub receipt: Option<(u32, &'a [u8])>,
    /// The attempt whose place it takes: cancelled at its bank, and recorded so with this one.
    pub renews: Option<u32>,
    /// How it is carried out: who sends the PSU to the bank, and to whom the bank sends the PSU back.
    pub kind: LinkKind,
    /// Where the client wants the PSU back.
    pub redirect_url: Option<&'a str>,
}

impl App {
    /// The row of an attempt that begins; its number is given when it is stored.
    pub(super) fn new_attempt(&self, of: Beginning<'_>) -> Result<AttemptRow, Fault> {
        let x_request_id = Uuid::new_v4().to_string();
        let inputs = self.sealed_inputs(&x_request_id, of.inputs)?;
        let now = self.now_ms();
        Ok(AttemptRow {
            object_id: of.object_id.to_owned(),
            subject: of.subject,
            number: 0,
            state: AttemptState::Sending,
            env: of.env.to_owned(),
            provider_id: of.provider_id.to_owned(),
            method_id: of.method_id.to_owned(),
            x_request_id,
            // No secret has an empty hash: what is nobody's is nobody's, whatever a browser sends.
            holder_hash: of.holder.map(hash).unwrap_or_default(),
            return_hash: None,
            inputs,
            resource_id: None,
            approach: Approach::Redirect,
            psu_message: None,
            sca: None,
            sca_status_link: None,
            sca_alive: true,
            grant: None,
            reason: None,
            second_signer: false,
            dismissed: false,
            reduced: of.reduced,
            created_at: now,
            accepted_at: None,
            left_at: None,
            returned_at: None,
            ended_at: None,
            // Should its fate never be recorded, it is given up all the same.
            next_read_at: Some(now.saturating_add(GIVE_UP_AFTER_MS)),
        })
    }

    /// What is known of the PSU, sealed for the attempt with this X-Request-ID.
    pub(super) fn sealed_inputs(&self, x_request_id: &str, inputs: &Inputs) -> Result<Vec<u8>, Fault> {
        let corrupt = || Fault::Store(store::Error::Corrupt("attempts.inputs"));
        let plain = serde_json::to_vec(inputs).map_err(|_| corrupt())?;
        self.keys.seal(x_request_id.as_bytes(), &plain).map_err(|_| corrupt())
    }

    /// What the PSU typed for an attempt.
    pub(super) fn open_inputs(&self, attempt: &AttemptRow) -> Option<Inputs> {
        let plain = self.keys.open(attempt.x_request_id.as_bytes(), &attempt.inputs).ok()?;
        serde_json::from_slice(&plain).ok()
    }

    /// Stores that an attempt was cancelled at its bank, so that another takes its place.
    pub(super) async fn store_replaced(
        &self,
        write: &mut Write,
        rows: &[AttemptRow],
        number: u32,
        now: i64,
    ) -> Result<(), Fault> {
        let known = AttemptFact::Cancelled;
        let step = Step { number, state: AttemptState::Cancelled, known: Some(known), errand: Errand::Hear };
        let edit = |row: &mut AttemptRow| {
            row.reason = Some(if row.sca_alive { Reason::CancelledHere } else { Reason::ScaExpired });
        };
        self.store_attempt(write, rows, Some(step), With::Edit(Box::new(edit)), now).await?;
        Ok(())
    }

    /// Stores what changed about an attempt; whether a page could see it.
    pub(super) async fn store_attempt(
        &self,
        write: &mut Write,
        rows: &[AttemptRow],
        step: Option<Step>,
        with: With,
        now: i64,
    ) -> Result<bool, Fault> {
        let edit = match with {
            With::New(mut row, state_hash, receipt) => {
                row.number = step.map_or(1, |step| step.number);
                attempts::insert(write, &row, &state_hash).await?;
                if let Some((_, receipt)) = receipt {
                    receipts::insert(write, &row.object_id, row.number, &receipt, now).await?;
                }
                return Ok(true);
            }
            With::Edit(edit) => Some(edit),
            With::Nothing => None,
        };
        let Some(step) = step else { return Ok(false) };
        let Some(before) = rows.iter().find(|row| row.number == step.number) else { return Ok(false) };
        let mut row = before.clone();
        row.state = step.state;
        if let Some(edit) = edit {
            edit(&mut row);
        }
        if let Some(known) = step.known {
            stamp(&mut row, known, now);
        }
        let calls = self.store.call_times(&row.object_id, row.number).await?;
        row.next_read_at = next_read(&row, step.errand, step.known, &calls, now);
        let_go(&mut row, step.errand);
        attempts::update(write, &row).await?;
        Ok(seen(before) != seen(&row))
    }

    /// Nothing new is known since `began_ms`: only the next reading is planned. What could not even be asked is not asked
    /// again at once.
    pub(super) async fn plan_reading(&self, attempt: &AttemptRow, began_ms: i64) -> Result<(), Fault> {
        let mut write = self.store.write().await?;
        let rows = attempts::in_write(&mut write, &attempt.object_id).await?;
        let now = self.now_ms();
        let errand = self.errand(&mut write, attempt, &rows).await?;
        let Some(mut row) = rows.into_iter().find(|row| row.number == attempt.number) else { return Ok(()) };
        let calls = self.store.call_times(&row.object_id, row.number).await?;
        let was_asked = calls.iter().any(|sent_ms| *sent_ms >= began_ms);
        let floor = if was_asked { now } else { now.saturating_add(NOT_ASKED_MS) };
        row.next_read_at = next_read(&row, errand, None, &calls, now).map(|next| next.max(floor));
        let_go(&mut row, errand);
        attempts::update(&mut write, &row).await?;
        Ok(write.commit().await.map_err(store::Error::from)?)
    }
}

/// Nothing is asked of the bank about a consent's attempt any more: it is over there, or its deletion is given up. Its tokens go.
fn let_go(row: &mut AttemptRow, errand: Errand) {
    let is_over = is_over(row.state) || matches!(errand, Errand::Delete { .. });
    if row.subject == Subject::Consent && is_over && row.next_read_at.is_none() {
        row.grant = None;
    }
}

/// What of an attempt a page can see.
fn seen(row: &AttemptRow) -> (AttemptState, Option<protocol::page::Reason>, bool, bool, bool) {
    (row.state, row.reason, row.second_signer, row.dismissed, row.sca_alive)
}

fn stamp(row: &mut AttemptRow, known: AttemptFact, now: i64) {
    let first = match known {
        AttemptFact::Accepted => &mut row.accepted_at,
        AttemptFact::Left => &mut row.left_at,
        AttemptFact::Returned => &mut row.returned_at,
        _ => &mut row.ended_at,
    };
    let is_end = !matches!(known, AttemptFact::Accepted | AttemptFact::Left | AttemptFact::Returned);
    if first.is_none() && (!is_end || is_over(row.state)) {
        *first = Some(now);
    }
    // Somebody comes back from what was thought over: it is read again, until the bank says again that it is.
    let doubted = row.returned_at > row.ended_at;
    match known {
        AttemptFact::Returned if is_over_in_vain(row) => row.returned_at = Some(now),
        _ if is_end && doubted && is_over(row.state) && known != AttemptFact::Pending => {
            row.ended_at = Some(now);
        }
        // The bank has changed its mind.
        _ if !is_over(row.state) => row.ended_at = None,
        _ => {}
    }
}

/// Over without money or consent, as far as is known, and there is something at the bank to be asked about.
fn is_over_in_vain(row: &AttemptRow) -> bool {
    is_over(row.state) && row.state != AttemptState::Settled && row.resource_id.is_some()
}

fn next_read(row: &AttemptRow, errand: Errand, known: Option<AttemptFact>, calls: &[i64], now: i64) -> Option<i64> {
    use AttemptState::{Sending, Unknown};
    if matches!(row.state, Sending | Unknown) {
        return Some(now.max(row.created_at + GIVE_UP_AFTER_MS));
    }
    match errand {
        Errand::Watch => next_watch_ms(row.ended_at.unwrap_or(now), calls, now),
        Errand::Delete { since_ms } => next_deletion_ms(since_ms, calls, now),
        Errand::Hear => {
            if known == Some(AttemptFact::Executing) && row.approach != Approach::Redirect && row.returned_at.is_none()
            {
                return Some(next_after_approval_ms(calls, now));
            }
            let doubted = is_over_in_vain(row) && row.returned_at > row.ended_at;
            let reads = BankReads {
                approach: row.approach,
                accepted_ms: row.accepted_at,
                left_ms: row.left_at,
                returned_ms: if known == Some(AttemptFact::Returned) { Some(now) } else { row.returned_at },
                calls_ms: calls,
                is_over: is_over(row.state) && !doubted,
            };
            next_read_ms(&reads, now)
        }
    }
}
