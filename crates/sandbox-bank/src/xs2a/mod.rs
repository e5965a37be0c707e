//! The TPP's side of a bank: Berlin Group NextGenPSD2 1.3, payments and account data by redirect or OAuth.
//! Never here: pages for the PSU, or rules between payments (see `ledger`).

mod admission;
mod ais;
mod answer;
mod authorisations;
mod call;
mod fields;
mod headers;
mod initiate;
mod links;
mod order;
mod patterns;
mod payments;
mod purpose_codes;
mod seal;
mod spelling;

pub(crate) use admission::{LARGEST_BODY, identify};
pub(crate) use ais::{
    account, accounts, balances, consent, consent_status, create_consent, delete_consent, transaction, transactions,
};
pub(crate) use authorisations::{
    cancellation_list, list as authorisation_list, list_of_consent, sca_status, sca_status_of_consent,
    start as start_authorisation, start_of_consent,
};
pub(crate) use call::{DEGRADED_MS, note_call, take_call};
pub(crate) use initiate::initiate;
pub(crate) use payments::{cancel, no_such_method, no_such_resource, read, status};
