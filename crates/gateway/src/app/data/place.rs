//! Where a job stands: what it needs to go on after its worker was stopped. Written with everything that it stores.
//! Never here: what has been read.

use flow::job::overlap;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// Prints of the entries last taken that are kept, of each kind.
const MOST_PRINTS: usize = 512;

/// Where a job stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Place {
    /// The accounts that the bank named, by their ordinals, in their order.
    pub accounts: Vec<i64>,
    /// Those whose balances it told beside.
    pub told: Vec<i64>,
    /// How many of them are done in this stage.
    pub done: usize,
    /// The one after those: its transactions, as far as they are read.
    pub book: Option<Book>,
    /// Answers with balances or transactions.
    pub read: u32,
    /// Answers that say that the bank refuses to be read.
    pub denied: u32,
    /// The bank said "too often", for longer than a job waits: nothing more is asked.
    pub is_worn: bool,
}

/// How far an account's transactions are read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Book {
    /// The first day that is asked for, from 1970.
    pub from: i64,
    /// When the first page was asked for, milliseconds since 1970.
    pub since_ms: i64,
    /// The next page; `None`: the first.
    pub page: Option<String>,
    /// Pages taken.
    pub pages: u32,
    /// Something of it could not be read.
    pub is_torn: bool,
    booked: VecDeque<u64>,
    pending: VecDeque<u64>,
}

impl Book {
    /// One to be read from this day on.
    pub(super) fn open(from: i64, since_ms: i64) -> Self {
        Self { from, since_ms, ..Self::default() }
    }

    /// How many of the first entries of a page (of one kind, by their prints) were taken before: the end of the page before,
    /// or of this one, when the worker was stopped in its middle.
    pub(super) fn taken(&self, is_booked: bool, prints: &[u64]) -> usize {
        let before: Vec<u64> = self.last(is_booked).iter().copied().collect();
        overlap(&before, prints)
    }

    /// Remembers entries that are taken.
    pub(super) fn take(&mut self, is_booked: bool, prints: impl IntoIterator<Item = u64>) {
        let last = if is_booked { &mut self.booked } else { &mut self.pending };
        last.extend(prints);
        last.drain(..last.len().saturating_sub(MOST_PRINTS));
    }

    const fn last(&self, is_booked: bool) -> &VecDeque<u64> {
        if is_booked { &self.booked } else { &self.pending }
    }
}

impl Place {
    /// The account that is next in this stage.
    pub(super) fn next_account(&self) -> Option<i64> {
        self.accounts.get(self.done).copied()
    }

    /// The account in hand is done in this stage.
    pub(super) fn pass(&mut self) {
        self.done += 1;
        self.book = None;
    }

    /// The next stage begins.
    pub(super) fn begin_stage(&mut self) {
        self.done = 0;
        self.book = None;
    }
}
