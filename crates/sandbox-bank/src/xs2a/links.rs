//! The addresses of a payment's or consent's resources, as `_links` and `Location` carry them.
//! API links are paths on the bank's own host, as in the standard's examples; where the PSU goes is absolute.

use reqwest::Url;
use serde_json::{Map, Value};

use super::spelling;
use crate::bank::Bank;
use crate::case::{Authorisation, Case};
use crate::payment::Payment;

/// `/libra_ro/v1/payments/{product}/{paymentId}`
pub(super) fn payment_path(bank: &Bank, payment: &Payment) -> String {
    format!("/{}/v1/payments/{}/{}", bank.personality.provider_id, payment.product.path, payment.case.id)
}

/// `/libra_ro/v1/consents/{consentId}`
pub(super) fn consent_path(bank: &Bank, consent_id: &str) -> String {
    format!("/{}/v1/consents/{consent_id}", bank.personality.provider_id)
}

/// `/libra_ro/v1/accounts`
pub(super) fn accounts_path(bank: &Bank) -> String {
    format!("/{}/v1/accounts", bank.personality.provider_id)
}

/// `Location`: the absolute form of a path, where the bank has a public name.
///
/// The file gives the header `format: url`, which validators read as an address on the open internet: `localhost` and
/// plain IP addresses break it. The header is optional there and `_links.self` says the same, so a local bank omits it.
pub(super) fn location(bank: &Bank, here: &str) -> Option<String> {
    let home = Url::parse(&bank.street.public_url).ok()?;
    let is_public = home.domain().is_some_and(|name| name.contains('.'));
    is_public.then(|| format!("{}{here}", bank.street.public_url))
}

/// `_links` of the answer to the first call; without an authorisation the TPP has to start one.
pub(super) fn of_case(bank: &Bank, case: &Case, here: &str) -> Value {
    let mut links = match case.authorisations.first() {
        Some(authorisation) => of_authorisation(bank, case, authorisation, here),
        None => {
            let start = spelling::link(bank.personality, format!("{here}/authorisations"));
            Map::from_iter([("startAuthorisation".to_owned(), start)])
        }
    };
    links.insert("status".to_owned(), spelling::link(bank.personality, format!("{here}/status")));
    links.insert("self".to_owned(), spelling::link(bank.personality, here.to_owned()));
    Value::Object(links)
}

/// Where the PSU goes, `scaRedirect` or `scaOAuth`, unless they are called in the app; and `scaStatus`.
pub(super) fn of_authorisation(
    bank: &Bank,
    case: &Case,
    authorisation: &Authorisation,
    here: &str,
) -> Map<String, Value> {
    let sca_status = format!("{here}/authorisations/{}", authorisation.id);
    let sca_status = ("scaStatus".to_owned(), spelling::link(bank.personality, sca_status));
    if case.in_app {
        return Map::from_iter([sca_status]);
    }
    let (way, address) = match bank.personality.oauth() {
        None => ("scaRedirect", bank.sca_address(authorisation)),
        Some(oauth) if oauth.metadata => {
            ("scaOAuth", format!("{}/.well-known/oauth-authorization-server", bank.public_url()))
        }
        Some(_) => ("scaOAuth", format!("{}/oauth/authorize", bank.public_url())),
    };
    Map::from_iter([(way.to_owned(), spelling::link(bank.personality, address)), sca_status])
}
