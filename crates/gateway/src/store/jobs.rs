//! Jobs that read account data: one running per consent, held by one worker at a time, and what is left of a consent's data
//! when it is over. Never here: what a job may become (`flow::job`).

use super::{Error, Store, Write};
use protocol::JobStatus;
use protocol::api::JobError;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

/// A job's row.
#[derive(Clone)]
pub struct JobRow {
    /// The order of creation; given by the store.
    pub ordinal: i64,
    /// UUID.
    pub job_id: String,
    /// Whose data it reads.
    pub consent_id: String,
    /// The import after the authorisation.
    pub is_first: bool,
    /// Where it stands.
    pub status: JobStatus,
    /// Last row of the event log.
    pub log_seq: i64,
    /// Where its changes are told; the consent's address when `None`.
    pub callback_url: Option<String>,
    /// Accounts read.
    pub accounts: u32,
    /// Balances read.
    pub balances: u32,
    /// Transactions read.
    pub transactions: u32,
    /// What could not be read.
    pub errors: Vec<JobError>,
    /// Where it goes on after a restart: sealed JSON.
    pub place: Option<Vec<u8>>,
    /// Who works on it.
    pub holder: Option<String>,
    /// Milliseconds since 1970.
    pub started_at: i64,
    /// Milliseconds since 1970.
    pub finished_at: Option<i64>,
}

impl std::fmt::Debug for JobRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("JobRow").field("job_id", &self.job_id).field("status", &self.status).finish_non_exhaustive()
    }
}

const COLUMNS: &str = "ordinal, job_id, consent_id, is_first, status, log_seq, callback_url, accounts, balances, transactions, \
                       errors, place, holder, started_at, finished_at";

impl Store {
    /// A job by its id.
    ///
    /// # Errors
    /// `Error::Sql`, `Error::Corrupt`.
    pub async fn job(&self, job_id: &str) -> Result<Option<JobRow>, Error> {
        let sql = format!("SELECT {COLUMNS} FROM jobs WHERE job_id = ?");
        let row = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(job_id).fetch_optional(&self.reader).await?;
        row.map(|row| read(&row)).transpose()
    }

    /// A consent's jobs, newest first; at most `limit`.
    ///
    /// # Errors
    /// `Error::Sql`, `Error::Corrupt`.
    pub async fn jobs_of(&self, consent_id: &str, limit: i64) -> Result<Vec<JobRow>, Error> {
        let sql = format!("SELECT {COLUMNS} FROM jobs WHERE consent_id = ? ORDER BY ordinal DESC LIMIT ?");
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(consent_id).bind(limit).fetch_all(&self.reader).await?;
        rows.iter().map(read).collect()
    }

