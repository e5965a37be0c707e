//! Puts the house together and opens its door: `serve`. The demo and the sandbox banks: see `demo`. Decisions are elsewhere.

mod banks;

pub use banks::sandbox_profiles;

use crate::app::address;
use crate::app::approval::Servers;
use crate::app::grant::Refreshing;
use crate::app::health::Board;
use crate::app::hub::Hub;
use crate::app::limits::{Figures, Limits};
use crate::app::metrics::Metrics;
use crate::app::{App, Settings, brought, pay, registration};
use crate::config::fault::Fault;
use crate::config::{self, Config, keys};
use crate::doors::clock::{Clock, System};
use crate::doors::keys::Keys;
use crate::jobs;
use crate::pages::assets::Assets;
use crate::router::router;
use crate::store::Store;
use crate::webhooks::deliverer::{Courier, deliver_forever};
use anyhow::Context;
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::{Notify, watch};

/// After this long a process that was told to stop ends, whatever still runs.
const STOPS_WITHIN: Duration = Duration::from_secs(3);

/// Serves the gateway.
///
/// # Errors
/// One clear line for what stops the start.
pub async fn serve(config: Config) -> anyhow::Result<()> {
    let keys = open_keys(&config)?;
    let store = open_store(&config).await?;
    registration::retire_demo(&store, &keys).await?;
    let app = Arc::new(build(&config, store, keys, None)?);
    let listener = config::bind(&keys::LISTEN, config.listen).await?;
    tracing::info!(public_url = config.public_url, "serving");
    run(app, assets(&config)?, listener, None).await
}

/// Opens the store of the configuration.
///
/// # Errors
/// One line that names the key.
pub async fn open_store(config: &Config) -> anyhow::Result<Store> {
    Store::open(&config.database_url).await.context("database_url")
}

/// The keys of the configuration. Demo mode makes the file where it is missing; nothing else does so unasked, since a
/// new key cannot open what the old one sealed.
///
/// # Errors
/// One line that names the key.
pub fn open_keys(config: &Config) -> anyhow::Result<Keys> {
    let path = &config.key_file;
    if !config.is_demo && !path.exists() {
        let rule = "must be a key file that exists; `finqlink keys rotate` makes one".to_owned();
        let value = path.display().to_string();
        return Err(Fault::Value {
            key: keys::KEY_FILE.name.to_owned(),
            value,
            source: "no such file".to_owned(),
            rule,
        }
        .into());
    }
    let keys = if config.is_demo { Keys::load_or_create(path) } else { Keys::load(path) };
    keys.context("key_file")
}

/// Puts the use cases together; a test puts its own clock and bank in before it shares them. `funds_secret` is the key of the sandbox banks' funds messages, none: they are refused.
///
/// # Errors
/// When a client cannot be set up, or a bank's address is malformed.
pub fn build(config: &Config, store: Store, keys: Keys, funds_secret: Option<String>) -> anyhow::Result<App> {
    let (profiles, bank_http) = banks::reach(config)?;
    Ok(App {
        store,
        keys,
        clock: Arc::new(System) as Arc<dyn Clock>,
        bank_http,
        profiles,
        health: Board::default(),
        oauth_servers: Servers::default(),
        refreshing: Refreshing::default(),
        metrics: Metrics::default(),
        limits: Limits::new(figures(&config.limits)),
        hub: Hub::default(),
        settings: Settings {
            public_url: config.public_url.clone(),
            demo: config.is_demo,
            gallery: config.gallery,
            initiator: config.initiator_name.clone(),
            time_zone: config.time_zone.iana_name().unwrap_or("UTC").to_owned(),
            language: config.default_language.clone(),
            funds_secret,
            metrics_token: config.metrics_token.clone(),
            unknown_after: pay::UNKNOWN_AFTER,
            form_waits: pay::FORM_WAITS,
            sync_waits: brought::SYNC_WAITS,
            data_retention_days: config.data_retention_days,
        },
        wake_reader: Notify::new(),
        wake_probes: Notify::new(),
        wake_data: Notify::new(),
        wake_webhooks: Arc::new(Notify::new()),
    })
}

