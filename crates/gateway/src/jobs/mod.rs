//! What runs by itself, one file a job. Each can be stopped at any write and goes on after a restart.
//! Never here: HTTP edges, rules.

pub mod end_consents;
pub mod forget_data;
pub mod probe_banks;
pub mod read_banks;
pub mod read_data;
pub mod recover;
pub mod tail;
