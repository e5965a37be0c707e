//! Who calls: the client of a call, proven by its access token, or on `/test` by its secret in the body.
//! Source: contract §2, RFC 6750 §2.1, §3. Never here: how a token is made or judged (`app::tokens`).

use super::body::{self, JsonObject};
use super::envelope::RequestId;
use super::error::{ApiError, Code};
use super::fields::{At, Faults};
use super::{Door, Mode, Needs};
use crate::app::tokens::Bearer;
use crate::app::{App, ClientRow};
use axum::extract::{Extension, FromRequest, FromRequestParts, Request, State};
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
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

/// Longest `client_id` and `client_secret`, characters.
pub const CREDENTIAL_MAX: usize = 128;

const INVALID_TOKEN: &str = "Bearer error=\"invalid_token\"";

impl FromRequest<Arc<App>> for Call {
    type Rejection = ApiError;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, ApiError> {
        let (mut parts, body) = request.into_parts();
        let internal = |_| ApiError::new(Code::InternalError, "the call has no envelope");
        let Extension(door) = Extension::<Door>::from_request_parts(&mut parts, app).await.map_err(internal)?;
        let Extension(RequestId(request_id)) =
            Extension::<RequestId>::from_request_parts(&mut parts, app).await.map_err(internal)?;
        let Extension(needs) = Extension::<Needs>::from_request_parts(&mut parts, app).await.map_err(internal)?;
        let State(app) =
            State::<Arc<App>>::from_request_parts(&mut parts, app).await.unwrap_or_else(|never| match never {});
        let bearer = match bearer(&app, &parts, door.mode, needs).await {
            Ok(bearer) => bearer,
            Err(error) => {
                // Read to its end, so that the caller hears the answer; whoever may not come in is not told what is
                // wrong with it.
                let _ = body::read(body).await;
                return Err(error);
            }
        };
        let JsonObject(body) = JsonObject::from_request(Request::from_parts(parts, body), &()).await?;
        let client = prove(&app, &body, bearer, door.mode).await?;
        if needs == Needs::Data && !client.ais {
            return Err(ApiError::new(Code::Unauthorized, "account data is not enabled for this client"));
        }
        app.limits.client(&client.client_id).map_err(|too_much| ApiError {
            retry_after: Some(too_much.retry_after_s),
            ..ApiError::with_status(StatusCode::TOO_MANY_REQUESTS, too_much.to_string())
        })?;
        Ok(Self { client, body, request_id, door })
    }
}

/// Who holds the call's token, when it has one. Production needs one.
async fn bearer(app: &App, parts: &Parts, mode: Mode, needs: Needs) -> Result<Option<Bearer>, ApiError> {
    let Some(token) = token(&parts.headers)? else {
        return match mode {
            Mode::Production => {
                Err(ApiError::new(Code::Unauthorized, "production methods need an OAuth2 bearer token"))
            }
            Mode::Test => Ok(None),
        };
    };
    let not_good = "the token is not ours or too old, or its client is disabled or has another secret by now";
    let bearer = app.bearer(token).await?.ok_or_else(|| ApiError::bearer(INVALID_TOKEN, not_good))?;
    let opens = needs.scopes().iter().any(|scope| bearer.scopes.holds(*scope));
    if opens { Ok(Some(bearer)) } else { Err(insufficient(needs)) }
}

fn insufficient(needs: Needs) -> ApiError {
    match needs {
        Needs::Pay => ApiError::bearer(
            "Bearer error=\"insufficient_scope\", scope=\"pay\"",
            "the token is not for payments: its scope must hold pay",
        ),
        Needs::Data => ApiError::bearer(
            "Bearer error=\"insufficient_scope\", scope=\"data\"",
            "the token is not for account data: its scope must hold data",
        ),
        Needs::Either => ApiError::bearer("Bearer error=\"insufficient_scope\"", "the token is for nothing"),
    }
}

/// The token of the Authorization header. A token in an address, a cookie or a body is nothing.
fn token(headers: &HeaderMap) -> Result<Option<&str>, ApiError> {
    let mut all = headers.get_all(AUTHORIZATION).iter();
    let (Some(one), more) = (all.next(), all.next()) else { return Ok(None) };
    let (scheme, token) = one.to_str().ok().and_then(|text| text.split_once(' ')).unwrap_or_default();
    if more.is_some() || !scheme.eq_ignore_ascii_case("Bearer") {
        return Err(ApiError::new(Code::Unauthorized, "the Authorization header must be one bearer token"));
    }
    let token = token.trim_matches(' ');
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/=".contains(&byte);
    if token.is_empty() || !token.bytes().all(is_token) {
        return Err(ApiError::bearer(INVALID_TOKEN, "the Authorization header holds no bearer token"));
    }
    Ok(Some(token))
}

async fn prove(
    app: &App,
    body: &Map<String, Value>,
    bearer: Option<Bearer>,
    mode: Mode,
) -> Result<ClientRow, ApiError> {
    let at = At::body(body);
    let mut faults = Faults::default();
    let client_id = at.required_text("client_id", CREDENTIAL_MAX, &mut faults);
    let secret = match mode {
        // Proves nothing there, so it is no field of ours.
        Mode::Production => None,
        Mode::Test => at.text("client_secret", CREDENTIAL_MAX, &mut faults),
    };
    let Some(client_id) = client_id.filter(|_| faults.0.is_empty()) else {
        return Err(ApiError::validation(faults.0));
    };
    let client = bearer.map(|bearer| bearer.client);
    if client.as_ref().is_some_and(|client| client.client_id != client_id) {
        return Err(ApiError::bearer(INVALID_TOKEN, "the token is another client's than client_id"));
    }
    match (client, secret) {
        (Some(client), None) => Ok(client),
        // With a token beside it, both must be right.
        (_, Some(secret)) => app.prove_client(&client_id, &secret).await?.ok_or_else(|| {
            ApiError::new(Code::Unauthorized, "client_id or client_secret is wrong, or the client is disabled")
        }),
        (None, None) => Err(ApiError::new(Code::Unauthorized, "client_secret is missing")),
    }
}
