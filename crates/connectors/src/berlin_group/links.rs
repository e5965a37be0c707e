//! Which of a bank's links may be followed: its own API's, and for the PSU the addresses that the profile lists.
//! Never here: following one.

use crate::profile::{Profile, is_plain};

/// Longer links are no links.
pub(super) const MAX_LINK: usize = 4_096;

/// A link of the API as an absolute address under the profile's `api`; `None` when it leads anywhere else.
pub(super) fn api_address(profile: &Profile, href: &str) -> Option<String> {
    if href.len() > MAX_LINK || href.contains('#') {
        return None;
    }
    // The bank may stand behind another address than it writes (a proxy): its links are followed under `api` all the same.
    let mut bases = std::iter::once(&profile.api).chain(&profile.link_bases);
    let below = if href.starts_with('/') {
        // The base with the longest path counts: a host alone is the beginning of every path.
        let shortest = bases.filter_map(|base| base.strip_path(href)).min_by_key(|below| below.len());
        is_plain(href).then(|| shortest.unwrap_or(href))?
    } else {
        bases.find_map(|base| base.strip(href))?
    };
    below.starts_with('/').then(|| format!("{}{below}", profile.api))
}

/// An address for the PSU as the bank wrote it (made absolute); `None` when the profile does not list where it leads.
pub(super) fn sca_address(profile: &Profile, href: &str) -> Option<String> {
    if href.len() > MAX_LINK {
        return None;
    }
    if href.starts_with('/') {
        let base = profile.sca_bases.first()?;
        return is_plain(href).then(|| base.join(href));
    }
    profile.sca_bases.iter().any(|base| base.strip(href).is_some()).then(|| href.to_owned())
}

/// A path segment: everything but unreserved characters is percent-encoded; `None` for what no path can hold as one segment.
pub(super) fn segment(text: &str) -> Option<String> {
    if text.is_empty() || text.len() > 256 || matches!(text, "." | "..") {
        return None;
    }
    Some(encoded(text))
}

/// Names and values as a query, or as the body of a form: only unreserved characters stand as they are, which every reader
/// of either reads alike.
pub(super) fn form(pairs: &[(&str, &str)]) -> String {
    let pairs: Vec<_> = pairs.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
    pairs.join("&")
}

/// Everything but unreserved characters (RFC 3986, 2.3) percent-encoded.
pub(super) fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}
