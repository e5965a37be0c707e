//! Accounts, balances and transactions in the bank's own spelling.
//! Never here: who may hear them.

use serde_json::{Map, Value, json};

use crate::bank::Bank;
use crate::calendar::{date_of, day_of};
use crate::clock::rfc3339;
use crate::history::{Entry, Statement};
use crate::money::Amount;
use crate::personality::{BalanceKind, Ids, OwnAccount, STANDARD_TEXT_FIELD};
use crate::xs2a::spelling;

/// The longest text in one piece, in characters.
const LONGEST_TEXT: usize = 140;

/// The standard's `accountReference`.
pub(super) fn reference(account: &OwnAccount) -> Value {
    json!({"iban": account.iban, "currency": account.currency.code()})
}

/// All balances that the bank tells of an account, now.
pub(super) fn balances(bank: &Bank, place: usize) -> Value {
    let now_ms = bank.now_ms();
    let mut histories = bank.histories();
    let (Some(statement), Some(account)) = (histories.of(place, now_ms), bank.personality.accounts.get(place)) else {
        return Value::Array(Vec::new());
    };
    let kinds = bank.personality.ais.as_ref().map_or(&[] as &[BalanceKind], |ais| ais.balances);
    let balance = |kind: &BalanceKind| {
        let minor = match kind {
            BalanceKind::ClosingBooked | BalanceKind::InterimBooked => statement.booked_minor(),
            BalanceKind::Expected => statement.expected_minor(),
            BalanceKind::InterimAvailable => statement.available_minor(),
        };
        let mut balance = json!({
            "balanceAmount": spelling::amount(bank.personality, Amount { minor, currency: account.currency }),
            "balanceType": kind.code(),
            "referenceDate": date_of(day_of(now_ms)).to_string(),
        });
        if let Some(last) = statement.last_booked() {
            balance["lastChangeDateTime"] = json!(rfc3339(last.booked_ms));
        }
        balance
    };
    kinds.iter().map(balance).collect()
}

/// One transaction; `here` is its account's address.
pub(super) fn transaction(
    bank: &Bank,
    account: &OwnAccount,
    statement: &Statement<'_>,
    entry: &Entry,
    here: &str,
) -> Value {
    let mut told = Map::new();
    let mut say = |name: &str, value: Value| told.insert(name.to_owned(), value);
    let ids = bank.personality.ais.as_ref().map_or(Ids::Both, |ais| ais.ids);
    let id = id_of(entry);
    if ids == Ids::Both {
        let details = spelling::link(bank.personality, format!("{here}/transactions/{id}"));
        say("_links", json!({ "transactionDetails": details }));
        say("transactionId", json!(id));
    }
    if ids != Ids::Nameless {
        say("entryReference", json!(format!("{:016X}", entry.number)));
    }
    if statement.is_booked(entry) {
        say("bookingDate", json!(date_of(day_of(entry.booked_ms)).to_string()));
    }
    say("valueDate", json!(date_of(day_of(entry.at_ms)).to_string()));
    let amount = Amount { minor: entry.minor, currency: account.currency };
    say("transactionAmount", spelling::amount(bank.personality, amount));
    if let Some(party) = entry.party() {
        let (name, other) =
            if entry.minor < 0 { ("creditorName", "creditorAccount") } else { ("debtorName", "debtorAccount") };
        say(name, json!(party.name));
        if let Some(iban) = party.iban {
            say(other, json!({ "iban": iban }));
        }
    }
    if let Some((name, value)) = text(bank, &entry.text()) {
        say(&name, value);
    }
    if let Some(purpose) = entry.story.purpose {
        say("purposeCode", json!(purpose));
    }
    say("bankTransactionCode", json!(entry.story.code));
    say("proprietaryBankTransactionCode", json!(entry.story.own_code));
    Value::Object(told)
}

/// A text that is too long for one piece comes in pieces, where the bank has no field of its own for it.
fn text(bank: &Bank, text: &str) -> Option<(String, Value)> {
    let field = bank.personality.text_field;
    if text.is_empty() {
        return None;
    }
    let letters: Vec<char> = text.chars().collect();
    if field != STANDARD_TEXT_FIELD || letters.len() <= LONGEST_TEXT {
        return Some((field.to_owned(), json!(text)));
    }
    let pieces: Vec<String> = letters.chunks(LONGEST_TEXT).map(|piece| piece.iter().collect()).collect();
    Some((format!("{STANDARD_TEXT_FIELD}Array"), json!(pieces)))
}

/// A transaction's name in its address.
pub(super) fn id_of(entry: &Entry) -> String {
    format!("tx-{:016x}", entry.number)
}

/// The number that [`id_of`] names.
pub(super) fn number_of(id: &str) -> Option<u64> {
    u64::from_str_radix(id.strip_prefix("tx-")?, 16).ok()
}
