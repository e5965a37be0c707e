//! Our three cookies. All host-only, HttpOnly, `SameSite=Lax`; none follows a person from link to link.

use crate::app::Subject;
use crate::app::seen::PageId;
use axum::http::HeaderMap;
use axum::http::header::COOKIE;

/// Binds attempts of one link or consent to this browser; path of its page.
pub const HOLDER: &str = "finqlink_holder";
/// Finds the attempt when a bank returns the PSU with nothing in the address; path of the provider's callback.
pub const RETURN: &str = "finqlink_return";
/// The language that was chosen by hand.
pub const LANG: &str = "finqlink_lang";

/// How long a cookie lives, seconds: as long as a link can be open.
const LIVES_S: u32 = 45 * DAY_S;
/// How long the secret of who shares data lives: as long as a consent can be open, and valid after that.
const SHARER_LIVES_S: u32 = (45 + 180) * DAY_S;
/// Seconds of a day.
const DAY_S: u32 = 86_400;

/// A cookie's value, when it is one that we could have set.
pub fn read(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, value)| *key == name && is_token(value))
        .map(|(_, value)| value.to_owned())
}

/// The value of `Set-Cookie`.
pub fn set(name: &str, value: &str, path: &str, public_url: &str) -> String {
    written(name, value, path, public_url, LIVES_S)
}

/// The value of `Set-Cookie` that binds this page's attempts to the browser, for as long as it may have something to end there.
pub fn holder(secret: &str, page: &PageId, public_url: &str) -> String {
    let lives_s = match page.subject {
        Subject::Payment => LIVES_S,
        Subject::Consent => SHARER_LIVES_S,
    };
    written(HOLDER, secret, &page.path(), public_url, lives_s)
}

fn written(name: &str, value: &str, path: &str, public_url: &str, lives_s: u32) -> String {
    let secure = if public_url.starts_with("https://") { "; Secure" } else { "" };
    format!("{name}={value}; Path={path}; Max-Age={lives_s}; HttpOnly; SameSite=Lax{secure}")
}

fn is_token(value: &str) -> bool {
    (1..=64).contains(&value.len())
        && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_tokens_are_read() {
        let mut headers = HeaderMap::new();
        headers.append(COOKIE, "a=b; finqlink_holder=Ab-9_; x=y".parse().unwrap());
        headers.append(COOKIE, "finqlink_lang=<script>".parse().unwrap());
        assert_eq!(read(&headers, HOLDER).as_deref(), Some("Ab-9_"));
        assert_eq!(read(&headers, LANG), None);
        assert_eq!(read(&headers, RETURN), None);
    }

    #[test]
    fn secure_where_we_are_served_so() {
        assert!(set(HOLDER, "x", "/pay/a", "https://pay.example").ends_with("; Secure"));
        assert!(!set(HOLDER, "x", "/pay/a", "http://127.0.0.1:8080").contains("Secure"));
    }

    #[test]
    fn who_shares_data_can_withdraw_until_the_last_day() {
        let page = |subject| PageId { subject, id: "a".to_owned() };
        let of = |subject| holder("x", &page(subject), "https://pay.example");
        assert!(of(Subject::Payment).contains("Path=/pay/a; Max-Age=3888000; "));
        assert!(of(Subject::Consent).contains("Path=/consent/a; Max-Age=19440000; "));
    }
}
