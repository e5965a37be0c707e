//! The tolerant shapes of answers with account data, in the way of `wire`: what is not understood is absent.
//! Never here: what a field means.

use crate::berlin_group::wire::{Links, Text, WireAmount, lenient};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

/// `accountList`, or one account's own `account`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct AccountsBody {
    #[serde(deserialize_with = "lenient")]
    pub accounts: Option<Entries<AccountBody>>,
    #[serde(deserialize_with = "lenient")]
    pub account: Option<AccountBody>,
    #[serde(rename = "_links", deserialize_with = "lenient")]
    pub links: Option<Links>,
    #[serde(deserialize_with = "lenient")]
    pub next_page: Option<Text>,
}

/// `accountDetails`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct AccountBody {
    #[serde(deserialize_with = "lenient")]
    pub resource_id: Option<Text>,
    #[serde(deserialize_with = "lenient")]
    pub iban: Option<Text>,
    #[serde(deserialize_with = "lenient")]
    pub currency: Option<Text>,
    #[serde(deserialize_with = "lenient")]
    pub name: Option<Text>,
    #[serde(deserialize_with = "lenient")]
    pub display_name: Option<Text>,
    #[serde(deserialize_with = "lenient")]
    pub owner_name: Option<Text>,
    #[serde(deserialize_with = "lenient")]
    pub product: Option<Text>,
    #[serde(deserialize_with = "lenient")]
    pub cash_account_type: Option<Text>,
    #[serde(deserialize_with = "lenient")]
    pub balances: Option<Entries<BalanceBody>>,
    #[serde(rename = "_links", deserialize_with = "lenient")]
    pub links: Option<Links>,
}

/// `readAccountBalanceResponse-200`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct BalancesBody {
    #[serde(deserialize_with = "lenient")]
    pub balances: Option<Entries<BalanceBody>>,
    #[serde(rename = "_links", deserialize_with = "lenient")]
    pub links: Option<Links>,
    #[serde(deserialize_with = "lenient")]
    pub next_page: Option<Text>,
}

/// `balance`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct BalanceBody {
    #[serde(deserialize_with = "lenient")]
    pub balance_amount: Option<WireAmount>,
    #[serde(deserialize_with = "lenient")]
    pub balance_type: Option<Text>,
    #[serde(deserialize_with = "lenient")]
    pub credit_debit_indicator: Option<Text>,
    #[serde(deserialize_with = "lenient")]
    pub credit_limit_included: Option<bool>,
    #[serde(deserialize_with = "lenient")]
    pub reference_date: Option<Text>,
    #[serde(deserialize_with = "lenient")]
    pub last_change_date_time: Option<Text>,
}

/// `transactionsResponse-200_json`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct TransactionsBody {
    #[serde(deserialize_with = "lenient")]
    pub transactions: Option<Object<ReportBody>>,
    #[serde(rename = "_links", deserialize_with = "lenient")]
    pub links: Option<Links>,
    #[serde(deserialize_with = "lenient")]
    pub next_page: Option<Text>,
}

/// `accountReport`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct ReportBody {
    #[serde(deserialize_with = "lenient")]
    pub booked: Option<Entries<TransactionBody>>,
    #[serde(deserialize_with = "lenient")]
    pub pending: Option<Entries<TransactionBody>>,
    #[serde(rename = "_links", deserialize_with = "lenient")]
    pub links: Option<Links>,
    #[serde(deserialize_with = "lenient")]
    pub next_page: Option<Text>,
}

