//! The bank-call log: written before a call is sent, completed when it is answered.

use super::{Error, Store};

/// What is known about a call before it is sent.
#[derive(Clone, Copy, Debug)]
pub struct CallRow<'a> {
    /// The link or consent.
    pub object_id: &'a str,
    /// The attempt's number.
    pub attempt: u32,
    /// The job that asks for account data.
    pub job_id: Option<&'a str>,
    /// `initiate`, `status`, `accounts`, and so on.
    pub kind: &'a str,
    /// The call's own X-Request-ID.
    pub x_request_id: &'a str,
    /// Milliseconds since 1970.
    pub sent_at: i64,
}

impl Store {
    /// Writes a call down, before it is sent.
    ///
    /// # Errors
    /// `Error::Sql`: then it must not be sent.
    pub async fn call_begins(&self, call: CallRow<'_>) -> Result<i64, Error> {
        let done = sqlx::query(
            "INSERT INTO bank_calls (object_id, attempt, job_id, kind, x_request_id, sent_at) VALUES (?, ?, ?, ?, ?, ?)",
        )
        .bind(call.object_id)
        .bind(call.attempt)
        .bind(call.job_id)
        .bind(call.kind)
        .bind(call.x_request_id)
        .bind(call.sent_at)
        .execute(&self.writer)
        .await?;
        Ok(done.last_insert_rowid())
    }

    /// Completes a call's row.
    ///
    /// # Errors
    /// `Error::Sql`.
    pub async fn call_ended(&self, id: i64, at: i64, http_status: Option<u16>, outcome: &str) -> Result<(), Error> {
        sqlx::query("UPDATE bank_calls SET answered_at = ?, http_status = ?, outcome = ? WHERE id = ?")
            .bind(at)
            .bind(http_status)
            .bind(outcome)
            .bind(id)
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// When the bank was called for an attempt, oldest first (milliseconds since 1970). Calls for account data have a rhythm
    /// of their own (`flow::job`), and are none of these.
    ///
    /// # Errors
    /// `Error::Sql`.
    pub async fn call_times(&self, object_id: &str, attempt: u32) -> Result<Vec<i64>, Error> {
        let sql = "SELECT sent_at FROM bank_calls WHERE object_id = ? AND attempt = ? AND job_id IS NULL ORDER BY id";
        Ok(sqlx::query_scalar(sql).bind(object_id).bind(attempt).fetch_all(&self.reader).await?)
    }
}
