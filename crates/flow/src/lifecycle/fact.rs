//! What can become known about a link. Facts are in the past tense; each but three names its attempt.

/// A fact about one attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AttemptFact {
    /// The bank took the intent and gave an SCA address.
    Accepted,
    /// The bank did not answer in time: its fate is unknown.
    NoAnswer,
    /// The intent was surely never taken: connection refused, 429 or 503 at initiation.
    NotTaken,
    /// Waiting for an answer ended; the SCA address was never handed out, so the intent cannot run.
    GivenUp,
    /// The PSU was sent to the bank.
    Left,
    /// The PSU came back, whatever the return said.
    Returned,
    /// Read at the bank: no final word (RCVD, PDNG, PATC, ACTC).
    Pending,
    /// Read at the bank: accepted for execution (ACCP, ACFC, ACSP, ACWC, ACWP).
    Executing,
    /// Read at the bank: settled on the debtor's side (ACSC, ACCC).
    Settled,
    /// The bank refused (RJCT, or a refusal at initiation).
    Refused,
    /// Read at the bank: cancelled (CANC).
    Cancelled,
    /// The creditor's bank confirmed the funds.
    FundsReceived,
    /// The creditor's bank refused the funds.
    FundsRejected,
}

impl AttemptFact {
    /// Every fact, for tests that walk the table.
    pub const ALL: &'static [Self] = &[
        Self::Accepted,
        Self::NoAnswer,
        Self::NotTaken,
        Self::GivenUp,
        Self::Left,
        Self::Returned,
        Self::Pending,
        Self::Executing,
        Self::Settled,
        Self::Refused,
        Self::Cancelled,
        Self::FundsReceived,
        Self::FundsRejected,
    ];

    /// The word in logs and in the event log's `cause`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "intent_accepted",
            Self::NoAnswer => "no_answer",
            Self::NotTaken => "not_taken",
            Self::GivenUp => "given_up",
            Self::Left => "left",
            Self::Returned => "returned",
            Self::Pending => "bank_pending",
            Self::Executing => "bank_executing",
            Self::Settled => "bank_settled",
            Self::Refused => "bank_refused",
            Self::Cancelled => "bank_cancelled",
            Self::FundsReceived => "funds_received",
            Self::FundsRejected => "funds_rejected",
        }
    }
}

/// A fact about a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fact {
    /// A person opened the page.
    Opened,
    /// Pay was pressed: a new attempt, numbered one after the last.
    Begun,
    /// The client withdrew the link, and nothing of it runs at a bank.
    Revoked,
    /// The client withdrew the link, and the bank confirmed that this attempt is cancelled.
    RevokedAtBank(u32),
    /// The bank's address of this attempt had died, the bank confirmed that it is cancelled, and the payment was begun anew: a
    /// new attempt under the unchanged status (`wrapped_sca`).
    Renewed(u32),
    /// Something became known about an attempt.
    Of(u32, AttemptFact),
}

impl Fact {
    /// The word in logs and in the event log's `cause`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Begun => "pay_pressed",
            Self::Revoked => "revoked_by_client",
            Self::RevokedAtBank(_) => "revoked_by_client_at_bank",
            Self::Renewed(_) => "renewed",
            Self::Of(_, fact) => fact.as_str(),
        }
    }
}
