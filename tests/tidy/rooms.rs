//! The import table of ARCHITECTURE.md, as data. A change here is a change of the house: it goes with one there.

/// Everything of ours that a crate may depend on, and what of the world it never may.
pub struct CrateRow {
    /// The package.
    pub name: &'static str,
    /// Packages of ours.
    pub may: &'static [&'static str],
    /// Packages of ours, under a feature only.
    pub under_a_feature: &'static [&'static str],
    /// Packages of others that would bring what it must never do.
    pub never: &'static [&'static str],
}

/// One room of the house: a folder or file, and what its code may name.
pub struct Room {
    /// The folder or file, without `.rs`.
    pub place: &'static str,
    /// Rooms of the same crate (by module name) and crates of ours (by name in code); `room::part` gives that part only.
    pub may: &'static [&'static str],
    /// Paths and crates of others that it never names.
    pub never: &'static [&'static str],
}

const WORLD: &[&str] =
    &["tokio", "axum", "hyper", "reqwest", "sqlx", "leptos", "web-sys", "gloo-net", "getrandom", "rand"];

/// The crates.
pub const CRATES: &[CrateRow] = &[
    CrateRow { name: "protocol", may: &[], under_a_feature: &[], never: WORLD },
    CrateRow {
        name: "flow",
        may: &["protocol"],
        under_a_feature: &[],
        never: &["tracing", "log", "futures-util", "uuid"],
    },
    CrateRow { name: "flow", may: &["protocol"], under_a_feature: &[], never: WORLD },
    CrateRow { name: "connectors", may: &["protocol"], under_a_feature: &[], never: WORLD },
    CrateRow { name: "markup", may: &[], under_a_feature: &[], never: WORLD },
    CrateRow {
        name: "finqlink-webui",
        may: &["protocol", "flow", "markup"],
        under_a_feature: &[],
        never: &["tokio", "axum", "sqlx", "reqwest"],
    },
    CrateRow {
        name: "gateway",
        may: &["protocol", "flow", "connectors", "finqlink-webui"],
        under_a_feature: &["sandbox-bank", "demo-shop"],
        never: &[],
    },
    CrateRow { name: "sandbox-bank", may: &[], under_a_feature: &[], never: &["leptos"] },
    CrateRow { name: "demo-shop", may: &[], under_a_feature: &[], never: &["leptos", "sqlx"] },
    CrateRow { name: "xtask", may: &[], under_a_feature: &[], never: &["tokio", "reqwest"] },
    CrateRow {
        name: "bench",
        may: &["protocol", "finqlink-webui", "gateway", "sandbox-bank"],
        under_a_feature: &[],
        never: &["reqwest"],
    },
    CrateRow {
        name: "house-tests",
        may: &["protocol", "flow", "connectors", "finqlink-webui", "gateway", "sandbox-bank"],
        under_a_feature: &[],
        never: &[],
    },
];

/// `crate::*` of the whole crate: entries and lists, which join rooms and hold nothing else.
pub const ANY: &str = "*";

/// What asks the clock.
const CLOCK: [&str; 6] = [
    "std::time::SystemTime",
    "std::time::Instant",
    "jiff::Timestamp::now",
    "jiff::Zoned::now",
    "Timestamp::now",
    "SystemTime::now",
];

/// What the pure crates never name: the world, the clock, the dice.
const PURE: &[&str] = &[
    "tokio",
    "axum",
    "hyper",
    "reqwest",
    "sqlx",
    "leptos",
    "web_sys",
    "js_sys",
    "gloo_net",
    "tracing",
    "log",
    "getrandom",
    "rand",
    "std::net::TcpStream",
    "std::net::TcpListener",
    "std::net::UdpSocket",
    "std::net::ToSocketAddrs",
    "std::fs",
    "std::thread",
    "std::env",
    CLOCK[0],
    CLOCK[1],
    CLOCK[2],
    CLOCK[3],
    CLOCK[4],
    CLOCK[5],
];
const BROWSER: &[&str] = &["web_sys", "js_sys", "gloo_net", "wasm_bindgen_futures"];
/// What is shown is a value: no signal, no handler, no view of its own type.
const NO_LEPTOS: &[&str] = &["leptos", "web_sys", "js_sys", "gloo_net", "wasm_bindgen_futures"];

