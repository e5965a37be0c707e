//! Transactions of an account: the list, newest first, page by page, and one alone.
//! Never here: how one is spelled (see `telling`), how a list goes on (see `cursor`).

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use super::accounts::{Asked, with_balance};
use super::cursor::Cursor;
use super::{gate, telling};
use crate::bank::Bank;
use crate::calendar::{date_of, day_of, day_of_date};
use crate::consent::Right;
use crate::history::{Entry, Statement};
use crate::personality::{Ais, Ids, OwnAccount};
use crate::xs2a::answer::{Code, Fault, Refusal};
use crate::xs2a::{links, spelling};

/// What is wanted of a list.
struct Wanted {
    booked: bool,
    pending: bool,
    first_day: i64,
    last_day: i64,
}

/// `GET …/transactions?bookingStatus&dateFrom[&dateTo]`
pub(crate) async fn list(
    State(bank): State<Arc<Bank>>,
    Path(account_id): Path<String>,
    headers: HeaderMap,
    query: Asked,
) -> Result<Response, Refusal> {
    let consent = gate::enter(&bank, &headers)?;
    let place = gate::account(&consent, &account_id, Right::Transactions)?;
    let (Some(ais), Some(account)) = (&bank.personality.ais, bank.personality.accounts.get(place)) else {
        return Err(Refusal::new(Code::InternalError, ""));
    };
    let with_balance = with_balance(&query)?;
    let Query(query) = query.unwrap_or_default();
    let wanted = wanted(ais, &query, bank.now_ms())?;
    let cursor = Cursor::read(ais, &query, bank.now_ms())?;
    let here = format!("{}/{account_id}", links::accounts_path(&bank));
    let status = query.get("bookingStatus").map(String::as_str).unwrap_or_default();
    let again = format!(
        "{here}/transactions?bookingStatus={status}&dateFrom={}&dateTo={}",
        date_of(wanted.first_day),
        date_of(wanted.last_day)
    );
    let mut report = page(&bank, account, place, &wanted, cursor, &here)?;
    let more = report.remove("more") == Some(Value::Bool(true));
    let mut ways = Map::from_iter([("account".to_owned(), spelling::link(bank.personality, here))]);
    cursor.lead_on(bank.personality, ais, &again, more, &mut ways);
    report.insert("_links".to_owned(), Value::Object(ways));
    let mut body = json!({"account": telling::reference(account), "transactions": report});
    if with_balance && consent.grants(place, Right::Balances) {
        body["balances"] = telling::balances(&bank, place);
    }
    Ok(Json(body).into_response())
}

/// The lists of one page, and whether there is `more`. Everything pending is on the first page.
fn page(
    bank: &Bank,
    account: &OwnAccount,
    place: usize,
    wanted: &Wanted,
    cursor: Cursor,
    here: &str,
) -> Result<Map<String, Value>, Refusal> {
    let mut histories = bank.histories();
    let statement = histories.of(place, cursor.at_ms).ok_or_else(|| Refusal::new(Code::InternalError, ""))?;
    let told = |entry: &Entry| telling::transaction(bank, account, &statement, entry, here);
    let mut report = Map::new();
    if wanted.booked {
        let all = statement.booked_between(wanted.first_day, wanted.last_day);
        let booked: Value = all.iter().rev().skip(cursor.start).take(cursor.size).map(told).collect();
        report.insert("booked".to_owned(), booked);
        report.insert("more".to_owned(), json!(cursor.start.saturating_add(cursor.size) < all.len()));
    }
    if wanted.pending {
        let first = cursor.start == 0;
        let days = wanted.first_day..=wanted.last_day;
        let mut pending: Vec<&Entry> =
            statement.pending().filter(|entry| first && days.contains(&day_of(entry.at_ms))).collect();
        pending.sort_by_key(|entry| std::cmp::Reverse((entry.at_ms, entry.number)));
        report.insert("pending".to_owned(), pending.into_iter().map(told).collect());
    }
    Ok(report)
}

/// The file's query, as far as this bank goes.
fn wanted(ais: &Ais, query: &std::collections::HashMap<String, String>, now_ms: i64) -> Result<Wanted, Refusal> {
    let today = day_of(now_ms);
    let (booked, pending) = match query.get("bookingStatus").map(String::as_str) {
        Some("booked") => (true, false),
        Some("pending") if !ais.only_booked => (false, true),
        Some("both") if !ais.only_booked => (true, true),
        Some("pending" | "both" | "information" | "all") => {
            return Err(Refusal::of_field(Code::ParameterNotSupported, "bookingStatus", "is not offered by this bank"));
        }
        Some(_) => return Err(fault("bookingStatus", "must be booked, pending, both, information or all")),
        None => return Err(fault("bookingStatus", "is required")),
    };
    let day = |name: &'static str| match query.get(name) {
        None => Ok(None),
        Some(date) => day_of_date(date).map(Some).ok_or_else(|| fault(name, "must be a date, YYYY-MM-DD")),
    };
    let first_day = day("dateFrom")?.ok_or_else(|| fault("dateFrom", "is required"))?;
    let last_day = day("dateTo")?.unwrap_or(today).min(today);
    if first_day > last_day {
        return Err(Refusal::of_field(Code::PeriodInvalid, "dateFrom", "lies behind the end of the period"));
    }
    Ok(Wanted { booked, pending, first_day, last_day })
}

fn fault(path: &str, words: &str) -> Refusal {
    Refusal::of_faults(vec![Fault::new(path, words)])
}

/// `GET …/transactions/{transactionId}`, where the bank names transactions.
pub(crate) async fn read(
    State(bank): State<Arc<Bank>>,
    Path((account_id, transaction_id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let consent = gate::enter(&bank, &headers)?;
    let place = gate::account(&consent, &account_id, Right::Transactions)?;
    let here = format!("{}/{account_id}", links::accounts_path(&bank));
    let mut histories = bank.histories();
    let statement = histories.of(place, bank.now_ms());
    let named = bank.personality.ais.as_ref().is_some_and(|ais| ais.ids == Ids::Both);
    let told = |statement: Statement<'_>| {
        let entry = statement.entry(telling::number_of(&transaction_id).filter(|_| named)?)?;
        let account = bank.personality.accounts.get(place)?;
        Some(telling::transaction(&bank, account, &statement, entry, &here))
    };
    match statement.and_then(told) {
        Some(details) => Ok(Json(json!({ "transactionsDetails": details })).into_response()),
        None => Err(Refusal::of_field(Code::ResourceUnknown, "transactionId", "is unknown to this account")),
    }
}
