//! The window: the types that cross a wire (page, API, webhook, store). Serde only.
//! Never here: a decision, a clock, a socket, another crate of ours.

pub mod api;
pub mod consent;
pub mod link;
pub mod page;
pub mod status;

pub use status::{
    AttemptState, ConsentStatus, DataGroup, EndedBy, JobStatus, LinkKind, LinkStatus, PageStatus, ProviderStatus,
    Screen,
};
