//! A job at work: what is asked of the bank, page by page, and what its answers mean for the job. Held by a lease that is
//! said again while it works; whoever takes it up later goes on where the last write left it.
//! Never here: what a transaction means (`flow::job`), rows (`keep`).

use super::jobs::is_good;
use super::keep::{Open, Slice};
use super::place::{Book, Place};
use super::sealed::Column;
use super::tell::{NoWrite, is_given};
use crate::app::at_bank::{Call, as_answer, new_ids};
use crate::app::attempt::With;
use crate::app::{App, Fault};
use crate::doors::secrets::new_token;
use crate::store::attempts::AttemptRow;
use crate::store::consents::ConsentRow;
use crate::store::jobs::JobRow;
use crate::store::{Error, Write};
use connectors::berlin_group::{self as bg, Access, Answer, CallIds, History, Page, ReadFault, Transaction};
use connectors::catalog;
use connectors::profile::Profile;
use flow::job::{DAY_MS, End, JobFact, Scope, Seen, day_of, end_of, first_day, is_denied, is_over, wait_out_ms};
use flow::lifecycle::{consent, counting};
use protocol::JobStatus;
use protocol::api::{JobError, TransactionStatus};
use std::time::Duration;

/// So long a job is held without a word of its worker, milliseconds.
pub(super) const LEASE_MS: i64 = 30_000;
/// How often a worker says that it still works.
const BEAT: Duration = Duration::from_secs(8);
/// The pause before a bank that refuses is asked once more.
const ASK_AGAIN: Duration = Duration::from_secs(1);
/// Pages of one list, at most: a bank may lead in a circle.
const MOST_PAGES: u32 = 5_000;
/// Transactions that one write keeps, so that payments need not wait for it.
const SLICE: usize = 200;
/// A job that could not be brought to an end within a day is given up.
const LONGEST_MS: i64 = DAY_MS;

/// Why nothing more is asked.
enum Stop {
    /// Ours.
    Fault(Fault),
    /// The job ends with this reason, and the consent hears this.
    Ends(&'static str, Option<consent::Fact>),
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Fault(Fault::Store(error))
    }
}

impl From<NoWrite> for Stop {
    fn from(no: NoWrite) -> Self {
        match no {
            NoWrite::ConsentOver => Self::Ends(OVER, None),
            NoWrite::Fault(fault) => Self::Fault(fault),
        }
    }
}

/// Reasons, as the API tells them in `results.errors[].code`.
const OVER: &str = "consent_not_active";
const DENIED: &str = "access_denied";
const TOO_OFTEN: &str = "rate_limited";
const UNAVAILABLE: &str = "bank_unavailable";
const NOT_FOUND: &str = "account_not_found";
const REFUSED: &str = "request_refused";
const UNREADABLE: &str = "answer_unreadable";
const INCOMPLETE: &str = "incomplete";
const GIVEN_UP: &str = "given_up";

/// One list of the bank's.
enum List<'a> {
    Accounts,
    Balances(&'a Open),
    Transactions(&'a Open, String),
}

/// A job in hand.
struct Reading<'a> {
    app: &'a App,
    profile: &'a Profile,
    consent: ConsentRow,
    /// The attempt that the consent was given by: its id at the bank, its token.
    attempt: AttemptRow,
    /// The same, as calls of this job are logged.
    line: AttemptRow,
    job: JobRow,
    place: Place,
}

impl App {
    /// Jobs whose time has come and that nobody works on.
    ///
    /// # Errors
    /// `Fault::Store`.
    pub async fn jobs_to_work_on(&self, most: i64) -> Result<Vec<String>, Fault> {
        let due = self.store.jobs_due(self.now_ms(), most).await?;
        Ok(due.into_iter().map(|job| job.job_id).collect())
    }

    /// Consents that are read without anybody asking.
    ///
    /// # Errors
    /// `Fault::Store`.
    pub async fn consents_to_read(&self, most: i64) -> Result<Vec<String>, Fault> {
        Ok(self.store.consents_to_read(most).await?)
    }

