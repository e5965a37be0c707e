//! An attempt is written down, its intent is sent to the bank once, and what the bank answers becomes a fact. Silence is no
//! answer: its fate is unknown then.
//! Never here: what the intent says (see `pay`, `consents::authorise`).

use super::address::query::with_query;
use super::approval::Asked;
use super::at_bank::{Call, as_answer};
use super::at_creation::{is_handed_out, returns_to};
use super::attempt::{Beginning, Recorded, With};
use super::subject::{self, Opening, Request};
use super::{App, Fault, hash};
use crate::doors::bank_http::NoAnswer;
use crate::doors::secrets;
use crate::store::attempts::AttemptRow;
use connectors::berlin_group::{CallIds, Psu, Returns};
use connectors::profile::Profile;
use flow::lifecycle::AttemptFact;
use protocol::page::Reason;
use std::sync::Arc;
use std::time::Duration;

/// Makes the call that carries an intent, for the bank's connection.
pub(super) type Build = Box<dyn FnOnce(&Profile, &CallIds) -> Request + Send>;

impl App {
    /// Begins an attempt, and waits for the bank as long as this; `ask` makes the intent, with where the bank sends the PSU back.
    /// Whether it was begun: another may have been quicker, or the state does not allow it.
    pub(super) async fn begin(
        self: &Arc<Self>,
        of: Beginning<'_>,
        ask: impl FnOnce(&Returns) -> (Psu, Build),
        waits: Duration,
    ) -> Result<bool, Fault> {
        let state = secrets::new_token();
        let to_client = returns_to(of.kind, of.redirect_url).map(str::to_owned);
        let handed_out = is_handed_out(of.kind);
        let keep = |(number, file)| Ok::<_, Fault>((number, self.kept_receipt(of.object_id, number, file)?));
        let receipt = of.receipt.map(keep).transpose()?;
        let with = With::New(Box::new(self.new_attempt(of)?), hash(&state), receipt);
        if !matches!(self.record_begun((of.subject, of.object_id), of.renews, with).await?, Recorded::Changed(_)) {
            return Ok(false);
        }
        let attempts = self.store.attempts(of.object_id).await?;
        let Some(attempt) = attempts.into_iter().next_back() else { return Err(Fault::NotFound) };
        let to_us = || format!("{}/callback/{}", self.settings.public_url, of.provider_id);
        let back = to_client.unwrap_or_else(to_us);
        let returns = Returns { redirect_uri: with_query(&back, &[("state", &state)]), nok_uri: None };
        let (psu, build) = ask(&returns);
        let app = Arc::clone(self);
        let sending = tokio::spawn(async move {
            let asked = Asked { psu, returns, back, state, handed_out };
            if let Err(error) = app.initiate(&attempt, asked, build).await {
                tracing::error!(object_id = attempt.object_id, %error, "an initiation could not be recorded");
            }
        });
        // Who waits for the answer does not wait longer; the sending goes on by itself.
        let _ = tokio::time::timeout(waits, sending).await;
        Ok(true)
    }

    /// Sends the intent once, under the attempt's own X-Request-ID, and records what came of it.
    async fn initiate(&self, attempt: &AttemptRow, asked: Asked, build: Build) -> Result<(), Fault> {
        let Some(profile) = self.profile(attempt) else {
            return self.end(attempt, AttemptFact::NotTaken, Reason::BankUnavailable).await;
        };
        let ids = CallIds { x_request_id: attempt.x_request_id.clone() };
        let request = build(profile, &ids);
        let Ok((written, request)) = self.write_call_down(attempt, Call::Initiate, &ids, request).await else {
            return self.end(attempt, AttemptFact::NotTaken, Reason::BankUnavailable).await;
        };
        // Nothing of the store is inside: what is left unpolled below must not hold the one writer.
        let sending = self.bank_http.send(request);
        tokio::pin!(sending);
        let answer = match tokio::time::timeout(self.settings.unknown_after, &mut sending).await {
            Ok(answer) => answer,
            Err(_) => {
                self.record_of(attempt, AttemptFact::NoAnswer, With::Nothing).await?;
                sending.await
            }
        };
        self.close_call(attempt, &written, &answer).await;
        let object_id = attempt.object_id.as_str();
        match answer {
            Ok(answer) => match subject::read_opening(profile, attempt, &as_answer(&answer)) {
                Opening::Taken(taken) => self.accepted(attempt, profile, taken, &asked).await,
                Opening::NotTaken(fault) => {
                    tracing::warn!(object_id, http = fault.http, codes = ?fault.codes, "not taken");
                    self.end(attempt, AttemptFact::NotTaken, Reason::BankUnavailable).await
                }
                Opening::Refused(reason, fault) => {
                    tracing::info!(object_id, http = fault.http, codes = ?fault.codes, "refused");
                    self.end(attempt, AttemptFact::Refused, reason).await
                }
                Opening::Unknown(fault) => {
                    tracing::warn!(object_id, http = fault.http, "of unknown fate");
                    self.end(attempt, AttemptFact::NoAnswer, Reason::BankSilent).await
                }
            },
            Err(NoAnswer::NotSent) => self.end(attempt, AttemptFact::NotTaken, Reason::BankUnavailable).await,
            Err(NoAnswer::Silence) => self.end(attempt, AttemptFact::NoAnswer, Reason::BankSilent).await,
        }
    }

    async fn end(&self, attempt: &AttemptRow, fact: AttemptFact, reason: Reason) -> Result<(), Fault> {
        let edit = move |row: &mut AttemptRow| row.reason = Some(reason);
        self.record_of(attempt, fact, With::Edit(Box::new(edit))).await?;
        Ok(())
    }
}
