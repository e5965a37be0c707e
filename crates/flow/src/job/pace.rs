//! How often a bank is read: the cooldown between readings, patience with a bank that says "too often", and when what
//! failed is tried again by itself. Never here: what is read.

/// Why a job cannot begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotNow {
    /// Another runs for this consent.
    OneRuns,
    /// The last one that read something began too short a time ago; from this moment on another may (milliseconds since 1970).
    Until(i64),
}

/// Whether a job may begin: one at a time, and not within the provider's cooldown, which is counted from the start of the
/// last job that read something (`last_good_start_ms`; the import after the authorisation is one). A failed job starts none.
///
/// # Errors
/// `NotNow`.
pub const fn may_start(
    one_runs: bool,
    last_good_start_ms: Option<i64>,
    cooldown_ms: i64,
    now_ms: i64,
) -> Result<(), NotNow> {
    if one_runs {
        return Err(NotNow::OneRuns);
    }
    match last_good_start_ms {
        Some(start) if now_ms < start.saturating_add(cooldown_ms) => {
            Err(NotNow::Until(start.saturating_add(cooldown_ms)))
        }
        _ => Ok(()),
    }
}

const SECOND_MS: i64 = 1_000;
const MINUTE_MS: i64 = 60 * SECOND_MS;
const HOUR_MS: i64 = 60 * MINUTE_MS;

/// Reading that nobody can ask for (a consent that is not active yet, or no longer) is tried again by itself, so long after
/// its `failures`-th failure in a row: soon at first, in the end four times a day, which is what banks allow.
pub const fn try_again_ms(failures: u32) -> i64 {
    match failures {
        0 | 1 => MINUTE_MS,
        2 => 5 * MINUTE_MS,
        3 => 30 * MINUTE_MS,
        4 => 2 * HOUR_MS,
        _ => 6 * HOUR_MS,
    }
}

/// The longest that a job waits for a bank that asks it to.
const LONGEST_WAIT_MS: i64 = 30 * SECOND_MS;
/// How often a job waits at the same place.
const MOST_WAITS: u32 = 3;

/// How long a job waits before it asks again a bank that said "too often" (429) or "not now" (503): as long as the bank says,
/// when that is short and was not waited out in vain before; `None`: the job goes on without.
pub fn wait_out_ms(retry_after_s: Option<u64>, waits: u32) -> Option<i64> {
    let wait_ms = i64::try_from(retry_after_s?).ok()?.checked_mul(SECOND_MS)?.max(SECOND_MS);
    (waits < MOST_WAITS && wait_ms <= LONGEST_WAIT_MS).then_some(wait_ms)
}

/// Whether a bank refuses to be read under a consent: it said so more than once, and let nothing through.
pub const fn is_denied(denied: u32, read: u32) -> bool {
    denied >= 2 && read == 0
}
