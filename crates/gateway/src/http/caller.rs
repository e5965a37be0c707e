//! Who calls: the client of a call, proven by its secret in the internal test mode.
//! Production paths answer 401 until OAuth2 is there.

use super::body::{self, JsonObject};
use super::envelope::RequestId;
use super::error::{ApiError, Code};
use super::fields::{At, Faults};
use super::{Door, Mode};
use crate::app::{App, ClientRow};
use axum::extract::{Extension, FromRequest, FromRequestParts, Request, State};
use axum::http::StatusCode;
use serde_json::{Map, Value};
use std::sync::Arc;

/// A call whose caller is known.
#[derive(Debug)]
pub struct Call {
    /// The client.
    pub client: ClientRow,
    /// The whole body.
    pub body: Map<String, Value>,
    /// The call's id.
    pub request_id: String,
    /// The door it came in by.
    pub door: Door,
}

impl FromRequest<Arc<App>> for Call {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, ApiError> {
        let (mut parts, body) = request.into_parts();
        let internal = |_| ApiError::new(Code::InternalError, "the call has no envelope");
        let Extension(door) = Extension::<Door>::from_request_parts(&mut parts, app).await.map_err(internal)?;
        let Extension(RequestId(request_id)) =
            Extension::<RequestId>::from_request_parts(&mut parts, app).await.map_err(internal)?;
        let State(app) =
            State::<Arc<App>>::from_request_parts(&mut parts, app).await.unwrap_or_else(|never| match never {});
        if door.mode == Mode::Production {
            // Read to its end, so that the caller hears the answer; whoever may not come in is not told what is wrong with it.
            let _ = body::read(body).await;
            return Err(ApiError::new(Code::Unauthorized, "production methods need an OAuth2 bearer token"));
        }
        let JsonObject(body) = JsonObject::from_request(Request::from_parts(parts, body), &()).await?;
        let client = prove(&app, &body).await?;
        app.limits.client(&client.client_id).map_err(|too_much| ApiError {
            retry_after: Some(too_much.retry_after_s),
            ..ApiError::with_status(StatusCode::TOO_MANY_REQUESTS, too_much.to_string())
        })?;
        Ok(Self { client, body, request_id, door })
    }
}

async fn prove(app: &App, body: &Map<String, Value>) -> Result<ClientRow, ApiError> {
    let at = At::body(body);
    let mut faults = Faults::default();
    let client_id = at.required_text("client_id", 128, &mut faults);
    let secret = at.text("client_secret", 128, &mut faults);
    if !faults.0.is_empty() {
        return Err(ApiError::validation(faults.0));
    }
    let wrong = || ApiError::new(Code::Unauthorized, "client_id or client_secret is wrong, or the client is disabled");
    let (Some(client_id), Some(secret)) = (client_id, secret) else {
        return Err(ApiError::new(Code::Unauthorized, "client_secret is missing"));
    };
    app.prove_client(&client_id, &secret).await?.ok_or_else(wrong)
}
