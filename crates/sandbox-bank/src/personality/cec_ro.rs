//! CEC: OAuth2 with a grant word and a token header of its own, a client id on every call, sealed calls, consents without a
//! body, and transactions without a name.
//! Never here: anything another bank says.

use super::{
    Ais, BalanceKind, Brand, ClientProof, Demand, Ids, LoginField, OAuth, OwnAccount, Paging, Personality, Product,
    Rail, STANDARD, STANDARD_AIS, Sca, TPP_ID, TermsIn, TokenIn,
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
    accounts: &[OwnAccount::everyday("RO42CECEAG0202RON0007466"), OwnAccount::abroad("RO82CECEAG0202EUR0007467")],
    bic: "CECEROBU",
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
    ais: Some(Ais {
        terms: TermsIn::Nowhere,
        balances: &[BalanceKind::InterimBooked, BalanceKind::Expected],
        ids: Ids::Nameless,
        paging: Paging::EmptyEnd,
        page: 60,
        ..STANDARD_AIS
    }),
    ..STANDARD
};
