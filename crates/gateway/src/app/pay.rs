//! Pay: one attempt is written down, its intent is sent, and what the bank answers becomes a fact.
//! Whoever presses twice, or in two tabs at once, begins one attempt: the write is a compare-and-set.

use super::approval::Asked;
use super::at_bank::{Call, as_answer};
use super::offers::Fit;
use super::record::{GIVE_UP_AFTER_MS, Recorded, With};
use super::{App, Fault, hash};
use crate::doors::bank_http::NoAnswer;
use crate::doors::secrets;
use crate::store::attempts::{AttemptRow, Subject};
use crate::store::links::LinkRow;
use connectors::berlin_group::{self as bg, CallIds, Initiation, Intent, Psu, Returns};
use flow::account::parse_iban;
use flow::lifecycle::{AttemptFact, Fact};
use protocol::AttemptState;
use protocol::page::Reason;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

/// How long the bank may take before its fate counts as unknown.
pub const UNKNOWN_AFTER: Duration = Duration::from_secs(10);
/// How long a form post waits for the bank before it shows the page.
pub const FORM_WAITS: Duration = Duration::from_millis(2_500);

/// What the PSU sent with Pay.
#[derive(Clone, Default)]
pub struct PayForm {
    /// The chosen bank.
    pub provider_id: String,
    /// The chosen method; empty: the bank's only usable one.
    pub method_id: String,
    /// Typed, where the method needs it.
    pub debtor_iban: String,
    /// Typed, where the method needs it.
    pub psu_id: String,
    /// The browser's secret.
    pub holder: String,
    /// The browser.
    pub psu: Psu,
}

/// What is wrong with what the PSU sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PayFault {
    /// No bank, or one that is not offered.
    ChooseBank,
    /// No method, or one that is not offered.
    ChooseMethod,
    /// The method cannot carry this payment now.
    Unusable,
    /// An IBAN is needed.
    IbanMissing,
    /// It is no IBAN.
    IbanWrong,
    /// The PSU id is needed, of at most 64 visible characters.
    PsuIdMissing,
}

/// What the bank needs to know of what the PSU typed; sealed in the store.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Inputs {
    /// Account to pay from.
    pub debtor_iban: Option<String>,
    /// Who the PSU is at the bank.
    pub psu_id: Option<String>,
}

