//! `GET /metrics`: what is counted, for a scraper beside us, or one that holds the token; for anybody else nothing is here.
//! Never here: what is counted (`app::metrics`).

use crate::app::App;
use crate::config::MetricsToken;
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

/// Headers by which a proxy says that it speaks for somebody else: then the peer's address tells nothing.
const FORWARDED: [&str; 5] = ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via"];

/// The text, or 404.
pub async fn serve(State(app): State<Arc<App>>, request: Request) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0);
    if !may_read(peer, request.headers(), app.settings.metrics_token.as_ref()) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    match app.metrics_text().await {
        Ok(text) => ([(CONTENT_TYPE, kind), (CACHE_CONTROL, "no-store")], text).into_response(),
        Err(fault) => {
            tracing::error!(%fault, "the metrics could not be read");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

fn may_read(peer: Option<SocketAddr>, headers: &HeaderMap, token: Option<&MetricsToken>) -> bool {
    let beside_us = peer.is_some_and(|peer| peer.ip().to_canonical().is_loopback());
    let shown = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()).and_then(|text| text.split_once(' '));
    let proven = match (shown, token) {
        (Some((scheme, shown)), Some(token)) => scheme.eq_ignore_ascii_case("Bearer") && token.is(shown.trim()),
        _ => false,
    };
    proven || (beside_us && FORWARDED.iter().all(|name| !headers.contains_key(*name)))
}

/// Counts an API call.
pub async fn count_api(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let (route, began) = (route(&request), Instant::now());
    let answer = next.run(request).await;
    app.metrics.api_call(route.as_deref(), answer.status().as_u16(), began.elapsed());
    answer
}

/// Counts a page call. A stream is counted when it begins.
pub async fn count_page(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let (route, began) = (route(&request), Instant::now());
    let answer = next.run(request).await;
    app.metrics.page_call(route.as_deref(), answer.status().as_u16(), began.elapsed());
    answer
}

/// The route's pattern, such as `/pay/{web_id}`; none for an address that is no route.
fn route(request: &Request) -> Option<String> {
    let path = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
    // What fits no method behind a door is matched by the door itself, under a name of the library's own.
    path.filter(|path| !path.contains("__private")).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn a_peer_beside_us_or_the_token_opens_it_and_nothing_else() {
        let token = MetricsToken::read("a-token-of-our-own").unwrap();
        let near: SocketAddr = "127.0.0.1:5000".parse().unwrap();
        let mapped: SocketAddr = "[::ffff:127.0.0.1]:5000".parse().unwrap();
        let far: SocketAddr = "192.0.2.7:5000".parse().unwrap();
        let none = headers(&[]);
        assert!(may_read(Some(near), &none, None) && may_read(Some(mapped), &none, Some(&token)));
        assert!(!may_read(Some(far), &none, Some(&token)) && !may_read(None, &none, Some(&token)));
        for name in FORWARDED {
            assert!(!may_read(Some(near), &headers(&[(name, "192.0.2.7")]), Some(&token)), "{name}");
        }
        let right = headers(&[("authorization", "Bearer a-token-of-our-own"), ("x-forwarded-for", "192.0.2.7")]);
        assert!(may_read(Some(far), &right, Some(&token)) && !may_read(Some(far), &right, None));
        for wrong in ["Bearer another-token-of-ours", "Basic a-token-of-our-own", "Bearer ", "a-token-of-our-own"] {
            assert!(!may_read(Some(far), &headers(&[("authorization", wrong)]), Some(&token)), "{wrong}");
        }
    }
}
