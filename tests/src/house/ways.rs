//! The banks of the street as ways to pay: what a link to each must hold, and what its test customer types (contract §9).

use serde_json::{Value, json};

/// A bank of the street.
#[derive(Debug)]
pub struct Way {
    /// Which.
    pub provider_id: &'static str,
    /// Its method for RON.
    pub method_id: &'static str,
    /// Whether it tells of the creditor's side.
    pub confirms_funds: bool,
    /// What its login page asks.
    pub credentials: &'static [(&'static str, &'static str)],
}

/// All of them, alphabetical.
pub const WAYS: [Way; 5] = [
    Way {
        provider_id: "bt_ro",
        method_id: "bt_ro.domestic",
        confirms_funds: false,
        credentials: &[("username", "testbt"), ("password", "testbt"), ("pin", "1234567")],
    },
    Way {
        provider_id: "cec_ro",
        method_id: "cec_ro.domestic",
        confirms_funds: false,
        credentials: &[("username", "testcecapi"), ("password", "testcecapi")],
    },
    Way {
        provider_id: "libra_ro",
        method_id: "libra_ro.domestic",
        confirms_funds: true,
        credentials: &[("username", "testlibra"), ("password", "testlibra")],
    },
    Way { provider_id: "ropay", method_id: "ropay.instant", confirms_funds: false, credentials: &[] },
    Way {
        provider_id: "rzb_ro",
        method_id: "rzb_ro.domestic",
        confirms_funds: false,
        credentials: &[("psu_id", "9999999998")],
    },
];

/// One of them.
pub fn way(provider_id: &str) -> &'static Way {
    WAYS.iter().find(|way| way.provider_id == provider_id).unwrap_or_else(|| panic!("there is no bank {provider_id}"))
}

impl Way {
    /// What a link must hold so that this bank alone is offered, and has all it needs.
    pub fn order(&self) -> Value {
        let scheme = if self.provider_id == "ropay" { "instant" } else { "domestic" };
        let mut over = json!({ "payment_method": { "provider_id": self.provider_id, "payment_scheme": scheme } });
        if self.provider_id == "rzb_ro" {
            over["single_transfer"] = json!({ "debtor_iban": "RO03RZBR0000069999999999", "psu_id": "9999999998" });
        }
        over
    }
}
