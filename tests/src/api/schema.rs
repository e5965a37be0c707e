//! The schema accepts a transfer exactly when `links/create` does: whatever is written, well or badly, both say the same.

use crate::house::House;
use crate::house::outlook::{merged, order};
use connectors::catalog::{Env, Method, providers};
use flow::money;
use gateway::app::create::{can_be_paid, judge_transfer};
use gateway::app::offers::describe_method;
use gateway::http::read_create;
use gateway::http::schema::of_method;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};
use std::sync::LazyLock;

/// Every method of the catalogue, with its schema read by a validator that knows no format and by one that does.
struct Judged {
    method: &'static Method,
    plain: jsonschema::Validator,
    knowing: jsonschema::Validator,
}

static ALL: LazyLock<Vec<Judged>> = LazyLock::new(|| {
    let methods = providers().flat_map(|provider| provider.methods);
    methods
        .map(|method| {
            let schema = of_method(&describe_method(method, Env::Sandbox));
            let plain = jsonschema::draft202012::options().should_validate_formats(false).build(&schema).unwrap();
            let knowing = jsonschema::draft202012::options()
                .should_validate_formats(true)
                .with_format("iban", check_digits_fit)
                .build(&schema)
                .unwrap();
            Judged { method, plain, knowing }
        })
        .collect()
});

/// ISO 13616's arithmetic, written for this test alone: whatever is no IBAN otherwise is the pattern's business.
fn check_digits_fit(text: &str) -> bool {
    let signs: Vec<u32> = text.chars().filter(|c| *c != ' ').filter_map(|c| c.to_digit(36)).collect();
    let Some((head, account)) = signs.split_at_checked(4) else { return true };
    let rest = account.iter().chain(head).fold(0, |rest, sign| {
        let shifted = if *sign > 9 { rest * 100 } else { rest * 10 };
        (shifted + sign) % 97
    });
    rest == 1
}

/// What `links/create` says of a transfer when this method is the only one left, and nothing is left to the payer.
fn api_accepts(method: &'static Method, transfer: &Value) -> bool {
    let body = json!({ "single_transfer": transfer, "options": { "user_editable": false } });
    let Value::Object(body) = body else { return false };
    read_create::read(&body, &["default"], &["en"]).is_ok_and(|asked| {
        judge_transfer(&asked.transfer).is_empty()
            && can_be_paid(&[method], &asked.transfer, &asked.options.user_editable).is_ok()
    })
}

/// The same transfer with every IBAN's check digits made right: then the plain validator must agree as well.
fn mended(transfer: &Value) -> Value {
    let mut transfer = transfer.clone();
    for name in ["creditor_iban", "debtor_iban"] {
        let Some(text) = transfer.get(name).and_then(Value::as_str) else { continue };
        let (spaced, plain): (&str, String) = (text, text.chars().filter(|c| *c != ' ').collect());
        if spaced.len() > read_create::IBAN_MAX || !plain.is_ascii() || plain.len() < 5 {
            continue;
        }
        let right = (0..97).map(|digits| format!("{}{digits:02}{}", &plain[..2], &plain[4..]));
        if let Some(right) = right.into_iter().find(|text| check_digits_fit(text)) {
            let padding = " ".repeat(spaced.len() - plain.len());
            transfer[name] = json!(format!("{right}{padding}"));
        }
    }
    transfer
}

fn amounts() -> BoxedStrategy<Value> {
    let near = select(vec![0_i64, 1, 99, 100, 4_999_998, 4_999_999, 5_000_000, 9_999_999_999_999_999]);
    prop_oneof![
        4 => (0_i64..=9_999_999).prop_map(|minor| json!(money::format_amount(minor, 2))),
        3 => near.prop_map(|minor| json!(money::format_amount(minor, 2))),
        3 => select(vec!["1", "1.5", "1.", ".5", "01", "0", "0.0", "0.00", "00.10", "1,00", "1.000", "+1", "-1", "1e3", " 1", "1 ",
            "1\n", "\u{661}", "100000000000000", "", "NaN", "0x1", "49999.9", "49999.990", "50000"]).prop_map(|text| json!(text)),
        1 => hostile(),
    ]
    .boxed()
}

