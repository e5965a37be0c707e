//! Whatever a bank may answer: nothing panics, and no address is handed on that the profile does not list. Whether an
//! address lies at the bank is judged as a browser would, not by our own reading of it.

use super::requests::{ids, of};
use crate::berlin_group::*;
use crate::profile::Profile;
use crate::profiles::{ALL, libra_ro};
use http::{HeaderMap, HeaderValue};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};
use std::sync::LazyLock;

const NAMES: &[&str] = &[
    "transactionStatus",
    "paymentId",
    "_links",
    "href",
    "scaRedirect",
    "scaOAuth",
    "startAuthorisation",
    "scaStatus",
    "self",
    "status",
    "psuMessage",
    "fundsAvailable",
    "transactionFees",
    "currency",
    "amount",
    "tppMessages",
    "code",
    "text",
    "path",
    "title",
    "detail",
    "additionalErrors",
    "error",
    "error_description",
    "access_token",
    "refresh_token",
    "expires_in",
    "authorization_endpoint",
    "token_endpoint",
    "authorisationId",
    "event",
    "consentId",
    "consentStatus",
    "accounts",
    "account",
    "resourceId",
    "iban",
    "cashAccountType",
    "balances",
    "balanceAmount",
    "balanceType",
    "creditLimitIncluded",
    "referenceDate",
    "transactions",
    "booked",
    "pending",
    "transactionId",
    "transactionAmount",
    "creditDebitIndicator",
    "bookingDate",
    "valueDate",
    "creditorAccount",
    "debtorAccount",
    "remittanceInformationUnstructuredArray",
    "details",
    "reference",
    "next",
    "nextPage",
    "download",
    "x",
];

const WORDS: &[&str] = &[
    "",
    "RCVD",
    "ACSC",
    "RJCT",
    "CANC",
    "PART",
    "finalised",
    "failed",
    "p1",
    "..",
    "RON",
    "100.50",
    "-1",
    "1e400",
    "received",
    "valid",
    "2026-02-28",
    "9999-12-31T23:59:59-23:59",
    "-9999-01-01",
    "interimAvailable",
    "DBIT",
    "RO03RZBR0000069999999999",
    "?page=2",
    "FORMAT_ERROR",
    "invalid_grant",
    "server_error",
    "DECOUPLED",
    "\u{0}",
    "ș\u{202e}",
    "a b",
];

/// Every bank's, made once.
static PROFILES: LazyLock<Vec<Profile>> = LazyLock::new(|| ALL.iter().map(of).collect());

fn profile() -> impl Strategy<Value = &'static Profile> {
    (0..ALL.len()).prop_map(|at| &PROFILES[at])
}

/// Texts that look like addresses, of the bank and of others, right and nearly right.
fn address() -> impl Strategy<Value = String> {
    let id = profile().prop_map(|profile| profile.provider_id);
    let start = "(https?://|HTTP://|//|/|\\\\|javascript:)?(localhost|127\\.0\\.0\\.1|LOCALHOST|evil\\.example|\\[::1\\])?(:8081|:80|@evil\\.example|%40evil)?/?";
    (start, id, "[/\\\\@.:a-z%#?2eE&=; ]{0,16}").prop_map(|(start, id, end)| format!("{start}{id}{end}"))
}

/// JSON whose names, words and addresses are those that are looked for, in any place.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        2 => select(WORDS).prop_map(Value::from),
        3 => address().prop_map(Value::from),
        1 => any::<i64>().prop_map(Value::from),
        1 => any::<f64>().prop_map(Value::from),
        1 => any::<bool>().prop_map(Value::from),
        1 => Just(Value::Null),
    ];
    leaf.prop_recursive(4, 48, 8, |inner| {
        prop_oneof![
            1 => proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            4 => proptest::collection::vec((select(NAMES), inner), 0..8)
                .prop_map(|pairs| pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()),
        ]
    })
}

