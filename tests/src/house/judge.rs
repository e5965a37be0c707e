//! The API's own description as a judge: every answer that any test gets from the API is held against it.
//! Never here: what is expected beyond it.

use super::payer::Answer;
use jsonschema::Validator;
use serde_json::Value;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Answers by path and status.
static KNOWN: LazyLock<HashMap<String, HashMap<u16, Validator>>> = LazyLock::new(|| {
    let document = gateway::http::openapi::document("http://127.0.0.1:8080");
    let paths = document["paths"].as_object().unwrap().iter();
    paths
        .filter_map(|(path, item)| {
            let answers = item["post"]["responses"].as_object()?;
            let validators =
                answers.iter().map(|(status, answer)| (status.parse().unwrap(), validator(&document, answer)));
            Some((path.clone(), validators.collect()))
        })
        .collect()
});

fn validator(document: &Value, answer: &Value) -> Validator {
    let answer = answer["$ref"].as_str().map_or(answer, |to| document.pointer(&to[1..]).unwrap());
    let mut schema = answer["content"]["application/json"]["schema"].clone();
    schema["components"] = document["components"].clone();
    jsonschema::draft202012::options().should_validate_formats(true).build(&schema).unwrap()
}

/// Fails unless the answer is one that the description tells for its path.
pub fn judge(answer: &Answer) {
    let path = answer.url.path();
    let versioned = ["/test/v1/", "/test/v2/"].iter().any(|prefix| path.starts_with(prefix));
    let path = match path.strip_prefix("/test/") {
        Some(rest) if !versioned && rest.starts_with("consents/") => format!("/test/v2/ais/{rest}"),
        Some(rest) if !versioned => format!("/test/v2/{rest}"),
        _ => path.to_owned(),
    };
    // What is no method is told in words: 404.
    let Some(answers) = KNOWN.get(&path) else { return };
    let status = answer.status.as_u16();
    let known =
        answers.get(&status).unwrap_or_else(|| panic!("{path} answers {status}, undocumented: {}", answer.text));
    let faults: Vec<String> = known.iter_errors(&answer.json()).map(|fault| fault.to_string()).collect();
    assert!(faults.is_empty(), "{path} {status}: {faults:?} in {}", answer.text);
}
