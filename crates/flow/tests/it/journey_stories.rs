//! The journey told as short stories: one press, one loss, one return at a time.

use crate::fixtures::{NOW, banks, chose, consent_with, running, view, view_with};
use flow::handoff::Step;
use flow::journey::{Busy, Effect, Event, Stage, Way, back_off_ms, resume, step, way_of};
use protocol::page::{Choice, FieldError, Here, Moment, Question, Reason, View, Whose};
use protocol::{AttemptState, ConsentStatus, LinkStatus, PageStatus, Screen};

pub fn walk(stage: Stage, events: impl IntoIterator<Item = Event>) -> (Stage, Vec<Effect>) {
    let mut all = Vec::new();
    let mut stage = stage;
    for event in events {
        let (next, effects) = step(stage, event);
        stage = next;
        all.extend(effects);
    }
    (stage, all)
}

pub fn later(stage: Stage, ms: i64) -> Stage {
    Stage { now_ms: stage.now_ms + ms, ..stage }
}

pub fn read(view: View) -> Event {
    Event::StatusRead(Box::new(view))
}

pub fn mine(seq: u64, status: LinkStatus, state: AttemptState) -> View {
    view_with(seq, status, state, Whose::Mine, None)
}

#[test]
fn one_question_at_a_time_and_back() {
    let asked = |question| Choice { question: Some(question), ..Choice::default() };
    let stage = running(&view(1, LinkStatus::Started), asked(Question::Details));
    assert_eq!((stage.question(), stage.steps(), stage.can_go_on()), (Some(Question::Details), Some((1, 4)), true));

    let (stage, effects) = step(stage, Event::WentOn);
    assert_eq!((stage.question(), stage.steps()), (Some(Question::Bank), Some((2, 4))));
    assert_eq!(effects, [Effect::FocusHeading], "a new question is a new screen");
    let (stage, effects) = step(stage, Event::WentOn);
    assert_eq!((stage.question(), stage.can_go_on()), (Some(Question::Bank), false), "a question is answered first");
    assert!(effects.is_empty());

    let (stage, _) = walk(stage, [Event::BankChosen("libra_ro".into()), Event::PayPressed]);
    assert_eq!((stage.busy, stage.can_pay()), (None, false), "Pay is on the last look alone");
    let (stage, _) = walk(stage, [Event::WentOn]);
    let methods = stage.chosen_bank().unwrap().methods.iter().filter(|method| method.unusable.is_none()).count();
    if methods > 1 {
        assert_eq!((stage.question(), stage.steps()), (Some(Question::Method), Some((3, 4))));
    }
    let (stage, _) = if methods > 1 { step(stage, Event::WentOn) } else { (stage, Vec::new()) };
    let all = if methods > 1 { 4 } else { 3 };
    assert_eq!((stage.at, stage.steps(), stage.can_pay()), (Screen::Review, Some((all, all)), true));

    let (back, _) = step(stage.clone(), Event::WentBack);
    let last = if methods > 1 { Question::Method } else { Question::Bank };
    assert_eq!((back.at, back.question()), (Screen::Select, Some(last)));
    let (back, _) = walk(back, [Event::WentBack, Event::WentBack, Event::WentBack]);
    assert_eq!((back.question(), back.choice.provider_id.as_deref()), (Some(Question::Details), Some("libra_ro")));

    let (far, _) = step(back, Event::Walked(true, None));
    assert_eq!(far.at, Screen::Review, "the browser's Forward leads where the address says");
    let (near, _) = step(far, Event::Walked(false, Some(Question::Bank)));
    assert_eq!(near.question(), Some(Question::Bank));
}

#[test]
fn no_question_is_asked_before_the_one_that_it_depends_on() {
    let asked = |bank: Option<&str>| Choice {
        question: Some(Question::Method),
        provider_id: bank.map(Into::into),
        ..Choice::default()
    };
    let view = view(1, LinkStatus::Started);
    assert_eq!(running(&view, asked(None)).question(), Some(Question::Bank));
    for bank in banks() {
        let usable = bank.methods.iter().filter(|method| method.unusable.is_none()).count();
        let wanted = if usable > 1 { Question::Method } else { Question::Bank };
        assert_eq!(running(&view, asked(Some(&bank.provider_id))).question(), Some(wanted), "{}", bank.provider_id);
    }
}

#[test]
fn a_page_that_asks_all_at_once_has_no_questions() {
    let stage = running(&view(1, LinkStatus::Started), chose("libra_ro"));
    let (stage, _) = walk(stage, [Event::WentBack, Event::Walked(false, Some(Question::Bank))]);
    assert_eq!((stage.question(), stage.steps(), stage.choice.question, stage.can_pay()), (None, None, None, true));
}

