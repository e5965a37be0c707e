//! The rhythm of bank reads: the table of the first hour, and the caps under any order of things.

use flow::polling::{BankReads, may_read_now, next_after_approval_ms, next_deletion_ms, next_read_ms, next_watch_ms};
use proptest::prelude::*;
use protocol::page::Approach;

const T: i64 = 1_773_320_000_000;
const NOTHING: BankReads<'_> = BankReads {
    approach: Approach::Redirect,
    accepted_ms: None,
    left_ms: None,
    returned_ms: None,
    calls_ms: &[],
    is_over: false,
};

/// Every read from `from_ms` for so long, each made exactly when it is due, as offsets from `T` in milliseconds.
fn reads(of: BankReads<'_>, from_ms: i64, for_ms: i64) -> Vec<i64> {
    let mut calls = of.calls_ms.to_vec();
    let mut now_ms = from_ms;
    let mut made = Vec::new();
    while let Some(at_ms) = next_read_ms(&BankReads { calls_ms: &calls, ..of }, now_ms) {
        if at_ms > T + for_ms {
            break;
        }
        made.push(at_ms - T);
        calls.push(at_ms);
        now_ms = at_ms;
    }
    made
}

#[test]
fn after_a_return() {
    let calls = [T - 20_000];
    let of = BankReads {
        accepted_ms: Some(T - 20_000),
        left_ms: Some(T - 18_000),
        returned_ms: Some(T),
        calls_ms: &calls,
        ..NOTHING
    };
    let minutes = |list: &[i64]| list.iter().map(|minute| minute * 60_000).collect::<Vec<_>>();
    let first = reads(of, T, 3_600_000);
    assert_eq!(first[..10], [0, 2_200, 5_500, 13_000, 33_000, 75_000, 120_000, 210_000, 360_000, 540_000]);
    assert_eq!(first[10..], minutes(&[19, 29, 39, 49, 59, 60]));
    let all = reads(of, T, 10 * 24 * 3_600_000);
    assert_eq!(all[16..19], minutes(&[120, 180, 240]));
    assert_eq!(all.last(), Some(&(3 * 24 * 3_600_000)), "hourly, for three days");
}

#[test]
fn while_the_psu_is_at_the_bank() {
    let of = BankReads { accepted_ms: Some(T), left_ms: Some(T), calls_ms: &[T - 500], ..NOTHING };
    let minutes: Vec<i64> = [10, 40, 70, 100].iter().map(|minute| minute * 60_000).collect();
    let made = reads(of, T, 110 * 60_000);
    assert_eq!(made[..3], [30_000, 90_000, 240_000]);
    assert_eq!(made[3..], minutes);
}

#[test]
fn while_nobody_has_left() {
    let of = BankReads { accepted_ms: Some(T), calls_ms: &[T], ..NOTHING };
    assert_eq!(reads(of, T, 45 * 60_000), [600_000, 2_400_000]);
}

#[test]
fn while_the_psu_approves_on_another_device() {
    let of = BankReads { approach: Approach::Request, accepted_ms: Some(T), calls_ms: &[T], ..NOTHING };
    let made = reads(of, T, 3_600_000);
    assert_eq!(made[..7], [15_000, 65_000, 120_000, 180_000, 270_000, 360_000, 540_000]);
    assert_eq!(made[7], 1_140_000);
    // Opening the request here as well changes nothing; a return is read at once, and twice more within the first minute.
    assert_eq!(reads(BankReads { left_ms: Some(T + 5_000), ..of }, T, 3_600_000), made);
    let calls = [T, T + 15_000, T + 20_000];
    let back = BankReads { returned_ms: Some(T + 45_000), calls_ms: &calls, ..of };
    assert_eq!(reads(back, T + 45_000, 55_000), [45_000, 47_200, 50_500]);
}

#[test]
fn while_the_psu_is_called_in_the_banks_app() {
    let of = BankReads { approach: Approach::Decoupled, accepted_ms: Some(T), calls_ms: &[T], ..NOTHING };
    let made = reads(of, T, 3_600_000);
    let first = [8_000, 16_000, 26_000, 40_000, 65_000, 100_000, 150_000, 240_000, 360_000, 510_000];
    assert_eq!((&made[..10], made[10]), (&first[..], 1_110_000));
    // Whenever the approval is seen, the end is asked for soon after it.
    for seen in 0..first.len() {
        let calls: Vec<i64> = [0].iter().chain(&first[..=seen]).map(|at| T + at).collect();
        let now = T + first[seen] + 20;
        assert_eq!(next_after_approval_ms(&calls, now), now + 1_500, "{seen}");
    }
}

