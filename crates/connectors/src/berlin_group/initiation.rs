//! What an initiation, or the start of an authorisation, came to.
//! Never here: what follows from it (see `flow`).

use super::answer::{Answer, Fault};
use super::codes::{BankWord, ScaStatus, TransactionStatus};
use super::reasons::explain;
use super::sca::{self, Sca};
use super::wire::{Body, Text};
use super::{answer, links, reasons};
use crate::{amount, profile::Profile};
use protocol::page::Reason;

/// What an initiation came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Initiation {
    /// The bank holds the payment.
    Accepted(Accepted),
    /// Surely nothing is at the bank: another attempt is safe.
    NotTaken {
        /// Whose fault it is.
        why: NotTaken,
        /// What the bank said.
        fault: Fault,
    },
    /// The bank refused this payment for good.
    Refused {
        /// In our words.
        reason: Reason,
        /// What the bank said.
        fault: Fault,
        /// The refused payment's id, when the bank gave it one.
        payment_id: Option<String>,
    },
    /// The bank may or may not hold the payment. Never send it again under a new id.
    Unknown {
        /// Why it is not known.
        why: Unclear,
        /// What the bank said.
        fault: Fault,
    },
}

impl Initiation {
    /// The same answer, when it came to a repeat of a call (same `X-Request-ID`) whose own answer was never heard.
    /// Only an acceptance tells what became of the first: a refusal or a 503 may mean the repeat alone.
    pub fn of_repeat(self) -> Self {
        match self {
            Self::Accepted(_) | Self::Unknown { .. } => self,
            Self::NotTaken { fault, .. } | Self::Refused { fault, .. } => {
                Self::Unknown { why: Unclear::RepeatRefused, fault }
            }
        }
    }
}

/// A payment that the bank took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The bank's id.
    pub payment_id: String,
    /// How the PSU approves.
    pub sca: Sca,
    /// Where the SCA's status is read, for `sca_status`; absent while no authorisation exists.
    pub sca_status_link: Option<String>,
    /// The payment's status; `None` for a code that is not in the standard's list.
    pub status: Option<TransactionStatus>,
    /// The bank's fee: minor units and currency.
    pub fee: Option<(i64, String)>,
}

/// Why a payment was surely not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotTaken {
    /// The bank is overloaded or closed (429, 503); `fault.retry_after_s` may say for how long.
    BankUnavailable,
    /// The bank does not let us in, or does not know what we ask for (401, 403, 404, 405, 406, 415, …): for our operator.
    OurFault,
}

/// Why a payment's fate is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unclear {
    /// The bank failed or timed out on the way (408, 5xx), or says that this call clashes with another (409).
    BankFailed,
    /// The bank answered success, but not with what the standard says: no id, no JSON, too long.
    Unreadable,
    /// A repeat of the call was not taken, which says nothing about the call itself.
    RepeatRefused,
}

/// What the start of an authorisation came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Authorisation {
    /// It is started; a `Sca::Start` cannot come again.
    Started {
        /// How the PSU approves.
        sca: Sca,
        /// Where its status is read.
        sca_status_link: Option<String>,
    },
    /// The bank does not start it. What was to be authorised exists: cancel it.
    Refused(Fault),
    /// No clear answer: it may be started again under the same `X-Request-ID`.
    Unknown(Fault),
}

/// Reads the answer to an initiation. For a call that had no answer at all see the doors: refused connections are
/// not taken, timeouts are unknown.
pub fn read_initiation(profile: &Profile, answer: &Answer<'_>) -> Initiation {
    if is_success(answer) {
        return read_taken(profile, answer);
    }
    let fault = answer.fault();
    match untaken(&fault) {
        Untaken::Refused(reason) => Initiation::Refused { reason, fault, payment_id: None },
        Untaken::NotTaken(why) => Initiation::NotTaken { why, fault },
        Untaken::Unknown(why) => Initiation::Unknown { why, fault },
    }
}

/// What an answer that is no success says of a payment, or a consent, that was asked for.
pub(super) enum Untaken {
    Refused(Reason),
    NotTaken(NotTaken),
    Unknown(Unclear),
}

pub(super) fn is_success(answer: &Answer<'_>) -> bool {
    matches!(answer.status, 200..=299)
}

pub(super) fn untaken(fault: &Fault) -> Untaken {
    match fault.http {
        400 | 422 => Untaken::Refused(fault.reason.unwrap_or(Reason::Refused)),
        429 | 503 => Untaken::NotTaken(NotTaken::BankUnavailable),
        // A timeout of the bank's own, and a clash with another call under the same id, leave open what the bank holds.
        408 | 409 => Untaken::Unknown(Unclear::BankFailed),
        401..=499 => Untaken::NotTaken(NotTaken::OurFault),
        _ => Untaken::Unknown(Unclear::BankFailed),
    }
}

fn read_taken(profile: &Profile, answer: &Answer<'_>) -> Initiation {
    let unreadable = || Initiation::Unknown { why: Unclear::Unreadable, fault: answer.fault() };
    let Some(body) = answer.json::<Body>() else { return unreadable() };
    let status = body.transaction_status.as_ref().and_then(|Text(code)| TransactionStatus::parse(code));
    let payment_id = body.payment_id.as_ref().map(|text| text.0.clone()).filter(|id| links::segment(id).is_some());
    let over = status
        .and_then(TransactionStatus::word)
        .filter(|word| matches!(word, BankWord::Refused | BankWord::Cancelled))
        .and_then(|word| explain(word, told_reason(&body), sca_status_of(&body)));
    if let Some(reason) = over {
        return Initiation::Refused { reason, fault: answer.fault(), payment_id };
    }
    let Some(payment_id) = payment_id else { return unreadable() };
    Initiation::Accepted(Accepted {
        payment_id,
        sca: sca::read(profile, answer, &body),
        sca_status_link: sca_status_link(profile, &body),
        status,
        fee: fee_of(&body),
    })
}

/// Reads the answer to `start_authorisation`.
pub fn read_authorisation(profile: &Profile, answer: &Answer<'_>) -> Authorisation {
    match (answer.status, answer.json()) {
        (200..=299, Some(body)) => {
            let sca = match sca::read(profile, answer, &body) {
                // Asked to start what we have just started: there is no way on.
                Sca::Start { .. } => Sca::Unusable(sca::Unusable::NoWay),
                sca => sca,
            };
            Authorisation::Started { sca, sca_status_link: sca_status_link(profile, &body) }
        }
        (408 | 429, _) => Authorisation::Unknown(answer.fault()),
        (400..=499, _) => Authorisation::Refused(answer.fault()),
        _ => Authorisation::Unknown(answer.fault()),
    }
}

pub(super) fn sca_status_link(profile: &Profile, body: &Body) -> Option<String> {
    links::api_address(profile, body.links.as_ref()?.get("scaStatus")?)
}

pub(super) fn sca_status_of(body: &Body) -> Option<ScaStatus> {
    body.sca_status.as_ref().and_then(|Text(code)| ScaStatus::parse(code))
}

pub(super) fn told_reason(body: &Body) -> Option<Reason> {
    let (codes, texts) = answer::told(body);
    reasons::told(codes.iter().map(String::as_str), &texts.join("; "))
}

fn fee_of(body: &Body) -> Option<(i64, String)> {
    let fee = body.transaction_fees.as_ref()?;
    let minor = amount::parse_bank(&fee.amount.0, &fee.currency)?;
    (minor > 0).then(|| (minor, fee.currency.clone()))
}
