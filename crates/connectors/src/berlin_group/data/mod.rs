//! Account data: what a bank is asked under a valid consent, and what its answers hold, as plain values.
//! Never here: keeping data, deciding when to ask, following more pages than one.

mod account;
mod balance;
mod body;
mod key;
mod money;
mod page;
mod request;
mod transaction;
mod when;

pub use account::{Account, read_accounts};
pub use balance::{Balance, read_balances};
pub use key::BankKey;
pub use money::Money;
pub use page::{Page, ReadFault};
pub use request::{Access, History, accounts, balances, transactions};
pub use transaction::{Transaction, read_transactions};
pub use when::When;
pub(super) use when::is_day;

/// The most characters of a stranger's text that are taken.
const MAX_TEXT: usize = 2_000;

/// A stranger's text, when there is one.
fn text(told: Option<super::wire::Text>) -> Option<String> {
    let text: String = told?.0.trim().chars().take(MAX_TEXT).collect();
    Some(text).filter(|text| !text.is_empty())
}
