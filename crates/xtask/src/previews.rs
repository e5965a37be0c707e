//! `cargo xtask previews`: pictures of templates, photographed by Chromium from fixtures (`examples/shots.rs`, `web/previews.mjs`);
//! no gateway runs for it, and no network is asked. Never here: which screens there are, what a picture shows.

use std::path::Path;

use anyhow::{Context, Result, bail, ensure};

use crate::house::House;
use crate::shell;
use crate::steps::{self, Need};

/// Makes the pictures that are kept here; with `--all FOLDER` those of everything, there.
///
/// # Errors
/// Something cannot be prepared, the folder lies in the checkout, or a picture weighs too much.
pub fn previews(house: &House, flags: &[String]) -> Result<()> {
    if let Some(folder) = all(flags)? {
        let folder = std::path::absolute(folder)?;
        ensure!(is_outside(&house.root, &folder), "{} lies in the checkout: name a folder outside", folder.display());
    }
    steps::prepare(house, Need::Test)?;
    let Some(chromium) = steps::find_browser() else { bail!("no Chromium: `cargo xtask setup` brings it") };
    let shots = house.target.join("shots");
    if shots.exists() {
        std::fs::remove_dir_all(&shots).with_context(|| format!("{} cannot be emptied", shots.display()))?;
    }
    let mut write = house.cargo("run", &["--quiet", "--example", "shots", "--features", "ssr", "--"]);
    shell::show(write.arg(&shots))?;
    let mut node = house.command(steps::node_program());
    node.arg(house.root.join("crates/xtask/web/previews.mjs")).arg(&shots).arg(&house.root).args(flags);
    // Folders are named from where the person stands.
    shell::show(node.env("CHROMIUM", chromium).current_dir(std::env::current_dir()?))
}

/// The folder behind `--all`.
fn all(flags: &[String]) -> Result<Option<&String>> {
    match flags.iter().position(|flag| flag == "--all") {
        Some(at) => Ok(Some(flags.get(at + 1).context("--all needs a folder outside the checkout")?)),
        None => match flags.first() {
            Some(flag) => bail!("`{flag}` says which of --all FOLDER; without it all templates are photographed"),
            None => Ok(None),
        },
    }
}

fn is_outside(root: &Path, folder: &Path) -> bool {
    // A folder that is not there yet has a parent that is.
    let real = |path: &Path| path.ancestors().find_map(|one| one.canonicalize().ok());
    real(folder).zip(real(root)).is_some_and(|(folder, root)| !folder.starts_with(root))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_matrix_never_lands_in_the_checkout() {
        let house = House::find().unwrap();
        assert!(is_outside(&house.root, &std::env::temp_dir().join("not-there-yet")));
        for inside in [house.root.clone(), house.root.join("shots"), house.root.join("docs/../shots/deep")] {
            assert!(!is_outside(&house.root, &inside), "{}", inside.display());
        }
        let flags = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let error = previews(&house, &flags(&["--all", &house.root.join("x").to_string_lossy()])).unwrap_err();
        assert!(error.to_string().contains("outside"), "{error}");
        assert!(all(&flags(&["--all"])).is_err() && all(&flags(&["--lang", "ro"])).is_err());
        assert!(all(&[]).unwrap().is_none());
    }
}