#[test]
fn from_bank_to_completed() {
    let stage = running(&view(1, LinkStatus::Started), Choice::default());
    let (stage, effects) = walk(stage, [Event::BankChosen("libra_ro".into()), Event::PayPressed]);
    assert_eq!(stage.busy, Some(Busy::Paying));
    let fields = vec![("provider_id", "libra_ro".into()), ("method_id", "libra_ro.domestic".into())];
    assert_eq!(effects, [Effect::ShowChoice, Effect::SendForm { action: "pay", fields }]);

    let accepted = mine(3, LinkStatus::IntentAccepted, AttemptState::Accepted);
    let (stage, effects) = step(stage, Event::FormAnswered(Box::new(accepted)));
    assert_eq!((stage.at, stage.busy), (Screen::Handoff, None));
    assert!(effects.contains(&Effect::Remember("libra_ro".into())) && effects.contains(&Effect::FocusHeading));

    let (stage, _) =
        walk(stage, [Event::LeavePressed(Step::SameTab), read(mine(4, LinkStatus::AwaitingAuthz, AttemptState::Left))]);
    assert_eq!((stage.at, stage.can_leave()), (Screen::Waiting, true));
    let (stage, _) = step(stage, read(mine(5, LinkStatus::Received, AttemptState::Returned)));
    assert_eq!((stage.at, stage.can_leave(), stage.can_retry()), (Screen::Waiting, false, false));
    let (stage, effects) = step(stage, read(mine(6, LinkStatus::Completed, AttemptState::Settled)));
    assert_eq!(stage.at, Screen::Result);
    assert_eq!(effects, [Effect::FocusHeading, Effect::StopFollowing]);
}

#[test]
fn a_method_with_inputs_asks_for_them_and_sends_them() {
    let stage = running(&view(1, LinkStatus::Started), chose("rzb_ro"));
    assert!(!stage.can_pay() && stage.can_go_on());
    let (stage, effects) = walk(stage, [Event::PayPressed, Event::WentOn]);
    assert_eq!((stage.at, effects), (Screen::Inputs, vec![Effect::FocusHeading]));
    let typed = [Event::FieldTyped("debtor_iban", "RO03".into()), Event::FieldTyped("psu_id", "99".into())];
    let (stage, effects) = walk(stage, typed.into_iter().chain([Event::PayPressed]));
    let fields = vec![
        ("provider_id", "rzb_ro".into()),
        ("method_id", "rzb_ro.domestic".into()),
        ("debtor_iban", "RO03".into()),
        ("psu_id", "99".into()),
    ];
    assert_eq!(effects, [Effect::SendForm { action: "pay", fields }]);

    let error = FieldError { field: "debtor_iban".into(), message: "too short".into() };
    let (stage, effects) = step(stage, Event::FormRefused(vec![error]));
    assert_eq!((stage.at, stage.errors.len(), stage.busy), (Screen::Inputs, 1, None));
    assert_eq!(effects, [Effect::FocusMistake]);
    let (stage, _) = step(stage, Event::FieldTyped("debtor_iban", "RO03RZBR".into()));
    assert!(stage.errors.is_empty() && stage.can_pay());
}

#[test]
fn a_lost_answer_arms_nothing_before_the_truth_is_read() {
    let paying = walk(running(&view(1, LinkStatus::Started), chose("libra_ro")), [Event::PayPressed]).0;
    let (stage, effects) = step(paying.clone(), Event::FormFailed(None));
    assert_eq!((stage.busy, stage.can_pay()), (Some(Busy::Paying), false));
    assert_eq!(effects, [Effect::ReadStatus]);
    let (taken, _) = step(stage.clone(), read(mine(2, LinkStatus::Requested, AttemptState::Sending)));
    assert_eq!((taken.at, taken.busy, taken.missed), (Screen::Waiting, None, None));
    let (missed, _) = step(stage, read(view(1, LinkStatus::Started)));
    assert_eq!((missed.at, missed.missed, missed.can_pay()), (Screen::Select, Some(Busy::Paying), true));

    let (told, effects) = step(paying, Event::FormFailed(Some(3_000)));
    assert!(!effects.contains(&Effect::ReadStatus) && effects.contains(&Effect::StopFollowing));
    let (_, effects) = step(later(told, 3_000), Event::Woke);
    assert!(matches!(effects.first(), Some(Effect::Follow { .. })));
}

