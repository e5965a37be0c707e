//! Where orders are taken and asked after. The browser says what it wants; what it costs stands here.

use crate::Shop;
use crate::gateway::Wish;
use crate::orders::{Kind, Order, Source};
use axum::Json;
use axum::extract::rejection::FormRejection;
use axum::extract::{Form, Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use serde_json::json;
use std::sync::Arc;

/// Prices on the counter: id, amount, what the sandbox bank makes of it.
pub const GOODS: [(&str, &str, &str); 4] = [
    ("house", "100.50", "The bank takes it"),
    ("slow", "20.22", "The bank needs half a minute"),
    ("poor", "20.12", "There is no money on the account"),
    ("odd", "20.17", "The bank sends you back without a word"),
];

/// The form of the counter.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    what: String,
    goods: String,
    template: String,
}

/// `POST /orders`: makes the link. The shop's script gets its address; without script the payer is sent there.
pub async fn order(
    State(shop): State<Arc<Shop>>,
    headers: HeaderMap,
    wanted: Result<Form<Wanted>, FormRejection>,
) -> Response {
    let Ok(Form(wanted)) = wanted else { return StatusCode::BAD_REQUEST.into_response() };
    let kind = if wanted.what == "consent" { Kind::Consent } else { Kind::Payment };
    let amount = GOODS.iter().find(|(id, ..)| *id == wanted.goods).unwrap_or(&GOODS[0]).1;
    let id = uuid::Uuid::new_v4().to_string();
    let wish = Wish {
        kind,
        amount,
        order: &id,
        template: Some(wanted.template.as_str()).filter(|template| !template.is_empty()),
        redirect_url: &format!("{}/thanks?order={id}", shop.config.public_url),
        webhook_url: &format!("{}/webhooks", shop.config.public_url),
    };
    let made = match shop.gateway.make(wish).await {
        Ok(made) => made,
        Err(fault) => {
            tracing::warn!(%fault, "an order came to nothing");
            return (StatusCode::BAD_GATEWAY, Json(json!({ "message": fault.to_string() }))).into_response();
        }
    };
    shop.orders.put(Order {
        id: id.clone(),
        kind,
        object_id: made.object_id,
        status: "created".to_owned(),
        source: Source::Api,
        sequence: 0,
    });
    let wants_json = headers.get("accept").is_some_and(|accept| accept == "application/json");
    if wants_json {
        return Json(json!({ "order": id, "url": made.web_url })).into_response();
    }
    Redirect::to(&made.web_url).into_response()
}

/// `GET /orders/{id}`: what the shop knows: asked of the API now, unless a webhook is newer.
pub async fn tell(State(shop): State<Arc<Shop>>, Path(id): Path<String>) -> Response {
    match known(&shop, &id).await {
        Some(order) => Json(order).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// The order, as far as it is known. A gateway that cannot be reached leaves it as it was.
pub async fn known(shop: &Shop, id: &str) -> Option<Order> {
    let order = shop.orders.get(id)?;
    match shop.gateway.status(order.kind, &order.object_id).await {
        Ok(status) => shop.orders.read(id, order.sequence, &status),
        Err(fault) => tracing::warn!(%fault, "the shop could not ask"),
    }
    shop.orders.get(id)
}
