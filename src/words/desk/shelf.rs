//! Sentences of the page of banks. They never travel to the browser. `{time}`, `{min}`, `{max}`, `{days}` are filled in.

/// One language.
#[derive(Clone, Copy, Debug)]
pub struct Shelf {
    /// The heading.
    pub title: &'static str,
    /// Under it.
    pub lead: &'static str,
    /// When health was looked at.
    pub as_of: &'static str,
    /// Looks again.
    pub again: &'static str,
    /// Over banks that move money.
    pub real: &'static str,
    /// Over banks that do not.
    pub test: &'static str,
    /// Health: works.
    pub up: &'static str,
    /// Health: works badly.
    pub degraded: &'static str,
    /// Health: does not work.
    pub down: &'static str,
    /// Label: whose account.
    pub account: &'static str,
    /// Label: how the money travels.
    pub way: &'static str,
    /// Label: currency.
    pub currency: &'static str,
    /// Label: limits.
    pub amount: &'static str,
    /// No limit.
    pub any_amount: &'static str,
    /// Limit above.
    pub up_to: &'static str,
    /// Limit below.
    pub from: &'static str,
    /// Both.
    pub between: &'static str,
    /// Label: inputs.
    pub needs: &'static str,
    /// No inputs.
    pub needs_nothing: &'static str,
    /// The payer's IBAN.
    pub needs_iban: &'static str,
    /// The payer's id at the bank.
    pub needs_psu_id: &'static str,
    /// Over the ways to share account data.
    pub shares: &'static str,
    /// Label: how far back transactions go.
    pub history: &'static str,
    /// So far.
    pub history_days: &'static str,
    /// The IBAN of the account to read.
    pub needs_own_iban: &'static str,
}
