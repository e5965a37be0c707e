//! `ais/jobs/create`, `ais/jobs/get`.

use super::caller::Call;
use super::error::ApiError;
use super::fields::{At, Faults};
use super::idempotency;
use super::read_create::URL_MAX;
use crate::app::App;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use protocol::api::{JobAnswer, JobState};
use std::sync::Arc;

/// `ais/jobs/create`.
pub async fn create(State(app): State<Arc<App>>, headers: HeaderMap, call: Call) -> Result<Response, ApiError> {
    idempotency::once(&app, &headers, &call, "ais/jobs/create", create_once(&app, &call)).await
}

async fn create_once(app: &Arc<App>, call: &Call) -> Result<JobAnswer, ApiError> {
    let mut faults = Faults::default();
    let body = At::body(&call.body);
    let consent_id = body.required_uuid("consent_id", &mut faults);
    let callback_url = body.text("callback_url", URL_MAX, &mut faults);
    let consent_id = faults.instead_of(consent_id)?;
    let consent = app.own_consent(&call.client.client_id, call.door.env(), &consent_id).await?;
    let job = app.create_job(&consent, callback_url).await?;
    Ok(answer(call, consent_id, job))
}

/// `ais/jobs/get`.
pub async fn get(State(app): State<Arc<App>>, call: Call) -> Result<Json<JobAnswer>, ApiError> {
    let mut faults = Faults::default();
    let body = At::body(&call.body);
    let consent_id = body.required_uuid("consent_id", &mut faults);
    let job_id = body.required_uuid("job_id", &mut faults);
    let (consent_id, job_id) = faults.instead_of(consent_id.zip(job_id))?;
    let consent = app.own_consent(&call.client.client_id, call.door.env(), &consent_id).await?;
    let job = app.job_of(&consent, &job_id).await?;
    Ok(Json(answer(&call, consent_id, job)))
}

fn answer(call: &Call, consent_id: String, job: JobState) -> JobAnswer {
    JobAnswer {
        request_id: call.request_id.clone(),
        api_client_app: call.client.name.clone(),
        consent_id,
        job_id: job.job_id,
        status: job.status,
        results: job.results,
        started_at: job.started_at,
        finished_at: job.finished_at,
    }
}
