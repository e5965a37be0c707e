//! A bank's address that dies before it is used. It is noticed when somebody looks, and told on the page. What was begun for the API
//! client is renewed: a new attempt under the unchanged status, once the bank confirms that the old one is over. What was chosen on our
//! page is chosen anew instead.
//! Never here: whether an address may be renewed (`flow`).

use super::attempt::With;
use super::cancel::Stopped;
use super::consents::authorise::Accepted;
use super::form::Inputs;
use super::{App, Fault};
use crate::store::attempts::{AttemptRow, Subject};
use crate::store::consents::ConsentRow;
use crate::store::links::LinkRow;
use connectors::berlin_group::Psu;
use flow::lifecycle::AttemptFact;
use flow::polling::may_read_now;
use protocol::page::Reason;
use protocol::{AttemptState, ConsentStatus, LinkKind, LinkStatus};
use std::sync::Arc;
use std::time::Duration;

/// An address that the bank was asked about so short a time ago is taken to work, milliseconds.
const KNOWN_MS: i64 = 20_000;
/// Nobody waits longer to be told that it does not.
const LOOKS_FOR: Duration = Duration::from_millis(1_500);

impl App {
    /// Asks the bank whether the address of an attempt still works, where that was not asked for a while: who opens the page or goes on
    /// is not led to a dead end.
    ///
    /// # Errors
    /// `Fault::Store`.
    pub async fn look_after(self: &Arc<Self>, attempt: &AttemptRow) -> Result<(), Fault> {
        let calls = self.store.call_times(&attempt.object_id, attempt.number).await?;
        let now = self.now_ms();
        let is_known = calls.iter().any(|sent_ms| now.saturating_sub(*sent_ms) < KNOWN_MS);
        if !attempt.sca_alive || is_known || attempt.sca_status_link.is_none() || !may_read_now(&calls, now) {
            return Ok(());
        }
        let (app, attempt) = (Arc::clone(self), attempt.clone());
        let looking = tokio::spawn(async move {
            if let Err(error) = app.follow_up(&attempt).await {
                tracing::error!(object_id = attempt.object_id, %error, "an address could not be looked after");
            }
        });
        // Who waits for the answer does not wait longer; the looking goes on by itself.
        let _ = tokio::time::timeout(LOOKS_FOR, looking).await;
        Ok(())
    }

    /// The bank says that the approval can never come, while it still holds what was asked.
    pub(super) async fn address_died(&self, attempt: &AttemptRow) -> Result<(), Fault> {
        if !self.is_renewable(attempt).await? {
            self.cancel_at_bank(attempt, Reason::ScaExpired).await?;
        } else if attempt.sca_alive {
            let edit = |row: &mut AttemptRow| row.sca_alive = false;
            self.record_of(attempt, AttemptFact::Pending, With::Edit(Box::new(edit))).await?;
        }
        Ok(())
    }

    /// Asks a payment's bank for a new address. Nobody holds it yet: who goes on first does.
    ///
    /// # Errors
    /// `Fault::Store`.
    pub async fn renew_link(self: &Arc<Self>, link: &LinkRow, psu: Psu) -> Result<Stopped, Fault> {
        let fits = self.fits(link);
        let Some(old) = self.renewable(&link.link_id).await? else { return Ok(Stopped::NotConfirmed) };
        let Some(fit) = fits.iter().find(|fit| fit.method.method_id == old.method_id) else {
            return Ok(Stopped::NotConfirmed);
        };
        if !self.cancel_unrecorded(&old).await? {
            return Ok(Stopped::NotConfirmed);
        }
        let inputs = self.open_inputs(&old).unwrap_or_default();
        let payer = (None, psu);
        let begun = self.ask_for_payment(link, fit, &inputs, payer, Some(old.number), self.settings.form_waits).await?;
        self.renewed(&old, begun).await
    }

    /// The same of a consent: what is agreed to is decided, and written down, when somebody goes on.
    ///
    /// # Errors
    /// `Fault::Store`.
    pub async fn renew_consent(self: &Arc<Self>, consent: &ConsentRow, psu: Psu) -> Result<Stopped, Fault> {
        let fits = self.ais_fits(consent);
        let Some(old) = self.renewable(&consent.consent_id).await? else { return Ok(Stopped::NotConfirmed) };
        let Some(fit) = fits.iter().find(|fit| fit.method.method_id == old.method_id) else {
            return Ok(Stopped::NotConfirmed);
        };
        if !self.cancel_unrecorded(&old).await? {
            return Ok(Stopped::NotConfirmed);
        }
        let inputs = Inputs { ip: None, ..self.open_inputs(&old).unwrap_or_default() };
        let nobody = (Accepted { holder: None, reduced: false, receipt: None }, psu);
        let waits = self.settings.form_waits;
        let begun = self.ask_for_consent(consent, fit, &inputs, nobody, Some(old.number), waits).await?;
        self.renewed(&old, begun).await
    }

    /// Somebody may have been quicker: then the old one's end is what the bank says of it.
    async fn renewed(&self, old: &AttemptRow, begun: bool) -> Result<Stopped, Fault> {
        if begun {
            return Ok(Stopped::Yes);
        }
        self.read_bank(old, Some(Reason::CancelledHere)).await?;
        Ok(Stopped::NotConfirmed)
    }

    /// The running attempt, where a new one may take its place.
    async fn renewable(&self, object_id: &str) -> Result<Option<AttemptRow>, Fault> {
        use AttemptState::{Accepted, Left, Returned};
        let Some(running) = self.running(object_id).await? else { return Ok(None) };
        let can = matches!(running.state, Accepted | Left | Returned) && self.is_renewable(&running).await?;
        Ok(can.then_some(running))
    }

    /// Whether a new address could still be of use.
    async fn is_renewable(&self, attempt: &AttemptRow) -> Result<bool, Fault> {
        let (kind, expires_at, is_at_bank) = match attempt.subject {
            Subject::Payment => {
                let link = self.store.link(&attempt.object_id).await?.ok_or(Fault::NotFound)?;
                let at_bank = matches!(link.status, LinkStatus::IntentAccepted | LinkStatus::AwaitingAuthz);
                (link.kind, link.expires_at, at_bank)
            }
            Subject::Consent => {
                let consent = self.store.consent(&attempt.object_id).await?.ok_or(Fault::NoConsent)?;
                let at_bank = matches!(consent.status, ConsentStatus::ScaUrlRetrieved | ConsentStatus::AwaitingAuthz);
                (consent.kind, consent.expires_at, at_bank)
            }
        };
        Ok(kind == LinkKind::WrappedSca && is_at_bank && self.now_ms() < expires_at)
    }
}
