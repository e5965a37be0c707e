//! `step`: one event, one new stage, and the orders that follow. Total: what makes no sense now changes nothing.

use super::resume::settle_screen;
use super::{Busy, Effect, Event, Stage, leaving, press, reading, truth};

/// What this event makes of this stage. The caller has written the time into `stage.now_ms`.
pub fn step(mut stage: Stage, event: Event) -> (Stage, Vec<Effect>) {
    let mut effects = Vec::new();
    let (was_at, was_asked) = (stage.at, stage.question());
    let refused = matches!(event, Event::FormRefused(_));
    happen(&mut stage, event, &mut effects);
    settle_screen(&mut stage);
    if stage.at != was_at {
        if !refused {
            stage.errors.clear();
        }
        reading::arrived(&mut stage, was_at, &mut effects);
        effects.push(Effect::FocusHeading);
        stage.copied = None;
    } else if stage.question() != was_asked {
        effects.push(Effect::FocusHeading);
    }
    leaving::settle(&mut stage);
    reading::settle(&mut stage, &mut effects);
    (stage, effects)
}

fn happen(stage: &mut Stage, event: Event, effects: &mut Vec<Effect>) {
    match event {
        Event::Started => stage.shown = true,
        Event::BankChosen(id) => press::bank(stage, id, effects),
        Event::MethodChosen(id) => press::method(stage, id),
        Event::Searched(q) => press::searched(stage, q, effects),
        Event::MoreAsked => press::more(stage, effects),
        Event::RemitterChosen(remitter) => press::remitter(stage, remitter, effects),
        Event::CountryChosen(country) => press::country(stage, country, effects),
        Event::FieldTyped(field, value) => press::typed(stage, field, value),
        Event::WentOn => press::onward(stage),
        Event::WentBack => press::back(stage),
        Event::Walked(onward, question) => press::walked(stage, onward, question),
        Event::PayPressed => press::pay(stage, effects),
        Event::CancelPressed => press::cancel(stage, effects),
        Event::RetryPressed => press::retry(stage, effects),
        Event::WithdrawPressed => press::withdraw(stage, effects),
        Event::Situated(here) => stage.here = here,
        Event::LeavePressed(step) => leaving::pressed(stage, step, effects),
        Event::LeaveFailed(step) => leaving::failed(stage, step),
        Event::CopyPressed(text) => {
            stage.copied = None;
            effects.push(Effect::Copy(text));
        }
        Event::WasCopied(how) => stage.copied = Some((how, stage.now_ms)),
        Event::PrintPressed => effects.push(Effect::Print),
        Event::ForgetPressed => {
            stage.last_bank = None;
            effects.push(Effect::Forget);
        }
        Event::FormAnswered(view) => truth::answered(stage, *view, effects),
        Event::FormRefused(errors) => truth::refused(stage, errors, effects),
        Event::FormFailed(retry_after_ms) => truth::unanswered(stage, retry_after_ms, effects),
        Event::StatusRead(view) => truth::read(stage, *view, effects),
        Event::ReadFailed(retry_after_ms) => reading::failed(stage, retry_after_ms),
        Event::BanksRead(banks) => truth::banks(stage, banks),
        Event::HealthRead(health) => truth::health(stage, &health),
        Event::BanksMissed(retry_after_ms) => reading::missed_banks(stage, retry_after_ms),
        Event::Woke => reading::woke(stage, effects),
        Event::Hidden => leaving::hidden(stage, effects),
        Event::Shown => {
            stage.shown = true;
            // The PSU is back from wherever the link led: what may be pressed now is for the truth to say.
            stage.unsure |= matches!(stage.busy, Some(Busy::Leaving(_)));
            reading::read_at_once(stage, effects);
        }
        Event::WentOffline => stage.cut_off = true,
        Event::CameOnline => {
            stage.cut_off = false;
            stage.failures = 0;
            reading::read_at_once(stage, effects);
        }
        Event::LastBankKnown(id) => truth::last_bank(stage, id, effects),
    }
}
