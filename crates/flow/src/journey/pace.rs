//! How often, and by which way: the numbers of contract §7, Liveness. Without jitter, which is the effect's.

use super::Way;

/// How the page learns of changes after so many failures in a row: events, then long-poll, then poll.
pub const fn way_of(failures: u32) -> Way {
    match failures {
        0 | 1 => Way::Events,
        2 | 3 => Way::LongPoll,
        _ => Way::Poll,
    }
}

/// The rest after so many failures in a row: 1 s doubled up to 15 s.
pub const fn back_off_ms(failures: u32) -> i64 {
    match failures {
        0 => 0,
        1..=4 => 1_000 << (failures - 1),
        _ => 15_000,
    }
}

/// The pause between two polls, and between two reloads without the app: 4 s, after ten minutes of waiting 30 s.
pub const fn poll_every_ms(waited_long: bool) -> u32 {
    if waited_long { 30_000 } else { 4_000 }
}

/// The pause between two readings of the banks' health: 15 s, after failures in a row doubled up to two minutes.
pub const fn banks_every_ms(missed: u32) -> i64 {
    match missed {
        0..=3 => 15_000 << missed,
        _ => 120_000,
    }
}
