//! The TPP's side of a bank: Berlin Group NextGenPSD2 1.3, payments by redirect or OAuth.
//! Never here: pages for the PSU, or rules between payments (see `ledger`).

mod admission;
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
pub(crate) use authorisations::{
    cancellation_list, list as authorisation_list, sca_status, start as start_authorisation,
};
pub(crate) use call::{DEGRADED_MS, note_call, take_call};
pub(crate) use initiate::initiate;
pub(crate) use payments::{cancel, no_such_method, no_such_resource, read, status};
