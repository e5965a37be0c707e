//! Wakes those who wait for a link's next change. Only a wake-up: the truth is read from the store.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use tokio::sync::watch;

/// Waiting pages, by link. Only the newest version is kept for each.
#[derive(Debug, Default)]
pub struct Hub {
    links: Mutex<HashMap<String, watch::Sender<i64>>>,
}

impl Hub {
    /// Waits on a link's changes from now on.
    pub fn listen(&self, link_id: &str) -> watch::Receiver<i64> {
        let mut links = self.links.lock().unwrap_or_else(PoisonError::into_inner);
        if links.len() >= links.capacity() {
            links.retain(|_, sender| sender.receiver_count() > 0);
        }
        links.entry(link_id.to_owned()).or_insert_with(|| watch::channel(0).0).subscribe()
    }

    /// Tells that a link has this version now. Costs nothing when nobody waits.
    pub fn tell(&self, link_id: &str, version: i64) {
        let links = self.links.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sender) = links.get(link_id) {
            sender.send_if_modified(|known| {
                let newer = version > *known;
                *known = version.max(*known);
                newer
            });
        }
    }

    /// Lets everybody go who waits: the process ends. Streams and long-polls end by it.
    pub fn close(&self) {
        self.links.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// How many links are waited for.
    pub fn waiting(&self) -> usize {
        self.links
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .values()
            .filter(|one| one.receiver_count() > 0)
            .count()
    }
}
