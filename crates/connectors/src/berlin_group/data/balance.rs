//! The balances of an account: as the bank names them, and two that every client can count on.
//! Never here: history, or adding up.

use super::body::{BalanceBody, BalancesBody, Entries};
use super::money::Money;
use super::page::{Page, ReadFault, body};
use super::when::When;
use crate::berlin_group::answer::Answer;
use crate::berlin_group::wire::Text;
use crate::profile::Profile;
use protocol::api::BalanceType;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// A balance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Balance {
    /// Which.
    pub kind: BalanceType,
    /// How much.
    pub money: Money,
    /// When it was so, where the bank says it.
    pub reference: Option<When>,
}

/// Banks' words for a type, in lower case without hyphens: the standard's, ISO 20022's code, Open Banking's name. The best
/// answer to "what can be spent now" first.
const WORDS: &[(BalanceType, &[&str])] = &[
    (BalanceType::Available, &["available"]),
    (BalanceType::InterimAvailable, &["interimavailable", "itav"]),
    // `authorised` is what the standard called it before 1.3.
    (BalanceType::Expected, &["expected", "authorised", "xpcd"]),
    (BalanceType::ClosingAvailable, &["closingavailable", "clav"]),
    (BalanceType::InterimBooked, &["interimbooked", "itbd"]),
    (BalanceType::InterimCleared, &["interimcleared", "itcl"]),
    (BalanceType::Closing, &["closing"]),
    (BalanceType::ClosingBooked, &["closingbooked", "clbd"]),
    (BalanceType::ClosingCleared, &["closingcleared", "clcb"]),
    (BalanceType::OpeningAvailable, &["openingavailable", "opav"]),
    (BalanceType::OpeningBooked, &["openingbooked", "opbd"]),
    (BalanceType::OpeningCleared, &["openingcleared", "opcl"]),
    (BalanceType::ForwardAvailable, &["forwardavailable", "fwav"]),
    (BalanceType::Information, &["information", "info", "noninvoiced"]),
    (BalanceType::PreviouslyClosedBooked, &["previouslyclosedbooked", "prcd"]),
];

/// The bank's types that make a `closing`, the best first.
const CLOSING: &[BalanceType] =
    &[BalanceType::ClosingBooked, BalanceType::ClosingAvailable, BalanceType::ClosingCleared];

/// More balances than any account has; what follows them is not read.
const MOST: usize = 100;

/// Reads the answer to `balances`. In each currency an `available` comes first, always, and a `closing` where there is one
/// to be had; the bank's own types follow, a type that is not known as `information`. Where the bank tells a type both with
/// a credit limit in it and without, the limit is left out: it is the bank's money.
///
/// # Errors
/// `ReadFault` for anything but a list of balances.
pub fn read_balances(profile: &Profile, answer: &Answer<'_>) -> Result<Page<Balance>, ReadFault> {
    let Some(body) = body::<BalancesBody>(answer)? else { return Ok(Page::default()) };
    let (records, unread) = read_all(body.balances.ok_or(ReadFault::Unreadable)?);
    let page = Page { records, unread, ..Page::default() };
    Ok(page.before(profile, &[&body.links], body.next_page))
}

/// An account's balances, and how many of its entries could not be read.
pub(super) fn read_all(entries: Entries<BalanceBody>) -> (Vec<Balance>, u32) {
    let mut told = Page::of(entries, read);
    let beyond = u32::try_from(told.records.len().saturating_sub(MOST)).unwrap_or(u32::MAX);
    told.records.truncate(MOST);
    (normalised(&told.records), told.unread.saturating_add(beyond))
}

/// A balance, and whether the bank counted a credit limit in.
fn read(body: BalanceBody) -> Option<(Balance, bool)> {
    let kind = body.balance_type.and_then(|Text(told)| type_of(&told)).unwrap_or(BalanceType::Information);
    let money = Money::read(&body.balance_amount?, body.credit_debit_indicator.as_ref())?;
    // The later is the more exact: a day's beginning, or a moment of it.
    let told = [body.reference_date, body.last_change_date_time];
    let reference = told.into_iter().flatten().filter_map(|Text(told)| When::read(&told)).max();
    Some((Balance { kind, money, reference }, body.credit_limit_included == Some(true)))
}

fn type_of(told: &str) -> Option<BalanceType> {
    let plain: String = told.chars().filter(char::is_ascii_alphanumeric).collect();
    let plain = plain.to_ascii_lowercase();
    WORDS.iter().find(|(_, words)| words.contains(&plain.as_str())).map(|(kind, _)| *kind)
}

fn normalised(told: &[(Balance, bool)]) -> Vec<Balance> {
    let is_same = |one: &Balance, other: &Balance| one.kind == other.kind && one.money.currency == other.money.currency;
    let has_plain = |balance: &Balance| told.iter().any(|(other, limit)| !limit && is_same(other, balance));
    let kept = told.iter().filter(|(balance, limit)| !limit || !has_plain(balance)).map(|(balance, _)| balance);
    let kept: Vec<Balance> = kept.cloned().collect();
    let currencies: BTreeSet<&str> = kept.iter().map(|balance| balance.money.currency.as_str()).collect();
    let mut all = Vec::with_capacity(kept.len() + 2 * currencies.len());
    for currency in currencies {
        let of_it: Vec<&Balance> = kept.iter().filter(|balance| balance.money.currency == currency).collect();
        let anything: Vec<BalanceType> = WORDS.iter().map(|(kind, _)| *kind).collect();
        for (kind, places) in [(BalanceType::Available, anything.as_slice()), (BalanceType::Closing, CLOSING)] {
            if of_it.iter().all(|balance| balance.kind != kind) {
                all.extend(best(&of_it, places).map(|best| Balance { kind, ..best.clone() }));
            }
        }
    }
    all.extend(kept);
    all
}

/// The balance whose type comes first in a list; of several of one type the newest.
fn best<'a>(among: &[&'a Balance], places: &[BalanceType]) -> Option<&'a Balance> {
    let ranked = among.iter().filter_map(|balance| {
        let place = places.iter().position(|kind| *kind == balance.kind)?;
        Some(((place, Reverse(balance.reference.as_ref().map(|when| when.at_ms))), *balance))
    });
    ranked.min_by_key(|(rank, _)| *rank).map(|(_, best)| best)
}
