//! By what a transaction is known again when it is read again, pending or booked.
//! Never here: ids of ours.

use super::money::{Indicator, Money};
use super::when::When;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest::{Context, SHA256};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Longer ids are kept by their hash.
const MAX_ID: usize = 200;
/// A day, milliseconds.
const DAY_MS: i64 = 86_400_000;

/// A transaction's key among those of its account: equal whenever the same transaction is read. It is
///
/// 1. the bank's `transactionId`, else
/// 2. its `entryReference`, else
/// 3. a hash of what stays when a pending transaction is booked: amount, currency, which way it goes, the day of its value
///    (where none is told, of its booking), the other side's IBAN, the end-to-end id, and the letters and digits of its text;
///    with a count among equal ones (see `Tally`).
///
/// Not in the hash: the other side's name and the booking day beside a value day, which banks add or rewrite when they book.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BankKey(String);

/// How often each hash was read already, of one account in one reading from the first page to the last. Two equal purchases
/// of a day without ids are two transactions, also when a page ends between them; so it is handed on from page to page, and
/// where a reading is resumed, resumed with it.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tally(BTreeMap<String, u32>);

/// What stays of a transaction that has no id.
pub(super) struct Fields<'a> {
    pub money: &'a Money,
    /// Of its value, else of its booking.
    pub day: Option<&'a When>,
    pub counterparty_iban: Option<&'a str>,
    pub end_to_end_id: Option<&'a str>,
    pub text: Option<&'a str>,
}

impl BankKey {
    /// For the store.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn of_ids(transaction_id: Option<&str>, entry_reference: Option<&str>) -> Option<Self> {
        let named = |kind: &str, id: &str| {
            if id.len() > MAX_ID { format!("{kind}#{}", hash(&[id])) } else { format!("{kind}:{id}") }
        };
        let id = transaction_id.map(|id| named("id", id));
        id.or_else(|| entry_reference.map(|id| named("ref", id))).map(Self)
    }

    pub(super) fn of_fields(fields: &Fields<'_>, tally: &mut Tally) -> Self {
        let day = fields.day.map(|when| when.at_ms.div_euclid(DAY_MS).to_string());
        let said = fields.text.unwrap_or_default();
        let said: String = said.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        let way = match fields.money.indicator {
            Indicator::Credit => "+",
            Indicator::Debit => "-",
        };
        let hash = hash(&[
            way,
            &fields.money.amount_minor.to_string(),
            &fields.money.currency,
            day.as_deref().unwrap_or_default(),
            fields.counterparty_iban.unwrap_or_default(),
            fields.end_to_end_id.unwrap_or_default(),
            &said,
        ]);
        let count = tally.0.entry(hash.clone()).or_default();
        let key = Self(format!("sum:{hash}:{count}"));
        *count = count.saturating_add(1);
        key
    }
}

/// SHA-256 of fields, each with its length before it: no two lists of fields are one text.
fn hash(fields: &[&str]) -> String {
    let mut context = Context::new(&SHA256);
    for field in fields {
        context.update(&(field.len() as u64).to_be_bytes());
        context.update(field.as_bytes());
    }
    URL_SAFE_NO_PAD.encode(context.finish())
}

// A bank's ids stay out of logs.
impl std::fmt::Debug for BankKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BankKey")
    }
}
