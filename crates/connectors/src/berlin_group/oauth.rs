//! The way of the PSU over a bank's authorisation server: where it is, and the address that asks it for an approval.
//! Never here: sending the PSU, or making a code a token (see `token`).

use super::answer::Answer;
use super::intent::{CallIds, Unbuildable};
use super::links;
use super::request::{call, finish};
use super::wire::{OAuthBody, Text};
use crate::profile::{OAuthServer, Profile};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::{Method, Request};
use ring::digest::{SHA256, digest};

/// What the PSU is asked to approve, and how they come back.
#[derive(Clone, Copy)]
pub struct Ask<'a> {
    /// What the approval is for.
    pub resource: Resource<'a>,
    /// Absolute; the same is said again where the code becomes a token.
    pub redirect_uri: &'a str,
    /// Comes back with the PSU: the secret of our attempt.
    pub state: &'a str,
    /// The code verifier, 43 to 128 characters (RFC 7636, 4.1); unused where the profile wants no challenge.
    pub verifier: &'a str,
}

/// What the bank holds for us, by the bank's id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resource<'a> {
    /// A payment.
    Payment(&'a str),
    /// A consent to account data.
    Consent(&'a str),
}

impl Resource<'_> {
    /// The scope that asks for its approval (Berlin Group, implementation guidelines 13); `None` without an id.
    fn scope(self) -> Option<String> {
        let (service, id) = match self {
            Self::Payment(id) => ("PIS", id),
            Self::Consent(id) => ("AIS", id),
        };
        (!id.is_empty()).then(|| format!("{service}:{id}"))
    }
}

// State and verifier stay out of logs.
impl std::fmt::Debug for Ask<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ask").field("resource", &self.resource).finish_non_exhaustive()
    }
}

/// `GET` of the authorisation server's metadata (RFC 8414), whose address an answer's `Sca::OAuth` told.
///
/// # Errors
/// `Unbuildable` names what cannot be said to this bank; nothing was sent.
pub fn oauth_metadata(profile: &Profile, metadata_url: &str, ids: &CallIds) -> Result<Request<Vec<u8>>, Unbuildable> {
    let address = links::api_address(profile, metadata_url).ok_or(Unbuildable::Link)?;
    finish(profile, call(profile, Method::GET, address, ids)?, Vec::new())
}

/// Reads the metadata; `None` when there is none, or when one of its addresses leads elsewhere than the profile lists.
pub fn read_oauth_metadata(profile: &Profile, answer: &Answer<'_>) -> Option<OAuthServer> {
    if !matches!(answer.status, 200..=299) {
        return None;
    }
    let body: OAuthBody = answer.json()?;
    let (Text(authorize), Text(token)) = (body.authorization_endpoint?, body.token_endpoint?);
    let authorize = links::sca_address(profile, &authorize).filter(|address| !address.contains('#'))?;
    Some(OAuthServer { authorize, token: links::api_address(profile, &token)? })
}

/// The address that asks the PSU for this approval (RFC 6749, 4.1.1); `None` for a bank without OAuth2,
/// a server whose address the profile does not list, or an `Ask` with nothing in it.
pub fn authorise_url(profile: &Profile, server: &OAuthServer, ask: &Ask<'_>) -> Option<String> {
    let oauth = profile.oauth.as_ref()?;
    let address = links::sca_address(profile, &server.authorize).filter(|address| !address.contains('#'))?;
    if [ask.redirect_uri, ask.state].contains(&"") {
        return None;
    }
    let scope = ask.resource.scope()?;
    let mut query = vec![
        ("response_type", "code"),
        ("client_id", &oauth.client_id),
        ("redirect_uri", ask.redirect_uri),
        ("scope", &scope),
        ("state", ask.state),
    ];
    let challenge = challenge(ask.verifier);
    if oauth.pkce {
        query.extend([("code_challenge", challenge.as_str()), ("code_challenge_method", "S256")]);
    }
    let joint = if address.contains('?') { '&' } else { '?' };
    Some(format!("{address}{joint}{}", links::form(&query)))
}

/// The code challenge of a verifier, `S256` (RFC 7636, 4.2).
pub(super) fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(digest(&SHA256, verifier.as_bytes()))
}
