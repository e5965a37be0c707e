//! Who may read account data: a known consent that is valid, a token where the bank gives tokens, and not too often.
//! Never here: what is read.

use axum::http::HeaderMap;

use crate::bank::Bank;
use crate::consent::{Consent, Right};
use crate::consent_steering::Reads;
use crate::status::ConsentStatus;
use crate::xs2a::admission::shows_token;
use crate::xs2a::answer::{Code, Fault, Refusal};
use crate::xs2a::headers::{self, CONSENT_ID, PSU_IP_ADDRESS, text};

/// The consent a read comes with. A token that came was found good before (see `admission`).
pub(super) fn enter(bank: &Bank, headers: &HeaderMap) -> Result<Consent, Refusal> {
    headers::check(headers)?;
    let id =
        text(headers, CONSENT_ID).ok_or_else(|| Refusal::of_faults(vec![Fault::new(CONSENT_ID, "is required")]))?;
    let consent = bank
        .consent(id)
        .ok_or_else(|| Refusal::of_field(Code::ConsentUnknown, CONSENT_ID, "is unknown to this bank"))?;
    if bank.personality.oauth().is_some_and(|oauth| !shows_token(oauth, headers)) {
        return Err(Refusal::new(Code::TokenInvalid, "Account data is read with a token."));
    }
    match consent.status(bank.now_ms()) {
        ConsentStatus::Valid => {}
        ConsentStatus::Expired => return Err(Refusal::new(Code::ConsentExpired, "The consent has expired.")),
        _ => return Err(Refusal::new(Code::ConsentInvalid, "The consent is not valid.")),
    }
    count(bank, headers, id)?;
    match consent.steering.reads {
        Reads::Served | Reads::OneAccountFails => Ok(consent),
        Reads::Fail => Err(Refusal::new(Code::ServiceUnavailable, "Account data cannot be read at the moment.")),
        Reads::Forbidden => Err(Refusal::new(Code::ServiceBlocked, "This access is blocked.")),
    }
}

/// Reads while the PSU is there are free.
fn count(bank: &Bank, headers: &HeaderMap, consent_id: &str) -> Result<(), Refusal> {
    let counted = bank.personality.ais.as_ref().is_some_and(|ais| ais.counts_unattended);
    let attended = headers.contains_key(PSU_IP_ADDRESS);
    if !counted || attended || bank.books().count_unattended(consent_id, bank.now_ms()) {
        return Ok(());
    }
    Err(Refusal::new(Code::AccessExceeded, "There were enough reads without the PSU today."))
}

/// The account a path names, where so much of it may be read.
pub(super) fn account(consent: &Consent, account_id: &str, right: Right) -> Result<usize, Refusal> {
    let place = consent
        .account_named(account_id)
        .ok_or_else(|| Refusal::of_field(Code::ResourceUnknown, "account-id", "is unknown to this consent"))?;
    if !consent.grants(place, right) {
        return Err(Refusal::new(Code::ConsentInvalid, "The consent does not reach so far."));
    }
    if fails(consent, place) {
        return Err(Refusal::new(Code::InternalError, ""));
    }
    Ok(place)
}

/// Whether this is the account that is steered to fail.
pub(super) fn fails(consent: &Consent, place: usize) -> bool {
    consent.steering.reads == Reads::OneAccountFails && consent.shared.last() == Some(&place)
}
