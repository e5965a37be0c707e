//! Accounts, balances and transactions as `ais/*/list` tells them, and what their lists can be narrowed by (contract §5).
//! Never here: how a filter is read (the edge), how it narrows (the store).

use super::{ApiClientApp, PageInfo};
use crate::status::words;
use serde::{Deserialize, Serialize};

words! {
    /// Which way money goes, seen from the account.
    Indicator {
        /// In.
        Credit = "credit",
        /// Out.
        Debit = "debit",
    }
}

words! {
    /// Whether a transaction is in the books of the bank.
    TransactionStatus {
        /// It is.
        Booked = "booked",
        /// It is announced.
        Pending = "pending",
    }
}

words! {
    /// What a balance says. The first two are normalised over all banks, the others are banks' own.
    BalanceType {
        /// What can be spent now.
        Available = "available",
        /// What was there at the end of the last day.
        Closing = "closing",
        /// CLAV.
        ClosingAvailable = "closing_available",
        /// CLBD.
        ClosingBooked = "closing_booked",
        /// CLCB.
        ClosingCleared = "closing_cleared",
        /// XPCD.
        Expected = "expected",
        /// FWAV.
        ForwardAvailable = "forward_available",
        /// INFO.
        Information = "information",
        /// ITAV.
        InterimAvailable = "interim_available",
        /// ITBD.
        InterimBooked = "interim_booked",
        /// ITCL.
        InterimCleared = "interim_cleared",
        /// OPAV.
        OpeningAvailable = "opening_available",
        /// OPBD.
        OpeningBooked = "opening_booked",
        /// OPCL.
        OpeningCleared = "opening_cleared",
        /// PRCD.
        PreviouslyClosedBooked = "previously_closed_booked",
    }
}

/// Where a record stands in its list: lists go from the newest to the oldest, and on below a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The time that the list is ordered by, milliseconds since 1970.
    pub at_ms: i64,
    /// Among those of one time.
    pub ordinal: i64,
}

/// A balance, as it was at a time. `K` is its `Place` inside the gateway, its cursor on the wire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BalanceRecord<K> {
    /// UUID.
    #[cfg_attr(feature = "openapi", schema(format = "uuid"))]
    pub balance_id: String,
    /// UUID.
    #[cfg_attr(feature = "openapi", schema(format = "uuid"))]
    pub account_id: String,
    /// What it says.
    #[serde(rename = "type")]
    pub kind: BalanceType,
    /// Never negative: the sign is the indicator's.
    pub amount: String,
    /// ISO 4217.
    pub currency: String,
    /// `debit` is an overdraft.
    pub credit_debit_indicator: Indicator,
    /// RFC 3339: when it was so.
    #[cfg_attr(feature = "openapi", schema(format = "date-time"))]
    pub reference_at: String,
    /// A valid `pagination.after` of `ais/balances/list`.
    pub keyset: K,
}

/// An account, with its newest balance of each type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountRecord<K> {
    /// UUID.
    #[cfg_attr(feature = "openapi", schema(format = "uuid"))]
    pub account_id: String,
    /// `None` for an account without one.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub iban: Option<String>,
    /// The holder's or the bank's name of it.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub name: Option<String>,
    /// Such as `current`, `savings`, `card`.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub account_type: Option<String>,
    /// The bank's product.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub account_sub_type: Option<String>,
    /// ISO 4217.
    pub currency: String,
    /// The newest of each type.
    pub balances: Vec<BalanceRecord<K>>,
    /// RFC 3339: when it was last read at the bank.
    #[cfg_attr(feature = "openapi", schema(format = "date-time"))]
    pub updated_at: String,
}

