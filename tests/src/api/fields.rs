//! Every field rule of `links/create`: what breaks it is named, with its rule, and makes nothing.

use super::{fields, own_error};
use crate::house::House;
use crate::house::outlook::{merged, order};
use serde_json::{Value, json};

async fn create(house: &House, over: &Value) -> crate::house::payer::Answer {
    house.call("/test/v2/links/create", &[], &merged(order("100.50"), over)).await
}

const AMOUNTS: [&str; 21] = [
    "",
    "0",
    "0.00",
    "00.10",
    "01",
    "1.",
    ".5",
    "1,00",
    "1.000",
    "-1",
    "+1",
    "1e3",
    " 1",
    "1 ",
    "١",
    "1.0.0",
    "100000000000000",
    "NaN",
    "Infinity",
    "0x1",
    "1_000",
];

const IBANS: [&str; 8] = [
    "",
    "RO11RZBR0000069999999970",
    "RO10RZBR00000699999999",
    "XX10RZBR0000069999999970",
    "hello",
    "RO",
    "RO10RZBR0000069999999970X",
    "DE89370400440532013001",
];

fn strings(words: &[&str]) -> Vec<Value> {
    words.iter().map(|word| json!(word)).collect()
}

fn more(mut words: Vec<Value>, others: &[Value]) -> Vec<Value> {
    words.extend_from_slice(others);
    words
}

/// What no text of at most `max` signs may be.
fn text(max: usize) -> Vec<Value> {
    vec![
        json!(""),
        json!("  "),
        json!("x".repeat(max + 1)),
        json!(7),
        json!(["a"]),
        json!("a\nb"),
        json!("a\u{0}b"),
        json!("a\u{7f}b"),
        json!("a\u{85}b"),
    ]
}

/// Each: a field of the order or of the filter, and values that break its rule.
fn broken_orders() -> Vec<(&'static str, Vec<Value>)> {
    vec![
        (
            "single_transfer.amount",
            more(strings(&AMOUNTS), &[json!(100.5), json!(100), json!(null), json!(true), json!({})]),
        ),
        ("single_transfer.currency", more(strings(&["", "ron", "USD", "RONN"]), &[json!(7), json!(null)])),
        ("single_transfer.creditor_name", more(text(70), &[json!(null), json!("\u{200b}\u{200b}"), json!("漢字")])),
        ("single_transfer.creditor_iban", more(strings(&IBANS), &[json!(7), json!(null)])),
        ("single_transfer.remittance_information", more(text(140), &[json!(null)])),
        ("single_transfer.end_to_end_id", more(text(35), &[json!("ăîș"), json!("a_b"), json!("<b>")])),
        ("single_transfer.debtor_iban", more(strings(&IBANS), &[json!(7)])),
        ("single_transfer.debtor_name", text(70)),
        ("single_transfer.psu_id", text(64)),
        (
            "payment_method.provider_id",
            vec![json!("nobody_ro"), json!(7), json!(["libra_ro", 7]), json!(["libra_ro", "nobody_ro"]), json!([])],
        ),
        ("payment_method.remitter_type", vec![json!("private"), json!(7), json!(["retail", "private"])]),
        ("payment_method.payment_scheme", vec![json!("swift"), json!({}), json!([])]),
        ("payment_method.env", vec![json!("test"), json!(true)]),
    ]
}

/// Each: a field of what comes with the order, and values that break its rule.
fn broken_options() -> Vec<(&'static str, Vec<Value>)> {
    vec![
        ("options.type", vec![json!("popup"), json!(7), json!("")]),
        ("options.user_editable", vec![json!("amount"), json!(1), json!(["nothing"]), json!({})]),
        ("options.ux_template", vec![json!("fancy"), json!(""), json!(7)]),
        (
            "options.expires_in",
            vec![json!(0), json!(-1), json!(3_888_001), json!(1.5), json!("60"), json!(true), json!(1e300)],
        ),
        (
            "options.webhook_url",
            vec![
                json!("ftp://127.0.0.1/"),
                json!("http://example.com/"),
                json!("https://10.0.0.1/"),
                json!("https://169.254.169.254/"),
                json!("https://user@example.com/"),
                json!("https://0x7f.1/"),
                json!("nonsense"),
                json!(7),
                json!(""),
            ],
        ),
        (
            "options.redirect_url",
            vec![
                json!("https://evil.example/"),
                json!("//evil"),
                json!("https:evil"),
                json!("javascript:alert(1)"),
                json!("http://localhost:8082\\@evil"),
                json!("http://user@localhost:8082/"),
                json!(7),
            ],
        ),
        ("options.language", vec![json!("xx"), json!(7), json!("")]),
        (
            "tracking.customer_id",
            vec![json!(""), json!("-a"), json!("_a"), json!("A"), json!("a b"), json!("a".repeat(129)), json!(7)],
        ),
        ("tracking.account_id", vec![json!(""), json!("ă"), json!("a.b")]),
    ]
}

