//! `apply`: a link and a fact give a change, or a refusal that says why.

use super::{AttemptFact, Fact, edge};
use protocol::{AttemptState, LinkKind, LinkStatus};

/// An attempt as the rules see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// 1 for the first.
    pub number: u32,
    /// Where it stands.
    pub state: AttemptState,
}

/// A link as the rules see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// `options.type`.
    pub kind: LinkKind,
    /// The stored status.
    pub status: LinkStatus,
    /// In order of their numbers, from 1.
    pub attempts: Vec<Attempt>,
    /// Whether `expires_at` has passed.
    pub is_expired: bool,
}

/// Something that a person must look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alarm {
    /// A second attempt settled: the PSU paid twice.
    DuplicatePayment,
    /// An attempt settled after the link had ended without money.
    SettledAfterEnd,
}

impl Alarm {
    /// The word in the log.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DuplicatePayment => "duplicate_payment",
            Self::SettledAfterEnd => "settled_after_end",
        }
    }
}

/// Something that must be done once the change is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Cancel this attempt at the bank: it came too late, or another has paid. Its SCA address is not shown any more.
    CancelAtBank(u32),
}

/// What a fact changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The link afterwards.
    pub link: Link,
    /// Whether the status is another: one log row, one message a webhook address.
    pub status_changed: bool,
    /// The attempt whose state is another, or that is new.
    pub attempt_changed: Option<u32>,
    /// What to alarm about.
    pub alarm: Option<Alarm>,
    /// What to do next.
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
#[error("{fact} is not allowed on a link that is {status}: {why}")]
pub struct NotAllowed {
    /// The link's status.
    pub status: LinkStatus,
    /// The fact's word.
    pub fact: &'static str,
    /// In plain words.
    pub why: &'static str,
}

impl Link {
    /// The attempt that counts now.
    pub fn current(&self) -> Option<&Attempt> {
        self.attempts.last()
    }

    /// Whether no attempt can still move money, as far as anybody knows.
    pub fn all_over(&self) -> bool {
        self.attempts.iter().all(|attempt| is_over(attempt.state))
    }

    /// Whether Pay may be offered: nobody is offered to pay while an attempt may still settle.
    pub fn may_begin(&self) -> bool {
        !self.is_expired && self.kind == LinkKind::Link && self.status == LinkStatus::Started && self.all_over()
    }
}

/// Whether an attempt in this state is surely over, money moved or not.
pub const fn is_over(state: AttemptState) -> bool {
    use AttemptState::{Abandoned, Cancelled, Refused, Settled};
    matches!(state, Settled | Refused | Cancelled | Abandoned)
}

/// Whether the bank executes an attempt in this state, or has: another must not be approved beside it.
pub const fn pays(state: AttemptState) -> bool {
    matches!(state, AttemptState::Submitted | AttemptState::Settled)
}

/// The attempt that tells how a link stands: one that settled, else one that the bank executes, else the last.
pub fn counting<T>(attempts: &[T], state: impl Fn(&T) -> AttemptState) -> Option<&T> {
    let first = |wanted| attempts.iter().find(|one| state(one) == wanted);
    first(AttemptState::Settled).or_else(|| first(AttemptState::Submitted)).or(attempts.last())
}

/// What this fact makes of this link.
///
/// # Errors
/// `NotAllowed` when the table has no such edge; the caller logs it, nothing changes.
pub fn apply(link: &Link, fact: Fact) -> Result<Change, NotAllowed> {
    let refuse = |why| NotAllowed { status: link.status, fact: fact.as_str(), why };
    match fact {
        Fact::Opened => open(link).ok_or_else(|| refuse("it is no longer new, or its time is over")),
        Fact::Begun => begin(link).ok_or_else(|| refuse("an attempt may still settle, or the link has ended")),
        Fact::Revoked => revoke(link).ok_or_else(|| refuse("something of it runs at a bank, or it has ended")),
        Fact::RevokedAtBank(number) => {
            revoke_at_bank(link, number).ok_or_else(|| refuse("the bank executes it, or it has ended"))
        }
        Fact::Renewed(number) => {
            renew(link, number).ok_or_else(|| refuse("nobody waits for a new address, or the bank executes it"))
        }
        Fact::Of(number, known) => of_attempt(link, number, known).map_err(refuse),
    }
}

fn open(link: &Link) -> Option<Change> {
    let opens = link.kind == LinkKind::Link && link.status == LinkStatus::Created && !link.is_expired;
    opens.then(|| with_status(link, LinkStatus::Started))
}

fn begin(link: &Link) -> Option<Change> {
    let first_of_other_kind =
        link.kind != LinkKind::Link && link.status == LinkStatus::Created && link.attempts.is_empty();
    if !(link.may_begin() || first_of_other_kind) {
        return None;
    }
    let number = u32::try_from(link.attempts.len()).ok()?.checked_add(1)?;
    let mut change = with_status(link, LinkStatus::Requested);
    change.link.attempts.push(Attempt { number, state: AttemptState::Sending });
    change.attempt_changed = Some(number);
    Some(change)
}

fn revoke(link: &Link) -> Option<Change> {
    let early = matches!(link.status, LinkStatus::Created | LinkStatus::Started);
    (early && link.all_over()).then(|| with_status(link, LinkStatus::Revoked))
}