fn ibans() -> BoxedStrategy<Value> {
    let right = select(vec![
        "RO10RZBR0000069999999970",
        "RO49AAAA1B31007593840000",
        "ro10 rzbr 0000 0699 9999 9970",
        " RO10RZBR0000069999999970 ",
        "DE89370400440532013000",
        "GB29NWBK60161331926819",
        "NO9386011117947",
        "MT84MALT011000012345MTLCAST001S",
        "FR1420041010050500013M02606",
    ]);
    let spoiled = (
        right.clone(),
        any::<prop::sample::Index>(),
        select(vec!["", " ", "7", "Q", "q", "-", "\n", "\t", "\u{a0}", "\u{17f}", "\u{131}", "ß"]),
        any::<bool>(),
    );
    prop_oneof![
        5 => right.prop_map(|text| json!(text)),
        4 => spoiled.prop_map(|(text, at, sign, instead)| {
            let at = at.index(text.len());
            let mut text = text.to_owned();
            text.replace_range(at..at + usize::from(instead), sign);
            json!(text)
        }),
        1 => "[A-Za-z]{2}[0-9]{2}[A-Za-z0-9 ]{5,62}".prop_map(|text| json!(text)),
        1 => (0_usize..50).prop_map(|spaces| json!(format!("{}RO10RZBR0000069999999970", " ".repeat(spaces)))),
        1 => hostile(),
    ]
    .boxed()
}

fn texts() -> BoxedStrategy<Value> {
    let long = (
        select(vec!["a", "ă", "漢", "🙂", " ", "e\u{301}"]),
        select(vec![1_usize, 34, 35, 36, 63, 64, 65, 69, 70, 71, 139, 140, 141]),
    );
    prop_oneof![
        3 => "[a-zA-Z0-9 /?:().,'+-]{1,20}".prop_map(|text| json!(text)),
        3 => "\\PC{0,12}".prop_map(|text| json!(text)),
        2 => long.prop_map(|(sign, count)| json!(sign.repeat(count))),
        2 => any::<String>().prop_map(|text| json!(text)),
        2 => select(vec!["", " ", "\u{a0}", "\u{2003}\u{3000}", "\u{200b}", "\u{feff}", "\u{202e}a", "a\nb", "a\n", "a\u{0}", "a\u{7f}", "a\u{85}", "a\u{2028}",
            "a\u{e000}", "a\u{fffd}", "a\u{f0000}", "a\u{10ffff}", "a\u{fff0}", "a\u{ffef}", "漢字", "Łódź", "\u{301}", "\u{e9}", "Æ", "_", "a_b", "<b>", "-", "\u{1c}", "\u{180e}x"]).prop_map(|text| json!(text)),
        1 => hostile(),
    ]
    .boxed()
}

fn hostile() -> BoxedStrategy<Value> {
    prop_oneof![
        Just(Value::Null),
        Just(json!(true)),
        Just(json!(100.5)),
        Just(json!(100)),
        Just(json!([])),
        Just(json!({})),
        Just(json!(["100.50"])),
        Just(json!({ "$ref": "#" })),
        any::<i64>().prop_map(|number| json!(number)),
        any::<f64>().prop_map(|number| json!(number)),
    ]
    .boxed()
}

fn quantities() -> BoxedStrategy<Value> {
    let numbers = vec![
        json!(0),
        json!(1),
        json!(1.0),
        json!(2.5),
        json!(1_000_000),
        json!(1_000_001),
        json!(1e6),
        json!(1e300),
        json!(-1),
        json!(-0.0),
    ];
    prop_oneof![3 => select(numbers), 2 => texts(), 1 => hostile()].boxed()
}

