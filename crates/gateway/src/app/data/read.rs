//! A job at work: what is asked of the bank, stage by stage, and what its answers mean for the job. Held by a lease that is
//! said again while it works; whoever takes it up later goes on where the last write left it.
//! Never here: pages of transactions (`turn`), rows (`keep`).

use super::ask::{GIVEN_UP, INCOMPLETE, List, OVER, UNAVAILABLE};
use super::jobs::is_good;
use super::keep::Open;
use super::place::{Place, Way};
use super::sealed::Column;
use super::tell::NoWrite;
use crate::app::attempt::With;
use crate::app::{App, Fault};
use crate::doors::secrets::new_token;
use crate::store::attempts::AttemptRow;
use crate::store::consents::ConsentRow;
use crate::store::jobs::JobRow;
use crate::store::{Error, Write};
use connectors::berlin_group as bg;
use connectors::profile::Profile;
use flow::job::{DAY_MS, End, JobFact, Scope, end_of, try_again_ms};
use flow::lifecycle::{consent, counting};
use protocol::JobStatus;
use protocol::api::JobError;
use std::net::IpAddr;
use std::time::Duration;

/// So long a job is held without a word of its worker, milliseconds.
pub(super) const LEASE_MS: i64 = 30_000;
/// How often a worker says that it still works.
const BEAT: Duration = Duration::from_secs(8);
/// So often the same fault of ours may stop a job.
const MOST_FAULTS: u32 = 5;
/// So long after they came back a PSU is taken to wait for the first import, milliseconds.
const WAITS_MS: i64 = 5 * 60_000;
/// A job that could not be brought to an end within a day is given up.
const LONGEST_MS: i64 = DAY_MS;

/// Why nothing more is asked.
pub(super) enum Stop {
    /// Ours.
    Fault(Fault),
    /// The job fails: with this reason where none is told yet, and the consent hears this.
    Fails(Option<&'static str>, Option<consent::Fact>),
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
            NoWrite::ConsentOver => Self::Fails(Some(OVER), None),
            NoWrite::Fault(fault) => Self::Fault(fault),
        }
    }
}

