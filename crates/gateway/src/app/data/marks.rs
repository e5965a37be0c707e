//! Marks: keyed hashes by which a transaction is known when it is read again, without keeping what it says in the clear.
//! Never here: which row it means (`flow::job`).

use crate::doors::keys::hmac_sha256;
use crate::doors::secrets::random_bytes;
use connectors::berlin_group::{Transaction, When};
use flow::job::{Key, MARK_BYTES, Mark, Seen, day_of};
use protocol::api::TransactionStatus;
use serde::{Deserialize, Serialize};

/// What an account's marks are made with.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct MarkKey([u8; MARK_BYTES]);

impl MarkKey {
    pub(super) fn new() -> Self {
        Self(random_bytes())
    }

    /// The mark of fields, each with its length before it: no two lists of fields are one text.
    fn of(&self, what: &str, fields: &[&str]) -> Mark {
        let mut text = what.as_bytes().to_vec();
        for field in fields {
            text.extend_from_slice(&(field.len() as u64).to_be_bytes());
            text.extend_from_slice(field.as_bytes());
        }
        hmac_sha256(&self.0, &text)
    }

    /// A transaction as the rules see it.
    pub(super) fn seen(&self, one: &Transaction) -> Seen {
        Seen {
            name: one.key.name.as_deref().map(|name| self.of("name", &[name])),
            likeness: self.of("likeness", &[&one.key.likeness]),
            day: one.at_ms().map(day_of),
            is_booked: one.status == TransactionStatus::Booked,
        }
    }

    /// Of all that the bank tells.
    pub(super) fn digest(&self, one: &Transaction) -> Mark {
        let at = |when: &Option<When>| when.as_ref().map(|when| when.at_ms.to_string()).unwrap_or_default();
        self.of(
            "digest",
            &[
                one.status.as_str(),
                one.money.indicator.as_str(),
                &one.money.amount_minor.to_string(),
                &one.money.currency,
                &at(&one.booked),
                &at(&one.valued),
                one.counterparty_name.as_deref().unwrap_or_default(),
                one.counterparty_iban.as_deref().unwrap_or_default(),
                one.remittance_information.as_deref().unwrap_or_default(),
            ],
        )
    }

    /// The key of the `count`-th of those that look the same and have no name.
    pub(super) fn alike(&self, likeness: &Mark, count: u32) -> Key {
        Key::Alike(hmac_sha256(&self.0, &[b"alike", &likeness[..], &count.to_be_bytes()].concat()))
    }

    /// A short print of an entry of a page, by which the next page's first entries are known as these.
    pub(super) fn print(&self, seen: &Seen) -> u64 {
        let day = seen.day.unwrap_or(i64::MIN).to_be_bytes();
        let mark = hmac_sha256(&self.0, &[&seen.name.unwrap_or(seen.likeness)[..], &day].concat());
        mark.iter().take(8).fold(0, |print, byte| print << 8 | u64::from(*byte))
    }
}

/// As it is stored: 0 and the mark of its name at the bank, or 1 and one of its looks.
pub(super) fn stored(key: Key) -> Vec<u8> {
    let (kind, mark) = match key {
        Key::Named(mark) => (0, mark),
        Key::Alike(mark) => (1, mark),
    };
    [&[kind][..], &mark].concat()
}

/// The other way; `None` for what is no key of ours.
pub(super) fn parse(stored: &[u8]) -> Option<Key> {
    let (kind, mark) = stored.split_first()?;
    let mark: Mark = mark.try_into().ok()?;
    match kind {
        0 => Some(Key::Named(mark)),
        1 => Some(Key::Alike(mark)),
        _ => None,
    }
}
