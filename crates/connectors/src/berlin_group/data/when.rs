//! Days and moments as banks write them.
//! Never here: today, or how a moment is shown to people.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

/// Longest day or moment: `2017-10-25T15:30:35.035000000+00:00`.
const MAX_TOLD: usize = 40;

/// A day, or a moment.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct When {
    /// Milliseconds since 1970, for ordering; of a day its beginning, UTC.
    pub at_ms: i64,
    /// As the bank wrote it: `2017-10-25`, or RFC 3339.
    pub told: String,
}

impl When {
    /// Reads a day or a moment; a moment without a zone counts as UTC. `None` for what is neither.
    pub(super) fn read(told: &str) -> Option<Self> {
        let told = told.trim();
        if told.len() > MAX_TOLD {
            return None;
        }
        let at = told.parse::<Timestamp>().ok().or_else(|| {
            let utc = |at: DateTime| at.to_zoned(TimeZone::UTC).ok();
            // XML's days may carry a zone behind them, which orders nothing.
            let day = || Some(day(told.get(..10)?)?.to_datetime(jiff::civil::Time::midnight()));
            let at = if told.contains(['T', 't', ' ']) { told.parse().ok() } else { day() };
            at.and_then(utc).map(|at: Zoned| at.timestamp())
        })?;
        Some(Self { at_ms: at.as_millisecond(), told: told.to_owned() })
    }
}

fn day(text: &str) -> Option<Date> {
    // Only the form with hyphens: `20171025` could be a number as well.
    (text.len() == 10 && text.as_bytes().get(4) == Some(&b'-')).then(|| text.parse().ok()).flatten()
}

/// Whether a text is a day of the calendar, such as `2026-02-28`.
pub(in crate::berlin_group) fn is_day(text: &str) -> bool {
    day(text).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn days_and_moments_are_read_as_banks_write_them() {
        for (told, at) in [
            ("2017-10-25", "2017-10-25T00:00:00Z"),
            (" 2017-10-25 ", "2017-10-25T00:00:00Z"),
            ("2017-10-25Z", "2017-10-25T00:00:00Z"),
            ("2017-10-25+02:00", "2017-10-25T00:00:00Z"),
            ("2017-10-25T15:30:35.035Z", "2017-10-25T15:30:35.035Z"),
            ("2017-10-25T15:30:35+02:00", "2017-10-25T13:30:35Z"),
            ("2017-10-25T15:30:35", "2017-10-25T15:30:35Z"),
            ("2017-10-25 15:30:35", "2017-10-25T15:30:35Z"),
            ("1969-12-31", "1969-12-31T00:00:00Z"),
        ] {
            let at: Timestamp = at.parse().unwrap();
            let expected = When { at_ms: at.as_millisecond(), told: told.trim().to_owned() };
            assert_eq!(When::read(told), Some(expected), "{told}");
        }
        for told in ["", "2017-02-30", "25.10.2017", "20171025", "2017", "now", "2017-10-25Tx", "2017-1-1"] {
            assert_eq!(When::read(told), None, "{told}");
        }
    }

    #[test]
    fn a_day_is_one_of_the_calendar() {
        assert!(is_day("2024-02-29"));
        for other in ["", "2023-02-29", "2024-02-29Z", "2024-2-9", "29.02.2024", "2024-02-29T00:00:00Z"] {
            assert!(!is_day(other), "{other}");
        }
    }

    proptest! {
        #[test]
        fn nothing_panics(told in ".{0,50}|-?[0-9]{4,6}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}Z?)?") {
            let _ = (When::read(&told), is_day(&told));
        }
    }
}
