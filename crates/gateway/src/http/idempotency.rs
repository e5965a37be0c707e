//! `Idempotency-Key` of calls that make something: the first answer again, whatever it was (contract §2).
//! Never here: how keys are kept.

use super::caller::Call;
use super::error::{ApiError, Code};
use crate::app::{App, Claim};
use axum::Json;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// Carries work on to its end, whether the caller waits or hangs up: what was begun at a bank is recorded, and answered under its key.
///
/// # Errors
/// Those of the work.
pub async fn to_its_end(
    work: impl Future<Output = Result<Response, ApiError>> + Send + 'static,
) -> Result<Response, ApiError> {
    let broke = |_| ApiError::new(Code::InternalError, "something failed on our side; the call may be tried again");
    tokio::spawn(work).await.map_err(broke)?
}

/// Answers a call of this method: with its work done, or where its key was used before as it was answered then.
///
/// # Errors
/// Those of the work; 409 while the first call still runs; `validation_error` for another body.
pub async fn once<T: Serialize>(
    app: &App,
    headers: &HeaderMap,
    call: &Call,
    method: &str,
    work: impl Future<Output = Result<T, ApiError>>,
) -> Result<Response, ApiError> {
    let Some(key) = key(headers)? else { return work.await.map(|made| Json(made).into_response()) };
    let (client_id, path) = (&call.client.client_id, format!("{:?}/{method}", call.door));
    match app.claim_key(client_id, &path, &key, &call.body).await? {
        Claim::Fresh => {}
        Claim::Answered(status, answer) => return replayed(status, answer),
        Claim::OtherBody => return Err(ApiError::field("Idempotency-Key", "was used with another body")),
        Claim::Running => {
            let error = ApiError::with_status(StatusCode::CONFLICT, "the call with this Idempotency-Key still runs");
            return Err(ApiError { retry_after: Some(1), ..error });
        }
    }
    let (status, answer) = match work.await {
        Ok(made) => (StatusCode::OK, serde_json::to_string(&made)),
        Err(error) if error.status.is_client_error() => {
            (error.status, serde_json::to_string(&error.body(&call.request_id)))
        }
        Err(error) => {
            app.release_key(client_id, &path, &key).await?;
            return Err(error);
        }
    };
    let answer = answer.map_err(|_| ApiError::new(Code::InternalError, "the answer cannot be written"))?;
    app.finish_key(client_id, &path, &key, status.as_u16(), &answer).await?;
    Ok(json_text(status, answer))
}

fn key(headers: &HeaderMap) -> Result<Option<String>, ApiError> {
    let Some(value) = headers.get("idempotency-key") else { return Ok(None) };
    match value.to_str() {
        Ok(key) if (1..=255).contains(&key.len()) => Ok(Some(key.to_owned())),
        _ => Err(ApiError::field("Idempotency-Key", "must have 1 to 255 visible ASCII characters")),
    }
}

fn replayed(status: u16, answer: String) -> Result<Response, ApiError> {
    let status =
        StatusCode::from_u16(status).map_err(|_| ApiError::new(Code::InternalError, "a kept answer is damaged"))?;
    let mut response = json_text(status, answer);
    response.headers_mut().insert("idempotent-replayed", HeaderValue::from_static("true"));
    Ok(response)
}

fn json_text(status: StatusCode, text: String) -> Response {
    (status, [(CONTENT_TYPE, "application/json")], text).into_response()
}
