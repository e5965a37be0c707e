//! The edge of the API, by resource: reads a call, asks `app`, writes the answer.
//! Never here: SQL, banks, rules about status.

pub mod body;
pub mod caller;
pub mod envelope;
pub mod error;
pub mod fields;
pub mod health;
pub mod links;
pub mod metrics;
pub mod oauth;
pub mod openapi;
pub mod paging;
pub mod providers;
pub mod read_create;
pub mod read_list;
pub mod schema;
pub mod token_request;

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

impl Door {
    /// `sandbox` or `prod`: links and methods of one are never seen through the other.
    pub const fn env(self) -> &'static str {
        match self.mode {
            Mode::Production => "prod",
            Mode::Test => "sandbox",
        }
    }
}
