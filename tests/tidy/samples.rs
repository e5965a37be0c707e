//! A rule that never fires is a wish: each is shown a bad sample, on which it must fire, and a good one, on which not.

use crate::RULES;
use crate::tree::{Crate, Edge, Tree};

struct Sample {
    rule: &'static str,
    place: &'static str,
    bad: &'static str,
    good: &'static str,
}

const fn sample(rule: &'static str, place: &'static str, bad: &'static str, good: &'static str) -> Sample {
    Sample { rule, place, bad, good }
}

const SAMPLES: &[Sample] = &[
    sample("rooms", "src/screens/pay.rs", "use crate::effects::net;", "use crate::words::say;"),
    sample(
        "rooms",
        "src/screens/pay.rs",
        "fn f() { view! { <b>{crate::driver::go()}</b> } }",
        "use flow::journey::Stage;",
    ),
    sample("rooms", "src/parts/qr.rs", "use web_sys::window;", "use crate::node::view;"),
    sample("rooms", "src/driver.rs", "use crate::{effects, words};", "use crate::{effects, driver};"),
    sample("rooms", "src/words/ro.rs", "use flow::journey::Stage;", "use protocol::Screen;"),
    sample("rooms", "templates/cards/mod.rs", "use crate::templates::glass::frame;", "use super::cards::frame;"),
    sample("rooms", "templates/cards/mod.rs", "use super::glass;", "use self::grid::Grid;"),
    sample("rooms", "templates/cards/mod.rs", "use flow::journey::step;", "use crate::template::Slots;"),
    sample("rooms", "templates/cards/mod.rs", "use crate::effects;", "use crate::parts::bank;"),
    sample("rooms", "crates/flow/src/a.rs", "use std::time::SystemTime;", "use std::time::Duration;"),
    sample("rooms", "crates/flow/src/a.rs", "use connectors::Profile;", "use crate::lifecycle::Fact;"),
    sample(
        "rooms",
        "crates/connectors/src/a.rs",
        "fn f() { std::net::TcpStream::connect(a); }",
        "use crate::text::latin;",
    ),
    sample("rooms", "crates/gateway/src/http/links.rs", "use crate::store::links;", "use crate::app::links;"),
    sample("rooms", "crates/gateway/src/http/links.rs", "use super::super::doors;", "use super::error;"),
    sample("rooms", "crates/gateway/src/app/pay.rs", "use axum::Json;", "use crate::{store, doors};"),
    sample("rooms", "crates/gateway/src/pages/pay.rs", "use crate::store::links;", "use finqlink_webui::ssr;"),
    sample("rooms", "crates/gateway/src/doors/clock.rs", "use crate::app::pay;", "use crate::doors::keys;"),
    sample("rooms", "crates/sandbox-bank/src/a.rs", "use protocol::LinkStatus;", "use crate::ledger;"),
    sample("rooms", "src/effects/mod.rs", "use gateway::send;", "mod gateway; use gateway::send;"),
    sample("rooms", "crates/gateway/src/webhooks/a_tests.rs", "use crate::http::links;", "use axum::Router;"),
    sample(
        "rooms",
        "crates/gateway/src/pages/a.rs",
        "use connectors::berlin_group::request;",
        "use connectors::catalog::Provider;",
    ),
    sample("room for every file", "crates/gateway/src/misc.rs", "fn f() {}", ""),
    sample(
        "heads",
        "src/a.rs",
        "use b::c;\n//! Too late to be a head.",
        "\n//! What lives here, and what never does.\nuse b::c;",
    ),
    sample("heads", "src/a.rs", "//! .\nfn main() {}", "//! Where the browser begins.\nfn main() {}"),
    sample("attributes", "src/a.rs", "#[allow(dead_code)] fn f() {}", "// #[allow(dead_code)]\nfn f() {}"),
    sample(
        "attributes",
        "src/a.rs",
        "#![cfg_attr(test, allow(unused))]",
        "#![cfg_attr(test, expect(unused, reason = \"why\"))]",
    ),
    sample("attributes", "src/a.rs", "#[expect(unused)] fn f() {}", "fn f(a: A) { a.expect(\"not an attribute\"); }"),
    sample("names", "src/utils.rs", "", ""),
    sample("names", "src/a.rs", "struct LinkManager;", "struct Link;"),
    sample("names", "src/a.rs", "mod test_helpers {}", "// helpers\nmod fixtures {}"),
    sample("raw markup", "src/a.rs", "fn f() { view! { <p inner_html=text/> } }", "// inner_html\nfn f() {}"),
    sample(
        "lints",
        "crates/a/Cargo.toml",
        "[package]\nname = \"a\"\n",
        "[package]\nname = \"a\"\n[lints]\nworkspace = true\n",
    ),
    sample("colours", "style/parts.css", "a { color: #1a2b3c; }", "a { color: var(--text); } #bank { top: 0 }"),
    sample("colours", "src/parts/a.rs", "const A: &str = \"rgb(1 2 3)\";", "const A: &str = \"#main\";"),
    sample(
        "machine paths",
        "a.md",
        concat!("see /ho", "me/ann/notes"),
        "see https://example.org/home/ann and target/work/x",
    ),
    sample("machine paths", ".ci/run", concat!("cd /ro", "ot/x"), "cd \"$HOME\""),
    sample(
        "registries",
        "a.json",
        concat!("\"resolved\": \"https://registry.npm", "js.org/a\""),
        "\"integrity\": \"sha512-a\"",
    ),
];

