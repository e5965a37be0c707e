//! Keeping what was read: accounts found again by the bank's id, balances as history, transactions merged by the rules of `flow::job`.

use super::marks::{MarkKey, parse, stored};
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
        let mut all: Vec<&bg::Account> = Vec::with_capacity(told.len());
        for account in told {
            if all.iter().all(|one| one.resource_id != account.resource_id) {
                all.push(account);
            }
        }
        let mut kept: Vec<(Open, &[bg::Balance])> = Vec::with_capacity(all.len());
        for (account, before) in all.iter().zip(as_known(&known, &all)) {
            kept.push((self.keep_account(write, job, before, account).await?, &account.balances));
        }
        Ok(kept)
    }

    async fn keep_account(
        &self,
        write: &mut Write,
        job: &JobRow,
        before: Option<&Open>,
        told: &bg::Account,
    ) -> Result<Open, Fault> {
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
        reading: i64,
        slice: &Slice<'_>,
    ) -> Result<(), Fault> {
        let seen: Vec<Seen> = slice.all.iter().map(|(seen, _)| *seen).collect();
        let names: Vec<Vec<u8>> =
            seen.iter().filter_map(|seen| seen.name).map(|name| stored(Key::Named(name))).collect();
        let looks: Vec<Vec<u8>> = seen.iter().map(|seen| seen.likeness.to_vec()).collect();
        let known = transactions::alike(write, &slice.account.row.account_id, &names, &looks).await?;
        let rows: Vec<Stored> = known.iter().map(|row| as_stored(row, reading)).collect::<Result<_, _>>()?;
        let mut taken: HashSet<Key> = rows.iter().map(|row| row.key).collect();
        for (verdict, (seen, told)) in merge(&seen, &rows).into_iter().zip(slice.all) {
            match verdict {
                Verdict::Again => {}
                Verdict::New => self.insert_new(write, reading, slice.account, (seen, told), &mut taken).await?,
                Verdict::Row { ordinal, stays_booked } => {
                    let row = known.iter().find(|row| row.ordinal == ordinal).ok_or(Error::Corrupt("transactions"))?;
                    if stays_booked {
                        let marks = Marks { met_in: reading, ..row.marks.clone() };
                        transactions::met(write, ordinal, &marks).await?;
                    } else {
                        self.meet(write, reading, slice.account, (seen, told), row, &mut taken).await?;
                    }
                }
            }
        }
        Ok(())
    }

    async fn insert_new(
        &self,
        write: &mut Write,
        reading: i64,
        account: &Open,
        (seen, told): (&Seen, &Transaction),
        taken: &mut HashSet<Key>,
    ) -> Result<(), Fault> {
        let marks = &account.content.marks;
        let key = match seen.name {
            Some(name) => Key::Named(name),
            None => free_key(marks, seen, taken)?,
        };
        taken.insert(key);
        let row = self.row_of(account, told, Uuid::new_v4().to_string(), None)?;
        let marks = marks_of(marks, key, seen, told, reading);
        Ok(transactions::insert(write, &account.row.consent_id, &row, &marks).await?)
    }

    /// A stored row is told again, perhaps otherwise than before. It is found again by what the bank calls it now.
    async fn meet(
        &self,
        write: &mut Write,
        reading: i64,
        account: &Open,
        (seen, told): (&Seen, &Transaction),
        known: &Known,
        taken: &mut HashSet<Key>,
    ) -> Result<(), Fault> {
        let before = parse(&known.marks.bank_key).ok_or(Error::Corrupt("transactions.bank_key"))?;
        let key = match (seen.name, before) {
            (Some(name), _) => Key::Named(name),
            (None, Key::Alike(_)) => before,
            (None, Key::Named(_)) => free_key(&account.content.marks, seen, taken)?,
        };
        taken.insert(key);
        let marks = marks_of(&account.content.marks, key, seen, told, reading);
        if marks.digest == known.marks.digest {
            return Ok(transactions::met(write, known.ordinal, &marks).await?);
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
}

/// Which stored account each told one is: by the bank's id; then, as some banks name an account anew under each token, by
/// IBAN and currency, where that leaves one on either side.
fn as_known<'a>(known: &'a [Open], told: &[&bg::Account]) -> Vec<Option<&'a Open>> {
    let by_id = |one: &&bg::Account| known.iter().find(|row| row.content.resource_id == one.resource_id);
    let same_id: Vec<Option<&Open>> = told.iter().map(by_id).collect();
    let is_taken = |row: &Open| same_id.iter().flatten().any(|taken| taken.row.ordinal == row.row.ordinal);
    let by_iban = |one: &bg::Account| {
        let iban = one.iban.as_ref()?;
        let is_other = |(other, before): &(&&bg::Account, &Option<&Open>)| {
            before.is_none() && other.iban.as_ref() == Some(iban) && other.currency == one.currency
        };
        let is_same =
            |row: &&Open| !is_taken(row) && row.content.iban.as_ref() == Some(iban) && row.row.currency == one.currency;
        let mut rows = known.iter().filter(is_same);
        let row = rows.next().filter(|_| told.iter().zip(&same_id).filter(is_other).count() == 1);
        row.filter(|_| rows.next().is_none())
    };
    told.iter().zip(&same_id).map(|(one, before)| before.or_else(|| by_iban(one))).collect()
}

/// A key that no other of these looks has.
fn free_key(marks: &MarkKey, seen: &Seen, taken: &HashSet<Key>) -> Result<Key, Error> {
    let mut keys = (0..).map(|count| marks.alike(&seen.likeness, count));
    keys.find(|key| !taken.contains(key)).ok_or(Error::Corrupt("transactions.bank_key"))
}

fn marks_of(key: &MarkKey, bank_key: Key, seen: &Seen, told: &Transaction, reading: i64) -> Marks {
    Marks {
        bank_key: stored(bank_key),
        likeness: seen.likeness.to_vec(),
        digest: key.digest(told).to_vec(),
        met_in: reading,
    }
}

pub(super) fn as_stored(row: &Known, reading: i64) -> Result<Stored, Error> {
    Ok(Stored {
        ordinal: row.ordinal,
        key: parse(&row.marks.bank_key).ok_or(Error::Corrupt("transactions.bank_key"))?,
        likeness: row.marks.likeness.as_slice().try_into().map_err(|_| Error::Corrupt("transactions.likeness"))?,
        day: day_of(row.booked_at),
        is_booked: row.status == TransactionStatus::Booked,
        is_met: row.marks.met_in == reading,
    })
}