    /// Jobs that nobody works on and whose time has come, the longest due first.
    ///
    /// # Errors
    /// `Error::Sql`, `Error::Corrupt`.
    pub async fn jobs_due(&self, now: i64, limit: i64) -> Result<Vec<JobRow>, Error> {
        let sql = format!(
            "SELECT {COLUMNS} FROM jobs WHERE next_at <= ?1 AND (lease_until IS NULL OR lease_until <= ?1) \
             ORDER BY next_at, ordinal LIMIT ?2"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(now).bind(limit).fetch_all(&self.reader).await?;
        rows.iter().map(read).collect()
    }

    /// Takes a job in hand until `until`; the job as it is then. `None`: somebody else was first, or it has ended.
    ///
    /// # Errors
    /// `Error::Sql`, `Error::Corrupt`.
    pub async fn take_job(&self, job_id: &str, holder: &str, now: i64, until: i64) -> Result<Option<JobRow>, Error> {
        let sql = format!(
            "UPDATE jobs SET holder = ?, lease_until = ? WHERE job_id = ? AND finished_at IS NULL \
             AND (lease_until IS NULL OR lease_until <= ?) RETURNING {COLUMNS}"
        );
        let row = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(holder)
            .bind(until)
            .bind(job_id)
            .bind(now)
            .fetch_optional(&self.writer)
            .await?;
        row.map(|row| read(&row)).transpose()
    }

    /// Says again that this holder works on a job; whether it still is its holder.
    ///
    /// # Errors
    /// `Error::Sql`.
    pub async fn hold_job(&self, job_id: &str, holder: &str, until: i64) -> Result<bool, Error> {
        let done =
            sqlx::query("UPDATE jobs SET lease_until = ? WHERE job_id = ? AND holder = ? AND finished_at IS NULL")
                .bind(until)
                .bind(job_id)
                .bind(holder)
                .execute(&self.writer)
                .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Consents that are read without anybody asking, and whose time has come: authorised and not read yet, or suspended.
    /// Without those of which a job runs. `pauses`: how long after the first, second, ... failure in a row one is tried
    /// again, the last for all that follow. Authorised ones come first, and of those the ones that were never tried.
    ///
    /// # Errors
    /// `Error::Sql`.
    pub async fn consents_to_read(&self, now: i64, pauses: [i64; 5], limit: i64) -> Result<Vec<String>, Error> {
        let mut sql = sqlx::query_scalar(
            "SELECT consent_id FROM (SELECT c.consent_id, c.ordinal, c.status, \
             (SELECT finished_at FROM jobs WHERE jobs.consent_id = c.consent_id ORDER BY ordinal DESC LIMIT 1) AS tried_at, \
             (SELECT COUNT(*) FROM jobs WHERE jobs.consent_id = c.consent_id AND ordinal > (SELECT IFNULL(MAX(ordinal), 0) \
             FROM jobs WHERE jobs.consent_id = c.consent_id AND status <> 'job_failed')) AS failures \
             FROM consents AS c WHERE status IN ('authorized', 'suspended') AND NOT EXISTS \
             (SELECT 1 FROM jobs WHERE jobs.consent_id = c.consent_id AND finished_at IS NULL)) \
             WHERE tried_at IS NULL OR ?1 >= tried_at + CASE failures WHEN 0 THEN 0 WHEN 1 THEN ?3 WHEN 2 THEN ?4 \
             WHEN 3 THEN ?5 WHEN 4 THEN ?6 ELSE ?7 END ORDER BY status, tried_at, ordinal LIMIT ?2",
        )
        .bind(now)
        .bind(limit);
        for pause in pauses {
            sql = sql.bind(pause);
        }
        Ok(sql.fetch_all(&self.reader).await?)
    }

    /// Consents that ended at or before a moment, and of which there is data still, or what says whose it was.
    ///
    /// # Errors
    /// `Error::Sql`.
    pub async fn consents_to_forget(&self, ended_by: i64, limit: i64) -> Result<Vec<String>, Error> {
        Ok(sqlx::query_scalar(
            "SELECT consent_id FROM consents AS c WHERE ended_at <= ? AND status IN ('revoked', 'expired', 'failed') \
             AND (psu_id IS NOT NULL OR EXISTS (SELECT 1 FROM accounts WHERE accounts.consent_id = c.consent_id) \
             OR EXISTS (SELECT 1 FROM attempts WHERE object_id = c.consent_id AND inputs <> x'')) ORDER BY ended_at LIMIT ?",
        )
        .bind(ended_by)
        .bind(limit)
        .fetch_all(&self.reader)
        .await?)
    }

    /// Deletes what was read under a consent, at most `limit` rows of each kind; whether more is left. Accounts go last, and with
    /// them what the PSU typed for it.
    ///
    /// # Errors
    /// `Error::Sql`.
    pub async fn forget(&self, consent_id: &str, limit: i64) -> Result<bool, Error> {
        const ALL: [(&str, &str); 3] = [
            ("transactions", "transactions_by_time"),
            ("balances", "balances_by_time"),
            ("accounts", "accounts_by_consent"),
        ];
        for (table, by) in ALL {
            let sql = format!(
                "DELETE FROM {table} WHERE ordinal IN (SELECT ordinal FROM {table} INDEXED BY {by} WHERE consent_id = ? LIMIT ?)"
            );
            let done = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(consent_id).bind(limit).execute(&self.writer).await?;
            if i64::try_from(done.rows_affected()).unwrap_or(i64::MAX) >= limit {
                return Ok(true);
            }
        }
        for sql in [
            "UPDATE attempts SET inputs = x'' WHERE object_id = ? AND inputs <> x''",
            "UPDATE consents SET psu_id = NULL WHERE consent_id = ? AND psu_id IS NOT NULL",
        ] {
            sqlx::query(sql).bind(consent_id).execute(&self.writer).await?;
        }
        Ok(false)
    }
}

/// A consent's jobs inside a write, newest first; at most `limit`.
///
/// # Errors
/// `Error::Sql`, `Error::Corrupt`.
pub async fn in_write(write: &mut Write, consent_id: &str, limit: i64) -> Result<Vec<JobRow>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM jobs WHERE consent_id = ? ORDER BY ordinal DESC LIMIT ?");
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(consent_id).bind(limit).fetch_all(&mut **write).await?;
    rows.iter().map(read).collect()
}

/// Writes a new job and row 1 of its log; due at once.
///
/// # Errors
/// `Error::Sql`, also when one runs for the same consent.
pub async fn insert(write: &mut Write, row: &JobRow, cause: &str) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO jobs (job_id, consent_id, is_first, status, log_seq, callback_url, next_at, started_at) \
         VALUES (?, ?, ?, ?, 1, ?, ?, ?)",
    )
    .bind(&row.job_id)
    .bind(&row.consent_id)
    .bind(row.is_first)
    .bind(row.status.as_str())
    .bind(&row.callback_url)
    .bind(row.started_at)
    .bind(row.started_at)
    .execute(&mut **write)
    .await?;
    super::events::append(write, &row.job_id, 1, row.status.as_str(), cause, None, row.started_at).await
}

