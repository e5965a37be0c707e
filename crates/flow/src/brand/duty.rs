//! What must be seen on what. The rows stand in the sheets, as lists of names: `--reads: link on grounds, on-brand on brand`.
//! A name that is a list stands for all that is in it; `a/b` is `a` laid over `b`. What lets light through lies on `--under`.

use super::colour::Colour;
use super::sheet::{Fault, Given, Scheme, Sheet};

/// How well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// What tells a control or its state: 3 to 1 (WCAG 1.4.11, 2.4.13).
    Shows,
    /// Text: 4.5 to 1 (WCAG 1.4.3).
    Reads,
}

impl Need {
    /// The least contrast.
    pub const fn least(self) -> f64 {
        match self {
            Self::Shows => 3.0,
            Self::Reads => 4.5,
        }
    }
}

/// One row: this on that.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pair {
    /// The name of what is to be seen.
    pub what: String,
    /// The names of what it stands on: the upmost first.
    pub on: Vec<String>,
    /// How well.
    pub need: Need,
}

/// The lists of rows that a sheet may have: everybody's, and a template's own.
const LISTS: [(&str, Need); 4] =
    [("reads", Need::Reads), ("own-reads", Need::Reads), ("shows", Need::Shows), ("own-shows", Need::Shows)];

/// Names that are lists of names.
const NAMED: [&str; 6] = ["ground", "grounds", "tint", "chosen", "under", "plain"];

/// Whether a property says something of others, and is no colour.
pub fn is_list(name: &str) -> bool {
    NAMED.contains(&name) || LISTS.iter().any(|(list, _)| *list == name)
}

impl Sheet {
    /// Every row of a scheme.
    ///
    /// # Errors
    /// When a row cannot be read.
    pub fn pairs(&self, scheme: Scheme) -> Result<Vec<Pair>, Fault> {
        let mut pairs = Vec::new();
        for (list, need) in LISTS {
            let rows = self.text(scheme, list).unwrap_or_default();
            for row in rows.split(',').filter(|row| !row.trim().is_empty()) {
                let (whats, ons) = row.split_once(" on ").ok_or_else(|| Fault::Unread(row.to_owned()))?;
                let ons = self.spelled(scheme, ons);
                let each = |what: String| ons.iter().map(move |on| (what.clone(), on.clone()));
                pairs.extend(self.spelled(scheme, whats).into_iter().flat_map(each).map(|(what, on)| Pair {
                    what,
                    on: on.split('/').map(str::to_owned).collect(),
                    need,
                }));
            }
        }
        Ok(pairs)
    }

    /// The names behind a list of names.
    pub fn spelled(&self, scheme: Scheme, names: &str) -> Vec<String> {
        let list = |name: &&str| NAMED.contains(name);
        names
            .split_whitespace()
            .flat_map(|name| match Some(name).filter(list).and_then(|name| self.text(scheme, name)) {
                Some(inner) => inner.split_whitespace().map(str::to_owned).collect(),
                None => vec![name.to_owned()],
            })
            .collect()
    }

    /// The least contrast of a pair, over all that may lie under it, and the ground where it is the least; as a screen shows it.
    ///
    /// # Errors
    /// When a colour cannot be read.
    pub fn contrast(&self, scheme: Scheme, pair: &Pair, given: &Given) -> Result<(f64, Colour), Fault> {
        let what = self.colour(scheme, &pair.what, given)?;
        let mut worst = (f64::INFINITY, Colour::WHITE);
        for ground in self.grounds(scheme, &pair.on, given)? {
            let ratio = what.over(ground).shown().contrast(ground);
            if ratio < worst.0 {
                worst = (ratio, ground);
            }
        }
        Ok(worst)
    }

    /// All that a pile of surfaces can come out as.
    ///
    /// # Errors
    /// When a colour cannot be read.
    pub fn grounds(&self, scheme: Scheme, pile: &[String], given: &Given) -> Result<Vec<Colour>, Fault> {
        let Some((upmost, rest)) = pile.split_first() else {
            let under = self.spelled(scheme, "under");
            return under.iter().map(|name| Ok(self.colour(scheme, name, given)?.shown())).collect();
        };
        let upmost = self.colour(scheme, upmost, given)?;
        if upmost.alpha >= 1.0 {
            return Ok(vec![upmost.shown()]);
        }
        Ok(self.grounds(scheme, rest, given)?.into_iter().map(|under| upmost.over(under).shown()).collect())
    }
}
