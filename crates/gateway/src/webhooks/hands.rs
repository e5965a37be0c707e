//! What the deliverer has in hand, and whether it can take more: limits in all and for each receiver, so that a
//! receiver that hangs keeps its own messages waiting and nobody else's.
//! Never here: sending, SQL.

use crate::store::outbox::{Busy, Message};
use std::collections::HashMap;

/// Messages on their way at once.
pub const TOTAL: usize = 512;
/// Of those, retries: news goes before old failures.
pub const TOTAL_RETRIES: usize = 256;
/// To one receiver (host and port).
pub const PER_RECEIVER: usize = 32;
/// Of those, retries.
pub const PER_RECEIVER_RETRIES: usize = 8;

/// A message on its way, as it is remembered until it is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    id: i64,
    authority: String,
    is_retry: bool,
}

#[derive(Clone, Copy, Debug, Default)]
struct Load {
    all: usize,
    retries: usize,
}

/// All messages on their way.
#[derive(Debug, Default)]
pub struct Hands {
    held: Vec<Held>,
    total: Load,
    receivers: HashMap<String, Load>,
}

impl Hands {
    /// Takes a message, if the limits allow it.
    pub fn take(&mut self, message: &Message) -> Option<Held> {
        let held = Held { id: message.id, authority: message.authority.clone(), is_retry: message.tries > 0 };
        let load = self.receivers.entry(held.authority.clone()).or_default();
        let full = self.total.all >= TOTAL || load.all >= PER_RECEIVER;
        let full_of_retries = self.total.retries >= TOTAL_RETRIES || load.retries >= PER_RECEIVER_RETRIES;
        if full || (held.is_retry && full_of_retries) {
            return None;
        }
        for load in [load, &mut self.total] {
            load.all += 1;
            load.retries += usize::from(held.is_retry);
        }
        self.held.push(held.clone());
        Some(held)
    }

    /// Puts a message down, whatever came of it.
    pub fn release(&mut self, done: &Held) {
        let Some(place) = self.held.iter().position(|held| held == done) else { return };
        self.held.swap_remove(place);
        let loads = [self.receivers.get_mut(&done.authority), Some(&mut self.total)];
        for load in loads.into_iter().flatten() {
            load.all -= 1;
            load.retries -= usize::from(done.is_retry);
        }
        self.receivers.retain(|_, load| load.all > 0);
    }

    /// Whether nothing more can be taken.
    pub fn is_full(&self) -> bool {
        self.total.all >= TOTAL
    }

    /// Whether nothing is on its way.
    pub fn is_empty(&self) -> bool {
        self.held.is_empty()
    }

    /// What the store must leave out of its next list.
    pub fn busy(&self) -> Busy {
        let receivers = |full: fn(&Load) -> bool| {
            self.receivers.iter().filter(|(_, load)| full(load)).map(|(authority, _)| authority.clone()).collect()
        };
        Busy {
            in_hand: self.held.iter().map(|held| held.id).collect(),
            no_first_tries: receivers(|load| load.all >= PER_RECEIVER),
            no_retries: receivers(|load| load.all >= PER_RECEIVER || load.retries >= PER_RECEIVER_RETRIES),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::outbox::MessageState;

    fn message(id: i64, authority: &str, tries: u32) -> Message {
        Message {
            id,
            message_id: format!("msg_{id}"),
            client_id: "c".to_owned(),
            object_id: format!("o{id}"),
            seq: 2,
            url: format!("https://{authority}/"),
            authority: authority.to_owned(),
            body: "{}".to_owned(),
            state: MessageState::Waiting,
            tries,
            step: tries,
            created_at: 0,
            next_try_at: 0,
            last_tried_at: None,
            last_result: None,
        }
    }

    fn fill(hands: &mut Hands, authority: &str, tries: u32, from: i64) -> Vec<Held> {
        (from..from + 1000).map_while(|id| hands.take(&message(id, authority, tries))).collect()
    }

    #[test]
    fn one_receiver_cannot_take_all_hands() {
        let mut hands = Hands::default();
        assert_eq!(fill(&mut hands, "slow:443", 1, 0).len(), PER_RECEIVER_RETRIES);
        assert_eq!(hands.busy().no_retries, ["slow:443"]);
        assert!(hands.busy().no_first_tries.is_empty(), "old failures leave room for news");
        assert_eq!(fill(&mut hands, "slow:443", 0, 2000).len(), PER_RECEIVER - PER_RECEIVER_RETRIES);
        assert_eq!(hands.busy().no_first_tries, ["slow:443"]);
        assert!(hands.take(&message(5000, "good:443", 0)).is_some());
        assert_eq!(hands.busy().in_hand.len(), PER_RECEIVER + 1);
    }

    #[test]
    fn many_receivers_together_are_limited_and_what_is_done_makes_room() {
        let mut hands = Hands::default();
        let mut all = Vec::new();
        for receiver in 0..100 {
            all.extend(fill(&mut hands, &format!("r{receiver}:443"), 1, receiver * 1000));
        }
        assert_eq!(all.len(), TOTAL_RETRIES);
        for receiver in 0..100 {
            all.extend(fill(&mut hands, &format!("r{receiver}:443"), 0, 1_000_000 + receiver * 1000));
        }
        assert_eq!(all.len(), TOTAL);
        assert!(hands.is_full());
        for held in &all {
            hands.release(held);
            hands.release(held);
        }
        assert!(hands.is_empty());
        assert_eq!(hands.busy(), Busy::default());
        assert!(hands.receivers.is_empty());
    }
}
