//! The outbox of webhooks: written in the same transaction as the change that it tells of, emptied by the deliverer.
//! Messages are never changed but for their progress, and never deleted here: they can be replayed.
//! Never here: HTTP, signatures, the rhythm of retries (`webhooks`).

use super::{Error, Store, Write};
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Row, Sqlite};
use std::fmt;

/// Where a message stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageState {
    /// To be tried, at `next_try_at`.
    Waiting,
    /// The receiver answered 2xx.
    Delivered,
    /// Given up: three days of failures, or the receiver answered 410.
    Dead,
}

impl MessageState {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Waiting, Self::Delivered, Self::Dead];

    /// The word in the store and on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Delivered => "delivered",
            Self::Dead => "dead",
        }
    }

    /// The state of a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

/// A message to be told.
#[derive(Clone, Copy, Debug)]
pub struct NewMessage<'a> {
    /// Whose secret signs it.
    pub client_id: &'a str,
    /// `link_id`, `consent_id`, `job_id`: order and 410 are kept per object.
    pub object_id: &'a str,
    /// `finqlink-sequence`: number of the row in the object's log.
    pub seq: i64,
    /// The receiver, already checked.
    pub url: &'a str,
    /// The exact bytes.
    pub body: &'a str,
}

/// A message and its progress.
#[derive(Clone, PartialEq, Eq)]
pub struct Message {
    /// Order of writing: the order of first tries.
    pub id: i64,
    /// `webhook-id`, the same at every try.
    pub message_id: String,
    /// Whose secret signs it.
    pub client_id: String,
    /// What it is about.
    pub object_id: String,
    /// `finqlink-sequence`.
    pub seq: i64,
    /// The receiver.
    pub url: String,
    /// Host and port of the receiver: what fairness is counted by.
    pub authority: String,
    /// The exact bytes.
    pub body: String,
    /// Where it stands.
    pub state: MessageState,
    /// Tries so far, replays included.
    pub tries: u32,
    /// Tries since it was written or last replayed: the place in the rhythm of retries.
    pub step: u32,
    /// Milliseconds since 1970.
    pub created_at: i64,
    /// Milliseconds since 1970; means something while waiting.
    pub next_try_at: i64,
    /// Milliseconds since 1970.
    pub last_tried_at: Option<i64>,
    /// What came of the last try, in a few words.
    pub last_result: Option<String>,
}

impl fmt::Debug for Message {
    /// Without address and body: both may hold capabilities.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message").field("message_id", &self.message_id).field("seq", &self.seq).finish_non_exhaustive()
    }
}

/// What `webhooks list` is limited to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OutboxFilter {
    /// Of this object only.
    pub object_id: Option<String>,
    /// In this state only.
    pub state: Option<MessageState>,
}

/// Messages that wait for a try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Queue {
    /// How many.
    pub waiting: i64,
    /// When the oldest was written (milliseconds since 1970).
    pub oldest_at: Option<i64>,
}

/// What the deliverer has in hand, and whom it cannot call more often at the moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Busy {
    /// Ids of messages that are being sent.
    pub in_hand: Vec<i64>,
    /// Receivers (authorities) that get no more first tries now.
    pub no_first_tries: Vec<String>,
    /// Receivers (authorities) that get no more retries now.
    pub no_retries: Vec<String>,
}

const COLUMNS: &str = "id, message_id, client_id, object_id, seq, url, authority, body, state, tries, step, \
                       created_at, next_try_at, last_tried_at, last_result";

/// Writes a message beside the change that it tells of; the first try is due at once. Where the receiver has answered
/// 410 for this object the message is written as dead: the log stays whole, nobody is called.
///
/// # Errors
/// `Error::Sql`.
pub async fn add(write: &mut Write, message: NewMessage<'_>, now: i64) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO outbox (message_id, client_id, object_id, seq, url, authority, body, created_at, next_try_at, \
                             state, last_result) \
         SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, iif(gone, 'dead', 'waiting'), iif(gone, 'address gone', NULL) \
         FROM (SELECT EXISTS (SELECT 1 FROM webhook_gone WHERE object_id = ? AND url = ?) AS gone)",
    )
    .bind(format!("msg_{}", uuid::Uuid::new_v4().simple()))
    .bind(message.client_id)
    .bind(message.object_id)
    .bind(message.seq)
    .bind(message.url)
    .bind(authority(message.url))
    .bind(message.body)
    .bind(now)
    .bind(now)
    .bind(message.object_id)
    .bind(message.url)
    .execute(&mut **write)
    .await?;
    Ok(())
}

