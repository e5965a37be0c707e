//! Ways out of the bank's pages: where a PSU is sent once a decision is taken, and with which words in the address.
//! The words are a hint to the TPP's page and prove nothing; the truth is read by API.
//! Never here: the pages themselves.

use reqwest::Url;

use crate::bank::Bank;
use crate::case::Decision;
use crate::ledger::{Opened, Subject};
use crate::oauth;
use crate::steering::Return;

/// Back to the TPP with what was decided, keeping the TPP's own query; none where it gave no address.
///
/// Approved: `paymentId` or `consentId`, `scaStatus=finalised`. Anything else: to the nok address if there is one, with the
/// id, `scaStatus=failed`, `error=access_denied`, `error_description`.
///
/// Where an authorisation request opened the door, it has a way back of its own.
pub(super) fn way_back(opened: &Opened) -> Option<Url> {
    let case = opened.case();
    if let Some(ask) = &opened.ask {
        return Some(oauth::way_back(opened, ask, refusal(case.decision())));
    }
    let id = match &opened.subject {
        Subject::Payment(_) => ("paymentId", case.id.as_str()),
        Subject::Consent(_) => ("consentId", case.id.as_str()),
    };
    let good = opened.authorisation.tpp.redirect.clone();
    let bad = opened.authorisation.tpp.nok_redirect.clone().or_else(|| good.clone());
    match (case.decision(), case.homecoming) {
        (Some(Decision::Approve), Return::Success) => Some(with(good?, &[id, ("scaStatus", "finalised")])),
        (Some(Decision::Approve), Return::Bare) => {
            let mut bare = good?;
            bare.set_query(None);
            Some(bare)
        }
        (Some(Decision::Approve), Return::ServerError) => Some(with(bad?, &[id, ("error", "server_error")])),
        (decision, _) => {
            let said = ("error_description", refusal(decision));
            Some(with(bad?, &[id, ("scaStatus", "failed"), ("error", "access_denied"), said]))
        }
    }
}

/// Why there is no success to tell at this door.
fn refusal(decision: Option<Decision>) -> &'static str {
    match decision {
        Some(Decision::Reject) => "rejected by the PSU",
        Some(Decision::Cancel) => "cancelled by the PSU",
        Some(Decision::Withdraw) => "withdrawn by the TPP",
        Some(Decision::Approve) => "not approved here",
        None => "the address has expired",
    }
}

fn with(mut url: Url, words: &[(&str, &str)]) -> Url {
    url.query_pairs_mut().extend_pairs(words);
    url
}

/// A path on this host.
pub(super) fn login_path(bank: &Bank, opened: &Opened) -> String {
    format!("/{}/sca/{}", bank.personality.provider_id, opened.sca_key)
}

/// A path on this host.
pub(super) fn approval_path(bank: &Bank, opened: &Opened, session: &str) -> String {
    format!("{}/{session}", login_path(bank, opened))
}
