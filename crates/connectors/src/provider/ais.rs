//! A way to share account data of a provider: the form of the catalogue's rows.
//! Never here: the rows (see `profiles`), or how the bank is asked (see `profile::Ais`).

use super::{Env, Input, InterfaceType, RemitterType};

/// A way to share account data.
#[derive(Debug, PartialEq, Eq)]
pub struct AisMethod {
    /// Stable id, such as `libra_ro.ais`.
    pub method_id: &'static str,
    /// The provider's id.
    pub provider_id: &'static str,
    /// Whose accounts it reads.
    pub account_owner_types: &'static [RemitterType],
    /// What kind of interface of the bank it reads by.
    pub interface_type: InterfaceType,
    /// Fields that it needs before the PSU goes to the bank.
    pub required_inputs: &'static [Input],
    /// How far back it reads transactions, days.
    pub history_days: u32,
    /// Shortest time between the starts of two readings where money is, seconds; see `cooldown_s`.
    pub cooldown_s: u32,
}

/// Four readings a day without the PSU are what the standard lets a bank stop at.
const SIX_HOURS_S: u32 = 6 * 3_600;
/// At a sandbox bank nobody waits for hours.
const SANDBOX_COOLDOWN_S: u32 = 60;
/// What banks keep at hand.
const TWO_YEARS: u32 = 730;

impl AisMethod {
    /// A method for people that needs nothing beforehand; rows that differ say how.
    pub const fn row(method_id: &'static str, provider_id: &'static str) -> Self {
        Self {
            method_id,
            provider_id,
            account_owner_types: RemitterType::PEOPLE,
            interface_type: InterfaceType::Psd2,
            required_inputs: &[],
            history_days: TWO_YEARS,
            cooldown_s: SIX_HOURS_S,
        }
    }

    /// Shortest time between the starts of two readings over a connection of this environment, seconds.
    pub const fn cooldown_s(&self, env: Env) -> u32 {
        match env {
            Env::Sandbox => SANDBOX_COOLDOWN_S,
            Env::Stage | Env::Prod => self.cooldown_s,
        }
    }
}