impl Store {
    /// Messages that may be tried now, first tries before retries, oldest first; at most `limit`.
    ///
    /// First tries of an object go one by one, in the order of writing, and so do its due retries; but the two kinds
    /// never wait for each other. A first try is due whatever the clock says: it may have been set back since.
    ///
    /// # Errors
    /// `Error::Sql`, `Error::Corrupt`.
    pub async fn due_messages(&self, now: i64, busy: &Busy, limit: i64) -> Result<Vec<Message>, Error> {
        let sql = format!(
            "SELECT {COLUMNS} FROM outbox AS one WHERE state = 'waiting' AND (tries = 0 OR next_try_at <= ?1) \
             AND id NOT IN (SELECT value FROM json_each(?2)) \
             AND authority NOT IN (SELECT value FROM json_each(iif(tries = 0, ?3, ?4))) \
             AND NOT EXISTS (SELECT 1 FROM outbox AS before WHERE before.object_id = one.object_id \
                 AND before.id < one.id AND before.state = 'waiting' AND (before.tries = 0) = (one.tries = 0) \
                 AND (before.tries = 0 OR before.next_try_at <= ?1)) \
             ORDER BY tries > 0, next_try_at, id LIMIT ?5"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(now)
            .bind(json(&busy.in_hand))
            .bind(json(&busy.no_first_tries))
            .bind(json(&busy.no_retries))
            .bind(limit)
            .fetch_all(&self.reader)
            .await?;
        rows.iter().map(read).collect()
    }

    /// How many messages wait, and since when the oldest does.
    ///
    /// # Errors
    /// `Error::Sql`.
    pub async fn outbox_queue(&self) -> Result<Queue, Error> {
        let row =
            sqlx::query("SELECT count(*) AS waiting, min(created_at) AS oldest FROM outbox WHERE state = 'waiting'")
                .fetch_one(&self.reader)
                .await?;
        Ok(Queue { waiting: row.try_get("waiting")?, oldest_at: row.try_get("oldest")? })
    }

    /// When the next waiting message after `now` is due (milliseconds since 1970).
    ///
    /// # Errors
    /// `Error::Sql`.
    pub async fn next_message_at(&self, now: i64) -> Result<Option<i64>, Error> {
        let next =
            sqlx::query_scalar("SELECT min(next_try_at) FROM outbox WHERE state = 'waiting' AND next_try_at > ?")
                .bind(now)
                .fetch_one(&self.reader)
                .await?;
        Ok(next)
    }

    /// A try was answered with 2xx.
    ///
    /// # Errors
    /// `Error::Sql`.
    pub async fn message_delivered(&self, id: i64, now: i64, result: &str) -> Result<(), Error> {
        self.message_tried(id, now, result, "state = 'delivered'", now).await
    }

    /// A try failed; the next is at `next_try_at`, or never when there is none.
    ///
    /// # Errors
    /// `Error::Sql`.
    pub async fn message_failed(&self, id: i64, now: i64, result: &str, next_at: Option<i64>) -> Result<(), Error> {
        let state = if next_at.is_some() { "state = 'waiting'" } else { "state = 'dead'" };
        self.message_tried(id, now, result, state, next_at.unwrap_or(now)).await
    }

    async fn message_tried(&self, id: i64, now: i64, result: &str, state: &str, next_at: i64) -> Result<(), Error> {
        let sql = format!(
            "UPDATE outbox SET {state}, tries = tries + 1, step = step + 1, next_try_at = ?, last_tried_at = ?, \
             last_result = ? WHERE id = ?"
        );
        sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(next_at)
            .bind(now)
            .bind(result)
            .bind(id)
            .execute(&self.writer)
            .await?;
        Ok(())
    }

    /// The receiver answered 410: this message and all that wait for the same address and object are dead, and later
    /// ones are born so.
    ///
    /// # Errors
    /// `Error::Sql`.
    pub async fn address_gone(&self, message: &Message, now: i64) -> Result<(), Error> {
        let mut write = self.write().await?;
        sqlx::query("INSERT INTO webhook_gone (object_id, url, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
            .bind(&message.object_id)
            .bind(&message.url)
            .bind(now)
            .execute(&mut *write)
            .await?;
        sqlx::query("UPDATE outbox SET tries = tries + 1, step = step + 1, last_tried_at = ? WHERE id = ?")
            .bind(now)
            .bind(message.id)
            .execute(&mut *write)
            .await?;
        sqlx::query(
            "UPDATE outbox SET state = 'dead', last_result = 'address gone' \
             WHERE object_id = ? AND url = ? AND state = 'waiting'",
        )
        .bind(&message.object_id)
        .bind(&message.url)
        .execute(&mut *write)
        .await?;
        write.commit().await?;
        Ok(())
    }

    /// The newest messages, newest first; at most `limit`.
    ///
    /// # Errors
    /// `Error::Sql`, `Error::Corrupt`.
    pub async fn messages(&self, filter: &OutboxFilter, limit: i64) -> Result<Vec<Message>, Error> {
        let mut sql = QueryBuilder::<Sqlite>::new(format!("SELECT {COLUMNS} FROM outbox WHERE 1 = 1"));
        if let Some(object_id) = &filter.object_id {
            sql.push(" AND object_id = ").push_bind(object_id.clone());
        }
        if let Some(state) = filter.state {
            sql.push(" AND state = ").push_bind(state.as_str());
        }
        sql.push(" ORDER BY id DESC LIMIT ").push_bind(limit);
        sql.build().fetch_all(&self.reader).await?.iter().map(read).collect()
    }

    /// Has a message (by its `webhook-id`) sent again, now, whatever became of it; true when there is one.
    ///
    /// # Errors
    /// `Error::Sql`.
    pub async fn replay_message(&self, message_id: &str, now: i64) -> Result<u64, Error> {
        self.replay("message_id = ?", message_id, now).await
    }

    /// Has all messages of an object sent again, now; how many there are.
    ///
    /// # Errors
    /// `Error::Sql`.
    pub async fn replay_object(&self, object_id: &str, now: i64) -> Result<u64, Error> {
        self.replay("object_id = ?", object_id, now).await
    }

    /// A person asks for it, so an address that answered 410 is asked again too.
    async fn replay(&self, which: &str, value: &str, now: i64) -> Result<u64, Error> {
        let mut write = self.write().await?;
        let gone = format!(
            "DELETE FROM webhook_gone WHERE (object_id, url) IN (SELECT object_id, url FROM outbox WHERE {which})"
        );
        sqlx::query(sqlx::AssertSqlSafe(gone)).bind(value).execute(&mut *write).await?;
        // What was never tried because its address was gone has had its turn: it goes in order with the others.
        let again = format!(
            "UPDATE outbox SET state = 'waiting', step = 0, next_try_at = ?, \
             tries = iif(state = 'waiting', tries, max(tries, 1)) WHERE {which}"
        );
        let done = sqlx::query(sqlx::AssertSqlSafe(again)).bind(now).bind(value).execute(&mut *write).await?;
        write.commit().await?;
        Ok(done.rows_affected())
    }
}

/// Host and port of an address; the whole text when it is none (it will fail at its own pace).
fn authority(url: &str) -> String {
    url::Url::parse(url)
        .ok()
        .and_then(|url| Some(format!("{}:{}", url.host_str()?, url.port_or_known_default()?)))
        .unwrap_or_else(|| url.to_owned())
}

fn json<T: Clone>(list: &[T]) -> String
where
    serde_json::Value: From<Vec<T>>,
{
    serde_json::Value::from(list.to_vec()).to_string()
}

fn read(row: &SqliteRow) -> Result<Message, Error> {
    Ok(Message {
        id: row.try_get("id")?,
        message_id: row.try_get("message_id")?,
        client_id: row.try_get("client_id")?,
        object_id: row.try_get("object_id")?,
        seq: row.try_get("seq")?,
        url: row.try_get("url")?,
        authority: row.try_get("authority")?,
        body: row.try_get("body")?,
        state: MessageState::parse(&row.try_get::<String, _>("state")?).ok_or(Error::Corrupt("outbox.state"))?,
        tries: row.try_get("tries")?,
        step: row.try_get("step")?,
        created_at: row.try_get("created_at")?,
        next_try_at: row.try_get("next_try_at")?,
        last_tried_at: row.try_get("last_tried_at")?,
        last_result: row.try_get("last_result")?,
    })
}
