//! The beginning of a bank's addresses, and whether an address lies under it.
//! Never here: which bases a bank has (see `profiles`), or following an address.

/// The beginning of an address: `http(s)://host[:port][/path]`, without a slash at the end.
/// An address lies under it when scheme, host and port are the same and the path goes on from this path.
#[derive(Clone, PartialEq, Eq)]
pub struct Base {
    origin: String,
    path: String,
}

/// A base address breaks its form.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not an address of the form http(s)://host[:port][/path]")]
pub struct BadBase(pub String);

impl Base {
    /// Reads a base from configuration.
    ///
    /// # Errors
    /// `BadBase` for anything but `http(s)://host[:port][/path]`: no user, query, fragment, dot segment.
    pub fn parse(text: &str) -> Result<Self, BadBase> {
        let bad = || BadBase(text.to_owned());
        let (origin, rest) = split(text.trim_end_matches('/')).ok_or_else(bad)?;
        if rest.contains(['?', '#']) {
            return Err(bad());
        }
        Ok(Self { origin, path: rest.to_owned() })
    }

    /// The part of an absolute address that follows this base; `None` when it does not lie under it.
    pub fn strip<'a>(&self, address: &'a str) -> Option<&'a str> {
        let (origin, rest) = split(address)?;
        (origin == self.origin).then(|| self.strip_path(rest)).flatten()
    }

    /// The address of a path (with a slash first) below this base. A path that already begins with the base's own
    /// path is taken as counted from the host: banks write relative links both ways.
    pub fn join(&self, path: &str) -> String {
        format!("{self}{}", self.strip_path(path).unwrap_or(path))
    }

    /// What follows this base's own path in a path counted from the host; `None` when it does not begin with it.
    pub(crate) fn strip_path<'a>(&self, path: &'a str) -> Option<&'a str> {
        let below = path.strip_prefix(self.path.as_str())?;
        (below.is_empty() || below.starts_with(['/', '?', '#'])).then_some(below)
    }
}

impl std::fmt::Display for Base {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", self.origin, self.path)
    }
}

impl std::fmt::Debug for Base {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Base({self})")
    }
}

/// Splits an absolute address into its origin (lower case, default port left out) and the rest.
/// Stricter than browsers: what two programs could read differently is not read at all.
fn split(address: &str) -> Option<(String, &str)> {
    let (scheme, after) = address.split_once("://")?;
    let scheme = scheme.to_ascii_lowercase();
    let default_port = match scheme.as_str() {
        "https" => ":443",
        "http" => ":80",
        _ => return None,
    };
    let end = after.find(['/', '?', '#']).unwrap_or(after.len());
    let (authority, rest) = after.split_at(end);
    let authority = authority.to_ascii_lowercase();
    let authority = authority.strip_suffix(default_port).unwrap_or(&authority);
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':' | b'[' | b']');
    let sound = !authority.is_empty() && authority.bytes().all(plain) && is_plain(rest);
    sound.then(|| (format!("{scheme}://{authority}"), rest))
}

/// Whether a path with query holds only what every reader reads alike: visible ASCII without backslash and quotes, no dot segments.
pub(crate) fn is_plain(path: &str) -> bool {
    let visible =
        path.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'\\' | b'"' | b'<' | b'>' | b'`'));
    let path = path.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase().replace("%2e", ".");
    let dots = path.split('/').any(|segment| matches!(segment, "." | ".."));
    visible && !dots && !path.starts_with("//") && !path.contains("%5c") && !path.contains("%2f")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_is_read_in_one_form_only() {
        for (text, shown) in [
            ("https://api.testbank.com/psd2/", "https://api.testbank.com/psd2"),
            ("HTTPS://API.Testbank.com:443", "https://api.testbank.com"),
            ("http://127.0.0.1:8081/libra_ro", "http://127.0.0.1:8081/libra_ro"),
            ("http://[::1]:8081", "http://[::1]:8081"),
        ] {
            assert_eq!(Base::parse(text).unwrap().to_string(), shown);
        }
        for bad in [
            "",
            "bank",
            "//bank",
            "ftp://bank",
            "https://",
            "https://user@bank",
            "https://bank/a?b",
            "https://bank/a#b",
            "https://bank/a/../b",
            "https://bank/%2E%2e/b",
            "https://ba nk",
            "https://bank\\evil",
            "https://bänk",
            "https://bank//x",
        ] {
            assert!(Base::parse(bad).is_err(), "{bad:?} was taken");
        }
    }

    #[test]
    fn an_address_lies_under_its_base_or_not() {
        let base = Base::parse("http://localhost:8081/libra_ro").unwrap();
        assert_eq!(base.strip("http://localhost:8081/libra_ro/sca/1?x=1#y"), Some("/sca/1?x=1#y"));
        assert_eq!(base.strip("HTTP://LOCALHOST:8081/libra_ro"), Some(""));
        for other in [
            "https://localhost:8081/libra_ro/sca",
            "http://localhost:8082/libra_ro/sca",
            "http://localhost/libra_ro",
            "http://localhost:8081/libra_ro_evil/sca",
            "http://localhost:8081/rzb_ro",
            "http://localhost:8081",
            "http://localhost:8081/libra_ro/../rzb_ro",
            "http://localhost:8081/libra_ro/%2e%2e/rzb_ro",
            "http://localhost:8081@evil.com/libra_ro",
            "http://evil.com/libra_ro",
            "http://localhost:8081\\@evil/libra_ro",
            "javascript://localhost:8081/libra_ro",
            "/libra_ro/sca",
        ] {
            assert_eq!(base.strip(other), None, "{other}");
        }
    }

    #[test]
    fn relative_links_are_joined_both_ways() {
        let base = Base::parse("https://api.testbank.com/psd2").unwrap();
        assert_eq!(base.join("/v1/payments/1"), "https://api.testbank.com/psd2/v1/payments/1");
        assert_eq!(base.join("/psd2/v1/payments/1"), "https://api.testbank.com/psd2/v1/payments/1");
        assert_eq!(base.join("/psd2evil"), "https://api.testbank.com/psd2/psd2evil");
        let root = Base::parse("https://api.testbank.com").unwrap();
        assert_eq!(root.join("/v1/payments/1"), "https://api.testbank.com/v1/payments/1");
    }
}