#[test]
fn nothing_to_read() {
    assert_eq!(next_read_ms(&NOTHING, T), None);
    let over = BankReads { accepted_ms: Some(T), returned_ms: Some(T), is_over: true, ..NOTHING };
    assert_eq!(next_read_ms(&over, T), None);
}

#[test]
fn a_valid_consent_is_watched_once_a_day_and_a_call_beside_that_is_as_good() {
    const DAY: i64 = 24 * 3_600_000;
    assert_eq!(next_watch_ms(T, &[T - 2_000, T], T), Some(T + DAY));
    let read = T + DAY + DAY / 2;
    assert_eq!(next_watch_ms(T, &[T, T + DAY, read], read), Some(T + 2 * DAY));
    assert_eq!(next_watch_ms(T, &[T], T + 40 * DAY), Some(T + 40 * DAY), "a late worker asks at once");
}

#[test]
fn what_must_go_is_deleted_until_the_bank_confirms_it() {
    let mut calls = vec![T - 60_000];
    let mut made = Vec::new();
    let mut now_ms = T;
    while let Some(at_ms) = next_deletion_ms(T, &calls, now_ms).filter(|_| made.len() < 7) {
        made.push((at_ms - T) / 60_000);
        // A deletion, and a reading of what came of it.
        calls.extend([at_ms, at_ms]);
        now_ms = at_ms;
    }
    assert_eq!(made, [0, 1, 5, 30, 90, 150, 210]);
    let day = 24 * 3_600_000;
    assert_eq!(next_deletion_ms(T, &[T + 4 * day], T + 4 * day), Some(T + 5 * day));
}

#[test]
fn a_late_worker_reads_at_once_and_only_once() {
    let calls = [T - 20_000, T + 100];
    let of = BankReads { accepted_ms: Some(T), returned_ms: Some(T), calls_ms: &calls, ..NOTHING };
    assert_eq!(next_read_ms(&of, T + 10_000), Some(T + 10_000));
    let calls = [T - 20_000, T + 100, T + 10_000];
    let of = BankReads { calls_ms: &calls, ..of };
    assert_eq!(next_read_ms(&of, T + 10_000), Some(T + 13_000));
}

#[test]
fn a_quick_psu_keeps_within_the_first_minutes_cap() {
    let calls = [T - 3_000, T - 2_500];
    let of = BankReads { accepted_ms: Some(T - 3_000), returned_ms: Some(T), calls_ms: &calls, ..NOTHING };
    assert_eq!(reads(of, T, 80_000), [0, 2_200, 5_500, 13_000, 57_001, 75_000]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    /// Returns may be forged at any time and workers may be late: no window is ever over its cap.
    #[test]
    fn caps_hold(
        approach in proptest::sample::select(Approach::ALL),
        accepted in 0i64..60_000,
        left in proptest::option::of(0i64..300_000),
        returns in proptest::collection::vec(0i64..1_500_000, 0..30),
        lateness in proptest::collection::vec(0i64..5_000, 60),
    ) {
        let mut calls = vec![T + accepted];
        let mut now = T + accepted;
        for late in lateness {
            let returned_ms = returns.iter().map(|at| T + at).filter(|at| *at <= now).max();
            let left_ms = left.map(|at| T + at).filter(|at| *at <= now);
            let accepted_ms = Some(T + accepted);
            let of = BankReads { approach, accepted_ms, left_ms, returned_ms, calls_ms: &calls, is_over: false };
            let Some(due) = next_read_ms(&of, now) else { break };
            prop_assert!(due >= now);
            // Something may happen before it is due, and is due at once then.
            let news = returns.iter().map(|at| T + at).filter(|at| *at > now && *at < due).min();
            match news {
                Some(at) => now = at,
                None => {
                    now = due + late;
                    calls.push(now);
                }
            }
        }
        for (window, most) in [(60_000, 6), (600_000, 12)] {
            for end in &calls {
                let within = calls.iter().filter(|at| **at > end - window && **at <= *end).count();
                prop_assert!(within <= most, "{within} calls in {window} ms: {calls:?}");
            }
        }
    }
}

#[test]
fn a_call_beside_the_rhythm_keeps_the_caps_too() {
    let five = [0, 1_000, 2_000, 3_000, 4_000];
    assert!(may_read_now(&five, 5_000), "the sixth of a minute");
    let six = [0, 1_000, 2_000, 3_000, 4_000, 5_000];
    assert!(!may_read_now(&six, 6_000));
    assert!(!may_read_now(&six, 60_000));
    assert!(may_read_now(&six, 60_001), "the first is over a minute ago");
    assert!(may_read_now(&[], 0));
}
