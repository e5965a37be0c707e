//! The back office: the gateway `finqlink`. Rooms: `http` and `pages` (the edge), `app` (use cases), `store` (SQL),
//! `jobs` and `webhooks` (what runs by itself), `doors` (every way out), `cli` and `config` (how it is started).

pub mod app;
pub mod cli;
pub mod config;
#[cfg(feature = "demo")]
pub mod demo;
pub mod doors;
pub mod http;
pub mod jobs;
pub mod pages;
pub mod router;
pub mod start;
pub mod store;
pub mod webhooks;
