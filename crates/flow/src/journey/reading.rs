//! Following the truth: when to follow, when to rest, and when the one alarm clock rings.

use super::resume::is_undecided;
use super::stage::SOON_MS;
use super::{Copied, Effect, Stage, back_off_ms, banks_every_ms, leaving, picker, way_of};
use protocol::Screen;

/// After so many failures in a row the page says that it has lost touch.
const LOST_AFTER: u32 = 2;
/// A `Retry-After` beyond this is a mistake of somebody's.
const LONGEST_REST_MS: i64 = 60 * 60 * 1000;
/// A text that is on the clipboard is said to be for so long.
const COPIED_MS: i64 = 4_000;
/// The gateway's flag may turn this much after the clock says that the time is over.
const EXPIRY_SLACK_MS: i64 = 1_000;

/// Reading worked.
pub(super) fn worked(stage: &mut Stage) {
    stage.failures = 0;
    stage.rest_until_ms = 0;
    stage.told_to_rest_until_ms = 0;
}

/// Reading failed: rest, longer each time, and at least as long as the gateway asked.
pub(super) fn failed(stage: &mut Stage, retry_after_ms: Option<u32>) {
    stage.failures = stage.failures.saturating_add(1);
    stage.rest_until_ms = stage.now_ms.saturating_add(back_off_ms(stage.failures));
    told_to_rest(stage, retry_after_ms);
}

/// The gateway asked for a rest.
pub(super) fn told_to_rest(stage: &mut Stage, retry_after_ms: Option<u32>) {
    if let Some(asked) = retry_after_ms {
        stage.told_to_rest_until_ms = stage.now_ms.saturating_add(i64::from(asked).min(LONGEST_REST_MS));
    }
}

/// The page is on show again, or the browser is online again: our own rest ends, the one that was asked for does not.
pub(super) fn read_at_once(stage: &mut Stage, effects: &mut Vec<Effect>) {
    stage.rest_until_ms = 0;
    if may_read(stage) {
        effects.push(Effect::ReadStatus);
    }
}

/// Another screen than before: banks that were not offered there, or may have changed meanwhile, are read anew.
pub(super) fn arrived(stage: &mut Stage, was_at: Screen, effects: &mut Vec<Effect>) {
    if stage.at == Screen::Select && !matches!(was_at, Screen::Inputs | Screen::Review) && may_read(stage) {
        stage.banks_read_ms = stage.now_ms;
        effects.push(if stage.banks.is_empty() { Effect::ReadBanks } else { Effect::ReadHealth });
    }
}

/// Banks, or their health, could not be read: what is on hand serves on, and the next try comes later.
pub(super) fn missed_banks(stage: &mut Stage, retry_after_ms: Option<u32>) {
    stage.banks_missed = stage.banks_missed.saturating_add(1);
    told_to_rest(stage, retry_after_ms);
}

/// The alarm rang: do what has become due.
pub(super) fn woke(stage: &mut Stage, effects: &mut Vec<Effect>) {
    stage.alarm_ms = 0;
    picker::tell(stage);
    leaving::woke(stage);
    if !may_read(stage) {
        return;
    }
    if time_is_over(stage) {
        effects.push(Effect::ReadStatus);
    }
    if shows_banks(stage) && stage.now_ms >= banks_due_ms(stage) {
        stage.banks_read_ms = stage.now_ms;
        effects.push(Effect::ReadHealth);
    }
}

/// Brings following and the alarm to where the stage wants them.
pub(super) fn settle(stage: &mut Stage, effects: &mut Vec<Effect>) {
    stage.copied = stage.copied.filter(|_| copied_until_ms(stage).is_none_or(|at_ms| stage.now_ms < at_ms));
    stage.online = !stage.cut_off && stage.failures < LOST_AFTER;
    let wants = may_read(stage) && stage.now_ms >= stage.rest_until_ms;
    if stage.following && !wants {
        stage.following = false;
        effects.push(Effect::StopFollowing);
    } else if !stage.following && wants {
        stage.following = true;
        let after = stage.view.as_ref().map_or(0, |view| view.seq);
        effects.push(Effect::Follow { after, way: way_of(stage.failures) });
    }
    let alarm_ms = next_alarm_ms(stage);
    if alarm_ms != stage.alarm_ms {
        stage.alarm_ms = alarm_ms;
        if alarm_ms > 0 {
            let wait_ms = alarm_ms.saturating_sub(stage.now_ms).max(50);
            effects.push(Effect::WakeIn(u32::try_from(wait_ms).unwrap_or(u32::MAX).min(i32::MAX.unsigned_abs())));
        }
    }
}

fn may_read(stage: &Stage) -> bool {
    stage.shown && !stage.cut_off && !stage.is_over() && stage.now_ms >= stage.told_to_rest_until_ms
}

fn shows_banks(stage: &Stage) -> bool {
    matches!(stage.at, Screen::Select | Screen::Inputs | Screen::Review)
}

fn banks_due_ms(stage: &Stage) -> i64 {
    stage.banks_read_ms.saturating_add(banks_every_ms(stage.banks_missed))
}

/// The link's time is over by the clock, and the gateway has not said so yet.
fn time_is_over(stage: &Stage) -> bool {
    expiry_ms(stage).is_some_and(|at_ms| stage.now_ms >= at_ms)
}

fn expiry_ms(stage: &Stage) -> Option<i64> {
    let view = stage.view.as_ref()?;
    let at_ms = view.expires().map_or(0, |expires| expires.at_ms);
    (is_undecided(view) && !view.is_expired && at_ms > 0).then(|| at_ms.saturating_add(EXPIRY_SLACK_MS))
}

/// Until when it is said that a text was copied; one that is only marked is said so until the screen changes.
fn copied_until_ms(stage: &Stage) -> Option<i64> {
    let (_, since_ms) = stage.copied.filter(|(how, _)| *how == Copied::Taken)?;
    Some(since_ms.saturating_add(COPIED_MS))
}

/// The next moment at which something becomes due; 0 when nothing will.
fn next_alarm_ms(stage: &Stage) -> i64 {
    if !stage.shown || stage.is_over() {
        return 0;
    }
    let soon = expiry_ms(stage).map(|at_ms| at_ms.saturating_sub(SOON_MS));
    let banks = shows_banks(stage).then(|| banks_due_ms(stage).max(stage.now_ms + 1));
    let dues = [
        Some(stage.rest_until_ms.max(stage.told_to_rest_until_ms)),
        stage.long_wait_at_ms(),
        expiry_ms(stage),
        soon,
        banks,
        leaving::leads_nowhere_at_ms(stage),
        copied_until_ms(stage),
        picker::tells_at_ms(stage),
    ];
    dues.into_iter().flatten().filter(|at_ms| *at_ms > stage.now_ms).min().unwrap_or(0)
}
