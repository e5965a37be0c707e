//! Payment or consent: the one place that knows what an attempt's bank is asked, what its answers say, and whose log hears of it.
//! Never here: calling (see `at_bank`), what a fact means (see `flow`).

use super::attempt::{Errand, Recorded, With};
use super::seen::PageId;
use super::{App, Fault, consents};
use crate::store::Write;
use crate::store::attempts::{AttemptRow, Subject};
use connectors::berlin_group::{
    self as bg, Answer, BankStatus, BankWord, CallIds, Cancellation, ConsentCreation, ConsentDeletion, ConsentReading,
    ConsentWord, Initiation, PaymentRef, Resource, Sca, ScaStatus, Unbuildable,
};
use connectors::profile::Profile;
use flow::lifecycle::{AttemptFact, Fact, consent, pays};
use protocol::page::{Approach, Reason};
use protocol::{AttemptState, ConsentStatus, LinkKind};

/// A call to a bank, or why it cannot be built.
pub(super) type Request = Result<http::Request<Vec<u8>>, Unbuildable>;

/// What a bank's last word about an attempt comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// The fact.
    pub fact: AttemptFact,
    /// A second person must sign.
    pub second_signer: bool,
}

/// A bank's word, and what it may tell of the reason.
pub(super) struct Said {
    pub word: Word,
    pub sca: Option<ScaStatus>,
    because: Because,
}

enum Because {
    Payment(BankWord, Option<Reason>),
    Consent(ConsentWord, Option<Reason>),
}

/// What asking a bank how it stands came to.
pub(super) enum Reading {
    Said(Said),
    /// The bank knows nothing of it.
    NotFound,
    /// The bank does not let us read.
    Denied,
    /// No word, and in one word why.
    Unclear(&'static str),
}

/// What a bank took.
pub(super) struct Taken {
    /// The bank's id.
    pub resource_id: String,
    pub sca: Sca,
    pub sca_status_link: Option<String>,
}

/// What sending an intent came to.
pub(super) enum Opening {
    Taken(Taken),
    NotTaken(bg::Fault),
    Refused(Reason, bg::Fault),
    Unknown(bg::Fault),
}

impl Said {
    /// Why it ended in vain; `sca` where it was asked apart.
    pub fn reason(&self, sca: Option<ScaStatus>) -> Option<Reason> {
        match self.because {
            Because::Payment(word, told) => bg::explain(word, told, sca),
            Because::Consent(word, told) => bg::explain_consent(word, told, sca),
        }
    }
}

/// Asks how it stands; `None` for what the bank never took.
pub(super) fn status(profile: &Profile, attempt: &AttemptRow, token: Option<&str>, ids: &CallIds) -> Option<Request> {
    let id = attempt.resource_id.as_deref()?;
    Some(match attempt.subject {
        Subject::Payment => bg::status(profile, &payment(attempt, id), token, ids),
        Subject::Consent => bg::consent_status(profile, id, token, ids),
    })
}

/// Asks that a payment be cancelled, a consent deleted; `None` for what the bank never took.
pub(super) fn cancel(profile: &Profile, attempt: &AttemptRow, token: Option<&str>, ids: &CallIds) -> Option<Request> {
    let id = attempt.resource_id.as_deref()?;
    Some(match attempt.subject {
        Subject::Payment => bg::cancel(profile, &payment(attempt, id), token, ids),
        Subject::Consent => bg::delete_consent(profile, id, token, ids),
    })
}

/// Whether the bank says that it did so.
pub(super) fn is_cancelled(attempt: &AttemptRow, answer: &Answer<'_>) -> bool {
    match attempt.subject {
        Subject::Payment => bg::read_cancel(answer) == Cancellation::Cancelled,
        Subject::Consent => bg::read_consent_deletion(answer) == ConsentDeletion::Deleted,
    }
}

/// What an approval at an OAuth2 bank is for.
pub(super) fn resource<'a>(attempt: &AttemptRow, id: &'a str) -> Resource<'a> {
    match attempt.subject {
        Subject::Payment => Resource::Payment(id),
        Subject::Consent => Resource::Consent(id),
    }
}

/// Reads the answer to the intent.
pub(super) fn read_opening(profile: &Profile, attempt: &AttemptRow, answer: &Answer<'_>) -> Opening {
    match attempt.subject {
        Subject::Payment => match bg::read_initiation(profile, answer) {
            Initiation::Accepted(taken) => Opening::Taken(Taken {
                resource_id: taken.payment_id,
                sca: taken.sca,
                sca_status_link: taken.sca_status_link,
            }),
            Initiation::NotTaken { fault, .. } => Opening::NotTaken(fault),
            Initiation::Refused { reason, fault, .. } => Opening::Refused(reason, fault),
            Initiation::Unknown { fault, .. } => Opening::Unknown(fault),
        },
        Subject::Consent => match bg::read_consent_creation(profile, answer) {
            ConsentCreation::Accepted { consent_id, sca, sca_status_link, .. } => {
                Opening::Taken(Taken { resource_id: consent_id, sca, sca_status_link })
            }
            ConsentCreation::NotTaken { fault, .. } => Opening::NotTaken(fault),
            ConsentCreation::Refused { reason, fault, .. } => Opening::Refused(reason, fault),
            ConsentCreation::Unknown { fault, .. } => Opening::Unknown(fault),
        },
    }
}

