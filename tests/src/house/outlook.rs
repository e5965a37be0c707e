//! The house as an API client and an auditor see it: calls, links, the log.

use super::html::Html;
use super::judge::judge;
use super::payer::{Answer, Payer};
use super::ways::{Way, way};
use super::{House, PATIENCE};
use gateway::app::record::as_link;
use gateway::store::attempts::AttemptRow;
use http::StatusCode;
use serde_json::{Value, json};
use std::time::Duration;

/// A link that was made.
#[derive(Clone, Debug)]
pub struct Link {
    /// UUID.
    pub id: String,
    /// Id of the page.
    pub web_id: String,
    /// Address of the page.
    pub page: String,
}

/// Every step that a link's status may take (contract §3), written down a second time.
const STEPS: &[(&str, &str)] = &[
    ("created", "started"),
    ("created", "revoked"),
    // Types whose bank is asked when they are made.
    ("created", "requested"),
    ("started", "requested"),
    ("started", "revoked"),
    ("requested", "intent_accepted"),
    ("requested", "failed"),
    ("requested", "started"),
    ("intent_accepted", "awaiting_authz"),
    ("intent_accepted", "received"),
    ("intent_accepted", "submitted"),
    ("intent_accepted", "completed"),
    ("intent_accepted", "failed"),
    ("intent_accepted", "revoked"),
    ("intent_accepted", "started"),
    ("awaiting_authz", "received"),
    ("awaiting_authz", "submitted"),
    ("awaiting_authz", "completed"),
    ("awaiting_authz", "failed"),
    ("awaiting_authz", "revoked"),
    ("awaiting_authz", "started"),
    ("received", "submitted"),
    ("received", "completed"),
    ("received", "failed"),
    ("received", "started"),
    ("submitted", "completed"),
    ("submitted", "failed"),
    ("completed", "funds_received"),
    ("completed", "funds_rejected"),
];

/// A body of `links/create` that is as plain as can be.
pub fn order(amount: &str) -> Value {
    json!({
        "single_transfer": {
            "amount": amount,
            "currency": "RON",
            "creditor_name": "Librăria Noastră",
            "creditor_iban": "RO10RZBR0000069999999970",
            "remittance_information": "Comanda 1042",
        },
        "payment_method": { "provider_id": "libra_ro", "payment_scheme": "domestic" },
    })
}

/// `base` with what `over` has in its place, object by object.
pub fn merged(mut base: Value, over: &Value) -> Value {
    match (&mut base, over) {
        (Value::Object(base), Value::Object(over)) => {
            for (key, value) in over {
                let old = base.remove(key).unwrap_or(Value::Null);
                base.insert(key.clone(), merged(old, value));
            }
        }
        (base, over) => *base = over.clone(),
    }
    base
}

impl House {
    /// A call with these very bytes.
    pub async fn raw(&self, path: &str, headers: &[(&str, &str)], body: impl Into<reqwest::Body>) -> Answer {
        let url = url::Url::parse(&format!("{}{path}", self.url)).unwrap();
        let mut call = self.http.post(url.clone()).body(body);
        for (name, value) in headers {
            call = call.header(*name, *value);
        }
        let answer = call.send().await.unwrap();
        let (status, headers) = (answer.status(), answer.headers().clone());
        let answer = Answer { status, headers, text: answer.text().await.unwrap(), url };
        judge(&answer);
        answer
    }

    /// A call as the demo client, with more headers.
    pub async fn call(&self, path: &str, headers: &[(&str, &str)], body: &Value) -> Answer {
        let known = json!({ "client_id": "demo", "client_secret": "demo-secret" });
        let headers = [&[("content-type", "application/json")], headers].concat();
        self.raw(path, &headers, merged(known, body).to_string()).await
    }

