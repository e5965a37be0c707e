//! How much is let through: calls a second for each API client and each page and address, and open event streams.
//! Source: contract §2, Limits. Refusals say when to come again.

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota};
use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};

/// The figures.
#[derive(Clone, Copy, Debug)]
pub struct Figures {
    /// API calls a second for each client.
    pub client_per_s: NonZeroU32,
    /// API calls at once for each client.
    pub client_burst: NonZeroU32,
    /// Page calls a second for each link and address.
    pub page_per_s: NonZeroU32,
    /// Page calls at once for each link and address.
    pub page_burst: NonZeroU32,
    /// Open event streams for each link.
    pub streams_per_link: usize,
    /// Open event streams for each address.
    pub streams_per_address: usize,
}

/// Too much: come again in so many seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many calls; come again in {retry_after_s} s")]
pub struct TooMuch {
    /// Whole seconds, at least 1.
    pub retry_after_s: u32,
}

type PageKey = (Vec<u8>, Option<IpAddr>);

/// The meters.
pub struct Limits {
    clients: DefaultKeyedRateLimiter<String>,
    addresses: DefaultKeyedRateLimiter<Option<IpAddr>>,
    pages: DefaultKeyedRateLimiter<PageKey>,
    streams: Arc<Streams>,
}

#[derive(Default)]
struct Streams {
    by_link: Counter<String>,
    by_address: Counter<IpAddr>,
    per_link: usize,
    per_address: usize,
}

type Counter<K> = Mutex<HashMap<K, usize>>;

/// An open stream's place; given back when dropped.
pub struct Place {
    streams: Arc<Streams>,
    link: String,
    address: Option<IpAddr>,
}

/// How many keys a meter holds before those at rest are forgotten.
const FORGET_OVER: usize = 10_000;

impl Limits {
    /// Meters with these figures.
    pub fn new(figures: Figures) -> Self {
        let clients = Quota::per_second(figures.client_per_s).allow_burst(figures.client_burst);
        let pages = Quota::per_second(figures.page_per_s).allow_burst(figures.page_burst);
        Self {
            clients: DefaultKeyedRateLimiter::keyed(clients),
            addresses: DefaultKeyedRateLimiter::keyed(clients),
            pages: DefaultKeyedRateLimiter::keyed(pages),
            streams: Arc::new(Streams {
                per_link: figures.streams_per_link,
                per_address: figures.streams_per_address,
                ..Streams::default()
            }),
        }
    }

    /// A client calls.
    ///
    /// # Errors
    /// `TooMuch`.
    pub fn client(&self, client_id: &str) -> Result<(), TooMuch> {
        check(&self.clients, &client_id.to_owned())
    }

    /// Somebody asks for a token, and has proven nothing yet: an address has the share of one client. The name that
    /// is claimed counts for nothing, or a stranger could spend a client's share.
    ///
    /// # Errors
    /// `TooMuch`.
    pub fn address(&self, address: Option<IpAddr>) -> Result<(), TooMuch> {
        check(&self.addresses, &address)
    }

    /// A page calls; pages are named by the hash of their id.
    ///
    /// # Errors
    /// `TooMuch`.
    pub fn page(&self, web_hash: Vec<u8>, address: Option<IpAddr>) -> Result<(), TooMuch> {
        check(&self.pages, &(web_hash, address))
    }

    /// Event streams that are open.
    pub fn open_streams(&self) -> usize {
        self.streams.by_link.lock().unwrap_or_else(PoisonError::into_inner).values().sum()
    }

    /// A place for an event stream.
    ///
    /// # Errors
    /// `TooMuch` when this link or this address has as many as it may.
    pub fn stream(&self, link: &str, address: Option<IpAddr>) -> Result<Place, TooMuch> {
        let full = TooMuch { retry_after_s: 5 };
        let streams = &self.streams;
        if !add(&streams.by_link, link.to_owned(), streams.per_link) {
            return Err(full);
        }
        if let Some(address) = address
            && !add(&streams.by_address, address, streams.per_address)
        {
            remove(&streams.by_link, &link.to_owned());
            return Err(full);
        }
        Ok(Place { streams: Arc::clone(streams), link: link.to_owned(), address })
    }
}

impl std::fmt::Debug for Limits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Limits").finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Place").field("link", &self.link).finish_non_exhaustive()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        remove(&self.streams.by_link, &self.link);
        if let Some(address) = &self.address {
            remove(&self.streams.by_address, address);
        }
    }
}

fn check<K: Hash + Eq + Clone>(meter: &DefaultKeyedRateLimiter<K>, key: &K) -> Result<(), TooMuch> {
    if meter.len() > FORGET_OVER {
        meter.retain_recent();
    }
    meter.check_key(key).map_err(|until| {
        let wait = until.wait_time_from(DefaultClock::default().now());
        TooMuch { retry_after_s: u32::try_from(wait.as_secs()).unwrap_or(u32::MAX).saturating_add(1) }
    })
}

fn add<K: Hash + Eq>(counter: &Counter<K>, key: K, most: usize) -> bool {
    let mut counter = counter.lock().unwrap_or_else(PoisonError::into_inner);
    let open = counter.entry(key).or_default();
    let fits = *open < most;
    *open += usize::from(fits);
    fits
}

fn remove<K: Hash + Eq>(counter: &Counter<K>, key: &K) {
    let mut counter = counter.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(open) = counter.get_mut(key) {
        *open = open.saturating_sub(1);
        if *open == 0 {
            counter.remove(key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits() -> Limits {
        let n = |n| NonZeroU32::new(n).unwrap();
        Limits::new(Figures {
            client_per_s: n(1),
            client_burst: n(3),
            page_per_s: n(1),
            page_burst: n(2),
            streams_per_link: 2,
            streams_per_address: 3,
        })
    }

    #[test]
    fn a_burst_passes_and_the_next_call_is_told_when() {
        let limits = limits();
        for _ in 0..3 {
            assert_eq!(limits.client("a"), Ok(()));
        }
        assert_eq!(limits.client("a"), Err(TooMuch { retry_after_s: 1 }));
        assert_eq!(limits.client("b"), Ok(()), "one client never spends another's share");
        let address = Some(IpAddr::from([127, 0, 0, 1]));
        assert!(limits.page(vec![1], address).is_ok() && limits.page(vec![1], address).is_ok());
        assert!(limits.page(vec![1], address).is_err());
        assert!(limits.page(vec![2], address).is_ok());
    }

    #[test]
    fn places_of_streams_are_counted_and_given_back() {
        let limits = limits();
        let address = Some(IpAddr::from([127, 0, 0, 1]));
        let first = limits.stream("a", address).unwrap();
        let _second = limits.stream("a", address).unwrap();
        assert!(limits.stream("a", address).is_err(), "two for each link");
        let _third = limits.stream("b", address).unwrap();
        assert!(limits.stream("c", address).is_err(), "three for each address");
        drop(first);
        assert!(limits.stream("c", address).is_ok(), "a place that was given back");
    }
}
