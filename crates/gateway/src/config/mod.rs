//! The configuration in force: read once at the start, checked, then handed on as plain values.
//! Never here: decisions of the gateway, secrets of clients.

pub mod banks;
pub mod fault;
pub mod keys;
pub mod settings;
mod values;

use banks::BankConfig;
use fault::Fault;
use jiff::tz::TimeZone;
use keys::Key;
use settings::{Given, Settings};
use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use subtle::ConstantTimeEq;
use tokio::net::TcpListener;
use values::Reader;

/// The file that is read when no other is named.
pub const DEFAULT_FILE: &str = "finqlink.toml";

/// How log lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// For machines: one object a line.
    Json,
}

/// How much is let through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// API calls per second of one client.
    pub client_per_s: u32,
    /// API calls at once of one client.
    pub client_burst: u32,
    /// Page calls per second of one link and address.
    pub page_per_s: u32,
    /// Page calls at once of one link and address.
    pub page_burst: u32,
    /// Open event streams of one link.
    pub streams_per_link: u32,
    /// Open event streams of one address.
    pub streams_per_address: u32,
}

/// What this build's page can do.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// Ids of templates.
    pub templates: &'a [&'a str],
    /// Tags of languages.
    pub languages: &'a [&'a str],
    /// Ids of providers.
    pub providers: &'a [&'a str],
}

/// Opens `/metrics` to peers that are not loopback. Does not print itself.
#[derive(Clone)]
pub struct MetricsToken(String);

impl MetricsToken {
    /// A token of 16 to 256 visible ASCII characters.
    pub fn read(text: &str) -> Option<Self> {
        let visible = text.bytes().all(|byte| byte.is_ascii_graphic());
        (visible && (16..=256).contains(&text.len())).then(|| Self(text.to_owned()))
    }

    /// Whether this is the token; the time taken does not tell how near it was.
    pub fn is(&self, presented: &str) -> bool {
        self.0.as_bytes().ct_eq(presented.as_bytes()).into()
    }
}

impl fmt::Debug for MetricsToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MetricsToken(********)")
    }
}

/// What is in force.
#[derive(Clone, Debug)]
pub struct Config {
    /// Demo mode: loopback receivers, the demo client, the gallery.
    pub is_demo: bool,
    /// Where the gateway listens.
    pub listen: SocketAddr,
    /// How browsers reach it; no slash at the end.
    pub public_url: String,
    /// Where the sandbox banks listen.
    pub sandbox_listen: SocketAddr,
    /// How browsers reach them; no slash at the end.
    pub sandbox_public_url: String,
    /// Where the demo shop listens.
    pub shop_listen: SocketAddr,
    /// `sqlite://PATH`.
    pub database_url: String,
    /// The root key file.
    pub key_file: PathBuf,
    /// Opens `/metrics` to others than loopback.
    pub metrics_token: Option<MetricsToken>,
    /// For dates on pages.
    pub time_zone: TimeZone,
    /// The licensed firm.
    pub initiator_name: String,
    /// Form of log lines.
    pub log_format: LogFormat,
    /// Least level of our own log lines.
    pub log_level: tracing::Level,
    /// Folder of the page's files; none: those inside the binary.
    pub assets: Option<PathBuf>,
    /// Whether `/gallery` is served.
    pub gallery: bool,
    /// Template of clients that name none.
    pub default_template: String,
    /// Language of pages when nobody says one.
    pub default_language: String,
    /// Days that account data is kept after its consent is over.
    pub data_retention_days: u32,
    /// How much is let through.
    pub limits: Limits,
    /// Connections to banks beyond the sandbox.
    pub banks: Vec<BankConfig>,
}

impl Config {
    /// Checks every value in force.
    ///
    /// # Errors
    /// `Fault::Value` for the first that breaks its rule.
    pub fn read(settings: &Settings, is_demo: bool, known: &Known<'_>) -> Result<Self, Fault> {
        let read = Reader { settings: settings.all(), section: String::new() };
        Ok(Self {
            is_demo,
            listen: read.must(&keys::LISTEN, values::address)?,
            public_url: read.must(&keys::PUBLIC_URL, values::origin)?,
            sandbox_listen: read.must(&keys::SANDBOX_LISTEN, values::address)?,
            sandbox_public_url: read.must(&keys::SANDBOX_PUBLIC_URL, values::origin)?,
            shop_listen: read.must(&keys::SHOP_LISTEN, values::address)?,
            database_url: read.must(&keys::DATABASE_URL, values::database)?,
            key_file: read.must(&keys::KEY_FILE, values::path)?,
            metrics_token: read.may(&keys::METRICS_TOKEN, MetricsToken::read)?,
            time_zone: read.must(&keys::TIME_ZONE, values::time_zone)?,
            initiator_name: read.must(&keys::INITIATOR_NAME, values::name)?,
            log_format: read.must(&keys::LOG_FORMAT, values::log_format)?,
            log_level: read.must(&keys::LOG_LEVEL, values::log_level)?,
            assets: read.may(&keys::ASSETS, values::folder)?,
            gallery: read.must(&keys::GALLERY, |text| text.parse().ok())?,
            default_template: read.one_of(&keys::DEFAULT_TEMPLATE, known.templates)?,
            default_language: read.one_of(&keys::DEFAULT_LANGUAGE, known.languages)?,
            data_retention_days: read.must(&keys::DATA_RETENTION_DAYS, values::days)?,
            limits: Limits {
                client_per_s: read.must(&keys::LIMIT_CLIENT_PER_S, values::count)?,
                client_burst: read.must(&keys::LIMIT_CLIENT_BURST, values::count)?,
                page_per_s: read.must(&keys::LIMIT_PAGE_PER_S, values::count)?,
                page_burst: read.must(&keys::LIMIT_PAGE_BURST, values::count)?,
                streams_per_link: read.must(&keys::LIMIT_STREAMS_PER_LINK, values::count)?,
                streams_per_address: read.must(&keys::LIMIT_STREAMS_PER_ADDRESS, values::count)?,
            },
            banks: banks::read(&settings.banks, known.providers)?,
        })
    }
}

/// Gathers what the environment and the file say: the named file, else [`DEFAULT_FILE`] where there is one.
///
/// # Errors
/// `Fault::File` when a named file cannot be read.
pub fn gather(flags: Vec<(&'static str, String)>, named_file: Option<PathBuf>) -> Result<Given, Fault> {
    let environment: Vec<(String, String)> = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.to_string_lossy().into_owned())))
        .filter(|(name, _)| name.starts_with(keys::VARIABLE_PREFIX))
        .collect();
    let in_environment = environment.iter().find(|(name, _)| name == "FINQLINK_CONFIG").map(|(_, path)| path.into());
    let file = match named_file.or(in_environment) {
        Some(path) => Some(read_text(&path)?),
        None if Path::new(DEFAULT_FILE).exists() => Some(read_text(Path::new(DEFAULT_FILE))?),
        None => None,
    };
    Ok(Given { flags, environment, file })
}

fn read_text(path: &Path) -> Result<(String, String), Fault> {
    let shown = path.display().to_string();
    match std::fs::read_to_string(path) {
        Ok(text) => Ok((shown, text)),
        Err(error) => Err(Fault::File { path: shown, what: format!("cannot be read: {error}") }),
    }
}

/// Listens on the address of a key.
///
/// # Errors
/// `Fault::Bind`, one line that names key and address.
pub async fn bind(key: &'static Key, address: SocketAddr) -> Result<TcpListener, Fault> {
    TcpListener::bind(address).await.map_err(|error| Fault::Bind { key: key.name, address, error })
}

#[cfg(test)]
mod tests;
