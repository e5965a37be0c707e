//! The API to the letter (contract §2–5): doors, errors, fields, answers, pages of lists, idempotency, providers, OAuth2, consents, data.

mod answers;
mod bearer;
mod bodies;
mod brought;
mod consents;
mod data;
mod doors;
mod fields;
mod idempotency;
mod methods;
mod metrics;
mod oauth;
mod paging;
mod production;
mod providers;
mod reads;
mod schema;
pub(crate) mod strangers;
mod types;

use crate::house::payer::Answer;
use serde_json::Value;

/// Checks an error to the letter: status, code, the four strings, the request id's header. Its body.
pub fn error(answer: &Answer, status: u16, code: &str) -> Value {
    let body = answer.json();
    assert_eq!(
        (answer.status.as_u16(), body["code"].as_str()),
        (status, Some(code)),
        "{}: {}",
        answer.url,
        answer.text
    );
    for name in ["error_id", "request_id", "code", "message"] {
        let text = body[name].as_str();
        assert!(text.is_some_and(|text| !text.is_empty()), "{name} is a string: {}", answer.text);
    }
    assert_ne!(body["error_id"], body["request_id"]);
    let known = ["error_id", "request_id", "code", "message", "errors", "link_id", "consent_id"];
    assert!(body.as_object().unwrap().keys().all(|key| known.contains(&key.as_str())), "{}", answer.text);
    assert!(answer.header("content-type").starts_with("application/json"), "{:?}", answer.headers);
    assert_eq!(answer.header("cache-control"), "no-store");
    assert!(!answer.header("x-request-id").is_empty());
    body
}

/// The same for errors of this very call, whose id is the header's.
pub fn own_error(answer: &Answer, status: u16, code: &str) -> Value {
    let body = error(answer, status, code);
    assert_eq!(body["request_id"].as_str(), Some(answer.header("x-request-id")));
    body
}

/// The fields that a validation error names.
pub fn fields(answer: &Answer) -> Vec<String> {
    let body = own_error(answer, 400, "validation_error");
    let errors = body["errors"].as_array().unwrap_or_else(|| panic!("no errors[]: {}", answer.text));
    errors
        .iter()
        .map(|one| {
            assert!(one["message"].as_str().is_some_and(|rule| !rule.is_empty()), "{one}");
            one["field"].as_str().unwrap().to_owned()
        })
        .collect()
}

/// Keys of an object, sorted.
pub fn keys(object: &Value) -> Vec<&str> {
    object.as_object().unwrap().keys().map(String::as_str).collect()
}
