//! The rule book: every decision of page and gateway, as tables and pure functions.
//! Never here: async, a clock, randomness, logging, a browser, a socket.

pub mod account;
pub mod banks;
pub mod brand;
pub mod handoff;
pub mod health;
pub mod job;
pub mod journey;
pub mod lifecycle;
pub mod money;
pub mod polling;
pub mod search;
