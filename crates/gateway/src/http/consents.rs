//! `ais/consents/create`, `get`, `revoke`, `redirect`.

use super::caller::Call;
use super::error::ApiError;
use super::fields::{At, Faults};
use super::{idempotency, read_consent, returns};
use crate::app::consents::State as Consent;
use crate::app::create::Caller;
use crate::app::{App, Subject};
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use finqlink_webui::words::mask_iban;
use protocol::api::{ConsentAccount, ConsentCreated, ConsentReturned, ConsentState};
use std::sync::Arc;

/// `ais/consents/create`.
pub async fn create(State(app): State<Arc<App>>, headers: HeaderMap, call: Call) -> Result<Response, ApiError> {
    idempotency::to_its_end(async move {
        idempotency::once(&app, &headers, &call, "ais/consents/create", create_once(&app, &call)).await
    })
    .await
}

async fn create_once(app: &Arc<App>, call: &Call) -> Result<ConsentCreated, ApiError> {
    let asked = read_consent::read(&call.body, finqlink_webui::templates::IDS, finqlink_webui::words::TAGS)
        .map_err(ApiError::validation)?;
    let caller = Caller { client: &call.client, env: call.door.env() };
    let made = app.create_consent(caller, asked).await?;
    Ok(ConsentCreated {
        request_id: call.request_id.clone(),
        created_at: made.created_at,
        expires_at: made.expires_at,
        consent_validity_days: made.validity_days,
        api_client_app: call.client.name.clone(),
        consent_id: made.consent_id,
        web_id: made.web_id,
        web_url: made.web_url,
    })
}

/// `ais/consents/get`.
pub async fn get(State(app): State<Arc<App>>, call: Call) -> Result<Json<ConsentState>, ApiError> {
    let consent_id = consent_id(&call)?;
    let state = app.consent_of_client(&call.client.client_id, call.door.env(), &consent_id).await?;
    answer(&app, &call, state).await.map(Json)
}

/// `ais/consents/revoke`.
pub async fn revoke(State(app): State<Arc<App>>, call: Call) -> Result<Json<ConsentState>, ApiError> {
    let consent_id = consent_id(&call)?;
    let state = app.revoke_consent(&call.client.client_id, call.door.env(), &consent_id).await?;
    answer(&app, &call, state).await.map(Json)
}

/// `ais/consents/redirect`.
pub async fn redirect(State(app): State<Arc<App>>, call: Call) -> Result<Response, ApiError> {
    let brought = returns::bring(&app, &call, Subject::Consent).await?;
    let consent = app.own_consent(&call.client.client_id, call.door.env(), &brought.object_id).await?;
    let answer = ConsentReturned {
        request_id: call.request_id,
        api_client_app: call.client.name,
        consent_id: consent.consent_id,
        web_id: consent.web_id,
        status: returns::status(brought.progress, consent.status.as_str()),
    };
    Ok((returns::code(brought.progress), Json(answer)).into_response())
}

fn consent_id(call: &Call) -> Result<String, ApiError> {
    let mut faults = Faults::default();
    let id = At::body(&call.body).required_uuid("consent_id", &mut faults);
    faults.instead_of(id)
}

async fn answer(app: &App, call: &Call, state: Consent) -> Result<ConsentState, ApiError> {
    let covered = app.covered_accounts(&state.row).await?.into_iter().map(|account| ConsentAccount {
        account_id: account.account_id,
        iban: account.iban.as_deref().map(mask_iban),
        currency: account.currency,
    });
    Ok(ConsentState {
        request_id: call.request_id.clone(),
        api_client_app: call.client.name.clone(),
        consent_id: state.consent_id,
        web_id: state.web_id,
        web_url: state.web_url,
        status: state.status,
        created_at: state.created_at,
        expires_at: state.expires_at,
        is_expired: state.is_expired,
        scope: state.scope,
        consent_validity_days: state.validity_days,
        authorized_until: state.authorized_until,
        ais_method: state.ais_method,
        service_provider: state.service_provider,
        accounts: covered.collect(),
    })
}
