//! What one bank has written down: payments and consents, the doors that lead to them, what OAuth gave away, and the calls
//! it took.
//! Every rule that must hold between two callers at once is held here, under the bank's one lock.
//! Never here: HTTP, pages, or the meaning of a time (see `payment`, `consent`).

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

use serde_json::Value;
use uuid::Uuid;

use crate::case::{Authorisation, Case, Decision, TppAddresses, Verdict};
use crate::consent::{Consent, End};
use crate::oauth::{Ask, Grants, Token};
use crate::payment::Payment;
use crate::status::ConsentStatus;

/// What a PSU is asked to decide about.
#[derive(Clone, Debug)]
pub(crate) enum Subject {
    Payment(Payment),
    Consent(Consent),
}

impl Subject {
    pub(crate) fn case(&self) -> &Case {
        match self {
            Self::Payment(payment) => &payment.case,
            Self::Consent(consent) => &consent.case,
        }
    }

    fn case_mut(&mut self) -> &mut Case {
        match self {
            Self::Payment(payment) => &mut payment.case,
            Self::Consent(consent) => &mut consent.case,
        }
    }

    pub(crate) fn payment(&self) -> Option<&Payment> {
        match self {
            Self::Payment(payment) => Some(payment),
            Self::Consent(_) => None,
        }
    }

    pub(crate) fn consent(&self) -> Option<&Consent> {
        match self {
            Self::Consent(consent) => Some(consent),
            Self::Payment(_) => None,
        }
    }
}

/// One API call, as counted for the TPP's own tests.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) at_ms: i64,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) x_request_id: Option<Uuid>,
    /// The payment or the consent.
    pub(crate) about: Option<String>,
}

/// What the call that asks for something came to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Taken {
    New,
    /// The same call again: this was made by its first arrival.
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

/// A payment or consent and one of its authorisations, by the address the PSU holds.
pub(crate) struct Opened {
    pub(crate) subject: Subject,
    pub(crate) authorisation: Authorisation,
    pub(crate) sca_key: String,
    /// The authorisation request that opened this door; none where the address came by `scaRedirect`.
    pub(crate) ask: Option<Arc<Ask>>,
    /// One for each login that succeeded at this door.
    pub(crate) sessions: Vec<String>,
}

impl Opened {
    pub(crate) fn case(&self) -> &Case {
        self.subject.case()
    }

    /// When the approval came through this very door.
    pub(crate) fn approved_here_ms(&self) -> Option<i64> {
        let verdict = self.case().verdict.as_ref()?;
        let here = verdict.decision == Decision::Approve && verdict.sca_key.as_ref() == Some(&self.sca_key);
        here.then_some(verdict.at_ms)
    }
}

/// An address that opens a login page.
struct Door {
    /// The place in the books of what it is about.
    subject: usize,
    /// The authorisation's place therein.
    authorisation: usize,
    ask: Option<Arc<Ask>>,
    sessions: Vec<String>,
}

impl Door {
    fn new(subject: usize, authorisation: usize, ask: Option<Arc<Ask>>) -> Self {
        Self { subject, authorisation, ask, sessions: Vec::new() }
    }
}

/// The books of one bank.
#[derive(Default)]
pub(crate) struct Ledger {
    subjects: Vec<Subject>,
    by_id: HashMap<String, usize>,
    by_sca_key: HashMap<String, Door>,
    grants: Grants,
    /// By payment or consent: what the next status reads say instead of the truth.
    untruths: HashMap<String, VecDeque<String>>,
    /// What each `X-Request-ID` asked for, and what it made.
    by_request: HashMap<Uuid, (Value, String)>,
    /// Who logged in at the bank by themselves.
    customers: HashSet<String>,
    calls: Vec<Call>,
}

impl Ledger {
    /// Writes a payment or consent down, unless its `X-Request-ID` has been here; `asked` is all that must be equal in a
    /// repeat.
    pub(crate) fn take(&mut self, subject: Subject, asked: Value) -> Taken {
        let case = subject.case();
        if let Some((before, id)) = self.by_request.get(&case.x_request_id) {
            return if *before == asked { Taken::Again(id.clone()) } else { Taken::Clash };
        }
        let index = self.subjects.len();
        self.by_request.insert(case.x_request_id, (asked, case.id.clone()));
        self.by_id.insert(case.id.clone(), index);
        for (place, authorisation) in case.authorisations.iter().enumerate() {
            self.by_sca_key.insert(authorisation.sca_key.clone(), Door::new(index, place, None));
        }
        self.subjects.push(subject);
        Taken::New
    }

    pub(crate) fn subject(&self, id: &str) -> Option<&Subject> {
        self.subjects.get(*self.by_id.get(id)?)
    }

