//! `links/create`: reading the body, field by field, into what is asked.

use super::fields::{At, Faults, whole};
use crate::app::create::{Asked, ENVS, REMITTER_TYPES, SCHEMES};
use flow::{account, money};
use protocol::LinkKind;
use protocol::api::ApiFieldError;
use protocol::link::{LinkOptions, MethodFilter, Tracking, Transfer, TransferItem};
use serde_json::{Map, Value};

/// How long a link can be open at most, seconds (45 days).
pub const EXPIRES_MAX_S: i64 = 3_888_000;
/// How long it is open by default, seconds.
pub const EXPIRES_DEFAULT_S: i64 = 86_400;
/// Longest `creditor_name` and `debtor_name`, characters.
pub const NAME_MAX: usize = 70;
/// Longest `remittance_information`, characters.
pub const REFERENCE_MAX: usize = 140;
/// Longest `end_to_end_id`, characters.
pub const END_TO_END_ID_MAX: usize = 35;
/// Longest `psu_id`, characters.
pub const PSU_ID_MAX: usize = 64;
/// Longest IBAN as it is written, spaces included.
pub const IBAN_MAX: usize = 64;
/// Most `items`.
pub const ITEMS_MAX: usize = 100;
/// Longest name of an item, characters.
pub const ITEM_NAME_MAX: usize = 140;
/// Largest quantity that is a number.
pub const QUANTITY_MAX: i64 = 1_000_000;
/// Longest quantity that is a text, characters.
pub const QUANTITY_MAX_CHARS: usize = 20;
/// Longest address, characters.
pub const URL_MAX: usize = 2048;
/// What a name of `tracking` is.
pub const TRACKING_PATTERN: &str = "^[a-z0-9][a-z0-9_-]{0,127}$";
/// What `options.user_editable` can name.
pub const EDITABLE: &[&str] = &["provider_id", "method", "debtor_iban", "psu_id", "amount"];

/// Reads a body.
///
/// # Errors
/// Every field that breaks its rule.
pub fn read(body: &Map<String, Value>, templates: &[&str], languages: &[&str]) -> Result<Asked, Vec<ApiFieldError>> {
    let mut faults = Faults::default();
    let at = At::body(body);
    let transfer = transfer(&at, &mut faults);
    let filter = filter(&at, &mut faults);
    let options_at = at.object("options", &mut faults);
    let kind = kind(&options_at, &mut faults);
    let expires_in_s = options_at.integer("expires_in", 1..=EXPIRES_MAX_S, &mut faults).unwrap_or(EXPIRES_DEFAULT_S);
    let webhook_url = options_at.text("webhook_url", URL_MAX, &mut faults);
    let options = options(&options_at, templates, languages, &mut faults);
    let tracking = tracking(&at, &mut faults);
    match transfer {
        Some(transfer) if faults.0.is_empty() => {
            Ok(Asked { transfer, filter, kind, expires_in_s, webhook_url, options, tracking })
        }
        _ => Err(faults.0),
    }
}

fn transfer(body: &At<'_>, faults: &mut Faults) -> Option<Transfer> {
    if !body.has("single_transfer") {
        faults.add("single_transfer", "is required");
        return None;
    }
    let at = body.object("single_transfer", faults);
    let currency = currency(&at, faults);
    let decimals = currency.as_deref().and_then(money::decimals).unwrap_or(2);
    let amount_minor = required(&at, "amount", faults).then(|| amount(&at, "amount", decimals, faults)).flatten();
    let creditor_name = at.required_text("creditor_name", NAME_MAX, faults);
    let creditor_iban = required(&at, "creditor_iban", faults).then(|| iban(&at, "creditor_iban", faults)).flatten();
    let remittance_information = at.required_text("remittance_information", REFERENCE_MAX, faults);
    let end_to_end_id = at.text("end_to_end_id", END_TO_END_ID_MAX, faults).unwrap_or_default();
    let debtor_iban = iban(&at, "debtor_iban", faults);
    let debtor_name = at.text("debtor_name", NAME_MAX, faults);
    let psu_id = at.text("psu_id", PSU_ID_MAX, faults);
    let items = items(&at, decimals, faults);
    Some(Transfer {
        amount_minor: amount_minor?,
        currency: currency?,
        creditor_name: creditor_name?,
        creditor_iban: creditor_iban?,
        remittance_information: remittance_information?,
        end_to_end_id,
        debtor_iban,
        debtor_name,
        psu_id,
        items,
    })
}

fn required(at: &At<'_>, name: &str, faults: &mut Faults) -> bool {
    if !at.has(name) {
        faults.add(at.path(name), "is required");
    }
    at.has(name)
}

fn currency(at: &At<'_>, faults: &mut Faults) -> Option<String> {
    required(at, "currency", faults).then_some(())?;
    at.read("currency", faults, |text| money::decimals(text).map(|_| text.to_owned()).ok_or("must be one of RON, EUR"))
}

