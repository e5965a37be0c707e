//! The request headers of the OpenAPI file's payment endpoints as a table, and the check that walks it.
//! Never here: `X-Request-ID` (see `call`), bodies.

use axum::http::{HeaderMap, header};
use reqwest::Url;

use super::answer::{Code, Fault, Refusal};
use super::patterns::{is_boolean, is_geo_location, is_http_method, is_ipv4, is_uuid};
use crate::case::TppAddresses;
use crate::personality::Personality;

/// A header that has a shape; the others of the file are any text.
struct Header {
    name: &'static str,
    fits: fn(&str) -> bool,
    wanted: &'static str,
}

const SHAPED: &[Header] = &[
    Header { name: PSU_IP_ADDRESS, fits: is_ipv4, wanted: "must be an IPv4 address" },
    Header { name: REDIRECT_PREFERRED, fits: is_boolean, wanted: "must be true or false" },
    Header { name: "TPP-Decoupled-Preferred", fits: is_boolean, wanted: "must be true or false" },
    Header { name: EXPLICIT_PREFERRED, fits: is_boolean, wanted: "must be true or false" },
    Header { name: "TPP-Rejection-NoFunds-Preferred", fits: is_boolean, wanted: "must be true or false" },
    Header { name: REDIRECT_URI, fits: is_web_address, wanted: "must be an absolute http(s) URI" },
    Header { name: NOK_REDIRECT_URI, fits: is_web_address, wanted: "must be an absolute http(s) URI" },
    Header { name: "PSU-Http-Method", fits: is_http_method, wanted: "must be GET, POST, PUT, PATCH or DELETE" },
    Header { name: "PSU-Device-ID", fits: is_uuid, wanted: "must be a UUID" },
    Header {
        name: "PSU-Geo-Location",
        fits: is_geo_location,
        wanted: "must match GEO:-?[0-9]{1,2}\\.[0-9]{6};-?[0-9]{1,3}\\.[0-9]{6}",
    },
];

/// Under which consent accounts are read.
pub(super) const CONSENT_ID: &str = "Consent-ID";
/// There while the PSU is.
pub(super) const PSU_IP_ADDRESS: &str = "PSU-IP-Address";
const PSU_ID: &str = "PSU-ID";
const REDIRECT_URI: &str = "TPP-Redirect-URI";
const NOK_REDIRECT_URI: &str = "TPP-Nok-Redirect-URI";
const REDIRECT_PREFERRED: &str = "TPP-Redirect-Preferred";
const EXPLICIT_PREFERRED: &str = "TPP-Explicit-Authorisation-Preferred";

/// Every header that came and has a shape has it; and JSON may be answered.
pub(super) fn check(headers: &HeaderMap) -> Result<(), Refusal> {
    if !accepts_json(headers) {
        return Err(Refusal::new(Code::FormatsInvalid, "Only application/json is answered."));
    }
    refuse_any(faults(headers))
}

/// As [`check`], and what a call needs besides that asks for a payment or a consent.
pub(super) fn check_asking(headers: &HeaderMap, bank: &Personality, has_body: bool) -> Result<(), Refusal> {
    if has_body && !is_json(headers) {
        return Err(Refusal::of_field(Code::ContentTypeInvalid, "Content-Type", "must be application/json"));
    }
    if !accepts_json(headers) {
        return check(headers);
    }
    let mut faults = faults(headers);
    if !headers.contains_key(PSU_IP_ADDRESS) {
        faults.push(Fault::new(PSU_IP_ADDRESS, "is required"));
    }
    if bank.needs_psu_id && text(headers, PSU_ID).is_none_or(|id| id.trim().is_empty()) {
        faults.push(Fault::new(PSU_ID, "is required"));
    }
    // The file's remark on TPP-Redirect-URI: mandated when TPP-Redirect-Preferred equals true.
    if text(headers, REDIRECT_PREFERRED) == Some("true") && !headers.contains_key(REDIRECT_URI) {
        faults.push(Fault::new(REDIRECT_URI, "is required when TPP-Redirect-Preferred is true"));
    }
    refuse_any(faults)
}

/// Where the PSU shall come back to, of headers that passed a check.
pub(super) fn tpp_addresses(headers: &HeaderMap) -> TppAddresses {
    let address = |name| text(headers, name).and_then(|text| Url::parse(text).ok());
    TppAddresses { redirect: address(REDIRECT_URI), nok_redirect: address(NOK_REDIRECT_URI) }
}

/// Whether the PSU whom the TPP names is called in the bank's app.
pub(super) fn asks_in_app(headers: &HeaderMap, bank: &Personality, of_payment: bool) -> bool {
    bank.asks_in_app(text(headers, PSU_ID).map(str::trim), of_payment)
}

/// Whether the TPP wants to start the authorisation by a call of its own.
pub(super) fn wants_explicit_start(headers: &HeaderMap) -> bool {
    text(headers, EXPLICIT_PREFERRED) == Some("true")
}

/// What the PSU is told about who asks: the TPP's own words, else the host it wants the PSU back at.
pub(super) fn asked_by(headers: &HeaderMap, tpp: &TppAddresses) -> String {
    text(headers, "TPP-Brand-Logging-Information")
        .or(tpp.redirect.as_ref().and_then(Url::host_str))
        .unwrap_or("a payment service")
        .chars()
        .take(70)
        .collect()
}

fn faults(headers: &HeaderMap) -> Vec<Fault> {
    SHAPED
        .iter()
        .filter(|header| headers.get_all(header.name).iter().any(|value| !value.to_str().is_ok_and(header.fits)))
        .map(|header| Fault::new(header.name, header.wanted))
        .collect()
}

fn refuse_any(faults: Vec<Fault>) -> Result<(), Refusal> {
    if faults.is_empty() {
        return Ok(());
    }
    Err(Refusal::of_faults(faults))
}

/// A header's one text.
pub(super) fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// http and https only: the address becomes a link on the bank's page.
fn is_web_address(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https"))
}

fn is_json(headers: &HeaderMap) -> bool {
    text(headers, header::CONTENT_TYPE.as_str())
        .and_then(|value| value.split(';').next())
        .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

fn accepts_json(headers: &HeaderMap) -> bool {
    let mut wishes = headers.get_all(header::ACCEPT).iter().peekable();
    wishes.peek().is_none()
        || wishes
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .filter_map(|wish| wish.split(';').next())
            .any(|kind| {
                ["*/*", "application/*", "application/json"].iter().any(|ours| kind.trim().eq_ignore_ascii_case(ours))
            })
}
