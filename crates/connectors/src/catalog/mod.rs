//! Who can be paid through, and how: asking among the rows of all providers (contract, Providers and Sandbox banks).
//! Never here: the rows (see `profiles`), a provider's health, which is measured, or where it can be reached (see `profile`).

mod filter;

use crate::profiles::ALL;
pub use crate::provider::{Connector, Currency, Env, Input, Limits, Method, Provider, RemitterType, Scheme, Unfit};
pub use filter::Filter;

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

#[cfg(test)]
mod tests;
