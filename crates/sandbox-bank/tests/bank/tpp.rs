//! A TPP as each bank wants it: products, own headers, seals, and the walk through an authorisation server.
//! Told a second time here, from the contract, so that a slip in a personality shows.

use axum::http::{Method, StatusCode};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use rustls::SignatureScheme;
use rustls::pki_types::PrivateKeyDer;
use rustls::pki_types::pem::PemObject;
use serde_json::{Value, json};
use sha2::{Digest, Sha256, Sha512};
use uuid::Uuid;

use crate::house::{Answer, House};

pub const STATE: &str = "abc d&=/";
pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub const SEAL: &str = include_str!("../seal/certificate.pem");
/// What [`Tpp::exchange`] takes for headers; everything else is a parameter.
const HEADERS: [&str; 4] = ["authorization", "user-agent", "accept", "x-ibm-client-id"];
const KEY: &str = include_str!("../seal/key.pem");

/// How the PSU is sent to a bank, and a code is exchanged.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Redirect,
    OAuth { pkce: bool, grant: &'static str, basic: bool, secret_in_body: bool },
}

/// One bank, from its TPP's side.
#[derive(Clone, Copy)]
pub struct Tpp {
    pub id: &'static str,
    pub product: &'static str,
    /// The form that the login page takes.
    pub login: &'static str,
    pub way: Way,
    pub sealed: bool,
    /// Sent with every call.
    pub headers: &'static [(&'static str, &'static str)],
}

pub const RZB: Tpp = Tpp {
    id: "rzb_ro",
    product: "domestic-ron-transfers",
    login: "psu_id=9999999998",
    way: Way::OAuth { pkce: false, grant: "authorization_code", basic: true, secret_in_body: false },
    sealed: false,
    headers: &[("user-agent", "tests/1"), ("accept", "application/json"), ("psu-id", "9999999998")],
};
pub const BT: Tpp = Tpp {
    id: "bt_ro",
    product: "ron-payment",
    login: "username=testbt&password=testbt&pin=1234567",
    way: Way::OAuth { pkce: true, grant: "authorization_code", basic: false, secret_in_body: false },
    sealed: false,
    headers: &[],
};
pub const CEC: Tpp = Tpp {
    id: "cec_ro",
    product: "ron-payment",
    login: "username=testcecapi&password=testcecapi",
    way: Way::OAuth { pkce: false, grant: "code", basic: false, secret_in_body: true },
    sealed: true,
    headers: &[("x-ibm-client-id", "finqlink-sandbox")],
};
pub const LIBRA: Tpp = Tpp {
    id: "libra_ro",
    product: "sepa-credit-transfers",
    login: "username=testlibra&password=testlibra",
    way: Way::Redirect,
    sealed: false,
    headers: &[],
};
pub const ROPAY: Tpp =
    Tpp { id: "ropay", product: "instant-ron-transfers", login: "", way: Way::Redirect, sealed: false, headers: &[] };

pub const ALL: [Tpp; 5] = [BT, CEC, LIBRA, ROPAY, RZB];
pub const BY_OAUTH: [Tpp; 3] = [BT, CEC, RZB];

/// A payment in a TPP's hands.
pub struct Taken {
    pub id: String,
    /// Where the PSU is sent: a path on the bank's host.
    pub door: String,
}

/// The value of a link, however the bank writes it.
pub fn link(links: &Value, name: &str) -> String {
    let value = &links[name];
    value.as_str().or(value["href"].as_str()).unwrap_or_default().replace("http://localhost:8081", "")
}

pub fn challenge() -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER))
}

/// `name=value&…`, encoded.
pub fn query(pairs: &[(&str, &str)]) -> String {
    let mut url = reqwest::Url::parse("form:").unwrap();
    url.query_pairs_mut().extend_pairs(pairs);
    url.query().unwrap().to_owned()
}

/// The parameters of an address.
pub fn words(address: &str) -> Vec<(String, String)> {
    reqwest::Url::parse(address).unwrap().query_pairs().into_owned().collect()
}

