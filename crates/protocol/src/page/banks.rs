//! Banks and methods as the page shows them, whole or packed for the wire. Never here: which of them fits a search.

use crate::ProviderStatus;
use serde::{Deserialize, Serialize};

/// Why a bank or a method cannot be used now. The page says it in words beside the control.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, miniserde::Deserialize)]
pub enum Unusable {
    /// The bank is down.
    #[serde(rename = "down")]
    Down,
    /// The amount is over the method's limit.
    #[serde(rename = "over_limit")]
    OverLimit,
    /// The amount is under the method's limit.
    #[serde(rename = "under_limit")]
    UnderLimit,
    /// The method does not carry this currency.
    #[serde(rename = "currency")]
    Currency,
}

/// A way to pay at a bank, or to be read there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, miniserde::Deserialize)]
pub struct Method {
    /// Stable id, such as `libra_ro.instant`.
    pub method_id: String,
    /// `instant`, `domestic`, `sepa`: chooses the words. Of an AIS method its `interface_type`.
    pub scheme: String,
    /// `retail`, `corporate`, or both. Of an AIS method its `account_owner_type`.
    pub remitter: Vec<String>,
    /// Limit, formatted with currency. Of an AIS method how far back it reads: "2 years".
    pub limit: Option<String>,
    /// Fields that this method needs and the merchant did not give: `debtor_iban`, `psu_id`.
    pub inputs: Vec<String>,
    /// Set when it cannot carry this payment.
    pub unusable: Option<Unusable>,
}

/// A bank or scheme to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, miniserde::Deserialize)]
pub struct Bank {
    /// Stable id, such as `libra_ro`.
    pub provider_id: String,
    /// Name as people know it.
    pub name: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// Other words that find it: former names, BIC, the bank code of an IBAN. Lower case, without diacritics.
    pub keys: Vec<String>,
    /// Its health.
    pub status: ProviderStatus,
    /// Set when no method of it can be used.
    pub unusable: Option<Unusable>,
    /// Its methods for this payment.
    pub methods: Vec<Method>,
}

/// Every bank that a payment can choose from, for a page that searches by itself (`GET {page}/banks`): columns, one line a bank, in
/// the order of offer. Thousands of banks travel in a few tens of kilobytes so. `flow::banks` packs and unpacks it.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize, miniserde::Deserialize)]
pub struct BankList {
    /// How many there are.
    pub count: u32,
    /// Names.
    pub names: String,
    /// Ids; an empty line where the id follows from name and country.
    pub ids: String,
    /// Countries, two letters each, without line ends.
    pub countries: String,
    /// Other words that find them, commas between.
    pub keys: String,
    /// Which row of `methods` each has.
    pub ways: Vec<u32>,
    /// The different sets of methods; ids without the bank's, which comes before them with a full stop.
    pub methods: Vec<Vec<Method>>,
    /// How they are.
    pub health: Health,
}

/// Which banks are not well (`GET {page}/banks?only=health`); all others are up.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize, miniserde::Deserialize)]
pub struct Health {
    /// Ids of those that are degraded.
    pub degraded: Vec<String>,
    /// Ids of those that are down.
    pub down: Vec<String>,
}

/// Whose account: who may use a method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, miniserde::Deserialize)]
pub enum Remitter {
    /// People's.
    #[serde(rename = "retail")]
    Retail,
    /// Companies'.
    #[serde(rename = "corporate")]
    Corporate,
}

impl Remitter {
    /// Its word in `Method::remitter` and in the address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Retail => "retail",
            Self::Corporate => "corporate",
        }
    }

    /// The one of this word.
    pub fn of(word: &str) -> Option<Self> {
        [Self::Retail, Self::Corporate].into_iter().find(|one| one.as_str() == word)
    }
}

/// What can narrow the list of banks; each only where it changes something (journeys, 9).
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize, miniserde::Deserialize)]
pub struct Narrow {
    /// People and companies have different banks to choose from.
    pub remitters: bool,
    /// Countries of the banks with their own names, when there is more than one.
    pub countries: Vec<(String, String)>,
}
