//! `providers/*`: the catalogue as the versions write it.

use super::{fields, keys, own_error};
use crate::house::House;
use serde_json::{Value, json};

const WITH_METHODS: &str = r#"{"options":{"show_payment_methods":true}}"#;

fn with_methods() -> Value {
    serde_json::from_str(WITH_METHODS).unwrap()
}

/// The entry of one bank.
fn of<'a>(listed: &'a Value, provider_id: &str) -> &'a Value {
    listed["providers"].as_array().unwrap().iter().find(|one| one["provider_id"] == provider_id).unwrap()
}

#[tokio::test]
async fn every_bank_of_the_contract_is_listed_with_its_methods() {
    let house = House::open().await;
    let listed = house.api("/test/v2/providers/list", &with_methods()).await;
    let told: Vec<String> = listed["providers"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|one| one["payment_methods"].as_array().unwrap())
        .map(|one| {
            let words = |name: &str| {
                one[name].as_array().unwrap().iter().map(|word| word.as_str().unwrap()).collect::<Vec<_>>().join(", ")
            };
            let max = one["limits"]["max"].as_str().unwrap_or("-");
            let scheme = one["payment_scheme"].as_str().unwrap();
            let id = one["method_id"].as_str().unwrap();
            format!(
                "{id}: {} | {scheme} {} | {max} | {}",
                words("remitter_type"),
                words("currencies"),
                words("required_inputs")
            )
        })
        .collect();
    let expected = [
        "bt_ro.domestic: retail | domestic RON | - | ",
        "bt_ro.domestic_corporate: corporate | domestic RON | - | ",
        "bt_ro.sepa: retail | sepa EUR | - | ",
        "cec_ro.domestic: retail | domestic RON | - | ",
        "libra_ro.domestic: retail, corporate | domestic RON | - | ",
        "libra_ro.instant: retail | instant RON | 49999.99 | ",
        "libra_ro.sepa: retail | sepa EUR | - | ",
        "rzb_ro.domestic: retail, corporate | domestic RON | - | debtor_iban, psu_id",
        "ropay.instant: retail | instant RON | 49999.99 | ",
    ];
    assert_eq!(told, expected);
}

#[tokio::test]
async fn the_list_has_its_shape_and_methods_only_when_asked_for() {
    let house = House::open().await;
    for prefix in ["/test/v1", "/test/v2", "/test"] {
        let listed = house.api(&format!("{prefix}/providers/list"), &json!({})).await;
        assert_eq!(keys(&listed), ["api_client_app", "client_id", "providers", "request_id"], "{prefix}");
        assert_eq!(listed["client_id"], "demo");
        let libra = of(&listed, "libra_ro");
        assert_eq!(keys(libra), ["bic", "country", "logo_url", "name", "provider_id", "status"]);
        assert_eq!(
            (&libra["provider_id"], &libra["status"], &libra["country"]),
            (&json!("libra_ro"), &json!("up"), &json!("RO"))
        );
        assert!(libra["logo_url"].as_str().unwrap().starts_with(&house.url));
    }
}

#[tokio::test]
async fn a_logo_can_be_fetched() {
    let house = House::open().await;
    let listed = house.api("/test/v2/providers/list", &json!({})).await;
    for provider in listed["providers"].as_array().unwrap() {
        let answer = crate::house::payer::Payer::new().get(provider["logo_url"].as_str().unwrap()).await;
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "image/svg+xml"), "{}", answer.url);
        assert_eq!(answer.header("cross-origin-resource-policy"), "cross-origin", "bank marks may stand on any page");
    }
}

#[tokio::test]
async fn remitter_type_is_a_string_an_entry_in_v1_and_an_array_in_v2() {
    let house = House::open().await;
    let methods = async |prefix: &str| {
        let listed = house.api(&format!("{prefix}/providers/list"), &with_methods()).await;
        of(&listed, "libra_ro")["payment_methods"].as_array().unwrap().clone()
    };
    let remitters = |methods: &[Value], id: &str| -> Vec<Value> {
        methods.iter().filter(|one| one["method_id"] == id).map(|one| one["remitter_type"].clone()).collect()
    };
    let v1 = methods("/test/v1").await;
    assert_eq!(remitters(&v1, "libra_ro.domestic"), [json!("retail"), json!("corporate")]);
    let v2 = methods("/test/v2").await;
    assert_eq!(remitters(&v2, "libra_ro.domestic"), [json!(["retail", "corporate"])]);
    let expected =
        ["currencies", "env", "limits", "method_id", "name", "payment_scheme", "remitter_type", "required_inputs"];
    assert!(v2.iter().all(|one| keys(one) == expected), "{v2:?}");
    let instant = v2.iter().find(|one| one["method_id"] == "libra_ro.instant").unwrap();
    assert_eq!((&instant["limits"]["max"], &instant["currencies"]), (&json!("49999.99"), &json!(["RON"])));
    assert!(v2.iter().all(|one| one["env"] == "sandbox"), "/test shows sandbox methods only");
}

