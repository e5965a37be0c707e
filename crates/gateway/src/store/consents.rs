//! Consents: make, find, and write a change by compare-and-set. What is read under them stands in rooms of its own.

use super::attempts::{self, AttemptRow};
use super::{Error, Store, Write};
use protocol::consent::{AisMethodFilter, ConsentOptions};
use protocol::link::Tracking;
use protocol::{ConsentStatus, DataGroup, EndedBy, LinkKind};
use serde::de::DeserializeOwned;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

/// A consent's row.
#[derive(Clone, Debug)]
pub struct ConsentRow {
    /// The order of creation.
    pub ordinal: i64,
    /// UUID.
    pub consent_id: String,
    /// Id of the page: a capability.
    pub web_id: String,
    /// Whose it is.
    pub client_id: String,
    /// `sandbox` or `prod`.
    pub env: String,
    /// `options.type`.
    pub kind: LinkKind,
    /// The status.
    pub status: ConsentStatus,
    /// Grows by one with every committed change, those of a running job's counters included.
    pub version: i64,
    /// Last row of the event log.
    pub log_seq: i64,
    /// What is shared, in the order of `DataGroup`.
    pub scope: Vec<DataGroup>,
    /// Days from the authorisation on.
    pub validity_days: u32,
    /// The PSU's id at the bank, when the client knows it: sealed.
    pub psu_id: Option<Vec<u8>>,
    /// The PSU's account, when the client knows it: sealed.
    pub debtor_iban: Option<Vec<u8>>,
    /// Which methods may be offered.
    pub filter: AisMethodFilter,
    /// The options.
    pub options: ConsentOptions,
    /// The client's own names.
    pub tracking: Tracking,
    /// Where changes are told.
    pub webhook_url: Option<String>,
    /// Milliseconds since 1970.
    pub created_at: i64,
    /// Until when it can be authorised, milliseconds since 1970.
    pub expires_at: i64,
    /// When the bank said that it is valid, milliseconds since 1970.
    pub authorized_at: Option<i64>,
    /// The end of its validity, milliseconds since 1970.
    pub authorized_until: Option<i64>,
    /// When it took its final status, milliseconds since 1970.
    pub ended_at: Option<i64>,
    /// Who revoked it.
    pub ended_by: Option<EndedBy>,
    /// When time alone changes it, milliseconds since 1970.
    pub due_at: Option<i64>,
}

impl ConsentRow {
    /// Whether its validity is not over at this moment; before the authorisation it has no end.
    pub fn is_valid_at(&self, now: i64) -> bool {
        self.authorized_until.is_none_or(|until| now < until)
    }
}

/// How a page names its consent.
#[derive(Clone, Copy, Debug)]
pub enum ConsentKey<'a> {
    /// SHA-256 of the id of the page.
    WebHash(&'a [u8]),
    /// The consent's own id, which opens a reduced view only.
    Id(&'a str),
}

const COLUMNS: &str = "ordinal, consent_id, web_id, client_id, env, kind, status, version, log_seq, scope, validity_days, psu_id, \
                       debtor_iban, filter, options, tracking, webhook_url, created_at, expires_at, authorized_at, authorized_until, ended_at, \
                       ended_by, due_at";

impl Store {
    /// A consent and its attempts: both as they were at one moment.
    ///
    /// # Errors
    /// `Error::Sql`, `Error::Corrupt`.
    pub async fn consent_and_attempts(
        &self,
        key: ConsentKey<'_>,
    ) -> Result<Option<(ConsentRow, Vec<AttemptRow>)>, Error> {
        let mut moment = self.reader.begin().await?;
        let row = match key {
            ConsentKey::WebHash(hash) => sqlx::query(sqlx::AssertSqlSafe(select("web_hash = ?"))).bind(hash),
            ConsentKey::Id(id) => sqlx::query(sqlx::AssertSqlSafe(select("consent_id = ?"))).bind(id),
        };
        let found = match row.fetch_optional(&mut *moment).await?.map(|row| read(&row)).transpose()? {
            Some(consent) => {
                let attempts = attempts::in_write(&mut moment, &consent.consent_id).await?;
                Some((consent, attempts))
            }
            None => None,
        };
        moment.commit().await?;
        Ok(found)
    }

    /// A consent by its id.
    ///
    /// # Errors
    /// `Error::Sql`, `Error::Corrupt`.
    pub async fn consent(&self, consent_id: &str) -> Result<Option<ConsentRow>, Error> {
        let sql = sqlx::AssertSqlSafe(select("consent_id = ?"));
        let row = sqlx::query(sql).bind(consent_id).fetch_optional(&self.reader).await?;
        row.map(|row| read(&row)).transpose()
    }

    /// Consents that time changes by `now`: first those whose validity is over, then the longest due.
    ///
    /// # Errors
    /// `Error::Sql`, `Error::Corrupt`.
    pub async fn consents_due(&self, now: i64, limit: i64) -> Result<Vec<ConsentRow>, Error> {
        let sql = select("due_at <= ? ORDER BY authorized_until IS NULL, due_at LIMIT ?");
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(now).bind(limit).fetch_all(&self.reader).await?;
        rows.iter().map(read).collect()
    }

    /// Time has not changed what it should have: it is tried again at `until`. Where it has, nothing.
    ///
    /// # Errors
    /// `Error::Sql`.
    pub async fn put_off(&self, consent: &ConsentRow, until: i64) -> Result<(), Error> {
        sqlx::query("UPDATE consents SET due_at = ? WHERE consent_id = ? AND due_at = ?")
            .bind(until)
            .bind(&consent.consent_id)
            .bind(consent.due_at)
            .execute(&self.writer)
            .await?;
        Ok(())
    }
}

fn select(which: &str) -> String {
    format!("SELECT {COLUMNS} FROM consents WHERE {which}")
}

/// Writes a new consent and row 1 of its log. `web_hash` is the SHA-256 of `row.web_id`; `ordinal` is given by the store,
/// `version` and `log_seq` are 1.
///
/// # Errors
/// `Error::Sql`.
pub async fn insert(write: &mut Write, row: &ConsentRow, web_hash: &[u8]) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO consents (consent_id, web_id, web_hash, client_id, env, kind, status, version, log_seq, scope, \
         validity_days, psu_id, debtor_iban, filter, options, tracking, webhook_url, created_at, expires_at, due_at) \
         VALUES (?, ?, ?, ?, ?, ?, ?, 1, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(&row.consent_id)
    .bind(&row.web_id)
    .bind(web_hash)
    .bind(&row.client_id)
    .bind(&row.env)
    .bind(row.kind.as_str())
    .bind(row.status.as_str())
    .bind(json(&row.scope)?)
    .bind(row.validity_days)
    .bind(&row.psu_id)
    .bind(&row.debtor_iban)
    .bind(json(&row.filter)?)
    .bind(json(&row.options)?)
    .bind(json(&row.tracking)?)
    .bind(&row.webhook_url)
    .bind(row.created_at)
    .bind(row.expires_at)
    .bind(row.due_at)
    .execute(&mut **write)
    .await?;
    super::events::append(write, &row.consent_id, 1, row.status.as_str(), "created", None, row.created_at).await
}

/// Writes what can change about a consent, by compare-and-set on the version that was read; it grows by one.
///
/// # Errors
/// `Error::Conflict` when the version is no longer `row.version`.
pub async fn update(write: &mut Write, row: &ConsentRow) -> Result<(), Error> {
    let done = sqlx::query(
        "UPDATE consents SET status = ?, log_seq = ?, authorized_at = ?, authorized_until = ?, ended_at = ?, ended_by = ?, \
         due_at = ?, version = version + 1 WHERE consent_id = ? AND version = ?",
    )
    .bind(row.status.as_str())
    .bind(row.log_seq)
    .bind(row.authorized_at)
    .bind(row.authorized_until)
    .bind(row.ended_at)
    .bind(row.ended_by.map(EndedBy::as_str))
    .bind(row.due_at)
    .bind(&row.consent_id)
    .bind(row.version)
    .execute(&mut **write)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(Error::Conflict) }
}

