//! Lets page calls through, or says when to come again; sees to it that no answer is kept.

use super::visitor::Visitor;
use super::{Pages, document};
use crate::app::limits::TooMuch;
use crate::app::seen::PageId;
use crate::app::{Subject, hash};
use axum::extract::rejection::PathRejection;
use axum::extract::{ConnectInfo, Extension, Path, Request, State};
use axum::http::header::{CACHE_CONTROL, RETRY_AFTER, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::collections::HashMap;
use std::net::SocketAddr;

/// Counts a call of a page, and says which page it is.
pub async fn gate(
    State(pages): State<Pages>,
    Extension(subject): Extension<Subject>,
    path: Result<Path<HashMap<String, String>>, PathRejection>,
    visitor: Visitor,
    mut request: Request,
    next: Next,
) -> Response {
    let address = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    // A path that is no text is no page's.
    let Ok(Path(mut path)) = path else { return document::not_found(&pages, &visitor, subject) };
    let page = PageId { subject, id: path.remove("web_id").unwrap_or_default() };
    let met = pages.app.limits.page(hash(&page.id), address);
    request.extensions_mut().insert(page);
    let mut answer = match met {
        Ok(()) => next.run(request).await,
        Err(too_much) => refuse(too_much),
    };
    // All that a page's address answers is somebody's own.
    answer.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer.headers_mut().insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    answer
}

/// 429, and when to come again.
pub fn refuse(too_much: TooMuch) -> Response {
    let text = "Too many calls at once. Nothing was changed by this one.\n";
    (StatusCode::TOO_MANY_REQUESTS, [(RETRY_AFTER, too_much.retry_after_s.to_string())], text).into_response()
}
