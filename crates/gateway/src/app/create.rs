//! Making a link.

use super::address;
use super::{App, Fault, hash, rfc3339};
use crate::doors::secrets;
use crate::store::clients::ClientRow;
use crate::store::links::{self, LinkRow, NewLink};
use connectors::catalog::{self, Currency, Method, Unfit};
use connectors::text;
pub use connectors::text::foreign_letters;
use protocol::api::ApiFieldError;
use protocol::link::{LinkOptions, MethodFilter, Tracking, Transfer};
use protocol::{LinkKind, LinkStatus};
use std::sync::Arc;
use uuid::Uuid;

/// Words of `payment_method.remitter_type`.
pub const REMITTER_TYPES: &[&str] = catalog::RemitterType::WORDS;
/// Words of `payment_method.payment_scheme`.
pub const SCHEMES: &[&str] = catalog::Scheme::WORDS;
/// Words of `payment_method.env`.
pub const ENVS: &[&str] = catalog::Env::WORDS;

/// What an API client asks for; each field keeps its own rule already.
#[derive(Clone, Debug)]
pub struct Asked {
    /// `single_transfer`.
    pub transfer: Transfer,
    /// `payment_method`.
    pub filter: MethodFilter,
    /// `options.type`.
    pub kind: LinkKind,
    /// `options.expires_in`, seconds.
    pub expires_in_s: i64,
    /// `options.webhook_url`.
    pub webhook_url: Option<String>,
    /// The rest of `options`.
    pub options: LinkOptions,
    /// `tracking`.
    pub tracking: Tracking,
}

/// Who asks, and through which door.
#[derive(Clone, Copy, Debug)]
pub struct Caller<'a> {
    /// The client.
    pub client: &'a ClientRow,
    /// `sandbox` or `prod`.
    pub env: &'a str,
}

/// A link that was made.
#[derive(Clone, Debug)]
pub struct Made {
    /// UUID.
    pub link_id: String,
    /// Id of the page.
    pub web_id: String,
    /// Where the PSU goes: our page, or the bank's.
    pub web_url: Option<String>,
    /// RFC 3339.
    pub created_at: String,
    /// RFC 3339.
    pub expires_at: String,
}

impl App {
    /// Makes a link; types of which nobody chooses anything are sent to the bank at once.
    ///
    /// # Errors
    /// `Fault::Fields` for what only the gateway can judge; `Fault::NoMethod`, `Fault::Inputs`; `Fault::NotTaken` where the bank is
    /// asked at once, and does not take it.
    pub async fn create_link(self: &Arc<Self>, caller: Caller<'_>, asked: Asked) -> Result<Made, Fault> {
        if caller.client.require_tracking && asked.tracking.customer_id.is_none() {
            return Err(Fault::Unauthorized("tracking.customer_id is required for this client"));
        }
        let faults = self.judge(caller, &asked);
        if !faults.is_empty() {
            return Err(Fault::Fields(faults));
        }
        let row = self.new_row(caller, asked);
        let fits = self.fits(&row);
        let left: Vec<&Method> = fits.iter().map(|fit| fit.method).collect();
        let sent = match (row.kind, fits.as_slice()) {
            (LinkKind::Link, _) => {
                can_be_paid(&left, &row.transfer, &row.options.user_editable)?;
                None
            }
            // Nobody chooses or types anything: one method, and all that it needs.
            (_, [only]) => {
                can_be_paid(&left, &row.transfer, &[])?;
                Some(only)
            }
            (_, many) => return Err(Fault::NoMethod(only_one("payment_method", many.len()))),
        };
        let mut write = self.store.write().await?;
        links::insert(&mut write, NewLink { row: &row, web_hash: &hash(&row.web_id) }).await?;
        write.commit().await.map_err(crate::store::Error::from)?;
        let page = self.page_url(&row.web_id);
        let web_url = match sent {
            None => page,
            Some(only) => {
                let sca_url = self.send_link(&row, only).await?;
                sca_url.filter(|_| row.kind != LinkKind::WrappedSca).unwrap_or(page)
            }
        };
        Ok(Made {
            web_url: Some(web_url),
            link_id: row.link_id,
            web_id: row.web_id,
            created_at: rfc3339(row.created_at),
            expires_at: rfc3339(row.expires_at),
        })
    }

    /// Address of a link's page.
    pub fn page_url(&self, web_id: &str) -> String {
        format!("{}/pay/{web_id}", self.settings.public_url)
    }

    fn new_row(&self, caller: Caller<'_>, mut asked: Asked) -> LinkRow {
        let now = self.now_ms();
        if asked.transfer.end_to_end_id.is_empty() {
            asked.transfer.end_to_end_id = format!("FQ{}", Uuid::new_v4().simple().to_string().to_uppercase());
        }
        LinkRow {
            ordinal: 0,
            link_id: Uuid::new_v4().to_string(),
            web_id: secrets::new_token(),
            client_id: caller.client.client_id.clone(),
            env: caller.env.to_owned(),
            kind: asked.kind,
            status: LinkStatus::Created,
            version: 1,
            log_seq: 1,
            transfer: asked.transfer,
            filter: asked.filter,
            options: asked.options,
            tracking: asked.tracking,
            webhook_url: asked.webhook_url,
            created_at: now,
            expires_at: now.saturating_add(asked.expires_in_s.saturating_mul(1000)),
        }
    }