/// What Pay came to.
#[derive(Debug)]
pub enum Paid {
    /// The link has an attempt: this one, or one that was there before. The page tells which.
    Shown,
    /// Nothing was begun.
    Faulty(Vec<(&'static str, PayFault)>),
}

impl App {
    /// Begins an attempt, and waits a moment for the bank.
    ///
    /// # Errors
    /// `Fault::Store`.
    pub async fn pay(self: &Arc<Self>, link: &LinkRow, form: PayForm) -> Result<Paid, Fault> {
        let (fit, inputs) = match self.judge_form(link, &form) {
            Ok(good) => good,
            Err(faults) => return Ok(Paid::Faulty(faults)),
        };
        self.opened(link).await?;
        let state = secrets::new_token();
        let x_request_id = Uuid::new_v4().to_string();
        let row = self.new_attempt(link, &fit, &form.holder, &inputs, x_request_id)?;
        let begun = self.record(&link.link_id, Fact::Begun, With::New(Box::new(row), hash(&state))).await?;
        if !matches!(begun, Recorded::Changed(_)) {
            return Ok(Paid::Shown);
        }
        let attempts = self.store.attempts(&link.link_id).await?;
        let Some(attempt) = attempts.into_iter().next_back() else { return Err(Fault::NotFound) };
        let (app, link) = (Arc::clone(self), link.clone());
        let sending = tokio::spawn(async move {
            let intent = app.intent(&link, &attempt, inputs, form.psu, &state);
            if let Err(error) = app.initiate(&attempt, Asked { intent, state }).await {
                tracing::error!(link_id = link.link_id, %error, "an initiation could not be recorded");
            }
        });
        // The answer of the form does not wait longer; the sending goes on by itself.
        let _ = tokio::time::timeout(self.settings.form_waits, sending).await;
        Ok(Paid::Shown)
    }

    /// The page was opened by a person: `created` becomes `started`.
    ///
    /// # Errors
    /// `Fault::Store`.
    pub async fn opened(&self, link: &LinkRow) -> Result<(), Fault> {
        if link.status == protocol::LinkStatus::Created && self.now_ms() < link.expires_at {
            self.record(&link.link_id, Fact::Opened, With::Nothing).await?;
        }
        Ok(())
    }

    /// The account that an attempt is paid from, when the client gave it or the PSU typed it.
    pub fn debtor_iban(&self, link: &LinkRow, attempt: &AttemptRow) -> Option<String> {
        let plain = self.keys.open(attempt.x_request_id.as_bytes(), &attempt.inputs).ok()?;
        let inputs: Inputs = serde_json::from_slice(&plain).ok()?;
        inputs.debtor_iban.or_else(|| link.transfer.debtor_iban.clone())
    }

    fn judge_form(&self, link: &LinkRow, form: &PayForm) -> Result<(Fit, Inputs), Vec<(&'static str, PayFault)>> {
        let fits = self.fits(link);
        let of_bank: Vec<Fit> = fits.into_iter().filter(|fit| fit.method.provider_id == form.provider_id).collect();
        if of_bank.is_empty() {
            return Err(vec![("provider_id", PayFault::ChooseBank)]);
        }
        let named = |fit: &&Fit| match form.method_id.as_str() {
            "" => fit.unusable.is_none(),
            id => fit.method.method_id == id,
        };
        let Some(fit) = of_bank.iter().find(named).copied() else {
            return Err(vec![("method_id", PayFault::ChooseMethod)]);
        };
        if fit.unusable.is_some() {
            return Err(vec![("method_id", PayFault::Unusable)]);
        }
        let mut faults = Vec::new();
        let needs = |name: &str| fit.method.required_inputs.iter().any(|input| input.as_str() == name);
        let inputs = Inputs {
            debtor_iban: iban_input(link, form, needs("debtor_iban"), &mut faults),
            psu_id: psu_id_input(link, form, needs("psu_id"), &mut faults),
        };
        if faults.is_empty() { Ok((fit, inputs)) } else { Err(faults) }
    }

    fn new_attempt(
        &self,
        link: &LinkRow,
        fit: &Fit,
        holder: &str,
        inputs: &Inputs,
        x_request_id: String,
    ) -> Result<AttemptRow, Fault> {
        let corrupt = |_| Fault::Store(crate::store::Error::Corrupt("what the PSU typed could not be sealed"));
        let plain = serde_json::to_vec(inputs).map_err(corrupt)?;
        let sealed = self.keys.seal(x_request_id.as_bytes(), &plain);
        let inputs = sealed.map_err(|_| Fault::Store(crate::store::Error::Corrupt("attempts.inputs")))?;
        let now = self.now_ms();
        Ok(AttemptRow {
            object_id: link.link_id.clone(),
            subject: Subject::Payment,
            number: 0,
            state: AttemptState::Sending,
            env: link.env.clone(),
            provider_id: fit.method.provider_id.to_owned(),
            method_id: fit.method.method_id.to_owned(),
            x_request_id,
            holder_hash: hash(holder),
            inputs,
            resource_id: None,
            sca_url: None,
            sca_status_link: None,
            sca_alive: true,
            grant: None,
            reason: None,
            second_signer: false,
            dismissed: false,
            created_at: now,
            accepted_at: None,
            left_at: None,
            returned_at: None,
            ended_at: None,
            // Should its fate never be recorded, it is given up all the same.
            next_read_at: Some(now.saturating_add(GIVE_UP_AFTER_MS)),
        })
    }

    fn intent(&self, link: &LinkRow, attempt: &AttemptRow, inputs: Inputs, psu: Psu, state: &str) -> Intent {
        let transfer = &link.transfer;
        Intent {
            method_id: attempt.method_id.clone(),
            amount_minor: transfer.amount_minor,
            currency: transfer.currency.clone(),
            creditor_name: transfer.creditor_name.clone(),
            creditor_iban: transfer.creditor_iban.clone(),
            remittance: transfer.remittance_information.clone(),
            end_to_end_id: transfer.end_to_end_id.clone(),
            debtor_iban: inputs.debtor_iban.or_else(|| transfer.debtor_iban.clone()),
            debtor_name: transfer.debtor_name.clone(),
            psu: Psu { id: inputs.psu_id.or_else(|| transfer.psu_id.clone()), ..psu },
            returns: Returns {
                redirect_uri: format!("{}/callback/{}?state={state}", self.settings.public_url, attempt.provider_id),
                nok_uri: None,
            },
        }
    }

    /// Sends the intent once, under the attempt's own X-Request-ID, and records what came of it.
    async fn initiate(&self, attempt: &AttemptRow, asked: Asked) -> Result<(), Fault> {
        let Some(profile) = self.profile(attempt) else {
            return self.end(attempt, AttemptFact::NotTaken, Reason::BankUnavailable).await;
        };
        let ids = CallIds { x_request_id: attempt.x_request_id.clone() };
        let request = bg::initiate(profile, &asked.intent, &ids);
        let Ok((written, request)) = self.write_call_down(attempt, Call::Initiate, &ids, request).await else {
            return self.end(attempt, AttemptFact::NotTaken, Reason::BankUnavailable).await;
        };
        // Nothing of the store is inside: what is left unpolled below must not hold the one writer.
        let sending = self.bank_http.send(request);
        tokio::pin!(sending);
        let answer = match tokio::time::timeout(self.settings.unknown_after, &mut sending).await {
            Ok(answer) => answer,
            Err(_) => {
                self.record(&attempt.object_id, Fact::Of(attempt.number, AttemptFact::NoAnswer), With::Nothing).await?;
                sending.await
            }
        };
        self.close_call(attempt, &written, &answer).await;
        match answer {
            Ok(answer) => match bg::read_initiation(profile, &as_answer(&answer)) {
                Initiation::Accepted(accepted) => self.accepted(attempt, profile, accepted, &asked).await,
                Initiation::NotTaken { why, fault } => {
                    tracing::warn!(link_id = attempt.object_id, ?why, http = fault.http, codes = ?fault.codes, "not taken");
                    self.end(attempt, AttemptFact::NotTaken, Reason::BankUnavailable).await
                }
                Initiation::Refused { reason, fault, .. } => {
                    tracing::info!(link_id = attempt.object_id, http = fault.http, codes = ?fault.codes, "refused");
                    self.end(attempt, AttemptFact::Refused, reason).await
                }
                Initiation::Unknown { why, fault } => {
                    tracing::warn!(link_id = attempt.object_id, ?why, http = fault.http, "of unknown fate");
                    self.end(attempt, AttemptFact::NoAnswer, Reason::BankSilent).await
                }
            },
            Err(NoAnswer::NotSent) => self.end(attempt, AttemptFact::NotTaken, Reason::BankUnavailable).await,
            Err(NoAnswer::Silence) => self.end(attempt, AttemptFact::NoAnswer, Reason::BankSilent).await,
        }
    }

    async fn end(&self, attempt: &AttemptRow, fact: AttemptFact, reason: Reason) -> Result<(), Fault> {
        let edit = move |row: &mut AttemptRow| row.reason = Some(reason);
        self.record(&attempt.object_id, Fact::Of(attempt.number, fact), With::Edit(Box::new(edit))).await?;
        Ok(())
    }
}

fn iban_input(
    link: &LinkRow,
    form: &PayForm,
    needed: bool,
    faults: &mut Vec<(&'static str, PayFault)>,
) -> Option<String> {
    if !needed || link.transfer.debtor_iban.is_some() {
        return None;
    }
    match form.debtor_iban.trim() {
        "" => faults.push(("debtor_iban", PayFault::IbanMissing)),
        typed => match parse_iban(typed) {
            Ok(iban) => return Some(iban),
            Err(_) => faults.push(("debtor_iban", PayFault::IbanWrong)),
        },
    }
    None
}

fn psu_id_input(
    link: &LinkRow,
    form: &PayForm,
    needed: bool,
    faults: &mut Vec<(&'static str, PayFault)>,
) -> Option<String> {
    if !needed || link.transfer.psu_id.is_some() {
        return None;
    }
    let typed = form.psu_id.trim();
    if (1..=64).contains(&typed.len()) && typed.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Some(typed.to_owned());
    }
    faults.push(("psu_id", PayFault::PsuIdMissing));
    None
}
