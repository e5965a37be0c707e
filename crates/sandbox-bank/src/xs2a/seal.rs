//! The seal of a call: `Digest` over the body, `Signature` over headers (draft-cavage-http-signatures), made with the key
//! of `TPP-Signature-Certificate`. Any certificate is taken whose key made the signature: a sandbox has no trust list,
//! and neither the names in it nor its dates are looked at.
//! Never here: who may call (see `admission`).

use axum::http::HeaderMap;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rustls::pki_types::CertificateDer;
use sha2::{Digest, Sha512};
use webpki::EndEntityCert;
use webpki::ring::RSA_PKCS1_2048_8192_SHA512;

use super::answer::{Code, Refusal};
use super::headers::text;

const CERTIFICATE: &str = "TPP-Signature-Certificate";
const SIGNATURE: &str = "Signature";
const DIGEST: &str = "Digest";
const ALGORITHM: &str = "rsa-sha512";
/// What a signature must cover wherever it is in the call, the digest aside.
const COVERED: [&str; 3] = ["x-request-id", "psu-id", "tpp-redirect-uri"];

/// Whether the seal fits the headers and the body.
pub(super) fn check(headers: &HeaderMap, body: &[u8]) -> Result<(), Refusal> {
    let signature = text(headers, SIGNATURE)
        .ok_or_else(|| Refusal::of_field(Code::SignatureMissing, SIGNATURE, "is required"))
        .and_then(|value| Signature::read(value).ok_or_else(|| bad(SIGNATURE, "cannot be read")))?;
    let certificate = text(headers, CERTIFICATE)
        .ok_or_else(|| Refusal::of_field(Code::CertificateMissing, CERTIFICATE, "is required"))?;
    check_digest(headers, body)?;
    let missing = COVERED
        .into_iter()
        .chain(std::iter::once(DIGEST))
        .find(|name| headers.contains_key(*name) && !signature.covers(name));
    if let Some(missing) = missing {
        return Err(bad(SIGNATURE, format!("must cover {}", missing.to_ascii_lowercase())));
    }
    let signed = signature.signed_text(headers).ok_or_else(|| bad(SIGNATURE, "covers headers that did not come"))?;
    verify(certificate, signed.as_bytes(), &signature.bytes)
}

fn bad(name: &str, words: impl Into<String>) -> Refusal {
    Refusal::of_field(Code::SignatureInvalid, name, words)
}

/// Needed with a body; and one that comes must be right.
fn check_digest(headers: &HeaderMap, body: &[u8]) -> Result<(), Refusal> {
    if body.is_empty() && !headers.contains_key(DIGEST) {
        return Ok(());
    }
    let right = format!("SHA-512={}", STANDARD.encode(Sha512::digest(body)));
    match text(headers, DIGEST) {
        Some(digest) if digest == right => Ok(()),
        _ => Err(bad(DIGEST, "must be SHA-512= and the base64 of the body's hash")),
    }
}

fn verify(certificate: &str, signed: &[u8], signature: &[u8]) -> Result<(), Refusal> {
    let unreadable = || Refusal::of_field(Code::CertificateInvalid, CERTIFICATE, "is no certificate");
    let der = STANDARD.decode(certificate).map(CertificateDer::from).map_err(|_| unreadable())?;
    let certificate = EndEntityCert::try_from(&der).map_err(|_| unreadable())?;
    certificate
        .verify_signature(RSA_PKCS1_2048_8192_SHA512, signed, signature)
        .map_err(|_| bad(SIGNATURE, "was not made with the certificate's key over these headers"))
}

/// The header, taken apart.
struct Signature {
    /// Names in lower case, in the order in which they were signed.
    headers: Vec<String>,
    bytes: Vec<u8>,
}

impl Signature {
    /// `keyId="…",algorithm="rsa-sha512",headers="digest x-request-id",signature="base64"`, in any order.
    fn read(value: &str) -> Option<Self> {
        let named = |name| parameter(value, name).filter(|value| !value.is_empty());
        named("keyId")?;
        named("algorithm").filter(|algorithm| *algorithm == ALGORITHM)?;
        Some(Self {
            headers: named("headers")?.split(' ').map(str::to_ascii_lowercase).collect(),
            bytes: STANDARD.decode(named("signature")?).ok()?,
        })
    }

