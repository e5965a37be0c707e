//! Where things stand: the checkout, the build directory, the tools kept outside the checkout, the Rust toolchain that
//! child builds use, and how a child process is started from here. No decision about what to build lives here.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use anyhow::{Context, Result};

/// Folder of the Node packages, below the checkout.
pub const NODE_DIR: &str = "tests/browser";
/// Folder of the Python tests and their list of packages, below the checkout.
pub const PYTHON_DIR: &str = "tests/python";

/// The house as this process found it.
pub struct House {
    /// The checkout: the folder of the workspace's `Cargo.toml`.
    pub root: PathBuf,
    /// Cargo's build directory (`CARGO_TARGET_DIR`, else `target`).
    pub target: PathBuf,
    /// Trunk and wasm-bindgen (`FINQLINK_TOOLS`, else a cache below the home folder): a new clone finds them again.
    pub tools: PathBuf,
    /// Whether this is a checking run (`CI` is set): the lock file must then be right as committed.
    pub ci: bool,
    toolchain: OnceLock<Option<&'static str>>,
}

impl House {
    /// Finds the house from the environment cargo gives, or from the current folder upwards.
    pub fn find() -> Result<Self> {
        let here = match env::var_os("CARGO_MANIFEST_DIR") {
            Some(folder) => PathBuf::from(folder),
            None => env::current_dir().context("the current folder cannot be read")?,
        };
        let root = here
            .ancestors()
            .find(|folder| folder.join("Cargo.lock").is_file())
            .context("no Cargo.lock here or above: start this inside the checkout, as `cargo xtask …`")?
            .to_path_buf();
        let target = match env::var_os("CARGO_TARGET_DIR") {
            Some(folder) => std::path::absolute(folder)?,
            None => root.join("target"),
        };
        let tools = match env::var_os("FINQLINK_TOOLS") {
            Some(folder) => std::path::absolute(folder)?,
            None => PathBuf::from(env::var_os("HOME").context("HOME is not set: set it, or FINQLINK_TOOLS")?)
                .join(".cache/finqlink/tools"),
        };
        let ci = env::var_os("CI").is_some_and(|value| !value.is_empty() && value != "false");
        Ok(Self { root, target, tools, ci, toolchain: OnceLock::new() })
    }

    /// Says which linked toolchain child builds use; `None` is the one that is active anyway.
    pub fn use_toolchain(&self, name: Option<&'static str>) {
        // The first answer stands: one toolchain for everything keeps one set of artefacts.
        self.toolchain.get_or_init(|| name);
    }

    /// A child process in the checkout that sees our tools first, and none of what `cargo run` set for this process.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root).env("PATH", self.path());
        for (name, _) in env::vars_os() {
            if name.to_str().is_some_and(is_cargos_own) {
                command.env_remove(name);
            }
        }
        if let Some(libraries) = env::var_os("LD_LIBRARY_PATH") {
            command.env("LD_LIBRARY_PATH", self.without_cargos(&libraries));
        }
        if let Some(Some(toolchain)) = self.toolchain.get() {
            command.env("RUSTUP_TOOLCHAIN", toolchain);
        }
        command
    }

    /// `cargo <task> <words>`, held to the committed lock file in a checking run.
    pub fn cargo(&self, task: &str, words: &[&str]) -> Command {
        let mut command = self.command("cargo");
        command.arg(task).args(self.ci.then_some("--locked")).args(words);
        command
    }

    /// The file of the release gateway.
    pub fn gateway(&self) -> PathBuf {
        self.target.join("release/finqlink")
    }

    /// Text of a file of the checkout.
    pub fn read(&self, path: &str) -> Result<String> {
        std::fs::read_to_string(self.root.join(path)).with_context(|| format!("{path} cannot be read"))
    }

    fn path(&self) -> OsString {
        let ours = [self.tools.join("bin"), self.root.join(NODE_DIR).join("node_modules/.bin")];
        let rest = env::var_os("PATH").unwrap_or_default();
        env::join_paths(ours.into_iter().chain(env::split_paths(&rest))).unwrap_or(rest)
    }

    /// `cargo run` puts its toolchain's libraries on the path; another toolchain's compiler must not meet them.
    fn without_cargos(&self, libraries: &OsString) -> OsString {
        let kept = env::split_paths(libraries)
            .filter(|folder| !folder.starts_with(&self.target) && !is_toolchain(folder))
            .collect::<Vec<_>>();
        env::join_paths(kept).unwrap_or_default()
    }
}

/// Variables that cargo sets for the program it runs; they would make nested builds believe that something changed.
fn is_cargos_own(name: &str) -> bool {
    matches!(name, "CARGO" | "CARGO_MANIFEST_DIR" | "CARGO_MANIFEST_PATH" | "CARGO_CRATE_NAME" | "CARGO_BIN_NAME")
        || name == "CARGO_PRIMARY_PACKAGE"
        || name.starts_with("CARGO_PKG_")
}

fn is_toolchain(folder: &Path) -> bool {
    folder.components().any(|part| part.as_os_str() == "toolchains")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_cargos_own_variables_are_dropped() {
        assert!(is_cargos_own("CARGO_PKG_NAME"));
        assert!(is_cargos_own("CARGO_MANIFEST_DIR"));
        for kept in ["CARGO_HOME", "CARGO_TARGET_DIR", "CARGO_NET_OFFLINE", "CARGO_BUILD_JOBS"] {
            assert!(!is_cargos_own(kept), "{kept} is the user's");
        }
    }

    #[test]
    fn libraries_of_other_toolchains_are_dropped() {
        let house = House {
            root: "/h".into(),
            target: "/h/target".into(),
            tools: "/t".into(),
            ci: false,
            toolchain: OnceLock::new(),
        };
        let given = OsString::from("/h/target/debug:/r/toolchains/stable/lib:/opt/lib");
        assert_eq!(house.without_cargos(&given), OsString::from("/opt/lib"));
    }
}
