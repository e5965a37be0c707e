//! The second table: where a fact that names no attempt takes a consent. What is not in it is refused.

use super::{Fact, Fact as F};
use crate::lifecycle::{AttemptFact, Edge as AttemptEdge};
use protocol::{AttemptState, ConsentStatus, ConsentStatus as S, EndedBy as By};

/// One edge: in this status, this fact leads to that status (the same: known already, nothing changes).
pub type Edge = (ConsentStatus, Fact, ConsentStatus);

/// Every edge of a consent that no attempt leads.
pub const EDGES: &[Edge] = &[
    (S::Created, F::Opened, S::Started),
    // The time of the link, while nobody has authorised.
    (S::Created, F::LinkExpired, S::Expired),
    (S::Started, F::LinkExpired, S::Expired),
    (S::ScaUrlRetrieved, F::LinkExpired, S::Expired),
    (S::AwaitingAuthz, F::LinkExpired, S::Expired),
    (S::Expired, F::LinkExpired, S::Expired),
    // Reading at the bank.
    (S::Authorized, F::DataStored, S::Active),
    (S::Active, F::DataStored, S::Active),
    (S::Authorized, F::ReadsDenied, S::Suspended),
    (S::Active, F::ReadsDenied, S::Suspended),
    (S::Suspended, F::ReadsDenied, S::Suspended),
    (S::Suspended, F::ReadsAllowed, S::Active),
    (S::Active, F::ReadsAllowed, S::Active),
    // The API client takes it back, at any time before it is over; a suspended one it cannot (contract §5).
    (S::Created, F::Revoked(By::Client), S::Revoked),
    (S::Started, F::Revoked(By::Client), S::Revoked),
    (S::ScaUrlRetrieved, F::Revoked(By::Client), S::Revoked),
    (S::AwaitingAuthz, F::Revoked(By::Client), S::Revoked),
    (S::Authorized, F::Revoked(By::Client), S::Revoked),
    (S::Active, F::Revoked(By::Client), S::Revoked),
    (S::Revoked, F::Revoked(By::Client), S::Revoked),
    // The account holder withdraws what was given.
    (S::Authorized, F::Revoked(By::Holder), S::Revoked),
    (S::Active, F::Revoked(By::Holder), S::Revoked),
    (S::Suspended, F::Revoked(By::Holder), S::Revoked),
    (S::Revoked, F::Revoked(By::Holder), S::Revoked),
    // Its validity is over.
    (S::Authorized, F::Revoked(By::Time), S::Revoked),
    (S::Active, F::Revoked(By::Time), S::Revoked),
    (S::Suspended, F::Revoked(By::Time), S::Revoked),
    (S::Revoked, F::Revoked(By::Time), S::Revoked),
];

/// Beyond the table that payments walk by: money that has left is gone, but a consent that was valid can end at the bank, by the
/// account holder there, by the bank, or by us.
pub const AFTERWARDS: &[AttemptEdge] = &[(AttemptState::Settled, AttemptFact::Cancelled, AttemptState::Cancelled)];

/// Where this fact leads from this status; `None` where the table has no such edge.
pub(super) fn edge(from: ConsentStatus, fact: Fact) -> Option<ConsentStatus> {
    EDGES.iter().find(|(status, known, _)| *status == from && *known == fact).map(|(_, _, to)| *to)
}
