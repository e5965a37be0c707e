//! What of account data is kept sealed, each under the id of its own row.
//! Never here: what is kept in the clear (order, and what lists are narrowed by).

use super::marks::MarkKey;
use crate::app::{App, Fault};
use crate::store::Error;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// Of an account.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct AccountContent {
    /// The bank's id.
    pub resource_id: String,
    pub iban: Option<String>,
    pub name: Option<String>,
    pub owner_name: Option<String>,
    /// What the marks of its transactions are made with. It is the account's own and goes with it, and a rotation of our
    /// keys does not change it.
    pub marks: MarkKey,
}

/// Of a transaction.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct TransactionContent {
    pub counterparty_name: Option<String>,
    pub counterparty_iban: Option<String>,
    pub remittance_information: Option<String>,
    /// The bank tells when it was booked; else what is kept only stands for it.
    pub is_dated: bool,
}

/// A column that is sealed.
#[derive(Clone, Copy, Debug)]
pub(super) enum Column {
    Account,
    Transaction,
    Place,
}

impl Column {
    const fn name(self) -> &'static str {
        match self {
            Self::Account => "accounts.content",
            Self::Transaction => "transactions.content",
            Self::Place => "jobs.place",
        }
    }

    fn context(self, id: &str) -> Vec<u8> {
        format!("{} {id}", self.name()).into_bytes()
    }
}

impl App {
    /// Seals a value for the row of this id.
    pub(super) fn seal_row<T: Serialize>(&self, column: Column, id: &str, value: &T) -> Result<Vec<u8>, Fault> {
        let corrupt = || Fault::Store(Error::Corrupt(column.name()));
        let plain = serde_json::to_vec(value).map_err(|_| corrupt())?;
        self.keys.seal(&column.context(id), &plain).map_err(|_| corrupt())
    }

    /// Opens what was sealed for the row of this id, and for no other.
    pub(super) fn open_row<T: DeserializeOwned>(&self, column: Column, id: &str, sealed: &[u8]) -> Result<T, Fault> {
        let corrupt = || Fault::Store(Error::Corrupt(column.name()));
        let plain = self.keys.open(&column.context(id), sealed).map_err(|_| corrupt())?;
        serde_json::from_slice(&plain).map_err(|_| corrupt())
    }
}
