//! The description is whole, sound, and the one that is kept in `docs`.

use super::*;
use crate::http::error::Code;
use std::collections::BTreeSet;

/// Where the copy for readers is kept; its address is the default one.
const KEPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/openapi.json");
const ADDRESS: &str = "http://127.0.0.1:8080";

#[test]
fn the_copy_in_docs_is_this_one() {
    let made = format!("{:#}\n", document(ADDRESS));
    if std::env::var_os("FINQLINK_UPDATE").is_some() {
        std::fs::write(KEPT, &made).unwrap();
    }
    let kept = std::fs::read_to_string(KEPT).unwrap_or_default();
    assert!(kept == made, "docs/openapi.json is stale: FINQLINK_UPDATE=1 cargo test -p gateway --lib openapi");
}

/// Every `$ref` of a value.
fn references<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::Object(object) => {
            found.extend(object.get("$ref").and_then(Value::as_str));
            object.values().for_each(|value| references(value, found));
        }
        Value::Array(list) => list.iter().for_each(|value| references(value, found)),
        _ => {}
    }
}

#[test]
fn it_refers_to_nothing_that_is_missing_and_keeps_nothing_that_nobody_names() {
    let document = document(ADDRESS);
    let mut found = Vec::new();
    references(&document, &mut found);
    for reference in &found {
        assert!(document.pointer(&reference[1..]).is_some(), "{reference}");
    }
    for kind in ["schemas", "responses", "headers"] {
        for name in document["components"][kind].as_object().unwrap().keys() {
            assert!(found.contains(&format!("#/components/{kind}/{name}").as_str()), "{name} is used by nobody");
        }
    }
}

#[test]
fn every_code_is_told_by_some_answer_and_every_operation_has_a_name_of_its_own() {
    let document = document(ADDRESS);
    let mut codes = BTreeSet::new();
    let mut names = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for operation in item.as_object().unwrap().values() {
            assert!(names.insert(operation["operationId"].as_str().unwrap()), "{path}");
            assert!(!operation["summary"].as_str().unwrap().is_empty(), "{path}");
            for answer in operation["responses"].as_object().unwrap().values() {
                let answer = answer["$ref"].as_str().map_or(answer, |to| document.pointer(&to[1..]).unwrap());
                let told = &answer["content"]["application/json"]["schema"]["allOf"][1]["properties"]["code"]["enum"];
                codes.extend(told.as_array().into_iter().flatten().filter_map(Value::as_str));
            }
        }
    }
    assert_eq!(codes, Code::ALL.iter().map(|code| code.as_str()).collect());
}

#[test]
fn examples_keep_their_own_schema() {
    let document = document(ADDRESS);
    for (path, item) in document["paths"].as_object().unwrap() {
        for operation in item.as_object().unwrap().values() {
            let Some(content) = operation["requestBody"]["content"].as_object() else { continue };
            for media in content.values() {
                let mut schema = media["schema"].clone();
                schema["components"] = document["components"].clone();
                let validator = jsonschema::draft202012::new(&schema).unwrap();
                let faults: Vec<String> =
                    validator.iter_errors(&media["example"]).map(|fault| fault.to_string()).collect();
                assert!(faults.is_empty(), "{path}: {faults:?}");
            }
        }
    }
}
