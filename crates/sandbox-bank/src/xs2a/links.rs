//! The addresses of a payment's resources, as `_links` and `Location` carry them.
//! API links are paths on the bank's own host, as in the standard's examples; the SCA address is absolute.

use reqwest::Url;
use serde_json::{Map, Value, json};

use crate::bank::Bank;
use crate::payment::{Authorisation, Payment};

/// `/libra_ro/v1/payments/{product}/{paymentId}`
pub(super) fn payment_path(bank: &Bank, payment: &Payment) -> String {
    format!("/{}/v1/payments/{}/{}", bank.personality.provider_id, payment.product.path, payment.id)
}

/// `Location`: the absolute form of [`payment_path`], where the bank has a public name.
///
/// The file gives the header `format: url`, which validators read as an address on the open internet: `localhost` and
/// plain IP addresses break it. The header is optional there and `_links.self` says the same, so a local bank omits it.
pub(super) fn location(bank: &Bank, payment: &Payment) -> Option<String> {
    let home = Url::parse(&bank.street.public_url).ok()?;
    let is_public = home.domain().is_some_and(|name| name.contains('.'));
    is_public.then(|| format!("{}{}", bank.street.public_url, payment_path(bank, payment)))
}

/// `_links` of an initiation's answer; without an authorisation the TPP has to start one.
pub(super) fn of_payment(bank: &Bank, payment: &Payment) -> Value {
    let here = payment_path(bank, payment);
    let mut links = match payment.authorisations.first() {
        Some(authorisation) => of_authorisation(bank, payment, authorisation),
        None => {
            let start = json!({"href": format!("{here}/authorisations")});
            Map::from_iter([("startAuthorisation".to_owned(), start)])
        }
    };
    links.insert("self".to_owned(), json!({ "href": here }));
    links.insert("status".to_owned(), json!({"href": format!("{here}/status")}));
    Value::Object(links)
}

/// `scaRedirect` and `scaStatus`.
pub(super) fn of_authorisation(bank: &Bank, payment: &Payment, authorisation: &Authorisation) -> Map<String, Value> {
    let here = payment_path(bank, payment);
    let sca_status = format!("{here}/authorisations/{}", authorisation.id);
    Map::from_iter([
        ("scaRedirect".to_owned(), json!({"href": bank.sca_address(authorisation)})),
        ("scaStatus".to_owned(), json!({ "href": sca_status })),
    ])
}
