//! What a consent to account data may become. Its attempts walk by the table that payments walk by; what is a consent's own
//! stands in a second table. Source: contract §5. Never here: how a fact became known.
//!
//! Three laws beside the tables: the link's time ends what nobody has authorised, and never what somebody has; an attempt that
//! was over authorises nothing more; what the bank holds and the consent does not live by is deleted there.

mod apply;
mod edges;
mod fact;

pub use apply::{Change, Consent, NotAllowed, apply, derive_status};
pub use edges::{AFTERWARDS, EDGES, Edge};
pub use fact::Fact;
