//! Days of UTC, counted from 1970-01-01, and their spelling.
//! Never here: what time it is (see `clock`).

use jiff::Span;
use jiff::civil::Date;

/// A day, in milliseconds.
pub(crate) const DAY_MS: i64 = 86_400_000;

const FIRST: Date = Date::constant(1970, 1, 1);

/// The day of a time.
pub(crate) fn day_of(at_ms: i64) -> i64 {
    at_ms.div_euclid(DAY_MS)
}

/// When a day begins, in unix milliseconds.
pub(crate) fn start_of(day: i64) -> i64 {
    day.saturating_mul(DAY_MS)
}

/// The day of a date; none for what is no `YYYY-MM-DD`.
pub(crate) fn day_of_date(text: &str) -> Option<i64> {
    let date: Date = text.parse().ok().filter(|_| text.len() == 10)?;
    Some(i64::from(FIRST.until(date).ok()?.get_days()))
}

/// The date of a day.
pub(crate) fn date_of(day: i64) -> Date {
    Span::new().try_days(day).and_then(|days| FIRST.checked_add(days)).unwrap_or(FIRST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_dates_agree() {
        for (day, date) in [(0, "1970-01-01"), (19_782, "2024-02-29"), (20_779, "2026-11-22"), (-1, "1969-12-31")] {
            assert_eq!(day_of_date(date), Some(day), "{date}");
            assert_eq!(date_of(day).to_string(), date);
            assert_eq!((day_of(start_of(day)), day_of(start_of(day + 1) - 1)), (day, day));
        }
        for bad in ["", "2023-02-29", "20240229", "2024-2-9", "2024-02-29T00:00"] {
            assert_eq!(day_of_date(bad), None, "{bad}");
        }
    }
}
