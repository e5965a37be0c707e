//! One file a bank: its profile's values, and what it says outside the standard.
//! Never here: behaviour that two banks share (see `berlin_group`).

pub mod libra_ro;
