//! What a call to a bank is made from, in our words.
//! Never here: a bank's words, or anything that must be looked up.

use std::net::IpAddr;

/// A payment to be initiated. Names and texts may hold any Unicode: they are transliterated on their way to the bank.
#[derive(Clone, PartialEq, Eq)]
pub struct Intent {
    /// The chosen method; the profile knows its product.
    pub method_id: String,
    /// Minor units of `currency`, above zero.
    pub amount_minor: i64,
    /// ISO 4217.
    pub currency: String,
    /// Who is paid.
    pub creditor_name: String,
    /// Without spaces.
    pub creditor_iban: String,
    /// What for; empty: nothing is said.
    pub remittance: String,
    /// At most 35 characters of the banks' set; empty: none.
    pub end_to_end_id: String,
    /// The account to pay from, when known.
    pub debtor_iban: Option<String>,
    /// Its holder, when known.
    pub debtor_name: Option<String>,
    /// Who pays.
    pub psu: Psu,
    /// Where the bank sends the PSU back.
    pub returns: Returns,
}

/// What is known about the PSU and their browser.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Psu {
    /// Who they are at the bank, when the bank asks for it.
    pub id: Option<String>,
    /// Address of the browser.
    pub ip: Option<IpAddr>,
    /// `User-Agent` of the browser.
    pub user_agent: Option<String>,
    /// `Accept-Language` of the browser.
    pub accept_language: Option<String>,
}

/// Where the bank sends the PSU back.
#[derive(Clone, PartialEq, Eq)]
pub struct Returns {
    /// Absolute address, after SCA.
    pub redirect_uri: String,
    /// Absolute address after a refusal; `None`: the same.
    pub nok_uri: Option<String>,
}

/// Ids of one call, made and stored before it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallIds {
    /// UUID of this call, unique to it; the bank's side uses it as the idempotency key.
    pub x_request_id: String,
}

/// A payment that the bank knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentRef {
    /// The method it was initiated by.
    pub method_id: String,
    /// The bank's id.
    pub payment_id: String,
}

/// A request that cannot be built: nothing was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unbuildable {
    /// The method is not this bank's.
    #[error("the method is not one of this bank's")]
    Method,
    /// Not above zero.
    #[error("the amount must be above zero")]
    Amount,
    /// Nothing of it is left in the banks' character set.
    #[error("no character of the creditor's name exists in the banks' character set")]
    CreditorName,
    /// Over 35 characters, or outside the banks' character set.
    #[error("the end-to-end id must be at most 35 characters of the banks' set")]
    EndToEndId,
    /// Cannot stand in a header.
    #[error("the PSU id must be visible ASCII")]
    PsuId,
    /// Cannot stand in a header.
    #[error("a return address must be visible ASCII")]
    ReturnUri,
    /// Cannot stand in a header.
    #[error("the X-Request-ID must be a UUID")]
    RequestId,
    /// Cannot stand in a path.
    #[error("the bank's payment id cannot stand in a path")]
    PaymentId,
    /// Cannot stand in a path or in a header.
    #[error("the bank's consent id must be visible ASCII")]
    ConsentId,
    /// Cannot stand in a path.
    #[error("the bank's account id cannot stand in a path")]
    AccountId,
    /// The bank wants to know the account beforehand.
    #[error("the consent's account must be known beforehand")]
    AccountIban,
    /// Not of the form `2026-02-28`.
    #[error("a day must be written as year-month-day")]
    Day,
    /// The provider shares no account data.
    #[error("the bank's profile knows no account data")]
    NoAis,
    /// Not on the bank's host.
    #[error("the link does not lie on the bank's host")]
    Link,
    /// Cannot stand in a header, or the bank takes none.
    #[error("the token must be visible ASCII, and the bank one that takes tokens")]
    Token,
    /// The key of the seal failed.
    #[error("the call could not be sealed")]
    Seal,
    /// The bank has no authorisation server.
    #[error("the bank's profile knows no OAuth2")]
    NoOAuth,
    /// The profile itself is at fault.
    #[error("the profile's address or headers are malformed")]
    Profile,
}

// Names, IBANs and ids stay out of logs: only what tells one intent from another is shown.
impl std::fmt::Debug for Intent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Intent")
            .field("method_id", &self.method_id)
            .field("amount_minor", &self.amount_minor)
            .field("currency", &self.currency)
            .field("end_to_end_id", &self.end_to_end_id)
            .finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Psu {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Psu").finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Returns {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Returns").finish_non_exhaustive()
    }
}
