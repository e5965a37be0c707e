//! The banks from outside: every test speaks HTTP to them, with a clock moved by hand.
#![expect(clippy::unwrap_used, reason = "tests stop at the first surprise")]

mod accounts;
mod ais;
mod api;
mod app;
mod consent_steering;
mod consents;
mod control;
mod deviations;
mod funds;
mod house;
mod oauth;
mod pages;
mod permissions;
mod silence;
mod steering;
mod tpp;
