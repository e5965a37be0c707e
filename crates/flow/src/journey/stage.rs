//! The state of the journey: one flat value that every screen is a function of.

use super::Picker;
use crate::handoff::Step;
use protocol::page::{Bank, Choice, FieldError, Here, View};
use protocol::{PageStatus, Screen};

/// What the page is waiting for after a press; the control stays in place and says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Busy {
    /// Pay was pressed; on a consent's page, share.
    Paying,
    /// Cancel was pressed.
    Cancelling,
    /// Retry was pressed.
    Retrying,
    /// Withdraw was pressed.
    Withdrawing,
    /// The PSU follows this way to the bank.
    Leaving(Step),
}

/// What became of the text that was to be copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copied {
    /// It is on the clipboard.
    Taken,
    /// The browser refused: it is marked on the page, for the PSU's own keys.
    Marked,
}

/// Where the PSU is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stage {
    /// What is shown.
    pub at: Screen,
    /// The newest truth from the gateway; `None` on a page of no link.
    pub view: Option<View>,
    /// Where the page is shown.
    pub here: Here,
    /// Ways to the bank that were tried here and led nowhere.
    pub failed: Vec<Step>,
    /// Banks that can be chosen, in order of offer.
    pub banks: Vec<Bank>,
    /// How many banks there are in all (the first view holds at most 40).
    pub bank_count: u32,
    /// `banks` holds every bank there is, whatever is searched.
    pub all_banks: bool,
    /// When the banks or their health were last asked for, milliseconds since 1970: it is asked anew while they are shown.
    pub banks_read_ms: i64,
    /// How often that failed in a row.
    pub banks_missed: u32,
    /// Which of them are on show.
    pub picker: Picker,
    /// What was chosen and typed.
    pub choice: Choice,
    /// What is wrong with what was sent.
    pub errors: Vec<FieldError>,
    /// What became of the last text to be copied, while it is said; since when, milliseconds since 1970.
    pub copied: Option<(Copied, i64)>,
    /// What was pressed and has no answer yet.
    pub busy: Option<Busy>,
    /// When it was pressed, milliseconds since 1970.
    pub busy_since_ms: i64,
    /// What was pressed got no useful answer: it stays busy until the truth is read.
    pub unsure: bool,
    /// The last press that came to nothing, until the next press: nothing was sent to a bank by it.
    pub missed: Option<Busy>,
    /// Whether the gateway can be reached, as far as the page knows.
    pub online: bool,
    /// The browser itself says that it is offline.
    pub cut_off: bool,
    /// How often reading failed in a row.
    pub failures: u32,
    /// The app runs, and its page is on show: only then does it follow.
    pub shown: bool,
    /// An order to follow is out.
    pub following: bool,
    /// No reading before this time, by our own back-off, milliseconds since 1970.
    pub rest_until_ms: i64,
    /// No reading before this time, by the gateway's `Retry-After`, milliseconds since 1970.
    pub told_to_rest_until_ms: i64,
    /// When the one alarm clock rings, milliseconds since 1970; 0 when it is not set.
    pub alarm_ms: i64,
    /// The bank that this device used last, when storage remembers one.
    pub last_bank: Option<String>,
    /// Since when the PSU waits for the bank's word, milliseconds since 1970; 0 when not waiting.
    pub waiting_since_ms: i64,
    /// The clock at the last event, milliseconds since 1970, by the gateway's clock.
    pub now_ms: i64,
}

/// From then on, waiting says that the merchant will be told and that the page may be closed.
const LONG_WAIT_MS: i64 = 10 * 60 * 1000;
/// From then on, the end of the link's time is announced.
pub(super) const SOON_MS: i64 = 5 * 60 * 1000;

impl Stage {
    /// The chosen bank, when it is in the list.
    pub fn chosen_bank(&self) -> Option<&Bank> {
        let id = self.choice.provider_id.as_deref()?;
        self.banks.iter().find(|bank| bank.provider_id == id)
    }

    /// The chosen method of the chosen bank: the one the PSU named, else the first usable one.
    pub fn chosen_method(&self) -> Option<&protocol::page::Method> {
        let bank = self.chosen_bank().filter(|bank| bank.unusable.is_none())?;
        let named = self.choice.method_id.as_deref();
        let mut usable = bank.methods.iter().filter(|method| method.unusable.is_none() && self.suits(method));
        match named {
            Some(id) => usable.find(|method| method.method_id == id),
            None => usable.next(),
        }
    }

    /// Whether the PSU waits for more than ten minutes (contract §7, Liveness).
    pub fn waited_long(&self) -> bool {
        self.waiting_since_ms > 0 && self.now_ms - self.waiting_since_ms > LONG_WAIT_MS
    }

    /// Whether the link's time ends within five minutes while the PSU still chooses.
    pub fn expires_soon(&self) -> bool {
        let decides = matches!(self.at, Screen::Select | Screen::Inputs | Screen::Review | Screen::Problem);
        (decides || (self.at == Screen::Handoff && self.is_unclaimed())) && {
            let expires = self.view.as_ref().and_then(View::expires);
            expires.is_some_and(|expires| expires.at_ms - self.now_ms <= SOON_MS)
        }
    }

    /// Whether nothing more is to be learnt: the page reads no further.
    pub fn is_over(&self) -> bool {
        self.view.as_ref().is_none_or(|view| view.is_final)
    }

    /// Whether what was asked has come to its end for now: the last word is said, or a consent stands, which may still change but is
    /// not awaited.
    pub fn has_ended(&self) -> bool {
        let stands = |view: &View| matches!(view.status, PageStatus::Active | PageStatus::Suspended);
        self.view.as_ref().is_some_and(|view| view.is_final || stands(view))
    }

    /// When a long wait becomes long; for the alarm.
    pub(super) fn long_wait_at_ms(&self) -> Option<i64> {
        (self.waiting_since_ms > 0).then_some(self.waiting_since_ms + LONG_WAIT_MS + 1)
    }
}
