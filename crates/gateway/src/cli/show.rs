//! `finqlink config`: what is in force, and who said so. The text can be used as a configuration file.
//! Never here: reading values.

use super::print::{self, Form};
use crate::config::settings::{Setting, Settings};
use serde_json::{Map, Value, json};

/// Its arguments.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Show what `finqlink demo` would use
    #[arg(long)]
    pub demo: bool,
    #[command(flatten)]
    form: Form,
}

/// Prints it.
///
/// # Errors
/// When stdout is closed.
pub fn run(args: &Args, settings: &Settings) -> anyhow::Result<()> {
    let all = settings.all();
    let json: Map<String, Value> = all
        .iter()
        .map(|one| (one.key.name.to_owned(), json!({"value": one.shown(), "source": one.source.to_string()})))
        .collect();
    let lines: Vec<Vec<String>> = all.iter().map(line).collect();
    print::answer(args.form, &Value::Object(json), &print::table(&lines))
}

fn line(setting: &Setting) -> Vec<String> {
    let entry = match setting.shown() {
        Some(value) => format!("{} = {}", setting.key.name, toml::Value::String(value)),
        None => format!("# {} is not set", setting.key.name),
    };
    vec![entry, format!("# {}", setting.source)]
}
