//! Consents as their API client sees them, and as pages find them.

use crate::app::{App, Fault, rfc3339};
use crate::store::attempts::AttemptRow;
use crate::store::consents::{ConsentKey, ConsentRow};
use protocol::api::{ChosenAisMethod, ServiceProvider};
use protocol::{ConsentStatus, DataGroup, LinkKind};

/// A consent's state. The accounts under it are asked for apart (`covered_accounts`), by those who have its row.
#[derive(Clone, Debug)]
pub struct State {
    /// UUID.
    pub consent_id: String,
    /// Id of the page.
    pub web_id: String,
    /// Where the PSU goes.
    pub web_url: Option<String>,
    /// The status.
    pub status: ConsentStatus,
    /// RFC 3339.
    pub created_at: String,
    /// RFC 3339: until when it can be authorised.
    pub expires_at: String,
    /// Whether that time is over.
    pub is_expired: bool,
    /// What is shared.
    pub scope: Vec<DataGroup>,
    /// Days from the authorisation on.
    pub validity_days: u32,
    /// RFC 3339, once it is authorised.
    pub authorized_until: Option<String>,
    /// Once chosen.
    pub ais_method: Option<ChosenAisMethod>,
    /// Once chosen.
    pub service_provider: Option<ServiceProvider>,
    /// The row that this was made of.
    pub row: ConsentRow,
}

impl App {
    /// A client's own consent, for lists of its data and for jobs.
    ///
    /// # Errors
    /// `Fault::NoConsent`, also for another client's.
    pub async fn own_consent(&self, client_id: &str, env: &str, consent_id: &str) -> Result<ConsentRow, Fault> {
        let consent = self.store.consent(consent_id).await?;
        consent.filter(|consent| consent.client_id == client_id && consent.env == env).ok_or(Fault::NoConsent)
    }

    /// Its state.
    ///
    /// # Errors
    /// `Fault::NoConsent`, also for another client's.
    pub async fn consent_of_client(&self, client_id: &str, env: &str, consent_id: &str) -> Result<State, Fault> {
        let consent = self.own_consent(client_id, env, consent_id).await?;
        self.state_of_consent(consent).await
    }

    /// The state of a consent that was read.
    ///
    /// # Errors
    /// `Fault::Store`.
    pub async fn state_of_consent(&self, row: ConsentRow) -> Result<State, Fault> {
        let attempts = self.store.attempts(&row.consent_id).await?;
        let (ais_method, service_provider) = attempts.last().and_then(|attempt| self.chosen_ais(attempt)).unzip();
        Ok(State {
            consent_id: row.consent_id.clone(),
            web_id: row.web_id.clone(),
            web_url: (row.kind != LinkKind::DirectSca).then(|| self.consent_url(&row.web_id)),
            status: row.status,
            created_at: rfc3339(row.created_at),
            expires_at: rfc3339(row.expires_at),
            is_expired: self.now_ms() >= row.expires_at,
            scope: row.scope.clone(),
            validity_days: row.validity_days,
            authorized_until: row.authorized_until.map(rfc3339),
            ais_method,
            service_provider,
            row,
        })
    }

    /// The consent of a page, by the SHA-256 of the page's id, and its attempts as they were at the same moment.
    ///
    /// # Errors
    /// `Fault::NoConsent`, `Fault::Store`.
    pub async fn consent_by_web(&self, web_hash: &[u8]) -> Result<(ConsentRow, Vec<AttemptRow>), Fault> {
        self.store.consent_and_attempts(ConsentKey::WebHash(web_hash)).await?.ok_or(Fault::NoConsent)
    }

    /// The same by the consent's own id, for the reduced view.
    ///
    /// # Errors
    /// `Fault::NoConsent`, `Fault::Store`.
    pub async fn consent_by_id(&self, consent_id: &str) -> Result<(ConsentRow, Vec<AttemptRow>), Fault> {
        self.store.consent_and_attempts(ConsentKey::Id(consent_id)).await?.ok_or(Fault::NoConsent)
    }

    /// Address of a consent's page.
    pub fn consent_url(&self, web_id: &str) -> String {
        format!("{}/consent/{web_id}", self.settings.public_url)
    }

    /// The PSU's id at the bank, when the client gave it.
    pub fn psu_id_of(&self, consent: &ConsentRow) -> Option<String> {
        self.opened_of(consent, PSU_ID, consent.psu_id.as_deref())
    }

    /// The account that is read, when the client gave it.
    pub(in crate::app) fn debtor_iban_of(&self, consent: &ConsentRow) -> Option<String> {
        self.opened_of(consent, DEBTOR_IBAN, consent.debtor_iban.as_deref())
    }

    fn opened_of(&self, consent: &ConsentRow, column: &str, sealed: Option<&[u8]>) -> Option<String> {
        let plain = self.keys.open(&context(column, &consent.consent_id), sealed?).ok()?;
        String::from_utf8(plain).ok()
    }
}

/// Where a client's PSU id is kept.
pub(super) const PSU_ID: &str = "consents.psu_id";
/// Where a client's account is kept.
pub(super) const DEBTOR_IBAN: &str = "consents.debtor_iban";

/// What the value of a column is sealed for: it opens in its own row only.
pub(super) fn context(column: &str, consent_id: &str) -> Vec<u8> {
    format!("{column} {consent_id}").into_bytes()
}
