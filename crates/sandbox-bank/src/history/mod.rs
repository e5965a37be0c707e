//! What has gone over the customer's accounts: two years when the bank opens, and what comes while it is open.
//! Made up from the account and the day alone, so that the same day tells the same story; built at the first read.
//! Never here: who may read it (see `consent`), or how a bank spells it (see `xs2a::ais`).

mod errands;
mod habits;
mod story;

use std::collections::HashMap;

use crate::calendar::{day_of, start_of};
use crate::personality::OwnAccount;

pub(crate) use habits::Pattern;
use story::Story;

/// How far back it goes, in days.
const DAYS: i64 = 730;

/// One transaction.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    /// Its identity, and the seed of all that is told about it.
    pub(crate) number: u64,
    /// When it came up, pending.
    pub(crate) at_ms: i64,
    /// When it is booked, at the earliest when it came up.
    pub(crate) booked_ms: i64,
    /// In hundredths; below zero when money left the account.
    pub(crate) minor: i64,
    pub(crate) story: &'static Story,
}

/// All accounts of one customer.
pub(crate) struct Histories {
    accounts: &'static [OwnAccount],
    opened_ms: i64,
    /// How many transactions are added in two years, over all accounts.
    more: u64,
    by_account: HashMap<usize, History>,
}

impl Histories {
    pub(crate) fn new(accounts: &'static [OwnAccount], opened_ms: i64) -> Self {
        Self { accounts, opened_ms, more: 0, by_account: HashMap::new() }
    }

    /// Adds so many transactions, spread evenly over two years and the accounts, in place of what was added before.
    pub(crate) fn add(&mut self, more: u64) {
        self.more = more;
        self.by_account.clear();
    }

    /// An account as it is now; none where the bank has no account at this place.
    pub(crate) fn of(&mut self, place: usize, now_ms: i64) -> Option<Statement<'_>> {
        let account = self.accounts.get(place)?;
        let (count, place_u64) = (u64::try_from(self.accounts.len()).ok()?, u64::try_from(place).ok()?);
        // What does not divide goes to the first.
        let more = self.more / count + u64::from(place_u64 < self.more % count);
        let opened_ms = self.opened_ms;
        let history = self.by_account.entry(place).or_insert_with(|| History::new(account, opened_ms, more));
        history.reach(day_of(now_ms));
        Some(Statement { entries: &history.entries, opening_minor: account.opening_minor, now_ms })
    }
}

/// One account's transactions, as far as they are made up.
struct History {
    account: &'static OwnAccount,
    opened_ms: i64,
    more: u64,
    /// The first day that is not made up yet.
    next_day: i64,
    /// In the order in which they are booked.
    entries: Vec<Entry>,
}

impl History {
    fn new(account: &'static OwnAccount, opened_ms: i64, more: u64) -> Self {
        let next_day = day_of(opened_ms).saturating_sub(DAYS);
        Self { account, opened_ms, more, next_day, entries: Vec::new() }
    }

    /// Makes up everything until the end of a day.
    fn reach(&mut self, day: i64) {
        if day < self.next_day {
            return;
        }
        let first_day = day_of(self.opened_ms).saturating_sub(DAYS);
        let seed = seed_of(self.account.iban);
        for day in self.next_day..=day {
            habits::live(self.account.pattern, seed, day, &mut self.entries);
            errands::run(
                errands::Daily { seed, more: self.more, over: DAYS, nth: day - first_day },
                day,
                &mut self.entries,
            );
            if self.account.lively {
                errands::tick(seed, self.opened_ms, start_of(day)..start_of(day + 1), &mut self.entries);
            }
        }
        self.next_day = day + 1;
        self.entries.sort_by_key(|entry| (entry.booked_ms, entry.number));
    }
}

/// An account at one moment.
#[derive(Clone, Copy)]
pub(crate) struct Statement<'a> {
    entries: &'a [Entry],
    opening_minor: i64,
    now_ms: i64,
}

impl<'a> Statement<'a> {
    /// What is booked, oldest first.
    pub(crate) fn booked(&self) -> &'a [Entry] {
        let end = self.entries.partition_point(|entry| entry.booked_ms <= self.now_ms);
        self.entries.get(..end).unwrap_or_default()
    }

    /// What was booked from one day until another, both included, oldest first.
    pub(crate) fn booked_between(&self, first_day: i64, last_day: i64) -> &'a [Entry] {
        let booked = self.booked();
        let end = booked.partition_point(|entry| day_of(entry.booked_ms) <= last_day);
        let start = booked.partition_point(|entry| day_of(entry.booked_ms) < first_day);
        booked.get(start..end).unwrap_or_default()
    }

    /// What has come up and is not booked yet, oldest first.
    pub(crate) fn pending(&self) -> impl Iterator<Item = &'a Entry> {
        let now_ms = self.now_ms;
        let rest = self.entries.get(self.booked().len()..).unwrap_or_default();
        rest.iter().filter(move |entry| entry.at_ms <= now_ms)
    }

    /// The transaction of a number, booked or pending.
    pub(crate) fn entry(&self, number: u64) -> Option<&'a Entry> {
        self.entries.iter().find(|entry| entry.number == number && entry.at_ms <= self.now_ms)
    }

    pub(crate) fn is_booked(&self, entry: &Entry) -> bool {
        entry.booked_ms <= self.now_ms
    }

    /// Everything booked, added up.
    pub(crate) fn booked_minor(&self) -> i64 {
        self.opening_minor + self.booked().iter().map(|entry| entry.minor).sum::<i64>()
    }

    /// The same, less what is held for pending payments.
    pub(crate) fn available_minor(&self) -> i64 {
        self.booked_minor() + self.pending().map(|entry| entry.minor.min(0)).sum::<i64>()
    }

    /// The same, with everything pending.
    pub(crate) fn expected_minor(&self) -> i64 {
        self.booked_minor() + self.pending().map(|entry| entry.minor).sum::<i64>()
    }

    /// When the newest booking was.
    pub(crate) fn last_booked(&self) -> Option<&'a Entry> {
        self.booked().last()
    }
}

/// One number from another, without a pattern that eyes could see (SplitMix64).
fn mix(number: u64) -> u64 {
    let mut mixed = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// Where an account's chances begin.
fn seed_of(iban: &str) -> u64 {
    iban.bytes().fold(0, |seed, byte| mix(seed ^ u64::from(byte)))
}

/// A number within bounds, the upper one included.
fn between(chance: u64, least: i64, most: i64) -> i64 {
    let span = most.saturating_sub(least).unsigned_abs().saturating_add(1);
    least.saturating_add(i64::try_from(chance % span).unwrap_or(0))
}

#[cfg(test)]
mod tests;