fn amount(at: &At<'_>, name: &str, decimals: u32, faults: &mut Faults) -> Option<i64> {
    at.read(name, faults, |text| money::parse_amount(text, decimals))
}

pub(super) fn iban(at: &At<'_>, name: &str, faults: &mut Faults) -> Option<String> {
    at.read(name, faults, |text| {
        if text.len() > IBAN_MAX { Err("is too long for an IBAN") } else { account::parse_iban(text) }
    })
}

fn items(at: &At<'_>, decimals: u32, faults: &mut Faults) -> Vec<TransferItem> {
    let list = match at.value("items") {
        None => return Vec::new(),
        Some(Value::Array(list)) if list.len() <= ITEMS_MAX => list,
        Some(_) => {
            faults.add(at.path("items"), format!("must be an array of at most {ITEMS_MAX} items"));
            return Vec::new();
        }
    };
    let mut items = Vec::with_capacity(list.len());
    for (index, value) in list.iter().enumerate() {
        let path = at.path(&format!("items[{index}]"));
        let Some(object) = value.as_object() else {
            faults.add(path, "must be an object");
            continue;
        };
        items.extend(item(&At::inside(object, path), decimals, faults));
    }
    items
}

fn item(at: &At<'_>, decimals: u32, faults: &mut Faults) -> Option<TransferItem> {
    let name = at.required_text("name", ITEM_NAME_MAX, faults);
    let quantity = match at.value("quantity") {
        None => Some("1".to_owned()),
        Some(Value::String(_)) => at.text("quantity", QUANTITY_MAX_CHARS, faults),
        Some(value) => {
            let count = whole(value).filter(|count| (1..=QUANTITY_MAX).contains(count));
            if count.is_none() {
                faults.add(at.path("quantity"), "must be a whole number from 1, or a short text");
            }
            count.map(|count| count.to_string())
        }
    };
    let amount_minor = required(at, "amount", faults).then(|| amount(at, "amount", decimals, faults)).flatten();
    Some(TransferItem { name: name?, quantity: quantity?, amount_minor: amount_minor? })
}

fn filter(body: &At<'_>, faults: &mut Faults) -> MethodFilter {
    let at = body.object("payment_method", faults);
    MethodFilter {
        provider_id: at.filter("provider_id", None, faults),
        remitter_type: at.filter("remitter_type", Some(REMITTER_TYPES), faults),
        payment_scheme: at.filter("payment_scheme", Some(SCHEMES), faults),
        env: at.filter("env", Some(ENVS), faults),
    }
}

fn kind(at: &At<'_>, faults: &mut Faults) -> LinkKind {
    let read = |text: &str| LinkKind::parse(text).ok_or("must be one of link, wrapped_sca, direct_sca, redirect_sca");
    at.read("type", faults, read).unwrap_or(LinkKind::Link)
}

fn options(at: &At<'_>, templates: &[&str], languages: &[&str], faults: &mut Faults) -> LinkOptions {
    let user_editable = match at.value("user_editable") {
        Some(Value::Bool(true)) => EDITABLE.iter().map(|name| (*name).to_owned()).collect(),
        Some(Value::Bool(false)) => Vec::new(),
        Some(Value::Array(_)) => at.words("user_editable", Some(EDITABLE), faults),
        None => ["provider_id", "method", "debtor_iban", "psu_id"].map(str::to_owned).to_vec(),
        Some(_) => {
            faults.add(at.path("user_editable"), format!("must be a boolean, or an array of {}", EDITABLE.join(", ")));
            Vec::new()
        }
    };
    LinkOptions {
        user_editable,
        ux_template: one_of(at, "ux_template", templates, faults),
        language: one_of(at, "language", languages, faults),
        redirect_url: at.text("redirect_url", URL_MAX, faults),
    }
}

pub(super) fn one_of(at: &At<'_>, name: &str, known: &[&str], faults: &mut Faults) -> Option<String> {
    let word = at.string(name, faults)?;
    if known.contains(&word.as_str()) {
        return Some(word);
    }
    faults.add(at.path(name), format!("must be one of {}", known.join(", ")));
    None
}

pub(super) fn tracking(body: &At<'_>, faults: &mut Faults) -> Tracking {
    let at = body.object("tracking", faults);
    let mut id = |name: &str| {
        at.read(name, faults, |text| {
            let first = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
            let is_one =
                text.starts_with(first) && text.len() <= 128 && text.chars().all(|c| first(c) || c == '_' || c == '-');
            if is_one { Ok(text.to_owned()) } else { Err("must match ^[a-z0-9][a-z0-9_-]{0,127}$") }
        })
    };
    Tracking { customer_id: id("customer_id"), account_id: id("account_id") }
}