#[test]
fn reading_climbs_down_the_ladder_and_rests_longer() {
    let mut stage = running(&mine(4, LinkStatus::Received, AttemptState::Returned), Choice::default());
    let mut ways = Vec::new();
    let mut rests = Vec::new();
    for failures in 1..=8 {
        let (failed, effects) = step(stage, Event::ReadFailed(None));
        assert_eq!(effects.first(), Some(&Effect::StopFollowing));
        assert_eq!(failed.online, failures < 2);
        rests.push(failed.rest_until_ms - failed.now_ms);
        let wait = failed.rest_until_ms - failed.now_ms;
        let early = step(later(failed.clone(), wait - 1), Event::Woke);
        assert!(!early.1.iter().any(|effect| matches!(effect, Effect::Follow { .. })));
        let (next, effects) = step(later(failed, wait), Event::Woke);
        ways.extend(effects.iter().filter_map(|effect| match effect {
            Effect::Follow { way, .. } => Some(*way),
            _ => None,
        }));
        stage = next;
    }
    assert_eq!(rests, [1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000, 15_000]);
    use Way::{Events, LongPoll, Poll};
    assert_eq!(ways, [Events, LongPoll, LongPoll, Poll, Poll, Poll, Poll, Poll]);
    let (stage, _) = step(stage, read(mine(4, LinkStatus::Received, AttemptState::Returned)));
    assert_eq!((stage.failures, stage.online), (0, true));
    assert_eq!((way_of(0), back_off_ms(0), back_off_ms(u32::MAX)), (Events, 0, 15_000));
}

#[test]
fn retry_after_outlasts_back_off_showing_and_coming_online() {
    let stage = running(&mine(4, LinkStatus::Received, AttemptState::Returned), Choice::default());
    let (stage, effects) = walk(stage, [Event::ReadFailed(Some(60_000)), Event::Hidden, Event::Shown]);
    assert!(!effects.contains(&Effect::ReadStatus));
    let (stage, effects) = walk(later(stage, 59_999), [Event::Woke, Event::WentOffline, Event::CameOnline]);
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::ReadStatus | Effect::Follow { .. })), "{effects:?}");
    let (_, effects) = step(later(stage, 1), Event::Woke);
    assert!(matches!(effects.first(), Some(Effect::Follow { after: 4, way: Way::Events })));
}

#[test]
fn hidden_closes_and_shown_reads_at_once() {
    let stage = running(&mine(4, LinkStatus::Received, AttemptState::Returned), Choice::default());
    let (stage, effects) = step(stage, Event::Hidden);
    assert_eq!(effects, [Effect::StopFollowing]);
    let (stage, effects) = step(stage, Event::Shown);
    assert_eq!(effects[..2], [Effect::ReadStatus, Effect::Follow { after: 4, way: Way::Events }]);
    assert!(stage.following);
}

#[test]
fn offline_is_said_and_coming_back_reads_at_once() {
    let stage = running(&mine(4, LinkStatus::Received, AttemptState::Returned), Choice::default());
    let (stage, effects) = step(stage, Event::WentOffline);
    assert_eq!((stage.online, effects), (false, vec![Effect::StopFollowing]));
    let (stage, effects) = step(stage, Event::CameOnline);
    assert!(stage.online && effects.contains(&Effect::ReadStatus));
}

#[test]
fn a_page_from_the_back_forward_cache_arms_nothing_before_the_truth_is_read() {
    let stage = running(&mine(4, LinkStatus::IntentAccepted, AttemptState::Accepted), Choice::default());
    let (stage, _) = walk(stage, [Event::LeavePressed(Step::SameTab), Event::Hidden]);
    assert!(!stage.can_leave());
    let (stage, effects) = step(stage, Event::Shown);
    assert!(!stage.can_leave() && effects.contains(&Effect::ReadStatus));
    let (back, _) = step(stage.clone(), read(mine(5, LinkStatus::AwaitingAuthz, AttemptState::Left)));
    assert_eq!((back.at, back.can_leave()), (Screen::Waiting, true));
    let (same, _) = step(stage, read(mine(4, LinkStatus::IntentAccepted, AttemptState::Accepted)));
    assert_eq!((same.at, same.can_leave(), same.missed), (Screen::Handoff, true, None));
}

#[test]
fn a_link_that_led_nowhere_can_be_followed_again() {
    let stage = running(&mine(4, LinkStatus::IntentAccepted, AttemptState::Accepted), Choice::default());
    let (stage, effects) = step(stage, Event::LeavePressed(Step::SameTab));
    assert_eq!(effects, [Effect::WakeIn(8_000)]);
    let (stage, _) = step(later(stage, 8_000), Event::Woke);
    assert!(stage.can_leave());
}

