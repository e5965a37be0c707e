//! The sandbox's own Libra in this process: an account holder shares there what it makes up, and it is heard what is asked of
//! it, how much it answers and how long it takes. Its clock stands still, so that the same call is told the same bytes.

use anyhow::{Context, Result, ensure};
use axum::body::HttpBody as _;
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::middleware::{self, Next};
use axum::response::Response;
use gateway::doors::bank_http::{BankAnswer, BankHttp};
use sandbox_bank::{Clock, Config};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::net::TcpListener;

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";

/// What was asked of it, and what that came to.
#[derive(Clone, Debug, Default)]
pub struct Heard {
    /// Addresses with their queries.
    pub asked: Vec<String>,
    /// Bytes of the bodies that it answered with.
    pub bytes: u64,
    /// From a call's arrival until its answer stood.
    pub took: Duration,
}

/// The bank.
pub struct Libra {
    /// Where the sandbox is called.
    pub url: String,
    http: BankHttp,
    heard: Arc<Mutex<Heard>>,
}

impl Libra {
    /// Opens it with so many more transactions than it has by itself; it serves until the process ends.
    pub async fn open(more: usize) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}", listener.local_addr()?);
        let heard = Arc::<Mutex<Heard>>::default();
        let config = Config { public_url: url.clone(), clock: Clock::manual(), ..Config::default() };
        let router = sandbox_bank::router(config).layer(middleware::from_fn_with_state(Arc::clone(&heard), hear));
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(async move { axum::serve(listener, service).await });
        let bank = Self { url, http: BankHttp::new(16 * 1024 * 1024)?, heard };
        let order = json!({ "transactions": more }).to_string();
        let done = bank.post(&format!("{}/_control/libra_ro", bank.url), &[], JSON, order).await?;
        ensure!(done.status == 200, "the sandbox takes no order: {}", done.status);
        Ok(bank)
    }

    /// Its test customer shares all accounts for so many days; the bank's id of the consent.
    pub async fn share(&self, days: i32) -> Result<String> {
        let until = jiff::Zoned::now().date().checked_add(jiff::Span::new().days(days))?;
        let terms = json!({
            "access": {"accounts": [], "balances": [], "transactions": []},
            "recurringIndicator": true, "validUntil": until.to_string(), "frequencyPerDay": 4, "combinedServiceIndicator": false,
        });
        let id = uuid::Uuid::new_v4().to_string();
        let more = [
            ("x-request-id", id.as_str()),
            ("psu-ip-address", "192.0.2.7"),
            ("tpp-redirect-uri", "http://127.0.0.1:9/back"),
        ];
        let made = self.post(&format!("{}/libra_ro/v1/consents", self.url), &more, JSON, terms.to_string()).await?;
        let body: Value = serde_json::from_slice(&made.body)?;
        let word = |at: &str| body.pointer(at).and_then(Value::as_str).with_context(|| format!("no consent: {body}"));
        let (consent_id, login) = (word("/consentId")?.to_owned(), word("/_links/scaRedirect/href")?.to_owned());
        let approval = self.press(&login, "username=testlibra&password=testlibra&decision=login").await?;
        self.press(&approval, "decision=approve").await?;
        Ok(consent_id)
    }

    /// What it heard since the last time.
    pub fn heard(&self) -> Heard {
        std::mem::take(&mut *self.heard.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The same calls under this consent, their answers thrown away.
    pub async fn ask(&self, consent_id: &str, paths: &[String]) -> Result<()> {
        for path in paths {
            let call = axum::http::Request::get(format!("{}{path}", self.url))
                .header("x-request-id", uuid::Uuid::new_v4().to_string())
                .header("consent-id", consent_id)
                .body(Vec::new())?;
            let answer = self.http.send(call).await?;
            ensure!(answer.status == 200, "{path}: {}", answer.status);
        }
        Ok(())
    }

    /// Sends a form of the bank's pages; where it leads.
    async fn press(&self, address: &str, form: &str) -> Result<String> {
        let answer = self.post(address, &[], FORM, form.to_owned()).await?;
        ensure!(answer.status == 303, "{address}: {}", answer.status);
        let to = answer.headers.get(LOCATION).context("it leads nowhere")?.to_str()?;
        Ok(if to.starts_with('/') { format!("{}{to}", self.url) } else { to.to_owned() })
    }

    async fn post(&self, address: &str, more: &[(&str, &str)], kind: &str, body: String) -> Result<BankAnswer> {
        let mut call = axum::http::Request::post(address).header(CONTENT_TYPE, kind);
        for (name, value) in more {
            call = call.header(*name, *value);
        }
        Ok(self.http.send(call.body(body.into_bytes())?).await?)
    }
}

async fn hear(State(heard): State<Arc<Mutex<Heard>>>, request: Request, next: Next) -> Response {
    let asked = request.uri().to_string();
    let began = Instant::now();
    let answer = next.run(request).await;
    let took = began.elapsed();
    let mut heard = heard.lock().unwrap_or_else(PoisonError::into_inner);
    heard.asked.push(asked);
    heard.bytes += answer.body().size_hint().exact().unwrap_or(0);
    heard.took += took;
    answer
}
