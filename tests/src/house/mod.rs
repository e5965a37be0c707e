//! The whole house in one process: gateway, sandbox banks, shop, and the wire between gateway and bank. Time is moved by hand.
//! Never here: what is expected of it.

pub mod bank;
pub mod consents;
pub mod data_client;
pub mod html;
pub mod judge;
pub mod outlook;
pub mod payer;
pub mod qr;
pub mod sharing;
pub mod shop;
pub mod typed;
pub mod ways;
pub mod wire;

use bank::Bank;
use connectors::catalog::Env;
use connectors::profiles::{Connection, libra_ro, sandbox};
use gateway::app::{App, registration};
use gateway::config::settings::{Given, Settings};
use gateway::config::{Config, Known};
use gateway::doors::clock::Manual;
use gateway::doors::keys::Keys;
use gateway::pages::assets::Assets;
use gateway::start;
use gateway::store::Store;
use shop::Shop;
use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::runtime::Runtime;
use wire::{Behind, Wire};

/// Key of the bank's funds messages.
pub const FUNDS_SECRET: &str = "funds-secret-of-the-tests";
/// The longest real wait for anything.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// Files that are served as they are.
const PUBLIC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../public");

/// What is unusual about a house.
#[derive(Default)]
pub struct Plan {
    /// Where the wire leads instead of to the street: the API of one bank.
    pub api_behind: Option<String>,
    /// Nobody listens where the bank should.
    pub bank_is_gone: bool,
    /// When silence is called silence, in real time; otherwise it is waited for as long as a loaded machine needs.
    pub unknown_after: Option<Duration>,
    /// Libra is reached behind the production doors too, past the wire: the bank next door, as if it held money.
    pub production: bool,
    /// Flags of the configuration.
    pub flags: Vec<(&'static str, String)>,
}

/// A running house.
pub struct House {
    /// The gateway's insides, for looking and for time.
    pub app: Arc<App>,
    /// The gateway, from outside.
    pub url: String,
    /// The bank next door.
    pub bank: Bank,
    /// Between gateway and bank.
    pub wire: Wire,
    /// The merchant's receiver of webhooks.
    pub shop: Shop,
    clock: Arc<Manual>,
    http: reqwest::Client,
    plan: Plan,
    folder: PathBuf,
    /// Kept open, so that the port stays ours while the gateway is down.
    door: TcpListener,
    gateway: Option<Runtime>,
    street: Option<Runtime>,
}

impl House {
    /// A house as usual.
    pub async fn open() -> Self {
        Self::of(Plan::default()).await
    }

    /// A house that does not wait for silent banks.
    pub async fn impatient() -> Self {
        Self::of(Plan { unknown_after: Some(Duration::from_millis(200)), ..Plan::default() }).await
    }

    /// A house with something unusual about it.
    pub async fn of(plan: Plan) -> Self {
        let folder = std::env::temp_dir().join(format!("finqlink-house-{}", uuid::Uuid::new_v4()));
        std::fs::create_dir_all(&folder).unwrap();
        let clock = Arc::new(Manual::at(real_now_ms()));
        let http = client();
        let door = listener();
        let url = format!("http://{}", door.local_addr().unwrap());
        let street = runtime();
        let bank = Bank::open(&street, &http, &url);
        let behind = plan.api_behind.clone().map_or_else(|| Behind::Street(bank.url.clone()), Behind::OneBank);
        let wire = Wire::open(&street, http.clone(), behind);
        let shop = Shop::open(&street);
        let gateway = runtime();
        let parts = (clock.clone(), &bank, &wire);
        let app = Self::start(&gateway, &folder, &door, &plan, parts).await;
        Self {
            app,
            url,
            bank,
            wire,
            shop,
            clock,
            http,
            plan,
            folder,
            door,
            gateway: Some(gateway),
            street: Some(street),
        }
    }

    async fn start(
        gateway: &Runtime,
        folder: &std::path::Path,
        door: &TcpListener,
        plan: &Plan,
        (clock, bank, wire): (Arc<Manual>, &Bank, &Wire),
    ) -> Arc<App> {
        let config = config(folder, door, plan);
        let called = if plan.bank_is_gone { nowhere() } else { wire.url.clone() };
        let mut profiles = start::sandbox_profiles(&called, &bank.url).unwrap();
        if plan.production {
            let next_door = sandbox::connection("libra_ro", &bank.url, &bank.url).unwrap();
            profiles.push((libra_ro::BANK.profile)(&Connection { env: Env::Prod, ..next_door }).unwrap());
        }
        let door = door.try_clone().unwrap();
        let waits = plan.unknown_after.map_or((PATIENCE, PATIENCE), |after| (after, after * 2));
        let starting = gateway.spawn(async move {
            let keys = Keys::load_or_create(&config.key_file).unwrap();
            let store = Store::open(&config.database_url).await.unwrap();
            registration::seed_demo(&store, &keys, real_now_ms(), &config.default_template).await.unwrap();
            let mut app = start::build(&config, store, keys, Some(FUNDS_SECRET.to_owned())).unwrap();
            app.clock = clock;
            app.profiles = profiles;
            (app.settings.unknown_after, app.settings.form_waits) = waits;
            app.settings.sync_waits = waits.1;
            let app = Arc::new(app);
            let listener = tokio::net::TcpListener::from_std(door).unwrap();
            // Marks and icon; the app itself is for the walks in a browser.
            let assets = Assets::from_folder(std::path::Path::new(PUBLIC)).unwrap();
            tokio::spawn(start::run(Arc::clone(&app), Arc::new(assets), listener, None));
            app
        });
        starting.await.unwrap()
    }

