//! CEC Bank: every call sealed and with its own client header; OAuth2 with a grant type of its own, the token in `oauth-1`;
//! a consent is asked for without a body.
//! Never here: anything another bank says.

use super::{BadConnection, Bank, Connection};
use crate::profile::{
    Ais, AskedAccess, ClientAuth, DebtorAccount, IpPolicy, OAuth, OAuthServer, Profile, Server, TokenIn,
};
use crate::provider::{AisMethod, Connector, Method, Provider, Scheme};

/// CEC Bank.
pub const BANK: Bank = Bank {
    provider: Provider {
        provider_id: "cec_ro",
        name: "CEC Bank",
        country: "RO",
        bic: Some("CECEROBU"),
        keys: &["cec", "cece", "cecerobu", "casa de economii si consemnatiuni"],
        popular: true,
        connector: Connector::Connected,
        methods: &[Method::row("cec_ro.domestic", "cec_ro", Scheme::Domestic)],
        ais_methods: &[AisMethod::row("cec_ro.ais", "cec_ro")],
    },
    profile,
};

fn profile(to: &Connection) -> Result<Profile, BadConnection> {
    let (api, public) = (to.api()?, to.public()?);
    let client_id = to.client_id()?;
    Ok(Profile {
        provider_id: "cec_ro",
        env: to.env,
        headers: vec![("x-ibm-client-id", client_id.clone())],
        ais: Some(Ais {
            access: AskedAccess::Unsaid { valid_until: "consent-valid-until" },
            with_balances: false,
            ..Ais::STANDARD
        }),
        requests: None,
        oauth: Some(OAuth {
            client_id,
            client_secret: to.client_secret()?,
            server: Server::Fixed(OAuthServer {
                authorize: public.join("/oauth/authorize"),
                token: api.join("/oauth/token"),
            }),
            pkce: false,
            client_auth: ClientAuth::Body,
            grant_type: "code",
            token_in: TokenIn::Header("oauth-1"),
        }),
        seal: Some(to.seal()?),
        api,
        link_bases: vec![public.clone()],
        sca_bases: vec![public],
        products: &[("cec_ro.domestic", "ron-payment")],
        debtor_account: DebtorAccount::LeftOut,
        ip: IpPolicy::V4Only(to.own_ip),
        confirms_funds: false,
    })
}
