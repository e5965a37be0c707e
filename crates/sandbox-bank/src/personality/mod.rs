//! What tells one bank from another: names, products, logins, accounts, deviations. One file a bank, data only.
//! Never here: behaviour; a deviation is a value here that the engine reads.

mod bt_ro;
mod cec_ro;
mod libra_ro;
mod ropay;
mod rzb_ro;

use crate::history::Pattern;
use crate::money::{Amount, Currency};

/// Every bank of this street, alphabetical.
pub(crate) const ALL: &[&Personality] =
    &[&bt_ro::BT_RO, &cec_ro::CEC_RO, &libra_ro::LIBRA_RO, &ropay::ROPAY, &rzb_ro::RZB_RO];

/// The name under which the TPP is registered at every bank that registers TPPs.
pub(crate) const TPP_ID: &str = "finqlink-sandbox";
/// The secret that goes with [`TPP_ID`].
pub(crate) const TPP_SECRET: &str = "finqlink-sandbox-secret";

/// One bank.
#[derive(Debug)]
pub(crate) struct Personality {
    /// The first segment of all its paths.
    pub(crate) provider_id: &'static str,
    pub(crate) name: &'static str,
    /// The brand's colour for light and for dark, each readable on its own ground.
    pub(crate) brand: Brand,
    pub(crate) login: &'static [LoginField],
    /// The test customer's accounts; the first of a currency is the one that pays.
    pub(crate) accounts: &'static [OwnAccount],
    pub(crate) bic: &'static str,
    pub(crate) products: &'static [Product],
    /// How the PSU comes to the bank's pages.
    pub(crate) sca: Sca,
    /// The `PSU-ID` of the customer who approves in the bank's app, and is sent to no page.
    pub(crate) app_psu_id: Option<&'static str>,
    /// Whether it is a scheme whose addresses are requests to pay: a phone opens them in the app of the payer's own bank.
    pub(crate) requests: bool,
    /// What every API call must carry besides the standard's headers.
    pub(crate) demands: &'static [Demand],
    /// Whether every API call must be sealed: `Digest`, `Signature`, `TPP-Signature-Certificate`.
    pub(crate) sealed: bool,
    /// Whether an initiation without the header `PSU-ID` is refused.
    pub(crate) needs_psu_id: bool,
    /// Whether an initiation without `debtorAccount.iban` is refused.
    pub(crate) needs_debtor_iban: bool,
    /// How the values of `_links` are written.
    pub(crate) links: LinkStyle,
    /// How amounts in answers are written.
    pub(crate) amounts: AmountStyle,
    /// The field in which a payment's unstructured text comes back.
    pub(crate) text_field: &'static str,
    /// What a payment costs, in hundredths of its currency, where the bank tells it in the initiation's answer.
    pub(crate) fee_minor: Option<i64>,
    /// Whether texts may hold only the characters that the standard obliges every bank to take.
    pub(crate) narrow_text: bool,
    /// Whether funds on the creditor's side are confirmed by webhook.
    pub(crate) confirms_funds: bool,
    /// How the customer's accounts are read, where they are.
    pub(crate) ais: Option<Ais>,
}

/// A nameless bank that does what the standard's file says: each bank's file holds what is its own, and takes the rest here.
const STANDARD: Personality = Personality {
    provider_id: "",
    name: "",
    brand: Brand { on_light: "", on_dark: "" },
    login: &[],
    accounts: &[],
    bic: "",
    products: &[],
    sca: Sca::Redirect,
    app_psu_id: None,
    requests: false,
    demands: &[],
    sealed: false,
    needs_psu_id: false,
    needs_debtor_iban: false,
    links: LinkStyle::Objects,
    amounts: AmountStyle::Strings,
    text_field: STANDARD_TEXT_FIELD,
    fee_minor: None,
    narrow_text: true,
    confirms_funds: false,
    ais: None,
};

/// Account data as the standard's file has it.
const STANDARD_AIS: Ais = Ais {
    terms: TermsIn::Body,
    balances: &[BalanceKind::ClosingBooked, BalanceKind::InterimAvailable, BalanceKind::Expected],
    ids: Ids::Both,
    paging: Paging::Index,
    page: 250,
    only_booked: false,
    counts_unattended: false,
};

