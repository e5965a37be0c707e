//! What can be offered: providers and their methods, by environment, and for one link.

use super::{App, AttemptRow};
use crate::store::links::LinkRow;
use connectors::amount;
use connectors::catalog::{self, AisMethod, Currency, Env, Filter, Method, Provider, RemitterType, Scheme, Unfit};
use connectors::profile::Profile;
use protocol::ProviderStatus;
use protocol::api::{ChosenMethod, ServiceProvider};
use protocol::link::MethodFilter;
use protocol::page::Unusable;

/// A method as the API tells it.
#[derive(Clone, Debug)]
pub struct OfferedMethod {
    /// Stable id.
    pub method_id: &'static str,
    /// Name for people.
    pub name: &'static str,
    /// Words of `remitter_type`.
    pub remitter_types: Vec<&'static str>,
    /// Word of `payment_scheme`.
    pub scheme: &'static str,
    /// Word of `env`.
    pub env: &'static str,
    /// ISO 4217.
    pub currencies: Vec<&'static str>,
    /// Smallest amount, as the API writes it.
    pub min: Option<String>,
    /// Largest amount, as the API writes it.
    pub max: Option<String>,
    /// Names of fields.
    pub required_inputs: Vec<&'static str>,
}

/// An AIS method as the API tells it.
#[derive(Clone, Debug)]
pub struct OfferedAisMethod {
    /// Stable id.
    pub method_id: &'static str,
    /// Words of `account_owner_type`.
    pub owner_types: Vec<&'static str>,
    /// Word of `interface_type`.
    pub interface_type: &'static str,
    /// Word of `interface_env`.
    pub env: &'static str,
    /// Names of fields.
    pub required_inputs: Vec<&'static str>,
    /// How far back transactions go, days.
    pub history_days: u32,
}

/// A provider as the API tells it.
#[derive(Clone, Debug)]
pub struct Offer {
    /// Stable id.
    pub provider_id: &'static str,
    /// Name for people.
    pub name: &'static str,
    /// ISO 3166-1 alpha-2.
    pub country: &'static str,
    /// BIC; `None` for a scheme.
    pub bic: Option<&'static str>,
    /// Health.
    pub status: ProviderStatus,
    /// Its payment methods.
    pub methods: Vec<OfferedMethod>,
    /// Its AIS methods.
    pub ais_methods: Vec<OfferedAisMethod>,
}

/// A method that can be offered for one link, and whether it can carry it.
#[derive(Clone, Copy, Debug)]
pub struct Fit {
    /// The method.
    pub method: &'static Method,
    /// Why it cannot carry this payment now.
    pub unusable: Option<Unusable>,
}

impl App {
    /// Providers that are reached over a connection behind this door.
    pub fn providers(&self, door: &str) -> Vec<Offer> {
        let over = |provider| Some(self.describe(provider, self.connection(door, provider.provider_id)?));
        catalog::connected().filter_map(over).collect()
    }

    /// One of them.
    pub fn provider(&self, provider_id: &str, door: &str) -> Option<Offer> {
        self.providers(door).into_iter().find(|one| one.provider_id == provider_id)
    }

    /// A provider's health, as our calls to it show; one that cannot be called at all is down.
    pub fn provider_status(&self, door: &str, provider_id: &str) -> ProviderStatus {
        match self.connection(door, provider_id) {
            Some(profile) => self.health.status(profile, self.now_ms()),
            None => ProviderStatus::Down,
        }
    }

    fn describe(&self, provider: &'static Provider, over: &Profile) -> Offer {
        Offer {
            provider_id: provider.provider_id,
            name: provider.name,
            country: provider.country,
            bic: provider.bic,
            status: self.health.status(over, self.now_ms()),
            methods: provider.methods.iter().map(|method| describe_method(method, over.env)).collect(),
            ais_methods: provider.ais_methods.iter().map(|method| describe_ais_method(method, over.env)).collect(),
        }
    }

    /// The methods that a link's filter leaves, of banks that are reached behind its door, in the catalogue's order.
    pub fn fits(&self, link: &LinkRow) -> Vec<Fit> {
        let filter = read_filter(&link.filter);
        let currency = Currency::parse(&link.transfer.currency);
        filter
            .methods()
            .filter(|method| self.connection(&link.env, method.provider_id).is_some_and(|to| filter.wants(to.env)))
            .map(|method| {
                let unfit = currency
                    .map_or(Some(Unfit::Currency), |currency| method.unfit(currency, link.transfer.amount_minor));
                let down = self.provider_status(&link.env, method.provider_id) == ProviderStatus::Down;
                Fit { method, unusable: unfit.map(words_of).or(down.then_some(Unusable::Down)) }
            })
            .collect()
    }

    /// How the API names the method that was chosen.
    pub fn chosen(&self, attempt: &AttemptRow) -> Option<(ChosenMethod, ServiceProvider)> {
        let method = catalog::method(&attempt.method_id)?;
        let provider = catalog::provider(method.provider_id)?;
        let told = ChosenMethod {
            method_id: method.method_id.to_owned(),
            provider_id: method.provider_id.to_owned(),
            payment_scheme: method.scheme.as_str().to_owned(),
            remitter_type: method.remitter_types.iter().map(|one| one.as_str().to_owned()).collect(),
            env: self.profile(attempt).map_or(attempt.env.as_str(), |profile| profile.env.as_str()).to_owned(),
        };
        Some((told, ServiceProvider { provider_id: method.provider_id.to_owned(), name: provider.name.to_owned() }))
    }
}

/// The stored filter as the catalogue reads it; its words were validated when the link was made.
pub fn read_filter(filter: &MethodFilter) -> Filter {
    fn all<T>(words: &[String], parse: impl Fn(&str) -> Option<T>) -> Vec<T> {
        words.iter().filter_map(|word| parse(word)).collect()
    }
    Filter {
        provider_id: filter.provider_id.clone(),
        remitter_type: all(&filter.remitter_type, RemitterType::parse),
        payment_scheme: all(&filter.payment_scheme, Scheme::parse),
        env: all(&filter.env, Env::parse),
    }
}

/// A method as the API tells it.
pub fn describe_method(method: &Method, env: Env) -> OfferedMethod {
    let currency = method.currencies.first().map_or("RON", |currency| currency.as_str());
    let limit = |minor: Option<i64>| minor.map(|minor| amount::format_minor(minor, currency));
    OfferedMethod {
        method_id: method.method_id,
        name: method.name,
        remitter_types: method.remitter_types.iter().map(|one| one.as_str()).collect(),
        scheme: method.scheme.as_str(),
        env: env.as_str(),
        currencies: method.currencies.iter().map(|one| one.as_str()).collect(),
        min: limit(method.limits.min_minor),
        max: limit(method.limits.max_minor),
        required_inputs: method.required_inputs.iter().map(|one| one.as_str()).collect(),
    }
}

fn describe_ais_method(method: &AisMethod, env: Env) -> OfferedAisMethod {
    OfferedAisMethod {
        method_id: method.method_id,
        owner_types: method.account_owner_types.iter().map(|one| one.as_str()).collect(),
        interface_type: method.interface_type.as_str(),
        env: env.as_str(),
        required_inputs: method.required_inputs.iter().map(|one| one.as_str()).collect(),
        history_days: method.history_days,
    }
}

const fn words_of(unfit: Unfit) -> Unusable {
    match unfit {
        Unfit::Currency => Unusable::Currency,
        Unfit::OverLimit => Unusable::OverLimit,
        Unfit::UnderLimit => Unusable::UnderLimit,
    }
}
