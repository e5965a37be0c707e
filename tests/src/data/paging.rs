//! Lists: keyset pages under inserts, filters, and sealed rows.

use super::desk::{Desk, NOON, fault};
use super::teller::Account;
use gateway::app::ConsentRow;
use gateway::store::transactions::{self, Marks, TransactionRow};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use protocol::DataGroup;
use protocol::api::{AccountFilter, BalanceFilter, Indicator, Span, TransactionFilter, TransactionStatus};
use serde_json::json;
use std::collections::BTreeSet;

/// Rows at these times (milliseconds after noon), as if they had been read.
async fn put(desk: &Desk, consent: &ConsentRow, account_id: &str, times: &[i64]) -> BTreeSet<String> {
    let mut write = desk.app.store.write().await.unwrap();
    let mut ids = BTreeSet::new();
    for at in times {
        let id = uuid::Uuid::new_v4();
        let content = json!({"counterparty_name": null, "counterparty_iban": null, "remittance_information": "x", "is_dated": true});
        let context = format!("transactions.content {id}");
        let row = TransactionRow {
            ordinal: 0,
            transaction_id: id.to_string(),
            account_id: account_id.to_owned(),
            status: TransactionStatus::Booked,
            currency: "RON".to_owned(),
            amount: 100,
            indicator: Indicator::Debit,
            booked_at: NOON + at,
            value_at: None,
            updated_at: NOON,
            content: desk.app.keys.seal(context.as_bytes(), content.to_string().as_bytes()).unwrap(),
        };
        let key = id.as_bytes().to_vec();
        let marks = Marks { bank_key: key.clone(), likeness: key.clone(), digest: key, met_in: 0 };
        transactions::insert(&mut write, &consent.consent_id, &row, &marks).await.unwrap();
        ids.insert(id.to_string());
    }
    write.commit().await.unwrap();
    ids
}

async fn walk(first: Vec<i64>, later: Vec<Vec<i64>>, size: i64) {
    let desk = Desk::open().await;
    desk.teller.hand(|books| books.accounts = vec![Account { id: "a1".to_owned(), ..Account::default() }]);
    let consent = desk.active(DataGroup::ALL).await;
    let account_id = desk.accounts(&consent).await.remove(0).account_id;
    let there = put(&desk, &consent, &account_id, &first).await;
    let (mut seen, mut before, mut later) = (Vec::new(), None, later.into_iter());
    loop {
        let filter = TransactionFilter::default();
        let (page, more) = desk.app.transactions_of(&consent, &filter, before, size).await.unwrap();
        assert!(page.len() <= usize::try_from(size).unwrap() && (!more || !page.is_empty()));
        before = page.last().map(|one| one.keyset);
        seen.extend(page);
        if !more {
            break;
        }
        put(&desk, &consent, &account_id, &later.next().unwrap_or_default()).await;
    }
    assert!(seen.windows(2).all(|pair| pair[0].keyset > pair[1].keyset), "newest first");
    let ids: BTreeSet<String> = seen.iter().map(|one| one.transaction_id.clone()).collect();
    assert_eq!(ids.len(), seen.len(), "a row appeared twice");
    assert!(ids.is_superset(&there), "a row vanished");
}

#[test]
fn no_row_appears_twice_or_vanishes_because_others_are_inserted() {
    // Few times, so that many are equal.
    let times = |most| prop::collection::vec(0_i64..6, 0..most);
    let story = (times(30), prop::collection::vec(times(5), 0..12), 1_i64..7);
    let runtime = crate::house::runtime();
    TestRunner::new(Config { cases: 24, max_shrink_iters: 60, ..Config::default() })
        .run(&story, |(first, later, size)| {
            runtime.block_on(walk(first, later, size));
            Ok(())
        })
        .unwrap();
}

/// Two accounts, five transactions each.
async fn two_accounts() -> (Desk, ConsentRow) {
    let desk = Desk::open().await;
    let entry = |one: i64| {
        json!({"transactionId": format!("transaction-{one}"), "bookingDate": format!("2026-01-1{one}"), "creditorName": "Corner Shop",
               "transactionAmount": {"currency": if one == 4 { "EUR" } else { "RON" }, "amount": format!("{}.00", (one - 2) * 10)}})
    };
    let account = |id: &str| Account {
        id: id.to_owned(),
        balance: 5_000,
        booked: (0..4).map(entry).collect(),
        pending: vec![entry(4)],
        page: 3,
        ..Account::default()
    };
    desk.teller.hand(|books| books.accounts = vec![account("account-one"), account("account-two")]);
    let consent = desk.active(DataGroup::ALL).await;
    (desk, consent)
}