/// `{"a": {"b": value}}` of `a.b`.
fn at(field: &str, value: &Value) -> Value {
    field.rsplit('.').fold(value.clone(), |inner, name| json!({ name: inner }))
}

#[tokio::test]
async fn what_breaks_a_rule_is_named() {
    let house = House::open().await;
    for (field, values) in broken_orders().into_iter().chain(broken_options()) {
        for value in values {
            let answer = create(&house, &at(field, &value)).await;
            assert_eq!(answer.status, 400, "{field} = {value}: {}", answer.text);
            assert_eq!(fields(&answer), [field], "{field} = {value}: {}", answer.text);
        }
    }
    assert_eq!(house.api("/test/v2/links/list", &json!({})).await["pagination"]["count"], 0, "and nothing was made");
}

#[tokio::test]
async fn objects_are_objects() {
    let house = House::open().await;
    for name in ["single_transfer", "payment_method", "options", "tracking"] {
        for value in [json!(7), json!("x"), json!([]), json!(true)] {
            let answer = create(&house, &json!({ name: value })).await;
            assert_eq!(answer.status, 400, "{}", answer.text);
            assert!(fields(&answer).contains(&name.to_owned()), "{name} = {value}: {}", answer.text);
        }
    }
    assert_eq!(fields(&create(&house, &json!({ "single_transfer": null })).await), ["single_transfer"]);
}

#[tokio::test]
async fn every_fault_is_told_at_once() {
    let house = House::open().await;
    let body = json!({
        "single_transfer": { "amount": "1,5", "currency": "XXX", "creditor_name": "", "creditor_iban": "RO" },
        "options": { "type": "x", "expires_in": 0 },
        "tracking": { "customer_id": "É" },
    });
    let answer = house.call("/test/v2/links/create", &[], &body).await;
    let mut named = fields(&answer);
    named.sort();
    let mut expected = vec![
        "single_transfer.amount",
        "single_transfer.currency",
        "single_transfer.creditor_name",
        "single_transfer.creditor_iban",
        "single_transfer.remittance_information",
        "options.type",
        "options.expires_in",
        "tracking.customer_id",
    ];
    expected.sort_unstable();
    assert_eq!(named, expected, "{}", answer.text);
}

#[tokio::test]
async fn an_unknown_template_is_told_the_known_ones() {
    let house = House::open().await;
    let answer = create(&house, &json!({ "options": { "ux_template": "fancy" } })).await;
    for known in finqlink_webui::templates::IDS {
        assert!(answer.json()["errors"][0]["message"].as_str().unwrap().contains(known), "{}", answer.text);
    }
}

#[tokio::test]
async fn items_are_checked_one_by_one() {
    let house = House::open().await;
    let item = json!({ "name": "Cafea", "quantity": 2, "amount": "10.00" });
    for (items, named) in [
        (json!("x"), "single_transfer.items"),
        (json!([7]), "single_transfer.items[0]"),
        (json!([item, {}]), "single_transfer.items[1].name"),
        (json!([{ "name": "a\u{1}", "amount": "1" }]), "single_transfer.items[0].name"),
        (json!([{ "name": "a", "amount": "1,00" }]), "single_transfer.items[0].amount"),
        (json!([{ "name": "a", "amount": "1", "quantity": 0 }]), "single_transfer.items[0].quantity"),
        (json!([{ "name": "a", "amount": "1", "quantity": 1.5 }]), "single_transfer.items[0].quantity"),
    ] {
        let answer = create(&house, &json!({ "single_transfer": { "items": items } })).await;
        assert!(fields(&answer).contains(&named.to_owned()), "{items}: {}", answer.text);
    }
    let good =
        create(&house, &json!({ "single_transfer": { "items": [item, { "name": "b", "amount": "0.5" }] } })).await;
    assert_eq!(good.status, 200, "{}", good.text);
}

