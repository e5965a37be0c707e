//! Chromium for the browser tests: one that is named, one that is there, or the distribution's.

use std::path::PathBuf;

use anyhow::Result;

use super::{State, apt};
use crate::house::House;
use crate::shell;

const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/// The browser's program: `CHROMIUM`, else the first on the PATH.
pub fn find() -> Option<PathBuf> {
    match std::env::var_os("CHROMIUM") {
        Some(named) if !named.is_empty() => Some(PathBuf::from(named)),
        _ => NAMES.iter().find_map(|name| shell::find(name)),
    }
}

/// A browser that answers.
pub fn state(house: &House) -> State {
    let Some(program) = find() else { return State::Missing("no Chromium on the PATH".to_owned()) };
    match shell::capture(house.command(&program.to_string_lossy()).arg("--version")) {
        Ok(said) => State::Ready(said.lines().last().unwrap_or_default().trim().to_owned()),
        Err(error) => State::Missing(format!("{error:#}")),
    }
}

/// The distribution's, with one family of letters: a browser without any draws nothing.
pub fn make(house: &House) -> Result<()> {
    apt::install(house, &["chromium", "fonts-liberation"])
}
