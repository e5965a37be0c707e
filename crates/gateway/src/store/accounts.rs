//! Accounts that consents share, and their balances. What names a person or an account comes and goes sealed.

use super::{Error, Store, Write};
use protocol::api::{AccountFilter, BalanceFilter, BalanceType, Indicator, Place, Span};
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Row, Sqlite};

/// An account's row.
#[derive(Clone)]
pub struct AccountRow {
    /// The order of lists; given by the store.
    pub ordinal: i64,
    /// UUID.
    pub account_id: String,
    /// The consent that shares it.
    pub consent_id: String,
    /// ISO 4217.
    pub currency: String,
    /// Empty where the bank does not say.
    pub account_type: String,
    /// Empty where the bank does not say.
    pub account_sub_type: String,
    /// The bank's id, iban, names: sealed JSON.
    pub content: Vec<u8>,
    /// When its transactions were last read to their end, milliseconds since 1970.
    pub read_to: Option<i64>,
    /// Milliseconds since 1970.
    pub updated_at: i64,
}

/// A balance's row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BalanceRow {
    /// Among those of one time; given by the store.
    pub ordinal: i64,
    /// UUID.
    pub balance_id: String,
    /// Of which account.
    pub account_id: String,
    /// Which.
    pub kind: BalanceType,
    /// ISO 4217.
    pub currency: String,
    /// Minor units, never negative.
    pub amount: i64,
    /// Which way.
    pub indicator: Indicator,
    /// When it was so, milliseconds since 1970.
    pub reference_at: i64,
}

impl std::fmt::Debug for AccountRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AccountRow").field("account_id", &self.account_id).finish_non_exhaustive()
    }
}

const COLUMNS: &str =
    "ordinal, account_id, consent_id, currency, account_type, account_sub_type, content, read_to, updated_at";
const BALANCE: &str = "ordinal, balance_id, account_id, type, currency, amount, indicator, reference_at";

impl Store {
    /// A consent's accounts, in the order in which they were first read.
    ///
    /// # Errors
    /// `Error::Sql`.
    pub async fn accounts(&self, consent_id: &str) -> Result<Vec<AccountRow>, Error> {
        let sql = format!("SELECT {COLUMNS} FROM accounts WHERE consent_id = ? ORDER BY ordinal");
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(consent_id).fetch_all(&self.reader).await?;
        rows.iter().map(read).collect()
    }

    /// The newest balance of each type and currency of a consent's accounts, account by account.
    ///
    /// # Errors
    /// `Error::Sql`, `Error::Corrupt`.
    pub async fn newest_balances(&self, consent_id: &str) -> Result<Vec<BalanceRow>, Error> {
        let sql = format!(
            "SELECT {BALANCE}, MAX(reference_at) FROM balances WHERE consent_id = ? GROUP BY account_id, type, currency \
             ORDER BY account_id, ordinal"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(consent_id).fetch_all(&self.reader).await?;
        rows.iter().map(read_balance).collect()
    }

    /// Balances of some of a consent's accounts, newest first, below `before` when given; at most `limit`.
    ///
    /// # Errors
    /// `Error::Sql`, `Error::Corrupt`.
    pub async fn balances(
        &self,
        consent_id: &str,
        accounts: Option<&[String]>,
        filter: &BalanceFilter,
        before: Option<Place>,
        limit: i64,
    ) -> Result<Vec<BalanceRow>, Error> {
        let mut sql = QueryBuilder::<Sqlite>::new(format!(
            "SELECT {BALANCE} FROM balances INDEXED BY balances_by_time WHERE consent_id = "
        ));
        sql.push_bind(consent_id);
        below(&mut sql, "reference_at", before);
        any_of(&mut sql, "account_id", accounts);
        narrowed(&mut sql, &filter.of);
        any_word(&mut sql, "type", &filter.kind, |kind| kind.as_str());
        any_word(&mut sql, "indicator", &filter.indicator, |way| way.as_str());
        amounts(&mut sql, filter.amount_minor);
        sql.push(" ORDER BY reference_at DESC, ordinal DESC LIMIT ").push_bind(limit);
        sql.build().fetch_all(&self.reader).await?.iter().map(read_balance).collect()
    }
}

/// Writes a new account; its ordinal.
///
/// # Errors
/// `Error::Sql`.
pub async fn insert(write: &mut Write, row: &AccountRow) -> Result<i64, Error> {
    let done = sqlx::query(
        "INSERT INTO accounts (account_id, consent_id, currency, account_type, account_sub_type, content, updated_at) \
         VALUES (?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(&row.account_id)
    .bind(&row.consent_id)
    .bind(&row.currency)
    .bind(&row.account_type)
    .bind(&row.account_sub_type)
    .bind(&row.content)
    .bind(row.updated_at)
    .execute(&mut **write)
    .await?;
    Ok(done.last_insert_rowid())
}

/// Writes what the bank tells of an account now.
///
/// # Errors
/// `Error::Sql`.
pub async fn update(write: &mut Write, row: &AccountRow) -> Result<(), Error> {
    sqlx::query(
        "UPDATE accounts SET currency = ?, account_type = ?, account_sub_type = ?, content = ?, updated_at = ? \
         WHERE account_id = ?",
    )
    .bind(&row.currency)
    .bind(&row.account_type)
    .bind(&row.account_sub_type)
    .bind(&row.content)
    .bind(row.updated_at)
    .bind(&row.account_id)
    .execute(&mut **write)
    .await?;
    Ok(())
}

/// An account's transactions were read to their end at this moment.
///
/// # Errors
/// `Error::Sql`.
pub async fn read_to_end(write: &mut Write, account_id: &str, at: i64) -> Result<(), Error> {
    sqlx::query("UPDATE accounts SET read_to = ? WHERE account_id = ?")
        .bind(at)
        .bind(account_id)
        .execute(&mut **write)
        .await?;
    Ok(())
}

/// Writes a balance. One of the same account, type and moment is corrected: it keeps its id and its place.
///
/// # Errors
/// `Error::Sql`.
pub async fn put_balance(write: &mut Write, consent_id: &str, row: &BalanceRow, now: i64) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO balances (balance_id, consent_id, account_id, type, currency, amount, indicator, reference_at, updated_at) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (account_id, type, currency, reference_at) DO UPDATE SET \
         amount = excluded.amount, indicator = excluded.indicator, updated_at = excluded.updated_at \
         WHERE amount <> excluded.amount OR indicator <> excluded.indicator",
    )
    .bind(&row.balance_id)
    .bind(consent_id)
    .bind(&row.account_id)
    .bind(row.kind.as_str())
    .bind(&row.currency)
    .bind(row.amount)
    .bind(row.indicator.as_str())
    .bind(row.reference_at)
    .bind(now)
    .execute(&mut **write)
    .await?;
    Ok(())
}

