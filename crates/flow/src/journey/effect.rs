//! Orders to the world, carried out by the page's `effects`.

use crate::handoff::Step;

/// How the page learns of changes, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Way {
    /// The event stream.
    Events,
    /// `status?after=SEQ&wait=25`, one after the other.
    LongPoll,
    /// `status`, every `poll_every_ms`.
    Poll,
}

/// Something to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Post a form of ours (`pay`, `authorise`, `cancel`, `retry`, `withdraw`) with these fields; the answer to an earlier one is no longer waited for.
    SendForm {
        /// Last part of the address.
        action: &'static str,
        /// Names as in the API.
        fields: Vec<(&'static str, String)>,
    },
    /// Follow the link's changes from after this seq in this way, in place of whatever followed them before.
    Follow {
        /// The newest seq that is known.
        after: u64,
        /// How.
        way: Way,
    },
    /// Close the stream, and stop polling.
    StopFollowing,
    /// Read the status once, now.
    ReadStatus,
    /// Read all banks.
    ReadBanks,
    /// Read which banks are not well.
    ReadHealth,
    /// Ring in so many milliseconds, in place of an earlier order to ring. Jitter is the effect's own, and only ever later.
    WakeIn(u32),
    /// Open the bank in another window, by our own leave address: a new tab, or the window around the frame. Told where it cannot be.
    OpenBank(Step),
    /// Tell the gateway that the PSU has followed the bank's own address.
    ReportLeaving,
    /// Put this text on the clipboard; where the browser refuses, mark it on the page.
    Copy(String),
    /// Open the browser's print dialog.
    Print,
    /// Keep this bank as the last one used on this device, where storage allows.
    Remember(String),
    /// Forget the last bank.
    Forget,
    /// Move focus to the new screen's heading, and tell it once to those who listen.
    FocusHeading,
    /// Bring what follows the chosen bank into sight, where it is not.
    ShowChoice,
    /// Move focus to the first field that is to be mended.
    FocusMistake,
}
