//! Reading again, through the whole way from the bank's answer to the list: what is listed is what the bank has, each once.

use super::desk::Desk;
use super::teller::Account;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use protocol::DataGroup;
use protocol::api::TransactionStatus;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// How a bank names its transactions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Naming {
    Stays,
    Changes,
    None,
    /// Some, and others in the next reading.
    Mixed,
}

/// One at the bank: what it is for, and whether it is booked.
#[derive(Clone, Debug)]
struct One {
    id: usize,
    looks: u8,
    is_booked: bool,
}

impl One {
    fn entry(&self, naming: Naming, reading: usize) -> Value {
        let mut entry = json!({
            "transactionAmount": {"currency": "RON", "amount": format!("-{}.25", self.looks)},
            "remittanceInformationUnstructured": format!("No. {}", self.looks),
        });
        if self.is_booked {
            entry["bookingDate"] = json!("2026-01-21");
            // Banks add names when they book, and in other words each time.
            entry["creditorName"] = json!(format!("Shop {}", if reading == 0 { "" } else { "S.R.L." }));
        }
        match naming {
            Naming::Stays => entry["transactionId"] = json!(format!("id-{}", self.id)),
            Naming::Changes => entry["transactionId"] = json!(format!("{}-{}", self.is_booked, self.id)),
            Naming::Mixed if (self.id / 2 + reading).is_multiple_of(2) => {
                entry["transactionId"] = json!(format!("id-{}", self.id));
            }
            Naming::None | Naming::Mixed => {}
        }
        entry
    }
}

/// A bank, and for each reading: an order, and the fate of each that is pending (0 stays, 1 is booked, 2 is dropped).
type Story = (Naming, Vec<(u8, bool)>, Vec<(Vec<u16>, Vec<u8>)>, usize);

fn story() -> impl Strategy<Value = Story> {
    let naming = prop_oneof![Just(Naming::Stays), Just(Naming::Changes), Just(Naming::None), Just(Naming::Mixed)];
    let ones = prop::collection::vec((1_u8..9, any::<bool>()), 1..14);
    let reading = (prop::collection::vec(any::<u16>(), 14), prop::collection::vec(0_u8..3, 14));
    (naming, ones, prop::collection::vec(reading, 2..4), 1_usize..6)
}

async fn read_again((naming, ones, readings, size): Story) {
    let desk = Desk::open().await;
    let mut bank: Vec<One> =
        ones.into_iter().enumerate().map(|(id, (looks, is_booked))| One { id, looks, is_booked }).collect();
    let mut consent = None;
    let mut known: BTreeMap<String, String> = BTreeMap::new();
    for (reading, (order, fates)) in readings.iter().enumerate() {
        if reading > 0 {
            bank.retain(|one| one.is_booked || fates[one.id] != 2);
            bank.iter_mut().for_each(|one| one.is_booked |= fates[one.id] == 1);
        }
        let mut told = bank.clone();
        // Equal ones stand beside each other, as they do in books, on both sides of a page's end too.
        told.sort_by_key(|one| (order[usize::from(one.looks)], one.looks, order[one.id]));
        let of = |is_booked: bool| -> Vec<Value> {
            told.iter().filter(|one| one.is_booked == is_booked).map(|one| one.entry(naming, reading)).collect()
        };
        let account =
            Account { id: "a1".to_owned(), booked: of(true), pending: of(false), page: size, ..Account::default() };
        desk.teller.hand(|books| books.accounts = vec![account]);
        match &consent {
            None => consent = Some(desk.active(DataGroup::ALL).await),
            Some(consent) => drop(desk.refresh(consent).await),
        }
        let listed = desk.transactions(consent.as_ref().unwrap(), 3).await;
        let shape = |one: &One| (format!("No. {}", one.looks), one.is_booked);
        let mut theirs: Vec<_> = bank.iter().map(shape).collect();
        let is_booked = |status| status == TransactionStatus::Booked;
        let mut mine: Vec<_> =
            listed.iter().map(|one| (one.remittance_information.clone().unwrap(), is_booked(one.status))).collect();
        theirs.sort();
        mine.sort();
        assert_eq!(mine, theirs, "reading {reading}");
        for one in listed.iter().filter(|one| is_booked(one.status)) {
            let text = one.remittance_information.clone().unwrap();
            assert_eq!(known.entry(one.transaction_id.clone()).or_insert_with(|| text.clone()), &text);
        }
        let ids: Vec<&String> = listed.iter().map(|one| &one.transaction_id).collect();
        assert!(known.keys().all(|id| ids.contains(&id)), "a booked one is another row");
    }
}

#[test]
fn listed_is_what_the_bank_has_however_often_and_in_whatever_order_it_is_read() {
    let runtime = crate::house::runtime();
    let mut runner = TestRunner::new(Config { cases: 24, max_shrink_iters: 60, ..Config::default() });
    runner
        .run(&story(), |story| {
            runtime.block_on(read_again(story));
            Ok(())
        })
        .unwrap();
}

