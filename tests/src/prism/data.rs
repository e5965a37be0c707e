//! Account data behind the same proxy, asked for by a TPP that is nobody's but this test's: every kind of call and every
//! kind of answer that the strict bank has for it.

use super::{FILE, no_violation, start, tools};
use crate::house::payer::{Answer, Payer};
use crate::house::ways::way;
use crate::house::{House, Plan, until};
use http::{Method, StatusCode};
use serde_json::{Value, json};
use std::net::TcpListener;

/// The TPP, and the house whose wire it speaks over.
struct Tpp {
    house: House,
    http: Payer,
}

impl Tpp {
    async fn call(&self, method: Method, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let id = uuid::Uuid::new_v4().to_string();
        let mut all = vec![("x-request-id", id.as_str()), ("accept", "application/json")];
        all.extend(headers);
        // As the bank writes its links: the wire leads on from below its name.
        let below = path.trim_start_matches("/libra_ro");
        let url = format!("{}/libra_ro{below}", self.house.wire.url);
        let answer = self.http.send(method, &url, &all, body.to_owned()).await;
        no_violation(&self.house);
        answer
    }

    async fn ask(&self, method: Method, path: &str, status: u16) -> Value {
        self.under("", method, path, status).await
    }

    /// As [`Tpp::ask`], under a consent.
    async fn under(&self, consent_id: &str, method: Method, path: &str, status: u16) -> Value {
        let header = [("consent-id", consent_id)];
        let answer = self.call(method, path, if consent_id.is_empty() { &[] } else { &header }, "").await;
        assert_eq!(answer.status.as_u16(), status, "{path}: {}", answer.text);
        serde_json::from_str(&answer.text).unwrap_or_default()
    }

    /// Asks for a consent of so many days; the answer.
    async fn consent(&self, access: &Value, days: i32) -> Answer {
        let now = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date();
        let until = now.checked_add(jiff::Span::new().days(days)).unwrap();
        let body = json!({
            "access": access,
            "recurringIndicator": true,
            "validUntil": until.to_string(),
            "frequencyPerDay": 4,
            "combinedServiceIndicator": false,
        });
        let headers = [
            ("content-type", "application/json"),
            ("psu-ip-address", "192.168.8.78"),
            ("tpp-redirect-uri", "http://127.0.0.1:9/back?state=1"),
        ];
        self.call(Method::POST, "/v1/consents", &headers, &body.to_string()).await
    }
}

/// Every account, its balances, all its pages, one transaction alone.
async fn read_all(tpp: &Tpp, consent_id: &str) {
    let read = async |path: &str| tpp.under(consent_id, Method::GET, path, 200).await;
    let accounts = read("/v1/accounts?withBalance=true").await["accounts"].take();
    assert_eq!(accounts.as_array().unwrap().len(), 3);
    for account in accounts.as_array().unwrap() {
        let id = account["resourceId"].as_str().unwrap();
        read(&format!("/v1/accounts/{id}?withBalance=true")).await;
        read(&format!("/v1/accounts/{id}/balances")).await;
        let mut next =
            format!("/v1/accounts/{id}/transactions?bookingStatus=both&dateFrom=2020-01-01&withBalance=true");
        let mut pages = 0;
        while !next.is_empty() {
            let report = read(&next).await["transactions"].take();
            let details = report["booked"][0]["_links"]["transactionDetails"]["href"].as_str().unwrap();
            read(details).await;
            next = report["_links"]["next"]["href"].as_str().unwrap_or_default().to_owned();
            pages += 1;
        }
        assert!(pages > 1 || account["currency"] == "EUR" || account["cashAccountType"] == "SVGS");
        for wrong in ["bookingStatus=information&dateFrom=2026-01-01", "bookingStatus=booked"] {
            tpp.under(consent_id, Method::GET, &format!("/v1/accounts/{id}/transactions?{wrong}"), 400).await;
        }
    }
    tpp.under(consent_id, Method::GET, "/v1/accounts/nobody/balances", 404).await;
}

