//! `validation_schema`: a valid `single_transfer` of one method, as JSON Schema 2020-12, made from the rules that
//! `read_create` applies. It says all of them but one: check digits are arithmetic, which `format: iban` names.
//! Never here: the rules themselves.

mod decimal;
mod patterns;

use super::read_create as rule;
use crate::app::offers::OfferedMethod;
use flow::money;
use serde_json::{Map, Value, json};

/// Always needed, whatever the method.
const ALWAYS: [&str; 5] = ["amount", "currency", "creditor_name", "creditor_iban", "remittance_information"];

/// What a payment has to be within.
#[derive(Clone, Debug)]
pub struct Bounds<'a> {
    /// ISO 4217.
    pub currencies: Vec<&'a str>,
    /// Smallest amount, as the API writes it.
    pub min: Option<&'a str>,
    /// Largest amount, as the API writes it.
    pub max: Option<&'a str>,
    /// Inputs that have to be there beyond those that always are.
    pub required_inputs: Vec<&'a str>,
}

impl Bounds<'_> {
    /// Those of no method: all that some method may carry.
    pub fn none() -> Self {
        let currencies = money::CURRENCIES.iter().map(|(code, _)| *code).collect();
        Self { currencies, min: None, max: None, required_inputs: Vec::new() }
    }

    fn amounts(&self) -> String {
        let decimals = self.currencies.first().and_then(|code| money::decimals(code)).unwrap_or(2);
        let minor = |text: Option<&str>| text.and_then(|text| money::parse_amount(text, decimals).ok());
        decimal::amounts(minor(self.min).unwrap_or(1), minor(self.max), decimals)
    }
}

/// The schema of a method.
pub fn of_method(method: &OfferedMethod) -> Value {
    let bounds = Bounds {
        currencies: method.currencies.clone(),
        min: method.min.as_deref(),
        max: method.max.as_deref(),
        required_inputs: method.required_inputs.clone(),
    };
    let mut schema = single_transfer(&bounds, "#/$defs/iban");
    let lead = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": format!("single_transfer for {}", method.method_id),
        "description": "What links/create takes for this method when nothing is left to the payer \
            (options.user_editable: false). With the default options the payer may still type the required inputs. \
            Check digits of IBANs are the one rule that JSON Schema cannot say: see format iban.",
        "$defs": { "iban": iban() },
    });
    if let (Value::Object(schema), Value::Object(lead)) = (&mut schema, lead) {
        schema.extend(lead);
    }
    schema
}

/// The schema of a transfer; `iban` is where the rule of IBANs stands.
pub fn single_transfer(bounds: &Bounds<'_>, iban: &str) -> Value {
    let amount = |pattern: String, says: &str| {
        let only = json!({ "not": { "pattern": "[^0-9.]" } });
        json!({ "type": "string", "pattern": pattern, "allOf": [only], "description": says, "examples": ["100.50"] })
    };
    let account = || json!({ "$ref": iban });
    let item = json!({
        "type": "object",
        "required": ["name", "amount"],
        "properties": {
            "name": text_with(rule::ITEM_NAME_MAX, patterns::visible()),
            "quantity": { "anyOf": [
                { "type": "integer", "minimum": 1, "maximum": rule::QUANTITY_MAX },
                text_with(rule::QUANTITY_MAX_CHARS, patterns::visible()),
                { "type": "null" },
            ] },
            "amount": amount(Bounds { min: None, max: None, ..bounds.clone() }.amounts(), "In the payment's currency."),
        },
    });
    let end_to_end_id = json!({
        "type": "string", "minLength": 1, "maxLength": rule::END_TO_END_ID_MAX, "pattern": patterns::bank_text(),
        "not": { "type": "string", "pattern": "[\\u0000-\\u001f]" },
        "description": "Ours when absent. Characters that every bank carries.",
    });
    let rules = [
        ("amount", amount(bounds.amounts(), &says_amount(bounds))),
        ("currency", json!({ "type": "string", "enum": bounds.currencies, "description": "ISO 4217." })),
        ("creditor_name", text_with(rule::NAME_MAX, patterns::carried())),
        ("creditor_iban", account()),
        ("remittance_information", text_with(rule::REFERENCE_MAX, patterns::carried())),
        ("end_to_end_id", end_to_end_id),
        ("debtor_iban", account()),
        ("debtor_name", text_with(rule::NAME_MAX, patterns::visible())),
        ("psu_id", text_with(rule::PSU_ID_MAX, patterns::visible())),
        ("items", json!({ "type": "array", "maxItems": rule::ITEMS_MAX, "items": item, "description": "The goods." })),
    ];
    let required: Vec<&str> = ALWAYS.into_iter().chain(bounds.required_inputs.iter().copied()).collect();
    let or_null = |name: &str, rule: Value| if required.contains(&name) { rule } else { optional(rule) };
    let properties: Map<String, Value> =
        rules.into_iter().map(|(name, rule)| (name.to_owned(), or_null(name, rule))).collect();
    json!({ "type": "object", "required": required, "properties": properties })
}

fn says_amount(bounds: &Bounds<'_>) -> String {
    let up_to = bounds.max.map(|max| format!(", at most {max}")).unwrap_or_default();
    let from = bounds.min.map(|min| format!(", at least {min}")).unwrap_or_default();
    format!("More than zero{from}{up_to}; no leading zeros, no comma, no sign; decimals as the currency has them.")
}

/// The rule of IBANs.
pub fn iban() -> Value {
    json!({
        "type": "string",
        "format": "iban",
        "maxLength": rule::IBAN_MAX,
        "pattern": patterns::iban(),
        "allOf": [{ "not": { "pattern": "[^A-Za-z0-9 ]" } }],
        "description": "An IBAN of a country of the registry, in its length and structure; spaces and lower case are \
            taken. Beyond the pattern the two check digits must fit (ISO 13616: mod 97 is 1), which JSON Schema cannot \
            say: a validator that knows format iban checks them, any other leaves them to the API.",
        "examples": ["RO10RZBR0000069999999970"],
    })
}

/// The contract's Text rule; `needs` is the class of which one character at least must be there.
fn text_with(max: usize, needs: String) -> Value {
    json!({
        "type": "string", "minLength": 1, "maxLength": max, "pattern": needs,
        "not": { "type": "string", "pattern": patterns::forbidden() },
    })
}

/// The contract's Text rule.
pub fn text(max: usize) -> Value {
    text_with(max, patterns::visible())
}

/// What may be left out: `null` counts as absent.
pub fn optional(mut schema: Value) -> Value {
    match (schema["type"].as_str().map(str::to_owned), schema.get_mut("enum").and_then(Value::as_array_mut)) {
        (Some(kind), words) => {
            if let Some(words) = words {
                words.push(Value::Null);
            }
            schema["type"] = json!([kind, "null"]);
            schema
        }
        (None, _) => json!({ "anyOf": [schema, { "type": "null" }] }),
    }
}
