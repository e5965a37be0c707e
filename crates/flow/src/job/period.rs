//! Which days a reading asks for, and how long what was read is kept. Days are counted from 1970, UTC.

/// A day in milliseconds.
pub const DAY_MS: i64 = 86_400_000;

/// Days that are asked for again behind what is known: banks book for days that are past.
pub const OVERLAP_DAYS: i64 = 14;

/// The day of a moment (milliseconds since 1970).
pub const fn day_of(at_ms: i64) -> i64 {
    at_ms.div_euclid(DAY_MS)
}

/// The first day that a reading asks for: as far back as the bank tells (`history_days`) for an account that was never
/// read; else some days behind `read_to`, up to which it is known, and behind its oldest pending transaction, which
/// may have been booked since.
pub fn first_day(today: i64, history_days: u32, read_to: Option<i64>, oldest_pending: Option<i64>) -> i64 {
    let oldest = today.saturating_sub(i64::from(history_days));
    let Some(read_to) = read_to else { return oldest };
    let again = read_to.saturating_sub(OVERLAP_DAYS);
    oldest_pending.map_or(again, |pending| again.min(pending)).clamp(oldest, today.max(oldest))
}

/// When the data of a consent that ended is deleted.
pub const fn delete_at_ms(ended_ms: i64, retention_days: u32) -> i64 {
    ended_ms.saturating_add((retention_days as i64).saturating_mul(DAY_MS))
}
