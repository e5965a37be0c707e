//! How a person gets to their bank, and what is tried next where that fails: from what is known of bank, device and page to a ladder of
//! hand-offs, best first. Sources: contract §7 (leave), §8 (frames, webviews), journeys 13–17.
//! Never here: an address, a browser, or whether there is anything to go to (see `journey`).
//!
//! A person's own press starts each of them. A bank's page never loads in a frame.

use protocol::LinkKind;
use protocol::page::{Approach, Device, Place};

/// All that the way depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Context {
    /// Who leads to the bank: our page, or the API client.
    pub kind: LinkKind,
    /// How the bank wants to be asked.
    pub approach: Approach,
    /// What the page is shown on.
    pub device: Device,
    /// What the page stands in.
    pub place: Place,
    /// The bank has an app that takes its address, or the scheme's, by an https link.
    pub has_app_link: bool,
}

/// One way to the bank.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// The page itself turns into the bank's.
    SameTab,
    /// The window around the frame does.
    TopWindow,
    /// The bank gets a tab of its own; the page waits.
    NewTab,
    /// The app opens by an ordinary link; the page waits.
    AppLink,
    /// A picture for a phone's camera.
    Qr,
    /// An address to take elsewhere.
    CopyLink,
    /// The bank calls its app by itself; the page says so, and waits.
    Decoupled,
}

impl Step {
    /// Every step.
    pub const ALL: [Self; 7] =
        [Self::SameTab, Self::TopWindow, Self::NewTab, Self::AppLink, Self::Qr, Self::CopyLink, Self::Decoupled];

    /// Its word in `data-handoff`, and in what an embedding page is told.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SameTab => "same_tab",
            Self::TopWindow => "top_window",
            Self::NewTab => "new_tab",
            Self::AppLink => "app_link",
            Self::Qr => "qr",
            Self::CopyLink => "copy_link",
            Self::Decoupled => "decoupled",
        }
    }

    /// The step of this word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == word)
    }

    /// Whether following it opens the bank from this page.
    pub const fn opens_bank(self) -> bool {
        matches!(self, Self::SameTab | Self::TopWindow | Self::NewTab | Self::AppLink)
    }
}

/// The ways that this context has, best first; none where the client leads the PSU to the bank.
pub fn plan(context: Context) -> Vec<Step> {
    use Step::{AppLink, CopyLink, Decoupled, Qr};
    if matches!(context.kind, LinkKind::DirectSca | LinkKind::RedirectSca) {
        return Vec::new();
    }
    let is_phone = context.device == Device::Phone;
    let opens_app = is_phone && context.has_app_link;
    let mut ladder = Vec::new();
    match context.approach {
        Approach::Redirect => {
            // A phone's app takes the bank's address itself, from wherever an ordinary link leads out.
            ladder.extend(opens_app.then_some(AppLink));
            ladder.extend(windows(context.place));
        }
        Approach::Decoupled => {
            ladder.push(Decoupled);
            ladder.extend(opens_app.then_some(AppLink));
        }
        // An app leads on, here or, by the scheme's own code, on another device; where there is none, the scheme has a page of its own.
        Approach::Request => {
            ladder.extend(opens_app.then_some(AppLink));
            ladder.extend((!is_phone).then_some(Qr));
            ladder.extend(windows(context.place));
        }
    }
    // The way over another device: its camera, else its keyboard. Who holds the phone cannot scan it.
    if !is_phone && !ladder.contains(&Qr) {
        ladder.push(Qr);
    }
    ladder.push(CopyLink);
    ladder
}

/// The windows that a bank's page may open in.
const fn windows(place: Place) -> &'static [Step] {
    match place {
        Place::Tab | Place::Webview => &[Step::SameTab],
        Place::Frame => &[Step::NewTab, Step::TopWindow],
        Place::FrameGivingWay => &[Step::TopWindow, Step::NewTab],
    }
}

/// What is tried when this way failed; `None` when nothing is left, or it was no way of this ladder.
pub fn next(ladder: &[Step], failed: Step) -> Option<Step> {
    let at = ladder.iter().position(|step| *step == failed)?;
    ladder.get(at + 1).copied()
}
