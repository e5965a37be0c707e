//! A payment link as it is kept: what the API client asked for, already validated.
//! Never here: the rules (they stand at the API's edge), the status (`LinkStatus`).

use serde::{Deserialize, Serialize};

/// One line of the goods.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TransferItem {
    /// A stranger's words.
    pub name: String,
    /// As the client wrote it.
    pub quantity: String,
    /// Minor units of the payment's currency.
    pub amount_minor: i64,
}

/// `single_transfer`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transfer {
    /// Minor units (bani, cents).
    pub amount_minor: i64,
    /// ISO 4217: RON or EUR.
    pub currency: String,
    /// 1–70 characters.
    pub creditor_name: String,
    /// Without spaces, mod-97 checked.
    pub creditor_iban: String,
    /// 1–140 characters.
    pub remittance_information: String,
    /// At most 35 characters; ours when the client gave none.
    pub end_to_end_id: String,
    /// Account to pay from, when the client knows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub debtor_iban: Option<String>,
    /// Its holder, when the client knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub debtor_name: Option<String>,
    /// The PSU's id at the bank, when the client knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub psu_id: Option<String>,
    /// The goods.
    #[serde(default)]
    pub items: Vec<TransferItem>,
}

/// `payment_method`: an empty list lets everything through.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MethodFilter {
    /// Any of these providers.
    #[serde(default)]
    pub provider_id: Vec<String>,
    /// Any of `retail`, `corporate`.
    #[serde(default)]
    pub remitter_type: Vec<String>,
    /// Any of `instant`, `domestic`, `sepa`.
    #[serde(default)]
    pub payment_scheme: Vec<String>,
    /// Any of `sandbox`, `stage`, `prod`.
    #[serde(default)]
    pub env: Vec<String>,
}

/// `options`, as far as they matter after creation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkOptions {
    /// What the PSU may change: `provider_id`, `method`, `debtor_iban`, `psu_id`, `amount`.
    #[serde(default)]
    pub user_editable: Vec<String>,
    /// Template of the page; the client's default when absent.
    #[serde(default)]
    pub ux_template: Option<String>,
    /// Language of the page; the browser's when absent.
    #[serde(default)]
    pub language: Option<String>,
    /// Where "back to merchant" leads.
    #[serde(default)]
    pub redirect_url: Option<String>,
}

/// `tracking`: two strings of the client's own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tracking {
    /// The client's name of its customer.
    #[serde(default)]
    pub customer_id: Option<String>,
    /// The client's name of an account.
    #[serde(default)]
    pub account_id: Option<String>,
}