#[tokio::test]
async fn the_standards_own_file_finds_no_violation_in_account_data() {
    let Some((prism, file)) = tools() else {
        println!("skipped: Prism (tests/browser/node_modules) or {FILE} (FINQLINK_REFERENCE) is not here");
        return;
    };
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let house = House::of(Plan { api_behind: Some(format!("http://127.0.0.1:{port}")), ..Plan::default() }).await;
    let _prism = start(&prism, &file, &format!("{}/libra_ro", house.bank.url), port).await;
    let tpp = Tpp { house, http: Payer::new() };

    let offered = json!({"accounts": [], "balances": [], "transactions": []});
    let named = json!({"balances": [{"iban": "RO79BREL0002001500330100", "currency": "RON"}]});
    for (access, decision, status) in [
        (&offered, "approve", "valid"),
        (&json!({"allPsd2": "allAccounts"}), "approve", "valid"),
        (&named, "reject", "rejected"),
    ] {
        let made: Value = serde_json::from_str(&tpp.consent(access, 90).await.text).unwrap();
        let id = made["consentId"].as_str().unwrap();
        let here = format!("/v1/consents/{id}");
        tpp.ask(Method::GET, &here, 200).await;
        tpp.ask(Method::GET, &format!("{here}/authorisations"), 200).await;
        tpp.ask(Method::GET, made["_links"]["scaStatus"]["href"].as_str().unwrap(), 200).await;
        let body = [("content-type", "application/json")];
        let started = tpp.call(Method::POST, &format!("{here}/authorisations"), &body, "{}").await;
        assert_eq!(started.status, StatusCode::CREATED, "{}", started.text);
        tpp.http.decide(made["_links"]["scaRedirect"]["href"].as_str().unwrap(), decision).await;
        assert_eq!(tpp.ask(Method::GET, &format!("{here}/status"), 200).await["consentStatus"], status);
        tpp.ask(Method::GET, &here, 200).await;
        if status == "valid" {
            read_all(&tpp, id).await;
        }
        tpp.ask(Method::DELETE, &here, 204).await;
        tpp.under(id, Method::GET, "/v1/accounts", 401).await;
    }

    assert_eq!(tpp.consent(&offered, 161).await.status, StatusCode::BAD_REQUEST, "refused by the period");
    tpp.ask(Method::GET, "/v1/consents/nobody", 403).await;
    tpp.under("nobody", Method::GET, "/v1/accounts", 401).await;
    let blocked: Value = serde_json::from_str(&tpp.consent(&offered, 166).await.text).unwrap();
    tpp.http.decide(blocked["_links"]["scaRedirect"]["href"].as_str().unwrap(), "approve").await;
    tpp.under(blocked["consentId"].as_str().unwrap(), Method::GET, "/v1/accounts", 403).await;
}

#[tokio::test]
async fn what_the_gateway_itself_asks_of_accounts_breaks_nothing_of_the_file() {
    let Some((prism, file)) = tools() else { return };
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let house = House::of(Plan { api_behind: Some(format!("http://127.0.0.1:{port}")), ..Plan::default() }).await;
    let _prism = start(&prism, &file, &format!("{}/libra_ro", house.bank.url), port).await;

    let consent = house.given(&json!({})).await;
    no_violation(&house);
    for (list, least) in [("accounts", 3), ("balances", 3), ("transactions", 50)] {
        let told = house.api(&format!("/test/v2/ais/{list}/list"), &consent.reference()).await;
        assert!(told[list].as_array().unwrap().len() >= least, "{list}: {told}");
    }
    house.api("/test/v2/ais/consents/revoke", &consent.reference()).await;
    house.advance(1_000).await;
    no_violation(&house);

    let heard = house.wire.heard();
    let asked = |method: Method, part: &str| heard.iter().any(|one| one.method == method && one.path.contains(part));
    for (method, part) in [
        (Method::POST, "/v1/consents"),
        (Method::GET, "/status"),
        // Where the bank tells balances with the accounts, they are not asked for apart.
        (Method::GET, "/v1/accounts?withBalance=true"),
        (Method::GET, "/transactions"),
        (Method::DELETE, "/v1/consents/"),
    ] {
        assert!(asked(method.clone(), part), "{method} {part} was never asked");
    }

    // Nobody agrees; and reads that the bank denies.
    for (days, ends) in [(162, "failed"), (166, "suspended")] {
        let consent = house.ask_for(&json!({ "consent": { "consent_validity_days": days } })).await;
        let holder = Payer::new();
        let page = format!("{}/consent/{}", house.url, consent.web_id);
        house.agree_at(&holder, &page, way("libra_ro"), "approve").await;
        until(ends, async || house.state_of(&consent).await["status"] == ends).await;
        no_violation(&house);
    }
}
