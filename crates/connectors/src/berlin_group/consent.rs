//! A consent to account data as a bank's requests: asking for it, reading how it stands, ending it.
//! Never here: reading answers (see `consent_reading`), or the data itself (see `data`).

use super::data::is_day;
use super::intent::{CallIds, Psu, Returns, Unbuildable};
use super::links;
use super::request::{call, finish, psu, returns, with_token};
use super::wire::{AccessBody, Account, ConsentBody};
use crate::profile::{Ais, AskedAccess, Profile};
use http::header::CONTENT_TYPE;
use http::{Method, Request};
use protocol::DataGroup;

/// A consent to be asked for.
#[derive(Clone, PartialEq, Eq)]
pub struct ConsentIntent {
    /// What shall be readable.
    pub scope: Vec<DataGroup>,
    /// The last day, such as `2026-02-28`.
    pub valid_until: String,
    /// How often a day it is read without the PSU; `None` for one reading only.
    pub times_a_day: Option<u32>,
    /// The PSU's account, without spaces, where the method asks for it.
    pub iban: Option<String>,
    /// Who shares.
    pub psu: Psu,
    /// Where the bank sends the PSU back.
    pub returns: Returns,
}

/// `POST /v1/consents`: asks the bank to hold a consent, which the PSU then authorises.
///
/// # Errors
/// `Unbuildable` names what cannot be said to this bank; nothing was sent.
pub fn create_consent(
    profile: &Profile,
    intent: &ConsentIntent,
    ids: &CallIds,
) -> Result<Request<Vec<u8>>, Unbuildable> {
    let body = body_of(profile, intent)?;
    let mut call = call(profile, Method::POST, profile.api.join("/v1/consents"), ids)?;
    if let Some(Ais { access: AskedAccess::Unsaid { valid_until }, .. }) = profile.ais {
        call = call.header(valid_until, &intent.valid_until);
    }
    let call = returns(psu(profile, call, &intent.psu)?, &intent.returns)?;
    let call = call.header("tpp-explicit-authorisation-preferred", "false");
    finish(profile, call.header(CONTENT_TYPE, "application/json"), body)
}

/// `GET /v1/consents/{consentId}/status`; with the PSU's token where one is held.
///
/// # Errors
/// `Unbuildable` names what cannot be said to this bank; nothing was sent.
pub fn consent_status(
    profile: &Profile,
    consent_id: &str,
    token: Option<&str>,
    ids: &CallIds,
) -> Result<Request<Vec<u8>>, Unbuildable> {
    let address = format!("{}/status", address_of(profile, consent_id)?);
    finish(profile, with_token(profile, call(profile, Method::GET, address, ids)?, token)?, Vec::new())
}

/// `DELETE /v1/consents/{consentId}`: ends a consent, authorised or not; with the PSU's token where one is held.
///
/// # Errors
/// `Unbuildable` names what cannot be said to this bank; nothing was sent.
pub fn delete_consent(
    profile: &Profile,
    consent_id: &str,
    token: Option<&str>,
    ids: &CallIds,
) -> Result<Request<Vec<u8>>, Unbuildable> {
    let call = call(profile, Method::DELETE, address_of(profile, consent_id)?, ids)?;
    finish(profile, with_token(profile, call, token)?, Vec::new())
}

fn address_of(profile: &Profile, consent_id: &str) -> Result<String, Unbuildable> {
    profile.ais.as_ref().ok_or(Unbuildable::NoAis)?;
    let id = links::segment(consent_id).ok_or(Unbuildable::ConsentId)?;
    Ok(profile.api.join(&format!("/v1/consents/{id}")))
}

fn body_of(profile: &Profile, intent: &ConsentIntent) -> Result<Vec<u8>, Unbuildable> {
    let asked = profile.ais.as_ref().ok_or(Unbuildable::NoAis)?.access;
    if !is_day(&intent.valid_until) {
        return Err(Unbuildable::Day);
    }
    if matches!(asked, AskedAccess::Unsaid { .. }) {
        return Ok(Vec::new());
    }
    let body = ConsentBody {
        access: access_of(asked, intent)?,
        recurring_indicator: intent.times_a_day.is_some(),
        valid_until: &intent.valid_until,
        // The standard: 1 for a consent to one reading.
        frequency_per_day: intent.times_a_day.unwrap_or(1).max(1),
        // No payment follows in the same session.
        combined_service_indicator: false,
    };
    serde_json::to_vec(&body).map_err(|_| Unbuildable::Profile)
}

fn access_of(asked: AskedAccess, intent: &ConsentIntent) -> Result<AccessBody<'_>, Unbuildable> {
    let everything = DataGroup::ALL.iter().all(|group| intent.scope.contains(group));
    let accounts = match asked {
        AskedAccess::AllPsd2 if everything => {
            return Ok(AccessBody { all_psd2: Some("allAccounts"), ..AccessBody::default() });
        }
        AskedAccess::Dedicated { currency } => {
            let iban = intent.iban.as_deref().filter(|iban| !iban.is_empty()).ok_or(Unbuildable::AccountIban)?;
            vec![Account { iban: Some(iban), currency: Some(currency) }]
        }
        AskedAccess::AllPsd2 | AskedAccess::BankOffered | AskedAccess::Unsaid { .. } => Vec::new(),
    };
    let list = |group| intent.scope.contains(&group).then(|| accounts.clone());
    Ok(AccessBody {
        accounts: list(DataGroup::Accounts),
        balances: list(DataGroup::Balances),
        transactions: list(DataGroup::Transactions),
        all_psd2: None,
    })
}

// Whose account it is stays out of logs.
impl std::fmt::Debug for ConsentIntent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ConsentIntent")
            .field("scope", &self.scope)
            .field("valid_until", &self.valid_until)
            .field("times_a_day", &self.times_a_day)
            .finish_non_exhaustive()
    }
}
