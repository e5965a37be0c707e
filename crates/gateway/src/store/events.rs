//! The append-only event log: one row a status change, numbered per link, consent or job from 1 without gaps.

use super::{Error, Store, Write};
use sqlx::Row;

/// Appends a row; `status` is a word of the object's own. The object's row carries the last number, and is changed in the same write.
///
/// # Errors
/// `Error::Sql`, also when the number is taken.
pub async fn append(
    write: &mut Write,
    object_id: &str,
    seq: i64,
    status: &str,
    cause: &str,
    attempt: Option<u32>,
    at: i64,
) -> Result<(), Error> {
    sqlx::query("INSERT INTO events (object_id, seq, status, cause, attempt, at) VALUES (?, ?, ?, ?, ?, ?)")
        .bind(object_id)
        .bind(seq)
        .bind(status)
        .bind(cause)
        .bind(attempt)
        .bind(at)
        .execute(&mut **write)
        .await?;
    Ok(())
}

/// A row of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventRow {
    /// From 1, without gaps.
    pub seq: i64,
    /// The status from then on.
    pub status: String,
    /// The fact that caused it.
    pub cause: String,
    /// Milliseconds since 1970.
    pub at: i64,
}

impl Store {
    /// The newest row's id; 0 while there is none.
    ///
    /// # Errors
    /// `Error::Sql`.
    pub async fn last_event_id(&self) -> Result<i64, Error> {
        Ok(sqlx::query_scalar("SELECT COALESCE(MAX(id), 0) FROM events").fetch_one(&self.reader).await?)
    }

    /// Rows after an id: their ids, links or consents, and the versions of those now.
    ///
    /// # Errors
    /// `Error::Sql`.
    pub async fn changed_after(&self, id: i64) -> Result<Vec<(i64, String, i64)>, Error> {
        Ok(sqlx::query_as(
            "SELECT e.id, e.object_id, COALESCE(l.version, c.version, 0) FROM events e \
             LEFT JOIN links l ON l.link_id = e.object_id LEFT JOIN consents c ON c.consent_id = e.object_id \
             WHERE e.id > ? ORDER BY e.id LIMIT 1000",
        )
        .bind(id)
        .fetch_all(&self.reader)
        .await?)
    }

    /// A whole log, oldest first.
    ///
    /// # Errors
    /// `Error::Sql`.
    pub async fn events(&self, object_id: &str) -> Result<Vec<EventRow>, Error> {
        let rows = sqlx::query("SELECT seq, status, cause, at FROM events WHERE object_id = ? ORDER BY seq")
            .bind(object_id)
            .fetch_all(&self.reader)
            .await?;
        rows.iter()
            .map(|row| {
                Ok(EventRow {
                    seq: row.try_get("seq")?,
                    status: row.try_get("status")?,
                    cause: row.try_get("cause")?,
                    at: row.try_get("at")?,
                })
            })
            .collect()
    }
}
