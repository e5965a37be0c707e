//! The page of a link or consent: the first HTML, and its data alone for the app on its own.

use super::boot::{self, choice};
use super::cookies::{self, LANG};
use super::forms::why_kept;
use super::here::is_framed;
use super::visitor::Visitor;
use super::{Pages, document};
use crate::app::seen::{About, PageId, Seen};
use crate::app::{Fault, Subject};
use crate::doors::secrets::{self, Secret};
use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use protocol::page::{Choice, FieldError, View};
use protocol::{LinkKind, PageStatus};

/// `GET /pay/{web_id}`, `GET /consent/{web_id}`, `GET /consent/{consent_id}`.
pub async fn open(State(pages): State<Pages>, Extension(page): Extension<PageId>, visitor: Visitor) -> Response {
    let opens = visitor.navigates();
    let seen = match see(&pages, &page, &visitor, opens).await {
        Ok(seen) if opens => see_alive(&pages, seen, &visitor).await,
        seen => seen,
    };
    let seen = match seen {
        Ok(seen) => seen,
        Err(fault) => return failed(&pages, &visitor, page.subject, fault),
    };
    show(&pages, &seen, &visitor, choice(&visitor.asked), Vec::new())
}

/// An address that cannot be a page's: the same neutral page as for an unknown id.
pub async fn nothing(State(pages): State<Pages>, uri: Uri, visitor: Visitor) -> Response {
    let of_people = [("/pay/", Subject::Payment), ("/consent/", Subject::Consent)];
    if let Some((_, subject)) = of_people.into_iter().find(|(page, _)| uri.path().starts_with(page)) {
        return document::not_found(&pages, &visitor, subject);
    }
    (StatusCode::NOT_FOUND, "There is no such page.\n").into_response()
}

/// The page of what was seen.
pub fn show(pages: &Pages, seen: &Seen, visitor: &Visitor, choice: Choice, mut errors: Vec<FieldError>) -> Response {
    let lang = visitor.language(seen.language(), &pages.app.settings.language);
    errors.extend(visitor.asked.step.as_deref().and_then(|step| why_kept(seen, step, lang)));
    let holder = seen.holder.clone().unwrap_or_else(|| Secret::new(secrets::new_token()));
    let is_framed = is_framed(&visitor.headers);
    let mut boot = boot::boot(pages, seen, visitor, choice, errors);
    boot.holder = is_framed.then(|| holder.expose().to_owned());
    let mut answer = document::page(pages, &boot, &seen.frame_origins);
    let public_url = &pages.app.settings.public_url;
    // Set again on each visit: who comes back stays known for as long as there is something to end.
    set_cookie(&mut answer, &cookies::holder(holder.expose(), &seen.page, public_url));
    if is_framed {
        set_cookie(&mut answer, &cookies::apart(holder.expose(), &seen.page));
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

/// The link or consent as this browser sees it; `opens` says that a person looks at it now.
///
/// # Errors
/// `Fault::NotFound`, `Fault::Store`.
pub async fn see(pages: &Pages, page: &PageId, visitor: &Visitor, opens: bool) -> Result<Seen, Fault> {
    let (own, sharers) = (visitor.holder.as_deref(), visitor.sharers.as_slice());
    let seen = pages.app.see(page, own, sharers).await?;
    if !opens || seen.status() != PageStatus::Created {
        return Ok(seen);
    }
    match &seen.about {
        About::Link(link) => pages.app.opened(link).await?,
        About::Consent(shared) => pages.app.consent_opened(&shared.consent).await?,
    }
    pages.app.see(page, own, sharers).await
}

/// The same, after the bank was asked whether the address still works that the client's choice leads to.
///
/// # Errors
/// `Fault::NotFound`, `Fault::Store`.
pub async fn see_alive(pages: &Pages, seen: Seen, visitor: &Visitor) -> Result<Seen, Fault> {
    let leads = seen.attempt.as_ref().filter(|_| seen.kind() == LinkKind::WrappedSca && seen.can_leave);
    let Some(attempt) = leads else { return Ok(seen) };
    pages.app.look_after(attempt).await?;
    pages.app.see(&seen.page, visitor.holder.as_deref(), &visitor.sharers).await
}

/// What a page is told now.
pub fn told(pages: &Pages, seen: &Seen, visitor: &Visitor) -> View {
    let lang = visitor.language(seen.language(), &pages.app.settings.language);
    super::view::view(pages, seen, lang, &choice(&visitor.asked))
}

/// The page for what cannot be shown.
pub fn failed(pages: &Pages, visitor: &Visitor, subject: Subject, fault: Fault) -> Response {
    match fault {
        Fault::NotFound | Fault::NoConsent => document::not_found(pages, visitor, subject),
        fault => {
            tracing::error!(%fault, "a page could not be shown");
            (
                StatusCode::INTERNAL_SERVER_ERROR,
                "Something failed on our side. Nothing was paid or shared by this. Please reload the page.\n",
            )
                .into_response()
        }
    }
}

/// The same for a call of the app.
pub fn failed_call(fault: Fault) -> Response {
    match fault {
        Fault::NotFound | Fault::NoConsent => {
            (StatusCode::NOT_FOUND, Json(serde_json::json!({ "code": "not_found" }))).into_response()
        }
        fault => {
            tracing::error!(%fault, "a page's call failed");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// `GET {page}/boot`.
pub async fn data(State(pages): State<Pages>, Extension(page): Extension<PageId>, visitor: Visitor) -> Response {
    match see(&pages, &page, &visitor, !visitor.is_prefetch()).await {
        Ok(seen) => Json(boot::boot(&pages, &seen, &visitor, choice(&visitor.asked), Vec::new())).into_response(),
        Err(fault) => failed_call(fault),
    }
}

/// `GET {page}/banks`: all banks, or those that fit the address; with `only=health`, which are not well.
pub async fn banks(State(pages): State<Pages>, Extension(page): Extension<PageId>, visitor: Visitor) -> Response {
    let seen = match see(&pages, &page, &visitor, false).await {
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
