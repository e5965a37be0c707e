//! Has anything changed since last time? A stamp is a hash over names and contents of files; times are not trusted,
//! since a clone, a cache and a checkout each set their own. What the files are for is the caller's.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Folders whose content never reaches a product.
const SKIPPED: [&str; 4] = ["tests", "snapshots", "target", "node_modules"];

/// The hash over all files of `places` (files, or folders with all below them; one that is absent counts as absent)
/// and over `words`, which stand for all else that the result depends on, such as versions of tools.
///
/// # Errors
/// A file that is there cannot be read.
pub fn of(root: &Path, places: &[&str], words: &[String]) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    words.hash(&mut hasher);
    for place in places {
        place.hash(&mut hasher);
        for file in files(&root.join(place))? {
            file.strip_prefix(root).unwrap_or(&file).hash(&mut hasher);
            fs::read(&file).with_context(|| format!("{} cannot be read", file.display()))?.hash(&mut hasher);
        }
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// All files at or below a place, sorted by name; none when it is absent.
///
/// # Errors
/// A folder cannot be read.
pub fn files(place: &Path) -> Result<Vec<PathBuf>> {
    if !place.is_dir() {
        return Ok(if place.is_file() { vec![place.to_path_buf()] } else { Vec::new() });
    }
    let mut found = Vec::new();
    let entries = fs::read_dir(place).with_context(|| format!("{} cannot be read", place.display()))?;
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name();
        if name.to_str().is_some_and(|name| SKIPPED.contains(&name)) && entry.file_type()?.is_dir() {
            continue;
        }
        found.extend(files(&entry.path())?);
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let folder = std::env::temp_dir().join(format!("xtask-stamp-{name}-{}", std::process::id()));
            let _ = fs::remove_dir_all(&folder);
            fs::create_dir_all(folder.join("src/tests")).unwrap();
            fs::write(folder.join("src/a.rs"), "a").unwrap();
            fs::write(folder.join("src/tests/t.rs"), "t").unwrap();
            Self(folder)
        }

        fn stamp(&self) -> String {
            of(&self.0, &["src", "Cargo.toml"], &["1.96".to_owned()]).unwrap()
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn a_change_of_content_name_or_tool_changes_the_stamp() {
        let folder = Folder::new("change");
        let first = folder.stamp();
        assert_eq!(first, folder.stamp());

        fs::write(folder.0.join("src/a.rs"), "b").unwrap();
        let content = folder.stamp();
        fs::rename(folder.0.join("src/a.rs"), folder.0.join("src/b.rs")).unwrap();
        let name = folder.stamp();
        fs::write(folder.0.join("Cargo.toml"), "").unwrap();
        let new_file = folder.stamp();
        let tool = of(&folder.0, &["src", "Cargo.toml"], &["1.97".to_owned()]).unwrap();

        let all = [&first, &content, &name, &new_file, &tool];
        for (place, stamp) in all.iter().enumerate() {
            assert!(!all[..place].contains(stamp), "stamp {place} stands twice");
        }
    }

    #[test]
    fn times_and_tests_do_not_count() {
        let folder = Folder::new("time");
        let first = folder.stamp();
        fs::write(folder.0.join("src/a.rs"), "a").unwrap();
        fs::write(folder.0.join("src/tests/t.rs"), "other").unwrap();
        assert_eq!(first, folder.stamp());
    }
}
