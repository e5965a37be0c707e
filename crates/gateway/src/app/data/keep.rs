//! Keeping what was read: accounts found again by the bank's id, balances as history, transactions merged by the rules of `flow::job`.

use super::marks::{MarkKey, parse, stored};
use super::place::Book;
use super::sealed::{AccountContent, Column, TransactionContent};
use crate::app::{App, Fault};
use crate::store::accounts::{self, AccountRow, BalanceRow};
use crate::store::jobs::JobRow;
use crate::store::transactions::{self, Known, Marks, TransactionRow};
use crate::store::{Error, Write};
use connectors::berlin_group::{self as bg, Transaction};
use flow::job::{Key, Seen, Stored, Verdict, day_of, merge};
use protocol::api::TransactionStatus;
use std::collections::HashSet;
use uuid::Uuid;

/// A stored account, opened.
pub(super) struct Open {
    pub row: AccountRow,
    pub content: AccountContent,
}

/// Transactions of one account and one kind that follow one another, with their looks.
pub(super) struct Slice<'a> {
    pub account: &'a Open,
    pub all: &'a [(Seen, &'a Transaction)],
}

impl App {
    /// A consent's accounts, opened.
    pub(super) async fn open_accounts(&self, consent_id: &str) -> Result<Vec<Open>, Fault> {
        let open = |row: AccountRow| {
            let content = self.open_row(Column::Account, &row.account_id, &row.content)?;
            Ok(Open { row, content })
        };
        self.store.accounts(consent_id).await?.into_iter().map(open).collect()
    }

