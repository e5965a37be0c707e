//! Which banks can be reached, and how: the sandbox's always, others where the configuration has a section for them.
//! Never here: whether a bank is offered (see `app::offers`), or what it is called with.

use crate::config::Config;
use crate::config::banks::{BankConfig, Leads};
use crate::config::fault::Fault;
use crate::config::keys::{
    BANK_API_BASE, BANK_CLIENT_ID, BANK_CLIENT_SECRET_FILE, BANK_PUBLIC_BASE, BANK_SEAL_CERTIFICATE_FILE,
    BANK_SEAL_KEY_FILE, BANK_TLS_IDENTITY_FILE, Key,
};
use crate::doors::bank_http::BankHttp;
use connectors::berlin_group::MAX_PAGE;
use connectors::catalog::Env;
use connectors::profile::{BadSeal, Profile, Seal};
use connectors::profiles::{ALL, BadConnection, Bank, Connection, Part, sandbox};
use std::path::Path;

/// The profile of every connection, and the way out to the banks.
///
/// # Errors
/// One line for the first key of a bank's section that cannot be used.
pub fn reach(config: &Config) -> anyhow::Result<(Vec<Profile>, BankHttp)> {
    let public = &config.sandbox_public_url;
    let called = if config.is_demo { &format!("http://{}", config.sandbox_listen) } else { public };
    let mut profiles = sandbox_profiles(called, public)?;
    let mut http = BankHttp::new(MAX_PAGE)?;
    if config.is_demo {
        // The demo client's secret stands in the documentation: it must never reach money.
        for bank in &config.banks {
            tracing::warn!(
                provider_id = bank.provider_id,
                "the demo calls no bank but its own: the section is not used"
            );
        }
        return Ok((profiles, http));
    }
    for section in &config.banks {
        let Some(bank) = ALL.iter().find(|bank| bank.provider.provider_id == section.provider_id) else { continue };
        let profile = profile(bank, section)?;
        if let Some(path) = &section.tls_identity_file {
            let pem = bytes(section, &BANK_TLS_IDENTITY_FILE, path)?;
            let why = "must hold, as PEM, a certificate and its private key";
            http = http
                .with_identity(&profile.api.to_string(), &pem)
                .map_err(|_| section.refused(&BANK_TLS_IDENTITY_FILE, why))?;
        }
        tracing::info!(provider_id = section.provider_id, env = profile.env.as_str(), api = %profile.api, "connected");
        profiles.push(profile);
    }
    Ok((profiles, http))
}

/// The sandbox banks: where they are `called` (demo mode calls those of its own process where they listen), and how they write
/// their `public` addresses. Each bank lies below its id.
///
/// # Errors
/// When an address is malformed.
pub fn sandbox_profiles(called: &str, public: &str) -> anyhow::Result<Vec<Profile>> {
    let profile = |bank: &Bank| Ok((bank.profile)(&sandbox::connection(bank.provider.provider_id, called, public)?)?);
    ALL.iter().map(profile).collect()
}

fn profile(bank: &Bank, section: &BankConfig) -> Result<Profile, Fault> {
    let secret = section.client_secret_file.as_ref().map(|path| secret(section, path)).transpose()?;
    let connection = Connection {
        env: match section.leads {
            Leads::Prod => Env::Prod,
            Leads::Stage => Env::Stage,
        },
        api_base: section.api_base.clone(),
        public_base: section.public_base.clone(),
        own_ip: section.own_ip,
        client_id: section.client_id.clone(),
        client_secret: secret.unwrap_or_default(),
        seal: seal(section)?,
    };
    (bank.profile)(&connection).map_err(|fault| match fault {
        BadConnection::Missing(part) => section.missing(match part {
            Part::ClientId => &BANK_CLIENT_ID,
            Part::ClientSecret => &BANK_CLIENT_SECRET_FILE,
            Part::Seal => &BANK_SEAL_KEY_FILE,
        }),
        BadConnection::Base(bad) => {
            let key = if bad.0 == section.api_base { &BANK_API_BASE } else { &BANK_PUBLIC_BASE };
            section
                .refused(key, "must be read alike by every program: no dot segments, backslashes or quotes in the path")
        }
    })
}

fn seal(section: &BankConfig) -> Result<Option<Seal>, Fault> {
    let (key, certificate) = match (&section.seal_key_file, &section.seal_certificate_file) {
        (Some(key), Some(certificate)) => (key, certificate),
        (None, None) => return Ok(None),
        (Some(_), None) => return Err(section.missing(&BANK_SEAL_CERTIFICATE_FILE)),
        (None, Some(_)) => return Err(section.missing(&BANK_SEAL_KEY_FILE)),
    };
    let key = bytes(section, &BANK_SEAL_KEY_FILE, key)?;
    let certificate = bytes(section, &BANK_SEAL_CERTIFICATE_FILE, certificate)?;
    let told = |bad: BadSeal| match bad {
        BadSeal::Key => section.refused(&BANK_SEAL_KEY_FILE, bad),
        BadSeal::Certificate | BadSeal::Strangers => section.refused(&BANK_SEAL_CERTIFICATE_FILE, bad),
    };
    Seal::from_pem(&key, &certificate).map(Some).map_err(told)
}

/// A secret as a file holds it: one line.
fn secret(section: &BankConfig, path: &Path) -> Result<String, Fault> {
    let bytes = bytes(section, &BANK_CLIENT_SECRET_FILE, path)?;
    let text = String::from_utf8_lossy(&bytes).trim_end_matches(['\r', '\n']).to_owned();
    let sound = (1..=512).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
    let rule = "must hold our secret at this bank: 1 to 512 visible ASCII characters, and nothing else";
    if sound { Ok(text) } else { Err(section.refused(&BANK_CLIENT_SECRET_FILE, rule)) }
}

fn bytes(section: &BankConfig, key: &'static Key, path: &Path) -> Result<Vec<u8>, Fault> {
    std::fs::read(path).map_err(|error| section.refused(key, format!("cannot be read: {error}")))
}

#[cfg(test)]
mod tests;