    /// The gateway dies where it stands: nothing is finished, nothing is told.
    pub async fn crash(&mut self) {
        let gateway = self.gateway.take().unwrap();
        tokio::task::spawn_blocking(move || gateway.shutdown_timeout(Duration::from_secs(2))).await.unwrap();
    }

    /// The gateway is started again on the same store, at the same address.
    pub async fn restart(&mut self) {
        if self.gateway.is_some() {
            self.crash().await;
        }
        let gateway = runtime();
        let parts = (Arc::clone(&self.clock), &self.bank, &self.wire);
        self.app = Self::start(&gateway, &self.folder, &self.door, &self.plan, parts).await;
        self.gateway = Some(gateway);
    }

    /// The gateway's time, milliseconds since 1970.
    pub fn now_ms(&self) -> i64 {
        self.app.now_ms()
    }

    /// Moves time on by one step, at the bank and here, and waits until the gateway has done what became due.
    pub async fn advance(&self, ms: u64) {
        // What is due now is done now: a call that was written down before the step must not arrive after it.
        self.quiet().await;
        self.bank.clock.advance(Duration::from_millis(ms));
        self.clock.advance(i64::try_from(ms).unwrap());
        self.app.wake_reader.notify_one();
        self.app.wake_webhooks.notify_one();
        self.app.wake_probes.notify_one();
        self.app.wake_data.notify_one();
        self.quiet().await;
    }

    /// Moves time on in steps of half a second, in larger ones where that would be many.
    pub async fn pass(&self, ms: u64) {
        let step = 500.max(ms / 100);
        for _ in 0..ms / step {
            self.advance(step).await;
        }
        self.advance(ms % step).await;
    }

    /// Steps the gateway's clock alone, forward or back.
    pub async fn step_clock(&self, ms: i64) {
        self.clock.advance(ms);
        self.app.wake_reader.notify_one();
        self.quiet().await;
    }

    /// Waits until no reading of a bank is due, and no consent whose time is over.
    pub async fn quiet(&self) {
        until("the gateway does not come to rest", async || {
            let next = self.app.store.next_due().await.unwrap();
            let ended = self.app.store.consents_due(self.now_ms(), 1).await.unwrap().is_empty();
            ended && next.is_none_or(|next| next > self.now_ms())
        })
        .await;
    }

    /// Where the store lies.
    pub fn folder(&self) -> &std::path::Path {
        &self.folder
    }
}

impl Drop for House {
    fn drop(&mut self) {
        for runtime in [self.gateway.take(), self.street.take()].into_iter().flatten() {
            runtime.shutdown_background();
        }
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Waits until something holds, in real time, as short as it can be.
pub async fn until(otherwise: &str, holds: impl AsyncFn() -> bool) {
    let waiting = async {
        while !holds().await {
            tokio::time::sleep(Duration::from_millis(4)).await;
        }
    };
    assert!(tokio::time::timeout(PATIENCE, waiting).await.is_ok(), "not within {PATIENCE:?}: {otherwise}");
}

/// A client that follows nothing and remembers nothing.
pub fn client() -> reqwest::Client {
    // A second installation of the same provider is no fault.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let none = reqwest::redirect::Policy::none();
    reqwest::Client::builder().redirect(none).no_proxy().timeout(PATIENCE * 2).tls_certs_only([]).build().unwrap()
}

/// Two threads, so that what should not race can.
pub fn runtime() -> Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

/// A free port of this machine.
pub fn listener() -> TcpListener {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    listener.set_nonblocking(true).unwrap();
    listener
}

fn nowhere() -> String {
    format!("http://{}", listener().local_addr().unwrap())
}

fn real_now_ms() -> i64 {
    i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis()).unwrap()
}

fn config(folder: &std::path::Path, door: &TcpListener, plan: &Plan) -> Config {
    let address = door.local_addr().unwrap().to_string();
    let mut flags = vec![
        ("listen", address.clone()),
        ("public_url", format!("http://{address}")),
        ("database_url", format!("sqlite://{}/house.db", folder.display())),
        ("key_file", format!("{}/key", folder.display())),
    ];
    flags.extend(plan.flags.iter().cloned());
    let given = Given { flags, ..Given::default() };
    let (templates, languages) = (finqlink_webui::templates::IDS, finqlink_webui::words::TAGS);
    let known = Known { templates, languages, providers: &[] };
    Config::read(&Settings::resolve(&given, true).unwrap(), true, &known).unwrap()
}
