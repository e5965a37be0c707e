//! From the truth to a screen: the one rule that first paint, `View.screen` and every step share.

use super::{Picker, Stage, picker, questions};
use protocol::page::{Attempt, Bank, Choice, FieldError, Here, Reason, View, Whose};
use protocol::{AttemptState, LinkKind, PageStatus, Screen};

/// The screen for this truth and these choices, without the banks.
///
/// After "going on" it is `inputs`; a page that knows the banks turns that into `review` where the method needs no input.
pub fn screen_of(view: &View, choice: &Choice) -> Screen {
    use PageStatus::{
        Active, Authorized, AwaitingAuthz, Completed, Created, Expired, Failed, FundsReceived, FundsRejected,
        IntentAccepted, Received, Requested, Revoked, ScaUrlRetrieved, Started, Submitted, Suspended,
    };
    match view.status {
        Revoked => Screen::Revoked,
        Expired => Screen::Expired,
        Completed | Failed | FundsReceived | FundsRejected | Submitted | Active | Suspended => Screen::Result,
        IntentAccepted | ScaUrlRetrieved | AwaitingAuthz if !choice_is_here(view) => at_bank(view, choice),
        IntentAccepted | ScaUrlRetrieved if can_be_left(view) => Screen::Handoff,
        Requested | IntentAccepted | ScaUrlRetrieved | AwaitingAuthz | Received | Authorized => Screen::Waiting,
        Created | Started if !is_open(view) || !(choice_is_here(view) || view.is_expired) => Screen::Waiting,
        Created | Started if view.is_expired => Screen::Expired,
        Created | Started if choice.cancelled => Screen::Result,
        Created | Started if !choice.again && ended_by_problem(view) => Screen::Problem,
        Created | Started if choice.onward && choice.provider_id.is_some() => Screen::Inputs,
        Created | Started => Screen::Select,
    }
}

/// Whether nothing runs at a bank, so that the PSU can choose. A consent that is on its way to the bank is still `started`.
pub(super) fn is_open(view: &View) -> bool {
    let is_sent = |attempt: &Attempt| matches!(attempt.state, AttemptState::Sending | AttemptState::Unknown);
    matches!(view.status, PageStatus::Created | PageStatus::Started) && !view.attempt.as_ref().is_some_and(is_sent)
}

/// Whether the PSU chooses bank and method on this page, rather than the client before it.
pub(super) fn choice_is_here(view: &View) -> bool {
    view.kind == LinkKind::Link
}

/// What was sent to the bank for the client, and has not come back. Until somebody goes on with it, it can be let be; an address that
/// has died is a problem, while the link's time lets it be renewed.
fn at_bank(view: &View, choice: &Choice) -> Screen {
    match view.attempt.as_ref().filter(|_| view.whose != Whose::Other) {
        Some(_) if view.is_expired && (is_unclaimed(view) || has_lapsed(view)) => Screen::Expired,
        Some(_) if choice.cancelled && is_unclaimed(view) => Screen::Result,
        Some(_) if has_lapsed(view) => Screen::Problem,
        Some(attempt) if attempt.can_leave && attempt.state == AttemptState::Accepted => Screen::Handoff,
        _ => Screen::Waiting,
    }
}

/// An attempt that was begun for the client, and that no browser has gone on with: who opens the page is offered to.
pub(super) fn is_unclaimed(view: &View) -> bool {
    view.kind == LinkKind::WrappedSca && view.whose == Whose::Nobody && view.attempt.is_some()
}

/// The bank's address has died before it was used: only a new one leads on.
pub(super) fn has_lapsed(view: &View) -> bool {
    use AttemptState::{Accepted, Left};
    let is_so = |attempt: &Attempt| {
        matches!(attempt.state, Accepted | Left) && attempt.reason == Some(Reason::ScaExpired) && !attempt.can_leave
    };
    view.kind == LinkKind::WrappedSca && view.whose != Whose::Other && view.attempt.as_ref().is_some_and(is_so)
}

