//! The Berlin Group's OpenAPI file, what is asked of it, and the bank of its examples.

use connectors::profile::{Base, Profile};
use connectors::profiles::{libra_ro, sandbox};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::PathBuf;

const FILE: &str = "psd2-api_1.3.11.yaml";

/// The file as JSON; `None`, with a word about it, where it is absent.
pub(crate) fn reference() -> Option<Value> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/reference");
    let folder = std::env::var_os("FINQLINK_REFERENCE").map_or_else(beside, PathBuf::from);
    let path = if folder.is_dir() { folder.join(FILE) } else { folder };
    match std::fs::read_to_string(&path) {
        Ok(text) => Some(serde_yaml_ng::from_str(&text).unwrap()),
        Err(_) => {
            println!("skipped: the reference file {FILE} is not here (FINQLINK_REFERENCE names its folder)");
            None
        }
    }
}

/// What a `$ref` stands for, or the value itself.
pub(crate) fn resolved<'a>(file: &'a Value, value: &'a Value) -> &'a Value {
    match value.get("$ref").and_then(Value::as_str) {
        Some(path) => resolved(file, file.pointer(path.trim_start_matches('#')).unwrap()),
        None => value,
    }
}

pub(crate) fn words(value: &Value) -> BTreeSet<&str> {
    value.as_array().unwrap().iter().map(|word| word.as_str().unwrap()).collect()
}

/// The bank of the file's examples.
pub(crate) fn testbank() -> Profile {
    let libra =
        (libra_ro::BANK.profile)(&sandbox::connection("libra_ro", "http://api", "http://public").unwrap()).unwrap();
    let base = |text| Base::parse(text).unwrap();
    let api = base("https://api.testbank.com/psd2");
    Profile { api: api.clone(), link_bases: vec![api], sca_bases: vec![base("https://www.testbank.com")], ..libra }
}

/// The JSON examples of an answer by name. One of the file's is JSON written inside a text.
pub(crate) fn examples_of(file: &Value, answer: &Value) -> Vec<(String, String)> {
    let content = resolved(file, answer).get("content").and_then(Value::as_object);
    let kinds = content.into_iter().flatten().filter(|(kind, _)| kind.ends_with("json"));
    let examples = kinds.flat_map(|(_, content)| content["examples"].as_object().into_iter().flatten());
    let body = |example: &Value| {
        let value = &resolved(file, example)["value"];
        value.as_str().map_or_else(|| value.to_string(), str::to_owned)
    };
    examples.map(|(name, example)| (name.clone(), body(example))).collect()
}

/// The names of the headers that an operation takes.
pub(crate) fn header_names(file: &Value, operation: &Value) -> BTreeSet<String> {
    let parameters = operation["parameters"].as_array().unwrap().iter().map(|parameter| resolved(file, parameter));
    let headers = parameters.filter(|parameter| parameter["in"] == "header");
    headers.map(|header| header["name"].as_str().unwrap().to_ascii_lowercase()).collect()
}

/// A value by a schema of the file: required fields are there, all fields are known, texts are no longer than allowed.
pub(crate) fn fits(file: &Value, schema: &Value, value: &Value, path: &str) {
    let schema = resolved(file, schema);
    if let Some(fields) = schema["properties"].as_object() {
        let object = value.as_object().unwrap_or_else(|| panic!("{path} must be an object"));
        for name in schema["required"].as_array().into_iter().flatten() {
            assert!(object.contains_key(name.as_str().unwrap()), "{path}.{name} is required");
        }
        for (name, value) in object {
            let field = fields.get(name).unwrap_or_else(|| panic!("{path}.{name} is not in the file"));
            fits(file, field, value, &format!("{path}.{name}"));
        }
        return;
    }
    match schema["type"].as_str() {
        Some("array") => {
            let list = value.as_array().unwrap_or_else(|| panic!("{path} must be a list"));
            list.iter().for_each(|entry| fits(file, &schema["items"], entry, &format!("{path}[]")));
        }
        Some("boolean") => assert!(value.is_boolean(), "{path} must be true or false"),
        Some("integer") => assert!(value.is_u64(), "{path} must be a whole number"),
        _ => {
            let text = value.as_str().unwrap_or_else(|| panic!("{path} must be a string"));
            let longest = schema["maxLength"].as_u64().unwrap_or(u64::MAX);
            assert!(text.chars().count() as u64 <= longest, "{path} is too long");
            let listed = schema["enum"].as_array().is_none_or(|words| words.contains(value));
            assert!(listed, "{path} is none of the file's words");
        }
    }
}