/// The rooms.
pub const ROOMS: &[Room] = &[
    Room { place: "crates/protocol/src", may: &[], never: PURE },
    Room { place: "crates/flow/src", may: &["protocol"], never: PURE },
    Room { place: "crates/connectors/src", may: &["protocol"], never: PURE },
    Room { place: "crates/sandbox-bank/src", may: &[], never: &[] },
    Room { place: "crates/demo-shop/src", may: &[], never: &[] },
    Room { place: "crates/xtask/src", may: &[], never: &[] },
    Room { place: "crates/markup/src", may: &[], never: PURE },
    // The counter.
    Room { place: "src/main", may: &[ANY, "finqlink_webui"], never: &[] },
    Room { place: "src/lib", may: &[ANY], never: &[] },
    Room {
        place: "src/app",
        may: &[
            "protocol",
            "flow",
            "herald",
            "node",
            "press",
            "route",
            "scene",
            "screens",
            "parts",
            "template",
            "templates",
            "words",
        ],
        never: BROWSER,
    },
    Room { place: "src/node", may: &["markup"], never: BROWSER },
    Room { place: "src/route", may: &["protocol"], never: BROWSER },
    Room { place: "src/driver", may: &["protocol", "flow", "effects", "app"], never: BROWSER },
    // Its `alone` brings the style along where no gateway wrote it into the HTML.
    Room {
        place: "src/effects",
        may: &["protocol", "flow", "route", "css", "templates::find"],
        never: &["leptos::prelude::view", "flow::journey::step"],
    },
    Room { place: "src/template", may: &["protocol", "node", "scene", "screens"], never: NO_LEPTOS },
    Room { place: "src/screens", may: &["protocol", "flow", "node", "parts", "scene", "words"], never: NO_LEPTOS },
    Room { place: "src/parts", may: &["protocol", "flow", "node", "scene", "words"], never: NO_LEPTOS },
    Room { place: "src/words", may: &["protocol", "flow::money"], never: &["leptos", "web_sys", "js_sys", "gloo_net"] },
    Room { place: "src/scene", may: &["protocol", "flow", "node", "parts", "words"], never: NO_LEPTOS },
    Room { place: "src/herald", may: &["protocol", "fixtures", "node", "scene", "screens"], never: NO_LEPTOS },
    Room { place: "src/press", may: &["protocol", "flow"], never: &["gloo_net", "flow::journey::step"] },
    Room { place: "src/css", may: &["protocol", "brand", "template", "templates"], never: BROWSER },
    Room { place: "src/brand", may: &["protocol", "flow::brand", "template", "templates"], never: BROWSER },
    Room { place: "src/qr", may: &[], never: BROWSER },
    Room {
        place: "src/fixtures",
        may: &["protocol", "flow", "app", "css", "node", "qr", "scene", "ssr", "templates", "words"],
        never: BROWSER,
    },
    Room {
        place: "src/gallery",
        may: &["protocol", "flow", "brand", "css", "fixtures", "ssr", "template", "templates", "words"],
        never: BROWSER,
    },
    Room { place: "src/ssr", may: &[ANY, "protocol", "flow"], never: BROWSER },
    Room {
        place: "templates",
        may: &["protocol", "flow", "node", "template", "scene", "parts", "words"],
        never: &["leptos", "flow::step", "flow::journey::step", "web_sys", "js_sys", "gloo_net"],
    },
    // The back office.
    Room {
        place: "crates/gateway/src/main",
        may: &[ANY, "gateway", "protocol", "flow", "connectors", "finqlink_webui", "sandbox_bank"],
        never: &[],
    },
    Room { place: "crates/gateway/src/lib", may: &[ANY], never: &[] },
    Room {
        place: "crates/gateway/src/cli",
        may: &[ANY, "protocol", "flow", "connectors", "finqlink_webui", "sandbox_bank"],
        never: &[],
    },
    Room {
        place: "crates/gateway/src/start",
        may: &[ANY, "protocol", "connectors", "finqlink_webui"],
        never: &["sqlx"],
    },
    Room {
        place: "crates/gateway/src/demo",
        may: &[ANY, "protocol", "connectors", "finqlink_webui", "sandbox_bank", "demo_shop"],
        never: &["sqlx"],
    },
    Room { place: "crates/gateway/src/router", may: &["http", "pages", "app"], never: &["sqlx"] },
    Room { place: "crates/gateway/src/config", may: &["protocol"], never: &["axum", "sqlx"] },
    Room {
        place: "crates/gateway/src/http",
        may: &[
            "protocol",
            "app",
            "config",
            "doors::keys",
            "flow::money",
            "flow::account",
            "finqlink_webui::templates",
            "finqlink_webui::words",
        ],
        never: &["sqlx", "reqwest"],
    },
    Room {
        place: "crates/gateway/src/pages",
        may: &[
            "protocol",
            "finqlink_webui",
            "app",
            "config",
            "http::openapi",
            "doors::keys",
            "doors::secrets",
            "flow::search",
            "flow::banks",
            "flow::journey::screen_of",
            "flow::journey::wanted",
            "connectors::catalog",
            "connectors::text",
            "connectors::amount",
            "connectors::epc",
            "connectors::berlin_group::Psu",
        ],
        never: &["sqlx", "reqwest"],
    },
    Room {
        place: "crates/gateway/src/app",
        may: &["protocol", "flow", "connectors", "store", "doors", "config"],
        never: &["axum"],
    },
    Room { place: "crates/gateway/src/store", may: &["protocol", "config"], never: &["axum", "reqwest"] },
    Room {
        place: "crates/gateway/src/jobs",
        may: &["protocol", "flow", "app", "store", "doors", "config"],
        never: &["axum"],
    },
    Room {
        place: "crates/gateway/src/webhooks",
        may: &["protocol", "app", "store", "doors", "config"],
        never: &["axum"],
    },
    Room { place: "crates/gateway/src/doors", may: &["protocol", "config"], never: &["axum", "sqlx"] },
];
