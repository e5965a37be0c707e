//! The one way a link changes: a fact is applied, and what it changes is stored at once or not at all:
//! the status (compare-and-set), its log row, its webhook message, the attempt.

use super::attempt::{Errand, Step};
pub use super::attempt::{Recorded, With};
use super::{App, Fault};
use crate::store::attempts::{self, AttemptRow};
use crate::store::links::{self, LinkRow};
use crate::store::{self, Write, events, outbox};
use flow::lifecycle::{self, Change, Fact};
use protocol::LinkKind;
use serde::Serialize;

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
                return Ok(Recorded::Refused(refused.to_string()));
            }
        };
        if let Fact::Renewed(old) = fact {
            self.store_replaced(&mut write, &attempts, old, now).await?;
        }
        let visible = self.store_attempt(&mut write, &attempts, step(&change, fact), with, now).await?;
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
            self.metrics.change(change.link.status, cause(row.kind, fact));
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
            Fact::Begun | Fact::Renewed(_) => change.attempt_changed,
            Fact::Opened | Fact::Revoked => None,
        };
        let cause = cause(row.kind, fact);
        events::append(write, &row.link_id, log_seq, status.as_str(), cause, number, now).await?;
        tracing::info!(link_id = row.link_id, seq = log_seq, %status, cause, attempt = number, "status");
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
}

/// The word of the log: where the bank is asked when the link is made, nobody pressed anything.
const fn cause(kind: LinkKind, fact: Fact) -> &'static str {
    match (kind, fact) {
        (LinkKind::WrappedSca | LinkKind::DirectSca | LinkKind::RedirectSca, Fact::Begun) => "sent_at_creation",
        _ => fact.as_str(),
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

/// What a fact makes of the attempt that it names, or begins.
fn step(change: &Change, fact: Fact) -> Option<Step> {
    let (number, known) = match fact {
        Fact::Of(number, known) => (number, Some(known)),
        Fact::RevokedAtBank(number) => (number, None),
        Fact::Begun | Fact::Renewed(_) => (change.attempt_changed?, None),
        Fact::Opened | Fact::Revoked => return None,
    };
    let after = change.link.attempts.iter().find(|attempt| attempt.number == number)?;
    Some(Step { number, state: after.state, known, errand: Errand::Hear })
}
