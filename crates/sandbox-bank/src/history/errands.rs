//! Payments that only make a history longer or livelier: small, and each second one gives back what the first one took, so
//! that however many there are, the balance stays where it was.
//! Never here: a customer's life (see `habits`).

use std::ops::Range;

use super::story::{CARD_AT_THE_CORNER, CARD_GIVEN_BACK};
use super::{Entry, between, mix};
use crate::calendar::{DAY_MS, start_of};

/// From one small payment to the next while the bank is newly open, and for how many of them.
const SOON_MS: i64 = 180_000;
const SOON: i64 = 480;
/// The same, once it has been open for a day.
const LATER_MS: i64 = 3_600_000;
/// How long a small payment is pending: longer than until the next, so that there is always one.
const PENDING_MS: i64 = 240_000;
/// The first two came before the bank opened.
const BEFORE: i64 = 2;

/// How many errands are run on a day.
pub(super) struct Daily {
    pub(super) seed: u64,
    /// So many…
    pub(super) more: u64,
    /// …in so many days…
    pub(super) over: i64,
    /// …of which this is the nth.
    pub(super) nth: i64,
}

/// Runs a day's errands, evenly from midnight to midnight, booked at once.
pub(super) fn run(daily: Daily, day: i64, entries: &mut Vec<Entry>) {
    let (Ok(nth), Ok(over)) = (u64::try_from(daily.nth), u64::try_from(daily.over)) else { return };
    let until = |nth: u64| nth.saturating_mul(daily.more) / over;
    let (first, end) = (until(nth), until(nth + 1));
    for errand in first..end {
        let share = i64::try_from(errand - first + 1).unwrap_or(1);
        let of = i64::try_from(end - first + 1).unwrap_or(i64::MAX);
        let at_ms = start_of(day) + DAY_MS / of * share;
        entries.push(small(daily.seed ^ 0xe44a, errand, at_ms, at_ms));
    }
}

/// The small payments that come up within a time since shortly before the bank opened, each pending for a while.
pub(super) fn tick(seed: u64, opened_ms: i64, within: Range<i64>, entries: &mut Vec<Entry>) {
    let at = |nth: i64| {
        let (soon, later) = (nth.min(SOON), (nth - SOON).max(0));
        opened_ms + (soon - BEFORE) * SOON_MS + later * LATER_MS
    };
    // The number of those before a time, give or take one, without counting them.
    let since_ms = within.start - opened_ms;
    let soon = since_ms / SOON_MS + BEFORE;
    let nth = if soon <= SOON { soon } else { SOON + (within.start - at(SOON)) / LATER_MS };
    for nth in (nth - 1).max(0).. {
        let at_ms = at(nth);
        if at_ms >= within.end {
            break;
        }
        if within.contains(&at_ms) {
            entries.push(small(seed ^ 0x71c4, nth.unsigned_abs(), at_ms, at_ms + PENDING_MS));
        }
    }
}

/// The even ones take, the odd ones after them give back.
fn small(seed: u64, nth: u64, at_ms: i64, booked_ms: i64) -> Entry {
    let minor = between(mix(seed ^ (nth / 2)), 350, 18_900);
    let (minor, story) = if nth.is_multiple_of(2) { (-minor, &CARD_AT_THE_CORNER) } else { (minor, &CARD_GIVEN_BACK) };
    Entry { number: mix(mix(seed) ^ nth), at_ms, booked_ms, minor, story }
}
