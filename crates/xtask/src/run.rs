//! `cargo xtask run`: from whatever state the machine is in to a running demo.

use std::os::unix::process::CommandExt;

use anyhow::{Context, Result};

use crate::house::House;
use crate::steps::{self, Need};
use crate::{shell, web};

/// Prepares, builds, and becomes `finqlink demo <arguments>`: signals and the exit code are the gateway's own.
///
/// # Errors
/// A step or a build fails, or the gateway cannot be started.
pub fn run(house: &House, arguments: &[String]) -> Result<()> {
    steps::prepare(house, Need::Run)?;
    web::build(house)?;
    build_gateway(house)?;
    let error = house.command(&house.gateway().to_string_lossy()).arg("demo").args(arguments).exec();
    Err(error).with_context(|| format!("{} cannot be started", house.gateway().display()))
}

/// Builds the release gateway with the page inside.
///
/// # Errors
/// It does not compile; the compiler's words stand above.
pub fn build_gateway(house: &House) -> Result<()> {
    println!("gateway: building the release binary with the page inside (seconds when nothing has changed)");
    shell::show(&mut house.cargo("build", &["--release", "--package", "gateway", "--features", "embed-assets"]))
}
