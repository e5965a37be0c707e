//! What tells one bank from another: names, products, logins, accounts, deviations. One file a bank, data only.
//! Never here: behaviour; a deviation is a value here that the engine reads.

mod libra_ro;

use crate::money::Currency;

/// Every bank of this street, alphabetical.
pub(crate) const ALL: &[&Personality] = &[&libra_ro::LIBRA_RO];

/// One bank.
#[derive(Debug)]
pub(crate) struct Personality {
    /// The first segment of all its paths.
    pub(crate) provider_id: &'static str,
    pub(crate) name: &'static str,
    /// The brand's colour for light and for dark, each readable on its own ground.
    pub(crate) brand: Brand,
    pub(crate) login: &'static [LoginField],
    /// The test customer's accounts, one a currency.
    pub(crate) accounts: &'static [OwnAccount],
    pub(crate) products: &'static [Product],
    /// Whether an initiation without `debtorAccount` is refused.
    pub(crate) needs_debtor_account: bool,
    /// Whether texts may hold only the characters that the standard obliges every bank to take.
    pub(crate) narrow_text: bool,
    /// Whether funds on the creditor's side are confirmed by webhook.
    pub(crate) confirms_funds: bool,
}

impl Personality {
    pub(crate) fn product(&self, path: &str) -> Option<&'static Product> {
        self.products.iter().find(|product| product.path == path)
    }

    /// The test customer's IBAN in a currency.
    pub(crate) fn own_iban(&self, currency: Currency) -> &'static str {
        self.accounts.iter().find(|account| account.currency == currency).map_or("", |account| account.iban)
    }
}

/// Two colours as CSS writes them.
#[derive(Debug)]
pub(crate) struct Brand {
    pub(crate) on_light: &'static str,
    pub(crate) on_dark: &'static str,
}

/// One field of a login form and the test customer's answer.
#[derive(Debug)]
pub(crate) struct LoginField {
    pub(crate) name: &'static str,
    pub(crate) label: &'static str,
    /// The `type` of the input.
    pub(crate) input: &'static str,
    pub(crate) autocomplete: &'static str,
    pub(crate) expected: &'static str,
}

/// An account of the test customer.
#[derive(Debug)]
pub(crate) struct OwnAccount {
    pub(crate) iban: &'static str,
    pub(crate) currency: Currency,
}

/// A payment product: a path segment and the rails behind it.
#[derive(Debug)]
pub(crate) struct Product {
    pub(crate) path: &'static str,
    pub(crate) rails: &'static [Rail],
}

impl Product {
    pub(crate) fn rail(&self, currency: Currency) -> Option<&'static Rail> {
        self.rails.iter().find(|rail| rail.currency == currency)
    }
}

/// How money of one currency travels.
#[derive(Debug)]
pub(crate) struct Rail {
    pub(crate) currency: Currency,
    pub(crate) name: &'static str,
    /// The highest amount, in hundredths.
    pub(crate) max_minor: Option<i64>,
}
