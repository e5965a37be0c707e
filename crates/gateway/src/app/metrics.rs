//! What is counted while the house works, for operators. Labels are closed lists of words: no ids, nothing of persons,
//! nothing that a stranger chooses. Never here: who may read it (`http::metrics`).

use super::App;
use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeLabelSet, EncodeMetric};
use prometheus_client::metrics::counter::{ConstCounter, Counter};
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::ConstGauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};
use protocol::{ConsentStatus, LinkStatus, ProviderStatus};
use std::sync::Arc;
use std::time::Duration;

/// Steps of times, seconds: from a loopback call to a bank that keeps us waiting.
const TIMES: [f64; 11] = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 60.0];

/// A call of the API or of a page.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Call {
    /// The route's own pattern, or `none`.
    route: String,
    status: u16,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct BankCall {
    provider: String,
    kind: String,
    outcome: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct ToStatus {
    status: &'static str,
    cause: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Named {
    name: &'static str,
}

type Times<L> = Family<L, Histogram, fn() -> Histogram>;

fn times() -> Histogram {
    Histogram::new(TIMES)
}

/// The counters. Clones count together.
#[derive(Clone, Debug)]
pub struct Metrics {
    registry: Arc<Registry>,
    api_calls: Times<Call>,
    page_calls: Times<Call>,
    bank_calls: Times<BankCall>,
    changes: Family<ToStatus, Counter>,
    consents: Family<ToStatus, Counter>,
    alarms: Family<Named, Counter>,
    webhooks: Family<Named, Counter>,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("finqlink");
        let made = Self {
            registry: Arc::default(),
            api_calls: Family::new_with_constructor(times),
            page_calls: Family::new_with_constructor(times),
            bank_calls: Family::new_with_constructor(times),
            changes: Family::default(),
            consents: Family::default(),
            alarms: Family::default(),
            webhooks: Family::default(),
        };
        let seconds = || Unit::Seconds;
        registry.register_with_unit("api_calls", "API calls by method and status", seconds(), made.api_calls.clone());
        registry.register_with_unit(
            "page_calls",
            "Page calls by address and status",
            seconds(),
            made.page_calls.clone(),
        );
        registry.register_with_unit("bank_calls", "Calls to banks by outcome", seconds(), made.bank_calls.clone());
        registry.register("link_changes", "Changes of links by the status they came to, and why", made.changes.clone());
        let of_consents = "Changes of consents by the status they came to, and why";
        registry.register("consent_changes", of_consents, made.consents.clone());
        registry.register("alarms", "What a person must look at", made.alarms.clone());
        registry.register("webhook_tries", "Tries to deliver a webhook by outcome", made.webhooks.clone());
        Self { registry: Arc::new(registry), ..made }
    }
}

impl Metrics {
    /// An API call was answered; `route` is the pattern of its route.
    pub fn api_call(&self, route: Option<&str>, status: u16, took: Duration) {
        observe(&self.api_calls, call(route, status), took);
    }

    /// A page call was answered.
    pub fn page_call(&self, route: Option<&str>, status: u16, took: Duration) {
        observe(&self.page_calls, call(route, status), took);
    }

    /// A bank was called. `outcome` is `2xx` … `5xx`, `not_sent`, `silence`.
    pub fn bank_call(&self, provider: &str, kind: &str, outcome: &'static str, took_ms: i64) {
        let took = Duration::from_millis(u64::try_from(took_ms).unwrap_or(0));
        observe(&self.bank_calls, BankCall { provider: provider.to_owned(), kind: kind.to_owned(), outcome }, took);
    }

    /// A link came to a status.
    pub fn change(&self, status: LinkStatus, cause: &'static str) {
        self.changes.get_or_create(&ToStatus { status: status.as_str(), cause }).inc();
    }

    /// A consent came to a status.
    pub fn consent_change(&self, status: ConsentStatus, cause: &'static str) {
        self.consents.get_or_create(&ToStatus { status: status.as_str(), cause }).inc();
    }

    /// A person must look at a link.
    pub fn alarm(&self, name: &'static str) {
        self.alarms.get_or_create(&Named { name }).inc();
    }

    /// A webhook was tried.
    pub fn webhook(&self, name: &'static str) {
        self.webhooks.get_or_create(&Named { name }).inc();
    }
}

fn observe<L: Clone + std::hash::Hash + Eq>(times: &Times<L>, labels: L, took: Duration) {
    times.get_or_create(&labels).observe(took.as_secs_f64());
}

fn call(route: Option<&str>, status: u16) -> Call {
    Call { route: route.unwrap_or("none").to_owned(), status }
}

/// What is not counted but looked at when asked.
#[derive(Debug)]
struct Now {
    /// Door, provider, its health behind that door.
    providers: Vec<(&'static str, &'static str, ProviderStatus)>,
    streams: usize,
    webhooks_waiting: i64,
    webhooks_oldest_s: f64,
    writes: u64,
    writes_waited_s: f64,
}

impl App {
    /// Everything, as Prometheus reads it.
    ///
    /// # Errors
    /// `Fault::Store` when the outbox cannot be read.
    pub async fn metrics_text(&self) -> Result<String, super::Fault> {
        let queue = self.store.outbox_queue().await?;
        let (writes, waited) = self.store.waits();
        let behind = |door| self.providers(door).into_iter().map(move |one| (door, one.provider_id, one.status));
        let now = Now {
            providers: ["prod", "sandbox"].into_iter().flat_map(behind).collect(),
            streams: self.limits.open_streams(),
            webhooks_waiting: queue.waiting,
            webhooks_oldest_s: queue.oldest_at.map_or(0.0, |at| seconds(self.now_ms().saturating_sub(at))),
            writes,
            writes_waited_s: waited.as_secs_f64(),
        };
        let mut looked_at = Registry::with_prefix("finqlink");
        looked_at.register_collector(Box::new(now));
        let mut text = String::new();
        let both = prometheus_client::encoding::text::encode_registry(&mut text, &self.metrics.registry)
            .and_then(|()| prometheus_client::encoding::text::encode_registry(&mut text, &looked_at))
            .and_then(|()| prometheus_client::encoding::text::encode_eof(&mut text));
        if both.is_err() {
            tracing::error!("the metrics cannot be written");
        }
        Ok(text)
    }
}

fn seconds(ms: i64) -> f64 {
    Duration::from_millis(u64::try_from(ms).unwrap_or(0)).as_secs_f64()
}

impl Collector for Now {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), std::fmt::Error> {
        let mut gauge = |name: &str, help: &str, value: f64| {
            let gauge = ConstGauge::new(value);
            gauge.encode(encoder.encode_descriptor(name, help, None, gauge.metric_type())?)
        };
        gauge("event_streams_open", "Event streams of pages that are open", count(self.streams))?;
        gauge("webhooks_waiting", "Webhooks that wait for a try", count(self.webhooks_waiting))?;
        gauge("webhooks_oldest_seconds", "Age of the oldest of them", self.webhooks_oldest_s)?;
        for (name, help, value) in [
            ("store_writes", "Writes that began", count(self.writes)),
            ("store_writes_waited_seconds", "How long they waited for the one writer, together", self.writes_waited_s),
        ] {
            let counter = ConstCounter::new(value);
            counter.encode(encoder.encode_descriptor(name, help, None, counter.metric_type())?)?;
        }
        let up = ConstGauge::new(0_i64);
        let mut health =
            encoder.encode_descriptor("provider_status", "1 for the status that a bank has", None, up.metric_type())?;
        for (door, provider, status) in &self.providers {
            for known in ProviderStatus::ALL {
                let labels = [("door", *door), ("provider", *provider), ("status", known.as_str())];
                ConstGauge::new(i64::from(known == status)).encode(health.encode_family(&labels)?)?;
            }
        }
        Ok(())
    }
}

/// Counts are small enough for a float to be exact.
fn count(value: impl TryInto<u32>) -> f64 {
    value.try_into().map_or(f64::from(u32::MAX), f64::from)
}
