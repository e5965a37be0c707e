//! When the gateway reads an attempt at its bank: soon after the return, then ever more rarely, and never too often.
//! Source: contract §3 (bank calls: at most 6 in the first minute, at most 12 in ten minutes). Never here: a clock, a call.
//!
//! A consent is read as a payment is until its bank has a last word; then it is watched while it is valid, and what must go is
//! deleted until the bank confirms it.

use protocol::page::Approach;

/// What is known about one attempt; times in milliseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BankReads<'a> {
    /// How the bank wants to be asked: whether the PSU is awaited from its page.
    pub approach: Approach,
    /// When the bank took the intent; `None` while it has not.
    pub accepted_ms: Option<i64>,
    /// When the PSU was sent to the bank.
    pub left_ms: Option<i64>,
    /// When the PSU came back, the last time.
    pub returned_ms: Option<i64>,
    /// Every call to the bank about this attempt so far, the initiation included, in any order.
    pub calls_ms: &'a [i64],
    /// The attempt is surely over, money moved or not.
    pub is_over: bool,
}

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Reads after an anchor: first these, then by the tail.
struct Rhythm {
    /// Offsets from the anchor.
    first_ms: &'static [i64],
    /// Then every so often, up to this offset.
    tail: &'static [(i64, i64)],
}

/// The PSU is back and watches.
const AFTER_RETURN: Rhythm = Rhythm {
    first_ms: &[
        0,
        2_200,
        5_500,
        13 * SECOND,
        33 * SECOND,
        75 * SECOND,
        2 * MINUTE,
        210 * SECOND,
        6 * MINUTE,
        9 * MINUTE,
    ],
    tail: &[(10 * MINUTE, HOUR), (HOUR, 3 * DAY)],
};

/// The PSU is at the bank: the return is the usual news, reading only the net under it.
const AFTER_LEAVING: Rhythm =
    Rhythm { first_ms: &[30 * SECOND, 90 * SECOND, 4 * MINUTE, 10 * MINUTE], tail: &[(30 * MINUTE, 3 * DAY)] };

/// Nobody left by our page; the SCA address may still have been used (an app link, another device).
const AFTER_ACCEPTING: Rhythm = Rhythm { first_ms: &[10 * MINUTE], tail: &[(30 * MINUTE, 3 * DAY)] };

/// The PSU approves on another device while the page waits, and usually returns from there: enough calls are left for that, and for
/// cancelling what died meanwhile.
const WHILE_REQUESTED: Rhythm = Rhythm {
    first_ms: &[15 * SECOND, 65 * SECOND, 2 * MINUTE, 3 * MINUTE, 270 * SECOND, 6 * MINUTE, 9 * MINUTE],
    tail: &[(10 * MINUTE, HOUR), (HOUR, 3 * DAY)],
};

/// The PSU was called in the bank's app, and returns from nowhere: only reading tells. One call of each window is left for the end.
const WHILE_CALLED: Rhythm = Rhythm {
    first_ms: &[
        8 * SECOND,
        16 * SECOND,
        26 * SECOND,
        40 * SECOND,
        65 * SECOND,
        100 * SECOND,
        150 * SECOND,
        4 * MINUTE,
        6 * MINUTE,
        510 * SECOND,
    ],
    tail: &[(10 * MINUTE, HOUR), (HOUR, 3 * DAY)],
};

/// How long after the approval was seen an instant payment has usually settled.
const SETTLES_WITHIN_MS: i64 = 1_500;

/// A consent that is valid can end at the bank without a word to us.
const WHILE_VALID: Rhythm = Rhythm { first_ms: &[], tail: &[(DAY, 200 * DAY)] };

/// A consent that must go, and that its bank has not confirmed to be gone.
const UNTIL_DELETED: Rhythm =
    Rhythm { first_ms: &[0, MINUTE, 5 * MINUTE, 30 * MINUTE], tail: &[(HOUR, 3 * DAY), (DAY, 200 * DAY)] };

/// No window of this length holds more calls than this.
const CAPS: [(i64, usize); 2] = [(MINUTE, 6), (10 * MINUTE, 12)];

