//! The append-only event log: one row a status change, numbered per link from 1 without gaps.

use super::{Error, Store, Write};
use protocol::LinkStatus;
use sqlx::Row;

/// Appends a row. The link's row carries the last number, and is changed in the same write.
///
/// # Errors
/// `Error::Sql`, also when the number is taken.
pub async fn append(
    write: &mut Write,
    link_id: &str,
    seq: i64,
    status: LinkStatus,
    cause: &str,
    attempt: Option<u32>,
    at: i64,
) -> Result<(), Error> {
    sqlx::query("INSERT INTO events (link_id, seq, status, cause, attempt, at) VALUES (?, ?, ?, ?, ?, ?)")
        .bind(link_id)
        .bind(seq)
        .bind(status.as_str())
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

    /// Rows after an id: their ids, links, and those links' versions now.
    ///
    /// # Errors
    /// `Error::Sql`.
    pub async fn links_changed_after(&self, id: i64) -> Result<Vec<(i64, String, i64)>, Error> {
        Ok(sqlx::query_as(
            "SELECT e.id, e.link_id, l.version FROM events e JOIN links l ON l.link_id = e.link_id WHERE e.id > ? \
             ORDER BY e.id LIMIT 1000",
        )
        .bind(id)
        .fetch_all(&self.reader)
        .await?)
    }

    /// A link's whole log, oldest first.
    ///
    /// # Errors
    /// `Error::Sql`.
    pub async fn events(&self, link_id: &str) -> Result<Vec<EventRow>, Error> {
        let rows = sqlx::query("SELECT seq, status, cause, at FROM events WHERE link_id = ? ORDER BY seq")
            .bind(link_id)
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