    /// A call as the demo client that must be answered 200.
    pub async fn api(&self, path: &str, body: &Value) -> Value {
        let answer = self.call(path, &[], body).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text);
        answer.json()
    }

    /// A link over this amount, told to the shop.
    pub async fn link(&self, amount: &str) -> Link {
        self.link_with(amount, &json!({})).await
    }

    /// The same with more in its body.
    pub async fn link_with(&self, amount: &str, over: &Value) -> Link {
        let told = json!({ "options": { "webhook_url": self.shop.hook } });
        let made = self.api("/test/v2/links/create", &merged(merged(order(amount), &told), over)).await;
        let word = |name: &str| made[name].as_str().unwrap().to_owned();
        Link { id: word("link_id"), web_id: word("web_id"), page: word("web_url") }
    }

    /// A link that this bank alone can carry.
    pub async fn link_at(&self, way: &Way, amount: &str) -> Link {
        self.link_with(amount, &way.order()).await
    }

    /// From the open link to the return; the payer spends three seconds at the bank, and the bank is read.
    pub async fn walk(&self, payer: &Payer, link: &Link, decision: &str) -> Html {
        self.walk_by(payer, link, way("libra_ro"), decision).await
    }

    /// The same at this bank.
    pub async fn walk_by(&self, payer: &Payer, link: &Link, way: &Way, decision: &str) -> Html {
        let back = self.decide_by(payer, link, way, decision).await;
        let leads = payer.navigate(&back).await.leads_to();
        self.quiet().await;
        payer.open(&leads).await
    }

    /// From the open link to the decision at this bank, three seconds after leaving; the address that the bank sends back to.
    pub async fn decide_by(&self, payer: &Payer, link: &Link, way: &Way, decision: &str) -> String {
        let sca = self.leave_by(payer, link, way).await;
        self.advance(3_000).await;
        payer.decide(&sca, decision).await
    }

    /// From the open link to the bank's address.
    pub async fn leave_by(&self, payer: &Payer, link: &Link, way: &Way) -> String {
        payer.pay_by(&link.page, way).await;
        self.becomes(link, "intent_accepted").await;
        payer.leave(&link.page).await
    }

    /// `links/get`.
    pub async fn state(&self, link: &Link) -> Value {
        self.api("/test/v2/links/get", &json!({ "link_id": link.id })).await
    }

    /// `status` of `links/get`.
    pub async fn status(&self, link: &Link) -> String {
        self.state(link).await["status"].as_str().unwrap().to_owned()
    }

    /// Statuses of the log, oldest first.
    pub async fn log(&self, link: &Link) -> Vec<String> {
        self.app.store.events(&link.id).await.unwrap().into_iter().map(|row| row.status).collect()
    }

    /// Waits until the log says just this.
    pub async fn logs(&self, link: &Link, statuses: &[&str]) {
        let soon = tokio::time::Instant::now() + PATIENCE;
        while self.log(link).await != statuses && tokio::time::Instant::now() < soon {
            tokio::time::sleep(Duration::from_millis(4)).await;
        }
        assert_eq!(self.log(link).await, statuses);
    }

    /// Waits until the link has this status.
    pub async fn becomes(&self, link: &Link, status: &str) {
        let soon = tokio::time::Instant::now() + PATIENCE;
        while self.log(link).await.last().is_none_or(|last| last != status) {
            if tokio::time::Instant::now() > soon {
                let attempts: Vec<_> =
                    self.attempts(link).await.iter().map(|one| (one.state, one.next_read_at)).collect();
                let (log, now) = (self.log(link).await, self.now_ms());
                panic!("it does not become {status}: {log:?}, attempts {attempts:?}, now {now}");
            }
            tokio::time::sleep(Duration::from_millis(4)).await;
        }
    }

    /// The link's attempts.
    pub async fn attempts(&self, link: &Link) -> Vec<AttemptRow> {
        self.app.store.attempts(&link.id).await.unwrap()
    }

    /// The log has no gap and takes only steps of the contract.
    pub async fn audit_steps(&self, link: &Link) {
        let rows = self.app.store.events(&link.id).await.unwrap();
        let numbers: Vec<i64> = rows.iter().map(|row| row.seq).collect();
        assert_eq!(
            numbers,
            (1..=i64::try_from(rows.len()).unwrap()).collect::<Vec<_>>(),
            "numbered from 1 without gaps"
        );
        assert_eq!(rows[0].status, "created");
        for pair in rows.windows(2) {
            let step = (pair[0].status.as_str(), pair[1].status.as_str());
            assert!(STEPS.contains(&step), "{step:?} is no step of the contract");
        }
    }

    /// The same, and it ends where link and attempts are.
    pub async fn audit(&self, link: &Link) {
        self.audit_steps(link).await;
        let rows = self.app.store.events(&link.id).await.unwrap();
        assert!(rows.windows(2).all(|pair| pair[0].at <= pair[1].at), "time runs forward");
        let row = self.app.store.link(&link.id).await.unwrap().unwrap();
        let attempts = self.attempts(link).await;
        assert_eq!(row.status.as_str(), rows.last().unwrap().status, "the fold of the log is the link's status");
        assert_eq!(row.log_seq, i64::try_from(rows.len()).unwrap());
        let derived = flow::lifecycle::derive_status(&as_link(&row, &attempts, self.now_ms()));
        assert_eq!(derived, row.status, "the status is a function of the attempts");
        let numbers: Vec<u32> = attempts.iter().map(|one| one.number).collect();
        assert_eq!(numbers, (1..=u32::try_from(attempts.len()).unwrap()).collect::<Vec<_>>());
    }

    /// One webhook for each row of the log but the first, in order, each once, signed, with the documented bytes.
    pub async fn audit_webhooks(&self, link: &Link) {
        let log = self.log(link).await;
        let got = self.shop.gets(log.len() - 1).await;
        let expected: Vec<(u64, String)> = (2..)
            .zip(&log[1..])
            .map(|(sequence, status)| {
                let (id, web_id) = (&link.id, &link.web_id);
                let body = format!(
                    r#"{{"type":"link_status_update","link_id":"{id}","web_id":"{web_id}","status":"{status}"}}"#
                );
                (sequence, body)
            })
            .collect();
        let told: Vec<(u64, String)> = got.iter().map(|one| (one.sequence, one.body.clone())).collect();
        assert_eq!(told, expected);
        assert!(got.iter().all(|one| one.signed), "{got:?}");
        assert!(got.iter().all(|one| one.content_type == "application/json"), "{got:?}");
    }
}
