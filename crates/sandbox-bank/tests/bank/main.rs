//! The banks from outside: every test speaks HTTP to them, with a clock moved by hand.
#![expect(clippy::unwrap_used, reason = "tests stop at the first surprise")]

mod api;
mod control;
mod funds;
mod house;
mod pages;
mod silence;
mod steering;
