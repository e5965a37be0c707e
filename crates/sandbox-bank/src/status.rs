//! The standard's words for where a payment, a consent and their SCA stand, as far as these banks come to use them.
//! Never here: when one follows another.

/// The standard's `transactionStatus`, as far as these banks come to use it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    Rcvd,
    Pdng,
    Patc,
    Actc,
    Acsp,
    Acsc,
    Rjct,
    Canc,
}

impl Status {
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Rcvd => "RCVD",
            Self::Pdng => "PDNG",
            Self::Patc => "PATC",
            Self::Actc => "ACTC",
            Self::Acsp => "ACSP",
            Self::Acsc => "ACSC",
            Self::Rjct => "RJCT",
            Self::Canc => "CANC",
        }
    }
}

/// The standard's `scaStatus`, as far as a redirect comes to use it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ScaStatus {
    Received,
    PsuAuthenticated,
    Finalised,
    Failed,
}

impl ScaStatus {
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::PsuAuthenticated => "psuAuthenticated",
            Self::Finalised => "finalised",
            Self::Failed => "failed",
        }
    }
}

/// The standard's `consentStatus`, as far as these banks come to use it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ConsentStatus {
    Received,
    Rejected,
    Valid,
    RevokedByPsu,
    Expired,
    TerminatedByTpp,
}

impl ConsentStatus {
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Rejected => "rejected",
            Self::Valid => "valid",
            Self::RevokedByPsu => "revokedByPsu",
            Self::Expired => "expired",
            Self::TerminatedByTpp => "terminatedByTpp",
        }
    }
}
