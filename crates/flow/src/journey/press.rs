//! What the PSU did. A press that is not on offer, or comes while another has no answer, changes nothing.

use super::{Busy, Effect, Stage, picker};
use protocol::Screen;
use protocol::page::{Choice, Question, Remitter};

/// The PSU pressed a bank. The chosen one pressed again changes nothing.
pub(super) fn bank(stage: &mut Stage, id: String, effects: &mut Vec<Effect>) {
    let chooses = stage.at == Screen::Select && stage.busy.is_none();
    if !chooses || !stage.bank_is_usable(&id) || stage.choice.provider_id.as_ref() == Some(&id) {
        return;
    }
    stage.choice.provider_id = Some(id);
    stage.choice.method_id = None;
    stage.errors.clear();
    stage.missed = None;
    effects.push(Effect::ShowChoice);
}

/// The PSU pressed a method of the chosen bank.
pub(super) fn method(stage: &mut Stage, id: String) {
    if stage.at == Screen::Select && stage.busy.is_none() && stage.method_is_usable(&id) {
        stage.choice.method_id = Some(id);
    }
}

/// The PSU searches. The list on hand is searched by the view; all banks are read once.
pub(super) fn searched(stage: &mut Stage, q: String, effects: &mut Vec<Effect>) {
    if stage.at != Screen::Select {
        return;
    }
    stage.choice.q = q;
    picker::look_again(stage, effects);
}

/// The PSU wants to see more of the list.
pub(super) fn more(stage: &mut Stage, effects: &mut Vec<Effect>) {
    if stage.at == Screen::Select {
        picker::show_more(stage, effects);
    }
}

/// The PSU narrows the list to banks for these accounts. What was chosen and does not suit is no longer chosen.
pub(super) fn remitter(stage: &mut Stage, remitter: Option<Remitter>, effects: &mut Vec<Effect>) {
    if stage.at == Screen::Select && stage.busy.is_none() {
        stage.choice.remitter = remitter;
        picker::drop_unsuited(stage);
        picker::look_again(stage, effects);
    }
}

/// The PSU narrows the list to banks of this country.
pub(super) fn country(stage: &mut Stage, country: Option<String>, effects: &mut Vec<Effect>) {
    if stage.at == Screen::Select && stage.busy.is_none() {
        stage.choice.country = country;
        picker::drop_unsuited(stage);
        picker::look_again(stage, effects);
    }
}

/// The PSU typed: the field's error goes, since it is about what stood there before.
pub(super) fn typed(stage: &mut Stage, field: &str, value: String) {
    let Choice { debtor_iban, psu_id, .. } = &mut stage.choice;
    let slot = match field {
        "debtor_iban" => debtor_iban,
        "psu_id" => psu_id,
        _ => return,
    };
    if *slot != value {
        *slot = value;
        stage.errors.retain(|error| error.field != field);
    }
}

/// "Continue" on our own page: to the next question, to the fields, or to the last look where a template has one.
pub(super) fn onward(stage: &mut Stage) {
    if stage.can_go_on() || (stage.at == Screen::Select && stage.chosen_method().is_some() && stage.busy.is_none()) {
        match stage.next_question() {
            Some(next) => stage.choice.question = Some(next),
            None => stage.choice.onward = true,
        }
    }
}

/// "Back" on our own page; from the PSU's own cancelling too.
pub(super) fn back(stage: &mut Stage) {
    if stage.busy.is_none() {
        stage.choice.question = stage.question_before();
        stage.choice.onward = false;
        stage.choice.cancelled = false;
        stage.missed = None;
    }
}

/// The browser's own Back or Forward led to a step of this page.
pub(super) fn walked(stage: &mut Stage, onward: bool, question: Option<Question>) {
    if stage.choice.question.is_none() {
        return if onward { self::onward(stage) } else { back(stage) };
    }
    if stage.busy.is_none() {
        stage.choice.onward = onward && stage.chosen_method().is_some();
        stage.choice.cancelled = false;
        stage.choice.question = Some(question.unwrap_or(Question::Details));
        stage.missed = None;
    }
}

/// Pay, or share: one form, and nothing more until it is answered.
pub(super) fn pay(stage: &mut Stage, effects: &mut Vec<Effect>) {
    if !stage.can_pay() {
        return;
    }
    let (Some(bank), Some(method)) = (stage.chosen_bank(), stage.chosen_method()) else { return };
    let mut fields = vec![("provider_id", bank.provider_id.clone()), ("method_id", method.method_id.clone())];
    for input in &method.inputs {
        match input.as_str() {
            "debtor_iban" => fields.push(("debtor_iban", stage.choice.debtor_iban.clone())),
            "psu_id" => fields.push(("psu_id", stage.choice.psu_id.clone())),
            _ => {}
        }
    }
    stage.errors.clear();
    stage.choice.again = false;
    become_busy(stage, Busy::Paying);
    let asks_consent = stage.view.as_ref().is_some_and(|view| view.consent.is_some());
    effects.push(Effect::SendForm { action: if asks_consent { "authorise" } else { "pay" }, fields });
}

/// Cancel: the gateway asks the bank where one is concerned.
pub(super) fn cancel(stage: &mut Stage, effects: &mut Vec<Effect>) {
    if stage.can_cancel() {
        become_busy(stage, Busy::Cancelling);
        effects.push(Effect::SendForm { action: "cancel", fields: Vec::new() });
    }
}

/// Retry: on our own page after the PSU's own cancelling here; else by the gateway, which has a running attempt cancelled at the
/// bank first, and keeps that the PSU has read of a problem.
pub(super) fn retry(stage: &mut Stage, effects: &mut Vec<Effect>) {
    if !stage.can_retry() {
        return;
    }
    if stage.has_just_cancelled() {
        choose_anew(&mut stage.choice);
        stage.missed = None;
    } else {
        become_busy(stage, Busy::Retrying);
        effects.push(Effect::SendForm { action: "retry", fields: Vec::new() });
    }
}

/// Withdraw: one press, as it was one press to share.
pub(super) fn withdraw(stage: &mut Stage, effects: &mut Vec<Effect>) {
    if stage.can_withdraw() {
        become_busy(stage, Busy::Withdrawing);
        effects.push(Effect::SendForm { action: "withdraw", fields: Vec::new() });
    }
}

/// Keeps what was chosen and typed, and leads back to choosing.
pub(super) fn choose_anew(choice: &mut Choice) {
    choice.again = true;
    choice.cancelled = false;
    choice.onward = false;
}

pub(super) fn become_busy(stage: &mut Stage, busy: Busy) {
    stage.busy = Some(busy);
    stage.busy_since_ms = stage.now_ms;
    stage.unsure = false;
    stage.missed = None;
}
