//! Cancelling and starting again: by the PSU here, by the API client's revocation.
//! An attempt that runs is cancelled at the bank first, and only what the bank confirms counts.

use super::leave::is_held_by;
use super::links::LinkState;
use super::record::With;
use super::{App, Fault};
use crate::store::attempts::{self, AttemptRow};
use crate::store::links::LinkRow;
use flow::lifecycle::{Fact, is_over};
use protocol::page::Reason;
use protocol::{AttemptState, LinkKind, LinkStatus};

/// What cancelling or starting again came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stopped {
    /// Nothing runs at a bank.
    Yes,
    /// The bank does not confirm: the payment may still go through.
    NotConfirmed,
    /// It is not this browser's to cancel.
    NotYours,
}

impl App {
    /// The PSU cancels. Before the bank the link's status stays as it is.
    ///
    /// # Errors
    /// `Fault::Store`.
    pub async fn cancel(&self, link: &LinkRow, holder: &str) -> Result<Stopped, Fault> {
        match self.running(&link.link_id).await? {
            None => Ok(Stopped::Yes),
            Some(attempt) if !is_held_by(&attempt, holder) => Ok(Stopped::NotYours),
            Some(attempt) => self.stop(&attempt).await,
        }
    }

    /// The PSU starts again: on this device, or with another bank.
    ///
    /// # Errors
    /// `Fault::Store`.
    pub async fn retry(&self, link: &LinkRow) -> Result<Stopped, Fault> {
        // What was sent for the client has one way only: nobody ends it by wishing to begin again.
        if link.kind != LinkKind::Link {
            return Ok(Stopped::NotYours);
        }
        if let Some(attempt) = self.running(&link.link_id).await?
            && self.stop(&attempt).await? != Stopped::Yes
        {
            return Ok(Stopped::NotConfirmed);
        }
        self.dismiss(link).await?;
        Ok(Stopped::Yes)
    }

    /// The attempt of a link or consent that may still come to something.
    pub(super) async fn running(&self, object_id: &str) -> Result<Option<AttemptRow>, Fault> {
        let attempts = self.store.attempts(object_id).await?;
        Ok(attempts.into_iter().next_back().filter(|attempt| !is_over(attempt.state)))
    }

    /// Cancels a running attempt at its bank.
    pub(super) async fn stop(&self, attempt: &AttemptRow) -> Result<Stopped, Fault> {
        use AttemptState::{Accepted, Left, Returned};
        let can = matches!(attempt.state, Accepted | Left | Returned);
        let stopped = can && self.cancel_at_bank(attempt, Reason::CancelledHere).await?;
        Ok(if stopped { Stopped::Yes } else { Stopped::NotConfirmed })
    }

    /// The PSU has read why the last attempt ended, and goes on.
    async fn dismiss(&self, link: &LinkRow) -> Result<(), Fault> {
        let mut write = self.store.write().await?;
        let rows = attempts::in_write(&mut write, &link.link_id).await?;
        let Some(mut last) = rows.into_iter().next_back().filter(|one| is_over(one.state) && !one.dismissed) else {
            return Ok(());
        };
        // Where the link has ended, the last attempt says why: that stays.
        let row = crate::store::links::in_write(&mut write, &link.link_id).await?;
        let Some(row) = row.filter(|row| row.status == LinkStatus::Started) else { return Ok(()) };
        last.dismissed = true;
        attempts::update(&mut write, &last).await?;
        crate::store::links::set_status(&mut write, &row, row.status, row.log_seq).await?;
        write.commit().await.map_err(crate::store::Error::from)?;
        self.hub.tell(&link.link_id, row.version + 1);
        Ok(())
    }

    /// `links/revoke`.
    ///
    /// # Errors
    /// `Fault::NotFound`; `Fault::Expired`; `Fault::NotAllowed` when the bank does not confirm, or it has gone too far.
    pub async fn revoke(&self, client_id: &str, env: &str, link_id: &str) -> Result<LinkState, Fault> {
        let link = self.own_link(client_id, env, link_id).await?;
        let running = self.running(link_id).await?;
        if link.status == LinkStatus::Revoked {
            return self.state_of(link).await;
        }
        let early = matches!(link.status, LinkStatus::Created | LinkStatus::Started);
        if early && running.is_none() && self.now_ms() >= link.expires_at {
            return Err(Fault::Expired);
        }
        let too_late = |status| Fault::NotAllowed(format!("the link is {status}: it can no longer be revoked"));
        let facts = match (&running, link.status) {
            (None, _) => vec![Fact::Revoked],
            (Some(attempt), LinkStatus::IntentAccepted | LinkStatus::AwaitingAuthz) => {
                if !self.cancel_unrecorded(attempt).await? {
                    return Err(Fault::NotAllowed(
                        "the bank does not confirm that the payment is cancelled".to_owned(),
                    ));
                }
                // Should a reading of the bank have been quicker, the link is started again, and can be revoked at once.
                vec![Fact::RevokedAtBank(attempt.number), Fact::Revoked]
            }
            (Some(_), status) => return Err(too_late(status)),
        };
        for fact in facts {
            if self.record(link_id, fact, With::Nothing).await?.holds() {
                return self.link_of_client(client_id, env, link_id).await;
            }
        }
        Err(too_late(self.own_link(client_id, env, link_id).await?.status))
    }
}
