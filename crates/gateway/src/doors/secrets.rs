//! Randomness from the system, and text that must never be shown by accident.
//! Never here: how a secret is checked or kept (`keys`, `store`).

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use std::fmt;

/// Bytes of randomness in tokens: 192 bits, which base64url writes in 32 characters.
const TOKEN_BYTES: usize = 24;
/// Bytes of randomness in the secrets of API clients.
const SECRET_BYTES: usize = 32;

/// Text that is shown only on purpose: `Debug` gives a mask, there is no `Display`.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Wraps it.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself, for the one place that must send, show once or hash it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(********)")
    }
}

/// Random bytes from the system's generator. Without it nothing safe can be made, so the process ends.
pub fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    if getrandom::fill(&mut bytes).is_err() {
        std::process::abort();
    }
    bytes
}

/// A capability of 192 random bits, URL-safe: page ids, `state`, cookies.
pub fn new_token() -> String {
    URL_SAFE_NO_PAD.encode(random_bytes::<TOKEN_BYTES>())
}

/// A code verifier of PKCE, 256 random bits in 43 characters (RFC 7636 §4.1).
pub fn new_verifier() -> String {
    URL_SAFE_NO_PAD.encode(random_bytes::<SECRET_BYTES>())
}

/// A secret for an API client, 256 random bits.
pub fn new_client_secret() -> Secret {
    Secret(URL_SAFE_NO_PAD.encode(random_bytes::<SECRET_BYTES>()))
}

/// A webhook secret as Standard Webhooks writes it: `whsec_` and base64 of 256 random bits.
pub fn new_webhook_secret() -> Secret {
    webhook_secret(&random_bytes::<SECRET_BYTES>())
}

/// Writes key bytes as a webhook secret.
pub fn webhook_secret(key: &[u8]) -> Secret {
    Secret(format!("whsec_{}", STANDARD.encode(key)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_url_safe_long_and_never_the_same() {
        let (one, two) = (new_token(), new_token());
        assert_ne!(one, two);
        assert_eq!(one.len(), 32);
        assert!(one.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'));
        assert_eq!(new_client_secret().expose().len(), 43);
    }

    #[test]
    fn a_secret_is_not_printed() {
        let secret = Secret::new("open sesame");
        assert!(!format!("{secret:?}").contains("sesame"));
        assert_eq!(webhook_secret(b"finqlink").expose(), "whsec_ZmlucWxpbms=");
    }
}
