//! Banca Transilvania: OAuth2 with PKCE and published metadata, amounts as JSON numbers, texts under another
//! name, only what is booked, and few reads without the PSU.
//! Never here: anything another bank says.

use super::{
    Ais, AmountStyle, BalanceKind, Brand, ClientProof, LoginField, OAuth, OwnAccount, Paging, Personality, Product,
    Rail, STANDARD, STANDARD_AIS, Sca, TokenIn,
};
use crate::money::Currency;

pub(super) const BT_RO: Personality = Personality {
    provider_id: "bt_ro",
    name: "Banca Transilvania",
    brand: Brand { on_light: "#1f4e8f", on_dark: "#a3c4f3" },
    login: &[
        LoginField { name: "username", label: "Username", input: "text", autocomplete: "username", expected: "testbt" },
        LoginField {
            name: "password",
            label: "Password",
            input: "password",
            autocomplete: "current-password",
            expected: "testbt",
        },
        LoginField { name: "pin", label: "PIN", input: "password", autocomplete: "off", expected: "1234567" },
    ],
    accounts: &[
        OwnAccount::everyday("RO16BTRLRONCRT0123456701"),
        OwnAccount::abroad("RO36BTRLEURCRT0123456702"),
        OwnAccount::savings("RO06BTRLRONECO0123456703"),
    ],
    bic: "BTRLRO22",
    products: &[
        Product {
            path: "ron-payment",
            rails: &[Rail { currency: Currency::Ron, name: "Domestic transfer in RON", max_minor: None }],
        },
        Product {
            path: "other-currency-payment",
            rails: &[Rail { currency: Currency::Eur, name: "SEPA credit transfer", max_minor: None }],
        },
    ],
    sca: Sca::OAuth(OAuth {
        pkce: true,
        grant_type: "authorization_code",
        client: ClientProof::Public,
        token_in: TokenIn::Bearer,
        metadata: true,
    }),
    amounts: AmountStyle::Numbers,
    text_field: "details",
    fee_minor: Some(51),
    ais: Some(Ais {
        balances: &[BalanceKind::InterimAvailable, BalanceKind::ClosingBooked],
        paging: Paging::Page,
        page: 100,
        only_booked: true,
        counts_unattended: true,
        ..STANDARD_AIS
    }),
    ..STANDARD
};
