//! A merchant's shop, as somebody who read the documentation would write it: it makes links by the API on its server, opens the page by
//! `embed.js` in the browser, and believes what the signed webhook and the API say, never what the page hints.
//! Lives here: the shop's pages, its orders, its calls. Never here: anything of the gateway's own.

mod desk;
mod gateway;
mod hooks;
mod orders;
mod pages;

use axum::Router;
use axum::routing::{get, post};
use gateway::Gateway;
use orders::Orders;
use std::future::Future;
use std::io;
use std::sync::Arc;
use tokio::net::TcpListener;

/// What the shop must know: all of it from the merchant's own papers.
#[derive(Clone, Debug)]
pub struct Config {
    /// How browsers and the gateway reach the shop; no slash at the end.
    pub public_url: String,
    /// How browsers and the shop reach the gateway; no slash at the end.
    pub gateway_url: String,
    /// Who the shop is to the gateway.
    pub client_id: String,
    /// By which it proves that.
    pub client_secret: String,
    /// By which the gateway proves itself: `whsec_…`.
    pub webhook_secret: String,
}

/// The shop.
#[derive(Debug)]
struct Shop {
    config: Config,
    gateway: Gateway,
    orders: Orders,
}

/// Serves the shop on `listener` until `shutdown` is done.
///
/// # Errors
/// What the listening socket reports; that no HTTP client can be made.
pub async fn serve<F>(listener: TcpListener, config: Config, shutdown: F) -> io::Result<()>
where
    F: Future<Output = ()> + Send + 'static,
{
    let gateway = Gateway::new(&config).map_err(io::Error::other)?;
    let shop = Arc::new(Shop { config, gateway, orders: Orders::default() });
    axum::serve(listener, router(shop)).with_graceful_shutdown(shutdown).await
}

fn router(shop: Arc<Shop>) -> Router {
    Router::new()
        .route("/", get(pages::counter))
        .route("/thanks", get(pages::thanks))
        .route("/shop.js", get(pages::script))
        .route("/shop.css", get(pages::style))
        .route("/orders", post(desk::order))
        .route("/orders/{id}", get(desk::tell))
        .route("/webhooks", post(hooks::take))
        .with_state(shop)
}