fn figures(limits: &crate::config::Limits) -> Figures {
    let count = |figure: u32| NonZeroU32::new(figure).unwrap_or(NonZeroU32::MIN);
    let places = |figure: u32| usize::try_from(figure).unwrap_or(usize::MAX);
    Figures {
        client_per_s: count(limits.client_per_s),
        client_burst: count(limits.client_burst),
        page_per_s: count(limits.page_per_s),
        page_burst: count(limits.page_burst),
        streams_per_link: places(limits.streams_per_link),
        streams_per_address: places(limits.streams_per_address),
    }
}

/// The page's files: from the folder that the configuration names, else from the binary.
///
/// # Errors
/// When the folder cannot be read.
pub fn assets(config: &Config) -> anyhow::Result<Arc<Assets>> {
    let Some(folder) = &config.assets else { return Ok(Arc::new(built_in())) };
    let read =
        Assets::from_folder(folder).with_context(|| format!("the assets in {} cannot be read", folder.display()))?;
    Ok(Arc::new(read))
}

#[cfg(feature = "embed-assets")]
fn built_in() -> Assets {
    Assets::embedded()
}

#[cfg(not(feature = "embed-assets"))]
fn built_in() -> Assets {
    tracing::warn!("this build carries no page files: pages work without script only; name a folder with --assets");
    Assets::default()
}

/// Runs the gateway until it is told to stop; `stop` is closed when a test or the demo ends it.
///
/// # Errors
/// When the store fails at the start, or the listener breaks.
pub async fn run(
    app: Arc<App>,
    assets: Arc<Assets>,
    listener: TcpListener,
    stop: Option<watch::Receiver<bool>>,
) -> anyhow::Result<()> {
    // A second initialisation (several gateways in one test process) is no fault.
    let _ = any_spawner::Executor::init_tokio();
    jobs::recover::run(&app).await.context("attempts in flight could not be recovered")?;
    let courier = Courier::new(
        app.store.clone(),
        app.keys.clone(),
        Arc::clone(&app.clock),
        address::Mode::of(app.settings.demo),
    )?
    .counting(app.metrics.clone());
    let workers = [
        tokio::spawn(jobs::read_banks::run(Arc::clone(&app))),
        tokio::spawn(jobs::read_data::run(Arc::clone(&app))),
        tokio::spawn(jobs::forget_data::run(Arc::clone(&app))),
        tokio::spawn(jobs::probe_banks::run(Arc::clone(&app))),
        tokio::spawn(jobs::end_consents::run(Arc::clone(&app))),
        tokio::spawn(jobs::tail::run(Arc::clone(&app))),
        tokio::spawn(deliver_forever(courier, Arc::clone(&app.wake_webhooks), told_to_stop())),
    ];
    let closing = Arc::clone(&app);
    let service = router(app, assets).into_make_service_with_connect_info::<SocketAddr>();
    let (told, telling) = watch::channel(false);
    let serving = axum::serve(listener, service).with_graceful_shutdown(async move {
        stopped(stop).await;
        closing.hub.close();
        told.send_replace(true);
    });
    let ended = tokio::select! {
        ended = serving => ended.context("the listener broke"),
        // Slow answers are not waited for.
        () = overtime(telling) => Ok(()),
    };
    workers.iter().for_each(tokio::task::JoinHandle::abort);
    ended
}

async fn overtime(mut telling: watch::Receiver<bool>) {
    if telling.wait_for(|told| *told).await.is_err() {
        std::future::pending::<()>().await;
    }
    tokio::time::sleep(STOPS_WITHIN).await;
}

/// Done when the process is told to stop.
pub async fn told_to_stop() {
    stopped(None).await;
}

/// Done when the process is told to stop, or `stop` says so.
async fn stopped(stop: Option<watch::Receiver<bool>>) {
    let by_hand = async {
        match stop {
            Some(mut stop) => {
                let _ = stop.wait_for(|stop| *stop).await;
            }
            None => std::future::pending().await,
        }
    };
    let by_terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        () = by_hand => {}
        () = by_terminate => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}
