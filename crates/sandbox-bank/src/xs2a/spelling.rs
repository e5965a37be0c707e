//! A bank's own spelling of what the standard has it say: links, amounts, the name of a text.
//! Never here: what is said.

use serde_json::{Map, Number, Value, json};

use crate::money::Amount;
use crate::personality::{AmountStyle, LinkStyle, Personality, STANDARD_TEXT_FIELD};

/// A value of `_links`.
pub(super) fn link(bank: &Personality, address: String) -> Value {
    match bank.links {
        LinkStyle::Objects => json!({ "href": address }),
        LinkStyle::Strings => Value::String(address),
    }
}

/// The standard's `amount`.
pub(super) fn amount(bank: &Personality, amount: Amount) -> Value {
    json!({"currency": amount.currency.code(), "amount": amount_value(bank, amount)})
}

/// A payment resource's fields, changed to what this bank gives back.
pub(super) fn respell(bank: &Personality, fields: &mut Map<String, Value>, amount: Amount) {
    if bank.amounts == AmountStyle::Numbers
        && let Some(instructed) = fields.get_mut("instructedAmount").and_then(Value::as_object_mut)
    {
        instructed.insert("amount".to_owned(), amount_value(bank, amount));
    }
    if bank.text_field != STANDARD_TEXT_FIELD
        && let Some(text) = fields.remove(STANDARD_TEXT_FIELD)
    {
        fields.insert(bank.text_field.to_owned(), text);
    }
}

/// The number is made from its spelling: no arithmetic of ours touches it.
fn amount_value(bank: &Personality, amount: Amount) -> Value {
    let spelled = amount.value();
    let number = spelled.parse::<Number>().ok().filter(|_| bank.amounts == AmountStyle::Numbers);
    number.map_or(Value::String(spelled), Value::Number)
}