/// Reads the answer to `status`.
pub(super) fn read_status(attempt: &AttemptRow, answer: &Answer<'_>) -> Reading {
    match attempt.subject {
        Subject::Payment => match bg::read_status(answer) {
            BankStatus::Said(said) => Reading::Said(Said {
                word: of_payment(said.word),
                sca: said.sca,
                because: Because::Payment(said.word, said.told),
            }),
            BankStatus::Unrecognised { .. } => Reading::Unclear("unrecognised"),
            BankStatus::NotFound(_) => Reading::NotFound,
            BankStatus::Denied(_) => Reading::Denied,
            BankStatus::Unavailable(_) => Reading::Unclear("unavailable"),
        },
        Subject::Consent => match bg::read_consent_status(answer) {
            ConsentReading::Said { word, told } => Reading::Said(Said {
                word: of_consent(word, attempt.state),
                sca: None,
                because: Because::Consent(word, told),
            }),
            ConsentReading::Unrecognised { .. } => Reading::Unclear("unrecognised"),
            ConsentReading::NotFound(_) => Reading::NotFound,
            ConsentReading::Denied(_) => Reading::Denied,
            ConsentReading::Unavailable(_) => Reading::Unclear("unavailable"),
        },
    }
}

const fn of_payment(word: BankWord) -> Word {
    let fact = match word {
        BankWord::Pending { .. } => AttemptFact::Pending,
        BankWord::Executing { .. } => AttemptFact::Executing,
        BankWord::Settled => AttemptFact::Settled,
        BankWord::Refused => AttemptFact::Refused,
        BankWord::Cancelled => AttemptFact::Cancelled,
    };
    Word { fact, second_signer: matches!(word, BankWord::Pending { second_signer: true }) }
}

/// `rejected` ends an authorisation; said of a consent that was valid, it ends the consent.
const fn of_consent(word: ConsentWord, state: AttemptState) -> Word {
    let fact = match word {
        ConsentWord::Received | ConsentWord::PartiallyAuthorised => AttemptFact::Pending,
        ConsentWord::Valid => AttemptFact::Settled,
        ConsentWord::Rejected if !matches!(state, AttemptState::Settled) => AttemptFact::Refused,
        ConsentWord::Rejected | ConsentWord::RevokedByPsu | ConsentWord::Expired | ConsentWord::TerminatedByTpp => {
            AttemptFact::Cancelled
        }
    };
    Word { fact, second_signer: matches!(word, ConsentWord::PartiallyAuthorised) }
}

fn payment(attempt: &AttemptRow, id: &str) -> PaymentRef {
    PaymentRef { method_id: attempt.method_id.clone(), payment_id: id.to_owned() }
}

impl App {
    /// Records what became known about an attempt, in the log of its link or consent.
    ///
    /// # Errors
    /// `Fault::NotFound`, `Fault::NoConsent`, `Fault::Store`.
    pub async fn record_of(&self, attempt: &AttemptRow, known: AttemptFact, with: With) -> Result<Recorded, Fault> {
        let (id, number) = (&attempt.object_id, attempt.number);
        match attempt.subject {
            Subject::Payment => self.record(id, Fact::Of(number, known), with).await,
            Subject::Consent => self.record_consent(id, consent::Fact::Of(number, known), with).await,
        }
    }

    /// Records that an attempt begins, in the place of this one where it renews one.
    pub(super) async fn record_begun(
        &self,
        (subject, object_id): (Subject, &str),
        renews: Option<u32>,
        with: With,
    ) -> Result<Recorded, Fault> {
        match subject {
            Subject::Payment => self.record(object_id, renews.map_or(Fact::Begun, Fact::Renewed), with).await,
            Subject::Consent => {
                let fact = renews.map_or(consent::Fact::Begun, consent::Fact::Renewed);
                self.record_consent(object_id, fact, with).await
            }
        }
    }

