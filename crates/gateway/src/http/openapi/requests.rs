//! Bodies of calls, said from the rules that read them. Never here: credentials' proof, answers.

use super::operations::Operation;
use crate::app::consents::offers::{INTERFACE_ENVS, INTERFACE_TYPES, OWNER_TYPES};
use crate::app::create::{ENVS, REMITTER_TYPES, SCHEMES};
use crate::http::fields::{ID_MAX, WORD_MAX, WORDS_MAX};
use crate::http::paging::{LIMIT_DEFAULT, LIMIT_MAX};
use crate::http::providers::PROVIDER_ID_MAX;
use crate::http::returns::QUERY_MAX;
use crate::http::schema::{Bounds, optional, single_transfer, text};
use crate::http::{Mode, caller, read_create as rule};
use protocol::{LinkKind, LinkStatus};
use serde_json::{Value, json};

pub(super) fn object(required: &[&str], properties: Value) -> Value {
    let mut object = json!({ "type": "object", "properties": properties });
    if !required.is_empty() {
        object["required"] = json!(required);
    }
    object
}

/// Name of a body's component: behind `/test` it may hold the secret.
pub(super) fn component(operation: &Operation, mode: Mode) -> String {
    match mode {
        Mode::Production => operation.body.to_owned(),
        Mode::Test => format!("Test{}", operation.body),
    }
}

/// A body with what every call carries.
pub(super) fn with_credentials(mut body: Value, mode: Mode) -> Value {
    let mut required = vec![json!("client_id")];
    required.extend(body["required"].as_array().cloned().unwrap_or_default());
    body["required"] = json!(required);
    body["description"] = json!("Unknown fields are ignored.");
    body["properties"]["client_id"] = text(caller::CREDENTIAL_MAX);
    if mode == Mode::Test {
        let mut secret = optional(text(caller::CREDENTIAL_MAX));
        secret["description"] = json!("Needed where the call carries no bearer token.");
        secret["writeOnly"] = json!(true);
        body["properties"]["client_secret"] = secret;
    }
    body
}

/// An example with what every call carries; the demo's client, whose secret is public.
pub(super) fn example(mut body: Value, mode: Mode) -> Value {
    body["client_id"] = json!("demo");
    if mode == Mode::Test {
        body["client_secret"] = json!("demo-secret");
    }
    body
}

pub(super) fn nothing() -> Value {
    json!({})
}

/// One word or several; of a closed list when there is one.
pub(super) fn words(known: Option<&[&str]>, description: &str) -> Value {
    let word = match known {
        Some(known) => json!({ "type": "string", "enum": known }),
        None => json!({ "type": "string", "maxLength": WORD_MAX }),
    };
    let many = json!({ "type": "array", "minItems": 1, "maxItems": WORDS_MAX, "items": word });
    json!({ "anyOf": [word, many, { "type": "null" }], "description": description })
}

pub(super) fn flag(description: &str) -> Value {
    json!({ "type": ["boolean", "null"], "description": description })
}

pub(super) fn described(mut schema: Value, description: &str) -> Value {
    schema["description"] = json!(description);
    schema
}

/// What `webhook_url` is.
pub(super) const TOLD: &str =
    "https, no private address. Each change of status is posted there, signed (Standard Webhooks).";

pub(super) fn url(what: &str) -> Value {
    described(optional(json!({ "type": "string", "format": "uri", "minLength": 1, "maxLength": rule::URL_MAX })), what)
}

/// One word of a closed list.
pub(super) fn one_of(known: &[&str], what: &str) -> Value {
    described(optional(json!({ "type": "string", "enum": known })), what)
}

pub(super) fn expires_in(what: &str) -> Value {
    json!({
        "type": ["integer", "null"], "minimum": 1, "maximum": rule::EXPIRES_MAX_S, "default": rule::EXPIRES_DEFAULT_S,
        "description": what,
    })
}

pub(super) fn pagination() -> Value {
    let pagination = json!({
        "limit": { "type": ["integer", "null"], "minimum": 1, "maximum": LIMIT_MAX, "default": LIMIT_DEFAULT },
        "after": { "type": ["string", "null"], "description": "A keyset or pagination.after of this list and filter." },
    });
    optional(object(&[], pagination))
}

pub(super) fn create() -> Value {
    let filter = object(
        &[],
        json!({
            "provider_id": words(None, "Banks."),
            "remitter_type": words(Some(REMITTER_TYPES), "Whose account."),
            "payment_scheme": words(Some(SCHEMES), "How the money travels."),
            "env": words(Some(ENVS), "Where it works."),
        }),
    );
    object(
        &["single_transfer"],
        json!({
            "single_transfer": { "$ref": "#/components/schemas/SingleTransfer" },
            "payment_method": described(optional(filter), "Which methods the payer may use; what is left out lets everything through."),
            "options": optional(options()),
            "tracking": tracking(),
        }),
    )
}

