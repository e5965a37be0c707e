//! Every key of the configuration, once: its name (also the flag's and the variable's), default, rule and help.
//! Never here: where values come from, what is done with them.

/// What a key is when nobody says anything.
#[derive(Clone, Copy, Debug)]
pub enum Default {
    /// This.
    Is(&'static str),
    /// This for `serve`, that for `demo`.
    Differs(&'static str, &'static str),
    /// Made of another key's value.
    Of(&'static Key, fn(&str) -> String),
    /// Nothing.
    Unset,
}

/// How much of a value may be printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// All of it.
    Plain,
    /// All but the password of an address.
    WithoutPassword,
    /// Nothing.
    Masked,
}

/// One key.
#[derive(Debug)]
pub struct Key {
    /// `public_url`: in the file; `--public-url`: the flag; `FINQLINK_PUBLIC_URL`: the variable.
    pub name: &'static str,
    /// When nobody says anything.
    pub default: Default,
    /// What a value must be; completes the sentence "the value …".
    pub rule: &'static str,
    /// For `--help`.
    pub help: &'static str,
    /// How it is printed.
    pub shown: Shown,
}

impl Key {
    /// `--public-url` without the dashes in front.
    pub fn flag(&self) -> String {
        self.name.replace('_', "-")
    }

    /// `FINQLINK_PUBLIC_URL`.
    pub fn variable(&self) -> String {
        format!("{VARIABLE_PREFIX}{}", self.name.to_ascii_uppercase())
    }
}

/// What the names of our environment variables begin with.
pub const VARIABLE_PREFIX: &str = "FINQLINK_";

const ADDRESS: &str = "must be IP:PORT or localhost:PORT, such as 127.0.0.1:8080";
const ORIGIN: &str = "must be http:// or https://, a host, maybe a port, and nothing after it";
const COUNT: &str = "must be a whole number from 1 to 1000000";

const fn key(name: &'static str, default: Default, rule: &'static str, help: &'static str) -> Key {
    Key { name, default, rule, help, shown: Shown::Plain }
}

fn origin_of(listen: &str) -> String {
    format!("http://{listen}")
}

/// Another site than the gateway's on purpose: browsers share cookies between the ports of one host.
fn localhost_of(listen: &str) -> String {
    format!("http://localhost:{}", listen.rsplit(':').next().unwrap_or(listen))
}

/// Where the gateway listens.
pub static LISTEN: Key = key("listen", Default::Is("127.0.0.1:8080"), ADDRESS, "Where pages and API are served");
/// How browsers reach the gateway.
pub static PUBLIC_URL: Key = key(
    "public_url",
    Default::Of(&LISTEN, origin_of),
    ORIGIN,
    "How browsers and API clients reach the gateway [default: http://{listen}]",
);
/// Where the sandbox banks listen.
pub static SANDBOX_LISTEN: Key =
    key("sandbox_listen", Default::Is("127.0.0.1:8081"), ADDRESS, "Where the sandbox banks are served");
/// How browsers reach the sandbox banks.
pub static SANDBOX_PUBLIC_URL: Key = key(
    "sandbox_public_url",
    Default::Of(&SANDBOX_LISTEN, localhost_of),
    ORIGIN,
    "How browsers reach the sandbox banks [default: http://localhost:{port of sandbox_listen}]",
);
/// Where the demo shop listens.
pub static SHOP_LISTEN: Key =
    key("shop_listen", Default::Is("127.0.0.1:8082"), ADDRESS, "Where the demo shop is served");
/// The store.
pub static DATABASE_URL: Key = Key {
    shown: Shown::WithoutPassword,
    ..key(
        "database_url",
        Default::Is("sqlite://data/finqlink.db"),
        "must be sqlite://PATH or postgres://…",
        "The store; file and folder are made",
    )
};
/// The root key.
pub static KEY_FILE: Key = key(
    "key_file",
    Default::Is("data/key"),
    "must be the path of a file",
    "Root key: one or more keys of 32 bytes, the newest first; demo makes it, serve refuses to start without",
);
/// Opens `/metrics` to others than loopback.
pub static METRICS_TOKEN: Key = Key {
    shown: Shown::Masked,
    ..key(
        "metrics_token",
        Default::Unset,
        "must have 16 to 256 visible ASCII characters",
        "Bearer token that opens /metrics to peers that are not loopback",
    )
};
/// The operator's time zone.
pub static TIME_ZONE: Key = key(
    "time_zone",
    Default::Is("Europe/Bucharest"),
    "must be a name of the IANA time zone database",
    "Time zone of dates on pages",
);
/// The licensed firm.
pub static INITIATOR_NAME: Key = key(
    "initiator_name",
    Default::Differs("FinqLink", "FinqLink Demo"),
    "must be the name of the licensed firm, 1 to 70 characters",
    "The licensed firm that initiates; shown on every page",
);
/// Form of logs.
pub static LOG_FORMAT: Key = key("log_format", Default::Is("text"), "must be text or json", "Form of log lines");
/// Least level of our own log lines.
pub static LOG_LEVEL: Key = key(
    "log_level",
    Default::Is("info"),
    "must be error, warn, info, debug or trace",
    "Least level of our own log lines (libraries: warn)",
);
/// The page's files.
pub static ASSETS: Key = key(
    "assets",
    Default::Unset,
    "must be a folder with a build of the page",
    "Folder of the page's files [default: those inside the binary]",
);
/// Whether `/gallery` is served.
pub static GALLERY: Key = key("gallery", Default::Differs("false", "true"), "must be true or false", "Serve /gallery");
/// The template of clients that name none.
pub static DEFAULT_TEMPLATE: Key = key(
    "default_template",
    Default::Is("default"),
    "must be one of the templates of this build",
    "Template of new clients that name none",
);
/// The language of pages when nobody says one.
pub static DEFAULT_LANGUAGE: Key = key(
    "default_language",
    Default::Is("en"),
    "must be one of the languages of this build",
    "Language of pages when neither link nor browser says one",
);
/// How long data outlives its consent.
pub static DATA_RETENTION_DAYS: Key = key(
    "data_retention_days",
    Default::Is("30"),
    "must be a whole number of days from 0 to 3650",
    "Days that account data is kept after its consent is over; nobody can read it from the end of the consent on",
);
/// API calls a second and client.
pub static LIMIT_CLIENT_PER_S: Key =
    key("limit_client_per_s", Default::Differs("100", "1000"), COUNT, "API calls per second of one client");
/// API calls at once.
pub static LIMIT_CLIENT_BURST: Key =
    key("limit_client_burst", Default::Differs("300", "3000"), COUNT, "API calls at once of one client");
/// Page calls a second, link and address.
pub static LIMIT_PAGE_PER_S: Key =
    key("limit_page_per_s", Default::Differs("30", "300"), COUNT, "Page calls per second of one link and address");
/// Page calls at once.
pub static LIMIT_PAGE_BURST: Key =
    key("limit_page_burst", Default::Differs("120", "1200"), COUNT, "Page calls at once of one link and address");
/// Event streams of one link.
pub static LIMIT_STREAMS_PER_LINK: Key =
    key("limit_streams_per_link", Default::Differs("8", "80"), COUNT, "Open event streams of one link");
/// Event streams of one address.
pub static LIMIT_STREAMS_PER_ADDRESS: Key =
    key("limit_streams_per_address", Default::Differs("64", "640"), COUNT, "Open event streams of one address");

/// Every key, in the order in which they are printed. A key may be made only of one that stands before it.
pub static ALL: [&Key; 23] = [
    &LISTEN,
    &PUBLIC_URL,
    &SANDBOX_LISTEN,
    &SANDBOX_PUBLIC_URL,
    &SHOP_LISTEN,
    &DATABASE_URL,
    &KEY_FILE,
    &METRICS_TOKEN,
    &TIME_ZONE,
    &INITIATOR_NAME,
    &LOG_FORMAT,
    &LOG_LEVEL,
    &ASSETS,
    &GALLERY,
    &DEFAULT_TEMPLATE,
    &DEFAULT_LANGUAGE,
    &DATA_RETENTION_DAYS,
    &LIMIT_CLIENT_PER_S,
    &LIMIT_CLIENT_BURST,
    &LIMIT_PAGE_PER_S,
    &LIMIT_PAGE_BURST,
    &LIMIT_STREAMS_PER_LINK,
    &LIMIT_STREAMS_PER_ADDRESS,
];

/// What the names of banks' sections begin with: `[banks.libra_ro]`. They stand in the file only: a bank has too many keys
/// for flags, and its secrets are files.
pub const BANKS: &str = "banks";

const BANK_ADDRESS: &str =
    "must be https://HOST[:PORT][/PATH] (http:// on loopback only), without user, query, fragment";
const fn bank_address(name: &'static str, help: &'static str) -> Key {
    Key { shown: Shown::WithoutPassword, ..key(name, Default::Unset, BANK_ADDRESS, help) }
}

/// Where the connection leads.
pub static BANK_ENV: Key =
    key("env", Default::Unset, "must be prod (with money) or stage (the bank's own test system)", "Where it leads");
/// The bank's API.
pub static BANK_API_BASE: Key = bank_address("api_base", "Where calls go; the standard's /v1/… follows");
/// The bank's pages.
pub static BANK_PUBLIC_BASE: Key = bank_address("public_base", "Where PSUs may be sent for SCA, and nowhere else");
/// Our own address.
pub static BANK_OWN_IP: Key = key(
    "own_ip",
    Default::Unset,
    "must be the IPv4 address that the gateway calls banks from",
    "Told to the bank for a PSU whose own IPv4 address is not known",
);
/// Our id at the bank.
pub static BANK_CLIENT_ID: Key =
    key("client_id", Default::Unset, "must be our id at this bank: 1 to 512 visible ASCII characters", "Our id there");
/// Our secret at the bank.
pub static BANK_CLIENT_SECRET_FILE: Key = key(
    "client_secret_file",
    Default::Unset,
    "must be the path of a file with our secret at this bank",
    "Our secret there",
);
/// The seal's key.
pub static BANK_SEAL_KEY_FILE: Key = key(
    "seal_key_file",
    Default::Unset,
    "must be the path of the seal's private key (QSealC; PEM, RSA)",
    "What calls are sealed with, where the bank wants it",
);
/// The seal's certificate.
pub static BANK_SEAL_CERTIFICATE_FILE: Key = key(
    "seal_certificate_file",
    Default::Unset,
    "must be the path of the seal's certificate (QSealC; PEM)",
    "The seal's certificate",
);
/// What TLS shows.
pub static BANK_TLS_IDENTITY_FILE: Key = key(
    "tls_identity_file",
    Default::Unset,
    "must be the path of a certificate and its private key (QWAC; PEM)",
    "What TLS shows to this bank, and to no other",
);

/// Every key of a bank's section, in the order in which they are printed.
pub static BANK: [&Key; 9] = [
    &BANK_ENV,
    &BANK_API_BASE,
    &BANK_PUBLIC_BASE,
    &BANK_OWN_IP,
    &BANK_CLIENT_ID,
    &BANK_CLIENT_SECRET_FILE,
    &BANK_SEAL_KEY_FILE,
    &BANK_SEAL_CERTIFICATE_FILE,
    &BANK_TLS_IDENTITY_FILE,
];
