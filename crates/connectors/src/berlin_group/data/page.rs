//! One page of an answer with account data: what it holds, where the next one is, and what else it may say.
//! Never here: following pages; that, and stopping where they run in a circle, is the caller's.

use super::body::Entries;
use crate::berlin_group::answer::{Answer, Fault, MAX_PAGE};
use crate::berlin_group::consent_reading::has;
use crate::berlin_group::links;
use crate::berlin_group::wire::{Links, Text};
use crate::profile::{Profile, is_plain};
use serde::de::DeserializeOwned;

/// A page of records.
#[derive(Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// In the bank's order.
    pub records: Vec<T>,
    /// The `page` of the same call for what follows; `None`: that was all. A bank may lead in a circle.
    pub next: Option<String>,
    /// Entries that are there and could not be read: no amount, no currency, no id.
    pub unread: u32,
    /// More is there and cannot be fetched: the bank names an address that is not its own, or a file.
    pub is_cut: bool,
}

/// Why account data could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadFault {
    /// The bank takes this token no longer (401): refresh it, or go on without.
    TokenRefused(Fault),
    /// The consent is over, or none of this bank's (`CONSENT_*`): read its status.
    ConsentOver(Fault),
    /// Not this account, or not this kind of data (403).
    NoAccess(Fault),
    /// Too many readings (429): not before `fault.retry_after_s`, where it is given.
    TooOften(Fault),
    /// The bank failed or is closed (408, 5xx): later.
    Unavailable(Fault),
    /// The bank does not know this account (404).
    NotFound(Fault),
    /// The bank does not take the question (400 and its like), or not from us: for our operator.
    Refused(Fault),
    /// The bank answered success, but not with what the standard says, or too long.
    Unreadable,
}

/// A page without anything.
impl<T> Default for Page<T> {
    fn default() -> Self {
        Self { records: Vec::new(), next: None, unread: 0, is_cut: false }
    }
}

/// The body of an answer, `None` where there is nothing to tell (204); the fault that it tells instead.
pub(super) fn body<B: DeserializeOwned>(answer: &Answer<'_>) -> Result<Option<B>, ReadFault> {
    match answer.status {
        204 => Ok(None),
        200..=299 => answer.json_within(MAX_PAGE).map(Some).ok_or(ReadFault::Unreadable),
        _ => Err(fault(answer)),
    }
}

fn fault(answer: &Answer<'_>) -> ReadFault {
    let fault = answer.fault();
    let is_about = |what: &str| fault.codes.iter().any(|code| code.to_ascii_uppercase().starts_with(what));
    match answer.status {
        400 | 401 | 403 if is_about("CONSENT_") => ReadFault::ConsentOver(fault),
        401 | 403 if is_about("CERTIFICATE_") || is_about("SIGNATURE_") || has(&fault, "ROLE_INVALID") => {
            ReadFault::Refused(fault)
        }
        401 => ReadFault::TokenRefused(fault),
        403 => ReadFault::NoAccess(fault),
        404 | 410 => ReadFault::NotFound(fault),
        429 => ReadFault::TooOften(fault),
        400..=499 if answer.status != 408 => ReadFault::Refused(fault),
        _ => ReadFault::Unavailable(fault),
    }
}

impl<T> Page<T> {
    /// The page that entries make, each read by `read`.
    pub(super) fn of<B>(entries: Entries<B>, mut read: impl FnMut(B) -> Option<T>) -> Self {
        let mut page = Self { unread: entries.unread, ..Self::default() };
        for entry in entries.read {
            match read(entry) {
                Some(record) => page.records.push(record),
                None => page.unread = page.unread.saturating_add(1),
            }
        }
        page
    }

    /// The same page, with the way on that the bank's links, or a field of its own, tell.
    pub(super) fn before(self, profile: &Profile, links: &[&Option<Links>], field: Option<Text>) -> Self {
        let told = links
            .iter()
            .filter_map(|links| links.as_ref())
            .find_map(|links| ["next", "nextPage"].iter().find_map(|name| links.get(name)));
        let field = field.map(|text| text.0);
        let Some(told) = told.or_else(|| field.as_deref().map(str::trim).filter(|text| !text.is_empty())) else {
            return self;
        };
        let next = way_on(profile, told);
        Self { is_cut: next.is_none(), next, ..self }
    }
}

/// A bank's word for the next page as a `page`: an address under its `api`, or `?…` for the same address with another query.
fn way_on(profile: &Profile, told: &str) -> Option<String> {
    if let Some(address) = links::api_address(profile, told) {
        return Some(address);
    }
    query(told).map(|query| format!("?{query}"))
}

/// The query that a bank names instead of an address, with or without its mark.
pub(super) fn query(told: &str) -> Option<&str> {
    let query = told.strip_prefix('?').unwrap_or(told);
    let is_name =
        |name: &str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let is_query = query.split('&').all(|pair| pair.split_once('=').is_some_and(|(name, _)| is_name(name)));
    (is_query && !query.contains(['#', '?']) && query.len() <= links::MAX_LINK && is_plain(query)).then_some(query)
}

// What a page holds stays out of logs.
impl<T> std::fmt::Debug for Page<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Page")
            .field("records", &self.records.len())
            .field("has_next", &self.next.is_some())
            .field("unread", &self.unread)
            .field("is_cut", &self.is_cut)
            .finish()
    }
}
