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
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use url::form_urlencoded;

/// Longer ones are none of ours.
const LONGEST_STATE: usize = 128;
/// Longer codes are no codes.
const LONGEST_CODE: usize = 4_096;
/// Longer forms are no returns.
const LONGEST_FORM: usize = 8_192;

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
    let query = uri.query().unwrap_or("");
    let (state, code) = (said_once(query, "state", LONGEST_STATE), said_once(query, "code", LONGEST_CODE));
    let cookies = cookies::returns(&visitor.headers);
    let back = Return { state: state.as_deref(), code: code.as_deref(), cookies: &cookies };
    match pages.app.returned(&provider_id, back).await {
        Ok(Some(Home::Page(page))) => led_to(&page.path()),
        Ok(Some(Home::Client(page))) => match see(&pages, &page, &visitor, false).await {
            Ok(seen) => led_to(&back_url(&seen).unwrap_or_else(|| page.path())),
            Err(fault) => failed(&pages, &visitor, page.subject, fault),
        },
        Ok(Some(Home::App(address))) => led_to(&with_raw_query(&address, query)),
        Ok(None) => plain::lost(&pages, &visitor),
        Err(fault) => failed(&pages, &visitor, Subject::Payment, fault),
    }
}

/// A bank that posts its return (`form_post`): posted, redirected, got. The form is added to the query and believed as little; and
/// this browser's cookies, which another site's form does not bring, come with the GET.
pub async fn posted(uri: Uri, headers: HeaderMap, body: Posted) -> Response {
    let is_form = headers.get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(FORM));
    let form = body.unwrap_or_default();
    let is_query = |form: &&[u8]| form.len() <= LONGEST_FORM && form.iter().all(|sign| is_of_query(*sign));
    let form = Some(&*form).filter(|form| is_form && is_query(form)).and_then(|form| std::str::from_utf8(form).ok());
    let with_query = with_raw_query(uri.path(), uri.query().unwrap_or(""));
    led_to(&with_raw_query(&with_query, form.unwrap_or("")))
}

type Posted = Result<Bytes, BytesRejection>;

const FORM: &[u8] = b"application/x-www-form-urlencoded";

const fn is_of_query(sign: u8) -> bool {
    sign.is_ascii_graphic() && !matches!(sign, b'#' | b'"' | b'<' | b'>')
}

/// A parameter that is said, and said in one way only (RFC 6749 §3.1: none is repeated); whatever else the query holds.
fn said_once(query: &str, name: &str, longest: usize) -> Option<String> {
    let mut values = form_urlencoded::parse(query.as_bytes()).filter(|(key, _)| key == name).map(|(_, value)| value);
    let first = values.next()?;
    let fits = (1..=longest).contains(&first.len()) && values.all(|other| other == first);
    fits.then(|| first.into_owned())
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

#[cfg(test)]
mod tests {
    use super::said_once;

    #[test]
    fn a_parameter_counts_where_it_is_said_in_one_way() {
        let longest = 8;
        for (query, said) in [
            ("state=a", Some("a")),
            ("wait=soon&state=a%2Bb&after=never", Some("a+b")),
            ("state=a&code=x&state=a", Some("a")),
            ("state=a&state=b", None),
            ("state=&state=a", None),
            ("state=", None),
            ("state", None),
            ("State=a", None),
            ("state[]=a", None),
            ("state=12345678", Some("12345678")),
            ("state=123456789", None),
            ("", None),
        ] {
            assert_eq!(said_once(query, "state", longest).as_deref(), said, "{query}");
        }
    }
}
