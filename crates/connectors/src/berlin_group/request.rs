//! Our words as a bank's requests.
//! Never here: sending.

use super::intent::{CallIds, Intent, PaymentRef, Psu, Returns, Unbuildable};
use super::wire::{Account, Amount, PaymentBody};
use super::{links, seal};
use crate::profile::{DebtorAccount, IpPolicy, Profile, TokenIn};
use crate::{amount, text};
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::request::Builder;
use http::{HeaderValue, Method, Request};
use std::net::IpAddr;

/// Longest names that the standard's schema takes, in characters.
const MAX_NAME: usize = 70;
/// Longest remittance information.
const MAX_REMITTANCE: usize = 140;
/// Longest end-to-end id.
const MAX_END_TO_END: usize = 35;
/// The id that no payment has (RFC 9562, 5.9).
const NIL_UUID: &str = "00000000-0000-0000-0000-000000000000";
/// Longest part of a browser's own headers that is passed on.
const MAX_PASSED_ON: usize = 256;

/// `POST /v1/payments/{product}`: asks the bank to take a payment.
///
/// # Errors
/// `Unbuildable` names what cannot be said to this bank; nothing was sent.
pub fn initiate(profile: &Profile, intent: &Intent, ids: &CallIds) -> Result<Request<Vec<u8>>, Unbuildable> {
    let product = profile.product(&intent.method_id).ok_or(Unbuildable::Method)?;
    let body = body_of(profile, intent)?;
    let call = call(profile, Method::POST, profile.api.join(&format!("/v1/payments/{product}")), ids)?;
    let call = returns(psu(profile, call, &intent.psu)?, &intent.returns)?;
    let call = call.header("tpp-explicit-authorisation-preferred", "false");
    finish(profile, call.header(CONTENT_TYPE, "application/json"), body)
}

/// `POST …/authorisations`: starts the authorisation that an answer's `Sca::Start` told of.
///
/// # Errors
/// `Unbuildable` names what cannot be said to this bank; nothing was sent.
pub fn start_authorisation(
    profile: &Profile,
    link: &str,
    about: &Psu,
    back: &Returns,
    ids: &CallIds,
) -> Result<Request<Vec<u8>>, Unbuildable> {
    let address = links::api_address(profile, link).ok_or(Unbuildable::Link)?;
    let call = call(profile, Method::POST, address, ids)?;
    let call = returns(psu(profile, call, about)?, back)?;
    finish(profile, call.header(CONTENT_TYPE, "application/json"), b"{}".to_vec())
}

/// `GET …/{paymentId}/status`; with the PSU's token where one is held.
///
/// # Errors
/// `Unbuildable` names what cannot be said to this bank; nothing was sent.
pub fn status(
    profile: &Profile,
    payment: &PaymentRef,
    token: Option<&str>,
    ids: &CallIds,
) -> Result<Request<Vec<u8>>, Unbuildable> {
    let address = format!("{}/status", address_of(profile, payment)?);
    finish(profile, with_token(profile, call(profile, Method::GET, address, ids)?, token)?, Vec::new())
}

/// `GET` of an answer's `sca_status_link`; with the PSU's token where one is held.
///
/// # Errors
/// `Unbuildable` names what cannot be said to this bank; nothing was sent.
pub fn sca_status(
    profile: &Profile,
    link: &str,
    token: Option<&str>,
    ids: &CallIds,
) -> Result<Request<Vec<u8>>, Unbuildable> {
    let address = links::api_address(profile, link).ok_or(Unbuildable::Link)?;
    finish(profile, with_token(profile, call(profile, Method::GET, address, ids)?, token)?, Vec::new())
}

/// `DELETE …/{paymentId}`: asks the bank to cancel a payment; with the PSU's token where one is held.
///
/// # Errors
/// `Unbuildable` names what cannot be said to this bank; nothing was sent.
pub fn cancel(
    profile: &Profile,
    payment: &PaymentRef,
    token: Option<&str>,
    ids: &CallIds,
) -> Result<Request<Vec<u8>>, Unbuildable> {
    let call = call(profile, Method::DELETE, address_of(profile, payment)?, ids)?;
    finish(profile, with_token(profile, call, token)?, Vec::new())
}

/// The status of a payment that nobody has: a bank that lives says so (4xx), and nothing comes of it.
///
/// # Errors
/// `Unbuildable` names what cannot be said to this bank; nothing was sent.
pub fn probe(profile: &Profile, ids: &CallIds) -> Result<Request<Vec<u8>>, Unbuildable> {
    let (method_id, _) = profile.products.first().ok_or(Unbuildable::Method)?;
    let nobodys = PaymentRef { method_id: (*method_id).to_owned(), payment_id: NIL_UUID.to_owned() };
    status(profile, &nobodys, None, ids)
}

fn address_of(profile: &Profile, payment: &PaymentRef) -> Result<String, Unbuildable> {
    let product = profile.product(&payment.method_id).ok_or(Unbuildable::Method)?;
    let id = links::segment(&payment.payment_id).ok_or(Unbuildable::PaymentId)?;
    Ok(profile.api.join(&format!("/v1/payments/{product}/{id}")))
}

/// What stands in every call.
pub(super) fn call(profile: &Profile, method: Method, address: String, ids: &CallIds) -> Result<Builder, Unbuildable> {
    let id = &ids.x_request_id;
    let grouped =
        |at: usize, byte: u8| if matches!(at, 8 | 13 | 18 | 23) { byte == b'-' } else { byte.is_ascii_hexdigit() };
    if id.len() != 36 || !id.bytes().enumerate().all(|(at, byte)| grouped(at, byte)) {
        return Err(Unbuildable::RequestId);
    }
    let mut call = Request::builder().method(method).uri(address).header(ACCEPT, "application/json");
    call = call.header("x-request-id", id);
    for (name, value) in &profile.headers {
        call = call.header(*name, value);
    }
    Ok(call)
}

