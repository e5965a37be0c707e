//! The accounts under a consent.
//! Never here: what is on them.

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
    /// `personal` or `business`, where the bank says it.
    pub account_type: Option<&'static str>,
    /// What kind of account it is, where the bank says it; see `SUB_TYPES`.
    pub account_sub_type: Option<&'static str>,
}

/// The currency of those that have none, or several (ISO 4217; `accountDetails` of the standard).
const NO_CURRENCY: &str = "XXX";

/// ISO 20022's `cashAccountType` (external code list), and our word for it.
const SUB_TYPES: &[(&str, &str)] = &[
    ("CACC", "current_account"),
    ("TRAN", "current_account"),
    ("TRAS", "current_account"),
    ("CASH", "current_account"),
    ("SVGS", "savings"),
    ("MOMA", "savings"),
    ("ONDP", "savings"),
    ("LLSV", "savings"),
    ("CARD", "credit_card"),
    ("LOAN", "loan"),
    ("MGLD", "loan"),
    ("SLRY", "salary"),
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
    let word = |text: &Option<Text>| text.as_ref().map(|text| text.0.trim().to_ascii_uppercase());
    let (kind, usage) = (word(&body.cash_account_type), word(&body.usage));
    let told = text(body.resource_id).filter(|id| links::segment(id).is_some());
    Some(Account {
        resource_id: told.or_else(|| id_in(body.links.as_ref()?))?,
        iban: iban(body.iban),
        currency: body.currency.and_then(|told| money::currency(&told.0)).unwrap_or_else(|| NO_CURRENCY.to_owned()),
        name: text(body.display_name).or_else(|| text(body.name)).or_else(|| text(body.product)),
        owner_name: text(body.owner_name),
        account_type: match usage.as_deref() {
            Some("PRIV") => Some("personal"),
            Some("ORGA") => Some("business"),
            _ => None,
        },
        account_sub_type: SUB_TYPES.iter().find(|(code, _)| kind.as_deref() == Some(code)).map(|(_, word)| *word),
    })
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
