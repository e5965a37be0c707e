//! The shop's two pages, their script and style: a counter with one good on it, and the page that payers come back to.
//! Its policy names the gateway twice, as any merchant's would: `script-src`, `frame-src`.

use crate::Shop;
use crate::desk::{GOODS, known};
use crate::orders::Source;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::response::{Html, IntoResponse, Response};
use serde::Deserialize;
use std::sync::Arc;

const COUNTER: &str = include_str!("counter.html");
const THANKS: &str = include_str!("thanks.html");
const SCRIPT: &str = include_str!("shop.js");
const STYLE: &str = include_str!("shop.css");
/// Templates that the API documents.
const TEMPLATES: [&str; 7] = ["default", "classic", "compact", "cards", "glass", "sheet", "steps"];

/// `GET /`.
pub async fn counter(State(shop): State<Arc<Shop>>) -> Response {
    let goods: String = GOODS
        .iter()
        .map(|(id, amount, says)| format!("<option value=\"{id}\">{amount} RON · {says}</option>"))
        .collect();
    let templates: String = TEMPLATES.iter().map(|id| format!("<option>{id}</option>")).collect();
    page(&shop, &COUNTER.replace("{goods}", &goods).replace("{templates}", &templates))
}

/// What the address of a return says. Of all that is added to it only the order's own number is read: the rest are hints.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Back {
    order: String,
}

/// `GET /thanks`: what the shop knows of the order, asked now.
pub async fn thanks(State(shop): State<Arc<Shop>>, back: Result<Query<Back>, QueryRejection>) -> Response {
    let id = back.map(|Query(back)| back.order).unwrap_or_default();
    let told = match known(&shop, &id).await {
        Some(order) => {
            let source = match order.source {
                Source::Webhook => "told by a signed webhook",
                Source::Api => "told by the API",
            };
            format!(
                "<p class=\"known\" data-order=\"{}\">Your order stands at <strong data-known=\"status\">{}</strong>, \
                 <span data-known=\"source\">{source}</span>.</p>\
                 <p class=\"hint\">What the address says is only a hint.</p>",
                order.id, order.status
            )
        }
        None => "<p class=\"known\">There is no such order.</p>".to_owned(),
    };
    page(&shop, &THANKS.replace("{told}", &told))
}

/// `GET /shop.js`.
pub async fn script() -> Response {
    ([(CONTENT_TYPE, "text/javascript; charset=utf-8"), (CACHE_CONTROL, "no-cache")], SCRIPT).into_response()
}

/// `GET /shop.css`.
pub async fn style() -> Response {
    ([(CONTENT_TYPE, "text/css; charset=utf-8"), (CACHE_CONTROL, "no-cache")], STYLE).into_response()
}

fn page(shop: &Shop, text: &str) -> Response {
    let gateway = &shop.config.gateway_url;
    let policy = format!(
        "default-src 'none'; script-src 'self' {gateway}; frame-src {gateway}; style-src 'self'; img-src 'self' data:; \
         connect-src 'self'; form-action 'self' {gateway}; base-uri 'none'; frame-ancestors 'none'; object-src 'none'; \
         require-trusted-types-for 'script'; trusted-types 'none'"
    );
    let headers = [
        (CONTENT_SECURITY_POLICY, policy.as_str()),
        (CACHE_CONTROL, "no-store"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "no-referrer"),
    ];
    (headers, Html(text.replace("{gateway}", gateway))).into_response()
}
