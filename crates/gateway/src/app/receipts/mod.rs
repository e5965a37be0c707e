//! Receipts of consents: what an account holder was shown and accepted, kept sealed, and proven by a signature.
//! Never here: how a receipt reads on paper (`pages::receipt`), or which screen was shown.

pub mod record;
pub mod seal;
#[cfg(test)]
mod tests;

use super::{App, ConsentRow, Fault, hash};
use crate::store::Error;

impl App {
    /// A receipt as it is kept: sealed for its consent and attempt.
    ///
    /// # Errors
    /// `Fault::Store` when it cannot be sealed.
    pub fn kept_receipt(&self, consent_id: &str, attempt: u32, file: &[u8]) -> Result<Vec<u8>, Fault> {
        let sealed = self.keys.seal(&context(consent_id, attempt), file);
        sealed.map_err(|_| Fault::Store(Error::Corrupt("a receipt could not be sealed")))
    }

    /// What the browser with this secret accepted: the receipt of what counts, else of the newest; `None` where it accepted nothing.
    ///
    /// # Errors
    /// `Fault::Store`.
    pub async fn receipt(&self, consent: &ConsentRow, holder: &str) -> Result<Option<Vec<u8>>, Fault> {
        let kept = self.store.receipt(&consent.consent_id, &hash(holder)).await?;
        let open = |(attempt, sealed): (u32, Vec<u8>)| {
            let bound = self.keys.open(&context(&consent.consent_id, attempt), &sealed);
            // The first receipts were sealed for their consent alone.
            bound.or_else(|_| self.keys.open(&first_context(&consent.consent_id), &sealed))
        };
        kept.map(open).transpose().map_err(|_| Fault::Store(Error::Corrupt("receipts.record")))
    }
}

/// What a receipt is sealed for.
fn context(consent_id: &str, attempt: u32) -> Vec<u8> {
    format!("receipts.record {consent_id} {attempt}").into_bytes()
}

/// What the first receipts were sealed for.
fn first_context(consent_id: &str) -> Vec<u8> {
    format!("receipts.record {consent_id}").into_bytes()
}
