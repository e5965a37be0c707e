//! `finqlink clients`: what a running gateway sees with its next call.
//! Never here: how secrets are made and kept (`app::registration`).

use super::brand;
use super::print::{self, Form};
use crate::app::registration::{self, Fault, Issued, NewClient, Rotate};
use crate::config::Config;
use crate::doors::clock::{Clock, System};
use crate::start::{open_keys, open_store};
use crate::store::brands::BrandRow;
use crate::store::clients::ClientRow;
use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Map, Value, json};

/// What can be done with clients.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a client; its secrets are printed once
    Create(Create),
    /// List all clients
    List(Form),
    /// Refuse a client's calls from now on
    Disable(Named),
    /// Take a client's calls again
    Enable(Named),
    /// Say, or show, what a client's pages look like: name, logo, one colour, corners, legal text and links, template, language
    Brand(brand::Args),
    /// Give a client new secrets; the old webhook secret signs too for a day, the old client secret ends at once
    RotateSecret(RotateSecret),
}

/// A new client.
#[derive(Debug, Args)]
pub struct Create {
    /// Name for people, 1 to 128 characters
    name: String,
    /// Where payers may return: https, an app's own scheme, or http://localhost:*; may be repeated
    #[arg(long = "redirect-url", value_name = "URL")]
    redirect_urls: Vec<String>,
    /// Whose frames may hold the page, such as https://shop.example; may be repeated
    #[arg(long = "frame-origin", value_name = "ORIGIN")]
    frame_origins: Vec<String>,
    /// May ask for account data
    #[arg(long)]
    ais: bool,
    /// Refuse calls without tracking ids
    #[arg(long)]
    require_tracking: bool,
    /// Do not offer a transfer by hand, with its QR code, to payers whose bank is not on the page
    #[arg(long)]
    no_transfer: bool,
    /// Template of its pages [default: default_template of the configuration]
    #[arg(long)]
    template: Option<String>,
    #[command(flatten)]
    form: Form,
}

/// One client.
#[derive(Debug, Args)]
pub struct Named {
    /// Its client_id
    client_id: String,
    #[command(flatten)]
    form: Form,
}

/// New secrets.
#[derive(Debug, Args)]
pub struct RotateSecret {
    #[command(flatten)]
    named: Named,
    /// Only this secret [default: both]
    #[arg(long, value_enum)]
    only: Option<Which>,
}

/// One of the two secrets.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Which {
    /// The one for API calls
    Client,
    /// The one that signs webhooks
    Webhook,
}

/// Does it.
///
/// # Errors
/// One line that says why not.
pub async fn run(command: Command, config: &Config) -> anyhow::Result<()> {
    match command {
        Command::Create(create) => make(create, config).await,
        Command::List(form) => list(form, config).await,
        Command::Disable(named) => switch(&named, false, config).await,
        Command::Enable(named) => switch(&named, true, config).await,
        Command::Brand(args) => brand::run(args, config).await,
        Command::RotateSecret(rotate) => new_secrets(&rotate, config).await,
    }
}

async fn make(create: Create, config: &Config) -> anyhow::Result<()> {
    let (form, keys, store) = (create.form, open_keys(config)?, open_store(config).await?);
    let new = NewClient {
        name: create.name,
        redirect_urls: create.redirect_urls,
        frame_origins: create.frame_origins,
        ais: create.ais,
        require_tracking: create.require_tracking,
        hides_transfer: create.no_transfer,
        template: create.template.unwrap_or_else(|| config.default_template.clone()),
    };
    let issued = registration::create(&store, &keys, System.now_ms(), new, finqlink_webui::templates::IDS).await?;
    show_once(form, &issued)
}

async fn new_secrets(rotate: &RotateSecret, config: &Config) -> anyhow::Result<()> {
    let (keys, store) = (open_keys(config)?, open_store(config).await?);
    let which = match rotate.only {
        None => Rotate::Both,
        Some(Which::Client) => Rotate::Client,
        Some(Which::Webhook) => Rotate::Webhook,
    };
    let issued = registration::rotate(&store, &keys, System.now_ms(), &rotate.named.client_id, which).await?;
    show_once(rotate.named.form, &issued)
}

fn show_once(form: Form, issued: &Issued) -> anyhow::Result<()> {
    let secrets = [("client_secret", &issued.client_secret), ("webhook_secret", &issued.webhook_secret)];
    let mut rows = vec![vec!["client_id".to_owned(), issued.client_id.clone()]];
    rows.extend(
        secrets
            .iter()
            .filter_map(|(name, secret)| Some(vec![(*name).to_owned(), secret.as_ref()?.expose().to_owned()])),
    );
    let json: Map<String, Value> =
        rows.iter().filter_map(|row| Some((row.first()?.clone(), Value::from(row.get(1)?.clone())))).collect();
    let text = format!("{}\nThe secrets are shown this once; keep them now.", print::table(&rows));
    print::answer(form, &Value::Object(json), &text)
}

async fn switch(named: &Named, enabled: bool, config: &Config) -> anyhow::Result<()> {
    let store = open_store(config).await?;
    if !store.set_client_enabled(&named.client_id, enabled).await? {
        return Err(Fault::NotFound(named.client_id.clone()).into());
    }
    let word = if enabled { "enabled" } else { "disabled" };
    let json = json!({"client_id": named.client_id, "enabled": enabled});
    print::answer(named.form, &json, &format!("{} is {word}.", named.client_id))
}

async fn list(form: Form, config: &Config) -> anyhow::Result<()> {
    let store = open_store(config).await?;
    let mut rows = vec![["client_id", "state", "template", "since", "name"].map(str::to_owned).to_vec()];
    let mut objects = Vec::new();
    for client in store.clients().await? {
        let brand = store.brand(&client.client_id).await?;
        rows.push(row(&client, brand.as_ref()));
        objects.push(object(&client, brand.as_ref()));
    }
    let json = json!({"clients": objects});
    print::answer(form, &json, &print::table(&rows))
}

fn row(client: &ClientRow, brand: Option<&BrandRow>) -> Vec<String> {
    let state = if client.enabled { "enabled" } else { "disabled" };
    let template = brand.and_then(|brand| brand.template.as_ref()).unwrap_or(&client.template);
    vec![
        client.client_id.clone(),
        state.to_owned(),
        template.clone(),
        print::time(client.created_at),
        client.name.clone(),
    ]
}

fn object(client: &ClientRow, brand: Option<&BrandRow>) -> Value {
    json!({
        "client_id": client.client_id,
        "name": client.name,
        "enabled": client.enabled,
        "redirect_urls": client.redirect_urls,
        "frame_origins": client.frame_origins,
        "ais": client.ais,
        "require_tracking": client.require_tracking,
        "hides_transfer": client.hides_transfer,
        "template": client.template,
        "brand": brand.map(brand::object),
        "created_at": print::time(client.created_at),
    })
}
