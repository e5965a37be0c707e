//! Who we are at sandbox banks. All of it is public on purpose, the seal's key included: it protects nothing.
//! Never here: anything of a bank with money.

use super::Connection;
use crate::profile::{BadSeal, Seal};
use crate::provider::Env;
use std::net::Ipv4Addr;

/// Our id at all sandbox banks.
pub const CLIENT_ID: &str = "finqlink-sandbox";
/// Our secret at all sandbox banks.
pub const CLIENT_SECRET: &str = "finqlink-sandbox-secret";
/// The seal's key, PEM.
pub const SEAL_KEY: &[u8] = include_bytes!("key.pem");
/// The seal's certificate, PEM.
pub const SEAL_CERTIFICATE: &[u8] = include_bytes!("certificate.pem");

/// The seal of calls to sandbox banks.
///
/// # Errors
/// None in practice: the pair is part of the program.
pub fn seal() -> Result<Seal, BadSeal> {
    Seal::from_pem(SEAL_KEY, SEAL_CERTIFICATE)
}

/// The connection to a sandbox bank. `called` and `public` hold all of them, such as `http://127.0.0.1:8081` and
/// `http://localhost:8081`.
///
/// # Errors
/// None in practice: see `seal`.
pub fn connection(provider_id: &str, called: &str, public: &str) -> Result<Connection, BadSeal> {
    Ok(Connection {
        env: Env::Sandbox,
        api_base: format!("{called}/{provider_id}"),
        public_base: format!("{public}/{provider_id}"),
        own_ip: Ipv4Addr::LOCALHOST,
        client_id: CLIENT_ID.to_owned(),
        client_secret: CLIENT_SECRET.to_owned(),
        seal: Some(seal()?),
    })
}