/// `transactions`; beside the standard's fields those of banks.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct TransactionBody {
    #[serde(deserialize_with = "lenient")]
    pub transaction_id: Option<Text>,
    #[serde(deserialize_with = "lenient")]
    pub entry_reference: Option<Text>,
    #[serde(deserialize_with = "lenient")]
    pub end_to_end_id: Option<Text>,
    #[serde(deserialize_with = "lenient")]
    pub transaction_amount: Option<WireAmount>,
    #[serde(deserialize_with = "lenient")]
    pub credit_debit_indicator: Option<Text>,
    #[serde(deserialize_with = "lenient")]
    pub booking_date_time: Option<Text>,
    #[serde(deserialize_with = "lenient")]
    pub booking_date: Option<Text>,
    #[serde(deserialize_with = "lenient")]
    pub value_date_time: Option<Text>,
    #[serde(deserialize_with = "lenient")]
    pub value_date: Option<Text>,
    #[serde(deserialize_with = "lenient")]
    pub creditor_name: Option<Text>,
    #[serde(deserialize_with = "lenient")]
    pub creditor_account: Option<Iban>,
    #[serde(deserialize_with = "lenient")]
    pub ultimate_creditor: Option<Text>,
    #[serde(deserialize_with = "lenient")]
    pub debtor_name: Option<Text>,
    #[serde(deserialize_with = "lenient")]
    pub debtor_account: Option<Iban>,
    #[serde(deserialize_with = "lenient")]
    pub ultimate_debtor: Option<Text>,
    #[serde(deserialize_with = "lenient")]
    pub remittance_information_unstructured: Option<Words>,
    #[serde(deserialize_with = "lenient")]
    pub remittance_information_unstructured_array: Option<Words>,
    #[serde(deserialize_with = "lenient")]
    pub remittance_information_structured: Option<Words>,
    #[serde(deserialize_with = "lenient")]
    pub remittance_information_structured_array: Option<Words>,
    #[serde(deserialize_with = "lenient")]
    pub details: Option<Words>,
    #[serde(deserialize_with = "lenient")]
    pub additional_information: Option<Words>,
}

/// A JSON object. Without this a list would be read as one, its entries as the fields in their order.
#[derive(Debug)]
pub(super) struct Object<T>(pub T);

impl<'de, T: DeserializeOwned> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        if !raw.get().starts_with('{') {
            return Err(serde::de::Error::custom("no object"));
        }
        serde_json::from_str(raw.get()).map(Self).map_err(serde::de::Error::custom)
    }
}

/// A list, and how many of its entries are none.
#[derive(Debug)]
pub(super) struct Entries<T> {
    pub read: Vec<T>,
    pub unread: u32,
}

impl<T> Default for Entries<T> {
    fn default() -> Self {
        Self { read: Vec::new(), unread: 0 }
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Entries<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut entries = Self::default();
        for raw in Vec::<Box<RawValue>>::deserialize(deserializer)? {
            match serde_json::from_str(raw.get()) {
                Ok(Object(entry)) => entries.read.push(entry),
                Err(_) => entries.unread = entries.unread.saturating_add(1),
            }
        }
        Ok(entries)
    }
}

/// The IBAN of an `accountReference`; some banks write it without the object around.
#[derive(Debug)]
pub(super) struct Iban(pub Text);

impl<'de> Deserialize<'de> for Iban {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Reference {
            iban: Text,
        }
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        let reference = serde_json::from_str::<Reference>(raw.get()).map(|reference| reference.iban);
        reference.or_else(|_| serde_json::from_str(raw.get())).map(Iban).map_err(serde::de::Error::custom)
    }
}

/// Text in any of the shapes in which banks write what a transaction is for: one text, an object with a `reference`, or a
/// list of either.
#[derive(Debug)]
pub(super) struct Words(pub Vec<Text>);

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Structured {
            reference: Text,
        }
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        let one = |raw: &RawValue| {
            let plain = serde_json::from_str::<Text>(raw.get());
            plain.or_else(|_| serde_json::from_str::<Structured>(raw.get()).map(|words| words.reference)).ok()
        };
        let list = serde_json::from_str::<Vec<Box<RawValue>>>(raw.get());
        let words = list
            .map_or_else(|_| one(&raw).into_iter().collect(), |list| list.iter().filter_map(|raw| one(raw)).collect());
        Ok(Self(words))
    }
}