/// An answer as a bank gives it, with every field that is read.
fn good_answer(provider_id: &str) -> String {
    let public = format!("http://localhost:8081/{provider_id}");
    json!({
        "transactionStatus": "RCVD", "paymentId": "p1", "scaStatus": "received", "psuMessage": "Look at your phone",
        "transactionFees": {"currency": "RON", "amount": 2.5}, "fundsAvailable": true,
        "_links": {"scaRedirect": {"href": format!("{public}/sca/k1")}, "scaStatus": format!("{public}/v1/x/a1"),
                   "scaOAuth": format!("{public}/.well-known/oauth-authorization-server")},
        "tppMessages": [{"category": "ERROR", "code": "FORMAT_ERROR", "path": "x", "text": "y"}],
        "consentId": "c1", "consentStatus": "received",
        "accounts": [{"resourceId": "a1", "iban": "RO03RZBR0000069999999999", "currency": "RON", "balances": [],
                      "_links": {"transactions": format!("{public}/v1/accounts/a1/transactions")}}],
        "balances": [{"balanceType": "expected", "balanceAmount": {"currency": "RON", "amount": -1.5},
                      "referenceDate": "2026-02-28", "lastChangeDateTime": "2026-02-28T10:00:00Z"}],
        "transactions": {"booked": [{"transactionId": "t1", "transactionAmount": {"currency": "RON", "amount": "-1.50"},
                                     "bookingDate": "2026-02-28", "creditorAccount": {"iban": "RO03RZBR0000069999999999"},
                                     "remittanceInformationUnstructuredArray": ["a", "b"]}],
                         "_links": {"next": {"href": format!("{public}/v1/accounts/a1/transactions?page=2")}}},
        "nextPage": "?page=2",
        "access_token": "a1", "refresh_token": "r1", "expires_in": 300, "error": "invalid_grant",
        "authorization_endpoint": format!("{public}/oauth/authorize"), "token_endpoint": format!("{public}/oauth/token"),
    })
    .to_string()
}

/// Bytes: any at all, any JSON, or a good answer with a few bytes changed.
fn body(provider_id: &'static str) -> impl Strategy<Value = Vec<u8>> {
    let changes = proptest::collection::vec((any::<Index>(), any::<u8>()), 0..6);
    prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..200),
        any_json().prop_map(|json| json.to_string().into_bytes()),
        (changes, any::<Index>(), any::<bool>()).prop_map(move |(changes, end, cut)| {
            let mut bytes = good_answer(provider_id).into_bytes();
            for (at, byte) in changes {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
            if cut {
                bytes.truncate(end.index(bytes.len()));
            }
            bytes
        }),
    ]
}

fn answer_of_a_bank() -> impl Strategy<Value = (&'static Profile, u16, HeaderMap, Vec<u8>)> {
    let header = select(&["", "REDIRECT", "decoupled", "EMBEDDED", "-7", "9999999999"][..]);
    let status = prop_oneof![3 => Just(201_u16), 1 => 0_u16..1000];
    (profile(), status, header).prop_flat_map(|(profile, status, header)| {
        let mut headers = HeaderMap::new();
        for name in ["aspsp-sca-approach", "retry-after"] {
            headers.insert(name, HeaderValue::from_static(header));
        }
        body(profile.provider_id).prop_map(move |body| (profile, status, headers.clone(), body))
    })
}

/// Whether a browser that is sent to this address goes to this host, below the bank's folder.
fn lies_at(address: &str, host: &str, profile: &Profile) -> bool {
    let Ok(url) = url::Url::parse(address) else { return false };
    let folder = format!("/{}", profile.provider_id);
    let below = url.path() == folder || url.path().starts_with(&format!("{folder}/"));
    url.scheme() == "http"
        && url.host_str() == Some(host)
        && url.port() == Some(8081)
        && url.username().is_empty()
        && below
}

fn for_the_psu(address: &str, profile: &Profile) -> bool {
    lies_at(address, "localhost", profile)
}

fn for_calls(address: &str, profile: &Profile) -> bool {
    lies_at(address, "127.0.0.1", profile)
}

fn is_sound(balance: &Balance) -> bool {
    balance.money.amount_minor >= 0 && balance.money.currency.len() == 3
}