/// A transaction. `K` is its `Place` inside the gateway, its cursor on the wire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TransactionRecord<K> {
    /// UUID; stays when what was pending is booked.
    #[cfg_attr(feature = "openapi", schema(format = "uuid"))]
    pub transaction_id: String,
    /// UUID.
    #[cfg_attr(feature = "openapi", schema(format = "uuid"))]
    pub account_id: String,
    /// Never negative: the sign is the indicator's.
    pub amount: String,
    /// ISO 4217.
    pub currency: String,
    /// `credit` came in, `debit` went out.
    pub credit_debit_indicator: Indicator,
    /// Whether it is in the books.
    pub status: TransactionStatus,
    /// RFC 3339; of a bank that tells days, midnight UTC.
    #[cfg_attr(feature = "openapi", schema(format = "date-time", required))]
    pub booking_date_time: Option<String>,
    /// RFC 3339; of a bank that tells days, midnight UTC.
    #[cfg_attr(feature = "openapi", schema(format = "date-time", required))]
    pub value_date_time: Option<String>,
    /// Who is on the other side.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub counterparty_name: Option<String>,
    /// Their account.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub counterparty_iban: Option<String>,
    /// What was written with it.
    #[cfg_attr(feature = "openapi", schema(required))]
    pub remittance_information: Option<String>,
    /// RFC 3339: when it last changed here.
    #[cfg_attr(feature = "openapi", schema(format = "date-time"))]
    pub updated_at: String,
    /// A valid `pagination.after` of `ais/transactions/list`.
    pub keyset: K,
}

impl<K> BalanceRecord<K> {
    /// The same record under another kind of key.
    pub fn keyed<J>(self, key: impl FnOnce(K) -> J) -> BalanceRecord<J> {
        BalanceRecord {
            balance_id: self.balance_id,
            account_id: self.account_id,
            kind: self.kind,
            amount: self.amount,
            currency: self.currency,
            credit_debit_indicator: self.credit_debit_indicator,
            reference_at: self.reference_at,
            keyset: key(self.keyset),
        }
    }
}

impl<K> AccountRecord<K> {
    /// The same record, its balances under another kind of key.
    pub fn keyed<J>(self, key: impl Fn(K) -> J) -> AccountRecord<J> {
        AccountRecord {
            account_id: self.account_id,
            iban: self.iban,
            name: self.name,
            account_type: self.account_type,
            account_sub_type: self.account_sub_type,
            currency: self.currency,
            balances: self.balances.into_iter().map(|balance| balance.keyed(&key)).collect(),
            updated_at: self.updated_at,
        }
    }
}

impl<K> TransactionRecord<K> {
    /// The same record under another kind of key.
    pub fn keyed<J>(self, key: impl FnOnce(K) -> J) -> TransactionRecord<J> {
        TransactionRecord {
            transaction_id: self.transaction_id,
            account_id: self.account_id,
            amount: self.amount,
            currency: self.currency,
            credit_debit_indicator: self.credit_debit_indicator,
            status: self.status,
            booking_date_time: self.booking_date_time,
            value_date_time: self.value_date_time,
            counterparty_name: self.counterparty_name,
            counterparty_iban: self.counterparty_iban,
            remittance_information: self.remittance_information,
            updated_at: self.updated_at,
            keyset: key(self.keyset),
        }
    }
}

/// Answer of `ais/accounts/list`: all of them, in an order that stays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountList {
    /// Also in the `x-request-id` header.
    #[cfg_attr(feature = "openapi", schema(format = "uuid"))]
    pub request_id: String,
    /// The client.
    pub client_id: String,
    /// Name of the client.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub api_client_app: ApiClientApp,
    /// The accounts.
    pub accounts: Vec<AccountRecord<String>>,
}

/// Answer of `ais/balances/list`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BalanceList {
    /// Also in the `x-request-id` header.
    #[cfg_attr(feature = "openapi", schema(format = "uuid"))]
    pub request_id: String,
    /// The client.
    pub client_id: String,
    /// Name of the client.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub api_client_app: ApiClientApp,
    /// Newest first.
    pub balances: Vec<BalanceRecord<String>>,
    /// How the list goes on.
    pub pagination: PageInfo,
}

/// Answer of `ais/transactions/list`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TransactionList {
    /// Also in the `x-request-id` header.
    #[cfg_attr(feature = "openapi", schema(format = "uuid"))]
    pub request_id: String,
    /// The client.
    pub client_id: String,
    /// Name of the client.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub api_client_app: ApiClientApp,
    /// Newest first.
    pub transactions: Vec<TransactionRecord<String>>,
    /// How the list goes on.
    pub pagination: PageInfo,
}
