//! How API clients come to be: made, given new secrets, the demo client seeded. What the command line calls.
//! Never here: SQL, printing, HTTP.

use super::address::{self, AddressFault};
use crate::doors::keys::{self, Keys, Purpose};
use crate::doors::secrets::{self, Secret};
use crate::store::clients::ClientRow;
use crate::store::{self, Store};

/// The demo client's id (contract §1).
pub const DEMO_CLIENT_ID: &str = "demo";
/// The demo client's secret: known to everybody, good in demo mode only.
pub const DEMO_CLIENT_SECRET: &str = "demo-secret";
/// The demo client's webhook key; its webhook secret is `whsec_` and base64 of this.
pub const DEMO_WEBHOOK_KEY: &[u8] = b"finqlink-demo-webhook-secret-0001";
/// For how long the old webhook secret signs beside the new one, milliseconds.
pub const OLD_SECRET_SIGNS_MS: i64 = 24 * 60 * 60 * 1000;

const LONGEST_NAME: usize = 128;

/// What an operator says of a new client.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewClient {
    /// Name for people, 1–128 characters.
    pub name: String,
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
}

/// Secrets, to be shown once.
#[derive(Clone, Debug)]
pub struct Issued {
    /// Whose.
    pub client_id: String,
    /// For the API; none where it stays as it was.
    pub client_secret: Option<Secret>,
    /// For checking webhooks; none where it stays as it was.
    pub webhook_secret: Option<Secret>,
}

/// Why a client cannot be made or changed.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// A name breaks its rule.
    #[error("the name must have 1 to 128 characters, and no control characters")]
    Name,
    /// An address breaks its rule.
    #[error("{field} {value:?} {fault}")]
    Address {
        /// `redirect_url` or `frame_origin`.
        field: &'static str,
        /// What was given.
        value: String,
        /// The rule.
        fault: AddressFault,
    },
    /// No such template.
    #[error("template {value:?} is not known; it must be one of: {known}")]
    Template {
        /// What was given.
        value: String,
        /// The templates of this build.
        known: String,
    },
    /// No such client.
    #[error("there is no client {0:?}")]
    NotFound(String),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The keys failed.
    #[error(transparent)]
    Keys(#[from] keys::Fault),
}

/// Which secrets are made anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rotate {
    /// Both.
    Both,
    /// The client secret; the old one ends at once.
    Client,
    /// The webhook secret; the old one signs too for [`OLD_SECRET_SIGNS_MS`].
    Webhook,
}

impl ClientRow {
    /// Whether this is the client's secret. Compared as MACs, in constant time.
    pub fn has_secret(&self, keys: &Keys, secret: &str) -> bool {
        keys.verify(Purpose::ClientSecret, &secret_text(&self.client_id, secret), &self.secret_mac)
    }

    /// The webhook keys that sign at `now`, the newest first: one, or two during a rotation.
    ///
    /// # Errors
    /// `keys::Fault::Sealed` when the server key that sealed them is not in the key file.
    pub fn webhook_keys(&self, keys: &Keys, now: i64) -> Result<Vec<Vec<u8>>, keys::Fault> {
        let context = webhook_context(&self.client_id);
        let old = self.old_webhook_secret.as_ref().filter(|(_, until)| now < *until).map(|(sealed, _)| sealed);
        [Some(&self.webhook_secret), old].into_iter().flatten().map(|sealed| keys.open(&context, sealed)).collect()
    }
}

/// Makes a client with fresh secrets.
///
/// # Errors
/// The first rule that `new` breaks; `Fault::Store`, `Fault::Keys`.
pub async fn create(store: &Store, keys: &Keys, now: i64, new: NewClient, templates: &[&str]) -> Result<Issued, Fault> {
    check(&new, templates)?;
    let client_id = format!("client_{}", uuid::Uuid::new_v4().simple());
    let client_secret = secrets::new_client_secret();
    let webhook_key = secrets::random_bytes::<32>();
    let row = row(keys, now, &client_id, new, (client_secret.expose(), &webhook_key))?;
    store.put_client(&row, false).await?;
    Ok(Issued {
        client_id,
        client_secret: Some(client_secret),
        webhook_secret: Some(secrets::webhook_secret(&webhook_key)),
    })
}

