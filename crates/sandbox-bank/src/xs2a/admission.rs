//! What a bank asks of every call beyond the standard: its own headers, a seal; and of API calls no token that is wrong.
//! Never here: what one kind of call asks for.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, header};

use super::answer::{Code, Refusal};
use super::headers::text;
use super::{call, seal};
use crate::bank::Bank;
use crate::personality::{Demand, OAuth, TokenIn};

/// More than any payment or form of a person needs, in bytes.
pub(crate) const LARGEST_BODY: usize = 64 * 1024;

/// The call again, when nothing speaks against it.
pub(super) async fn admit(bank: &Bank, request: Request) -> Result<Request, Refusal> {
    let request = identify(bank, request).await?;
    if let Some(oauth) = bank.personality.oauth() {
        check_token(bank, oauth, &request)?;
    }
    Ok(request)
}

/// The call again, when its headers and its seal are as this bank wants them in any call of a TPP.
pub(crate) async fn identify(bank: &Bank, request: Request) -> Result<Request, Refusal> {
    for demand in bank.personality.demands {
        meet(demand, request.headers())?;
    }
    if bank.personality.sealed { sealed(request).await } else { Ok(request) }
}

fn meet(demand: &Demand, headers: &HeaderMap) -> Result<(), Refusal> {
    match demand {
        Demand::Filled(name) if text(headers, name).is_none_or(|value| value.trim().is_empty()) => {
            Err(Refusal::of_field(Code::FormatError, name, "is required"))
        }
        Demand::AcceptsJson if !names_json(headers) => {
            Err(Refusal::of_field(Code::FormatsInvalid, "Accept", "must be application/json"))
        }
        Demand::Names(name, value) if text(headers, name) != Some(value) => {
            Err(Refusal::of_field(Code::TokenUnknown, name, "names nobody that this bank knows"))
        }
        _ => Ok(()),
    }
}

fn names_json(headers: &HeaderMap) -> bool {
    headers
        .get_all(header::ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|wish| wish.split(';').next())
        .any(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

/// The seal is over the body too, so that is read here and put back.
async fn sealed(request: Request) -> Result<Request, Refusal> {
    let (parts, body) = request.into_parts();
    let body =
        to_bytes(body, LARGEST_BODY).await.map_err(|_| Refusal::new(Code::FormatError, "The body is too large."))?;
    seal::check(&parts.headers, &body)?;
    Ok(Request::from_parts(parts, Body::from(body)))
}

/// Whether a call carries a token, whatever that is worth.
pub(super) fn shows_token(oauth: &OAuth, headers: &HeaderMap) -> bool {
    match oauth.token_in {
        TokenIn::Bearer => headers.contains_key(header::AUTHORIZATION),
        TokenIn::Header(name) => headers.contains_key(name),
    }
}

/// A TPP needs no token for payments and consents, since it is known by other means; but one that it shows must be good,
/// and for what the call is about. Account data asks for one (see `ais::gate`).
fn check_token(bank: &Bank, oauth: &OAuth, request: &Request) -> Result<(), Refusal> {
    let headers = request.headers();
    if !shows_token(oauth, headers) {
        return Ok(());
    }
    let shown = match oauth.token_in {
        TokenIn::Bearer => text(headers, header::AUTHORIZATION.as_str())
            .and_then(|value| value.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
            .map(|(_, token)| token.trim()),
        TokenIn::Header(name) => text(headers, name),
    };
    let about = call::about(request);
    let books = bank.books();
    let token = shown
        .and_then(|access| books.token(access))
        .filter(|token| about.is_none_or(|id| token.opens(id)))
        .ok_or_else(|| Refusal::new(Code::TokenInvalid, "The token is none of this bank's for this."))?;
    if bank.now_ms() < token.expires_at_ms {
        return Ok(());
    }
    Err(Refusal::new(Code::TokenExpired, "The token has expired."))
}
