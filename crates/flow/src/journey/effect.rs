//! Orders to the world, carried out by the page's `effects`.

/// Something to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Post a form of ours (`pay`, `cancel`, `retry`) with these fields.
    SendForm {
        /// Last part of the address.
        action: &'static str,
        /// Names as in the API.
        fields: Vec<(&'static str, String)>,
    },
    /// Open the event stream, from after this seq; falls back to long-poll and poll by itself when told `failures`.
    Follow {
        /// The newest seq that is known.
        after: u64,
        /// How often reading failed in a row: chooses events, long-poll or poll.
        failures: u32,
    },
    /// Close the stream, and stop polling.
    StopFollowing,
    /// Read the status once, now.
    ReadStatus,
    /// Read the banks that fit this search.
    ReadBanks(String),
    /// Ring in so many milliseconds.
    WakeIn(u32),
    /// Put this text on the clipboard.
    Copy(String),
    /// Open the browser's print dialog.
    Print,
    /// Keep this bank as the last one used on this device, where storage allows.
    Remember(String),
    /// Forget the last bank.
    Forget,
    /// Move focus to the new screen's heading, and tell it once to those who listen.
    FocusHeading,
}
