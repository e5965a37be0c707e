//! Interpreters: our words ⇄ a bank's words, as values.
//! Requests are built and answers are read here; time and ids come in as arguments.
//! Never here: a socket, a clock, randomness, the store, a decision about a link.

pub mod amount;
pub mod berlin_group;
pub mod catalog;
pub mod epc;
pub mod profile;
pub mod profiles;
pub mod provider;
pub mod text;
