//! Chores of the house: `cargo xtask run|test|matrix|bench|previews|new|setup|doctor|ci`. Each command's work lives in its own module; nothing
//! of the product lives here, and nothing of ours is imported, so that this compiles in seconds on a bare machine.
#![expect(clippy::print_stdout, reason = "a chore speaks to the person at the terminal")]

mod bench;
mod ci;
mod doctor;
mod gate;
mod house;
mod matrix;
mod new;
mod previews;
mod run;
mod shell;
mod stamp;
mod steps;
mod tally;
mod version;
mod web;

use std::process::ExitCode;

use anyhow::{Result, bail};

use house::House;
use steps::Need;

const USAGE: &str = "\
cargo xtask <command>

  run [arguments]   prepare what is missing, build page and gateway, start `finqlink demo [arguments]`
  test [check]…     prepare what is missing, then prove everything: format, lints, tests, builds, browser walks
  matrix [--all]    every screen of every template in Chromium: barriers, contrast by pixels, layout, focus, motion;
                    --only WORDS: pages whose name has these; --turn N: another sample, of 52; the gate's is 0;
                    --part K/N: each N-th page of all
  bench [name]      figures about page, truth and API, each beside something measured in the same run; alone: list them
  setup             prepare what `run` and `test` need, and nothing else
  doctor            show each thing they need: what stands, what is missing, how to mend it
  ci                what .ci/run does, in a fresh clone of the last commit
  previews          the picture in each template's folder and the README's sheet of them;
                    --all FOLDER: every screen × scheme × width × language, a folder outside (--template, --screen, --lang: only these)
  new bank ID       the file of a bank that is not here yet, and its line in the list; its NAME may follow
  new template ID   the folder of a template that is not here yet, and its lines in the list";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match command(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn command(arguments: &[String]) -> Result<()> {
    let Some((name, rest)) = arguments.split_first() else {
        println!("{USAGE}");
        return Ok(());
    };
    match (name.as_str(), rest) {
        ("run", rest) => run::run(&House::find()?, rest),
        ("test", rest) => gate::test(&House::find()?, rest),
        ("matrix", rest) => matrix::matrix(&House::find()?, rest),
        ("bench", rest) => bench::bench(&House::find()?, rest),
        ("setup", []) => steps::prepare(&House::find()?, Need::Test),
        ("doctor", []) => doctor::doctor(&House::find()?),
        ("ci", []) => ci::ci(&House::find()?),
        ("new", [what, id]) if what == "bank" => new::bank(&House::find()?.root, id, None),
        ("new", [what, id, name]) if what == "bank" => new::bank(&House::find()?.root, id, Some(name)),
        ("new", [what, id]) if what == "template" => new::template(&House::find()?.root, id),
        ("previews", flags) => previews::previews(&House::find()?, flags),
        ("help" | "--help" | "-h", _) => {
            println!("{USAGE}");
            Ok(())
        }
        _ => bail!("`cargo xtask {}` is not known; `cargo xtask help` lists the commands", arguments.join(" ")),
    }
}
