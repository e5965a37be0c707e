//! Requests as they go out, and every shape of answer, whoever sends it.

mod answers;
mod banks;
mod consents;
mod data;
mod oauth;
mod records;
mod requests;
mod seal;
mod strangers;
