//! `finqlink receipts`: whether a receipt of a consent is as it was signed, and what it says. Offline: neither store nor gateway
//! is asked. Never here: how a receipt is sealed.

use super::print::{self, Form};
use crate::app::receipts::record::Record;
use crate::app::receipts::seal::{self, Flaw, Whole};
use crate::config::Config;
use crate::doors::keys::Keys;
use crate::pages::receipt::paper::paper;
use anyhow::{Context, bail};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use clap::{Args, Subcommand};
use finqlink_webui::words;
use serde_json::json;
use std::path::{Path, PathBuf};

/// More than any receipt of ours.
const MOST_BYTES: u64 = 8 << 20;

/// What can be done with receipts.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Print the public keys that our receipts are signed with, the current one first
    Key(Form),
    /// Say whether a receipt is as it was signed, and if not, what was changed
    Verify(Verify),
    /// Say what a receipt holds and whose key signed it, and write the screen again that was accepted
    Show(Show),
}

/// What is held against what.
#[derive(Debug, Args)]
pub struct Verify {
    /// The receipt
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The key it must be signed with, as `finqlink receipts key` prints it [default: those of this installation]
    #[arg(long)]
    key: Option<String>,
    #[command(flatten)]
    form: Form,
}

/// What is shown.
#[derive(Debug, Args)]
pub struct Show {
    /// The receipt
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Write the screen, as it was shown, to this file
    #[arg(long, value_name = "FILE.html")]
    screen: Option<PathBuf>,
    #[command(flatten)]
    form: Form,
}

/// Does it.
///
/// # Errors
/// One line that says why not; for a receipt that was changed, what was.
pub fn run(command: Command, config: &Config) -> anyhow::Result<()> {
    match command {
        Command::Key(form) => key(form, config),
        Command::Verify(args) => verify(&args, config),
        Command::Show(args) => show(&args, config),
    }
}

fn key(form: Form, config: &Config) -> anyhow::Result<()> {
    let keys: Vec<String> = ours(config)?.iter().map(|key| STANDARD.encode(key)).collect();
    print::answer(form, &json!({ "public_keys": keys }), &keys.join("\n"))
}

/// The keys of this installation.
fn ours(config: &Config) -> anyhow::Result<Vec<[u8; 32]>> {
    Ok(Keys::load(&config.key_file).context("key_file")?.receipt_keys())
}

/// Whether a receipt was signed by who was expected; `None` where nobody is known here.
fn is_theirs(whole: &Whole, named: Option<&str>, config: &Config) -> anyhow::Result<Option<bool>> {
    let known = match named {
        Some(key) => Some(vec![given(key)?]),
        None if config.key_file.exists() => Some(ours(config)?),
        None => None,
    };
    Ok(known.map(|keys| keys.contains(&whole.public_key)))
}

fn verify(args: &Verify, config: &Config) -> anyhow::Result<()> {
    let whole = whole(&args.file)?;
    let (shown, signer) = (args.file.display(), STANDARD.encode(whole.public_key));
    match is_theirs(&whole, args.key.as_deref(), config)? {
        Some(true) => {}
        Some(false) => {
            let whose = if args.key.is_some() { "the one that was named" } else { "one of this installation" };
            bail!("{shown}: it is whole, but signed with the key {signer}, which is not {whose}");
        }
        None => bail!(
            "{shown}: it is not proven by anybody: whoever holds the key {signer} signed it, and whose that is cannot be told here. \
             Ask the firm for its key, and give it by --key"
        ),
    }
    let Record { consent_id, asker, accepted_at, .. } = &whole.record;
    let text = format!(
        "The receipt is whole: nothing in it was changed since it was signed.\n\
         Consent {}, accepted at {}, shared with {}.\n\
         SHA-256 of the record {}\nSigned with the key {signer}. The key is the right one.",
        visible(consent_id),
        visible(accepted_at),
        visible(asker),
        whole.sha256
    );
    let json = json!({
        "whole": true,
        "key_is_known": true,
        "consent_id": consent_id,
        "accepted_at": accepted_at,
        "sha256": whole.sha256,
        "public_key": signer,
    });
    print::answer(args.form, &json, &text)
}

/// Strangers' words: hidden signs are made visible, and none of them can steer a terminal.
fn visible(text: &str) -> String {
    words::unmasked_text(text).replace(char::is_control, "\u{fffd}")
}

fn given(key: &str) -> anyhow::Result<[u8; 32]> {
    let bytes = STANDARD.decode(key.trim()).ok().and_then(|bytes| bytes.try_into().ok());
    bytes.with_context(|| format!("--key: {key:?} is no public key; `finqlink receipts key` prints one"))
}

fn show(args: &Show, config: &Config) -> anyhow::Result<()> {
    let whole = whole(&args.file)?;
    let is_ours = is_theirs(&whole, None, config)?;
    let signer = STANDARD.encode(whole.public_key);
    let whose = match is_ours {
        Some(true) => "a key of this installation",
        Some(false) => "NOT a key of this installation",
        None => "whose key that is cannot be told here",
    };
    let record = whole.record;
    let mut json = json!({ "record": &record, "public_key": signer, "key_is_known": is_ours });
    if let Some(screen) = &args.screen {
        std::fs::write(screen, &record.screen).with_context(|| format!("cannot write {}", screen.display()))?;
        json["record"]["screen"] = json!(screen);
    }
    let attempt = record.attempt.map_or_else(|| "not told".to_owned(), |number| number.to_string());
    let rows = [
        ["consent", &record.consent_id],
        ["attempt", &attempt],
        ["accepted at", &record.accepted_at],
        ["shared with", &record.asker],
        ["read by", &record.firm],
        ["what", &record.shared],
        ["how long", &record.period],
        ["bank", &record.bank],
        ["pressed", &record.pressed],
        ["language", &record.language],
        ["template", &record.template],
        ["page", &record.page_version],
        ["signed with", &format!("{signer} ({whose})")],
    ];
    let rows: Vec<Vec<String>> = rows.map(|row| row.map(visible).to_vec()).to_vec();
    let lines: String = record.text.iter().map(|line| format!("  {}\n", visible(line))).collect();
    print::answer(args.form, &json, &format!("{}\n\nWhat the page said:\n{lines}", print::table(&rows)))
}

/// The receipt in a file that is as it was signed.
fn whole(file: &Path) -> anyhow::Result<Whole> {
    let shown = file.display();
    let length = std::fs::metadata(file).with_context(|| format!("cannot read {shown}"))?.len();
    anyhow::ensure!(length <= MOST_BYTES, "{shown} is {length} bytes long: no receipt of ours is");
    let bytes = std::fs::read(file).with_context(|| format!("cannot read {shown}"))?;
    match seal::check(&bytes) {
        Ok(whole) => Ok(whole),
        Err(flaws) => {
            let said: Vec<String> = flaws.iter().map(|flaw| said(flaw, &bytes)).collect();
            bail!("{shown} is not as it was signed: {}", said.join("; "))
        }
    }
}

/// A flaw in words, the file's own among them; where the paper alone was changed, with the place, found by writing the paper again.
fn said(flaw: &Flaw, bytes: &[u8]) -> String {
    match (flaw, seal::place_in_paper(bytes, paper)) {
        (Flaw::Paper, Some(place)) => format!("{flaw}, from byte {place} on"),
        _ => visible(&flaw.to_string()),
    }
}