    /// Works on a job until it ends, unless somebody else does.
    ///
    /// # Errors
    /// `Fault::Store`: then it is taken up again when its lease is over.
    pub async fn work_on(&self, job_id: &str) -> Result<(), Fault> {
        let (holder, now) = (new_token(), self.now_ms());
        let Some(job) = self.store.take_job(job_id, &holder, now, now.saturating_add(LEASE_MS)).await? else {
            return Ok(());
        };
        tokio::select! {
            done = self.work(job) => {
                let is_lost = matches!(done, Err(Fault::Store(Error::Conflict)));
                if !is_lost {
                    return done;
                }
            }
            () = self.beat(job_id, &holder) => {}
        }
        tracing::warn!(job_id, "somebody else works on this job now");
        Ok(())
    }

    /// Says again and again that the job is worked on; ends when it is not this holder's any more.
    async fn beat(&self, job_id: &str, holder: &str) {
        loop {
            tokio::time::sleep(BEAT).await;
            let until = self.now_ms().saturating_add(LEASE_MS);
            match self.store.hold_job(job_id, holder, until).await {
                Ok(true) => {}
                Ok(false) => return,
                Err(error) => tracing::error!(job_id, %error, "a job could not be held"),
            }
        }
    }

    async fn work(&self, job: JobRow) -> Result<(), Fault> {
        let consent = self.store.consent(&job.consent_id).await?.ok_or(Fault::NoConsent)?;
        let attempts = self.store.attempts(&consent.consent_id).await?;
        let attempt = counting(&attempts, |one| one.state).cloned();
        let attempt = attempt.ok_or(Error::Corrupt("a job of a consent that nobody gave"))?;
        let place = match &job.place {
            Some(sealed) => self.open_row(Column::Place, &job.job_id, sealed)?,
            None => Place::default(),
        };
        let Some(profile) = self.profile(&attempt) else {
            tracing::error!(job_id = job.job_id, "there is no connection to this bank any more");
            return self.end_job(job, &consent, &place, (End::Failed, Some(UNAVAILABLE)), None).await;
        };
        let line = AttemptRow { object_id: job.job_id.clone(), ..attempt.clone() };
        let mut reading = Reading { app: self, profile, consent, attempt, line, job, place };
        let (end, fact) = match reading.run().await {
            Ok(end) => ((end, None), None),
            Err(Stop::Ends(code, fact)) => ((End::Failed, Some(code)), fact),
            Err(Stop::Fault(fault)) => return Err(fault),
        };
        let Reading { consent, job, place, .. } = reading;
        self.end_job(job, &consent, &place, end, fact).await
    }

    /// Ends a job; what that means for the consent follows.
    async fn end_job(
        &self,
        mut job: JobRow,
        consent: &ConsentRow,
        place: &Place,
        (end, code): (End, Option<&str>),
        fact: Option<consent::Fact>,
    ) -> Result<(), Fault> {
        if let Some(code) = code {
            job.errors.push(JobError { account_id: None, code: code.to_owned() });
        }
        let write = self.store.write().await?;
        self.commit_job(write, (&mut job, consent), place, Some(JobFact::Ended(end))).await?;
        if let Some(fact) = fact {
            self.record_consent(&consent.consent_id, fact, With::Nothing).await?;
        }
        if is_good(job.status) {
            self.now_readable(consent).await?;
        }
        Ok(())
    }
}

