//! Berlin Group NextGenPSD2 1.3, payments: requests as values, answers read as values.
//! Never here: sending, waiting, repeating (see the gateway's doors), or what an outcome means for a link (see `flow`).
//!
//! | call | build | read |
//! | --- | --- | --- |
//! | initiate | [`initiate`] | [`read_initiation`] → [`Initiation`] |
//! | start its authorisation, when the answer only tells how | [`start_authorisation`] | [`read_authorisation`] → [`Authorisation`] |
//! | find the authorisation server | [`oauth_metadata`] | [`read_oauth_metadata`] → [`OAuthServer`](crate::profile::OAuthServer) |
//! | send the PSU there (no call) | [`authorise_url`] | |
//! | make a code a token | [`token`] | [`read_token`] → [`TokenAnswer`] |
//! | status | [`status`] | [`read_status`] → [`BankStatus`] |
//! | SCA status | [`sca_status`] | [`read_sca_status`] → [`ScaReading`] |
//! | cancel | [`cancel`] | [`read_cancel`] → [`Cancellation`] |
//! | see whether the bank lives | [`probe`] | any answer below 500 |
//!
//! Every answer goes in as an [`Answer`]; bodies over [`MAX_BODY`] bytes count as unreadable, so a caller may stop reading there.

mod answer;
mod cancellation;
mod codes;
mod initiation;
mod intent;
mod links;
mod oauth;
mod reading;
mod reasons;
mod request;
mod sca;
mod seal;
mod token;
mod wire;

pub use answer::{Answer, Fault, MAX_BODY};
pub use cancellation::{Cancellation, read_cancel};
pub use codes::{BankWord, ScaStatus, TransactionStatus};
pub use initiation::{Accepted, Authorisation, Initiation, NotTaken, Unclear, read_authorisation, read_initiation};
pub use intent::{CallIds, Intent, PaymentRef, Psu, Returns, Unbuildable};
pub use oauth::{Ask, authorise_url, oauth_metadata, read_oauth_metadata};
pub use reading::{BankStatus, Said, ScaReading, read_sca_status, read_status};
pub use reasons::explain;
pub use request::{cancel, initiate, probe, sca_status, start_authorisation, status};
pub use sca::{Sca, Unusable};
pub use token::{Token, TokenAnswer, read_token, token};

#[cfg(test)]
mod tests;
