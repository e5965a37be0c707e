//! The ways to the bank as they are walked: offered, tried, failed, told.

use crate::fixtures::{NOW, running, running_in, view, view_with};
use crate::journey_stories::walk;
use flow::handoff::Step;
use flow::journey::{Busy, Copied, Effect, Event, Stage, step};
use protocol::page::{Approach, Attempt, Choice, Device, Here, Place, View, Whose};
use protocol::{AttemptState, LinkStatus, Screen};

fn ready() -> View {
    view_with(4, LinkStatus::IntentAccepted, AttemptState::Accepted, Whose::Mine, None)
}

fn left() -> View {
    view_with(5, LinkStatus::AwaitingAuthz, AttemptState::Left, Whose::Mine, None)
}

fn framed() -> Stage {
    running_in(ready(), Place::Frame, Device::Desktop)
}

fn phone() -> Stage {
    running_in(ready(), Place::Tab, Device::Phone)
}

fn tries(stage: Stage, way: Step) -> (Stage, Vec<Effect>) {
    walk(stage, [Event::LeavePressed(way), Event::LeaveFailed(way)])
}

#[test]
fn in_a_frame_the_ladder_is_walked_on_failure_and_what_failed_can_be_tried_again() {
    let stage = framed();
    assert_eq!((stage.way(), stage.further_ways()), (Some(Step::NewTab), vec![Step::TopWindow]));
    let (stage, effects) = tries(stage, Step::NewTab);
    assert_eq!(effects[0], Effect::OpenBank(Step::NewTab));
    assert_eq!((stage.busy, stage.way()), (None, Some(Step::TopWindow)));
    assert_eq!((stage.further_ways(), stage.can_leave()), (vec![Step::NewTab], true));
    let (stage, effects) = tries(stage, Step::TopWindow);
    assert_eq!(effects[0], Effect::OpenBank(Step::TopWindow));
    assert_eq!((stage.way(), stage.way_by_press()), (Some(Step::Qr), None), "only another device is left");
    assert_eq!(stage.further_ways(), [Step::NewTab, Step::TopWindow]);
    let (stage, _) = tries(stage, Step::NewTab);
    assert_eq!(stage.failed, [Step::NewTab, Step::TopWindow], "once each");
}

#[test]
fn a_way_that_is_not_of_this_place_is_none() {
    for foreign in [Step::SameTab, Step::AppLink, Step::Qr, Step::CopyLink, Step::Decoupled] {
        let before = framed();
        assert_eq!(step(before.clone(), Event::LeavePressed(foreign)), (before, Vec::new()), "{foreign:?}");
    }
    let elsewhere = view_with(4, LinkStatus::AwaitingAuthz, AttemptState::Left, Whose::Other, None);
    let stage = running_in(elsewhere, Place::Frame, Device::Desktop);
    assert_eq!((stage.ladder(), stage.can_leave()), (Vec::new(), false));
}

#[test]
fn a_failure_that_is_told_late_changes_nothing() {
    let (gone, _) = walk(framed(), [Event::LeavePressed(Step::NewTab), Event::StatusRead(Box::new(left()))]);
    assert_eq!((gone.at, gone.busy, gone.can_leave()), (Screen::Waiting, None, true));
    let (after, _) = step(gone.clone(), Event::LeaveFailed(Step::NewTab));
    assert_eq!(after, gone);
}

#[test]
fn what_failed_is_forgotten_with_the_bank_it_failed_for() {
    let (stage, _) = tries(framed(), Step::NewTab);
    let again = Event::StatusRead(Box::new(view(9, LinkStatus::Started)));
    let (stage, _) = step(stage, again);
    assert_eq!((stage.at, stage.failed), (Screen::Select, Vec::new()));
}

