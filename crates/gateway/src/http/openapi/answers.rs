//! Answers: schemas from the types that are sent, and every status with the codes it may carry, from the table of errors.
//! Never here: requests.

use super::operations::{OPERATIONS, Operation};
use super::requests;
use crate::http::error::Code;
use crate::http::returns::IN_PROGRESS;
use crate::http::schema;
use crate::http::{Mode, Version};
use axum::http::StatusCode;
use protocol::api::{
    AccountList, BalanceList, ConsentCreated, ConsentReturned, ConsentState, ErrorBody, JobAnswer, LinkCreated,
    LinkList, LinkReturned, LinkState, PlainLinkList, ProviderGot, ProviderList, TransactionList,
};
use protocol::{ConsentStatus, LinkStatus};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema, ToSchema};

/// How the types that have forms are called, and how they shall be.
const NAMES: [(&str, &str); 7] = [
    ("PaymentMethod_String_Value", "PaymentMethodV1"),
    ("PaymentMethod_Vec_Value", "PaymentMethodV2"),
    ("Provider_String_Value", "ProviderV1"),
    ("Provider_Vec_Value", "ProviderV2"),
    ("AccountRecord_String", "AccountRecord"),
    ("BalanceRecord_String", "BalanceRecord"),
    ("TransactionRecord_String", "TransactionRecord"),
];

/// Components by name.
pub(super) fn schemas() -> Map<String, Value> {
    let mut types: Vec<(String, RefOr<Schema>)> = Vec::new();
    add::<LinkCreated>("LinkCreated", &mut types);
    add::<LinkState>("LinkState", &mut types);
    add::<LinkList>("LinkList", &mut types);
    add::<PlainLinkList>("PlainLinkList", &mut types);
    add::<ProviderList<String, Value>>("ProviderListV1", &mut types);
    add::<ProviderList<Vec<String>, Value>>("ProviderListV2", &mut types);
    add::<ProviderGot<String, Value>>("ProviderAnswerV1", &mut types);
    add::<ProviderGot<Vec<String>, Value>>("ProviderAnswerV2", &mut types);
    add::<ConsentCreated>("ConsentCreated", &mut types);
    add::<ConsentState>("ConsentState", &mut types);
    add::<LinkReturned>("LinkReturned", &mut types);
    add::<ConsentReturned>("ConsentReturned", &mut types);
    add::<AccountList>("AccountList", &mut types);
    add::<BalanceList>("BalanceList", &mut types);
    add::<TransactionList>("TransactionList", &mut types);
    add::<JobAnswer>("JobAnswer", &mut types);
    add::<ErrorBody>("Error", &mut types);
    let written = |(name, schema): (String, RefOr<Schema>)| Some((name, serde_json::to_value(schema).ok()?));
    let all: Map<String, Value> = types.into_iter().filter_map(written).collect();
    let renamed = NAMES.iter().fold(Value::Object(all).to_string(), |text, (from, to)| text.replace(from, to));
    let mut all: Map<String, Value> = serde_json::from_str(&renamed).unwrap_or_default();
    let codes: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    all["Error"]["properties"]["code"]["enum"] = json!(codes);
    let in_progress = || std::iter::once(IN_PROGRESS);
    let of_links: Vec<&str> = LinkStatus::ALL.iter().map(|one| one.as_str()).chain(in_progress()).collect();
    all["LinkReturned"]["properties"]["status"]["enum"] = json!(of_links);
    let of_consents: Vec<&str> = ConsentStatus::ALL.iter().map(|one| one.as_str()).chain(in_progress()).collect();
    all["ConsentReturned"]["properties"]["status"]["enum"] = json!(of_consents);
    for operation in OPERATIONS {
        for mode in [Mode::Production, Mode::Test] {
            let body = requests::with_credentials((operation.request)(), mode);
            all.insert(requests::component(operation, mode), body);
        }
    }
    all.insert("SingleTransfer".to_owned(), requests::transfer());
    all.insert("Iban".to_owned(), schema::iban());
    all
}

fn add<T: ToSchema + PartialSchema>(name: &str, types: &mut Vec<(String, RefOr<Schema>)>) {
    T::schemas(types);
    types.push((name.to_owned(), T::schema()));
}

