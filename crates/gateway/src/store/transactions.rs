//! Transactions of shared accounts: found again by marks, written page by page, listed newest first by (booked, ordinal).
//! Who paid whom comes and goes sealed. Never here: which row a transaction means (`flow::job`).

use super::accounts::{amounts, any_of, any_word, below, bounds, narrowed};
use super::{Error, Store, Write};
use protocol::api::{Indicator, Place, TransactionFilter, TransactionStatus};
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Row, Sqlite};

/// A transaction's row, as lists show it.
#[derive(Clone)]
pub struct TransactionRow {
    /// Among those of one time; given by the store.
    pub ordinal: i64,
    /// UUID.
    pub transaction_id: String,
    /// Of which account.
    pub account_id: String,
    /// Booked or pending.
    pub status: TransactionStatus,
    /// ISO 4217.
    pub currency: String,
    /// Minor units, never negative.
    pub amount: i64,
    /// Which way.
    pub indicator: Indicator,
    /// When it was booked, or what stands for that: milliseconds since 1970.
    pub booked_at: i64,
    /// From when it counts, milliseconds since 1970.
    pub value_at: Option<i64>,
    /// When it last changed here, milliseconds since 1970.
    pub updated_at: i64,
    /// Counterparty and text: sealed JSON.
    pub content: Vec<u8>,
}

impl std::fmt::Debug for TransactionRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TransactionRow").field("transaction_id", &self.transaction_id).finish_non_exhaustive()
    }
}

/// By what a row is known when its transaction is read again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marks {
    /// How it is found.
    pub bank_key: Vec<u8>,
    /// What stays the same when it is booked.
    pub likeness: Vec<u8>,
    /// Of all that the bank tells of it.
    pub digest: Vec<u8>,
    /// The reading of its account that told it last. (A job reads each account at a time of its own; the migration, which cannot be
    /// rewritten once it has run, calls it the job.)
    pub met_in: i64,
}

/// A stored row that a transaction may mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The row.
    pub ordinal: i64,
    /// Its id.
    pub transaction_id: String,
    /// By what it is known.
    pub marks: Marks,
    /// The reading that met it first.
    pub first_in: i64,
    /// Booked or pending.
    pub status: TransactionStatus,
    /// Milliseconds since 1970.
    pub booked_at: i64,
}

const COLUMNS: &str = "ordinal, transaction_id, account_id, status, currency, amount, indicator, booked_at, value_at, \
                       updated_at, content";

impl Store {
    /// Transactions of some of a consent's accounts, newest first, below `before` when given; at most `limit`.
    ///
    /// # Errors
    /// `Error::Sql`, `Error::Corrupt`.
    pub async fn transactions(
        &self,
        consent_id: &str,
        accounts: Option<&[String]>,
        filter: &TransactionFilter,
        before: Option<Place>,
        limit: i64,
    ) -> Result<Vec<TransactionRow>, Error> {
        let mut sql = list(consent_id, accounts, filter, before, limit);
        sql.build().fetch_all(&self.reader).await?.iter().map(read).collect()
    }

    /// How many transactions of an account are pending, and since when the oldest is (milliseconds since 1970).
    ///
    /// # Errors
    /// `Error::Sql`.
    pub async fn oldest_pending(&self, account_id: &str) -> Result<Option<i64>, Error> {
        Ok(sqlx::query_scalar("SELECT MIN(booked_at) FROM transactions WHERE account_id = ? AND status = 'pending'")
            .bind(account_id)
            .fetch_one(&self.reader)
            .await?)
    }
}

/// One statement for every filter. The order of the list is the index's own: a page costs what is on it, wherever it is.
fn list(
    consent_id: &str,
    accounts: Option<&[String]>,
    filter: &TransactionFilter,
    before: Option<Place>,
    limit: i64,
) -> QueryBuilder<Sqlite> {
    let mut sql = QueryBuilder::<Sqlite>::new(format!(
        "SELECT {COLUMNS} FROM transactions INDEXED BY transactions_by_time WHERE consent_id = "
    ));
    sql.push_bind(consent_id);
    below(&mut sql, "booked_at", before);
    bounds(&mut sql, "booked_at", filter.booked, "<");
    any_of(&mut sql, "account_id", accounts);
    narrowed(&mut sql, &filter.of);
    any_word(&mut sql, "indicator", &filter.indicator, |way| way.as_str());
    any_word(&mut sql, "status", &filter.status, |status| status.as_str());
    amounts(&mut sql, filter.amount_minor);
    sql.push(" ORDER BY booked_at DESC, ordinal DESC LIMIT ").push_bind(limit);
    sql
}

