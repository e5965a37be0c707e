//! What one bank has written down: payments, the keys that lead to them, and the calls it took.
//! Every rule that must hold between two callers at once is held here, under the bank's one lock.
//! Never here: HTTP, pages, or the meaning of a time (see `payment`).

use std::collections::HashMap;

use serde_json::Value;
use uuid::Uuid;

use crate::payment::{Authorisation, Decision, Payment, TppAddresses, Verdict};

/// One API call, as counted for the TPP's own tests.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) at_ms: i64,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) x_request_id: Option<Uuid>,
    pub(crate) payment_id: Option<String>,
}

/// What an initiation came to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Taken {
    New,
    /// The same call again: this payment was made by its first arrival.
    Again(String),
    /// The same `X-Request-ID` over another request.
    Clash,
}

/// What a decision came to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Decided {
    /// It is the first and stands.
    Now,
    /// The same was decided before.
    Already,
    /// Something else was decided before.
    Otherwise,
    /// The SCA address is dead.
    Expired,
}

/// A payment and one of its authorisations, by the address the PSU holds.
pub(crate) struct Opened {
    pub(crate) payment: Payment,
    pub(crate) authorisation: Authorisation,
}

/// The books of one bank.
#[derive(Default)]
pub(crate) struct Ledger {
    payments: Vec<Payment>,
    by_id: HashMap<String, usize>,
    by_sca_key: HashMap<String, (usize, usize)>,
    /// What each `X-Request-ID` asked for, and the payment it made.
    by_request: HashMap<Uuid, (Value, String)>,
    calls: Vec<Call>,
}

impl Ledger {
    /// Writes a payment down, unless its `X-Request-ID` has been here; `asked` is all that must be equal in a repeat.
    pub(crate) fn take(&mut self, payment: Payment, asked: Value) -> Taken {
        if let Some((before, payment_id)) = self.by_request.get(&payment.x_request_id) {
            return if *before == asked { Taken::Again(payment_id.clone()) } else { Taken::Clash };
        }
        let index = self.payments.len();
        self.by_request.insert(payment.x_request_id, (asked, payment.id.clone()));
        self.by_id.insert(payment.id.clone(), index);
        for (place, authorisation) in payment.authorisations.iter().enumerate() {
            self.by_sca_key.insert(authorisation.sca_key.clone(), (index, place));
        }
        self.payments.push(payment);
        Taken::New
    }

    pub(crate) fn payment(&self, id: &str) -> Option<&Payment> {
        self.payments.get(*self.by_id.get(id)?)
    }

    /// All payments, oldest first.
    pub(crate) fn payments(&self) -> &[Payment] {
        &self.payments
    }

    pub(crate) fn open(&self, sca_key: &str) -> Option<Opened> {
        let (index, place) = *self.by_sca_key.get(sca_key)?;
        let payment = self.payments.get(index)?;
        Some(Opened { authorisation: payment.authorisations.get(place)?.clone(), payment: payment.clone() })
    }

    /// Adds an authorisation to a payment that nobody has decided about; false otherwise.
    pub(crate) fn add_authorisation(&mut self, payment_id: &str, new: Authorisation) -> bool {
        let Some(&index) = self.by_id.get(payment_id) else {
            return false;
        };
        let Some(payment) = self.payments.get_mut(index) else {
            return false;
        };
        if payment.verdict.is_some() {
            return false;
        }
        self.by_sca_key.insert(new.sca_key.clone(), (index, payment.authorisations.len()));
        payment.authorisations.push(new);
        true
    }

    /// Notes a login that succeeded; `own_iban` becomes the debtor's account where the TPP named none.
    pub(crate) fn log_in(&mut self, sca_key: &str, session: String, own_iban: &str) {
        if let Some(&(index, place)) = self.by_sca_key.get(sca_key)
            && let Some(payment) = self.payments.get_mut(index)
        {
            payment.order.debtor_iban.get_or_insert_with(|| own_iban.to_owned());
            if let Some(authorisation) = payment.authorisations.get_mut(place) {
                authorisation.sessions.push(session);
            }
        }
    }

    /// The PSU's word; none when no such address was ever made.
    pub(crate) fn decide(&mut self, sca_key: &str, decision: Decision, now_ms: i64) -> Option<Decided> {
        let (index, place) = *self.by_sca_key.get(sca_key)?;
        let payment = self.payments.get_mut(index)?;
        let authorisation = payment.authorisations.get(place)?;
        Some(match &payment.verdict {
            Some(verdict) if verdict.decision == decision => Decided::Already,
            Some(_) => Decided::Otherwise,
            None if payment.sca_expired(authorisation, now_ms) => Decided::Expired,
            None => {
                payment.verdict =
                    Some(Verdict { decision, at_ms: now_ms, authorisation_id: Some(authorisation.id.clone()) });
                Decided::Now
            }
        })
    }

    /// The TPP's DELETE: true when the payment is cancelled, now or already; false when it was decided otherwise.
    pub(crate) fn withdraw(&mut self, payment_id: &str, now_ms: i64) -> bool {
        let Some(payment) = self.by_id.get(payment_id).and_then(|index| self.payments.get_mut(*index)) else {
            return false;
        };
        let verdict = payment.verdict.get_or_insert(Verdict {
            decision: Decision::Withdraw,
            at_ms: now_ms,
            authorisation_id: None,
        });
        matches!(verdict.decision, Decision::Withdraw | Decision::Cancel)
    }

    pub(crate) fn note_call(&mut self, call: Call) {
        self.calls.push(call);
    }

    /// An initiation's call was counted before its payment had a name.
    pub(crate) fn name_call(&mut self, x_request_id: Uuid, payment_id: &str) {
        for call in &mut self.calls {
            if call.x_request_id == Some(x_request_id) && call.payment_id.is_none() {
                call.payment_id = Some(payment_id.to_owned());
            }
        }
    }

    /// Calls about one payment, or all; oldest first.
    pub(crate) fn calls(&self, payment_id: Option<&str>) -> Vec<Call> {
        self.calls
            .iter()
            .filter(|call| payment_id.is_none() || call.payment_id.as_deref() == payment_id)
            .cloned()
            .collect()
    }
}

/// A new authorisation with an address nobody can guess.
pub(crate) fn new_authorisation(tpp: TppAddresses, now_ms: i64) -> Authorisation {
    Authorisation {
        id: Uuid::new_v4().to_string(),
        sca_key: Uuid::new_v4().simple().to_string(),
        created_ms: now_ms,
        tpp,
        sessions: Vec::new(),
    }
}
