//! A code, or the refresh token that came with an earlier token, becomes a token (RFC 6749, 4.1.3, 5 and 6).
//! Never here: what a token is good for, or keeping one.

use super::answer::{Answer, Fault};
use super::intent::{CallIds, Unbuildable};
use super::links;
use super::request::{call, finish, is_word, secret};
use super::wire::{OAuthBody, Text};
use crate::profile::{ClientAuth, OAuth, OAuthServer, Profile};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{Method, Request};

/// A token, good for what the PSU approved.
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    /// For calls.
    pub access: String,
    /// For another token, see `refresh`. Where a refreshed token comes without one, the old one goes on.
    pub refresh: Option<String>,
    /// How long it works, when the bank said.
    pub expires_in_s: Option<u64>,
}

/// What asking for a token came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenAnswer {
    /// Here it is.
    Given(Token),
    /// This code, or refresh token, gives none.
    Refused(Fault),
    /// No clear answer. A code works once: asking again may be refused although the first call gave a token.
    Unknown(Fault),
}

/// Errors of the RFC's form that say nothing about the code.
const NOT_NOW: &[&str] = &["server_error", "temporarily_unavailable"];

/// `POST` to the token endpoint. `redirect_uri` and `verifier` are those of the `Ask`.
///
/// # Errors
/// `Unbuildable` names what cannot be said to this bank; nothing was sent.
pub fn token(
    profile: &Profile,
    server: &OAuthServer,
    code: &str,
    redirect_uri: &str,
    verifier: &str,
    ids: &CallIds,
) -> Result<Request<Vec<u8>>, Unbuildable> {
    let oauth = profile.oauth.as_ref().ok_or(Unbuildable::NoOAuth)?;
    let mut form = vec![("grant_type", oauth.grant_type), ("code", code), ("redirect_uri", redirect_uri)];
    if oauth.pkce {
        form.push(("code_verifier", verifier));
    }
    ask(profile, oauth, server, form, ids)
}

/// `POST` to the token endpoint with the refresh token that came with an earlier token; its answer is read by `read_token`.
///
/// # Errors
/// `Unbuildable` names what cannot be said to this bank; nothing was sent.
pub fn refresh(
    profile: &Profile,
    server: &OAuthServer,
    refresh_token: &str,
    ids: &CallIds,
) -> Result<Request<Vec<u8>>, Unbuildable> {
    let oauth = profile.oauth.as_ref().ok_or(Unbuildable::NoOAuth)?;
    ask(profile, oauth, server, vec![("grant_type", "refresh_token"), ("refresh_token", refresh_token)], ids)
}

/// Asks for a token with all that identifies us.
fn ask<'a>(
    profile: &Profile,
    oauth: &'a OAuth,
    server: &OAuthServer,
    mut form: Vec<(&'static str, &'a str)>,
    ids: &CallIds,
) -> Result<Request<Vec<u8>>, Unbuildable> {
    let address = links::api_address(profile, &server.token).ok_or(Unbuildable::Link)?;
    let mut call = call(profile, Method::POST, address, ids)?;
    match oauth.client_auth {
        ClientAuth::Basic => {
            call = call.header(AUTHORIZATION, secret(&basic(oauth)).ok_or(Unbuildable::Profile)?);
        }
        ClientAuth::Body => {
            form.extend([("client_id", oauth.client_id.as_str()), ("client_secret", &oauth.client_secret)]);
        }
        ClientAuth::Public => form.push(("client_id", &oauth.client_id)),
    }
    let call = call.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
    finish(profile, call, links::form(&form).into_bytes())
}

/// Id and secret are encoded as in a form before they are joined (RFC 6749, 2.3.1): a colon in an id would end it.
fn basic(oauth: &OAuth) -> String {
    let (id, secret) = (links::encoded(&oauth.client_id), links::encoded(&oauth.client_secret));
    format!("Basic {}", STANDARD.encode(format!("{id}:{secret}")))
}

/// Reads the answer to `token`, and to `refresh`.
pub fn read_token(answer: &Answer<'_>) -> TokenAnswer {
    let fault = answer.fault();
    match answer.status {
        // A body that gives no readable token may still hold one: it is not kept as a text for the log.
        200..=299 => given(answer)
            .map_or(TokenAnswer::Unknown(Fault { http: answer.status, ..Fault::default() }), TokenAnswer::Given),
        408 | 429 => TokenAnswer::Unknown(fault),
        400..=499 if !fault.codes.iter().any(|code| NOT_NOW.contains(&code.as_str())) => TokenAnswer::Refused(fault),
        _ => TokenAnswer::Unknown(fault),
    }
}

fn given(answer: &Answer<'_>) -> Option<Token> {
    let body: OAuthBody = answer.json()?;
    let usable = |Text(token): Text| Some(token).filter(|token| is_word(token));
    Some(Token {
        access: usable(body.access_token?)?,
        refresh: body.refresh_token.and_then(usable),
        expires_in_s: body.expires_in.and_then(|Text(seconds)| seconds.trim().parse().ok()),
    })
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Token").field("expires_in_s", &self.expires_in_s).finish_non_exhaustive()
    }
}
