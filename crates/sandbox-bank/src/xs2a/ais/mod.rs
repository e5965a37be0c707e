//! Account data: consents, and what is read under them.
//! Never here: what there is to read (see `history`), or whether a consent is valid (see `consent`).

mod accounts;
mod consents;
mod cursor;
mod gate;
mod telling;
mod terms;
mod transactions;

pub(crate) use accounts::{balances, list as accounts, read as account};
pub(super) use consents::{ConsentPath, consent_of};
pub(crate) use consents::{
    create as create_consent, delete as delete_consent, read as consent, status as consent_status,
};
pub(crate) use transactions::{list as transactions, read as transaction};
