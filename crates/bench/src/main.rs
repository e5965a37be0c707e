//! Figures about the house, each beside something measured in the same run: `finqlink-bench api|data|stage`. Started by
//! `cargo xtask bench`; the browser's side of `page` and `truth` lives in tests/bench. Nothing here ships.
#![expect(clippy::print_stdout, reason = "a bench speaks to the person at the terminal")]
#![expect(clippy::float_arithmetic, reason = "ratios and times are no money")]

mod api;
mod bank;
mod bare;
mod calls;
mod data;
mod figures;
mod house;
mod libra;
mod load;
mod stage;
mod wire;

use anyhow::{Context, Result, bail};
use std::path::PathBuf;
use std::process::ExitCode;

const USAGE: &str = "\
finqlink-bench api --folder DIR [--rounds N] [--ms N] [--only WORD] [--without-log] [--json FILE]
finqlink-bench data --folder DIR [--rounds N] [--json FILE]
finqlink-bench stage --folder DIR";

fn main() -> ExitCode {
    match run(std::env::args().skip(1)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(mut words: impl Iterator<Item = String>) -> Result<()> {
    let command = words.next().context(USAGE)?;
    let mut folder = None;
    let mut plan = api::Plan::default();
    while let Some(word) = words.next() {
        let mut value = || words.next().with_context(|| format!("{word} needs a value"));
        match word.as_str() {
            "--folder" => folder = Some(PathBuf::from(value()?)),
            "--rounds" => plan.rounds = value()?.parse().context("--rounds")?,
            "--ms" => plan.slice_ms = value()?.parse().context("--ms")?,
            "--only" => plan.only = Some(value()?),
            "--json" => plan.json = Some(PathBuf::from(value()?)),
            "--without-log" => plan.log = false,
            _ => bail!("{word} is not known\n{USAGE}"),
        }
    }
    let folder = folder.context("--folder is missing")?;
    match command.as_str() {
        "api" => api::run(&folder, &plan),
        "data" => data::run(&folder, plan.rounds, plan.json.as_deref()),
        "stage" => stage::run(&folder),
        _ => bail!("{command} is not known\n{USAGE}"),
    }
}
