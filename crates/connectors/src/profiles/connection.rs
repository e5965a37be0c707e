//! What a bank is made of here, and what of us it must be given: addresses, and how we are registered there.
//! Never here: where that is configured.

use crate::profile::{BadBase, Base, Profile, Seal};
use crate::provider::{Env, Provider};
use std::net::Ipv4Addr;

/// A bank: its row in the catalogue, and how its profile is made.
#[derive(Debug)]
pub struct Bank {
    /// The row.
    pub provider: Provider,
    /// The profile over a connection.
    ///
    /// # Errors
    /// `BadConnection` names what the bank cannot be reached with.
    pub profile: fn(&Connection) -> Result<Profile, BadConnection>,
}

/// One connection to a bank: where it is, and who we are there.
#[derive(Clone, PartialEq, Eq)]
pub struct Connection {
    /// Where it leads.
    pub env: Env,
    /// Where calls go, such as `http://127.0.0.1:8081/libra_ro`.
    pub api_base: String,
    /// How the bank writes its own absolute links, and where the PSU is sent: `http://localhost:8081/libra_ro`.
    pub public_base: String,
    /// The address that we call from, told to the bank for a PSU whose own it cannot be told.
    pub own_ip: Ipv4Addr,
    /// Our id at the bank; empty where it gave none.
    pub client_id: String,
    /// Our secret at the bank; empty where it gave none.
    pub client_secret: String,
    /// What calls are sealed with, where the bank wants it.
    pub seal: Option<Seal>,
}

/// A part of a connection that some banks need and others do not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// `client_id`.
    ClientId,
    /// `client_secret`.
    ClientSecret,
    /// `seal`.
    Seal,
}

/// A bank cannot be reached with this connection.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadConnection {
    /// An address breaks its form.
    #[error(transparent)]
    Base(#[from] BadBase),
    /// The bank needs more of us.
    #[error("{0}")]
    Missing(Part),
}

impl Connection {
    pub(super) fn api(&self) -> Result<Base, BadConnection> {
        Ok(Base::parse(&self.api_base)?)
    }

    pub(super) fn public(&self) -> Result<Base, BadConnection> {
        Ok(Base::parse(&self.public_base)?)
    }

    pub(super) fn client_id(&self) -> Result<String, BadConnection> {
        given(&self.client_id, Part::ClientId)
    }

    pub(super) fn client_secret(&self) -> Result<String, BadConnection> {
        given(&self.client_secret, Part::ClientSecret)
    }

    pub(super) fn seal(&self) -> Result<Seal, BadConnection> {
        self.seal.clone().ok_or(BadConnection::Missing(Part::Seal))
    }
}

fn given(text: &str, part: Part) -> Result<String, BadConnection> {
    if text.is_empty() { Err(BadConnection::Missing(part)) } else { Ok(text.to_owned()) }
}

impl std::fmt::Display for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::ClientId => "this bank wants a client_id",
            Self::ClientSecret => "this bank wants a client_secret",
            Self::Seal => "this bank takes sealed calls only: key and certificate of a seal are needed",
        })
    }
}

// The secret stays out of logs.
impl std::fmt::Debug for Connection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Connection")
            .field("env", &self.env)
            .field("api_base", &self.api_base)
            .field("public_base", &self.public_base)
            .field("client_id", &self.client_id)
            .field("seal", &self.seal)
            .finish_non_exhaustive()
    }
}