#[tokio::test]
async fn get_is_one_provider() {
    let house = House::open().await;
    for prefix in ["/test/v1", "/test/v2"] {
        let path = format!("{prefix}/providers/get");
        let got = house.api(&path, &json!({ "provider_id": "libra_ro" })).await;
        assert_eq!(keys(&got), ["api_client_app", "provider", "request_id"]);
        assert_eq!(got["provider"]["provider_id"], "libra_ro");
        own_error(&house.call(&path, &[], &json!({ "provider_id": "nobody_ro" })).await, 404, "not_found");
        for id in [json!("Libra RO"), json!(""), json!(7), json!("x".repeat(65)), json!(null)] {
            let id = json!({ "provider_id": id });
            assert_eq!(fields(&house.call(&path, &[], &id).await), ["provider_id"], "{id}");
        }
        for (option, value) in [("show_payment_methods", json!("yes")), ("show_validation_schema", json!(1))] {
            let body = json!({ "provider_id": "libra_ro", "options": { option: value } });
            assert_eq!(fields(&house.call(&path, &[], &body).await), [format!("options.{option}")]);
        }
    }
}

#[tokio::test]
async fn ais_methods_are_told_when_asked_for_and_narrowed() {
    let house = House::open().await;
    let told = async |prefix: &str, options: Value| {
        let listed = house.api(&format!("{prefix}/providers/list"), &json!({ "options": options })).await;
        let of = |one: &Value| one["ais_methods"].as_array().unwrap().clone();
        listed["providers"].as_array().unwrap().iter().flat_map(of).collect::<Vec<_>>()
    };
    let ids = |methods: &[Value]| -> Vec<String> {
        methods.iter().map(|one| one["method_id"].as_str().unwrap().to_owned()).collect()
    };
    for prefix in ["/test/v1", "/test/v2", "/test"] {
        let all = told(prefix, json!({ "show_ais_methods": true })).await;
        assert_eq!(ids(&all), ["bt_ro.ais", "cec_ro.ais", "libra_ro.ais", "rzb_ro.ais"], "{prefix}");
        let expected =
            ["account_owner_type", "history_days", "interface_env", "interface_type", "method_id", "required_inputs"];
        for method in &all {
            assert_eq!(keys(method), expected);
            assert_eq!((&method["interface_type"], &method["interface_env"]), (&json!("psd2"), &json!("sandbox")));
            assert_eq!(method["account_owner_type"], json!(["retail"]));
            assert!(method["history_days"].as_u64().is_some_and(|days| days >= 90), "{method}");
        }
    }
    let narrowed = async |filter: Value| {
        ids(&told("/test/v2", json!({ "show_ais_methods": true, "ais_methods_filter": filter })).await).len()
    };
    assert_eq!(narrowed(json!({ "account_owner_type": ["retail", "corporate"], "interface_type": "psd2" })).await, 4);
    assert_eq!(narrowed(json!({ "interface_env": "sandbox", "account_owner_type": null })).await, 4);
    for nothing in [
        json!({ "account_owner_type": ["corporate"] }),
        json!({ "interface_type": "custom" }),
        json!({ "interface_env": "prod" }),
    ] {
        assert_eq!(narrowed(nothing).await, 0);
    }
    let libra = json!({ "provider_id": "libra_ro", "options": { "show_ais_methods": true } });
    let got = house.api("/test/v2/providers/get", &libra).await;
    assert_eq!(got["provider"]["ais_methods"][0]["method_id"], "libra_ro.ais");
    for (options, field) in [
        (json!({ "show_ais_methods": "yes" }), "options.show_ais_methods"),
        (json!({ "ais_methods_filter": 7 }), "options.ais_methods_filter"),
        (json!({ "ais_methods_filter": { "interface_type": "x" } }), "options.ais_methods_filter.interface_type"),
        (
            json!({ "ais_methods_filter": { "account_owner_type": [] } }),
            "options.ais_methods_filter.account_owner_type",
        ),
        (json!({ "ais_methods_filter": { "interface_env": "x" } }), "options.ais_methods_filter.interface_env"),
    ] {
        let answer = house.call("/test/v2/providers/list", &[], &json!({ "options": options })).await;
        assert_eq!(fields(&answer), [field]);
    }
}
