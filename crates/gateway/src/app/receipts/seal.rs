//! A receipt as a file: the record inside the paper that people read, and the seal over both. Each field has a digest of its own,
//! so that a check can say what was changed, and not only that something was.
//! Never here: whose key is believed; that is for whoever checks.

use super::record::{Record, canonical};
use crate::doors::keys::{Fault, Keys};
use crate::doors::signature;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Where the record stands in a file.
pub const OPENS: &str = "<script type=\"application/json\" id=\"finqlink-receipt\">";
const CLOSES: &str = "</script>";
/// What is signed says what it is, so that no other signature of ours can pass for it.
const KIND: &str = "finqlink consent receipt v1";

/// The paper around a record: what stands before and after it in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// Up to and with `OPENS`.
    pub before: String,
    /// From `</script>` on.
    pub after: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Envelope {
    record: Map<String, Value>,
    seal: Seal,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Seal {
    kind: String,
    /// SHA-256 of each field's value, canonical.
    fields: BTreeMap<String, String>,
    /// SHA-256 of the record, canonical.
    record: String,
    /// SHA-256 of the paper.
    paper: String,
    /// Ed25519.
    public_key: String,
    signature: String,
}

impl Seal {
    /// What the signature is made of: all but itself.
    fn statement(&self) -> String {
        let Self { kind, fields, record, paper, public_key, .. } = self;
        let signed =
            json!({"kind": kind, "fields": fields, "record": record, "paper": paper, "public_key": public_key});
        canonical(&signed)
    }

    fn is_signed(&self) -> bool {
        let (Ok(key), Ok(signed)) = (STANDARD.decode(&self.public_key), STANDARD.decode(&self.signature)) else {
            return false;
        };
        self.kind == KIND && signature::holds(&key, self.statement().as_bytes(), &signed)
    }
}

/// Something in a file that is not as it was signed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// Not text.
    #[error("byte {0} is not UTF-8 text")]
    NotText(usize),
    /// No record, or more than one.
    #[error("it holds no record of a consent, or more than one")]
    NoRecord,
    /// The record is no record of ours.
    #[error("byte {byte}: the record cannot be read ({why})")]
    Unreadable {
        /// Place in the file, from 1.
        byte: usize,
        /// Why.
        why: String,
    },
    /// A field's value.
    #[error("the field `{0}` was changed")]
    Field(String),
    /// A field that was taken away.
    #[error("the field `{0}` was taken away")]
    Missing(String),
    /// A field that was never signed.
    #[error("the field `{0}` was added")]
    Added(String),
    /// Digests, key or signature.
    #[error("the seal was changed: its signature does not fit its digests and its key")]
    Seal,
    /// The same values, in other signs.
    #[error("byte {0}: the record is written in another way than it was signed")]
    Written(usize),
    /// The part that people read.
    #[error("the part around the record, which people read, was changed")]
    Paper,
}

/// A file that is as it was signed.
#[derive(Clone, Debug)]
pub struct Whole {
    /// What it says.
    pub record: Record,
    /// Key that signed it.
    pub public_key: [u8; 32],
    /// SHA-256 of the record, in hex.
    pub sha256: String,
}

/// Puts a record into its paper, under our seal: the file.
///
/// # Errors
/// `Fault` when it cannot be signed.
pub fn seal(keys: &Keys, record: &Record, paper: &Paper) -> Result<String, Fault> {
    let Ok(Value::Object(record)) = serde_json::to_value(record) else { return Err(Fault::TooLong) };
    let fields = record.iter().map(|(name, value)| (name.clone(), digest(&canonical(value)))).collect();
    let Some(key) = keys.receipt_keys().first().copied() else { return Err(Fault::Sealed) };
    let mut seal = Seal {
        kind: KIND.to_owned(),
        fields,
        record: digest(&canonical(&Value::Object(record.clone()))),
        paper: paper.digest(),
        public_key: STANDARD.encode(key),
        signature: String::new(),
    };
    seal.signature = STANDARD.encode(keys.sign(seal.statement().as_bytes())?.signature);
    Ok([paper.before.as_str(), &written(&Envelope { record, seal }), &paper.after].concat())
}

