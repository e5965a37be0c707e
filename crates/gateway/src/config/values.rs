//! What the text of a value means, key by key; nothing where it breaks the key's rule.
//! Never here: where the text came from.

use super::LogFormat;
use super::fault::Fault;
use super::keys::Key;
use super::settings::Setting;
use jiff::tz::TimeZone;
use std::net::SocketAddr;
use std::path::PathBuf;
use url::{Host, Url};

/// Reads settings by key.
pub struct Reader<'a> {
    /// Those of the whole file, or of one section.
    pub settings: &'a [Setting],
    /// What their names begin with: nothing, or `banks.libra_ro.`.
    pub section: String,
}

impl Reader<'_> {
    /// A key that always has a value.
    pub fn must<T>(&self, key: &'static Key, parse: impl Fn(&str) -> Option<T>) -> Result<T, Fault> {
        self.may(key, parse)?.ok_or_else(|| self.missing(key))
    }

    /// A key that may be unset.
    pub fn may<T>(&self, key: &'static Key, parse: impl Fn(&str) -> Option<T>) -> Result<Option<T>, Fault> {
        let Some(setting) = self.get(key) else { return Ok(None) };
        let Some(text) = &setting.value else { return Ok(None) };
        match parse(text) {
            Some(value) => Ok(Some(value)),
            None => Err(self.refused(key, key.rule.to_owned())),
        }
    }

    /// A key with a closed list of words.
    pub fn one_of(&self, key: &'static Key, known: &[&str]) -> Result<String, Fault> {
        let word = self.must(key, |text| Some(text.to_owned()))?;
        if known.contains(&word.as_str()) {
            return Ok(word);
        }
        Err(self.refused(key, format!("{}: {}", key.rule, known.join(", "))))
    }

    /// A key that is needed has no value.
    pub fn missing(&self, key: &'static Key) -> Fault {
        Fault::Missing { key: self.named(key), rule: key.rule }
    }

    /// A key's value breaks a rule.
    pub fn refused(&self, key: &'static Key, rule: String) -> Fault {
        let setting = self.get(key);
        Fault::Value {
            key: self.named(key),
            value: setting.and_then(|setting| setting.shown()).unwrap_or_default(),
            source: setting.map(|setting| setting.source.to_string()).unwrap_or_default(),
            rule,
        }
    }

    fn get(&self, key: &Key) -> Option<&Setting> {
        self.settings.iter().find(|setting| setting.key == key)
    }

    fn named(&self, key: &Key) -> String {
        format!("{}{}", self.section, key.name)
    }
}

pub fn address(text: &str) -> Option<SocketAddr> {
    match text.strip_prefix("localhost:") {
        Some(port) => Some(SocketAddr::from(([127, 0, 0, 1], port.parse().ok()?))),
        None => text.parse().ok(),
    }
}

pub fn origin(text: &str) -> Option<String> {
    let url = Url::parse(text).ok()?;
    let origin = url.origin().ascii_serialization();
    let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
    let is_web = matches!(url.scheme(), "http" | "https") && url.password().is_none();
    (bare && is_web && text.contains("://")).then_some(origin)
}

/// A bank's address: https, or http where nobody but this machine hears it.
pub fn bank_address(text: &str) -> Option<String> {
    let url = Url::parse(text).ok()?;
    let unheard = match url.host()? {
        Host::Domain(name) => name == "localhost",
        Host::Ipv4(ip) => ip.is_loopback(),
        Host::Ipv6(ip) => ip.is_loopback(),
    };
    let safe = url.scheme() == "https" || (url.scheme() == "http" && unheard);
    let bare =
        url.query().is_none() && url.fragment().is_none() && url.username().is_empty() && url.password().is_none();
    (safe && bare).then(|| text.trim_end_matches('/').to_owned())
}

/// One word of visible ASCII, as a bank gives ids and secrets.
pub fn word(text: &str) -> Option<String> {
    let visible = text.bytes().all(|byte| byte.is_ascii_graphic());
    (visible && (1..=512).contains(&text.len())).then(|| text.to_owned())
}

pub fn database(text: &str) -> Option<String> {
    let known = ["sqlite://", "postgres://", "postgresql://"];
    known.iter().any(|scheme| text.strip_prefix(scheme).is_some_and(|rest| !rest.is_empty())).then(|| text.to_owned())
}

pub fn path(text: &str) -> Option<PathBuf> {
    (!text.is_empty()).then(|| PathBuf::from(text))
}

pub fn folder(text: &str) -> Option<PathBuf> {
    path(text).filter(|path| path.is_dir())
}

pub fn time_zone(text: &str) -> Option<TimeZone> {
    TimeZone::get(text).ok()
}

pub fn name(text: &str) -> Option<String> {
    let length = text.chars().count();
    let sound = (1..=70).contains(&length) && !text.trim().is_empty() && !text.chars().any(char::is_control);
    sound.then(|| text.to_owned())
}

pub fn log_format(text: &str) -> Option<LogFormat> {
    match text {
        "text" => Some(LogFormat::Text),
        "json" => Some(LogFormat::Json),
        _ => None,
    }
}

pub fn log_level(text: &str) -> Option<tracing::Level> {
    let known = ["error", "warn", "info", "debug", "trace"];
    known.contains(&text).then(|| text.parse().ok()).flatten()
}

pub fn days(text: &str) -> Option<u32> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|days| plain && *days <= 3_650)
}

pub fn count(text: &str) -> Option<u32> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|count| plain && (1..=1_000_000).contains(count))
}
