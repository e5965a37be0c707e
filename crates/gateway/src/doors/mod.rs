//! Every way out of the process: banks, webhook receivers, the clock, randomness, keys.
//! Never here: decisions, SQL, anything else of ours.

pub mod bank_http;
pub mod clock;
pub mod keys;
pub mod secrets;
pub mod signature;
pub mod webhook_http;
