//! How a bank wants to be asked for account data, as data.
//! Never here: the calls (see `berlin_group`), or which ways to share a provider has (see `provider`).

/// A bank's deviations where account data is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ais {
    /// What stands in a consent's `access`.
    pub access: AskedAccess,
    /// Whether accounts are asked for together with their balances, which saves a call for each.
    pub with_balances: bool,
    /// Which transactions are asked for.
    pub booking: AskedBooking,
}

/// What a consent asks access to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AskedAccess {
    /// Empty lists: the PSU picks the accounts at the bank.
    BankOffered,
    /// `allPsd2`; as it always includes transactions, a narrower consent asks by empty lists.
    AllPsd2,
    /// A list with the PSU's own account, which must be known beforehand.
    Dedicated {
        /// The account's currency, which an IBAN does not tell.
        currency: &'static str,
    },
    /// Nothing: the call has no body, and the bank settles all with the PSU.
    Unsaid {
        /// The header that tells the last day.
        valid_until: &'static str,
    },
}

/// `bookingStatus` of a call for transactions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AskedBooking {
    /// Booked and pending.
    Both,
    /// The bank tells no others.
    Booked,
}

impl AskedBooking {
    /// As the standard spells it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Both => "both",
            Self::Booked => "booked",
        }
    }
}

impl Ais {
    /// A bank that does as the standard says.
    pub const STANDARD: Self =
        Self { access: AskedAccess::BankOffered, with_balances: true, booking: AskedBooking::Both };
}
