//! Small drawings beside words. All are decoration: what they say stands in words too.
//! Never here: a colour (they take the text's).

use crate::node::{Node, view};

/// A drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// A looking glass.
    Search,
    /// A clock.
    Clock,
    /// An i in a circle.
    Info,
    /// A tick.
    Tick,
    /// A cross.
    Cross,
    /// An arrow that the template turns towards the payee.
    Arrow,
    /// Two sheets.
    Copy,
    /// A printer.
    Print,
    /// An arrow into a tray.
    Save,
}

impl Icon {
    /// The drawing, on a grid of 16.
    const fn path(self) -> &'static str {
        match self {
            Self::Search => "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9M10.4 10.4 14 14",
            Self::Clock => "M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11M8 5v3.2l2 1.2",
            Self::Info => "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8M8 7.3v3.5M8 5v.1",
            Self::Tick => "m3.5 8.3 3 3 6-6.4",
            Self::Cross => "m4.2 4.2 7.6 7.6M11.8 4.2l-7.6 7.6",
            Self::Arrow => "M13 8H3M7 4 3 8l4 4",
            Self::Copy => {
                "M5.5 5.5h7a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1h-6a1 1 0 0 1-1-1zM5.5 10.5h-2a1 1 0 0 1-1-1v-6a1 1 0 0 1 1-1h6a1 1 0 0 1 1 1v2"
            }
            Self::Print => {
                "M4.5 6V2.5h7V6M4.5 11.5H3a1 1 0 0 1-1-1V7a1 1 0 0 1 1-1h10a1 1 0 0 1 1 1v3.5a1 1 0 0 1-1 1h-1.5M4.5 9.5h7v4h-7z"
            }
            Self::Save => "M8 2.5v7.5M4.8 7 8 10.2 11.2 7M2.8 10.5v3h10.4v-3",
        }
    }
}

/// A drawing.
pub fn icon(icon: Icon) -> Node {
    view! {
        <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
            <path d=icon.path()></path>
        </svg>
    }
}
