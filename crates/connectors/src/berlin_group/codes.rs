//! The standard's code lists of payments, consents and their SCA, spelled as the standard spells them.
//! Never here: what a code means for a link or a consent (see `flow`), or which reason stands behind it (see `reasons`).

/// The fact behind a bank's status word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BankWord {
    /// No final word yet.
    Pending {
        /// A second person must sign at the bank (PATC).
        second_signer: bool,
    },
    /// Accepted for execution.
    Executing {
        /// The bank changed something, such as the date (ACWC).
        changed: bool,
    },
    /// Money left the debtor's account.
    Settled,
    /// Refused for good.
    Refused,
    /// Cancelled before execution.
    Cancelled,
}

/// Declares a code list whose spelling is written once, beside its variant.
macro_rules! codes {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$vmeta])* $variant,)+ }

        impl $name {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// As the standard spells it.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// Reads a code; `None` for one that is not in the standard's list.
            pub fn parse(code: &str) -> Option<Self> {
                match code.trim() { $($word => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

codes! {
    /// `transactionStatus`, ISO 20022.
    TransactionStatus {
        /// Settled on the creditor's account.
        Accc = "ACCC",
        /// Customer profile checked.
        Accp = "ACCP",
        /// Settled on the debtor's account.
        Acsc = "ACSC",
        /// Accepted for execution.
        Acsp = "ACSP",
        /// Authentication and form are right.
        Actc = "ACTC",
        /// Accepted with a change.
        Acwc = "ACWC",
        /// Accepted without posting to the creditor.
        Acwp = "ACWP",
        /// Received.
        Rcvd = "RCVD",
        /// Further checks will follow.
        Pdng = "PDNG",
        /// Refused.
        Rjct = "RJCT",
        /// Cancelled before execution.
        Canc = "CANC",
        /// Funds checked.
        Acfc = "ACFC",
        /// Some, not all, signatures are there.
        Patc = "PATC",
        /// Part of a bulk payment was accepted; no word about a single payment.
        Part = "PART",
    }
}

codes! {
    /// `consentStatus`.
    ConsentWord {
        /// Taken, not authorised.
        Received = "received",
        /// Refused, for good.
        Rejected = "rejected",
        /// Some, not all, of those who must authorise did.
        PartiallyAuthorised = "partiallyAuthorised",
        /// Authorised: data can be read.
        Valid = "valid",
        /// Ended by the PSU at the bank.
        RevokedByPsu = "revokedByPsu",
        /// Its time is over.
        Expired = "expired",
        /// Ended by us.
        TerminatedByTpp = "terminatedByTpp",
    }
}

codes! {
    /// `scaStatus`.
    ScaStatus {
        /// The authorisation exists.
        Received = "received",
        /// The PSU is identified.
        PsuIdentified = "psuIdentified",
        /// The PSU is authenticated.
        PsuAuthenticated = "psuAuthenticated",
        /// A way of SCA is chosen.
        ScaMethodSelected = "scaMethodSelected",
        /// The SCA runs.
        Started = "started",
        /// Done by the PSU; a confirmation of ours is awaited.
        Unconfirmed = "unconfirmed",
        /// Done.
        Finalised = "finalised",
        /// Failed, for good.
        Failed = "failed",
        /// Not needed.
        Exempted = "exempted",
    }
}

impl TransactionStatus {
    /// The fact behind the code; `None` for PART, which a single payment cannot have.
    pub const fn word(self) -> Option<BankWord> {
        Some(match self {
            Self::Rcvd | Self::Pdng | Self::Actc => BankWord::Pending { second_signer: false },
            Self::Patc => BankWord::Pending { second_signer: true },
            Self::Accp | Self::Acfc | Self::Acsp | Self::Acwp => BankWord::Executing { changed: false },
            Self::Acwc => BankWord::Executing { changed: true },
            Self::Acsc | Self::Accc => BankWord::Settled,
            Self::Rjct => BankWord::Refused,
            Self::Canc => BankWord::Cancelled,
            Self::Part => return None,
        })
    }
}

impl ConsentWord {
    /// Whether nothing can be read under it, now or later.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Rejected | Self::RevokedByPsu | Self::Expired | Self::TerminatedByTpp)
    }
}

impl ScaStatus {
    /// Whether the PSU's part is done and approved.
    pub const fn is_approved(self) -> bool {
        matches!(self, Self::Finalised | Self::Exempted | Self::Unconfirmed)
    }
}
