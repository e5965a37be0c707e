//! Every address of the gateway, on one screen.

use crate::app::{App, Subject};
use crate::http::error::{ApiError, Code};
use crate::http::{
    DOORS, Door, Needs, consents, data, envelope, health, jobs, links, metrics, oauth, openapi, providers,
};
use crate::pages::{self, Pages, assets, callback, embed, forms, gallery, gate, leave, live, page, plain, receipt};
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::IntoResponse;
use axum::routing::{MethodRouter, get, post};
use axum::{Extension, Router};
use std::sync::Arc;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

/// The whole gateway.
pub fn router(app: Arc<App>, assets: Arc<assets::Assets>) -> Router {
    let description = Arc::new(openapi::Description::new(&app.settings.public_url));
    let pages =
        Pages { app: Arc::clone(&app), assets, description: Arc::clone(&description), reference: Arc::default() };
    Router::new()
        .merge(page_routes(pages).layer(from_fn_with_state(Arc::clone(&app), metrics::count_page)))
        .merge(api_routes(&app))
        .merge(oauth_routes(Arc::clone(&app)))
        .route("/openapi.json", get(openapi::serve).with_state(description))
        .route("/metrics", get(metrics::serve).with_state(Arc::clone(&app)))
        .route("/health", get(health::health))
        .route("/ready", get(health::ready).with_state(app))
        .layer(CatchPanicLayer::new())
}

fn page_routes(pages: Pages) -> Router {
    Router::new()
        .merge(of_one("/pay/{web_id}", Subject::Payment, &pages))
        .merge(of_one("/consent/{web_id}", Subject::Consent, &pages))
        .route("/", get(plain::home))
        .route("/providers", get(pages::providers::show))
        .route("/docs", get(pages::reference::show))
        .route("/legal", get(plain::legal))
        .route("/accessibility", get(plain::accessibility))
        .merge(gallery_routes(&pages))
        .route("/embed.js", get(embed::newest))
        .route("/embed.d.ts", get(embed::types))
        .route("/embed/{file}", get(embed::of_version))
        .route("/callback/{provider_id}", get(callback::returned).post(callback::posted))
        // Event streams are left alone by it.
        .layer(CompressionLayer::new())
        .route("/bank-events/{provider_id}", post(callback::bank_event))
        .route("/csp-reports", post(pages::policy::report))
        .route("/assets/{*name}", get(assets::asset))
        .route("/marks/{name}", get(assets::mark))
        .route("/brand/{name}", get(pages::brand::logo))
        .route("/favicon.svg", get(assets::favicon))
        .fallback(page::nothing)
        .layer(DefaultBodyLimit::max(64 << 10))
        .with_state(pages)
}

/// The pages of one kind: a link's, or a consent's, which opens by the consent's own id too.
fn of_one(address: &str, subject: Subject, pages: &Pages) -> Router<Pages> {
    let at = |part: &str| format!("{address}/{part}");
    let deed =
        |router: Router<Pages>, name: &str, act: MethodRouter<Pages>| router.route(&at(name), act.get(forms::back));
    let shared = Router::new()
        .route(address, get(page::open))
        .route(&at("boot"), get(page::data))
        .route(&at("banks"), get(page::banks))
        .route(&at("status"), get(live::status))
        .route(&at("events"), get(live::events))
        .route(&at("leave"), get(leave::leave).post(leave::gone))
        .route(&at("legal"), get(plain::legal_of));
    let shared = deed(shared, "cancel", post(forms::cancel));
    let shared = deed(shared, "retry", post(forms::retry));
    let shared = deed(shared, "language", post(forms::language));
    let all = match subject {
        Subject::Payment => deed(shared, "pay", post(forms::agree)),
        Subject::Consent => {
            let authorised = deed(shared, "authorise", post(forms::agree));
            deed(authorised, "withdraw", post(forms::withdraw)).route(&at("receipt"), get(receipt::show))
        }
    };
    all.route_layer(from_fn_with_state(pages.clone(), gate::gate)).route_layer(Extension(subject))
}

