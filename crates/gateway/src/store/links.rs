//! Links: make, find, list, and write a change by compare-and-set.

use super::attempts::{self, AttemptRow};
use super::{Error, Store, Write};
use protocol::link::{LinkOptions, MethodFilter, Tracking, Transfer};
use protocol::{LinkKind, LinkStatus};
use serde::de::DeserializeOwned;
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Row, Sqlite};

/// A link's row.
#[derive(Clone, Debug)]
pub struct LinkRow {
    /// The order of lists.
    pub ordinal: i64,
    /// UUID.
    pub link_id: String,
    /// Id of the page: a capability.
    pub web_id: String,
    /// Whose it is.
    pub client_id: String,
    /// `sandbox` or `prod`.
    pub env: String,
    /// `options.type`.
    pub kind: LinkKind,
    /// The status.
    pub status: LinkStatus,
    /// Grows by one with every committed change.
    pub version: i64,
    /// Last row of the event log.
    pub log_seq: i64,
    /// What is to be paid.
    pub transfer: Transfer,
    /// Which methods may be offered.
    pub filter: MethodFilter,
    /// The options.
    pub options: LinkOptions,
    /// The client's own names.
    pub tracking: Tracking,
    /// Where changes are told.
    pub webhook_url: Option<String>,
    /// Milliseconds since 1970.
    pub created_at: i64,
    /// Milliseconds since 1970.
    pub expires_at: i64,
}

/// What a list is limited to. Bounds are milliseconds since 1970; from inclusive, to exclusive.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListFilter {
    /// Any of these statuses; empty: all.
    pub status: Vec<LinkStatus>,
    /// Created at or after.
    pub from: Option<i64>,
    /// Created before.
    pub to: Option<i64>,
}

const COLUMNS: &str = "ordinal, link_id, web_id, client_id, env, kind, status, version, log_seq, transfer, filter, \
                       options, tracking, webhook_url, created_at, expires_at";

impl Store {
    /// A link by the SHA-256 of its page id, and its attempts: both as they were at one moment.
    ///
    /// # Errors
    /// `Error::Sql`, `Error::Corrupt`.
    pub async fn link_and_attempts(&self, web_hash: &[u8]) -> Result<Option<(LinkRow, Vec<AttemptRow>)>, Error> {
        let sql = format!("SELECT {COLUMNS} FROM links WHERE web_hash = ?");
        let mut moment = self.reader.begin().await?;
        let row = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(web_hash).fetch_optional(&mut *moment).await?;
        let found = match row.map(|row| read(&row)).transpose()? {
            Some(link) => {
                let attempts = attempts::in_write(&mut moment, &link.link_id).await?;
                Some((link, attempts))
            }
            None => None,
        };
        moment.commit().await?;
        Ok(found)
    }

    /// A link by its id.
    ///
    /// # Errors
    /// `Error::Sql`, `Error::Corrupt`.
    pub async fn link(&self, link_id: &str) -> Result<Option<LinkRow>, Error> {
        let sql = format!("SELECT {COLUMNS} FROM links WHERE link_id = ?");
        let row = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(link_id).fetch_optional(&self.reader).await?;
        row.map(|row| read(&row)).transpose()
    }

    /// A client's links, newest first, below `before` (an ordinal) when given; at most `limit` rows.
    ///
    /// # Errors
    /// `Error::Sql`, `Error::Corrupt`.
    pub async fn links(
        &self,
        client_id: &str,
        env: &str,
        filter: &ListFilter,
        before: Option<i64>,
        limit: i64,
    ) -> Result<Vec<LinkRow>, Error> {
        let mut sql = QueryBuilder::<Sqlite>::new(format!("SELECT {COLUMNS} FROM links WHERE client_id = "));
        sql.push_bind(client_id).push(" AND env = ").push_bind(env);
        if let Some(before) = before {
            sql.push(" AND ordinal < ").push_bind(before);
        }
        if let Some(from) = filter.from {
            sql.push(" AND created_at >= ").push_bind(from);
        }
        if let Some(to) = filter.to {
            sql.push(" AND created_at < ").push_bind(to);
        }
        if !filter.status.is_empty() {
            sql.push(" AND status IN (");
            let mut list = sql.separated(", ");
            for status in &filter.status {
                list.push_bind(status.as_str());
            }
            sql.push(")");
        }
        sql.push(" ORDER BY ordinal DESC LIMIT ").push_bind(limit);
        sql.build().fetch_all(&self.reader).await?.iter().map(read).collect()
    }
}

