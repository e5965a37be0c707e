//! Raiffeisen Bank: OAuth2 with HTTP Basic and fixed addresses, a `User-Agent` of our own, links as plain strings; the PSU's
//! id and account are asked for beforehand.
//! Never here: anything another bank says.

use super::{BadConnection, Bank, Connection};
use crate::profile::{
    Ais, AskedAccess, ClientAuth, DebtorAccount, IpPolicy, OAuth, OAuthServer, Profile, Server, TokenIn,
};
use crate::provider::{AisMethod, Connector, Input, Method, Provider, RemitterType, Scheme};

/// Raiffeisen Bank.
pub const BANK: Bank = Bank {
    provider: Provider {
        provider_id: "rzb_ro",
        name: "Raiffeisen Bank",
        country: "RO",
        bic: Some("RZBRROBU"),
        keys: &["rzb", "rzbr", "rzbrrobu", "banca agricola"],
        popular: true,
        connector: Connector::Connected,
        methods: &[Method {
            remitter_types: RemitterType::ALL,
            required_inputs: &[Input::DebtorIban, Input::PsuId],
            ..Method::row("rzb_ro.domestic", "rzb_ro", Scheme::Domestic)
        }],
        ais_methods: &[AisMethod {
            required_inputs: &[Input::DebtorIban, Input::PsuId],
            ..AisMethod::row("rzb_ro.ais", "rzb_ro")
        }],
    },
    profile,
};

fn profile(to: &Connection) -> Result<Profile, BadConnection> {
    let (api, public) = (to.api()?, to.public()?);
    Ok(Profile {
        provider_id: "rzb_ro",
        env: to.env,
        // A consent lists the accounts it is for.
        ais: Some(Ais { access: AskedAccess::Dedicated { currency: "RON" }, with_balances: false, ..Ais::STANDARD }),
        requests: None,
        oauth: Some(OAuth {
            client_id: to.client_id()?,
            client_secret: to.client_secret()?,
            server: Server::Fixed(OAuthServer {
                authorize: public.join("/oauth/authorize"),
                token: api.join("/oauth/token"),
            }),
            pkce: false,
            client_auth: ClientAuth::Basic,
            grant_type: "authorization_code",
            token_in: TokenIn::Bearer,
        }),
        api,
        link_bases: vec![public.clone()],
        sca_bases: vec![public],
        products: &[("rzb_ro.domestic", "domestic-ron-transfers")],
        headers: vec![("user-agent", "FinqLink".to_owned())],
        // The method asks for the account: it is always known.
        debtor_account: DebtorAccount::LeftOut,
        ip: IpPolicy::V4Only(to.own_ip),
        confirms_funds: false,
        seal: None,
    })
}
