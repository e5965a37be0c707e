//! How a bank's authorisation server wants to be spoken to (RFC 6749, RFC 7636), as data.
//! Never here: the calls (see `berlin_group`).

/// A bank's OAuth2.
#[derive(Clone, PartialEq, Eq)]
pub struct OAuth {
    /// Who we are there.
    pub client_id: String,
    /// Our secret there; empty for a public client.
    pub client_secret: String,
    /// Where its addresses come from.
    pub server: Server,
    /// Whether it wants a code challenge (RFC 7636, S256).
    pub pkce: bool,
    /// How we identify ourselves where a code becomes a token.
    pub client_auth: ClientAuth,
    /// The word of `grant_type` for a code: `authorization_code` by the RFC.
    pub grant_type: &'static str,
    /// Where calls carry the token.
    pub token_in: TokenIn,
}

/// Where the addresses of an authorisation server come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Server {
    /// From its metadata (RFC 8414), which the payment's `scaOAuth` link names.
    Metadata,
    /// From the bank's documentation.
    Fixed(OAuthServer),
}

/// The addresses of an authorisation server, absolute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OAuthServer {
    /// Where the PSU is sent; under the profile's `sca_bases`.
    pub authorize: String,
    /// Where a code becomes a token; under the profile's `api`.
    pub token: String,
}

/// How a client identifies itself at a token endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientAuth {
    /// HTTP Basic (RFC 6749, 2.3.1).
    Basic,
    /// `client_id` and `client_secret` in the body.
    Body,
    /// `client_id` in the body, no secret: the code challenge is the proof.
    Public,
}

/// Where calls carry the token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenIn {
    /// `Authorization: Bearer …`.
    Bearer,
    /// This header, bare.
    Header(&'static str),
}

// The secret stays out of logs.
impl std::fmt::Debug for OAuth {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OAuth")
            .field("client_id", &self.client_id)
            .field("server", &self.server)
            .field("pkce", &self.pkce)
            .field("client_auth", &self.client_auth)
            .field("grant_type", &self.grant_type)
            .field("token_in", &self.token_in)
            .finish_non_exhaustive()
    }
}
