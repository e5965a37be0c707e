//! Leaving for the bank.

use super::attempt::With;
use super::{App, Fault, hash};
use crate::doors::secrets;
use crate::store::attempts::{self, AttemptRow};
use crate::store::consents::ConsentRow;
use crate::store::links::LinkRow;
use flow::lifecycle::AttemptFact;
use protocol::{AttemptState, ConsentStatus};

/// Where to, and the cookie that finds the attempt when the bank returns the PSU with nothing in the address.
#[derive(Debug)]
pub struct Leaving {
    /// The bank's SCA address.
    pub sca_url: String,
    /// Value of the return cookie.
    pub return_token: String,
    /// The bank.
    pub provider_id: String,
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

/// Whether this attempt's holder may be sent to its bank now.
pub fn can_leave(attempt: &AttemptRow) -> bool {
    use AttemptState::{Accepted, Left, Returned};
    matches!(attempt.state, Accepted | Left | Returned) && attempt.sca_alive && attempt.sca_url.is_some()
}

impl App {
    /// Sends the holder of the running attempt to the bank; `None` when there is nowhere to go.
    ///
    /// # Errors
    /// `Fault::Store`.
    pub async fn leave<'a>(&self, of: impl Into<Bound<'a>> + Send, holder: &str) -> Result<Option<Leaving>, Fault> {
        let Bound { object_id, may_leave } = of.into();
        let attempts = self.store.attempts(object_id).await?;
        let Some(attempt) = attempts.into_iter().next_back() else { return Ok(None) };
        if !may_leave || attempt.holder_hash != hash(holder) || !can_leave(&attempt) {
            return Ok(None);
        }
        let Some(sca_url) = attempt.sca_url.clone() else { return Ok(None) };
        let return_token = secrets::new_token();
        let mut write = self.store.write().await?;
        attempts::set_return_hash(&mut write, object_id, attempt.number, &hash(&return_token)).await?;
        write.commit().await.map_err(crate::store::Error::from)?;
        let left = self.record_of(&attempt, AttemptFact::Left, With::Nothing).await?;
        Ok(left.holds().then_some(Leaving { sca_url, return_token, provider_id: attempt.provider_id }))
    }
}
