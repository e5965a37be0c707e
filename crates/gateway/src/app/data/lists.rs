//! Lists of account data for the consent's API client. Before a consent is active they are empty; once it is over, or while
//! the bank refuses, they are refused, whatever is still kept.

use super::keep::Open;
use super::sealed::{AccountContent, Column, TransactionContent};
use crate::app::{App, Fault, rfc3339};
use crate::store::accounts::{AccountRow, BalanceRow};
use crate::store::consents::ConsentRow;
use crate::store::transactions::TransactionRow;
use connectors::amount::format_minor;
use protocol::ConsentStatus;
use protocol::api::{
    AccountFilter, AccountRecord, BalanceFilter, BalanceRecord, Place, Span, TransactionFilter, TransactionRecord,
};

/// A page of a list, and whether more follow.
type PageOf<T> = (Vec<T>, bool);

/// An account as those are told who only ask what a consent covers.
#[derive(Clone, Debug)]
pub struct Covered {
    /// UUID.
    pub account_id: String,
    /// The whole of it: it is for the edge to mask it.
    pub iban: Option<String>,
    /// ISO 4217.
    pub currency: String,
}

impl App {
    /// A consent's accounts, each with its newest balances.
    ///
    /// # Errors
    /// `Fault::NotActive`, `Fault::NoAccount`, `Fault::Store`.
    pub async fn accounts_of(
        &self,
        consent: &ConsentRow,
        filter: &AccountFilter,
    ) -> Result<Vec<AccountRecord<Place>>, Fault> {
        if !is_readable(consent, self.now_ms())? {
            return Ok(Vec::new());
        }
        let rows = self.accounts_named(consent, filter).await?;
        let balances = self.store.newest_balances(&consent.consent_id).await?;
        let is_in = |span: Span, at: i64| span.from.is_none_or(|from| at >= from) && span.to.is_none_or(|to| at < to);
        rows.into_iter()
            .filter(|row| is_any(&filter.currency, &row.currency) && is_in(filter.updated, row.updated_at))
            .map(|row| {
                let content: AccountContent = self.open_row(Column::Account, &row.account_id, &row.content)?;
                let mine = balances.iter().filter(|balance| balance.account_id == row.account_id);
                Ok(AccountRecord {
                    iban: content.iban,
                    name: content.name,
                    account_type: Some(row.account_type).filter(|word| !word.is_empty()),
                    account_sub_type: Some(row.account_sub_type).filter(|word| !word.is_empty()),
                    currency: row.currency,
                    balances: mine.map(balance_record).collect(),
                    updated_at: rfc3339(row.updated_at),
                    account_id: row.account_id,
                })
            })
            .collect()
    }

    /// The accounts that a consent covers, whatever its status, as long as they are kept.
    ///
    /// # Errors
    /// `Fault::Store`.
    pub async fn covered_accounts(&self, consent: &ConsentRow) -> Result<Vec<Covered>, Fault> {
        let told = |open: Open| Covered {
            account_id: open.row.account_id,
            iban: open.content.iban,
            currency: open.row.currency,
        };
        Ok(self.open_accounts(&consent.consent_id).await?.into_iter().map(told).collect())
    }

    /// Balances of a consent's accounts, newest first, below `before`; whether more follow.
    ///
    /// # Errors
    /// As [`App::accounts_of`].
    pub async fn balances_of(
        &self,
        consent: &ConsentRow,
        filter: &BalanceFilter,
        before: Option<Place>,
        limit: i64,
    ) -> Result<PageOf<BalanceRecord<Place>>, Fault> {
        if !is_readable(consent, self.now_ms())? {
            return Ok((Vec::new(), false));
        }
        let accounts = self.account_ids(consent, &filter.of).await?;
        let id = &consent.consent_id;
        let rows = self.store.balances(id, accounts.as_deref(), filter, before, limit.saturating_add(1)).await?;
        let (rows, more) = cut(rows, limit);
        Ok((rows.iter().map(balance_record).collect(), more))
    }

