//! Idempotency keys of create calls: the first answer is kept for 24 hours per client and path.

use super::{Error, Store};
use sqlx::Row;

/// How long a key is kept, milliseconds (contract §2).
pub const KEPT_MS: i64 = 24 * 3_600_000;
/// After this long a key still in flight is released, milliseconds (contract §2).
pub const IN_FLIGHT_MS: i64 = 60_000;

/// Names a key.
#[derive(Clone, Copy, Debug)]
pub struct KeyOf<'a> {
    /// Keys are per client …
    pub client_id: &'a str,
    /// … and path.
    pub path: &'a str,
    /// The header's value.
    pub key: &'a str,
}

/// What a key says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// It is ours now: do the work, then `finish` or `release`.
    Fresh,
    /// The same call was answered so.
    Answered(u16, String),
    /// The same call is still running.
    Running,
    /// The key was used with another body.
    OtherBody,
}

impl Store {
    /// Claims a key, or says why not.
    ///
    /// # Errors
    /// `Error::Sql`.
    pub async fn claim_key(&self, of: KeyOf<'_>, body_hash: &[u8], now: i64) -> Result<Claim, Error> {
        let mut write = self.write().await?;
        sqlx::query("DELETE FROM idempotency WHERE started_at < ? OR (status IS NULL AND started_at < ?)")
            .bind(now - KEPT_MS)
            .bind(now - IN_FLIGHT_MS)
            .execute(&mut *write)
            .await?;
        let found = sqlx::query(
            "SELECT body_hash, status, answer FROM idempotency WHERE client_id = ? AND path = ? AND key = ?",
        )
        .bind(of.client_id)
        .bind(of.path)
        .bind(of.key)
        .fetch_optional(&mut *write)
        .await?;
        let claim = match found {
            None => {
                sqlx::query(
                    "INSERT INTO idempotency (client_id, path, key, body_hash, started_at) VALUES (?, ?, ?, ?, ?)",
                )
                .bind(of.client_id)
                .bind(of.path)
                .bind(of.key)
                .bind(body_hash)
                .bind(now)
                .execute(&mut *write)
                .await?;
                Claim::Fresh
            }
            Some(row) => {
                let status: Option<u16> = row.try_get("status")?;
                let answer: Option<String> = row.try_get("answer")?;
                match (row.try_get::<Vec<u8>, _>("body_hash")? == body_hash, status, answer) {
                    (false, _, _) => Claim::OtherBody,
                    (true, Some(status), Some(answer)) => Claim::Answered(status, answer),
                    (true, _, _) => Claim::Running,
                }
            }
        };
        write.commit().await?;
        Ok(claim)
    }

    /// Keeps the answer of a claimed key.
    ///
    /// # Errors
    /// `Error::Sql`.
    pub async fn finish_key(&self, of: KeyOf<'_>, status: u16, answer: &str) -> Result<(), Error> {
        sqlx::query("UPDATE idempotency SET status = ?, answer = ? WHERE client_id = ? AND path = ? AND key = ?")
            .bind(status)
            .bind(answer)
            .bind(of.client_id)
            .bind(of.path)
            .bind(of.key)
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// Gives a claimed key back: the work failed on our side, and may be tried again.
    ///
    /// # Errors
    /// `Error::Sql`.
    pub async fn release_key(&self, of: KeyOf<'_>) -> Result<(), Error> {
        sqlx::query("DELETE FROM idempotency WHERE client_id = ? AND path = ? AND key = ? AND status IS NULL")
            .bind(of.client_id)
            .bind(of.path)
            .bind(of.key)
            .execute(&self.writer)
            .await?;
        Ok(())
    }
}
