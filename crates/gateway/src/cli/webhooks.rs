//! `finqlink webhooks`: what was told to API clients, and telling it again. Works on the store; a running gateway
//! sends within a second or two.
//! Never here: sending.

use super::print::{self, Form};
use crate::config::Config;
use crate::doors::clock::{Clock, System};
use crate::start::open_store;
use crate::store::outbox::{Message, MessageState, OutboxFilter};
use anyhow::bail;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

/// What can be done with webhooks.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// List messages, the newest first
    List(List),
    /// Send again, with the same id and bytes: one message, or all of an object
    Replay(Replay),
}

/// Which are listed.
#[derive(Debug, Args)]
pub struct List {
    /// Only of this link or consent
    #[arg(long, value_name = "ID")]
    object: Option<String>,
    /// Only in this state: waiting, delivered or dead
    #[arg(long, value_parser = state)]
    state: Option<MessageState>,
    /// At most so many
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    limit: u32,
    #[command(flatten)]
    form: Form,
}

/// Which are sent again.
#[derive(Debug, Args)]
pub struct Replay {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    form: Form,
}

/// One message, or those of one object.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub struct Which {
    /// The message with this webhook-id
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// All messages of this link or consent
    #[arg(long, value_name = "ID")]
    object: Option<String>,
}

fn state(word: &str) -> Result<MessageState, String> {
    MessageState::parse(word).ok_or_else(|| {
        let known = MessageState::ALL.map(MessageState::as_str).join(", ");
        format!("must be one of: {known}")
    })
}

/// Does it.
///
/// # Errors
/// One line that says why not.
pub async fn run(command: Command, config: &Config) -> anyhow::Result<()> {
    match command {
        Command::List(list) => show(list, config).await,
        Command::Replay(replay) => again(replay, config).await,
    }
}

async fn show(list: List, config: &Config) -> anyhow::Result<()> {
    let filter = OutboxFilter { object_id: list.object, state: list.state };
    let messages = open_store(config).await?.messages(&filter, i64::from(list.limit)).await?;
    let head = ["webhook-id", "object", "seq", "state", "tries", "last tried", "last result", "receiver"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    rows.extend(messages.iter().map(row));
    let json = json!({"messages": messages.iter().map(object).collect::<Vec<_>>()});
    print::answer(list.form, &json, &print::table(&rows))
}

async fn again(replay: Replay, config: &Config) -> anyhow::Result<()> {
    let (store, now) = (open_store(config).await?, System.now_ms());
    let (count, what) = match (replay.which.id, replay.which.object) {
        (Some(id), _) => (store.replay_message(&id, now).await?, format!("message {id:?}")),
        (None, Some(object)) => (store.replay_object(&object, now).await?, format!("message of the object {object:?}")),
        (None, None) => bail!("name a message by --id, or an object by --object"),
    };
    if count == 0 {
        bail!("there is no {what}");
    }
    let text = format!("{count} to be sent again; a running gateway does so within two seconds.");
    print::answer(replay.form, &json!({"replayed": count}), &text)
}

fn row(message: &Message) -> Vec<String> {
    vec![
        message.message_id.clone(),
        message.object_id.clone(),
        message.seq.to_string(),
        message.state.as_str().to_owned(),
        message.tries.to_string(),
        message.last_tried_at.map(print::time).unwrap_or_default(),
        message.last_result.clone().unwrap_or_default(),
        message.authority.clone(),
    ]
}

fn object(message: &Message) -> Value {
    let waits = message.state == MessageState::Waiting;
    json!({
        "id": message.message_id,
        "client_id": message.client_id,
        "object_id": message.object_id,
        "sequence": message.seq,
        "url": message.url,
        "body": message.body,
        "state": message.state.as_str(),
        "tries": message.tries,
        "created_at": print::time(message.created_at),
        "next_try_at": waits.then(|| print::time(message.next_try_at)),
        "last_tried_at": message.last_tried_at.map(print::time),
        "last_result": message.last_result,
    })
}
