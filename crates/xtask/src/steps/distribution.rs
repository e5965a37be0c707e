//! A toolchain for browsers out of Debian's archive, for hosts that rustup cannot fetch from: the archive's compiler,
//! the target's library built from the archive's sources, rustup's linker. Everything goes below one prefix, so that
//! a test can do it all beside the system.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::apt;
use crate::house::House;
use crate::shell;

/// The browsers' target.
pub const TARGET: &str = "wasm32-unknown-unknown";
/// What the toolchain is called to rustup.
pub const NAME: &str = "distro";

/// The archive's formatter and lints of the same version.
pub const LINTS: [&str; 2] = ["rust-web-clippy", "rustfmt-web"];

const COMPILER: [&str; 3] = ["rustc-web", "cargo-web", "rust-web-src"];

/// Where the archive's compiler looks for targets.
const PREFIX: &str = "/usr";

/// Installs compiler and sources, adds the target below the system's prefix, and links the toolchain for rustup.
///
/// # Errors
/// No apt-get or rights, the archive has no such compiler, or the library does not build.
pub fn make(house: &House) -> Result<()> {
    let linker = rustups_linker(house)?;
    // An old list may offer a compiler that is too old.
    apt::renew_lists(house)?;
    apt::install(house, &[COMPILER.as_slice(), LINTS.as_slice()].concat())?;
    add_target(house, Path::new(PREFIX), &linker)?;
    // What was built against another library of the same version does not link with this one, and cargo cannot know.
    for stale in ["web", TARGET].map(|name| house.target.join(name)).iter().filter(|folder| folder.exists()) {
        fs::remove_dir_all(stale)?;
    }
    if shell::find("rustup").is_some() {
        shell::show(house.command("rustup").args(["toolchain", "link", NAME, PREFIX]))?;
    }
    Ok(())
}

/// Puts the linker, and the library when it is built, where a compiler with this prefix looks.
fn add_target(house: &House, prefix: &Path, linker: &Path) -> Result<()> {
    let rustlib = prefix.join("lib/rustlib");
    let place = rustlib.join(TARGET).join("lib");
    let programs = rustlib.join(host(house)?).join("bin");
    shell::show(apt::as_root(house, "mkdir")?.arg("-p").arg(&programs))?;
    shell::show(apt::as_root(house, "ln")?.arg("-sf").arg(linker).arg(programs.join("rust-lld")))?;
    let library = build_library(house)?;
    // What an older compiler left there would be met beside the new files.
    shell::show(apt::as_root(house, "rm")?.arg("-rf").arg(&place))?;
    shell::show(apt::as_root(house, "mkdir")?.arg("-p").arg(&place))?;
    shell::show(apt::as_root(house, "cp")?.args(library).arg(&place))
}

/// Compiles the standard library for the target in a crate of its own; gives the files.
fn build_library(house: &House) -> Result<Vec<PathBuf>> {
    const CRATE: &str = "wasm-library";
    let folder = house.target.join(CRATE);
    // Always anew: what an older compiler made would be taken for part of the library.
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(folder.join("src")).context("the build directory cannot be written")?;
    let manifest = format!(
        "[package]\nname = \"{CRATE}\"\nversion = \"0.0.0\"\nedition = \"2021\"\n[lib]\ncrate-type = [\"cdylib\"]\n[workspace]\n"
    );
    fs::write(folder.join("Cargo.toml"), manifest)?;
    fs::write(folder.join("src/lib.rs"), "//! Nothing: what is wanted is the library that this is built against.\n")?;
    let mut build = house.command(&format!("{PREFIX}/bin/cargo"));
    build.args(["build", "--release", "--target", TARGET, "-Zbuild-std=std,panic_abort"]);
    build.current_dir(&folder).env("CARGO_TARGET_DIR", folder.join("target"));
    // The archive's compiler is a release: building the library with it takes the key that the library itself uses.
    build.env("RUSTC", format!("{PREFIX}/bin/rustc")).env("RUSTC_BOOTSTRAP", "1").env_remove("RUSTUP_TOOLCHAIN");
    // Bitcode beside the code, as rustup's own library has it: the page is built with link-time optimisation.
    build.env("RUSTFLAGS", "-Cembed-bitcode=yes");
    // Whether our empty crate links in the end does not matter here: the library's files decide.
    let built = shell::show(&mut build);
    let made = folder.join("target").join(TARGET).join("release/deps");
    let library = rlibs(&made, CRATE)?;
    let has = |name: &str| library.iter().any(|file| file.to_string_lossy().contains(name));
    if has("/libstd-") && has("/libcore-") && has("/libpanic_abort-") {
        return Ok(library);
    }
    built.context("the target's library does not build with the distribution's compiler")?;
    bail!("the target's library is incomplete in {}", made.display())
}

fn rlibs(folder: &Path, not: &str) -> Result<Vec<PathBuf>> {
    let own = format!("lib{}", not.replace('-', "_"));
    let Ok(entries) = fs::read_dir(folder) else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for entry in entries {
        let file = entry?.path();
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.ends_with(".rlib") && !name.starts_with(&own) {
            found.push(file);
        }
    }
    Ok(found)
}

/// The linker that came with a toolchain of rustup's.
fn rustups_linker(house: &House) -> Result<PathBuf> {
    let host = host(house)?;
    let mut roots = vec![PathBuf::from(shell::capture(house.command("rustc").args(["--print", "sysroot"]))?)];
    let listed = shell::capture(house.command("rustup").args(["toolchain", "list", "--verbose"])).unwrap_or_default();
    roots.extend(listed.lines().filter_map(|line| line.split_whitespace().last()).map(PathBuf::from));
    roots
        .iter()
        .map(|root| root.join("lib/rustlib").join(&host).join("bin/rust-lld"))
        .find(|file| file.is_file())
        .context("no toolchain of rustup's here has the linker rust-lld")
}

fn host(house: &House) -> Result<String> {
    let said = shell::capture(house.command("rustc").arg("-vV"))?;
    let host = said.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).context("rustc does not say which machine it is for")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_crate_is_not_part_of_the_library() {
        let folder = std::env::temp_dir().join(format!("xtask-rlibs-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        for name in ["libstd-1.rlib", "libcore-2.rlib", "libcore-2.rmeta", "libwasm_library-3.rlib", "wasm_library.d"] {
            fs::write(folder.join(name), "").unwrap();
        }
        let mut names: Vec<_> = rlibs(&folder, "wasm-library").unwrap();
        names.sort();
        assert_eq!(names, [folder.join("libcore-2.rlib"), folder.join("libstd-1.rlib")]);
        fs::remove_dir_all(&folder).unwrap();
    }

    /// The whole way but for apt-get and `rustup toolchain link`, below a prefix of its own.
    #[test]
    #[ignore = "builds the standard library with Debian's rustc-web: a minute, and only where that is installed"]
    fn the_archives_compiler_links_with_the_library_we_build() {
        let house = House::find().unwrap();
        let prefix = std::env::temp_dir().join(format!("xtask-prefix-{}", std::process::id()));
        add_target(&house, &prefix, &rustups_linker(&house).unwrap()).unwrap();
        let compiler = || {
            let mut compiler = house.command(&format!("{PREFIX}/bin/rustc"));
            compiler.arg("--sysroot").arg(&prefix);
            compiler
        };
        let version = crate::steps::wasm::links(&house, compiler).unwrap();
        assert!(version.starts_with("rustc 1."), "{version}");
        fs::remove_dir_all(&prefix).unwrap();
    }
}
