//! Same-origin proof of state-changing page calls: `Origin` is ours; or it is absent or null and `Sec-Fetch-Site` says
//! same-origin; or the form carries its hidden token, which works without cookies.

use crate::doors::keys::{Keys, Purpose};
use axum::http::HeaderMap;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The hidden token of a page's forms, as long as there are this many attempts.
pub fn form_token(keys: &Keys, page_id: &str, attempts: u32) -> String {
    URL_SAFE_NO_PAD.encode(keys.mac(Purpose::Form, &message(page_id, attempts)))
}

fn message(page_id: &str, attempts: u32) -> Vec<u8> {
    [page_id.as_bytes(), b"\0", &attempts.to_be_bytes()].concat()
}

/// Where a call claims to come from.
#[derive(Clone, Copy, Debug)]
pub struct Claim<'a> {
    /// All headers.
    pub headers: &'a HeaderMap,
    /// The form's hidden token; empty when there is none.
    pub token: &'a str,
    /// The id in the page's address.
    pub page_id: &'a str,
    /// Attempts that there are now.
    pub attempts: u32,
}

/// Whether a call surely comes from a page of ours.
pub fn holds(keys: &Keys, public_url: &str, claim: Claim<'_>) -> bool {
    let header = |name: &str| claim.headers.get(name).and_then(|value| value.to_str().ok());
    match header("origin") {
        Some(origin) if origin != "null" => origin == origin_of(public_url),
        _ => header("sec-fetch-site") == Some("same-origin") || token_holds(keys, claim),
    }
}

fn token_holds(keys: &Keys, claim: Claim<'_>) -> bool {
    let Ok(mac) = URL_SAFE_NO_PAD.decode(claim.token) else { return false };
    keys.verify(Purpose::Form, &message(claim.page_id, claim.attempts), &mac)
}

fn origin_of(url: &str) -> &str {
    let after = url.find("://").map_or(0, |at| at + 3);
    url[after..].find('/').map_or(url, |end| &url[..after + end])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Headers, the form's token, whether that is proof.
    type Case<'a> = (&'a [(&'a str, &'a str)], &'a str, bool);

    #[test]
    fn the_table_of_proofs() {
        let keys = Keys::from_root([7; 32]);
        let token = form_token(&keys, "web", 1);
        let ours = "http://127.0.0.1:8080";
        let cases: &[Case<'_>] = &[
            (&[("origin", "http://127.0.0.1:8080")], "", true),
            (&[("origin", "http://127.0.0.1:8081")], &token, false),
            (&[("origin", "http://127.0.0.1:8080.evil.example")], "", false),
            (&[("origin", "null")], "", false),
            (&[("origin", "null")], &token, true),
            (&[("origin", "null"), ("sec-fetch-site", "same-origin")], "", true),
            (&[("sec-fetch-site", "same-origin")], "", true),
            (&[("sec-fetch-site", "cross-site")], "", false),
            (&[], "", false),
            (&[], "AAAA", false),
            (&[], &token, true),
        ];
        for (headers, token, expected) in cases {
            let mut map = HeaderMap::new();
            for (name, value) in *headers {
                map.insert(axum::http::HeaderName::from_bytes(name.as_bytes()).unwrap(), value.parse().unwrap());
            }
            let claim = Claim { headers: &map, token, page_id: "web", attempts: 1 };
            assert_eq!(holds(&keys, ours, claim), *expected, "{headers:?} {token}");
        }
        let old = Claim { headers: &HeaderMap::new(), token: &token, page_id: "web", attempts: 2 };
        assert!(!holds(&keys, ours, old), "a token of an earlier attempt");
    }
}