/// Gives a client new secrets.
///
/// # Errors
/// `Fault::NotFound`, `Fault::Store`, `Fault::Keys`.
pub async fn rotate(store: &Store, keys: &Keys, now: i64, client_id: &str, which: Rotate) -> Result<Issued, Fault> {
    let mut issued = Issued { client_id: client_id.to_owned(), client_secret: None, webhook_secret: None };
    let mut found = true;
    if which != Rotate::Client {
        let key = secrets::random_bytes::<32>();
        let sealed = keys.seal(&webhook_context(client_id), &key)?;
        found &= store.set_webhook_secret(client_id, &sealed, now.saturating_add(OLD_SECRET_SIGNS_MS)).await?;
        issued.webhook_secret = Some(secrets::webhook_secret(&key));
    }
    if which != Rotate::Webhook {
        let secret = secrets::new_client_secret();
        let mac = keys.mac(Purpose::ClientSecret, &secret_text(client_id, secret.expose()));
        found &= store.set_client_secret(client_id, &mac).await?;
        issued.client_secret = Some(secret);
    }
    if found { Ok(issued) } else { Err(Fault::NotFound(client_id.to_owned())) }
}

/// Makes the demo client, or puts it back as it was. For demo mode only: everybody knows its secrets.
///
/// # Errors
/// `Fault::Store`, `Fault::Keys`.
pub async fn seed_demo(store: &Store, keys: &Keys, now: i64, template: &str) -> Result<(), Fault> {
    let loopback = ["http://127.0.0.1:*", "http://localhost:*"].map(str::to_owned).to_vec();
    let demo = NewClient {
        name: "Demo shop".to_owned(),
        redirect_urls: loopback.clone(),
        frame_origins: loopback,
        ais: true,
        require_tracking: false,
        hides_transfer: false,
        template: template.to_owned(),
    };
    let row = row(keys, now, DEMO_CLIENT_ID, demo, (DEMO_CLIENT_SECRET, DEMO_WEBHOOK_KEY))?;
    Ok(store.put_client(&row, true).await?)
}

/// Disables the demo client if it is there with the secret that everybody knows: a store that was used for a demo may
/// be served for real later. True when it was open.
///
/// # Errors
/// `Fault::Store`.
pub async fn retire_demo(store: &Store, keys: &Keys) -> Result<bool, Fault> {
    let open = store
        .client(DEMO_CLIENT_ID)
        .await?
        .is_some_and(|client| client.enabled && client.has_secret(keys, DEMO_CLIENT_SECRET));
    Ok(open && store.set_client_enabled(DEMO_CLIENT_ID, false).await?)
}

fn check(new: &NewClient, templates: &[&str]) -> Result<(), Fault> {
    let length = new.name.chars().count();
    if new.name.trim().is_empty() || length > LONGEST_NAME || new.name.chars().any(char::is_control) {
        return Err(Fault::Name);
    }
    if !templates.contains(&new.template.as_str()) {
        return Err(Fault::Template { value: new.template.clone(), known: templates.join(", ") });
    }
    check_each("redirect_url", &new.redirect_urls, address::check_redirect_registration)?;
    check_each("frame_origin", &new.frame_origins, address::check_frame_origin)
}

fn check_each(
    field: &'static str,
    values: &[String],
    rule: impl Fn(&str) -> Result<(), AddressFault>,
) -> Result<(), Fault> {
    values
        .iter()
        .try_for_each(|value| rule(value).map_err(|fault| Fault::Address { field, value: value.clone(), fault }))
}

fn row(
    keys: &Keys,
    now: i64,
    client_id: &str,
    new: NewClient,
    (secret, webhook_key): (&str, &[u8]),
) -> Result<ClientRow, Fault> {
    Ok(ClientRow {
        client_id: client_id.to_owned(),
        name: new.name,
        secret_mac: keys.mac(Purpose::ClientSecret, &secret_text(client_id, secret)).to_vec(),
        webhook_secret: keys.seal(&webhook_context(client_id), webhook_key)?,
        old_webhook_secret: None,
        redirect_urls: new.redirect_urls,
        frame_origins: new.frame_origins,
        ais: new.ais,
        require_tracking: new.require_tracking,
        hides_transfer: new.hides_transfer,
        template: new.template,
        enabled: true,
        created_at: now,
    })
}

/// The id is bound in, so that a MAC moved to another client's row is worth nothing. Ids hold no NUL.
fn secret_text(client_id: &str, secret: &str) -> Vec<u8> {
    [client_id.as_bytes(), &[0], secret.as_bytes()].concat()
}

fn webhook_context(client_id: &str) -> Vec<u8> {
    [b"clients.webhook_secret:", client_id.as_bytes()].concat()
}

#[cfg(test)]
#[path = "registration_tests.rs"]
mod tests;
