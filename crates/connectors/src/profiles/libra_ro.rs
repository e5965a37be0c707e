//! Libra: exactly the Berlin Group's OpenAPI file 1.3.11, redirect SCA; funds are confirmed by a webhook of its own.
//! Never here: anything another bank says.

use crate::profile::{BadBase, Base, DebtorAccount, IpPolicy, Profile};
use serde::Deserialize;
use std::net::Ipv4Addr;

/// Libra's profile.
///
/// - `api_base`: where calls go, such as `http://127.0.0.1:8081/libra_ro`.
/// - `public_base`: how the bank writes its own absolute links, and where the PSU is sent: `http://localhost:8081/libra_ro`.
/// - `own_ip`: the address that we call from, told to the bank for a PSU whose IPv4 address is not known.
///
/// # Errors
/// `BadBase` when one of the two is no base address.
pub fn profile(api_base: &str, public_base: &str, own_ip: Ipv4Addr) -> Result<Profile, BadBase> {
    let public = Base::parse(public_base)?;
    Ok(Profile {
        provider_id: "libra_ro",
        api: Base::parse(api_base)?,
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
        ip: IpPolicy::V4Only(own_ip),
        confirms_funds: true,
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
    use crate::catalog;

    #[test]
    fn every_method_of_the_catalogue_has_a_product() {
        let profile =
            profile("http://127.0.0.1:8081/libra_ro", "http://localhost:8081/libra_ro/", Ipv4Addr::LOCALHOST).unwrap();
        let libra = catalog::provider(profile.provider_id).unwrap();
        for method in libra.methods {
            assert!(profile.product(method.method_id).is_some(), "{} has none", method.method_id);
        }
        assert_eq!(profile.products.len(), libra.methods.len());
        assert_eq!(profile.product("rzb_ro.domestic"), None);
        assert!(super::profile("127.0.0.1", "http://localhost", Ipv4Addr::LOCALHOST).is_err());
    }

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