pub fn word(address: &str, name: &str) -> Option<String> {
    words(address).into_iter().find(|(known, _)| known == name).map(|(_, value)| value)
}

/// The headers `Digest`, `Signature` and the certificate over what is in `headers` already.
pub fn seal(headers: &mut Vec<(String, String)>, body: &str) {
    if !body.is_empty() {
        headers.push(("digest".into(), format!("SHA-512={}", STANDARD.encode(Sha512::digest(body)))));
    }
    let covered: Vec<&(String, String)> = headers
        .iter()
        .filter(|(name, _)| ["digest", "x-request-id", "psu-id", "tpp-redirect-uri"].contains(&name.as_str()))
        .collect();
    let lines: Vec<String> = covered.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    let names: Vec<&str> = covered.iter().map(|(name, _)| name.as_str()).collect();
    let key = rustls::crypto::ring::sign::any_supported_type(&PrivateKeyDer::from_pem_slice(KEY.as_bytes()).unwrap());
    let signer = key.unwrap().choose_scheme(&[SignatureScheme::RSA_PKCS1_SHA512]).unwrap();
    let signature = STANDARD.encode(signer.sign(lines.join("\n").as_bytes()).unwrap());
    let names = names.join(" ");
    let value = format!(r#"keyId="SN=1,CA=tests",algorithm="rsa-sha512",headers="{names}",signature="{signature}""#);
    headers.push(("signature".into(), value));
    let certificate: String = SEAL.lines().filter(|line| !line.starts_with('-')).collect();
    headers.push(("tpp-signature-certificate".into(), certificate));
}

impl Tpp {
    /// Where the PSU shall come back to, without a query.
    pub fn callback(&self) -> String {
        format!("http://127.0.0.1:8080/callback/{}", self.id)
    }

    pub fn products(&self) -> String {
        format!("/{}/v1/payments/{}", self.id, self.product)
    }

    pub fn payment(&self, id: &str) -> String {
        format!("{}/{id}", self.products())
    }

    pub fn order(&self, amount: &str) -> Value {
        json!({
            "endToEndIdentification": "E2E-1",
            "debtorAccount": {"iban": "RO03RZBR0000069999999999"},
            "instructedAmount": {"currency": "RON", "amount": amount},
            "creditorAccount": {"iban": "RO10RZBR0000069999999970"},
            "creditorName": "Ceainaria O'Brien",
            "remittanceInformationUnstructured": "Order 77",
        })
    }

    /// The headers of a call, seal included; `more` may replace or, by an empty value, leave out.
    pub fn dressed(&self, body: &str, more: &[(&str, &str)]) -> Vec<(String, String)> {
        let id = Uuid::new_v4().to_string();
        let mut headers: Vec<(String, String)> = std::iter::once(("x-request-id", id.as_str()))
            .chain(self.headers.iter().copied())
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        for (name, value) in more {
            headers.retain(|(known, _)| known != name);
            if !value.is_empty() {
                headers.push(((*name).to_owned(), (*value).to_owned()));
            }
        }
        if self.sealed {
            seal(&mut headers, body);
        }
        headers
    }

    pub async fn call(&self, house: &House, method: Method, path: &str, more: &[(&str, &str)], body: &str) -> Answer {
        send(house, method, path, &self.dressed(body, more), body).await
    }

    pub async fn ask(&self, house: &House, method: Method, path: &str) -> Answer {
        self.call(house, method, path, &[], "").await
    }

    pub async fn initiate(&self, house: &House, order: &Value, more: &[(&str, &str)]) -> Answer {
        let callback = self.callback();
        let mut headers = vec![
            ("psu-ip-address", "192.168.8.78"),
            ("content-type", "application/json"),
            ("tpp-redirect-uri", callback.as_str()),
        ];
        headers.extend(more);
        self.call(house, Method::POST, &self.products(), &headers, &order.to_string()).await
    }

    /// An initiation that must be taken.
    pub async fn pay(&self, house: &House, amount: &str) -> Taken {
        let answer = self.initiate(house, &self.order(amount), &[]).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}: {}", self.id, answer.text);
        let body = answer.json();
        let id = body["paymentId"].as_str().unwrap().to_owned();
        let door = match self.way {
            Way::Redirect => link(&body["_links"], "scaRedirect"),
            Way::OAuth { .. } => self.authorisation(&id, &[]),
        };
        Taken { id, door }
    }

    /// The authorisation request of a payment; `more` may replace or leave out.
    pub fn authorisation(&self, payment_id: &str, more: &[(&str, &str)]) -> String {
        let (scope, callback, challenge) = (format!("PIS:{payment_id}"), self.callback(), challenge());
        let mut pairs = vec![
            ("response_type", "code"),
            ("client_id", "finqlink-sandbox"),
            ("redirect_uri", callback.as_str()),
            ("scope", scope.as_str()),
            ("state", STATE),
        ];
        if matches!(self.way, Way::OAuth { pkce: true, .. }) {
            pairs.extend([("code_challenge", challenge.as_str()), ("code_challenge_method", "S256")]);
        }
        for (name, value) in more {
            pairs.retain(|(known, _)| known != name);
            if !value.is_empty() {
                pairs.push((name, value));
            }
        }
        format!("/{}/oauth/authorize?{}", self.id, query(&pairs))
    }

    /// Through the authorisation request, where there is one, to the login page's path.
    pub async fn enter(&self, house: &House, door: &str) -> String {
        if self.way == Way::Redirect {
            return door.to_owned();
        }
        let answer = house.get(door).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}: {}", self.id, answer.text);
        answer.header("location").to_owned()
    }

    /// Logs in and decides; where the browser is sent.
    pub async fn decide(&self, house: &House, taken: &Taken, decision: &str) -> String {
        let login = self.enter(house, &taken.door).await;
        let answer = house.post_form(&login, self.login).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}: {}", self.id, answer.text);
        let answer = house.post_form(answer.header("location"), &format!("decision={decision}")).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}: {}", self.id, answer.text);
        answer.header("location").to_owned()
    }

    /// A token call; `more` may replace or leave out.
    pub async fn exchange(&self, house: &House, code: &str, more: &[(&str, &str)]) -> Answer {
        let Way::OAuth { pkce, grant, basic, secret_in_body } = self.way else {
            panic!("{} has no tokens", self.id);
        };
        let callback = self.callback();
        let mut pairs = vec![("grant_type", grant), ("code", code), ("redirect_uri", callback.as_str())];
        if !basic {
            pairs.push(("client_id", "finqlink-sandbox"));
        }
        if secret_in_body {
            pairs.push(("client_secret", "finqlink-sandbox-secret"));
        }
        if pkce {
            pairs.push(("code_verifier", VERIFIER));
        }
        let proof = format!("Basic {}", STANDARD.encode("finqlink-sandbox:finqlink-sandbox-secret"));
        let mut headers = vec![("content-type", "application/x-www-form-urlencoded"), ("psu-id", "")];
        if basic {
            headers.push(("authorization", proof.as_str()));
        }

        for (name, value) in more {
            let where_to = if HEADERS.contains(name) { &mut headers } else { &mut pairs };
            where_to.retain(|(known, _)| known != name);
            if !value.is_empty() || HEADERS.contains(name) {
                where_to.push((name, value));
            }
        }
        self.call(house, Method::POST, &format!("/{}/oauth/token", self.id), &headers, &query(&pairs)).await
    }

    /// Where an API call carries its token.
    pub fn token_header(&self, access: &str) -> (&'static str, String) {
        if self.id == "cec_ro" { ("oauth-1", access.to_owned()) } else { ("authorization", format!("Bearer {access}")) }
    }

    pub async fn status(&self, house: &House, payment_id: &str) -> String {
        let answer = self.ask(house, Method::GET, &format!("{}/status", self.payment(payment_id))).await;
        assert_eq!(answer.status, StatusCode::OK, "{}: {}", self.id, answer.text);
        answer.json()["transactionStatus"].as_str().unwrap().to_owned()
    }
}

pub async fn send(house: &House, method: Method, path: &str, headers: &[(String, String)], body: &str) -> Answer {
    let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    house.call(method, path, &headers, body.to_owned()).await
}