    /// What there is still to do at the bank about an attempt, one of `rows`.
    pub(super) async fn errand(
        &self,
        write: &mut Write,
        attempt: &AttemptRow,
        rows: &[AttemptRow],
    ) -> Result<Errand, Fault> {
        if attempt.subject == Subject::Payment {
            return Ok(Errand::Hear);
        }
        let row = crate::store::consents::in_write(write, &attempt.object_id).await?.ok_or(Fault::NoConsent)?;
        let now = self.now_ms();
        Ok(consents::record::errand(&row, &consents::record::as_consent(&row, rows, now), attempt.number, now))
    }

    /// Whether what the bank holds by this attempt is to be deleted there, whatever the bank says of it: the consent does not live by it.
    pub(super) async fn must_go(&self, attempt: &AttemptRow) -> Result<bool, Fault> {
        if attempt.subject == Subject::Payment {
            return Ok(false);
        }
        let row = self.store.consent(&attempt.object_id).await?.ok_or(Fault::NoConsent)?;
        let attempts = self.store.attempts(&attempt.object_id).await?;
        Ok(consents::record::as_consent(&row, &attempts, self.now_ms()).is_unwanted(attempt.number))
    }

    /// Whether a token for this attempt would still be of use: a consent's while it is at the bank, or given, by this attempt.
    pub(super) async fn is_awaited(&self, attempt: &AttemptRow) -> Result<bool, Fault> {
        use ConsentStatus::{Active, Authorized, AwaitingAuthz, ScaUrlRetrieved, Suspended};
        if attempt.subject == Subject::Payment {
            return Ok(true);
        }
        let row = self.store.consent(&attempt.object_id).await?.ok_or(Fault::NoConsent)?;
        let counts = self.store.attempts(&attempt.object_id).await?.last().map(|last| last.number);
        let is_live = matches!(row.status, ScaUrlRetrieved | AwaitingAuthz | Authorized | Active | Suspended);
        Ok(is_live && counts == Some(attempt.number))
    }

    /// Whether what waits at its bank must not be approved any more: another attempt has paid, or nobody can be sent there.
    pub(super) async fn waits_in_vain(&self, attempt: &AttemptRow) -> Result<bool, Fault> {
        use AttemptState::{Accepted, Left};
        let is_called = attempt.approach == Approach::Decoupled;
        if matches!(attempt.state, Accepted | Left) && attempt.sca.is_none() && !is_called {
            return Ok(true);
        }
        let attempts = self.store.attempts(&attempt.object_id).await?;
        let paid = |one: &AttemptRow| one.number != attempt.number && pays(one.state);
        Ok(attempt.subject == Subject::Payment && attempts.iter().any(paid))
    }

    /// How what an attempt is of is carried out, and where its client wants the PSU back.
    ///
    /// # Errors
    /// `Fault::Store`.
    pub(super) async fn kind_of(&self, attempt: &AttemptRow) -> Result<Option<(LinkKind, Option<String>)>, Fault> {
        let id = &attempt.object_id;
        Ok(match attempt.subject {
            Subject::Payment => self.store.link(id).await?.map(|row| (row.kind, row.options.redirect_url)),
            Subject::Consent => self.store.consent(id).await?.map(|row| (row.kind, row.options.redirect_url)),
        })
    }

    /// The page that an attempt was begun from: for who knows a consent only by its own id, the reduced view.
    ///
    /// # Errors
    /// `Fault::Store`.
    pub(super) async fn page_of(&self, attempt: &AttemptRow) -> Result<Option<PageId>, Fault> {
        let id = match attempt.subject {
            Subject::Consent if attempt.reduced => Some(attempt.object_id.clone()),
            Subject::Payment => self.store.link(&attempt.object_id).await?.map(|row| row.web_id),
            Subject::Consent => self.store.consent(&attempt.object_id).await?.map(|row| row.web_id),
        };
        Ok(id.map(|id| PageId { subject: attempt.subject, id }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_banks_words_of_a_consent_before_and_after_it_was_valid() {
        use AttemptFact::{Cancelled, Pending, Refused, Settled};
        let table = [
            (ConsentWord::Received, Pending, Pending),
            (ConsentWord::PartiallyAuthorised, Pending, Pending),
            (ConsentWord::Valid, Settled, Settled),
            (ConsentWord::Rejected, Refused, Cancelled),
            (ConsentWord::RevokedByPsu, Cancelled, Cancelled),
            (ConsentWord::Expired, Cancelled, Cancelled),
            (ConsentWord::TerminatedByTpp, Cancelled, Cancelled),
        ];
        assert_eq!(table.len(), ConsentWord::ALL.len());
        for (word, before, after) in table {
            assert_eq!(of_consent(word, AttemptState::Left).fact, before, "{word:?}");
            assert_eq!(of_consent(word, AttemptState::Settled).fact, after, "{word:?}");
            let waits_for_another = word == ConsentWord::PartiallyAuthorised;
            assert_eq!(of_consent(word, AttemptState::Left).second_signer, waits_for_another, "{word:?}");
        }
    }
}
