//! The one tolerant shape in which every JSON answer of this standard is read: unknown fields are ignored, a field of the
//! wrong type counts as absent, digits stay text.
//! Never here: what a field means.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// All fields of answers about payments and consents and of both error forms that are read here.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Body {
    #[serde(deserialize_with = "lenient")]
    pub transaction_status: Option<Text>,
    #[serde(deserialize_with = "lenient")]
    pub payment_id: Option<Text>,
    #[serde(deserialize_with = "lenient")]
    pub consent_status: Option<Text>,
    #[serde(deserialize_with = "lenient")]
    pub consent_id: Option<Text>,
    #[serde(deserialize_with = "lenient")]
    pub authorisation_id: Option<Text>,
    #[serde(deserialize_with = "lenient")]
    pub sca_status: Option<Text>,
    #[serde(rename = "_links", deserialize_with = "lenient")]
    pub links: Option<Links>,
    #[serde(deserialize_with = "lenient")]
    pub psu_message: Option<Text>,
    #[serde(deserialize_with = "lenient")]
    pub funds_available: Option<bool>,
    #[serde(deserialize_with = "lenient")]
    pub transaction_fees: Option<WireAmount>,
    #[serde(deserialize_with = "lenient")]
    pub tpp_messages: Option<Messages>,
    /// problem+json.
    #[serde(deserialize_with = "lenient")]
    pub code: Option<Text>,
    #[serde(deserialize_with = "lenient")]
    pub title: Option<Text>,
    #[serde(deserialize_with = "lenient")]
    pub detail: Option<Text>,
    #[serde(deserialize_with = "lenient")]
    pub additional_errors: Option<Messages>,
    /// RFC 6749, 5.2.
    #[serde(deserialize_with = "lenient")]
    pub error: Option<Text>,
    #[serde(rename = "error_description", deserialize_with = "lenient")]
    pub error_description: Option<Text>,
}

/// A token (RFC 6749, 5.1), or the metadata of who gives it (RFC 8414, 2).
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct OAuthBody {
    #[serde(deserialize_with = "lenient")]
    pub access_token: Option<Text>,
    #[serde(deserialize_with = "lenient")]
    pub refresh_token: Option<Text>,
    #[serde(deserialize_with = "lenient")]
    pub expires_in: Option<Text>,
    #[serde(deserialize_with = "lenient")]
    pub authorization_endpoint: Option<Text>,
    #[serde(deserialize_with = "lenient")]
    pub token_endpoint: Option<Text>,
}

/// A list of messages; an entry that is none counts as absent.
#[derive(Debug, Default)]
pub(super) struct Messages(pub Vec<Message>);

impl<'de> Deserialize<'de> for Messages {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Vec::<Box<RawValue>>::deserialize(deserializer)?;
        Ok(Self(raw.iter().filter_map(|raw| serde_json::from_str(raw.get()).ok()).collect()))
    }
}

/// A `tppMessage`, or one of problem+json's `additionalErrors`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Message {
    #[serde(deserialize_with = "lenient")]
    pub code: Option<Text>,
    #[serde(deserialize_with = "lenient")]
    pub path: Option<Text>,
    #[serde(deserialize_with = "lenient")]
    pub text: Option<Text>,
    #[serde(deserialize_with = "lenient")]
    pub title: Option<Text>,
    #[serde(deserialize_with = "lenient")]
    pub detail: Option<Text>,
}

/// An amount as a bank writes it.
#[derive(Debug, Deserialize)]
pub(super) struct WireAmount {
    pub currency: String,
    pub amount: Text,
}

/// A string, or a number taken as its digits: banks write ids and amounts both ways.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Text(pub String);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        match raw.get().as_bytes().first() {
            Some(b'"') => serde_json::from_str(raw.get()).map(Text).map_err(serde::de::Error::custom),
            Some(b'-' | b'0'..=b'9') => Ok(Text(raw.get().to_owned())),
            _ => Err(serde::de::Error::custom("neither a string nor a number")),
        }
    }
}

/// `_links`: `{"href": …}` as the standard has it, or a plain string; empty and strange ones count as absent.
#[derive(Debug, Default)]
pub(super) struct Links(BTreeMap<String, String>);

impl<'de> Deserialize<'de> for Links {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Href {
            href: String,
        }
        let raw = BTreeMap::<String, Box<RawValue>>::deserialize(deserializer)?;
        let href = |raw: &RawValue| {
            serde_json::from_str::<Href>(raw.get())
                .map(|link| link.href)
                .or_else(|_| serde_json::from_str(raw.get()))
                .ok()
        };
        let found = raw.into_iter().filter_map(|(name, raw)| Some((name, href(&raw)?)));
        Ok(Self(found.filter(|(_, href)| !href.trim().is_empty()).collect()))
    }
}

impl Links {
    /// A link by its name in the standard.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|href| href.trim())
    }
}

/// A field of the wrong type is absent, not the end of the whole answer.
pub(super) fn lenient<'de, D: Deserializer<'de>, T: DeserializeOwned>(deserializer: D) -> Result<Option<T>, D::Error> {
    let raw = Box::<RawValue>::deserialize(deserializer)?;
    Ok(serde_json::from_str(raw.get()).ok())
}

/// The JSON body of a consent (`consents`).
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ConsentBody<'a> {
    pub access: AccessBody<'a>,
    pub recurring_indicator: bool,
    pub valid_until: &'a str,
    pub frequency_per_day: u32,
    pub combined_service_indicator: bool,
}

/// `accountAccess`.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AccessBody<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accounts: Option<Vec<Account<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub balances: Option<Vec<Account<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transactions: Option<Vec<Account<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub all_psd2: Option<&'static str>,
}

/// The JSON body of an initiation (`paymentInitiation_json`).
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PaymentBody<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_to_end_identification: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub debtor_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub debtor_account: Option<Account<'a>>,
    pub instructed_amount: Amount<'a>,
    pub creditor_account: Account<'a>,
    pub creditor_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remittance_information_unstructured: Option<String>,
}

/// `accountReference`.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct Account<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub iban: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<&'a str>,
}

/// `amount`.
#[derive(Debug, Serialize)]
pub(super) struct Amount<'a> {
    pub currency: &'a str,
    pub amount: String,
}