/// Rows of an account that have one of these keys, or one of these looks.
///
/// # Errors
/// `Error::Sql`, `Error::Corrupt`.
pub async fn alike(
    write: &mut Write,
    account_id: &str,
    keys: &[Vec<u8>],
    likenesses: &[Vec<u8>],
) -> Result<Vec<Known>, Error> {
    const KNOWN: &str = "SELECT ordinal, transaction_id, bank_key, likeness, digest, met_in, first_in, status, booked_at FROM transactions";
    let mut sql = QueryBuilder::<Sqlite>::new("");
    for (union, column, marks) in [("", "bank_key", keys), (" UNION ", "likeness", likenesses)] {
        sql.push(format!("{union}{KNOWN} WHERE account_id = ")).push_bind(account_id);
        sql.push(format!(" AND {column} IN ("));
        let mut list = sql.separated(", ");
        for mark in marks {
            list.push_bind(mark.clone());
        }
        sql.push(")");
    }
    sql.push(" ORDER BY ordinal");
    sql.build().fetch_all(&mut **write).await?.iter().map(read_known).collect()
}

/// Writes a new transaction.
///
/// # Errors
/// `Error::Sql`, also when its key is taken: then it means a row that is stored.
pub async fn insert(write: &mut Write, consent_id: &str, row: &TransactionRow, marks: &Marks) -> Result<(), Error> {
    let sql = "INSERT INTO transactions (status, currency, amount, indicator, booked_at, value_at, updated_at, content, bank_key, \
               likeness, digest, met_in, first_in, transaction_id, consent_id, account_id) \
               VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    told(sql, row, marks)
        .bind(marks.met_in)
        .bind(&row.transaction_id)
        .bind(consent_id)
        .bind(&row.account_id)
        .execute(&mut **write)
        .await?;
    Ok(())
}

/// Writes what the bank tells of a transaction now; its id and ordinal stay.
///
/// # Errors
/// `Error::Sql`.
pub async fn update(write: &mut Write, ordinal: i64, row: &TransactionRow, marks: &Marks) -> Result<(), Error> {
    let sql = "UPDATE transactions SET status = ?, currency = ?, amount = ?, indicator = ?, booked_at = ?, value_at = ?, \
               updated_at = ?, content = ?, bank_key = ?, likeness = ?, digest = ?, met_in = ? WHERE ordinal = ?";
    told(sql, row, marks).bind(ordinal).execute(&mut **write).await?;
    Ok(())
}

/// A statement whose first values are what the bank tells of a transaction, and by what it is known.
fn told<'q>(
    sql: &'static str,
    row: &'q TransactionRow,
    marks: &'q Marks,
) -> sqlx::query::Query<'q, Sqlite, sqlx::sqlite::SqliteArguments> {
    sqlx::query(sql)
        .bind(row.status.as_str())
        .bind(&row.currency)
        .bind(row.amount)
        .bind(row.indicator.as_str())
        .bind(row.booked_at)
        .bind(row.value_at)
        .bind(row.updated_at)
        .bind(&row.content)
        .bind(&marks.bank_key)
        .bind(&marks.likeness)
        .bind(&marks.digest)
        .bind(marks.met_in)
}

/// A row was met, and is as it was; by these marks it is found again.
///
/// # Errors
/// `Error::Sql`.
pub async fn met(write: &mut Write, ordinal: i64, marks: &Marks) -> Result<(), Error> {
    sqlx::query("UPDATE transactions SET bank_key = ?, likeness = ?, met_in = ? WHERE ordinal = ?")
        .bind(&marks.bank_key)
        .bind(&marks.likeness)
        .bind(marks.met_in)
        .bind(ordinal)
        .execute(&mut **write)
        .await?;
    Ok(())
}

/// An account was read to its end: what was pending from `from` on (milliseconds since 1970) and was not met in this
/// reading is at the bank no more. How many.
///
/// # Errors
/// `Error::Sql`.
pub async fn drop_unmet(write: &mut Write, account_id: &str, reading: i64, from: i64) -> Result<u64, Error> {
    let done = sqlx::query(
        "DELETE FROM transactions WHERE account_id = ? AND status = 'pending' AND booked_at >= ? AND met_in <> ?",
    )
    .bind(account_id)
    .bind(from)
    .bind(reading)
    .execute(&mut **write)
    .await?;
    Ok(done.rows_affected())
}

