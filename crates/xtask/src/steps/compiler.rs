//! The C compiler, and Rust's formatter and lints. The Rust compiler itself is what a person brings.

use anyhow::Result;

use super::{State, apt};
use crate::house::House;
use crate::shell;
use crate::version::Version;

/// `cc`, which must answer.
pub fn state(house: &House) -> State {
    match shell::capture(house.command("cc").arg("--version")) {
        Ok(said) => State::Ready(said.lines().next().unwrap_or("cc").to_owned()),
        Err(_) => State::Missing("no `cc`".to_owned()),
    }
}

/// The distribution's.
pub fn make(house: &House) -> Result<()> {
    apt::install(house, &["gcc", "libc6-dev"])
}

/// rustfmt and clippy of the toolchain that builds.
pub fn lints(house: &House) -> State {
    let asked = ["fmt", "clippy"].map(|task| shell::capture(house.command("cargo").args([task, "--version"])));
    match asked {
        [Ok(fmt), Ok(clippy)] => match (Version::in_text(&fmt), Version::in_text(&clippy)) {
            (Some(fmt), Some(clippy)) => State::Ready(format!("rustfmt {fmt}, clippy {clippy}")),
            _ => State::Missing(format!("strange answers: {fmt} / {clippy}")),
        },
        [Err(_), _] => State::Missing("no rustfmt in this toolchain".to_owned()),
        [_, Err(_)] => State::Missing("no clippy in this toolchain".to_owned()),
    }
}

/// rustup's where the toolchain is rustup's, else the distribution's.
pub fn make_lints(house: &House) -> Result<()> {
    shell::capture(house.command("rustup").args(["component", "add", "rustfmt", "clippy"]))
        .map(|_| ())
        .or_else(|_| apt::install(house, &super::distribution::LINTS))
}
