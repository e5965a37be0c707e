//! The balances of an account: as the bank names them, and two that every client can count on.
//! Never here: history, or adding up.

use super::body::{BalanceBody, BalancesBody};
use super::money::Money;
use super::page::{Page, ReadFault, body};
use super::when::When;
use crate::berlin_group::answer::Answer;
use crate::berlin_group::wire::Text;
use crate::profile::Profile;

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

/// Declares the types: each with its word in the API, and banks' words for it in lower case without hyphens.
macro_rules! types {
    ($($(#[$meta:meta])* $variant:ident = $word:literal, $($told:literal)|+;)+) => {
        /// Type of a balance.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum BalanceType { $($(#[$meta])* $variant,)+ }

        impl BalanceType {
            /// Every type: the two that every client can count on, then those of banks, the best answer to "what is there
            /// now" first.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// As the API says it.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// The type of a bank's word: the standard's, ISO 20022's code, or Open Banking's name.
            fn parse(told: &str) -> Option<Self> {
                let plain: String = told.chars().filter(char::is_ascii_alphanumeric).collect();
                match plain.to_ascii_lowercase().as_str() {
                    $($($told)|+ => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }
    };
}

types! {
    /// What can be spent: the bank's own word, else the best of what it tells.
    Available = "available", "available";
    /// At the end of the last period: the bank's own word, else the best of what it tells.
    Closing = "closing", "closing";
    /// Can be spent, now.
    InterimAvailable = "interim_available", "interimavailable" | "itav";
    /// Booked and pending together.
    Expected = "expected", "expected" | "authorised" | "xpcd";
    /// Could be spent, at the end of the period.
    ClosingAvailable = "closing_available", "closingavailable" | "clav";
    /// Booked, now.
    InterimBooked = "interim_booked", "interimbooked" | "itbd";
    /// Cleared, now.
    InterimCleared = "interim_cleared", "interimcleared";
    /// Booked, at the end of the period.
    ClosingBooked = "closing_booked", "closingbooked" | "clbd";
    /// Cleared, at the end of the period.
    ClosingCleared = "closing_cleared", "closingcleared";
    /// Could be spent, at the beginning of the period.
    OpeningAvailable = "opening_available", "openingavailable" | "opav";
    /// Booked, at the beginning of the period.
    OpeningBooked = "opening_booked", "openingbooked" | "opbd";
    /// Cleared, at the beginning of the period.
    OpeningCleared = "opening_cleared", "openingcleared";
    /// Will be there to be spent, on a day to come.
    ForwardAvailable = "forward_available", "forwardavailable" | "fwav";
    /// Anything else that the bank tells.
    Information = "information", "information" | "info" | "noninvoiced";
    /// Booked, at the end of the period before.
    PreviouslyClosedBooked = "previously_closed_booked", "previouslyclosedbooked" | "prcd";
}

/// More balances than any account has; what follows them is not read.
const MOST: usize = 100;

/// The bank's types that make a `closing`, the best first.
const CLOSING: &[BalanceType] =
    &[BalanceType::ClosingBooked, BalanceType::ClosingAvailable, BalanceType::ClosingCleared];

/// Reads the answer to `balances`. In each currency an `available` comes first, always, and a `closing` where there is one
/// to be had; the bank's own types follow, a type that is not known as `information`. Where the bank tells a type both with
/// a credit limit in it and without, the limit is left out: it is the bank's money.
///
/// # Errors
/// `ReadFault` for anything but a list of balances.
pub fn read_balances(profile: &Profile, answer: &Answer<'_>) -> Result<Page<Balance>, ReadFault> {
    let Some(body) = body::<BalancesBody>(answer)? else { return Ok(Page::default()) };
    let mut told = Page::of(body.balances.ok_or(ReadFault::Unreadable)?, read);
    let beyond = u32::try_from(told.records.len().saturating_sub(MOST)).unwrap_or(u32::MAX);
    told.records.truncate(MOST);
    let unread = told.unread.saturating_add(beyond);
    let page = Page { records: normalised(told.records), unread, ..Page::default() };
    Ok(page.before(profile, &[&body.links], body.next_page))
}

/// A balance, and whether the bank counted a credit limit in.
fn read(body: BalanceBody) -> Option<(Balance, bool)> {
    let kind = body.balance_type.and_then(|Text(told)| BalanceType::parse(&told)).unwrap_or(BalanceType::Information);
    let money = Money::read(&body.balance_amount?, body.credit_debit_indicator.as_ref())?;
    // The later is the more exact: a day's beginning, or a moment of it.
    let told = [body.reference_date, body.last_change_date_time];
    let reference = told.into_iter().flatten().filter_map(|Text(told)| When::read(&told)).max();
    Some((Balance { kind, money, reference }, body.credit_limit_included == Some(true)))
}

fn normalised(told: Vec<(Balance, bool)>) -> Vec<Balance> {
    let is_same = |one: &Balance, other: &Balance| one.kind == other.kind && one.money.currency == other.money.currency;
    let has_plain = |balance: &Balance| told.iter().any(|(other, limit)| !limit && is_same(other, balance));
    let kept = told.iter().filter(|(balance, limit)| !limit || !has_plain(balance));
    let kept: Vec<Balance> = kept.map(|(balance, _)| balance.clone()).collect();
    let mut all = Vec::with_capacity(kept.len() + 2);
    let mut seen: Vec<&str> = Vec::new();
    for currency in kept.iter().map(|balance| balance.money.currency.as_str()) {
        if seen.contains(&currency) {
            continue;
        }
        seen.push(currency);
        let of_it = || kept.iter().filter(|balance| balance.money.currency == currency);
        // Of several of one type the newest.
        let best = |places: &[BalanceType]| {
            let place = |balance: &&Balance| places.iter().position(|kind| *kind == balance.kind);
            let at = |balance: &&Balance| balance.reference.as_ref().map(|when| std::cmp::Reverse(when.at_ms));
            let ranked = of_it().filter_map(|balance| Some((place(&balance)?, balance)));
            ranked
                .min_by_key(|(place, balance)| (*place, at(balance).is_none(), at(balance)))
                .map(|(_, best)| best.clone())
        };
        for (kind, places) in [(BalanceType::Available, BalanceType::ALL), (BalanceType::Closing, CLOSING)] {
            if of_it().all(|balance| balance.kind != kind) {
                all.extend(best(places).map(|best| Balance { kind, ..best }));
            }
        }
    }
    all.extend(kept);
    all
}
