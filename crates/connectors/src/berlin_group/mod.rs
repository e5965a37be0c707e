//! Berlin Group NextGenPSD2 1.3, payments and account data: requests as values, answers read as values.
//! Never here: sending, waiting, repeating (see the gateway's doors), or what an outcome means for a link or a consent (see `flow`).
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
//! | ask for a consent | [`create_consent`] | [`read_consent_creation`] → [`ConsentCreation`] |
//! | its status | [`consent_status`] | [`read_consent_status`] → [`ConsentReading`] |
//! | end it | [`delete_consent`] | [`read_consent_deletion`] → [`ConsentDeletion`] |
//! | make an old token a new one | [`refresh`] | [`read_token`] → [`TokenAnswer`] |
//! | accounts | [`accounts`] | [`read_accounts`] → [`Page`] of [`Account`] |
//! | balances of an account | [`balances`] | [`read_balances`] → [`Page`] of [`Balance`] |
//! | its transactions | [`transactions`] | [`read_transactions`] → [`Page`] of [`Transaction`] |
//! | see whether the bank lives | [`probe`] | any answer below 500 |
//!
//! Starting an authorisation and its SCA status are the same calls for both. Every answer goes in as an [`Answer`]; bodies over
//! [`MAX_BODY`] bytes, pages of account data over [`MAX_PAGE`], count as unreadable, so a caller may stop reading there.

mod answer;
mod cancellation;
mod codes;
mod consent;
mod consent_reading;
mod data;
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

pub use answer::{Answer, Fault, MAX_BODY, MAX_PAGE};
pub use cancellation::{Cancellation, read_cancel};
pub use codes::{BankWord, ConsentWord, ScaStatus, TransactionStatus};
pub use consent::{ConsentIntent, consent_status, create_consent, delete_consent};
pub use consent_reading::{
    ConsentCreation, ConsentDeletion, ConsentReading, read_consent_creation, read_consent_deletion, read_consent_status,
};
pub use data::{
    Access, Account, Balance, BankKey, History, Money, Page, ReadFault, Transaction, When, accounts, balances,
    read_accounts, read_balances, read_transactions, transactions,
};
pub use initiation::{Accepted, Authorisation, Initiation, NotTaken, Unclear, read_authorisation, read_initiation};
pub use intent::{CallIds, Intent, PaymentRef, Psu, Returns, Unbuildable};
pub use oauth::{Ask, Resource, authorise_url, oauth_metadata, read_oauth_metadata};
pub use reading::{BankStatus, Said, ScaReading, read_sca_status, read_status};
pub use reasons::{explain, explain_consent};
pub use request::{cancel, initiate, probe, sca_status, start_authorisation, status};
pub use sca::{Sca, Unusable};
pub use token::{Token, TokenAnswer, read_token, refresh, token};

#[cfg(test)]
mod tests;
