//! Talking to the gateway: forms, status, banks. Same origin, one deadline a call.

use super::time::{sleep, spawn};
use flow::banks::unpack;
use flow::journey::Event;
use gloo_net::http::{Request, RequestBuilder};
use leptos::prelude::{Callable, Callback};
use miniserde::Deserialize;
use protocol::page::{BankList, Boot, FieldError, Health, View};
use std::cell::Cell;
use std::rc::Rc;
use web_sys::{AbortController, AbortSignal, UrlSearchParams};

/// A reading that takes longer has failed.
const READ_DEADLINE_MS: u32 = 10_000;
/// A form that takes longer has failed: a bank may take its 15 seconds, and a phone its own.
const FORM_DEADLINE_MS: u32 = 25_000;

/// Where the page is served from, and in which language it is told things.
pub struct Gateway {
    page: String,
    lang: String,
    /// Ends every address, where no cookie comes.
    holder: String,
    form_token: String,
}

/// A call without a useful answer; milliseconds of `Retry-After` where one was given, and the body of a refusal.
pub struct Failure {
    /// The gateway's wish.
    pub retry_after_ms: Option<u32>,
    body: String,
}

impl Gateway {
    /// Of this page.
    pub fn new(boot: &Boot) -> Self {
        let (page, lang) = (boot.page.clone(), boot.look.lang.clone());
        let holder = boot.holder.as_ref().map(|holder| format!("&holder={holder}")).unwrap_or_default();
        Self { page, lang, holder, form_token: boot.form_token.clone() }
    }

    /// An address under the page, in the page's language; `query` is encoded already, and begins with `&` where there is one.
    pub fn url(&self, part: &str, query: &str) -> String {
        format!("{}/{part}?lang={}{query}{}", self.page, self.lang, self.holder)
    }

    /// What proves that a call is ours.
    pub fn proof(&self) -> Option<UrlSearchParams> {
        let proof = UrlSearchParams::new().ok()?;
        proof.append("token", &self.form_token);
        Some(proof)
    }

    /// What two tabs must have in common to hear the same news.
    pub fn shared_name(&self) -> String {
        format!("finqlink {} {}", self.page, self.lang)
    }

    /// The newest view; with `after`, when it is newer than that or after the gateway's wait.
    pub async fn status(&self, after: Option<u64>, signal: Option<&AbortSignal>) -> Result<View, Failure> {
        let query = after.map(|seq| format!("&after={seq}&wait=25")).unwrap_or_default();
        let text = send(Request::get(&self.url("status", &query)), None, signal).await?;
        parse_view(&text).ok_or_else(Failure::without_words)
    }

    /// What this address gives; else the gateway's `Retry-After` in milliseconds, when it gave one.
    async fn read<T: Deserialize>(&self, part: &str, query: &str) -> Result<T, Option<u32>> {
        let deadline = Deadline::after(READ_DEADLINE_MS);
        let text = send(Request::get(&self.url(part, query)), None, deadline.signal().as_ref()).await;
        let text = text.map_err(|failure| failure.retry_after_ms)?;
        miniserde::json::from_str(&text).map_err(|_| None)
    }
}

/// Reads a view from JSON.
pub fn parse_view(text: &str) -> Option<View> {
    miniserde::json::from_str(text).ok()
}

impl Failure {
    fn without_words() -> Self {
        Self { retry_after_ms: None, body: String::new() }
    }
}

/// Ends a call when it is dropped, or when its time is over.
pub struct Deadline {
    abort: Option<AbortController>,
}

impl Deadline {
    /// Not before `ms` from now, if at all.
    pub fn after(ms: u32) -> Self {
        let abort = AbortController::new().ok();
        let later = abort.clone();
        spawn(async move {
            sleep(ms).await;
            if let Some(abort) = later {
                abort.abort();
            }
        });
        Self { abort }
    }

    /// What the call listens to.
    pub fn signal(&self) -> Option<AbortSignal> {
        self.abort.as_ref().map(AbortController::signal)
    }
}