/// What `insert` needs beyond the row.
#[derive(Debug)]
pub struct NewLink<'a> {
    /// The row; `ordinal` is given by the store, `version` and `log_seq` are 1.
    pub row: &'a LinkRow,
    /// SHA-256 of `row.web_id`.
    pub web_hash: &'a [u8],
}

/// Writes a new link and row 1 of its log.
///
/// # Errors
/// `Error::Sql`.
pub async fn insert(write: &mut Write, new: NewLink<'_>) -> Result<(), Error> {
    let row = new.row;
    sqlx::query(
        "INSERT INTO links (link_id, web_id, web_hash, client_id, env, kind, status, version, log_seq, transfer, filter, \
         options, tracking, end_to_end_id, webhook_url, created_at, expires_at) \
         VALUES (?, ?, ?, ?, ?, ?, ?, 1, 1, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(&row.link_id)
    .bind(&row.web_id)
    .bind(new.web_hash)
    .bind(&row.client_id)
    .bind(&row.env)
    .bind(row.kind.as_str())
    .bind(row.status.as_str())
    .bind(json(&row.transfer)?)
    .bind(json(&row.filter)?)
    .bind(json(&row.options)?)
    .bind(json(&row.tracking)?)
    .bind(&row.transfer.end_to_end_id)
    .bind(&row.webhook_url)
    .bind(row.created_at)
    .bind(row.expires_at)
    .execute(&mut **write)
    .await?;
    super::events::append(write, &row.link_id, 1, row.status.as_str(), "created", None, row.created_at).await
}

/// Writes a link's new status by compare-and-set on its version, which grows by one.
///
/// # Errors
/// `Error::Conflict` when the version is no longer `row.version`.
pub async fn set_status(write: &mut Write, row: &LinkRow, status: LinkStatus, log_seq: i64) -> Result<(), Error> {
    let done = sqlx::query(
        "UPDATE links SET status = ?, log_seq = ?, version = version + 1 WHERE link_id = ? AND version = ?",
    )
    .bind(status.as_str())
    .bind(log_seq)
    .bind(&row.link_id)
    .bind(row.version)
    .execute(&mut **write)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(Error::Conflict) }
}

/// A link inside a write: what is read here cannot change before the commit.
///
/// # Errors
/// `Error::Sql`, `Error::Corrupt`.
pub async fn in_write(write: &mut Write, link_id: &str) -> Result<Option<LinkRow>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM links WHERE link_id = ?");
    let row = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(link_id).fetch_optional(&mut **write).await?;
    row.map(|row| read(&row)).transpose()
}

fn read(row: &SqliteRow) -> Result<LinkRow, Error> {
    let kind: String = row.try_get("kind")?;
    let status: String = row.try_get("status")?;
    Ok(LinkRow {
        ordinal: row.try_get("ordinal")?,
        link_id: row.try_get("link_id")?,
        web_id: row.try_get("web_id")?,
        client_id: row.try_get("client_id")?,
        env: row.try_get("env")?,
        kind: LinkKind::parse(&kind).ok_or(Error::Corrupt("links.kind"))?,
        status: LinkStatus::parse(&status).ok_or(Error::Corrupt("links.status"))?,
        version: row.try_get("version")?,
        log_seq: row.try_get("log_seq")?,
        transfer: parse(row, "transfer")?,
        filter: parse(row, "filter")?,
        options: parse(row, "options")?,
        tracking: parse(row, "tracking")?,
        webhook_url: row.try_get("webhook_url")?,
        created_at: row.try_get("created_at")?,
        expires_at: row.try_get("expires_at")?,
    })
}

fn parse<T: DeserializeOwned>(row: &SqliteRow, column: &'static str) -> Result<T, Error> {
    let text: String = row.try_get(column)?;
    serde_json::from_str(&text).map_err(|_| Error::Corrupt(column))
}

fn json<T: serde::Serialize>(value: &T) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|_| Error::Corrupt("a value that cannot be written as JSON"))
}