pub(super) fn tracking() -> Value {
    let id = |what: &str| {
        let id = json!({ "type": "string", "pattern": rule::TRACKING_PATTERN });
        optional(described(id, what))
    };
    optional(object(
        &[],
        json!({
            "customer_id": id("Your name of the customer; some clients must send it."),
            "account_id": id("Your name of an account."),
        }),
    ))
}

fn options() -> Value {
    let kinds: Vec<&str> = LinkKind::ALL.iter().map(|kind| kind.as_str()).collect();
    let editable =
        json!({ "type": "array", "maxItems": WORDS_MAX, "items": { "type": "string", "enum": rule::EDITABLE } });
    object(
        &[],
        json!({
            "type": one_of(&kinds, "Who sends the payer to the bank, and whom the bank returns them to: our page and us (link, which it is when absent; wrapped_sca), you and us (redirect_sca), you and you (direct_sca). All but link need a filter that leaves one method, and its required_inputs: the bank is asked at once."),
            "user_editable": {
                "anyOf": [{ "type": "boolean" }, editable, { "type": "null" }],
                "description": "What the payer may choose or change; all but amount when absent.",
            },
            "ux_template": one_of(finqlink_webui::templates::IDS, "Look of the page; the client's own default when absent."),
            "language": one_of(finqlink_webui::words::TAGS, "Language of the page; the browser's when absent."),
            "expires_in": expires_in("Seconds until the link can no longer be begun."),
            "webhook_url": url(TOLD),
            "redirect_url": url("Where back to merchant leads: one of the client's registered addresses."),
        }),
    )
}

pub(super) fn create_example() -> Value {
    json!({
        "single_transfer": {
            "amount": "100.50",
            "currency": "RON",
            "creditor_name": "Cafeneaua Verde SRL",
            "creditor_iban": "RO10RZBR0000069999999970",
            "remittance_information": "Factura 2026-0042",
        },
    })
}

pub(super) fn uuid() -> Value {
    json!({ "type": "string", "format": "uuid", "maxLength": ID_MAX })
}

pub(super) fn link() -> Value {
    object(&["link_id"], json!({ "link_id": uuid() }))
}

pub(super) fn link_example() -> Value {
    json!({ "link_id": "7f000001-7f00-4f00-8f00-7f0000017f00" })
}

/// What brings a return.
pub(super) fn returned() -> Value {
    let query = described(
        text(QUERY_MAX),
        "The query of the address that the bank sent the PSU to, as it came, with or without the question mark. It holds state.",
    );
    object(&["query_string"], json!({ "query_string": query, "sync": flag("Wait up to 30 s for an outcome.") }))
}

pub(super) fn returned_example() -> Value {
    json!({ "query_string": "code=SplxlOBeZQQYbYS6WxSbIA&state=af0ifjsldkjaf0ifjsldkjaf0ifjsldkj", "sync": true })
}

/// The component that `links/create` refers to.
pub(super) fn transfer() -> Value {
    single_transfer(&Bounds::none(), "#/components/schemas/Iban")
}

pub(super) fn list() -> Value {
    let statuses: Vec<&str> = LinkStatus::ALL.iter().map(|status| status.as_str()).collect();
    let time = |what: &str| described(optional(json!({ "type": "string", "format": "date-time" })), what);
    let filter = json!({
        "status": words(Some(&statuses), "Any of these."),
        "inserted_at_from": time("Inclusive."),
        "inserted_at_to": time("Exclusive; not before inserted_at_from."),
    });
    object(&[], json!({ "filter": optional(object(&[], filter)), "pagination": pagination() }))
}

fn shown() -> Value {
    let options = json!({
        "show_payment_methods": flag("Tell the methods of each bank."),
        "show_validation_schema": flag("Tell each method's JSON Schema as well."),
        "show_ais_methods": flag("Tell the AIS methods of each bank."),
        "ais_methods_filter": described(optional(ais_methods()), "Which AIS methods are told; what is left out lets everything through."),
    });
    optional(object(&[], options))
}

/// What AIS methods are narrowed by.
pub(super) fn ais_methods() -> Value {
    object(
        &[],
        json!({
            "account_owner_type": words(Some(OWNER_TYPES), "Whose account."),
            "interface_type": words(Some(INTERFACE_TYPES), "What kind of interface of the bank."),
            "interface_env": words(Some(INTERFACE_ENVS), "Where it works."),
        }),
    )
}

pub(super) fn providers() -> Value {
    object(&[], json!({ "options": shown() }))
}

pub(super) fn shown_example() -> Value {
    json!({ "options": { "show_payment_methods": true } })
}

pub(super) fn provider() -> Value {
    let id = json!({ "type": "string", "minLength": 1, "maxLength": PROVIDER_ID_MAX, "pattern": "^[a-z0-9_]+$" });
    object(&["provider_id"], json!({ "provider_id": id, "options": shown() }))
}

pub(super) fn provider_example() -> Value {
    json!({ "provider_id": "libra_ro", "options": { "show_payment_methods": true, "show_validation_schema": true } })
}
