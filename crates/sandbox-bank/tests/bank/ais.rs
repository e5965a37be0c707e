//! A TPP that reads account data: consents and what is read under them, as each bank wants it asked.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::house::{Answer, House};
use crate::tpp::{BT, CEC, LIBRA, RZB, Tpp, Way, link, word};

pub const READERS: [Tpp; 4] = [BT, CEC, LIBRA, RZB];

/// A consent in a TPP's hands.
pub struct Given {
    pub tpp: Tpp,
    pub id: String,
    /// Where the PSU is sent.
    pub door: String,
    /// There once the PSU came back with a code.
    pub token: Option<String>,
}

/// The date so many days after the house's own today.
pub fn date(house: &House, days: i32) -> String {
    house.today().checked_add(jiff::Span::new().days(days)).unwrap().to_string()
}

/// The test customer's accounts of a bank that wants them named.
pub fn named() -> Value {
    json!([
        {"iban": "RO03RZBR0000069999999999", "currency": "RON"},
        {"iban": "RO62RZBR0000060019999998", "currency": "EUR"},
        {"iban": "RO47RZBR0000060029999998", "currency": "RON"},
    ])
}

/// What a TPP asks of this bank: everything, for so many days.
pub fn terms(tpp: &Tpp, house: &House, days: i32) -> Value {
    let accounts = if tpp.id == "rzb_ro" { named() } else { json!([]) };
    json!({
        "access": {"accounts": accounts, "balances": accounts, "transactions": accounts},
        "recurringIndicator": true,
        "validUntil": date(house, days),
        "frequencyPerDay": 4,
        "combinedServiceIndicator": false,
    })
}

impl Tpp {
    /// Asks for a consent; `more` may replace headers or leave them out.
    pub async fn ask_consent(&self, house: &House, body: &Value, more: &[(&str, &str)]) -> Answer {
        let (callback, path) = (self.callback(), format!("/{}/v1/consents", self.id));
        let until = body["validUntil"].as_str().unwrap_or_default().to_owned();
        let mut headers = vec![("psu-ip-address", "192.168.8.78"), ("tpp-redirect-uri", callback.as_str())];
        let mut text = body.to_string();
        if self.id == "cec_ro" {
            headers.push(("consent-valid-until", &until));
            text.clear();
        } else {
            headers.push(("content-type", "application/json"));
        }
        headers.extend(more);
        self.call(house, Method::POST, &path, &headers, &text).await
    }

    /// A consent that must be taken.
    pub async fn consent(&self, house: &House, days: i32) -> Given {
        self.consent_on(house, &terms(self, house, days)).await
    }

    pub async fn consent_on(&self, house: &House, terms: &Value) -> Given {
        let answer = self.ask_consent(house, terms, &[]).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}: {}", self.id, answer.text);
        let body = answer.json();
        assert_eq!(body["consentStatus"], "received");
        let id = body["consentId"].as_str().unwrap().to_owned();
        let door = match self.way {
            Way::Redirect => link(&body["_links"], "scaRedirect"),
            Way::OAuth { .. } => self.authorisation("", &[("scope", &format!("AIS:{id}"))]),
        };
        Given { tpp: *self, id, door, token: None }
    }

    /// A consent that the PSU gave, and the token for it.
    pub async fn approved(&self, house: &House, days: i32) -> Given {
        let mut given = self.consent(house, days).await;
        given.decide(house, "decision=approve").await;
        given
    }
}

