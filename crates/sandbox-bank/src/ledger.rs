//! What one bank has written down: payments, the doors that lead to them, what OAuth gave away, and the calls it took.
//! Every rule that must hold between two callers at once is held here, under the bank's one lock.
//! Never here: HTTP, pages, or the meaning of a time (see `payment`).

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use serde_json::Value;
use uuid::Uuid;

use crate::oauth::{Ask, Grants, Token};
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
    pub(crate) sca_key: String,
    /// The authorisation request that opened this door; none where the address came by `scaRedirect`.
    pub(crate) ask: Option<Arc<Ask>>,
    /// One for each login that succeeded at this door.
    pub(crate) sessions: Vec<String>,
}

impl Opened {
    /// When the payment was approved through this very door.
    pub(crate) fn approved_here_ms(&self) -> Option<i64> {
        let verdict = self.payment.verdict.as_ref()?;
        let here = verdict.decision == Decision::Approve && verdict.sca_key.as_ref() == Some(&self.sca_key);
        here.then_some(verdict.at_ms)
    }
}

/// An address that opens a login page.
struct Door {
    /// The payment's place in the books.
    payment: usize,
    /// The authorisation's place in the payment.
    authorisation: usize,
    ask: Option<Arc<Ask>>,
    sessions: Vec<String>,
}

impl Door {
    fn new(payment: usize, authorisation: usize, ask: Option<Arc<Ask>>) -> Self {
        Self { payment, authorisation, ask, sessions: Vec::new() }
    }
}

/// The books of one bank.
#[derive(Default)]
pub(crate) struct Ledger {
    payments: Vec<Payment>,
    by_id: HashMap<String, usize>,
    by_sca_key: HashMap<String, Door>,
    grants: Grants,
    /// By payment: what the next status reads say instead of the truth.
    untruths: HashMap<String, VecDeque<String>>,
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
            self.by_sca_key.insert(authorisation.sca_key.clone(), Door::new(index, place, None));
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
        let door = self.by_sca_key.get(sca_key)?;
        let payment = self.payments.get(door.payment)?.clone();
        Some(Opened {
            authorisation: payment.authorisations.get(door.authorisation)?.clone(),
            payment,
            sca_key: sca_key.to_owned(),
            ask: door.ask.clone(),
            sessions: door.sessions.clone(),
        })
    }

    /// A door of its own for an authorisation request: its key, or none when the payment has no authorisation to enter.
    pub(crate) fn open_door(&mut self, payment_id: &str, ask: Ask) -> Option<String> {
        let index = *self.by_id.get(payment_id)?;
        let newest = self.payments.get(index)?.authorisations.len().checked_sub(1)?;
        let sca_key = new_key();
        self.grants.promise(&ask, &sca_key);
        self.by_sca_key.insert(sca_key.clone(), Door::new(index, newest, Some(Arc::new(ask))));
        Some(sca_key)
    }

    /// Gives the token for a code, once: its payment was approved through the code's own door, not too long ago,
    /// and `fits` holds of the request that the code answers.
    pub(crate) fn exchange(&mut self, code: &str, fits: impl FnOnce(&Ask) -> bool, now_ms: i64) -> Option<Token> {
        let opened = self.open(self.grants.door_of(code)?)?;
        let age_ms = now_ms.saturating_sub(opened.approved_here_ms()?);
        let good = age_ms < Ask::CODE_LIVES_MS && opened.ask.as_deref().is_some_and(fits);
        good.then(|| self.grants.redeem(code, &opened.payment.id, now_ms)).flatten()
    }

    /// Another token for a refresh token, which is used up by it.
    pub(crate) fn refresh(&mut self, refresh: &str, now_ms: i64) -> Option<Token> {
        self.grants.renew(refresh, now_ms)
    }

    pub(crate) fn token(&self, access: &str) -> Option<&Token> {
        self.grants.token(access)
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
        self.by_sca_key.insert(new.sca_key.clone(), Door::new(index, payment.authorisations.len(), None));
        payment.authorisations.push(new);
        true
    }

    /// Notes a login that succeeded; `own_iban` becomes the debtor's account where the TPP named none.
    pub(crate) fn log_in(&mut self, sca_key: &str, session: String, own_iban: &str) {
        if let Some(door) = self.by_sca_key.get_mut(sca_key)
            && let Some(payment) = self.payments.get_mut(door.payment)
        {
            door.sessions.push(session);
            payment.order.debtor_iban.get_or_insert_with(|| own_iban.to_owned());
            if let Some(authorisation) = payment.authorisations.get_mut(door.authorisation) {
                authorisation.logged_in = true;
            }
        }
    }

    /// The PSU's word; none when no such address was ever made.
    pub(crate) fn decide(&mut self, sca_key: &str, decision: Decision, now_ms: i64) -> Option<Decided> {
        let door = self.by_sca_key.get(sca_key)?;
        let payment = self.payments.get_mut(door.payment)?;
        let authorisation = payment.authorisations.get(door.authorisation)?;
        Some(match &payment.verdict {
            Some(verdict) if verdict.decision == decision => Decided::Already,
            Some(_) => Decided::Otherwise,
            None if payment.sca_expired(authorisation, now_ms) => Decided::Expired,
            None => {
                payment.verdict = Some(Verdict {
                    decision,
                    at_ms: now_ms,
                    authorisation_id: Some(authorisation.id.clone()),
                    sca_key: Some(sca_key.to_owned()),
                });
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
            sca_key: None,
        });
        matches!(verdict.decision, Decision::Withdraw | Decision::Cancel)
    }

    /// Orders what the next status reads of a payment say, one each; in place of what was ordered before.
    pub(crate) fn order_untruths(&mut self, payment_id: &str, codes: Vec<String>) {
        self.untruths.insert(payment_id.to_owned(), codes.into());
    }

    /// What this status read says instead of the truth, if that was ordered.
    pub(crate) fn next_untruth(&mut self, payment_id: &str) -> Option<String> {
        self.untruths.get_mut(payment_id)?.pop_front()
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
    Authorisation { id: Uuid::new_v4().to_string(), sca_key: new_key(), created_ms: now_ms, tpp, logged_in: false }
}

/// Nobody can guess it: 122 random bits.
pub(crate) fn new_key() -> String {
    Uuid::new_v4().simple().to_string()
}
