//! The page's build: Trunk, then minifying, naming by content and compressing (`web/finish.mjs`); skipped when nothing
//! that goes into it has changed. Also the weight of what came out. What the page is, is decided elsewhere.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::house::{House, NODE_DIR};
use crate::steps::{TARGET, node_program};
use crate::{shell, stamp};

/// What the page is made of.
const INPUTS: [&str; 12] = [
    "Cargo.toml",
    "Cargo.lock",
    "Trunk.toml",
    "index.html",
    "src",
    "templates",
    "style",
    "public",
    "crates/protocol",
    "crates/flow",
    "crates/xtask/src/web.rs",
    "crates/xtask/web",
];

/// Everything a first visit downloads may weigh this much, in bytes of brotli.
pub const BUDGET_BYTES: u64 = 150_000;
/// From here on the table warns.
const ALARM_BYTES: u64 = 120_000;

/// Builds `dist/`, or finds it as it should be.
///
/// # Errors
/// A tool fails; its own output stands above.
pub fn build(house: &House) -> Result<()> {
    let noted = house.target.join("web.stamp");
    let inputs = inputs(house)?;
    let outputs = || stamp::of(&house.root, &["dist"], &[]);
    let stands = house.root.join("dist/index.html").is_file();
    if stands
        && fs::read_to_string(&noted).is_ok_and(|note| outputs().is_ok_and(|now| note == format!("{inputs} {now}")))
    {
        println!("page: as built before (no input has changed)");
        return Ok(());
    }
    println!("page: building with Trunk, size first; a minute or more");
    // Trunk builds without the network: what it needs is fetched before.
    let mut fetch = house.cargo("fetch", &["--target", TARGET]);
    shell::show(small(house, &mut fetch).arg("--quiet"))?;
    let mut trunk = house.command("trunk");
    trunk.args(["build", "--release", "--offline", "--features", "hydrate"]);
    // Trunk reads NO_COLOR as a yes or no, and refuses the usual `1`; its own words are enough, without a trace.
    trunk.env_remove("NO_COLOR").env("RUST_BACKTRACE", "0");
    shell::show(small(house, &mut trunk))?;
    shell::show(house.command(node_program()).args(["crates/xtask/web/finish.mjs", "dist", NODE_DIR]))
        .context("minifying and compressing the page")?;
    fs::write(&noted, format!("{inputs} {}", outputs()?)).context("the build directory cannot be written")
}

/// What makes the page's WebAssembly small, for every cargo call of its build: the standard library is built with it,
/// for size, and a panic is a trap without words: a tenth less on the wire. The compiler takes these two settings
/// from nobody but its own bootstrap, hence the key.
fn small<'a>(house: &House, command: &'a mut Command) -> &'a mut Command {
    command
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort")
        .env("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size")
        .env("RUSTFLAGS", "-Zunstable-options -Cpanic=immediate-abort")
        // A directory of its own: server and page builds would throw out each other's artefacts.
        .env("CARGO_TARGET_DIR", house.target.join("web"))
}

/// What a loader of merchants' pages may weigh, in bytes of brotli.
const LOADER_BUDGET_BYTES: u64 = 3 * 1024;

/// Prints what each released loader weighs, and says whether all keep to their budget.
///
/// # Errors
/// There is no built page, or no loader in it.
pub fn print_loaders(house: &House) -> Result<bool> {
    let folder = house.root.join("dist/embed");
    let twins = stamp::files(&folder)?.into_iter().filter(|file| {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        // Named by its version: the source, which is not served to merchants, has none.
        name.ends_with(".js.br") && name.starts_with(|sign: char| sign.is_ascii_digit())
    });
    let mut sizes = Vec::new();
    for twin in twins {
        let bytes = fs::metadata(&twin)?.len();
        let name = twin.strip_prefix(&folder)?.with_extension("");
        println!("{:>10} {bytes:>10}  embed/{} (at most {LOADER_BUDGET_BYTES} bytes of brotli)", "", name.display());
        sizes.push(bytes);
    }
    if sizes.is_empty() {
        bail!("dist/embed holds no loader");
    }
    Ok(sizes.into_iter().all(|bytes| bytes <= LOADER_BUDGET_BYTES))
}

/// One file of the page, and what it weighs on the wire.
pub struct Weight {
    /// Its name in `dist/`.
    pub name: String,
    /// As it is.
    pub bytes: u64,
    /// As brotli.
    pub brotli_bytes: u64,
}

/// The files that every first visit downloads: WebAssembly, script and style that Trunk named by their content.
///
/// # Errors
/// There is no built page.
pub fn weights(house: &House) -> Result<Vec<Weight>> {
    let dist = house.root.join("dist");
    let mut weights = Vec::new();
    for file in stamp::files(&dist)? {
        let name = file.strip_prefix(&dist)?.to_string_lossy().into_owned();
        if !is_downloaded_first(&name) {
            continue;
        }
        let twin =
            fs::metadata(format!("{}.br", file.display())).with_context(|| format!("{name} has no brotli twin"))?;
        weights.push(Weight { name, bytes: fs::metadata(&file)?.len(), brotli_bytes: twin.len() });
    }
    if weights.is_empty() {
        bail!("dist/ holds no page");
    }
    Ok(weights)
}

/// Prints the table of weights, and says whether the budget holds.
pub fn print_weights(weights: &[Weight]) -> bool {
    println!("{:>10} {:>10}  bytes, and as brotli", "bytes", "brotli");
    for Weight { name, bytes, brotli_bytes } in weights {
        println!("{bytes:>10} {brotli_bytes:>10}  {name}");
    }
    let total: u64 = weights.iter().map(|weight| weight.brotli_bytes).sum();
    let word = match total {
        _ if total > BUDGET_BYTES => "OVER THE BUDGET",
        _ if total > ALARM_BYTES => "close to the budget",
        _ => "within the budget",
    };
    println!("{:>10} {total:>10}  in all: {word} of {BUDGET_BYTES} bytes of brotli (the HTML comes on top)", "");
    total <= BUDGET_BYTES
}

fn is_downloaded_first(name: &str) -> bool {
    let Some((stem, ending)) = name.rsplit_once('.') else { return false };
    let hash = stem.trim_end_matches("_bg").rsplit('-').next().unwrap_or_default();
    matches!(ending, "wasm" | "js" | "css") && hash.len() >= 8 && hash.bytes().all(|sign| sign.is_ascii_hexdigit())
}

fn inputs(house: &House) -> Result<String> {
    let ask = |program: &str| shell::capture(house.command(program).arg("--version"));
    let tools =
        [ask("rustc")?, ask("trunk")?, ask("wasm-bindgen")?, house.read(&format!("{NODE_DIR}/package-lock.json"))?];
    stamp::of(&house.root, &INPUTS, &tools)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_named_by_content_weigh() {
        assert!(is_downloaded_first("webui-0123456789abcdef.js"));
        assert!(is_downloaded_first("webui-0123456789abcdef_bg.wasm"));
        for other in ["embed.js", "index.html", "webui-0123456789abcdef.js.br", "favicon.svg", "some-banks.css"] {
            assert!(!is_downloaded_first(other), "{other}");
        }
    }

    #[test]
    fn the_budget_is_a_limit() {
        let page = |brotli_bytes| [Weight { name: "a".to_owned(), bytes: 1, brotli_bytes }];
        assert!(print_weights(&page(BUDGET_BYTES)));
        assert!(!print_weights(&page(BUDGET_BYTES + 1)));
    }
}
