//! A bank's profile: all in which it differs from another bank of the same standard, as data.
//! Never here: behaviour (see `berlin_group`), or a bank's values (see `profiles`).

mod ais;
mod base;
mod certificate;
mod oauth;
mod request;
mod seal;

pub use ais::{Ais, AskedAccess, AskedBooking};
pub(crate) use base::is_plain;
pub use base::{BadBase, Base};
pub use oauth::{ClientAuth, OAuth, OAuthServer, Server, TokenIn};
pub use request::{Encoder, RoPayStyle};
pub use seal::{BadSeal, Seal};

use crate::provider::Env;
use std::net::Ipv4Addr;

/// One bank's deviations and addresses.
///
/// What a bank *says* is read tolerantly for all of them (links as objects or plain strings, amounts as texts or numbers,
/// relative or absolute addresses), so a profile only holds what must be *asked* differently, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// The provider's id in the catalogue.
    pub provider_id: &'static str,
    /// Where this connection leads.
    pub env: Env,
    /// Where calls go; the standard's `/v1/…` follows it.
    pub api: Base,
    /// Other spellings of `api` that the bank's own absolute links may have; such a link is called under `api`.
    pub link_bases: Vec<Base>,
    /// Where a PSU may be sent for SCA. Anything else is refused, whatever the bank's answer says.
    pub sca_bases: Vec<Base>,
    /// Payment product in the path, by `method_id`.
    pub products: &'static [(&'static str, &'static str)],
    /// Headers of every call that this bank wants beyond the standard's.
    pub headers: Vec<(&'static str, String)>,
    /// What stands in `debtorAccount` when the PSU's account is not known.
    pub debtor_account: DebtorAccount,
    /// What stands in `PSU-IP-Address` for a PSU who came by IPv6, or whose address is not known.
    pub ip: IpPolicy,
    /// Whether it tells by a webhook of its own that the creditor's bank took or refused the funds.
    pub confirms_funds: bool,
    /// How account data is asked for; `None` for a provider that shares none.
    pub ais: Option<Ais>,
    /// How its codes are written where it is a scheme: then an address for the PSU is a request to pay, for whichever app takes it.
    pub requests: Option<&'static dyn Encoder>,
    /// How the PSU approves where the bank says `scaOAuth`.
    pub oauth: Option<OAuth>,
    /// What every call is sealed with.
    pub seal: Option<Seal>,
}

/// What to send as `debtorAccount` when no IBAN is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DebtorAccount {
    /// Nothing: the bank does not require the field.
    LeftOut,
    /// An account reference with the currency alone: the field is required, its IBAN is not.
    CurrencyOnly,
}

/// What to send as `PSU-IP-Address`. The standard's file allows IPv4 only, and says what to send when there is none to give:
/// the address that the TPP itself calls from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IpPolicy {
    /// IPv4 only; for any other PSU this own address.
    V4Only(Ipv4Addr),
    /// The bank takes IPv6 too; this own address only when the PSU's is not known.
    Any(Ipv4Addr),
}

impl Profile {
    /// The payment product of a method; `None` for a method that is not this bank's.
    pub fn product(&self, method_id: &str) -> Option<&'static str> {
        self.products.iter().find(|(id, _)| *id == method_id).map(|(_, product)| *product)
    }
}
