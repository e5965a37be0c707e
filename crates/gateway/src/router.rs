//! Every address of the gateway, on one screen.

use crate::app::App;
use crate::app::tokens::Scope;
use crate::http::error::{ApiError, Code};
use crate::http::{Door, Mode, Version, envelope, health, links, oauth, providers};
use crate::pages::{self, Pages, assets, callback, forms, gate, leave, live, page, plain};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use std::sync::Arc;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

/// The whole gateway.
pub fn router(app: Arc<App>, assets: Arc<assets::Assets>) -> Router {
    let pages = Pages { app: Arc::clone(&app), assets };
    Router::new()
        .merge(page_routes(pages))
        .merge(api_routes(&app))
        .merge(oauth_routes(Arc::clone(&app)))
        .route("/health", get(health::health))
        .route("/ready", get(health::ready).with_state(app))
        .layer(CatchPanicLayer::new())
}

fn page_routes(pages: Pages) -> Router {
    let of_a_link = Router::new()
        .route("/pay/{web_id}", get(page::open))
        .route("/pay/{web_id}/boot", get(page::data))
        .route("/pay/{web_id}/banks", get(page::banks))
        .route("/pay/{web_id}/status", get(live::status))
        .route("/pay/{web_id}/events", get(live::events))
        .route("/pay/{web_id}/leave", get(leave::leave))
        .route("/pay/{web_id}/pay", post(forms::pay).get(forms::back))
        .route("/pay/{web_id}/cancel", post(forms::cancel).get(forms::back))
        .route("/pay/{web_id}/retry", post(forms::retry).get(forms::back))
        .route_layer(from_fn_with_state(pages.clone(), gate::gate));
    Router::new()
        .merge(of_a_link)
        .route("/", get(plain::home))
        .route("/legal", get(plain::legal))
        .route("/accessibility", get(plain::accessibility))
        .route("/callback/{provider_id}", get(callback::returned))
        // Event streams are left alone by it.
        .layer(CompressionLayer::new())
        .route("/bank-events/{provider_id}", post(callback::bank_event))
        .route("/csp-reports", post(pages::policy::report))
        .route("/assets/{*name}", get(assets::asset))
        .route("/marks/{name}", get(assets::mark))
        .route("/favicon.svg", get(assets::favicon))
        .fallback(page::nothing)
        .layer(DefaultBodyLimit::max(64 << 10))
        .with_state(pages)
}

fn api_routes(app: &Arc<App>) -> Router {
    const DOORS: &[(&str, Version, Mode)] = &[
        ("/v1", Version::V1, Mode::Production),
        ("/v2", Version::V2, Mode::Production),
        ("/test/v1", Version::V1, Mode::Test),
        ("/test/v2", Version::V2, Mode::Test),
        ("/test", Version::V2, Mode::Test),
    ];
    let mut all = Router::new();
    for (prefix, version, mode) in DOORS {
        all = all.nest(prefix, api(Door { version: *version, mode: *mode }, Arc::clone(app)));
    }
    all
}

/// One door of the API.
fn api(door: Door, app: Arc<App>) -> Router {
    Router::new()
        .route("/links/create", post(links::create))
        .route("/links/get", post(links::get))
        .route("/links/list", post(links::list))
        .route("/links/revoke", post(links::revoke))
        .route("/providers/list", post(providers::list))
        .route("/providers/get", post(providers::get))
        .route_layer(axum::Extension(Scope::Pay))
        .method_not_allowed_fallback(|| async {
            ApiError::with_status(StatusCode::METHOD_NOT_ALLOWED, "API calls are POST").into_response()
        })
        .fallback(|| async { ApiError::new(Code::NotFound, "there is no such method").into_response() })
        .layer(axum::Extension(door))
        .layer(from_fn(envelope::envelope))
        .layer(DefaultBodyLimit::disable())
        .with_state(app)
}

/// Where API clients get their tokens.
fn oauth_routes(app: Arc<App>) -> Router {
    Router::new()
        .route(oauth::TOKEN_PATH, post(oauth::token))
        .method_not_allowed_fallback(oauth::only_post)
        .layer(from_fn(envelope::envelope))
        .layer(DefaultBodyLimit::disable())
        .route(oauth::METADATA_PATH, get(oauth::metadata))
        .with_state(app)
}
