//! What every API answer carries: a request id, and for errors the documented body.

use super::error::ApiError;
use axum::Json;
use axum::extract::{OriginalUri, Request};
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, RETRY_AFTER};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use uuid::Uuid;

/// The id of one call, ours.
#[derive(Clone, Debug)]
pub struct RequestId(pub String);

/// Gives a call its id, and an error its body.
pub async fn envelope(mut request: Request, next: Next) -> Response {
    let id = Uuid::new_v4().to_string();
    let path =
        request.extensions().get::<OriginalUri>().map_or_else(|| request.uri().path(), |uri| uri.path()).to_owned();
    request.extensions_mut().insert(RequestId(id.clone()));
    let mut answer = next.run(request).await;
    if let Some(error) = answer.extensions_mut().remove::<ApiError>() {
        answer = write(&error, &id, &path);
    }
    if let Ok(value) = HeaderValue::from_str(&id) {
        answer.headers_mut().insert("x-request-id", value);
    }
    answer.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    tracing::info!(request_id = %id, %path, status = answer.status().as_u16(), "api call");
    answer
}

fn write(error: &ApiError, request_id: &str, path: &str) -> Response {
    let body = error.body(request_id);
    if error.status.is_server_error() {
        tracing::error!(%request_id, error_id = %body.error_id, %path, "a call failed on our side");
    }
    let mut answer = (error.status, Json(body)).into_response();
    if let Some(seconds) = error.retry_after {
        answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    if error.status == axum::http::StatusCode::UNAUTHORIZED {
        answer.headers_mut().insert("www-authenticate", HeaderValue::from_static(error.challenge));
    }
    answer
}