/// Answers that every method has, by status: their component, and what they say.
const SHARED: &[(&str, StatusCode, Code, &str)] = &[
    ("Unauthorized", StatusCode::UNAUTHORIZED, Code::Unauthorized, "The caller did not prove who it is."),
    ("TooLarge", StatusCode::PAYLOAD_TOO_LARGE, Code::BadRequest, "The body is larger than 1 MiB."),
    ("NotJson", StatusCode::UNSUPPORTED_MEDIA_TYPE, Code::BadRequest, "The content type is not JSON."),
    ("TooMany", StatusCode::TOO_MANY_REQUESTS, Code::BadRequest, "Too many calls: come again after Retry-After."),
    (
        "Ours",
        StatusCode::INTERNAL_SERVER_ERROR,
        Code::InternalError,
        "Something failed on our side; it may be tried again.",
    ),
];
/// The answer of methods that take a key.
const RUNNING: (&str, StatusCode, Code, &str) = (
    "StillRunning",
    StatusCode::CONFLICT,
    Code::BadRequest,
    "The call with this Idempotency-Key still runs: come again after Retry-After.",
);
/// Codes that every method may answer 400 with.
const OF_ALL: &[Code] = &[Code::BadRequest, Code::ValidationError];

/// The answers that methods share.
pub(super) fn shared() -> Map<String, Value> {
    let each = |(name, status, code, says): &(&str, StatusCode, Code, &str)| {
        let mut answer = bad(says, &[*code]);
        let header = |schema: Value, says: &str| json!({ "required": true, "description": says, "schema": schema });
        match *status {
            StatusCode::CONFLICT | StatusCode::TOO_MANY_REQUESTS => {
                answer["headers"]["Retry-After"] = header(json!({ "type": "integer", "minimum": 1 }), "Seconds.");
            }
            StatusCode::UNAUTHORIZED => {
                answer["headers"]["WWW-Authenticate"] = header(json!({ "type": "string" }), "RFC 6750.");
            }
            _ => {}
        }
        ((*name).to_owned(), answer)
    };
    SHARED.iter().chain([&RUNNING]).map(each).collect()
}

/// All answers of a method.
pub(super) fn responses(operation: &Operation, version: Version) -> Value {
    let mut by_status: BTreeMap<u16, Vec<Code>> = BTreeMap::new();
    for code in OF_ALL.iter().chain(operation.codes) {
        by_status.entry(code.status().as_u16()).or_default().push(*code);
    }
    let mut all = Map::new();
    let component = (operation.answer)(version);
    all.insert("200".to_owned(), good(component, operation.takes_a_key));
    for (status, says) in operation.also {
        let mut answer = good(component, false);
        answer["description"] = json!(says);
        all.insert((*status).to_owned(), answer);
    }
    for (status, codes) in by_status {
        let says = |code: &Code| format!("`{}`: {}", code.as_str(), code.says());
        all.insert(status.to_string(), bad(&codes.iter().map(says).collect::<Vec<_>>().join("\n"), &codes));
    }
    for (name, status, ..) in SHARED.iter().chain(operation.takes_a_key.then_some(&RUNNING)) {
        all.insert(status.as_u16().to_string(), json!({ "$ref": format!("#/components/responses/{name}") }));
    }
    Value::Object(all)
}

fn request_id() -> Value {
    json!({ "$ref": "#/components/headers/RequestId" })
}

/// The header of every answer.
pub(super) fn headers() -> Value {
    json!({ "RequestId": {
        "required": true,
        "description": "The request's id; also request_id in the body.",
        "schema": { "type": "string", "format": "uuid" },
    } })
}

fn good(component: &str, replays: bool) -> Value {
    let mut answer = json!({
        "description": "Done.",
        "headers": { "x-request-id": request_id() },
        "content": { "application/json": { "schema": { "$ref": format!("#/components/schemas/{component}") } } },
    });
    if replays {
        answer["headers"]["Idempotent-Replayed"] = json!({
            "description": "true: the first answer to this Idempotency-Key, again.",
            "schema": { "type": "string", "enum": ["true"] },
        });
    }
    answer
}

fn bad(says: &str, codes: &[Code]) -> Value {
    let codes: Vec<&str> = codes.iter().map(|code| code.as_str()).collect();
    let narrowed = json!({ "properties": { "code": { "enum": codes } } });
    json!({
        "description": says,
        "headers": { "x-request-id": request_id() },
        "content": { "application/json": { "schema": { "allOf": [{ "$ref": "#/components/schemas/Error" }, narrowed] } } },
    })
}
