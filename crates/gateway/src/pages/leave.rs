//! `GET {page}/leave`: the only way to the bank; and `POST {page}/leave`, which tells that the PSU followed the bank's own address into
//! its app.

use super::forms::{self, Posted};
use super::page::{failed, failed_call, see, see_alive, set_cookie};
use super::receipt::{self, Accepted};
use super::visitor::Visitor;
use super::{Pages, cookies, here};
use crate::app::Fault;
use crate::app::leave::Claimant;
use crate::app::seen::{About, PageId, Seen};
use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};

/// Sends the holder of the running attempt to the bank, and the first who goes on with what the client chose; anybody else back to the
/// page.
pub async fn leave(State(pages): State<Pages>, Extension(page): Extension<PageId>, visitor: Visitor) -> Response {
    if visitor.is_prefetch() {
        return StatusCode::NO_CONTENT.into_response();
    }
    // A bank's page never loads in a frame: what stands there leads out of it.
    if here::is_framed(&visitor.headers) {
        return Redirect::to(&visitor.led_to(&page.path(), "")).into_response();
    }
    let seen = match see(&pages, &page, &visitor, false).await {
        Ok(seen) => see_alive(&pages, seen, &visitor).await,
        fault => fault,
    };
    let seen = match seen {
        Ok(seen) => seen,
        Err(fault) => return failed(&pages, &visitor, page.subject, fault),
    };
    let holder = seen.secret();
    if let Err(fault) = claim(&pages, &seen, &visitor, holder).await {
        return failed(&pages, &visitor, page.subject, fault);
    }
    let leaving = match &seen.about {
        About::Link(link) => pages.app.leave(link.as_ref(), holder).await,
        About::Consent(shared) => pages.app.leave(&shared.consent, holder).await,
    };
    match leaving {
        Ok(Some(leaving)) => {
            let cookie = cookies::leaving(&leaving, &pages.app.settings.public_url);
            let mut answer = Redirect::to(&leaving.sca_url).into_response();
            hide(answer.headers_mut());
            set_cookie(&mut answer, &cookie);
            known_here(&pages, &page, &visitor, &mut answer);
            answer
        }
        Ok(None) => {
            let mut answer = Redirect::to(&visitor.led_to(&page.path(), "")).into_response();
            known_here(&pages, &page, &visitor, &mut answer);
            answer
        }
        Err(fault) => failed(&pages, &visitor, page.subject, fault),
    }
}

/// A tab that a frame opened: from now on its own cookie says whose the attempt is, also when the bank leads back into it.
fn known_here(pages: &Pages, page: &PageId, visitor: &Visitor, answer: &mut Response) {
    if let Some(holder) = visitor.holder.as_deref().filter(|_| visitor.carries) {
        set_cookie(answer, &cookies::holder(holder, page, &pages.app.settings.public_url));
    }
}

/// Notes that the holder of the running attempt has gone to the bank by the bank's own address; whatever else calls changes nothing.
pub async fn gone(pages: State<Pages>, page: Extension<PageId>, mut visitor: Visitor, form: Posted) -> Response {
    let (pages, seen, _) = match forms::take(pages, page, &mut visitor, form).await {
        Ok(taken) => taken,
        Err(answer) => return *answer,
    };
    let left = match &seen.about {
        About::Link(link) => pages.app.leave(link.as_ref(), seen.secret()).await,
        About::Consent(shared) => pages.app.leave(&shared.consent, seen.secret()).await,
    };
    let mut answer = StatusCode::NO_CONTENT.into_response();
    match left {
        Ok(Some(leaving)) => set_cookie(&mut answer, &cookies::leaving(&leaving, &pages.app.settings.public_url)),
        Ok(None) => {}
        Err(fault) => return failed_call(fault),
    }
    answer
}

/// Who goes on makes what nobody holds theirs; of a consent, they agree by that to what stands on the screen. That must have been shown:
/// who never opened the page has no secret, and another site's link is no press of ours.
async fn claim(pages: &Pages, seen: &Seen, visitor: &Visitor, holder: &str) -> Result<(), Fault> {
    let Some(attempt) = seen.attempt.as_ref().filter(|_| seen.is_unclaimed && seen.can_leave) else { return Ok(()) };
    if holder.is_empty() || visitor.comes_from_elsewhere() {
        return Ok(());
    }
    let receipt = match &seen.about {
        About::Link(_) => None,
        About::Consent(_) => {
            let accepted =
                Accepted { provider_id: &attempt.provider_id, method_id: &attempt.method_id, attempt: attempt.number };
            Some(receipt::drawn_up(pages, seen, visitor, "", accepted)?)
        }
    };
    pages.app.claim(attempt, Claimant { holder, ip: visitor.psu().ip }, receipt.as_deref()).await?;
    Ok(())
}

/// The bank does not learn the page's address, which is a capability; nobody keeps the bank's.
fn hide(headers: &mut HeaderMap) {
    headers.insert("referrer-policy", axum::http::HeaderValue::from_static("no-referrer"));
    headers.insert("cache-control", axum::http::HeaderValue::from_static("no-store"));
}
