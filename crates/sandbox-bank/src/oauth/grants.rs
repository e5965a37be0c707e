//! What an authorisation server has given away: codes for doors, tokens for codes. Each code and each refresh token works once.
//! Never here: who may have one (see `token`), or HTTP.

use std::collections::HashMap;

use reqwest::Url;

use crate::ledger::new_key;

/// How long an access token opens the API, in milliseconds.
const TOKEN_LIVES_MS: i64 = 3_600_000;

/// An authorisation request that was taken.
#[derive(Clone, Debug)]
pub(crate) struct Ask {
    /// Given to the TPP when the PSU has approved; worth nothing before.
    pub(crate) code: String,
    /// As it was written: the token call must write it alike.
    pub(crate) redirect_uri: String,
    /// The same, read.
    pub(crate) redirect: Url,
    pub(crate) state: Option<String>,
    /// PKCE's S256 of the verifier, where the bank wants one.
    pub(crate) challenge: Option<String>,
}

impl Ask {
    /// How long a code can be exchanged, in milliseconds from the approval on.
    pub(crate) const CODE_LIVES_MS: i64 = 600_000;
}

/// A token, good for one payment or consent.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    pub(crate) access: String,
    pub(crate) refresh: String,
    /// `PIS:` or `AIS:`, and the id of what it is for.
    pub(crate) scope: String,
    pub(crate) expires_at_ms: i64,
    /// The code that it goes back to.
    code: String,
}

impl Token {
    /// Whether it opens the payment or consent of this id.
    pub(crate) fn opens(&self, id: &str) -> bool {
        self.scope.split_once(':').is_some_and(|(_, known)| known == id)
    }

    /// As the token call's answer tells it.
    pub(super) const EXPIRES_IN_S: i64 = TOKEN_LIVES_MS / 1_000;

    fn new(code: &str, scope: &str, now_ms: i64) -> Self {
        Self {
            access: new_key(),
            refresh: new_key(),
            scope: scope.to_owned(),
            expires_at_ms: now_ms.saturating_add(TOKEN_LIVES_MS),
            code: code.to_owned(),
        }
    }
}

/// Everything given away by one bank.
#[derive(Default)]
pub(crate) struct Grants {
    /// The door of each code, and whether the code is used up.
    codes: HashMap<String, (String, bool)>,
    /// By access token.
    tokens: HashMap<String, Token>,
}

impl Grants {
    /// Notes the code that a door may give.
    pub(crate) fn promise(&mut self, ask: &Ask, sca_key: &str) {
        self.codes.insert(ask.code.clone(), (sca_key.to_owned(), false));
    }

    /// The key of a code's door.
    pub(crate) fn door_of(&self, code: &str) -> Option<&str> {
        self.codes.get(code).map(|(sca_key, _)| sca_key.as_str())
    }

    /// The code's token. A code that comes a second time has leaked: nothing is given, and what it gave is taken back.
    pub(crate) fn redeem(&mut self, code: &str, scope: &str, now_ms: i64) -> Option<Token> {
        let (_, used) = self.codes.get_mut(code)?;
        if std::mem::replace(used, true) {
            self.tokens.retain(|_, token| token.code != code);
            return None;
        }
        Some(self.give(Token::new(code, scope, now_ms)))
    }

    /// A new token in place of the old one.
    pub(crate) fn renew(&mut self, refresh: &str, now_ms: i64) -> Option<Token> {
        let access = self.tokens.values().find(|token| token.refresh == refresh)?.access.clone();
        let old = self.tokens.remove(&access)?;
        Some(self.give(Token::new(&old.code, &old.scope, now_ms)))
    }

    pub(crate) fn token(&self, access: &str) -> Option<&Token> {
        self.tokens.get(access)
    }

    fn give(&mut self, token: Token) -> Token {
        self.tokens.insert(token.access.clone(), token.clone());
        token
    }
}
