//! A bank that speaks the standard for account data and tells what it is handed: any accounts, any pages, any fault.

use crate::house::listener;
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::Response;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use tokio::sync::Notify;

/// An account at the bank.
#[derive(Clone, Debug, Default)]
pub struct Account {
    /// `resourceId`.
    pub id: String,
    /// Empty: it tells none.
    pub iban: String,
    /// Minor units of its one balance, RON.
    pub balance: i64,
    /// `booked` and `pending`, in the bank's order.
    pub booked: Vec<Value>,
    /// As above.
    pub pending: Vec<Value>,
    /// Entries of a page, of each kind.
    pub page: usize,
    /// Entries of each kind that a page tells again of the one before.
    pub overlap: usize,
    /// The last page leads on to this one.
    pub back_to: Option<usize>,
}

/// What it says instead: HTTP status, and `Retry-After`.
pub type Fault = (u16, Option<u32>);

/// What the bank is handed.
#[derive(Default)]
pub struct Books {
    /// Its accounts.
    pub accounts: Vec<Account>,
    /// Faults by the end of a path (`/accounts`, `/a1/balances`), and how often each is told.
    pub faults: Vec<(String, Fault, usize)>,
    /// Paths that were asked for, with their queries.
    pub asked: Vec<String>,
    /// The `Authorization` of each.
    pub shown: Vec<String>,
    /// Tokens that were given.
    pub tokens: usize,
    /// What refreshes them, as far as it came back; what comes back twice is refused.
    pub spent: Vec<String>,
    /// Whether each of those said that somebody waits (`PSU-IP-Address`).
    pub attended: Vec<bool>,
    /// Nothing is answered from this page of transactions on until `go_on`.
    pub holds_at: Option<usize>,
    /// Nothing is ever answered at addresses with this in them.
    pub silent_at: Option<String>,
}

/// The bank.
#[derive(Clone)]
pub struct Teller {
    /// Where it is called.
    pub url: String,
    /// What it is handed.
    pub books: Arc<Mutex<Books>>,
    /// Lets it answer again.
    pub go_on: Arc<Notify>,
    /// Told when somebody waits.
    pub holds: Arc<Notify>,
}

impl Teller {
    /// Opens it.
    pub fn open() -> Self {
        let listener = listener();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let teller = Self { url, books: Arc::default(), go_on: Arc::default(), holds: Arc::default() };
        let app = Router::new().fallback(answer).with_state(teller.clone());
        tokio::spawn(async move {
            let listener = tokio::net::TcpListener::from_std(listener).unwrap();
            axum::serve(listener, app).await
        });
        teller
    }

    /// Changes what it is handed.
    pub fn hand<T>(&self, change: impl FnOnce(&mut Books) -> T) -> T {
        change(&mut self.books.lock().unwrap())
    }

    /// What was asked for since the last time, without what stands before `/accounts`.
    pub fn asked(&self) -> Vec<String> {
        self.hand(|books| std::mem::take(&mut books.asked))
    }
}

async fn answer(State(teller): State<Teller>, request: Request) -> Response {
    let path = request.uri().path().split_once("/v1").map_or("", |(_, rest)| rest).to_owned();
    let query = request.uri().query().unwrap_or_default().to_owned();
    let named =
        |name: &str| query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('=')).map(str::to_owned);
    let page: usize = named("page").map_or(0, |page| page.parse().unwrap());
    let (is_held, is_silent) = teller.hand(|books| {
        let shown = if query.is_empty() { path.clone() } else { format!("{path}?{query}") };
        books.asked.push(shown);
        books.attended.push(request.headers().contains_key("psu-ip-address"));
        let shown = request.headers().get("authorization").map_or("", |value| value.to_str().unwrap());
        books.shown.push(shown.to_owned());
        let is_held = path.ends_with("/transactions") && books.holds_at.is_some_and(|at| page >= at);
        (is_held, books.silent_at.as_ref().is_some_and(|part| path.contains(part)))
    });
    if is_silent {
        std::future::pending::<()>().await;
    }
    if is_held {
        teller.holds.notify_one();
        teller.go_on.notified().await;
    }
    let form = if path == "/token" { form(request).await } else { String::new() };
    teller.hand(|books| tell(books, &path, &form, (page, named("dateFrom").as_deref())))
}

