//! `/health`: pages can be served. `/ready`: the store answers and the workers run.

use crate::app::App;
use axum::extract::State;
use axum::http::StatusCode;
use std::sync::Arc;

/// Always 200 while the process serves.
pub async fn health() -> &'static str {
    "ok\n"
}

/// 200 when work can be done, else 503.
pub async fn ready(State(app): State<Arc<App>>) -> (StatusCode, &'static str) {
    if app.is_ready().await { (StatusCode::OK, "ready\n") } else { (StatusCode::SERVICE_UNAVAILABLE, "not ready\n") }
}
