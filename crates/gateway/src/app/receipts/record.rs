//! What stands in a receipt: the terms, the page, its text, and the screen itself; and the one way of writing it that is hashed.
//! Never here: who signs it.

use protocol::DataGroup;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What was shown to an account holder, and accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// UUID.
    pub consent_id: String,
    /// Which attempt at a bank it began, from 1; the first receipts do not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempt: Option<u32>,
    /// When it was accepted: RFC 3339, UTC.
    pub accepted_at: String,
    /// The same for people.
    pub accepted: String,
    /// The reference that a person can quote.
    pub reference: String,
    /// Who asked: the API client.
    pub asker: String,
    /// The licensed firm that reads the data.
    pub firm: String,
    /// What for; empty where nothing was said.
    pub purpose: String,
    /// Who else gets it.
    pub recipients: Vec<String>,
    /// What is shared.
    pub scope: Vec<DataGroup>,
    /// The same for people.
    pub shared: String,
    /// For how many days.
    pub validity_days: u32,
    /// Until when, as it was told then: RFC 3339, UTC.
    pub valid_until: String,
    /// Period and frequency for people.
    pub period: String,
    /// The bank.
    pub provider_id: String,
    /// Its name.
    pub bank: String,
    /// The AIS method.
    pub method_id: String,
    /// Language of the page.
    pub language: String,
    /// Template of the page.
    pub template: String,
    /// Which build of the page.
    pub page_version: String,
    /// What the control said that was pressed.
    pub pressed: String,
    /// The text of the screen, line by line.
    pub text: Vec<String>,
    /// The screen itself: a document that needs nothing else.
    pub screen: String,
}

/// The one way to write a value (RFC 8785 for what stands in receipts: no fractions): names in order, no space, so that a hash of
/// it is a hash of what it means.
pub fn canonical(value: &Value) -> String {
    match value {
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(canonical).collect();
            format!("[{}]", items.join(","))
        }
        Value::Object(members) => {
            let mut members: Vec<(&String, &Value)> = members.iter().collect();
            members.sort_by(|(one, _), (other, _)| one.encode_utf16().cmp(other.encode_utf16()));
            let members: Vec<String> = members
                .into_iter()
                .map(|(name, value)| format!("{}:{}", Value::from(name.as_str()), canonical(value)))
                .collect();
            format!("{{{}}}", members.join(","))
        }
        plain => plain.to_string(),
    }
}
