//! Every address of every bank, on one screen.
//! Never here: what an address does.

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use tokio::sync::watch;

use crate::bank::Bank;
use crate::config::Config;
use crate::street::Street;
use crate::{control, oauth, pages, personality, xs2a};

pub(crate) fn build(config: Config, closing: watch::Receiver<bool>) -> Router {
    let street = Arc::new(Street::new(config, closing));
    let banks: control::Banks = Arc::new(
        personality::ALL
            .iter()
            .map(|who| {
                let bank = Bank::new(who, Arc::clone(&street));
                (who.provider_id, Arc::new(bank))
            })
            .collect(),
    );
    let mut router = Router::new().nest("/_control", levers(Arc::clone(&banks)));
    for (provider_id, bank) in banks.iter() {
        router = router
            .route(&format!("/{provider_id}/"), get(pages::show_index).with_state(Arc::clone(bank)))
            .nest(&format!("/{provider_id}"), of_bank(bank));
    }
    router.fallback(control::nowhere).layer(DefaultBodyLimit::max(xs2a::LARGEST_BODY))
}

fn of_bank(bank: &Arc<Bank>) -> Router {
    let router = Router::new().nest("/v1", api(bank)).merge(pages_of(bank));
    match bank.personality.oauth() {
        None => router,
        Some(ways) => router.merge(oauth_of(bank, ways)),
    }
}

fn oauth_of(bank: &Arc<Bank>, ways: &personality::OAuth) -> Router {
    let mut calls = Router::new().route("/oauth/token", post(oauth::token));
    if ways.metadata {
        calls = calls.route("/.well-known/oauth-authorization-server", get(oauth::metadata));
    }
    let calls = calls
        .method_not_allowed_fallback(oauth::no_such_method)
        .layer(from_fn_with_state(Arc::clone(bank), oauth::take_call));
    Router::new()
        .route("/oauth/authorize", get(oauth::authorize))
        .layer(from_fn_with_state(Arc::clone(bank), pages::door))
        .merge(calls)
        .with_state(Arc::clone(bank))
}

fn api(bank: &Arc<Bank>) -> Router {
    let router = if bank.personality.ais.is_some() { account_data() } else { Router::new() };
    router
        .route("/{service}/{product}", post(xs2a::initiate))
        .route("/{service}/{product}/{payment_id}", get(xs2a::read).delete(xs2a::cancel))
        .route("/{service}/{product}/{payment_id}/status", get(xs2a::status))
        .route(
            "/{service}/{product}/{payment_id}/authorisations",
            get(xs2a::authorisation_list).post(xs2a::start_authorisation),
        )
        .route("/{service}/{product}/{payment_id}/authorisations/{authorisation_id}", get(xs2a::sca_status))
        .route("/{service}/{product}/{payment_id}/cancellation-authorisations", get(xs2a::cancellation_list))
        .fallback(xs2a::no_such_resource)
        .method_not_allowed_fallback(xs2a::no_such_method)
        .layer(from_fn_with_state(Arc::clone(bank), xs2a::take_call))
        .with_state(Arc::clone(bank))
}

fn account_data() -> Router<Arc<Bank>> {
    let of_consent = get(xs2a::list_of_consent).post(xs2a::start_of_consent);
    Router::new()
        .route("/consents", post(xs2a::create_consent))
        .route("/consents/{consent_id}", get(xs2a::consent).delete(xs2a::delete_consent))
        .route("/consents/{consent_id}/status", get(xs2a::consent_status))
        .route("/consents/{consent_id}/authorisations", of_consent)
        .route("/consents/{consent_id}/authorisations/{authorisation_id}", get(xs2a::sca_status_of_consent))
        .route("/accounts", get(xs2a::accounts))
        .route("/accounts/{account_id}", get(xs2a::account))
        .route("/accounts/{account_id}/balances", get(xs2a::balances))
        .route("/accounts/{account_id}/transactions", get(xs2a::transactions))
        .route("/accounts/{account_id}/transactions/{transaction_id}", get(xs2a::transaction))
}

fn pages_of(bank: &Arc<Bank>) -> Router {
    Router::new()
        .route("/", get(pages::show_index))
        .route("/app", get(pages::show_app).post(pages::open_in_app))
        .route("/permissions", get(pages::show_permissions_login).post(pages::submit_permissions_login))
        .route("/permissions/{session}", get(pages::show_permissions).post(pages::withdraw))
        .route("/sca/{sca_key}", get(pages::show_login).post(pages::submit_login))
        .route("/sca/{sca_key}/{session}", get(pages::show_approval).post(pages::decide))
        .fallback(pages::nothing_here)
        .layer(from_fn_with_state(Arc::clone(bank), pages::door))
        .with_state(Arc::clone(bank))
}

fn levers(banks: control::Banks) -> Router {
    Router::new()
        .route("/{provider_id}", get(control::health).post(control::set_health))
        .route("/{provider_id}/payments", get(control::payments))
        .route("/{provider_id}/consents", get(control::consents).post(control::end_consent))
        .route("/{provider_id}/calls", get(control::calls))
        .route("/{provider_id}/answers", post(control::order_answers))
        .fallback(control::nowhere)
        .layer(from_fn(control::only_here))
        .with_state(banks)
}