/// Pictures of all pages, where the configuration wants them shown; elsewhere these addresses are no routes.
fn gallery_routes(pages: &Pages) -> Router<Pages> {
    if !pages.app.settings.gallery {
        return Router::new();
    }
    Router::new()
        .route("/gallery", get(gallery::window))
        .route("/gallery/{template}", get(gallery::template))
        .route("/gallery/{template}/tokens", get(gallery::tokens))
        .route("/gallery/{template}/{screen}", get(gallery::exhibit))
}

fn api_routes(app: &Arc<App>) -> Router {
    let mut all = Router::new();
    for (prefix, door) in DOORS {
        all = all.nest(prefix, api(prefix, *door, Arc::clone(app)));
    }
    all
}

/// What answers a method.
type Answers = fn() -> MethodRouter<Arc<App>>;

/// The methods of the API, the same behind each of its doors but for data in v1; `http::openapi` describes each of them.
pub const METHODS: &[(&str, Needs, Answers)] = &[
    ("/links/create", Needs::Pay, || post(links::create)),
    ("/links/get", Needs::Pay, || post(links::get)),
    ("/links/list", Needs::Pay, || post(links::list)),
    ("/links/revoke", Needs::Pay, || post(links::revoke)),
    ("/links/redirect", Needs::Pay, || post(links::redirect)),
    ("/providers/list", Needs::Either, || post(providers::list)),
    ("/providers/get", Needs::Either, || post(providers::get)),
    ("/ais/consents/create", Needs::Data, || post(consents::create)),
    ("/ais/consents/get", Needs::Data, || post(consents::get)),
    ("/ais/consents/revoke", Needs::Data, || post(consents::revoke)),
    ("/ais/consents/redirect", Needs::Data, || post(consents::redirect)),
    ("/ais/accounts/list", Needs::Data, || post(data::accounts)),
    ("/ais/balances/list", Needs::Data, || post(data::balances)),
    ("/ais/transactions/list", Needs::Data, || post(data::transactions)),
    ("/ais/jobs/create", Needs::Data, || post(jobs::create)),
    ("/ais/jobs/get", Needs::Data, || post(jobs::get)),
];

/// One door of the API.
fn api(prefix: &str, door: Door, app: Arc<App>) -> Router {
    let mut methods = Router::new();
    for (path, needs, answers) in METHODS.iter().filter(|(_, needs, _)| needs.is_in(door.version)) {
        // `/test/consents/…` is another name of `/test/ais/consents/…`.
        let short = path.strip_prefix("/ais").filter(|path| prefix == "/test" && path.starts_with("/consents/"));
        for path in short.into_iter().chain([*path]) {
            methods = methods.route(path, answers().layer(axum::Extension(*needs)));
        }
    }
    methods
        .method_not_allowed_fallback(|| async {
            ApiError::with_status(StatusCode::METHOD_NOT_ALLOWED, "API calls are POST").into_response()
        })
        .fallback(|| async { ApiError::new(Code::NotFound, "there is no such method").into_response() })
        .layer(axum::Extension(door))
        .layer(from_fn(envelope::envelope))
        .layer(from_fn_with_state(Arc::clone(&app), metrics::count_api))
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};

    #[test]
    fn what_is_routed_is_described_and_the_other_way_round() {
        let routed: BTreeMap<&str, Needs> = METHODS.iter().map(|(path, needs, _)| (*path, *needs)).collect();
        let described = openapi::OPERATIONS.iter().map(|operation| (operation.path, operation.needs)).collect();
        assert_eq!(routed, described);
        let document = openapi::document("http://127.0.0.1:8080");
        let paths: BTreeSet<&str> = document["paths"].as_object().unwrap().keys().map(String::as_str).collect();
        let mut expected = BTreeSet::from([oauth::TOKEN_PATH, oauth::METADATA_PATH].map(str::to_owned));
        // `/test` is another name of `/test/v2`: the description says so in words.
        for (prefix, door) in DOORS.iter().filter(|(prefix, _)| *prefix != "/test") {
            let there = routed.iter().filter(|(_, needs)| needs.is_in(door.version));
            expected.extend(there.map(|(path, _)| format!("{prefix}{path}")));
        }
        assert_eq!(paths, expected.iter().map(String::as_str).collect());
        assert!(document["info"]["description"].as_str().unwrap().contains("/test/v2/"));
    }
}
