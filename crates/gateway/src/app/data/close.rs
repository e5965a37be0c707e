//! What only a whole reading of an account tells: what is at the bank no more, and which rows are the same after all.
//! Never here: reading (`turn`), what a page tells of one transaction (`keep`).

use super::keep::{Open, as_stored};
use super::place::Book;
use super::sealed::{Column, TransactionContent};
use crate::app::{App, Fault};
use crate::store::jobs::JobRow;
use crate::store::transactions::{self, Known, Marks};
use crate::store::{Error, Write, accounts};
use flow::job::{DAY_MS, Stored, same_after_all};
use protocol::api::TransactionStatus;

/// Looks of which the rows are compared at once.
const LOOKS: usize = 200;

impl App {
    /// An account's transactions were read to their end.
    pub(super) async fn close_book(
        &self,
        write: &mut Write,
        job: &JobRow,
        account: &Open,
        book: &Book,
    ) -> Result<(), Fault> {
        let (reading, from_ms) = (book.number(job.ordinal), book.from.saturating_mul(DAY_MS));
        let (job_id, account_id) = (job.job_id.as_str(), account.row.account_id.as_str());
        let gone = transactions::drop_unmet(write, account_id, reading, from_ms).await?;
        if gone > 0 {
            tracing::info!(job_id, account_id, gone, "pending transactions are at the bank no more");
        }
        let of = (job.consent_id.as_str(), account_id);
        let looks = transactions::unmet_looks(write, of, reading, from_ms).await?;
        for looks in looks.chunks(LOOKS) {
            self.reunite(write, account_id, reading, looks).await?;
        }
        Ok(accounts::read_to_end(write, account_id, book.since_ms).await?)
    }

    /// Of rows with these looks each that was left is made one with the new row that is the same transaction: under its old id.
    async fn reunite(&self, write: &mut Write, account_id: &str, reading: i64, looks: &[Vec<u8>]) -> Result<(), Fault> {
        let known = transactions::alike(write, account_id, &[], looks).await?;
        let booked = known.iter().filter(|row| row.status == TransactionStatus::Booked);
        let as_seen = |row: &Known| Ok((as_stored(row, reading)?, row.first_in == reading));
        let rows: Vec<(Stored, bool)> = booked.map(as_seen).collect::<Result<_, Error>>()?;
        let row_of = |ordinal: i64| {
            known.iter().find(|row| row.ordinal == ordinal).ok_or(Error::Corrupt("transactions.ordinal"))
        };
        for (left, found) in same_after_all(&rows) {
            let (left, found) = (row_of(left)?, row_of(found)?);
            let mut row = transactions::take_out(write, found.ordinal).await?;
            let marks = Marks { met_in: reading, ..found.marks.clone() };
            if left.marks.digest == found.marks.digest {
                transactions::met(write, left.ordinal, &marks).await?;
                continue;
            }
            let content: TransactionContent = self.open_row(Column::Transaction, &row.transaction_id, &row.content)?;
            row.content = self.seal_row(Column::Transaction, &left.transaction_id, &content)?;
            transactions::update(write, left.ordinal, &row, &marks).await?;
        }
        Ok(())
    }
}
