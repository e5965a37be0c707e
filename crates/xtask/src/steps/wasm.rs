//! The wasm32 target: is there a toolchain that builds and links for browsers, and if not, which way to one. The way
//! for hosts that rustup cannot fetch from is `distribution`'s.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};

use super::{State, distribution};
use crate::house::House;
use crate::shell;
use crate::version::Version;

/// A host that answers slowly is one that does not answer: the other way is a minute's work.
const PATIENCE: Duration = Duration::from_secs(180);

/// The active toolchain is taken when it links, else the distribution's linked one.
pub fn state(house: &House) -> State {
    for name in [None, Some(distribution::NAME)] {
        let compiler = || {
            let mut compiler = house.command("rustc");
            compiler.envs(name.map(|name| ("RUSTUP_TOOLCHAIN", name)));
            compiler
        };
        if let Ok(version) = links(house, compiler)
            && is_new_enough(house, &version)
        {
            house.use_toolchain(name);
            return State::Ready(version);
        }
    }
    State::Missing("no Rust toolchain here that is new enough builds for browsers".to_owned())
}

/// Whether a compiler is one that the workspace's `rust-version` takes.
fn is_new_enough(house: &House, version: &str) -> bool {
    let manifest = house.read("Cargo.toml").unwrap_or_default();
    let oldest = manifest
        .lines()
        .find_map(|line| line.strip_prefix("rust-version = "))
        .and_then(|oldest| Version::in_text(oldest.trim_matches('"')));
    oldest.is_none_or(|oldest| Version::in_text(version).is_some_and(|version| version >= oldest))
}

/// rustup's target, else the distribution's toolchain.
pub fn make(house: &House) -> Result<()> {
    let mut fetch = house.command("rustup");
    fetch.args(["target", "add", distribution::TARGET]).env("RUST_BACKTRACE", "0");
    if shell::show_within(&mut fetch, PATIENCE).is_ok() && links(house, || house.command("rustc")).is_ok() {
        return Ok(());
    }
    println!("    rustup cannot fetch it here: taking the distribution's compiler, and building the target's library");
    distribution::make(house)
}

/// The standard library's sources, of the toolchain that builds.
pub fn sources(house: &House) -> State {
    match shell::capture(house.command("rustc").args(["--print", "sysroot"])) {
        Ok(root) if Path::new(&root).join("lib/rustlib/src/rust/library/std/Cargo.toml").is_file() => {
            State::Ready("the standard library's".to_owned())
        }
        Ok(_) => State::Missing("this toolchain has no library sources".to_owned()),
        Err(error) => State::Missing(format!("{error:#}")),
    }
}

/// rustup's; the distribution's came with its compiler.
pub fn make_sources(house: &House) -> Result<()> {
    let mut fetch = house.command("rustup");
    fetch.args(["component", "add", "rust-src"]).env("RUST_BACKTRACE", "0");
    shell::show_within(&mut fetch, PATIENCE)
}

/// Builds and links a little program with the given compiler: the only proof that library, compiler and linker fit.
/// Gives the compiler's version.
///
/// # Errors
/// It does not; with the compiler's own words.
pub fn links(house: &House, compiler: impl Fn() -> Command) -> Result<String> {
    let folder = house.target.join("wasm-proof");
    fs::create_dir_all(&folder).context("the build directory cannot be written")?;
    let source = folder.join("proof.rs");
    fs::write(&source, "#[unsafe(no_mangle)] pub extern \"C\" fn f() -> usize { String::from(\"f\").len() }\n")?;
    let product = folder.join("proof.wasm");
    // As the page is built: with link-time optimisation, which wants more of the library than a plain build.
    let words = [
        "--edition",
        "2024",
        "--target",
        distribution::TARGET,
        "--crate-type",
        "cdylib",
        "-Copt-level=z",
        "-Clto=fat",
        "-o",
    ];
    shell::capture(compiler().args(words).args([&product, &source]))?;
    shell::capture(compiler().arg("--version"))
}
