//! One consent to account data: what it opens now, as a pure function of what was decided and of the time.
//! Never here: where consents are kept, how they are asked for, or the data itself (see `history`).

use serde_json::{Map, Value};

use crate::calendar::{DAY_MS, day_of};
use crate::case::{Case, Decision};
use crate::consent_steering::ConsentSteering;
use crate::status::ConsentStatus;

/// What can be read of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Right {
    Details,
    Balances,
    Transactions,
}

/// Whose accounts a right is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    Nobody,
    /// Every account that is shared.
    Shared,
    /// These, by their place in the bank's list.
    Named(Vec<usize>),
}

impl Reach {
    fn covers(&self, account: usize) -> bool {
        match self {
            Self::Nobody => false,
            Self::Shared => true,
            Self::Named(accounts) => accounts.contains(&account),
        }
    }
}

/// What a TPP asks for.
#[derive(Clone, Debug)]
pub(crate) struct Terms {
    pub(crate) balances: Reach,
    pub(crate) transactions: Reach,
    /// Accounts that were named, or that the bank offers.
    pub(crate) accounts: Vec<usize>,
    /// Whether the PSU chooses among [`Terms::accounts`].
    pub(crate) offered: bool,
    pub(crate) recurring: bool,
    /// The last day, counted from 1970-01-01.
    pub(crate) valid_until: i64,
    /// How often a day accounts may be read without the PSU.
    pub(crate) frequency: u32,
    /// `access` as it was written, given back until the PSU has decided.
    pub(crate) access: Map<String, Value>,
}

impl Terms {
    /// Whether an account, once it is shared, is shared so far.
    pub(crate) fn covers(&self, account: usize, right: Right) -> bool {
        match right {
            Right::Details => true,
            Right::Balances => self.balances.covers(account),
            Right::Transactions => self.transactions.covers(account),
        }
    }
}

/// How a valid consent came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// The PSU withdrew it at the bank.
    Psu,
    /// The TPP deleted it.
    Tpp,
    /// The bank ended it before its day.
    Bank,
}

/// A consent in the ledger.
#[derive(Clone, Debug)]
pub(crate) struct Consent {
    pub(crate) case: Case,
    pub(crate) terms: Terms,
    pub(crate) steering: &'static ConsentSteering,
    /// What the PSU shares, by place in the bank's list; empty before the approval.
    pub(crate) shared: Vec<usize>,
    pub(crate) ended: Option<(End, i64)>,
    /// The day of the last reads without the PSU, and how many there were.
    pub(crate) unattended: (i64, u32),
}

impl Consent {
    pub(crate) fn status(&self, now_ms: i64) -> ConsentStatus {
        let over = day_of(now_ms) > self.terms.valid_until;
        match (self.ended, self.case.decision()) {
            (Some((End::Psu, _)), _) => ConsentStatus::RevokedByPsu,
            (Some((End::Tpp, _)), _) | (None, Some(Decision::Withdraw)) => ConsentStatus::TerminatedByTpp,
            (Some((End::Bank, _)), _) => ConsentStatus::Expired,
            (None, Some(Decision::Reject | Decision::Cancel)) => ConsentStatus::Rejected,
            (None, Some(Decision::Approve)) if self.steering.outcome == ConsentStatus::Valid && over => {
                ConsentStatus::Expired
            }
            (None, Some(Decision::Approve)) => self.steering.outcome,
            (None, None) if over => ConsentStatus::Expired,
            (None, None) => ConsentStatus::Received,
        }
    }

    /// The last day on which the status changed.
    pub(crate) fn last_action_day(&self, now_ms: i64) -> i64 {
        let verdict_ms = self.case.verdict.as_ref().map(|verdict| verdict.at_ms);
        let last_ms = self.ended.map(|(_, at_ms)| at_ms).or(verdict_ms).unwrap_or(self.case.created_ms);
        match self.status(now_ms) {
            ConsentStatus::Expired if self.ended.is_none() => self.terms.valid_until.saturating_add(1),
            _ => day_of(last_ms),
        }
    }

    /// Whether so much of an account may be read.
    pub(crate) fn grants(&self, account: usize, right: Right) -> bool {
        self.shared.contains(&account) && self.terms.covers(account, right)
    }

    /// Counts a read without the PSU; false when there were enough today.
    pub(crate) fn count_unattended(&mut self, now_ms: i64) -> bool {
        let today = day_of(now_ms);
        let (day, reads) = self.unattended;
        let reads = if day == today { reads } else { 0 };
        if reads >= self.terms.frequency {
            return false;
        }
        self.unattended = (today, reads.saturating_add(1));
        true
    }

    /// An account's name towards the TPP: it means nothing outside this consent, and stays the same within it.
    pub(crate) fn resource_id(&self, account: usize) -> String {
        // FNV-1a over the consent's id, once more for each half.
        let half = |salt: u64| {
            self.case.id.bytes().fold(0xcbf2_9ce4_8422_2325 ^ salt, |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
            })
        };
        let place = u64::try_from(account).unwrap_or_default();
        format!("{:016x}{:016x}", half(place.wrapping_mul(2)), half(place.wrapping_mul(2).wrapping_add(1)))
    }

    /// The account that [`Consent::resource_id`] names.
    pub(crate) fn account_named(&self, resource_id: &str) -> Option<usize> {
        self.shared.iter().copied().find(|account| self.resource_id(*account) == resource_id)
    }
}

/// From today until `valid_until`, in whole days of UTC: what steers (see `consent_steering`).
pub(crate) fn validity_days(valid_until: i64, now_ms: i64) -> i64 {
    valid_until.saturating_sub(now_ms.div_euclid(DAY_MS))
}
