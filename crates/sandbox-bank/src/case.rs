//! What a TPP has a PSU decide, payment or consent alike: who asks, the authorisations, and what was decided.
//! Never here: what is decided about (see `payment`, `consent`), or what a decision brings about.

use reqwest::Url;
use uuid::Uuid;

use crate::status::ScaStatus;
use crate::steering::Return;

/// How a case was decided; the first decision stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Decision {
    /// The PSU approved: it takes effect now, whatever happens to the browser.
    Approve,
    /// The PSU rejected it.
    Reject,
    /// The PSU left without deciding.
    Cancel,
    /// The TPP took it back by DELETE.
    Withdraw,
}

/// A decision, when it fell, and by which authorisation, through which door.
#[derive(Clone, Debug)]
pub(crate) struct Verdict {
    pub(crate) decision: Decision,
    pub(crate) at_ms: i64,
    pub(crate) authorisation_id: Option<String>,
    pub(crate) sca_key: Option<String>,
}

/// Where the TPP wants the PSU back.
#[derive(Clone, Debug, Default)]
pub(crate) struct TppAddresses {
    pub(crate) redirect: Option<Url>,
    pub(crate) nok_redirect: Option<Url>,
}

/// One SCA of one PSU. Its doors, the addresses that open a login page, are the ledger's.
#[derive(Clone, Debug)]
pub(crate) struct Authorisation {
    pub(crate) id: String,
    /// The unguessable part of the SCA address; told to nobody by banks whose doors are opened by OAuth.
    pub(crate) sca_key: String,
    pub(crate) created_ms: i64,
    pub(crate) tpp: TppAddresses,
    /// Whether a login succeeded.
    pub(crate) logged_in: bool,
}

/// A case in the ledger.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) id: String,
    pub(crate) x_request_id: Uuid,
    /// Who asks, for the PSU's eyes.
    pub(crate) asked_by: String,
    /// As the first call gave them; an authorisation may have its own.
    pub(crate) tpp: TppAddresses,
    pub(crate) created_ms: i64,
    /// How long an SCA address opens, in milliseconds after it was made; for ever when absent.
    pub(crate) sca_lives_ms: Option<i64>,
    /// Whether the PSU is called in the bank's app, and sent nowhere (the standard's decoupled approach).
    pub(crate) in_app: bool,
    /// How an approving PSU is sent back.
    pub(crate) homecoming: Return,
    pub(crate) authorisations: Vec<Authorisation>,
    pub(crate) verdict: Option<Verdict>,
}

impl Case {
    pub(crate) fn decision(&self) -> Option<Decision> {
        self.verdict.as_ref().map(|verdict| verdict.decision)
    }

    /// Whether an authorisation's address is dead by age.
    pub(crate) fn sca_expired(&self, authorisation: &Authorisation, now_ms: i64) -> bool {
        let age_ms = now_ms.saturating_sub(authorisation.created_ms);
        self.sca_lives_ms.is_some_and(|lives_ms| age_ms >= lives_ms)
    }

    pub(crate) fn sca_status(&self, authorisation: &Authorisation, now_ms: i64) -> ScaStatus {
        match &self.verdict {
            Some(verdict) => {
                let this_one = verdict.authorisation_id.as_deref() == Some(&authorisation.id);
                match verdict.decision {
                    Decision::Approve if this_one && self.homecoming != Return::Failure => ScaStatus::Finalised,
                    _ => ScaStatus::Failed,
                }
            }
            None if self.sca_expired(authorisation, now_ms) => ScaStatus::Failed,
            None if authorisation.logged_in => ScaStatus::PsuAuthenticated,
            None => ScaStatus::Received,
        }
    }

    pub(crate) fn authorisation(&self, id: &str) -> Option<&Authorisation> {
        self.authorisations.iter().find(|one| one.id == id)
    }
}
