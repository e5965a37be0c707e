//! The accounts under a consent.
//! Never here: what is on them.

use super::balance::{Balance, read_all};
use super::body::{AccountBody, AccountsBody, Entries};
use super::page::{Page, ReadFault, body};
use super::{money, text};
use crate::berlin_group::answer::Answer;
use crate::berlin_group::links;
use crate::berlin_group::wire::{Links, Text};
use crate::profile::Profile;

/// An account.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    /// The bank's id, for calls about it.
    pub resource_id: String,
    /// Upper case, without spaces; absent for accounts that have none.
    pub iban: Option<String>,
    /// ISO 4217; `XXX` for an account of several currencies, or where the bank does not say.
    pub currency: String,
    /// The PSU's name for it, else the bank's, else its product's: a stranger's words.
    pub name: Option<String>,
    /// Its holder: a stranger's words.
    pub owner_name: Option<String>,
    /// What kind of account it is, where the bank says it: `current`, `savings`, `card`, `loan`, `e_money`, `other`.
    pub account_type: Option<&'static str>,
    /// The bank's product: a stranger's words.
    pub account_sub_type: Option<String>,
    /// Its balances, as `read_balances` tells them, where the bank told them with it; empty: they are to be asked for.
    pub balances: Vec<Balance>,
}

/// The currency of those that have none, or several (ISO 4217; `accountDetails` of the standard).
const NO_CURRENCY: &str = "XXX";

/// `cashAccountType` (ISO 20022, external code list), and our word for it.
const TYPES: &[(&str, &str)] = &[
    ("CACC", "current"),
    ("TRAN", "current"),
    ("TRAS", "current"),
    ("CASH", "current"),
    ("SLRY", "current"),
    ("SVGS", "savings"),
    ("MOMA", "savings"),
    ("ONDP", "savings"),
    ("LLSV", "savings"),
    ("CARD", "card"),
    ("LOAN", "loan"),
    ("MGLD", "loan"),
    ("EMON", "e_money"),
];

/// Reads the answer to `accounts`.
///
/// # Errors
/// `ReadFault` for anything but a list of accounts.
pub fn read_accounts(profile: &Profile, answer: &Answer<'_>) -> Result<Page<Account>, ReadFault> {
    let Some(body) = body::<AccountsBody>(answer)? else { return Ok(Page::default()) };
    let one = body.account.map(|account| Entries { read: vec![account], unread: 0 });
    let accounts = body.accounts.or(one).ok_or(ReadFault::Unreadable)?;
    Ok(Page::of(accounts, read).before(profile, &[&body.links], body.next_page))
}

fn read(body: AccountBody) -> Option<Account> {
    let told = text(body.resource_id).filter(|id| links::segment(id).is_some());
    let product = text(body.product);
    Some(Account {
        resource_id: told.or_else(|| id_in(body.links.as_ref()?))?,
        iban: iban(body.iban),
        currency: body.currency.and_then(|told| money::currency(&told.0)).unwrap_or_else(|| NO_CURRENCY.to_owned()),
        name: text(body.display_name).or_else(|| text(body.name)).or_else(|| product.clone()),
        owner_name: text(body.owner_name),
        account_type: body.cash_account_type.map(|Text(code)| type_of(&code)),
        account_sub_type: product,
        // One that cannot be read here is asked for again, and counted there.
        balances: body.balances.map(read_all).filter(|(_, unread)| *unread == 0).unwrap_or_default().0,
    })
}

fn type_of(code: &str) -> &'static str {
    TYPES.iter().find(|(known, _)| known.eq_ignore_ascii_case(code.trim())).map_or("other", |(_, word)| *word)
}

/// The id in the links of an account that does not tell it: what follows `/accounts/`.
fn id_in(links: &Links) -> Option<String> {
    let href = ["transactions", "balances", "account", "self"].iter().find_map(|name| links.get(name))?;
    let (_, below) = href.split_once("/accounts/")?;
    let id = below.split(['/', '?', '#']).next()?;
    // An id that had to be encoded would be encoded twice.
    Some(id.to_owned()).filter(|id| links::segment(id).as_deref() == Some(id))
}

/// An IBAN as far as its form tells, upper case, without spaces.
pub(super) fn iban(told: Option<Text>) -> Option<String> {
    let iban: String = told?.0.chars().filter(|c| !c.is_whitespace()).take(35).collect::<String>().to_ascii_uppercase();
    let is_word = iban.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let has_country = iban.bytes().take(2).all(|byte| byte.is_ascii_alphabetic());
    ((15..=34).contains(&iban.len()) && is_word && has_country).then_some(iban)
}

// Whose account it is stays out of logs.
impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Account").field("currency", &self.currency).finish_non_exhaustive()
    }
}
