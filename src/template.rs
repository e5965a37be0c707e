//! The template contract. A template is an arrangement and a skin: it decides where things stand and how they look,
//! never what is asked, what is legal, or what comes next.

use crate::node::Node;
use crate::scene::Scene;
use crate::screens;
pub use crate::screens::Sheet;
use protocol::Screen;

/// One front of the page: plain values and fn pointers.
pub struct Template {
    /// Its id, as the API says it; also its folder and its `data-template`.
    pub id: &'static str,
    /// Its name, for the gallery.
    pub title: &'static str,
    /// What it is for, in one line.
    pub intent: &'static str,
    /// Its own rules, all inside `[data-template="<id>"]`. The browser gets them from the gateway, not from the app.
    #[cfg(any(feature = "ssr", feature = "csr"))]
    pub css: &'static str,
    /// What only its payment pages need beside them, in the same way; empty where their rules are part of all.
    #[cfg(any(feature = "ssr", feature = "csr"))]
    pub payment_css: &'static str,
    /// What only its consent pages need.
    #[cfg(any(feature = "ssr", feature = "csr"))]
    pub consent_css: &'static str,
    /// Puts every slot in its place.
    pub frame: fn(Slots) -> Node,
    /// What stands on each screen: `STANDARD`, or an arrangement of its own of the same facts and controls.
    pub screens: Screens,
}

/// What a frame places: each exactly once. A frame destructures it under `deny(unused_variables)`, so that a dropped slot,
/// one used twice, or a new one that nobody placed does not compile.
pub struct Slots {
    /// The screen, for arrangements that depend on it.
    pub screen: Screen,
    /// Where the payment is: `open`, `ready`, `moving`, `done`, `failed`.
    pub progress: &'static str,
    /// Who asks.
    pub payee: Node,
    /// How much.
    pub amount: Node,
    /// What for, until when, by whom.
    pub facts: Node,
    /// Marks of bank and payee with the thread between them.
    pub thread: Node,
    /// What concerns every screen: the connection, a press that came to nothing.
    pub standing: Node,
    /// The screen itself.
    pub body: Node,
    /// The ways on.
    pub actions: Node,
    /// Terms, accessibility, languages.
    pub foot: Node,
}

/// One function a screen.
#[derive(Clone, Copy)]
#[expect(missing_docs, reason = "one field a screen, named as `protocol::Screen` documents it")]
pub struct Screens {
    pub select: fn(&Scene) -> Sheet,
    pub inputs: fn(&Scene) -> Sheet,
    pub review: fn(&Scene) -> Sheet,
    pub handoff: fn(&Scene) -> Sheet,
    pub waiting: fn(&Scene) -> Sheet,
    pub result: fn(&Scene) -> Sheet,
    pub expired: fn(&Scene) -> Sheet,
    pub revoked: fn(&Scene) -> Sheet,
    pub not_found: fn(&Scene) -> Sheet,
    pub problem: fn(&Scene) -> Sheet,
}

/// The screens as they are where a template has no arrangement of its own.
pub const STANDARD: Screens = Screens {
    select: screens::select::sheet,
    inputs: screens::inputs::sheet,
    review: screens::review::sheet,
    handoff: screens::handoff::sheet,
    waiting: screens::waiting::sheet,
    result: screens::result::sheet,
    expired: screens::expired::sheet,
    revoked: screens::revoked::sheet,
    not_found: screens::not_found::sheet,
    problem: screens::problem::sheet,
};

impl Screens {
    /// What stands on this screen.
    pub fn sheet(&self, scene: &Scene) -> Sheet {
        let sheet = match scene.stage.at {
            Screen::Select => self.select,
            Screen::Inputs => self.inputs,
            Screen::Review => self.review,
            Screen::Handoff => self.handoff,
            Screen::Waiting => self.waiting,
            Screen::Result => self.result,
            Screen::Expired => self.expired,
            Screen::Revoked => self.revoked,
            Screen::NotFound => self.not_found,
            Screen::Problem => self.problem,
        };
        sheet(scene)
    }
}
