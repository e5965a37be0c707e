//! What the PSU may press now. Controls are enabled by these, and `step` obeys the same.

use super::Stage;
use super::resume::{choice_is_here, has_lapsed, is_unclaimed, is_undecided};
use protocol::page::{Question, Unusable, View, Whose};
use protocol::{LinkKind, PageStatus, Screen};

impl Stage {
    /// Pay (for a consent: share) may be pressed: a usable method is chosen, and its fields are on screen where it needs any.
    pub fn can_pay(&self) -> bool {
        let ready = match self.at {
            Screen::Select if self.question().is_some() => false,
            Screen::Select => self.chosen_method().is_some_and(|method| method.inputs.is_empty()),
            Screen::Inputs | Screen::Review => self.chosen_method().is_some(),
            _ => false,
        };
        ready && self.busy.is_none()
    }

    /// "Continue" on our own page may be pressed: the question on show is answered; or, where all is asked at once, the chosen
    /// method needs fields that are not on screen yet.
    pub fn can_go_on(&self) -> bool {
        let ready = match self.question() {
            Some(Question::Details) => true,
            Some(Question::Bank | Question::Method) => self.chosen_method().is_some(),
            None => self.chosen_method().is_some_and(|method| !method.inputs.is_empty()),
        };
        self.at == Screen::Select && ready && self.busy.is_none()
    }

    /// A way to the bank may be followed.
    pub fn can_leave(&self) -> bool {
        let alive = |view: &View| {
            view.whose != Whose::Other
                && is_before_return(view.status)
                && view.attempt.as_ref().is_some_and(|attempt| attempt.can_leave)
        };
        let is_shown = matches!(self.at, Screen::Handoff | Screen::Waiting);
        is_shown
            && self.busy.is_none()
            && self.view.as_ref().is_some_and(alive)
            && self.ladder().iter().any(|step| step.opens_bank())
    }

    /// Cancel may be pressed: before anything runs at a bank, or while the PSU has not come back from there.
    pub fn can_cancel(&self) -> bool {
        let allowed = match self.at {
            Screen::Select | Screen::Inputs | Screen::Review | Screen::Problem => true,
            Screen::Handoff | Screen::Waiting => self.runs_before_return(Whose::Mine) || self.is_unclaimed(),
            _ => false,
        };
        allowed && self.busy.is_none()
    }

    /// "Try again", "choose another bank" or "start again here" may be pressed. The gateway asks the bank before it grants it.
    pub fn can_retry(&self) -> bool {
        let allowed = match self.at {
            Screen::Problem => true,
            Screen::Result => self.has_just_cancelled(),
            Screen::Waiting => self.can_choose_another() || self.runs_elsewhere(),
            _ => false,
        };
        allowed && self.busy.is_none()
    }

    /// The consent may be withdrawn here: by the browser that authorised it.
    pub fn can_withdraw(&self) -> bool {
        let consent = self.view.as_ref().and_then(|view| view.consent.as_ref());
        matches!(self.at, Screen::Waiting | Screen::Result)
            && self.busy.is_none()
            && consent.is_some_and(|consent| consent.can_withdraw)
    }

    /// The result on show is the PSU's own cancelling here: no money has left, and the link can still be used.
    pub fn has_just_cancelled(&self) -> bool {
        self.at == Screen::Result && self.choice.cancelled && self.view.as_ref().is_some_and(is_undecided)
    }

    /// What is on offer was sent to the bank for the client, and whoever goes on with it first makes it theirs.
    pub fn is_unclaimed(&self) -> bool {
        self.view.as_ref().is_some_and(is_unclaimed)
    }

    /// The bank's address has died: trying again asks the bank for a new one.
    pub fn has_lapsed(&self) -> bool {
        self.at == Screen::Problem && self.view.as_ref().is_some_and(has_lapsed)
    }

    /// Bank and method were chosen before this page, which only shows how it stands: the client leads to the bank.
    pub fn is_led_elsewhere(&self) -> bool {
        let kind = self.view.as_ref().map(|view| view.kind);
        matches!(kind, Some(LinkKind::DirectSca | LinkKind::RedirectSca))
    }

    /// A bank that can be pressed; `None` when there is none of this id.
    pub(super) fn bank_is_usable(&self, id: &str) -> bool {
        self.banks.iter().any(|bank| bank.provider_id == id && bank.unusable.is_none())
    }

    /// A method of the chosen bank that can be pressed.
    pub(super) fn method_is_usable(&self, id: &str) -> bool {
        let usable = |unusable: Option<Unusable>| unusable.is_none();
        self.chosen_bank().is_some_and(|bank| {
            usable(bank.unusable)
                && bank
                    .methods
                    .iter()
                    .any(|method| method.method_id == id && usable(method.unusable) && self.suits(method))
        })
    }

    fn runs_before_return(&self, whose: Whose) -> bool {
        self.view.as_ref().is_some_and(|view| view.whose == whose && is_before_return(view.status))
    }

    fn can_choose_another(&self) -> bool {
        self.runs_before_return(Whose::Mine) && self.view.as_ref().is_some_and(choice_is_here)
    }

    /// Where the client chose, starting again is a new address under the same status: there is none after the return, or the end.
    fn runs_elsewhere(&self) -> bool {
        self.view.as_ref().is_some_and(|view| {
            view.whose == Whose::Other
                && match view.kind {
                    LinkKind::Link => true,
                    LinkKind::WrappedSca => is_before_return(view.status) && !view.is_expired,
                    LinkKind::DirectSca | LinkKind::RedirectSca => false,
                }
        })
    }
}

/// At the bank, and not surely back: a payment that was sent there is `received` once it is.
const fn is_before_return(status: PageStatus) -> bool {
    matches!(status, PageStatus::IntentAccepted | PageStatus::ScaUrlRetrieved | PageStatus::AwaitingAuthz)
}
