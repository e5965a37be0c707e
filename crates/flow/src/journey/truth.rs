//! What the gateway said. A page never shows an older state after a newer one.

use super::press::choose_anew;
use super::resume::{is_open, is_undecided, settle_screen};
use super::{Busy, Effect, Stage, picker, reading};
use crate::banks::mark_health;
use protocol::Screen;
use protocol::page::{Bank, FieldError, Health, View, Whose};

/// A form of ours was answered.
pub(super) fn answered(stage: &mut Stage, view: View, effects: &mut Vec<Effect>) {
    let Some(busy) = stage.busy.take() else {
        // The press was given up already (its answer came after the truth was read): this is one more reading.
        take(stage, view);
        return;
    };
    if !take(stage, view) {
        // An answer from before the truth on hand: what the press did is for the next reading to say.
        stage.busy = Some(busy);
        stage.unsure = true;
        effects.push(Effect::ReadStatus);
        return;
    }
    stage.unsure = false;
    match busy {
        Busy::Paying => effects.extend(stage.choice.provider_id.clone().map(Effect::Remember)),
        Busy::Cancelling => stage.choice.cancelled = true,
        Busy::Retrying => choose_anew(&mut stage.choice),
        Busy::Withdrawing | Busy::Leaving(_) => {}
    }
    stage.errors.clear();
}

/// A form of ours was refused. Where no field is to be mended, the truth may be another than the page's.
pub(super) fn refused(stage: &mut Stage, errors: Vec<FieldError>, effects: &mut Vec<Effect>) {
    if !sends_form(stage) {
        return;
    }
    stage.missed = stage.busy.take();
    stage.unsure = false;
    let mends = errors.iter().any(|error| matches!(error.field.as_str(), "debtor_iban" | "psu_id"));
    effects.push(if mends { Effect::FocusMistake } else { Effect::ReadStatus });
    stage.errors = errors;
}

/// A form of ours got no useful answer: it may have been taken all the same, so nothing is armed before the truth is read.
pub(super) fn unanswered(stage: &mut Stage, retry_after_ms: Option<u32>, effects: &mut Vec<Effect>) {
    if !sends_form(stage) {
        return;
    }
    stage.unsure = true;
    reading::told_to_rest(stage, retry_after_ms);
    if retry_after_ms.is_none() {
        effects.push(Effect::ReadStatus);
    }
}

/// The status was read.
pub(super) fn read(stage: &mut Stage, view: View, effects: &mut Vec<Effect>) {
    reading::worked(stage);
    let ran_before = stage.view.as_ref().is_some_and(|view| !is_open(view));
    let is_open_now = is_open(&view);
    if !take(stage, view) {
        return;
    }
    if stage.busy == Some(Busy::Cancelling) && ran_before && is_open_now {
        stage.choice.cancelled = true;
    }
    let was_at = stage.at;
    settle_screen(stage);
    if stage.at != was_at {
        // The truth moved on, with or without this press: its control is gone.
        if stage.busy.take() == Some(Busy::Paying) && stage.view.as_ref().is_some_and(|view| view.whose == Whose::Mine)
        {
            effects.extend(stage.choice.provider_id.clone().map(Effect::Remember));
        }
        stage.unsure = false;
    } else if stage.unsure {
        stage.unsure = false;
        stage.missed = stage.busy.take().filter(|busy| !matches!(busy, Busy::Leaving(_)));
    }
}

/// All banks were read.
pub(super) fn banks(stage: &mut Stage, banks: Vec<Bank>) {
    stage.bank_count = u32::try_from(banks.len()).unwrap_or(u32::MAX);
    stage.banks = banks;
    stage.all_banks = true;
    stage.banks_read_ms = stage.now_ms;
    stage.banks_missed = 0;
    offer_last_bank_first(stage);
    picker::index(stage);
    stay_or_go_back(stage);
}

/// The health of the banks was read: their order stays, so that nothing moves under a finger.
pub(super) fn health(stage: &mut Stage, health: &Health) {
    stage.banks_missed = 0;
    mark_health(&mut stage.banks, health);
    stay_or_go_back(stage);
}

/// From a last look at a bank that is gone one comes back to choosing, and stays there when the bank is back.
fn stay_or_go_back(stage: &mut Stage) {
    if stage.chosen_bank().is_some_and(|bank| bank.unusable.is_some()) {
        stage.choice.onward = false;
    }
}

/// The device remembered a bank: it is offered first, unless the PSU has begun to choose; one that is not among the first banks is
/// read with all others.
pub(super) fn last_bank(stage: &mut Stage, id: String, effects: &mut Vec<Effect>) {
    let is_here = stage.banks.iter().any(|bank| bank.provider_id == id);
    if !is_here && (stage.all_banks || stage.at != Screen::Select) {
        return;
    }
    stage.last_bank = Some(id);
    if !is_here {
        effects.push(Effect::ReadBanks);
    } else if stage.choice.provider_id.is_none() {
        offer_last_bank_first(stage);
        picker::index(stage);
    }
}

fn offer_last_bank_first(stage: &mut Stage) {
    let Some(id) = stage.last_bank.as_deref() else { return };
    if let Some(index) = stage.banks.iter().position(|bank| bank.provider_id == id) {
        stage.banks[..=index].rotate_right(1);
    }
}

/// Takes this view as the truth, unless it is older than the one on hand.
fn take(stage: &mut Stage, view: View) -> bool {
    let older = |old: &View| (view.seq, view.now_ms) < (old.seq, old.now_ms);
    if stage.view.as_ref().is_none_or(older) {
        return false;
    }
    stage.now_ms = stage.now_ms.max(view.now_ms);
    if !is_undecided(&view) {
        // What was chosen led here: should the link open again, it begins at the choice of a bank.
        stage.choice.onward = false;
        stage.choice.cancelled = false;
        stage.choice.again = false;
    }
    stage.view = Some(view);
    true
}

fn sends_form(stage: &Stage) -> bool {
    matches!(stage.busy, Some(Busy::Paying | Busy::Cancelling | Busy::Retrying | Busy::Withdrawing))
}
