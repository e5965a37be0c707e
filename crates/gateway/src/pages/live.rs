//! What changes while a page is open: read once, waited for, or streamed.

use super::Pages;
use super::gate::refuse;
use super::page::{failed_call, see, told};
use super::visitor::Visitor;
use crate::app::limits::Place;
use crate::app::seen::{PageId, Seen};
use axum::Extension;
use axum::Json;
use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream::{self, Stream};
use std::convert::Infallible;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{Instant, timeout_at};

/// Longest wait of a long-poll, seconds (contract §7).
const WAIT_MAX_S: u64 = 25;
/// A stream ends after this long; the browser opens a new one.
const STREAM_LIVES: Duration = Duration::from_secs(300);
/// A comment this often keeps a stream open.
const COMMENT_EVERY: Duration = Duration::from_secs(20);

/// `GET {page}/status[?after=SEQ&wait=SECONDS]`.
pub async fn status(State(pages): State<Pages>, Extension(page): Extension<PageId>, visitor: Visitor) -> Response {
    let opens = !visitor.is_prefetch();
    let seen = match see(&pages, &page, &visitor, opens).await {
        Ok(seen) => seen,
        Err(fault) => return failed_call(fault),
    };
    let wait = Duration::from_secs(visitor.asked.wait.unwrap_or(0).min(WAIT_MAX_S));
    let (Some(after), false) = (visitor.asked.after, wait.is_zero()) else {
        return Json(told(&pages, &seen, &visitor)).into_response();
    };
    let mut changes = pages.app.hub.listen(seen.object_id());
    let deadline = Instant::now() + wait;
    let mut seen = match see(&pages, &page, &visitor, false).await {
        Ok(seen) => seen,
        Err(fault) => return failed_call(fault),
    };
    while !moved(&seen, after) && wait_for_change(&mut changes, &seen, deadline).await {
        seen = match see(&pages, &page, &visitor, false).await {
            Ok(seen) => seen,
            Err(fault) => return failed_call(fault),
        };
    }
    Json(told(&pages, &seen, &visitor)).into_response()
}

fn moved(seen: &Seen, after: u64) -> bool {
    seen.version() > after
}

/// Waits for a change, or for the time to agree to run out; `false` when the deadline came first.
async fn wait_for_change(changes: &mut watch::Receiver<i64>, seen: &Seen, deadline: Instant) -> bool {
    let left_ms = u64::try_from(seen.expires_at() - seen.now_ms).unwrap_or(0);
    let expiry = Instant::now() + Duration::from_millis(left_ms);
    let until = if seen.is_expired { deadline } else { deadline.min(expiry) };
    match timeout_at(until, changes.changed()).await {
        Ok(changed) => changed.is_ok(),
        Err(_) => until < deadline,
    }
}

/// A stream that goes on.
struct Following {
    pages: Pages,
    page: PageId,
    visitor: Visitor,
    changes: watch::Receiver<i64>,
    ends: Instant,
    /// What was told last: seq, and whether it was expired.
    last: Option<Seen>,
    /// Held while the stream is open.
    _place: Place,
}

/// `GET {page}/events`.
pub async fn events(State(pages): State<Pages>, Extension(page): Extension<PageId>, visitor: Visitor) -> Response {
    let seen = match see(&pages, &page, &visitor, !visitor.is_prefetch()).await {
        Ok(seen) => seen,
        Err(fault) => return failed_call(fault),
    };
    let place = match pages.app.limits.stream(seen.object_id(), visitor.ip) {
        Ok(place) => place,
        Err(too_much) => return refuse(too_much),
    };
    let changes = pages.app.hub.listen(seen.object_id());
    let ends = Instant::now() + STREAM_LIVES;
    let following = Following { pages, page, visitor, changes, ends, last: None, _place: place };
    let answer = Sse::new(follow(following)).keep_alive(KeepAlive::new().interval(COMMENT_EVERY));
    ([("x-accel-buffering", "no")], answer).into_response()
}

fn follow(following: Following) -> impl Stream<Item = Result<Event, Infallible>> {
    stream::unfold(Some(following), |state| async move {
        let mut state = state?;
        let seen = news(&mut state).await?;
        let view = told(&state.pages, &seen, &state.visitor);
        let event = Event::default().id(view.seq.to_string()).retry(retry_after(&seen)).json_data(&view).ok()?;
        let goes_on = !view.is_final;
        state.last = Some(seen);
        Some((Ok(event), goes_on.then_some(state)))
    })
}

/// What this stream has not told yet; `None` when its time is over.
async fn news(state: &mut Following) -> Option<Seen> {
    loop {
        if let Some(last) = &state.last
            && !wait_for_change(&mut state.changes, last, state.ends).await
        {
            return None;
        }
        let seen = see(&state.pages, &state.page, &state.visitor, false).await.ok()?;
        // Woken by what was told already: the net under the wake-ups comes later than they do.
        let known = state
            .last
            .as_ref()
            .is_some_and(|last| (last.version(), last.is_expired) == (seen.version(), seen.is_expired));
        if !known {
            return Some(seen);
        }
        state.last = Some(seen);
    }
}

/// When a browser opens its next stream: spread over a second, so that not all come at once.
fn retry_after(seen: &Seen) -> Duration {
    let spread = seen.object_id().bytes().fold(0_u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte)));
    Duration::from_millis(1_000 + spread.wrapping_add(u64::try_from(seen.now_ms).unwrap_or(0)) % 1_000)
}
