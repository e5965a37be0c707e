//! `links/create`, `get`, `list`, `revoke`.

use super::caller::Call;
use super::error::{ApiError, Code};
use super::fields::{At, Faults};
use super::paging::{self, Bound};
use super::{Version, read_create, read_list};
use crate::app::App;
use crate::app::create::Caller;
use crate::app::links::{LinkState, Place};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use protocol::api::{LinkCreated, LinkList, LinkRecord, PageInfo, PlainLinkList};
use std::sync::Arc;

/// `links/create`, under an idempotency key when the caller gives one.
pub async fn create(State(app): State<Arc<App>>, headers: HeaderMap, call: Call) -> Result<Response, ApiError> {
    let Some(key) = idempotency_key(&headers)? else {
        return create_once(&app, &call).await.map(IntoResponse::into_response);
    };
    let path = format!("{:?}/links/create", call.door);
    match app.claim_key(&call.client.client_id, &path, &key, &call.body).await? {
        crate::app::Claim::Fresh => {}
        crate::app::Claim::Answered(status, answer) => return replayed(status, answer),
        crate::app::Claim::OtherBody => {
            return Err(ApiError::field("Idempotency-Key", "was used with another body"));
        }
        crate::app::Claim::Running => {
            let error = ApiError::with_status(StatusCode::CONFLICT, "the call with this Idempotency-Key still runs");
            return Err(ApiError { retry_after: Some(1), ..error });
        }
    }
    let (status, answer) = match create_once(&app, &call).await {
        Ok(Json(made)) => (StatusCode::OK, serde_json::to_string(&made)),
        Err(error) if error.status.is_client_error() => (error.status, error_body(&error, &call.request_id)),
        Err(error) => {
            app.release_key(&call.client.client_id, &path, &key).await?;
            return Err(error);
        }
    };
    let answer = answer.map_err(|_| ApiError::new(Code::InternalError, "the answer cannot be written"))?;
    app.finish_key(&call.client.client_id, &path, &key, status.as_u16(), &answer).await?;
    Ok(json_text(status, answer))
}

async fn create_once(app: &App, call: &Call) -> Result<Json<LinkCreated>, ApiError> {
    let asked = read_create::read(&call.body, finqlink_webui::templates::IDS, finqlink_webui::words::TAGS)
        .map_err(ApiError::validation)?;
    let caller = Caller { client: &call.client, env: call.door.env() };
    let made = app.create_link(caller, asked).await?;
    Ok(Json(LinkCreated {
        request_id: call.request_id.clone(),
        created_at: made.created_at,
        expires_at: made.expires_at,
        api_client_app: call.client.name.clone(),
        link_id: made.link_id,
        web_id: made.web_id,
        web_url: made.web_url,
    }))
}

fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, ApiError> {
    let Some(value) = headers.get("idempotency-key") else { return Ok(None) };
    match value.to_str() {
        Ok(key) if (1..=255).contains(&key.len()) => Ok(Some(key.to_owned())),
        _ => Err(ApiError::field("Idempotency-Key", "must have 1 to 255 visible ASCII characters")),
    }
}

fn error_body(error: &ApiError, request_id: &str) -> serde_json::Result<String> {
    serde_json::to_string(&protocol::api::ErrorBody {
        error_id: uuid::Uuid::new_v4().to_string(),
        request_id: request_id.to_owned(),
        code: error.code.as_str().to_owned(),
        message: error.message.clone(),
        errors: error.errors.clone(),
    })
}

fn replayed(status: u16, answer: String) -> Result<Response, ApiError> {
    let status =
        StatusCode::from_u16(status).map_err(|_| ApiError::new(Code::InternalError, "a kept answer is damaged"))?;
    let mut response = json_text(status, answer);
    response.headers_mut().insert("idempotent-replayed", HeaderValue::from_static("true"));
    Ok(response)
}

fn json_text(status: StatusCode, text: String) -> Response {
    (status, [(axum::http::header::CONTENT_TYPE, "application/json")], text).into_response()
}

/// `links/get`.
pub async fn get(State(app): State<Arc<App>>, call: Call) -> Result<Json<protocol::api::LinkState>, ApiError> {
    let link_id = link_id(&call)?;
    let state = app.link_of_client(&call.client.client_id, call.door.env(), &link_id).await?;
    Ok(Json(answer(&call, state)))
}

/// `links/revoke`.
pub async fn revoke(State(app): State<Arc<App>>, call: Call) -> Result<Json<protocol::api::LinkState>, ApiError> {
    let link_id = link_id(&call)?;
    let state = app.revoke(&call.client.client_id, call.door.env(), &link_id).await?;
    Ok(Json(answer(&call, state)))
}

fn answer(call: &Call, state: LinkState) -> protocol::api::LinkState {
    protocol::api::LinkState {
        request_id: call.request_id.clone(),
        api_client_app: call.client.name.clone(),
        link_id: state.link_id,
        web_id: state.web_id,
        web_url: state.web_url,
        status: state.status,
        created_at: state.created_at,
        expires_at: state.expires_at,
        is_expired: state.is_expired,
        payment_method: state.payment_method,
        service_provider: state.service_provider,
    }
}

fn link_id(call: &Call) -> Result<String, ApiError> {
    let mut faults = Faults::default();
    let at = At::body(&call.body);
    let id = at.required_text("link_id", 64, &mut faults);
    match id.map(|id| uuid::Uuid::try_parse(&id)) {
        Some(Ok(id)) => Ok(id.to_string()),
        Some(Err(_)) => Err(ApiError::field("link_id", "must be a UUID")),
        None => Err(ApiError::validation(faults.0)),
    }
}

/// `links/list`: pages in v2; the newest 250 alone in v1.
pub async fn list(State(app): State<Arc<App>>, call: Call) -> Result<Response, ApiError> {
    let mut faults = Faults::default();
    let body = At::body(&call.body);
    let filter = read_list::read(&body, &mut faults);
    let mut paging = paging::read(&body, &mut faults);
    if !faults.0.is_empty() {
        return Err(ApiError::validation(faults.0));
    }
    if call.door.version == Version::V1 {
        paging = paging::Paging { limit: paging::LIMIT_MAX, after: None };
    }
    let env = call.door.env();
    let bound = Bound { client_id: &call.client.client_id, list: "links", filter: format!("{env} {filter:?}") };
    let before = paging.after.as_deref().map(|after| paging::read_cursor(&app.keys, &bound, after)).transpose()?;
    let place = Place { client_id: &call.client.client_id, env, before, limit: paging.limit };
    let (states, more) = app.list_links(place, &filter).await?;
    let links: Vec<LinkRecord> = states
        .into_iter()
        .map(|state| LinkRecord {
            keyset: paging::cursor(&app.keys, &bound, state.ordinal),
            link_id: state.link_id,
            web_id: state.web_id,
            web_url: state.web_url,
            status: state.status,
            is_expired: state.is_expired,
            created_at: state.created_at,
            expires_at: state.expires_at,
        })
        .collect();
    Ok(match call.door.version {
        Version::V1 => Json(PlainLinkList { links }).into_response(),
        Version::V2 => {
            let (client_id, api_client_app) = (call.client.client_id.clone(), call.client.name);
            let pagination = PageInfo { count: links.len(), more, after: links.last().map(|link| link.keyset.clone()) };
            Json(LinkList { request_id: call.request_id, client_id, api_client_app, links, pagination }).into_response()
        }
    })
}
