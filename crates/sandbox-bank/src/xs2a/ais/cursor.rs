//! Where a list of transactions goes on, in each bank's own way.
//! Never here: what is on a page.

use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::personality::{Ais, Paging, Personality};
use crate::xs2a::answer::{Fault, Refusal};
use crate::xs2a::spelling;

/// The most that a TPP may ask for at once.
const MOST: usize = 500;

/// A page of a list.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor {
    /// How many come before.
    pub(super) start: usize,
    pub(super) size: usize,
    /// The moment at which the list is looked at.
    pub(super) at_ms: i64,
}

impl Cursor {
    /// The page that a query names; the first one, where it names none.
    pub(super) fn read(ais: &Ais, query: &HashMap<String, String>, now_ms: i64) -> Result<Self, Refusal> {
        let wrong = |name| Refusal::of_faults(vec![Fault::new(name, "names no page")]);
        let number = |name: &'static str, least: usize, unless: usize| match query.get(name) {
            None => Ok(unless),
            Some(text) => text.parse().ok().filter(|number| *number >= least).ok_or_else(|| wrong(name)),
        };
        let size = ais.page;
        match ais.paging {
            Paging::Index => {
                let size = number("itemsPerPage", 1, size)?.min(MOST);
                Ok(Self { start: number("pageIndex", 0, 0)?.saturating_mul(size), size, at_ms: now_ms })
            }
            Paging::Page => Ok(Self { start: (number("page", 1, 1)? - 1).saturating_mul(size), size, at_ms: now_ms }),
            Paging::NextPage | Paging::EmptyEnd => {
                let Some(mark) = query.get(MARK) else { return Ok(Self { start: 0, size, at_ms: now_ms }) };
                let read =
                    mark.split_once('-').and_then(|(at_ms, start)| Some((at_ms.parse().ok()?, start.parse().ok()?)));
                let (at_ms, start) = read.filter(|(at_ms, _)| *at_ms <= now_ms).ok_or_else(|| wrong(MARK))?;
                Ok(Self { start, size, at_ms })
            }
        }
    }

    /// `_links` gets the way on; `here` is the list's address with everything but the page.
    pub(super) fn lead_on(self, bank: &Personality, ais: &Ais, here: &str, more: bool, links: &mut Map<String, Value>) {
        let next = self.start.saturating_add(self.size);
        let page = match ais.paging {
            Paging::Index => format!("&pageIndex={}&itemsPerPage={}", next / self.size, self.size),
            Paging::Page => format!("&page={}", next / self.size + 1),
            Paging::NextPage | Paging::EmptyEnd => format!("&{MARK}={}-{next}", self.at_ms),
        };
        let name = if ais.paging == Paging::NextPage { "nextPage" } else { "next" };
        if more {
            links.insert(name.to_owned(), spelling::link(bank, format!("{here}{page}")));
        } else if ais.paging == Paging::EmptyEnd {
            links.insert(name.to_owned(), spelling::link(bank, String::new()));
        }
    }
}

/// The query parameter of a page that no number names.
const MARK: &str = "mark";
