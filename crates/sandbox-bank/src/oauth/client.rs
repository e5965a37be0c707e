//! How a TPP proves itself at the token endpoint; each bank takes one way.
//! Never here: what it gets.

use axum::http::{HeaderMap, header};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::params::Params;
use crate::personality::{ClientProof, TPP_ID, TPP_SECRET};

impl ClientProof {
    /// The word of the metadata's `token_endpoint_auth_methods_supported`.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Basic => "client_secret_basic",
            Self::Body => "client_secret_post",
            Self::Public => "none",
        }
    }

    /// Whether the call comes from the one TPP that is registered, in this bank's way.
    pub(super) fn holds(self, headers: &HeaderMap, params: &Params) -> bool {
        let (id, secret) = (params.get("client_id"), params.get("client_secret"));
        match self {
            Self::Basic => is_right_basic(headers) && id.is_none_or(|id| id == TPP_ID) && secret.is_none(),
            Self::Body => id == Some(TPP_ID) && secret == Some(TPP_SECRET),
            Self::Public => id == Some(TPP_ID),
        }
    }
}

/// RFC 6749 §2.3.1 has both form-encoded before they are joined; these two have nothing to encode.
fn is_right_basic(headers: &HeaderMap) -> bool {
    let said = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("basic"))
        .and_then(|(_, packed)| STANDARD.decode(packed.trim()).ok());
    said.is_some_and(|said| said == format!("{TPP_ID}:{TPP_SECRET}").into_bytes())
}
