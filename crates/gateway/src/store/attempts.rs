//! Attempts: one row an authorisation, of a payment or of a consent, at a bank.

use super::{Error, Store, Write};
use protocol::AttemptState;
use protocol::page::{Approach, Reason};
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

/// What an attempt authorises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A link's payment.
    Payment,
    /// A consent to account data.
    Consent,
}

impl Subject {
    /// The stored word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Payment => "payment",
            Self::Consent => "consent",
        }
    }

    /// The subject of this word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Payment, Self::Consent].into_iter().find(|one| one.as_str() == word)
    }
}

/// An attempt's row.
#[derive(Clone)]
pub struct AttemptRow {
    /// The link or consent.
    pub object_id: String,
    /// Which of the two.
    pub subject: Subject,
    /// From 1.
    pub number: u32,
    /// Where it stands.
    pub state: AttemptState,
    /// The door of the link or consent, `sandbox` or `prod`: which connection to the bank it goes over.
    pub env: String,
    /// The chosen bank.
    pub provider_id: String,
    /// The chosen method.
    pub method_id: String,
    /// X-Request-ID of the initiation: the bank's own idempotency key.
    pub x_request_id: String,
    /// SHA-256 of the holder's secret; empty while nobody holds it.
    pub holder_hash: Vec<u8>,
    /// SHA-256 of the return cookie: what the holder left for the bank with, last.
    pub return_hash: Option<Vec<u8>>,
    /// What the PSU typed: sealed JSON.
    pub inputs: Vec<u8>,
    /// The bank's id of the payment or consent.
    pub resource_id: Option<String>,
    /// How the bank wants to be asked.
    pub approach: Approach,
    /// What the bank wants the PSU told: sealed text.
    pub psu_message: Option<Vec<u8>>,
    /// Where the PSU authorises: sealed, since the address may hold the secrets of a return.
    pub sca: Option<Vec<u8>>,
    /// Where the bank tells how the SCA went.
    pub sca_status_link: Option<String>,
    /// Whether that address still works, as far as we know.
    pub sca_alive: bool,
    /// What an OAuth2 bank's code is exchanged with, and the token it was exchanged for: sealed JSON.
    pub grant: Option<Vec<u8>>,
    /// Why it ended without money.
    pub reason: Option<Reason>,
    /// A second person must sign.
    pub second_signer: bool,
    /// The PSU has read why it ended.
    pub dismissed: bool,
    /// Begun from a consent's reduced view: its return leads there, whoever it brings.
    pub reduced: bool,
    /// Times in milliseconds since 1970.
    pub created_at: i64,
    /// When the bank took it.
    pub accepted_at: Option<i64>,
    /// When the PSU left for the bank, first; or when its address was handed out to the client.
    pub left_at: Option<i64>,
    /// When the PSU came back, first.
    pub returned_at: Option<i64>,
    /// When it ended.
    pub ended_at: Option<i64>,
    /// When the bank is asked next.
    pub next_read_at: Option<i64>,
}

impl std::fmt::Debug for AttemptRow {
    /// Without what the PSU typed, and without the SCA address: both are the PSU's own.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AttemptRow")
            .field("object_id", &self.object_id)
            .field("number", &self.number)
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

impl AttemptRow {
    /// Whether no browser holds it yet: it was begun for the API client.
    pub const fn is_unclaimed(&self) -> bool {
        self.holder_hash.is_empty()
    }
}

const COLUMNS: &str = "object_id, subject, number, state, env, provider_id, method_id, x_request_id, holder_hash, return_hash, \
                       inputs, resource_id, approach, psu_message, sca_url, sca_status_link, sca_alive, bank_grant, reason, second_signer, \
                       dismissed, reduced, created_at, accepted_at, left_at, returned_at, ended_at, next_read_at";

impl Store {
    /// Attempts of a link or consent, by number.
    ///
    /// # Errors
    /// `Error::Sql`, `Error::Corrupt`.
    pub async fn attempts(&self, object_id: &str) -> Result<Vec<AttemptRow>, Error> {
        let sql = format!("SELECT {COLUMNS} FROM attempts WHERE object_id = ? ORDER BY number");
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(object_id).fetch_all(&self.reader).await?;
        rows.iter().map(read).collect()
    }

