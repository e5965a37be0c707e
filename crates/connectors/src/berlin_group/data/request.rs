//! Calls for account data.
//! Never here: sending, or deciding how far back is asked.

use super::page;
use super::when::is_day;
use crate::berlin_group::intent::{CallIds, Unbuildable};
use crate::berlin_group::links;
use crate::berlin_group::request::{call, finish, ip, is_word, with_token};
use crate::profile::{Ais, Profile};
use http::{Method, Request};
use std::net::IpAddr;

/// Under what account data is read.
#[derive(Clone, Copy, Default)]
pub struct Access<'a> {
    /// The bank's id of a valid consent.
    pub consent_id: &'a str,
    /// The PSU's token, where one is held.
    pub token: Option<&'a str>,
    /// Address of the PSU's browser while they wait for the data; without it the reading counts as one of the day's unattended.
    pub psu_ip: Option<IpAddr>,
}

/// Which transactions are asked for.
#[derive(Clone, Copy)]
pub struct History<'a> {
    /// The bank's id of the account.
    pub resource_id: &'a str,
    /// First day, such as `2024-02-28`.
    pub from: &'a str,
    /// Last day; `None`: up to now.
    pub to: Option<&'a str>,
}

/// `GET /v1/accounts`; with the balances where the bank tells them there. `page` is the `next` of the page before.
///
/// # Errors
/// `Unbuildable` names what cannot be said to this bank; nothing was sent.
pub fn accounts(
    profile: &Profile,
    access: &Access<'_>,
    page: Option<&str>,
    ids: &CallIds,
) -> Result<Request<Vec<u8>>, Unbuildable> {
    let with_balances: &[_] = if ais(profile)?.with_balances { &[("withBalance", "true")] } else { &[] };
    get(profile, access, "/v1/accounts", with_balances, page, ids)
}

/// `GET /v1/accounts/{accountId}/balances`. `page` is the `next` of the page before.
///
/// # Errors
/// `Unbuildable` names what cannot be said to this bank; nothing was sent.
pub fn balances(
    profile: &Profile,
    access: &Access<'_>,
    resource_id: &str,
    page: Option<&str>,
    ids: &CallIds,
) -> Result<Request<Vec<u8>>, Unbuildable> {
    let id = links::segment(resource_id).ok_or(Unbuildable::AccountId)?;
    get(profile, access, &format!("/v1/accounts/{id}/balances"), &[], page, ids)
}

/// `GET /v1/accounts/{accountId}/transactions?bookingStatus=…&dateFrom=…`. `page` is the `next` of the page before.
///
/// # Errors
/// `Unbuildable` names what cannot be said to this bank; nothing was sent.
pub fn transactions(
    profile: &Profile,
    access: &Access<'_>,
    asked: &History<'_>,
    page: Option<&str>,
    ids: &CallIds,
) -> Result<Request<Vec<u8>>, Unbuildable> {
    let id = links::segment(asked.resource_id).ok_or(Unbuildable::AccountId)?;
    if !is_day(asked.from) || !asked.to.is_none_or(is_day) {
        return Err(Unbuildable::Day);
    }
    let booking = ais(profile)?.booking.as_str();
    let mut query = vec![("bookingStatus", booking), ("dateFrom", asked.from)];
    query.extend(asked.to.map(|to| ("dateTo", to)));
    get(profile, access, &format!("/v1/accounts/{id}/transactions"), &query, page, ids)
}

fn ais(profile: &Profile) -> Result<&Ais, Unbuildable> {
    profile.ais.as_ref().ok_or(Unbuildable::NoAis)
}

fn get(
    profile: &Profile,
    access: &Access<'_>,
    path: &str,
    query: &[(&str, &str)],
    page: Option<&str>,
    ids: &CallIds,
) -> Result<Request<Vec<u8>>, Unbuildable> {
    ais(profile)?;
    if !is_word(access.consent_id) {
        return Err(Unbuildable::ConsentId);
    }
    let address = match page {
        None => with_query(profile.api.join(path), &links::form(query)),
        // The same call, but for what the bank's word names.
        Some(rest) if rest.starts_with('?') => {
            let rest = page::query(rest).ok_or(Unbuildable::Link)?;
            let named = |name: &str| rest.split('&').any(|pair| pair.split('=').next() == Some(name));
            let kept: Vec<_> = query.iter().copied().filter(|(name, _)| !named(name)).collect();
            let joint = if kept.is_empty() { "" } else { "&" };
            with_query(profile.api.join(path), &format!("{}{joint}{rest}", links::form(&kept)))
        }
        Some(link) => links::api_address(profile, link).ok_or(Unbuildable::Link)?,
    };
    let mut call = call(profile, Method::GET, address, ids)?.header("consent-id", access.consent_id);
    if let Some(psu) = access.psu_ip {
        call = call.header("psu-ip-address", ip(profile.ip, Some(psu)).to_string());
    }
    finish(profile, with_token(profile, call, access.token)?, Vec::new())
}

fn with_query(address: String, query: &str) -> String {
    if query.is_empty() { address } else { format!("{address}?{query}") }
}

// A token is as good as the account; whose address it is, is nobody's business.
impl std::fmt::Debug for Access<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Access").field("is_attended", &self.psu_ip.is_some()).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for History<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("History").field("from", &self.from).field("to", &self.to).finish_non_exhaustive()
    }
}