/// Holds a file against its own seal; all flaws that can be told apart.
///
/// # Errors
/// What is not as it was signed; never empty.
pub fn check(file: &[u8]) -> Result<Whole, Vec<Flaw>> {
    let file = std::str::from_utf8(file).map_err(|error| vec![Flaw::NotText(error.valid_up_to() + 1)])?;
    let (paper, text) = open(file).ok_or_else(|| vec![Flaw::NoRecord])?;
    let envelope: Envelope = serde_json::from_str(text).map_err(|error| {
        // The record stands on one line.
        vec![Flaw::Unreadable { byte: paper.before.len() + error.column().max(1), why: plain(&error) }]
    })?;
    let mut flaws = fields(&envelope);
    let sha256 = digest(&canonical(&Value::Object(envelope.record.clone())));
    if !envelope.seal.is_signed() || (flaws.is_empty() && sha256 != envelope.seal.record) {
        flaws.push(Flaw::Seal);
    }
    let again = written(&envelope);
    if flaws.is_empty() && again != text {
        flaws.push(Flaw::Written(paper.before.len() + first_difference(&again, text)));
    }
    if paper.digest() != envelope.seal.paper && !flaws.contains(&Flaw::Seal) {
        flaws.push(Flaw::Paper);
    }
    let public_key = STANDARD.decode(&envelope.seal.public_key).ok().and_then(|key| key.try_into().ok());
    let record = serde_json::from_value(Value::Object(envelope.record));
    match (flaws.is_empty(), record, public_key) {
        (true, Ok(record), Some(public_key)) => Ok(Whole { record, public_key, sha256 }),
        (true, Err(error), _) => Err(vec![Flaw::Unreadable { byte: paper.before.len() + 1, why: error.to_string() }]),
        (true, _, None) => Err(vec![Flaw::Seal]),
        (false, ..) => Err(flaws),
    }
}

/// Where, from 1, the paper of a file is another than `again` writes for its record; `None` where `again` writes another one than
/// was signed, as a later version may.
pub fn place_in_paper(file: &[u8], again: impl FnOnce(&Record) -> Paper) -> Option<usize> {
    let file = std::str::from_utf8(file).ok()?;
    let (is, text) = open(file)?;
    let envelope: Envelope = serde_json::from_str(text).ok()?;
    let was = again(&serde_json::from_value(Value::Object(envelope.record)).ok()?);
    let place = if was.before == is.before {
        file.len() - is.after.len() + first_difference(&was.after, &is.after)
    } else {
        first_difference(&was.before, &is.before)
    };
    (was.digest() == envelope.seal.paper).then_some(place)
}

/// Place of the first byte, from 1, that differs.
fn first_difference(one: &str, other: &str) -> usize {
    one.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count() + 1
}

impl Paper {
    fn digest(&self) -> String {
        digest(&[&self.before, "\0", &self.after].concat())
    }
}

/// Paper and record of a file.
fn open(file: &str) -> Option<(Paper, &str)> {
    let (before, rest) = file.split_once(OPENS)?;
    let (text, after) = rest.split_once(CLOSES)?;
    let paper = Paper { before: [before, OPENS].concat(), after: [CLOSES, after].concat() };
    (!after.contains(OPENS)).then_some((paper, text))
}

/// What is wrong with fields, by name.
fn fields(envelope: &Envelope) -> Vec<Flaw> {
    let Envelope { record, seal } = envelope;
    let signed = seal.fields.iter().filter_map(|(name, expected)| match record.get(name) {
        None => Some(Flaw::Missing(name.clone())),
        Some(value) if digest(&canonical(value)) != *expected => Some(Flaw::Field(name.clone())),
        Some(_) => None,
    });
    let added = record.keys().filter(|name| !seal.fields.contains_key(*name)).cloned().map(Flaw::Added);
    signed.chain(added).collect()
}

/// On one line, and without a sign that could end the element around it.
fn written(envelope: &Envelope) -> String {
    let value = serde_json::to_value(envelope).unwrap_or_default();
    canonical(&value).replace('<', "\\u003c")
}

fn digest(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}

/// Without the place, which is told in bytes of the file.
fn plain(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or_default().to_owned()
}
