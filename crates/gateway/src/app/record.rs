//! The one way a link changes: a fact is applied, and what it changes is stored at once or not at all:
//! the status (compare-and-set), its log row, its webhook message, the attempt.

use super::{App, Fault};
use crate::store::attempts::{self, AttemptRow};
use crate::store::links::{self, LinkRow};
use crate::store::{self, Write, events, outbox};
use flow::lifecycle::{self, AttemptFact, Change, Fact, NotAllowed, Order};
use flow::polling::{BankReads, next_read_ms};
use serde::Serialize;

/// What a fact did.
#[derive(Clone, Debug)]
pub enum Recorded {
    /// Stored; what to do next.
    Changed(Option<Order>),
    /// Known already.
    Nothing,
    /// The rules do not allow it; logged.
    Refused(NotAllowed),
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
    /// The attempt that begins (its number is given here), and the SHA-256 of its return's `state`.
    New(Box<AttemptRow>, Vec<u8>),
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

impl App {
    /// Records a fact about a link.
    ///
    /// # Errors
    /// `Fault::NotFound`, `Fault::Store`. A fact that the rules refuse is no error: see `Recorded`.
    pub async fn record(&self, link_id: &str, fact: Fact, with: With) -> Result<Recorded, Fault> {
        let mut write = self.store.write().await?;
        let row = links::in_write(&mut write, link_id).await?.ok_or(Fault::NotFound)?;
        let attempts = attempts::in_write(&mut write, link_id).await?;
        let now = self.now_ms();
        let change = match lifecycle::apply(&as_link(&row, &attempts, now), fact) {
            Ok(change) => change,
            Err(refused) => {
                tracing::warn!(link_id, %refused, "a fact was refused");
                return Ok(Recorded::Refused(refused));
            }
        };
        let visible = self.store_attempt(&mut write, &attempts, (&change, fact), with, now).await?;
        if !change.status_changed && !visible {
            write.commit().await.map_err(store::Error::from)?;
            return Ok(change.order.map_or(Recorded::Nothing, |order| Recorded::Changed(Some(order))));
        }
        let log_seq = if change.status_changed { row.log_seq + 1 } else { row.log_seq };
        links::set_status(&mut write, &row, change.link.status, log_seq).await?;
        if change.status_changed {
            self.log_and_tell(&mut write, &row, &change, fact, (log_seq, now)).await?;
        }
        write.commit().await.map_err(store::Error::from)?;
        if change.status_changed {
            self.metrics.change(change.link.status, fact.as_str());
        }
        if let Some(alarm) = change.alarm {
            self.metrics.alarm(alarm.as_str());
            tracing::error!(link_id, alarm = alarm.as_str(), "a person must look at this link");
        }
        self.hub.tell(link_id, row.version + 1);
        self.wake_webhooks.notify_one();
        self.wake_reader.notify_one();
        Ok(Recorded::Changed(change.order))
    }

    /// Nothing new is known since `began_ms`: only the next reading is planned. What could not even be asked is not asked
    /// again at once.
    pub(super) async fn plan_reading(&self, attempt: &AttemptRow, began_ms: i64) -> Result<(), Fault> {
        let mut write = self.store.write().await?;
        let rows = attempts::in_write(&mut write, &attempt.object_id).await?;
        let Some(mut row) = rows.into_iter().find(|row| row.number == attempt.number) else { return Ok(()) };
        let calls = self.store.call_times(&row.object_id, row.number).await?;
        let was_asked = calls.iter().any(|sent_ms| *sent_ms >= began_ms);
        let now = self.now_ms();
        let floor = if was_asked { now } else { now.saturating_add(NOT_ASKED_MS) };
        row.next_read_at = next_read(&row, None, &calls, now).map(|next| next.max(floor));
        attempts::update(&mut write, &row).await?;
        Ok(write.commit().await.map_err(store::Error::from)?)
    }

    async fn log_and_tell(
        &self,
        write: &mut Write,
        row: &LinkRow,
        change: &Change,
        fact: Fact,
        (log_seq, now): (i64, i64),
    ) -> Result<(), Fault> {
        let status = change.link.status;
        let number = match fact {
            Fact::Of(number, _) | Fact::RevokedAtBank(number) => Some(number),
            Fact::Begun => change.attempt_changed,
            Fact::Opened | Fact::Revoked => None,
        };
        events::append(write, &row.link_id, log_seq, status.as_str(), fact.as_str(), number, now).await?;
        tracing::info!(link_id = row.link_id, seq = log_seq, %status, cause = fact.as_str(), attempt = number, "status");
        let Some(url) = &row.webhook_url else { return Ok(()) };
        let body = serde_json::to_string(&LinkStatusUpdate {
            r#type: "link_status_update",
            link_id: &row.link_id,
            web_id: &row.web_id,
            status: status.as_str(),
        })
        .map_err(|_| store::Error::Corrupt("a webhook body"))?;
        let message =
            outbox::NewMessage { client_id: &row.client_id, object_id: &row.link_id, seq: log_seq, url, body: &body };
        Ok(outbox::add(write, message, now).await?)
    }