impl Drop for Deadline {
    fn drop(&mut self) {
        if let Some(abort) = &self.abort {
            abort.abort();
        }
    }
}

/// A form on its way. Once it is dropped, its answer is no longer told; it may have been taken all the same.
pub struct Form {
    is_awaited: Rc<Cell<bool>>,
}

impl Drop for Form {
    fn drop(&mut self) {
        self.is_awaited.set(false);
    }
}

/// Posts a form.
pub fn send_form(
    gateway: Rc<Gateway>,
    action: &'static str,
    fields: Vec<(&'static str, String)>,
    emit: Callback<Event>,
) -> Form {
    let is_awaited = Rc::new(Cell::new(true));
    let form = Form { is_awaited: Rc::clone(&is_awaited) };
    spawn(async move {
        let deadline = Deadline::after(FORM_DEADLINE_MS);
        let body = gateway.proof();
        if let Some(body) = &body {
            fields.iter().for_each(|(name, value)| body.append(name, value));
        }
        let url = gateway.url(action, "");
        let answer = send(Request::post(&url), body.as_ref(), deadline.signal().as_ref()).await;
        if !is_awaited.get() {
            return;
        }
        emit.run(match answer.map(|text| parse_view(&text)) {
            Ok(Some(view)) => Event::FormAnswered(Box::new(view)),
            Ok(None) => Event::FormFailed(None),
            Err(Failure { retry_after_ms, body }) => match parse_errors(&body) {
                Some(errors) => Event::FormRefused(errors),
                None => Event::FormFailed(retry_after_ms),
            },
        });
    });
    form
}

/// Reads the status once.
pub fn read_status(gateway: Rc<Gateway>, emit: Callback<Event>) {
    spawn(async move {
        let deadline = Deadline::after(READ_DEADLINE_MS);
        emit.run(match gateway.status(None, deadline.signal().as_ref()).await {
            Ok(view) => Event::StatusRead(Box::new(view)),
            Err(failure) => Event::ReadFailed(failure.retry_after_ms),
        });
    });
}

/// Reads all banks; one reading at a time.
pub fn read_banks(gateway: Rc<Gateway>, reads: Rc<Cell<bool>>, emit: Callback<Event>) {
    if reads.replace(true) {
        return;
    }
    spawn(async move {
        let list = gateway.read::<BankList>("banks", "").await;
        reads.set(false);
        emit.run(list.map_or_else(Event::BanksMissed, |list| Event::BanksRead(unpack(list))));
    });
}

/// Reads which banks are not well.
pub fn read_health(gateway: Rc<Gateway>, emit: Callback<Event>) {
    spawn(async move {
        let health = gateway.read::<Health>("banks", "&only=health").await;
        emit.run(health.map_or_else(Event::BanksMissed, Event::HealthRead));
    });
}

/// The refusal's field errors; `None` when there are none.
fn parse_errors(text: &str) -> Option<Vec<FieldError>> {
    #[derive(Deserialize)]
    struct Refusal {
        errors: Vec<FieldError>,
    }
    miniserde::json::from_str::<Refusal>(text).ok().map(|refusal| refusal.errors).filter(|errors| !errors.is_empty())
}

/// One call: the body of a 2xx, else why not.
pub async fn send(
    request: RequestBuilder,
    body: Option<&UrlSearchParams>,
    signal: Option<&AbortSignal>,
) -> Result<String, Failure> {
    let request = request.header("Accept", "application/json").abort_signal(signal);
    let request = match body {
        Some(body) => request.body(body),
        None => request.build(),
    };
    let response = request.map_err(|_| Failure::without_words())?.send().await.map_err(|_| Failure::without_words())?;
    let body = response.text().await.map_err(|_| Failure::without_words())?;
    if response.ok() {
        return Ok(body);
    }
    let seconds = response.headers().get("Retry-After").and_then(|text| text.trim().parse::<u32>().ok());
    Err(Failure { retry_after_ms: seconds.map(|seconds| seconds.saturating_mul(1_000)), body })
}