    fn judge(&self, caller: Caller<'_>, asked: &Asked) -> Vec<ApiFieldError> {
        let mut faults = judge_transfer(&asked.transfer);
        faults.extend(judge_providers("payment_method.provider_id", &asked.filter.provider_id));
        faults.extend(self.judge_addresses(
            caller,
            asked.webhook_url.as_deref(),
            asked.options.redirect_url.as_deref(),
        ));
        faults
    }

    /// Where changes are told, and where the page leads back to: only where this client may be told and sent.
    pub(super) fn judge_addresses(
        &self,
        caller: Caller<'_>,
        webhook_url: Option<&str>,
        redirect_url: Option<&str>,
    ) -> Vec<ApiFieldError> {
        let told = webhook_url.and_then(|url| address::check(url, address::Mode::of(self.settings.demo)).err());
        let sent = redirect_url.and_then(|url| address::check_redirect(url, &caller.client.redirect_urls).err());
        let told = told.map(|wrong| fault("options.webhook_url", wrong.to_string()));
        let sent = sent.map(|wrong| fault("options.redirect_url", wrong.to_string()));
        told.into_iter().chain(sent).collect()
    }
}

/// A filter may name providers that cannot be offered, and none that nobody knows.
pub(super) fn judge_providers(field: &str, ids: &[String]) -> Option<ApiFieldError> {
    let unknown = ids.iter().find(|id| catalog::provider(id).is_none())?;
    Some(fault(field, format!("names no provider of ours: {unknown:?}")))
}

/// What is said of a filter that leaves nothing.
pub(super) fn leaves_none(filter: &str) -> String {
    format!("{filter} leaves no method that can be offered")
}

/// What is said of a filter where nobody will choose among what it leaves.
pub(super) fn only_one(filter: &str, left: usize) -> String {
    format!("{filter} leaves {left} methods; this options.type needs exactly one, since nobody chooses")
}

/// What only the banks' character set can say of a transfer whose fields keep their rules.
pub fn judge_transfer(transfer: &Transfer) -> Vec<ApiFieldError> {
    let mut faults = Vec::new();
    for (field, value) in [
        ("single_transfer.creditor_name", &transfer.creditor_name),
        ("single_transfer.remittance_information", &transfer.remittance_information),
    ] {
        if text::for_bank(value).text.is_empty() {
            faults.push(fault(field, "holds no character that banks can carry".to_owned()));
        }
    }
    if !transfer.end_to_end_id.chars().all(text::is_bank_char) {
        let rule = "may hold a-z A-Z 0-9 / - ? : ( ) . , ' + and space only";
        faults.push(fault("single_transfer.end_to_end_id", rule.to_owned()));
    }
    faults
}

/// Whether one of these methods can ever carry the transfer: currency and amount are within it, and what it needs is
/// there or left to the PSU (`editable`). A link that nobody could pay is not made.
///
/// # Errors
/// `Fault::NoMethod`; `Fault::Inputs` when nothing but a required input is missing.
pub fn can_be_paid(methods: &[&Method], transfer: &Transfer, editable: &[String]) -> Result<(), Fault> {
    let is_left = |name: &str| editable.iter().any(|one| one == name);
    let carries = |method: &&&Method| match Currency::parse(&transfer.currency) {
        None => false,
        Some(currency) => match method.unfit(currency, transfer.amount_minor) {
            None => true,
            Some(Unfit::Currency) => false,
            Some(Unfit::OverLimit | Unfit::UnderLimit) => is_left("amount"),
        },
    };
    let lacks = |method: &&Method| -> Vec<&'static str> {
        let inputs = method.required_inputs.iter().map(|input| input.as_str());
        inputs.filter(|name| !has_input(transfer, name) && !is_left(name)).collect()
    };
    let lacking: Vec<Vec<&str>> = methods.iter().filter(carries).map(lacks).collect();
    match lacking.iter().min_by_key(|names| names.len()) {
        None => Err(Fault::NoMethod(leaves_none("payment_method"))),
        Some(names) if names.is_empty() => Ok(()),
        Some(names) => {
            let lacks = |name: &&str| fault(&format!("single_transfer.{name}"), "is required by the method".to_owned());
            Err(Fault::Inputs(names.iter().map(lacks).collect()))
        }
    }
}

fn has_input(transfer: &Transfer, name: &str) -> bool {
    match name {
        "debtor_iban" => transfer.debtor_iban.is_some(),
        "psu_id" => transfer.psu_id.is_some(),
        _ => false,
    }
}

pub(super) fn fault(field: &str, message: String) -> ApiFieldError {
    ApiFieldError { field: field.to_owned(), message }
}