/// Below a place of a list that is ordered by `time`, newest first.
pub(super) fn below(sql: &mut QueryBuilder<Sqlite>, time: &str, before: Option<Place>) {
    if let Some(place) = before {
        sql.push(format!(" AND ({time}, ordinal) < (")).push_bind(place.at_ms).push(", ");
        sql.push_bind(place.ordinal).push(")");
    }
}

/// What all lists of what is on accounts can be narrowed by, the accounts themselves apart.
pub(super) fn narrowed(sql: &mut QueryBuilder<Sqlite>, filter: &AccountFilter) {
    any_word(sql, "currency", &filter.currency, |currency| currency);
    bounds(sql, "updated_at", filter.updated, "<");
}

/// Minor units, both bounds inclusive.
pub(super) fn amounts(sql: &mut QueryBuilder<Sqlite>, span: Span) {
    bounds(sql, "amount", span, "<=");
}

/// A span of a column's values.
pub(super) fn bounds(sql: &mut QueryBuilder<Sqlite>, column: &str, span: Span, to: &str) {
    if let Some(from) = span.from {
        sql.push(format!(" AND {column} >= ")).push_bind(from);
    }
    if let Some(end) = span.to {
        sql.push(format!(" AND {column} {to} ")).push_bind(end);
    }
}

/// Any of these, where any are named; an empty list that was named lets nothing through.
pub(super) fn any_of(sql: &mut QueryBuilder<Sqlite>, column: &str, names: Option<&[String]>) {
    let Some(names) = names else { return };
    sql.push(format!(" AND {column} IN ("));
    let mut list = sql.separated(", ");
    for name in names {
        list.push_bind(name.clone());
    }
    sql.push(")");
}

/// Any of these words; an empty list lets everything through.
pub(super) fn any_word<T>(sql: &mut QueryBuilder<Sqlite>, column: &str, words: &[T], word: impl Fn(&T) -> &str) {
    let words: Vec<String> = words.iter().map(|one| word(one).to_owned()).collect();
    any_of(sql, column, Some(&words).filter(|words| !words.is_empty()).map(Vec::as_slice));
}

fn read(row: &SqliteRow) -> Result<AccountRow, Error> {
    Ok(AccountRow {
        ordinal: row.try_get("ordinal")?,
        account_id: row.try_get("account_id")?,
        consent_id: row.try_get("consent_id")?,
        currency: row.try_get("currency")?,
        account_type: row.try_get("account_type")?,
        account_sub_type: row.try_get("account_sub_type")?,
        content: row.try_get("content")?,
        read_to: row.try_get("read_to")?,
        updated_at: row.try_get("updated_at")?,
    })
}

fn read_balance(row: &SqliteRow) -> Result<BalanceRow, Error> {
    let word = |column| row.try_get::<String, _>(column);
    Ok(BalanceRow {
        ordinal: row.try_get("ordinal")?,
        balance_id: row.try_get("balance_id")?,
        account_id: row.try_get("account_id")?,
        kind: BalanceType::parse(&word("type")?).ok_or(Error::Corrupt("balances.type"))?,
        currency: row.try_get("currency")?,
        amount: row.try_get("amount")?,
        indicator: Indicator::parse(&word("indicator")?).ok_or(Error::Corrupt("balances.indicator"))?,
        reference_at: row.try_get("reference_at")?,
    })
}
