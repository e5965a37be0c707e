//! `validation_schema`: the rules of `single_transfer` for one method, as JSON Schema 2020-12 can say them.
//! Never here: the rules themselves (`read_create`); a schema knows no check digits.

use crate::app::offers::OfferedMethod;
use serde_json::{Map, Value, json};

/// Always needed, whatever the method.
const ALWAYS: [&str; 5] = ["amount", "currency", "creditor_name", "creditor_iban", "remittance_information"];
const AMOUNT: &str = "^(?:0|[1-9][0-9]{0,13})(?:\\.[0-9]{1,2})?$";
const IBAN: &str = "^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$";
/// What banks carry in ids: contract §3, SEPA's letters.
const BANK_TEXT: &str = "^[a-zA-Z0-9/?:().,'+ -]+$";

/// The schema of a valid `single_transfer` for a method.
pub fn single_transfer(method: &OfferedMethod) -> Value {
    let text = |max: u32| json!({ "type": "string", "minLength": 1, "maxLength": max });
    let pattern = |pattern: &str| json!({ "type": "string", "pattern": pattern });
    let item = json!({
        "type": "object",
        "required": ["name", "amount"],
        "properties": { "name": text(140), "quantity": { "type": ["integer", "string"] }, "amount": pattern(AMOUNT) },
    });
    let rules = [
        ("amount", pattern(AMOUNT)),
        ("currency", json!({ "type": "string", "enum": method.currencies })),
        ("creditor_name", text(70)),
        ("creditor_iban", pattern(IBAN)),
        ("remittance_information", text(140)),
        ("end_to_end_id", json!({ "type": "string", "maxLength": 35, "pattern": BANK_TEXT })),
        ("debtor_iban", pattern(IBAN)),
        ("debtor_name", text(70)),
        ("psu_id", text(64)),
        ("items", json!({ "type": "array", "maxItems": 100, "items": item })),
    ];
    let properties: Map<String, Value> = rules.into_iter().map(|(name, rule)| (name.to_owned(), rule)).collect();
    let required: Vec<&str> = ALWAYS.into_iter().chain(method.required_inputs.iter().copied()).collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "required": required,
        "properties": properties,
    })
}
