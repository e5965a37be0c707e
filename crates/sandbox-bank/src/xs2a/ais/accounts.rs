//! Accounts and their balances.
//! Never here: transactions.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::{gate, telling};
use crate::bank::Bank;
use crate::consent::{Consent, Right};
use crate::xs2a::answer::{Code, Fault, Refusal};
use crate::xs2a::{links, spelling};

/// What came behind the question mark.
pub(super) type Asked = Result<Query<HashMap<String, String>>, QueryRejection>;

/// `GET /v1/accounts[?withBalance]`
pub(crate) async fn list(State(bank): State<Arc<Bank>>, headers: HeaderMap, query: Asked) -> Result<Response, Refusal> {
    let consent = gate::enter(&bank, &headers)?;
    let with_balance = with_balance(&query)?;
    let accounts: Vec<Value> = consent
        .shared
        .iter()
        .filter_map(|place| told(&bank, &consent, *place, with_balance && !gate::fails(&consent, *place)))
        .collect();
    Ok(Json(json!({ "accounts": accounts })).into_response())
}

/// `GET /v1/accounts/{account-id}[?withBalance]`
pub(crate) async fn read(
    State(bank): State<Arc<Bank>>,
    Path(account_id): Path<String>,
    headers: HeaderMap,
    query: Asked,
) -> Result<Response, Refusal> {
    let consent = gate::enter(&bank, &headers)?;
    let with_balance = with_balance(&query)?;
    let place = gate::account(&consent, &account_id, Right::Details)?;
    match told(&bank, &consent, place, with_balance) {
        Some(account) => Ok(Json(json!({ "account": account })).into_response()),
        None => Err(Refusal::new(Code::InternalError, "")),
    }
}

/// `GET /v1/accounts/{account-id}/balances`
pub(crate) async fn balances(
    State(bank): State<Arc<Bank>>,
    Path(account_id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let consent = gate::enter(&bank, &headers)?;
    let place = gate::account(&consent, &account_id, Right::Balances)?;
    let account = bank.personality.accounts.get(place).map(telling::reference);
    Ok(Json(json!({"account": account, "balances": telling::balances(&bank, place)})).into_response())
}

/// One account, with its balances where they are wanted and may be read.
fn told(bank: &Bank, consent: &Consent, place: usize, with_balance: bool) -> Option<Value> {
    let account = bank.personality.accounts.get(place)?;
    let resource_id = consent.resource_id(place);
    let here = format!("{}/{resource_id}", links::accounts_path(bank));
    let granted = |right| consent.grants(place, right);
    let mut told = json!({
        "resourceId": resource_id,
        "iban": account.iban,
        "currency": account.currency.code(),
        "name": account.name,
        "cashAccountType": account.kind,
        "status": "enabled",
        "bic": bank.personality.bic,
        "usage": "PRIV",
    });
    let ways = [("balances", Right::Balances), ("transactions", Right::Transactions)];
    told["_links"] = ways
        .into_iter()
        .filter(|(_, right)| granted(*right))
        .map(|(name, _)| (name.to_owned(), spelling::link(bank.personality, format!("{here}/{name}"))))
        .collect();
    if with_balance && granted(Right::Balances) {
        told["balances"] = telling::balances(bank, place);
    }
    Some(told)
}

/// The file's `withBalance`: a boolean.
pub(super) fn with_balance(query: &Asked) -> Result<bool, Refusal> {
    let asked = query.as_ref().ok().and_then(|Query(query)| query.get("withBalance"));
    match asked.map(String::as_str) {
        None | Some("false") => Ok(false),
        Some("true") => Ok(true),
        Some(_) => Err(Refusal::of_faults(vec![Fault::new("withBalance", "must be true or false")])),
    }
}