/// Where the standard's file has a payment's text.
pub(crate) const STANDARD_TEXT_FIELD: &str = "remittanceInformationUnstructured";

impl Personality {
    pub(crate) fn product(&self, path: &str) -> Option<&'static Product> {
        self.products.iter().find(|product| product.path == path)
    }

    /// The test customer's IBAN in a currency.
    pub(crate) fn own_iban(&self, currency: Currency) -> &'static str {
        self.accounts.iter().find(|account| account.currency == currency).map_or("", |account| account.iban)
    }

    /// What a payment costs, where the bank tells it.
    pub(crate) fn fee(&self, currency: Currency) -> Option<Amount> {
        self.fee_minor.map(|minor| Amount { minor, currency })
    }

    /// Whether who is asked by this `PSU-ID` approves in the app. A token is given for a code alone, so where accounts are read by
    /// token, a consent is approved on the bank's pages.
    pub(crate) fn asks_in_app(&self, psu_id: Option<&str>, of_payment: bool) -> bool {
        psu_id.is_some() && psu_id == self.app_psu_id && (of_payment || self.oauth().is_none())
    }

    /// The authorisation server's ways, where there is one.
    pub(crate) fn oauth(&self) -> Option<&OAuth> {
        match &self.sca {
            Sca::Redirect => None,
            Sca::OAuth(oauth) => Some(oauth),
        }
    }
}

/// How the PSU comes to the bank's pages.
#[derive(Debug)]
pub(crate) enum Sca {
    /// By `_links.scaRedirect`.
    Redirect,
    /// By an authorisation request to the server that `_links.scaOAuth` leads to.
    OAuth(OAuth),
}

/// The ways of an authorisation server.
#[derive(Debug)]
pub(crate) struct OAuth {
    /// Whether a `code_challenge` (S256) must come with the request, and its verifier with the code.
    pub(crate) pkce: bool,
    /// What `grant_type` a code is brought with.
    pub(crate) grant_type: &'static str,
    pub(crate) client: ClientProof,
    pub(crate) token_in: TokenIn,
    /// Whether metadata (RFC 8414) is published, and `_links.scaOAuth` leads to it; else that leads to the authorisation endpoint.
    pub(crate) metadata: bool,
}

/// How a TPP proves itself at the token endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ClientProof {
    /// HTTP Basic.
    Basic,
    /// `client_id` and `client_secret` in the body.
    Body,
    /// `client_id` alone in the body: the code's verifier is the proof.
    Public,
}

/// Where an API call carries its token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenIn {
    /// `Authorization: Bearer`.
    Bearer,
    /// A header of the bank's own, holding the token alone.
    Header(&'static str),
}

/// A header that a bank wants to see in every call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Demand {
    /// Any text, but some: else 400 `FORMAT_ERROR`.
    Filled(&'static str),
    /// `Accept` names JSON outright: else 406.
    AcceptsJson,
    /// Who calls, by a registered name: else 401 `TOKEN_UNKNOWN`.
    Names(&'static str, &'static str),
}

/// How the values of `_links` are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LinkStyle {
    /// `{"href": "…"}`.
    Objects,
    /// `"…"`.
    Strings,
}

/// How amounts in answers are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AmountStyle {
    /// `"20.10"`.
    Strings,
    /// `20.1`.
    Numbers,
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
    pub(crate) name: &'static str,
    /// ISO 20022: `CACC` current, `SVGS` savings.
    pub(crate) kind: &'static str,
    pub(crate) pattern: Pattern,
    /// Whether small payments come up all the time, so that something is always pending.
    pub(crate) lively: bool,
    /// What lay on it two years before the bank opened, in hundredths.
    pub(crate) opening_minor: i64,
}

impl OwnAccount {
    /// Where the salary comes in and the groceries go out.
    const fn everyday(iban: &'static str) -> Self {
        Self {
            iban,
            currency: Currency::Ron,
            name: "Cont curent",
            kind: "CACC",
            pattern: Pattern::Everyday,
            lively: true,
            opening_minor: 1_484_219,
        }
    }