fn revoke_at_bank(link: &Link, number: u32) -> Option<Change> {
    use LinkStatus::{AwaitingAuthz, IntentAccepted, Requested};
    let current = link.current()?;
    let at_bank = matches!(link.status, Requested | IntentAccepted | AwaitingAuthz);
    if !at_bank || current.number != number {
        return None;
    }
    let to = edge(current.state, AttemptFact::Cancelled)?;
    let mut change = with_status(link, LinkStatus::Revoked);
    change.link.attempts.last_mut()?.state = to;
    change.attempt_changed = Some(number);
    Some(change)
}

/// The old attempt's end and the new one's begin are one change, so that the status never leaves its place in between.
fn renew(link: &Link, number: u32) -> Option<Change> {
    let at_bank = matches!(link.status, LinkStatus::IntentAccepted | LinkStatus::AwaitingAuthz);
    if link.kind != LinkKind::WrappedSca || !at_bank || link.is_expired {
        return None;
    }
    let attempts = renewed(&link.attempts, number)?;
    let mut change = with_status(link, link.status);
    change.attempt_changed = attempts.last().map(|new| new.number);
    change.link.attempts = attempts;
    Some(change)
}

/// The attempts after this one, the last, was cancelled at its bank and another was begun in its place; `None` where it cannot be.
pub(super) fn renewed(attempts: &[Attempt], number: u32) -> Option<Vec<Attempt>> {
    let mut after = attempts.to_vec();
    let old = after.last_mut().filter(|last| last.number == number)?;
    old.state = edge(old.state, AttemptFact::Cancelled)?;
    after.push(Attempt { number: number.checked_add(1)?, state: AttemptState::Sending });
    Some(after)
}

fn of_attempt(link: &Link, number: u32, known: AttemptFact) -> Result<Change, &'static str> {
    let index = link.attempts.iter().position(|attempt| attempt.number == number).ok_or("there is no such attempt")?;
    let from = link.attempts[index].state;
    let pays_already = link.attempts.iter().any(|one| one.number != number && pays(one.state));
    if pays_already && known == AttemptFact::Left {
        return Err("another attempt pays: nobody goes to approve this one");
    }
    let to = edge(from, known).ok_or("the attempt's state does not allow it")?;
    let mut next = link.clone();
    next.attempts[index].state = to;
    let became_settled = to == AttemptState::Settled && from != AttemptState::Settled;
    let settled_before = link.attempts.iter().any(|attempt| attempt.state == AttemptState::Settled);
    let alarm = match (became_settled, settled_before) {
        (true, true) => Some(Alarm::DuplicatePayment),
        (true, false) if matches!(link.status, LinkStatus::Failed | LinkStatus::Revoked) => {
            Some(Alarm::SettledAfterEnd)
        }
        _ => None,
    };
    let late = known == AttemptFact::Accepted && (from == AttemptState::Abandoned || pays_already);
    // Paid by an attempt that was thought over: the one that runs now would be paid a second time.
    let running = link.current().filter(|current| current.number != number && !is_over(current.state));
    let rival = running.filter(|_| pays(to) && from != to).map(|current| current.number);
    let order = if late { Some(number) } else { rival }.map(Order::CancelAtBank);
    next.status = match (link.status, known) {
        (LinkStatus::Completed, AttemptFact::FundsReceived) => LinkStatus::FundsReceived,
        (LinkStatus::Completed, AttemptFact::FundsRejected) => LinkStatus::FundsRejected,
        _ => derive_status(&next),
    };
    Ok(Change {
        status_changed: next.status != link.status,
        attempt_changed: (from != to).then_some(number),
        link: next,
        alarm,
        order,
    })
}

/// The status that a link has by its attempts (the creditor's side apart).
///
/// Pure function of the link (its kind and the status so far) and its attempts; it goes back only by the one way of the contract:
/// a `link` whose attempt is surely over without money and was not refused is `started` again.
pub fn derive_status(link: &Link) -> LinkStatus {
    use LinkStatus::{AwaitingAuthz, Completed, Failed, IntentAccepted, Received, Requested, Started, Submitted};
    if link.status.is_final() {
        return link.status;
    }
    let Some(current) = counting(&link.attempts, |attempt| attempt.state) else { return link.status };
    let by_attempt = match current.state {
        AttemptState::Sending | AttemptState::Unknown => Requested,
        AttemptState::Accepted => IntentAccepted,
        AttemptState::Left if matches!(link.kind, LinkKind::Link | LinkKind::WrappedSca) => AwaitingAuthz,
        AttemptState::Left => IntentAccepted,
        AttemptState::Returned => Received,
        AttemptState::Submitted => Submitted,
        AttemptState::Settled => Completed,
        AttemptState::Refused => Failed,
        AttemptState::Cancelled | AttemptState::Abandoned => match (link.kind, link.status) {
            (LinkKind::Link, Started | Requested | IntentAccepted | AwaitingAuthz | Received) => return Started,
            _ => Failed,
        },
    };
    by_attempt.max(link.status)
}

fn with_status(link: &Link, status: LinkStatus) -> Change {
    Change {
        status_changed: link.status != status,
        link: Link { status, ..link.clone() },
        attempt_changed: None,
        alarm: None,
        order: None,
    }
}
