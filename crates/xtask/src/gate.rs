//! `cargo xtask test`: every check of the house as one table, run to the end even when an early one fails, and summed
//! in one closing line. What a check looks at lives with the thing it checks.

use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow, bail};

use crate::house::{House, NODE_DIR, PYTHON_DIR};
use crate::steps::{self, Need, TARGET};
use crate::tally::Tally;
use crate::{matrix, run, shell, web};

struct Check {
    name: &'static str,
    why: &'static str,
    /// A check that must have passed, without which this one says nothing.
    after: Option<&'static str>,
    run: fn(&House) -> Result<Tally>,
}

const CHECKS: &[Check] = &[
    Check { name: "format", why: "one look for all code", after: None, run: format },
    Check { name: "clippy", why: "lints of the server side and of all tests", after: None, run: clippy },
    Check { name: "clippy-page", why: "lints of what only the browser compiles", after: None, run: clippy_page },
    Check { name: "tests", why: "unit, property, whole-house and tidy tests", after: None, run: tests },
    Check { name: "doc-tests", why: "examples in the documentation", after: None, run: doc_tests },
    Check { name: "supply", why: "licences and sources of dependencies", after: None, run: supply },
    Check {
        name: "matrix",
        why: "every screen of every template: barriers, contrast, layout, focus",
        after: None,
        run: matrix::check,
    },
    Check { name: "page", why: "the page's build", after: None, run: page },
    Check { name: "bytes", why: "the page's weight against its budget", after: Some("page"), run: bytes },
    Check { name: "gateway", why: "the release build", after: Some("page"), run: gateway },
    Check {
        name: "browser",
        why: "walks in Chromium, Firefox and WebKit against the release build",
        after: Some("gateway"),
        run: browser,
    },
    Check { name: "python", why: "clients in another language against it", after: Some("gateway"), run: python },
];

/// Prepares the machine and runs the checks of these names, or all; the last line printed is their sum.
///
/// # Errors
/// A step of set-up fails, a name is unknown, or a check fails.
pub fn test(house: &House, names: &[String]) -> Result<()> {
    if let Some(name) = names.iter().find(|name| CHECKS.iter().all(|check| check.name != name.as_str())) {
        let known: Vec<_> = CHECKS.iter().map(|check| check.name).collect();
        bail!("`{name}` is no check; there are: {}", known.join(", "));
    }
    steps::prepare(house, Need::Test)?;
    let mut done: Vec<(&Check, Tally, Duration)> = Vec::new();
    for check in CHECKS.iter().filter(|check| names.is_empty() || names.iter().any(|name| name == check.name)) {
        let broken = check
            .after
            .filter(|after| done.iter().any(|(earlier, tally, _)| earlier.name == *after && tally.failed > 0));
        println!("\n== {}: {}", check.name, check.why);
        let started = Instant::now();
        let tally = match broken {
            Some(after) => {
                println!("not run: `{after}` failed");
                Tally::FAIL
            }
            None => (check.run)(house).unwrap_or_else(|error| {
                println!("{error:#}");
                Tally::FAIL
            }),
        };
        done.push((check, tally, started.elapsed()));
    }
    close(&done)
}

fn close(done: &[(&Check, Tally, Duration)]) -> Result<()> {
    println!("\n{:12} {:>7} {:>7} {:>7}", "check", "passed", "failed", "s");
    for (check, tally, time) in done {
        println!("{:12} {:>7} {:>7} {:>7}", check.name, tally.passed, tally.failed, time.as_secs());
    }
    let failed: Vec<_> = done.iter().filter(|(_, tally, _)| tally.failed > 0).map(|(check, ..)| check.name).collect();
    let sum = done.iter().fold(Tally::default(), |sum, (_, tally, _)| sum + *tally);
    if !failed.is_empty() {
        eprintln!("error: failed: {0}; alone again: cargo xtask test {0}", failed.join(" "));
    }
    println!("{} passed, {} failed", sum.passed, sum.failed);
    if failed.is_empty() { Ok(()) } else { std::process::exit(1) }
}

/// A check that either holds or not counts as one.
fn holds(result: Result<()>) -> Result<Tally> {
    result.map(|()| Tally::PASS)
}

fn format(house: &House) -> Result<Tally> {
    holds(shell::show(house.command("cargo").args(["fmt", "--all", "--check"])))
}

fn clippy(house: &House) -> Result<Tally> {
    let words = ["--workspace", "--all-targets", "--features", "finqlink-webui/ssr", "--", "-D", "warnings"];
    holds(shell::show(&mut house.cargo("clippy", &words)))
}

