//! `apply`: a consent and a fact give a change, or a refusal that says why.

use super::Fact;
use super::edges::{AFTERWARDS, edge};
use crate::lifecycle::apply::renewed;
use crate::lifecycle::{self, Attempt, AttemptFact, Order, is_over};
use protocol::{AttemptState, ConsentStatus, EndedBy, LinkKind};

/// A consent as the rules see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// `options.type`.
    pub kind: LinkKind,
    /// The stored status.
    pub status: ConsentStatus,
    /// In order of their numbers, from 1.
    pub attempts: Vec<Attempt>,
    /// Whether the link's `expires_at` has passed; its validity is another matter.
    pub is_expired: bool,
}

/// What a fact changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The consent afterwards.
    pub consent: Consent,
    /// Whether the status is another: one log row, one message a webhook address.
    pub status_changed: bool,
    /// The attempt whose state is another, or that is new.
    pub attempt_changed: Option<u32>,
    /// Who ended it, where this fact revoked it.
    pub ended_by: Option<EndedBy>,
    /// What to do next: cancelling at the bank deletes the consent there.
    pub order: Option<Order>,
}

impl Change {
    /// Whether there is nothing to store.
    pub fn is_nothing(&self) -> bool {
        !self.status_changed && self.attempt_changed.is_none()
    }
}

/// The state does not allow this fact.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{fact} is not allowed on a consent that is {status}: {why}")]
pub struct NotAllowed {
    /// The consent's status.
    pub status: ConsentStatus,
    /// The fact's word.
    pub fact: &'static str,
    /// In plain words.
    pub why: &'static str,
}

impl Consent {
    /// The attempt that counts: what came before it was over when it began.
    pub fn current(&self) -> Option<&Attempt> {
        self.attempts.last()
    }

    /// Whether the account holder has authorised it, and nothing has ended it since.
    pub const fn is_given(&self) -> bool {
        is_given(self.status)
    }

    /// Whether Authorise may be offered.
    pub fn may_begin(&self) -> bool {
        let all_over = self.attempts.iter().all(|attempt| is_over(attempt.state));
        !self.is_expired && self.kind == LinkKind::Link && self.status == ConsentStatus::Started && all_over
    }

    /// Whether the bank holds, by this attempt, what the consent does not live by (any more): it is to be deleted there.
    pub fn is_unwanted(&self, number: u32) -> bool {
        use AttemptState::{Accepted, Left, Returned, Settled};
        let Some(attempt) = self.attempts.iter().find(|one| one.number == number) else { return false };
        let counts = self.current().is_some_and(|current| current.number == number);
        match attempt.state {
            Accepted | Left | Returned => !(counts && is_at_bank(self.status)),
            Settled => !(counts && self.is_given()),
            _ => false,
        }
    }
}

const fn is_given(status: ConsentStatus) -> bool {
    matches!(status, ConsentStatus::Authorized | ConsentStatus::Active | ConsentStatus::Suspended)
}

const fn is_at_bank(status: ConsentStatus) -> bool {
    matches!(status, ConsentStatus::ScaUrlRetrieved | ConsentStatus::AwaitingAuthz)
}

/// What this fact makes of this consent.
///
/// # Errors
/// `NotAllowed` when no table has such an edge; the caller logs it, nothing changes.
pub fn apply(consent: &Consent, fact: Fact) -> Result<Change, NotAllowed> {
    let refuse = |why| NotAllowed { status: consent.status, fact: fact.as_str(), why };
    match fact {
        Fact::Begun => begin(consent).ok_or_else(|| refuse("an attempt runs, or its time is over")),
        Fact::Renewed(number) => {
            renew(consent, number).ok_or_else(|| refuse("nobody waits for a new address, or somebody has agreed"))
        }
        Fact::Of(number, known) => of_attempt(consent, number, known).map_err(refuse),
        Fact::Opened if consent.kind != LinkKind::Link || consent.is_expired => {
            Err(refuse("it is no longer new, or its time is over"))
        }
        Fact::LinkExpired if !consent.is_expired => Err(refuse("its time is not over")),
        _ => with_status(consent, fact).ok_or_else(|| refuse("the status does not allow it")),
    }
}

