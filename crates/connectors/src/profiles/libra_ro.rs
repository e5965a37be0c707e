//! Libra: exactly the Berlin Group's OpenAPI file 1.3.11, redirect SCA; funds are confirmed by a webhook of its own.
//! Never here: anything another bank says.

use super::{BadConnection, Bank, Connection};
use crate::profile::{Ais, DebtorAccount, IpPolicy, Profile};
use crate::provider::{AisMethod, Connector, Method, Provider, RemitterType, Scheme};
use serde::Deserialize;

/// Libra Internet Bank.
pub const BANK: Bank = Bank {
    provider: Provider {
        provider_id: "libra_ro",
        name: "Libra Internet Bank",
        country: "RO",
        bic: Some("BRELROBU"),
        keys: &["libra", "libra bank", "brel", "brelrobu"],
        popular: false,
        connector: Connector::Connected,
        methods: &[
            Method {
                remitter_types: RemitterType::ALL,
                ..Method::row("libra_ro.domestic", "libra_ro", Scheme::Domestic)
            },
            Method::row("libra_ro.instant", "libra_ro", Scheme::Instant),
            Method::row("libra_ro.sepa", "libra_ro", Scheme::Sepa),
        ],
        ais_methods: &[AisMethod::row("libra_ro.ais", "libra_ro")],
    },
    profile,
};

fn profile(to: &Connection) -> Result<Profile, BadConnection> {
    let public = to.public()?;
    Ok(Profile {
        provider_id: "libra_ro",
        env: to.env,
        api: to.api()?,
        link_bases: vec![public.clone()],
        sca_bases: vec![public],
        // The standard's file has no product for RON: the format is named, and the currency picks the rail.
        products: &[
            ("libra_ro.domestic", "sepa-credit-transfers"),
            ("libra_ro.instant", "instant-sepa-credit-transfers"),
            ("libra_ro.sepa", "sepa-credit-transfers"),
        ],
        headers: Vec::new(),
        debtor_account: DebtorAccount::CurrencyOnly,
        ip: IpPolicy::V4Only(to.own_ip),
        confirms_funds: true,
        ais: Some(Ais::STANDARD),
        requests: None,
        oauth: None,
        seal: None,
    })
}

/// What the creditor's bank said about a settled payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Funds {
    /// The money is on the creditor's account.
    #[serde(rename = "funds_received")]
    Received,
    /// The money goes back.
    #[serde(rename = "funds_rejected")]
    Rejected,
}

/// Libra's funds webhook, two seconds after settling. Its signature is to be checked before it is read:
/// `X-Bank-Signature: sha256=HEX`, HMAC-SHA-256 over `X-Request-ID`, a point, and the body's bytes.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct FundsNotice {
    /// What happened.
    #[serde(rename = "event")]
    pub funds: Funds,
    /// The bank that speaks.
    pub provider_id: String,
    /// The bank's id of the payment.
    #[serde(rename = "paymentId")]
    pub payment_id: String,
    /// Our id of the payment, when the bank gives it back.
    #[serde(rename = "endToEndIdentification", default)]
    pub end_to_end_id: Option<String>,
}

/// Reads the body of a funds webhook; `None` for anything that is not one of this bank's.
pub fn read_funds(body: &[u8]) -> Option<FundsNotice> {
    let notice: FundsNotice = serde_json::from_slice(body).ok()?;
    (notice.provider_id == "libra_ro").then_some(notice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn funds_are_read_from_this_bank_only() {
        let body = br#"{"event":"funds_rejected","provider_id":"libra_ro","paymentId":"p1","endToEndIdentification":null,"at":"x"}"#;
        let notice = read_funds(body).unwrap();
        assert_eq!((notice.funds, notice.payment_id.as_str(), notice.end_to_end_id), (Funds::Rejected, "p1", None));
        for other in [
            r#"{"event":"funds_received","provider_id":"bt_ro","paymentId":"p1"}"#,
            r#"{"event":"funds_lost","provider_id":"libra_ro","paymentId":"p1"}"#,
            r#"{"event":"funds_received","provider_id":"libra_ro"}"#,
            "<html>",
            "",
        ] {
            assert_eq!(read_funds(other.as_bytes()), None, "{other}");
        }
    }
}
