//! Links and consents whose bank is asked when they are made (contract §3, §5): made as an API client makes them.
//! Never here: what is expected of them.

use super::House;
use super::data_client::{Asked, ask};
use super::outlook::{Link, merged, order};
use super::payer::Answer;
use super::ways::Way;
use serde_json::{Value, json};

/// The types of links whose bank is asked at once.
pub const LINK_KINDS: [&str; 3] = ["wrapped_sca", "direct_sca", "redirect_sca"];
/// The types of consents whose bank is asked at once.
pub const CONSENT_KINDS: [&str; 2] = ["wrapped_sca", "direct_sca"];
/// Where the client wants payers back.
pub const BACK: &str = "http://127.0.0.1:9/paid?order=7";

/// A body of `links/create` that leaves one method of this bank, and holds all that it needs.
pub fn typed_order(kind: &str, way: &Way, amount: &str) -> Value {
    let one = json!({ "payment_method": { "remitter_type": "retail" }, "options": { "type": kind } });
    merged(merged(order(amount), &way.order()), &one)
}

/// The same of `ais/consents/create`.
pub fn typed_ask(kind: &str, way: &Way) -> Value {
    let mut asked =
        merged(ask(), &json!({ "ais_method": { "provider_id": way.provider_id }, "options": { "type": kind } }));
    if way.provider_id == "rzb_ro" {
        asked["consent"] = json!({ "debtor_iban": "RO03RZBR0000069999999999", "psu_id": "9999999998" });
    }
    asked
}

impl House {
    /// The answer to `links/create`, told to the shop, with more in its body.
    pub async fn create_typed(&self, kind: &str, way: &Way, amount: &str, over: &Value) -> Answer {
        let told = json!({ "options": { "webhook_url": self.shop.hook } });
        let body = merged(merged(typed_order(kind, way, amount), &told), over);
        self.call("/test/v2/links/create", &[], &body).await
    }

    /// A link that its bank took, and its `web_url`.
    pub async fn typed(&self, kind: &str, way: &Way, amount: &str, over: &Value) -> (Link, String) {
        let made = self.create_typed(kind, way, amount, over).await;
        assert_eq!(made.status, 200, "{kind} at {}: {}", way.provider_id, made.text);
        let made = made.json();
        let word = |name: &str| made[name].as_str().unwrap().to_owned();
        let page = format!("{}/pay/{}", self.url, word("web_id"));
        (Link { id: word("link_id"), web_id: word("web_id"), page }, word("web_url"))
    }

    /// The link that a refused `links/create` made all the same.
    pub fn link_of(&self, refused: &Answer) -> Link {
        let id = refused.json()["link_id"].as_str().unwrap_or_else(|| panic!("{}", refused.text)).to_owned();
        Link { id, web_id: String::new(), page: String::new() }
    }

    /// The answer to `ais/consents/create`, told to the shop, with more in its body.
    pub async fn ask_typed(&self, kind: &str, way: &Way, over: &Value) -> Answer {
        let told = json!({ "options": { "webhook_url": self.shop.hook } });
        let body = merged(merged(typed_ask(kind, way), &told), over);
        self.call("/test/v2/ais/consents/create", &[], &body).await
    }

    /// A consent that its bank took, and its `web_url`.
    pub async fn asked_typed(&self, kind: &str, way: &Way, over: &Value) -> (Asked, String) {
        let made = self.ask_typed(kind, way, over).await;
        assert_eq!(made.status, 200, "{kind} at {}: {}", way.provider_id, made.text);
        let made = made.json();
        let word = |name: &str| made[name].as_str().unwrap().to_owned();
        (Asked { id: word("consent_id"), web_id: word("web_id") }, word("web_url"))
    }

    /// Statuses of a consent's log, oldest first.
    pub async fn log_of(&self, consent_id: &str) -> Vec<String> {
        self.app.store.events(consent_id).await.unwrap().into_iter().map(|row| row.status).collect()
    }
}
