//! `POST /oauth/token`: a code or a refresh token, brought by the TPP, for a token.
//! Never here: what is kept of either (see `grants`).

use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::FormRejection;
use axum::extract::{Form, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::grants::{Ask, Token};
use super::params::Params;
use super::pkce;
use crate::bank::Bank;
use crate::personality::{ClientProof, OAuth};

/// The grant that every bank with tokens knows.
pub(super) const REFRESH: &str = "refresh_token";

/// What came.
type Pairs = Result<Form<Vec<(String, String)>>, FormRejection>;

/// An error of RFC 6749 §5.2.
struct Fault(&'static str, &'static str);

/// The handler.
pub(crate) async fn token(State(bank): State<Arc<Bank>>, headers: HeaderMap, form: Pairs) -> Response {
    match give(&bank, &headers, form) {
        Ok(token) => said(
            StatusCode::OK,
            json!({
                "access_token": token.access,
                "token_type": "Bearer",
                "expires_in": Token::EXPIRES_IN_S,
                "refresh_token": token.refresh,
                "scope": token.scope,
            }),
        ),
        Err(fault) => refused(&bank, fault),
    }
}

fn give(bank: &Bank, headers: &HeaderMap, form: Pairs) -> Result<Token, Fault> {
    let Some(oauth) = bank.personality.oauth() else {
        return Err(Fault("invalid_request", "this bank gives no tokens"));
    };
    let Ok(Form(pairs)) = form else {
        return Err(Fault("invalid_request", "the body must be application/x-www-form-urlencoded"));
    };
    let params = Params::read(pairs);
    if params.repeats() {
        return Err(Fault("invalid_request", "a parameter came twice"));
    }
    if !oauth.client.holds(headers, &params) {
        return Err(Fault("invalid_client", "the client is unknown here, or did not prove itself in this bank's way"));
    }
    match params.get("grant_type") {
        Some(grant) if grant == oauth.grant_type => exchange(bank, oauth, &params),
        Some(REFRESH) => {
            let refresh = needed(&params, "refresh_token", "refresh_token is missing")?;
            let token = bank.books().refresh(refresh, bank.now_ms());
            token.ok_or(Fault("invalid_grant", "the refresh token is unknown or used up"))
        }
        Some(_) => Err(Fault("unsupported_grant_type", "this bank knows other grants")),
        None => Err(Fault("invalid_request", "grant_type is missing")),
    }
}

fn exchange(bank: &Bank, oauth: &OAuth, params: &Params) -> Result<Token, Fault> {
    let code = needed(params, "code", "code is missing")?;
    let redirect_uri = needed(params, "redirect_uri", "redirect_uri is missing")?;
    let verifier = if oauth.pkce { needed(params, "code_verifier", "code_verifier is missing")? } else { "" };
    let fits = |ask: &Ask| {
        ask.redirect_uri == redirect_uri
            && ask.challenge.as_deref().is_none_or(|challenge| pkce::proves(verifier, challenge))
    };
    let token = bank.books().exchange(code, fits, bank.now_ms());
    token.ok_or(Fault("invalid_grant", "the code is unknown, used up or too old, or was asked for otherwise"))
}

fn needed<'a>(params: &'a Params, name: &str, words: &'static str) -> Result<&'a str, Fault> {
    params.get(name).ok_or(Fault("invalid_request", words))
}

fn refused(bank: &Bank, Fault(error, words): Fault) -> Response {
    let unproven = error == "invalid_client";
    let status = if unproven { StatusCode::UNAUTHORIZED } else { StatusCode::BAD_REQUEST };
    let mut answer = said(status, json!({"error": error, "error_description": words}));
    let by_basic = bank.personality.oauth().is_some_and(|oauth| oauth.client == ClientProof::Basic);
    if unproven && by_basic {
        answer.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Basic realm=\"token\""));
    }
    answer
}

/// Never kept by whoever carries it.
pub(super) fn said(status: StatusCode, body: Value) -> Response {
    let unkept = [(header::CACHE_CONTROL, "no-store"), (header::PRAGMA, "no-cache")];
    (status, unkept, Json(body)).into_response()
}