/// Something that pages of this consent show has changed beside its own row: its version grows by one, and is given.
///
/// # Errors
/// `Error::Sql`.
pub async fn touch(write: &mut Write, consent_id: &str) -> Result<i64, Error> {
    Ok(sqlx::query_scalar("UPDATE consents SET version = version + 1 WHERE consent_id = ? RETURNING version")
        .bind(consent_id)
        .fetch_one(&mut **write)
        .await?)
}

/// A consent inside a write: what is read here cannot change before the commit.
///
/// # Errors
/// `Error::Sql`, `Error::Corrupt`.
pub async fn in_write(write: &mut Write, consent_id: &str) -> Result<Option<ConsentRow>, Error> {
    let sql = sqlx::AssertSqlSafe(select("consent_id = ?"));
    let row = sqlx::query(sql).bind(consent_id).fetch_optional(&mut **write).await?;
    row.map(|row| read(&row)).transpose()
}

fn read(row: &SqliteRow) -> Result<ConsentRow, Error> {
    let kind: String = row.try_get("kind")?;
    let status: String = row.try_get("status")?;
    let ended_by: Option<String> = row.try_get("ended_by")?;
    let known = |word: String| EndedBy::parse(&word).ok_or(Error::Corrupt("consents.ended_by"));
    Ok(ConsentRow {
        ordinal: row.try_get("ordinal")?,
        consent_id: row.try_get("consent_id")?,
        web_id: row.try_get("web_id")?,
        client_id: row.try_get("client_id")?,
        env: row.try_get("env")?,
        kind: LinkKind::parse(&kind).ok_or(Error::Corrupt("consents.kind"))?,
        status: ConsentStatus::parse(&status).ok_or(Error::Corrupt("consents.status"))?,
        version: row.try_get("version")?,
        log_seq: row.try_get("log_seq")?,
        scope: parse(row, "scope")?,
        validity_days: row.try_get("validity_days")?,
        psu_id: row.try_get("psu_id")?,
        debtor_iban: row.try_get("debtor_iban")?,
        filter: parse(row, "filter")?,
        options: parse(row, "options")?,
        tracking: parse(row, "tracking")?,
        webhook_url: row.try_get("webhook_url")?,
        created_at: row.try_get("created_at")?,
        expires_at: row.try_get("expires_at")?,
        authorized_at: row.try_get("authorized_at")?,
        authorized_until: row.try_get("authorized_until")?,
        ended_at: row.try_get("ended_at")?,
        ended_by: ended_by.map(known).transpose()?,
        due_at: row.try_get("due_at")?,
    })
}

fn parse<T: DeserializeOwned>(row: &SqliteRow, column: &'static str) -> Result<T, Error> {
    let text: String = row.try_get(column)?;
    serde_json::from_str(&text).map_err(|_| Error::Corrupt(column))
}

fn json<T: serde::Serialize>(value: &T) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|_| Error::Corrupt("a value that cannot be written as JSON"))
}