/// The PSU's token, where the bank looks for it.
pub(super) fn with_token(profile: &Profile, call: Builder, token: Option<&str>) -> Result<Builder, Unbuildable> {
    let Some(token) = token else { return Ok(call) };
    let oauth = profile.oauth.as_ref().ok_or(Unbuildable::Token)?;
    let (name, text) = match oauth.token_in {
        TokenIn::Bearer => (AUTHORIZATION.as_str(), format!("Bearer {token}")),
        TokenIn::Header(name) => (name, token.to_owned()),
    };
    let value = secret(&text).filter(|_| is_word(token)).ok_or(Unbuildable::Token)?;
    Ok(call.header(name, value))
}

/// Whether a text can stand in a header as one word.
pub(super) fn is_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// A header value that stays out of logs.
pub(super) fn secret(text: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_str(text).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// What the bank is told about the PSU's browser.
pub(super) fn psu(profile: &Profile, call: Builder, psu: &Psu) -> Result<Builder, Unbuildable> {
    let mut call = call.header("psu-ip-address", ip(profile.ip, psu.ip).to_string());
    if let Some(id) = psu.id.as_deref().filter(|id| !id.is_empty()) {
        call = call.header("psu-id", visible(id).ok_or(Unbuildable::PsuId)?);
    }
    for (name, text) in [("psu-user-agent", &psu.user_agent), ("psu-accept-language", &psu.accept_language)] {
        let passed_on: String =
            text.iter().flat_map(|text| text.chars()).filter(|c| matches!(c, ' '..='~')).take(MAX_PASSED_ON).collect();
        if !passed_on.trim().is_empty() {
            call = call.header(name, passed_on.trim());
        }
    }
    Ok(call)
}

/// Where the bank sends the PSU back, and that a redirect is what a hosted page can offer.
pub(super) fn returns(call: Builder, returns: &Returns) -> Result<Builder, Unbuildable> {
    let header = |text: &str| visible(text).filter(|_| !text.contains(' ')).ok_or(Unbuildable::ReturnUri);
    let nok = returns.nok_uri.as_deref().unwrap_or(&returns.redirect_uri);
    Ok(call
        .header("tpp-redirect-preferred", "true")
        .header("tpp-redirect-uri", header(&returns.redirect_uri)?)
        .header("tpp-nok-redirect-uri", header(nok)?))
}

/// The whole call, sealed where the bank wants it.
pub(super) fn finish(profile: &Profile, call: Builder, body: Vec<u8>) -> Result<Request<Vec<u8>>, Unbuildable> {
    let mut request = call.body(body).map_err(|_| Unbuildable::Profile)?;
    if let Some(seal) = &profile.seal {
        seal::seal(seal, &mut request).ok_or(Unbuildable::Seal)?;
    }
    Ok(request)
}

fn body_of(profile: &Profile, intent: &Intent) -> Result<Vec<u8>, Unbuildable> {
    if intent.amount_minor <= 0 {
        return Err(Unbuildable::Amount);
    }
    let end_to_end = intent.end_to_end_id.as_str();
    if end_to_end.len() > MAX_END_TO_END || !end_to_end.chars().all(text::is_bank_char) {
        return Err(Unbuildable::EndToEndId);
    }
    let said = |text: &str, longest| Some(text::for_bank(text).cut(longest)).filter(|text| !text.is_empty());
    let currency = intent.currency.as_str();
    let body = PaymentBody {
        end_to_end_identification: Some(end_to_end).filter(|id| !id.is_empty()),
        debtor_name: intent.debtor_name.as_deref().and_then(|name| said(name, MAX_NAME)),
        debtor_account: match (intent.debtor_iban.as_deref(), profile.debtor_account) {
            (Some(iban), _) => Some(Account { iban: Some(iban), currency: None }),
            (None, DebtorAccount::CurrencyOnly) => Some(Account { iban: None, currency: Some(currency) }),
            (None, DebtorAccount::LeftOut) => None,
        },
        instructed_amount: Amount { currency, amount: amount::format_minor(intent.amount_minor, currency) },
        creditor_account: Account { iban: Some(&intent.creditor_iban), currency: None },
        creditor_name: said(&intent.creditor_name, MAX_NAME).ok_or(Unbuildable::CreditorName)?,
        remittance_information_unstructured: said(&intent.remittance, MAX_REMITTANCE),
    };
    serde_json::to_vec(&body).map_err(|_| Unbuildable::Profile)
}

pub(super) fn ip(policy: IpPolicy, psu: Option<IpAddr>) -> IpAddr {
    // An IPv4 address may come dressed as IPv6 (`::ffff:192.0.2.1`) when a socket listens to both.
    match (policy, psu.map(|ip| ip.to_canonical())) {
        (_, Some(IpAddr::V4(ip))) => IpAddr::V4(ip),
        (IpPolicy::Any(_), Some(ip)) => ip,
        (IpPolicy::V4Only(own) | IpPolicy::Any(own), _) => IpAddr::V4(own),
    }
}

/// A header value of visible ASCII and inner spaces.
pub(super) fn visible(text: &str) -> Option<HeaderValue> {
    let fits = !text.is_empty() && text.bytes().all(|byte| matches!(byte, b' '..=b'~')) && text.trim() == text;
    fits.then(|| HeaderValue::from_str(text).ok()).flatten()
}
