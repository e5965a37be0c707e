//! Reading again under random banks: pages cut anywhere, told in any order, overlapping, with names and without; what is
//! pending is booked meanwhile, under another name, or dropped. What is stored is what the bank has, each once, and a
//! booked one is the same row for ever.

use flow::job::{Key, Mark, Seen, Stored, Verdict, merge, overlap, pushed_by, same_after_all};
use proptest::prelude::*;
use std::collections::{BTreeMap, HashMap};

/// How a bank names its transactions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Naming {
    /// By one id for ever.
    Stays,
    /// By another when it is booked.
    Changes,
    /// Not at all.
    None,
    /// Some, and others in the next reading; each by one id, when it has one.
    Mixed,
}

/// A transaction in the bank's own books.
#[derive(Clone, Copy, Debug)]
struct Truth {
    id: u8,
    looks: u8,
    day: i64,
    naming: Naming,
    is_booked: bool,
}

const fn mark(kind: u8, of: u8) -> Mark {
    let mut mark = [0; 32];
    mark[0] = kind;
    mark[1] = of;
    mark
}

impl Truth {
    const fn seen(&self, reading: u8) -> Seen {
        let name = match (self.naming, self.is_booked) {
            (Naming::Stays, _) | (Naming::Changes, true) => Some(mark(1, self.id)),
            (Naming::Changes, false) => Some(mark(2, self.id)),
            (Naming::Mixed, _) if (self.id / 2 + reading) & 1 == 0 => Some(mark(1, self.id)),
            (Naming::None | Naming::Mixed, _) => None,
        };
        Seen { name, likeness: mark(3, self.looks), day: Some(self.day), is_booked: self.is_booked }
    }
}

/// A store of one account, as the gateway's is.
#[derive(Default)]
struct Ledger {
    rows: BTreeMap<i64, Stored>,
    next: i64,
    before: Vec<Seen>,
    reading: u8,
}

impl Ledger {
    fn take(&mut self, page: &[Seen]) {
        let again = overlap(&self.before, page);
        self.before = page.to_vec();
        let page = &page[again..];
        let meant = |row: &&Stored| {
            page.iter()
                .any(|seen| row.likeness == seen.likeness || seen.name.is_some_and(|name| row.key == Key::Named(name)))
        };
        let stored: Vec<Stored> = self.rows.values().filter(meant).copied().collect();
        for (verdict, seen) in merge(page, &stored).into_iter().zip(page) {
            let key = seen.name.map_or(Key::Alike(seen.likeness), Key::Named);
            let told = Stored {
                ordinal: 0,
                key,
                likeness: seen.likeness,
                day: seen.day.unwrap_or(0),
                is_booked: seen.is_booked,
                is_met: true,
            };
            match verdict {
                Verdict::Again => {}
                Verdict::New => {
                    self.next += 1;
                    self.rows.insert(self.next, Stored { ordinal: self.next, ..told });
                }
                Verdict::Row { ordinal, stays_booked } => {
                    let Some(row) = self.rows.get_mut(&ordinal) else { panic!("no such row is stored") };
                    *row = if stays_booked { Stored { is_met: true, ..*row } } else { Stored { ordinal, ..told } };
                }
            }
        }
    }

    /// The whole account was read: what was pending and was not met is gone.
    fn end(&mut self) {
        self.rows.retain(|_, row| row.is_booked || row.is_met);
        self.rows.values_mut().for_each(|row| row.is_met = false);
        self.before.clear();
        self.reading += 1;
    }

    fn shape(&self) -> Vec<(Mark, bool)> {
        let mut shape: Vec<_> = self.rows.values().map(|row| (row.likeness, row.is_booked)).collect();
        shape.sort_unstable();
        shape
    }
}

fn shape(bank: &[Truth]) -> Vec<(Mark, bool)> {
    let mut shape: Vec<_> = bank.iter().map(|one| (mark(3, one.looks), one.is_booked)).collect();
    shape.sort_unstable();
    shape
}

fn naming() -> impl Strategy<Value = Naming> {
    prop_oneof![Just(Naming::Stays), Just(Naming::Changes), Just(Naming::None), Just(Naming::Mixed)]
}

fn bank() -> impl Strategy<Value = Vec<Truth>> {
    let one = (0_u8..6, 0_i64..4, any::<bool>());
    // A bank names its transactions in one way.
    (naming(), prop::collection::vec(one, 0..24)).prop_map(|(naming, all)| {
        let truth = |(id, (looks, day, is_booked)): (usize, (u8, i64, bool))| Truth {
            id: id as u8,
            looks,
            day,
            naming,
            is_booked,
        };
        all.into_iter().enumerate().map(truth).collect()
    })
}

/// What happens at the bank between two readings, to each transaction that is pending.
fn fates() -> impl Strategy<Value = Vec<Vec<u8>>> {
    prop::collection::vec(prop::collection::vec(0_u8..3, 24), 1..4)
}