/// Whether nothing has been decided on this page: the PSU can choose, or go on with what the client chose.
pub(super) fn is_undecided(view: &View) -> bool {
    is_open(view) || (is_unclaimed(view) && !view.is_final)
}

/// The stage of a page that was just opened; the same on the gateway and in the browser.
pub fn resume(
    view: Option<&View>,
    here: Here,
    banks: Vec<Bank>,
    bank_count: u32,
    choice: Choice,
    errors: Vec<FieldError>,
) -> Stage {
    let now_ms = view.map_or(0, |view| view.now_ms);
    let known = u32::try_from(banks.len()).unwrap_or(u32::MAX);
    let mut stage = Stage {
        at: Screen::NotFound,
        view: view.cloned(),
        here,
        failed: Vec::new(),
        all_banks: !picker::narrows(&choice) && known >= bank_count,
        banks,
        bank_count,
        banks_read_ms: now_ms,
        banks_missed: 0,
        picker: Picker::default(),
        choice,
        errors,
        copied: None,
        busy: None,
        busy_since_ms: 0,
        unsure: false,
        missed: None,
        online: true,
        cut_off: false,
        failures: 0,
        shown: false,
        following: false,
        rest_until_ms: 0,
        told_to_rest_until_ms: 0,
        alarm_ms: 0,
        last_bank: None,
        waiting_since_ms: 0,
        now_ms,
    };
    picker::begin(&mut stage);
    choose_the_only_bank(&mut stage);
    settle_screen(&mut stage);
    stage
}

/// Where there is one bank only, choosing it would be a pointless step: it is chosen already (journeys, 9).
fn choose_the_only_bank(stage: &mut Stage) {
    let [only] = stage.banks.as_slice() else { return };
    if stage.bank_count == 1 && !picker::narrows(&stage.choice) && only.unusable.is_none() {
        stage.choice.provider_id.get_or_insert_with(|| only.provider_id.clone());
    }
}

/// Puts `at` and `waiting_since_ms` where view, choice and banks want them.
pub(super) fn settle_screen(stage: &mut Stage) {
    let Some(view) = &stage.view else {
        stage.at = Screen::NotFound;
        return;
    };
    stage.at = match screen_of(view, &stage.choice) {
        Screen::Inputs => match stage.chosen_method() {
            None => Screen::Select,
            Some(method) if method.inputs.is_empty() => Screen::Review,
            Some(_) => Screen::Inputs,
        },
        other => other,
    };
    questions::settle(stage);
    stage.waiting_since_ms = waiting_since_ms(stage);
}

/// Waiting begins with the return, else with the press; where neither is told (the public view), with the first look at it.
fn waiting_since_ms(stage: &Stage) -> i64 {
    let Some(view) = &stage.view else { return 0 };
    let waits = stage.at == Screen::Waiting || view.status == PageStatus::Submitted;
    if !waits || view.is_final {
        return 0;
    }
    let told = view.attempt.as_ref().and_then(|attempt| attempt.returned.as_ref().or(attempt.prepared.as_ref()));
    match told {
        Some(moment) => moment.at_ms,
        None if stage.waiting_since_ms > 0 => stage.waiting_since_ms,
        None => stage.now_ms,
    }
}

/// Another browser's attempt shows the public view, so it is never this one's to leave for.
fn can_be_left(view: &View) -> bool {
    view.whose != Whose::Other && view.attempt.as_ref().is_some_and(|attempt| attempt.can_leave)
}

/// The last attempt of this browser ended because a bank could not: said on a screen of its own, before choosing again.
fn ended_by_problem(view: &View) -> bool {
    let reason = view.attempt.as_ref().and_then(|attempt| attempt.reason);
    view.whose == Whose::Mine
        && matches!(reason, Some(Reason::BankUnavailable | Reason::BankSilent | Reason::ScaExpired))
}
