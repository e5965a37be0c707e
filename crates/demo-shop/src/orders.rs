//! What was ordered, and what the shop knows of it. In memory: a demo's orders end with it.

use serde::Serialize;
use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// More orders than this: the oldest is forgotten.
const MOST: usize = 1_000;

/// What the payer is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A payment link.
    Payment,
    /// A consent to account data.
    Consent,
}

/// Who told the shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// A webhook whose signature holds.
    Webhook,
    /// The API, asked by the shop.
    Api,
}

/// One order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Order {
    /// Its number: known to who ordered.
    pub id: String,
    /// What is asked.
    pub kind: Kind,
    /// The gateway's id of it: between the two of them.
    #[serde(skip)]
    pub object_id: String,
    /// How it stands.
    pub status: String,
    /// Who said so.
    pub source: Source,
    /// The highest number of a webhook.
    #[serde(skip)]
    pub sequence: u64,
}

/// All orders.
#[derive(Debug, Default)]
pub struct Orders {
    all: Mutex<VecDeque<Order>>,
}

impl Orders {
    /// Writes an order down.
    pub fn put(&self, order: Order) {
        let mut all = self.all();
        if all.len() == MOST {
            all.pop_front();
        }
        all.push_back(order);
    }

    /// The order of this number.
    pub fn get(&self, id: &str) -> Option<Order> {
        self.all().iter().find(|order| order.id == id).cloned()
    }

    /// What a webhook says. Messages may come twice and late: the highest number holds.
    pub fn told(&self, object_id: &str, sequence: u64, status: &str) {
        let mut all = self.all();
        let order = all.iter_mut().find(|order| order.object_id == object_id && order.sequence < sequence);
        if let Some(order) = order {
            (order.sequence, order.status, order.source) = (sequence, status.to_owned(), Source::Webhook);
        }
    }

    /// What the API says, asked when webhooks had come up to `sequence`: a newer one knows better.
    pub fn read(&self, id: &str, sequence: u64, status: &str) {
        let mut all = self.all();
        let order = all.iter_mut().find(|order| order.id == id && order.sequence == sequence);
        if let Some(order) = order.filter(|order| order.status != status) {
            (order.status, order.source) = (status.to_owned(), Source::Api);
        }
    }

    fn all(&self) -> MutexGuard<'_, VecDeque<Order>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(id: &str) -> Order {
        Order {
            id: id.to_owned(),
            kind: Kind::Payment,
            object_id: format!("link of {id}"),
            status: "created".to_owned(),
            source: Source::Api,
            sequence: 0,
        }
    }

    #[test]
    fn what_came_late_changes_nothing() {
        let orders = Orders::default();
        orders.put(order("a"));
        orders.told("link of a", 3, "completed");
        orders.told("link of a", 2, "awaiting_authz");
        orders.told("link of b", 9, "failed");
        orders.read("a", 0, "started");
        let found = orders.get("a").unwrap();
        assert_eq!((found.status.as_str(), found.source), ("completed", Source::Webhook));
        orders.read("a", 3, "funds_received");
        let found = orders.get("a").unwrap();
        assert_eq!((found.status.as_str(), found.source), ("funds_received", Source::Api));
    }

    #[test]
    fn the_oldest_is_forgotten() {
        let orders = Orders::default();
        (0..=MOST).for_each(|at| orders.put(order(&at.to_string())));
        assert_eq!(orders.get("0"), None);
        assert!(orders.get("1").is_some() && orders.get(&MOST.to_string()).is_some());
    }
}
