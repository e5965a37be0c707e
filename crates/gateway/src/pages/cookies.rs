//! Our cookies. All host-only, HttpOnly, `SameSite=Lax` (in a frame: partitioned); none follows a person from link to link: each but the language is one
//! link's, one consent's or one attempt's.

use crate::app::leave::Leaving;
use crate::app::seen::PageId;
use crate::app::{Subject, mark};
use axum::http::HeaderMap;
use axum::http::header::COOKIE;

/// Binds attempts of one link or consent to this browser; path of its page.
pub const HOLDER: &str = "finqlink_holder";
/// Begins the name of the same for a consent that was agreed to by its own id; path of all consents' pages, so that its other page
/// knows this browser too.
const SHARER: &str = "finqlink_holder_";
/// Begins the name of what finds an attempt when a bank returns the PSU with nothing in the address; path of the provider's callback.
const RETURN: &str = "finqlink_return_";
/// The language that was chosen by hand.
pub const LANG: &str = "finqlink_lang";

/// How long a cookie lives, seconds: as long as a link can be open.
const LIVES_S: u32 = 45 * DAY_S;
/// How long the secret of who shares data lives: as long as a consent can be open, and valid after that.
const SHARER_LIVES_S: u32 = (45 + 180) * DAY_S;
/// Seconds of a day: who left for a bank is back by then, or never.
const DAY_S: u32 = 86_400;
/// The most cookies of one kind that are looked at.
const MOST: usize = 16;

/// A cookie's value, when it is one that we could have set.
pub fn read(headers: &HeaderMap, name: &str) -> Option<String> {
    all(headers).find(|(key, value)| *key == name && is_token(value)).map(|(_, value)| value.to_owned())
}

/// The secrets by which this browser may be known on a consent's page, beside the page's own.
pub fn sharers(headers: &HeaderMap) -> Vec<String> {
    let ours = all(headers).filter(|(key, value)| key.starts_with(SHARER) && is_token(value));
    ours.take(MOST).map(|(_, value)| value.to_owned()).collect()
}

/// What this browser left for this callback's bank with: the newest first.
pub fn returns(headers: &HeaderMap) -> Vec<String> {
    let ours = all(headers).filter(|(key, _)| key.starts_with(RETURN));
    let mut left: Vec<(i64, &str)> = ours
        .filter_map(|(_, value)| value.split_once('.'))
        .filter_map(|(at_ms, token)| Some((at_ms.parse().ok()?, token)))
        .filter(|(_, token)| is_token(token))
        .collect();
    left.sort_by(|one, other| other.cmp(one));
    left.into_iter().take(MOST).map(|(_, token)| token.to_owned()).collect()
}

/// Names and values, as they came.
fn all(headers: &HeaderMap) -> impl Iterator<Item = (&str, &str)> {
    let lines = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    lines.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='))
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

/// The value of `Set-Cookie` that does the same in a frame, for this merchant's site alone, where the browser takes such cookies at all:
/// so that a frame that is loaded anew is known again.
pub fn apart(secret: &str, page: &PageId) -> String {
    format!("{HOLDER}={secret}; Path={}; Max-Age={DAY_S}; HttpOnly; SameSite=None; Secure; Partitioned", page.path())
}

/// The value of `Set-Cookie` by which a consent's other page knows who agreed on the reduced one.
pub fn sharer(secret: &str, consent_id: &str, public_url: &str) -> String {
    written(&[SHARER, &mark(consent_id)].concat(), secret, "/consent", public_url, SHARER_LIVES_S)
}

/// The value of `Set-Cookie` that finds this attempt when its bank returns the PSU; each attempt has one of its own.
pub fn leaving(leaving: &Leaving, public_url: &str) -> String {
    let (name, path) = ([RETURN, &leaving.mark].concat(), format!("/callback/{}", leaving.provider_id));
    let value = format!("{}.{}", leaving.at_ms, leaving.return_token);
    written(&name, &value, &path, public_url, DAY_S)
}

fn written(name: &str, value: &str, path: &str, public_url: &str, lives_s: u32) -> String {
    let secure = if public_url.starts_with("https://") { "; Secure" } else { "" };
    format!("{name}={value}; Path={path}; Max-Age={lives_s}; HttpOnly; SameSite=Lax{secure}")
}

/// Whether it is one that we could have set.
pub fn is_token(value: &str) -> bool {
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
        assert_eq!(read(&headers, "y"), None);
    }

    #[test]
    fn what_was_left_with_is_read_the_newest_first_and_bounded() {
        let mut headers = HeaderMap::new();
        let written = "finqlink_return_a=5.Old; finqlink_return_b=40.New; finqlink_return_c=x.Y; finqlink_return_d=6; \
                       finqlink_return_e=7.<a>; finqlink_return=9.Z; finqlink_holder_f=Mine; finqlink_holder=Own";
        headers.append(COOKIE, written.parse().unwrap());
        assert_eq!(returns(&headers), ["New", "Old"]);
        assert_eq!(sharers(&headers), ["Mine"]);
        for at in 0..50 {
            headers.append(COOKIE, format!("finqlink_return_{at}={at}.T{at}").parse().unwrap());
        }
        let newest = returns(&headers);
        assert_eq!((newest.len(), newest[0].as_str(), newest[15].as_str()), (16, "T49", "T35"));
    }

    #[test]
    fn each_attempt_is_left_with_a_cookie_of_its_own() {
        let set = leaving(
            &Leaving {
                sca_url: String::new(),
                return_token: "Token".to_owned(),
                provider_id: "bt_ro".to_owned(),
                mark: "0a1b".to_owned(),
                at_ms: 7,
            },
            "https://pay.example",
        );
        let expected =
            "finqlink_return_0a1b=7.Token; Path=/callback/bt_ro; Max-Age=86400; HttpOnly; SameSite=Lax; Secure";
        assert_eq!(set, expected);
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
