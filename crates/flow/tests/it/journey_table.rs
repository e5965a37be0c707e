//! The whole stage × event table in one reviewed text, and the laws that every cell obeys.

use crate::fixtures::{NOW, banks, stages, view, view_with};
use flow::handoff::Step;
use flow::journey::{Busy, Copied, Effect, Event, Stage, resume, step};
use protocol::page::{Choice, Device, FieldError, Health, Here, Place, Remitter, View, Whose};
use protocol::{AttemptState, LinkStatus, PageStatus, Screen};
use std::fmt::Write as _;

/// Every kind of event, once or more.
fn events() -> Vec<(&'static str, Event)> {
    let error = FieldError { field: "debtor_iban".into(), message: "not an IBAN".into() };
    let refusal = FieldError { field: "retry".into(), message: "the bank does not confirm".into() };
    let requested = view_with(8, LinkStatus::Requested, AttemptState::Sending, Whose::Mine, None);
    let completed = view_with(9, LinkStatus::Completed, AttemptState::Settled, Whose::Mine, None);
    vec![
        ("Started", Event::Started),
        ("BankChosen(libra)", Event::BankChosen("libra_ro".into())),
        ("BankChosen(rzb)", Event::BankChosen("rzb_ro".into())),
        ("BankChosen(bt, down)", Event::BankChosen("bt_ro".into())),
        ("BankChosen(nobody)", Event::BankChosen("nobody".into())),
        ("MethodChosen(instant)", Event::MethodChosen("libra_ro.instant".into())),
        ("MethodChosen(sepa, unusable)", Event::MethodChosen("libra_ro.sepa".into())),
        ("Searched", Event::Searched("lib".into())),
        ("MoreAsked", Event::MoreAsked),
        ("RemitterChosen(corporate)", Event::RemitterChosen(Some(Remitter::Corporate))),
        ("CountryChosen(RO)", Event::CountryChosen(Some("RO".into()))),
        ("FieldTyped", Event::FieldTyped("debtor_iban", "RO03".into())),
        ("FieldTyped(no such field)", Event::FieldTyped("amount", "1".into())),
        ("WentOn", Event::WentOn),
        ("WentBack", Event::WentBack),
        ("PayPressed", Event::PayPressed),
        ("CancelPressed", Event::CancelPressed),
        ("RetryPressed", Event::RetryPressed),
        ("WithdrawPressed", Event::WithdrawPressed),
        ("LeavePressed(same tab)", Event::LeavePressed(Step::SameTab)),
        ("LeavePressed(new tab)", Event::LeavePressed(Step::NewTab)),
        ("LeavePressed(app link)", Event::LeavePressed(Step::AppLink)),
        ("LeaveFailed(same tab)", Event::LeaveFailed(Step::SameTab)),
        ("LeaveFailed(new tab)", Event::LeaveFailed(Step::NewTab)),
        ("LeaveFailed(app link)", Event::LeaveFailed(Step::AppLink)),
        ("Situated(frame)", Event::Situated(Here { place: Place::Frame, device: Device::Desktop })),
        ("CopyPressed", Event::CopyPressed("link".into())),
        ("WasCopied", Event::WasCopied(Copied::Taken)),
        ("WasCopied(marked)", Event::WasCopied(Copied::Marked)),
        ("PrintPressed", Event::PrintPressed),
        ("ForgetPressed", Event::ForgetPressed),
        ("FormAnswered(requested, newer)", Event::FormAnswered(Box::new(requested))),
        ("FormAnswered(started, older)", Event::FormAnswered(Box::new(view(6, LinkStatus::Started)))),
        ("FormRefused(a field)", Event::FormRefused(vec![error])),
        ("FormRefused(the press)", Event::FormRefused(vec![refusal])),
        ("FormFailed", Event::FormFailed(None)),
        ("FormFailed(Retry-After)", Event::FormFailed(Some(3_000))),
        ("StatusRead(started, older)", Event::StatusRead(Box::new(view(6, LinkStatus::Started)))),
        ("StatusRead(completed, newer)", Event::StatusRead(Box::new(completed))),
        ("ReadFailed", Event::ReadFailed(None)),
        ("ReadFailed(Retry-After)", Event::ReadFailed(Some(7_000))),
        ("BanksRead", Event::BanksRead(banks())),
        ("HealthRead(libra down)", Event::HealthRead(Health { down: vec!["libra_ro".into()], ..Health::default() })),
        ("HealthRead(all up)", Event::HealthRead(Health::default())),
        ("BanksMissed", Event::BanksMissed(None)),
        ("BanksMissed(Retry-After)", Event::BanksMissed(Some(7_000))),
        ("Woke", Event::Woke),
        ("Hidden", Event::Hidden),
        ("Shown", Event::Shown),
        ("WentOffline", Event::WentOffline),
        ("CameOnline", Event::CameOnline),
        ("LastBankKnown", Event::LastBankKnown("rzb_ro".into())),
    ]
}