fn clippy_page(house: &House) -> Result<Tally> {
    // `csr` is the designer's build (`trunk serve`); both must stand, and never in one build.
    ["hydrate", "csr"].iter().try_fold(Tally::default(), |sum, feature| {
        let words = ["-p", "finqlink-webui", "--features", feature, "--target", TARGET, "--", "-D", "warnings"];
        Ok(sum + holds(shell::show(&mut house.cargo("clippy", &words)))?)
    })
}

fn tests(house: &House) -> Result<Tally> {
    let with_nextest = shell::capture(house.command("cargo").args(["nextest", "--version"])).is_ok();
    let features = ["--workspace", "--features", "finqlink-webui/ssr", "--no-fail-fast"];
    if with_nextest {
        let mut nextest = limited(house, "cargo");
        nextest.args(["nextest", "run", "--no-tests", "pass"]).args(house.ci.then_some("--locked")).args(features);
        return shell::count(nextest.env("NEXTEST_STATUS_LEVEL", "slow"));
    }
    let mut cargo = limited(house, "cargo");
    shell::count(cargo.args(["test", "--all-targets"]).args(house.ci.then_some("--locked")).args(features))
}

/// A program that is ended after half an hour: a hanging test must not hang the gate.
fn limited(house: &House, program: &str) -> Command {
    let mut command = house.command("timeout");
    command.args(["--kill-after=10", "1800", program]);
    command
}

fn doc_tests(house: &House) -> Result<Tally> {
    shell::count(
        &mut house.cargo("test", &["--workspace", "--features", "finqlink-webui/ssr", "--doc", "--no-fail-fast"]),
    )
}

fn supply(house: &House) -> Result<Tally> {
    if shell::capture(house.command("cargo").args(["deny", "--version"])).is_err() {
        println!("not run: cargo-deny is not installed (`cargo install cargo-deny`)");
        return Ok(Tally::default());
    }
    holds(shell::show(house.command("cargo").args([
        "deny",
        "--log-level",
        "error",
        "check",
        "licenses",
        "bans",
        "sources",
    ])))
}

fn page(house: &House) -> Result<Tally> {
    holds(web::build(house))
}

fn bytes(house: &House) -> Result<Tally> {
    let count = |holds| if holds { Tally::PASS } else { Tally::FAIL };
    Ok(count(web::print_weights(&web::weights(house)?)) + count(web::print_loaders(house)?))
}

fn gateway(house: &House) -> Result<Tally> {
    holds(run::build_gateway(house))
}

/// Every `*.test.mjs` starts what it needs on free ports; it is told which gateway and which browser.
fn browser(house: &House) -> Result<Tally> {
    let folder = house.root.join(NODE_DIR);
    let mut files = Vec::new();
    for entry in fs::read_dir(&folder)? {
        files.push(entry?.path());
    }
    files.retain(|file| file.to_string_lossy().ends_with(".test.mjs"));
    files.sort();
    if files.is_empty() {
        bail!("{NODE_DIR} holds no *.test.mjs: the page is walked by nobody");
    }
    let Some(chromium) = steps::find_browser() else { bail!("no Chromium: `cargo xtask setup` brings it") };
    let Some(firefox) = steps::find_firefox() else { bail!("no Firefox: `cargo xtask setup` brings it") };
    let webkit = steps::find_webkit().map_err(|name| anyhow!("no {name}: `cargo xtask setup` brings it"))?;
    let mut node = limited(house, steps::node_program());
    node.arg("--test").args(["--test-reporter", "spec", "--test-reporter-destination", "stdout"]).args(files);
    node.env("CHROMIUM", chromium).env("FIREFOX", firefox);
    node.env("WEBKIT_DRIVER", webkit.driver).env("WEBKIT", webkit.browser).env("XVFB", webkit.screen);
    shell::count(node.current_dir(folder).env("FINQLINK_BIN", house.gateway()))
}

/// Every `test_*.py` asks a gateway of its own, by libraries that share nothing with ours.
fn python(house: &House) -> Result<Tally> {
    let mut pytest = limited(house, &steps::python_program(house).to_string_lossy());
    pytest.args(["-B", "-m", "pytest"]).current_dir(house.root.join(PYTHON_DIR)).env("FINQLINK_BIN", house.gateway());
    shell::count(&mut pytest)
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn every_check_stands_after_what_it_needs() {
        for (place, check) in CHECKS.iter().enumerate() {
            let after = check.after.unwrap_or(check.name);
            assert!(CHECKS[..=place].iter().any(|earlier| earlier.name == after), "{} before {after}", check.name);
            assert!(CHECKS[..place].iter().all(|earlier| earlier.name != check.name), "{} twice", check.name);
        }
    }
}
