//! `cargo xtask ci`: what .ci/run does, where it does it: in a fresh clone of the last commit. What is checked there
//! stands in .ci/run and in `gate`, once.

use std::fs;

use anyhow::Result;

use crate::house::House;
use crate::shell;

/// Clones the last commit and runs its .ci/run.
///
/// # Errors
/// The clone cannot be made, or the run fails.
pub fn ci(house: &House) -> Result<()> {
    let clone = std::env::temp_dir().join(format!("finqlink-ci-{}", std::process::id()));
    shell::show(house.command("git").args(["clone", "--quiet", "--no-hardlinks", "."]).arg(&clone))?;
    let outcome = shell::show(
        house.command("bash").arg(".ci/run").current_dir(&clone).env("CI", "true").env_remove("RUSTUP_TOOLCHAIN"),
    );
    fs::remove_dir_all(&clone)?;
    outcome
}
