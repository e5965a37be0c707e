//! Sections `[banks.PROVIDER_ID]`: over which connection a bank is reached beyond the sandbox.
//! Never here: reading the files that they name, or what a bank needs of them (see `start`).

use super::fault::{Fault, nearest};
use super::keys::{self, Key};
use super::settings::{BankSection, Setting};
use super::values::{self, Reader};
use std::net::Ipv4Addr;
use std::path::PathBuf;

/// Where a connection leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leads {
    /// To money.
    Prod,
    /// To the bank's own test system.
    Stage,
}

/// A connection to a bank. Secrets are files; the bank's address is no secret.
#[derive(Clone, Debug)]
pub struct BankConfig {
    /// The provider.
    pub provider_id: String,
    /// Where it leads.
    pub leads: Leads,
    /// Where calls go; no slash at the end.
    pub api_base: String,
    /// Where PSUs may be sent; no slash at the end.
    pub public_base: String,
    /// Where calls come from.
    pub own_ip: Ipv4Addr,
    /// Our id at the bank; empty: none.
    pub client_id: String,
    /// Our secret at the bank.
    pub client_secret_file: Option<PathBuf>,
    /// Key of the seal.
    pub seal_key_file: Option<PathBuf>,
    /// Certificate of the seal.
    pub seal_certificate_file: Option<PathBuf>,
    /// What TLS shows.
    pub tls_identity_file: Option<PathBuf>,
    /// As it was written, for faults that are found later.
    settings: Vec<Setting>,
}

impl BankConfig {
    /// A key that this bank needs has no value.
    pub fn missing(&self, key: &'static Key) -> Fault {
        reader(&self.provider_id, &self.settings).missing(key)
    }

    /// What a key names cannot be used.
    pub fn refused(&self, key: &'static Key, why: impl std::fmt::Display) -> Fault {
        reader(&self.provider_id, &self.settings).refused(key, why.to_string())
    }
}

fn reader<'a>(provider_id: &str, settings: &'a [Setting]) -> Reader<'a> {
    Reader { settings, section: format!("{}.{provider_id}.", keys::BANKS) }
}

/// Checks every section.
pub(super) fn read(sections: &[BankSection], known: &[&str]) -> Result<Vec<BankConfig>, Fault> {
    sections.iter().map(|section| read_one(section, known)).collect()
}

fn read_one(section: &BankSection, known: &[&str]) -> Result<BankConfig, Fault> {
    let provider_id = &section.provider_id;
    if !known.contains(&provider_id.as_str()) {
        let named = |id: &str| format!("{}.{id}", keys::BANKS);
        let place = section.all.iter().find(|setting| setting.value.is_some());
        return Err(Fault::UnknownKey {
            name: named(provider_id),
            place: place.map_or_else(|| "the configuration file".to_owned(), |setting| setting.source.to_string()),
            near: nearest(provider_id, known.iter().map(|id| (*id).to_owned())).map(|id| named(&id)),
        });
    }
    let read = reader(provider_id, &section.all);
    let leads = |word: &str| match word {
        "prod" => Some(Leads::Prod),
        "stage" => Some(Leads::Stage),
        _ => None,
    };
    Ok(BankConfig {
        provider_id: provider_id.clone(),
        leads: read.must(&keys::BANK_ENV, leads)?,
        api_base: read.must(&keys::BANK_API_BASE, values::bank_address)?,
        public_base: read.must(&keys::BANK_PUBLIC_BASE, values::bank_address)?,
        own_ip: read.must(&keys::BANK_OWN_IP, |text| text.parse().ok())?,
        client_id: read.may(&keys::BANK_CLIENT_ID, values::word)?.unwrap_or_default(),
        client_secret_file: read.may(&keys::BANK_CLIENT_SECRET_FILE, values::path)?,
        seal_key_file: read.may(&keys::BANK_SEAL_KEY_FILE, values::path)?,
        seal_certificate_file: read.may(&keys::BANK_SEAL_CERTIFICATE_FILE, values::path)?,
        tls_identity_file: read.may(&keys::BANK_TLS_IDENTITY_FILE, values::path)?,
        settings: section.all.clone(),
    })
}
