//! From an initiation's bytes to an order the bank can carry out: the schema first, then the product's own rules.
//! Never here: headers, steering, the ledger.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};

use super::answer::{Code, Fault, Refusal};
use super::fields;
use crate::money::{Amount, Currency};
use crate::payment::Order;
use crate::personality::{Personality, Product, Rail};

/// Bucharest is at most so far ahead of UTC: "today" there may be tomorrow here.
const AHEAD_OF_UTC: SignedDuration = SignedDuration::from_hours(3);

/// A JSON object, or what is wrong with it.
pub(super) fn parse(bytes: &[u8]) -> Result<Map<String, Value>, Refusal> {
    match serde_json::from_slice(bytes) {
        Ok(Value::Object(body)) => Ok(body),
        Ok(_) => Err(Refusal::new(Code::FormatError, "The body must be a JSON object.")),
        Err(error) => Err(Refusal::new(Code::FormatError, format!("The body is not JSON: {error}."))),
    }
}

/// Reads an order for a product of a bank.
pub(super) fn read(
    body: &Map<String, Value>,
    bank: &Personality,
    product: &Product,
    now_ms: i64,
) -> Result<(Order, &'static Rail), Refusal> {
    let mut faults = fields::check(body, fields::PAYMENT, bank.narrow_text);
    if bank.needs_debtor_iban && text(body, "/debtorAccount/iban").is_none() {
        faults.push(Fault::new("debtorAccount.iban", "is required"));
    }
    if !faults.is_empty() {
        return Err(Refusal::of_faults(faults));
    }
    let (amount, rail) = read_amount(body, product)?;
    let order = Order {
        amount,
        creditor_name: needed(body, "/creditorName")?,
        creditor_iban: needed(body, "/creditorAccount/iban")?,
        remittance: remittance(body),
        end_to_end_id: text(body, "/endToEndIdentification").map(str::to_owned),
        debtor_iban: text(body, "/debtorAccount/iban").map(str::to_owned),
        fields: known_fields(body),
    };
    check_date(body, now_ms)?;
    Ok((order, rail))
}

fn read_amount(body: &Map<String, Value>, product: &Product) -> Result<(Amount, &'static Rail), Refusal> {
    let refuse = |code, path, words: &str| Err(Refusal::of_field(code, path, words));
    let code = text(body, "/instructedAmount/currency").unwrap_or_default();
    let value = text(body, "/instructedAmount/amount").unwrap_or_default();
    let Some(rail) = Currency::of_code(code).and_then(|currency| product.rail(currency)) else {
        return refuse(Code::FormatError, "instructedAmount.currency", "is not carried by this payment product");
    };
    let amount = match Amount::parse(value, rail.currency) {
        Ok(amount) => amount,
        Err(words) => return refuse(Code::FormatError, "instructedAmount.amount", words),
    };
    if rail.max_minor.is_some_and(|most| amount.minor > most) {
        return refuse(Code::PaymentFailed, "instructedAmount.amount", "is above the limit of this payment product");
    }
    Ok((amount, rail))
}

/// A text that the schema leaves optional or may leave empty, but without which nothing can be paid.
fn needed(body: &Map<String, Value>, pointer: &str) -> Result<String, Refusal> {
    match text(body, pointer) {
        Some(found) if !found.trim().is_empty() => Ok(found.to_owned()),
        _ => {
            let path = pointer.trim_start_matches('/').replace('/', ".");
            Err(Refusal::of_field(Code::FormatError, &path, "is required"))
        }
    }
}

/// The bank executes at the approval and keeps no orders for later days.
fn check_date(body: &Map<String, Value>, now_ms: i64) -> Result<(), Refusal> {
    let Some(asked) = text(body, "/requestedExecutionDate") else {
        return Ok(());
    };
    let now = Timestamp::from_millisecond(now_ms).unwrap_or(Timestamp::UNIX_EPOCH);
    let there = now.checked_add(AHEAD_OF_UTC).unwrap_or(now);
    let is_today = [now, there].into_iter().any(|at| at.to_zoned(TimeZone::UTC).date().to_string() == asked);
    if is_today {
        return Ok(());
    }
    Err(Refusal::of_field(Code::ExecutionDateInvalid, "requestedExecutionDate", "must be today"))
}

fn remittance(body: &Map<String, Value>) -> Option<String> {
    [
        "/remittanceInformationUnstructured",
        "/remittanceInformationUnstructuredArray/0",
        "/remittanceInformationStructured/reference",
        "/remittanceInformationStructuredArray/0/reference",
    ]
    .into_iter()
    .find_map(|pointer| text(body, pointer))
    .map(str::to_owned)
}

/// Only what the standard knows is kept: an unknown property could make a later read ambiguous.
fn known_fields(body: &Map<String, Value>) -> Map<String, Value> {
    fields::PAYMENT.iter().filter_map(|field| Some((field.name.to_owned(), body.get(field.name)?.clone()))).collect()
}

/// The string at a place; `/creditorAccount/iban` as in JSON Pointer.
fn text<'a>(body: &'a Map<String, Value>, pointer: &str) -> Option<&'a str> {
    let mut steps = pointer.trim_start_matches('/').splitn(2, '/');
    let first = body.get(steps.next()?)?;
    match steps.next() {
        Some(rest) => first.pointer(&format!("/{rest}")),
        None => Some(first),
    }?
    .as_str()
}
