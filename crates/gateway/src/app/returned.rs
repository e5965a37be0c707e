//! Coming back from the bank. Never success: it makes us read the bank at once, and the page shows what was read.

use super::address::query::is_web;
use super::attempt::With;
use super::seen::PageId;
use super::{App, AttemptRow, Fault, hash};
use crate::store::attempts::ReturnKey;
use flow::lifecycle::{AttemptFact, is_over};
use futures_util::future::join_all;
use protocol::page::Reason;
use protocol::{AttemptState, LinkKind};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// How long a return that leads past the page waits for what the bank says, so that the client is told more than "pending".
const HINT_WITHIN: Duration = Duration::from_secs(2);
/// How often it is looked whether the bank has been read.
const LOOKS_EVERY: Duration = Duration::from_millis(25);

/// What a return brings, of which nothing is believed but whose it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Return<'a> {
    /// `state` of the address.
    pub state: Option<&'a str>,
    /// `code` of the address: an OAuth2 bank's.
    pub code: Option<&'a str>,
    /// The cookies set at leave, the newest first.
    pub cookies: &'a [String],
}

/// Where a return leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Home {
    /// To the page, as this browser may see it.
    Page(PageId),
    /// Past the page to the client, with what is known by now (`redirect_sca`).
    Client(PageId),
    /// To this address of the client's app, with all that the bank added to ours: it is the client's to bring (`direct_sca`).
    App(String),
}

impl App {
    /// Takes a return, found by its `state`, else by the cookies set at leave. Where it leads; `None` when nothing fits.
    ///
    /// # Errors
    /// `Fault::Store`.
    pub async fn returned(self: &Arc<Self>, provider_id: &str, back: Return<'_>) -> Result<Option<Home>, Fault> {
        let at = Some(provider_id);
        let mut found = None;
        if let Some(state) = back.state {
            found = self.store.attempt_of_return(ReturnKey::State(&hash(state)), at).await?;
        }
        // Only with its own state is a code this attempt's: another could have been slipped to this browser.
        let code = back.code.filter(|_| found.is_some()).map(str::to_owned);
        let attempt = match found {
            Some(attempt) => attempt,
            None => match self.by_cookies(provider_id, back.cookies).await? {
                Some((attempt, true)) => attempt,
                Some((attempt, false)) => return Ok(self.page_of(&attempt).await?.map(Home::Page)),
                None => return Ok(None),
            },
        };
        let Some((home, is_ours)) = self.home_of(&attempt).await? else { return Ok(None) };
        if is_ours {
            if let Some(code) = code {
                let (app, attempt) = (Arc::clone(self), attempt.clone());
                tokio::spawn(async move { app.redeem(&attempt, &code).await });
            }
            self.came_back(&attempt).await?;
        }
        if matches!(home, Home::Client(_)) {
            self.first_word(&attempt, HINT_WITHIN).await?;
        }
        Ok(Some(home))
    }

    /// Where the return of this attempt leads, and whether it is ours to take: a `direct_sca` with an address of its own is the
    /// client's to bring (see `brought`).
    async fn home_of(&self, attempt: &AttemptRow) -> Result<Option<(Home, bool)>, Fault> {
        let Some(page) = self.page_of(attempt).await? else { return Ok(None) };
        let Some((kind, redirect_url)) = self.kind_of(attempt).await? else { return Ok(None) };
        Ok(Some(match (kind, redirect_url) {
            (LinkKind::RedirectSca, Some(_)) => (Home::Client(page), true),
            (LinkKind::DirectSca, Some(url)) if is_web(&url) => (Home::Page(page), false),
            (LinkKind::DirectSca, Some(url)) => (Home::App(url), false),
            _ => (Home::Page(page), true),
        }))
    }

    /// Somebody is back: the bank is read at once.
    pub(super) async fn came_back(&self, attempt: &AttemptRow) -> Result<(), Fault> {
        self.record_of(attempt, AttemptFact::Returned, With::Nothing).await?;
        self.wake_reader.notify_one();
        Ok(())
    }

    /// Waits until the reading that is due has been done, at most so long.
    pub(super) async fn first_word(&self, attempt: &AttemptRow, within: Duration) -> Result<(), Fault> {
        let deadline = Instant::now() + within;
        loop {
            let rows = self.store.attempts(&attempt.object_id).await?;
            let next = rows.iter().find(|row| row.number == attempt.number).and_then(|row| row.next_read_at);
            if next.is_none_or(|next| next > self.now_ms()) || Instant::now() >= deadline {
                return Ok(());
            }
            tokio::time::sleep(LOOKS_EVERY).await;
        }
    }

    /// What this browser comes back from, and whether that is sure.
    async fn by_cookies(
        self: &Arc<Self>,
        provider_id: &str,
        cookies: &[String],
    ) -> Result<Option<(AttemptRow, bool)>, Fault> {
        let mut left = Vec::new();
        for cookie in cookies {
            left.extend(self.store.attempt_of_return(ReturnKey::Cookie(&hash(cookie)), Some(provider_id)).await?);
        }
        let out: Vec<&AttemptRow> = left.iter().filter(|one| is_out(one)).collect();
        match out.as_slice() {
            // Nobody is out: somebody comes back a second time.
            [] => Ok(left.into_iter().next().map(|one| (one, true))),
            [one] => Ok(Some(((*one).clone(), true))),
            several => self.one_of(several).await,
        }
    }

    /// This browser is out at the bank with more than one attempt, the newest left first. The bank is read about each: where it has
    /// decided one alone, that is where somebody comes back from. Otherwise nobody is said to be back.
    async fn one_of(self: &Arc<Self>, out: &[&AttemptRow]) -> Result<Option<(AttemptRow, bool)>, Fault> {
        let reading = out.iter().filter(|one| !is_over(one.state)).map(|one| {
            let (app, attempt) = (Arc::clone(self), (*one).clone());
            tokio::spawn(async move { app.read_bank(&attempt, None).await })
        });
        let _ = tokio::time::timeout(self.settings.form_waits, join_all(reading)).await;
        let mut decided = Vec::new();
        for one in out {
            let now = self.store.attempts(&one.object_id).await?;
            let moved = |row: &AttemptRow| row.number == one.number && row.state != AttemptState::Left;
            decided.extend(now.into_iter().find(moved));
        }
        let is_sure = decided.len() == 1;
        let newest = out.first().map(|one| (*one).clone());
        Ok(decided.into_iter().next().or(newest).map(|one| (one, is_sure)))
    }
}

/// Whether somebody may be at the bank with it still, or on the way back: what we ended ourselves, nobody comes back from.
fn is_out(attempt: &AttemptRow) -> bool {
    use Reason::{CancelledByBank, CancelledByPsu};
    let ended_here = matches!(attempt.state, AttemptState::Cancelled | AttemptState::Abandoned)
        && !matches!(attempt.reason, Some(CancelledByBank | CancelledByPsu));
    attempt.returned_at.is_none() && !ended_here
}
