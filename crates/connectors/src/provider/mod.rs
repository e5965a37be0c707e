//! What a provider is, and the ways to pay and to share data at it: the form of the catalogue's rows.
//! Never here: the rows (one file a bank, see `profiles`), asking among them (see `catalog`), an environment (a connection's own).

mod ais;
mod words;

pub use ais::AisMethod;
pub use words::{Currency, Env, Input, InterfaceType, RemitterType, Scheme};

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
    /// Whether so many people use it that it is offered before the others.
    pub popular: bool,
    /// Whether it can be offered.
    pub connector: Connector,
    /// Its payment methods.
    pub methods: &'static [Method],
    /// Its ways to share account data.
    pub ais_methods: &'static [AisMethod],
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

    /// Limit of the instant rail: under 50,000 RON.
    pub const INSTANT: Self = Self::up_to(4_999_999);

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
    /// A method for people that needs nothing beyond the payment; rows that differ say how.
    pub const fn row(method_id: &'static str, provider_id: &'static str, scheme: Scheme) -> Self {
        let (name, currencies, limits): (_, &[Currency], _) = match scheme {
            Scheme::Domestic => ("Domestic transfer", &[Currency::Ron], Limits::NONE),
            Scheme::Instant => ("Instant transfer", &[Currency::Ron], Limits::INSTANT),
            Scheme::Sepa => ("SEPA credit transfer", &[Currency::Eur], Limits::NONE),
        };
        Self {
            method_id,
            provider_id,
            name,
            remitter_types: RemitterType::PEOPLE,
            scheme,
            currencies,
            limits,
            required_inputs: &[],
        }
    }

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
}

impl RemitterType {
    /// People only.
    pub const PEOPLE: &'static [Self] = &[Self::Retail];
}
