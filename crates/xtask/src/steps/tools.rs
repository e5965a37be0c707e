//! Trunk and wasm-bindgen, built once into a folder outside the checkout. wasm-bindgen's version is the lock file's,
//! so that tool and library cannot drift apart.

use anyhow::{Context, Result, bail};

use super::State;
use crate::house::House;
use crate::shell;
use crate::version::{Version, locked};

/// The last Trunk that our oldest supported compiler builds.
const TRUNK: Version = Version(0, 21, 14);

/// Trunk of exactly our version.
pub fn trunk(house: &House) -> State {
    installed(house, "trunk", TRUNK)
}

/// Builds Trunk as its authors locked it.
pub fn make_trunk(house: &House) -> Result<()> {
    install(house, "trunk", TRUNK, &["--locked"])
}

/// wasm-bindgen of exactly the library's version.
pub fn wasm_bindgen(house: &House) -> State {
    match library(house) {
        Ok(version) => installed(house, "wasm-bindgen", version),
        Err(error) => State::Missing(format!("{error:#}")),
    }
}

/// Builds wasm-bindgen. Not `--locked`: its own lock file names a release that the registry does not have.
pub fn make_wasm_bindgen(house: &House) -> Result<()> {
    install(house, "wasm-bindgen-cli", library(house)?, &[])
}

fn library(house: &House) -> Result<Version> {
    locked(&house.read("Cargo.lock")?, "wasm-bindgen").context("Cargo.lock names no wasm-bindgen")
}

fn installed(house: &House, program: &str, wanted: Version) -> State {
    match shell::capture(house.command(program).arg("--version")).ok().as_deref().and_then(Version::in_text) {
        Some(found) if found == wanted => State::Ready(format!("{program} {found}")),
        Some(found) => State::Missing(format!("{program} is {found}, wanted is {wanted}")),
        None => State::Missing(format!("no {program} {wanted}")),
    }
}

fn install(house: &House, package: &str, version: Version, words: &[&str]) -> Result<()> {
    let Some(root) = house.tools.to_str() else { bail!("the tools' folder has a name that is not text") };
    if shell::capture(house.command("cargo").args(["binstall", "-V"])).is_ok() {
        let mut ready_made = house.command("cargo");
        ready_made.args(["binstall", "--no-confirm", "--disable-strategies", "compile", "--root", root]);
        if shell::show(ready_made.arg(format!("{package}@{version}"))).is_ok() {
            return Ok(());
        }
        println!("    no ready-made {package} to be had: building it");
    }
    let building = house.tools.join("building");
    let mut build = house.command("cargo");
    build.args(["install", package, "--version", &format!("={version}"), "--root", root, "--force"]).args(words);
    // Tools that run for seconds need no slow build: low optimisation halves the wait.
    build
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env("CARGO_PROFILE_RELEASE_DEBUG", "0")
        .env("CARGO_TARGET_DIR", &building);
    shell::show(&mut build)?;
    // An interrupted build goes on where it was; a finished one needs its gigabyte no more.
    std::fs::remove_dir_all(&building).or_else(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Ok(()),
        _ => Err(error),
    })?;
    Ok(())
}
