//! `ais/accounts/list`, `ais/balances/list`, `ais/transactions/list`: what a consent opens, page by page.

use super::caller::Call;
use super::error::ApiError;
use super::fields::{At, Faults};
use super::paging::{self, Bound};
use super::read_data;
use crate::app::{App, ConsentRow};
use axum::Json;
use axum::extract::State;
use protocol::api::{AccountList, BalanceFilter, BalanceList, PageInfo, Place, TransactionList};
use std::fmt::Debug;
use std::sync::Arc;

/// `ais/accounts/list`: all accounts of the filter, each with its newest balances.
pub async fn accounts(State(app): State<Arc<App>>, call: Call) -> Result<Json<AccountList>, ApiError> {
    let mut faults = Faults::default();
    let body = At::body(&call.body);
    let consent_id = body.required_uuid("consent_id", &mut faults);
    let filter = read_data::accounts(&body, &mut faults);
    let consent_id = faults.instead_of(consent_id)?;
    let consent = app.own_consent(&call.client.client_id, call.door.env(), &consent_id).await?;
    let accounts = app.accounts_of(&consent, &filter).await?;
    // Each balance is a place in the whole history of balances.
    let history = bound(&call, "balances", &consent_id, &BalanceFilter::default());
    let keyset = |place: Place| paging::cursor(&app.keys, &history, [place.at_ms, place.ordinal]);
    let accounts = accounts.into_iter().map(|account| account.keyed(keyset)).collect();
    let (client_id, api_client_app) = (call.client.client_id, call.client.name);
    Ok(Json(AccountList { request_id: call.request_id, client_id, api_client_app, accounts }))
}

/// `ais/balances/list`: their history, newest first.
pub async fn balances(State(app): State<Arc<App>>, call: Call) -> Result<Json<BalanceList>, ApiError> {
    let wanted = wanted(&app, &call, "balances", read_data::balances).await?;
    let (found, more) = app.balances_of(&wanted.consent, &wanted.filter, wanted.before, wanted.limit).await?;
    let balances: Vec<_> = found.into_iter().map(|one| one.keyed(|place| wanted.keyset(&app, place))).collect();
    let pagination = page_info(balances.len(), more, balances.last().map(|one| &one.keyset));
    let (client_id, api_client_app) = (call.client.client_id.clone(), call.client.name.clone());
    Ok(Json(BalanceList { request_id: call.request_id.clone(), client_id, api_client_app, balances, pagination }))
}

/// `ais/transactions/list`: newest first.
pub async fn transactions(State(app): State<Arc<App>>, call: Call) -> Result<Json<TransactionList>, ApiError> {
    let wanted = wanted(&app, &call, "transactions", read_data::transactions).await?;
    let (found, more) = app.transactions_of(&wanted.consent, &wanted.filter, wanted.before, wanted.limit).await?;
    let transactions: Vec<_> = found.into_iter().map(|one| one.keyed(|place| wanted.keyset(&app, place))).collect();
    let pagination = page_info(transactions.len(), more, transactions.last().map(|one| &one.keyset));
    let (client_id, api_client_app) = (call.client.client_id.clone(), call.client.name.clone());
    let request_id = call.request_id.clone();
    Ok(Json(TransactionList { request_id, client_id, api_client_app, transactions, pagination }))
}

/// A page that is asked for.
struct Wanted<'a, F> {
    consent: ConsentRow,
    filter: F,
    bound: Bound<'a>,
    before: Option<Place>,
    limit: i64,
}

impl<F> Wanted<'_, F> {
    fn keyset(&self, app: &App, place: Place) -> String {
        paging::cursor(&app.keys, &self.bound, [place.at_ms, place.ordinal])
    }
}

async fn wanted<'a, F: Debug>(
    app: &App,
    call: &'a Call,
    list: &'static str,
    read: fn(&At<'_>, &mut Faults) -> F,
) -> Result<Wanted<'a, F>, ApiError> {
    let mut faults = Faults::default();
    let body = At::body(&call.body);
    let consent_id = body.required_uuid("consent_id", &mut faults);
    let filter = read(&body, &mut faults);
    let paging = paging::read(&body, &mut faults);
    let consent_id = faults.instead_of(consent_id)?;
    let consent = app.own_consent(&call.client.client_id, call.door.env(), &consent_id).await?;
    let bound = bound(call, list, &consent_id, &filter);
    let before = paging.place(&app.keys, &bound)?.map(|[at_ms, ordinal]| Place { at_ms, ordinal });
    Ok(Wanted { consent, filter, bound, before, limit: paging.limit })
}

fn page_info(count: usize, more: bool, last: Option<&String>) -> PageInfo {
    PageInfo { count, more, after: last.cloned() }
}

/// A cursor goes on in one list of one consent under one filter.
fn bound<'a>(call: &'a Call, list: &'static str, consent_id: &str, filter: &impl Debug) -> Bound<'a> {
    let filter = format!("{} {consent_id} {filter:?}", call.door.env());
    Bound { client_id: &call.client.client_id, list, filter }
}
