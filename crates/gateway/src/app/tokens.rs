//! Access tokens: which client may do what, until when, for which gateway. Sealed under the server key, so that they
//! are opaque, and bound to the client's present secret; nothing of them is stored (decision 0011).
//! Never here: how a token is asked for or shown (`http`).

use super::{App, Fault};
use crate::doors::keys::{self, Keys};
use crate::doors::secrets::Secret;
use crate::store::clients::ClientRow;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use std::fmt;

/// How long a token is good, seconds (contract §2: at most 60 minutes).
pub const LIFETIME_S: u32 = 3600;

/// What a token may be for (contract §2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Payment links, and providers.
    Pay,
    /// Consents and account data.
    Data,
}

/// A set of scopes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scopes(u8);

/// A token, to be handed to its client.
#[derive(Debug)]
pub struct Issued {
    /// The token itself.
    pub token: Secret,
    /// What it is for.
    pub scopes: Scopes,
}

/// Who holds a good token.
#[derive(Debug)]
pub struct Bearer {
    /// Its client, as it is now.
    pub client: ClientRow,
    /// What it may still be used for.
    pub scopes: Scopes,
}

/// What is inside a token.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Grant {
    scopes: Scopes,
    /// Milliseconds since 1970.
    until: i64,
    /// Of the client's secret when it was made: another secret ends it.
    mark: [u8; 32],
    client_id: String,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Self; 2] = [Self::Pay, Self::Data];

    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pay => "pay",
            Self::Data => "data",
        }
    }

    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

impl Scopes {
    /// Reads scopes as RFC 6749 §3.3 writes them: words with one space between, in any order. None: not ours.
    pub fn read(text: &str) -> Option<Self> {
        let bit = |word: &str| Scope::ALL.into_iter().find(|scope| scope.as_str() == word).map(Scope::bit);
        text.split(' ').map(bit).try_fold(0, |all, one| Some(all | one?)).map(Self)
    }

    /// What a client may have: account data only where that is enabled.
    pub fn of(client: &ClientRow) -> Self {
        Self(Scope::Pay.bit() | if client.ais { Scope::Data.bit() } else { 0 })
    }

    /// Whether this scope is one of them.
    pub const fn holds(self, scope: Scope) -> bool {
        self.0 & scope.bit() != 0
    }

    const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let held: Vec<_> = Scope::ALL.into_iter().filter(|scope| self.holds(*scope)).map(Scope::as_str).collect();
        f.write_str(&held.join(" "))
    }
}

impl App {
    /// A token for a client that has proven itself; without a wish, for all it may have. None: it may not have that.
    ///
    /// # Errors
    /// `keys::Fault` when nothing can be sealed.
    pub fn issue_token(&self, client: &ClientRow, wish: Option<Scopes>) -> Result<Option<Issued>, keys::Fault> {
        let allowed = Scopes::of(client);
        let scopes = wish.unwrap_or(allowed);
        if scopes.and(allowed) != scopes {
            return Ok(None);
        }
        let until = self.now_ms() + i64::from(LIFETIME_S) * 1000;
        let grant = Grant { scopes, until, mark: mark(client), client_id: client.client_id.clone() };
        let token = seal(&self.keys, &self.settings.public_url, &grant)?;
        Ok(Some(Issued { token, scopes }))
    }

    /// Who holds this token. None: it is not ours, too old, or its client is disabled or has another secret by now.
    ///
    /// # Errors
    /// `Fault::Store`.
    pub async fn bearer(&self, token: &str) -> Result<Option<Bearer>, Fault> {
        let grant = open(&self.keys, &self.settings.public_url, token);
        let Some(grant) = grant.filter(|grant| self.now_ms() < grant.until) else { return Ok(None) };
        let client = self.store.client(&grant.client_id).await?;
        let client = client.filter(|client| client.enabled && mark(client) == grant.mark);
        Ok(client.map(|client| Bearer { scopes: grant.scopes.and(Scopes::of(&client)), client }))
    }
}

fn mark(client: &ClientRow) -> [u8; 32] {
    Sha256::digest(&client.secret_mac).into()
}

/// The audience is bound in: a token of one gateway is nothing at another that has the same keys.
fn context(audience: &str) -> Vec<u8> {
    [b"access token v1:", audience.as_bytes()].concat()
}

fn seal(keys: &Keys, audience: &str, grant: &Grant) -> Result<Secret, keys::Fault> {
    let bytes = [&[grant.scopes.0], &grant.until.to_be_bytes()[..], &grant.mark, grant.client_id.as_bytes()].concat();
    Ok(Secret::new(URL_SAFE_NO_PAD.encode(keys.seal(&context(audience), &bytes)?)))
}

fn open(keys: &Keys, audience: &str, token: &str) -> Option<Grant> {
    let sealed = URL_SAFE_NO_PAD.decode(token).ok()?;
    let bytes = keys.open(&context(audience), &sealed).ok()?;
    let (scopes, rest) = bytes.split_first()?;
    let (until, rest) = rest.split_first_chunk()?;
    let (mark, client_id) = rest.split_first_chunk()?;
    Some(Grant {
        scopes: Scopes(*scopes),
        until: i64::from_be_bytes(*until),
        mark: *mark,
        client_id: String::from_utf8(client_id.to_vec()).ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grant() -> Grant {
        Grant { scopes: Scopes::read("pay data").unwrap(), until: 7, mark: [3; 32], client_id: "someone".to_owned() }
    }

    #[test]
    fn scopes_are_words_in_any_order_and_nothing_else() {
        for (text, written) in [("pay", "pay"), ("data", "data"), ("data pay", "pay data"), ("pay pay", "pay")] {
            assert_eq!(Scopes::read(text).unwrap().to_string(), written);
        }
        for text in ["", " ", "pay ", " pay", "pay  data", "Pay", "pay,data", "openid", "pay\tdata"] {
            assert_eq!(Scopes::read(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_token_says_what_it_was_made_with_and_never_twice_the_same() {
        let keys = Keys::from_root([7; 32]);
        let (one, two) = (seal(&keys, "https://a", &grant()).unwrap(), seal(&keys, "https://a", &grant()).unwrap());
        assert_ne!(one.expose(), two.expose());
        assert_eq!(open(&keys, "https://a", one.expose()), Some(grant()));
        assert_eq!(open(&keys, "https://a", two.expose()), Some(grant()));
    }

    #[test]
    fn a_token_is_nothing_elsewhere_or_changed() {
        let keys = Keys::from_root([7; 32]);
        let token = seal(&keys, "https://a", &grant()).unwrap().expose().to_owned();
        assert_eq!(open(&keys, "https://b", &token), None, "another audience");
        assert_eq!(open(&Keys::from_root([8; 32]), "https://a", &token), None, "another key");
        for place in 0..token.len() {
            let mut other = token.clone().into_bytes();
            other[place] = if other[place] == b'A' { b'B' } else { b'A' };
            assert_eq!(open(&keys, "https://a", std::str::from_utf8(&other).unwrap()), None, "changed at {place}");
            assert_eq!(open(&keys, "https://a", &token[..place]), None, "cut at {place}");
        }
        let cursor = URL_SAFE_NO_PAD.encode(keys.seal(b"something else", b"text").unwrap());
        assert_eq!(open(&keys, "https://a", &cursor), None, "sealed for something else");
    }
}