#[tokio::test]
async fn what_keeps_the_rules_is_taken() {
    let house = House::open().await;
    let good = [
        at("single_transfer.amount", &json!("0.01")),
        at("single_transfer.amount", &json!("99999999999999.99")),
        at("single_transfer.amount", &json!("7")),
        at("single_transfer.amount", &json!("7.5")),
        at("single_transfer.creditor_name", &json!("Ș".repeat(70))),
        at("single_transfer.creditor_name", &json!("Ceainăria „O’Brien” & Fiii 🍵")),
        at("single_transfer.remittance_information", &json!("x".repeat(140))),
        at("single_transfer.remittance_information", &json!("\u{202e}txet\u{200b}")),
        at("single_transfer.creditor_iban", &json!("RO10 RZBR 0000 0699 9999 9970")),
        at("single_transfer.creditor_iban", &json!("DE89370400440532013000")),
        at("single_transfer.end_to_end_id", &json!("x".repeat(35))),
        at("single_transfer.debtor_iban", &json!("RO79BREL0002001500330100")),
        at("single_transfer.psu_id", &json!("x".repeat(64))),
        at("payment_method.provider_id", &json!(["libra_ro"])),
        at("payment_method.payment_scheme", &json!(["domestic", "instant"])),
        at("payment_method.env", &json!("sandbox")),
        at("payment_method", &Value::Null),
        at("options.type", &json!("link")),
        at("options.user_editable", &json!(["provider_id", "method", "debtor_iban", "psu_id", "amount"])),
        at("options.user_editable", &json!(false)),
        at("options.expires_in", &json!(1)),
        at("options.expires_in", &json!(3_888_000)),
        at("options.webhook_url", &json!("https://shop.example/hook?a=1")),
        at("options.webhook_url", &json!("http://[::1]:9/")),
        at("options.redirect_url", &json!("http://localhost:8082/thanks?order=1")),
        at("options.language", &json!("ro")),
        at("options", &Value::Null),
        at("tracking.customer_id", &json!("a")),
        at("tracking.account_id", &json!("0_-".to_owned() + &"a".repeat(125))),
        json!({ "anything": { "unknown": [1, 2] }, "options": { "unknown": true }, "single_transfer": { "unknown": "x" } }),
    ];
    for over in good {
        let answer = create(&house, &over).await;
        assert_eq!(answer.status, 200, "{over}: {}", answer.text);
    }
}

#[tokio::test]
async fn a_filter_that_leaves_nothing_is_a_method_selection_error() {
    let house = House::open().await;
    for over in [
        json!({ "payment_method": { "env": "prod" } }),
        json!({ "payment_method": { "provider_id": "ropay" } }),
        json!({ "payment_method": { "remitter_type": "corporate", "payment_scheme": "instant" } }),
        // What is left can never carry it.
        json!({ "payment_method": { "payment_scheme": "sepa" } }),
        json!({ "payment_method": { "payment_scheme": "instant" }, "single_transfer": { "amount": "50000.00" } }),
    ] {
        own_error(&create(&house, &over).await, 400, "method_selection_error");
    }
    let editable = json!({
        "payment_method": { "payment_scheme": "instant" }, "single_transfer": { "amount": "50000.00" },
        "options": { "user_editable": ["amount"] },
    });
    assert_eq!(create(&house, &editable).await.status, 200, "the payer may make it less");
}

#[tokio::test]
async fn an_input_that_nobody_could_give_is_asked_for_at_once() {
    let house = House::open().await;
    let rzb = json!({ "payment_method": { "provider_id": "rzb_ro" } });
    assert_eq!(create(&house, &rzb).await.status, 200, "the payer may type it");
    let shut = merged(rzb, &json!({ "options": { "user_editable": ["provider_id", "psu_id"] } }));
    let answer = create(&house, &shut).await;
    let body = own_error(&answer, 400, "method_input_validation_error");
    assert_eq!(body["errors"][0]["field"], "single_transfer.debtor_iban", "{body}");
    let given = json!({ "single_transfer": { "debtor_iban": "RO03RZBR0000069999999999" } });
    assert_eq!(create(&house, &merged(shut, &given)).await.status, 200);
}

#[tokio::test]
async fn tracking_is_required_of_clients_that_say_so() {
    let house = House::open().await;
    let new = gateway::app::registration::NewClient {
        name: "Strict".to_owned(),
        redirect_urls: vec![],
        frame_origins: vec![],
        ais: false,
        require_tracking: true,
        hides_transfer: false,
        template: "default".to_owned(),
    };
    let (store, keys) = (&house.app.store, &house.app.keys);
    let issued = gateway::app::registration::create(store, keys, house.now_ms(), new, &["default"]).await.unwrap();
    let me = json!({ "client_id": issued.client_id, "client_secret": issued.client_secret.unwrap().expose() });
    let body = merged(order("1.00"), &me);
    own_error(&house.call("/test/v2/links/create", &[], &body).await, 401, "unauthorized");
    let tracked = merged(body, &json!({ "tracking": { "customer_id": "c1", "account_id": "a1" } }));
    assert_eq!(house.call("/test/v2/links/create", &[], &tracked).await.status, 200);
}
