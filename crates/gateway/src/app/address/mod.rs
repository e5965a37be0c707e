//! Which addresses of API clients we take: where webhooks go, where payers return, whose frames may hold the page.
//! Pure; the same rule is asked at creation and at connection (there with the resolved IP addresses too).
//! Never here: sockets, name resolution.

pub mod public;
pub mod query;

use public::{is_public, is_public_name};
use std::net::IpAddr;
use url::{Host, Url};

/// Longest address that we take, in bytes.
pub const LONGEST: usize = 2048;

/// Where the gateway runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// For real: https to public addresses only.
    Strict,
    /// Demo: also http and https to 127.0.0.0/8, ::1 and localhost, any port.
    Demo,
}

impl Mode {
    /// The mode of a gateway that is, or is not, in demo mode.
    pub const fn of(demo: bool) -> Self {
        if demo { Self::Demo } else { Self::Strict }
    }
}

/// Why an address is refused. The text is a rule, for the API client's developer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressFault {
    /// Not an absolute URL.
    #[error("must be an absolute URL such as https://shop.example/path")]
    Malformed,
    /// Longer than [`LONGEST`].
    #[error("must have at most 2048 bytes")]
    TooLong,
    /// White space, control characters or backslashes, which URL parsers read in different ways.
    #[error("must hold no white space, control character or backslash")]
    Characters,
    /// Neither https nor, in demo mode, http to this machine.
    #[error("must begin with https://")]
    Scheme,
    /// A user name or password before the host.
    #[error("must hold no user name or password")]
    UserInfo,
    /// Another spelling than the one a resolver sees: decimal, octal or hex numbers, percent signs, other alphabets.
    #[error("must name its host plainly: a domain name in ASCII, or an IP address in its usual form")]
    HostSpelling,
    /// A name or address inside somebody's own network.
    #[error("must be reachable from the internet: private, loopback, link-local and reserved addresses are refused")]
    NotPublic,
    /// Port 0.
    #[error("must not name port 0")]
    Port,
    /// Dots or slashes written as `%2e`, `%2f`, `%5c`, or `..` in the path.
    #[error("must hold no dots or slashes in disguise")]
    Disguise,
    /// A `#` part, which would hide what we add.
    #[error("must have no fragment")]
    Fragment,
    /// Not one of the client's registered addresses.
    #[error("must be one of the addresses registered for the client, letter by letter")]
    NotRegistered,
    /// A scheme that cannot be an app's own.
    #[error("must be https, http to this machine, or an app's own scheme")]
    RedirectScheme,
    /// More than scheme, host and port.
    #[error("must be an origin: https://host or https://host:port, and nothing after it")]
    Origin,
    /// A port `*` that is not on this machine.
    #[error("may have the port * for http://127.0.0.1, http://localhost and http://[::1] only")]
    AnyPort,
}

/// Checks an address that we shall call (`webhook_url`, `callback_url`). Send to the returned URL.
///
/// # Errors
/// The first rule that it breaks.
pub fn check(text: &str, mode: Mode) -> Result<Url, AddressFault> {
    let url = read(text)?;
    let rest = after_scheme(text, &url)?;
    if !matches!(url.scheme(), "https" | "http") {
        return Err(AddressFault::Scheme);
    }
    let host = plain_host(rest, &url)?;
    if url.port() == Some(0) {
        return Err(AddressFault::Port);
    }
    if mode == Mode::Demo && is_this_machine(&host) {
        return Ok(url);
    }
    if url.scheme() != "https" {
        return Err(AddressFault::Scheme);
    }
    match host {
        Host::Domain(name) if is_public_name(name) => Ok(url),
        Host::Ipv4(ip) if is_public(IpAddr::V4(ip)) => Ok(url),
        Host::Ipv6(ip) if is_public(IpAddr::V6(ip)) => Ok(url),
        _ => Err(AddressFault::NotPublic),
    }
}

/// Checks one resolved IP address of `name`, at connection: a name may have changed since its creation.
///
/// # Errors
/// `NotPublic`; in demo mode `localhost`, and only that name, may be a loopback address.
pub fn check_resolved(name: &str, ip: IpAddr, mode: Mode) -> Result<(), AddressFault> {
    let allowed = match mode {
        Mode::Demo if name.eq_ignore_ascii_case("localhost") => ip.is_loopback(),
        Mode::Demo | Mode::Strict => is_public(ip),
    };
    if allowed { Ok(()) } else { Err(AddressFault::NotPublic) }
}

/// Checks a `redirect_url` against those registered for the client: letter by letter, or, for a registered loopback
/// address with the port `*`, any port (and any path when it was registered without one).
///
/// # Errors
/// The first rule that it breaks.
pub fn check_redirect(text: &str, registered: &[String]) -> Result<Url, AddressFault> {
    let url = redirect(text)?;
    let known = registered.iter().any(|entry| entry == text || matches_any_port(entry, text, &url));
    if known { Ok(url) } else { Err(AddressFault::NotRegistered) }
}

/// Checks a redirect URL that an operator registers for a client.
///
/// # Errors
/// The first rule that it breaks.
pub fn check_redirect_registration(text: &str) -> Result<(), AddressFault> {
    match any_port(text) {
        Some((origin, path)) => redirect(&format!("{origin}:1{path}")).map(drop),
        None if text.contains(":*") => Err(AddressFault::AnyPort),
        None => redirect(text).map(drop),
    }
}