#[tokio::test]
async fn pages_that_overlap_double_nothing_and_lose_nothing() {
    for naming in [Naming::Stays, Naming::None] {
        let desk = Desk::open().await;
        let entry = |id: usize| One { id, looks: id as u8 + 1, is_booked: true }.entry(naming, 0);
        let booked = (0..40).map(entry).collect();
        let account = Account { id: "a1".to_owned(), booked, page: 7, overlap: 2, ..Account::default() };
        desk.teller.hand(|books| books.accounts = vec![account]);
        let consent = desk.active(DataGroup::ALL).await;
        assert_eq!(desk.transactions(&consent, 50).await.len(), 40, "{naming:?}");
    }
}

#[tokio::test]
async fn what_something_new_pushes_on_to_the_next_page_is_not_taken_twice_nor_for_another() {
    // Three that look the same on pages of two, and a fourth that comes before them while the second page is asked for.
    for is_new_the_same in [false, true] {
        let desk = Desk::open().await;
        let entry = |looks| One { id: 1, looks, is_booked: true }.entry(Naming::None, 0);
        let booked = vec![entry(1), entry(1), entry(1)];
        desk.teller.hand(|books| {
            books.accounts = vec![Account { id: "a1".to_owned(), booked, page: 2, ..Account::default() }];
            books.holds_at = Some(1);
        });
        let consent = desk.authorised(DataGroup::ALL).await;
        desk.app.start_import(&consent).await.unwrap();
        let meanwhile = async {
            desk.teller.holds.notified().await;
            desk.teller.hand(|books| {
                books.accounts[0].booked.insert(0, entry(if is_new_the_same { 1 } else { 2 }));
                books.holds_at = None;
            });
            desk.teller.go_on.notify_one();
        };
        tokio::join!(desk.work(), meanwhile);
        let first = desk.transactions(&consent, 50).await;
        assert_eq!(first.len(), if is_new_the_same { 4 } else { 3 }, "what was there when it was asked for");
        desk.refresh(&consent).await;
        let then = desk.transactions(&consent, 50).await;
        assert_eq!(then.len(), 4);
        assert!(first.iter().all(|one| then.contains(one)), "{first:?} {then:?}");
    }
}

#[tokio::test]
async fn pending_becomes_booked_under_the_same_id_and_says_when_it_changed() {
    for naming in [Naming::Stays, Naming::Changes, Naming::None, Naming::Mixed] {
        let desk = Desk::open().await;
        let coffee = |is_booked| One { id: 1, looks: 4, is_booked };
        let pending = vec![coffee(false).entry(naming, 0)];
        desk.teller.hand(|books| {
            books.accounts = vec![Account { id: "a1".to_owned(), pending, page: 5, ..Account::default() }];
        });
        let consent = desk.active(DataGroup::ALL).await;
        let before = desk.transactions(&consent, 5).await.remove(0);
        assert_eq!((before.status, &before.booking_date_time), (TransactionStatus::Pending, &None));
        let same = desk.refresh(&consent).await;
        assert_eq!(same.results.transactions, 1);
        assert_eq!(desk.transactions(&consent, 5).await, std::slice::from_ref(&before), "nothing changed: {naming:?}");
        desk.teller.hand(|books| {
            let account = &mut books.accounts[0];
            account.pending.clear();
            account.booked = vec![coffee(true).entry(naming, 1)];
        });
        desk.refresh(&consent).await;
        let after = desk.transactions(&consent, 5).await;
        assert_eq!(after.len(), 1, "{naming:?}");
        let after = &after[0];
        assert_eq!((&after.transaction_id, after.status), (&before.transaction_id, TransactionStatus::Booked));
        assert_eq!(after.booking_date_time.as_deref(), Some("2026-01-21T00:00:00.000Z"));
        assert!(after.updated_at > before.updated_at);
    }
}

#[tokio::test]
async fn a_name_that_comes_and_goes_is_no_change_and_doubles_nothing() {
    let desk = Desk::open().await;
    let named = |naming| One { id: 1, looks: 4, is_booked: true }.entry(naming, 0);
    let hand = |booked| {
        let account = Account { id: "a1".to_owned(), booked, page: 50, ..Account::default() };
        desk.teller.hand(|books| books.accounts = vec![account]);
    };
    hand(vec![named(Naming::Stays)]);
    let consent = desk.active(DataGroup::ALL).await;
    let before = desk.transactions(&consent, 5).await;
    for naming in [Naming::None, Naming::None, Naming::Stays, Naming::None] {
        hand(vec![named(naming)]);
        desk.refresh(&consent).await;
        assert_eq!(desk.transactions(&consent, 5).await, before, "{naming:?}");
    }
    // And its twin has a row of its own.
    hand(vec![named(Naming::None), named(Naming::None)]);
    desk.refresh(&consent).await;
    assert_eq!(desk.transactions(&consent, 5).await.len(), 2);
}

