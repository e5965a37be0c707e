//! How the PSU is to approve: read from an answer's links and its `ASPSP-SCA-Approach`.
//! Never here: carrying it out.

use super::answer::Answer;
use super::codes::{ConsentWord, ScaStatus, TransactionStatus};
use super::links;
use super::wire::{Body, Links, Text};
use crate::profile::Profile;

/// How the PSU approves at the bank.
#[derive(Clone, PartialEq, Eq)]
pub enum Sca {
    /// By leaving for this address; it lies under the profile's `sca_bases`.
    Redirect {
        /// Absolute.
        url: String,
    },
    /// In whichever app takes this address of a scheme's: a request to pay.
    Request {
        /// Absolute; it lies under the profile's `sca_bases`.
        link: String,
    },
    /// By OAuth2; the authorisation server's metadata lies at this address.
    OAuth {
        /// Absolute.
        metadata_url: String,
    },
    /// The authorisation must be started first: `start_authorisation` with this link.
    Start {
        /// On the bank's host.
        link: String,
        /// The call must carry the PSU's id.
        needs_psu_id: bool,
    },
    /// On another device; the status is to be polled.
    Decoupled {
        /// What the bank wants the PSU told: a stranger's words.
        psu_message: Option<String>,
    },
    /// No approval is needed.
    NotNeeded,
    /// In a way that a hosted page cannot offer. What was asked for exists at the bank: cancel it.
    Unusable(Unusable),
}

/// Why an approval cannot be offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unusable {
    /// The bank wants the PSU's secrets from us (embedded).
    Embedded,
    /// The bank wants a choice among its ways of SCA from us.
    MethodSelection,
    /// The address for the PSU is not one that the profile lists.
    ForeignAddress,
    /// The bank says no way on.
    NoWay,
}

/// Links that ask for the PSU's secrets.
const EMBEDDED: &[&str] = &[
    "startAuthorisationWithPsuAuthentication",
    "startAuthorisationWithEncryptedPsuAuthentication",
    "startAuthorisationWithTransactionAuthorisation",
    "updatePsuAuthentication",
    "updateEncryptedPsuAuthentication",
    "authoriseTransaction",
];

/// Links that ask for a choice.
const SELECTION: &[&str] = &["startAuthorisationWithAuthenticationMethodSelection", "selectAuthenticationMethod"];

/// Links that start an authorisation, and whether they want the PSU's id.
const START: &[(&str, bool)] = &[("startAuthorisation", false), ("startAuthorisationWithPsuIdentification", true)];

/// Reads the way to approve. Links count before the header: a bank that gives an address for the PSU means it.
pub(super) fn read(profile: &Profile, answer: &Answer<'_>, body: &Body) -> Sca {
    let none = Links::default();
    let links = body.links.as_ref().unwrap_or(&none);
    if let Some(href) = links.get("scaRedirect") {
        return match (links::sca_address(profile, href), profile.requests) {
            (Some(link), Some(_)) => Sca::Request { link },
            (Some(url), None) => Sca::Redirect { url },
            (None, _) => Sca::Unusable(Unusable::ForeignAddress),
        };
    }
    if let Some(href) = links.get("scaOAuth") {
        let address = links::sca_address(profile, href).or_else(|| links::api_address(profile, href));
        return address.map_or(Sca::Unusable(Unusable::ForeignAddress), |metadata_url| Sca::OAuth { metadata_url });
    }
    if let Some((href, needs_psu_id)) = START.iter().find_map(|(name, psu_id)| Some((links.get(name)?, *psu_id))) {
        return match links::api_address(profile, href) {
            Some(link) => Sca::Start { link, needs_psu_id },
            None => Sca::Unusable(Unusable::ForeignAddress),
        };
    }
    if SELECTION.iter().any(|name| links.get(name).is_some()) {
        return Sca::Unusable(Unusable::MethodSelection);
    }
    if EMBEDDED.iter().any(|name| links.get(name).is_some()) {
        return Sca::Unusable(Unusable::Embedded);
    }
    without_link(answer.header("aspsp-sca-approach"), body)
}

fn without_link(approach: Option<&str>, body: &Body) -> Sca {
    let psu_message = body.psu_message.as_ref().map(|text| text.0.clone());
    let approach = approach.unwrap_or_default().to_ascii_uppercase();
    match approach.as_str() {
        "DECOUPLED" => Sca::Decoupled { psu_message },
        "EMBEDDED" => Sca::Unusable(Unusable::Embedded),
        _ if is_done(body) => Sca::NotNeeded,
        // No header, no link, but words for the PSU: the standard's own example of a decoupled approval.
        "" if psu_message.is_some() => Sca::Decoupled { psu_message },
        _ => Sca::Unusable(Unusable::NoWay),
    }
}

/// Whether the answer says that the approval is behind us.
fn is_done(body: &Body) -> bool {
    use super::codes::BankWord::{Executing, Settled};
    let sca = body.sca_status.as_ref().and_then(|Text(code)| ScaStatus::parse(code));
    let word = body.transaction_status.as_ref().and_then(|Text(code)| TransactionStatus::parse(code)?.word());
    let consent = body.consent_status.as_ref().and_then(|Text(code)| ConsentWord::parse(code));
    sca.is_some_and(ScaStatus::is_approved)
        || matches!(word, Some(Executing { .. } | Settled))
        || consent == Some(ConsentWord::Valid)
}

// An SCA address is as good as a key.
impl std::fmt::Debug for Sca {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Redirect { .. } => f.write_str("Redirect"),
            Self::Request { .. } => f.write_str("Request"),
            Self::OAuth { metadata_url } => write!(f, "OAuth({metadata_url})"),
            Self::Start { link, needs_psu_id } => write!(f, "Start({link}, needs_psu_id: {needs_psu_id})"),
            Self::Decoupled { .. } => f.write_str("Decoupled"),
            Self::NotNeeded => f.write_str("NotNeeded"),
            Self::Unusable(why) => write!(f, "Unusable({why:?})"),
        }
    }
}