/// The looks of an account's booked rows from `from` on (milliseconds since 1970) that this reading has not met.
///
/// # Errors
/// `Error::Sql`.
pub async fn unmet_looks(
    write: &mut Write,
    (consent_id, account_id): (&str, &str),
    reading: i64,
    from: i64,
) -> Result<Vec<Vec<u8>>, Error> {
    Ok(sqlx::query_scalar(
        "SELECT DISTINCT likeness FROM transactions WHERE consent_id = ? AND booked_at >= ? AND account_id = ? \
         AND status = 'booked' AND met_in <> ?",
    )
    .bind(consent_id)
    .bind(from)
    .bind(account_id)
    .bind(reading)
    .fetch_all(&mut **write)
    .await?)
}

/// Takes a row out; what it held.
///
/// # Errors
/// `Error::Sql`, also when there is none, `Error::Corrupt`.
pub async fn take_out(write: &mut Write, ordinal: i64) -> Result<TransactionRow, Error> {
    let sql = sqlx::AssertSqlSafe(format!("DELETE FROM transactions WHERE ordinal = ? RETURNING {COLUMNS}"));
    read(&sqlx::query(sql).bind(ordinal).fetch_one(&mut **write).await?)
}

fn read(row: &SqliteRow) -> Result<TransactionRow, Error> {
    let way: String = row.try_get("indicator")?;
    Ok(TransactionRow {
        ordinal: row.try_get("ordinal")?,
        transaction_id: row.try_get("transaction_id")?,
        account_id: row.try_get("account_id")?,
        status: status(row)?,
        currency: row.try_get("currency")?,
        amount: row.try_get("amount")?,
        indicator: Indicator::parse(&way).ok_or(Error::Corrupt("transactions.indicator"))?,
        booked_at: row.try_get("booked_at")?,
        value_at: row.try_get("value_at")?,
        updated_at: row.try_get("updated_at")?,
        content: row.try_get("content")?,
    })
}

fn read_known(row: &SqliteRow) -> Result<Known, Error> {
    Ok(Known {
        ordinal: row.try_get("ordinal")?,
        transaction_id: row.try_get("transaction_id")?,
        marks: Marks {
            bank_key: row.try_get("bank_key")?,
            likeness: row.try_get("likeness")?,
            digest: row.try_get("digest")?,
            met_in: row.try_get("met_in")?,
        },
        first_in: row.try_get("first_in")?,
        status: status(row)?,
        booked_at: row.try_get("booked_at")?,
    })
}

fn status(row: &SqliteRow) -> Result<TransactionStatus, Error> {
    let word: String = row.try_get("status")?;
    TransactionStatus::parse(&word).ok_or(Error::Corrupt("transactions.status"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocol::api::Span;

    #[tokio::test]
    async fn a_page_is_read_from_its_index_and_sorted_by_nobody() {
        let file = std::env::temp_dir().join(format!("finqlink-plan-{}.db", uuid::Uuid::new_v4()));
        let store = Store::open(&format!("sqlite://{}", file.display())).await.unwrap();
        let place = Some(Place { at_ms: 1, ordinal: 1 });
        let narrow = TransactionFilter {
            amount_minor: Span { from: Some(1), to: Some(2) },
            booked: Span { from: Some(1), to: Some(2) },
            status: vec![TransactionStatus::Booked],
            ..TransactionFilter::default()
        };
        let account = vec!["a".to_owned()];
        for (filter, accounts) in [(TransactionFilter::default(), None), (narrow, Some(account.as_slice()))] {
            for before in [None, place] {
                let sql = format!("EXPLAIN QUERY PLAN {}", list("c", accounts, &filter, before, 50).sql().as_str());
                let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).fetch_all(&store.reader).await.unwrap();
                let plan: Vec<String> = rows.iter().map(|row| row.get("detail")).collect();
                assert_eq!(plan.len(), 1, "{plan:?}");
                assert!(plan[0].contains("USING INDEX transactions_by_time (consent_id=?"), "{plan:?}");
                let is_narrowed = before.is_some() || filter.booked.from.is_some();
                assert_eq!(plan[0].contains("booked_at"), is_narrowed, "{plan:?}");
            }
        }
        let _ = std::fs::remove_file(file);
    }
}
