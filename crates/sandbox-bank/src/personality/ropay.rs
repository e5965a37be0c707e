//! RoPay: requests to pay instantly, from whatever account the payer's app holds; the address of a request is a link that a phone opens in
//! that app, and that a QR can hold. Its login asks nothing.
//! Never here: anything another bank says.

use super::{Brand, OwnAccount, Personality, Product, Rail, STANDARD};
use crate::money::Currency;

pub(super) const ROPAY: Personality = Personality {
    provider_id: "ropay",
    name: "RoPay",
    brand: Brand { on_light: "#5b3f96", on_dark: "#c9b6f4" },
    // The payer's own app knows who holds it.
    login: &[],
    requests: true,
    accounts: &[OwnAccount::everyday("RO13RNCB0000000000000001")],
    bic: "RNCBROBU",
    products: &[Product {
        path: "instant-ron-transfers",
        rails: &[Rail { currency: Currency::Ron, name: "Instant transfer in RON", max_minor: Some(4_999_999) }],
    }],
    ..STANDARD
};
