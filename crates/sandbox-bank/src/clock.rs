//! The banks' clock: real, or moved by hand in tests, so that nothing has to sleep to see 30 seconds pass.
//! Never here: what happens at a time (see `payment`).

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::watch;
use tokio::time::Instant;

/// A clock in unix milliseconds. Clones show the same time.
#[derive(Clone, Debug)]
pub struct Clock(Kind);

#[derive(Clone, Debug)]
enum Kind {
    /// Counts from its start by the monotonic clock: a step of the system's time moves no payment.
    Real {
        started: Instant,
        started_ms: i64,
    },
    Manual(Arc<watch::Sender<i64>>),
}

impl Clock {
    /// The time of day.
    pub fn real() -> Self {
        Self(Kind::Real { started: Instant::now(), started_ms: Timestamp::now().as_millisecond() })
    }

    /// Begins at the present and stands still until [`Clock::advance`].
    pub fn manual() -> Self {
        let (time, _) = watch::channel(Timestamp::now().as_millisecond());
        Self(Kind::Manual(Arc::new(time)))
    }

    /// Moves a manual clock forward and wakes whoever waits for that time; does nothing to a real one.
    pub fn advance(&self, by: Duration) {
        if let Kind::Manual(time) = &self.0 {
            time.send_modify(|now_ms| *now_ms = now_ms.saturating_add(whole_ms(by)));
        }
    }

    /// What the banks take for the present.
    pub fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.now_ms()).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    pub(crate) fn now_ms(&self) -> i64 {
        match &self.0 {
            Kind::Real { started, started_ms } => started_ms.saturating_add(whole_ms(started.elapsed())),
            Kind::Manual(time) => *time.borrow(),
        }
    }

    pub(crate) async fn sleep_until(&self, at_ms: i64) {
        match &self.0 {
            Kind::Real { .. } => {
                let left_ms = at_ms.saturating_sub(self.now_ms()).max(0);
                tokio::time::sleep(Duration::from_millis(left_ms.unsigned_abs())).await;
            }
            Kind::Manual(time) => {
                // Cannot fail: this clock holds the sender while it waits.
                let _ = time.subscribe().wait_for(|now_ms| *now_ms >= at_ms).await;
            }
        }
    }

    pub(crate) async fn sleep_ms(&self, ms: i64) {
        self.sleep_until(self.now_ms().saturating_add(ms)).await;
    }
}

/// RFC 3339 in UTC with milliseconds, as all times of these banks are written.
pub(crate) fn rfc3339(at_ms: i64) -> String {
    let at = Timestamp::from_millisecond(at_ms).unwrap_or(Timestamp::UNIX_EPOCH);
    format!("{at:.3}")
}

fn whole_ms(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
