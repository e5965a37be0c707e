//! RoPay: a scheme between many banks, instant transfers by requests to pay, which the payer approves in the app of their own bank.
//! Never here: anything another bank says.

use super::{BadConnection, Bank, Connection};
use crate::profile::{DebtorAccount, IpPolicy, Profile, RoPayStyle};
use crate::provider::{Connector, Method, Provider, Scheme};

/// RoPay.
pub const BANK: Bank = Bank {
    provider: Provider {
        provider_id: "ropay",
        name: "RoPay",
        country: "RO",
        // A scheme between many banks: it has no BIC of its own.
        bic: None,
        keys: &["ropay", "ro pay", "transfond"],
        popular: false,
        connector: Connector::Connected,
        methods: &[Method::row("ropay.instant", "ropay", Scheme::Instant)],
        ais_methods: &[],
    },
    profile,
};

fn profile(to: &Connection) -> Result<Profile, BadConnection> {
    let public = to.public()?;
    Ok(Profile {
        provider_id: "ropay",
        env: to.env,
        api: to.api()?,
        link_bases: vec![public.clone()],
        sca_bases: vec![public],
        products: &[("ropay.instant", "instant-ron-transfers")],
        headers: Vec::new(),
        debtor_account: DebtorAccount::LeftOut,
        ip: IpPolicy::V4Only(to.own_ip),
        confirms_funds: false,
        // A scheme holds no accounts.
        ais: None,
        requests: Some(&RoPayStyle),
        oauth: None,
        seal: None,
    })
}