/// An object that has each field with some probability.
fn object(fields: Vec<(&'static str, BoxedStrategy<Value>, f64)>) -> BoxedStrategy<Value> {
    let fields: Vec<_> = fields
        .into_iter()
        .map(|(name, value, likely)| {
            prop::option::weighted(likely, value).prop_map(move |value| value.map(|value| (name.to_owned(), value)))
        })
        .collect();
    fields.prop_map(|fields| Value::Object(fields.into_iter().flatten().collect())).boxed()
}

fn items() -> BoxedStrategy<Value> {
    let item = object(vec![("name", texts(), 0.9), ("quantity", quantities(), 0.6), ("amount", amounts(), 0.9)]);
    let right = Just(json!({ "name": "Cafea", "quantity": 2, "amount": "1.00" }));
    prop_oneof![
        3 => prop::collection::vec(item, 0..3).prop_map(Value::Array),
        3 => right.clone().prop_map(|item| json!([item])),
        1 => (right, 99_usize..102).prop_map(|(item, count)| Value::Array(vec![item; count])),
        1 => prop::collection::vec(hostile(), 0..2).prop_map(Value::Array),
        1 => hostile(),
    ]
    .boxed()
}

/// A right transfer of the method with some of its fields replaced, left out, or joined by others.
fn transfers(currency: &'static str) -> BoxedStrategy<Value> {
    let right = json!({
        "amount": "100.50", "currency": currency, "creditor_name": "Librăria Noastră", "creditor_iban": "RO10RZBR0000069999999970",
        "remittance_information": "Comanda 1042", "debtor_iban": "RO03RZBR0000069999999999", "psu_id": "9999999998",
    });
    let currencies = select(vec![json!("RON"), json!("EUR"), json!("USD"), json!("ron"), json!("RON\n"), json!(7)]);
    let changes = object(vec![
        ("amount", amounts(), 0.3),
        ("currency", currencies.boxed(), 0.1),
        ("creditor_name", texts(), 0.15),
        ("creditor_iban", ibans(), 0.2),
        ("remittance_information", texts(), 0.15),
        ("end_to_end_id", texts(), 0.2),
        ("debtor_iban", ibans(), 0.2),
        ("debtor_name", texts(), 0.15),
        ("psu_id", texts(), 0.15),
        ("items", items(), 0.2),
        ("unknown", hostile(), 0.1),
    ]);
    let left_out = prop::option::weighted(
        0.2,
        select(vec![
            "amount",
            "currency",
            "creditor_name",
            "creditor_iban",
            "remittance_information",
            "debtor_iban",
            "psu_id",
        ]),
    );
    let changed = (changes, left_out).prop_map(move |(changes, left_out)| {
        let mut transfer = right.clone();
        if let (Value::Object(all), Value::Object(changes)) = (&mut transfer, changes) {
            all.extend(changes);
            left_out.map(|name| all.remove(name));
        }
        transfer
    });
    prop_oneof![40 => changed, 1 => hostile()].boxed()
}

fn methods() -> impl Strategy<Value = (usize, Value)> {
    (0..ALL.len()).prop_flat_map(|index| {
        let currency = ALL[index].method.currencies.first().map_or("RON", |currency| currency.as_str());
        (Just(index), transfers(currency))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn schema_and_api_accept_the_same_transfers((index, transfer) in methods()) {
        let Judged { method, plain, knowing } = &ALL[index];
        // `null` is no transfer at all: for the API it is one that is missing.
        let api = api_accepts(method, &transfer);
        prop_assert_eq!(knowing.is_valid(&transfer), api, "{} {}", method.method_id, &transfer);
        // A validator that knows no format may only be too kind, and only where check digits are wrong.
        prop_assert!(plain.is_valid(&transfer) || !api, "{} {}", method.method_id, &transfer);
        let mended = mended(&transfer);
        prop_assert_eq!(plain.is_valid(&mended), api_accepts(method, &mended), "{} {}", method.method_id, &mended);
    }
}

#[test]
fn the_property_is_not_empty() {
    use proptest::strategy::ValueTree as _;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let strategy = methods();
    let accepted = (0..500).filter(|_| {
        let (index, transfer) = strategy.new_tree(&mut runner).unwrap().current();
        api_accepts(ALL[index].method, &transfer)
    });
    let accepted = accepted.count();
    assert!((60..=440).contains(&accepted), "{accepted} of 500 are accepted");
}

#[test]
fn each_method_says_its_own_bounds() {
    for Judged { method, plain, .. } in ALL.iter() {
        let currency = method.currencies[0].as_str();
        let mut transfer = json!({
            "amount": "49999.99", "currency": currency, "creditor_name": "A", "creditor_iban": "RO10RZBR0000069999999970",
            "remittance_information": "B", "debtor_iban": "RO03RZBR0000069999999999", "psu_id": "1",
        });
        assert!(plain.is_valid(&transfer), "{}", method.method_id);
        transfer["amount"] = json!("50000");
        assert_eq!(plain.is_valid(&transfer), method.limits.max_minor.is_none(), "{}", method.method_id);
        transfer["amount"] = json!("1");
        for input in method.required_inputs {
            let mut less = transfer.clone();
            less[input.as_str()] = Value::Null;
            assert!(!plain.is_valid(&less), "{} needs {}", method.method_id, input.as_str());
        }
    }
}

/// Transfers over the edge of some rule, or just inside it.
fn changes() -> Vec<Value> {
    let texts = ["", " ", "a\n", "a\u{85}", "漢字", "Łódź", "\u{f0000}"];
    let amounts =
        ["0.01", "0.00", "1", "1.", "01", "49999.99", "50000.00", "50000", "99999999999999.99", "1.000", "1\n"];
    let ibans = [
        "RO10 RZBR 0000 0699 9999 9970",
        "ro10rzbr0000069999999970",
        "RO10RZBR00000699999999",
        "XX10RZBR0000069999999970",
        "",
    ];
    let each =
        |name: &'static str, words: &[&str]| -> Vec<Value> { words.iter().map(|word| json!({ name: word })).collect() };
    let mut all = vec![
        json!({}),
        json!({ "amount": 1 }),
        json!({ "debtor_iban": null }),
        json!({ "psu_id": null }),
        json!({ "unknown": 7 }),
    ];
    all.extend(each("amount", &amounts));
    all.extend(each("creditor_name", &texts));
    all.extend(each("remittance_information", &texts));
    all.extend(each("debtor_name", &texts));
    all.extend(each("psu_id", &texts));
    all.extend(each("end_to_end_id", &["a_b", "A/B-1", " ", "x\n"]));
    all.extend(each("creditor_iban", &ibans));
    all.extend(each("debtor_iban", &ibans));
    all.extend(each("currency", &["RON", "EUR", "USD", "ron"]));
    all.extend(
        [json!(1), json!(1.0), json!(1.5), json!("2 kg"), json!(0)]
            .map(|count| json!({ "items": [{ "name": "Cafea", "quantity": count, "amount": "1.00" }] })),
    );
    all
}

#[tokio::test]
async fn the_validation_schema_accepts_what_create_accepts() {
    let house = House::open().await;
    let wanted = json!({ "options": { "show_payment_methods": true, "show_validation_schema": true } });
    let listed = house.api("/test/v2/providers/list", &wanted).await;
    let mut seen = (0, 0);
    for provider in listed["providers"].as_array().unwrap() {
        for method in provider["payment_methods"].as_array().unwrap() {
            let schema = jsonschema::draft202012::new(&method["validation_schema"]).unwrap();
            let usual = json!({
                "single_transfer": { "currency": method["currencies"][0], "debtor_iban": "RO03RZBR0000069999999999", "psu_id": "9999999998" },
                "payment_method": {
                    "provider_id": provider["provider_id"], "payment_scheme": method["payment_scheme"],
                    "remitter_type": method["remitter_type"][0],
                },
                "options": { "user_editable": false },
            });
            for change in changes() {
                let body = merged(merged(order("100.50"), &usual), &json!({ "single_transfer": change }));
                let answer = house.call("/test/v2/links/create", &[], &body).await;
                let accepted = answer.status == 200;
                assert_eq!(
                    schema.is_valid(&body["single_transfer"]),
                    accepted,
                    "{} {change}: {}",
                    method["method_id"],
                    answer.text
                );
                assert!(accepted || answer.status == 400, "{}", answer.text);
                seen = (seen.0 + usize::from(accepted), seen.1 + usize::from(!accepted));
            }
        }
    }
    assert!(seen.0 > 20 && seen.1 > 60, "{seen:?}");
}

#[tokio::test]
async fn v1_and_v2_show_the_same_schema_of_a_method() {
    let house = House::open().await;
    let body = json!({ "provider_id": "libra_ro", "options": { "show_payment_methods": true, "show_validation_schema": true } });
    let schemas = async |prefix: &str| -> Vec<(Value, Value)> {
        let got = house.api(&format!("{prefix}/providers/get"), &body).await;
        let methods = got["provider"]["payment_methods"].as_array().unwrap().clone();
        methods.into_iter().map(|method| (method["method_id"].clone(), method["validation_schema"].clone())).collect()
    };
    let v2 = schemas("/test/v2").await;
    for (id, schema) in schemas("/test/v1").await {
        assert!(v2.contains(&(id.clone(), schema)), "{id}");
    }
    let hidden = house
        .api(
            "/test/v2/providers/get",
            &json!({ "provider_id": "libra_ro", "options": { "show_validation_schema": true } }),
        )
        .await;
    assert_eq!(hidden["provider"].get("payment_methods"), None, "a schema is shown with its method");
}
