//! What a consent's page tells. Never here: a sentence; the page has those.

use super::Moment;
use crate::{DataGroup, EndedBy, JobStatus};
use serde::{Deserialize, Serialize};

/// A day: for machines and, in the page's language, for people.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize, miniserde::Deserialize)]
pub struct Day {
    /// Milliseconds since 1970, UTC, of the moment that the day stands for.
    pub at_ms: i64,
    /// RFC 3339, for `<time datetime>`.
    pub iso: String,
    /// For people: "10 June 2026".
    pub text: String,
}

/// A length of time in days.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize, miniserde::Deserialize)]
pub struct Days {
    /// How many.
    pub count: u32,
    /// For people: "90 days".
    pub text: String,
}

/// An account that is shared.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize, miniserde::Deserialize)]
pub struct SharedAccount {
    /// Masked: "RO03 … 9999".
    pub iban: String,
    /// ISO 4217.
    pub currency: String,
}

/// How far the reading of data at the bank has come: the first import, or the newest refresh.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, miniserde::Deserialize)]
pub struct Fetch {
    /// Where the job stands.
    pub status: JobStatus,
    /// Accounts read so far.
    pub accounts: u32,
    /// Balances read so far.
    pub balances: u32,
    /// Transactions read so far.
    pub transactions: u32,
    /// Accounts that could not be read.
    pub missing: u32,
}

/// What the PSU is asked to share, or shares.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize, miniserde::Deserialize)]
pub struct Consent {
    /// The API client, which asks and gets the data: a stranger's words.
    pub asker: String,
    /// The licensed firm that reads the data at the bank and hands it on.
    pub firm: String,
    /// What it is for, in the asker's words; empty where it gave none.
    pub purpose: String,
    /// What is shared.
    pub scope: Vec<DataGroup>,
    /// How far back transactions go; `None` where that is for the bank to say.
    pub history: Option<Days>,
    /// For how long.
    pub validity: Days,
    /// The last day: as it would be if it began now, and from the authorisation on as it is.
    pub until: Day,
    /// How often a day the data may be read without the PSU; `None` for a consent to one reading.
    pub times_a_day: Option<u32>,
    /// Who else gets the data: strangers' words.
    pub recipients: Vec<String>,
    /// Until when the link can be used.
    pub expires: Moment,
    /// The reference a PSU can quote in questions.
    pub support_ref: String,
    /// When the PSU authorised it.
    pub since: Option<Moment>,
    /// What is shared, once it is known; not told in a reduced or public view.
    pub accounts: Vec<SharedAccount>,
    /// The newest reading at the bank, once there is one.
    pub fetch: Option<Fetch>,
    /// Who ended it, when it is revoked.
    pub ended_by: Option<EndedBy>,
    /// When it ended, when it is revoked.
    pub ended: Option<Moment>,
    /// This browser authorised it and may withdraw it.
    pub can_withdraw: bool,
    /// Opened by the consent's own id: nobody can withdraw here, whoever agrees here too.
    pub is_reduced: bool,
}
