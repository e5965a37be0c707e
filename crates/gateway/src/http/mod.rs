//! The edge of the API, by resource: reads a call, asks `app`, writes the answer.
//! Never here: SQL, banks, rules about status.

pub mod body;
pub mod caller;
pub mod consents;
pub mod data;
pub mod envelope;
pub mod error;
pub mod fields;
pub mod health;
pub mod idempotency;
pub mod jobs;
pub mod links;
pub mod metrics;
pub mod oauth;
pub mod openapi;
pub mod paging;
pub mod providers;
pub mod read_consent;
pub mod read_create;
pub mod read_data;
pub mod read_list;
pub mod returns;
pub mod schema;
pub mod token_request;

use crate::app::tokens::Scope;

/// Version of the API that a call came in by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// `/v1`.
    V1,
    /// `/v2`.
    V2,
}

/// Which methods a call may see, and how it proves who it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// `/v1`, `/v2`: production methods, OAuth2 bearer.
    Production,
    /// `/test/…`: sandbox methods, internal test mode.
    Test,
}

/// The door that a call came in by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Door {
    /// Version of the API.
    pub version: Version,
    /// Production or test.
    pub mode: Mode,
}

/// The doors and where they stand. `/test` is another name of `/test/v2`.
pub const DOORS: &[(&str, Door)] = &[
    ("/v1", Door { version: Version::V1, mode: Mode::Production }),
    ("/v2", Door { version: Version::V2, mode: Mode::Production }),
    ("/test/v1", Door { version: Version::V1, mode: Mode::Test }),
    ("/test/v2", Door { version: Version::V2, mode: Mode::Test }),
    ("/test", Door { version: Version::V2, mode: Mode::Test }),
];

/// What a method is for: which token opens it, and which versions have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Payment links.
    Pay,
    /// Consents and account data: for clients that account data is enabled for. Not in v1.
    Data,
    /// What both begin with: any token.
    Either,
}

impl Needs {
    /// One of these a token must hold.
    pub const fn scopes(self) -> &'static [Scope] {
        match self {
            Self::Pay => &[Scope::Pay],
            Self::Data => &[Scope::Data],
            Self::Either => &Scope::ALL,
        }
    }

    /// Whether a version of the API has methods of this kind.
    pub const fn is_in(self, version: Version) -> bool {
        !matches!((self, version), (Self::Data, Version::V1))
    }
}

impl Door {
    /// `sandbox` or `prod`: links and methods of one are never seen through the other.
    pub const fn env(self) -> &'static str {
        match self.mode {
            Mode::Production => "prod",
            Mode::Test => "sandbox",
        }
    }
}
