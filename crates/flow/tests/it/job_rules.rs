//! Jobs: the table walked, every order in a reviewed text; cooldown, patience, days, retention.

use flow::job::{
    DAY_MS, End, JobFact, NotNow, OVERLAP_DAYS, STEPS, Scope, day_of, delete_at_ms, end_of, first_day, is_denied,
    is_over, may_start, step, try_again_ms, wait_out_ms,
};
use proptest::prelude::*;
use protocol::{DataGroup, JobStatus};

/// Every order in which a job of this scope can be told, from its start.
fn orders(scope: Scope) -> Vec<String> {
    fn go_on(scope: Scope, told: &[JobStatus], all: &mut Vec<String>) {
        let last = told[told.len() - 1];
        if is_over(last) {
            all.push(told.iter().map(|status| status.as_str()).collect::<Vec<_>>().join(" > "));
        }
        for fact in JobFact::ALL {
            if let Some(next) = step(last, *fact, scope) {
                go_on(scope, &[told, &[next]].concat(), all);
            }
        }
    }
    let mut all = Vec::new();
    go_on(scope, &[JobStatus::JobStarted], &mut all);
    all.sort();
    all
}

#[test]
fn jobs_are_told_in_the_documented_order_and_in_no_other() {
    insta::assert_snapshot!(orders(Scope::WithTransactions).join("\n"), @r"
    job_started > accounts_ready > balances_ready > job_failed
    job_started > accounts_ready > balances_ready > transactions_fetching > job_completed
    job_started > accounts_ready > balances_ready > transactions_fetching > job_failed
    job_started > accounts_ready > balances_ready > transactions_fetching > job_partially_completed
    job_started > accounts_ready > job_failed
    job_started > job_failed
    ");
    insta::assert_snapshot!(orders(Scope::WithoutTransactions).join("\n"), @r"
    job_started > accounts_ready > balances_ready > job_completed
    job_started > accounts_ready > balances_ready > job_failed
    job_started > accounts_ready > balances_ready > job_partially_completed
    job_started > accounts_ready > job_failed
    job_started > job_failed
    ");
}

#[test]
fn every_edge_is_walked_once_and_what_is_over_stays_so() {
    for (index, edge) in STEPS.iter().enumerate() {
        let twin = |other: &&flow::job::JobEdge| (other.0, other.1) == (edge.0, edge.1);
        assert_eq!(STEPS.iter().filter(twin).count(), 1, "{edge:?}");
        let scope = if edge.2 == Scope::Any { Scope::WithTransactions } else { edge.2 };
        assert_eq!(step(edge.0, edge.1, scope), Some(edge.3), "edge {index}");
        assert!(edge.0 < edge.3, "{edge:?} goes back");
    }
    for status in JobStatus::ALL.iter().filter(|status| is_over(**status)) {
        for fact in JobFact::ALL {
            assert_eq!(step(*status, *fact, Scope::WithTransactions), None);
            assert_eq!(step(*status, *fact, Scope::WithoutTransactions), None);
        }
    }
}

#[test]
fn a_scope_is_with_or_without_transactions() {
    assert_eq!(
        Scope::of(&[DataGroup::Accounts, DataGroup::Balances, DataGroup::Transactions]),
        Scope::WithTransactions
    );
    assert_eq!(Scope::of(&[DataGroup::Accounts, DataGroup::Balances]), Scope::WithoutTransactions);
}

#[test]
fn a_job_ends_by_what_is_missing() {
    assert_eq!(end_of(3, 0), End::Completed);
    assert_eq!(end_of(0, 0), End::Completed, "an account holder without accounts has been read");
    assert_eq!(end_of(3, 1), End::Partially);
    assert_eq!(end_of(3, 3), End::Partially, "the balances of each, the transactions of none");
    assert_eq!(end_of(0, 3), End::Failed);
}

#[test]
fn one_job_at_a_time_and_none_within_the_cooldown() {
    let hour = 3_600_000;
    assert_eq!(may_start(false, None, 6 * hour, 0), Ok(()));
    assert_eq!(may_start(true, None, 6 * hour, 0), Err(NotNow::OneRuns));
    assert_eq!(may_start(false, Some(hour), 6 * hour, 7 * hour - 1), Err(NotNow::Until(7 * hour)));
    assert_eq!(may_start(false, Some(hour), 6 * hour, 7 * hour), Ok(()));
    assert_eq!(may_start(true, Some(hour), 6 * hour, 9 * hour), Err(NotNow::OneRuns));
}

#[test]
fn a_bank_that_says_how_long_is_waited_for_when_it_is_short() {
    assert_eq!(wait_out_ms(Some(2), 0), Some(2_000));
    assert_eq!(wait_out_ms(Some(0), 0), Some(1_000), "never at once");
    assert_eq!(wait_out_ms(Some(30), 2), Some(30_000));
    assert_eq!(wait_out_ms(Some(30), 3), None, "not for ever");
    assert_eq!(wait_out_ms(Some(31), 0), None);
    assert_eq!(wait_out_ms(Some(u64::MAX), 0), None);
    assert_eq!(wait_out_ms(None, 0), None, "a bank that does not say how long means the day");
}

#[test]
fn a_bank_refuses_when_it_says_so_again_and_lets_nothing_through() {
    assert!(!is_denied(1, 0));
    assert!(is_denied(2, 0));
    assert!(!is_denied(2, 1));
}

#[test]
fn what_failed_is_tried_again_ever_more_rarely() {
    let pauses: Vec<i64> = (1..=9).map(try_again_ms).collect();
    assert!(pauses.is_sorted() && pauses[0] == 60_000 && pauses[8] == DAY_MS / 4, "{pauses:?}");
}

#[test]
fn data_is_deleted_after_so_many_whole_days() {
    assert_eq!(delete_at_ms(5, 0), 5);
    assert_eq!(delete_at_ms(5, 30), 5 + 30 * DAY_MS);
}

proptest! {
    #[test]
    fn a_reading_leaves_no_day_out(
        today in 10_000_i64..40_000,
        history in 1_u32..800,
        since in proptest::option::of(0_i64..900),
        pending in proptest::option::of(0_i64..900),
    ) {
        let (read_to, oldest_pending) = (since.map(|since| today - since), pending.map(|pending| today - pending));
        let from = first_day(today, history, read_to, oldest_pending);
        prop_assert!(from <= today && from >= today - i64::from(history));
        let oldest = today - i64::from(history);
        match read_to {
            None => prop_assert_eq!(from, oldest),
            Some(read_to) => {
                prop_assert!(from <= (read_to - OVERLAP_DAYS).max(oldest));
                prop_assert!(oldest_pending.is_none_or(|pending| from <= pending.max(oldest)));
            }
        }
    }

    #[test]
    fn a_day_begins_at_midnight(day in -40_000_i64..40_000, within in 0..DAY_MS) {
        prop_assert_eq!(day_of(day * DAY_MS + within), day);
    }
}