#[tokio::test]
async fn each_filter_narrows_and_says_what_it_says() {
    let (desk, consent) = two_accounts().await;
    let accounts = desk.accounts(&consent).await;
    let of_first = AccountFilter { account_id: vec![accounts[0].account_id.clone()], ..AccountFilter::default() };
    let all = TransactionFilter::default();
    let day = |day: i64| NOON - 43_200_000 - (31 - day) * 86_400_000;
    let rows: [(&str, TransactionFilter, usize); 12] = [
        ("none", all.clone(), 10),
        ("account", TransactionFilter { of: of_first.clone(), ..all.clone() }, 5),
        (
            "currency",
            TransactionFilter {
                of: AccountFilter { currency: vec!["EUR".to_owned()], ..AccountFilter::default() },
                ..all.clone()
            },
            2,
        ),
        (
            "account_type",
            TransactionFilter {
                of: AccountFilter { account_type: vec!["card".to_owned()], ..AccountFilter::default() },
                ..all.clone()
            },
            0,
        ),
        ("status", TransactionFilter { status: vec![TransactionStatus::Pending], ..all.clone() }, 2),
        ("debit", TransactionFilter { indicator: vec![Indicator::Debit], ..all.clone() }, 4),
        (
            "amount_min, inclusive",
            TransactionFilter { amount_minor: Span { from: Some(2_000), to: None }, ..all.clone() },
            4,
        ),
        (
            "amount_max, inclusive",
            TransactionFilter { amount_minor: Span { from: None, to: Some(1_000) }, ..all.clone() },
            6,
        ),
        (
            "booked from, inclusive",
            TransactionFilter { booked: Span { from: Some(day(12)), to: None }, ..all.clone() },
            6,
        ),
        (
            "booked to, exclusive",
            TransactionFilter { booked: Span { from: None, to: Some(day(12)) }, ..all.clone() },
            4,
        ),
        (
            "updated",
            TransactionFilter {
                of: AccountFilter { updated: Span { from: Some(NOON + 1), to: None }, ..AccountFilter::default() },
                ..all.clone()
            },
            0,
        ),
        ("several", TransactionFilter { of: of_first.clone(), indicator: vec![Indicator::Debit], ..all.clone() }, 2),
    ];
    for (name, filter, count) in rows {
        let (page, more) = desk.app.transactions_of(&consent, &filter, None, 250).await.unwrap();
        assert_eq!((page.len(), more), (count, false), "{name}");
    }
    let balances = BalanceFilter { of: of_first, ..BalanceFilter::default() };
    assert_eq!(desk.app.balances_of(&consent, &balances, None, 250).await.unwrap().0.len(), 3);
    let stranger = AccountFilter { account_id: vec![uuid::Uuid::new_v4().to_string()], ..AccountFilter::default() };
    assert_eq!(fault(desk.app.accounts_of(&consent, &stranger).await), "NoAccount");
    let stranger = TransactionFilter { of: stranger, ..all };
    assert_eq!(fault(desk.app.transactions_of(&consent, &stranger, None, 9).await), "NoAccount");
}

#[tokio::test]
async fn balances_are_a_history_and_one_of_the_same_moment_is_corrected() {
    let (desk, consent) = two_accounts().await;
    desk.teller.hand(|books| books.accounts[0].balance = 7_000);
    desk.refresh(&consent).await;
    let (page, _) = desk.app.balances_of(&consent, &BalanceFilter::default(), None, 250).await.unwrap();
    assert_eq!(page.len(), 6, "the same moments, told again");
    let amounts: BTreeSet<&str> = page.iter().map(|one| one.amount.as_str()).collect();
    assert_eq!(amounts, BTreeSet::from(["50.00", "70.00"]));
    let (first, more) = desk.app.balances_of(&consent, &BalanceFilter::default(), None, 4).await.unwrap();
    let (rest, end) =
        desk.app.balances_of(&consent, &BalanceFilter::default(), first.last().map(|one| one.keyset), 4).await.unwrap();
    assert_eq!(([more, end], [first, rest].concat()), ([true, false], page));
}

#[tokio::test]
async fn nothing_that_names_a_person_or_an_account_lies_open_and_no_row_opens_as_another() {
    let (desk, consent) = two_accounts().await;
    let bytes = desk.store_bytes();
    // Shorter words stand in what is sealed by chance.
    for told in ["Corner Shop", "account-one", "resourceId", "transaction-3"] {
        assert!(!bytes.windows(told.len()).any(|window| window == told.as_bytes()), "{told}");
    }
    desk.shuffle_contents().await;
    let listed = desk.app.transactions_of(&consent, &TransactionFilter::default(), None, 9).await;
    assert_eq!(fault(listed), "Store", "a row's content was moved into another row");
}