/// Writes how far a job has come; a finished one is not due any more, and nobody's.
///
/// # Errors
/// `Error::Conflict` when `row.holder` does not hold it any more.
pub async fn save(write: &mut Write, row: &JobRow) -> Result<(), Error> {
    let errors = serde_json::to_string(&row.errors).map_err(|_| Error::Corrupt("jobs.errors"))?;
    let done = sqlx::query(
        "UPDATE jobs SET status = ?1, log_seq = ?2, accounts = ?3, balances = ?4, transactions = ?5, errors = ?6, place = ?7, \
         finished_at = ?8, next_at = iif(?8 IS NULL, next_at, NULL), lease_until = iif(?8 IS NULL, lease_until, NULL) \
         WHERE job_id = ?9 AND holder = ?10 AND finished_at IS NULL",
    )
    .bind(row.status.as_str())
    .bind(row.log_seq)
    .bind(row.accounts)
    .bind(row.balances)
    .bind(row.transactions)
    .bind(errors)
    .bind(&row.place)
    .bind(row.finished_at)
    .bind(&row.job_id)
    .bind(&row.holder)
    .execute(&mut **write)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(Error::Conflict) }
}

fn read(row: &SqliteRow) -> Result<JobRow, Error> {
    let status: String = row.try_get("status")?;
    let errors: String = row.try_get("errors")?;
    Ok(JobRow {
        ordinal: row.try_get("ordinal")?,
        job_id: row.try_get("job_id")?,
        consent_id: row.try_get("consent_id")?,
        is_first: row.try_get("is_first")?,
        status: JobStatus::parse(&status).ok_or(Error::Corrupt("jobs.status"))?,
        log_seq: row.try_get("log_seq")?,
        callback_url: row.try_get("callback_url")?,
        accounts: row.try_get("accounts")?,
        balances: row.try_get("balances")?,
        transactions: row.try_get("transactions")?,
        errors: serde_json::from_str(&errors).map_err(|_| Error::Corrupt("jobs.errors"))?,
        place: row.try_get("place")?,
        holder: row.try_get("holder")?,
        started_at: row.try_get("started_at")?,
        finished_at: row.try_get("finished_at")?,
    })
}
