//! Authorise: one attempt is written down, and the bank is asked for the consent (see `initiate`).
//! Whoever presses twice, or in two tabs at once, begins one attempt: the write is a compare-and-set.

use super::offers::AisFit;
use crate::app::attempt::{Beginning, With};
use crate::app::form::{self, Given, Inputs, Offered};
pub use crate::app::form::{Form as AuthoriseForm, FormFault as AuthoriseFault, Pressed as Authorised};
use crate::app::initiate::Build;
use crate::app::{App, Fault};
use crate::store::attempts::Subject;
use crate::store::consents::ConsentRow;
use connectors::berlin_group::{self as bg, ConsentIntent, Psu, Returns};
use connectors::catalog::Input;
use flow::lifecycle::consent::Fact;
use protocol::{ConsentStatus, LinkKind};
use std::sync::Arc;
use std::time::Duration;

/// How often a day the data is read without the PSU: as often as the standard lets a bank be asked.
pub const TIMES_A_DAY: u32 = 4;

/// Milliseconds of a day.
const DAY_MS: i64 = 86_400_000;

/// Who accepted, and what.
pub(in crate::app) struct Accepted<'a> {
    /// The browser's secret; `None`: nobody has yet.
    pub holder: Option<&'a str>,
    /// Whether it was accepted in the reduced view.
    pub reduced: bool,
    /// The number of the attempt, and the receipt, as a file.
    pub receipt: Option<(u32, &'a [u8])>,
}

impl App {
    /// Begins an attempt, and waits a moment for the bank. What was shown is kept with it, before anything is sent:
    /// the file that `receipt` draws up for the method that was judged fit, and for the attempt's number.
    ///
    /// # Errors
    /// `Fault::Store`, and the receipt's own: then nothing is begun.
    pub async fn authorise(
        self: &Arc<Self>,
        consent: &ConsentRow,
        form: AuthoriseForm,
        receipt: impl FnOnce(&AisFit, u32) -> Result<Vec<u8>, Fault>,
    ) -> Result<Authorised, Fault> {
        let given = Given { debtor_iban: consent.debtor_iban.is_some(), psu_id: consent.psu_id.is_some() };
        let (fit, inputs) = match form::judge(self.ais_fits(consent), &form, given) {
            Ok(good) => good,
            Err(faults) => return Ok(Authorised::Faulty(faults)),
        };
        let inputs = Inputs { ip: form.psu.ip, ..inputs };
        self.consent_opened(consent).await?;
        let before = self.store.attempts(&consent.consent_id).await?.len();
        let number = u32::try_from(before).unwrap_or(u32::MAX).saturating_add(1);
        let receipt = receipt(&fit, number)?;
        let accepted =
            Accepted { holder: Some(&form.holder), reduced: form.reduced, receipt: Some((number, &receipt)) };
        self.ask_for_consent(consent, &fit, &inputs, (accepted, form.psu), None, self.settings.form_waits).await?;
        Ok(Authorised::Shown)
    }

    /// Asks the bank for the consent, and waits for its answer as long as this. Whether it was asked at all.
    pub(in crate::app) async fn ask_for_consent(
        self: &Arc<Self>,
        consent: &ConsentRow,
        fit: &AisFit,
        inputs: &Inputs,
        (accepted, psu): (Accepted<'_>, Psu),
        renews: Option<u32>,
        waits: Duration,
    ) -> Result<bool, Fault> {
        let beginning = Beginning {
            object_id: &consent.consent_id,
            subject: Subject::Consent,
            env: &consent.env,
            provider_id: fit.method.provider_id,
            method_id: fit.method.method_id,
            holder: accepted.holder,
            inputs,
            reduced: accepted.reduced,
            receipt: accepted.receipt,
            renews,
            kind: consent.kind,
            redirect_url: consent.options.redirect_url.as_deref(),
        };
        let psu = Psu { id: inputs.psu_id.clone().or_else(|| self.psu_id_of(consent)), ..psu };
        let ask = |returns: &Returns| {
            let intent = self.consent_intent(consent, inputs, psu.clone(), returns);
            (psu, Box::new(move |over: &_, ids: &_| bg::create_consent(over, &intent, ids)) as Build)
        };
        self.begin(beginning, ask, waits).await
    }

    fn consent_intent(&self, consent: &ConsentRow, inputs: &Inputs, psu: Psu, returns: &Returns) -> ConsentIntent {
        let until_ms = self.now_ms().saturating_add(i64::from(consent.validity_days) * DAY_MS);
        ConsentIntent {
            scope: consent.scope.clone(),
            valid_until: day(until_ms),
            times_a_day: Some(TIMES_A_DAY),
            iban: inputs.debtor_iban.clone().or_else(|| self.debtor_iban_of(consent)),
            psu,
            returns: returns.clone(),
        }
    }

    /// The page was opened by a person: `created` becomes `started`.
    ///
    /// # Errors
    /// `Fault::Store`.
    pub async fn consent_opened(&self, consent: &ConsentRow) -> Result<(), Fault> {
        let is_new = consent.kind == LinkKind::Link && consent.status == ConsentStatus::Created;
        if is_new && self.now_ms() < consent.expires_at {
            self.record_consent(&consent.consent_id, Fact::Opened, With::Nothing).await?;
        }
        Ok(())
    }
}

/// The day of a moment, UTC, as banks write it.
fn day(at_ms: i64) -> String {
    let at = jiff::Timestamp::from_millisecond(at_ms).unwrap_or_default();
    at.to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
}

impl Offered for AisFit {
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
