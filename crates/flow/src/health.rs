//! How a bank feels, from what our calls to it came to: the circuit breaker, and the badge of the bank list.
//! A bank that is down is not offered; it is asked again every ten seconds by a call that no payer waits for, and then on trial.
//! Source: issue 3 (at least 5 failures and at least 50 % in 60 s over distinct links; half-open every 10 s). Never here: a clock, a call.

use protocol::ProviderStatus;
use std::collections::{BTreeMap, VecDeque};

/// Older news counts for nothing.
pub const WINDOW_MS: i64 = 60_000;
/// So long after it was found down, or was last asked, a bank is asked again.
pub const PROBE_EVERY_MS: i64 = 10_000;
/// An answer that takes longer is slow.
pub const SLOW_FROM_MS: i64 = 1_000;

/// So many links must have failed: one payer's bad luck, repeated, closes no bank.
const FAILED_LINKS: usize = 5;
/// So many calls in trouble are a hint that the bank is not well.
const TROUBLED_CALLS: usize = 3;
/// The most calls that are remembered; a busier bank is judged by its newest.
const REMEMBERED: usize = 1_024;

/// What a call came to, as far as the bank's health goes. A refusal is an answer: it was heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// An answer, in good time.
    Well,
    /// An answer, late.
    Slow,
    /// No connection, no answer, or an error of the bank's own (5xx).
    Failed,
}

impl Heard {
    /// What a call came to: its HTTP status, `None` without an answer, and how long it took.
    pub const fn of(http: Option<u16>, took_ms: i64) -> Self {
        match http {
            None | Some(500..) => Self::Failed,
            Some(_) if took_ms >= SLOW_FROM_MS => Self::Slow,
            Some(_) => Self::Well,
        }
    }
}

#[derive(Clone, Debug)]
struct Call {
    at_ms: i64,
    link: String,
    heard: Heard,
}

/// Where the breaker stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Breaker {
    /// Calls go through.
    #[default]
    Closed,
    /// The bank is down; asked again `PROBE_EVERY_MS` after this.
    Open { since_ms: i64 },
    /// It answered again: calls go through, and for a minute the first that fails opens the breaker.
    Trial { since_ms: i64 },
}

/// One bank's health.
#[derive(Clone, Debug, Default)]
pub struct Health {
    breaker: Breaker,
    calls: VecDeque<Call>,
}

impl Health {
    /// Takes in what a call about a link came to; times in milliseconds since 1970.
    pub fn hear(&mut self, link: &str, heard: Heard, now_ms: i64) {
        self.calls.push_back(Call { at_ms: now_ms, link: link.to_owned(), heard });
        while self.calls.len() > REMEMBERED || self.calls.front().is_some_and(|call| is_old(call, now_ms)) {
            self.calls.pop_front();
        }
        self.breaker = match (self.stands(now_ms), heard) {
            (Breaker::Trial { .. }, Heard::Failed) => Breaker::Open { since_ms: now_ms },
            (Breaker::Trial { .. }, Heard::Well | Heard::Slow) => Breaker::Closed,
            // A payment that went on all the while says as much as a question of ours.
            (Breaker::Open { since_ms }, Heard::Well | Heard::Slow) if now_ms >= since_ms + PROBE_EVERY_MS => {
                Breaker::Trial { since_ms: now_ms }
            }
            (Breaker::Closed, Heard::Failed) if self.has_failed(now_ms) => Breaker::Open { since_ms: now_ms },
            (stands, _) => stands,
        };
    }

    /// When a bank that is down is to be asked whether it is back; `None` for one that is not down.
    pub const fn probe_due_ms(&self, now_ms: i64) -> Option<i64> {
        match self.breaker {
            // A clock that was set back must not keep a bank closed.
            Breaker::Open { since_ms } if now_ms < since_ms => Some(now_ms),
            Breaker::Open { since_ms } => Some(since_ms.saturating_add(PROBE_EVERY_MS)),
            Breaker::Closed | Breaker::Trial { .. } => None,
        }
    }