impl Given {
    /// The approval page's path, after the login.
    pub async fn log_in(&self, house: &House) -> String {
        let login = self.tpp.enter(house, &self.door).await;
        let answer = house.post_form(&login, self.tpp.login).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}: {}", self.tpp.id, answer.text);
        answer.header("location").to_owned()
    }

    /// Logs in, decides, and takes the token where the way back has a code; where the browser is sent.
    pub async fn decide(&mut self, house: &House, form: &str) -> String {
        let approval = self.log_in(house).await;
        let answer = house.post_form(&approval, form).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}: {}", self.tpp.id, answer.text);
        let back = answer.header("location").to_owned();
        if let Some(code) = word(&back, "code") {
            let token = self.tpp.exchange(house, &code, &[]).await.json();
            assert_eq!(token["scope"], format!("AIS:{}", self.id));
            self.token = token["access_token"].as_str().map(str::to_owned);
        }
        back
    }

    pub fn path(&self) -> String {
        format!("/{}/v1/consents/{}", self.tpp.id, self.id)
    }

    pub async fn status(&self, house: &House) -> String {
        let answer = self.tpp.ask(house, Method::GET, &format!("{}/status", self.path())).await;
        assert_eq!(answer.status, StatusCode::OK, "{}: {}", self.tpp.id, answer.text);
        answer.json()["consentStatus"].as_str().unwrap().to_owned()
    }

    /// Reads below `/v1/accounts` while the PSU is there; `more` may replace headers or leave them out.
    pub async fn read_with(&self, house: &House, path: &str, more: &[(&str, &str)]) -> Answer {
        let prefix = format!("/{}/v1/accounts", self.tpp.id);
        let path = if path.starts_with(&prefix) { path.to_owned() } else { format!("{prefix}{path}") };
        let token = self.token.as_deref().map(|token| self.tpp.token_header(token));
        let mut headers = vec![("consent-id", self.id.as_str()), ("psu-ip-address", "192.168.8.78")];
        headers.extend(token.as_ref().map(|(name, value)| (*name, value.as_str())));
        headers.extend(more);
        self.tpp.call(house, Method::GET, &path, &headers, "").await
    }

    pub async fn read(&self, house: &House, path: &str) -> Value {
        let answer = self.read_with(house, path, &[]).await;
        assert_eq!(answer.status, StatusCode::OK, "{} {path}: {}", self.tpp.id, answer.text);
        answer.json()
    }

    pub async fn accounts(&self, house: &House) -> Vec<Value> {
        self.read(house, "").await["accounts"].as_array().unwrap().clone()
    }

    /// Every page of an account's two years, in the order of the pages: what is booked, what is pending.
    pub async fn history(&self, house: &House, account: &Value) -> (Vec<Value>, Vec<Value>) {
        let status = if self.tpp.id == "bt_ro" { "booked" } else { "both" };
        let from = date(house, -731);
        let start = link(&account["_links"], "transactions");
        let mut next = format!("{start}?bookingStatus={status}&dateFrom={from}");
        let (mut booked, mut pending) = (Vec::new(), Vec::new());
        while !next.is_empty() {
            let report = self.read(house, &next).await["transactions"].take();
            booked.extend(report["booked"].as_array().unwrap().iter().cloned());
            pending.extend(report["pending"].as_array().into_iter().flatten().cloned());
            next = match self.tpp.id {
                "rzb_ro" => link(&report["_links"], "nextPage"),
                _ => link(&report["_links"], "next"),
            };
        }
        (booked, pending)
    }
}

/// An amount in hundredths, however it is spelled.
pub fn minor(amount: &Value) -> i64 {
    let spelled = amount["amount"].as_str().map_or_else(|| amount["amount"].to_string(), str::to_owned);
    let (sign, spelled) = spelled.strip_prefix('-').map_or((1, spelled.as_str()), |rest| (-1, rest));
    let (whole, decimals) = spelled.split_once('.').unwrap_or((spelled, ""));
    sign * format!("{whole}{decimals:0<2}").parse::<i64>().unwrap()
}

/// A balance of a list, by its type.
pub fn balance(balances: &Value, kind: &str) -> i64 {
    let found = balances.as_array().unwrap().iter().find(|balance| balance["balanceType"] == kind);
    minor(&found.unwrap_or_else(|| panic!("no {kind} in {balances}"))["balanceAmount"])
}
