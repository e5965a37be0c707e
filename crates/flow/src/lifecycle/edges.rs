//! The table: which fact takes an attempt from where to where. What is not in it is refused.

use super::{AttemptFact, AttemptFact as F};
use protocol::{AttemptState, AttemptState as S};

/// One edge: in this state, this fact leads to that state (the same state: known already, nothing changes).
pub type Edge = (AttemptState, AttemptFact, AttemptState);

/// Every edge of an attempt.
pub const EDGES: &[Edge] = &[
    // The call to the bank.
    (S::Sending, F::Accepted, S::Accepted),
    (S::Sending, F::NoAnswer, S::Unknown),
    (S::Sending, F::NotTaken, S::Abandoned),
    (S::Sending, F::Refused, S::Refused),
    // Its fate is unknown: a late answer still counts until we give up.
    (S::Unknown, F::NoAnswer, S::Unknown),
    (S::Unknown, F::Accepted, S::Accepted),
    (S::Unknown, F::NotTaken, S::Abandoned),
    (S::Unknown, F::GivenUp, S::Abandoned),
    (S::Unknown, F::Refused, S::Refused),
    // The SCA address is known.
    (S::Accepted, F::Accepted, S::Accepted),
    (S::Accepted, F::Left, S::Left),
    (S::Accepted, F::Returned, S::Returned),
    (S::Accepted, F::Pending, S::Accepted),
    (S::Accepted, F::Executing, S::Submitted),
    (S::Accepted, F::Settled, S::Settled),
    (S::Accepted, F::Refused, S::Refused),
    (S::Accepted, F::Cancelled, S::Cancelled),
    // The PSU is at the bank.
    (S::Left, F::Left, S::Left),
    (S::Left, F::Returned, S::Returned),
    (S::Left, F::Pending, S::Left),
    (S::Left, F::Executing, S::Submitted),
    (S::Left, F::Settled, S::Settled),
    (S::Left, F::Refused, S::Refused),
    (S::Left, F::Cancelled, S::Cancelled),
    // The PSU is back. Leaving again (Back, a second tab) changes nothing.
    (S::Returned, F::Left, S::Returned),
    (S::Returned, F::Returned, S::Returned),
    (S::Returned, F::Pending, S::Returned),
    (S::Returned, F::Executing, S::Submitted),
    (S::Returned, F::Settled, S::Settled),
    (S::Returned, F::Refused, S::Refused),
    (S::Returned, F::Cancelled, S::Cancelled),
    // The bank executes.
    (S::Submitted, F::Returned, S::Submitted),
    (S::Submitted, F::Pending, S::Submitted),
    (S::Submitted, F::Executing, S::Submitted),
    (S::Submitted, F::Settled, S::Settled),
    (S::Submitted, F::Refused, S::Refused),
    (S::Submitted, F::Cancelled, S::Cancelled),
    // Money has left: only the creditor's side can still speak.
    (S::Settled, F::Returned, S::Settled),
    (S::Settled, F::Pending, S::Settled),
    (S::Settled, F::Executing, S::Settled),
    (S::Settled, F::Settled, S::Settled),
    (S::Settled, F::FundsReceived, S::Settled),
    (S::Settled, F::FundsRejected, S::Settled),
    // Over without money; should a bank contradict itself, money counts.
    (S::Refused, F::Returned, S::Refused),
    (S::Refused, F::Pending, S::Refused),
    (S::Refused, F::Refused, S::Refused),
    (S::Refused, F::Executing, S::Submitted),
    (S::Refused, F::Settled, S::Settled),
    (S::Cancelled, F::Returned, S::Cancelled),
    (S::Cancelled, F::Pending, S::Cancelled),
    (S::Cancelled, F::Cancelled, S::Cancelled),
    (S::Cancelled, F::Refused, S::Cancelled),
    (S::Cancelled, F::Executing, S::Submitted),
    (S::Cancelled, F::Settled, S::Settled),
    // Given up: a late acceptance is cancelled at the bank and never shown.
    (S::Abandoned, F::Accepted, S::Abandoned),
    (S::Abandoned, F::NoAnswer, S::Abandoned),
    (S::Abandoned, F::NotTaken, S::Abandoned),
    (S::Abandoned, F::GivenUp, S::Abandoned),
    (S::Abandoned, F::Returned, S::Abandoned),
    (S::Abandoned, F::Pending, S::Abandoned),
    (S::Abandoned, F::Refused, S::Abandoned),
    (S::Abandoned, F::Cancelled, S::Abandoned),
    (S::Abandoned, F::Executing, S::Submitted),
    (S::Abandoned, F::Settled, S::Settled),
];

/// Where this fact leads from this state; `None` where the table has no such edge.
pub fn edge(from: AttemptState, fact: AttemptFact) -> Option<AttemptState> {
    EDGES.iter().find(|(state, known, _)| *state == from && *known == fact).map(|(_, _, to)| *to)
}
