//! The state of the journey: one flat value that every screen is a function of.

use protocol::Screen;
use protocol::page::{Bank, Choice, FieldError, View};

/// What the page is waiting for after a press; the control stays in place and says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Busy {
    /// Pay was pressed.
    Paying,
    /// Cancel was pressed.
    Cancelling,
    /// Retry was pressed.
    Retrying,
    /// The PSU follows the link to the bank.
    Leaving,
}

/// Where the PSU is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stage {
    /// What is shown.
    pub at: Screen,
    /// The newest truth from the gateway; `None` on a page of no link.
    pub view: Option<View>,
    /// Banks that can be chosen, in order of offer.
    pub banks: Vec<Bank>,
    /// How many banks there are in all (the first view holds at most 40).
    pub bank_count: u32,
    /// What was chosen and typed.
    pub choice: Choice,
    /// What is wrong with what was sent.
    pub errors: Vec<FieldError>,
    /// What was pressed and has no answer yet.
    pub busy: Option<Busy>,
    /// Whether the gateway can be reached, as far as the page knows.
    pub online: bool,
    /// Whether events, a long-poll or a poll runs now, and how often reading failed in a row.
    pub failures: u32,
    /// The bank that this device used last, when storage remembers one.
    pub last_bank: Option<String>,
    /// Since when the PSU waits on this screen, milliseconds since 1970; 0 when not waiting.
    pub waiting_since_ms: i64,
    /// The clock at the last event, milliseconds since 1970.
    pub now_ms: i64,
}

impl Stage {
    /// The chosen bank, when it is in the list.
    pub fn chosen_bank(&self) -> Option<&Bank> {
        let id = self.choice.provider_id.as_deref()?;
        self.banks.iter().find(|bank| bank.provider_id == id)
    }

    /// The chosen method of the chosen bank: the one the PSU named, else the only usable one, else the first usable one.
    pub fn chosen_method(&self) -> Option<&protocol::page::Method> {
        let bank = self.chosen_bank()?;
        let named = self.choice.method_id.as_deref();
        let mut usable = bank.methods.iter().filter(|method| method.unusable.is_none());
        match named {
            Some(id) => usable.find(|method| method.method_id == id),
            None => usable.next(),
        }
    }
}
