//! Ending a consent: cancelled or begun anew before the bank, withdrawn by its holder, revoked by its client, over by time.
//! Here its status is another at once; what the bank holds of it is deleted there, until the bank confirms it.

use super::State;
use super::record::{Recorded, With};
use crate::app::cancel::Stopped;
use crate::app::leave::is_held_by;
use crate::app::{App, Fault};
use crate::store::attempts::{self, AttemptRow};
use crate::store::consents::{self, ConsentRow};
use flow::lifecycle::consent::Fact;
use flow::lifecycle::is_over;
use protocol::{AttemptState, ConsentStatus, EndedBy, LinkKind};
use std::sync::Arc;

impl App {
    /// The PSU cancels. Before the bank the consent's status stays as it is.
    ///
    /// # Errors
    /// `Fault::Store`.
    pub async fn cancel_consent(&self, consent: &ConsentRow, holder: &str) -> Result<Stopped, Fault> {
        match self.running(&consent.consent_id).await? {
            None => Ok(Stopped::Yes),
            Some(attempt) if !is_held_by(&attempt, holder) => Ok(Stopped::NotYours),
            Some(attempt) => self.stop(&attempt).await,
        }
    }

    /// The PSU starts again: on this device, or with another bank.
    ///
    /// # Errors
    /// `Fault::Store`.
    pub async fn retry_consent(&self, consent: &ConsentRow) -> Result<Stopped, Fault> {
        // What was sent for the client has one way only: nobody ends it by wishing to begin again.
        if consent.kind != LinkKind::Link {
            return Ok(Stopped::NotYours);
        }
        if let Some(attempt) = self.running(&consent.consent_id).await?
            && self.stop(&attempt).await? != Stopped::Yes
        {
            return Ok(Stopped::NotConfirmed);
        }
        self.dismiss_attempt(&consent.consent_id).await?;
        Ok(Stopped::Yes)
    }

    /// The PSU has read why the last attempt ended, and goes on.
    async fn dismiss_attempt(&self, consent_id: &str) -> Result<(), Fault> {
        let mut write = self.store.write().await?;
        let rows = attempts::in_write(&mut write, consent_id).await?;
        let Some(mut last) = rows.into_iter().next_back().filter(|one| is_over(one.state) && !one.dismissed) else {
            return Ok(());
        };
        // Where the consent has ended, or stands on it, the last attempt says so: that stays.
        let row = consents::in_write(&mut write, consent_id).await?;
        let Some(row) = row.filter(|row| row.status == ConsentStatus::Started) else { return Ok(()) };
        last.dismissed = true;
        attempts::update(&mut write, &last).await?;
        consents::update(&mut write, &row).await?;
        write.commit().await.map_err(crate::store::Error::from)?;
        self.hub.tell(consent_id, row.version + 1);
        Ok(())
    }

    /// The account holder withdraws: only in the browser that authorised. Withdrawn at once, whatever the bank says.
    ///
    /// # Errors
    /// `Fault::Store`.
    pub async fn withdraw(self: &Arc<Self>, consent: &ConsentRow, holder: &str) -> Result<Stopped, Fault> {
        let attempts = self.store.attempts(&consent.consent_id).await?;
        if !attempts.last().is_some_and(|attempt| may_withdraw(attempt, holder)) {
            return Ok(Stopped::NotYours);
        }
        let ended = self.end_consent(&consent.consent_id, Fact::Revoked(EndedBy::Holder)).await?;
        Ok(if ended.holds() { Stopped::Yes } else { Stopped::NotConfirmed })
    }

    /// `ais/consents/revoke`.
    ///
    /// # Errors
    /// `Fault::NoConsent`; `Fault::NotActive` when it ended otherwise, or is suspended.
    pub async fn revoke_consent(
        self: &Arc<Self>,
        client_id: &str,
        env: &str,
        consent_id: &str,
    ) -> Result<State, Fault> {
        self.own_consent(client_id, env, consent_id).await?;
        let ended = self.end_consent(consent_id, Fact::Revoked(EndedBy::Client)).await?;
        let state = self.consent_of_client(client_id, env, consent_id).await?;
        if ended.holds() { Ok(state) } else { Err(Fault::NotActive(state.status)) }
    }

    /// Time alone ends it: nobody authorised while the link could be used, or its validity is over.
    ///
    /// # Errors
    /// `Fault::Store`.
    pub async fn end_by_time(self: &Arc<Self>, consent: &ConsentRow) -> Result<(), Fault> {
        let is_given = consent.authorized_until.is_some();
        if is_given {
            self.end_consent(&consent.consent_id, Fact::Revoked(EndedBy::Time)).await?;
            return Ok(());
        }
        // Somebody may have authorised in time, and we have not heard of it yet.
        if let Some(attempt) = self.running(&consent.consent_id).await?
            && attempt.resource_id.is_some()
        {
            self.read_bank(&attempt, None).await?;
        }
        self.end_consent(&consent.consent_id, Fact::LinkExpired).await?;
        Ok(())
    }

    /// Records an end, and has the bank delete what it holds; that goes on by itself where the bank is slow.
    async fn end_consent(self: &Arc<Self>, consent_id: &str, fact: Fact) -> Result<Recorded, Fault> {
        let recorded = self.record_consent(consent_id, fact, With::Nothing).await?;
        if let Recorded::Changed(Some(_)) = &recorded {
            let (app, id, ordered) = (Arc::clone(self), consent_id.to_owned(), recorded.clone());
            let deleting = tokio::spawn(async move {
                if let Err(error) = app.obey(&id, &ordered).await {
                    tracing::error!(consent_id = id, %error, "a consent could not be deleted at its bank yet");
                }
            });
            let _ = tokio::time::timeout(self.settings.form_waits, deleting).await;
        }
        Ok(recorded)
    }
}

/// Whether this browser authorised by this attempt.
pub fn may_withdraw(attempt: &AttemptRow, holder: &str) -> bool {
    attempt.state == AttemptState::Settled && is_held_by(attempt, holder)
}
