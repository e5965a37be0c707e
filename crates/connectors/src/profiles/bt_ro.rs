//! Banca Transilvania: OAuth2 whose metadata the payment names, a public client with PKCE; products of its own; amounts as
//! JSON numbers, texts in `details`.
//! Never here: anything another bank says.

use super::{BadConnection, Bank, Connection};
use crate::profile::{
    Ais, AskedAccess, AskedBooking, ClientAuth, DebtorAccount, IpPolicy, OAuth, Profile, Server, TokenIn,
};
use crate::provider::{AisMethod, Connector, Method, Provider, RemitterType, Scheme};

/// Banca Transilvania.
pub const BANK: Bank = Bank {
    provider: Provider {
        provider_id: "bt_ro",
        name: "Banca Transilvania",
        country: "RO",
        bic: Some("BTRLRO22"),
        keys: &["bt", "btrl", "btrlro22", "bancpost", "volksbank", "otp bank", "idea bank"],
        popular: true,
        connector: Connector::Connected,
        methods: &[
            Method::row("bt_ro.domestic", "bt_ro", Scheme::Domestic),
            Method {
                remitter_types: &[RemitterType::Corporate],
                name: "Domestic transfer, companies",
                ..Method::row("bt_ro.domestic_corporate", "bt_ro", Scheme::Domestic)
            },
            Method::row("bt_ro.sepa", "bt_ro", Scheme::Sepa),
        ],
        ais_methods: &[AisMethod::row("bt_ro.ais", "bt_ro")],
    },
    profile,
};

fn profile(to: &Connection) -> Result<Profile, BadConnection> {
    let public = to.public()?;
    Ok(Profile {
        provider_id: "bt_ro",
        env: to.env,
        api: to.api()?,
        link_bases: vec![public.clone()],
        sca_bases: vec![public],
        products: &[
            ("bt_ro.domestic", "ron-payment"),
            ("bt_ro.domestic_corporate", "ron-payment"),
            ("bt_ro.sepa", "other-currency-payment"),
        ],
        headers: Vec::new(),
        debtor_account: DebtorAccount::LeftOut,
        ip: IpPolicy::V4Only(to.own_ip),
        confirms_funds: false,
        // Four calls a day are few: balances come with the accounts.
        ais: Some(Ais { access: AskedAccess::AllPsd2, with_balances: true, booking: AskedBooking::Booked }),
        requests: None,
        oauth: Some(OAuth {
            client_id: to.client_id()?,
            client_secret: String::new(),
            server: Server::Metadata,
            pkce: true,
            client_auth: ClientAuth::Public,
            grant_type: "authorization_code",
            token_in: TokenIn::Bearer,
        }),
        seal: None,
    })
}
