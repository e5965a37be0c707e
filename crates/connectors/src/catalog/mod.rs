//! Who can be paid or read through, and how: asking among the rows of all providers (contract, Providers and Sandbox banks).
//! Never here: the rows (see `profiles`), a provider's health, which is measured, or where it can be reached (see `profile`).

mod filter;

use crate::profiles::ALL;
pub use crate::provider::{
    AisMethod, Connector, Currency, Env, Input, InterfaceType, Limits, Method, Provider, RemitterType, Scheme, Unfit,
};
pub use filter::{AisFilter, Filter};

/// Every provider that is known, connected or not, in the order in which lists show them: alphabetical by name.
pub fn providers() -> impl Iterator<Item = &'static Provider> + Clone {
    ALL.iter().map(|bank| &bank.provider)
}

/// The providers that can be offered: those whose connector exists.
pub fn connected() -> impl Iterator<Item = &'static Provider> + Clone {
    providers().filter(|provider| provider.connector == Connector::Connected)
}

/// The methods that can be offered.
pub fn connected_methods() -> impl Iterator<Item = &'static Method> + Clone {
    connected().flat_map(|provider| provider.methods)
}

/// A provider by its id, connected or not.
pub fn provider(provider_id: &str) -> Option<&'static Provider> {
    providers().find(|provider| provider.provider_id == provider_id)
}

/// A method by its id, connected or not.
pub fn method(method_id: &str) -> Option<&'static Method> {
    providers().flat_map(|provider| provider.methods).find(|method| method.method_id == method_id)
}

/// The ways to share account data that can be offered.
pub fn connected_ais_methods() -> impl Iterator<Item = &'static AisMethod> + Clone {
    connected().flat_map(|provider| provider.ais_methods)
}

/// A way to share account data by its id, connected or not.
pub fn ais_method(method_id: &str) -> Option<&'static AisMethod> {
    providers().flat_map(|provider| provider.ais_methods).find(|method| method.method_id == method_id)
}

#[cfg(test)]
mod tests;
