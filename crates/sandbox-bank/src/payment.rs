//! One payment: what it is now, as a pure function of what was decided and of the time.
//! Never here: where payments are kept, how they are asked for, or how they are shown.

use serde_json::{Map, Value};

use crate::case::{Case, Decision};
use crate::money::Amount;
use crate::personality::{Product, Rail};
use crate::status::Status;
use crate::steering::Steering;

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

/// A payment in the ledger.
#[derive(Clone, Debug)]
pub(crate) struct Payment {
    pub(crate) case: Case,
    pub(crate) product: &'static Product,
    pub(crate) rail: &'static Rail,
    pub(crate) order: Order,
    pub(crate) steering: &'static Steering,
}

impl Payment {
    /// What the bank says about the payment at `now_ms`.
    pub(crate) fn status(&self, now_ms: i64) -> Status {
        let Some(verdict) = &self.case.verdict else {
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
        let verdict = self.case.verdict.as_ref()?;
        if verdict.decision != Decision::Approve {
            return None;
        }
        let (after_ms, _) = self.steering.course.iter().find(|(_, status)| *status == Status::Acsc)?;
        Some(verdict.at_ms.saturating_add(*after_ms))
    }

    /// Why it was refused or cancelled by the bank, once it was.
    pub(crate) fn reason(&self, now_ms: i64) -> Option<&'static str> {
        match (self.case.decision(), self.status(now_ms)) {
            (Some(decision), Status::Rjct | Status::Canc) => match decision {
                Decision::Approve => self.steering.reason,
                Decision::Reject => Some("The account holder rejected the payment."),
                Decision::Cancel => Some("The account holder cancelled the authorisation."),
                Decision::Withdraw => None,
            },
            _ => None,
        }
    }
}
