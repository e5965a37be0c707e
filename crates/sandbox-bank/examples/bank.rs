//! Runs the banks alone: `cargo run -p sandbox-bank --example bank [ADDRESS [FUNDS_WEBHOOK…]]`, default 127.0.0.1:8081.

use anyhow::Context;
use sandbox_bank::{Config, serve};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut words = std::env::args().skip(1);
    let address = words.next().unwrap_or_else(|| "127.0.0.1:8081".to_owned());
    let listener = TcpListener::bind(&address).await.with_context(|| format!("cannot listen on {address}"))?;
    let config = Config {
        public_url: format!("http://localhost:{}", listener.local_addr()?.port()),
        funds_webhooks: words.collect(),
        ..Config::default()
    };
    serve(listener, config, async {
        let _ = tokio::signal::ctrl_c().await;
    })
    .await
    .context("the banks stopped")
}
