//! Types that ask the bank when they are made (`wrapped_sca`, `direct_sca`, `redirect_sca`): the API client waits for its answer, and
//! what the bank has not taken in time has failed. A late acceptance is cancelled at the bank, and never shown (see `at_bank::obey`).
//! Never here: what the intent says (see `pay`, `consents::authorise`), which method it is for (see `create`).

use super::address::query::is_web;
use super::attempt::With;
use super::consents::authorise::Accepted;
use super::form::Inputs;
use super::leave::can_leave;
use super::offers::Fit;
use super::{App, AttemptRow, Fault, Subject};
use crate::app::consents::offers::AisFit;
use crate::store::consents::ConsentRow;
use crate::store::links::LinkRow;
use connectors::berlin_group::Psu;
use flow::lifecycle::AttemptFact;
use protocol::page::{Approach, Reason};
use protocol::{AttemptState, LinkKind};
use std::sync::Arc;

/// Where the bank sends the PSU back, when not to us: to the client's own address, for `direct_sca`. Banks take addresses of the web
/// only: where the client's is an app's, the bank returns to us, and the return is handed on (see `returned`).
pub(super) fn returns_to(kind: LinkKind, redirect_url: Option<&str>) -> Option<&str> {
    redirect_url.filter(|url| kind == LinkKind::DirectSca && is_web(url))
}

/// Whether the client gets the bank's own address, and sends the PSU there itself.
pub(super) const fn is_handed_out(kind: LinkKind) -> bool {
    matches!(kind, LinkKind::DirectSca | LinkKind::RedirectSca)
}

impl App {
    /// Sends a new link's intent; the bank's SCA address, where it does not call the PSU itself.
    pub(super) async fn send_link(self: &Arc<Self>, link: &LinkRow, only: &Fit) -> Result<Option<String>, Fault> {
        let payer = (None, Psu::default());
        self.ask_for_payment(link, only, &Inputs::default(), payer, None, self.settings.unknown_after).await?;
        self.way_to(Subject::Payment, &link.link_id).await
    }

    /// Asks the bank for a new consent; the bank's SCA address, where it does not call the PSU itself.
    pub(super) async fn send_consent(
        self: &Arc<Self>,
        consent: &ConsentRow,
        only: &AisFit,
    ) -> Result<Option<String>, Fault> {
        let nobody = Accepted { holder: None, reduced: false, receipt: None };
        let who = (nobody, Psu::default());
        self.ask_for_consent(consent, only, &Inputs::default(), who, None, self.settings.unknown_after).await?;
        self.way_to(Subject::Consent, &consent.consent_id).await
    }

    /// Where the PSU approves what was just sent; `None` where the bank calls them in its app. Without either nothing can run at the
    /// bank: what is not known to be taken by now is given up.
    async fn way_to(&self, subject: Subject, object_id: &str) -> Result<Option<String>, Fault> {
        use AttemptState::{Sending, Unknown};
        let mut sent = self.last_attempt(object_id).await?;
        if let Some(attempt) = sent.as_ref().filter(|attempt| matches!(attempt.state, Sending | Unknown)) {
            self.record_of(attempt, AttemptFact::NoAnswer, With::Nothing).await?;
            let edit = |row: &mut AttemptRow| row.reason = Some(Reason::BankSilent);
            self.record_of(attempt, AttemptFact::GivenUp, With::Edit(Box::new(edit))).await?;
            // Its answer may have been quicker than that.
            sent = self.last_attempt(object_id).await?;
        }
        match sent {
            Some(attempt) if can_leave(&attempt) => Ok(self.sca_url(&attempt)),
            Some(attempt) if is_called(&attempt) => Ok(None),
            sent => {
                let why = what_the_bank_did(sent.and_then(|attempt| attempt.reason));
                Err(Fault::NotTaken { subject, object_id: object_id.to_owned(), why })
            }
        }
    }

    async fn last_attempt(&self, object_id: &str) -> Result<Option<AttemptRow>, Fault> {
        Ok(self.store.attempts(object_id).await?.into_iter().next_back())
    }
}

/// Whether its bank calls the PSU in an app, and is waited for.
fn is_called(attempt: &AttemptRow) -> bool {
    attempt.approach == Approach::Decoupled && attempt.state == AttemptState::Accepted
}

const fn what_the_bank_did(reason: Option<Reason>) -> &'static str {
    match reason {
        Some(Reason::BankSilent) => "the bank did not answer in time",
        Some(Reason::BankUnavailable) | None => "the bank is not available",
        Some(_) => "the bank refused",
    }
}
