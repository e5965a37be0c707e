//! What a transaction means that was read at the bank: a new one, or one that is stored, perhaps booked meanwhile.
//!
//! Banks name transactions by an id, or not at all; the same one comes again on the next page, in the next reading, in any
//! order. A stored row is meant by at most one transaction of a reading. What a bank does not name is known by its looks
//! (`likeness`: what stays the same when it is booked); equal ones of a day are told apart by counting.

/// Length of a mark.
pub const MARK_BYTES: usize = 32;
/// A keyed hash: equal where what was hashed is equal.
pub type Mark = [u8; MARK_BYTES];

/// How a stored row is found again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// By the bank's own name of it, as it was last told.
    Named(Mark),
    /// By its looks; unnamed.
    Alike(Mark),
}

/// A transaction as it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Of the bank's own name, where it has one.
    pub name: Option<Mark>,
    /// Of amount, direction, counterparty, text: what is the same while pending and when booked.
    pub likeness: Mark,
    /// The day it is listed under, from 1970; `None`: the bank tells none.
    pub day: Option<i64>,
    /// In the books, or pending.
    pub is_booked: bool,
}

/// A stored row that may be meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stored {
    /// The row.
    pub ordinal: i64,
    /// How it is found again.
    pub key: Key,
    /// Its looks.
    pub likeness: Mark,
    /// The day it is listed under.
    pub day: i64,
    /// In the books, or pending.
    pub is_booked: bool,
    /// It was met in this reading already.
    pub is_met: bool,
}

/// What is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing that is stored.
    New,
    /// This row. `stays_booked`: the bank tells an older story than the one that is stored; the row is met, and stays as it is.
    Row {
        /// Which.
        ordinal: i64,
        /// What is stored is newer.
        stays_booked: bool,
    },
    /// One that this page has told before: nothing.
    Again,
}

/// What each transaction of a page means. `stored`: every row of the account that has one of the names, or one of the
/// looks. Pending ones are judged first: what is still pending cannot have been booked. Of each kind those whose name is
/// stored come first, then the other named ones, then those without a name, which may mean the most rows.
pub fn merge(page: &[Seen], stored: &[Stored]) -> Vec<Verdict> {
    let mut rows = stored.to_vec();
    let mut verdicts = vec![Verdict::New; page.len()];
    let mut names: Vec<Mark> = Vec::new();
    let is_known = |seen: &Seen| seen.name.is_some_and(|name| stored.iter().any(|row| row.key == Key::Named(name)));
    let mut order: Vec<usize> = (0..page.len()).collect();
    order.sort_by_key(|index| page.get(*index).map(|seen| (seen.is_booked, !is_known(seen), seen.name.is_none())));
    for index in order {
        let (Some(seen), Some(verdict)) = (page.get(index), verdicts.get_mut(index)) else { continue };
        *verdict = one(seen, &mut rows, &names);
        // Only what is new has no row that could tell a second one of the same name.
        if let (Verdict::New, Some(name)) = (*verdict, seen.name) {
            names.push(name);
        }
    }
    verdicts
}

fn one(seen: &Seen, rows: &mut [Stored], names: &[Mark]) -> Verdict {
    if seen.name.is_some_and(|name| names.contains(&name)) {
        return Verdict::Again;
    }
    let Some(row) = find(seen, rows) else { return Verdict::New };
    let stays_booked = row.is_booked && !seen.is_booked;
    row.is_met = true;
    if !stays_booked {
        row.is_booked = seen.is_booked;
        row.day = seen.day.unwrap_or(row.day);
        row.key = seen.name.map_or(Key::Alike(seen.likeness), Key::Named);
    }
    Verdict::Row { ordinal: row.ordinal, stays_booked }
}

fn find<'a>(seen: &Seen, rows: &'a mut [Stored]) -> Option<&'a mut Stored> {
    let named = |row: &Stored| seen.name.is_some_and(|name| row.key == Key::Named(name));
    let alike = |row: &Stored| {
        let same = row.likeness == seen.likeness && row.is_booked == seen.is_booked;
        // A pending one is listed under a day that stands in for another: it may move.
        !row.is_met && same && (seen.day.is_none_or(|day| day == row.day) || !seen.is_booked)
    };
    let unnamed = |row: &Stored| matches!(row.key, Key::Alike(_)) && alike(row);
    // A name comes and goes: the bank had none, or tells it no more.
    let was_named = |row: &Stored| seen.name.is_none() && alike(row);
    // Booked under another name, or under none: one that was pending, and that this reading has not met.
    let became_booked = |row: &Stored| seen.is_booked && !row.is_booked && !row.is_met && row.likeness == seen.likeness;
    let index = rows
        .iter()
        .position(named)
        .or_else(|| rows.iter().position(unnamed))
        .or_else(|| rows.iter().position(was_named))
        .or_else(|| rows.iter().rposition(became_booked))?;
    rows.get_mut(index)
}

/// Rows of before that a whole reading did not meet, each with the new row that is the same transaction after all: names
/// that come and go can meet another's row before its own is told, and what is told then finds none left. `rows`: booked
/// ones of one account, with whether each was made by this reading; where every equal-looking one of the day has a name of its own
/// they are as many as there are names.
pub fn same_after_all(rows: &[(Stored, bool)]) -> Vec<(i64, i64)> {
    let is_nameless = |row: &Stored| matches!(row.key, Key::Alike(_));
    let mut pairs: Vec<(i64, i64)> = Vec::new();
    for (left, is_new) in rows {
        if *is_new || left.is_met {
            continue;
        }
        let alike = || rows.iter().filter(|(row, _)| row.likeness == left.likeness && row.day == left.day);
        let has_nameless = alike().any(|(row, _)| is_nameless(row) && (row.is_met || row.ordinal == left.ordinal));
        let is_free = |row: &Stored| row.is_met && pairs.iter().all(|(_, taken)| *taken != row.ordinal);
        if let Some((found, _)) = alike().find(|(row, is_new)| *is_new && is_free(row)).filter(|_| has_nameless) {
            pairs.push((left.ordinal, found.ordinal));
        }
    }
    pairs
}

/// How many of a page's first entries are the last ones of the page before, told again: something new has pushed them on.
/// Of entries that look all the same it cannot be known from these two alone: they may be others. Then the page before, told
/// again, says it ([`pushed_by`]).
pub fn overlap<T: PartialEq>(before: &[T], page: &[T]) -> usize {
    let most = before.len().min(page.len());
    (1..=most).rev().find(|length| before[before.len() - length..] == page[..*length]).unwrap_or(0)
}

/// By how many entries a page was pushed on that is told again, where that can be seen: `before` ends with what it told the
/// first time. `None`: it is another page now.
pub fn pushed_by<T: PartialEq>(before: &[T], again: &[T]) -> Option<usize> {
    let before = &before[before.len().saturating_sub(again.len())..];
    let again = &again[again.len() - before.len()..];
    (0..before.len()).find(|by| again[*by..] == before[..before.len() - by])
}