impl Reading<'_> {
    /// Goes on from where the job stands to its end.
    async fn run(&mut self) -> Result<End, Stop> {
        while !is_over(self.job.status) {
            if self.app.now_ms().saturating_sub(self.job.started_at) > LONGEST_MS {
                return Err(Stop::Ends(GIVEN_UP, None));
            }
            match self.job.status {
                JobStatus::JobStarted => self.accounts().await?,
                JobStatus::AccountsReady => self.balances().await?,
                JobStatus::BalancesReady if Scope::of(&self.consent.scope) == Scope::WithTransactions => {
                    self.place.begin_stage();
                    self.commit(None, Some(JobFact::TransactionsBegun)).await?;
                }
                JobStatus::TransactionsFetching => {
                    self.transactions().await?;
                    break;
                }
                _ => break,
            }
        }
        Ok(end_of(self.place.read, self.job.errors.len()))
    }

    async fn accounts(&mut self) -> Result<(), Stop> {
        let (mut told, mut page, mut pages) = (Vec::new(), None, 0_u32);
        loop {
            let answer = self.ask(&List::Accounts, page.as_deref(), bg::read_accounts).await?;
            let answer = answer.map_err(|code| Stop::Ends(code, None))?;
            told.extend(answer.records);
            pages += 1;
            if answer.is_cut || answer.unread > 0 || (answer.next.is_some() && pages >= MOST_PAGES) {
                self.miss(None, INCOMPLETE);
            }
            page = answer.next.filter(|_| pages < MOST_PAGES);
            if page.is_none() {
                break;
            }
        }
        let mut write = self.app.write_under(&self.consent.consent_id).await?;
        let kept = self.app.keep_accounts(&mut write, &self.job, &told).await?;
        for (account, balances) in &kept {
            self.place.accounts.push(account.row.ordinal);
            if !balances.is_empty() {
                self.app.keep_balances(&mut write, account, balances).await?;
                self.told_balances(balances.len());
                self.place.told.push(account.row.ordinal);
            }
        }
        self.job.accounts = count(kept.len());
        self.place.begin_stage();
        self.commit(Some(write), Some(JobFact::AccountsStored)).await
    }

    async fn balances(&mut self) -> Result<(), Stop> {
        while let Some(account) = self.next_account().await? {
            if self.place.told.contains(&account.row.ordinal) {
                self.place.pass();
                continue;
            }
            let balances = self.balances_of(&account).await?;
            let mut write = self.app.write_under(&self.consent.consent_id).await?;
            match balances {
                Ok(balances) => {
                    self.app.keep_balances(&mut write, &account, &balances).await?;
                    self.told_balances(balances.len());
                }
                Err(code) => self.miss(Some(&account), code),
            }
            self.place.pass();
            self.commit(Some(write), None).await?;
        }
        if self.place.read == 0 && !self.place.accounts.is_empty() {
            // Not one of them: nothing more is asked of a bank that lets nothing through.
            let code = self.job.errors.last().map(|error| error.code.as_str());
            tracing::warn!(job_id = self.job.job_id, code, "no account could be read");
            return self.finish(End::Failed).await;
        }
        self.commit(None, Some(JobFact::BalancesStored)).await
    }

    fn told_balances(&mut self, many: usize) {
        self.job.balances = self.job.balances.saturating_add(count(many));
        self.place.read = self.place.read.saturating_add(1);
    }

    async fn balances_of(&mut self, account: &Open) -> Result<Result<Vec<bg::Balance>, &'static str>, Stop> {
        let (mut told, mut page, mut pages) = (Vec::new(), None, 0_u32);
        loop {
            let answer = match self.ask(&List::Balances(account), page.as_deref(), bg::read_balances).await? {
                Ok(answer) => answer,
                Err(code) => return Ok(Err(code)),
            };
            told.extend(answer.records);
            pages += 1;
            if answer.is_cut || answer.unread > 0 {
                self.miss(Some(account), INCOMPLETE);
            }
            page = answer.next.filter(|_| pages < MOST_PAGES);
            if page.is_none() {
                return Ok(Ok(told));
            }
        }
    }

    async fn transactions(&mut self) -> Result<(), Stop> {
        while let Some(account) = self.next_account().await? {
            if self.place.book.is_none() {
                self.place.book = Some(self.open_book(&account).await?);
            }
            while let Some(book) = self.place.book.clone() {
                self.turn_page(&account, book).await?;
            }
        }
        Ok(())
    }

    /// From which day on an account's transactions are asked for.
    async fn open_book(&self, account: &Open) -> Result<Book, Stop> {
        let now = self.app.now_ms();
        let pending = self.app.store.oldest_pending(&account.row.account_id).await?;
        let history = catalog::ais_method(&self.attempt.method_id).map_or(0, |method| method.history_days);
        let from = first_day(day_of(now), history, account.row.read_to.map(day_of), pending.map(day_of));
        Ok(Book::open(from, now))
    }

    /// Reads and keeps one page; after the last one the book is closed and the account passed.
    async fn turn_page(&mut self, account: &Open, mut book: Book) -> Result<(), Stop> {
        let list = List::Transactions(account, day(book.from));
        let page = match self.ask(&list, book.page.as_deref(), bg::read_transactions).await? {
            Ok(page) => page,
            Err(code) => {
                self.miss(Some(account), code);
                return self.pass_account(None).await;
            }
        };
        self.place.read = self.place.read.saturating_add(1);
        book.is_torn |= page.is_cut || page.unread > 0;
        for kind in [TransactionStatus::Pending, TransactionStatus::Booked] {
            self.keep_kind(account, &mut book, &page.records, kind).await?;
        }
        book.pages += 1;
        let is_circle = page.next.is_some() && (page.next == book.page || book.pages >= MOST_PAGES);
        if let (Some(next), false) = (page.next, is_circle) {
            book.page = Some(next);
            self.place.book = Some(book);
            return self.commit(None, None).await;
        }
        if book.is_torn || is_circle {
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
        let marks = &account.content.marks;
        let all: Vec<(Seen, &Transaction)> =
            records.iter().filter(|one| one.status == kind).map(|one| (marks.seen(one), one)).collect();
        let prints: Vec<u64> = all.iter().map(|(seen, _)| marks.print(seen)).collect();
        let is_booked = kind == TransactionStatus::Booked;
        let taken = book.taken(is_booked, &prints);
        for (slice, prints) in all[taken..].chunks(SLICE).zip(prints[taken..].chunks(SLICE)) {
            let mut write = self.app.write_under(&self.consent.consent_id).await?;
            self.app.keep_transactions(&mut write, &self.job, &Slice { account, all: slice }).await?;
            book.take(is_booked, prints.iter().copied());
            self.place.book = Some(book.clone());
            self.job.transactions = self.job.transactions.saturating_add(count(slice.len()));
            self.commit(Some(write), None).await?;
        }
        Ok(())
    }

    async fn pass_account(&mut self, write: Option<Write>) -> Result<(), Stop> {
        self.place.pass();
        self.commit(write, None).await
    }

    /// The next account of this stage, as it is stored.
    async fn next_account(&self) -> Result<Option<Open>, Stop> {
        let Some(ordinal) = self.place.next_account() else { return Ok(None) };
        let mut accounts = self.app.open_accounts(&self.consent.consent_id).await?;
        let index = accounts.iter().position(|one| one.row.ordinal == ordinal);
        let index = index.ok_or(Error::Corrupt("jobs.place names an account that is not there"))?;
        Ok(Some(accounts.swap_remove(index)))
    }

    async fn finish(&mut self, end: End) -> Result<(), Stop> {
        self.commit(None, Some(JobFact::Ended(end))).await
    }

    async fn commit(&mut self, write: Option<Write>, fact: Option<JobFact>) -> Result<(), Stop> {
        let write = match write {
            Some(write) => write,
            None => self.app.write_under(&self.consent.consent_id).await?,
        };
        Ok(self.app.commit_job(write, (&mut self.job, &self.consent), &self.place, fact).await?)
    }

    /// Something of an account could not be read; told once, by its first reason.
    fn miss(&mut self, account: Option<&Open>, code: &'static str) {
        let account_id = account.map(|account| account.row.account_id.clone());
        if self.job.errors.iter().all(|error| error.account_id != account_id) {
            self.job.errors.push(JobError { account_id, code: code.to_owned() });
        }
    }

    /// Asks for a page of a list until there is an answer, or a reason why there is none.
    async fn ask<T>(
        &mut self,
        list: &List<'_>,
        page: Option<&str>,
        read: impl Fn(&Profile, &Answer<'_>) -> Result<Page<T>, ReadFault>,
    ) -> Result<Result<Page<T>, &'static str>, Stop> {
        let mut waits = 0;
        loop {
            self.still_given().await?;
            if self.place.is_worn {
                return Ok(Err(TOO_OFTEN));
            }
            let (token, ids) = (self.app.fresh_token(&self.attempt).await, new_ids());
            let request = self.request(list, page, token.as_deref(), &ids);
            let Ok(answer) = self.app.call(&self.line, list.call(), &ids, request).await else {
                return Ok(Err(UNAVAILABLE));
            };
            let fault = match read(self.profile, &as_answer(&answer)) {
                Ok(page) => return Ok(Ok(page)),
                Err(fault) => fault,
            };
            match self.judge(fault, token.is_some(), &mut waits).await? {
                None => {}
                Some(code) => return Ok(Err(code)),
            }
        }
    }

    /// What a fault means: a reason to go on without, or `None` to ask again.
    async fn judge(
        &mut self,
        fault: ReadFault,
        had_token: bool,
        waits: &mut u32,
    ) -> Result<Option<&'static str>, Stop> {
        tracing::warn!(job_id = self.job.job_id, ?fault, "the bank let nothing through");
        let (code, retry_after_s) = match fault {
            ReadFault::TooOften(fault) => (TOO_OFTEN, fault.retry_after_s),
            ReadFault::Unavailable(fault) => (UNAVAILABLE, fault.retry_after_s),
            ReadFault::NotFound(_) => return Ok(Some(NOT_FOUND)),
            ReadFault::Refused(_) => return Ok(Some(REFUSED)),
            ReadFault::Unreadable => return Ok(Some(UNREADABLE)),
            ReadFault::NoAccess(_) => return self.denied().await,
            ReadFault::TokenRefused(_) => {
                if had_token {
                    self.app.drop_token(&self.attempt).await;
                }
                return self.denied().await;
            }
            ReadFault::ConsentOver(_) => {
                // What a bank says beside an answer ends nothing: its status does, when it is asked for it.
                self.app.read_bank(&self.attempt, None).await?;
                self.still_given().await?;
                return self.denied().await;
            }
        };
        if let Some(wait_ms) = wait_out_ms(retry_after_s.map(u64::from), *waits) {
            *waits += 1;
            tokio::time::sleep(Duration::from_millis(wait_ms.unsigned_abs())).await;
            return Ok(None);
        }
        self.place.is_worn |= code == TOO_OFTEN;
        Ok(Some(code))
    }

    /// The bank refuses to be read. One that has let nothing through is asked once more; then it is believed.
    async fn denied(&mut self) -> Result<Option<&'static str>, Stop> {
        self.place.denied = self.place.denied.saturating_add(1);
        if is_denied(self.place.denied, self.place.read) {
            return Err(Stop::Ends(DENIED, Some(consent::Fact::ReadsDenied)));
        }
        if self.place.read > 0 {
            return Ok(Some(DENIED));
        }
        tokio::time::sleep(ASK_AGAIN).await;
        Ok(None)
    }

    /// Nothing is asked of a bank under a consent that is over.
    async fn still_given(&mut self) -> Result<(), Stop> {
        let attempts = self.app.store.attempts(&self.consent.consent_id).await?;
        if let Some(fresh) = attempts.into_iter().find(|one| one.number == self.attempt.number) {
            // Its token may be a new one.
            self.attempt = fresh;
        }
        let row = self.app.store.consent(&self.consent.consent_id).await?;
        if row.is_some_and(|row| is_given(row.status)) { Ok(()) } else { Err(Stop::Ends(OVER, None)) }
    }

    fn request(
        &self,
        list: &List<'_>,
        page: Option<&str>,
        token: Option<&str>,
        ids: &CallIds,
    ) -> Result<http::Request<Vec<u8>>, bg::Unbuildable> {
        let consent_id = self.attempt.resource_id.as_deref().unwrap_or_default();
        let access = Access { consent_id, token, psu_ip: None };
        match list {
            List::Accounts => bg::accounts(self.profile, &access, page, ids),
            List::Balances(account) => bg::balances(self.profile, &access, &account.content.resource_id, page, ids),
            List::Transactions(account, from) => {
                let asked = History { resource_id: &account.content.resource_id, from, to: None };
                bg::transactions(self.profile, &access, &asked, page, ids)
            }
        }
    }
}

impl List<'_> {
    const fn call(&self) -> Call {
        match self {
            Self::Accounts => Call::Accounts,
            Self::Balances(_) => Call::Balances,
            Self::Transactions(..) => Call::Transactions,
        }
    }
}

fn count(many: usize) -> u32 {
    u32::try_from(many).unwrap_or(u32::MAX)
}

/// A day from 1970 as the standard writes it.
fn day(day: i64) -> String {
    let at = jiff::Timestamp::from_millisecond(day.saturating_mul(DAY_MS)).unwrap_or_default();
    at.to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
}