    fn subject_mut(&mut self, id: &str) -> Option<&mut Subject> {
        self.subjects.get_mut(*self.by_id.get(id)?)
    }

    fn consent_mut(&mut self, id: &str) -> Option<&mut Consent> {
        match self.subject_mut(id)? {
            Subject::Consent(consent) => Some(consent),
            Subject::Payment(_) => None,
        }
    }

    /// All payments, oldest first.
    pub(crate) fn payments(&self) -> impl Iterator<Item = &Payment> {
        self.subjects.iter().filter_map(Subject::payment)
    }

    /// All consents, oldest first.
    pub(crate) fn consents(&self) -> impl Iterator<Item = &Consent> {
        self.subjects.iter().filter_map(Subject::consent)
    }

    pub(crate) fn open(&self, sca_key: &str) -> Option<Opened> {
        let door = self.by_sca_key.get(sca_key)?;
        let subject = self.subjects.get(door.subject)?.clone();
        Some(Opened {
            authorisation: subject.case().authorisations.get(door.authorisation)?.clone(),
            subject,
            sca_key: sca_key.to_owned(),
            ask: door.ask.clone(),
            sessions: door.sessions.clone(),
        })
    }

    /// What waits to be decided in an app, the newest first.
    pub(crate) fn waiting_in_app(&self, now_ms: i64) -> Vec<Opened> {
        let waits = |opened: &Opened| {
            let case = opened.case();
            case.in_app && case.verdict.is_none() && !case.sca_expired(&opened.authorisation, now_ms)
        };
        let newest = |subject: &Subject| subject.case().authorisations.last().map(|one| one.sca_key.clone());
        let keys = self.subjects.iter().rev().filter(|subject| subject.case().in_app).filter_map(newest);
        keys.filter_map(|key| self.open(&key)).filter(waits).collect()
    }

    /// A door of its own for an authorisation request: its key, or none when there is no authorisation to enter.
    pub(crate) fn open_door(&mut self, id: &str, ask: Ask) -> Option<String> {
        let index = *self.by_id.get(id)?;
        let newest = self.subjects.get(index)?.case().authorisations.len().checked_sub(1)?;
        let sca_key = new_key();
        self.grants.promise(&ask, &sca_key);
        self.by_sca_key.insert(sca_key.clone(), Door::new(index, newest, Some(Arc::new(ask))));
        Some(sca_key)
    }

    /// Gives the token for a code, once: what it is for was approved through the code's own door, not too long ago,
    /// and `fits` holds of the request that the code answers.
    pub(crate) fn exchange(&mut self, code: &str, fits: impl FnOnce(&Ask) -> bool, now_ms: i64) -> Option<Token> {
        let opened = self.open(self.grants.door_of(code)?)?;
        let age_ms = now_ms.saturating_sub(opened.approved_here_ms()?);
        let good = age_ms < Ask::CODE_LIVES_MS && opened.ask.as_deref().is_some_and(fits);
        let scope = match &opened.subject {
            Subject::Payment(payment) => format!("PIS:{}", payment.case.id),
            Subject::Consent(consent) => format!("AIS:{}", consent.case.id),
        };
        good.then(|| self.grants.redeem(code, &scope, now_ms)).flatten()
    }

    /// Another token for a refresh token, which is used up by it.
    pub(crate) fn refresh(&mut self, refresh: &str, now_ms: i64) -> Option<Token> {
        self.grants.renew(refresh, now_ms)
    }

    pub(crate) fn token(&self, access: &str) -> Option<&Token> {
        self.grants.token(access)
    }

    /// Adds an authorisation to what nobody has decided about; false otherwise.
    pub(crate) fn add_authorisation(&mut self, id: &str, new: Authorisation) -> bool {
        let Some(&index) = self.by_id.get(id) else {
            return false;
        };
        let Some(subject) = self.subjects.get_mut(index) else {
            return false;
        };
        let case = subject.case_mut();
        if case.verdict.is_some() {
            return false;
        }
        self.by_sca_key.insert(new.sca_key.clone(), Door::new(index, case.authorisations.len(), None));
        case.authorisations.push(new);
        true
    }

    /// Notes a login that succeeded; `own_iban` becomes the debtor's account where the TPP named none.
    pub(crate) fn log_in(&mut self, sca_key: &str, session: String, own_iban: &str) {
        if let Some(door) = self.by_sca_key.get_mut(sca_key)
            && let Some(subject) = self.subjects.get_mut(door.subject)
        {
            door.sessions.push(session);
            if let Subject::Payment(payment) = subject {
                payment.order.debtor_iban.get_or_insert_with(|| own_iban.to_owned());
            }
            if let Some(authorisation) = subject.case_mut().authorisations.get_mut(door.authorisation) {
                authorisation.logged_in = true;
            }
        }
    }