    /// Transactions of a consent's accounts, newest first, below `before`; whether more follow.
    ///
    /// # Errors
    /// As [`App::accounts_of`].
    pub async fn transactions_of(
        &self,
        consent: &ConsentRow,
        filter: &TransactionFilter,
        before: Option<Place>,
        limit: i64,
    ) -> Result<PageOf<TransactionRecord<Place>>, Fault> {
        if !is_readable(consent, self.now_ms())? {
            return Ok((Vec::new(), false));
        }
        let accounts = self.account_ids(consent, &filter.of).await?;
        let id = &consent.consent_id;
        let rows = self.store.transactions(id, accounts.as_deref(), filter, before, limit.saturating_add(1)).await?;
        let (rows, more) = cut(rows, limit);
        let records = rows.into_iter().map(|row| self.transaction_record(row)).collect::<Result<_, _>>()?;
        Ok((records, more))
    }

    fn transaction_record(&self, row: TransactionRow) -> Result<TransactionRecord<Place>, Fault> {
        let content: TransactionContent = self.open_row(Column::Transaction, &row.transaction_id, &row.content)?;
        Ok(TransactionRecord {
            keyset: Place { at_ms: row.booked_at, ordinal: row.ordinal },
            account_id: row.account_id,
            amount: format_minor(row.amount, &row.currency),
            currency: row.currency,
            credit_debit_indicator: row.indicator,
            status: row.status,
            booking_date_time: content.is_dated.then(|| rfc3339(row.booked_at)),
            value_date_time: row.value_at.map(rfc3339),
            counterparty_name: content.counterparty_name,
            counterparty_iban: content.counterparty_iban,
            remittance_information: content.remittance_information,
            updated_at: rfc3339(row.updated_at),
            transaction_id: row.transaction_id,
        })
    }

    /// The accounts that a filter names by id, type and sub type.
    async fn accounts_named(&self, consent: &ConsentRow, filter: &AccountFilter) -> Result<Vec<AccountRow>, Fault> {
        let rows = self.store.accounts(&consent.consent_id).await?;
        let is_known = |id: &String| rows.iter().any(|row| row.account_id == *id);
        if !filter.account_id.iter().all(is_known) {
            return Err(Fault::NoAccount);
        }
        let is_named = |row: &AccountRow| {
            is_any(&filter.account_id, &row.account_id)
                && is_any(&filter.account_type, &row.account_type)
                && is_any(&filter.account_sub_type, &row.account_sub_type)
        };
        Ok(rows.into_iter().filter(is_named).collect())
    }

    /// Their ids; `None` where the filter names none.
    async fn account_ids(&self, consent: &ConsentRow, filter: &AccountFilter) -> Result<Option<Vec<String>>, Fault> {
        let names = [&filter.account_id, &filter.account_type, &filter.account_sub_type];
        if names.iter().all(|names| names.is_empty()) {
            return Ok(None);
        }
        let rows = self.accounts_named(consent, filter).await?;
        Ok(Some(rows.into_iter().map(|row| row.account_id).collect()))
    }
}

/// Whether there is anything to read yet. Beyond its validity nothing is, whether its end is told already or not.
fn is_readable(consent: &ConsentRow, now: i64) -> Result<bool, Fault> {
    use ConsentStatus::{Active, Authorized, AwaitingAuthz, Created, Expired, Failed, Revoked, ScaUrlRetrieved};
    use ConsentStatus::{Started, Suspended};
    match consent.status {
        Active | Authorized if !consent.is_valid_at(now) => Err(Fault::NotActive(Revoked)),
        Active => Ok(true),
        Created | Started | ScaUrlRetrieved | AwaitingAuthz | Authorized => Ok(false),
        Expired | Revoked | Failed | Suspended => Err(Fault::NotActive(consent.status)),
    }
}

fn is_any(names: &[String], name: &str) -> bool {
    names.is_empty() || names.iter().any(|one| one == name)
}

/// One row more than was asked for says that more follow.
fn cut<T>(mut rows: Vec<T>, limit: i64) -> PageOf<T> {
    let limit = usize::try_from(limit).unwrap_or(0);
    let more = rows.len() > limit;
    rows.truncate(limit);
    (rows, more)
}

fn balance_record(row: &BalanceRow) -> BalanceRecord<Place> {
    BalanceRecord {
        balance_id: row.balance_id.clone(),
        account_id: row.account_id.clone(),
        kind: row.kind,
        amount: format_minor(row.amount, &row.currency),
        currency: row.currency.clone(),
        credit_debit_indicator: row.indicator,
        reference_at: rfc3339(row.reference_at),
        keyset: Place { at_ms: row.reference_at, ordinal: row.ordinal },
    }
}
