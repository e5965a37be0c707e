//! `cargo xtask bench page|templates|frame|truth|picker|handoff|api|data`: figures about the house, each beside something measured in the same run. Here it
//! is only prepared and started; what is measured stands in crates/bench and tests/bench, how to read it in
//! docs/performance.md.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::house::{House, NODE_DIR};
use crate::steps::{self, Need};
use crate::{run, shell, web};

struct Bench {
    name: &'static str,
    why: &'static str,
    flags: &'static str,
    run: fn(&House, &[String]) -> Result<()>,
}

const BENCHES: &[Bench] = &[
    Bench {
        name: "page",
        why: "a first visit beside a Preact page and an empty one: bytes, first paint, list usable, live",
        flags: "--rounds N",
        run: page,
    },
    Bench {
        name: "templates",
        why: "the time to the first paint in every template, beside `default`",
        flags: "--rounds N, --line \"fast 4G\"|\"slow 4G\"",
        run: templates,
    },
    Bench {
        name: "frame",
        why: "from the merchant's call to the page that is ready in its frame, beside the page by itself",
        flags: "--rounds N, --line \"fast 4G\"|\"slow 4G\"",
        run: frame,
    },
    Bench {
        name: "truth",
        why: "from a bank's answer to the page that shows it, beside a bare event",
        flags: "--changes N, --lanes N, --listeners N",
        run: truth,
    },
    Bench {
        name: "picker",
        why: "typing in a list of thousands of banks, beside a plain filtered list: bytes, rows, milliseconds a key",
        flags: "--rounds N, --banks N",
        run: picker,
    },
    Bench {
        name: "handoff",
        why: "from the click that leaves for the bank to its page's first byte, beside a bare redirect of the same gateway",
        flags: "--rounds N, --visits N",
        run: handoff,
    },
    Bench {
        name: "api",
        why: "create, get, list beside a bare handler with the same JSON and the same rows",
        flags: "--rounds N, --ms N, --only create|get|list, --without-log",
        run: api,
    },
    Bench {
        name: "data",
        why: "100,000 transactions of one consent: import, its memory, first page beside page 1,000; a usual first import beside the sandbox alone",
        flags: "--rounds N",
        run: data,
    },
];

/// The profile of the benches: release, without link-time optimisation (Cargo.toml).
const PROFILE: &str = "bench-house";
/// Folder of what the browser's benches need, and of the page that stands beside ours.
const BENCH_DIR: &str = "tests/bench";
const PREACT_DIR: &str = "tests/bench/preact";

/// Runs the bench of this name; lists them where none is named.
///
/// # Errors
/// The name is unknown, something cannot be prepared, or the bench fails.
pub fn bench(house: &House, arguments: &[String]) -> Result<()> {
    let Some((name, flags)) = arguments.split_first() else {
        println!("cargo xtask bench <name> [flags]; every bench also takes --json FILE\n");
        for Bench { name, why, flags, .. } in BENCHES {
            println!("  {name:9} {why}\n            {flags}");
        }
        return Ok(());
    };
    let Some(bench) = BENCHES.iter().find(|bench| bench.name == name) else {
        let known: Vec<_> = BENCHES.iter().map(|bench| bench.name).collect();
        bail!("`{name}` is no bench; there are: {}", known.join(", "));
    };
    (bench.run)(house, flags)
}

fn page(house: &House, flags: &[String]) -> Result<()> {
    steps::prepare(house, Need::Test)?;
    steps::bring_packages(house, PREACT_DIR)?;
    in_browser(house, "page.mjs", flags)
}

/// The gateway as it ships: what is measured is what a payer gets.
fn templates(house: &House, flags: &[String]) -> Result<()> {
    steps::prepare(house, Need::Test)?;
    web::build(house)?;
    run::build_gateway(house)?;
    node(house, "templates.mjs", flags, &[("FINQLINK_BIN", house.gateway())])
}

fn frame(house: &House, flags: &[String]) -> Result<()> {
    steps::prepare(house, Need::Test)?;
    in_browser(house, "frame.mjs", flags)
}

fn truth(house: &House, flags: &[String]) -> Result<()> {
    steps::prepare(house, Need::Test)?;
    in_browser(house, "truth.mjs", flags)
}

fn handoff(house: &House, flags: &[String]) -> Result<()> {
    steps::prepare(house, Need::Test)?;
    in_browser(house, "handoff.mjs", flags)
}

/// Needs no gateway: its pages are rendered once, by the same code, with banks that nobody connects to.
fn picker(house: &House, flags: &[String]) -> Result<()> {
    steps::prepare(house, Need::Test)?;
    steps::bring_packages(house, PREACT_DIR)?;
    web::build(house)?;
    shell::show(
        &mut house.cargo("build", &["--package", "finqlink-webui", "--features", "ssr", "--example", "many_banks"]),
    )?;
    let program = house.target.join("debug/examples/many_banks");
    node(house, "picker.mjs", flags, &[("FINQLINK_BANKS", program)])
}

fn api(house: &House, flags: &[String]) -> Result<()> {
    alone(house, "api", flags)
}

fn data(house: &House, flags: &[String]) -> Result<()> {
    alone(house, "data", flags)
}

/// A bench that needs no browser.
fn alone(house: &House, name: &str, flags: &[String]) -> Result<()> {
    build(house)?;
    // On the disk of the build, which is a disk: commits to a folder in memory would cost nothing.
    let folder = house.target.join("bench");
    std::fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    let mut command = house.command(&program(house, "finqlink-bench").to_string_lossy());
    shell::show(command.arg(name).arg("--folder").arg(folder).args(flags).current_dir(std::env::current_dir()?))
}

/// Builds the page and the programs, and runs a script of the benches with Node.
fn in_browser(house: &House, script: &str, flags: &[String]) -> Result<()> {
    web::build(house)?;
    build(house)?;
    let programs = [("FINQLINK_BIN", program(house, "finqlink")), ("FINQLINK_BENCH", program(house, "finqlink-bench"))];
    node(house, script, flags, &programs)
}

/// Runs a script of the benches with Node; `programs` are named to it by these variables.
fn node(house: &House, script: &str, flags: &[String], programs: &[(&str, PathBuf)]) -> Result<()> {
    let Some(chromium) = steps::find_browser() else { bail!("no Chromium: `cargo xtask setup` brings it") };
    let mut node: Command = house.command(steps::node_program());
    node.arg(house.root.join(BENCH_DIR).join(script)).arg("--assets").arg(house.root.join("dist")).args(flags);
    node.envs(programs.iter().map(|(name, program)| (name, program)));
    // Files are named from where the person stands.
    shell::show(node.env("CHROMIUM", chromium).current_dir(std::env::current_dir()?))
        .with_context(|| format!("the packages are those of {NODE_DIR} and {PREACT_DIR}"))
}

fn build(house: &House) -> Result<()> {
    println!("programs: building gateway and bench in the profile {PROFILE} (minutes at first, then seconds)");
    shell::show(&mut house.cargo("build", &["--profile", PROFILE, "--package", "bench", "--package", "gateway"]))
}

fn program(house: &House, name: &str) -> PathBuf {
    house.target.join(PROFILE).join(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_bench_is_told_which_there_are() {
        let error = bench(&House::find().unwrap(), &["speed".to_owned()]).unwrap_err().to_string();
        assert!(error.contains("page, templates, frame, truth, picker, handoff, api, data"), "{error}");
    }
}
