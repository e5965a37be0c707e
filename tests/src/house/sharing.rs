//! A consent as the use cases of the gateway see it: made, authorised at a bank, looked at, audited. No page is needed.

use super::payer::Payer;
use super::ways::{Way, way};
use super::{House, until};
use flow::lifecycle::consent::derive_status;
use gateway::app::consents::record::as_consent;
use gateway::app::consents::{Asked, AuthoriseForm, Authorised};
use gateway::app::create::Caller;
use gateway::app::leave::Leaving;
use gateway::app::returned::Return;
use gateway::store::attempts::AttemptRow;
use gateway::store::consents::ConsentRow;
use protocol::consent::{AisMethodFilter, ConsentOptions};
use protocol::link::Tracking;
use protocol::{ConsentStatus, DataGroup, LinkKind};

/// The secret of the browser that authorises.
pub const HOLDER: &str = "the-browser-of-the-account-holder";

/// What a client asks for at libra, for so many days.
pub fn asked(days: u32) -> Asked {
    Asked {
        scope: DataGroup::ALL.to_vec(),
        validity_days: days,
        psu_id: None,
        debtor_iban: None,
        filter: AisMethodFilter { provider_id: vec!["libra_ro".to_owned()], ..AisMethodFilter::default() },
        kind: LinkKind::Link,
        expires_in_s: 86_400,
        webhook_url: None,
        options: ConsentOptions::default(),
        tracking: Tracking::default(),
    }
}

/// Every step that a consent's status may take (contract §5), written down a second time.
const STEPS: &[(&str, &str)] = &[
    ("created", "started"),
    ("created", "expired"),
    ("created", "revoked"),
    ("started", "sca_url_retrieved"),
    ("started", "expired"),
    ("started", "failed"),
    ("started", "revoked"),
    ("sca_url_retrieved", "awaiting_authz"),
    ("sca_url_retrieved", "authorized"),
    ("sca_url_retrieved", "started"),
    ("sca_url_retrieved", "expired"),
    ("sca_url_retrieved", "failed"),
    ("sca_url_retrieved", "revoked"),
    ("awaiting_authz", "authorized"),
    ("awaiting_authz", "started"),
    ("awaiting_authz", "expired"),
    ("awaiting_authz", "failed"),
    ("awaiting_authz", "revoked"),
    ("authorized", "active"),
    ("authorized", "suspended"),
    ("authorized", "revoked"),
    ("active", "suspended"),
    ("active", "revoked"),
    ("suspended", "active"),
    ("suspended", "revoked"),
];

/// A consent in a house.
pub struct Sharing<'a> {
    /// Where.
    pub house: &'a House,
    /// UUID.
    pub id: String,
}

/// What libra's books say of its consents, oldest first.
pub async fn at_libra(house: &House) -> Vec<String> {
    house.bank.consents().await.iter().map(|one| one["status"].as_str().unwrap().to_owned()).collect()
}

impl<'a> Sharing<'a> {
    /// A consent of the demo client, told to the shop.
    pub async fn of(house: &'a House, asked: Asked) -> Self {
        let client = house.app.store.client("demo").await.unwrap().unwrap();
        let asked = Asked { webhook_url: Some(house.shop.hook.clone()), ..asked };
        let made = house.app.create_consent(Caller { client: &client, env: "sandbox" }, asked).await.unwrap();
        Self { house, id: made.consent_id }
    }

    /// Its row, as it is now.
    pub async fn row(&self) -> ConsentRow {
        self.house.app.store.consent(&self.id).await.unwrap().unwrap()
    }

    /// Its attempts.
    pub async fn attempts(&self) -> Vec<AttemptRow> {
        self.house.app.store.attempts(&self.id).await.unwrap()
    }

    /// Authorise is pressed for this bank.
    pub async fn press(&self, way: &Way) -> Authorised {
        let form = AuthoriseForm {
            provider_id: way.provider_id.to_owned(),
            debtor_iban: "RO03RZBR0000069999999999".to_owned(),
            psu_id: "9999999998".to_owned(),
            holder: HOLDER.to_owned(),
            ..AuthoriseForm::default()
        };
        self.house.app.authorise(&self.row().await, form, |_, _| Ok(b"what was shown".to_vec())).await.unwrap()
    }