/// Checks an origin that an operator registers as a place for frames: `https://host[:port]`, or loopback by http,
/// where the port may be `*`. It goes into a policy header as it stands.
///
/// # Errors
/// The first rule that it breaks.
pub fn check_frame_origin(text: &str) -> Result<(), AddressFault> {
    if let Some((origin, path)) = any_port(text) {
        // A policy header knows no IPv6 addresses.
        return if path.is_empty() && !origin.contains('[') { Ok(()) } else { Err(AddressFault::Origin) };
    }
    if text.contains('*') {
        return Err(AddressFault::AnyPort);
    }
    let url = redirect(text)?;
    match url.host() {
        Some(Host::Domain(_) | Host::Ipv4(_)) if url.origin().ascii_serialization() == text => Ok(()),
        _ => Err(AddressFault::Origin),
    }
}

/// Shape and scheme of an address where payers return.
fn redirect(text: &str) -> Result<Url, AddressFault> {
    let url = read(text)?;
    if url.fragment().is_some() {
        return Err(AddressFault::Fragment);
    }
    if has_disguise(text) {
        return Err(AddressFault::Disguise);
    }
    match url.scheme() {
        "https" => plain_host(after_scheme(text, &url)?, &url).map(drop)?,
        "http" if is_this_machine(&plain_host(after_scheme(text, &url)?, &url)?) => {}
        scheme if is_app_scheme(scheme) => no_user_info(&url)?,
        _ => return Err(AddressFault::RedirectScheme),
    }
    if url.port() == Some(0) { Err(AddressFault::Port) } else { Ok(url) }
}

fn read(text: &str) -> Result<Url, AddressFault> {
    if text.len() > LONGEST {
        return Err(AddressFault::TooLong);
    }
    // The parser drops tabs and new lines and turns backslashes round; another reader of the same text may not.
    if text.chars().any(|c| c.is_whitespace() || c.is_control() || c == '\\') {
        return Err(AddressFault::Characters);
    }
    Url::parse(text).map_err(|_| AddressFault::Malformed)
}

/// What follows `scheme://`; the parser takes `https:host` and `https:///host` too, other readers do not.
fn after_scheme<'a>(text: &'a str, url: &Url) -> Result<&'a str, AddressFault> {
    text.get(url.scheme().len()..)
        .and_then(|rest| rest.strip_prefix("://"))
        .filter(|rest| !rest.starts_with('/'))
        .ok_or(AddressFault::Malformed)
}

/// The host, if it is written exactly as the parser understands it (but for upper case). `127.1`, `0x7f.1`,
/// `2130706433`, `%31` and letters that look like others are written in another way than they are read.
fn plain_host<'a>(rest: &str, url: &'a Url) -> Result<Host<&'a str>, AddressFault> {
    no_user_info(url)?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if authority.contains('@') {
        return Err(AddressFault::UserInfo);
    }
    let written = match authority.find(']') {
        Some(end) => &authority[..=end],
        None => authority.split(':').next().unwrap_or_default(),
    };
    match url.host() {
        // The parser lets `;`, `,` and `'` stand in names; a policy header would end there.
        Some(Host::Domain(name)) if !name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._".contains(&b)) => {
            Err(AddressFault::HostSpelling)
        }
        Some(host) if url.host_str().is_some_and(|read| read.eq_ignore_ascii_case(written)) => Ok(host),
        // One IPv6 address has many usual spellings; the parser's brackets keep them apart from names.
        Some(host @ Host::Ipv6(_)) => Ok(host),
        Some(_) => Err(AddressFault::HostSpelling),
        None => Err(AddressFault::Malformed),
    }
}

fn no_user_info(url: &Url) -> Result<(), AddressFault> {
    if url.username().is_empty() && url.password().is_none() { Ok(()) } else { Err(AddressFault::UserInfo) }
}

fn is_this_machine(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => *name == "localhost",
        Host::Ipv4(ip) => ip.is_loopback(),
        Host::Ipv6(ip) => ip.is_loopback(),
    }
}

/// `javascript:` and its kin run or read something; an app's own scheme only opens the app.
fn is_app_scheme(scheme: &str) -> bool {
    const NEVER: [&str; 22] = [
        "about",
        "blob",
        "chrome",
        "content",
        "data",
        "file",
        "filesystem",
        "ftp",
        "ftps",
        "http",
        "https",
        "intent",
        "jar",
        "javascript",
        "mailto",
        "resource",
        "sms",
        "tel",
        "vbscript",
        "view-source",
        "ws",
        "wss",
    ];
    !NEVER.contains(&scheme)
}

fn has_disguise(text: &str) -> bool {
    let path = text.split(['?', '#']).next().unwrap_or_default();
    let lower = path.to_ascii_lowercase();
    ["%2e", "%2f", "%5c", "%00"].iter().any(|code| lower.contains(code))
        || path.split('/').any(|part| part == "." || part == "..")
}

/// Splits a registered `http://127.0.0.1:*…`: origin without the port, and the path after it.
fn any_port(entry: &str) -> Option<(&str, &str)> {
    let (origin, path) = entry.split_once(":*")?;
    let known = ["http", "https"].iter().any(|scheme| {
        origin
            .strip_prefix(scheme)
            .and_then(|rest| rest.strip_prefix("://"))
            .is_some_and(|host| matches!(host, "127.0.0.1" | "localhost" | "[::1]"))
    });
    (known && (path.is_empty() || path.starts_with('/'))).then_some((origin, path))
}

fn matches_any_port(entry: &str, text: &str, url: &Url) -> bool {
    let Some((origin, path)) = any_port(entry) else { return false };
    let Some(rest) = text.strip_prefix(origin) else { return false };
    // `localhost.evil` and `localhost@evil` go on after the host: only a port, a path or the end may follow.
    let ends = rest.is_empty() || rest.starts_with([':', '/', '?']);
    let here = url.host().is_some_and(|host| is_this_machine(&host));
    let after = rest.find('/').map_or("", |at| &rest[at..]);
    ends && here && (path.is_empty() || after == path)
}

#[cfg(test)]
mod tests;
