//! SQL, by resource. One writer connection (`BEGIN IMMEDIATE`, WAL, `synchronous=FULL`: money), many readers.
//! Never here: HTTP, banks, decisions about status (those come in as a `flow` change).

pub mod accounts;
pub mod attempts;
pub mod bank_calls;
pub mod brands;
pub mod clients;
pub mod consents;
pub mod events;
pub mod idempotency;
pub mod jobs;
pub mod links;
pub mod outbox;
pub mod receipts;
pub mod transactions;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Sqlite, Transaction};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// How a store call fails.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database said no.
    #[error("the store failed: {0}")]
    Sql(#[from] sqlx::Error),
    /// The schema could not be brought up to date.
    #[error("the store's schema could not be brought up to date: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// A stored value is not what we write.
    #[error("a stored value cannot be read: {0}")]
    Corrupt(&'static str),
    /// Somebody else changed the row first; read it again.
    #[error("the row was changed by somebody else")]
    Conflict,
    /// The address is not one that this build can open.
    #[error("{0}")]
    Address(String),
}

/// The open store.
#[derive(Clone, Debug)]
pub struct Store {
    /// Many connections, for reading.
    pub reader: SqlitePool,
    /// One connection, for writing.
    pub writer: SqlitePool,
    waits: Arc<Waits>,
}

/// How often the one writer was asked for, and how long it was waited for, together.
#[derive(Debug, Default)]
struct Waits {
    writes: AtomicU64,
    micros: AtomicU64,
}

/// A write in progress: everything in it is committed at once, or not at all.
pub type Write = Transaction<'static, Sqlite>;

impl Store {
    /// Opens the store, makes file and folder where they are missing, and brings the schema up to date.
    ///
    /// # Errors
    /// `Error::Address` for an address of another kind than `sqlite://PATH`.
    pub async fn open(url: &str) -> Result<Self, Error> {
        let path = sqlite_path(url)?;
        if let Some(folder) = Path::new(path).parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder)
                .map_err(|error| Error::Address(format!("cannot make the folder of {url}: {error}")))?;
        }
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(5));
        let writer = SqlitePoolOptions::new().max_connections(1).connect_with(options.clone()).await?;
        sqlx::migrate!("migrations/sqlite").run(&writer).await?;
        let reader = SqlitePoolOptions::new().max_connections(8).connect_with(options.read_only(true)).await?;
        Ok(Self { reader, writer, waits: Arc::default() })
    }

    /// Begins a write. It holds the one writer, so what it waits for must be short.
    ///
    /// # Errors
    /// `Error::Sql` when the writer cannot be had.
    pub async fn write(&self) -> Result<Write, Error> {
        let asked = Instant::now();
        let write = self.writer.begin_with("BEGIN IMMEDIATE").await?;
        let waited = u64::try_from(asked.elapsed().as_micros()).unwrap_or(u64::MAX);
        self.waits.writes.fetch_add(1, Ordering::Relaxed);
        self.waits.micros.fetch_add(waited, Ordering::Relaxed);
        Ok(write)
    }

    /// How many writes began since the start, and how long they waited for the writer, together.
    pub fn waits(&self) -> (u64, Duration) {
        let read = |count: &AtomicU64| count.load(Ordering::Relaxed);
        (read(&self.waits.writes), Duration::from_micros(read(&self.waits.micros)))
    }

    /// Whether the store answers, for `/ready`.
    pub async fn is_ready(&self) -> bool {
        sqlx::query("SELECT 1").execute(&self.reader).await.is_ok()
    }
}

fn sqlite_path(url: &str) -> Result<&str, Error> {
    if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        return Err(Error::Address("PostgreSQL is not in this build yet; use sqlite://PATH".to_owned()));
    }
    url.strip_prefix("sqlite://")
        .filter(|path| !path.is_empty())
        .ok_or_else(|| Error::Address(format!("the database address must be sqlite://PATH, not {url:?}")))
}

#[cfg(test)]
mod older_tests;
