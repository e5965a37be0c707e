//! What a bank says about a payment, or about its SCA, when asked.
//! Never here: how often it is asked.

use super::answer::{self, Answer, Fault};
use super::codes::{BankWord, ScaStatus, TransactionStatus};
use super::reasons;
use super::wire::{Body, Text};
use protocol::page::Reason;

/// What reading a payment's status came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BankStatus {
    /// The bank said a word of the standard.
    Said(Said),
    /// A code that is not in the standard's list (or PART, which one payment cannot have), or no readable body:
    /// keep the status, store this, warn.
    Unrecognised {
        /// The beginning of the body.
        raw: String,
    },
    /// The bank does not know this payment: keep the status, warn.
    NotFound(Fault),
    /// The bank does not let us read: for our operator.
    Denied(Fault),
    /// Not now; ask again, not before `fault.retry_after_s` where it is given.
    Unavailable(Fault),
}

/// A word about a payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The code.
    pub status: TransactionStatus,
    /// The fact behind it.
    pub word: BankWord,
    /// The reason, when the bank told one; `explain` makes the best of it and the SCA's status.
    pub told: Option<Reason>,
    /// The SCA's status, when the answer holds it.
    pub sca: Option<ScaStatus>,
    /// What the bank wants the PSU told: a stranger's words.
    pub psu_message: Option<String>,
}

/// What reading an SCA's status came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScaReading {
    /// The bank said a word of the standard.
    Said(ScaStatus),
    /// A code that is not in the standard's list, or no readable body.
    Unrecognised {
        /// The beginning of the body.
        raw: String,
    },
    /// No answer to the question.
    Unavailable(Fault),
}

/// Reads the answer to `status`.
pub fn read_status(answer: &Answer<'_>) -> BankStatus {
    match answer.status {
        200..=299 => read_word(answer).map_or_else(|| BankStatus::Unrecognised { raw: answer.raw() }, BankStatus::Said),
        404 | 410 => BankStatus::NotFound(answer.fault()),
        408 | 429 => BankStatus::Unavailable(answer.fault()),
        400..=499 => BankStatus::Denied(answer.fault()),
        _ => BankStatus::Unavailable(answer.fault()),
    }
}

fn read_word(answer: &Answer<'_>) -> Option<Said> {
    let body: Body = answer.json()?;
    let Text(code) = body.transaction_status.as_ref()?;
    let status = TransactionStatus::parse(code)?;
    let (codes, texts) = answer::told(&body);
    let psu_message = body.psu_message.map(|text| text.0);
    let text = texts.into_iter().chain(psu_message.clone()).collect::<Vec<_>>().join("; ");
    let funds_missing = body.funds_available == Some(false) && status.word() == Some(BankWord::Refused);
    let told = reasons::told(codes.iter().map(String::as_str), &text);
    Some(Said {
        status,
        word: status.word()?,
        told: told.or(funds_missing.then_some(Reason::NoFunds)),
        sca: body.sca_status.as_ref().and_then(|Text(code)| ScaStatus::parse(code)),
        psu_message,
    })
}

/// Reads the answer to `sca_status`.
pub fn read_sca_status(answer: &Answer<'_>) -> ScaReading {
    if !matches!(answer.status, 200..=299) {
        return ScaReading::Unavailable(answer.fault());
    }
    let said = answer.json().and_then(|body: Body| ScaStatus::parse(&body.sca_status?.0));
    said.map_or_else(|| ScaReading::Unrecognised { raw: answer.raw() }, ScaReading::Said)
}
