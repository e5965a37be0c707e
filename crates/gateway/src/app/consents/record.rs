//! The one way a consent changes: a fact is applied, and what it changes is stored at once or not at all:
//! the status (compare-and-set), its times, its log row, its webhook message, the attempt.

use crate::app::attempt::{Errand, Step};
pub use crate::app::attempt::{Recorded, With};
use crate::app::{App, Fault};
use crate::store::attempts::{self, AttemptRow};
use crate::store::consents::{self, ConsentRow};
use crate::store::{self, Write, events, outbox};
use flow::lifecycle::consent::{self, Change, Consent, Fact};
use flow::lifecycle::{Attempt, Order};
use protocol::{AttemptState, ConsentStatus};
use serde::Serialize;

/// Milliseconds of a day of validity.
const DAY_MS: i64 = 86_400_000;

impl App {
    /// Records a fact about a consent.
    ///
    /// # Errors
    /// `Fault::NoConsent`, `Fault::Store`. A fact that the rules refuse is no error: see `Recorded`.
    pub async fn record_consent(&self, consent_id: &str, fact: Fact, with: With) -> Result<Recorded, Fault> {
        let mut write = self.store.write().await?;
        let row = consents::in_write(&mut write, consent_id).await?.ok_or(Fault::NoConsent)?;
        let attempts = attempts::in_write(&mut write, consent_id).await?;
        let now = self.now_ms();
        let change = match consent::apply(&as_consent(&row, &attempts, now), fact) {
            Ok(change) => change,
            Err(refused) => {
                tracing::warn!(consent_id, %refused, "a fact was refused");
                return Ok(Recorded::Refused(refused.to_string()));
            }
        };
        let after = changed(&row, &change, now);
        let step = step(&after, &change, fact, now);
        if with.is_outrun(step) {
            return Ok(Recorded::Refused("another attempt began before it".to_owned()));
        }
        if let Fact::Renewed(old) = fact {
            self.store_replaced(&mut write, &attempts, old, now).await?;
        }
        let visible = self.store_attempt(&mut write, &attempts, step, with, now).await?;
        if !change.status_changed && !visible {
            write.commit().await.map_err(store::Error::from)?;
            return Ok(change.order.map_or(Recorded::Nothing, |order| Recorded::Changed(Some(order))));
        }
        consents::update(&mut write, &after).await?;
        if change.status_changed {
            log_and_tell(&mut write, &after, fact, now).await?;
        }
        write.commit().await.map_err(store::Error::from)?;
        if change.status_changed {
            self.metrics.consent_change(after.status, fact.as_str());
        }
        self.hub.tell(consent_id, row.version + 1);
        self.wake_webhooks.notify_one();
        self.wake_reader.notify_one();
        // What was authorised is read.
        self.wake_data.notify_one();
        Ok(Recorded::Changed(change.order))
    }
}

/// A consent as the rules see it.
pub fn as_consent(row: &ConsentRow, attempts: &[AttemptRow], now: i64) -> Consent {
    Consent {
        kind: row.kind,
        status: row.status,
        attempts: attempts.iter().map(|one| Attempt { number: one.number, state: one.state }).collect(),
        is_expired: now >= row.expires_at,
    }
}

/// What there is still to do at the bank about an attempt of a consent.
pub(in crate::app) fn errand(row: &ConsentRow, consent: &Consent, number: u32, now: i64) -> Errand {
    if consent.is_unwanted(number) {
        return Errand::Delete { since_ms: row.ended_at.unwrap_or(now) };
    }
    let state = consent.attempts.iter().find(|one| one.number == number).map(|one| one.state);
    if state == Some(AttemptState::Settled) { Errand::Watch } else { Errand::Hear }
}

/// The row afterwards, its version apart.
fn changed(row: &ConsentRow, change: &Change, now: i64) -> ConsentRow {
    let mut after = row.clone();
    if !change.status_changed {
        return after;
    }
    after.status = change.consent.status;
    after.log_seq += 1;
    if after.status == ConsentStatus::Authorized {
        after.authorized_at = Some(now);
        after.authorized_until = Some(now.saturating_add(i64::from(row.validity_days) * DAY_MS));
    }
    if after.status.is_final() {
        after.ended_at = Some(now);
        after.ended_by = change.ended_by;
    }
    after.due_at = match after.status {
        status if status.is_final() => None,
        _ if change.consent.is_given() => after.authorized_until,
        _ => Some(row.expires_at),
    };
    after
}

/// What a fact makes of the attempt that it names or begins, or else of the one that counts: what is to be done about it may be another.
fn step(row: &ConsentRow, change: &Change, fact: Fact, now: i64) -> Option<Step> {
    let (number, known) = match (fact, change.order) {
        (Fact::Of(number, known), _) => (number, Some(known)),
        (_, Some(Order::CancelAtBank(number))) => (number, None),
        (Fact::Begun | Fact::Renewed(_), _) => (change.attempt_changed?, None),
        _ => (change.consent.current()?.number, None),
    };
    let state = change.consent.attempts.iter().find(|attempt| attempt.number == number)?.state;
    Some(Step { number, state, known, errand: errand(row, &change.consent, number, now) })
}

async fn log_and_tell(write: &mut Write, row: &ConsentRow, fact: Fact, now: i64) -> Result<(), Fault> {
    let (status, seq) = (row.status, row.log_seq);
    let attempt = match fact {
        Fact::Of(number, _) => Some(number),
        _ => None,
    };
    events::append(write, &row.consent_id, seq, status.as_str(), fact.as_str(), attempt, now).await?;
    tracing::info!(consent_id = row.consent_id, seq, %status, cause = fact.as_str(), attempt, "status");
    let Some(url) = &row.webhook_url else { return Ok(()) };
    let body = serde_json::to_string(&ConsentStatusUpdate {
        r#type: "consent_status_update",
        consent_id: &row.consent_id,
        status: status.as_str(),
    })
    .map_err(|_| store::Error::Corrupt("a webhook body"))?;
    let message = outbox::NewMessage { client_id: &row.client_id, object_id: &row.consent_id, seq, url, body: &body };
    Ok(outbox::add(write, message, now).await?)
}

/// `consent_status_update`, exactly as documented.
#[derive(Serialize)]
struct ConsentStatusUpdate<'a> {
    r#type: &'a str,
    consent_id: &'a str,
    status: &'a str,
}
