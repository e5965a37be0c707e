//! The counter: everything a PSU sees, rendered by the gateway for the first paint and by the browser afterwards.
//! Never here: what comes next (that is `flow::journey`), or what a bank said (that is the gateway's).

pub mod app;
#[cfg(any(feature = "ssr", feature = "csr"))]
pub mod brand;
#[cfg(any(feature = "ssr", feature = "csr"))]
pub mod css;
#[cfg(all(target_arch = "wasm32", any(feature = "hydrate", feature = "csr")))]
pub mod driver;
#[cfg(all(target_arch = "wasm32", any(feature = "hydrate", feature = "csr")))]
pub mod effects;
#[cfg(feature = "ssr")]
pub mod fixtures;
#[cfg(feature = "ssr")]
pub mod gallery;
pub mod herald;
pub mod node;
pub mod parts;
pub mod press;
#[cfg(feature = "ssr")]
pub mod qr;
pub mod route;
pub mod scene;
pub mod screens;
#[cfg(feature = "ssr")]
pub mod ssr;
pub mod template;
#[path = "../templates/mod.rs"]
pub mod templates;
pub mod words;
