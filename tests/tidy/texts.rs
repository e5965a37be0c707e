//! Rules about text, whatever the language: colours, paths of machines, addresses of registries, inherited lints.
//! Words that must not stand anywhere are written in two halves here, since this file is read too.

use crate::Finding;
use crate::tree::Tree;

/// The colour-blind rooms.
const LOOKLESS: [&str; 3] = ["src/screens/", "src/parts/", "style/"];
/// Where colours have their names, and where banks have theirs.
const PALETTES: [&str; 2] = ["style/tokens.css", "style/marks.css"];

/// Folders that stand on one machine only.
const MACHINE_PATHS: [&str; 5] = [
    concat!("/ro", "ot/"),
    concat!("/ho", "me/"),
    concat!("/Us", "ers/"),
    concat!("/wo", "rk/"),
    concat!("C:\\Us", "ers"),
];

/// Hosts of package registries and of their files.
const REGISTRIES: [&str; 8] = [
    concat!("registry.npm", "js.org"),
    concat!("registry.yarn", "pkg.com"),
    concat!("npm", "js.com"),
    concat!("crates", ".io"),
    concat!("pypi", ".org"),
    concat!("python", "hosted.org"),
    concat!("deb.deb", "ian.org"),
    concat!("static.rust", "-lang.org"),
];

/// Every crate's manifest inherits the workspace's lints.
pub fn lints(tree: &Tree) -> Vec<Finding> {
    let manifests = tree.files.iter().filter(|(path, _)| *path == "Cargo.toml" || path.ends_with("/Cargo.toml"));
    let bare = manifests.filter(|(_, text)| text.contains("[package]") && !text.contains("[lints]\nworkspace = true"));
    bare.map(|(path, _)| Finding { place: path.clone(), what: "no `[lints] workspace = true`".to_owned() }).collect()
}

/// No colour by value where there is no look.
pub fn colours(tree: &Tree) -> Vec<Finding> {
    in_lines(tree, |path, line| {
        if !LOOKLESS.iter().any(|room| path.starts_with(room)) || PALETTES.contains(&path) {
            return None;
        }
        let called = ["rgb(", "rgba(", "hsl(", "hsla(", "oklch(", "oklab("].iter().find(|word| line.contains(**word));
        called.map(|word| format!("`{word}…)`")).or_else(|| hex_colour(line))
    })
}

/// `#abc`, `#abcdef` and their forms with transparency, but no `href="#bank"`.
fn hex_colour(line: &str) -> Option<String> {
    line.match_indices('#').find_map(|(at, _)| {
        let digits: String = line[at + 1..].chars().take_while(|sign| sign.is_alphanumeric() || *sign == '-').collect();
        let is_colour = matches!(digits.len(), 3 | 4 | 6 | 8) && digits.chars().all(|sign| sign.is_ascii_hexdigit());
        is_colour.then(|| format!("`#{digits}`"))
    })
}

/// No folder of one machine.
pub fn paths(tree: &Tree) -> Vec<Finding> {
    in_lines(tree, |_, line| {
        let stands = |path: &str| {
            line.match_indices(path).any(|(at, _)| {
                // Inside a longer path or an address it is only a folder of that name.
                !line[..at]
                    .ends_with(|sign: char| sign.is_alphanumeric() || matches!(sign, '.' | '}' | '_' | '-' | '*'))
            })
        };
        MACHINE_PATHS.iter().find(|path| stands(path)).map(|path| format!("`{path}`"))
    })
}

/// No registry by its address. Cargo's lock file cannot do without one.
pub fn registries(tree: &Tree) -> Vec<Finding> {
    in_lines(tree, |path, line| {
        let host = REGISTRIES.iter().find(|host| line.contains(**host)).filter(|_| path != "Cargo.lock")?;
        Some(format!("`{host}`"))
    })
}

fn in_lines(tree: &Tree, look: impl Fn(&str, &str) -> Option<String>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in &tree.files {
        for (number, line) in text.lines().enumerate() {
            if let Some(what) = look(path, line) {
                findings.push(Finding { place: format!("{path}:{}", number + 1), what });
            }
        }
    }
    findings
}
