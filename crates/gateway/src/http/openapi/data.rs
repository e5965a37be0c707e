//! Bodies of calls about consents and account data, said from the rules that read them. Never here: answers.

use super::requests::{
    TOLD, ais_methods, described, expires_in, object, one_of, pagination, tracking, url, uuid, words,
};
use crate::http::read_consent::{KINDS, PURPOSE_MAX, RECIPIENTS_MAX, SCOPES, VALIDITY_DEFAULT_DAYS, VALIDITY_MAX_DAYS};
use crate::http::read_create::{NAME_MAX, PSU_ID_MAX};
use crate::http::schema::{optional, text};
use protocol::api::{BalanceType, Indicator, TransactionStatus};
use serde_json::{Map, Value, json};

/// Of a field that stands in the other object, too.
const ALSO_HERE: &str = "May stand here as well.";

pub(super) fn consent() -> Value {
    let (own, options) = (of_consent(), of_options());
    let mut filter = ais_methods();
    filter["properties"]["provider_id"] = words(None, "Banks.");
    object(
        &["consent"],
        json!({
            "consent": described(either(&own, &options), "What is asked for. May be empty."),
            "options": optional(either(&options, &own)),
            "ais_method": described(optional(filter), "Which methods the account holder may use; what is left out lets everything through."),
            "tracking": tracking(),
        }),
    )
}

/// An object of these fields, in which the others may stand too.
fn either(own: &Value, others: &Value) -> Value {
    let fields = |value: &Value| value.as_object().cloned().unwrap_or_default();
    let beside = fields(others).into_iter().map(|(name, rule)| (name, described(rule, ALSO_HERE)));
    object(&[], Value::Object(fields(own).into_iter().chain(beside).collect::<Map<_, _>>()))
}

fn of_consent() -> Value {
    let scopes: Vec<Value> = SCOPES
        .iter()
        .map(|scope| {
            let words: Vec<&str> = scope.iter().map(|group| group.as_str()).collect();
            json!({
                "type": "array", "uniqueItems": true, "minItems": words.len(), "maxItems": words.len(),
                "items": { "type": "string", "enum": words },
            })
        })
        .chain([json!({ "type": "null" })])
        .collect();
    let says = "Exactly accounts, balances and transactions, which it is when absent, or accounts and balances.";
    json!({
        "scope": { "anyOf": scopes, "description": says },
        "consent_validity_days": {
            "type": ["integer", "null"], "minimum": 1, "maximum": VALIDITY_MAX_DAYS, "default": VALIDITY_DEFAULT_DAYS,
            "description": "From the authorisation on.",
        },
        "psu_id": described(optional(text(PSU_ID_MAX)), "The account holder's id at the bank, where a method needs it."),
        "debtor_iban": described(optional(json!({ "$ref": "#/components/schemas/Iban" })), "The account holder's account, where a method needs it."),
        "purpose": described(optional(text(PURPOSE_MAX)), "What the data is for: the account holder reads it, and finds it on the receipt."),
        "recipients": {
            "type": ["array", "null"], "maxItems": RECIPIENTS_MAX, "items": text(NAME_MAX),
            "description": "Who else gets the data, by name: the account holder reads it.",
        },
    })
}

fn of_options() -> Value {
    let kinds = KINDS.map(|kind| kind.as_str());
    json!({
        "type": one_of(&kinds, "Who sends the account holder to the bank, and whom the bank returns them to: our page and us (link, which it is when absent; wrapped_sca), you and you (direct_sca). All but link need a filter that leaves one method, and its required_inputs: the bank is asked at once."),
        "ux_template": one_of(finqlink_webui::templates::IDS, "Look of the page; the client's own default when absent."),
        "language": one_of(finqlink_webui::words::TAGS, "Language of the page; the browser's when absent."),
        "expires_in": expires_in("Seconds until it can no longer be authorised."),
        "webhook_url": url(TOLD),
        "redirect_url": url("Where back to you leads: one of the client's registered addresses."),
    })
}

pub(super) fn consent_example() -> Value {
    json!({
        "consent": {
            "scope": ["accounts", "balances", "transactions"], "consent_validity_days": 90,
            "purpose": "To work out what you can borrow",
        },
        "ais_method": { "provider_id": "libra_ro" },
    })
}

