//! Account data under a consent: jobs that read it at the bank, keeping it, and lists of it for its API client.
//! Never here: whether a consent is in force (`consents`), how a bank is asked (`connectors`), HTTP of our own edge.

mod ask;
mod close;
mod forget;
mod jobs;
mod keep;
mod lists;
mod marks;
mod place;
mod read;
mod sealed;
mod tell;
mod turn;

pub use jobs::Unasked;
