//! `finqlink keys`: the root key file.
//! Never here: what the keys are for.

use super::print::{self, Form};
use crate::config::Config;
use crate::doors::keys;
use clap::Subcommand;
use serde_json::json;

/// What can be done with it.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Put a new key in front; the older ones still open and verify. Makes the file where there is none
    Rotate(Form),
}

/// Does it.
///
/// # Errors
/// One line that names the file.
pub fn run(command: &Command, config: &Config) -> anyhow::Result<()> {
    let Command::Rotate(form) = command;
    let path = &config.key_file;
    let shown = path.display().to_string();
    if !path.exists() {
        keys::create(path)?;
        let text = format!("{shown} was made, with one key. Keep a copy: without it nothing sealed can be opened.");
        return print::answer(*form, &json!({"key_file": shown, "keys": 1, "made": true}), &text);
    }
    let count = keys::rotate(path)?;
    let text = format!(
        "{shown} has a new key in front of {} older. A running gateway knows what the new key makes at once, \
         and makes with it after its next start.",
        count - 1
    );
    print::answer(*form, &json!({"key_file": shown, "keys": count, "made": false}), &text)
}
