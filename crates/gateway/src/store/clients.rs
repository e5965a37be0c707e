//! API clients. Secrets come in as MACs and sealed bytes; this room never sees one. Nothing is cached, so that a
//! change by the command line holds from the next call of a running gateway on.
//! Never here: how secrets are made, sealed or compared (`app::clients`).

use super::{Error, Store};
use sqlx::Row;
use sqlx::sqlite::SqliteRow;
use std::fmt;

/// A client's row.
#[derive(Clone, PartialEq, Eq)]
pub struct ClientRow {
    /// The client's public name in calls, up to 128 characters.
    pub client_id: String,
    /// Name for people.
    pub name: String,
    /// HMAC-SHA-256 of the client secret under the server key.
    pub secret_mac: Vec<u8>,
    /// Sealed; signs webhooks.
    pub webhook_secret: Vec<u8>,
    /// Sealed; signs too, until the time beside it (milliseconds since 1970).
    pub old_webhook_secret: Option<(Vec<u8>, i64)>,
    /// Where payers may return.
    pub redirect_urls: Vec<String>,
    /// Whose frames may hold the page.
    pub frame_origins: Vec<String>,
    /// May ask for account data.
    pub ais: bool,
    /// Calls without tracking ids are refused.
    pub require_tracking: bool,
    /// Its pages keep quiet about the transfer that a payer can make alone.
    pub hides_transfer: bool,
    /// The default template.
    pub template: String,
    /// May call.
    pub enabled: bool,
    /// Milliseconds since 1970.
    pub created_at: i64,
}

impl fmt::Debug for ClientRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientRow").field("client_id", &self.client_id).finish_non_exhaustive()
    }
}

const COLUMNS: &str = "client_id, name, secret_mac, webhook_secret, webhook_secret_old, webhook_secret_old_until, \
                       redirect_urls, frame_origins, ais, require_tracking, hides_transfer, template, \
                       enabled, created_at";

impl Store {
    /// Makes a client, or with `replace` overwrites the one of the same id (the demo client at every start).
    ///
    /// # Errors
    /// `Error::Conflict` when the id is taken and `replace` is false; `Error::Sql`.
    pub async fn put_client(&self, client: &ClientRow, replace: bool) -> Result<(), Error> {
        let on_conflict = if replace {
            "ON CONFLICT (client_id) DO UPDATE SET name = excluded.name, secret_mac = excluded.secret_mac, \
             webhook_secret = excluded.webhook_secret, webhook_secret_old = excluded.webhook_secret_old, \
             webhook_secret_old_until = excluded.webhook_secret_old_until, redirect_urls = excluded.redirect_urls, \
             frame_origins = excluded.frame_origins, ais = excluded.ais, require_tracking = excluded.require_tracking, \
             hides_transfer = excluded.hides_transfer, template = excluded.template, enabled = excluded.enabled"
        } else {
            "ON CONFLICT (client_id) DO NOTHING"
        };
        let sql = format!("INSERT INTO clients ({COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?) {on_conflict}");
        let (old, until) = client.old_webhook_secret.clone().unzip();
        let done = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(&client.client_id)
            .bind(&client.name)
            .bind(&client.secret_mac)
            .bind(&client.webhook_secret)
            .bind(old)
            .bind(until)
            .bind(words(&client.redirect_urls))
            .bind(words(&client.frame_origins))
            .bind(client.ais)
            .bind(client.require_tracking)
            .bind(client.hides_transfer)
            .bind(&client.template)
            .bind(client.enabled)
            .bind(client.created_at)
            .execute(&self.writer)
            .await?;
        if done.rows_affected() == 1 { Ok(()) } else { Err(Error::Conflict) }
    }

    /// The client of an id, enabled or not.
    ///
    /// # Errors
    /// `Error::Sql`, `Error::Corrupt`.
    pub async fn client(&self, client_id: &str) -> Result<Option<ClientRow>, Error> {
        let sql = format!("SELECT {COLUMNS} FROM clients WHERE client_id = ?");
        let row = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(client_id).fetch_optional(&self.reader).await?;
        row.as_ref().map(read).transpose()
    }

    /// All clients, oldest first.
    ///
    /// # Errors
    /// `Error::Sql`, `Error::Corrupt`.
    pub async fn clients(&self) -> Result<Vec<ClientRow>, Error> {
        let sql = format!("SELECT {COLUMNS} FROM clients ORDER BY created_at, client_id");
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql)).fetch_all(&self.reader).await?;
        rows.iter().map(read).collect()
    }

    /// Enables or disables; false when there is no such client.
    ///
    /// # Errors
    /// `Error::Sql`.
    pub async fn set_client_enabled(&self, client_id: &str, enabled: bool) -> Result<bool, Error> {
        let done = sqlx::query("UPDATE clients SET enabled = ? WHERE client_id = ?")
            .bind(enabled)
            .bind(client_id)
            .execute(&self.writer)
            .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Puts another client secret in the old one's place, at once; false when there is no such client.
    ///
    /// # Errors
    /// `Error::Sql`.
    pub async fn set_client_secret(&self, client_id: &str, secret_mac: &[u8]) -> Result<bool, Error> {
        let done = sqlx::query("UPDATE clients SET secret_mac = ? WHERE client_id = ?")
            .bind(secret_mac)
            .bind(client_id)
            .execute(&self.writer)
            .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Puts another webhook secret in front; the present one signs too until `old_until` (milliseconds since 1970).
    /// False when there is no such client.
    ///
    /// # Errors
    /// `Error::Sql`.
    pub async fn set_webhook_secret(&self, client_id: &str, sealed: &[u8], old_until: i64) -> Result<bool, Error> {
        let done = sqlx::query(
            "UPDATE clients SET webhook_secret_old = webhook_secret, webhook_secret_old_until = ?, webhook_secret = ? \
             WHERE client_id = ?",
        )
        .bind(old_until)
        .bind(sealed)
        .bind(client_id)
        .execute(&self.writer)
        .await?;
        Ok(done.rows_affected() == 1)
    }
}

fn read(row: &SqliteRow) -> Result<ClientRow, Error> {
    let old: Option<Vec<u8>> = row.try_get("webhook_secret_old")?;
    let until: Option<i64> = row.try_get("webhook_secret_old_until")?;
    Ok(ClientRow {
        client_id: row.try_get("client_id")?,
        name: row.try_get("name")?,
        secret_mac: row.try_get("secret_mac")?,
        webhook_secret: row.try_get("webhook_secret")?,
        old_webhook_secret: old.zip(until),
        redirect_urls: unwords(&row.try_get::<String, _>("redirect_urls")?)?,
        frame_origins: unwords(&row.try_get::<String, _>("frame_origins")?)?,
        ais: row.try_get("ais")?,
        require_tracking: row.try_get("require_tracking")?,
        hides_transfer: row.try_get("hides_transfer")?,
        template: row.try_get("template")?,
        enabled: row.try_get("enabled")?,
        created_at: row.try_get("created_at")?,
    })
}

fn words(list: &[String]) -> String {
    serde_json::Value::from(list.to_vec()).to_string()
}

fn unwords(text: &str) -> Result<Vec<String>, Error> {
    serde_json::from_str(text).map_err(|_| Error::Corrupt("clients: a list of addresses"))
}
