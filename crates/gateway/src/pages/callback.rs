//! `/callback/{provider_id}`: where banks return. And `/bank-events/{provider_id}`: where they speak of funds.

use super::Pages;
use super::cookies;
use super::page::{failed, see};
use super::plain;
use super::view::back_url;
use super::visitor::Visitor;
use crate::app::Subject;
use crate::app::address::query::with_raw_query;
use crate::app::funds::FundsTaken;
use crate::app::returned::{Home, Return};
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};

/// Longer codes are no codes.
const LONGEST_CODE: usize = 4_096;

/// Takes a return: read the bank at once, and show the page, or lead to the client. Nothing in the address is believed but whose it is.
pub async fn returned(
    State(pages): State<Pages>,
    Path(provider_id): Path<String>,
    uri: Uri,
    visitor: Visitor,
) -> Response {
    if visitor.is_prefetch() {
        return StatusCode::NO_CONTENT.into_response();
    }
    let short = |value: &'_ Option<String>, most: usize| value.clone().filter(|value| value.len() <= most);
    let (state, code) = (short(&visitor.asked.state, 128), short(&visitor.asked.code, LONGEST_CODE));
    let cookies = cookies::returns(&visitor.headers);
    let back = Return { state: state.as_deref(), code: code.as_deref(), cookies: &cookies };
    match pages.app.returned(&provider_id, back).await {
        Ok(Some(Home::Page(page))) => led_to(&page.path()),
        Ok(Some(Home::Client(page))) => match see(&pages, &page, &visitor, false).await {
            Ok(seen) => led_to(&back_url(&seen).unwrap_or_else(|| page.path())),
            Err(fault) => failed(&pages, &visitor, page.subject, fault),
        },
        Ok(Some(Home::App(address))) => led_to(&with_raw_query(&address, uri.query().unwrap_or(""))),
        Ok(None) => plain::lost(&pages, &visitor),
        Err(fault) => failed(&pages, &visitor, Subject::Payment, fault),
    }
}

fn led_to(address: &str) -> Response {
    let mut answer = Redirect::to(address).into_response();
    answer.headers_mut().insert("referrer-policy", HeaderValue::from_static("no-referrer"));
    answer.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}

/// A bank's own message about funds.
pub async fn bank_event(
    State(pages): State<Pages>,
    Path(provider_id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> StatusCode {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("");
    let signed = (header("x-request-id"), header("x-bank-signature"));
    match pages.app.funds(&provider_id, signed, &body).await {
        Ok(FundsTaken::Taken) => StatusCode::NO_CONTENT,
        Ok(FundsTaken::NotSigned) => StatusCode::UNAUTHORIZED,
        Ok(FundsTaken::NotFound) => StatusCode::NOT_FOUND,
        Ok(FundsTaken::TooEarly) => StatusCode::SERVICE_UNAVAILABLE,
        Err(fault) => {
            tracing::error!(%fault, "a bank's message could not be taken");
            StatusCode::INTERNAL_SERVER_ERROR
        }
    }
}
