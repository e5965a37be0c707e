//! Asking the bank for one page of a list until there is an answer, or a reason why there is none; and what each refusal means.
//! Never here: what is done with an answer (`read`).

use super::keep::Open;
use super::read::{Reading, Stop};
use super::tell::is_given;
use crate::app::at_bank::{About, Call, as_answer, new_ids};
use crate::app::grant::Unheard;
use connectors::berlin_group::{self as bg, Access, Answer, CallIds, History, Page, ReadFault};
use connectors::profile::Profile;
use flow::job::{is_denied, wait_out_ms};
use flow::lifecycle::consent;
use std::time::Duration;

/// The pause before a bank that refuses is asked once more.
const ASK_AGAIN: Duration = Duration::from_secs(1);
/// How often, and how many times, a token is looked for that is still on its way.
const TOKEN_LOOK: Duration = Duration::from_millis(200);
const TOKEN_LOOKS: u32 = 100;

/// Reasons, as the API tells them in `results.errors[].code`.
pub(super) const OVER: &str = "consent_not_active";
pub(super) const DENIED: &str = "access_denied";
pub(super) const TOO_OFTEN: &str = "rate_limited";
pub(super) const UNAVAILABLE: &str = "bank_unavailable";
pub(super) const NOT_FOUND: &str = "account_not_found";
pub(super) const REFUSED: &str = "request_refused";
pub(super) const UNREADABLE: &str = "answer_unreadable";
pub(super) const INCOMPLETE: &str = "incomplete";
pub(super) const GIVEN_UP: &str = "given_up";

