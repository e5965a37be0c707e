//! The rules of the house, as a test: who may import whom, how a file begins, how large it may be, which names and
//! words are not used. One table of rules; each is proved on a bad sample too. How code behaves is tested elsewhere.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod imports;
mod rooms;
mod samples;
mod shape;
mod source;
mod texts;
mod tree;

use tree::Tree;

/// Something that breaks a rule.
#[derive(Debug)]
pub struct Finding {
    /// File and line, or the crate.
    pub place: String,
    /// What stands there and should not.
    pub what: String,
}

/// A rule, with its reason for whoever breaks it.
pub struct Rule {
    /// Its name.
    pub name: &'static str,
    /// Why it is one.
    pub why: &'static str,
    /// All that breaks it.
    pub check: fn(&Tree) -> Vec<Finding>,
}

/// All rules.
pub const RULES: &[Rule] = &[
    Rule {
        name: "crates",
        why: "the graph is protocol ← flow ← webui ← gateway ← tests, protocol ← connectors ← gateway; no cycle, dev edges included",
        check: imports::crates,
    },
    Rule {
        name: "rooms",
        why: "every room uses only what the import table of ARCHITECTURE.md gives it (tests/tidy/rooms.rs)",
        check: imports::rooms,
    },
    Rule {
        name: "room for every file",
        why: "a module that stands in no row of the table is held by no rule: give it a room, or a row",
        check: imports::homeless,
    },
    Rule {
        name: "heads",
        why: "every module opens with `//!`: what lives here, and what never does",
        check: shape::heads,
    },
    Rule { name: "file size", why: "a file over 500 lines is a room too large to know", check: shape::files },
    Rule { name: "function size", why: "a function over 70 lines does more than one thing", check: shape::functions },
    Rule {
        name: "names",
        why: "`utils`, `helpers`, `common`, `manager` say nothing about what is inside",
        check: shape::names,
    },
    Rule {
        name: "attributes",
        why: "`#[expect(…, reason = …)]` goes away with its cause; `#[allow]` stays for ever",
        check: shape::attributes,
    },
    Rule { name: "raw markup", why: "`inner_html` would let text become markup", check: shape::raw_markup },
    Rule { name: "lints", why: "every crate inherits the workspace's lints, or it has none", check: texts::lints },
    Rule {
        name: "colours",
        why: "screens, parts and the shared style have no look: colours are tokens of a template",
        check: texts::colours,
    },
    Rule {
        name: "machine paths",
        why: "what names one machine's folders works on that machine only",
        check: texts::paths,
    },
    Rule {
        name: "registries",
        why: "packages come by name through their client: an address ties the project to one host",
        check: texts::registries,
    },
];

#[test]
fn the_house_is_tidy() {
    let tree = Tree::of_the_house();
    assert!(tree.files.len() > 20, "only {} files were found: the walk is broken", tree.files.len());
    let mut broken = String::new();
    for rule in RULES {
        let findings = (rule.check)(&tree);
        if !findings.is_empty() {
            broken += &format!("\n{}: {}\n", rule.name, rule.why);
            for Finding { place, what } in findings {
                broken += &format!("    {place}: {what}\n");
            }
        }
    }
    assert!(broken.is_empty(), "{broken}");
}
