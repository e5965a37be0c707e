//! What strangers send to the API's methods: bodies of every kind, cursors bent and broken. Each is answered as the
//! description says (every call is judged by it), and none by a 5xx.

use super::error;
use super::strangers::{hold, wait};
use crate::house::House;
use crate::house::outlook::{merged, order};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Map, Value, json};

const METHODS: [&str; 6] =
    ["links/create", "links/get", "links/list", "links/revoke", "providers/list", "providers/get"];
/// Names that the methods read, so that what is made up meets their rules.
const NAMES: &[&str] = &[
    "client_id",
    "client_secret",
    "single_transfer",
    "payment_method",
    "options",
    "tracking",
    "filter",
    "pagination",
    "link_id",
    "provider_id",
    "amount",
    "currency",
    "creditor_name",
    "creditor_iban",
    "remittance_information",
    "end_to_end_id",
    "debtor_iban",
    "items",
    "name",
    "quantity",
    "type",
    "user_editable",
    "expires_in",
    "webhook_url",
    "redirect_url",
    "limit",
    "after",
    "status",
    "inserted_at_from",
    "inserted_at_to",
    "show_payment_methods",
    "customer_id",
];

/// Any JSON, among it values that rules look at.
fn json_values() -> impl Strategy<Value = Value> {
    let words = select(vec![
        "100.50",
        "RON",
        "RO10RZBR0000069999999970",
        "libra_ro",
        "2026-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "-9999-01-01T00:00:00Z",
        "https://127.1/",
        "http://[::1]:1/",
        "\u{0}",
        "\u{10ffff}",
        "7f000001-7f00-4f00-8f00-7f0000017f00",
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        words.prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 48, 6, |inner| {
        let name = prop_oneof![4 => select(NAMES).prop_map(str::to_owned), 1 => ".{0,6}"];
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            vec((name, inner), 0..6).prop_map(|all| Value::Object(all.into_iter().collect::<Map<_, _>>()))
        ]
    })
}

/// The path of a value inside a body, and what stands there instead.
fn changed(body: &Value, places: &[(Index, Value)]) -> Value {
    let mut body = body.clone();
    for (place, value) in places {
        let mut pointers = Vec::new();
        walk(&body, &mut String::new(), &mut pointers);
        if let Some(found) = body.pointer_mut(&pointers[place.index(pointers.len())]) {
            *found = value.clone();
        }
    }
    body
}

fn walk(value: &Value, at: &mut String, found: &mut Vec<String>) {
    found.push(at.clone());
    for (name, inner) in value.as_object().into_iter().flatten() {
        let length = at.len();
        at.push('/');
        at.push_str(&name.replace('~', "~0").replace('/', "~1"));
        walk(inner, at, found);
        at.truncate(length);
    }
}

/// A right body of each method.
fn right(method: &str) -> Value {
    let own = json!({
        "options": { "expires_in": 60, "user_editable": ["amount"], "show_payment_methods": true }, "tracking": { "customer_id": "a" },
        "filter": { "status": "created", "inserted_at_from": "2026-01-01T00:00:00Z" }, "pagination": { "limit": 2 },
        "link_id": "7f000001-7f00-4f00-8f00-7f0000017f00", "provider_id": "libra_ro",
        "client_id": "demo", "client_secret": "demo-secret",
    });
    if method == "links/create" { merged(order("100.50"), &own) } else { own }
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_of_every_kind_are_answered_as_described() {
    let house = House::open().await;
    let body = prop_oneof![
        2 => json_values().prop_map(|value| (vec![(None, value)], Vec::new())),
        6 => vec((any::<Index>(), json_values()), 1..3).prop_map(|places| (places.into_iter().map(|(place, value)| (Some(place), value)).collect(), Vec::new())),
        1 => vec(any::<u8>(), 0..64).prop_map(|bytes| (Vec::new(), bytes)),
    ];
    let kind = select(vec![
        "application/json",
        "application/json; charset=utf-8",
        "text/plain",
        "",
        "application/problem+json",
    ]);
    let strategy = (select(METHODS.to_vec()), select(vec!["/test/v1", "/test/v2", "/test", "/v2"]), body, kind);
    hold(&strategy, |(method, prefix, (places, bytes), kind)| {
        let bytes = match places.as_slice() {
            [] => bytes,
            [(None, whole)] => whole.to_string().into_bytes(),
            places => {
                let places: Vec<(Index, Value)> =
                    places.iter().filter_map(|(place, value)| Some(((*place)?, value.clone()))).collect();
                changed(&right(method), &places).to_string().into_bytes()
            }
        };
        let answer = wait(house.raw(&format!("{prefix}/{method}"), &[("content-type", kind)], bytes));
        prop_assert!(answer.status.as_u16() < 500, "{} {}", answer.status, answer.text);
        Ok(())
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bent_cursor_is_unusable_and_nothing_worse() {
    let house = House::open().await;
    house.link("1.00").await;
    house.link("2.00").await;
    let listed = house.api("/test/v2/links/list", &json!({ "pagination": { "limit": 1 } })).await;
    let good = listed["pagination"]["after"].as_str().unwrap().to_owned();
    let (one, two) = (good.clone(), good.clone());
    let bent = prop_oneof![
        (any::<Index>(), "[A-Za-z0-9_=+/-]").prop_map(move |(place, sign)| {
            let place = place.index(one.len());
            format!("{}{sign}{}", &one[..place], &one[place + 1..])
        }),
        any::<Index>().prop_map(move |place| two[..place.index(two.len())].to_owned()),
        "[A-Za-z0-9_-]{0,80}",
        any::<String>(),
        ".{0,3}".prop_map({
            let good = good.clone();
            move |more| format!("{good}{more}")
        }),
    ];
    hold(&bent, |after| {
        let answer = wait(house.call("/test/v2/links/list", &[], &json!({ "pagination": { "after": after } })));
        if after == good {
            prop_assert_eq!(answer.status.as_u16(), 200);
        } else {
            error(&answer, 400, "invalid_input");
        }
        Ok(())
    });
}
