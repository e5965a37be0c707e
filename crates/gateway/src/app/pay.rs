//! Pay: one attempt is written down, and its intent is sent (see `initiate`).
//! Whoever presses twice, or in two tabs at once, begins one attempt: the write is a compare-and-set.

use super::attempt::Beginning;
use super::form::{self, Given, Inputs, Offered};
pub use super::form::{Form as PayForm, FormFault as PayFault, Pressed as Paid};
use super::initiate::Build;
use super::offers::Fit;
use super::record::With;
use super::{App, Fault};
use crate::store::attempts::{AttemptRow, Subject};
use crate::store::links::LinkRow;
use connectors::berlin_group::{self as bg, Intent, Psu, Returns};
use connectors::catalog::Input;
use flow::lifecycle::Fact;
use protocol::{LinkKind, LinkStatus};
use std::sync::Arc;
use std::time::Duration;

/// How long the bank may take before its fate counts as unknown.
pub const UNKNOWN_AFTER: Duration = Duration::from_secs(10);
/// How long a form post waits for the bank before it shows the page.
pub const FORM_WAITS: Duration = Duration::from_millis(2_500);

impl App {
    /// Begins an attempt, and waits a moment for the bank.
    ///
    /// # Errors
    /// `Fault::Store`.
    pub async fn pay(self: &Arc<Self>, link: &LinkRow, form: PayForm) -> Result<Paid, Fault> {
        let given = Given { debtor_iban: link.transfer.debtor_iban.is_some(), psu_id: link.transfer.psu_id.is_some() };
        let (fit, inputs) = match form::judge(self.fits(link), &form, given) {
            Ok(good) => good,
            Err(faults) => return Ok(Paid::Faulty(faults)),
        };
        self.opened(link).await?;
        let payer = (Some(form.holder.as_str()), form.psu);
        self.ask_for_payment(link, &fit, &inputs, payer, None, self.settings.form_waits).await?;
        Ok(Paid::Shown)
    }

    /// Asks the bank for the payment, and waits for its answer as long as this. Whether it was asked at all. The payer: the
    /// browser's secret, `None` where nobody has come yet, and the browser.
    pub(super) async fn ask_for_payment(
        self: &Arc<Self>,
        link: &LinkRow,
        fit: &Fit,
        inputs: &Inputs,
        (holder, psu): (Option<&str>, Psu),
        renews: Option<u32>,
        waits: Duration,
    ) -> Result<bool, Fault> {
        let beginning = Beginning {
            object_id: &link.link_id,
            subject: Subject::Payment,
            env: &link.env,
            provider_id: fit.method.provider_id,
            method_id: fit.method.method_id,
            holder,
            inputs,
            reduced: false,
            receipt: None,
            renews,
            kind: link.kind,
            redirect_url: link.options.redirect_url.as_deref(),
        };
        let ask = |returns: &Returns| {
            let intent = intent(link, fit, inputs, psu, returns);
            (intent.psu.clone(), Box::new(move |over: &_, ids: &_| bg::initiate(over, &intent, ids)) as Build)
        };
        self.begin(beginning, ask, waits).await
    }

    /// The page was opened by a person: `created` becomes `started`.
    ///
    /// # Errors
    /// `Fault::Store`.
    pub async fn opened(&self, link: &LinkRow) -> Result<(), Fault> {
        let is_new = link.kind == LinkKind::Link && link.status == LinkStatus::Created;
        if is_new && self.now_ms() < link.expires_at {
            self.record(&link.link_id, Fact::Opened, With::Nothing).await?;
        }
        Ok(())
    }

    /// The account that an attempt is paid from, when the client gave it or the PSU typed it.
    pub fn debtor_iban(&self, link: &LinkRow, attempt: &AttemptRow) -> Option<String> {
        self.open_inputs(attempt)?.debtor_iban.or_else(|| link.transfer.debtor_iban.clone())
    }
}

fn intent(link: &LinkRow, fit: &Fit, inputs: &Inputs, psu: Psu, returns: &Returns) -> Intent {
    let transfer = &link.transfer;
    Intent {
        method_id: fit.method.method_id.to_owned(),
        amount_minor: transfer.amount_minor,
        currency: transfer.currency.clone(),
        creditor_name: transfer.creditor_name.clone(),
        creditor_iban: transfer.creditor_iban.clone(),
        remittance: transfer.remittance_information.clone(),
        end_to_end_id: transfer.end_to_end_id.clone(),
        debtor_iban: inputs.debtor_iban.clone().or_else(|| transfer.debtor_iban.clone()),
        debtor_name: transfer.debtor_name.clone(),
        psu: Psu { id: inputs.psu_id.clone().or_else(|| transfer.psu_id.clone()), ..psu },
        returns: returns.clone(),
    }
}

impl Offered for Fit {
    fn provider_id(&self) -> &'static str {
        self.method.provider_id
    }

    fn method_id(&self) -> &'static str {
        self.method.method_id
    }

    fn is_usable(&self) -> bool {
        self.unusable.is_none()
    }

    fn needs(&self) -> &'static [Input] {
        self.method.required_inputs
    }
}
