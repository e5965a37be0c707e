//! Random colours at every template: what must be seen is seen. And the table by duty knows every use of what follows a brand.

#![expect(clippy::float_arithmetic, reason = "colour, nowhere near money")]

use super::{paint, parts, rules, sheets};
use crate::template::Template;
use crate::templates;
use flow::brand::{Colour, Corners, Need, Pair, Scheme, Sheet};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use protocol::page::Brand;
use std::collections::{BTreeMap, BTreeSet};

/// Colours at the edges: greys, pure and loud ones, and the middle of everything, where white and black read alike.
const EDGES: [&str; 24] = [
    "#000000", "#ffffff", "#010101", "#fefefe", "#111111", "#fafafa", "#767676", "#777777", "#808080", "#757575",
    "#ff0000", "#00ff00", "#0000ff", "#ffff00", "#00ffff", "#ff00ff", "#ffe600", "#e30613", "#0b6a4b", "#bc614e",
    "#1a2bd0", "#6b4e00", "#7f00ff", "#ff8000",
];

/// The colour as a page gets it: written into its sheet and read again.
fn given(template: &Template, colour: Colour) -> BTreeMap<Scheme, BTreeMap<String, Colour>> {
    let brand = Brand { colour: colour.to_string(), ..Brand::default() };
    let sent = Sheet::read(&[&rules(template, &brand)]);
    let of = |scheme| {
        let read = |name: &str| (name.to_owned(), sent.colour(scheme, name, &BTreeMap::new()).unwrap());
        (scheme, sent.names(scheme).map(read).collect())
    };
    Scheme::BOTH.map(of).into_iter().collect()
}

