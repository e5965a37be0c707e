//! What a link may become: one table of attempt edges, one function from attempts to the link's status, one `apply`; and, by the
//! same table of attempts, what a consent may become. Source: contract §3, Attempts and Laws. Never here: how a fact became known.

mod apply;
pub mod consent;
mod edges;
mod fact;

pub use apply::{Alarm, Attempt, Change, Link, NotAllowed, Order, apply, counting, derive_status, is_over, pays};
pub use edges::{EDGES, Edge, edge};
pub use fact::{AttemptFact, Fact};
