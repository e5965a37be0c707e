//! Raiffeisen: OAuth2 with HTTP Basic, the payer and the accounts named by the TPP, links as plain
//! strings, picky about headers.
//! Never here: anything another bank says.

use super::{
    Ais, Brand, ClientProof, Demand, Ids, LinkStyle, LoginField, OAuth, OwnAccount, Paging, Personality, Product, Rail,
    STANDARD, STANDARD_AIS, Sca, TermsIn, TokenIn,
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
    accounts: &[
        OwnAccount::everyday("RO03RZBR0000069999999999"),
        OwnAccount::abroad("RO62RZBR0000060019999998"),
        OwnAccount::savings("RO47RZBR0000060029999998"),
    ],
    bic: "RZBRROBU",
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
    app_psu_id: Some("9999999997"),
    demands: &[Demand::Filled("User-Agent"), Demand::AcceptsJson],
    needs_psu_id: true,
    needs_debtor_iban: true,
    links: LinkStyle::Strings,
    ais: Some(Ais {
        terms: TermsIn::BodyWithAccounts,
        ids: Ids::Reference,
        paging: Paging::NextPage,
        page: 100,
        ..STANDARD_AIS
    }),
    ..STANDARD
};
