//! What can become known about a consent.

use crate::lifecycle::AttemptFact;
use protocol::EndedBy;

/// A fact about a consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fact {
    /// A person opened the page.
    Opened,
    /// Authorise was pressed, or the consent is sent at creation: a new attempt, numbered one after the last.
    Begun,
    /// As of a payment: this attempt is cancelled at the bank, and another was begun under the unchanged status.
    Renewed(u32),
    /// Something became known about an attempt. Settled: the bank says valid; refused: rejected; cancelled: over or deleted there.
    Of(u32, AttemptFact),
    /// `expires_at` has passed, and nobody had authorised.
    LinkExpired,
    /// The first data is stored.
    DataStored,
    /// The bank refuses to be read.
    ReadsDenied,
    /// The bank can be read again.
    ReadsAllowed,
    /// It was ended here; by time: `authorized_until` has passed. What ends at the bank is known by its attempt.
    Revoked(EndedBy),
}

impl Fact {
    /// Every fact that names no attempt, for tests that walk the table.
    pub const OF_NO_ATTEMPT: &'static [Self] = &[
        Self::Opened,
        Self::Begun,
        Self::LinkExpired,
        Self::DataStored,
        Self::ReadsDenied,
        Self::ReadsAllowed,
        Self::Revoked(EndedBy::Client),
        Self::Revoked(EndedBy::Holder),
        Self::Revoked(EndedBy::Time),
    ];

    /// The word in logs and in the event log's `cause`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Begun => "authorise_pressed",
            Self::Renewed(_) => "renewed",
            Self::Of(_, AttemptFact::Accepted) => "consent_accepted",
            Self::Of(_, AttemptFact::Settled) => "bank_valid",
            Self::Of(_, AttemptFact::Cancelled) => "bank_ended",
            Self::Of(_, fact) => fact.as_str(),
            Self::LinkExpired => "link_expired",
            Self::DataStored => "data_stored",
            Self::ReadsDenied => "reads_denied",
            Self::ReadsAllowed => "reads_allowed",
            Self::Revoked(EndedBy::Client) => "revoked_by_client",
            Self::Revoked(EndedBy::Holder) => "withdrawn_by_holder",
            Self::Revoked(EndedBy::Bank) => "ended_by_bank",
            Self::Revoked(EndedBy::Time) => "validity_ended",
        }
    }
}
