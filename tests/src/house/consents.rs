//! Consents in the house: asked for as an API client does, authorised as an account holder does.
//! Never here: what is expected of them.

use super::html::Html;
use super::payer::Payer;
use super::ways::Way;
use super::{House, PATIENCE};
use gateway::app::consents::Asked;
use gateway::app::create::Caller;
use protocol::consent::{AisMethodFilter, ConsentOptions};
use protocol::link::Tracking;
use protocol::{DataGroup, LinkKind};
use std::time::Duration;

/// A consent that was made.
#[derive(Clone, Debug)]
pub struct Consent {
    /// UUID.
    pub id: String,
    /// Id of the page.
    pub web_id: String,
    /// Address of the page.
    pub page: String,
}

impl House {
    /// A consent to all data for so many days, at any bank, told to the shop.
    pub async fn consent(&self, days: u32) -> Consent {
        self.consent_with(days, |_| ()).await
    }

    /// The same, with something else about it.
    pub async fn consent_with(&self, days: u32, change: impl FnOnce(&mut Asked)) -> Consent {
        let client = self.app.store.client("demo").await.unwrap().unwrap();
        let mut asked = Asked {
            scope: DataGroup::ALL.to_vec(),
            validity_days: days,
            psu_id: None,
            debtor_iban: None,
            filter: AisMethodFilter::default(),
            kind: LinkKind::Link,
            expires_in_s: 86_400,
            webhook_url: Some(self.shop.hook.clone()),
            options: ConsentOptions::default(),
            tracking: Tracking::default(),
        };
        change(&mut asked);
        let made = self.app.create_consent(Caller { client: &client, env: "sandbox" }, asked).await.unwrap();
        Consent { id: made.consent_id, page: made.web_url.unwrap(), web_id: made.web_id }
    }

    /// The page that the consent's own id opens.
    pub fn reduced(&self, consent: &Consent) -> String {
        format!("{}/consent/{}", self.url, consent.id)
    }

    /// Statuses of the log, oldest first.
    pub async fn consent_log(&self, consent: &Consent) -> Vec<String> {
        self.app.store.events(&consent.id).await.unwrap().into_iter().map(|row| row.status).collect()
    }

    /// Waits until the log says just this.
    pub async fn consent_logs(&self, consent: &Consent, statuses: &[&str]) {
        let soon = tokio::time::Instant::now() + PATIENCE;
        while self.consent_log(consent).await != statuses && tokio::time::Instant::now() < soon {
            tokio::time::sleep(Duration::from_millis(4)).await;
        }
        assert_eq!(self.consent_log(consent).await, statuses);
    }

    /// From the page at this address to the decision at this bank and back; what is shown then.
    pub async fn agree_at(&self, holder: &Payer, page: &str, way: &Way, decision: &str) -> Html {
        let handoff = holder.authorise(page, way).await;
        assert_eq!(handoff.root("screen"), "handoff", "{}", handoff.text);
        let sca = holder.leave(page).await;
        self.advance(3_000).await;
        let back = holder.decide(&sca, decision).await;
        let leads = holder.navigate(&back).await.leads_to();
        self.quiet().await;
        holder.open(&leads).await
    }

    /// A consent that this browser shares data under.
    pub async fn shared(&self, holder: &Payer) -> Consent {
        let consent = self.consent(90).await;
        self.agree_at(holder, &consent.page, super::ways::way("libra_ro"), "approve").await;
        self.consent_logs(&consent, SHARED).await;
        consent
    }
}

/// The log of a consent under which data is shared.
pub const SHARED: &[&str] = &["created", "started", "sca_url_retrieved", "awaiting_authz", "authorized", "active"];
