//! An account's transactions, page by page, each page in slices that one write keeps; and whether a page that begins as the one
//! before ended tells that end again. Never here: what a transaction means (`flow::job`), rows (`keep`, `close`).

use super::ask::{INCOMPLETE, List};
use super::keep::{Open, Slice};
use super::place::Book;
use super::read::{Reading, Stop, count};
use connectors::berlin_group::{self as bg, Transaction};
use connectors::catalog;
use flow::job::{DAY_MS, Seen, day_of, first_day};
use protocol::api::TransactionStatus;

/// Transactions that one write keeps, so that payments need not wait for it.
const SLICE: usize = 200;

/// Entries of a page as the rules see them, each with its print.
struct Told<'a> {
    all: Vec<(Seen, &'a Transaction)>,
    prints: Vec<u64>,
}

impl<'a> Told<'a> {
    fn of(account: &Open, records: impl Iterator<Item = &'a Transaction>) -> Self {
        let marks = &account.content.marks;
        let all: Vec<(Seen, &Transaction)> = records.map(|one| (marks.seen(one), one)).collect();
        let prints = all.iter().map(|(seen, _)| marks.print(seen)).collect();
        Self { all, prints }
    }

    /// Whether the first ones have no name, and nothing that tells them apart.
    fn look_the_same(&self, first: usize) -> bool {
        let is_nameless = self.all.iter().take(first).all(|(seen, _)| seen.name.is_none());
        is_nameless && self.prints.iter().take(first).all(|print| Some(print) == self.prints.first())
    }
}

impl Reading<'_> {
    /// From which day on an account's transactions are asked for.
    pub(super) async fn open_book(&self, account: &Open) -> Result<Book, Stop> {
        let now = self.app.now_ms();
        let pending = self.app.store.oldest_pending(&account.row.account_id).await?;
        let history = catalog::ais_method(&self.attempt.method_id).map_or(0, |method| method.history_days);
        let from = first_day(day_of(now), history, account.row.read_to.map(day_of), pending.map(day_of));
        Ok(Book::open(from, now, self.job.transactions))
    }

    /// Reads and keeps one page; after the last one the book is closed and the account passed.
    pub(super) async fn turn_page(&mut self, account: &Open, mut book: Book) -> Result<(), Stop> {
        let list = List::Transactions(account, day(book.from));
        let page = match self.ask(&list, book.page.as_deref(), bg::read_transactions).await? {
            Ok(page) => page,
            Err(code) => {
                self.miss(Some(account), code);
                return self.pass_account(None).await;
            }
        };
        self.place.read = self.place.read.saturating_add(1);
        if page.unread > 0 {
            self.miss(Some(account), INCOMPLETE);
        }
        book.is_cut |= page.is_cut;
        let is_first_again = book.is_first_again(&Told::of(account, page.records.iter()).prints);
        let is_circle = book.way.is_circle(page.next.as_deref()) || is_first_again;
        if !is_first_again {
            for kind in [TransactionStatus::Pending, TransactionStatus::Booked] {
                self.keep_kind(account, &mut book, &page.records, kind).await?;
            }
        }
        book.is_mid_page = false;
        if let (Some(next), false) = (page.next, is_circle) {
            book.turn(next);
            self.place.book = Some(book);
            return self.commit(None, None).await;
        }
        if book.is_cut || is_circle {
            self.miss(Some(account), INCOMPLETE);
            return self.pass_account(None).await;
        }
        let mut write = self.app.write_under(&self.consent.consent_id).await?;
        self.app.close_book(&mut write, &self.job, account, &book).await?;
        self.pass_account(Some(write)).await
    }

    /// Keeps a page's booked or pending entries, a slice at a time; each slice is remembered in the write that keeps it.
    async fn keep_kind(
        &mut self,
        account: &Open,
        book: &mut Book,
        records: &[Transaction],
        kind: TransactionStatus,
    ) -> Result<(), Stop> {
        let told = Told::of(account, records.iter().filter(|one| one.status == kind));
        let is_booked = kind == TransactionStatus::Booked;
        let mut taken = book.taken(is_booked, &told.prints);
        if taken > 0 && told.look_the_same(taken) {
            taken = self.pushed_by(account, book, kind).await?.unwrap_or(taken);
        }
        for (slice, prints) in told.all[taken..].chunks(SLICE).zip(told.prints[taken..].chunks(SLICE)) {
            let mut write = self.app.write_under(&self.consent.consent_id).await?;
            let reading = book.number(self.job.ordinal);
            self.app.keep_transactions(&mut write, reading, &Slice { account, all: slice }).await?;
            book.take(is_booked, prints.iter().copied());
            book.is_mid_page = true;
            self.place.book = Some(book.clone());
            self.job.transactions = self.job.transactions.saturating_add(count(slice.len()));
            self.commit(Some(write), None).await?;
        }
        Ok(())
    }

    /// By how many entries the page before has moved on, asked for again: so many of its last begin the page in hand. Where
    /// that cannot be known: rather one too few than one too many.
    async fn pushed_by(&mut self, account: &Open, book: &Book, kind: TransactionStatus) -> Result<Option<usize>, Stop> {
        let Some(before) = &book.before else { return Ok(None) };
        let list = List::Transactions(account, day(book.from));
        let Ok(page) = self.ask(&list, before.page.as_deref(), bg::read_transactions).await? else { return Ok(None) };
        let again = Told::of(account, page.records.iter().filter(|one| one.status == kind)).prints;
        Ok(book.pushed_by(kind == TransactionStatus::Booked, &again))
    }
}

/// A day from 1970 as the standard writes it.
fn day(day: i64) -> String {
    let at = jiff::Timestamp::from_millisecond(day.saturating_mul(DAY_MS)).unwrap_or_default();
    at.to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
}
