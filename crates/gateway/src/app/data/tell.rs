//! The one way a job changes: what it stored, where it stands, its log row and its webhook message are one write; then those
//! who wait are told. Nothing is written for a consent that is over.

use super::place::Place;
use super::sealed::Column;
use crate::app::{App, Fault};
use crate::store::consents::{self, ConsentRow};
use crate::store::jobs::{self, JobRow};
use crate::store::{self, Write, events, outbox};
use flow::job::{JobFact, Scope, is_over, step};
use protocol::ConsentStatus;
use serde::Serialize;

/// Why a job's write was not begun.
pub(super) enum NoWrite {
    /// The consent is over.
    ConsentOver,
    /// The store failed.
    Fault(Fault),
}

impl From<Fault> for NoWrite {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// Whether data may be read and kept under a consent: by its status, and not beyond its validity, told or not.
pub(super) fn is_given(consent: &ConsentRow, now: i64) -> bool {
    let by_status =
        matches!(consent.status, ConsentStatus::Authorized | ConsentStatus::Active | ConsentStatus::Suspended);
    by_status && consent.is_valid_at(now)
}

impl App {
    /// Begins a write of a job; what is in it holds only while the consent does.
    pub(super) async fn write_under(&self, consent_id: &str) -> Result<Write, NoWrite> {
        let mut write = self.store.write().await.map_err(Fault::from)?;
        let row = consents::in_write(&mut write, consent_id).await.map_err(Fault::from)?;
        let now = self.now_ms();
        if row.is_some_and(|row| is_given(&row, now)) { Ok(write) } else { Err(NoWrite::ConsentOver) }
    }

    /// Ends a write of a job: how far it has come, and the fact that moves it on.
    pub(super) async fn commit_job(
        &self,
        mut write: Write,
        (job, consent): (&mut JobRow, &ConsentRow),
        place: &Place,
        fact: Option<JobFact>,
    ) -> Result<(), Fault> {
        let now = self.now_ms();
        if let Some(fact) = fact {
            job.status =
                step(job.status, fact, Scope::of(&consent.scope)).ok_or(store::Error::Corrupt("jobs.status"))?;
            job.log_seq += 1;
            job.finished_at = is_over(job.status).then_some(now);
        }
        // A finished job goes on nowhere.
        let place = if job.finished_at.is_some() { None } else { Some(place) };
        job.place = place.map(|place| self.seal_row(Column::Place, &job.job_id, place)).transpose()?;
        jobs::save(&mut write, job).await?;
        if let Some(fact) = fact {
            log_and_tell(&mut write, job, consent, fact.as_str(), now).await?;
        }
        self.end_write(write, &consent.consent_id).await
    }

    /// Commits, and wakes the consent's pages.
    pub(super) async fn end_write(&self, mut write: Write, consent_id: &str) -> Result<(), Fault> {
        let version = consents::touch(&mut write, consent_id).await?;
        write.commit().await.map_err(store::Error::from)?;
        self.hub.tell(consent_id, version);
        self.wake_webhooks.notify_one();
        Ok(())
    }
}

/// Row and message of a job's status. Row 1 is written with the job; its message is written here too.
async fn log_and_tell(
    write: &mut Write,
    job: &JobRow,
    consent: &ConsentRow,
    cause: &str,
    now: i64,
) -> Result<(), Fault> {
    events::append(write, &job.job_id, job.log_seq, job.status.as_str(), cause, None, now).await?;
    let (job_id, consent_id, status) = (job.job_id.as_str(), consent.consent_id.as_str(), job.status);
    tracing::info!(consent_id, job_id, seq = job.log_seq, %status, cause, "job");
    message(write, job, consent, now).await
}

/// The webhook message of a job's status: to its own address, else to the consent's.
pub(super) async fn message(write: &mut Write, job: &JobRow, consent: &ConsentRow, now: i64) -> Result<(), Fault> {
    let Some(url) = job.callback_url.as_ref().or(consent.webhook_url.as_ref()) else { return Ok(()) };
    let body = serde_json::to_string(&JobStatusUpdate {
        r#type: "job_status_update",
        consent_id: &consent.consent_id,
        job_id: &job.job_id,
        status: job.status.as_str(),
    })
    .map_err(|_| store::Error::Corrupt("a webhook body"))?;
    let message = outbox::NewMessage {
        client_id: &consent.client_id,
        object_id: &job.job_id,
        seq: job.log_seq,
        url,
        body: &body,
    };
    Ok(outbox::add(write, message, now).await?)
}

/// `job_status_update`, exactly as documented.
#[derive(Serialize)]
struct JobStatusUpdate<'a> {
    r#type: &'a str,
    consent_id: &'a str,
    job_id: &'a str,
    status: &'a str,
}