    /// In euro.
    const fn abroad(iban: &'static str) -> Self {
        Self {
            iban,
            currency: Currency::Eur,
            name: "Cont curent în euro",
            pattern: Pattern::Abroad,
            lively: false,
            opening_minor: 262_040,
            ..Self::everyday("")
        }
    }

    /// In RON.
    const fn savings(iban: &'static str) -> Self {
        Self {
            iban,
            name: "Economii pentru casă",
            kind: "SVGS",
            pattern: Pattern::Savings,
            lively: false,
            opening_minor: 1_100_000,
            ..Self::everyday("")
        }
    }
}

/// How a bank lets its customer's accounts be read.
#[derive(Debug)]
pub(crate) struct Ais {
    pub(crate) terms: TermsIn,
    /// Which balances it tells, in this order.
    pub(crate) balances: &'static [BalanceKind],
    pub(crate) ids: Ids,
    pub(crate) paging: Paging,
    /// Transactions on a page.
    pub(crate) page: usize,
    /// Whether pending transactions are not told.
    pub(crate) only_booked: bool,
    /// Whether reads without the PSU are counted, and refused beyond the consent's frequency.
    pub(crate) counts_unattended: bool,
}

/// Where the terms of a consent stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TermsIn {
    /// In the body, as in the file.
    Body,
    /// The same, and the accounts are named by IBAN and currency.
    BodyWithAccounts,
    /// Nowhere: the body is empty. All accounts are offered; the header `Consent-Valid-Until` may give the last day,
    /// else it is in 90 days.
    Nowhere,
}

/// The standard's `balanceType`, as far as these banks come to use it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BalanceKind {
    ClosingBooked,
    Expected,
    InterimAvailable,
    InterimBooked,
}

impl BalanceKind {
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::ClosingBooked => "closingBooked",
            Self::Expected => "expected",
            Self::InterimAvailable => "interimAvailable",
            Self::InterimBooked => "interimBooked",
        }
    }
}

/// How a transaction is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ids {
    /// By `transactionId` and `entryReference`; details are read by the former.
    Both,
    /// By `entryReference` alone.
    Reference,
    /// Not at all.
    Nameless,
}

/// How a list goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Paging {
    /// `pageIndex` from 0 and `itemsPerPage`, as in the file; `_links.next` while there is more.
    Index,
    /// `page` from 1; `_links.next` while there is more.
    Page,
    /// `_links.nextPage` with a mark in the query: what is booked meanwhile does not shift the pages.
    NextPage,
    /// As [`Paging::NextPage`] under `_links.next`, which is always there: its `href` is empty at the end.
    EmptyEnd,
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

#[cfg(test)]
mod tests {
    use super::*;

    /// WCAG 2.2: relative luminance of `#rrggbb`.
    #[expect(clippy::float_arithmetic, reason = "a colour is no money")]
    fn luminance(colour: &str) -> f64 {
        let channel = |at: usize| {
            let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    /// Buttons are the brand's colour with the ground's own as their ink: 4.5 is what text needs.
    #[test]
    fn brands_are_readable_on_both_grounds() {
        for bank in ALL {
            for (brand, ground) in [(bank.brand.on_light, "#ffffff"), (bank.brand.on_dark, "#19211e")] {
                let (one, other) = (luminance(brand), luminance(ground));
                let contrast = (one.max(other) + 0.05) / (one.min(other) + 0.05);
                assert!(contrast >= 4.5, "{}: {brand} on {ground} has {contrast:.2}", bank.name);
            }
        }
    }

    #[test]
    fn every_bank_is_whole() {
        let ids: Vec<&str> = ALL.iter().map(|bank| bank.provider_id).collect();
        assert_eq!(ids, ["bt_ro", "cec_ro", "libra_ro", "ropay", "rzb_ro"]);
        for bank in ALL {
            for rail in bank.products.iter().flat_map(|product| product.rails) {
                assert_eq!(
                    bank.own_iban(rail.currency).len(),
                    24,
                    "{} has no account in {:?}",
                    bank.name,
                    rail.currency
                );
            }
        }
    }
}
