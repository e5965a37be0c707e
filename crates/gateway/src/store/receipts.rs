//! Receipts of consents: one for each attempt, sealed. Never changed, never taken away.
//! Never here: what is in them.

use super::{Error, Store, Write};

/// Keeps a receipt with the attempt that it belongs to.
///
/// # Errors
/// `Error::Sql`, also when the attempt has one.
pub async fn insert(write: &mut Write, consent_id: &str, attempt: u32, record: &[u8], now: i64) -> Result<(), Error> {
    sqlx::query("INSERT INTO receipts (consent_id, attempt, record, created_at) VALUES (?, ?, ?, ?)")
        .bind(consent_id)
        .bind(attempt)
        .bind(record)
        .bind(now)
        .execute(&mut **write)
        .await?;
    Ok(())
}

impl Store {
    /// The receipt of a browser, and whose it is: of its attempt that was authorised, else of its newest.
    ///
    /// # Errors
    /// `Error::Sql`.
    pub async fn receipt(&self, consent_id: &str, holder_hash: &[u8]) -> Result<Option<(u32, Vec<u8>)>, Error> {
        Ok(sqlx::query_as(
            "SELECT r.attempt, r.record FROM receipts r JOIN attempts a ON a.object_id = r.consent_id AND a.number = r.attempt \
             WHERE r.consent_id = ? AND a.holder_hash = ? ORDER BY a.state = 'settled' DESC, r.attempt DESC LIMIT 1",
        )
        .bind(consent_id)
        .bind(holder_hash)
        .fetch_optional(&self.reader)
        .await?)
    }
}