/// What differs, in few words.
fn difference(before: &Stage, after: &Stage) -> String {
    let mut words = Vec::new();
    macro_rules! changed {
        ($($field:ident)+) => { $(if before.$field != after.$field {
            words.push(format!("{} {:?}", stringify!($field), after.$field));
        })+ };
    }
    if before.choice != after.choice {
        words.push(choice(&after.choice));
    }
    changed!(here failed copied banks_missed errors busy unsure missed online cut_off failures shown following last_bank waiting_since_ms);
    if before.view != after.view {
        let seq = after.view.as_ref().map_or(0, |view| view.seq);
        words.push(format!("view {seq}"));
    }
    if before.banks != after.banks {
        words.push("banks".into());
    }
    words.join(", ").replace(&(NOW - 5_000).to_string(), "NOW-5s")
}

/// What a choice holds, in few words.
fn choice(choice: &Choice) -> String {
    let text = |name: &str, value: &str| if value.is_empty() { String::new() } else { format!(" {name}={value}") };
    let flag = |name: &str, value: bool| if value { format!(" {name}") } else { String::new() };
    let Choice {
        provider_id,
        method_id,
        q,
        remitter,
        country,
        debtor_iban,
        psu_id,
        onward,
        cancelled,
        again,
        question,
    } = choice;
    [
        "choice".to_owned(),
        text("bank", provider_id.as_deref().unwrap_or_default()),
        text("method", method_id.as_deref().unwrap_or_default()),
        text("q", q),
        text("remitter", remitter.map(|remitter| remitter.as_str()).unwrap_or_default()),
        text("country", country.as_deref().unwrap_or_default()),
        text("debtor_iban", debtor_iban),
        text("psu_id", psu_id),
        flag("onward", *onward),
        flag("cancelled", *cancelled),
        flag("again", *again),
        text("question", question.map(|question| question.as_str()).unwrap_or_default()),
    ]
    .concat()
}

#[test]
fn whole_table() {
    let mut table = String::new();
    for (name, stage) in stages() {
        let _ = writeln!(table, "\n## {name} [{}]", stage.at);
        for (what, event) in events() {
            let (after, effects) = step(stage.clone(), event);
            let moved = if after.at == stage.at { String::new() } else { format!(" → {}", after.at) };
            let changes = difference(&stage, &after);
            let changes = if changes.is_empty() { String::new() } else { format!(" | {changes}") };
            let orders = if effects.is_empty() { String::new() } else { format!(" | {effects:?}") };
            if moved.is_empty() && changes.is_empty() && orders.is_empty() {
                continue;
            }
            let _ = writeln!(table, "{what}{moved}{changes}{orders}");
        }
    }
    insta::assert_snapshot!(table);
}

#[test]
fn every_screen_is_in_the_table() {
    let seen: Vec<Screen> = stages().into_iter().map(|(_, stage)| stage.at).collect();
    for screen in Screen::ALL {
        assert!(seen.contains(screen), "{screen} has no stage in the table");
    }
}

/// What the PSU can do, or what the page does by itself: a stage with neither is a dead end.
fn ways_on(stage: &Stage) -> Vec<&'static str> {
    let mut ways = Vec::new();
    let offers = [
        (stage.can_pay(), "pay"),
        (stage.can_go_on(), "continue"),
        (stage.can_leave(), "leave"),
        (stage.can_cancel(), "cancel"),
        (stage.can_retry(), "retry"),
        (stage.view.as_ref().is_some_and(|view| view.back_url.is_some()) && stage.busy.is_none(), "back to merchant"),
        (stage.following || stage.alarm_ms > 0 || stage.cut_off || !stage.shown, "the page reads by itself"),
        (stage.busy.is_some(), "an answer is on its way"),
    ];
    for (offered, way) in offers {
        if offered {
            ways.push(way);
        }
    }
    ways
}

