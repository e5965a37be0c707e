//! Where a job stands: what it needs to go on after its worker was stopped. Written with everything that it stores.
//! Never here: what has been read.

use crate::doors::keys::hmac_sha256;
use flow::job::{overlap, pushed_by};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// Prints of the entries last taken that are kept, of each kind.
const MOST_PRINTS: usize = 512;
/// Pages of one list, at most.
const MOST_PAGES: usize = 5_000;

/// Where a job stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Place {
    /// The accounts that the bank named, by their ordinals, the one that was not read for the longest time first.
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
    /// What of ours stopped it the last time, and how often it did.
    pub fault: (String, u32),
}

/// Where a list leads: the addresses of its pages, as short hashes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Way(Vec<u64>);

impl Way {
    /// Whether a list leads in a circle, or on for ever, when it leads to this page next.
    pub(super) fn is_circle(&mut self, next: Option<&str>) -> bool {
        let Some(next) = next else { return false };
        let hash = short(next.as_bytes());
        let is_circle = self.0.contains(&hash) || self.0.len() >= MOST_PAGES;
        self.0.push(hash);
        is_circle
    }
}

/// A short hash.
fn short(of: &[u8]) -> u64 {
    hmac_sha256(b"page", of).iter().take(8).fold(0, |hash, byte| hash << 8 | u64::from(*byte))
}

/// A page that was taken.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Leaf {
    /// Where it is; `None`: the first.
    pub page: Option<String>,
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
    /// The page before that one.
    pub before: Option<Leaf>,
    /// Where its pages have led.
    pub way: Way,
    /// A page was cut: something of it is missing.
    pub is_cut: bool,
    /// Some of the page in hand is taken.
    pub is_mid_page: bool,
    /// How often it was begun anew: what was met before counts for nothing.
    pub begun_anew: u16,
    /// Transactions that the job had read before it.
    pub counted: u32,
    /// What its first page told.
    first: Option<Vec<u64>>,
    booked: VecDeque<u64>,
    pending: VecDeque<u64>,
}

impl Book {
    /// One to be read from this day on.
    pub(super) fn open(from: i64, since_ms: i64, counted: u32) -> Self {
        Self { from, since_ms, counted, ..Self::default() }
    }

    /// The same from its first page: its worker was stopped in the middle of a page, and the bank need not tell that page
    /// as it did before.
    pub(super) fn anew(&self) -> Self {
        Self { begun_anew: self.begun_anew.saturating_add(1), ..Self::open(self.from, self.since_ms, self.counted) }
    }

    /// The number of this reading of an account; no other has it.
    pub(super) fn number(&self, job: i64) -> i64 {
        job << u16::BITS | i64::from(self.begun_anew)
    }

    /// Whether a page (by its prints) is the first one, told under another address. Pages of entries that look all the same
    /// may be others.
    pub(super) fn is_first_again(&mut self, prints: &[u64]) -> bool {
        let prints = prints.get(..MOST_PRINTS).unwrap_or(prints);
        let Some(first) = &self.first else {
            self.first = Some(prints.to_vec());
            return false;
        };
        first.iter().any(|print| Some(print) != first.first()) && *first == prints
    }

    /// The page in hand is taken, and leads on to this one.
    pub(super) fn turn(&mut self, next: String) {
        self.before = Some(Leaf { page: self.page.replace(next) });
    }

    /// How many of the first entries of a page (of one kind, by their prints) were taken before: the end of the page before.
    pub(super) fn taken(&self, is_booked: bool, prints: &[u64]) -> usize {
        overlap(&self.last_prints(is_booked), prints)
    }

    /// By how many entries of one kind the page before has moved on, when it tells these (by their prints) now.
    pub(super) fn pushed_by(&self, is_booked: bool, again: &[u64]) -> Option<usize> {
        pushed_by(&self.last_prints(is_booked), again)
    }

    /// Remembers entries that are taken.
    pub(super) fn take(&mut self, is_booked: bool, prints: impl IntoIterator<Item = u64>) {
        let last = if is_booked { &mut self.booked } else { &mut self.pending };
        last.extend(prints);
        last.drain(..last.len().saturating_sub(MOST_PRINTS));
    }

    fn last_prints(&self, is_booked: bool) -> Vec<u64> {
        let last = if is_booked { &self.booked } else { &self.pending };
        last.iter().copied().collect()
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
