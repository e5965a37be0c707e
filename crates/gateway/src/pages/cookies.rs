//! Our four cookies. All host-only, HttpOnly, `SameSite=Lax`; none follows a person from link to link.

use axum::http::HeaderMap;
use axum::http::header::COOKIE;

/// Binds attempts of one link or consent to this browser; path of its page.
pub const HOLDER: &str = "finqlink_holder";
/// Finds the attempt when a bank returns the PSU with nothing in the address; path of the provider's callback.
pub const RETURN: &str = "finqlink_return";
/// Says that the PSU left from a consent's reduced view, whose id it holds; path of the provider's callback.
pub const REDUCED: &str = "finqlink_reduced";
/// The language that was chosen by hand.
pub const LANG: &str = "finqlink_lang";

/// How long a cookie lives, seconds: as long as a link can be open.
const LIVES_S: u32 = 3_888_000;

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
    let secure = if public_url.starts_with("https://") { "; Secure" } else { "" };
    format!("{name}={value}; Path={path}; Max-Age={LIVES_S}; HttpOnly; SameSite=Lax{secure}")
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
}
