//! Versions as programs print them and as lock files write them. Nothing is run or installed here.

/// A version's first three numbers; missing ones are 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(pub u32, pub u32, pub u32);

impl Version {
    /// The first version in what a program printed (`v20.20.2`, `trunk 0.21.14`, `wasm-opt version 132 (…)`).
    pub fn in_text(text: &str) -> Option<Self> {
        text.split_whitespace().find_map(Self::of_word)
    }

    fn of_word(word: &str) -> Option<Self> {
        let word = word.trim_start_matches(['v', '=', '^', '~', '(']);
        let end = word.find(|sign: char| !sign.is_ascii_digit() && sign != '.').unwrap_or(word.len());
        let mut numbers = word[..end].split('.').map(str::parse::<u32>);
        let first = numbers.next()?.ok()?;
        let mut rest = numbers.map(|number| number.unwrap_or(0)).chain(std::iter::repeat(0));
        Some(Self(first, rest.next()?, rest.next()?))
    }
}

impl std::fmt::Display for Version {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}.{}.{}", self.0, self.1, self.2)
    }
}

/// The version that a `Cargo.lock` holds of a package; of several the last, which is the newest.
pub fn locked(lock: &str, package: &str) -> Option<Version> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines();
    let mut found = None;
    while let Some(line) = lines.next() {
        if line == name {
            let version = lines.next().and_then(|line| line.strip_prefix("version = \""));
            found = version.and_then(Version::in_text).or(found);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_found_in_what_programs_print() {
        for (text, version) in [
            ("v20.20.2", Version(20, 20, 2)),
            ("trunk 0.21.14", Version(0, 21, 14)),
            ("wasm-opt version 132 (version_132)", Version(132, 0, 0)),
            ("Chromium 156.0.8078.79 built on Debian", Version(156, 0, 8078)),
            ("cc (Debian 12.2.0-14+deb12u1) 12.2.0", Version(12, 2, 0)),
            ("rustc 1.96.0-beta.2 (ac68faa20 2026-05-25)", Version(1, 96, 0)),
            (">=18.20", Version(18, 20, 0)),
        ] {
            let text = text.trim_start_matches('>');
            assert_eq!(Version::in_text(text), Some(version), "{text}");
        }
        assert_eq!(Version::in_text("command not found"), None);
    }

    #[test]
    fn versions_are_ordered_by_number_not_by_letter() {
        assert!(Version(18, 20, 0) > Version(18, 9, 9));
        assert!(Version(9, 2, 0) < Version(18, 0, 0));
    }

    #[test]
    fn the_lock_file_names_the_version() {
        let lock = "[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n\n[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.50\"\n";
        assert_eq!(locked(lock, "wasm-bindgen"), Some(Version(0, 2, 130)));
        assert_eq!(locked(lock, "trunk"), None);
    }
}
