//! The transactions of an account.
//! Never here: balances, or which of them are new.

use super::account::iban;
use super::body::{Iban, Object, TransactionBody, TransactionsBody, Words};
use super::key::{BankKey, Looks};
use super::money::Money;
use super::page::{Page, ReadFault, body};
use super::when::When;
use super::{MAX_TEXT, text};
use crate::berlin_group::answer::Answer;
use crate::berlin_group::wire::Text;
use crate::profile::Profile;
use protocol::api::{Indicator, TransactionStatus as Booking};
use std::collections::BTreeSet;

/// A transaction.
#[derive(Clone, PartialEq, Eq)]
pub struct Transaction {
    /// By what it is known again.
    pub key: BankKey,
    /// How much, and which way.
    pub money: Money,
    /// Whether it stands in the bank's books. A pending one may change, or vanish.
    pub status: Booking,
    /// When it was booked; a pending one may have none.
    pub booked: Option<When>,
    /// From when it counts for interest.
    pub valued: Option<When>,
    /// Who paid, or was paid: a stranger's words.
    pub counterparty_name: Option<String>,
    /// Upper case, without spaces.
    pub counterparty_iban: Option<String>,
    /// What for: a stranger's words, at most 2,000 characters.
    pub remittance_information: Option<String>,
}

impl Transaction {
    /// When it was booked, else from when it counts, for ordering: milliseconds since 1970.
    pub fn at_ms(&self) -> Option<i64> {
        self.booked.as_ref().or(self.valued.as_ref()).map(|when| when.at_ms)
    }
}

/// Reads the answer to `transactions`: booked ones, then pending ones, each in the bank's order.
///
/// # Errors
/// `ReadFault` for anything but a report of transactions.
pub fn read_transactions(profile: &Profile, answer: &Answer<'_>) -> Result<Page<Transaction>, ReadFault> {
    let Some(body) = body::<TransactionsBody>(answer)? else { return Ok(Page::default()) };
    let Some(Object(report)) = body.transactions else {
        // The standard's other answer: a file, for those who can read the bank's own formats.
        let is_file = body.links.as_ref().is_some_and(|links| links.get("download").is_some());
        return if is_file { Ok(Page { is_cut: true, ..Page::default() }) } else { Err(ReadFault::Unreadable) };
    };
    let mut page = Page::of(report.booked.unwrap_or_default(), |body| read(body, Booking::Booked));
    let pending = Page::of(report.pending.unwrap_or_default(), |body| read(body, Booking::Pending));
    // Between two states a bank may tell a transaction in both: its books count.
    let booked: BTreeSet<String> = page.records.iter().filter_map(|one| one.key.name.clone()).collect();
    let is_booked = |one: &Transaction| one.key.name.as_ref().is_some_and(|name| booked.contains(name));
    page.records.extend(pending.records.into_iter().filter(|one| !is_booked(one)));
    page.unread = page.unread.saturating_add(pending.unread);
    Ok(page.before(profile, &[&report.links, &body.links], report.next_page.or(body.next_page)))
}

fn read(body: TransactionBody, status: Booking) -> Option<Transaction> {
    let money = Money::read(&body.transaction_amount?, body.credit_debit_indicator.as_ref())?;
    // The other side: who paid us, or whom we paid.
    let (names, account) = match money.indicator {
        Indicator::Credit => ([body.debtor_name, body.ultimate_debtor], body.debtor_account),
        Indicator::Debit => ([body.creditor_name, body.ultimate_creditor], body.creditor_account),
    };
    let when = |told: [Option<Text>; 2]| told.into_iter().flatten().find_map(|Text(told)| When::read(&told));
    let said = [
        body.remittance_information_unstructured,
        body.remittance_information_unstructured_array,
        body.details,
        body.remittance_information_structured,
        body.remittance_information_structured_array,
        body.additional_information,
    ];
    let [id, reference, end_to_end_id] = [body.transaction_id, body.entry_reference, body.end_to_end_id].map(text);
    let booked = when([body.booking_date_time, body.booking_date]);
    let valued = when([body.value_date_time, body.value_date]);
    let counterparty_iban = account.and_then(|Iban(told)| iban(Some(told)));
    let remittance_information = said.into_iter().flatten().find_map(joined);
    let looks = Looks {
        money: &money,
        counterparty_iban: counterparty_iban.as_deref(),
        end_to_end_id: end_to_end_id.as_deref(),
        text: remittance_information.as_deref(),
    };
    let key = BankKey::of(id.as_deref(), reference.as_deref(), &looks);
    let counterparty_name = names.into_iter().find_map(text);
    Some(Transaction {
        key,
        money,
        status,
        booked,
        valued,
        counterparty_name,
        counterparty_iban,
        remittance_information,
    })
}

/// Words as one text; nothing where there are none.
fn joined(Words(words): Words) -> Option<String> {
    let words: Vec<String> = words.into_iter().filter_map(|word| text(Some(word))).collect();
    let joined: String = words.join(" ").chars().take(MAX_TEXT).collect();
    Some(joined).filter(|text| !text.is_empty())
}

// Who paid whom, and how much, stays out of logs.
impl std::fmt::Debug for Transaction {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Transaction").field("status", &self.status).finish_non_exhaustive()
    }
}
