//! The steps of set-up, as one table: what each is for, how it is seen to be done, how it is done. The order is the
//! order of need. Each kind of thing has a file below; no step knows of another.

mod apt;
mod browser;
mod compiler;
mod distribution;
mod engines;
mod node;
mod python;
mod tools;
mod wasm;

use anyhow::{Context, Result, bail};

use crate::house::House;

pub use browser::find as find_browser;
pub use distribution::TARGET;
pub use engines::{firefox as find_firefox, webkit as find_webkit};
pub use node::{bring as bring_packages, program as node_program};
pub use python::program as python_program;

/// What the steps are taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// Building and starting the product.
    Run,
    /// Proving it; this needs all that `Run` needs.
    Test,
}

/// How a step stands.
pub enum State {
    /// Done; with the version or place of what is there.
    Ready(String),
    /// Not done; with the reason.
    Missing(String),
}

/// One step of set-up.
pub struct Step {
    /// What it brings.
    pub name: &'static str,
    /// What that is for, shown to the person who waits.
    pub why: &'static str,
    /// Who needs it.
    pub need: Need,
    /// Steps that must stand before it.
    pub after: &'static [&'static str],
    /// Looks, and changes nothing.
    pub state: fn(&House) -> State,
    /// Brings it; looked at again afterwards.
    pub make: fn(&House) -> Result<()>,
    /// What a person can do where `make` fails.
    pub by_hand: &'static str,
}

/// All steps, in order.
pub const STEPS: &[Step] = &[
    Step {
        name: "C compiler",
        why: "SQLite and the TLS library are C inside",
        need: Need::Run,
        after: &[],
        state: compiler::state,
        make: compiler::make,
        by_hand: "install a C compiler that answers to `cc`",
    },
    Step {
        name: "wasm target",
        why: "lets the Rust compiler build the page for browsers",
        need: Need::Run,
        after: &["C compiler"],
        state: wasm::state,
        make: wasm::make,
        by_hand: "make `rustup target add wasm32-unknown-unknown` work",
    },
    Step {
        name: "Rust sources",
        why: "the standard library is built with the page, for size",
        need: Need::Run,
        after: &["wasm target"],
        state: wasm::sources,
        make: wasm::make_sources,
        by_hand: "make `rustup component add rust-src` work",
    },
    Step {
        name: "wasm-bindgen",
        why: "joins the page's WebAssembly with the browser; built from source: some minutes, once",
        need: Need::Run,
        after: &["wasm target"],
        state: tools::wasm_bindgen,
        make: tools::make_wasm_bindgen,
        by_hand: "put the wasm-bindgen of the version in Cargo.lock on the PATH",
    },
    Step {
        name: "Trunk",
        why: "builds the page; built from source: some minutes, once",
        need: Need::Run,
        after: &["wasm target"],
        state: tools::trunk,
        make: tools::make_trunk,
        by_hand: "put `trunk` of this version on the PATH",
    },
    Step {
        name: "Node.js",
        why: "runs the tools that shrink the page, and the browser tests",
        need: Need::Run,
        after: &[],
        state: node::state,
        make: node::make,
        by_hand: "install Node.js 18.20 or newer with npm",
    },
    Step {
        name: "page packages",
        why: "wasm-opt and a minifier, so that the page is small",
        need: Need::Run,
        after: &["Node.js"],
        state: node::page_packages,
        make: node::make_page_packages,
        by_hand: "make `npm ci` work in tests/browser",
    },
    Step {
        name: "lints",
        why: "rustfmt and clippy, which the tests call",
        need: Need::Test,
        after: &["wasm target"],
        state: compiler::lints,
        make: compiler::make_lints,
        by_hand: "make `rustup component add rustfmt clippy` work",
    },
    Step {
        name: "test packages",
        why: "what drives and inspects a browser, and checks the bank's API against its description",
        need: Need::Test,
        after: &["Node.js", "page packages"],
        state: node::test_packages,
        make: node::make_test_packages,
        by_hand: "make `npm ci` work in tests/browser",
    },
    Step {
        name: "Chromium",
        why: "the browser that the tests walk through the page",
        need: Need::Test,
        after: &[],
        state: browser::state,
        make: browser::make,
        by_hand: "install Chromium or Chrome, or name one in CHROMIUM",
    },
    Step {
        name: "Firefox",
        why: "the happy paths in another engine",
        need: Need::Test,
        after: &[],
        state: engines::firefox_state,
        make: engines::make_firefox,
        by_hand: "install Firefox, or name one in FIREFOX",
    },
    Step {
        name: "WebKit",
        why: "the happy paths in the engine of every iPhone, on a screen that nobody sees",
        need: Need::Test,
        after: &[],
        state: engines::webkit_state,
        make: engines::make_webkit,
        by_hand: "install WebKitGTK with WebKitWebDriver and MiniBrowser, and Xvfb",
    },
    Step {
        name: "Python",
        why: "the house as clients in another language see it",
        need: Need::Test,
        after: &[],
        state: python::state,
        make: python::make,
        by_hand: "install Python 3.10 or newer with its venv module",
    },
    Step {
        name: "Python packages",
        why: "an OAuth client and tests that share nothing with ours",
        need: Need::Test,
        after: &["Python"],
        state: python::packages,
        make: python::make_packages,
        by_hand: "make an environment in the tools' folder `python` with tests/python/requirements.txt",
    },
];

/// Takes every step that `need` asks for and that is not done.
///
/// # Errors
/// The first step that cannot be taken, with what a person can do about it.
pub fn prepare(house: &House, need: Need) -> Result<()> {
    let steps: Vec<&Step> = STEPS.iter().filter(|step| step.need <= need).collect();
    for (place, step) in steps.iter().enumerate() {
        let label = format!("[{}/{}] {}", place + 1, steps.len(), step.name);
        match (step.state)(house) {
            State::Ready(what) => println!("{label}: {what}"),
            State::Missing(reason) => {
                println!("{label}: {reason}; bringing it ({})", step.why);
                take(house, step)?;
            }
        }
    }
    Ok(())
}

fn take(house: &House, step: &Step) -> Result<()> {
    (step.make)(house)
        .with_context(|| format!("{} is missing and could not be brought; {}", step.name, step.by_hand))?;
    match (step.state)(house) {
        State::Ready(what) => {
            println!("    {}: {what}", step.name);
            Ok(())
        }
        State::Missing(reason) => bail!("{} is still not right ({reason}); {}", step.name, step.by_hand),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_stands_after_what_it_needs() {
        for (place, step) in STEPS.iter().enumerate() {
            for needed in step.after {
                let earlier = STEPS[..place].iter().find(|earlier| earlier.name == *needed);
                let earlier = earlier.unwrap_or_else(|| panic!("{} stands before {needed}", step.name));
                assert!(earlier.need <= step.need, "{} would run without {needed}", step.name);
            }
        }
    }

    #[test]
    fn names_are_unique_and_everything_is_said() {
        for (place, step) in STEPS.iter().enumerate() {
            assert!(STEPS[..place].iter().all(|other| other.name != step.name), "{} stands twice", step.name);
            assert!(!step.why.is_empty() && !step.by_hand.is_empty(), "{} does not say why", step.name);
        }
    }

    #[test]
    fn running_needs_no_browser_and_no_test_packages() {
        let run: Vec<_> = STEPS.iter().filter(|step| step.need == Need::Run).map(|step| step.name).collect();
        assert_eq!(
            run,
            ["C compiler", "wasm target", "Rust sources", "wasm-bindgen", "Trunk", "Node.js", "page packages"]
        );
    }
}
