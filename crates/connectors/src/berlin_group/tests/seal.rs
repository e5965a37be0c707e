//! A sealed call as its bank checks it: from the headers alone, with the certificate's key.

use super::requests::{ids, intent, libra, of};
use crate::berlin_group::*;
use crate::profile::{OAuthServer, Profile, Seal};
use crate::profiles::{cec_ro, sandbox};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::Request;
use ring::signature::{RSA_PKCS1_2048_8192_SHA512, UnparsedPublicKey};
use std::collections::BTreeMap;

type Call = Request<Vec<u8>>;

/// What a bank finds wrong; `Ok` with the names of what is signed.
fn check(request: &Call, seal: &Seal) -> Result<Vec<String>, &'static str> {
    let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    let signature = header("signature").ok_or("no signature")?;
    let parts: BTreeMap<&str, &str> = signature
        .split(",")
        .filter_map(|part| part.split_once("=\""))
        .map(|(name, value)| (name, value.trim_end_matches('"')))
        .collect();
    if parts.get("algorithm") != Some(&"rsa-sha512") {
        return Err("algorithm");
    }
    let names: Vec<&str> = parts["headers"].split(' ').collect();
    let lines: Option<Vec<String>> = names.iter().map(|name| Some(format!("{name}: {}", header(name)?))).collect();
    let text = lines.ok_or("a signed header is missing")?.join("\n");
    let bytes = STANDARD.decode(parts["signature"]).map_err(|_| "signature")?;
    let key = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA512, seal.public_key());
    key.verify(text.as_bytes(), &bytes).map_err(|_| "signature")?;
    let digest = ring::digest::digest(&ring::digest::SHA512, request.body());
    if header("digest") != Some(&format!("SHA-512={}", STANDARD.encode(digest))) {
        return Err("digest");
    }
    if header("tpp-signature-certificate") != Some(seal.certificate()) {
        return Err("certificate");
    }
    Ok(names.into_iter().map(str::to_owned).collect())
}

fn initiation(profile: &Profile) -> Call {
    let mut intent = intent();
    intent.method_id = profile.products[0].0.to_owned();
    intent.psu.id = Some("testcecapi".to_owned());
    initiate(profile, &intent, &ids()).unwrap()
}

#[test]
fn every_call_carries_a_signature_that_holds() {
    let (cec, seal) = (of(&cec_ro::BANK), sandbox::seal().unwrap());
    let payment = PaymentRef { method_id: "cec_ro.domestic".to_owned(), payment_id: "p1".to_owned() };
    let server = OAuthServer { authorize: String::new(), token: "/oauth/token".to_owned() };
    let about = intent();
    let calls = [
        initiation(&cec),
        start_authorisation(&cec, "/v1/x", &about.psu, &about.returns, &ids()).unwrap(),
        token(&cec, &server, "c", "r", "", &ids()).unwrap(),
        status(&cec, &payment, Some("t"), &ids()).unwrap(),
        cancel(&cec, &payment, None, &ids()).unwrap(),
        sca_status(&cec, "/v1/x/a1", None, &ids()).unwrap(),
        probe(&cec, &ids()).unwrap(),
    ];
    let signed: Vec<_> = calls.iter().map(|call| check(call, &seal).unwrap().join(" ")).collect();
    assert_eq!(
        signed,
        [
            "digest x-request-id psu-id tpp-redirect-uri",
            "digest x-request-id tpp-redirect-uri",
            "digest x-request-id",
            "digest x-request-id",
            "digest x-request-id",
            "digest x-request-id",
            "digest x-request-id",
        ]
    );
}

#[test]
fn whatever_is_changed_on_the_way_is_seen() {
    let (cec, seal) = (of(&cec_ro::BANK), sandbox::seal().unwrap());
    let changed = |change: &dyn Fn(&mut Call)| {
        let mut call = initiation(&cec);
        change(&mut call);
        check(&call, &seal).unwrap_err()
    };
    assert_eq!(changed(&|call| call.body_mut()[0] = b'['), "digest");
    for name in ["digest", "x-request-id", "psu-id", "tpp-redirect-uri"] {
        let other = http::HeaderValue::from_static("other");
        assert_eq!(changed(&|call| drop(call.headers_mut().insert(name, other.clone()))), "signature", "{name}");
        assert_eq!(changed(&|call| drop(call.headers_mut().remove(name))), "a signed header is missing", "{name}");
    }
}

#[test]
fn the_same_call_has_the_same_seal_and_other_banks_get_none() {
    let cec = of(&cec_ro::BANK);
    assert_eq!(initiation(&cec).headers()["signature"], initiation(&cec).headers()["signature"]);
    let plain = initiate(&libra(), &intent(), &ids()).unwrap();
    for name in ["digest", "signature", "tpp-signature-certificate"] {
        assert!(!plain.headers().contains_key(name));
    }
}
