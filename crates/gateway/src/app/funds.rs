//! The creditor's bank spoke: funds received or rejected. The message is only taken with the bank's own signature.

use super::record::With;
use super::{App, Fault};
use crate::store::attempts::Subject;
use connectors::profiles::libra_ro::{Funds, read_funds};
use flow::lifecycle::{AttemptFact, Fact};
use flow::polling::may_read_now;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// What a funds message came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FundsTaken {
    /// Recorded, or known already.
    Taken,
    /// The signature is not the bank's.
    NotSigned,
    /// It is not a funds message, or names a payment that we do not know.
    NotFound,
    /// The payment is not settled yet, as far as we know: the bank should say it again later.
    TooEarly,
}

impl App {
    /// Takes a funds message: `signature` is the header `X-Bank-Signature`, over `X-Request-ID`, a point, and the body.
    ///
    /// # Errors
    /// `Fault::Store`.
    pub async fn funds(
        &self,
        provider_id: &str,
        (request_id, signature): (&str, &str),
        body: &[u8],
    ) -> Result<FundsTaken, Fault> {
        if !self.is_signed(request_id, signature, body) {
            return Ok(FundsTaken::NotSigned);
        }
        let notice = read_funds(body).filter(|notice| notice.provider_id == provider_id);
        let Some(notice) = notice else { return Ok(FundsTaken::NotFound) };
        let attempt = self.store.attempt_of_resource(provider_id, &notice.payment_id).await?;
        let Some(mut attempt) = attempt.filter(|one| one.subject == Subject::Payment) else {
            return Ok(FundsTaken::NotFound);
        };
        if attempt.state != protocol::AttemptState::Settled {
            let calls = self.store.call_times(&attempt.object_id, attempt.number).await?;
            let is_being_read = attempt.next_read_at.is_some_and(|at| at <= self.now_ms());
            if is_being_read || !may_read_now(&calls, self.now_ms()) {
                return Ok(FundsTaken::TooEarly);
            }
            self.read_bank(&attempt, None).await?;
            let again = self.store.attempt_of_resource(provider_id, &notice.payment_id).await?;
            let Some(again) = again.filter(|one| one.state == protocol::AttemptState::Settled) else {
                return Ok(FundsTaken::TooEarly);
            };
            attempt = again;
        }
        let fact = match notice.funds {
            Funds::Received => AttemptFact::FundsReceived,
            Funds::Rejected => AttemptFact::FundsRejected,
        };
        self.record(&attempt.object_id, Fact::Of(attempt.number, fact), With::Nothing).await?;
        Ok(FundsTaken::Taken)
    }

    fn is_signed(&self, request_id: &str, signature: &str, body: &[u8]) -> bool {
        let Some(given) = signature.strip_prefix("sha256=").and_then(|hex| hex::decode(hex).ok()) else { return false };
        let Some(key) = &self.settings.funds_secret else { return false };
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.as_bytes()) else { return false };
        mac.update(request_id.as_bytes());
        mac.update(b".");
        mac.update(body);
        mac.verify_slice(&given).is_ok()
    }
}
