//! Amounts of balances and transactions: never negative, and which way they go.
//! Never here: adding them up.

use crate::amount;
use crate::berlin_group::wire::{Text, WireAmount};
use protocol::api::Indicator;

/// An amount without its sign.
#[derive(Clone, PartialEq, Eq)]
pub struct Money {
    /// Minor units of `currency`, never negative.
    pub amount_minor: i64,
    /// ISO 4217.
    pub currency: String,
    /// Which way it goes; zero is a credit.
    pub indicator: Indicator,
}

impl Money {
    /// Reads an amount; an indicator, where the bank has one, counts more than the sign. `None` without a currency or an
    /// exact amount of it.
    pub(super) fn read(told: &WireAmount, indicator: Option<&Text>) -> Option<Self> {
        let currency = currency(&told.currency)?;
        let signed = amount::parse_bank(&told.amount.0, &currency)?;
        let by_sign = if signed < 0 { Indicator::Debit } else { Indicator::Credit };
        let indicator = indicator.and_then(|Text(told)| way(told)).unwrap_or(by_sign);
        Some(Self { amount_minor: signed.checked_abs()?, currency, indicator })
    }
}

/// The ways as ISO 20022 and banks spell them.
fn way(told: &str) -> Option<Indicator> {
    match told.trim().to_ascii_lowercase().as_str() {
        "crdt" | "credit" | "c" => Some(Indicator::Credit),
        "dbit" | "debit" | "d" => Some(Indicator::Debit),
        _ => None,
    }
}

/// An ISO 4217 code, as far as its form tells.
pub(super) fn currency(told: &str) -> Option<String> {
    let told = told.trim();
    (told.len() == 3 && told.bytes().all(|byte| byte.is_ascii_alphabetic())).then(|| told.to_ascii_uppercase())
}

// How much somebody has, or moves, stays out of logs.
impl std::fmt::Debug for Money {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Money").field("currency", &self.currency).finish_non_exhaustive()
    }
}
