//! Reading a call's body: JSON, an object, at most 1 MiB.

use super::error::{ApiError, Code};
use axum::body::Body;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use serde_json::{Map, Value};

/// Larger bodies are 413.
const MAX: usize = 1 << 20;
/// Larger bodies are not even read to their end.
const READ_AT_MOST: usize = 8 << 20;

/// The body of a call.
#[derive(Debug)]
pub struct JsonObject(pub Map<String, Value>);

impl<S: Sync> FromRequest<S> for JsonObject {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &S) -> Result<Self, ApiError> {
        let (parts, body) = request.into_parts();
        let bytes = read(body).await?;
        let kind = parts.headers.get(CONTENT_TYPE).map(|value| value.to_str().unwrap_or("?").to_ascii_lowercase());
        if kind.as_deref().is_some_and(|kind| !is_json(kind)) {
            let message = "the content type must be application/json";
            return Err(ApiError::with_status(StatusCode::UNSUPPORTED_MEDIA_TYPE, message));
        }
        match serde_json::from_slice(&bytes) {
            Ok(Value::Object(object)) => Ok(Self(object)),
            Ok(_) => Err(ApiError::new(Code::BadRequest, "the body must be a JSON object")),
            Err(error) => Err(ApiError::new(Code::BadRequest, format!("the body is not JSON: {error}"))),
        }
    }
}

/// The body's bytes.
///
/// # Errors
/// 413.
pub async fn read(body: Body) -> Result<axum::body::Bytes, ApiError> {
    let too_large = || ApiError::with_status(StatusCode::PAYLOAD_TOO_LARGE, "the body is larger than 1 MiB");
    let bytes = axum::body::to_bytes(body, READ_AT_MOST).await.map_err(|_| too_large())?;
    if bytes.len() > MAX { Err(too_large()) } else { Ok(bytes) }
}

fn is_json(kind: &str) -> bool {
    let essence = kind.split(';').next().unwrap_or("").trim();
    essence == "application/json" || (essence.starts_with("application/") && essence.ends_with("+json"))
}
