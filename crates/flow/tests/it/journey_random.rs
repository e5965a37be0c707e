//! The journey under any order of events: what must hold holds whatever races with what.

use crate::fixtures::{NOW, banks, consent_with, stages, view, view_with};
use flow::handoff::Step;
use flow::journey::{Effect, Event, resume, step};
use proptest::prelude::*;
use protocol::page::{FieldError, Health, Reason, Remitter, View, Whose};
use protocol::{AttemptState, ConsentStatus, LinkStatus};

fn any_view() -> impl Strategy<Value = View> {
    let status = proptest::sample::select(LinkStatus::ALL);
    let state = proptest::sample::select(AttemptState::ALL);
    let whose = prop_oneof![Just(Whose::Nobody), Just(Whose::Mine), Just(Whose::Other)];
    let reason = prop_oneof![
        4 => Just(None),
        1 => Just(Some(Reason::BankUnavailable)),
        1 => Just(Some(Reason::CancelledByPsu))
    ];
    (1u64..20, 0i64..5_000, status, proptest::option::of(state), whose, reason, any::<bool>()).prop_map(
        |(seq, age, status, state, whose, reason, is_expired)| {
            let base = match state {
                Some(state) => view_with(seq, status, state, whose, reason),
                None => view(seq, status),
            };
            View { now_ms: NOW + age, is_expired, ..base }
        },
    )
}

fn any_consent() -> impl Strategy<Value = View> {
    let status = proptest::sample::select(ConsentStatus::ALL);
    let state = proptest::option::of(proptest::sample::select(AttemptState::ALL));
    (1u64..20, 0i64..5_000, status, state, any::<bool>()).prop_map(|(seq, age, status, state, is_expired)| View {
        now_ms: NOW + age,
        is_expired,
        ..consent_with(seq, status, state)
    })
}

fn any_event() -> impl Strategy<Value = Event> {
    let bank = || proptest::sample::select(vec!["libra_ro", "rzb_ro", "bt_ro", "nobody"]);
    let field = FieldError { field: "psu_id".into(), message: "missing".into() };
    prop_oneof![
        1 => Just(Event::Started),
        1 => bank().prop_map(|id| Event::BankChosen(id.into())),
        1 => Just(Event::MethodChosen("libra_ro.instant".into())),
        1 => "[a-z]{0,3}".prop_map(Event::Searched),
        1 => Just(Event::MoreAsked),
        1 => "[0-9]{0,3}".prop_map(|text| Event::FieldTyped("psu_id", text)),
        1 => Just(Event::WentOn),
        1 => Just(Event::WentBack),
        3 => Just(Event::PayPressed),
        2 => Just(Event::CancelPressed),
        2 => Just(Event::RetryPressed),
        1 => Just(Event::WithdrawPressed),
        1 => Just(Event::LeavePressed(Step::SameTab)),
        1 => Just(Event::ForgetPressed),
        1 => prop_oneof![any_view(), any_consent()].prop_map(|view| Event::FormAnswered(Box::new(view))),
        1 => Just(Event::FormRefused(vec![field])),
        1 => proptest::option::of(0u32..90_000).prop_map(Event::FormFailed),
        3 => prop_oneof![any_view(), any_consent()].prop_map(|view| Event::StatusRead(Box::new(view))),
        2 => proptest::option::of(0u32..u32::MAX).prop_map(Event::ReadFailed),
        1 => Just(Event::BanksRead(banks())),
        1 => Just(Event::BanksRead(Vec::new())),
        1 => Just(Event::HealthRead(Health::default())),
        1 => bank().prop_map(|id| Event::HealthRead(Health { down: vec![id.into()], ..Health::default() })),
        1 => proptest::option::of(0u32..90_000).prop_map(Event::BanksMissed),
        1 => proptest::sample::select(vec![None, Remitter::of("retail"), Remitter::of("corporate")]).prop_map(Event::RemitterChosen),
        1 => proptest::sample::select(vec![None, Some("RO"), Some("DE")])
            .prop_map(|country| Event::CountryChosen(country.map(str::to_owned))),
        2 => Just(Event::Woke),
        1 => Just(Event::Hidden),
        1 => Just(Event::Shown),
        1 => Just(Event::WentOffline),
        1 => Just(Event::CameOnline),
        1 => bank().prop_map(|id| Event::LastBankKnown(id.into())),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_order_of_events(
        first in 0usize..35,
        events in proptest::collection::vec((0i64..40_000, any_event()), 0..60),
    ) {
        let (_, mut stage) = stages().swap_remove(first);
        let mut following = stage.following;
        for (passes_ms, event) in events {
            let before = stage.clone();
            stage.now_ms += passes_ms;
            let (after, effects) = step(stage, event);

            let seq = |of: &flow::journey::Stage| of.view.as_ref().map(|view| view.seq);
            prop_assert!(seq(&after) >= seq(&before), "the seq went back");
            prop_assert!(after.now_ms >= before.now_ms, "the clock went back");

            let forms = effects.iter().filter(|effect| matches!(effect, Effect::SendForm { .. })).count();
            prop_assert!(forms <= usize::from(before.busy.is_none()), "a second form while one has no answer");
            prop_assert!(forms == 0 || after.busy.is_some(), "a form was sent and its control is still armed");

            for effect in &effects {
                match effect {
                    Effect::Follow { .. } => {
                        prop_assert!(!following, "followed twice");
                        prop_assert!(after.shown && !after.cut_off && !after.is_over(), "followed when it should not");
                        prop_assert!(after.now_ms >= after.told_to_rest_until_ms, "did not rest as it was asked to");
                        following = true;
                    }
                    Effect::StopFollowing => {
                        prop_assert!(following, "stopped what did not run");
                        following = false;
                    }
                    _ => {}
                }
            }
            prop_assert_eq!(following, after.following);

            let awake = after.following || after.alarm_ms > after.now_ms;
            prop_assert!(after.is_over() || !after.shown || after.cut_off || awake, "nothing will wake the page");

            let again = resume(after.view.as_ref(), after.here, after.banks.clone(), after.bank_count, after.choice.clone(), Vec::new());
            prop_assert_eq!(again.at, after.at, "a reload would show another screen");
            stage = after;
        }
    }
}
