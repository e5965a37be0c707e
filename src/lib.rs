//! The counter: everything a PSU sees, rendered by the gateway for the first paint and by the browser afterwards.
//! Never here: what comes next (that is `flow::journey`), or what a bank said (that is the gateway's).

pub mod app;
#[cfg(feature = "ssr")]
pub mod ssr;