#[test]
fn no_dead_ends() {
    for (name, stage) in stages() {
        for (what, event) in events() {
            let (after, _) = step(stage.clone(), event);
            if after.at == Screen::NotFound {
                continue;
            }
            assert!(!ways_on(&after).is_empty(), "{name}, {what}: nothing to do");
            let waits_for_ever =
                !after.is_over() && after.shown && !after.cut_off && !after.following && after.alarm_ms <= after.now_ms;
            assert!(!waits_for_ever, "{name}, {what}: the page does not read, and nothing will wake it");
        }
    }
}

#[test]
fn ends_are_final() {
    for (name, stage) in stages().into_iter().filter(|(_, stage)| stage.is_over()) {
        for (what, event) in events() {
            let newer = matches!(&event, Event::StatusRead(view) | Event::FormAnswered(view) if view.seq > 7);
            let (after, effects) = step(stage.clone(), event);
            if !newer {
                assert_eq!(after.at, stage.at, "{name}, {what}");
            }
            let asks = |effect: &Effect| {
                matches!(
                    effect,
                    Effect::SendForm { .. } | Effect::Follow { .. } | Effect::ReadStatus | Effect::WakeIn(_)
                )
            };
            assert!(newer || !effects.iter().any(asks), "{name}, {what}: {effects:?}");
        }
    }
}

#[test]
fn nothing_is_older_after_newer() {
    for (name, stage) in stages() {
        let Some(before) = stage.view.clone() else { continue };
        for old in [View { seq: 6, ..before.clone() }, View { now_ms: NOW - 1, ..before.clone() }] {
            let other = View { status: PageStatus::Created, is_expired: true, ..old };
            for event in [Event::StatusRead(Box::new(other.clone())), Event::FormAnswered(Box::new(other))] {
                let (after, _) = step(stage.clone(), event);
                assert_eq!(after.view.as_ref(), Some(&before), "{name}");
            }
        }
    }
}

#[test]
fn a_second_press_sends_nothing() {
    for (name, stage) in stages().into_iter().filter(|(_, stage)| stage.busy.is_some()) {
        for press in [Event::PayPressed, Event::CancelPressed, Event::RetryPressed, Event::WentOn, Event::WentBack] {
            let (after, effects) = step(stage.clone(), press.clone());
            assert_eq!((after, effects), (stage.clone(), Vec::new()), "{name}, {press:?}");
        }
    }
}

#[test]
fn the_same_bank_again_changes_nothing() {
    let (_, stage) = stages().swap_remove(1);
    assert_eq!(stage.choice.provider_id.as_deref(), Some("libra_ro"));
    let named = step(stage, Event::MethodChosen("libra_ro.instant".into())).0;
    let again = step(named.clone(), Event::BankChosen("libra_ro".into()));
    assert_eq!(again, (named, Vec::new()));
}

#[test]
fn at_most_one_of_pay_continue_leave_is_on_offer() {
    for (name, stage) in stages() {
        for (what, event) in events() {
            let (after, _) = step(stage.clone(), event);
            let offered = [after.can_pay(), after.can_go_on(), after.can_leave()].iter().filter(|on| **on).count();
            assert!(offered <= 1, "{name}, {what}");
        }
    }
}

#[test]
fn a_reload_shows_the_same_screen() {
    for (name, stage) in stages() {
        for (what, event) in events() {
            let (after, _) = step(stage.clone(), event);
            let choice = after.choice.clone();
            let again = resume(
                after.view.as_ref(),
                after.here,
                after.banks.clone(),
                after.bank_count,
                choice,
                after.errors.clone(),
            );
            assert_eq!(again.at, after.at, "{name}, {what}");
        }
    }
}

#[test]
fn paying_is_offered_only_while_no_attempt_runs() {
    use PageStatus::{Created, Started};
    for (name, stage) in stages() {
        for (what, event) in events() {
            let (after, _) = step(stage.clone(), event);
            let open = after.view.as_ref().is_some_and(|view| matches!(view.status, Created | Started));
            assert!(
                open || !(after.can_pay() || after.can_go_on() || after.busy == Some(Busy::Paying)),
                "{name}, {what}"
            );
        }
    }
}
