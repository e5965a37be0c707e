//! A token request as it was sent: a form, and credentials in the Authorization header or in the form. Pure.
//! Source: RFC 6749 §2.3.1, §3.2, §4.4.2, Appendix B. Never here: who the client is, what it may have.

use axum::http::HeaderMap;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::collections::HashMap;
use std::fmt;
use url::form_urlencoded;

/// Who asks, and for what.
#[derive(PartialEq, Eq)]
pub struct TokenRequest {
    /// Who says to ask.
    pub client_id: String,
    /// The proof.
    pub client_secret: String,
    /// What is offered for a token.
    pub grant_type: String,
    /// What the token shall be for; none: all that may be had.
    pub scope: Option<String>,
}

/// Why a request cannot be judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// Malformed: `invalid_request`.
    Request(&'static str),
    /// Without credentials that could be checked: `invalid_client`.
    Client(&'static str),
}

impl fmt::Debug for TokenRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenRequest").field("client_id", &self.client_id).finish_non_exhaustive()
    }
}

impl TokenRequest {
    /// Reads headers and body. Parameters without a value count as absent, unknown ones are ignored (§3.2).
    ///
    /// # Errors
    /// `Unreadable`.
    pub fn read(headers: &HeaderMap, body: &[u8]) -> Result<Self, Unreadable> {
        let mut form = form(headers, body)?;
        let in_form = (form.remove("client_id"), form.remove("client_secret"));
        let (client_id, client_secret) = match (basic(headers)?, in_form) {
            (Some(_), (_, Some(_))) => {
                return Err(Unreadable::Request("credentials are in the Authorization header and in the form"));
            }
            (Some((id, _)), (Some(other), None)) if id != other => {
                return Err(Unreadable::Request("client_id is not that of the Authorization header"));
            }
            (Some(credentials), (_, None)) => credentials,
            (None, (Some(id), Some(secret))) => (id, secret),
            (None, (Some(_), None)) => return Err(Unreadable::Client("client_secret is missing")),
            (None, (None, _)) => return Err(Unreadable::Client("the client did not say who it is")),
        };
        let grant_type = form.remove("grant_type").ok_or(Unreadable::Request("grant_type is missing"))?;
        Ok(Self { client_id, client_secret, grant_type, scope: form.remove("scope") })
    }
}

fn form(headers: &HeaderMap, body: &[u8]) -> Result<HashMap<String, String>, Unreadable> {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim();
    if !essence.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return Err(Unreadable::Request("the content type must be application/x-www-form-urlencoded"));
    }
    let mut form = HashMap::new();
    for (name, value) in form_urlencoded::parse(body) {
        if form.insert(name.into_owned(), value.into_owned()).is_some() {
            return Err(Unreadable::Request("a parameter is there more than once"));
        }
    }
    form.retain(|_, value| !value.is_empty());
    Ok(form)
}

/// Id and secret of the Authorization header, where there is one.
fn basic(headers: &HeaderMap) -> Result<Option<(String, String)>, Unreadable> {
    let mut all = headers.get_all(AUTHORIZATION).iter();
    let (Some(one), more) = (all.next(), all.next()) else { return Ok(None) };
    if more.is_some() {
        return Err(Unreadable::Request("there is more than one Authorization header"));
    }
    let malformed = Unreadable::Client("the Authorization header cannot be read");
    let (scheme, credentials) = one.to_str().ok().and_then(|text| text.split_once(' ')).ok_or(malformed)?;
    if !scheme.eq_ignore_ascii_case("Basic") {
        return Err(Unreadable::Client("clients authenticate by Basic, or in the form"));
    }
    let decoded = STANDARD.decode(credentials.trim()).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let decoded = decoded.ok_or(malformed)?;
    let (id, secret) = decoded.split_once(':').ok_or(malformed)?;
    Ok(Some((unescape(id), unescape(secret))))
}

/// Both halves are written as values of a form before they go into Basic (§2.3.1).
fn unescape(half: &str) -> String {
    // Who does not write them so may have a bare `&`; as the value of a form it would end there.
    let pair = format!("half={}", half.replace('&', "%26"));
    form_urlencoded::parse(pair.as_bytes()).next().map(|(_, value)| value.into_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    const FORM: &str = "application/x-www-form-urlencoded";

    fn read(authorization: &[&str], body: &str) -> Result<TokenRequest, Unreadable> {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(FORM));
        for one in authorization {
            headers.append(AUTHORIZATION, HeaderValue::from_str(one).unwrap());
        }
        TokenRequest::read(&headers, body.as_bytes())
    }

    fn basic(pair: &str) -> String {
        format!("Basic {}", STANDARD.encode(pair))
    }

    #[test]
    fn credentials_are_read_from_the_header_or_the_form() {
        let asked = |id: &str, secret: &str| TokenRequest {
            client_id: id.to_owned(),
            client_secret: secret.to_owned(),
            grant_type: "client_credentials".to_owned(),
            scope: None,
        };
        let grant = "grant_type=client_credentials";
        let header = |pair: &str, more: &str| read(&[&basic(pair)], &format!("{grant}{more}")).unwrap();
        assert_eq!(header("a:b", ""), asked("a", "b"));
        assert_eq!(header("a:b", "&client_id=a"), asked("a", "b"));
        assert_eq!(header("a:b", "&client_secret="), asked("a", "b"), "without a value: absent");
        assert_eq!(header("a%3Ab%20c+d:%C8%9B%26%3D%25", ""), asked("a:b c d", "ț&=%"), "written as in forms");
        assert_eq!(header("a:b:c&d=e%zz", ""), asked("a", "b:c&d=e%zz"), "not written as in forms");
        let lower = basic("a:b").replace("Basic", "bASIC");
        assert_eq!(read(&[&lower], grant).unwrap(), asked("a", "b"));
        let in_form = read(&[], &format!("{grant}&client_id=a+b&client_secret=%26&resource=x")).unwrap();
        assert_eq!(in_form, asked("a b", "&"));
        let scoped = read(&[&basic("a:b")], &format!("{grant}&scope=pay+data")).unwrap();
        assert_eq!(scoped.scope.as_deref(), Some("pay data"));
    }

    #[test]
    fn what_cannot_be_judged_is_told_apart() {
        let grant = "grant_type=client_credentials";
        let request = |authorization: &[&str], body: &str| {
            assert!(matches!(read(authorization, body), Err(Unreadable::Request(_))), "{authorization:?} {body}");
        };
        let client = |authorization: &[&str], body: &str| {
            assert!(matches!(read(authorization, body), Err(Unreadable::Client(_))), "{authorization:?} {body}");
        };
        let good = basic("a:b");
        request(&[&good], "");
        request(&[&good], "grant_type=");
        request(&[&good], &format!("{grant}&{grant}"));
        request(&[&good], &format!("{grant}&scope=pay&scope=pay"));
        request(&[&good], &format!("{grant}&scope=&scope=pay"));
        request(&[&good], &format!("{grant}&client_id=a&client_secret=b"));
        request(&[&good], &format!("{grant}&client_id=other"));
        request(&[&good, &good], grant);
        for authorization in
            ["Basic", "Basic ", "Basic %", "Basic YQ==", "Basic /w==", "Bearer x", "Digest x", "", "YTpi"]
        {
            client(&[authorization], grant);
        }
        for body in [grant.to_owned(), format!("{grant}&client_id=a"), format!("{grant}&client_secret=b")] {
            client(&[], &body);
        }
        let unlabelled = TokenRequest::read(&HeaderMap::new(), grant.as_bytes());
        assert!(matches!(unlabelled, Err(Unreadable::Request(_))));
    }
}
