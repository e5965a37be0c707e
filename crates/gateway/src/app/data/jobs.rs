//! Jobs as API clients ask for them, and those that begin by themselves: the first import, and tries again where nobody can ask.

use super::tell::{is_given, message};
use crate::app::address::{self, Mode};
use crate::app::attempt::With;
use crate::app::{App, Fault, rfc3339};
use crate::store::consents::{self, ConsentRow};
use crate::store::jobs::{self, JobRow};
use crate::store::{Error, Write};
use connectors::catalog;
use flow::job::{NotNow, may_start, try_again_ms};
use flow::lifecycle::{consent, counting};
use protocol::api::{ApiFieldError, JobResults, JobState};
use protocol::{ConsentStatus, JobStatus};
use uuid::Uuid;

/// Jobs that are looked at for the last one that read something: in a row no more fail within a cooldown.
const LOOKED_BACK: i64 = 50;

/// What became of a consent that is read without anybody asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unasked {
    /// A job begins.
    Begins,
    /// Its time has not come.
    NotYet,
    /// It was read already, and we were stopped before the consent said so.
    Known,
}

impl App {
    /// Begins a job that an API client asks for.
    ///
    /// # Errors
    /// `Fault::NotActive`, `Fault::CoolingDown`, `Fault::Fields` (`callback_url`), `Fault::Store`.
    pub async fn create_job(&self, consent: &ConsentRow, callback_url: Option<String>) -> Result<JobState, Fault> {
        if let Some(url) = &callback_url
            && let Err(fault) = address::check(url, Mode::of(self.settings.demo))
        {
            let field = ApiFieldError { field: "callback_url".to_owned(), message: fault.to_string() };
            return Err(Fault::Fields(vec![field]));
        }
        // Who reads it is known of a consent that is, or was, in force only.
        is_active(consent, self.now_ms())?;
        let cooldown_ms = self.cooldown_ms(consent).await?;
        let mut write = self.store.write().await?;
        let row = consents::in_write(&mut write, &consent.consent_id).await?.ok_or(Fault::NoConsent)?;
        is_active(&row, self.now_ms())?;
        let before = jobs::in_write(&mut write, &row.consent_id, LOOKED_BACK).await?;
        let one_runs = before.iter().any(|job| job.finished_at.is_none());
        let last_good = before.iter().find(|job| is_good(job.status)).map(|job| job.started_at);
        may_start(one_runs, last_good, cooldown_ms, self.now_ms())
            .map_err(|not_now| Fault::CoolingDown(words(not_now)))?;
        let job = self.begin_job(write, &row, callback_url, false).await?;
        Ok(state_of(job))
    }

    /// A consent's job.
    ///
    /// # Errors
    /// `Fault::NoJob`, also for another consent's.
    pub async fn job_of(&self, consent: &ConsentRow, job_id: &str) -> Result<JobState, Fault> {
        let job = self.store.job(job_id).await?.filter(|job| job.consent_id == consent.consent_id);
        job.map(state_of).ok_or(Fault::NoJob)
    }

    /// The newest job of a consent; `None` while there is none.
    ///
    /// # Errors
    /// `Fault::Store`.
    pub async fn last_job(&self, consent: &ConsentRow) -> Result<Option<JobState>, Fault> {
        Ok(self.store.jobs_of(&consent.consent_id, 1).await?.pop().map(state_of))
    }

    /// Begins the import after the authorisation. Where one runs already, nothing.
    ///
    /// # Errors
    /// `Fault::Store`.
    pub async fn start_import(&self, consent: &ConsentRow) -> Result<(), Fault> {
        self.read_unasked(&consent.consent_id).await.map(drop)
    }

    /// Reads a consent that nobody can ask for: one that is authorised and not read yet, or suspended. At once, if it was
    /// never tried; ever more rarely while it fails.
    ///
    /// # Errors
    /// `Fault::NoConsent`, `Fault::Store`.
    pub async fn read_unasked(&self, consent_id: &str) -> Result<Unasked, Fault> {
        let row = self.store.consent(consent_id).await?.ok_or(Fault::NoConsent)?;
        let known = unasked(&row, &self.store.jobs_of(consent_id, LOOKED_BACK).await?, self.now_ms());
        if known == Unasked::Known {
            self.now_readable(&row).await?;
        }
        if known != Unasked::Begins {
            return Ok(known);
        }
        // Looked at again by the one writer: it begins once.
        let mut write = self.store.write().await?;
        let row = consents::in_write(&mut write, consent_id).await?.ok_or(Fault::NoConsent)?;
        let before = jobs::in_write(&mut write, consent_id, LOOKED_BACK).await?;
        let known = unasked(&row, &before, self.now_ms());
        if known == Unasked::Begins {
            self.begin_job(write, &row, None, row.status == ConsentStatus::Authorized).await?;
        }
        Ok(known)
    }

