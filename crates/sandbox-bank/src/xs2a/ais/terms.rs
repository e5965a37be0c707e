//! From a consent request's bytes to the terms the bank can keep: the schema first, then the bank's own rules.
//! Never here: the ledger, steering.

use axum::http::HeaderMap;
use serde_json::{Map, Value, json};

use crate::calendar::{day_of, day_of_date};
use crate::consent::{Reach, Terms};
use crate::personality::{OwnAccount, Personality, TermsIn};
use crate::xs2a::answer::{Code, Fault, Refusal};
use crate::xs2a::{fields, headers, order};

/// The standard's remark: not more often a day without the PSU, unless otherwise agreed.
const MOST_A_DAY: u32 = 4;
/// How long a consent lives whose terms stand nowhere, in days.
const USUAL_DAYS: i64 = 90;
/// The last day of a consent, at a bank that takes no body.
const VALID_UNTIL: &str = "Consent-Valid-Until";

/// Where `access` names accounts.
const LISTS: [&str; 3] = ["accounts", "balances", "transactions"];

/// Reads what is asked for.
pub(super) fn read(bank: &Personality, headers: &HeaderMap, bytes: &[u8], now_ms: i64) -> Result<Terms, Refusal> {
    let wanted = bank.ais.as_ref().map_or(TermsIn::Body, |ais| ais.terms);
    headers::check_asking(headers, bank, wanted != TermsIn::Nowhere)?;
    let terms = match wanted {
        TermsIn::Nowhere => from_header(bank, headers, bytes, now_ms)?,
        TermsIn::Body | TermsIn::BodyWithAccounts => from_body(bank, &order::parse(bytes)?)?,
    };
    let named = |name: &str| list(&terms.access, name).is_some_and(|list| !list.is_empty());
    if wanted == TermsIn::BodyWithAccounts && !LISTS.into_iter().any(named) {
        return Err(fault("access", "must name accounts by iban and currency"));
    }
    if terms.valid_until < day_of(now_ms) {
        return Err(Refusal::of_field(Code::PeriodInvalid, "validUntil", "lies in the past"));
    }
    Ok(terms)
}

fn fault(path: &str, words: &str) -> Refusal {
    Refusal::of_faults(vec![Fault::new(path, words)])
}

/// Everything is offered; the body says nothing.
fn from_header(bank: &Personality, headers: &HeaderMap, bytes: &[u8], now_ms: i64) -> Result<Terms, Refusal> {
    if !bytes.is_empty() {
        return Err(Refusal::new(Code::FormatError, "This bank takes no body here."));
    }
    let valid_until = match headers::text(headers, VALID_UNTIL) {
        None => day_of(now_ms).saturating_add(USUAL_DAYS),
        Some(date) => day_of_date(date).ok_or_else(|| fault(VALID_UNTIL, "must be a date, YYYY-MM-DD"))?,
    };
    let all = json!([]);
    Ok(Terms {
        balances: Reach::Shared,
        transactions: Reach::Shared,
        accounts: (0..bank.accounts.len()).collect(),
        offered: true,
        recurring: true,
        valid_until,
        frequency: MOST_A_DAY,
        access: LISTS.map(|name| (name.to_owned(), all.clone())).into_iter().collect(),
    })
}

fn from_body(bank: &Personality, body: &Map<String, Value>) -> Result<Terms, Refusal> {
    let faults = fields::check(body, fields::CONSENT, false);
    if !faults.is_empty() {
        return Err(Refusal::of_faults(faults));
    }
    let access = body.get("access").and_then(Value::as_object).cloned().unwrap_or_default();
    let asked = read_access(bank, &access)?;
    let valid_until = body.get("validUntil").and_then(Value::as_str).and_then(day_of_date);
    let frequency = body.get("frequencyPerDay").and_then(Value::as_u64).and_then(|times| u32::try_from(times).ok());
    Ok(Terms {
        balances: asked.balances,
        transactions: asked.transactions,
        accounts: asked.accounts,
        offered: asked.offered,
        recurring: body.get("recurringIndicator").and_then(Value::as_bool).unwrap_or_default(),
        valid_until: valid_until.ok_or_else(|| fault("validUntil", "must be a date, YYYY-MM-DD"))?,
        frequency: frequency.unwrap_or(MOST_A_DAY).min(MOST_A_DAY),
        access,
    })
}

/// What `access` comes to.
struct Asked {
    balances: Reach,
    transactions: Reach,
    accounts: Vec<usize>,
    offered: bool,
}

fn read_access(bank: &Personality, access: &Map<String, Value>) -> Result<Asked, Refusal> {
    let every: Vec<usize> = (0..bank.accounts.len()).collect();
    // Whole sets, which leave the PSU nothing to choose.
    for (name, balances, transactions) in [
        ("allPsd2", Reach::Shared, Reach::Shared),
        ("availableAccountsWithBalance", Reach::Shared, Reach::Nobody),
        ("availableAccounts", Reach::Nobody, Reach::Nobody),
    ] {
        if access.contains_key(name) {
            return Ok(Asked { balances, transactions, accounts: every, offered: false });
        }
    }
    let [accounts, balances, transactions] = LISTS.map(|name| list(access, name));
    let lists = [accounts, balances, transactions];
    if lists.iter().all(Option::is_none) {
        return Err(fault("access", "must ask for accounts, balances or transactions"));
    }
    let reach = |list: Option<&[Value]>| list.map_or(Reach::Nobody, |_| Reach::Shared);
    if lists.iter().flatten().all(|list| list.is_empty()) {
        return Ok(Asked {
            balances: reach(balances),
            transactions: reach(transactions),
            accounts: every,
            offered: true,
        });
    }
    let places = |name, list: Option<&[Value]>| places(bank, name, list.unwrap_or_default());
    let (balances, transactions) = (places("balances", balances)?, places("transactions", transactions)?);
    let mut named = places("accounts", accounts)?;
    named.extend(balances.iter().chain(&transactions));
    named.sort_unstable();
    named.dedup();
    let reach = |places: Vec<usize>| if places.is_empty() { Reach::Nobody } else { Reach::Named(places) };
    Ok(Asked { balances: reach(balances), transactions: reach(transactions), accounts: named, offered: false })
}

fn list<'a>(access: &'a Map<String, Value>, name: &str) -> Option<&'a [Value]> {
    access.get(name).and_then(Value::as_array).map(Vec::as_slice)
}

/// The accounts that a list names, each by its IBAN and, where it is told, its currency.
fn places(bank: &Personality, name: &str, list: &[Value]) -> Result<Vec<usize>, Refusal> {
    let needs_currency = bank.ais.as_ref().is_some_and(|ais| ais.terms == TermsIn::BodyWithAccounts);
    let place = |(index, reference): (usize, &Value)| {
        let path = |field: &str| format!("access.{name}[{index}].{field}");
        let told = |field: &str| reference.get(field).and_then(Value::as_str);
        let iban = told("iban").ok_or_else(|| fault(&path("iban"), "is required"))?;
        if needs_currency && told("currency").is_none() {
            return Err(fault(&path("currency"), "is required"));
        }
        let fits = |account: &OwnAccount| {
            account.iban == iban && told("currency").is_none_or(|code| code == account.currency.code())
        };
        let place = bank.accounts.iter().position(fits);
        place.ok_or_else(|| Refusal::of_field(Code::NamedUnknown, &path("iban"), "is no account of this customer"))
    };
    list.iter().enumerate().map(place).collect()
}