    /// The attempt of a return, by the SHA-256 of its `state`, or of its return cookie; only at this provider, where one is named.
    ///
    /// # Errors
    /// `Error::Sql`, `Error::Corrupt`.
    pub async fn attempt_of_return(
        &self,
        by: ReturnKey<'_>,
        provider_id: Option<&str>,
    ) -> Result<Option<AttemptRow>, Error> {
        let (column, hash) = match by {
            ReturnKey::State(hash) => ("state_hash", hash),
            ReturnKey::Cookie(hash) => ("return_hash", hash),
        };
        let sql =
            format!("SELECT {COLUMNS} FROM attempts WHERE {column} = ? AND provider_id = COALESCE(?, provider_id)");
        let row =
            sqlx::query(sqlx::AssertSqlSafe(sql)).bind(hash).bind(provider_id).fetch_optional(&self.reader).await?;
        row.map(|row| read(&row)).transpose()
    }

    /// The attempt of a bank's payment or consent.
    ///
    /// # Errors
    /// `Error::Sql`, `Error::Corrupt`.
    pub async fn attempt_of_resource(&self, provider_id: &str, resource_id: &str) -> Result<Option<AttemptRow>, Error> {
        let sql = format!("SELECT {COLUMNS} FROM attempts WHERE provider_id = ? AND resource_id = ?");
        let row = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(provider_id)
            .bind(resource_id)
            .fetch_optional(&self.reader)
            .await?;
        row.map(|row| read(&row)).transpose()
    }

