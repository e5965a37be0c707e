//! What a consent can be authorised by: AIS methods of banks that are reached.

use crate::app::{App, AttemptRow};
use crate::store::consents::ConsentRow;
use connectors::catalog::{self, AisFilter, AisMethod, Env, InterfaceType, RemitterType};
use protocol::ProviderStatus;
use protocol::api::{ChosenAisMethod, ServiceProvider};
use protocol::consent::AisMethodFilter;
use protocol::page::Unusable;

/// Words of `ais_method.account_owner_type`.
pub const OWNER_TYPES: &[&str] = RemitterType::WORDS;
/// Words of `ais_method.interface_type`.
pub const INTERFACE_TYPES: &[&str] = InterfaceType::WORDS;
/// Words of `ais_method.interface_env`.
pub const INTERFACE_ENVS: &[&str] = Env::WORDS;

/// A method that can be offered for one consent, and whether it can be used.
#[derive(Clone, Copy, Debug)]
pub struct AisFit {
    /// The method.
    pub method: &'static AisMethod,
    /// Why it cannot be used now.
    pub unusable: Option<Unusable>,
}

impl App {
    /// The methods that a consent's filter leaves, of banks that are reached behind its door, in the catalogue's order.
    pub fn ais_fits(&self, consent: &ConsentRow) -> Vec<AisFit> {
        let filter = read_filter(&consent.filter);
        filter
            .methods()
            .filter(|method| self.connection(&consent.env, method.provider_id).is_some_and(|to| filter.wants(to.env)))
            .map(|method| {
                let down = self.provider_status(&consent.env, method.provider_id) == ProviderStatus::Down;
                AisFit { method, unusable: down.then_some(Unusable::Down) }
            })
            .collect()
    }

    /// How the API names the method that was chosen.
    pub fn chosen_ais(&self, attempt: &AttemptRow) -> Option<(ChosenAisMethod, ServiceProvider)> {
        let method = catalog::ais_method(&attempt.method_id)?;
        let provider = catalog::provider(method.provider_id)?;
        let told = ChosenAisMethod {
            method_id: method.method_id.to_owned(),
            provider_id: method.provider_id.to_owned(),
            account_owner_type: method.account_owner_types.iter().map(|one| one.as_str().to_owned()).collect(),
            interface_type: method.interface_type.as_str().to_owned(),
            interface_env: self.profile(attempt).map_or(attempt.env.as_str(), |over| over.env.as_str()).to_owned(),
        };
        Some((told, ServiceProvider { provider_id: method.provider_id.to_owned(), name: provider.name.to_owned() }))
    }
}

/// The stored filter as the catalogue reads it; its words were validated when the consent was made.
fn read_filter(filter: &AisMethodFilter) -> AisFilter {
    fn all<T>(words: &[String], parse: impl Fn(&str) -> Option<T>) -> Vec<T> {
        words.iter().filter_map(|word| parse(word)).collect()
    }
    AisFilter {
        provider_id: filter.provider_id.clone(),
        account_owner_type: all(&filter.account_owner_type, RemitterType::parse),
        interface_type: all(&filter.interface_type, InterfaceType::parse),
        interface_env: all(&filter.interface_env, Env::parse),
    }
}