#[tokio::test]
async fn twins_of_which_each_has_a_name_in_every_other_reading_stay_two() {
    let desk = Desk::open().await;
    let twin = |id, naming| One { id, looks: 4, is_booked: true }.entry(naming, 0);
    let hand = |booked| {
        let account = Account { id: "a1".to_owned(), booked, page: 1, ..Account::default() };
        desk.teller.hand(|books| books.accounts = vec![account]);
    };
    use Naming::{None, Stays};
    hand(vec![twin(1, Stays), twin(2, None)]);
    let consent = desk.active(DataGroup::ALL).await;
    let before = desk.transactions(&consent, 5).await;
    for (one, other) in [(None, Stays), (Stays, None), (None, Stays), (None, None), (Stays, Stays), (None, Stays)] {
        // On a page of its own, whoever has no name is told first or last.
        for is_reversed in [false, true] {
            let mut told = vec![twin(1, one), twin(2, other)];
            if is_reversed {
                told.reverse();
            }
            hand(told);
            desk.refresh(&consent).await;
            assert_eq!(desk.transactions(&consent, 5).await, before, "{one:?} {other:?} {is_reversed}");
        }
    }
    // A third one is one more.
    hand(vec![twin(1, None), twin(3, Stays), twin(2, None)]);
    desk.refresh(&consent).await;
    assert_eq!(desk.transactions(&consent, 5).await.len(), 3);
}

#[tokio::test]
async fn one_that_is_booked_under_another_name_and_told_twice_is_one() {
    let desk = Desk::open().await;
    let coffee = |is_booked| One { id: 1, looks: 4, is_booked }.entry(Naming::Changes, 0);
    let account = Account { id: "a1".to_owned(), pending: vec![coffee(false)], page: 50, ..Account::default() };
    desk.teller.hand(|books| books.accounts = vec![account]);
    let consent = desk.active(DataGroup::ALL).await;
    desk.teller.hand(|books| {
        books.accounts[0].pending.clear();
        books.accounts[0].booked = vec![coffee(true), coffee(true)];
    });
    assert_eq!(desk.refresh(&consent).await.status, protocol::JobStatus::JobCompleted);
    assert_eq!(desk.transactions(&consent, 5).await.len(), 1);
}

#[tokio::test]
async fn two_accounts_that_the_bank_names_anew_stay_two() {
    let desk = Desk::open().await;
    let hand = |accounts: &[(&str, &str)]| {
        let account = |(id, iban): &(&str, &str)| Account {
            id: (*id).to_owned(),
            iban: (*iban).to_owned(),
            ..Account::default()
        };
        desk.teller.hand(|books| books.accounts = accounts.iter().map(account).collect());
    };
    let (one, other) = ("RO49AAAA1B31007593840000", "RO09BCYP0000001234567890");
    hand(&[("first", one), ("second", one)]);
    let consent = desk.active(DataGroup::ALL).await;
    let ids = async || -> Vec<String> { desk.accounts(&consent).await.into_iter().map(|one| one.account_id).collect() };
    let before = ids().await;
    // A new one of the same IBAN takes nobody's row, in whatever order they come.
    hand(&[("third", one), ("second", one), ("first", one)]);
    desk.refresh(&consent).await;
    let after = ids().await;
    assert_eq!((after.len(), &after[..2]), (3, &before[..]));
    // One that is left on either side is the same; two are not told apart.
    hand(&[("first", one), ("second", one), ("fourth", one)]);
    desk.refresh(&consent).await;
    assert_eq!(ids().await, after);
    hand(&[("first", one), ("second", one), ("fourth", one), ("fifth", other)]);
    desk.refresh(&consent).await;
    assert_eq!(ids().await.len(), 4);
    hand(&[("sixth", other), ("seventh", other)]);
    desk.refresh(&consent).await;
    assert_eq!(ids().await.len(), 6);
}

#[tokio::test]
async fn a_rotation_of_our_keys_doubles_nothing() {
    let desk = Desk::open().await;
    let booked = (0..5).map(|id| One { id, looks: 3, is_booked: true }.entry(Naming::None, 0)).collect();
    desk.teller.hand(|books| {
        books.accounts = vec![Account { id: "a1".to_owned(), booked, page: 50, ..Account::default() }];
    });
    let consent = desk.active(DataGroup::ALL).await;
    let before = desk.transactions(&consent, 50).await;
    gateway::doors::keys::rotate(&desk.key_file()).unwrap();
    let rotated = desk.another().await;
    desk.clock.advance(61_000);
    let job = rotated.create_job(&consent, None).await.unwrap();
    rotated.work_on(&job.job_id).await.unwrap();
    let page = rotated.transactions_of(&consent, &Default::default(), None, 50).await.unwrap();
    assert_eq!(page.0, before);
}
