//! What a cancellation came to.
//! Never here: whether it may be asked for.

use super::answer::{Answer, Fault};
use super::codes::TransactionStatus;
use super::wire::{Body, Text};

/// What a cancellation came to. Only a following `read_status` of CANC (or RJCT) makes it a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cancellation {
    /// The bank says that it is done.
    Cancelled,
    /// The PSU would have to authorise the cancellation: it is not cancelled.
    NeedsAuthorisation,
    /// The bank does not cancel it: it runs, or it is over.
    Refused(Fault),
    /// No clear answer.
    Unknown(Fault),
}

/// Reads the answer to `cancel`.
pub fn read_cancel(answer: &Answer<'_>) -> Cancellation {
    let status = || TransactionStatus::parse(&answer.json::<Body>()?.transaction_status.map(|Text(code)| code)?);
    match (answer.status, status()) {
        (200..=299, Some(TransactionStatus::Canc)) | (204, None) => Cancellation::Cancelled,
        (202, _) => Cancellation::NeedsAuthorisation,
        (400 | 403 | 405 | 409, _) => Cancellation::Refused(answer.fault()),
        _ => Cancellation::Unknown(answer.fault()),
    }
}
