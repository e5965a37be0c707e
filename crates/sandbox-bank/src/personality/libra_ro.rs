//! Libra: the strict bank, exactly the Berlin Group's OpenAPI file 1.3.11, redirect SCA, funds confirmed by webhook.
//! Never here: anything another bank says.

use super::{Brand, LoginField, OwnAccount, Personality, Product, Rail, STANDARD, STANDARD_AIS};
use crate::money::Currency;

pub(super) const LIBRA_RO: Personality = Personality {
    provider_id: "libra_ro",
    name: "Libra Internet Bank",
    brand: Brand { on_light: "#0b5d4b", on_dark: "#6fd3b8" },
    login: &[
        LoginField {
            name: "username",
            label: "Username",
            input: "text",
            autocomplete: "username",
            expected: "testlibra",
        },
        LoginField {
            name: "password",
            label: "Password",
            input: "password",
            autocomplete: "current-password",
            expected: "testlibra",
        },
    ],
    accounts: &[
        OwnAccount::everyday("RO79BREL0002001500330100"),
        OwnAccount::abroad("RO30BREL0002001500340100"),
        OwnAccount::savings("RO78BREL0002001500350100"),
    ],
    bic: "BRELROBU",
    // The file's list of products has none for RON: the format is named, and the currency picks the rail.
    products: &[
        Product {
            path: "sepa-credit-transfers",
            rails: &[
                Rail { currency: Currency::Ron, name: "Domestic transfer in RON", max_minor: None },
                Rail { currency: Currency::Eur, name: "SEPA credit transfer", max_minor: None },
            ],
        },
        Product {
            path: "instant-sepa-credit-transfers",
            rails: &[Rail { currency: Currency::Ron, name: "Instant transfer in RON", max_minor: Some(4_999_999) }],
        },
    ],
    app_psu_id: Some("testlibraapp"),
    confirms_funds: true,
    ais: Some(STANDARD_AIS),
    ..STANDARD
};
