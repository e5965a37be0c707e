//! `GET {page}/leave`: the only way to the bank.

use super::Pages;
use super::cookies::{self, RETURN};
use super::page::{failed, see, set_cookie};
use super::visitor::Visitor;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};

/// Sends the holder of the running attempt to the bank; anybody else back to the page.
pub async fn leave(State(pages): State<Pages>, Path(web_id): Path<String>, visitor: Visitor) -> Response {
    if visitor.is_prefetch() {
        return StatusCode::NO_CONTENT.into_response();
    }
    let seen = match see(&pages, &web_id, &visitor, false).await {
        Ok(seen) => seen,
        Err(fault) => return failed(&pages, &visitor, fault),
    };
    let holder = visitor.holder.as_deref().unwrap_or("");
    match pages.app.leave(&seen.link, holder).await {
        Ok(Some(leaving)) => {
            let path = format!("/callback/{}", leaving.provider_id);
            let cookie = cookies::set(RETURN, &leaving.return_token, &path, &pages.app.settings.public_url);
            let mut answer = Redirect::to(&leaving.sca_url).into_response();
            hide(answer.headers_mut());
            set_cookie(&mut answer, &cookie);
            answer
        }
        Ok(None) => Redirect::to(&format!("/pay/{web_id}")).into_response(),
        Err(fault) => failed(&pages, &visitor, fault),
    }
}

/// The bank does not learn the page's address, which is a capability; nobody keeps the bank's.
fn hide(headers: &mut HeaderMap) {
    headers.insert("referrer-policy", axum::http::HeaderValue::from_static("no-referrer"));
    headers.insert("cache-control", axum::http::HeaderValue::from_static("no-store"));
}