/// One list of the bank's.
pub(super) enum List<'a> {
    Accounts,
    Balances(&'a Open),
    Transactions(&'a Open, String),
}

/// Why a page was asked for again.
#[derive(Default)]
struct Again {
    /// Times that the bank wanted us to wait.
    waits: u32,
    /// A new token came for one that was refused.
    is_renewed: bool,
}

impl Reading<'_> {
    /// Asks for a page of a list until there is an answer, or a reason why there is none.
    pub(super) async fn ask<T>(
        &mut self,
        list: &List<'_>,
        page: Option<&str>,
        read: impl Fn(&Profile, &Answer<'_>) -> Result<Page<T>, ReadFault>,
    ) -> Result<Result<Page<T>, &'static str>, Stop> {
        let mut again = Again::default();
        loop {
            self.still_given().await?;
            if self.place.is_worn {
                return Ok(Err(TOO_OFTEN));
            }
            let Ok(token) = self.token().await? else { return Ok(Err(UNAVAILABLE)) };
            let ids = new_ids();
            let request = self.request(list, page, token.as_deref(), &ids);
            let about = About { attempt: &self.attempt, job_id: Some(&self.job.job_id) };
            let Ok(answer) = self.app.call(about, list.call(), &ids, request).await else {
                return Ok(Err(UNAVAILABLE));
            };
            let fault = match read(self.profile, &as_answer(&answer)) {
                Ok(page) => return Ok(Ok(page)),
                Err(fault) => fault,
            };
            match self.judge(fault, token.as_deref(), &mut again).await? {
                None => {}
                Some(code) => return Ok(Err(code)),
            }
        }
    }

    /// The PSU's token, where one is held. While an OAuth2 bank's code is still exchanged the first import waits for it: a bank
    /// may say that a consent is valid before it has given the token that reads it.
    async fn token(&mut self) -> Result<Result<Option<String>, Unheard>, Stop> {
        for _ in 0..TOKEN_LOOKS {
            let is_fresh = self.job.is_first && self.place.read == 0 && self.place.denied == 0;
            if !is_fresh || !self.app.is_token_under_way(&self.attempt) {
                break;
            }
            tokio::time::sleep(TOKEN_LOOK).await;
            self.still_given().await?;
        }
        Ok(self.held_token().await)
    }

    /// The token that is held, or that the bank gives for what refreshes it. What it has refused it is not asked again by this
    /// job: a token that came from elsewhere meanwhile is taken.
    async fn held_token(&mut self) -> Result<Option<String>, Unheard> {
        if self.is_tokenless {
            return Ok(self.app.token_of(&self.attempt));
        }
        let token = self.app.fresh_token(&self.attempt).await?;
        self.is_tokenless = token.is_none();
        Ok(token)
    }

    /// What a fault means: a reason to go on without, or `None` to ask again.
    async fn judge(
        &mut self,
        fault: ReadFault,
        token: Option<&str>,
        again: &mut Again,
    ) -> Result<Option<&'static str>, Stop> {
        tracing::warn!(job_id = self.job.job_id, ?fault, "the bank let nothing through");
        let (code, retry_after_s) = match fault {
            ReadFault::TooOften(fault) => (TOO_OFTEN, fault.retry_after_s),
            ReadFault::Unavailable(fault) => (UNAVAILABLE, fault.retry_after_s),
            ReadFault::NotFound(_) => return Ok(Some(NOT_FOUND)),
            ReadFault::Refused(_) => return Ok(Some(REFUSED)),
            ReadFault::Unreadable => return Ok(Some(UNREADABLE)),
            ReadFault::NoAccess(_) => return self.denied().await,
            ReadFault::TokenRefused(_) => {
                let Some(refused) = token.filter(|_| !again.is_renewed) else { return self.denied().await };
                self.app.drop_token(&self.attempt, refused).await;
                self.still_given().await?;
                again.is_renewed = true;
                return match self.held_token().await {
                    Ok(Some(_)) => Ok(None),
                    Ok(None) => self.denied().await,
                    Err(Unheard) => Ok(Some(UNAVAILABLE)),
                };
            }
            ReadFault::ConsentOver(_) => {
                // What a bank says beside an answer ends nothing: its status does, when it is asked for it.
                self.app.read_bank(&self.attempt, None).await?;
                self.still_given().await?;
                return self.denied().await;
            }
        };
        if let Some(wait_ms) = wait_out_ms(retry_after_s.map(u64::from), again.waits) {
            again.waits += 1;
            tokio::time::sleep(Duration::from_millis(wait_ms.unsigned_abs())).await;
            return Ok(None);
        }
        self.place.is_worn |= code == TOO_OFTEN;
        Ok(Some(code))
    }

    /// The bank refuses to be read. One that has let nothing through is asked once more; then it is believed.
    async fn denied(&mut self) -> Result<Option<&'static str>, Stop> {
        self.place.denied = self.place.denied.saturating_add(1);
        if is_denied(self.place.denied, self.place.read) {
            return Err(Stop::Fails(Some(DENIED), Some(consent::Fact::ReadsDenied)));
        }
        if self.place.read > 0 {
            return Ok(Some(DENIED));
        }
        tokio::time::sleep(ASK_AGAIN).await;
        Ok(None)
    }

    /// Nothing is asked of a bank under a consent that is over.
    async fn still_given(&mut self) -> Result<(), Stop> {
        let attempts = self.app.store.attempts(&self.consent.consent_id).await?;
        if let Some(fresh) = attempts.into_iter().find(|one| one.number == self.attempt.number) {
            // Its token may be a new one.
            self.attempt = fresh;
        }
        let row = self.app.store.consent(&self.consent.consent_id).await?;
        let now = self.app.now_ms();
        if row.is_some_and(|row| is_given(&row, now)) { Ok(()) } else { Err(Stop::Fails(Some(OVER), None)) }
    }

    fn request(
        &self,
        list: &List<'_>,
        page: Option<&str>,
        token: Option<&str>,
        ids: &CallIds,
    ) -> Result<http::Request<Vec<u8>>, bg::Unbuildable> {
        let consent_id = self.attempt.resource_id.as_deref().unwrap_or_default();
        let access = Access { consent_id, token, psu_ip: self.psu_ip() };
        match list {
            List::Accounts => bg::accounts(self.profile, &access, page, ids),
            List::Balances(account) => bg::balances(self.profile, &access, &account.content.resource_id, page, ids),
            List::Transactions(account, from) => {
                let asked = History { resource_id: &account.content.resource_id, from, to: None };
                bg::transactions(self.profile, &access, &asked, page, ids)
            }
        }
    }
}

impl List<'_> {
    const fn call(&self) -> Call {
        match self {
            Self::Accounts => Call::Accounts,
            Self::Balances(_) => Call::Balances,
            Self::Transactions(..) => Call::Transactions,
        }
    }
}
