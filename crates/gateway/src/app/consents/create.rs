//! Making a consent.

use super::offers::AisFit;
use super::state::{DEBTOR_IBAN, PSU_ID, context};
use crate::app::create::{Caller, fault, judge_providers, leaves_none, only_one};
use crate::app::{App, Fault, hash, rfc3339};
use crate::doors::secrets;
use crate::store::consents::{self, ConsentRow};
use crate::store::{self};
use connectors::catalog::Input;
use protocol::api::ApiFieldError;
use protocol::consent::{AisMethodFilter, ConsentOptions};
use protocol::link::Tracking;
use protocol::{ConsentStatus, DataGroup, LinkKind};
use std::sync::Arc;
use uuid::Uuid;

/// What an API client asks for; each field keeps its own rule already.
#[derive(Clone, Debug)]
pub struct Asked {
    /// `consent.scope`, in the order of `DataGroup`.
    pub scope: Vec<DataGroup>,
    /// `consent.consent_validity_days`.
    pub validity_days: u32,
    /// `consent.psu_id`.
    pub psu_id: Option<String>,
    /// `consent.debtor_iban`, without spaces.
    pub debtor_iban: Option<String>,
    /// `ais_method`.
    pub filter: AisMethodFilter,
    /// `options.type`.
    pub kind: LinkKind,
    /// `options.expires_in`, seconds.
    pub expires_in_s: i64,
    /// `options.webhook_url`.
    pub webhook_url: Option<String>,
    /// The rest of `options`.
    pub options: ConsentOptions,
    /// `tracking`.
    pub tracking: Tracking,
}

/// A consent that was made.
#[derive(Clone, Debug)]
pub struct Made {
    /// UUID.
    pub consent_id: String,
    /// Id of the page.
    pub web_id: String,
    /// Where the PSU goes.
    pub web_url: Option<String>,
    /// RFC 3339.
    pub created_at: String,
    /// RFC 3339.
    pub expires_at: String,
    /// Days from the authorisation on.
    pub validity_days: u32,
}

impl App {
    /// Makes a consent; types of which nobody chooses anything are sent to the bank at once.
    ///
    /// # Errors
    /// `Fault::Unauthorized` for a client without AIS; `Fault::Fields` for what only the gateway can judge; `Fault::NoMethod`,
    /// `Fault::Inputs`; `Fault::NotTaken` where the bank is asked at once, and does not take it.
    pub async fn create_consent(self: &Arc<Self>, caller: Caller<'_>, asked: Asked) -> Result<Made, Fault> {
        if !caller.client.ais {
            return Err(Fault::Unauthorized("account information is not enabled for this client"));
        }
        if caller.client.require_tracking && asked.tracking.customer_id.is_none() {
            return Err(Fault::Unauthorized("tracking.customer_id is required for this client"));
        }
        let mut faults =
            self.judge_addresses(caller, asked.webhook_url.as_deref(), asked.options.redirect_url.as_deref());
        faults.extend(judge_providers("ais_method.provider_id", &asked.filter.provider_id));
        if !faults.is_empty() {
            return Err(Fault::Fields(faults));
        }
        let row = self.new_consent(caller, asked)?;
        let left = self.ais_fits(&row);
        let sent = match (row.kind, left.as_slice()) {
            (_, []) => return Err(Fault::NoMethod(leaves_none("ais_method"))),
            (LinkKind::Link, _) => None,
            (_, [only]) => {
                lacks_nothing(only, &row)?;
                Some(only)
            }
            (_, many) => return Err(Fault::NoMethod(only_one("ais_method", many.len()))),
        };
        let mut write = self.store.write().await?;
        consents::insert(&mut write, &row, &hash(&row.web_id)).await?;
        write.commit().await.map_err(store::Error::from)?;
        let page = self.consent_url(&row.web_id);
        let web_url = match sent {
            None => page,
            Some(only) => {
                let sca_url = self.send_consent(&row, only).await?;
                sca_url.filter(|_| row.kind != LinkKind::WrappedSca).unwrap_or(page)
            }
        };
        Ok(Made {
            web_url: Some(web_url),
            consent_id: row.consent_id,
            web_id: row.web_id,
            created_at: rfc3339(row.created_at),
            expires_at: rfc3339(row.expires_at),
            validity_days: row.validity_days,
        })
    }

    fn new_consent(&self, caller: Caller<'_>, asked: Asked) -> Result<ConsentRow, Fault> {
        let now = self.now_ms();
        let expires_at = now.saturating_add(asked.expires_in_s.saturating_mul(1000));
        let consent_id = Uuid::new_v4().to_string();
        let seal = |column: &'static str, plain: Option<String>| {
            let sealed = plain.map(|plain| self.keys.seal(&context(column, &consent_id), plain.as_bytes())).transpose();
            sealed.map_err(|_| Fault::Store(store::Error::Corrupt(column)))
        };
        let (psu_id, debtor_iban) = (seal(PSU_ID, asked.psu_id)?, seal(DEBTOR_IBAN, asked.debtor_iban)?);
        Ok(ConsentRow {
            ordinal: 0,
            consent_id,
            web_id: secrets::new_token(),
            client_id: caller.client.client_id.clone(),
            env: caller.env.to_owned(),
            kind: asked.kind,
            status: ConsentStatus::Created,
            version: 1,
            log_seq: 1,
            scope: asked.scope,
            validity_days: asked.validity_days,
            psu_id,
            debtor_iban,
            filter: asked.filter,
            options: asked.options,
            tracking: asked.tracking,
            webhook_url: asked.webhook_url,
            created_at: now,
            expires_at,
            authorized_at: None,
            authorized_until: None,
            ended_at: None,
            ended_by: None,
            due_at: Some(expires_at),
        })
    }
}

/// Nobody types anything: what the one method needs must be there.
fn lacks_nothing(only: &AisFit, row: &ConsentRow) -> Result<(), Fault> {
    let is_there = |input: &Input| match input {
        Input::PsuId => row.psu_id.is_some(),
        Input::DebtorIban => row.debtor_iban.is_some(),
    };
    let needs = only.method.required_inputs.iter().filter(|input| !is_there(input));
    let lacking: Vec<ApiFieldError> = needs
        .map(|input| fault(&format!("consent.{}", input.as_str()), "is required by the method".to_owned()))
        .collect();
    if lacking.is_empty() { Ok(()) } else { Err(Fault::Inputs(lacking)) }
}
