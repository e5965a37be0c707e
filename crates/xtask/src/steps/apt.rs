//! The distribution's packages, by apt-get, as root or through sudo. Which packages are wanted is each step's matter.

use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, Result, bail};

use crate::house::House;
use crate::shell;

static LISTS_ARE_FRESH: AtomicBool = AtomicBool::new(false);

/// Installs packages. The lists are renewed only when it does not work with those at hand, and once at most.
///
/// # Errors
/// No apt-get, neither root nor sudo, or apt-get itself fails.
pub fn install(house: &House, packages: &[&str]) -> Result<()> {
    if shell::find("apt-get").is_none() {
        bail!("this system has no apt-get; install by its own means: {}", packages.join(" "));
    }
    let install = || -> Result<Command> {
        let mut command = as_root(house, "apt-get")?;
        command.args(["install", "-y", "-q", "--no-install-recommends"]).args(packages);
        Ok(command)
    };
    if !LISTS_ARE_FRESH.load(Ordering::Relaxed) {
        if shell::capture(&mut install()?).is_ok() {
            return Ok(());
        }
        renew_lists(house)?;
    }
    shell::show(&mut install()?)
}

/// Fetches the lists of packages, once.
///
/// # Errors
/// As [`install`].
pub fn renew_lists(house: &House) -> Result<()> {
    if !LISTS_ARE_FRESH.load(Ordering::Relaxed) {
        shell::show(as_root(house, "apt-get")?.args(["update", "-q"]))?;
        LISTS_ARE_FRESH.store(true, Ordering::Relaxed);
    }
    Ok(())
}

/// A command with the rights to change the system, never one that stops to ask which option is wanted.
///
/// # Errors
/// This user is not root and there is no sudo.
pub fn as_root(house: &House, program: &str) -> Result<Command> {
    let user = shell::capture(house.command("id").arg("-u")).context("who runs this cannot be told")?;
    let mut command = if user == "0" {
        house.command(program)
    } else if shell::find("sudo").is_some() {
        let mut sudo = house.command("sudo");
        sudo.args(["DEBIAN_FRONTEND=noninteractive", program]);
        sudo
    } else {
        bail!("`{program}` needs root here, and there is no sudo: run this once as root");
    };
    command.env("DEBIAN_FRONTEND", "noninteractive");
    Ok(command)
}