/// WCAG's own formula, apart from the one that the compiler uses.
fn contrast(a: Colour, b: Colour) -> f64 {
    let luminance = |colour: Colour| {
        let [r, g, b] = colour.rgb.map(|part| {
            let part = (part * 255.0).round() / 255.0;
            if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    };
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Every pair that cannot be seen.
fn unseen(sheet: &Sheet, scheme: Scheme, given: &BTreeMap<String, Colour>) -> Vec<String> {
    let mut unseen = Vec::new();
    let read = |name: &str| Some((name.to_owned(), sheet.colour(scheme, name, given).ok()?));
    let all: BTreeMap<String, Colour> = sheet.names(scheme).filter_map(read).collect();
    for pair in sheet.pairs(scheme).unwrap() {
        let what = sheet.colour(scheme, &pair.what, &all).unwrap();
        for ground in sheet.grounds(scheme, &pair.on, &all).unwrap() {
            let ratio = contrast(what.over(ground), ground);
            if ratio < pair.need.least() {
                unseen.push(format!("--{} on {} ({what} on {ground}): {ratio:.2}", pair.what, pair.on.join("/")));
            }
        }
    }
    unseen
}

#[test]
fn every_colour_is_seen_at_every_template_in_light_and_dark() {
    let mut pairs = 0;
    for template in templates::ALL {
        let (sheet, _) = sheets(template);
        let check = |colour: Colour| {
            let given = given(template, colour);
            for scheme in Scheme::BOTH {
                let unseen = unseen(&sheet, scheme, &given[&scheme]);
                prop_assert!(unseen.is_empty(), "{} {} {colour}: {unseen:#?}", template.id, scheme.as_str());
            }
            Ok(())
        };
        for edge in EDGES {
            check(Colour::hex(edge).unwrap()).unwrap();
        }
        let colours = any::<[u8; 3]>().prop_map(Colour::bytes);
        let config = Config { cases: 1_024, failure_persistence: None, ..Config::default() };
        TestRunner::new(config).run(&colours, check).unwrap();
        pairs += sheet.pairs(Scheme::Light).unwrap().len();
    }
    assert!(pairs > 20 * templates::ALL.len(), "only {pairs} pairs");
}

#[test]
fn templates_hold_the_table_in_their_own_colours() {
    for template in templates::ALL {
        let (tokens, own, _) = parts(template);
        // The rows of the brand's sheets, but none of their colours.
        let lists: Vec<&str> = own.lines().filter(|line| !line.contains("var(")).collect();
        let sheet = Sheet::read(&[super::SHARED[0], super::SHARED[1], &lists.join("\n"), tokens]);
        for scheme in Scheme::BOTH {
            let probes = |line: &String| !line.contains("--probe-");
            let unseen: Vec<String> = unseen_of_own(&sheet, scheme).into_iter().filter(probes).collect();
            assert!(unseen.is_empty(), "{} {}: {unseen:#?}", template.id, scheme.as_str());
        }
    }
}

fn unseen_of_own(sheet: &Sheet, scheme: Scheme) -> Vec<String> {
    let has = |pair: &Pair| {
        [&pair.what].into_iter().chain(&pair.on).all(|name| sheet.colour(scheme, name, &BTreeMap::new()).is_ok())
    };
    let seen = |pair: &Pair| sheet.contrast(scheme, pair, &BTreeMap::new()).unwrap().0 >= pair.need.least();
    let pairs = sheet.pairs(scheme).unwrap();
    pairs
        .iter()
        .filter(|pair| has(pair) && !seen(pair))
        .map(|pair| format!("--{} on {:?}", pair.what, pair.on))
        .collect()
}

#[test]
fn a_colour_that_can_be_seen_stays_as_it_is() {
    for template in templates::ALL {
        let (sheet, _) = sheets(template);
        for scheme in Scheme::BOTH {
            let own = sheet.colour(scheme, "brand", &BTreeMap::new()).unwrap();
            let paint = paint(template, own).unwrap();
            let coat = if scheme == Scheme::Light { paint.light } else { paint.dark };
            assert_eq!((coat.change, coat.tokens[0].1), (None, own), "{} {}", template.id, scheme.as_str());
        }
    }
}

#[test]
fn a_change_says_what_by_how_much_and_why() {
    let told = |template: &str, colour: &str| {
        let Some(change) = paint(templates::find(template), Colour::hex(colour).unwrap()).unwrap().light.change else {
            return String::new();
        };
        change.to_string()
    };
    insta::assert_snapshot!(
        [
            ("default", "#ffe600"),
            ("default", "#fafafa"),
            ("steps", "#ff8000"),
            ("glass", "#00ffff"),
            ("default", "#0b6a4b")
        ]
        .map(|(template, colour)| format!("{template}: {}", told(template, colour)))
        .join("\n")
    );
}

/// A use of a token: the rule, the property, the token.
struct Use {
    rule: String,
    property: String,
    token: String,
}

/// Every `var(--…)` in the rules of a sheet.
fn uses(css: &str) -> Vec<Use> {
    let plain: String = css.split("/*").map(|part| part.split_once("*/").map_or(part, |(_, rest)| rest)).collect();
    let (mut around, mut text, mut uses) = (Vec::new(), String::new(), Vec::new());
    for c in plain.chars() {
        if !matches!(c, '{' | '}' | ';') {
            text.push(c);
            continue;
        }
        let said = core::mem::take(&mut text);
        if c == '{' {
            around.push(said.trim().to_owned());
            continue;
        }
        if let Some((property, value)) = said.trim().split_once(':') {
            for part in value.split("var(--").skip(1) {
                let token: String = part.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
                let rule = around.join(" ");
                uses.push(Use { rule, property: property.trim().to_owned(), token });
            }
        }
        if c == '}' {
            around.pop();
        }
    }
    uses
}

/// What a name stands for: a token for itself, a rule's own name for the tokens that rules give it.
fn behind<'a>(all: &'a [Use], sheet: &Sheet, name: &'a str) -> Vec<(Option<&'a str>, &'a str)> {
    if sheet.text(Scheme::Light, name).is_some() {
        return vec![(None, name)];
    }
    let given = all.iter().filter(|one| one.property.strip_prefix("--") == Some(name));
    let given: Vec<_> = given.map(|one| (Some(one.rule.as_str()), one.token.as_str())).collect();
    if given.is_empty() { vec![(None, name)] } else { given }
}

/// What one rule writes on what it paints; of two names of rules' own, what one rule gives both.
fn written_on_painted<'a>(all: &'a [Use], sheet: &Sheet) -> Vec<(&'a str, &'a str, &'a str)> {
    let mut found = Vec::new();
    // (The body's two are what its parts inherit, not what stands on it.)
    for text in all.iter().filter(|one| one.property == "color" && !one.rule.ends_with("body")) {
        let same = |one: &&Use| one.rule == text.rule && one.property.starts_with("background");
        for ground in all.iter().filter(same) {
            for (giver, what) in behind(all, sheet, &text.token) {
                let together = |(other, _): &(Option<&str>, _)| giver.is_none() || other.is_none() || giver == *other;
                let grounds = behind(all, sheet, &ground.token).into_iter().filter(together);
                found.extend(grounds.map(|(_, on)| (what, on, text.rule.as_str())));
            }
        }
    }
    found
}

/// Nested lists of a table: what reads, what shows, what is stood on.
fn held(pairs: &[Pair]) -> [BTreeSet<&str>; 3] {
    let whats = |need: Need| pairs.iter().filter(|pair| pair.need >= need).map(|pair| pair.what.as_str()).collect();
    let grounds = pairs.iter().flat_map(|pair| pair.on.iter().map(String::as_str)).collect();
    [whats(Need::Reads), whats(Need::Shows), grounds]
}

/// Painted for its own sake, and never needed to be seen: the stripes of an awning, the ground of what was only looked at.
const ART: [&str; 2] = ["awning-a", "awning-b"];

#[test]
fn the_table_knows_every_use_of_what_follows_a_brand() {
    let mut found = 0;
    for template in templates::ALL {
        let (sheet, following) = sheets(template);
        let (_, _, rules) = parts(template);
        let pairs: Vec<Pair> = Scheme::BOTH.iter().flat_map(|scheme| sheet.pairs(*scheme).unwrap()).collect();
        let [reads, shows, grounds] = held(&pairs);
        let follow: BTreeSet<String> = ["brand", "brand-strong", "on-brand", "brand-tint", "link"]
            .into_iter()
            .chain(Scheme::BOTH.iter().flat_map(|scheme| following.names(*scheme)))
            .filter(|name| sheet.colour(Scheme::Light, name, &BTreeMap::new()).is_ok() && !ART.contains(name))
            .map(str::to_owned)
            .collect();
        let shared = [
            include_str!("../../style/parts.css"),
            include_str!("../../style/payment.css"),
            include_str!("../../style/consent.css"),
        ];
        let own = [rules, template.payment_css, template.consent_css];
        let all: Vec<Use> = shared.into_iter().chain(own).flat_map(uses).collect();
        for Use { rule, property, token } in all.iter().filter(|one| follow.contains(&one.token)) {
            found += 1;
            let token = token.as_str();
            let known = match property.as_str() {
                "color" | "fill" | "stroke" | "--on-mark" => reads.contains(token),
                name if name.starts_with("background") => grounds.contains(token) || shows.contains(token),
                "mask" => true,
                // Edges, rings, and other names for the same.
                _ => shows.contains(token) || grounds.contains(token),
            };
            assert!(known, "{}: no row for --{token} as {property} of {rule}: see style/brand.css", template.id);
        }
        for (what, on, rule) in written_on_painted(&all, &sheet) {
            let holds = |pair: &Pair| {
                pair.need == Need::Reads && pair.what == what && pair.on.first().is_some_and(|first| first == on)
            };
            let known = !(follow.contains(what) || follow.contains(on)) || pairs.iter().any(holds);
            assert!(known, "{}: no row for --{what} on --{on} of {rule}: see style/brand.css", template.id);
        }
    }
    assert!(found > 100, "only {found} uses were found: the walk is broken");
}

#[test]
fn corners_are_tokens() {
    for corners in Corners::ALL {
        let brand = Brand { corners: corners.as_str().to_owned(), ..Brand::default() };
        let rules = rules(templates::find("default"), &brand);
        assert!(rules.contains("--radius-card:") && !rules.contains("--brand"), "{rules}");
    }
    assert_eq!(rules(templates::find("default"), &Brand::default()), "");
    let strange = Brand { corners: "\"}</style>".to_owned(), colour: "red;}".to_owned(), ..Brand::default() };
    assert_eq!(rules(templates::find("default"), &strange), "");
}
