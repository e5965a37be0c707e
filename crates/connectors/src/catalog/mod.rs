//! Who can be paid through, and how: every provider and payment method as data (contract, Providers and Sandbox banks).
//! Never here: a provider's health, which is measured; how a method is carried out (see `profile`).

mod filter;
mod table;
mod words;

pub use filter::{Filter, FilterFault};
pub use table::PROVIDERS;
pub use words::{Currency, Env, Input, RemitterType, Scheme};

/// Whether a connector carries a provider's methods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connector {
    /// It can be offered.
    Connected,
    /// Known, not yet connected: offering it would be a promise that cannot be kept.
    Planned,
}

/// A bank or scheme.
#[derive(Debug, PartialEq, Eq)]
pub struct Provider {
    /// Stable id, such as `libra_ro`.
    pub provider_id: &'static str,
    /// Name as people know it.
    pub name: &'static str,
    /// ISO 3166-1 alpha-2.
    pub country: &'static str,
    /// BIC; `None` for a scheme of many banks.
    pub bic: Option<&'static str>,
    /// Other words that find it, lower case, without diacritics: former names, BIC, bank code of an IBAN.
    pub keys: &'static [&'static str],
    /// Whether it can be offered.
    pub connector: Connector,
    /// Its payment methods.
    pub methods: &'static [Method],
}

/// A way to pay at a provider.
#[derive(Debug, PartialEq, Eq)]
pub struct Method {
    /// Stable id, such as `libra_ro.instant`.
    pub method_id: &'static str,
    /// The provider's id.
    pub provider_id: &'static str,
    /// Name for people, in English.
    pub name: &'static str,
    /// Whose accounts it serves.
    pub remitter_types: &'static [RemitterType],
    /// How the money travels.
    pub scheme: Scheme,
    /// Where it works.
    pub env: Env,
    /// The one currency or those that it carries.
    pub currencies: &'static [Currency],
    /// Amounts that it carries.
    pub limits: Limits,
    /// Fields that it needs beyond the payment.
    pub required_inputs: &'static [Input],
}

/// Amounts that a method carries, in minor units of its currency, bounds included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The smallest.
    pub min_minor: Option<i64>,
    /// The largest.
    pub max_minor: Option<i64>,
}

impl Limits {
    /// No bound but the amount's own rule.
    pub const NONE: Self = Self { min_minor: None, max_minor: None };

    /// Bounded above only.
    pub const fn up_to(max_minor: i64) -> Self {
        Self { min_minor: None, max_minor: Some(max_minor) }
    }
}

/// Why a method cannot carry a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// It does not carry this currency.
    Currency,
    /// The amount is over its limit.
    OverLimit,
    /// The amount is under its limit.
    UnderLimit,
}

impl Method {
    /// Why it cannot carry this amount (minor units) of this currency; `None` when it can.
    pub fn unfit(&self, currency: Currency, amount_minor: i64) -> Option<Unfit> {
        if !self.currencies.contains(&currency) {
            return Some(Unfit::Currency);
        }
        if self.limits.max_minor.is_some_and(|max| amount_minor > max) {
            return Some(Unfit::OverLimit);
        }
        self.limits.min_minor.is_some_and(|min| amount_minor < min).then_some(Unfit::UnderLimit)
    }

    /// The provider of this method.
    pub fn provider(&self) -> Option<&'static Provider> {
        provider(self.provider_id)
    }
}

/// The providers that can be offered: those whose connector exists.
pub fn connected() -> impl Iterator<Item = &'static Provider> + Clone {
    PROVIDERS.iter().filter(|provider| provider.connector == Connector::Connected)
}

/// The methods that can be offered.
pub fn connected_methods() -> impl Iterator<Item = &'static Method> + Clone {
    connected().flat_map(|provider| provider.methods)
}

/// A provider by its id, connected or not.
pub fn provider(provider_id: &str) -> Option<&'static Provider> {
    PROVIDERS.iter().find(|provider| provider.provider_id == provider_id)
}

/// A method by its id, connected or not.
pub fn method(method_id: &str) -> Option<&'static Method> {
    PROVIDERS.iter().flat_map(|provider| provider.methods).find(|method| method.method_id == method_id)
}

#[cfg(test)]
mod tests;
