//! The ways to the bank from here: which one is offered, which stand below it, and what comes next where one led nowhere.
//! Never here: which ways a place has (`handoff`), or whether there is anything to go to (`offers`).

use super::press::become_busy;
use super::{Busy, Effect, Stage};
use crate::handoff::{self, Context, Step};
use protocol::Screen;
use protocol::page::Whose;
use std::iter::successors;

/// A way that was followed and led nowhere can be followed again after this.
const LEAVING_MS: i64 = 8_000;
/// A phone that has the app shows it sooner than this.
const APP_OPENS_MS: i64 = 2_000;

impl Stage {
    /// All ways to the bank from here, best first; none for who is not to go there.
    pub fn ladder(&self) -> Vec<Step> {
        let Some(view) = self.view.as_ref().filter(|view| view.whose != Whose::Other) else { return Vec::new() };
        let Some(attempt) = &view.attempt else { return Vec::new() };
        handoff::plan(Context {
            kind: view.kind,
            approach: attempt.approach,
            device: self.here.device,
            place: self.here.place,
            has_app_link: attempt.app_link.is_some(),
        })
    }

    /// The best way that has not failed.
    pub fn way(&self) -> Option<Step> {
        self.ways_left(&self.ladder()).next()
    }

    /// The best way that opens the bank from here, and has not failed: the one that a press follows.
    pub fn way_by_press(&self) -> Option<Step> {
        self.ways_left(&self.ladder()).find(|step| step.opens_bank())
    }

    /// The other ways that open the bank from here. One that failed may work when the PSU has allowed it.
    pub fn further_ways(&self) -> Vec<Step> {
        let offered = self.way_by_press();
        self.ladder().into_iter().filter(|step| step.opens_bank() && Some(*step) != offered).collect()
    }

    fn ways_left(&self, ladder: &[Step]) -> impl Iterator<Item = Step> {
        let next = |step: &Step| handoff::next(ladder, *step);
        successors(ladder.first().copied(), next).filter(|step| !self.failed.contains(step))
    }
}

/// The PSU followed this way. A link of this very tab, or to an app, is the browser's to follow; another window is opened by order, which
/// tells whether it could be.
pub(super) fn pressed(stage: &mut Stage, step: Step, effects: &mut Vec<Effect>) {
    if !stage.can_leave() || !step.opens_bank() || !stage.ladder().contains(&step) {
        return;
    }
    become_busy(stage, Busy::Leaving(step));
    if matches!(step, Step::NewTab | Step::TopWindow) {
        effects.push(Effect::OpenBank(step));
    }
}

/// The page is no longer on show. Behind a bank's own address no call of ours tells that the PSU has left.
pub(super) fn hidden(stage: &mut Stage, effects: &mut Vec<Effect>) {
    if stage.shown && stage.busy == Some(Busy::Leaving(Step::AppLink)) {
        effects.push(Effect::ReportLeaving);
    }
    stage.shown = false;
}

/// The browser opened nothing: the next way is offered.
pub(super) fn failed(stage: &mut Stage, step: Step) {
    if stage.busy == Some(Busy::Leaving(step)) {
        stage.busy = None;
        if !stage.failed.contains(&step) {
            stage.failed.push(step);
        }
    }
}

/// Time passed, and the page is still on show: an app that did not open is not there.
pub(super) fn woke(stage: &mut Stage) {
    let Some(Busy::Leaving(step)) =
        stage.busy.filter(|_| leads_nowhere_at_ms(stage).is_some_and(|at| stage.now_ms >= at))
    else {
        return;
    };
    match step {
        Step::AppLink if stage.shown => failed(stage, step),
        Step::AppLink => {}
        _ => stage.busy = None,
    }
}

/// When the way that is being followed has led nowhere, milliseconds since 1970.
pub(super) fn leads_nowhere_at_ms(stage: &Stage) -> Option<i64> {
    let Some(Busy::Leaving(step)) = stage.busy else { return None };
    let within_ms = if step == Step::AppLink { APP_OPENS_MS } else { LEAVING_MS };
    Some(stage.busy_since_ms.saturating_add(within_ms))
}

/// What failed is remembered for as long as there is a bank to go to.
pub(super) fn settle(stage: &mut Stage) {
    if !matches!(stage.at, Screen::Handoff | Screen::Waiting) {
        stage.failed.clear();
    }
}
