//! Leaving for the bank.

use super::attempt::With;
use super::form::Inputs;
use super::{App, Fault, hash, mark};
use crate::doors::secrets;
use crate::store::attempts::{self, AttemptRow};
use crate::store::consents::ConsentRow;
use crate::store::links::LinkRow;
use crate::store::receipts;
use flow::lifecycle::AttemptFact;
use protocol::{AttemptState, ConsentStatus};
use std::net::IpAddr;

/// Where to, and the cookie that finds the attempt when the bank returns the PSU with nothing in the address.
#[derive(Debug)]
pub struct Leaving {
    /// The bank's SCA address.
    pub sca_url: String,
    /// Value of the return cookie.
    pub return_token: String,
    /// The bank.
    pub provider_id: String,
    /// What this attempt's cookie is named by.
    pub mark: String,
    /// When, milliseconds since 1970.
    pub at_ms: i64,
}

/// The browser that goes on with what was begun for the client.
#[derive(Clone, Copy)]
pub struct Claimant<'a> {
    /// Its secret; an empty one claims nothing.
    pub holder: &'a str,
    /// Where it is, when that is known.
    pub ip: Option<IpAddr>,
}

/// What a PSU leaves for the bank with: a link, or a consent.
#[derive(Clone, Copy, Debug)]
pub struct Bound<'a> {
    object_id: &'a str,
    may_leave: bool,
}

impl<'a> From<&'a LinkRow> for Bound<'a> {
    fn from(link: &'a LinkRow) -> Self {
        Self { object_id: &link.link_id, may_leave: !link.status.is_final() }
    }
}

impl<'a> From<&'a ConsentRow> for Bound<'a> {
    fn from(consent: &'a ConsentRow) -> Self {
        let at_bank = matches!(consent.status, ConsentStatus::ScaUrlRetrieved | ConsentStatus::AwaitingAuthz);
        Self { object_id: &consent.consent_id, may_leave: at_bank }
    }
}

/// Whether this is the secret of the browser that holds the attempt. Nothing is no secret.
pub fn is_held_by(attempt: &AttemptRow, holder: &str) -> bool {
    !holder.is_empty() && attempt.holder_hash == hash(holder)
}

/// Whether this attempt's holder may be sent to its bank now.
pub fn can_leave(attempt: &AttemptRow) -> bool {
    use AttemptState::{Accepted, Left, Returned};
    matches!(attempt.state, Accepted | Left | Returned) && attempt.sca_alive && attempt.sca.is_some()
}

impl App {
    /// Makes an attempt that nobody holds this browser's, in one write with what it agrees to by that: `receipt`, a file. Where another
    /// was first nothing changes.
    ///
    /// # Errors
    /// `Fault::Store`.
    pub async fn claim(&self, attempt: &AttemptRow, by: Claimant<'_>, receipt: Option<&[u8]>) -> Result<bool, Fault> {
        if by.holder.is_empty() {
            return Ok(false);
        }
        let inputs = Inputs { ip: by.ip, ..self.open_inputs(attempt).unwrap_or_default() };
        let inputs = self.sealed_inputs(&attempt.x_request_id, &inputs)?;
        let receipt = receipt.map(|file| self.kept_receipt(&attempt.object_id, attempt.number, file)).transpose()?;
        let mut write = self.store.write().await?;
        if !attempts::claim(&mut write, attempt, &hash(by.holder), &inputs).await? {
            return Ok(false);
        }
        if let Some(receipt) = receipt {
            receipts::insert(&mut write, &attempt.object_id, attempt.number, &receipt, self.now_ms()).await?;
        }
        write.commit().await.map_err(crate::store::Error::from)?;
        tracing::info!(object_id = attempt.object_id, number = attempt.number, "claimed");
        Ok(true)
    }

    /// Sends the holder of the running attempt to the bank; `None` when there is nowhere to go.
    ///
    /// # Errors
    /// `Fault::Store`.
    pub async fn leave<'a>(&self, of: impl Into<Bound<'a>> + Send, holder: &str) -> Result<Option<Leaving>, Fault> {
        let Bound { object_id, may_leave } = of.into();
        let attempts = self.store.attempts(object_id).await?;
        let Some(attempt) = attempts.into_iter().next_back() else { return Ok(None) };
        if !may_leave || !is_held_by(&attempt, holder) || !can_leave(&attempt) {
            return Ok(None);
        }
        let Some(sca_url) = self.sca_url(&attempt) else { return Ok(None) };
        let return_token = secrets::new_token();
        // What the return will be known by is written with the leaving itself, and before the PSU can be anywhere near the bank.
        let return_hash = Some(hash(&return_token));
        let known_by = With::Edit(Box::new(move |row: &mut AttemptRow| row.return_hash = return_hash));
        let left = self.record_of(&attempt, AttemptFact::Left, known_by).await?;
        let (mark, at_ms) = (mark(&format!("{object_id} {}", attempt.number)), self.now_ms());
        Ok(left.holds().then_some(Leaving { sca_url, return_token, provider_id: attempt.provider_id, mark, at_ms }))
    }
}