    /// The account holder leaves for the bank.
    pub async fn leave(&self) -> Leaving {
        self.house.app.leave(&self.row().await, HOLDER).await.unwrap().expect("nowhere to go")
    }

    /// From the open consent to the decision at this bank, three seconds after leaving, and back; then the bank is read.
    pub async fn share_by(&self, way: &Way, decision: &str) {
        assert!(matches!(self.press(way).await, Authorised::Shown));
        until("the bank takes it", async || self.row().await.status == ConsentStatus::ScaUrlRetrieved).await;
        let leaving = self.leave().await;
        self.house.advance(3_000).await;
        let back = Payer::new().decide(&leaving.sca_url, decision).await;
        if back.contains('?') {
            let page = Payer::new().navigate(&back).await.leads_to();
            assert_eq!(page, format!("{}/consent/{}", self.house.url, self.row().await.web_id));
        } else {
            // Nothing in the address: the browser's cookie finds the attempt.
            let cookies = Return { cookies: std::slice::from_ref(&leaving.return_token), ..Return::default() };
            assert!(self.house.app.returned(way.provider_id, cookies).await.unwrap().is_some());
        }
        self.house.quiet().await;
    }

    /// The same at libra.
    pub async fn share(&self, decision: &str) {
        self.share_by(way("libra_ro"), decision).await;
    }

    /// Statuses of the log, oldest first.
    pub async fn log(&self) -> Vec<String> {
        self.house.app.store.events(&self.id).await.unwrap().into_iter().map(|row| row.status).collect()
    }

    /// Waits until it has had this status.
    pub async fn was(&self, status: &str) {
        let had = async || self.log().await.iter().any(|one| one == status);
        until(&format!("the consent never was {status}"), had).await;
    }

    /// Waits until it is authorised, and its data is stored.
    pub async fn is_read(&self) {
        self.was("authorized").await;
        self.was("active").await;
    }

    /// The log has no gap, takes only steps of the contract, and ends where consent and attempts are; each row but the first
    /// was told once, in order, with the documented bytes.
    pub async fn audit(&self) {
        let rows = self.house.app.store.events(&self.id).await.unwrap();
        let numbers: Vec<i64> = rows.iter().map(|row| row.seq).collect();
        assert_eq!(numbers, (1..=i64::try_from(rows.len()).unwrap()).collect::<Vec<_>>());
        for pair in rows.windows(2) {
            let step = (pair[0].status.as_str(), pair[1].status.as_str());
            assert!(STEPS.contains(&step), "{step:?} is no step of the contract");
            assert!(pair[0].at <= pair[1].at, "time runs forward");
        }
        let (row, attempts) = (self.row().await, self.attempts().await);
        assert_eq!(row.status.as_str(), rows.last().unwrap().status, "the fold of the log is the consent's status");
        assert_eq!(derive_status(&as_consent(&row, &attempts, self.house.now_ms())), row.status);
        assert_eq!(row.due_at.is_none(), row.status.is_final());
        let told = |seq: usize| {
            let (id, status) = (&self.id, &rows[seq - 1].status);
            (seq as u64, format!(r#"{{"type":"consent_status_update","consent_id":"{id}","status":"{status}"}}"#))
        };
        let expected: Vec<(u64, String)> = (2..=rows.len()).map(told).collect();
        until("every change is told", async || self.told().len() >= expected.len()).await;
        assert_eq!(self.told(), expected);
    }

    fn told(&self) -> Vec<(u64, String)> {
        let ours = |body: &str| body.contains("consent_status_update") && body.contains(&self.id);
        let got = self.house.shop.got().into_iter().filter(|one| one.signed && ours(&one.body));
        got.map(|one| (one.sequence, one.body)).collect()
    }
}
