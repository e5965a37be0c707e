//! What asking a bank for a consent came to, how the consent stands, and what ending it came to.
//! Never here: what follows from it (see `flow`).

use super::answer::{Answer, Fault};
use super::codes::ConsentWord;
use super::initiation::{NotTaken, Unclear, Untaken, is_success, sca_status_link, sca_status_of, told_reason, untaken};
use super::reasons::explain_consent;
use super::sca::{self, Sca};
use super::wire::{Body, Text};
use super::{answer, links, reasons};
use crate::profile::Profile;
use protocol::page::Reason;

/// What asking for a consent came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConsentCreation {
    /// The bank holds the consent.
    Accepted {
        /// The bank's id.
        consent_id: String,
        /// How the PSU authorises.
        sca: Sca,
        /// Where the SCA's status is read, for `sca_status`; absent while no authorisation exists.
        sca_status_link: Option<String>,
        /// How it stands; `None` for a code that is not in the standard's list.
        status: Option<ConsentWord>,
    },
    /// Surely nothing is at the bank: another attempt is safe.
    NotTaken {
        /// Whose fault it is.
        why: NotTaken,
        /// What the bank said.
        fault: Fault,
    },
    /// The bank refused this consent for good.
    Refused {
        /// In our words.
        reason: Reason,
        /// What the bank said.
        fault: Fault,
        /// The refused consent's id, when the bank gave it one.
        consent_id: Option<String>,
    },
    /// The bank may or may not hold a consent that nobody has authorised.
    Unknown {
        /// Why it is not known.
        why: Unclear,
        /// What the bank said.
        fault: Fault,
    },
}

impl ConsentCreation {
    /// The same answer, when it came to a repeat of a call (same `X-Request-ID`) whose own answer was never heard.
    /// Only an acceptance tells what became of the first.
    pub fn of_repeat(self) -> Self {
        match self {
            Self::Accepted { .. } | Self::Unknown { .. } => self,
            Self::NotTaken { fault, .. } | Self::Refused { fault, .. } => {
                Self::Unknown { why: Unclear::RepeatRefused, fault }
            }
        }
    }
}

/// What reading a consent's status came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConsentReading {
    /// The bank said a word of the standard.
    Said {
        /// The word.
        word: ConsentWord,
        /// The reason, when the bank told one; `explain_consent` makes the best of it and the SCA's status.
        told: Option<Reason>,
    },
    /// A code that is not in the standard's list, or no readable body: keep the status, store this, warn.
    Unrecognised {
        /// The beginning of the body.
        raw: String,
    },
    /// The bank does not know this consent: keep the status, warn.
    NotFound(Fault),
    /// The bank does not let us read: for our operator.
    Denied(Fault),
    /// Not now; ask again, not before `fault.retry_after_s` where it is given.
    Unavailable(Fault),
}

/// What ending a consent came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConsentDeletion {
    /// Nothing can be read under it any more: the bank ended it, or has none.
    Deleted,
    /// The bank does not end it for us.
    Refused(Fault),
    /// No clear answer; asking again is safe.
    Unknown(Fault),
}

/// Reads the answer to `create_consent`. For a call that had no answer at all see the doors: refused connections are
/// not taken, timeouts are unknown.
pub fn read_consent_creation(profile: &Profile, answer: &Answer<'_>) -> ConsentCreation {
    if is_success(answer) {
        return read_taken(profile, answer);
    }
    let fault = answer.fault();
    match untaken(&fault) {
        Untaken::Refused(reason) => ConsentCreation::Refused { reason, fault, consent_id: None },
        Untaken::NotTaken(why) => ConsentCreation::NotTaken { why, fault },
        Untaken::Unknown(why) => ConsentCreation::Unknown { why, fault },
    }
}

fn read_taken(profile: &Profile, answer: &Answer<'_>) -> ConsentCreation {
    let unreadable = || ConsentCreation::Unknown { why: Unclear::Unreadable, fault: answer.fault() };
    let Some(body) = answer.json::<Body>() else { return unreadable() };
    let status = word_of(&body);
    let consent_id = body.consent_id.as_ref().map(|text| text.0.clone()).filter(|id| links::segment(id).is_some());
    let over = status.and_then(|word| explain_consent(word, told_reason(&body), sca_status_of(&body)));
    if let Some(reason) = over {
        return ConsentCreation::Refused { reason, fault: answer.fault(), consent_id };
    }
    let Some(consent_id) = consent_id else { return unreadable() };
    let (sca, sca_status_link) = (sca::read(profile, answer, &body), sca_status_link(profile, &body));
    ConsentCreation::Accepted { consent_id, sca, sca_status_link, status }
}

/// Reads the answer to `consent_status`.
pub fn read_consent_status(answer: &Answer<'_>) -> ConsentReading {
    let fault = || answer.fault();
    match answer.status {
        200..=299 => said(answer).unwrap_or_else(|| ConsentReading::Unrecognised { raw: answer.raw() }),
        401 | 403 if has(&fault(), "CONSENT_EXPIRED") => {
            ConsentReading::Said { word: ConsentWord::Expired, told: None }
        }
        404 | 410 => ConsentReading::NotFound(fault()),
        400 | 403 if has(&fault(), "CONSENT_UNKNOWN") => ConsentReading::NotFound(fault()),
        408 | 429 => ConsentReading::Unavailable(fault()),
        400..=499 => ConsentReading::Denied(fault()),
        _ => ConsentReading::Unavailable(fault()),
    }
}

fn said(answer: &Answer<'_>) -> Option<ConsentReading> {
    let body: Body = answer.json()?;
    let word = word_of(&body)?;
    let (codes, texts) = answer::told(&body);
    let text = texts.into_iter().chain(body.psu_message.map(|text| text.0)).collect::<Vec<_>>().join("; ");
    Some(ConsentReading::Said { word, told: reasons::told(codes.iter().map(String::as_str), &text) })
}

/// Reads the answer to `delete_consent`.
pub fn read_consent_deletion(answer: &Answer<'_>) -> ConsentDeletion {
    let fault = answer.fault();
    let gone = ["CONSENT_UNKNOWN", "CONSENT_EXPIRED", "RESOURCE_UNKNOWN"];
    match answer.status {
        200..=299 | 404 | 410 => ConsentDeletion::Deleted,
        400 | 401 | 403 if gone.iter().any(|code| has(&fault, code)) => ConsentDeletion::Deleted,
        408 | 429 => ConsentDeletion::Unknown(fault),
        400..=499 => ConsentDeletion::Refused(fault),
        _ => ConsentDeletion::Unknown(fault),
    }
}

fn word_of(body: &Body) -> Option<ConsentWord> {
    body.consent_status.as_ref().and_then(|Text(code)| ConsentWord::parse(code))
}

/// Whether an error answer tells this code.
pub(super) fn has(fault: &Fault, code: &str) -> bool {
    fault.codes.iter().any(|told| told.eq_ignore_ascii_case(code))
}