    /// Writes the bank's id of it, before anything else of its acceptance is known.
    ///
    /// # Errors
    /// `Error::Sql`.
    pub async fn set_resource_id(&self, object_id: &str, number: u32, resource_id: &str) -> Result<(), Error> {
        sqlx::query("UPDATE attempts SET resource_id = ? WHERE object_id = ? AND number = ?")
            .bind(resource_id)
            .bind(object_id)
            .bind(number)
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// Takes an OAuth2 code in hand, once for every attempt: a bank that sees a code twice may take its token back.
    /// Whether it is the caller who may exchange it.
    ///
    /// # Errors
    /// `Error::Sql`.
    pub async fn take_code(&self, object_id: &str, number: u32) -> Result<bool, Error> {
        let done =
            sqlx::query("UPDATE attempts SET code_taken = 1 WHERE object_id = ? AND number = ? AND code_taken = 0")
                .bind(object_id)
                .bind(number)
                .execute(&self.writer)
                .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Takes a return in hand that the client's server brought: one caller gets it. Who took it before `abandoned_before`, and has not
    /// finished, is not waited for.
    ///
    /// # Errors
    /// `Error::Sql`.
    pub async fn claim_return(
        &self,
        object_id: &str,
        number: u32,
        now: i64,
        abandoned_before: i64,
    ) -> Result<ReturnClaim, Error> {
        let claimed = sqlx::query(
            "UPDATE attempts SET brought_at = ? WHERE object_id = ? AND number = ? AND worked_at IS NULL \
             AND (brought_at IS NULL OR brought_at < ?)",
        )
        .bind(now)
        .bind(object_id)
        .bind(number)
        .bind(abandoned_before)
        .execute(&self.writer)
        .await?;
        if claimed.rows_affected() == 1 {
            return Ok(ReturnClaim::Mine);
        }
        let done = self.return_is_done(object_id, number).await?;
        Ok(if done { ReturnClaim::Done } else { ReturnClaim::Running })
    }

    /// Whether a return that the client's server brought is worked on.
    ///
    /// # Errors
    /// `Error::Sql`.
    pub async fn return_is_done(&self, object_id: &str, number: u32) -> Result<bool, Error> {
        let sql = "SELECT worked_at IS NOT NULL FROM attempts WHERE object_id = ? AND number = ?";
        let done = sqlx::query_scalar(sql).bind(object_id).bind(number).fetch_optional(&self.reader).await?;
        Ok(done.unwrap_or(false))
    }

    /// The work on a return is done.
    ///
    /// # Errors
    /// `Error::Sql`.
    pub async fn finish_return(&self, object_id: &str, number: u32, now: i64) -> Result<(), Error> {
        sqlx::query("UPDATE attempts SET worked_at = ? WHERE object_id = ? AND number = ?")
            .bind(now)
            .bind(object_id)
            .bind(number)
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// The work on a return failed on our side: it may be brought again.
    ///
    /// # Errors
    /// `Error::Sql`.
    pub async fn release_return(&self, object_id: &str, number: u32) -> Result<(), Error> {
        sqlx::query("UPDATE attempts SET brought_at = NULL WHERE object_id = ? AND number = ?")
            .bind(object_id)
            .bind(number)
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// Writes what is held of an OAuth2 bank; nothing where it was deleted meanwhile.
    ///
    /// # Errors
    /// `Error::Sql`.
    pub async fn set_grant(&self, object_id: &str, number: u32, grant: &[u8]) -> Result<(), Error> {
        sqlx::query("UPDATE attempts SET bank_grant = ? WHERE object_id = ? AND number = ? AND bank_grant IS NOT NULL")
            .bind(grant)
            .bind(object_id)
            .bind(number)
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// Attempts whose bank is to be asked by `now`, the longest due first.
    ///
    /// # Errors
    /// `Error::Sql`, `Error::Corrupt`.
    pub async fn attempts_due(&self, now: i64, limit: i64) -> Result<Vec<AttemptRow>, Error> {
        let sql = format!("SELECT {COLUMNS} FROM attempts WHERE next_read_at <= ? ORDER BY next_read_at LIMIT ?");
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(now).bind(limit).fetch_all(&self.reader).await?;
        rows.iter().map(read).collect()
    }

    /// When the next attempt is due; `None` when none is.
    ///
    /// # Errors
    /// `Error::Sql`.
    pub async fn next_due(&self) -> Result<Option<i64>, Error> {
        Ok(sqlx::query_scalar("SELECT MIN(next_read_at) FROM attempts WHERE next_read_at IS NOT NULL")
            .fetch_one(&self.reader)
            .await?)
    }

    /// Attempts whose address an older version wrote down in clear.
    ///
    /// # Errors
    /// `Error::Sql`, `Error::Corrupt`.
    pub async fn attempts_in_clear(&self) -> Result<Vec<AttemptRow>, Error> {
        let sql = format!("SELECT {COLUMNS} FROM attempts WHERE typeof(sca_url) = 'text'");
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).fetch_all(&self.reader).await?;
        rows.iter().map(read).collect()
    }

    /// Writes where the PSU authorises, sealed.
    ///
    /// # Errors
    /// `Error::Sql`.
    pub async fn set_sca(&self, object_id: &str, number: u32, sca: &[u8]) -> Result<(), Error> {
        sqlx::query("UPDATE attempts SET sca_url = ? WHERE object_id = ? AND number = ?")
            .bind(sca)
            .bind(object_id)
            .bind(number)
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// Attempts that a stopped process left in the middle of their initiation.
    ///
    /// # Errors
    /// `Error::Sql`, `Error::Corrupt`.
    pub async fn attempts_in_flight(&self) -> Result<Vec<AttemptRow>, Error> {
        let sql = format!("SELECT {COLUMNS} FROM attempts WHERE state IN ('sending', 'unknown')");
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).fetch_all(&self.reader).await?;
        rows.iter().map(read).collect()
    }
}

/// Whose work a return is that the client's server brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReturnClaim {
    /// The caller's.
    Mine,
    /// An earlier caller's, and it goes on.
    Running,
    /// Nobody's: it is done.
    Done,
}

/// How a return names its attempt.
#[derive(Clone, Copy, Debug)]
pub enum ReturnKey<'a> {
    /// SHA-256 of the `state` in the address.
    State(&'a [u8]),
    /// SHA-256 of the cookie that `leave` set.
    Cookie(&'a [u8]),
}

/// Writes a new attempt.
///
/// # Errors
/// `Error::Sql`, also when the number is taken: then another request was first.
pub async fn insert(write: &mut Write, row: &AttemptRow, state_hash: &[u8]) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO attempts (object_id, subject, number, state, env, provider_id, method_id, x_request_id, holder_hash, state_hash, \
         inputs, reduced, created_at, next_read_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(&row.object_id)
    .bind(row.subject.as_str())
    .bind(row.number)
    .bind(row.state.as_str())
    .bind(&row.env)
    .bind(&row.provider_id)
    .bind(&row.method_id)
    .bind(&row.x_request_id)
    .bind(&row.holder_hash)
    .bind(state_hash)
    .bind(&row.inputs)
    .bind(row.reduced)
    .bind(row.created_at)
    .bind(row.next_read_at)
    .execute(&mut **write)
    .await?;
    Ok(())
}

/// Writes what can change about an attempt.
///
/// # Errors
/// `Error::Sql`.
pub async fn update(write: &mut Write, row: &AttemptRow) -> Result<(), Error> {
    sqlx::query(
        "UPDATE attempts SET state = ?, return_hash = ?, resource_id = ?, approach = ?, psu_message = ?, sca_url = ?, sca_status_link = ?, sca_alive = ?, \
         bank_grant = ?, reason = ?, second_signer = ?, dismissed = ?, accepted_at = ?, left_at = ?, returned_at = ?, ended_at = ?, next_read_at = ? \
         WHERE object_id = ? AND number = ?",
    )
    .bind(row.state.as_str())
    .bind(&row.return_hash)
    .bind(&row.resource_id)
    .bind(row.approach.as_str())
    .bind(&row.psu_message)
    .bind(&row.sca)
    .bind(&row.sca_status_link)
    .bind(row.sca_alive)
    .bind(&row.grant)
    .bind(row.reason.map(reason_word))
    .bind(row.second_signer)
    .bind(row.dismissed)
    .bind(row.accepted_at)
    .bind(row.left_at)
    .bind(row.returned_at)
    .bind(row.ended_at)
    .bind(row.next_read_at)
    .bind(&row.object_id)
    .bind(row.number)
    .execute(&mut **write)
    .await?;
    Ok(())
}

/// Gives an attempt that nobody holds, and that waits for somebody to go on, to the browser of this secret's hash, with what is known of
/// it. Whether it was still free.
///
/// # Errors
/// `Error::Sql`.
pub async fn claim(write: &mut Write, row: &AttemptRow, holder_hash: &[u8], inputs: &[u8]) -> Result<bool, Error> {
    let done = sqlx::query(
        "UPDATE attempts SET holder_hash = ?, inputs = ? WHERE object_id = ? AND number = ? AND state = ? AND length(holder_hash) = 0",
    )
    .bind(holder_hash)
    .bind(inputs)
    .bind(&row.object_id)
    .bind(row.number)
    .bind(AttemptState::Accepted.as_str())
    .execute(&mut **write)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Attempts of a link or consent inside a transaction.
///
/// # Errors
/// `Error::Sql`, `Error::Corrupt`.
pub async fn in_write(write: &mut Write, object_id: &str) -> Result<Vec<AttemptRow>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM attempts WHERE object_id = ? ORDER BY number");
    let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(object_id).fetch_all(&mut **write).await?;
    rows.iter().map(read).collect()
}

fn read(row: &SqliteRow) -> Result<AttemptRow, Error> {
    let state: String = row.try_get("state")?;
    let subject: String = row.try_get("subject")?;
    let reason: Option<String> = row.try_get("reason")?;
    let approach: String = row.try_get("approach")?;
    Ok(AttemptRow {
        object_id: row.try_get("object_id")?,
        subject: Subject::parse(&subject).ok_or(Error::Corrupt("attempts.subject"))?,
        number: row.try_get("number")?,
        state: AttemptState::parse(&state).ok_or(Error::Corrupt("attempts.state"))?,
        env: row.try_get("env")?,
        provider_id: row.try_get("provider_id")?,
        method_id: row.try_get("method_id")?,
        x_request_id: row.try_get("x_request_id")?,
        holder_hash: row.try_get("holder_hash")?,
        return_hash: row.try_get("return_hash")?,
        inputs: row.try_get("inputs")?,
        resource_id: row.try_get("resource_id")?,
        approach: Approach::parse(&approach).ok_or(Error::Corrupt("attempts.approach"))?,
        psu_message: row.try_get("psu_message")?,
        sca: row.try_get("sca_url")?,
        sca_status_link: row.try_get("sca_status_link")?,
        sca_alive: row.try_get("sca_alive")?,
        grant: row.try_get("bank_grant")?,
        reason: reason.map(|word| parse_reason(&word)).transpose()?,
        second_signer: row.try_get("second_signer")?,
        dismissed: row.try_get("dismissed")?,
        reduced: row.try_get("reduced")?,
        created_at: row.try_get("created_at")?,
        accepted_at: row.try_get("accepted_at")?,
        left_at: row.try_get("left_at")?,
        returned_at: row.try_get("returned_at")?,
        ended_at: row.try_get("ended_at")?,
        next_read_at: row.try_get("next_read_at")?,
    })
}

fn reason_word(reason: Reason) -> String {
    serde_json::to_value(reason).ok().and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
}

fn parse_reason(word: &str) -> Result<Reason, Error> {
    serde_json::from_value(serde_json::Value::String(word.to_owned())).map_err(|_| Error::Corrupt("attempts.reason"))
}
