//! Python, and an environment of its own with the packages of `tests/python/requirements.txt`: the house as clients
//! in another language see it. Kept beside the other tools, outside the checkout; nothing of the system's is touched.

use std::path::PathBuf;

use anyhow::{Result, bail};

use super::{State, apt};
use crate::house::{House, PYTHON_DIR};
use crate::shell;
use crate::version::Version;

/// The oldest release line that all our packages run on.
const OLDEST: Version = Version(3, 10, 0);

/// The environment's own interpreter.
pub fn program(house: &House) -> PathBuf {
    folder(house).join("bin/python")
}

fn folder(house: &House) -> PathBuf {
    house.tools.join("python")
}

/// Python, new enough, that can make environments: distributions ship it without that part.
pub fn state(house: &House) -> State {
    let version = |words: &[&str]| {
        shell::capture(house.command("python3").args(words)).ok().as_deref().and_then(Version::in_text)
    };
    let with_pip = ["-c", "import ensurepip, venv, platform; print(platform.python_version())"];
    match (version(&["--version"]), version(&with_pip)) {
        (None, _) => State::Missing("no Python".to_owned()),
        (Some(python), _) if python < OLDEST => {
            State::Missing(format!("Python is {python}, wanted is {OLDEST} or newer"))
        }
        (Some(python), None) => State::Missing(format!("Python {python} cannot make environments")),
        (_, Some(python)) => State::Ready(format!("python {python}")),
    }
}

/// The distribution's.
pub fn make(house: &House) -> Result<()> {
    apt::install(house, &["python3", "python3-venv"])
}

/// The environment, held against the list.
pub fn packages(house: &House) -> State {
    let wanted = match house.read(&format!("{PYTHON_DIR}/requirements.txt")) {
        Ok(list) => list,
        Err(error) => return State::Missing(format!("{error:#}")),
    };
    let there = program(house);
    match shell::capture(house.command(&there.to_string_lossy()).args(["-m", "pip", "freeze", "--all", "--local"])) {
        Ok(installed) => compare(&wanted, &installed),
        Err(_) => State::Missing("not installed yet".to_owned()),
    }
}

/// Makes the environment anew. Wheels only: no package's own build script runs.
pub fn make_packages(house: &House) -> Result<()> {
    let (folder, python) = (folder(house), program(house));
    let (Some(folder), Some(python)) = (folder.to_str(), python.to_str()) else {
        bail!("the tools' folder has a name that is not text");
    };
    shell::show(house.command("python3").args(["-m", "venv", "--clear", folder]))?;
    let list = format!("{PYTHON_DIR}/requirements.txt");
    let words = ["-m", "pip", "install", "--quiet", "--no-deps", "--only-binary=:all:", "-r", &list];
    shell::show(house.command(python).args(words))?;
    // Says what the list forgot.
    shell::show(house.command(python).args(["-m", "pip", "check"]))
}

/// Holds what pip says is installed against the list. Packages besides, such as pip, are none of its matter.
fn compare(wanted: &str, installed: &str) -> State {
    let installed: Vec<_> = installed.lines().filter_map(pin).collect();
    let mut count = 0_usize;
    for (name, version) in wanted.lines().filter_map(pin) {
        match installed.iter().find(|(there, _)| *there == name) {
            Some((_, there)) if *there == version => count += 1,
            Some((_, there)) => return State::Missing(format!("{name} is {there}, wanted is {version}")),
            None => return State::Missing(format!("{name} is not installed")),
        }
    }
    State::Ready(format!("{count} packages as listed"))
}

/// `name==version`; names are equal whatever their case and joints (PEP 503).
fn pin(line: &str) -> Option<(String, &str)> {
    let (name, version) = line.split('#').next()?.split_once("==")?;
    Some((name.trim().to_ascii_lowercase().replace(['_', '.'], "-"), version.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn missing(installed: &str) -> Option<String> {
        let wanted = "# why\n\nrequests-oauthlib==2.0.0\npygments==2.21.0  # colours\n";
        match compare(wanted, installed) {
            State::Ready(_) => None,
            State::Missing(reason) => Some(reason),
        }
    }

    #[test]
    fn every_package_of_the_list_is_there_in_its_version() {
        assert_eq!(missing("Pygments==2.21.0\npip==23.2.1\nrequests_oauthlib==2.0.0\n"), None);
        assert_eq!(missing("Pygments==2.21.0").as_deref(), Some("requests-oauthlib is not installed"));
        let other = missing("Pygments==2.20.0\nrequests-oauthlib==2.0.0");
        assert_eq!(other.as_deref(), Some("pygments is 2.20.0, wanted is 2.21.0"));
    }
}
