//! What must hold of every made-up account, whoever reads it.

use std::collections::HashSet;

use super::*;
use crate::calendar::DAY_MS;
use crate::personality::ALL;

/// A quiet afternoon: 2026-11-22, 14:00 UTC.
const OPENED_MS: i64 = 20_779 * DAY_MS + 14 * 3_600_000;

fn everywhere(look: impl Fn(&OwnAccount, Statement<'_>)) {
    for bank in ALL {
        let mut histories = Histories::new(bank.accounts, OPENED_MS);
        for (place, account) in bank.accounts.iter().enumerate() {
            look(account, histories.of(place, OPENED_MS).unwrap());
        }
    }
}

#[test]
fn two_years_lie_behind_and_nothing_before() {
    everywhere(|account, statement| {
        let first = statement.booked().first().unwrap();
        let age = day_of(OPENED_MS) - day_of(first.at_ms);
        assert!((DAYS - 31..=DAYS).contains(&age), "{}: {age}", account.iban);
        assert!(statement.booked().iter().all(|entry| entry.at_ms <= entry.booked_ms));
    });
}

#[test]
fn no_account_was_ever_empty() {
    everywhere(|account, statement| {
        let mut minor = statement.opening_minor;
        for entry in statement.booked() {
            minor += entry.minor;
            assert!(minor > 0, "{} on {}", account.iban, crate::calendar::date_of(day_of(entry.booked_ms)));
        }
        assert_eq!(minor, statement.booked_minor());
    });
}

#[test]
fn numbers_are_never_given_twice() {
    let mut histories = Histories::new(ALL[0].accounts, OPENED_MS);
    histories.add(30_000);
    let later_ms = OPENED_MS + 3 * DAY_MS;
    let numbers: Vec<u64> = (0..ALL[0].accounts.len())
        .flat_map(|place| {
            histories.of(place, later_ms).unwrap().entries.iter().map(|entry| entry.number).collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(numbers.iter().collect::<HashSet<_>>().len(), numbers.len());
}

#[test]
fn as_many_are_added_as_were_ordered() {
    let accounts = ALL[0].accounts;
    let count = |more| {
        let mut histories = Histories::new(accounts, OPENED_MS);
        histories.add(more);
        // The day before the opening is the last of the two years.
        let end_ms = start_of(day_of(OPENED_MS));
        let booked =
            |place| histories.of(place, OPENED_MS).unwrap().booked().iter().filter(|one| one.at_ms < end_ms).count();
        (0..accounts.len()).map(booked).sum::<usize>()
    };
    assert_eq!(count(10_001) - count(0), 10_001);
}

/// Asked in one go or day by day, it is the same story.
#[test]
fn time_passes_without_rewriting_the_past() {
    for place in 0..ALL[0].accounts.len() {
        let (mut slowly, mut at_once) =
            (Histories::new(ALL[0].accounts, OPENED_MS), Histories::new(ALL[0].accounts, OPENED_MS));
        let mut known = 0;
        for hour in 0..200 {
            let statement = slowly.of(place, OPENED_MS + hour * 3_600_000).unwrap();
            assert!(statement.booked().len() >= known);
            known = statement.booked().len();
        }
        let end_ms = OPENED_MS + 199 * 3_600_000;
        let numbers = |statement: Statement<'_>| statement.booked().iter().map(|one| one.number).collect::<Vec<_>>();
        let slow = numbers(slowly.of(place, end_ms).unwrap());
        assert_eq!(slow, numbers(at_once.of(place, end_ms).unwrap()));
    }
}

#[test]
fn something_is_always_pending_on_a_lively_account() {
    for bank in ALL {
        let place = bank.accounts.iter().position(|account| account.lively).unwrap();
        let mut histories = Histories::new(bank.accounts, OPENED_MS);
        let mut before: Option<u64> = None;
        for minute in 0..600 {
            let statement = histories.of(place, OPENED_MS + minute * 60_000).unwrap();
            assert!(statement.pending().count() > 0, "{} after {minute} minutes", bank.name);
            let newest = statement.pending().last().unwrap();
            if let Some(number) = before {
                assert!(statement.entry(number).is_some(), "what was pending is not lost");
            }
            before = Some(newest.number);
        }
    }
}

#[test]
fn balances_are_what_the_entries_add_up_to() {
    everywhere(|_, statement| {
        let pending: i64 = statement.pending().map(|entry| entry.minor).sum();
        assert_eq!(statement.expected_minor(), statement.booked_minor() + pending);
        assert!(statement.available_minor() <= statement.booked_minor());
        assert!(statement.available_minor() <= statement.expected_minor());
    });
}