#[test]
fn cancelling_before_the_bank_ends_on_a_result_that_leads_back() {
    let stage = running(&view(1, LinkStatus::Started), chose("libra_ro"));
    let (stage, _) = walk(stage, [Event::CancelPressed, Event::FormAnswered(Box::new(view(1, LinkStatus::Started)))]);
    assert!(stage.has_just_cancelled() && stage.can_retry());
    let (stage, _) = step(stage, read(view(1, LinkStatus::Started)));
    assert!(stage.has_just_cancelled(), "reading the same truth again does not undo it");
    let (stage, effects) = step(stage, Event::RetryPressed);
    assert!(effects.starts_with(&[Effect::ReadHealth, Effect::FocusHeading]), "{effects:?}");
    assert_eq!((stage.at, stage.can_pay()), (Screen::Select, true));
}

#[test]
fn cancelling_at_the_bank_shows_the_same_whichever_news_is_first() {
    let handoff = running(&mine(4, LinkStatus::IntentAccepted, AttemptState::Accepted), Choice::default());
    let over = view_with(6, LinkStatus::Started, AttemptState::Cancelled, Whose::Mine, Some(Reason::CancelledHere));
    let pressed = step(handoff, Event::CancelPressed).0;
    let (by_answer, _) = step(pressed.clone(), Event::FormAnswered(Box::new(over.clone())));
    let (by_stream, _) = walk(pressed, [read(over.clone()), Event::FormAnswered(Box::new(over))]);
    assert!(by_answer.has_just_cancelled());
    assert_eq!(by_answer.at, by_stream.at);
}

#[test]
fn a_problem_is_said_once_per_attempt() {
    let problem =
        view_with(5, LinkStatus::Started, AttemptState::Abandoned, Whose::Mine, Some(Reason::BankUnavailable));
    let paying = walk(running(&view(1, LinkStatus::Started), chose("libra_ro")), [Event::PayPressed]).0;
    let (stage, _) = step(paying, Event::FormAnswered(Box::new(problem.clone())));
    assert_eq!(stage.at, Screen::Problem);
    let (stage, effects) = step(stage, Event::RetryPressed);
    assert_eq!(effects, [Effect::SendForm { action: "retry", fields: Vec::new() }]);
    let dismissed = View { attempt: None, whose: Whose::Nobody, seq: 6, ..problem.clone() };
    let (stage, _) = walk(stage, [Event::FormAnswered(Box::new(dismissed)), read(problem)]);
    assert_eq!((stage.at, stage.choice.provider_id.as_deref()), (Screen::Select, Some("libra_ro")));
    let second = View {
        seq: 8,
        ..view_with(8, LinkStatus::Started, AttemptState::Abandoned, Whose::Mine, Some(Reason::BankSilent))
    };
    let (stage, _) = walk(stage, [Event::PayPressed, Event::FormAnswered(Box::new(second))]);
    assert_eq!(stage.at, Screen::Problem);
}

#[test]
fn start_again_here_is_the_gateways_to_grant() {
    let elsewhere = view_with(4, LinkStatus::AwaitingAuthz, AttemptState::Left, Whose::Other, None);
    let stage = running(&elsewhere, Choice::default());
    assert_eq!(
        (stage.at, stage.can_leave(), stage.can_cancel(), stage.can_retry()),
        (Screen::Waiting, false, false, true)
    );
    let (stage, effects) = step(stage, Event::RetryPressed);
    assert_eq!(effects, [Effect::SendForm { action: "retry", fields: Vec::new() }]);
    let refusal = FieldError { field: "retry".into(), message: "your bank has it already".into() };
    let (no, effects) = step(stage.clone(), Event::FormRefused(vec![refusal]));
    assert_eq!((no.at, no.errors.len(), no.missed), (Screen::Waiting, 1, Some(Busy::Retrying)));
    assert_eq!(effects, [Effect::ReadStatus]);
    let (yes, _) = step(stage, Event::FormAnswered(Box::new(view(6, LinkStatus::Started))));
    assert_eq!(yes.at, Screen::Select);
}