fn live(bank: &mut Vec<Truth>, fates: &[u8]) {
    for one in bank.iter_mut().filter(|one| !one.is_booked) {
        match fates[usize::from(one.id)] {
            0 => {}
            1 => (one.is_booked, one.day) = (true, one.day + 1),
            _ => one.looks = u8::MAX,
        }
    }
    bank.retain(|one| one.looks != u8::MAX);
}

/// Reads all of a bank, its transactions told in this order, in pages of this size.
fn read(ledger: &mut Ledger, bank: &[Truth], order: &[u16], size: usize) {
    let mut told: Vec<&Truth> = bank.iter().collect();
    told.sort_by_key(|one| order[usize::from(one.id)]);
    for page in told.chunks(size) {
        ledger.take(&page.iter().map(|one| one.seen(ledger.reading)).collect::<Vec<_>>());
    }
    ledger.end();
}

fn ids(ledger: &Ledger) -> HashMap<i64, (Mark, bool)> {
    ledger.rows.iter().map(|(ordinal, row)| (*ordinal, (row.likeness, row.is_booked))).collect()
}

proptest! {
    #[test]
    fn read_in_any_order_and_again_it_is_what_the_bank_has(
        mut bank in bank(),
        orders in prop::collection::vec(prop::collection::vec(any::<u16>(), 24), 4),
        sizes in prop::collection::vec(1_usize..9, 4),
        fates in fates(),
    ) {
        // An unnamed one that stands on both sides of a seam is told apart by where pages are cut, not here.
        let has_twins = |bank: &[Truth]| {
            let mut looks: Vec<_> = bank.iter().map(|one| (matches!(one.naming, Naming::None | Naming::Mixed), one.looks)).collect();
            looks.sort_unstable();
            looks.windows(2).any(|pair| pair[0].0 && pair[0] == pair[1])
        };
        let mut ledger = Ledger::default();
        for (reading, fates) in [Vec::new()].iter().chain(&fates).enumerate() {
            if reading > 0 {
                live(&mut bank, fates);
            }
            let before = ids(&ledger);
            let size = if has_twins(&bank) { 64 } else { sizes[reading] };
            read(&mut ledger, &bank, &orders[reading], size);
            prop_assert_eq!(ledger.shape(), shape(&bank));
            for (ordinal, (looks, _)) in before.iter().filter(|(_, (_, is_booked))| *is_booked) {
                let now = ledger.rows.get(ordinal);
                prop_assert!(now.is_some_and(|row| row.is_booked && row.likeness == *looks), "a booked one changed");
            }
        }
    }

    #[test]
    fn what_is_told_twice_is_stored_once(
        bank in bank(),
        size in 2_usize..9,
        shift in 0_usize..4,
    ) {
        let told: Vec<Seen> = bank.iter().map(|one| one.seen(0)).collect();
        let mut ledger = Ledger::default();
        // Something new pushes the list on between two pages: the next begins with what the last ended in.
        let mut start = 0;
        while start < told.len() {
            let end = (start + size).min(told.len());
            ledger.take(&told[start..end]);
            if end == told.len() {
                break;
            }
            start = end - shift.min(size - 1);
        }
        let (mine, theirs) = (ledger.shape(), shape(&bank));
        prop_assert!(mine.len() <= theirs.len(), "doubled: {mine:?} of {theirs:?}");
        // And whatever its pages left open, a reading in one piece settles.
        ledger.end();
        ledger.take(&told);
        ledger.end();
        prop_assert_eq!(ledger.shape(), theirs);
    }

    #[test]
    fn pending_becomes_booked_under_the_same_row(naming in naming(), size in 1_usize..4, count in 1_u8..20) {
        let mut bank: Vec<Truth> =
            (0..count).map(|id| Truth { id, looks: id, day: 3, naming, is_booked: false }).collect();
        let order: Vec<u16> = (0..24).collect();
        let mut ledger = Ledger::default();
        read(&mut ledger, &bank, &order, size);
        let before = ids(&ledger);
        bank.iter_mut().for_each(|one| (one.is_booked, one.day) = (true, 4));
        read(&mut ledger, &bank, &order, size + 1);
        let after = ids(&ledger);
        for (ordinal, (looks, _)) in before {
            prop_assert_eq!(after.get(&ordinal), Some(&(looks, true)));
        }
        prop_assert_eq!(after.len(), usize::from(count));
    }
}

#[test]
fn an_older_story_changes_nothing() {
    let booked = Stored {
        ordinal: 7,
        key: Key::Named(mark(1, 1)),
        likeness: mark(3, 1),
        day: 5,
        is_booked: true,
        is_met: false,
    };
    let pending = Seen { name: Some(mark(1, 1)), likeness: mark(3, 1), day: Some(4), is_booked: false };
    assert_eq!(merge(&[pending], &[booked]), [Verdict::Row { ordinal: 7, stays_booked: true }]);
}

