//! `GET {page}/leave`: the only way to the bank.

use super::Pages;
use super::cookies::{self, RETURN};
use super::page::{failed, see, set_cookie};
use super::visitor::Visitor;
use crate::app::seen::{About, PageId};
use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};

/// Sends the holder of the running attempt to the bank; anybody else back to the page.
pub async fn leave(State(pages): State<Pages>, Extension(page): Extension<PageId>, visitor: Visitor) -> Response {
    if visitor.is_prefetch() {
        return StatusCode::NO_CONTENT.into_response();
    }
    let seen = match see(&pages, &page, &visitor, false).await {
        Ok(seen) => seen,
        Err(fault) => return failed(&pages, &visitor, page.subject, fault),
    };
    let holder = visitor.holder.as_deref().unwrap_or("");
    let leaving = match &seen.about {
        About::Link(link) => pages.app.leave(link.as_ref(), holder).await,
        About::Consent(shared) => pages.app.leave(&shared.consent, holder).await,
    };
    match leaving {
        Ok(Some(leaving)) => {
            let path = format!("/callback/{}", leaving.provider_id);
            let cookie = cookies::set(RETURN, &leaving.return_token, &path, &pages.app.settings.public_url);
            let mut answer = Redirect::to(&leaving.sca_url).into_response();
            hide(answer.headers_mut());
            set_cookie(&mut answer, &cookie);
            answer
        }
        Ok(None) => Redirect::to(&page.path()).into_response(),
        Err(fault) => failed(&pages, &visitor, page.subject, fault),
    }
}

/// The bank does not learn the page's address, which is a capability; nobody keeps the bank's.
fn hide(headers: &mut HeaderMap) {
    headers.insert("referrer-policy", axum::http::HeaderValue::from_static("no-referrer"));
    headers.insert("cache-control", axum::http::HeaderValue::from_static("no-store"));
}