    /// Stores what changed about an attempt; whether a page could see it.
    async fn store_attempt(
        &self,
        write: &mut Write,
        rows: &[AttemptRow],
        (change, fact): (&Change, Fact),
        with: With,
        now: i64,
    ) -> Result<bool, Fault> {
        let edit = match with {
            With::New(mut row, state_hash) => {
                row.number = change.attempt_changed.unwrap_or(1);
                attempts::insert(write, &row, &state_hash).await?;
                return Ok(true);
            }
            With::Edit(edit) => Some(edit),
            With::Nothing => None,
        };
        let (Fact::Of(number, _) | Fact::RevokedAtBank(number)) = fact else { return Ok(false) };
        let (Some(before), Some(after)) = (
            rows.iter().find(|row| row.number == number),
            change.link.attempts.iter().find(|attempt| attempt.number == number),
        ) else {
            return Ok(false);
        };
        let mut row = before.clone();
        row.state = after.state;
        if let Some(edit) = edit {
            edit(&mut row);
        }
        stamp(&mut row, fact, now);
        let calls = self.store.call_times(&row.object_id, number).await?;
        row.next_read_at = next_read(&row, Some(fact), &calls, now);
        attempts::update(write, &row).await?;
        Ok(seen(before) != seen(&row))
    }
}

/// `link_status_update`, exactly as documented.
#[derive(Serialize)]
struct LinkStatusUpdate<'a> {
    r#type: &'a str,
    link_id: &'a str,
    web_id: &'a str,
    status: &'a str,
}

/// A link as the rules see it.
pub fn as_link(row: &LinkRow, attempts: &[AttemptRow], now: i64) -> lifecycle::Link {
    lifecycle::Link {
        kind: row.kind,
        status: row.status,
        attempts: attempts.iter().map(|one| lifecycle::Attempt { number: one.number, state: one.state }).collect(),
        is_expired: now >= row.expires_at,
    }
}

/// What of an attempt a page can see.
fn seen(row: &AttemptRow) -> (protocol::AttemptState, Option<protocol::page::Reason>, bool, bool, bool) {
    (row.state, row.reason, row.second_signer, row.dismissed, row.sca_alive)
}

fn stamp(row: &mut AttemptRow, fact: Fact, now: i64) {
    let Fact::Of(_, known) = fact else { return };
    let first = match known {
        AttemptFact::Accepted => &mut row.accepted_at,
        AttemptFact::Left => &mut row.left_at,
        AttemptFact::Returned => &mut row.returned_at,
        _ => &mut row.ended_at,
    };
    let is_end = !matches!(known, AttemptFact::Accepted | AttemptFact::Left | AttemptFact::Returned);
    if first.is_none() && (!is_end || lifecycle::is_over(row.state)) {
        *first = Some(now);
    }
    // Somebody comes back from a payment that was thought over: it is read again, until the bank says again that it is.
    let doubted = row.returned_at > row.ended_at;
    match known {
        AttemptFact::Returned if is_over_unpaid(row) => row.returned_at = Some(now),
        _ if is_end && doubted && lifecycle::is_over(row.state) && known != AttemptFact::Pending => {
            row.ended_at = Some(now);
        }
        // The bank has changed its mind.
        _ if !lifecycle::is_over(row.state) => row.ended_at = None,
        _ => {}
    }
}

/// Over without money, as far as is known, and there is something at the bank to be asked about.
fn is_over_unpaid(row: &AttemptRow) -> bool {
    lifecycle::is_over(row.state) && row.state != protocol::AttemptState::Settled && row.resource_id.is_some()
}

/// What could not be asked (no connection to this bank is configured any more) is tried again after so long.
const NOT_ASKED_MS: i64 = 60_000;
/// When the bank is asked next about an attempt whose fate is unknown: when we give it up.
pub(super) const GIVE_UP_AFTER_MS: i64 = 14_000;

fn next_read(row: &AttemptRow, fact: Option<Fact>, calls: &[i64], now: i64) -> Option<i64> {
    use protocol::AttemptState::{Sending, Unknown};
    if matches!(row.state, Sending | Unknown) {
        return Some(now.max(row.created_at + GIVE_UP_AFTER_MS));
    }
    let returned_now = matches!(fact, Some(Fact::Of(_, AttemptFact::Returned)));
    let doubted = is_over_unpaid(row) && row.returned_at > row.ended_at;
    let reads = BankReads {
        accepted_ms: row.accepted_at,
        left_ms: row.left_at,
        returned_ms: if returned_now { Some(now) } else { row.returned_at },
        calls_ms: calls,
        is_over: lifecycle::is_over(row.state) && !doubted,
    };
    next_read_ms(&reads, now)
}
