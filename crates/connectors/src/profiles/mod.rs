//! One file a bank, and one line in `ALL`: its row in the catalogue, its profile's values, what it says outside the standard.
//! Never here: behaviour that two banks share (see `berlin_group`).

mod connection;

pub mod bt_ro;
pub mod cec_ro;
pub mod libra_ro;
pub mod ropay;
pub mod rzb_ro;
pub mod sandbox;

pub use connection::{BadConnection, Bank, Connection, Part};

/// Every bank, connected or not, in the order in which lists show them: alphabetical by name.
pub const ALL: &[Bank] = &[
    // One line a bank; `cargo xtask new bank` writes the next.
    bt_ro::BANK,
    cec_ro::BANK,
    libra_ro::BANK,
    rzb_ro::BANK,
    ropay::BANK,
];

#[cfg(test)]
mod tests;