#[test]
fn a_name_that_goes_or_comes_or_is_told_twice_doubles_nothing() {
    let row = |key, is_booked| Stored { ordinal: 7, key, likeness: mark(3, 1), day: 5, is_booked, is_met: false };
    let seen = |name| Seen { name, likeness: mark(3, 1), day: Some(5), is_booked: true };
    let same = Verdict::Row { ordinal: 7, stays_booked: false };
    let (a, b) = (mark(1, 1), mark(1, 2));
    for is_booked in [false, true] {
        assert_eq!(merge(&[seen(None)], &[row(Key::Named(a), is_booked)]), [same]);
        assert_eq!(merge(&[seen(Some(a))], &[row(Key::Alike(mark(4, 1)), is_booked)]), [same]);
    }
    assert_eq!(merge(&[seen(Some(b)), seen(Some(b))], &[row(Key::Named(a), false)]), [same, same]);
    assert_eq!(merge(&[seen(None), seen(Some(a))], &[row(Key::Named(a), true)]), [Verdict::New, same]);
    assert_eq!(merge(&[seen(Some(b))], &[row(Key::Named(a), true)]), [Verdict::New], "two names are two");
}

#[test]
fn two_coffees_of_one_day_are_two() {
    let coffee = Seen { name: None, likeness: mark(3, 1), day: Some(5), is_booked: true };
    assert_eq!(merge(&[coffee, coffee], &[]), [Verdict::New, Verdict::New]);
    let stored = |ordinal| Stored {
        ordinal,
        key: Key::Alike(mark(4, ordinal as u8)),
        likeness: mark(3, 1),
        day: 5,
        is_booked: true,
        is_met: false,
    };
    let row = |ordinal| Verdict::Row { ordinal, stays_booked: false };
    assert_eq!(merge(&[coffee, coffee, coffee], &[stored(1), stored(2)]), [row(1), row(2), Verdict::New]);
    let next_day = Seen { day: Some(6), ..coffee };
    assert_eq!(merge(&[next_day], &[stored(1)]), [Verdict::New]);
    let of_no_day = Seen { day: None, ..coffee };
    assert_eq!(merge(&[of_no_day], &[stored(1)]), [row(1)]);
}

#[test]
fn how_far_a_page_was_pushed_on_is_seen_when_it_is_told_again() {
    for (before, again, by) in [
        ("abc", "abc", Some(0)),
        ("xxabc", "abc", Some(0)),
        ("abc", "nab", Some(1)),
        ("aaa", "naa", Some(1)),
        ("aaa", "nna", Some(2)),
        ("aaa", "aaa", Some(0)),
        ("abc", "xyz", None),
        ("bc", "nab", Some(1)),
        ("", "abc", None),
        ("abc", "", None),
    ] {
        let letters = |text: &str| text.chars().collect::<Vec<_>>();
        assert_eq!(pushed_by(&letters(before), &letters(again)), by, "{before} {again}");
    }
}

#[test]
fn only_where_a_name_came_or_went_is_a_new_row_one_of_before() {
    let named = |of| Key::Named(mark(1, of));
    let alike = |of| Key::Alike(mark(4, of));
    let row = |ordinal, key, is_met| Stored { ordinal, key, likeness: mark(3, 1), day: 5, is_booked: true, is_met };
    let (old, new) = (|row| (row, false), |row| (row, true));
    let other_day = |row: Stored| Stored { day: 6, ..row };
    for (rows, pairs) in [
        // The nameless one has met the other's row.
        (vec![old(row(1, named(1), false)), old(row(2, alike(2), true)), new(row(3, named(2), true))], vec![(1, 3)]),
        (vec![old(row(1, alike(1), false)), new(row(2, named(2), true))], vec![(1, 2)]),
        (vec![old(row(1, named(1), false)), new(row(2, alike(2), true))], vec![(1, 2)]),
        // Every one has a name: another is another.
        (vec![old(row(1, named(1), false)), new(row(2, named(2), true))], vec![]),
        (vec![old(row(1, named(1), false)), old(row(2, named(3), true)), new(row(3, named(2), true))], vec![]),
        // Nothing is left, nothing is new, or it is of another day.
        (vec![old(row(1, alike(1), true)), new(row(2, alike(2), true))], vec![]),
        (vec![old(row(1, alike(1), false)), old(row(2, alike(2), true))], vec![]),
        (vec![old(row(1, alike(1), false)), new(other_day(row(2, named(2), true)))], vec![]),
        // Each new one is one of before, once.
        (vec![old(row(1, alike(1), false)), old(row(2, alike(2), false)), new(row(3, named(2), true))], vec![(1, 3)]),
    ] {
        assert_eq!(same_after_all(&rows), pairs, "{rows:?}");
    }
}
