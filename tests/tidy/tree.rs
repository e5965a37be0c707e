//! The house as data: its text files, and the edges between its crates. Read once; rules only look at this.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// What rules look at.
#[derive(Default)]
pub struct Tree {
    /// Path from the root (with `/`) to text.
    pub files: BTreeMap<String, String>,
    /// The workspace's crates.
    pub crates: Vec<Crate>,
}

/// A crate of the workspace.
pub struct Crate {
    /// Its name.
    pub name: String,
    /// Names of the packages it depends on, with the kind of edge.
    pub uses: Vec<(String, Edge)>,
}

/// Kinds of dependencies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// Always.
    Always,
    /// Under a feature only.
    Optional,
    /// For its tests.
    Dev,
    /// For its build script.
    Build,
}

/// Folders that hold nothing of ours.
const FOREIGN: [&str; 6] = [".git", "target", "dist", "data", "node_modules", "pkg"];
/// Files whose text rules read.
const TEXTS: [&str; 16] =
    ["rs", "toml", "md", "mjs", "js", "ts", "css", "html", "json", "yaml", "yml", "sh", "sql", "svg", "txt", "snap"];

impl Tree {
    /// This checkout.
    pub fn of_the_house() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let mut files = BTreeMap::new();
        walk(root, root, &mut files);
        Self { files, crates: crates(root) }
    }

    /// All Rust files.
    pub fn rust(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().filter(|(path, _)| path.ends_with(".rs")).map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// The text of a file, empty when it is absent.
    #[cfg(test)]
    pub fn with(path: &str, text: &str) -> Self {
        Self { files: BTreeMap::from([(path.to_owned(), text.to_owned())]), crates: Vec::new() }
    }
}

fn walk(root: &Path, folder: &Path, files: &mut BTreeMap<String, String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            if !FOREIGN.contains(&name.as_str()) {
                walk(root, &path, files);
            }
            continue;
        }
        let ending = path.extension().unwrap_or_default().to_string_lossy().into_owned();
        let is_text = TEXTS.contains(&ending.as_str()) || path.starts_with(root.join(".ci"));
        if is_text && let Ok(text) = std::fs::read_to_string(&path) {
            let place = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
            files.insert(place, text);
        }
    }
}

fn crates(root: &Path) -> Vec<Crate> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let output = Command::new(cargo)
        .current_dir(root)
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .output()
        .unwrap();
    assert!(output.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    packages.iter().map(|package| Crate { name: text(&package["name"]), uses: uses(package) }).collect()
}

fn uses(package: &Value) -> Vec<(String, Edge)> {
    let edge = |dependency: &Value| match dependency["kind"].as_str() {
        Some("dev") => Edge::Dev,
        Some("build") => Edge::Build,
        _ if dependency["optional"] == Value::Bool(true) => Edge::Optional,
        _ => Edge::Always,
    };
    let dependencies = package["dependencies"].as_array().unwrap();
    dependencies.iter().map(|dependency| (text(&dependency["name"]), edge(dependency))).collect()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}