/// A form's text, after a while: who asks beside each other has all asked by then.
async fn form(request: Request) -> String {
    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    String::from_utf8(axum::body::to_bytes(request.into_body(), 9_999).await.unwrap().to_vec()).unwrap()
}

fn tell(books: &mut Books, path: &str, form: &str, (page, from): (usize, Option<&str>)) -> Response {
    if let Some((_, fault, times)) = books.faults.iter_mut().find(|(end, _, times)| path.ends_with(end) && *times > 0) {
        *times -= 1;
        return said(fault.0, fault.1, &json!({}));
    }
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    let account = |id: &str| books.accounts.iter().find(|account| account.id == id);
    match parts.as_slice() {
        ["token"] => {
            let spent = form.split('&').find_map(|pair| pair.strip_prefix("refresh_token=")).unwrap_or_default();
            if books.spent.iter().any(|one| one == spent) {
                return said(400, None, &json!({"error": "invalid_grant"}));
            }
            books.spent.push(spent.to_owned());
            books.tokens += 1;
            let (access, refresh) = (format!("access-{}", books.tokens), format!("refresh-{}", books.tokens));
            said(
                200,
                None,
                &json!({"access_token": access, "refresh_token": refresh, "token_type": "Bearer", "expires_in": 3600}),
            )
        }
        ["accounts"] => {
            let all = books.accounts.iter().map(|account| {
                let mut told = json!({"resourceId": account.id, "currency": "RON"});
                if !account.iban.is_empty() {
                    told["iban"] = json!(account.iban);
                }
                told
            });
            said(200, None, &json!({ "accounts": all.collect::<Vec<_>>() }))
        }
        ["accounts", id, "balances"] => account(id).map_or_else(
            || said(404, None, &json!({})),
            |account| {
                let amount = format!("{}.{:02}", account.balance / 100, account.balance % 100);
                let one = json!({"balanceAmount": {"currency": "RON", "amount": amount}, "balanceType": "closingBooked",
                             "referenceDate": "2026-01-31"});
                said(200, None, &json!({ "balances": [one] }))
            },
        ),
        ["accounts", id, "transactions"] => account(id)
            .map_or_else(|| said(404, None, &json!({})), |account| report(account, page, from.unwrap_or_default())),
        _ => said(404, None, &json!({})),
    }
}

fn report(account: &Account, page: usize, from: &str) -> Response {
    let size = account.page.max(1);
    let first = page * (size - account.overlap.min(size - 1));
    let after = |all: &[Value]| -> Vec<Value> {
        let is_asked = |one: &&Value| one["bookingDate"].as_str().is_none_or(|day| day >= from);
        all.iter().filter(is_asked).cloned().collect()
    };
    let (booked, pending) = (after(&account.booked), after(&account.pending));
    let cut = |all: &[Value]| all.iter().skip(first).take(size).cloned().collect::<Vec<_>>();
    let is_last = first + size >= booked.len().max(pending.len());
    let mut answer = json!({"transactions": {"booked": cut(&booked), "pending": cut(&pending), "_links": {}}});
    if let Some(next) = if is_last { account.back_to } else { Some(page + 1) } {
        answer["transactions"]["_links"]["next"] = json!({ "href": format!("?page={next}") });
    }
    said(200, None, &answer)
}

fn said(status: u16, retry_after: Option<u32>, body: &Value) -> Response {
    let mut answer = Response::builder().status(status).header("content-type", "application/json");
    if let Some(seconds) = retry_after {
        answer = answer.header("retry-after", seconds);
    }
    answer.body(Body::from(body.to_string())).unwrap()
}
