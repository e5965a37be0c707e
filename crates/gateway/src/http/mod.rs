//! The edge of the API, by resource: reads a call, asks `app`, writes the answer.
//! Never here: SQL, banks, rules about status.

pub mod body;
pub mod caller;
pub mod envelope;
pub mod error;
pub mod fields;
pub mod health;
pub mod links;
pub mod oauth;
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

impl Door {
    /// `sandbox` or `prod`: links and methods of one are never seen through the other.
    pub const fn env(self) -> &'static str {
        match self.mode {
            Mode::Production => "prod",
            Mode::Test => "sandbox",
        }
    }
}
