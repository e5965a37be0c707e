//! `finqlink config`: what is in force, and who said so. The text can be used as a configuration file.
//! Never here: reading values.

use super::print::{self, Form};
use crate::config::keys::BANKS;
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
    let mut json = object(settings.all());
    if !settings.banks.is_empty() {
        let banks = settings.banks.iter().map(|bank| (bank.provider_id.clone(), Value::Object(object(&bank.all))));
        json.insert(BANKS.to_owned(), Value::Object(banks.collect()));
    }
    let lines = settings.all().iter().map(line);
    let sections = settings.banks.iter().flat_map(|bank| {
        let head = vec![format!("[{BANKS}.{}]", bank.provider_id)];
        std::iter::once(Vec::new()).chain([head]).chain(bank.all.iter().map(line))
    });
    let lines: Vec<Vec<String>> = lines.chain(sections).collect();
    print::answer(args.form, &Value::Object(json), &print::table(&lines))
}

fn object(all: &[Setting]) -> Map<String, Value> {
    all.iter()
        .map(|one| (one.key.name.to_owned(), json!({"value": one.shown(), "source": one.source.to_string()})))
        .collect()
}

fn line(setting: &Setting) -> Vec<String> {
    let entry = match setting.shown() {
        Some(value) => format!("{} = {}", setting.key.name, toml::Value::String(value)),
        None => format!("# {} is not set", setting.key.name),
    };
    vec![entry, format!("# {}", setting.source)]
}
