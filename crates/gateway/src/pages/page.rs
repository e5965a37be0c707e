//! The page of a link: the first HTML, and its data alone for the app on its own.

use super::boot::{self, choice};
use super::cookies::{self, HOLDER, LANG};
use super::visitor::Visitor;
use super::{Pages, document};
use crate::app::Fault;
use crate::app::seen::Seen;
use crate::doors::secrets;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use protocol::page::{Choice, FieldError, View};

/// `GET /pay/{web_id}`.
pub async fn open(State(pages): State<Pages>, Path(web_id): Path<String>, visitor: Visitor) -> Response {
    let seen = match see(&pages, &web_id, &visitor, visitor.navigates()).await {
        Ok(seen) => seen,
        Err(fault) => return failed(&pages, &visitor, fault),
    };
    show(&pages, &seen, &visitor, choice(&visitor.asked), Vec::new())
}

/// An address that cannot be a link's: the same neutral page as for an unknown id. Consents are not in this build yet.
pub async fn nothing(State(pages): State<Pages>, uri: Uri, visitor: Visitor) -> Response {
    let of_people = ["/pay/", "/consent/"].iter().any(|page| uri.path().starts_with(page));
    if of_people {
        return document::not_found(&pages, &visitor);
    }
    (StatusCode::NOT_FOUND, "There is no such page.\n").into_response()
}

/// The page of what was seen.
pub fn show(pages: &Pages, seen: &Seen, visitor: &Visitor, choice: Choice, mut errors: Vec<FieldError>) -> Response {
    let lang = visitor.language(seen.language(), &pages.app.settings.language);
    if visitor.asked.step.as_deref() == Some("kept") {
        let message = finqlink_webui::words::desk(lang).not_confirmed.to_owned();
        errors.push(FieldError { field: "retry".to_owned(), message });
    }
    let boot = boot::boot(pages, seen, visitor, choice, errors);
    let mut answer = document::page(pages, &boot, &seen.frame_origins);
    let public_url = &pages.app.settings.public_url;
    if visitor.holder.is_none() {
        let path = format!("/pay/{}", seen.link.web_id);
        set_cookie(&mut answer, &cookies::set(HOLDER, &secrets::new_token(), &path, public_url));
    }
    if visitor.asked.lang.is_some() {
        set_cookie(&mut answer, &cookies::set(LANG, &boot.look.lang, "/", public_url));
    }
    answer
}

/// Adds a `Set-Cookie`.
pub fn set_cookie(answer: &mut Response, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        answer.headers_mut().append(SET_COOKIE, value);
    }
}

/// The link as this browser sees it; `opens` says that a person looks at it now.
///
/// # Errors
/// `Fault::NotFound`, `Fault::Store`.
pub async fn see(pages: &Pages, web_id: &str, visitor: &Visitor, opens: bool) -> Result<Seen, Fault> {
    let holder = visitor.holder.as_deref();
    let seen = pages.app.see(web_id, holder).await?;
    if !opens || seen.link.status != protocol::LinkStatus::Created {
        return Ok(seen);
    }
    pages.app.opened(&seen.link).await?;
    pages.app.see(web_id, holder).await
}

/// What a page is told now.
pub fn told(pages: &Pages, seen: &Seen, visitor: &Visitor) -> View {
    let lang = visitor.language(seen.language(), &pages.app.settings.language);
    super::view::view(pages, seen, lang, &choice(&visitor.asked))
}

/// The page for a link that cannot be shown.
pub fn failed(pages: &Pages, visitor: &Visitor, fault: Fault) -> Response {
    match fault {
        Fault::NotFound => document::not_found(pages, visitor),
        fault => {
            tracing::error!(%fault, "a page could not be shown");
            (
                StatusCode::INTERNAL_SERVER_ERROR,
                "Something failed on our side. Nothing was paid by this. Please reload the page.\n",
            )
                .into_response()
        }
    }
}

/// The same for a call of the app.
pub fn failed_call(fault: Fault) -> Response {
    match fault {
        Fault::NotFound => (StatusCode::NOT_FOUND, Json(serde_json::json!({ "code": "not_found" }))).into_response(),
        fault => {
            tracing::error!(%fault, "a page's call failed");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// `GET {page}/boot`.
pub async fn data(State(pages): State<Pages>, Path(web_id): Path<String>, visitor: Visitor) -> Response {
    match see(&pages, &web_id, &visitor, !visitor.is_prefetch()).await {
        Ok(seen) => Json(boot::boot(&pages, &seen, &visitor, choice(&visitor.asked), Vec::new())).into_response(),
        Err(fault) => failed_call(fault),
    }
}

/// `GET {page}/banks`: all banks, or those that fit the address; with `only=health`, which are not well.
pub async fn banks(State(pages): State<Pages>, Path(web_id): Path<String>, visitor: Visitor) -> Response {
    let seen = match see(&pages, &web_id, &visitor, false).await {
        Ok(seen) => seen,
        Err(fault) => return failed_call(fault),
    };
    let lang = visitor.language(seen.language(), &pages.app.settings.language);
    let all = boot::offered(&pages, &seen, lang);
    if visitor.asked.only.as_deref() == Some("health") {
        return Json(flow::banks::health_of(&all)).into_response();
    }
    let asked = Choice { provider_id: None, ..choice(&visitor.asked) };
    Json(flow::banks::pack(&boot::fitting(&all, &asked, usize::MAX).0)).into_response()
}
