//! `links/redirect`, `ais/consents/redirect`: returns that a client's server brings, read and answered alike.

use super::caller::Call;
use super::error::ApiError;
use super::fields::{At, Faults};
use crate::app::brought::{Bringing, Brought, Progress};
use crate::app::{App, Subject};
use axum::http::StatusCode;
use serde_json::Value;
use std::sync::Arc;

/// Longest `query_string`, characters.
pub const QUERY_MAX: usize = 8_192;
/// What `status` says while the work goes on, or no outcome is known.
pub const IN_PROGRESS: &str = "redirect_in_progress";

/// Takes the return that a call brings.
///
/// # Errors
/// `validation_error`, and those of the use case.
pub async fn bring(app: &Arc<App>, call: &Call, subject: Subject) -> Result<Brought, ApiError> {
    let mut faults = Faults::default();
    let body = At::body(&call.body);
    let query = body.required_text("query_string", QUERY_MAX, &mut faults);
    let waits = match body.value("sync") {
        None => false,
        Some(Value::Bool(waits)) => *waits,
        Some(_) => {
            faults.add("sync", "must be a boolean");
            false
        }
    };
    let query = faults.instead_of(query)?;
    let (client_id, env) = (call.client.client_id.as_str(), call.door.env());
    Ok(app.bring(Bringing { client_id, env, subject, query: &query, waits }).await?)
}

/// The HTTP status of this progress.
pub const fn code(progress: Progress) -> StatusCode {
    match progress {
        Progress::Done => StatusCode::OK,
        Progress::DoneBefore => StatusCode::CREATED,
        Progress::Running => StatusCode::ACCEPTED,
    }
}

/// `status` of the answer.
pub fn status(progress: Progress, status: &str) -> String {
    match progress {
        Progress::Running => IN_PROGRESS.to_owned(),
        Progress::Done | Progress::DoneBefore => status.to_owned(),
    }
}