    /// Keeps the accounts that the bank names, each with the balances that it tells beside; their ordinals, in the bank's order.
    pub(super) async fn keep_accounts<'a>(
        &self,
        write: &mut Write,
        job: &JobRow,
        told: &'a [bg::Account],
    ) -> Result<Vec<(Open, &'a [bg::Balance])>, Fault> {
        let known = self.open_accounts(&job.consent_id).await?;
        let mut kept: Vec<(Open, &[bg::Balance])> = Vec::with_capacity(told.len());
        for account in told {
            if kept.iter().all(|(open, _)| open.content.resource_id != account.resource_id) {
                let open = self.keep_account(write, job, &known, account).await?;
                kept.push((open, &account.balances));
            }
        }
        Ok(kept)
    }

    async fn keep_account(
        &self,
        write: &mut Write,
        job: &JobRow,
        known: &[Open],
        told: &bg::Account,
    ) -> Result<Open, Fault> {
        let same_id = |one: &&Open| one.content.resource_id == told.resource_id;
        // Some banks name an account anew under each token.
        let same_iban =
            |one: &&Open| told.iban.is_some() && one.content.iban == told.iban && one.row.currency == told.currency;
        let before = known.iter().find(same_id).or_else(|| known.iter().find(same_iban));
        let id = before.map_or_else(|| Uuid::new_v4().to_string(), |one| one.row.account_id.clone());
        let content = AccountContent {
            resource_id: told.resource_id.clone(),
            iban: told.iban.clone(),
            name: told.name.clone(),
            owner_name: told.owner_name.clone(),
            marks: before.map_or_else(MarkKey::new, |one| one.content.marks.clone()),
        };
        let mut row = AccountRow {
            ordinal: before.map_or(0, |one| one.row.ordinal),
            content: self.seal_row(Column::Account, &id, &content)?,
            account_id: id,
            consent_id: job.consent_id.clone(),
            currency: told.currency.clone(),
            account_type: told.account_type.unwrap_or_default().to_owned(),
            account_sub_type: told.account_sub_type.clone().unwrap_or_default(),
            read_to: before.and_then(|one| one.row.read_to),
            updated_at: self.now_ms(),
        };
        if before.is_some() {
            accounts::update(write, &row).await?;
        } else {
            row.ordinal = accounts::insert(write, &row).await?;
        }
        Ok(Open { row, content })
    }

    /// Keeps an account's balances as of now.
    pub(super) async fn keep_balances(
        &self,
        write: &mut Write,
        account: &Open,
        told: &[bg::Balance],
    ) -> Result<(), Fault> {
        let now = self.now_ms();
        for balance in told {
            let row = BalanceRow {
                ordinal: 0,
                balance_id: Uuid::new_v4().to_string(),
                account_id: account.row.account_id.clone(),
                kind: balance.kind,
                currency: balance.money.currency.clone(),
                amount: balance.money.amount_minor,
                indicator: balance.money.indicator,
                reference_at: balance.reference.as_ref().map_or(now, |when| when.at_ms),
            };
            accounts::put_balance(write, &account.row.consent_id, &row, now).await?;
        }
        Ok(())
    }

    /// Keeps a slice of a page of transactions: each is a new row, or one that is stored.
    pub(super) async fn keep_transactions(
        &self,
        write: &mut Write,
        job: &JobRow,
        slice: &Slice<'_>,
    ) -> Result<(), Fault> {
        let seen: Vec<Seen> = slice.all.iter().map(|(seen, _)| *seen).collect();
        let names: Vec<Vec<u8>> =
            seen.iter().filter_map(|seen| seen.name).map(|name| stored(Key::Named(name))).collect();
        let looks: Vec<Vec<u8>> = seen.iter().map(|seen| seen.likeness.to_vec()).collect();
        let known = transactions::alike(write, &slice.account.row.account_id, &names, &looks).await?;
        let rows: Vec<Stored> = known.iter().map(|row| as_stored(row, job.ordinal)).collect::<Result<_, _>>()?;
        let mut taken: HashSet<Key> = rows.iter().map(|row| row.key).collect();
        for (verdict, (seen, told)) in merge(&seen, &rows).into_iter().zip(slice.all) {
            match verdict {
                Verdict::Again => {}
                Verdict::New => self.insert_new(write, job, slice.account, (seen, told), &mut taken).await?,
                Verdict::Row { ordinal, stays_booked } => {
                    let row = known.iter().find(|row| row.ordinal == ordinal).ok_or(Error::Corrupt("transactions"))?;
                    self.meet(write, job, slice.account, (seen, told), row, stays_booked).await?;
                }
            }
        }
        Ok(())
    }

    async fn insert_new(
        &self,
        write: &mut Write,
        job: &JobRow,
        account: &Open,
        (seen, told): (&Seen, &Transaction),
        taken: &mut HashSet<Key>,
    ) -> Result<(), Fault> {
        let marks = &account.content.marks;
        let key = match seen.name {
            Some(name) => Key::Named(name),
            None => (0..)
                .map(|count| marks.alike(&seen.likeness, count))
                .find(|key| !taken.contains(key))
                .ok_or(Error::Corrupt("transactions.bank_key"))?,
        };
        taken.insert(key);
        let row = self.row_of(account, told, Uuid::new_v4().to_string(), None)?;
        let marks = marks_of(marks, key, seen, told, job);
        Ok(transactions::insert(write, &account.row.consent_id, &row, &marks).await?)
    }

    async fn meet(
        &self,
        write: &mut Write,
        job: &JobRow,
        account: &Open,
        (seen, told): (&Seen, &Transaction),
        known: &Known,
        stays_booked: bool,
    ) -> Result<(), Fault> {
        let key = match seen.name {
            Some(name) => Key::Named(name),
            None => parse(&known.marks.bank_key).ok_or(Error::Corrupt("transactions.bank_key"))?,
        };
        let marks = marks_of(&account.content.marks, key, seen, told, job);
        let is_same = Marks { met_in: known.marks.met_in, ..marks.clone() } == known.marks;
        if stays_booked || is_same {
            return Ok(transactions::met(write, known.ordinal, job.ordinal).await?);
        }
        let row = self.row_of(account, told, known.transaction_id.clone(), Some(known.booked_at))?;
        Ok(transactions::update(write, known.ordinal, &row, &marks).await?)
    }

    /// The row of a transaction. What the bank gives no day keeps the one that stood for it before.
    fn row_of(
        &self,
        account: &Open,
        told: &Transaction,
        transaction_id: String,
        booked_before: Option<i64>,
    ) -> Result<TransactionRow, Fault> {
        let now = self.now_ms();
        let content = TransactionContent {
            counterparty_name: told.counterparty_name.clone(),
            counterparty_iban: told.counterparty_iban.clone(),
            remittance_information: told.remittance_information.clone(),
            is_dated: told.booked.is_some(),
        };
        Ok(TransactionRow {
            ordinal: 0,
            content: self.seal_row(Column::Transaction, &transaction_id, &content)?,
            transaction_id,
            account_id: account.row.account_id.clone(),
            status: told.status,
            currency: told.money.currency.clone(),
            amount: told.money.amount_minor,
            indicator: told.money.indicator,
            booked_at: told.at_ms().or(booked_before).unwrap_or(now),
            value_at: told.valued.as_ref().map(|when| when.at_ms),
            updated_at: now,
        })
    }

    /// An account's transactions were read to their end.
    pub(super) async fn close_book(
        &self,
        write: &mut Write,
        job: &JobRow,
        account: &Open,
        book: &Book,
    ) -> Result<(), Fault> {
        let from_ms = book.from.saturating_mul(flow::job::DAY_MS);
        let gone = transactions::drop_unmet(write, &account.row.account_id, job.ordinal, from_ms).await?;
        if gone > 0 {
            let (job_id, account_id) = (job.job_id.as_str(), account.row.account_id.as_str());
            tracing::info!(job_id, account_id, gone, "pending transactions are at the bank no more");
        }
        Ok(accounts::read_to_end(write, &account.row.account_id, book.since_ms).await?)
    }
}

fn marks_of(key: &MarkKey, bank_key: Key, seen: &Seen, told: &Transaction, job: &JobRow) -> Marks {
    Marks {
        bank_key: stored(bank_key),
        likeness: seen.likeness.to_vec(),
        digest: key.digest(told).to_vec(),
        met_in: job.ordinal,
    }
}

fn as_stored(row: &Known, job: i64) -> Result<Stored, Error> {
    Ok(Stored {
        ordinal: row.ordinal,
        key: parse(&row.marks.bank_key).ok_or(Error::Corrupt("transactions.bank_key"))?,
        likeness: row.marks.likeness.as_slice().try_into().map_err(|_| Error::Corrupt("transactions.likeness"))?,
        day: day_of(row.booked_at),
        is_booked: row.status == TransactionStatus::Booked,
        is_met: row.marks.met_in == job,
    })
}
