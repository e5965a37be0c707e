//! What can be wrong with a configuration, each in one line that names key, value and rule.
//! Never here: the rules.

use std::fmt;

/// Why the start is refused.
#[derive(Debug)]
pub enum Fault {
    /// No such key.
    UnknownKey {
        /// As it was written.
        name: String,
        /// Where.
        place: String,
        /// What was perhaps meant.
        near: Option<String>,
    },
    /// A value breaks its key's rule.
    Value {
        /// The key.
        key: String,
        /// The value as it may be shown.
        value: String,
        /// Who said it.
        source: String,
        /// The rule.
        rule: String,
    },
    /// A key that has no default was not given.
    Missing {
        /// The key.
        key: String,
        /// The rule.
        rule: &'static str,
    },
    /// The file cannot be read or understood.
    File {
        /// Which.
        path: String,
        /// Why.
        what: String,
    },
    /// An address cannot be listened on.
    Bind {
        /// The key.
        key: &'static str,
        /// The address.
        address: std::net::SocketAddr,
        /// Why.
        error: std::io::Error,
    },
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownKey { name, place, near } => {
                write!(f, "unknown key {name} in {place}")?;
                near.iter().try_for_each(|near| write!(f, " (did you mean {near}?)"))
            }
            Self::Value { key, value, source, rule } => write!(f, "{key} = {value:?} ({source}): {rule}"),
            Self::Missing { key, rule } => write!(f, "{key} is not set: it {rule}"),
            Self::File { path, what } => write!(f, "{path}: {what}"),
            Self::Bind { key, address, error } if error.kind() == std::io::ErrorKind::AddrInUse => {
                write!(f, "{key} = \"{address}\": must be a free port; another process listens there")
            }
            Self::Bind { key, address, error } => write!(f, "{key} = \"{address}\": cannot be listened on: {error}"),
        }
    }
}

impl std::error::Error for Fault {}

/// The known word that differs from `word` by one or two letters, else one that only goes on after it.
pub fn nearest(word: &str, known: impl Iterator<Item = String> + Clone) -> Option<String> {
    let longer = known.clone().find(|candidate| candidate.strip_prefix(word).is_some_and(|rest| rest.starts_with('_')));
    known
        .map(|candidate| (distance(word, &candidate), candidate))
        .filter(|(far, _)| *far <= 2)
        .min()
        .map(|(_, near)| near)
        .or(longer)
}

/// Levenshtein's distance, in bytes (the known words are ASCII).
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.bytes().enumerate() {
            let cost = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = cost.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