    fn covers(&self, name: &str) -> bool {
        self.headers.iter().any(|covered| covered.eq_ignore_ascii_case(name))
    }

    /// One line a header, `name: value`; values of a name that came more than once joined by a comma.
    fn signed_text(&self, headers: &HeaderMap) -> Option<String> {
        let mut lines = Vec::new();
        for name in &self.headers {
            let values: Option<Vec<&str>> =
                headers.get_all(name).iter().map(|value| value.to_str().ok().map(str::trim)).collect();
            let values = values.filter(|values| !values.is_empty())?;
            lines.push(format!("{name}: {}", values.join(", ")));
        }
        Some(lines.join("\n"))
    }
}

/// The quoted value of a parameter; values may hold commas and equals signs, never quotes.
fn parameter<'a>(header: &'a str, wanted: &str) -> Option<&'a str> {
    let mut rest = header;
    loop {
        let (name, after) = rest.split_once("=\"")?;
        let (value, after) = after.split_once('"')?;
        if name.trim_start_matches(',').trim() == wanted {
            return Some(value);
        }
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    /// Both were made by another program (OpenSSL), so that signer and judge cannot share a mistake.
    const SEAL: &str = include_str!("../../tests/seal/certificate.pem");
    const MADE: &str = "\
        C7mr8QwZY1xON5Ff6ZdHOfaSAglTYbfrlun++9JCxhUU0NR0LnizB+Xc5/kOpmhAVuqGuEG92r1caBoTLNAQJ1xhcoJJddg6BLGI\
        KAiOp/1PKZOWcwfYtamX8DuaOs+b8TA3BjsF69u6JxcLaFl2f4orvC+wtOqqLWWU60jZgY5vU1e4s+DVZNnlbskH662hWHpcZoJF\
        bpfadUZsTUNoiwyExaKI4np6fGOqzHvRUNJvdv+JKjOU4aPQhn3dCVNw44XUHAFHp53R8Y+J9QM182WgbXzc7mfGdsnQKwOkGSYl\
        LOjNw988O8S0Mf6JjxPlXfeankrYEz9K+/4LStsIig==";
    const BODY: &[u8] = b"{\"a\":1}";

    fn sealed() -> HeaderMap {
        let certificate: String = SEAL.lines().filter(|line| !line.starts_with('-')).collect();
        let digest = "SHA-512=77eoKY+QWudD2+IVLhYkFfYqFtLVrFx4gW3NVxFOeldHKbgTmI8dCYTPbzjE/Mmjfqn+w9o1GYNTb3J4XXq3Bw==";
        let signature = format!(
            "keyId=\"SN=1,CA=CN=Seal of the sandbox tests\",algorithm=\"rsa-sha512\",\
             headers=\"Digest x-request-id tpp-redirect-uri\", signature=\"{MADE}\""
        );
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("digest", digest),
            ("x-request-id", "99391c7e-ad88-49ec-a2ad-99ddcb1f7721"),
            ("tpp-redirect-uri", "https://shop.example/back?a=b"),
            ("tpp-redirect-uri", " c"),
            ("signature", &signature),
            ("tpp-signature-certificate", &certificate),
        ] {
            headers.append(HeaderName::from_static(name), HeaderValue::from_str(value).unwrap());
        }
        headers
    }

    #[test]
    fn another_programs_seal_fits() {
        check(&sealed(), BODY).unwrap();
    }

    #[test]
    fn nothing_may_change_under_it() {
        assert!(check(&sealed(), b"{\"a\":2}").is_err());
        for (name, value) in [
            ("x-request-id", "99391c7e-ad88-49ec-a2ad-99ddcb1f7722"),
            ("tpp-redirect-uri", "https://shop.example/elsewhere"),
            ("psu-id", "not covered"),
            ("digest", "SHA-256=x"),
            ("signature", "keyId=\"a\",algorithm=\"rsa-sha512\""),
            ("tpp-signature-certificate", "AAAA"),
        ] {
            let mut headers = sealed();
            headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
            assert!(check(&headers, BODY).is_err(), "{name}");
        }
    }
}