#[test]
fn every_rule_fires_on_a_bad_sample_and_not_on_a_good_one() {
    for Sample { rule: name, place, bad, good } in SAMPLES {
        let rule = RULES.iter().find(|rule| rule.name == *name).unwrap_or_else(|| panic!("no rule `{name}`"));
        assert!(!(rule.check)(&Tree::with(place, bad)).is_empty(), "`{name}` says nothing to {place}: {bad}");
        if good != bad && !good.is_empty() {
            let said = (rule.check)(&Tree::with(place, good));
            assert!(said.is_empty(), "`{name}` objects to {place}: {good}: {said:?}");
        }
    }
}

#[test]
fn sizes_are_limits() {
    let fires = |name: &str, text: &str| {
        let rule = RULES.iter().find(|rule| rule.name == name).unwrap();
        !(rule.check)(&Tree::with("src/a.rs", text)).is_empty()
    };
    assert!(fires("file size", &"//\n".repeat(501)));
    assert!(!fires("file size", &"//\n".repeat(500)));
    let function = |lines: usize| format!("impl A {{ fn f(&self) {{\n{}}} }}", "a();\n".repeat(lines - 2));
    assert!(fires("function size", &function(71)));
    assert!(!fires("function size", &function(70)));
    assert!(!fires(
        "function size",
        &format!("trait A {{ fn f(&self); fn g(&self) {{}} }} mod b {{ {} }}", "a();\n".repeat(90))
    ));
}

#[test]
fn crates_are_held_to_the_table() {
    let fires = |crates: &[(&str, &[(&str, Edge)])]| {
        let owned = |uses: &[(&str, Edge)]| uses.iter().map(|(name, edge)| ((*name).to_owned(), *edge)).collect();
        let crates = crates.iter().map(|(name, uses)| Crate { name: (*name).to_owned(), uses: owned(uses) }).collect();
        let tree = Tree { crates, ..Tree::default() };
        let rule = RULES.iter().find(|rule| rule.name == "crates").unwrap();
        (rule.check)(&tree).into_iter().map(|finding| finding.what).collect::<Vec<_>>().join("\n")
    };
    let protocol: (&str, &[(&str, Edge)]) = ("protocol", &[("serde", Edge::Always)]);
    assert_eq!(fires(&[protocol, ("flow", &[("protocol", Edge::Always)])]), "");
    assert!(fires(&[protocol, ("sandbox-bank", &[("protocol", Edge::Dev)])]).contains("depends on protocol"));
    assert!(fires(&[("flow", &[("tokio", Edge::Always)])]).contains("depends on tokio"));
    assert!(fires(&[("attic", &[])]).contains("no row"));
    let optional: &[_] = &[("sandbox-bank", Edge::Optional)];
    assert_eq!(fires(&[("gateway", optional), ("sandbox-bank", &[])]), "");
    assert!(fires(&[("gateway", &[("sandbox-bank", Edge::Always)]), ("sandbox-bank", &[])]).contains("sandbox-bank"));
    let cycle = fires(&[("protocol", &[("flow", Edge::Dev)]), ("flow", &[("protocol", Edge::Always)])]);
    assert!(cycle.contains("a cycle: protocol → flow → protocol"), "{cycle}");
}

#[test]
fn no_rule_is_without_a_sample() {
    let elsewhere = ["crates", "file size", "function size"];
    for rule in RULES {
        let shown = SAMPLES.iter().any(|sample| sample.rule == rule.name) || elsewhere.contains(&rule.name);
        assert!(shown, "`{}` is never seen to fire", rule.name);
    }
}
