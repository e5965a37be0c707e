//! The house as a client of the Data API sees it: consents asked for by calls. Never here: what is expected of it.

use super::outlook::merged;
use super::payer::Payer;
use super::{House, until};
use gateway::app::consents::{AuthoriseForm, Authorised};
use serde_json::{Value, json};

/// A consent that was asked for.
#[derive(Clone, Debug)]
pub struct Asked {
    /// UUID.
    pub id: String,
    /// Id of the page.
    pub web_id: String,
}

/// A body of `ais/consents/create` that is as plain as can be.
pub fn ask() -> Value {
    json!({ "consent": {}, "ais_method": { "provider_id": "libra_ro" } })
}

impl Asked {
    /// A body that names it.
    pub fn reference(&self) -> Value {
        json!({ "consent_id": self.id })
    }
}

impl House {
    /// A consent at Libra, told to the shop, with more in its body.
    pub async fn ask_for(&self, over: &Value) -> Asked {
        let told = json!({ "options": { "webhook_url": self.shop.hook } });
        let made = self.api("/test/v2/ais/consents/create", &merged(merged(ask(), &told), over)).await;
        let word = |name: &str| made[name].as_str().unwrap().to_owned();
        Asked { id: word("consent_id"), web_id: word("web_id") }
    }

    /// `ais/consents/get`.
    pub async fn state_of(&self, consent: &Asked) -> Value {
        self.api("/test/v2/ais/consents/get", &consent.reference()).await
    }

    /// A consent that its holder gave at Libra, and whose data is read.
    pub async fn given(&self, over: &Value) -> Asked {
        let consent = self.ask_for(over).await;
        let row = async || self.app.consent_by_id(&consent.id).await.unwrap().0;
        let (provider_id, holder) = ("libra_ro".to_owned(), "the holder's browser".to_owned());
        let form = AuthoriseForm { provider_id, holder: holder.clone(), ..AuthoriseForm::default() };
        assert!(matches!(
            self.app.authorise(&row().await, form, |_, _| Ok(b"what was shown".to_vec())).await.unwrap(),
            Authorised::Shown
        ));
        let leaving = self.app.leave(&row().await, &holder).await.unwrap().unwrap();
        let payer = Payer::new();
        let back = payer.decide(&leaving.sca_url, "approve").await;
        payer.navigate(&back).await;
        let status = async || self.state_of(&consent).await["status"].as_str().unwrap().to_owned();
        until("the bank does not say yes", async || {
            self.advance(500).await;
            ["authorized", "active"].contains(&status().await.as_str())
        })
        .await;
        // Reading takes no time of the house's.
        until("the data is not read", async || status().await == "active").await;
        consent
    }
}
