//! By what a transaction is known again when it is read again, pending or booked.
//! Never here: ids of ours, or judging which of several alike is meant (see `flow::job`).

use super::money::Money;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest::{Context, SHA256};

/// Longer ids are kept by their hash.
const MAX_ID: usize = 200;

/// By what a transaction is known again among those of its account.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BankKey {
    /// The bank's name of it: its `transactionId`, else its `entryReference`; some banks have neither.
    pub name: Option<String>,
    /// A hash of its looks, as far as they stay when a pending transaction is booked: amount, currency, which way it goes, the
    /// other side's IBAN, the end-to-end id, and the letters and digits of its text. Equal for equal transactions of any day.
    ///
    /// Not in it, since banks add or rewrite them when they book: the other side's name, the days.
    pub likeness: String,
}

/// What stays of a transaction.
pub(super) struct Looks<'a> {
    pub money: &'a Money,
    pub counterparty_iban: Option<&'a str>,
    pub end_to_end_id: Option<&'a str>,
    pub text: Option<&'a str>,
}

impl BankKey {
    pub(super) fn of(transaction_id: Option<&str>, entry_reference: Option<&str>, looks: &Looks<'_>) -> Self {
        let named = |kind: &str, id: &str| {
            if id.len() > MAX_ID { format!("{kind}#{}", hash(&[id])) } else { format!("{kind}:{id}") }
        };
        let by_id = transaction_id.map(|id| named("id", id));
        let name = by_id.or_else(|| entry_reference.map(|reference| named("ref", reference)));
        Self { name, likeness: looks.hash() }
    }
}

impl Looks<'_> {
    fn hash(&self) -> String {
        let said = self.text.unwrap_or_default();
        let said: String = said.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        hash(&[
            self.money.indicator.as_str(),
            &self.money.amount_minor.to_string(),
            &self.money.currency,
            self.counterparty_iban.unwrap_or_default(),
            self.end_to_end_id.unwrap_or_default(),
            &said,
        ])
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

// A bank's names stay out of logs.
impl std::fmt::Debug for BankKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BankKey")
    }
}
