//! A decision is taken at a page, and the PSU is sent on.
//! Never here: where to (see `leaving`), what is said when there is nothing to decide (see `ended`).

use std::sync::Arc;

use axum::response::Response;

use super::ended::nothing_left;
use super::layout::see_other;
use super::leaving::{login_path, way_back};
use crate::bank::Bank;
use crate::case::Decision;
use crate::funds;
use crate::ledger::{Decided, Opened, Subject};

/// Takes a decision, with the accounts that an approval shares, and sends the PSU on; a second click of the same button goes the same way.
pub(super) fn conclude(bank: &Arc<Bank>, opened: &Opened, decision: Decision, shared: Option<Vec<usize>>) -> Response {
    let decided = bank.decide(&opened.sca_key, decision, shared);
    let now = bank.open(&opened.sca_key);
    let now = now.as_ref().unwrap_or(opened);
    if let (Some(Decided::Now), Subject::Payment(payment)) = (&decided, &now.subject) {
        // What was approved sets the creditor's side going.
        tokio::spawn(funds::confirm(Arc::clone(bank), payment.clone()));
    }
    match decided {
        Some(Decided::Now | Decided::Already) => match way_back(now) {
            Some(url) => see_other(url.as_str()),
            None => see_other(&login_path(bank, now)),
        },
        Some(Decided::Otherwise | Decided::Expired) | None => {
            nothing_left(bank, now).unwrap_or_else(|| see_other(&login_path(bank, now)))
        }
    }
}
