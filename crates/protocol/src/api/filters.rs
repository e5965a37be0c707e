//! What the lists of account data can be narrowed by, as it was read at the edge; equal filters are written equally.
//! An empty list lets everything through. Never here: how a filter is read, how it narrows.

use super::{BalanceType, Indicator, TransactionStatus};

/// Values between two bounds; a missing one leaves that side open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// Inclusive.
    pub from: Option<i64>,
    /// Exclusive for times, inclusive for amounts.
    pub to: Option<i64>,
}

/// Which accounts; all lists have it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccountFilter {
    /// Any of these, UUIDs of the consent's own accounts.
    pub account_id: Vec<String>,
    /// The account's currency, for `ais/accounts/list`; the record's own for the other lists. ISO 4217.
    pub currency: Vec<String>,
    /// Any of these, as accounts tell theirs.
    pub account_type: Vec<String>,
    /// Any of these, as accounts tell theirs.
    pub account_sub_type: Vec<String>,
    /// `updated_at` of the account, for `ais/accounts/list`; of the record for the other lists. Milliseconds since 1970.
    pub updated: Span,
}

/// Which balances.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BalanceFilter {
    /// Of which accounts. A balance is never changed: `updated` is when it was stored.
    pub of: AccountFilter,
    /// Any of these.
    pub kind: Vec<BalanceType>,
    /// Minor units, whichever the currency; both bounds inclusive.
    pub amount_minor: Span,
    /// Any of these.
    pub indicator: Vec<Indicator>,
}

/// Which transactions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TransactionFilter {
    /// Of which accounts.
    pub of: AccountFilter,
    /// Minor units, whichever the currency; both bounds inclusive.
    pub amount_minor: Span,
    /// `booking_date_time`, milliseconds since 1970.
    pub booked: Span,
    /// Any of these.
    pub indicator: Vec<Indicator>,
    /// Any of these.
    pub status: Vec<TransactionStatus>,
}