    /// Takes in what that question came to.
    pub fn probed(&mut self, heard: Heard, now_ms: i64) {
        if !matches!(self.breaker, Breaker::Open { .. }) {
            return;
        }
        self.breaker = match heard {
            Heard::Failed => Breaker::Open { since_ms: now_ms },
            Heard::Well | Heard::Slow => {
                // What was before the fall says nothing about the bank that stands again.
                self.calls.clear();
                Breaker::Trial { since_ms: now_ms }
            }
        };
    }

    /// What people are told.
    pub fn status(&self, now_ms: i64) -> ProviderStatus {
        match self.stands(now_ms) {
            Breaker::Open { .. } => ProviderStatus::Down,
            Breaker::Trial { .. } => ProviderStatus::Degraded,
            Breaker::Closed if self.is_troubled(now_ms) => ProviderStatus::Degraded,
            Breaker::Closed => ProviderStatus::Up,
        }
    }

    /// A trial that nobody came to is over after a while.
    const fn stands(&self, now_ms: i64) -> Breaker {
        match self.breaker {
            Breaker::Trial { since_ms } if now_ms.saturating_sub(since_ms) >= WINDOW_MS => Breaker::Closed,
            stands => stands,
        }
    }

    fn recent(&self, now_ms: i64) -> impl Iterator<Item = &Call> {
        self.calls.iter().filter(move |call| !is_old(call, now_ms))
    }

    /// A link counts once, by its last call.
    fn has_failed(&self, now_ms: i64) -> bool {
        let last: BTreeMap<&str, Heard> = self.recent(now_ms).map(|call| (call.link.as_str(), call.heard)).collect();
        let failed = last.values().filter(|heard| **heard == Heard::Failed).count();
        failed >= FAILED_LINKS && failed * 2 >= last.len()
    }

    fn is_troubled(&self, now_ms: i64) -> bool {
        let (all, troubled) = self
            .recent(now_ms)
            .fold((0, 0), |(all, troubled), call| (all + 1, troubled + usize::from(call.heard != Heard::Well)));
        troubled >= TROUBLED_CALLS && troubled * 2 >= all
    }
}

/// A clock that was set back must not keep news for ever.
const fn is_old(call: &Call, now_ms: i64) -> bool {
    now_ms.saturating_sub(call.at_ms).saturating_abs() >= WINDOW_MS
}

#[cfg(test)]
mod tests {
    use super::*;
    use ProviderStatus::{Degraded, Down, Up};

    /// A story: at a time (s) a link's call comes to something; then the status that is shown.
    fn after(story: &[(i64, &str, Heard)], shown_at_s: i64) -> ProviderStatus {
        let mut health = Health::default();
        for (at_s, link, heard) in story {
            health.hear(link, *heard, at_s * 1_000);
        }
        health.status(shown_at_s * 1_000)
    }

