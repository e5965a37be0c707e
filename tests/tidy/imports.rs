//! Who imports whom: crates by their manifests, rooms by the paths in their code, both held against `rooms`.

use crate::Finding;
use crate::rooms::{ANY, CRATES, ROOMS, Room};
use crate::source::{Path, each_run, paths, tokens, word};
use crate::tree::{Crate, Edge, Tree};

/// Crates of ours as code names them.
const OURS: [&str; 8] =
    ["protocol", "flow", "connectors", "finqlink_webui", "gateway", "sandbox_bank", "xtask", "house_tests"];

/// Folders that hold a crate's code, with the module that they are.
const SOURCES: [(&str, &[&str]); 7] = [
    ("crates/protocol/src", &[]),
    ("crates/flow/src", &[]),
    ("crates/connectors/src", &[]),
    ("crates/sandbox-bank/src", &[]),
    ("crates/gateway/src", &[]),
    ("src", &[]),
    ("templates", &["templates"]),
];

/// Every edge between crates is in the table, and there is no cycle.
pub fn crates(tree: &Tree) -> Vec<Finding> {
    let ours = |name: &str| tree.crates.iter().any(|one| one.name == name);
    let mut findings = Vec::new();
    for one in &tree.crates {
        let rows: Vec<_> = CRATES.iter().filter(|row| row.name == one.name).collect();
        let mut fault = |what: String| findings.push(Finding { place: format!("crate {}", one.name), what });
        if rows.is_empty() {
            fault("stands in no row of tests/tidy/rooms.rs".to_owned());
        }
        for (used, edge) in &one.uses {
            for row in &rows {
                let allowed = row.may.contains(&used.as_str())
                    || (*edge == Edge::Optional && row.under_a_feature.contains(&used.as_str()));
                if ours(used) && !allowed {
                    fault(format!("depends on {used} ({edge:?})"));
                }
                if row.never.contains(&used.as_str()) && *edge != Edge::Dev {
                    fault(format!("depends on {used}, which does what this crate must never do"));
                }
            }
        }
        if let Some(way) = way_back(&tree.crates, &[&one.name]) {
            fault(format!("a cycle: {}", way.join(" → ")));
        }
    }
    findings
}

/// A way along the edges that ends where it began.
fn way_back<'a>(crates: &'a [Crate], way: &[&'a str]) -> Option<Vec<&'a str>> {
    let here = crates.iter().find(|one| Some(&one.name.as_str()) == way.last())?;
    here.uses.iter().find_map(|(next, _)| {
        let longer = [way, &[next.as_str()]].concat();
        if way.first() == Some(&next.as_str()) {
            return Some(longer);
        }
        if way.contains(&next.as_str()) { None } else { way_back(crates, &longer) }
    })
}

/// Every path in a room's code is one that the table gives it.
pub fn rooms(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (place, text) in tree.rust() {
        let (Some(room), Some(module)) = (room_of(place), module_of(place)) else { continue };
        let own = own_modules(place, text);
        for path in paths(tokens(place, text), &module) {
            // `mod gateway;` in a room makes `gateway::…` its own.
            if own.contains(&path.names[0]) {
                continue;
            }
            if let Some(what) = objection(room, &module, &path, is_test(place)) {
                findings.push(Finding { place: format!("{place}:{}", path.line), what });
            }
        }
    }
    findings
}

/// Every file of a crate that is divided into rooms stands in one.
pub fn homeless(tree: &Tree) -> Vec<Finding> {
    let homeless = tree.rust().filter(|(place, _)| module_of(place).is_some() && room_of(place).is_none());
    homeless.map(|(place, _)| Finding { place: place.to_owned(), what: "stands in no room".to_owned() }).collect()
}

/// The modules that a file declares.
fn own_modules(place: &str, text: &str) -> Vec<String> {
    let mut own = Vec::new();
    each_run(tokens(place, text), &mut |run| {
        own.extend(
            (0..run.len()).filter(|at| word(run, *at).as_deref() == Some("mod")).filter_map(|at| word(run, at + 1)),
        );
    });
    own
}

/// A file of tests may stand up a world to try its room against; walls between our rooms hold there too.
fn is_test(place: &str) -> bool {
    place.ends_with("/tests.rs") || place.ends_with("_tests.rs")
}

fn objection(room: &Room, module: &[String], path: &Path, in_test: bool) -> Option<String> {
    let names: Vec<&str> = path.names.iter().map(String::as_str).collect();
    let whole = names.join("::");
    let names_it = |never: &&&str| whole == **never || whole.starts_with(&format!("{never}::"));
    if let Some(never) = room.never.iter().find(names_it).filter(|_| !in_test) {
        return Some(format!("`{whole}`: {} must never name {never}", room.place));
    }
    let (used, rest) = names.split_first()?;
    let target = match (*used, rest) {
        ("crate", [target, ..]) => *target,
        (used, _) if OURS.contains(&used) => used,
        _ => return None,
    };
    let same_room = Some(target) == module.first().map(String::as_str);
    if *used == "crate" {
        if target == "templates" && same_room {
            return other_template(module, rest)
                .map(|other| format!("`{whole}`: a template never uses another ({other})"));
        }
        // A crate that is one room has no walls inside; names at the top of a crate are what it offers to all.
        let has_walls = room.place == "templates" || room.place != source_of(room.place);
        if same_room || !has_walls || !is_room(room, target) {
            return None;
        }
    }
    let named = whole.strip_prefix("crate::").unwrap_or(&whole);
    let gives = |may: &&str| named == *may || named.starts_with(&format!("{may}::"));
    let allowed = room.may.iter().any(gives) || (*used == "crate" && room.may.contains(&ANY));
    (!allowed).then(|| format!("`{whole}`: {} may use {}", room.place, list(room.may)))
}

/// `crate::templates::b` named in `templates/a`.
fn other_template<'a>(module: &[String], rest: &[&'a str]) -> Option<&'a str> {
    let own = module.get(1)?;
    rest.get(1).copied().filter(|other| *other != own.as_str() && *other != "mod")
}

fn list(names: &[&str]) -> String {
    if names.is_empty() { "nothing of ours".to_owned() } else { format!("only {}", names.join(", ")) }
}

/// Whether a module of the room's crate is a room of its own.
fn is_room(room: &Room, module: &str) -> bool {
    let source = if room.place.starts_with("templates") { "src" } else { source_of(room.place) };
    let wanted = if module == "templates" { module.to_owned() } else { format!("{source}/{module}") };
    ROOMS.iter().any(|other| other.place == wanted)
}

fn source_of(place: &str) -> &str {
    let source = SOURCES.iter().find(|(source, _)| place == *source || place.starts_with(&format!("{source}/")));
    source.map_or(place, |(source, _)| *source)
}

fn room_of(place: &str) -> Option<&'static Room> {
    let place = place.strip_suffix(".rs")?;
    ROOMS.iter().find(|room| place == room.place || place.starts_with(&format!("{}/", room.place)))
}

/// The module that a file is, from the top of its crate; nothing for files outside the crates' sources.
fn module_of(place: &str) -> Option<Vec<String>> {
    let (source, start) = SOURCES.iter().find(|(source, _)| place.starts_with(&format!("{source}/")))?;
    let inner = place.strip_prefix(source)?.trim_start_matches('/').strip_suffix(".rs")?;
    let steps = inner.split('/').filter(|step| !matches!(*step, "mod" | "lib" | "main"));
    Some(start.iter().copied().chain(steps).map(str::to_owned).collect())
}