pub(super) fn reference() -> Value {
    object(&["consent_id"], json!({ "consent_id": uuid() }))
}

pub(super) fn reference_example() -> Value {
    json!({ "consent_id": "7f000001-7f00-4f00-8f00-7f0000017f00" })
}

/// The filter, the same for every list.
fn filter() -> Map<String, Value> {
    let types: Vec<&str> = BalanceType::ALL.iter().map(|one| one.as_str()).collect();
    let indicators: Vec<&str> = Indicator::ALL.iter().map(|one| one.as_str()).collect();
    let statuses: Vec<&str> = TransactionStatus::ALL.iter().map(|one| one.as_str()).collect();
    let id = json!({ "anyOf": [uuid(), { "type": "array", "minItems": 1, "items": uuid() }, { "type": "null" }] });
    let currency = json!({ "type": "string", "pattern": "^[A-Z]{3}$" });
    let currencies =
        json!({ "anyOf": [currency, { "type": "array", "minItems": 1, "items": currency }, { "type": "null" }] });
    Map::from_iter([
        ("account_id".to_owned(), described(id, "Of the consent's own.")),
        ("currency".to_owned(), described(currencies, "ISO 4217.")),
        ("account_type".to_owned(), words(None, "As the account tells it.")),
        ("account_sub_type".to_owned(), words(None, "As the account tells it.")),
        ("updated_from".to_owned(), time("When it last changed here. Inclusive.")),
        ("updated_to".to_owned(), time("Exclusive; not before updated_from.")),
        ("amount_min".to_owned(), amount("Of balances and transactions. Inclusive.")),
        ("amount_max".to_owned(), amount("Inclusive; not less than amount_min.")),
        ("credit_debit_indicator".to_owned(), words(Some(&indicators), "credit came in, debit went out.")),
        ("type".to_owned(), words(Some(&types), "Of balances. available and closing mean the same at every bank.")),
        ("status".to_owned(), words(Some(&statuses), "Of transactions: whether it is in the books.")),
        ("booking_date_from".to_owned(), time("Of transactions. Inclusive.")),
        ("booking_date_to".to_owned(), time("Exclusive; not before booking_date_from.")),
    ])
}

fn time(what: &str) -> Value {
    let forms = json!([{ "type": "string", "format": "date-time" }, { "type": "string", "format": "date" }, { "type": "null" }]);
    json!({ "anyOf": forms, "description": format!("{what} A plain date is its midnight in UTC.") })
}

fn amount(what: &str) -> Value {
    let shape = json!({
        "type": "string", "pattern": "^(?:0|[1-9][0-9]{0,13})(?:\\.[0-9]{1,2})?$", "examples": ["100.50"],
        "not": { "pattern": "[^0-9.]" },
    });
    described(optional(shape), what)
}

fn query(mut more: Value) -> Value {
    more["consent_id"] = uuid();
    more["filter"] = optional(object(&[], Value::Object(filter())));
    object(&["consent_id"], more)
}

pub(super) fn accounts() -> Value {
    query(json!({}))
}

pub(super) fn balances() -> Value {
    query(json!({ "pagination": pagination() }))
}

pub(super) fn transactions() -> Value {
    let ignored = json!({ "description": "Accepted and ignored." });
    query(json!({ "pagination": pagination(), "track_changes": ignored }))
}

pub(super) fn transactions_example() -> Value {
    let mut body = reference_example();
    body["filter"] = json!({ "status": "booked", "credit_debit_indicator": "debit", "amount_min": "100" });
    body["pagination"] = json!({ "limit": 100 });
    body
}

pub(super) fn job() -> Value {
    let says =
        "https, no private address. Each change of the job is posted there; to the consent's webhook_url when absent.";
    object(&["consent_id"], json!({ "consent_id": uuid(), "callback_url": url(says) }))
}

pub(super) fn job_reference() -> Value {
    object(&["consent_id", "job_id"], json!({ "consent_id": uuid(), "job_id": uuid() }))
}

pub(super) fn job_example() -> Value {
    let mut body = reference_example();
    body["job_id"] = json!("7f000001-7f00-4f00-8f00-7f0000017f01");
    body
}
