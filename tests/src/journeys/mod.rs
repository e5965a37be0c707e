//! Journeys: what a payer does and what the bank decides, and what everybody is told of it.

mod cancelling;
mod consents;
mod consents_later;
mod expiry;
mod health;
mod leaving;
mod led;
mod oauth_banks;
mod others;
mod phones;
mod reading;
mod retrying;
mod revoking;
mod steered;
mod wrapped;