fn sca_lies_at_the_bank(sca: &Sca, profile: &Profile) -> bool {
    match sca {
        Sca::Redirect { url } | Sca::Request { link: url } => for_the_psu(url, profile),
        Sca::OAuth { metadata_url } => for_the_psu(metadata_url, profile) || for_calls(metadata_url, profile),
        Sca::Start { link, .. } => for_calls(link, profile),
        Sca::Decoupled { .. } | Sca::NotNeeded | Sca::Unusable(_) => true,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn nothing_panics_and_no_address_leads_elsewhere((profile, status, headers, body) in answer_of_a_bank()) {
        let answer = Answer { status, headers: &headers, body: &body };
        let mut found = Vec::new();
        if let Initiation::Accepted(accepted) = read_initiation(profile, &answer) {
            found.push((accepted.sca, accepted.sca_status_link));
        }
        if let Authorisation::Started { sca, sca_status_link } = read_authorisation(profile, &answer) {
            found.push((sca, sca_status_link));
        }
        if let ConsentCreation::Accepted { consent_id, sca, sca_status_link, .. } = read_consent_creation(profile, &answer) {
            prop_assert!(profile.ais.is_none() || consent_status(profile, &consent_id, None, &ids()).is_ok());
            found.push((sca, sca_status_link));
        }
        for (sca, link) in &found {
            prop_assert!(sca_lies_at_the_bank(sca, profile), "{sca:?}");
            prop_assert!(link.iter().all(|link| for_calls(link, profile)), "{link:?}");
        }
        if let Some(server) = read_oauth_metadata(profile, &answer) {
            prop_assert!(for_the_psu(&server.authorize, profile), "{server:?}");
            prop_assert!(for_calls(&server.token, profile), "{server:?}");
        }
        if let TokenAnswer::Given(token) = read_token(&answer) {
            prop_assert!(HeaderValue::from_str(&token.access).is_ok());
        }
        let _ = (read_status(&answer), read_sca_status(&answer), read_cancel(&answer));
        let _ = (read_consent_status(&answer), read_consent_deletion(&answer));
        let _ = libra_ro::read_funds(&body);
    }

    #[test]
    fn pages_hold_what_can_be_used_and_lead_nowhere_else((profile, _, headers, body) in answer_of_a_bank()) {
        let answer = Answer { status: 200, headers: &headers, body: &body };
        let access = Access { consent_id: "c1", ..Access::default() };
        let mut ways = Vec::new();
        if let Ok(page) = read_accounts(profile, &answer) {
            for account in &page.records {
                prop_assert!(profile.ais.is_none() || balances(profile, &access, &account.resource_id, None, &ids()).is_ok());
                prop_assert!(account.currency.len() == 3 && account.balances.iter().all(is_sound));
            }
            ways.push(page.next);
        }
        if let Ok(page) = read_balances(profile, &answer) {
            prop_assert!(page.records.iter().all(is_sound));
            ways.push(page.next);
        }
        if let Ok(page) = read_transactions(profile, &answer) {
            prop_assert!(page.records.iter().all(|one| one.money.amount_minor >= 0 && !one.key.likeness.is_empty()));
            ways.push(page.next);
        }
        if profile.ais.is_some() {
            let history = History { resource_id: "a1", from: "2024-02-29", to: None };
            for way in ways.iter().flatten() {
                let request = transactions(profile, &access, &history, Some(way), &ids());
                prop_assert!(for_calls(&request.unwrap().uri().to_string(), profile), "{way}");
            }
        }
    }

    #[test]
    fn links_in_every_spelling_lead_to_the_bank_or_nowhere(
        name in "scaRedirect|scaOAuth|startAuthorisation|scaStatus|next|nextPage",
        href in address(),
        plain in any::<bool>(),
    ) {
        let value = if plain { json!(href) } else { json!({"href": href}) };
        let body = json!({"paymentId": "p1", "transactionStatus": "RCVD", "balances": [], "_links": {name: value}}).to_string();
        let headers = HeaderMap::new();
        let answer = Answer { status: 201, headers: &headers, body: body.as_bytes() };
        for profile in PROFILES.iter() {
            if let Initiation::Accepted(accepted) = read_initiation(profile, &answer) {
                prop_assert!(sca_lies_at_the_bank(&accepted.sca, profile), "{href}");
                prop_assert!(accepted.sca_status_link.iter().all(|link| for_calls(link, profile)), "{href}");
            }
            let next = read_balances(profile, &answer).unwrap().next;
            if let (Some(way), true) = (next, profile.ais.is_some()) {
                let request = balances(profile, &Access { consent_id: "c1", ..Access::default() }, "a1", Some(&way), &ids());
                prop_assert!(for_calls(&request.unwrap().uri().to_string(), profile), "{href}");
            }
        }
    }

    #[test]
    fn an_amount_is_the_same_as_text_and_as_number(minor in 1_i64..1_000_000_000_000_000, fine in any::<bool>()) {
        let text = crate::amount::format_minor(minor, "RON");
        // As a number a bank leaves the zeros at the end away.
        let number = if fine { text.clone() } else { text.trim_end_matches('0').trim_end_matches('.').to_owned() };
        let fee = |amount: &str| {
            let body = format!(r#"{{"paymentId":"p","transactionFees":{{"currency":"RON","amount":{amount}}}}}"#);
            let headers = HeaderMap::new();
            match read_initiation(&PROFILES[0], &Answer { status: 201, headers: &headers, body: body.as_bytes() }) {
                Initiation::Accepted(accepted) => accepted.fee,
                _ => None,
            }
        };
        let read = Some((minor, "RON".to_owned()));
        prop_assert_eq!(fee(&format!("\"{text}\"")), read.clone());
        prop_assert_eq!(fee(&number), read);
    }
}