#[test]
fn after_ten_minutes_the_page_says_that_it_may_be_closed() {
    let returned = Some(Moment { at_ms: NOW, ..Moment::default() });
    let mut view = mine(4, LinkStatus::Received, AttemptState::Returned);
    if let Some(attempt) = &mut view.attempt {
        attempt.returned = returned;
    }
    let stage = resume(Some(&view), Here::PLAIN, banks(), 3, Choice::default(), Vec::new());
    assert_eq!((stage.waiting_since_ms, stage.waited_long()), (NOW, false));
    let (stage, effects) = step(stage, Event::Started);
    assert!(effects.contains(&Effect::WakeIn(600_001)), "{effects:?}");
    let (stage, _) = step(later(stage, 600_001), Event::Woke);
    assert!(stage.waited_long());
}

#[test]
fn the_end_of_the_links_time_is_announced_and_then_read() {
    let closing = View {
        payment: view(1, LinkStatus::Started).payment.map(|payment| protocol::page::Payment {
            expires: Moment { at_ms: NOW + 301_000, ..Moment::default() },
            ..payment
        }),
        ..view(1, LinkStatus::Started)
    };
    let stage = running(&closing, Choice::default());
    assert!(!stage.expires_soon() && later(stage.clone(), 1_000).expires_soon());
    let (stage, effects) = step(later(stage, 302_000), Event::Woke);
    assert!(effects.contains(&Effect::ReadStatus));
    let (stage, _) = step(stage, read(View { is_expired: true, now_ms: NOW + 302_000, ..closing }));
    assert_eq!(stage.at, Screen::Expired);
}

#[test]
fn a_consent_goes_the_same_way_and_can_be_withdrawn() {
    use ConsentStatus::{Active, Authorized, AwaitingAuthz, Revoked, ScaUrlRetrieved, Started};
    let told = |seq, status, state| read(consent_with(seq, status, state));
    let stage = running(&consent_with(1, Started, None), chose("libra_ro"));
    assert_eq!((stage.at, stage.can_pay(), stage.can_withdraw()), (Screen::Select, true, false));

    let (stage, effects) = step(stage, Event::PayPressed);
    let fields = vec![("provider_id", "libra_ro".to_owned()), ("method_id", "libra_ro.domestic".to_owned())];
    assert_eq!(effects[0], Effect::SendForm { action: "authorise", fields });

    // On its way to the bank it is still `started`: nothing can be chosen, and the page waits.
    let (stage, _) = step(stage, Event::FormAnswered(Box::new(consent_with(2, Started, Some(AttemptState::Sending)))));
    assert_eq!((stage.at, stage.can_pay(), stage.can_cancel()), (Screen::Waiting, false, false));
    let (stage, _) = step(stage, told(3, ScaUrlRetrieved, Some(AttemptState::Accepted)));
    assert_eq!((stage.at, stage.can_leave(), stage.can_cancel()), (Screen::Handoff, true, true));
    let (stage, _) =
        walk(stage, [Event::LeavePressed(Step::SameTab), told(4, AwaitingAuthz, Some(AttemptState::Left))]);
    assert_eq!((stage.at, stage.can_leave(), stage.can_retry()), (Screen::Waiting, true, true));
    let (stage, _) = step(stage, told(5, Authorized, Some(AttemptState::Settled)));
    assert_eq!(
        (stage.at, stage.can_leave(), stage.can_retry()),
        (Screen::Waiting, false, false),
        "data is being fetched"
    );

    let (stage, _) = step(stage, told(6, Active, Some(AttemptState::Settled)));
    assert_eq!((stage.at, stage.can_withdraw(), stage.is_over()), (Screen::Result, true, false));
    let (stage, effects) = step(stage, Event::WithdrawPressed);
    assert_eq!(effects[0], Effect::SendForm { action: "withdraw", fields: Vec::new() });
    assert_eq!((stage.busy, stage.can_withdraw()), (Some(Busy::Withdrawing), false));
    let (unsure, effects) = step(stage.clone(), Event::FormFailed(None));
    assert!(unsure.unsure && effects.contains(&Effect::ReadStatus), "whether it arrived is for the truth to say");
    let (stage, _) = step(stage, Event::FormAnswered(Box::new(consent_with(7, Revoked, None))));
    assert_eq!((stage.at, stage.busy, stage.is_over()), (Screen::Revoked, None, true));
    assert_eq!(stage.view.map(|view| view.status), Some(PageStatus::Revoked));
}

#[test]
fn only_the_browser_that_authorised_withdraws() {
    let mut theirs = consent_with(3, ConsentStatus::Active, None);
    if let Some(consent) = &mut theirs.consent {
        consent.can_withdraw = false;
    }
    let stage = running(&theirs, Choice::default());
    let (after, effects) = step(stage.clone(), Event::WithdrawPressed);
    assert_eq!((after, effects), (stage, Vec::new()));
}
