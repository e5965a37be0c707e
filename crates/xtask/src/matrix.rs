//! `cargo xtask matrix`: every screen of every template in Chromium. Here the pages are written and the browser's program is
//! found; what is looked at stands in tests/matrix, and why in docs/decisions/0021.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::house::House;
use crate::shell;
use crate::steps::{self, Need};
use crate::tally::Tally;

/// Folder of what looks at the pages.
const MATRIX_DIR: &str = "tests/matrix";

/// Prepares the machine and looks at the pages; `flags` are those of tests/matrix/main.mjs.
///
/// # Errors
/// Something cannot be prepared, or a page has a fault.
pub fn matrix(house: &House, flags: &[String]) -> Result<()> {
    steps::prepare(house, Need::Test)?;
    let folder = pages(house)?;
    shell::show(looks(house, &folder)?.args(flags))
}

/// The same as a check of the gate: bounded in time.
///
/// # Errors
/// The pages cannot be written, or there is no browser.
pub fn check(house: &House) -> Result<Tally> {
    let folder = pages(house)?;
    shell::count(&mut looks(house, &folder)?)
}

/// Writes one page for each fixture, template and language; those of an earlier run are gone.
fn pages(house: &House) -> Result<PathBuf> {
    // With the features that the tests are built with, so that nothing is built twice.
    let words = ["--workspace", "--features", "finqlink-webui/ssr", "--example", "shots"];
    shell::show(&mut house.cargo("build", &words))?;
    let folder = house.target.join("matrix");
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("{} cannot be emptied", folder.display()))?;
    }
    let program = house.target.join("debug/examples/shots");
    shell::show(house.command(&program.to_string_lossy()).arg(&folder))?;
    Ok(folder)
}

fn looks(house: &House, folder: &PathBuf) -> Result<Command> {
    let Some(chromium) = steps::find_browser() else { bail!("no Chromium: `cargo xtask setup` brings it") };
    let mut node = house.command(steps::node_program());
    node.arg(house.root.join(MATRIX_DIR).join("main.mjs")).arg("--pages").arg(folder).env("CHROMIUM", chromium);
    Ok(node)
}
