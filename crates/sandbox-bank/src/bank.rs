//! One bank at work: its personality, its books, its customer's accounts, its health. Locks are taken and left here, never held by a caller.
//! Never here: HTTP shapes (see `xs2a`, `pages`) or rules between payments (see `ledger`).

use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::case::{Authorisation, Decision};
use crate::consent::Consent;
use crate::history::Histories;
use crate::ledger::{Decided, Ledger, Opened, Subject, new_key};
use crate::payment::Payment;
use crate::personality::Personality;
use crate::street::Street;

/// How a bank feels, by order of `/_control`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Health {
    Up,
    /// Answers, slowly.
    Degraded,
    /// Answers 503 to everybody.
    Down,
}

impl Health {
    const ALL: [Self; 3] = [Self::Up, Self::Degraded, Self::Down];

    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Degraded => "degraded",
            Self::Down => "down",
        }
    }

    pub(crate) fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|health| health.word() == word)
    }
}

/// A bank of the street.
pub(crate) struct Bank {
    pub(crate) personality: &'static Personality,
    pub(crate) street: Arc<Street>,
    ledger: Mutex<Ledger>,
    histories: Mutex<Histories>,
    /// An index into [`Health::ALL`].
    health: AtomicU8,
}

impl Bank {
    pub(crate) fn new(personality: &'static Personality, street: Arc<Street>) -> Self {
        let histories = Mutex::new(Histories::new(personality.accounts, street.clock.now_ms()));
        Self { personality, street, ledger: Mutex::default(), histories, health: AtomicU8::new(0) }
    }

    pub(crate) fn now_ms(&self) -> i64 {
        self.street.clock.now_ms()
    }

    pub(crate) fn health(&self) -> Health {
        let index = usize::from(self.health.load(Ordering::Relaxed));
        Health::ALL.get(index).copied().unwrap_or(Health::Up)
    }

    pub(crate) fn set_health(&self, health: Health) {
        let index = Health::ALL.iter().position(|one| *one == health);
        let index = index.and_then(|index| u8::try_from(index).ok());
        self.health.store(index.unwrap_or(0), Ordering::Relaxed);
    }

    /// The books, until the guard goes. No await while it lives.
    pub(crate) fn books(&self) -> MutexGuard<'_, Ledger> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What has gone over the customer's accounts, until the guard goes. No await while it lives.
    pub(crate) fn histories(&self) -> MutexGuard<'_, Histories> {
        self.histories.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn payment(&self, id: &str) -> Option<Payment> {
        self.books().subject(id).and_then(Subject::payment).cloned()
    }

    pub(crate) fn consent(&self, id: &str) -> Option<Consent> {
        self.books().subject(id).and_then(Subject::consent).cloned()
    }

    pub(crate) fn open(&self, sca_key: &str) -> Option<Opened> {
        self.books().open(sca_key)
    }

    /// What waits to be decided in the customer's app, the newest first.
    pub(crate) fn waiting_in_app(&self) -> Vec<Opened> {
        self.books().waiting_in_app(self.now_ms())
    }

    /// Compares what was typed; on success a session's key, good for the approval page of this address only.
    pub(crate) fn log_in<'a>(&self, opened: &Opened, typed: impl Fn(&str) -> Option<&'a str>) -> Option<String> {
        self.knows(typed).then(|| self.let_in(opened))
    }

    /// The same for a customer who is known already.
    pub(crate) fn let_in(&self, opened: &Opened) -> String {
        let session = new_key();
        let paying = opened.subject.payment().map(|payment| payment.rail.currency);
        let own_iban = paying.map_or("", |currency| self.personality.own_iban(currency));
        self.books().log_in(&opened.sca_key, session.clone(), own_iban);
        session
    }

    /// Whether the customer of this bank typed this.
    pub(crate) fn knows<'a>(&self, typed: impl Fn(&str) -> Option<&'a str>) -> bool {
        self.personality.login.iter().all(|field| typed(field.name).map(str::trim) == Some(field.expected))
    }

    /// The PSU's word; an approval executes the payment, or opens the accounts `shared`.
    pub(crate) fn decide(&self, sca_key: &str, decision: Decision, shared: Option<Vec<usize>>) -> Option<Decided> {
        self.books().decide(sca_key, decision, shared, self.now_ms())
    }

    /// Where browsers and outsiders reach this bank, without a slash at the end.
    pub(crate) fn public_url(&self) -> String {
        format!("{}/{}", self.street.public_url, self.personality.provider_id)
    }

    /// Where the PSU logs in, an absolute address.
    pub(crate) fn sca_address(&self, authorisation: &Authorisation) -> String {
        format!("{}/sca/{}", self.public_url(), authorisation.sca_key)
    }

    /// What is steered at this bank, for the PSU's eyes.
    pub(crate) fn told(&self, subject: &Subject) -> &'static str {
        match subject {
            Subject::Payment(payment) => payment.steering.told_by(self.personality.confirms_funds),
            Subject::Consent(consent) => consent.steering.told,
        }
    }
}