    /// The PSU's word; none when no such address was ever made. An approved consent shares `shared`, or all it was asked for.
    pub(crate) fn decide(
        &mut self,
        sca_key: &str,
        decision: Decision,
        shared: Option<Vec<usize>>,
        now_ms: i64,
    ) -> Option<Decided> {
        let door = self.by_sca_key.get(sca_key)?;
        let subject = self.subjects.get_mut(door.subject)?;
        let case = subject.case_mut();
        let authorisation = case.authorisations.get(door.authorisation)?;
        Some(match &case.verdict {
            Some(verdict) if verdict.decision == decision => Decided::Already,
            Some(_) => Decided::Otherwise,
            None if case.sca_expired(authorisation, now_ms) => Decided::Expired,
            None => {
                case.verdict = Some(Verdict {
                    decision,
                    at_ms: now_ms,
                    authorisation_id: Some(authorisation.id.clone()),
                    sca_key: Some(sca_key.to_owned()),
                });
                if let (Subject::Consent(consent), Decision::Approve) = (subject, decision) {
                    consent.shared = shared.unwrap_or_else(|| consent.terms.accounts.clone());
                }
                Decided::Now
            }
        })
    }

    /// The TPP's DELETE of a payment: true when it is cancelled, now or already; false when it was decided otherwise.
    pub(crate) fn withdraw(&mut self, payment_id: &str, now_ms: i64) -> bool {
        let Some(subject) = self.subject_mut(payment_id) else {
            return false;
        };
        matches!(withdrawn(subject.case_mut(), now_ms), Decision::Withdraw | Decision::Cancel)
    }

    /// Ends a consent that is not over yet; one that is stays as it ended. False when it was over.
    pub(crate) fn end_consent(&mut self, consent_id: &str, end: End, now_ms: i64) -> bool {
        let Some(consent) = self.consent_mut(consent_id) else {
            return false;
        };
        let open = matches!(consent.status(now_ms), ConsentStatus::Received | ConsentStatus::Valid);
        if open {
            consent.ended = Some((end, now_ms));
            withdrawn(&mut consent.case, now_ms);
        }
        open
    }

    /// Counts a read of a consent's accounts without the PSU; false when there were enough today.
    pub(crate) fn count_unattended(&mut self, consent_id: &str, now_ms: i64) -> bool {
        self.consent_mut(consent_id).is_some_and(|consent| consent.count_unattended(now_ms))
    }

    /// A session for a customer who came by themselves.
    pub(crate) fn let_in(&mut self) -> String {
        let session = new_key();
        self.customers.insert(session.clone());
        session
    }

    /// Whether this is such a session.
    pub(crate) fn is_in(&self, session: &str) -> bool {
        self.customers.contains(session)
    }

    /// Orders what the next status reads say, one each; in place of what was ordered before.
    pub(crate) fn order_untruths(&mut self, id: &str, codes: Vec<String>) {
        self.untruths.insert(id.to_owned(), codes.into());
    }

    /// What this status read says instead of the truth, if that was ordered.
    pub(crate) fn next_untruth(&mut self, id: &str) -> Option<String> {
        self.untruths.get_mut(id)?.pop_front()
    }

    pub(crate) fn note_call(&mut self, call: Call) {
        self.calls.push(call);
    }

    /// The call that asks for something was counted before that had a name.
    pub(crate) fn name_call(&mut self, x_request_id: Uuid, id: &str) {
        for call in &mut self.calls {
            if call.x_request_id == Some(x_request_id) && call.about.is_none() {
                call.about = Some(id.to_owned());
            }
        }
    }

    /// Calls about one payment or consent, or all; oldest first.
    pub(crate) fn calls(&self, about: Option<&str>) -> Vec<Call> {
        self.calls.iter().filter(|call| about.is_none() || call.about.as_deref() == about).cloned().collect()
    }
}

/// What a case is decided as, now that the TPP takes it back.
fn withdrawn(case: &mut Case, now_ms: i64) -> Decision {
    let verdict = case.verdict.get_or_insert(Verdict {
        decision: Decision::Withdraw,
        at_ms: now_ms,
        authorisation_id: None,
        sca_key: None,
    });
    verdict.decision
}

/// A new authorisation with an address nobody can guess.
pub(crate) fn new_authorisation(tpp: TppAddresses, now_ms: i64) -> Authorisation {
    Authorisation { id: Uuid::new_v4().to_string(), sca_key: new_key(), created_ms: now_ms, tpp, logged_in: false }
}

/// Nobody can guess it: 122 random bits.
pub(crate) fn new_key() -> String {
    Uuid::new_v4().simple().to_string()
}
