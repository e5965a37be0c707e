//! Raiffeisen: OAuth2 with HTTP Basic, the payer named by the TPP, links as plain strings, picky about headers.
//! Never here: anything another bank says.

use super::{
    Brand, ClientProof, Demand, LinkStyle, LoginField, OAuth, OwnAccount, Personality, Product, Rail, STANDARD, Sca,
    TokenIn,
};
use crate::money::Currency;

pub(super) const RZB_RO: Personality = Personality {
    provider_id: "rzb_ro",
    name: "Raiffeisen Bank",
    brand: Brand { on_light: "#6b5600", on_dark: "#f2d44a" },
    login: &[LoginField {
        name: "psu_id",
        label: "Customer number",
        input: "text",
        autocomplete: "username",
        expected: "9999999998",
    }],
    accounts: &[OwnAccount { iban: "RO03RZBR0000069999999999", currency: Currency::Ron }],
    products: &[Product {
        path: "domestic-ron-transfers",
        rails: &[Rail { currency: Currency::Ron, name: "Domestic transfer in RON", max_minor: None }],
    }],
    sca: Sca::OAuth(OAuth {
        pkce: false,
        grant_type: "authorization_code",
        client: ClientProof::Basic,
        token_in: TokenIn::Bearer,
        metadata: false,
    }),
    demands: &[Demand::Filled("User-Agent"), Demand::AcceptsJson],
    needs_psu_id: true,
    needs_debtor_iban: true,
    links: LinkStyle::Strings,
    ..STANDARD
};
