//! CEC: OAuth2 with a grant word and a token header of its own, a client id on every call, and sealed calls.
//! Never here: anything another bank says.

use super::{
    Brand, ClientProof, Demand, LoginField, OAuth, OwnAccount, Personality, Product, Rail, STANDARD, Sca, TPP_ID,
    TokenIn,
};
use crate::money::Currency;

pub(super) const CEC_RO: Personality = Personality {
    provider_id: "cec_ro",
    name: "CEC Bank",
    brand: Brand { on_light: "#23683f", on_dark: "#86d7a4" },
    login: &[
        LoginField {
            name: "username",
            label: "Username",
            input: "text",
            autocomplete: "username",
            expected: "testcecapi",
        },
        LoginField {
            name: "password",
            label: "Password",
            input: "password",
            autocomplete: "current-password",
            expected: "testcecapi",
        },
    ],
    accounts: &[OwnAccount { iban: "RO42CECEAG0202RON0007466", currency: Currency::Ron }],
    products: &[Product {
        path: "ron-payment",
        rails: &[Rail { currency: Currency::Ron, name: "Domestic transfer in RON", max_minor: None }],
    }],
    sca: Sca::OAuth(OAuth {
        pkce: false,
        grant_type: "code",
        client: ClientProof::Body,
        token_in: TokenIn::Header("oauth-1"),
        metadata: false,
    }),
    demands: &[Demand::Names("X-IBM-Client-Id", TPP_ID)],
    sealed: true,
    ..STANDARD
};