fn with_status(consent: &Consent, fact: Fact) -> Option<Change> {
    let status = edge(consent.status, fact)?;
    let after = Consent { status, ..consent.clone() };
    let changed = status != consent.status;
    let ended_by = match fact {
        Fact::Revoked(by) if changed => Some(by),
        _ => None,
    };
    // What runs, or is valid, at the bank goes with it.
    let order = after.current().filter(|one| is_newly_unwanted(consent, &after, one.number)).map(|one| one.number);
    Some(Change {
        status_changed: changed,
        attempt_changed: None,
        ended_by,
        order: order.map(Order::CancelAtBank),
        consent: after,
    })
}

fn begin(consent: &Consent) -> Option<Change> {
    let first_of_other_kind = consent.kind != LinkKind::Link
        && consent.status == ConsentStatus::Created
        && consent.attempts.is_empty()
        && !consent.is_expired;
    if !(consent.may_begin() || first_of_other_kind) {
        return None;
    }
    let number = u32::try_from(consent.attempts.len()).ok()?.checked_add(1)?;
    let mut after = consent.clone();
    after.attempts.push(Attempt { number, state: AttemptState::Sending });
    Some(Change {
        consent: after,
        // `requested` is no word of a consent's status: nothing is told until the bank has answered.
        status_changed: false,
        attempt_changed: Some(number),
        ended_by: None,
        order: None,
    })
}

fn renew(consent: &Consent, number: u32) -> Option<Change> {
    if consent.kind != LinkKind::WrappedSca || !is_at_bank(consent.status) || consent.is_expired {
        return None;
    }
    let attempts = renewed(&consent.attempts, number)?;
    Some(Change {
        status_changed: false,
        attempt_changed: attempts.last().map(|new| new.number),
        ended_by: None,
        order: None,
        consent: Consent { attempts, ..consent.clone() },
    })
}

fn of_attempt(consent: &Consent, number: u32, known: AttemptFact) -> Result<Change, &'static str> {
    use AttemptFact::{Accepted, Executing, FundsReceived, FundsRejected};
    if matches!(known, Executing | FundsReceived | FundsRejected) {
        return Err("it is a word about payments");
    }
    let index =
        consent.attempts.iter().position(|attempt| attempt.number == number).ok_or("there is no such attempt")?;
    let from = consent.attempts[index].state;
    let afterwards = || AFTERWARDS.iter().find(|(state, fact, _)| *state == from && *fact == known).map(|edge| edge.2);
    let to = lifecycle::edge(from, known).or_else(afterwards).ok_or("the attempt's state does not allow it")?;
    let mut after = consent.clone();
    after.attempts[index].state = to;
    after.status = derive_status(&after);
    let status_changed = after.status != consent.status;
    // Given up for lost, and now the bank says that it has it: its SCA address is never shown.
    let late = known == Accepted && from == AttemptState::Abandoned;
    let order = (late || is_newly_unwanted(consent, &after, number)).then_some(Order::CancelAtBank(number));
    Ok(Change {
        status_changed,
        attempt_changed: (from != to).then_some(number),
        ended_by: (status_changed && after.status == ConsentStatus::Revoked).then_some(EndedBy::Bank),
        consent: after,
        order,
    })
}

fn is_newly_unwanted(before: &Consent, after: &Consent, number: u32) -> bool {
    after.is_unwanted(number) && !before.is_unwanted(number)
}

/// The status that a consent has by the attempt that counts.
///
/// It goes back only by the one way of the contract: a `link` whose attempt is surely over without having been refused is
/// `started` again. An attempt that had been over, and that the bank calls valid later, authorises nothing.
pub fn derive_status(consent: &Consent) -> ConsentStatus {
    use ConsentStatus::{Authorized, AwaitingAuthz, Created, Failed, Revoked, ScaUrlRetrieved, Started};
    let status = consent.status;
    let Some(current) = consent.current().filter(|_| !status.is_final()) else { return status };
    if is_given(status) {
        return if current.state == AttemptState::Cancelled { Revoked } else { status };
    }
    let by_attempt = match current.state {
        AttemptState::Sending | AttemptState::Unknown | AttemptState::Submitted => status,
        AttemptState::Accepted | AttemptState::Returned => ScaUrlRetrieved,
        AttemptState::Left if matches!(consent.kind, LinkKind::Link | LinkKind::WrappedSca) => AwaitingAuthz,
        AttemptState::Left => ScaUrlRetrieved,
        AttemptState::Settled if matches!(status, Created | Started) => status,
        AttemptState::Settled => Authorized,
        AttemptState::Refused => Failed,
        AttemptState::Cancelled | AttemptState::Abandoned if consent.kind == LinkKind::Link => return Started,
        AttemptState::Cancelled | AttemptState::Abandoned => Failed,
    };
    by_attempt.max(status)
}
