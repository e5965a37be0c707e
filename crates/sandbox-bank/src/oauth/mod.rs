//! A bank's authorisation server (RFC 6749, 7636, 8414), for banks whose PSUs come by `scaOAuth`.
//! Lives here: the request, the way back, the token call, the metadata, and what was given away.
//! Never here: the login and approval pages behind a request (see `pages`), or what an approval does (see `bank`).
//!
//! `GET {public}/{id}/oauth/authorize?response_type=code&client_id&redirect_uri&scope=PIS:{paymentId}&state`, or `scope=AIS:{consentId}`, with
//! `code_challenge` and `code_challenge_method=S256` where the bank wants PKCE, opens a door of the bank's pages. A wrong
//! `client_id`, `redirect_uri` or `scope` ends on the bank's own page, every other fault goes back as `error`.
//! `redirect_uri` must have the origin and path of the initiation's `TPP-Redirect-URI`, where that was given.
//! The payment is executed, the consent given, at the approval. The code lives ten minutes from then, for one exchange at
//! `POST {base}/{id}/oauth/token`; brought again it takes back what it gave. A refresh token works once, for new ones.

mod authorize;
mod client;
mod grants;
mod metadata;
mod params;
mod pkce;
mod returning;
mod server;
mod token;

pub(crate) use authorize::authorize;
pub(crate) use grants::{Ask, Grants, Token};
pub(crate) use metadata::metadata;
pub(crate) use returning::way_back;
pub(crate) use server::{no_such_method, take_call};
pub(crate) use token::token;