    /// The bank lets us read: what was authorised is active, and what was suspended is so again.
    pub(super) async fn now_readable(&self, consent: &ConsentRow) -> Result<(), Fault> {
        let status = self.store.consent(&consent.consent_id).await?.map(|row| row.status);
        let fact = match status {
            Some(ConsentStatus::Authorized) => consent::Fact::DataStored,
            Some(ConsentStatus::Suspended) => consent::Fact::ReadsAllowed,
            _ => return Ok(()),
        };
        self.record_consent(&consent.consent_id, fact, With::Nothing).await.map(drop)
    }

    async fn begin_job(
        &self,
        mut write: Write,
        consent: &ConsentRow,
        callback_url: Option<String>,
        is_first: bool,
    ) -> Result<JobRow, Fault> {
        let now = self.now_ms();
        debug_assert!(is_given(consent, now));
        let job = JobRow {
            ordinal: 0,
            job_id: Uuid::new_v4().to_string(),
            consent_id: consent.consent_id.clone(),
            is_first,
            status: JobStatus::JobStarted,
            log_seq: 1,
            callback_url,
            accounts: 0,
            balances: 0,
            transactions: 0,
            errors: Vec::new(),
            place: None,
            holder: None,
            started_at: now,
            finished_at: None,
        };
        jobs::insert(&mut write, &job, if is_first { "authorized" } else { "asked" }).await?;
        message(&mut write, &job, consent, now).await?;
        self.end_write(write, &consent.consent_id).await?;
        self.wake_data.notify_one();
        let (consent_id, job_id) = (consent.consent_id.as_str(), job.job_id.as_str());
        tracing::info!(consent_id, job_id, is_first, "a job begins");
        Ok(job)
    }

    /// The cooldown of the provider that a consent was given at.
    async fn cooldown_ms(&self, consent: &ConsentRow) -> Result<i64, Fault> {
        let attempts = self.store.attempts(&consent.consent_id).await?;
        let cooldown_s = counting(&attempts, |one| one.state).and_then(|attempt| {
            let method = catalog::ais_method(&attempt.method_id)?;
            Some(method.cooldown_s(self.profile(attempt)?.env))
        });
        // Nothing can be read without a connection: the configuration has lost it.
        Ok(i64::from(cooldown_s.ok_or(Fault::Store(Error::Corrupt("attempts.method_id")))?) * 1_000)
    }
}

/// What is to be done about a consent that nobody can ask for; `before`: its jobs, newest first.
fn unasked(row: &ConsentRow, before: &[JobRow], now: i64) -> Unasked {
    if row.status == ConsentStatus::Active || !is_given(row, now) {
        return Unasked::NotYet;
    }
    let Some(last) = before.first() else { return Unasked::Begins };
    let Some(finished_at) = last.finished_at else { return Unasked::NotYet };
    if is_good(last.status) {
        return Unasked::Known;
    }
    let failures = before.iter().take_while(|job| !is_good(job.status)).count();
    let pause_ms = try_again_ms(u32::try_from(failures).unwrap_or(u32::MAX));
    if now < finished_at.saturating_add(pause_ms) { Unasked::NotYet } else { Unasked::Begins }
}

/// Whether a client may have it read now.
fn is_active(consent: &ConsentRow, now: i64) -> Result<(), Fault> {
    match consent.status {
        ConsentStatus::Active if consent.is_valid_at(now) => Ok(()),
        // Its end is only not told yet.
        ConsentStatus::Active => Err(Fault::NotActive(ConsentStatus::Revoked)),
        status => Err(Fault::NotActive(status)),
    }
}

/// Whether a job of this status has read something.
pub(super) const fn is_good(status: JobStatus) -> bool {
    matches!(status, JobStatus::JobCompleted | JobStatus::JobPartiallyCompleted)
}

fn words(not_now: NotNow) -> String {
    match not_now {
        NotNow::OneRuns => "a job of this consent runs".to_owned(),
        NotNow::Until(at_ms) => {
            format!("the last job began too short a time ago; another may begin at {}", rfc3339(at_ms))
        }
    }
}

fn state_of(job: JobRow) -> JobState {
    JobState {
        job_id: job.job_id,
        status: job.status,
        results: JobResults {
            accounts: job.accounts,
            balances: job.balances,
            transactions: job.transactions,
            errors: job.errors,
        },
        started_at: rfc3339(job.started_at),
        finished_at: job.finished_at.map(rfc3339),
    }
}