/// When to read next; never before `now_ms`. `None` when there is nothing to read (any more).
pub fn next_read_ms(reads: &BankReads<'_>, now_ms: i64) -> Option<i64> {
    if reads.is_over {
        return None;
    }
    let accepted = match reads.approach {
        Approach::Redirect => &AFTER_ACCEPTING,
        Approach::Request => &WHILE_REQUESTED,
        Approach::Decoupled => &WHILE_CALLED,
    };
    let (anchor_ms, rhythm) = match (reads.returned_ms, reads.left_ms, reads.accepted_ms) {
        (Some(returned_ms), _, _) => (returned_ms, &AFTER_RETURN),
        (None, Some(left_ms), _) if reads.approach == Approach::Redirect => (left_ms, &AFTER_LEAVING),
        (None, _, Some(accepted_ms)) => (accepted_ms, accepted),
        (None, Some(left_ms), None) => (left_ms, &AFTER_LEAVING),
        (None, None, None) => return None,
    };
    rhythm.next(anchor_ms, reads.calls_ms, now_ms)
}

/// When to read next after an approval was seen that no return told of; never before `now_ms`.
pub fn next_after_approval_ms(calls_ms: &[i64], now_ms: i64) -> i64 {
    within_caps(calls_ms, now_ms.saturating_add(SETTLES_WITHIN_MS))
}

/// When to ask next whether a consent is still valid that is valid since `since_ms`; never before `now_ms`.
pub fn next_watch_ms(since_ms: i64, calls_ms: &[i64], now_ms: i64) -> Option<i64> {
    WHILE_VALID.next(since_ms, calls_ms, now_ms)
}

/// When to delete again, at its bank, a consent that must go since `since_ms`; never before `now_ms`.
pub fn next_deletion_ms(since_ms: i64, calls_ms: &[i64], now_ms: i64) -> Option<i64> {
    UNTIL_DELETED.next(since_ms, calls_ms, now_ms)
}

/// Whether one more call now, beside the rhythm, keeps every cap.
pub fn may_read_now(calls_ms: &[i64], now_ms: i64) -> bool {
    within_caps(calls_ms, now_ms) == now_ms
}

impl Rhythm {
    /// Its first moment that no call has served yet, within the caps and not before `now_ms`.
    fn next(&self, anchor_ms: i64, calls_ms: &[i64], now_ms: i64) -> Option<i64> {
        let last_ms = calls_ms.iter().copied().max().unwrap_or(i64::MIN);
        let due_ms = self.after(anchor_ms, last_ms)?;
        Some(within_caps(calls_ms, due_ms.max(now_ms)))
    }

    /// The first moment of this rhythm that no call has served yet.
    fn after(&self, anchor_ms: i64, last_ms: i64) -> Option<i64> {
        let first = self.first_ms.iter().map(|offset_ms| anchor_ms.saturating_add(*offset_ms));
        if let Some(due_ms) = first.into_iter().find(|due_ms| *due_ms > last_ms) {
            return Some(due_ms);
        }
        let mut from_ms = self.first_ms.last().copied().unwrap_or(0);
        let since_ms = last_ms.saturating_sub(anchor_ms);
        for (every_ms, until_ms) in self.tail {
            if since_ms < *until_ms {
                let steps = since_ms.saturating_sub(from_ms).max(0) / every_ms + 1;
                return Some(anchor_ms + (from_ms + steps * every_ms).min(*until_ms));
            }
            from_ms = *until_ms;
        }
        None
    }
}

/// Moves a moment back until no window that ends there is over its cap.
fn within_caps(calls_ms: &[i64], mut at_ms: i64) -> i64 {
    let mut newest_first = calls_ms.to_vec();
    newest_first.sort_unstable_by(|a, b| b.cmp(a));
    for (window_ms, most) in CAPS {
        if let Some(oldest_ms) = newest_first.get(most - 1) {
            at_ms = at_ms.max(oldest_ms.saturating_add(window_ms).saturating_add(1));
        }
    }
    at_ms
}