    fn failures(links: &[&'static str]) -> Vec<(i64, &'static str, Heard)> {
        (0..).zip(links).map(|(at_s, link)| (at_s, *link, Heard::Failed)).collect()
    }

    #[test]
    fn nothing_known_is_well() {
        assert_eq!(after(&[], 0), Up);
        assert_eq!(after(&failures(&["a", "b"]), 2), Up, "two failures are no trouble yet");
    }

    #[test]
    fn five_failed_links_close_a_bank_and_four_do_not() {
        assert_eq!(after(&failures(&["a", "b", "c", "d"]), 4), Degraded);
        assert_eq!(after(&failures(&["a", "b", "c", "d", "e"]), 5), Down);
        assert_eq!(after(&failures(&["a"; 50]), 50), Degraded, "one link's bad luck, fifty times");
    }

    #[test]
    fn half_of_the_links_must_have_failed() {
        let well = |at_s, link| (at_s, link, Heard::Well);
        let mut story: Vec<_> = ["p", "q", "r", "s", "t", "u"].map(|link| well(0, link)).into();
        story.extend(failures(&["a", "b", "c", "d", "e"]));
        assert_eq!(after(&story, 5), Up, "five of eleven links, five of eleven calls");
        story.push((5, "f", Heard::Failed));
        assert_eq!(after(&story, 5), Down, "six of twelve");
        assert_eq!(
            after(&[failures(&["a", "b", "c", "d"]), vec![well(5, "a"), (6, "e", Heard::Failed)]].concat(), 6),
            Degraded,
            "a is well again"
        );
    }

    #[test]
    fn old_news_counts_for_nothing() {
        let mut story = failures(&["a", "b", "c", "d"]);
        story.push((60, "e", Heard::Failed));
        assert_eq!(after(&story, 60), Degraded, "a was a minute ago");
        assert_eq!(after(&story, 63), Up);
        assert_eq!(after(&failures(&["a", "b", "c", "d"]), 600), Up);
        assert_eq!(after(&failures(&["a", "b", "c"]), -600), Up, "the clock was set back");
    }

    #[test]
    fn slow_answers_are_a_hint_and_never_close_a_bank() {
        let slow: Vec<_> = ["a", "b", "c", "d", "e", "f"].map(|link| (0, link, Heard::Slow)).into();
        assert_eq!(after(&slow, 1), Degraded);
        assert_eq!(after(&slow[..2], 1), Up);
    }

    #[test]
    fn a_bank_that_is_down_is_asked_every_ten_seconds_and_then_tried() {
        let mut health = Health::default();
        for (at_s, link, heard) in failures(&["a", "b", "c", "d", "e"]) {
            health.hear(link, heard, at_s * 1_000);
        }
        assert_eq!(health.probe_due_ms(4_000), Some(14_000));
        assert_eq!(health.probe_due_ms(-3_600_000), Some(-3_600_000), "the clock was set back");
        // News of payments that were on their way already changes nothing.
        health.hear("z", Heard::Well, 5_000);
        health.hear("y", Heard::Failed, 6_000);
        assert_eq!((health.status(6_000), health.probe_due_ms(6_000)), (Down, Some(14_000)));
        assert_eq!(health.status(900_000), Down, "it is not up before it has answered");

        let mut paying = health.clone();
        paying.hear("z", Heard::Well, 14_000);
        assert_eq!(paying.status(14_000), Degraded, "a payment that goes on says that the bank is back");

        health.probed(Heard::Failed, 14_500);
        assert_eq!((health.status(14_500), health.probe_due_ms(14_500)), (Down, Some(24_500)));
        health.probed(Heard::Slow, 24_500);
        assert_eq!((health.status(24_500), health.probe_due_ms(24_500)), (Degraded, None));

        assert_eq!(health.status(84_500), Up, "nobody came, and nothing failed for a minute");

        let mut again = health.clone();
        again.hear("f", Heard::Failed, 25_000);
        assert_eq!((again.status(25_000), again.probe_due_ms(25_000)), (Down, Some(35_000)));
        health.hear("f", Heard::Well, 25_000);
        assert_eq!((health.status(25_000), health.probe_due_ms(25_000)), (Up, None));
        health.probed(Heard::Failed, 26_000);
        assert_eq!(health.status(26_000), Up, "an answer to a question that nobody asks any more");
    }

    #[test]
    fn what_a_call_came_to() {
        for (http, took_ms, heard) in [
            (None, 0, Heard::Failed),
            (Some(500), 0, Heard::Failed),
            (Some(503), 9_000, Heard::Failed),
            (Some(200), SLOW_FROM_MS, Heard::Slow),
            (Some(404), SLOW_FROM_MS - 1, Heard::Well),
            (Some(429), 0, Heard::Well),
        ] {
            assert_eq!(Heard::of(http, took_ms), heard, "{http:?} after {took_ms} ms");
        }
    }

    #[test]
    fn memory_is_bounded() {
        let mut health = Health::default();
        for number in 0..10_000 {
            health.hear(&number.to_string(), Heard::Well, 0);
        }
        assert_eq!(health.calls.len(), REMEMBERED);
    }
}