#[test]
fn leaving_into_an_app_is_told_once_the_page_is_left_and_no_sooner() {
    let stage = phone();
    assert_eq!((stage.way(), stage.further_ways()), (Some(Step::AppLink), vec![Step::SameTab]));
    let (stage, effects) = step(stage, Event::LeavePressed(Step::AppLink));
    assert_eq!((stage.busy, effects), (Some(Busy::Leaving(Step::AppLink)), vec![Effect::WakeIn(2_000)]));
    let (stage, effects) = step(stage, Event::Hidden);
    assert!(effects.contains(&Effect::ReportLeaving), "{effects:?}");
    let (stage, effects) = step(stage, Event::Hidden);
    assert!(!effects.contains(&Effect::ReportLeaving), "told once: {effects:?}");
    let late = Stage { now_ms: NOW + 60_000, ..stage };
    let (late, _) = step(late, Event::Woke);
    assert!(late.failed.is_empty(), "the app is open");
    let (back, effects) = step(late, Event::Shown);
    assert!(effects.contains(&Effect::ReadStatus) && !back.can_leave(), "{effects:?}");
    let (back, _) = step(back, Event::StatusRead(Box::new(View { now_ms: NOW + 60_001, ..left() })));
    assert_eq!((back.at, back.busy), (Screen::Waiting, None));
}

#[test]
fn an_app_that_does_not_open_gives_way_to_the_browser() {
    let (stage, _) = step(phone(), Event::LeavePressed(Step::AppLink));
    let (early, _) = step(Stage { now_ms: NOW + 1_900, ..stage.clone() }, Event::Woke);
    assert_eq!(early.busy, Some(Busy::Leaving(Step::AppLink)));
    let (stage, _) = step(Stage { now_ms: NOW + 2_000, ..stage }, Event::Woke);
    assert_eq!((stage.way(), stage.further_ways()), (Some(Step::SameTab), vec![Step::AppLink]));
    assert_eq!((stage.failed.as_slice(), stage.busy), (&[Step::AppLink][..], None));
}

#[test]
fn hidden_for_another_reason_tells_nothing() {
    for stage in [phone(), framed(), step(phone(), Event::LeavePressed(Step::SameTab)).0] {
        let (_, effects) = step(stage, Event::Hidden);
        assert!(!effects.contains(&Effect::ReportLeaving), "{effects:?}");
    }
}

#[test]
fn the_running_page_knows_better_where_it_is() {
    let stage = running(&ready(), Choice::default());
    assert_eq!(stage.way(), Some(Step::SameTab));
    let here = Here { place: Place::Frame, device: Device::Desktop };
    let (stage, effects) = step(stage, Event::Situated(here));
    assert_eq!((stage.way(), effects), (Some(Step::NewTab), Vec::new()));
}

#[test]
fn a_schemes_code_comes_first_and_its_page_can_still_be_pressed() {
    let mut asked = ready();
    asked.attempt = asked.attempt.map(|attempt| Attempt { approach: Approach::Request, ..attempt });
    let stage = running(&asked, Choice::default());
    assert_eq!((stage.way(), stage.way_by_press()), (Some(Step::Qr), Some(Step::SameTab)));
    assert!(stage.can_leave() && stage.further_ways().is_empty());
}

#[test]
fn copying_is_said_for_a_while_and_what_is_only_marked_until_the_screen_changes() {
    let (stage, effects) = step(framed(), Event::CopyPressed("link".into()));
    assert_eq!(effects, [Effect::Copy("link".into())]);
    let (stage, effects) = step(stage, Event::WasCopied(Copied::Taken));
    assert_eq!((stage.copied, effects), (Some((Copied::Taken, NOW)), vec![Effect::WakeIn(4_000)]));
    let (again, _) = step(stage.clone(), Event::CopyPressed("link".into()));
    assert_eq!(again.copied, None, "so that it is said anew");
    let (quiet, _) = step(Stage { now_ms: NOW + 4_000, ..stage }, Event::Woke);
    assert_eq!(quiet.copied, None);
    let (marked, _) = step(quiet, Event::WasCopied(Copied::Marked));
    let (marked, _) = step(Stage { now_ms: NOW + 90_000, ..marked }, Event::Woke);
    assert!(marked.copied.is_some_and(|(how, _)| how == Copied::Marked));
    let (moved, _) = step(marked, Event::StatusRead(Box::new(View { now_ms: NOW + 90_001, ..left() })));
    assert_eq!((moved.at, moved.copied), (Screen::Waiting, None));
}
