//! Node.js, npm, and the packages of `tests/browser`: `dependencies` are what the page's build needs,
//! `devDependencies` what only the tests need. Other folders' packages are brought when a bench asks for them.

use anyhow::{Context, Result};
use serde_json::Value;

use super::{State, apt};
use crate::house::{House, NODE_DIR};
use crate::shell;
use crate::version::Version;

/// The oldest release line that all our packages run on.
const OLDEST: Version = Version(18, 20, 0);

/// Node and npm, new enough.
pub fn state(house: &House) -> State {
    let version = |program: &str| {
        shell::capture(house.command(program).arg("--version")).ok().as_deref().and_then(Version::in_text)
    };
    match (version(program()), version("npm")) {
        (None, _) => State::Missing("no Node.js".to_owned()),
        (Some(node), _) if node < OLDEST => State::Missing(format!("Node.js is {node}, wanted is {OLDEST} or newer")),
        (Some(_), None) => State::Missing("Node.js without npm".to_owned()),
        (Some(node), Some(npm)) => State::Ready(format!("node {node}, npm {npm}")),
    }
}

/// What Node answers to.
pub fn program() -> &'static str {
    "node"
}

/// The distribution's.
pub fn make(house: &House) -> Result<()> {
    let packages: &[&str] = if shell::find(program()).is_some() { &["npm"] } else { &["nodejs", "npm"] };
    apt::install(house, packages)
}

/// What the page's build needs.
pub fn page_packages(house: &House) -> State {
    packages(house, NODE_DIR, false)
}

/// Brings what the page's build needs, and leaves the tests' large ones out.
pub fn make_page_packages(house: &House) -> Result<()> {
    npm(house, NODE_DIR, &["--omit=dev"])
}

/// What the tests need besides.
pub fn test_packages(house: &House) -> State {
    packages(house, NODE_DIR, true)
}

/// Brings everything.
pub fn make_test_packages(house: &House) -> Result<()> {
    npm(house, NODE_DIR, &[])
}

/// The packages of another folder, as its lock file says; brought when they are not there.
pub fn bring(house: &House, folder: &str) -> Result<()> {
    match packages(house, folder, true) {
        State::Ready(_) => Ok(()),
        State::Missing(_) => npm(house, folder, &[]),
    }
}

/// No package's own install script runs: ours need none, and one that wants to download something would fail
/// on hosts that reach the registry only.
fn npm(house: &House, folder: &str, words: &[&str]) -> Result<()> {
    let mut install = house.command("npm");
    install.args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]).args(words);
    shell::show(install.current_dir(house.root.join(folder)))
}

fn packages(house: &House, folder: &str, tests_too: bool) -> State {
    let read = |file: &str| -> Result<Value> {
        serde_json::from_str(&house.read(&format!("{folder}/{file}"))?).with_context(|| format!("{file} is broken"))
    };
    let compared = read("package-lock.json").map(|wanted| match read("node_modules/.package-lock.json") {
        Ok(installed) => compare(&wanted, &installed, tests_too),
        Err(_) => State::Missing("not installed yet".to_owned()),
    });
    compared.unwrap_or_else(|error| State::Missing(format!("{error:#}")))
}

/// Holds what npm noted as installed against the lock file. Packages for other systems may be absent.
fn compare(wanted: &Value, installed: &Value, tests_too: bool) -> State {
    let none = serde_json::Map::new();
    let list = |lock: &Value| lock["packages"].as_object().unwrap_or(&none).clone();
    let installed = list(installed);
    let mut count = 0_usize;
    for (place, package) in list(wanted) {
        let flag = |name: &str| package[name] == Value::Bool(true);
        if place.is_empty() || flag("optional") || flag("devOptional") || (flag("dev") && !tests_too) {
            continue;
        }
        let name = place.trim_start_matches("node_modules/");
        match installed.get(&place) {
            Some(there) if there["version"] == package["version"] => count += 1,
            Some(there) => {
                return State::Missing(format!("{name} is {}, wanted is {}", there["version"], package["version"]));
            }
            None => return State::Missing(format!("{name} is not installed")),
        }
    }
    State::Ready(format!("{count} packages as locked"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn missing(installed: &Value, tests_too: bool) -> Option<String> {
        let wanted = json!({"packages": {
            "": {"name": "root"},
            "node_modules/esbuild": {"version": "1.0.0"},
            "node_modules/@esbuild/other-system": {"version": "1.0.0", "optional": true},
            "node_modules/axe-core": {"version": "2.0.0", "dev": true},
        }});
        match compare(&wanted, installed, tests_too) {
            State::Ready(_) => None,
            State::Missing(reason) => Some(reason),
        }
    }

    #[test]
    fn the_tests_packages_count_for_tests_only() {
        let installed = json!({"packages": {"node_modules/esbuild": {"version": "1.0.0"}}});
        assert_eq!(missing(&installed, false), None);
        assert_eq!(missing(&installed, true).as_deref(), Some("axe-core is not installed"));
    }

    #[test]
    fn another_version_is_seen() {
        let installed = json!({"packages": {"node_modules/esbuild": {"version": "0.9.0"}}});
        assert_eq!(missing(&installed, false).as_deref(), Some("esbuild is \"0.9.0\", wanted is \"1.0.0\""));
        assert!(missing(&json!({}), false).is_some());
    }
}
