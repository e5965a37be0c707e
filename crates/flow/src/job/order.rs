//! The table: which fact takes a job from where to where. What is not in it is refused.

use protocol::JobStatus as S;
use protocol::{DataGroup, JobStatus};

/// What became known about a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum JobFact {
    /// Every account that the bank names is stored.
    AccountsStored,
    /// The balances that could be read are stored.
    BalancesStored,
    /// The first page of transactions is asked for.
    TransactionsBegun,
    /// Nothing is asked any more.
    Ended(End),
}

/// How a job ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum End {
    /// Everything is stored.
    Completed,
    /// Of some accounts something could not be read.
    Partially,
    /// Nothing could be read.
    Failed,
}

impl JobFact {
    /// Every fact, for tests that walk the table.
    pub const ALL: &'static [Self] = &[
        Self::AccountsStored,
        Self::BalancesStored,
        Self::TransactionsBegun,
        Self::Ended(End::Completed),
        Self::Ended(End::Partially),
        Self::Ended(End::Failed),
    ];

    /// The word in the log.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AccountsStored => "accounts_stored",
            Self::BalancesStored => "balances_stored",
            Self::TransactionsBegun => "transactions_begun",
            Self::Ended(End::Completed) => "read",
            Self::Ended(End::Partially) => "read_in_part",
            Self::Ended(End::Failed) => "not_read",
        }
    }
}

/// For which consents an edge holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    /// For all.
    Any,
    /// Transactions are shared.
    WithTransactions,
    /// They are not.
    WithoutTransactions,
}

impl Scope {
    /// The scope of a consent.
    pub fn of(groups: &[DataGroup]) -> Self {
        if groups.contains(&DataGroup::Transactions) { Self::WithTransactions } else { Self::WithoutTransactions }
    }

    const fn holds_for(self, consent: Self) -> bool {
        matches!(
            (self, consent),
            (Self::Any, _)
                | (Self::WithTransactions, Self::WithTransactions)
                | (Self::WithoutTransactions, Self::WithoutTransactions)
        )
    }
}

/// One edge: in this status, this fact leads to that status, for consents of this scope.
pub type JobEdge = (JobStatus, JobFact, Scope, JobStatus);

/// Every edge of a job. It may fail at any time; it is read, wholly or in part, only when all was asked for.
pub const STEPS: &[JobEdge] = &[
    (S::JobStarted, JobFact::AccountsStored, Scope::Any, S::AccountsReady),
    (S::JobStarted, JobFact::Ended(End::Failed), Scope::Any, S::JobFailed),
    (S::AccountsReady, JobFact::BalancesStored, Scope::Any, S::BalancesReady),
    (S::AccountsReady, JobFact::Ended(End::Failed), Scope::Any, S::JobFailed),
    (S::BalancesReady, JobFact::TransactionsBegun, Scope::WithTransactions, S::TransactionsFetching),
    (S::BalancesReady, JobFact::Ended(End::Completed), Scope::WithoutTransactions, S::JobCompleted),
    (S::BalancesReady, JobFact::Ended(End::Partially), Scope::WithoutTransactions, S::JobPartiallyCompleted),
    (S::BalancesReady, JobFact::Ended(End::Failed), Scope::Any, S::JobFailed),
    (S::TransactionsFetching, JobFact::Ended(End::Completed), Scope::WithTransactions, S::JobCompleted),
    (S::TransactionsFetching, JobFact::Ended(End::Partially), Scope::WithTransactions, S::JobPartiallyCompleted),
    (S::TransactionsFetching, JobFact::Ended(End::Failed), Scope::WithTransactions, S::JobFailed),
];

/// Where this fact leads a job of a consent of this scope; `None` where the table has no such edge.
pub fn step(from: JobStatus, fact: JobFact, scope: Scope) -> Option<JobStatus> {
    let is_it = |edge: &&JobEdge| edge.0 == from && edge.1 == fact && edge.2.holds_for(scope);
    STEPS.iter().find(is_it).map(|edge| edge.3)
}

/// Whether nothing can follow.
pub const fn is_over(status: JobStatus) -> bool {
    matches!(status, S::JobCompleted | S::JobPartiallyCompleted | S::JobFailed)
}

/// How a job ends that asked for everything it could: `read` answers with balances or transactions came, and of `missing`
/// accounts something did not.
pub const fn end_of(read: u32, missing: usize) -> End {
    match (read, missing) {
        (_, 0) => End::Completed,
        (0, _) => End::Failed,
        _ => End::Partially,
    }
}