/// A job in hand.
pub(super) struct Reading<'a> {
    pub app: &'a App,
    pub profile: &'a Profile,
    pub consent: ConsentRow,
    /// The attempt that the consent was given by: its id at the bank, its token.
    pub attempt: AttemptRow,
    pub job: JobRow,
    pub place: Place,
    /// There is none, and the bank gives none.
    pub is_tokenless: bool,
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
        Ok(self.store.consents_to_read(self.now_ms(), [1, 2, 3, 4, 5].map(try_again_ms), most).await?)
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
        let mut reading = Reading { app: self, profile, consent, attempt, job, place, is_tokenless: false };
        let (end, fact) = match reading.run().await {
            Ok(end) => ((end, None), None),
            Err(Stop::Fails(code, fact)) => ((End::Failed, code), fact),
            Err(Stop::Fault(fault)) => return self.stopped(&reading, fault).await,
        };
        let Reading { consent, job, place, .. } = reading;
        self.end_job(job, &consent, &place, end, fact).await
    }

    /// Something of ours has stopped a job. It is tried again when its lease is over; what stops it again and again at last
    /// ends it.
    async fn stopped(&self, reading: &Reading<'_>, fault: Fault) -> Result<(), Fault> {
        // As the last write left it: what failed is not in it.
        let left = self.store.job(&reading.job.job_id).await?;
        let Some(mut job) = left.filter(|job| job.holder == reading.job.holder && job.finished_at.is_none()) else {
            return Err(fault);
        };
        let mut place: Place = match &job.place {
            Some(sealed) => self.open_row(Column::Place, &job.job_id, sealed)?,
            None => Place::default(),
        };
        let (text, before) = (fault.to_string(), std::mem::take(&mut place.fault));
        let times = if before.0 == text { before.1.saturating_add(1) } else { 1 };
        place.fault = (text, times);
        if times >= MOST_FAULTS {
            tracing::error!(job_id = job.job_id, %fault, "a job is given up");
            return self.end_job(job, &reading.consent, &place, (End::Failed, Some(GIVEN_UP)), None).await;
        }
        let write = self.store.write().await?;
        self.commit_job(write, (&mut job, &reading.consent), &place, None).await?;
        Err(fault)
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
    /// Where the PSU's browser is, while they wait for the first import: a reading that they attend is none of the day's
    /// unattended. Who did not come back does not wait, and who came back does not for ever.
    pub(super) fn psu_ip(&self) -> Option<IpAddr> {
        let since = self.attempt.returned_at?;
        let waits = self.job.is_first && self.app.now_ms().saturating_sub(since) <= WAITS_MS;
        if waits { self.app.open_inputs(&self.attempt)?.ip } else { None }
    }

    /// Goes on from where the job stands to its end.
    async fn run(&mut self) -> Result<End, Stop> {
        loop {
            if self.app.now_ms().saturating_sub(self.job.started_at) > LONGEST_MS {
                return Err(Stop::Fails(Some(GIVEN_UP), None));
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
        let (mut told, mut page, mut way) = (Vec::new(), None, Way::default());
        loop {
            let answer = self.ask(&List::Accounts, page.as_deref(), bg::read_accounts).await?;
            let answer = answer.map_err(|code| Stop::Fails(Some(code), None))?;
            told.extend(answer.records);
            let is_circle = way.is_circle(answer.next.as_deref());
            if answer.is_cut || answer.unread > 0 || is_circle {
                self.miss(None, INCOMPLETE);
            }
            page = answer.next.filter(|_| !is_circle);
            if page.is_none() {
                break;
            }
        }
        let mut write = self.app.write_under(&self.consent.consent_id).await?;
        let mut kept = self.app.keep_accounts(&mut write, &self.job, &told).await?;
        // Where the bank lets only some of them be read today, those are next that were left out the last time.
        kept.sort_by_key(|(account, _)| account.row.read_to);
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
            return Err(Stop::Fails(None, None));
        }
        self.commit(None, Some(JobFact::BalancesStored)).await
    }

    fn told_balances(&mut self, many: usize) {
        self.job.balances = self.job.balances.saturating_add(count(many));
        self.place.read = self.place.read.saturating_add(1);
    }

    async fn balances_of(&mut self, account: &Open) -> Result<Result<Vec<bg::Balance>, &'static str>, Stop> {
        let (mut told, mut page, mut way) = (Vec::new(), None, Way::default());
        loop {
            let answer = match self.ask(&List::Balances(account), page.as_deref(), bg::read_balances).await? {
                Ok(answer) => answer,
                Err(code) => return Ok(Err(code)),
            };
            told.extend(answer.records);
            let is_circle = way.is_circle(answer.next.as_deref());
            if answer.is_cut || answer.unread > 0 || is_circle {
                self.miss(Some(account), INCOMPLETE);
            }
            page = answer.next.filter(|_| !is_circle);
            if page.is_none() {
                return Ok(Ok(told));
            }
        }
    }

    async fn transactions(&mut self) -> Result<(), Stop> {
        if let Some(book) = self.place.book.as_mut().filter(|book| book.is_mid_page) {
            *book = book.anew();
            self.job.transactions = book.counted;
        }
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

    pub(super) async fn pass_account(&mut self, write: Option<Write>) -> Result<(), Stop> {
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

    pub(super) async fn commit(&mut self, write: Option<Write>, fact: Option<JobFact>) -> Result<(), Stop> {
        let write = match write {
            Some(write) => write,
            None => self.app.write_under(&self.consent.consent_id).await?,
        };
        Ok(self.app.commit_job(write, (&mut self.job, &self.consent), &self.place, fact).await?)
    }

    /// Something of an account could not be read; told once, by its first reason.
    pub(super) fn miss(&mut self, account: Option<&Open>, code: &'static str) {
        let account_id = account.map(|account| account.row.account_id.clone());
        if self.job.errors.iter().all(|error| error.account_id != account_id) {
            self.job.errors.push(JobError { account_id, code: code.to_owned() });
        }
    }
}

pub(super) fn count(many: usize) -> u32 {
    u32::try_from(many).unwrap_or(u32::MAX)
}
