//! The job that empties the outbox: takes what is due, sends it, writes down what came of it. At least once: a message
//! leaves the outbox only after its receiver's 2xx is written down, so a process that dies in between sends it again,
//! with the same id and bytes. One process delivers for one store.
//! Never here: what a message says, which addresses are allowed, the pauses between tries (`address`, `rhythm`).

use super::hands::{Hands, Held};
use super::{rhythm, signature};
use crate::app::address::{self, Mode};
use crate::app::metrics::Metrics;
use crate::doors::clock::Clock;
use crate::doors::keys::Keys;
use crate::doors::secrets::random_bytes;
use crate::doors::webhook_http::{SendFault, TIME_LIMIT, WebhookHttp};
use crate::store::outbox::Message;
use crate::store::{self, Store};
use std::collections::HashMap;
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;
use tokio::task::{Id, JoinSet};

/// How often the outbox is looked at when nobody wakes us: replays by the command line, and the net under lost wakes.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// How many messages are fetched at once.
const BATCH: i64 = 128;
/// How long messages on their way may take when the process is asked to stop.
const STOP_WITHIN: Duration = Duration::from_secs(2);
/// "Gone": the receiver wants no more of this object.
const GONE: u16 = 410;

/// What delivering needs. Clones share it.
#[derive(Clone, Debug)]
pub struct Courier {
    store: Store,
    keys: Keys,
    clock: Arc<dyn Clock>,
    http: WebhookHttp,
    mode: Mode,
    metrics: Metrics,
}

/// What came of a try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Delivered(u16),
    Gone,
    Answered(u16),
    Unsent(SendFault),
    /// The address is not allowed (any more), or our own keys do not open the client's secret.
    Withheld(&'static str),
}

impl Outcome {
    /// For those who count.
    const fn as_str(self) -> &'static str {
        match self {
            Self::Delivered(_) => "delivered",
            Self::Gone => "gone",
            Self::Answered(_) => "answered",
            Self::Unsent(_) => "unsent",
            Self::Withheld(_) => "withheld",
        }
    }
}

impl Courier {
    /// A courier with the usual time limit.
    ///
    /// # Errors
    /// `reqwest::Error` when TLS cannot be set up.
    pub fn new(store: Store, keys: Keys, clock: Arc<dyn Clock>, mode: Mode) -> Result<Self, reqwest::Error> {
        Self::with_time_limit(store, keys, clock, mode, TIME_LIMIT)
    }

    /// The same, counting tries here.
    #[must_use]
    pub fn counting(self, metrics: Metrics) -> Self {
        Self { metrics, ..self }
    }

    fn with_time_limit(
        store: Store,
        keys: Keys,
        clock: Arc<dyn Clock>,
        mode: Mode,
        time_limit: Duration,
    ) -> Result<Self, reqwest::Error> {
        let may_reach = Arc::new(move |name: &str, ip| address::check_resolved(name, ip, mode).is_ok());
        Ok(Self {
            store,
            keys,
            clock,
            http: WebhookHttp::new(may_reach, time_limit)?,
            mode,
            metrics: Metrics::default(),
        })
    }

    async fn attempt(&self, message: &Message) -> Outcome {
        let Ok(url) = address::check(&message.url, self.mode) else { return Outcome::Withheld("address refused") };
        let now = self.clock.now_ms();
        let keys = match self.store.client(&message.client_id).await {
            Ok(Some(client)) => client.webhook_keys(&self.keys, now).unwrap_or_default(),
            Ok(None) | Err(_) => Vec::new(),
        };
        let Ok(headers) = signature::headers(message, keys, now) else { return Outcome::Withheld("no secret") };
        match self.http.post(url, headers, message.body.clone()).await {
            Ok(status @ 200..=299) => Outcome::Delivered(status),
            Ok(GONE) => Outcome::Gone,
            Ok(status) => Outcome::Answered(status),
            Err(fault) => Outcome::Unsent(fault),
        }
    }

