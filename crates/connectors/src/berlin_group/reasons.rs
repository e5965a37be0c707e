//! Which of our reasons stands behind a bank's codes and texts.
//! Never here: sentences for people, or a guess where the bank says nothing.

use super::codes::{BankWord, ConsentWord, ScaStatus};
use protocol::page::Reason;

/// Codes of the standard, of ISO 20022 and of OAuth (RFC 6749) that tell a reason.
const BY_CODE: &[(&str, Reason)] = &[
    ("FUNDS_NOT_AVAILABLE", Reason::NoFunds),
    ("AM04", Reason::NoFunds),
    ("SERVICE_UNAVAILABLE", Reason::BankUnavailable),
    ("ACCESS_EXCEEDED", Reason::BankUnavailable),
    ("temporarily_unavailable", Reason::BankUnavailable),
];

/// Beginnings of what banks write in English where they have no code, lower case; the first that is found counts.
const BY_TEXT: &[(&str, Reason)] = &[
    ("funds_not_available", Reason::NoFunds),
    ("insufficient funds", Reason::NoFunds),
    ("not enough money", Reason::NoFunds),
    ("psu rejected", Reason::RejectedByPsu),
    ("rejected by the psu", Reason::RejectedByPsu),
    ("account holder rejected", Reason::RejectedByPsu),
    ("psu cancelled", Reason::CancelledByPsu),
    ("cancelled by the psu", Reason::CancelledByPsu),
    ("account holder cancelled", Reason::CancelledByPsu),
    ("tpp withdrew", Reason::CancelledHere),
    ("bank cancelled", Reason::CancelledByBank),
];

/// The reason that codes or texts tell; codes first.
pub(super) fn told<'a>(codes: impl IntoIterator<Item = &'a str>, text: &str) -> Option<Reason> {
    let by_code = codes.into_iter().find_map(|code| {
        BY_CODE.iter().find(|(known, _)| known.eq_ignore_ascii_case(code.trim())).map(|(_, reason)| *reason)
    });
    by_code.or_else(|| {
        let text = text.to_lowercase();
        BY_TEXT.iter().find(|(words, _)| text.contains(words)).map(|(_, reason)| *reason)
    })
}

/// Why a payment ended without money: what the bank told, else what its word and the SCA's status together say.
/// `None` for words that are no such end.
pub fn explain(word: BankWord, told: Option<Reason>, sca: Option<ScaStatus>) -> Option<Reason> {
    let sca_failed = sca == Some(ScaStatus::Failed);
    match word {
        BankWord::Refused => Some(told.unwrap_or(Reason::Refused)),
        // Cancelled and the SCA never succeeded: the PSU turned back. After an approval only the bank can have done it.
        BankWord::Cancelled if sca_failed => Some(told.unwrap_or(Reason::CancelledByPsu)),
        BankWord::Cancelled => Some(told.unwrap_or(Reason::CancelledByBank)),
        BankWord::Pending { .. } | BankWord::Executing { .. } | BankWord::Settled => None,
    }
}

/// Why a consent ended unauthorised, or at the bank: what the bank told, else what its word and the SCA's status together say.
/// `None` for words that are no end.
pub fn explain_consent(word: ConsentWord, told: Option<Reason>, sca: Option<ScaStatus>) -> Option<Reason> {
    let untold = match word {
        // The standard's `rejected` is also the word for an authorisation that nobody carried through.
        ConsentWord::Rejected if sca == Some(ScaStatus::Failed) => Reason::RejectedByPsu,
        ConsentWord::Rejected => Reason::Refused,
        ConsentWord::RevokedByPsu => Reason::CancelledByPsu,
        ConsentWord::TerminatedByTpp => Reason::CancelledHere,
        ConsentWord::Expired => Reason::ScaExpired,
        ConsentWord::Received | ConsentWord::PartiallyAuthorised | ConsentWord::Valid => return None,
    };
    Some(told.unwrap_or(untold))
}
