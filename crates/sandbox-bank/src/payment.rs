//! One payment and its authorisations: what it is now, as a pure function of what was decided and of the time.
//! Never here: where payments are kept, how they are asked for, or how they are shown.

use reqwest::Url;
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::money::Amount;
use crate::personality::{Product, Rail};
use crate::status::{ScaStatus, Status};
use crate::steering::Steering;

/// How a payment was decided; the first decision stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Decision {
    /// The PSU approved: the payment is executed now, whatever happens to the browser.
    Approve,
    /// The PSU rejected it.
    Reject,
    /// The PSU left without deciding about the payment.
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

/// The order as the bank read it.
#[derive(Clone, Debug)]
pub(crate) struct Order {
    pub(crate) amount: Amount,
    pub(crate) creditor_name: String,
    pub(crate) creditor_iban: String,
    pub(crate) remittance: Option<String>,
    pub(crate) end_to_end_id: Option<String>,
    pub(crate) debtor_iban: Option<String>,
    /// The request's own fields that the standard knows, given back by a read.
    pub(crate) fields: Map<String, Value>,
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

/// A payment in the ledger.
#[derive(Clone, Debug)]
pub(crate) struct Payment {
    pub(crate) id: String,
    pub(crate) x_request_id: Uuid,
    pub(crate) product: &'static Product,
    pub(crate) rail: &'static Rail,
    pub(crate) order: Order,
    /// Who asks, for the PSU's eyes.
    pub(crate) asked_by: String,
    /// As the initiation gave them; an authorisation may have its own.
    pub(crate) tpp: TppAddresses,
    pub(crate) steering: &'static Steering,
    pub(crate) created_ms: i64,
    pub(crate) authorisations: Vec<Authorisation>,
    pub(crate) verdict: Option<Verdict>,
}

impl Payment {
    /// What the bank says about the payment at `now_ms`.
    pub(crate) fn status(&self, now_ms: i64) -> Status {
        let Some(verdict) = &self.verdict else {
            return Status::Rcvd;
        };
        match verdict.decision {
            Decision::Approve => self.status_on_course(now_ms.saturating_sub(verdict.at_ms)),
            Decision::Reject => Status::Rjct,
            Decision::Cancel | Decision::Withdraw => Status::Canc,
        }
    }

    fn status_on_course(&self, since_approval_ms: i64) -> Status {
        self.steering
            .course
            .iter()
            .rev()
            .find(|(after_ms, _)| *after_ms <= since_approval_ms)
            .map_or(Status::Acsp, |(_, status)| *status)
    }

    /// When an approved payment settles, if it ever does.
    pub(crate) fn settles_at_ms(&self) -> Option<i64> {
        let verdict = self.verdict.as_ref()?;
        if verdict.decision != Decision::Approve {
            return None;
        }
        let (after_ms, _) = self.steering.course.iter().find(|(_, status)| *status == Status::Acsc)?;
        Some(verdict.at_ms.saturating_add(*after_ms))
    }

    /// Why it was refused or cancelled by the bank, once it was.
    pub(crate) fn reason(&self, now_ms: i64) -> Option<&'static str> {
        match (&self.verdict, self.status(now_ms)) {
            (Some(verdict), Status::Rjct | Status::Canc) => match verdict.decision {
                Decision::Approve => self.steering.reason,
                Decision::Reject => Some("The account holder rejected the payment."),
                Decision::Cancel => Some("The account holder cancelled the authorisation."),
                Decision::Withdraw => None,
            },
            _ => None,
        }
    }

    /// Whether an authorisation's address is dead by age.
    pub(crate) fn sca_expired(&self, authorisation: &Authorisation, now_ms: i64) -> bool {
        let age_ms = now_ms.saturating_sub(authorisation.created_ms);
        self.steering.sca_lives_ms.is_some_and(|lives_ms| age_ms >= lives_ms)
    }

    pub(crate) fn sca_status(&self, authorisation: &Authorisation, now_ms: i64) -> ScaStatus {
        match &self.verdict {
            Some(verdict) => {
                let this_one = verdict.authorisation_id.as_deref() == Some(&authorisation.id);
                match verdict.decision {
                    Decision::Approve if this_one => ScaStatus::Finalised,
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
