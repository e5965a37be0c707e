//! `GET /oauth/authorize`: from an authorisation request to a door of the bank's pages.
//! Never here: what happens behind the door.

use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::Response;
use reqwest::Url;

use super::grants::Ask;
use super::params::Params;
use super::pkce;
use super::returning::back;
use crate::bank::Bank;
use crate::case::Case;
use crate::ledger::new_key;
use crate::pages::{not_asked_rightly, see_other};
use crate::personality::{OAuth, TPP_ID};

/// The query as it came.
type Pairs = Result<Query<Vec<(String, String)>>, QueryRejection>;

/// Why a request opens no door.
enum Refused {
    /// The TPP or its address is in doubt: said on the bank's own page, and nowhere else.
    Here(&'static str),
    /// Said to the TPP.
    Back(Url),
}

/// The handler.
pub(crate) async fn authorize(State(bank): State<Arc<Bank>>, query: Pairs) -> Response {
    let pairs = query.map(|Query(pairs)| pairs).unwrap_or_default();
    match open(&bank, pairs) {
        Ok(sca_key) => see_other(&format!("/{}/sca/{sca_key}", bank.personality.provider_id)),
        Err(Refused::Here(words)) => not_asked_rightly(&bank, words),
        Err(Refused::Back(url)) => see_other(url.as_str()),
    }
}

/// The key of a new door.
fn open(bank: &Bank, pairs: Vec<(String, String)>) -> Result<String, Refused> {
    let params = Params::read(pairs);
    let Some(oauth) = bank.personality.oauth() else {
        return Err(Refused::Here("This bank takes no such requests."));
    };
    if params.get("client_id") != Some(TPP_ID) {
        return Err(Refused::Here("The bank does not know who asks."));
    }
    let case = params
        .get("scope")
        .and_then(|scope| named(bank, scope))
        .ok_or(Refused::Here("The request names no payment and no consent that this bank knows."))?;
    let redirect_uri = params.get("redirect_uri").unwrap_or_default();
    let redirect = agreed_address(redirect_uri, &case)
        .ok_or(Refused::Here("The address to come back to is not the one agreed with the bank."))?;
    let state = params.get("state");
    let challenge = checked(&params, oauth).map_err(|(error, words)| {
        Refused::Back(back(&redirect, state, &[("error", error), ("error_description", words)]))
    })?;
    let ask = Ask {
        code: new_key(),
        redirect_uri: redirect_uri.to_owned(),
        redirect,
        state: state.map(str::to_owned),
        challenge,
    };
    bank.books().open_door(&case.id, ask).ok_or(Refused::Here("No authorisation of this was started."))
}

/// What a scope is about: `PIS:` and a payment, `AIS:` and a consent.
fn named(bank: &Bank, scope: &str) -> Option<Case> {
    match scope.split_once(':')? {
        ("PIS", id) => Some(bank.payment(id)?.case),
        ("AIS", id) => Some(bank.consent(id)?.case),
        _ => None,
    }
}

/// An address of the web, and where the first call named one, at the same place; its query is free.
fn agreed_address(text: &str, case: &Case) -> Option<Url> {
    let url =
        Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.fragment().is_none())?;
    let newest = case.authorisations.last().map_or(&case.tpp, |authorisation| &authorisation.tpp);
    let agreed =
        newest.redirect.as_ref().is_none_or(|known| known.origin() == url.origin() && known.path() == url.path());
    agreed.then_some(url)
}

/// The rest of the request: the challenge, or the fault as the TPP hears it.
fn checked(params: &Params, oauth: &OAuth) -> Result<Option<String>, (&'static str, &'static str)> {
    if params.repeats() {
        return Err(("invalid_request", "a parameter came twice"));
    }
    match params.get("response_type") {
        Some("code") => {}
        Some(_) => return Err(("unsupported_response_type", "only code is given")),
        None => return Err(("invalid_request", "response_type is missing")),
    }
    if !oauth.pkce {
        return Ok(None);
    }
    if params.get("code_challenge_method") != Some(pkce::METHOD) {
        return Err(("invalid_request", "code_challenge_method must be S256"));
    }
    match params.get("code_challenge") {
        Some(challenge) if pkce::is_challenge(challenge) => Ok(Some(challenge.to_owned())),
        Some(_) => Err(("invalid_request", "code_challenge must be the base64url of a SHA-256")),
        None => Err(("invalid_request", "code_challenge is missing")),
    }
}
