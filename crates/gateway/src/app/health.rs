//! How the banks feel, as this process heard: every bank call's end, judged by `flow::health`.
//! Kept in memory only: a process that starts knows nothing, and learns from its first calls; several nodes each learn by themselves.

use super::App;
use super::at_bank::new_ids;
use connectors::berlin_group as bg;
use connectors::catalog::Env;
use connectors::profile::Profile;
use flow::health::{Health, Heard};
use futures_util::future::join_all;
use protocol::ProviderStatus;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// A bank that does not answer the question within this time is not back.
const PROBE_WITHIN: Duration = Duration::from_secs(5);

/// A connection to a bank: its sandbox says nothing about the bank itself.
type Line = (Env, &'static str);

/// What is known of each bank.
#[derive(Debug, Default)]
pub struct Board(Mutex<HashMap<Line, Health>>);

impl Board {
    /// Takes in what a call about a link came to.
    pub fn hear(&self, over: &Profile, link_id: &str, heard: Heard, now_ms: i64) {
        self.change(over, now_ms, |health| health.hear(link_id, heard, now_ms));
    }

    /// What people are told of a bank.
    pub fn status(&self, over: &Profile, now_ms: i64) -> ProviderStatus {
        self.lines().get(&line(over)).map_or(ProviderStatus::Up, |health| health.status(now_ms))
    }

    /// When a bank that is down is to be asked again; `None` for one that is not down.
    fn probe_due_ms(&self, over: &Profile, now_ms: i64) -> Option<i64> {
        self.lines().get(&line(over)).and_then(|health| health.probe_due_ms(now_ms))
    }

    fn change(&self, over: &Profile, now_ms: i64, change: impl FnOnce(&mut Health)) {
        let mut lines = self.lines();
        let health = lines.entry(line(over)).or_default();
        let before = health.status(now_ms);
        change(health);
        let after = health.status(now_ms);
        if before != after {
            let (env, provider_id) = (over.env.as_str(), over.provider_id);
            tracing::warn!(provider_id, env, %before, %after, "a bank's health changed");
        }
    }

    fn lines(&self) -> MutexGuard<'_, HashMap<Line, Health>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn line(over: &Profile) -> Line {
    (over.env, over.provider_id)
}

impl App {
    /// Asks the banks whose time has come whether they are back, side by side; when the next is to be asked.
    pub async fn probe_banks(&self) -> Option<i64> {
        let is_due = |profile: &&Profile| {
            let now_ms = self.now_ms();
            self.health.probe_due_ms(profile, now_ms).is_some_and(|due_ms| due_ms <= now_ms)
        };
        join_all(self.profiles.iter().filter(is_due).map(|profile| self.probe(profile))).await;
        self.profiles.iter().filter_map(|profile| self.health.probe_due_ms(profile, self.now_ms())).min()
    }

    async fn probe(&self, profile: &Profile) {
        let asked = tokio::time::timeout(PROBE_WITHIN, self.knock(profile)).await;
        let (heard, now_ms) = (asked.unwrap_or(Heard::Failed), self.now_ms());
        self.health.change(profile, now_ms, |health| health.probed(heard, now_ms));
    }

    async fn knock(&self, profile: &Profile) -> Heard {
        let sent_at = self.now_ms();
        let Ok(request) = bg::probe(profile, &new_ids()) else { return Heard::Failed };
        let status = self.bank_http.send(request).await.ok().map(|answer| answer.status);
        tracing::info!(provider_id = profile.provider_id, call = "probe", status, "bank call");
        Heard::of(status, self.now_ms().saturating_sub(sent_at))
    }
}
