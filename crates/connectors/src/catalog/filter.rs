//! The `payment_method` and `ais_method` filters of a request: one value or an array for each key; a value matches when the method's array contains it.
//! Never here: what an empty or an ambiguous result means (see the gateway's use cases).

use super::{AisMethod, Env, InterfaceType, Method, RemitterType, Scheme, connected_ais_methods, connected_methods};

/// A filter as it was asked; an empty list leaves everything.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Filter {
    /// Providers by id.
    pub provider_id: Vec<String>,
    /// Whose account.
    pub remitter_type: Vec<RemitterType>,
    /// How the money travels.
    pub payment_scheme: Vec<Scheme>,
    /// Where the connection to the bank leads. A method has no environment of its own: see `wants`.
    pub env: Vec<Env>,
}

impl Filter {
    /// Whether a method passes, wherever its bank is reached.
    pub fn passes(&self, method: &Method) -> bool {
        let provider = self.provider_id.is_empty() || self.provider_id.iter().any(|id| id == method.provider_id);
        let remitter =
            self.remitter_type.is_empty() || self.remitter_type.iter().any(|one| method.remitter_types.contains(one));
        let scheme = self.payment_scheme.is_empty() || self.payment_scheme.contains(&method.scheme);
        provider && remitter && scheme
    }

    /// Whether connections of this environment pass.
    pub fn wants(&self, env: Env) -> bool {
        self.env.is_empty() || self.env.contains(&env)
    }

    /// The methods that pass and can be offered.
    pub fn methods(&self) -> impl Iterator<Item = &'static Method> {
        connected_methods().filter(|method| self.passes(method))
    }
}

/// An `ais_method` filter as it was asked; an empty list leaves everything.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct AisFilter {
    /// Providers by id.
    pub provider_id: Vec<String>,
    /// Whose account.
    pub account_owner_type: Vec<RemitterType>,
    /// What kind of interface.
    pub interface_type: Vec<InterfaceType>,
    /// Where the connection to the bank leads. A method has no environment of its own: see `wants`.
    pub interface_env: Vec<Env>,
}

impl AisFilter {
    /// Whether a method passes, wherever its bank is reached.
    pub fn passes(&self, method: &AisMethod) -> bool {
        let provider = self.provider_id.is_empty() || self.provider_id.iter().any(|id| id == method.provider_id);
        let owner = self.account_owner_type.is_empty()
            || self.account_owner_type.iter().any(|one| method.account_owner_types.contains(one));
        let interface = self.interface_type.is_empty() || self.interface_type.contains(&method.interface_type);
        provider && owner && interface
    }

    /// Whether connections of this environment pass.
    pub fn wants(&self, env: Env) -> bool {
        self.interface_env.is_empty() || self.interface_env.contains(&env)
    }

    /// The methods that pass and can be offered.
    pub fn methods(&self) -> impl Iterator<Item = &'static AisMethod> {
        connected_ais_methods().filter(|method| self.passes(method))
    }
}
