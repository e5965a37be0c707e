//! The OpenAPI file's schemas `paymentInitiation_json` and `consents` as tables, and the check that walks them.
//! Never here: rules of a product or a bank (see `order`, `ais::terms`).

use serde_json::{Map, Value};

use super::answer::Fault;
use super::patterns::{
    is_account_selection, is_bban, is_bicfi, is_charge_bearer, is_country_code, is_currency_code, is_date, is_iban,
    is_standard_text,
};
use super::purpose_codes::is_purpose_code;
use crate::money::is_amount_value;

/// A property of an object.
pub(super) struct Field {
    pub(super) name: &'static str,
    required: bool,
    shape: Shape,
}

/// What a value must be.
enum Shape {
    /// A string of at most so many characters.
    Text(usize),
    /// A string that passes; the words say what is wanted.
    Formed(fn(&str) -> bool, &'static str),
    Object(&'static [Field]),
    List(&'static Shape),
    /// True or false.
    Flag,
    /// A whole number above zero.
    Count,
}

const fn optional(name: &'static str, shape: Shape) -> Field {
    Field { name, required: false, shape }
}

const fn required(name: &'static str, shape: Shape) -> Field {
    Field { name, required: true, shape }
}

/// No limit in the file.
const ANY_LENGTH: usize = usize::MAX;

const CURRENCY: Shape = Shape::Formed(is_currency_code, "must be a currency code, [A-Z]{3}");

const AMOUNT: &[Field] = &[
    required("currency", CURRENCY),
    required("amount", Shape::Formed(is_amount_value, "must be a string of the form -?[0-9]{1,14}(\\.[0-9]{1,3})?")),
];

const OTHER: &[Field] = &[
    required("identification", Shape::Text(35)),
    optional("schemeNameCode", Shape::Text(35)),
    optional("schemeNameProprietary", Shape::Text(35)),
    optional("issuer", Shape::Text(35)),
];

const ACCOUNT: &[Field] = &[
    optional("iban", Shape::Formed(is_iban, "must be an IBAN, [A-Z]{2}[0-9]{2}[a-zA-Z0-9]{1,30}")),
    optional("bban", Shape::Formed(is_bban, "must be a BBAN, [a-zA-Z0-9]{1,30}")),
    optional("pan", Shape::Text(35)),
    optional("maskedPan", Shape::Text(35)),
    optional("msisdn", Shape::Text(35)),
    optional("other", Shape::Object(OTHER)),
    optional("currency", CURRENCY),
    optional("cashAccountType", Shape::Text(ANY_LENGTH)),
];

const ADDRESS: &[Field] = &[
    optional("streetName", Shape::Text(70)),
    optional("buildingNumber", Shape::Text(ANY_LENGTH)),
    optional("townName", Shape::Text(ANY_LENGTH)),
    optional("postCode", Shape::Text(ANY_LENGTH)),
    required("country", Shape::Formed(is_country_code, "must be a country code, [A-Z]{2}")),
];

const STRUCTURED_REMITTANCE: &[Field] = &[
    required("reference", Shape::Text(140)),
    optional("referenceType", Shape::Text(140)),
    optional("referenceIssuer", Shape::Text(140)),
];

const SHORT_STRUCTURED_REMITTANCE: &[Field] = &[
    required("reference", Shape::Text(35)),
    optional("referenceType", Shape::Text(35)),
    optional("referenceIssuer", Shape::Text(35)),
];

/// `paymentInitiation_json`, but for `debtorAccount`, whose presence is the bank's choice.
pub(super) const PAYMENT: &[Field] = &[
    optional("endToEndIdentification", Shape::Text(35)),
    optional("instructionIdentification", Shape::Text(35)),
    optional("debtorName", Shape::Text(70)),
    optional("debtorAccount", Shape::Object(ACCOUNT)),
    optional("ultimateDebtor", Shape::Text(70)),
    required("instructedAmount", Shape::Object(AMOUNT)),
    required("creditorAccount", Shape::Object(ACCOUNT)),
    optional("creditorAgent", Shape::Formed(is_bicfi, "must be a BIC")),
    optional("creditorAgentName", Shape::Text(140)),
    required("creditorName", Shape::Text(70)),
    optional("creditorAddress", Shape::Object(ADDRESS)),
    optional("creditorId", Shape::Text(35)),
    optional("ultimateCreditor", Shape::Text(70)),
    optional("purposeCode", Shape::Formed(is_purpose_code, "must be a purpose code of the standard's list")),
    optional("chargeBearer", Shape::Formed(is_charge_bearer, "must be DEBT, CRED, SHAR or SLEV")),
    optional("remittanceInformationUnstructured", Shape::Text(140)),
    optional("remittanceInformationUnstructuredArray", Shape::List(&Shape::Text(140))),
    optional("remittanceInformationStructured", Shape::Object(STRUCTURED_REMITTANCE)),
    optional("remittanceInformationStructuredArray", Shape::List(&Shape::Object(SHORT_STRUCTURED_REMITTANCE))),
    optional("requestedExecutionDate", Shape::Formed(is_date, "must be a date, YYYY-MM-DD")),
];

const ACCOUNTS: Shape = Shape::List(&Shape::Object(ACCOUNT));

const WHOSE: Shape = Shape::Formed(is_account_selection, "must be allAccounts or allAccountsWithOwnerName");

const MORE_ACCESS: &[Field] = &[optional("ownerName", ACCOUNTS), optional("trustedBeneficiaries", ACCOUNTS)];

const ACCESS: &[Field] = &[
    optional("accounts", ACCOUNTS),
    optional("balances", ACCOUNTS),
    optional("transactions", ACCOUNTS),
    optional("additionalInformation", Shape::Object(MORE_ACCESS)),
    optional("availableAccounts", WHOSE),
    optional("availableAccountsWithBalance", WHOSE),
    optional("allPsd2", WHOSE),
    optional("restrictedTo", Shape::List(&Shape::Text(ANY_LENGTH))),
];

/// `consents`
pub(super) const CONSENT: &[Field] = &[
    required("access", Shape::Object(ACCESS)),
    required("recurringIndicator", Shape::Flag),
    required("validUntil", Shape::Formed(is_date, "must be a date, YYYY-MM-DD")),
    required("frequencyPerDay", Shape::Count),
    required("combinedServiceIndicator", Shape::Flag),
];

/// Walks an object along its table; `narrow` holds texts to the characters every bank must take.
/// Properties that the table does not know are let through, as the file lets them.
pub(super) fn check(object: &Map<String, Value>, table: &[Field], narrow: bool) -> Vec<Fault> {
    let mut faults = Vec::new();
    check_object(object, table, "", narrow, &mut faults);
    faults
}

fn check_object(object: &Map<String, Value>, table: &[Field], prefix: &str, narrow: bool, faults: &mut Vec<Fault>) {
    for field in table {
        let path = format!("{prefix}{}", field.name);
        match object.get(field.name) {
            Some(value) => check_value(value, &field.shape, path, narrow, faults),
            None if field.required => faults.push(Fault::new(path, "is required")),
            None => {}
        }
    }
}

fn check_value(value: &Value, shape: &Shape, path: String, narrow: bool, faults: &mut Vec<Fault>) {
    match (shape, value) {
        (Shape::Text(longest), Value::String(text)) => {
            if let Some(fault) = fault_in_text(text, *longest, narrow) {
                faults.push(Fault::new(path, fault));
            }
        }
        (Shape::Formed(fits, wanted), Value::String(text)) => {
            if !fits(text) {
                faults.push(Fault::new(path, *wanted));
            }
        }
        (Shape::Object(table), Value::Object(inner)) => {
            check_object(inner, table, &format!("{path}."), narrow, faults);
        }
        (Shape::List(each), Value::Array(items)) => {
            for (index, item) in items.iter().enumerate() {
                check_value(item, each, format!("{path}[{index}]"), narrow, faults);
            }
        }
        (Shape::Flag, Value::Bool(_)) => {}
        (Shape::Flag, _) => faults.push(Fault::new(path, "must be true or false")),
        (Shape::Count, Value::Number(count)) if count.as_u64().is_some_and(|count| count > 0) => {}
        (Shape::Count, _) => faults.push(Fault::new(path, "must be a whole number above zero")),
        (Shape::Text(_) | Shape::Formed(..), _) => {
            faults.push(Fault::new(path, "must be a string"));
        }
        (Shape::Object(_), _) => faults.push(Fault::new(path, "must be an object")),
        (Shape::List(_), _) => faults.push(Fault::new(path, "must be a list")),
    }
}

fn fault_in_text(text: &str, longest: usize, narrow: bool) -> Option<String> {
    if text.chars().count() > longest {
        return Some(format!("must have at most {longest} characters"));
    }
    if narrow && !is_standard_text(text) {
        return Some("may hold a-z A-Z 0-9 / - ? : ( ) . , ' + and space only".to_owned());
    }
    text.chars().any(char::is_control).then(|| "must not hold control characters".to_owned())
}
