//! The only code that touches network, clock, storage, location, clipboard and document. Carries out orders, reports facts.
//! Never here: a decision, a view, a sentence.

#[cfg(feature = "csr")]
mod alone;
mod clipboard;
mod document;
mod focus;
mod follow;
mod gateway;
mod here;
mod leaving;
mod listen;
mod location;
mod share;
mod storage;
mod time;

#[cfg(feature = "csr")]
pub use alone::read_boot;
pub use document::{Typed, mark_live};
#[cfg(feature = "hydrate")]
pub use document::{boot_in_document, typed};
pub use focus::Focus;
pub use listen::{first_events, listen};
#[cfg(feature = "csr")]
pub use time::spawn;

use flow::journey::{Effect, Event, Stage};
use gateway::Gateway;
use leptos::prelude::Callback;
use protocol::page::Boot;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// The world as the driver holds it: where the page is served from, what runs, and to whom facts are told.
pub struct World {
    gateway: Rc<Gateway>,
    emit: Callback<Event>,
    clock: time::Clock,
    alarm: RefCell<Option<time::Alarm>>,
    following: RefCell<Option<follow::Following>>,
    form: RefCell<Option<gateway::Form>>,
    reads_banks: Rc<Cell<bool>>,
}

impl World {
    /// The world of this page.
    pub fn new(boot: &Boot, emit: Callback<Event>) -> Self {
        let now_ms = boot.view.as_ref().map_or(0, |view| view.now_ms);
        location::forget_fragment();
        Self {
            gateway: Rc::new(Gateway::new(boot)),
            emit,
            clock: time::Clock::set(now_ms),
            alarm: RefCell::default(),
            following: RefCell::default(),
            form: RefCell::default(),
            reads_banks: Rc::default(),
        }
    }

    /// Milliseconds since 1970 by the gateway's clock.
    pub fn now_ms(&self) -> i64 {
        self.clock.now_ms()
    }

    /// Brings what stands outside the app's own markup up to this stage: root attributes, the tab's title, the address.
    pub fn show(&self, stage: &Stage, title: &str) {
        document::mark(stage, title);
        location::keep(stage);
    }

    /// Carries out an order. Facts that follow from it are told later, never from within.
    pub fn carry_out(&self, effect: Effect) {
        let (gateway, emit) = (Rc::clone(&self.gateway), self.emit);
        match effect {
            Effect::SendForm { action, fields } => {
                // Only the newest form's answer is told.
                drop(self.form.take());
                self.form.replace(Some(gateway::send_form(gateway, action, fields, emit)));
            }
            Effect::Follow { after, way } => {
                // The old one ends before the new one begins: two streams would be one too many.
                drop(self.following.take());
                self.following.replace(Some(follow::follow(gateway, after, way, emit)));
            }
            Effect::StopFollowing => drop(self.following.take()),
            Effect::ReadStatus => gateway::read_status(gateway, emit),
            Effect::ReadBanks => gateway::read_banks(gateway, Rc::clone(&self.reads_banks), emit),
            Effect::ReadHealth => gateway::read_health(gateway, emit),
            Effect::WakeIn(ms) => drop(self.alarm.replace(Some(time::Alarm::set(ms, emit)))),
            Effect::OpenBank(step) => leaving::open(&gateway, step, emit),
            Effect::ReportLeaving => leaving::report(&gateway),
            Effect::Copy(text) => clipboard::copy(text, emit),
            Effect::Print => document::print(),
            Effect::Remember(provider_id) => storage::remember(&provider_id),
            Effect::Forget => storage::forget(),
            Effect::FocusHeading => focus::go_to("main h1, main h2"),
            Effect::ShowChoice => focus::show(".bank[data-state=chosen]"),
            Effect::FocusMistake => focus::go_to("main [aria-invalid=true]"),
        }
    }
}