    async fn write_down(&self, message: &Message, outcome: Outcome) -> Result<(), store::Error> {
        let now = self.clock.now_ms();
        let again = || {
            let dice = u32::from_ne_bytes(random_bytes::<4>());
            rhythm::pause_ms(message.step.saturating_add(1), dice).map(|pause_ms| now.saturating_add(pause_ms))
        };
        match outcome {
            Outcome::Delivered(status) => self.store.message_delivered(message.id, now, &status.to_string()).await,
            Outcome::Gone => self.store.address_gone(message, now).await,
            Outcome::Answered(status) => self.store.message_failed(message.id, now, &status.to_string(), again()).await,
            Outcome::Unsent(fault) => self.store.message_failed(message.id, now, &fault.to_string(), again()).await,
            Outcome::Withheld(why) => self.store.message_failed(message.id, now, why, again()).await,
        }
    }

    async fn deliver(self, message: Message) {
        let outcome = self.attempt(&message).await;
        self.metrics.webhook(outcome.as_str());
        tracing::info!(
            message_id = message.message_id,
            object_id = message.object_id,
            seq = message.seq,
            receiver = message.authority,
            tries = message.tries + 1,
            ?outcome,
            "webhook"
        );
        if let Err(error) = self.write_down(&message, outcome).await {
            tracing::error!(%error, message_id = message.message_id, "a webhook's outcome was not written down");
            // It will be sent again; without a pause it would be at once, for as long as the store fails.
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }
}

/// Delivers until `stop` is ready; `wake` is notified after each commit that wrote a message.
pub async fn deliver_forever(courier: Courier, wake: Arc<Notify>, stop: impl Future<Output = ()>) {
    let mut stop = pin!(stop);
    let mut round = Round { courier, hands: Hands::default(), running: JoinSet::new(), held: HashMap::new() };
    loop {
        if let Err(error) = round.start_due().await {
            tracing::error!(%error, "the outbox cannot be read");
        }
        let pause = round.pause().await;
        tokio::select! {
            () = &mut stop => break,
            () = wake.notified() => {}
            () = round.one_done(), if !round.hands.is_empty() => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
    let finish = async {
        while !round.hands.is_empty() {
            round.one_done().await;
        }
    };
    if tokio::time::timeout(STOP_WITHIN, finish).await.is_err() {
        tracing::info!("webhooks on their way are cut off; they will be sent again");
    }
}

struct Round {
    courier: Courier,
    hands: Hands,
    running: JoinSet<()>,
    held: HashMap<Id, Held>,
}

impl Round {
    /// Sends off all that is due and fits into the hands. Ends, since each turn but the last fills a receiver or a
    /// hand.
    async fn start_due(&mut self) -> Result<(), store::Error> {
        while !self.hands.is_full() {
            let now = self.courier.clock.now_ms();
            let due = self.courier.store.due_messages(now, &self.hands.busy(), BATCH).await?;
            let (fetched, mut started) = (due.len(), 0_usize);
            for message in due {
                let Some(held) = self.hands.take(&message) else { continue };
                let task = self.running.spawn(self.courier.clone().deliver(message));
                self.held.insert(task.id(), held);
                started += 1;
            }
            if started == 0 || i64::try_from(fetched).is_ok_and(|fetched| fetched < BATCH) {
                break;
            }
        }
        Ok(())
    }

    /// Waits for one message to be done, well or badly, and makes room. Cancel-safe.
    async fn one_done(&mut self) {
        let id = match self.running.join_next_with_id().await {
            Some(Ok((id, ()))) => id,
            Some(Err(error)) => error.id(),
            None => return,
        };
        if let Some(held) = self.held.remove(&id) {
            self.hands.release(&held);
        }
    }

    /// Until the next retry is due, and never longer than [`LOOK_EVERY`].
    async fn pause(&self) -> Duration {
        let now = self.courier.clock.now_ms();
        match self.courier.store.next_message_at(now).await {
            Ok(Some(next)) => Duration::from_millis(next.saturating_sub(now).unsigned_abs()).min(LOOK_EVERY),
            Ok(None) | Err(_) => LOOK_EVERY,
        }
    }
}

#[cfg(test)]
#[path = "deliverer_tests.rs"]
mod tests;
