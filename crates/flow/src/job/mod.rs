//! What a job that reads account data may become, when it may begin, what it asks the bank for, and what a record that it
//! reads again means. Source: contract §5, Jobs. Never here: a call, a store, a clock.

mod merge;
mod order;
mod pace;
mod period;

pub use merge::{Key, MARK_BYTES, Mark, Seen, Stored, Verdict, merge, overlap, pushed_by, same_after_all};
pub use order::{End, JobEdge, JobFact, STEPS, Scope, end_of, is_over, step};
pub use pace::{NotNow, is_denied, may_start, try_again_ms, wait_out_ms};
pub use period::{DAY_MS, OVERLAP_DAYS, day_of, delete_at_ms, first_day};
