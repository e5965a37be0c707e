//! `links/create`, `get`, `list`, `revoke`, `redirect`.

use super::caller::Call;
use super::error::ApiError;
use super::fields::{At, Faults};
use super::paging::{self, Bound};
use super::{Version, idempotency, read_create, read_list, returns};
use crate::app::create::Caller;
use crate::app::links::{LinkState, Place};
use crate::app::{App, Subject};
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use protocol::api::{LinkCreated, LinkList, LinkRecord, LinkReturned, PageInfo, PlainLinkList};
use std::sync::Arc;

/// `links/create`.
pub async fn create(State(app): State<Arc<App>>, headers: HeaderMap, call: Call) -> Result<Response, ApiError> {
    idempotency::to_its_end(async move {
        idempotency::once(&app, &headers, &call, "links/create", create_once(&app, &call)).await
    })
    .await
}

async fn create_once(app: &Arc<App>, call: &Call) -> Result<LinkCreated, ApiError> {
    let asked = read_create::read(&call.body, finqlink_webui::templates::IDS, finqlink_webui::words::TAGS)
        .map_err(ApiError::validation)?;
    let caller = Caller { client: &call.client, env: call.door.env() };
    let made = app.create_link(caller, asked).await?;
    Ok(LinkCreated {
        request_id: call.request_id.clone(),
        created_at: made.created_at,
        expires_at: made.expires_at,
        api_client_app: call.client.name.clone(),
        link_id: made.link_id,
        web_id: made.web_id,
        web_url: made.web_url,
    })
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

/// `links/redirect`.
pub async fn redirect(State(app): State<Arc<App>>, call: Call) -> Result<Response, ApiError> {
    let brought = returns::bring(&app, &call, Subject::Payment).await?;
    let link = app.own_link(&call.client.client_id, call.door.env(), &brought.object_id).await?;
    let answer = LinkReturned {
        request_id: call.request_id,
        api_client_app: call.client.name,
        link_id: link.link_id,
        web_id: link.web_id,
        status: returns::status(brought.progress, link.status.as_str()),
    };
    Ok((returns::code(brought.progress), Json(answer)).into_response())
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
    let id = At::body(&call.body).required_uuid("link_id", &mut faults);
    faults.instead_of(id)
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
    let before = paging.place(&app.keys, &bound)?.map(|[ordinal]| ordinal);
    let place = Place { client_id: &call.client.client_id, env, before, limit: paging.limit };
    let (states, more) = app.list_links(place, &filter).await?;
    let links: Vec<LinkRecord> = states
        .into_iter()
        .map(|state| LinkRecord {
            keyset: paging::cursor(&app.keys, &bound, [state.ordinal]),
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
