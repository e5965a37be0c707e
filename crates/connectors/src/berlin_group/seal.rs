//! Digest and signature of a call, for banks that take sealed calls only (Berlin Group, implementation guidelines 12;
//! draft-cavage-http-signatures-10).
//! Never here: the key (see `profile::Seal`).

use crate::profile::Seal;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderValue, Request};
use ring::digest::{SHA512, digest};

/// What is signed of a call, where it is there; in this order.
const SIGNED: &[&str] = &["digest", "x-request-id", "psu-id", "tpp-redirect-uri"];

/// Seals a finished call; `None` when the key fails. A call without a body has the digest of nothing, as the guidelines say.
pub(super) fn seal(seal: &Seal, request: &mut Request<Vec<u8>>) -> Option<()> {
    let digest = format!("SHA-512={}", STANDARD.encode(digest(&SHA512, request.body())));
    let headers = request.headers_mut();
    headers.insert("digest", HeaderValue::from_str(&digest).ok()?);
    let signed: Vec<(&str, &str)> =
        SIGNED.iter().filter_map(|name| Some((*name, headers.get(*name)?.to_str().ok()?))).collect();
    let lines: Vec<_> = signed.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    let names: Vec<_> = signed.iter().map(|(name, _)| *name).collect();
    let signature = format!(
        "keyId=\"{}\",algorithm=\"rsa-sha512\",headers=\"{}\",signature=\"{}\"",
        seal.key_id(),
        names.join(" "),
        seal.sign(lines.join("\n").as_bytes())?
    );
    headers.insert("signature", HeaderValue::from_str(&signature).ok()?);
    headers.insert("tpp-signature-certificate", HeaderValue::from_str(seal.certificate()).ok()?);
    Some(())
}
