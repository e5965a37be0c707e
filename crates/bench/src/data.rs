//! `data`: account data of one consent. Importing 100,000 transactions and what that takes of memory; the first page of their
//! list beside page 1,000, and beside a page found by counting (`OFFSET`); and a first import of three accounts and two
//! years beside reading the same bytes at the same bank without keeping them.

use crate::bank::{self, Books};
use crate::figures::{Spread, machine_load};
use crate::house;
use anyhow::{Context, Result, ensure};
use axum::http::Request;
use gateway::app::App;
use gateway::doors::bank_http::BankHttp;
use gateway::store::attempts::{self, AttemptRow, Subject};
use gateway::store::consents::{self, ConsentRow};
use protocol::api::{Place, TransactionFilter};
use protocol::consent::{AisMethodFilter, ConsentOptions};
use protocol::link::Tracking;
use protocol::{AttemptState, ConsentStatus, DataGroup, LinkKind};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::time::Instant;
use tokio::runtime::Runtime;

/// Transactions of the one consent, and of a page of its list: page 1,000 is the last.
const MANY: usize = 100_000;
const PAGE: i64 = 100;
const LAST_PAGE: usize = 1_000;
/// The most by which page 1,000 may be slower than the first, milliseconds (issue 5).
const MOST_APART_MS: f64 = 5.0;
/// Accounts of a usual person, and what each moves in two years.
const ACCOUNTS: usize = 3;
const EACH: usize = 2_000;

/// Measures, and prints.
pub fn run(folder: &Path, rounds: usize, file: Option<&Path>) -> Result<()> {
    let folder = folder.join(format!("data-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    let done = Runtime::new()?.block_on(measure(&folder, rounds));
    fs::remove_dir_all(&folder)?;
    let figures = done?;
    match file {
        Some(path) => fs::write(path, format!("{figures:#}\n")).with_context(|| format!("{}", path.display())),
        None => Ok(()),
    }
}

async fn measure(folder: &Path, rounds: usize) -> Result<Value> {
    // A second installation of the same provider is no fault.
    let _ = rustls::crypto::ring::default_provider().install_default();
    println!("load of the machine at the start: {}", machine_load());
    let (consent, app, import) = import(folder).await?;
    let pages = pages(&app, &consent, rounds).await?;
    let usual = usual(folder, rounds.min(5)).await?;
    println!("\nload of the machine at the end: {}", machine_load());
    Ok(
        json!({ "bench": "data", "at": jiff::Timestamp::now().to_string(), "import": import, "pages": pages, "usual": usual }),
    )
}

async fn import(folder: &Path) -> Result<(ConsentRow, App, Value)> {
    let (url, books) = bank::open(1, MANY).await?;
    let app = open(folder.join("many"), &url).await?;
    let consent = authorised(&app).await?;
    let before_kb = memory_kb("VmRSS")?;
    forget_peak();
    let took_ms = first_import(&app, &consent).await?;
    let peak_kb = memory_kb("VmHWM")?.saturating_sub(before_kb);
    let bytes = books.bytes.load(Ordering::Relaxed);
    println!(
        "\nimport of {MANY} transactions: {:.1} s, {:.0} a second; the bank told {:.1} MB, memory grew by {:.1} MB at its peak",
        took_ms / 1e3,
        MANY as f64 / took_ms * 1e3,
        bytes as f64 / 1e6,
        peak_kb as f64 / 1e3,
    );
    Ok((consent, app, json!({ "transactions": MANY, "ms": took_ms, "bytes": bytes, "peak_growth_kb": peak_kb })))
}

async fn pages(app: &App, consent: &ConsentRow, rounds: usize) -> Result<Value> {
    let consent = app.store.consent(&consent.consent_id).await?.context("the consent")?;
    let mut last = None;
    for _ in 1..LAST_PAGE {
        last = page(app, &consent, last).await?.1;
    }
    let (mut first_ms, mut last_ms, mut offset_ms) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..rounds.max(1) * 20 {
        let mut turns = [None, last];
        if round % 2 == 1 {
            turns.reverse();
        }
        for before in turns {
            let (ms, _) = page(app, &consent, before).await?;
            if before.is_none() { first_ms.push(ms) } else { last_ms.push(ms) }
        }
        offset_ms.push(by_counting(app, &consent).await?);
    }
    let spread = |all: &[f64]| Spread::of(all.iter().copied()).context("no figures");
    let (first, late, counted) = (spread(&first_ms)?, spread(&last_ms)?, spread(&offset_ms)?);
    let ratio = Spread::of(last_ms.iter().zip(&first_ms).map(|(late, first)| late / first)).context("no figures")?;
    let holds = (late.median - first.median).abs() <= MOST_APART_MS;
    println!("\ntransactions/list, {PAGE} of {MANY}, {} turns each", first_ms.len());
    println!("  first page                         {:>8.2} ms", first.median);
    println!("  page {LAST_PAGE}                          {:>8.2} ms   {:.2} of the first", late.median, ratio.median);
    println!("  the same rows, found by counting   {:>8.2} ms   (sealed, as they lie)", counted.median);
    println!(
        "  apart by {:.2} ms, wanted {MOST_APART_MS}: {}",
        (late.median - first.median).abs(),
        if holds { "holds" } else { "FALLS SHORT" }
    );
    Ok(
        json!({ "first_ms": first.median, "page_1000_ms": late.median, "ratio": ratio.median, "offset_ms": counted.median }),
    )
}

/// One page, as an API client asks for it: how long it took, and where the next begins.
async fn page(app: &App, consent: &ConsentRow, before: Option<Place>) -> Result<(f64, Option<Place>)> {
    let began = Instant::now();
    let (rows, _) = app.transactions_of(consent, &TransactionFilter::default(), before, PAGE).await?;
    let ms = began.elapsed().as_secs_f64() * 1e3;
    ensure!(rows.len() == PAGE as usize, "a page of {} rows", rows.len());
    Ok((ms, rows.last().map(|row| row.keyset)))
}

async fn by_counting(app: &App, consent: &ConsentRow) -> Result<f64> {
    let began = Instant::now();
    let rows = sqlx::query(
        "SELECT * FROM transactions WHERE consent_id = ? ORDER BY booked_at DESC, ordinal DESC LIMIT ? OFFSET ?",
    )
    .bind(&consent.consent_id)
    .bind(PAGE)
    .bind((LAST_PAGE as i64 - 1) * PAGE)
    .fetch_all(&app.store.reader)
    .await?;
    ensure!(rows.len() == PAGE as usize, "a page of {} rows", rows.len());
    Ok(began.elapsed().as_secs_f64() * 1e3)
}

async fn usual(folder: &Path, rounds: usize) -> Result<Value> {
    let (url, books) = bank::open(ACCOUNTS, EACH).await?;
    let app = open(folder.join("usual"), &url).await?;
    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    for _ in 0..rounds.max(1) {
        let consent = authorised(&app).await?;
        ours.push(first_import(&app, &consent).await?);
        bare.push(read_alone(&url, &books).await?);
    }
    let bytes = books.bytes.load(Ordering::Relaxed) / (2 * rounds.max(1) as u64);
    let ratio = Spread::of(ours.iter().zip(&bare).map(|(ours, bare)| ours / bare)).context("no figures")?;
    let middle = |all: Vec<f64>| Spread::of(all.into_iter()).map(|spread| spread.median).context("no figures");
    let (ours, bare) = (middle(ours)?, middle(bare)?);
    println!(
        "\nauthorized → active, {ACCOUNTS} accounts, two years, {} transactions, {:.1} MB",
        ACCOUNTS * EACH,
        bytes as f64 / 1e6
    );
    println!("  ours, read, sealed and stored      {ours:>8.0} ms   {:.1} of it", ratio.median);
    println!("  the same bytes read, nothing kept  {bare:>8.0} ms");
    Ok(json!({ "ours_ms": ours, "bare_ms": bare, "ratio": ratio.median, "bytes": bytes }))
}

/// From the authorisation to an active consent, milliseconds.
async fn first_import(app: &App, consent: &ConsentRow) -> Result<f64> {
    let began = Instant::now();
    app.start_import(consent).await?;
    for job_id in app.jobs_to_work_on(9).await? {
        app.work_on(&job_id).await?;
    }
    let ms = began.elapsed().as_secs_f64() * 1e3;
    let status = app.store.consent(&consent.consent_id).await?.map(|row| row.status);
    ensure!(status == Some(ConsentStatus::Active), "the import came to {:?}", app.last_job(consent).await?);
    Ok(ms)
}

/// The same calls by the same HTTP client, their answers thrown away, milliseconds.
async fn read_alone(url: &str, books: &Books) -> Result<f64> {
    let http = BankHttp::new(16 * 1024 * 1024)?;
    let began = Instant::now();
    get(&http, &format!("{url}/libra_ro/v1/accounts")).await?;
    for id in 0..books.accounts {
        get(&http, &format!("{url}/libra_ro/v1/accounts/a{id}/balances")).await?;
    }
    for id in 0..books.accounts {
        for page in 0.. {
            let body = get(&http, &format!("{url}/libra_ro/v1/accounts/a{id}/transactions?page={page}")).await?;
            if !body.windows(6).any(|window| window == b"_links") {
                break;
            }
        }
    }
    Ok(began.elapsed().as_secs_f64() * 1e3)
}

async fn get(http: &BankHttp, url: &str) -> Result<Vec<u8>> {
    let answer = http.send(Request::get(url).body(Vec::new())?).await?;
    ensure!(answer.status == 200, "{url}: {}", answer.status);
    Ok(answer.body)
}

async fn open(folder: PathBuf, bank: &str) -> Result<App> {
    fs::create_dir_all(&folder)?;
    house::closed(&folder, bank).await
}

/// A consent that was authorised just now.
async fn authorised(app: &App) -> Result<ConsentRow> {
    let (id, now) = (uuid::Uuid::new_v4().to_string(), app.now_ms());
    let consent = ConsentRow {
        ordinal: 0,
        consent_id: id.clone(),
        web_id: id.clone(),
        client_id: "demo".to_owned(),
        env: "sandbox".to_owned(),
        kind: LinkKind::Link,
        status: ConsentStatus::Authorized,
        version: 1,
        log_seq: 1,
        scope: DataGroup::ALL.to_vec(),
        validity_days: 90,
        psu_id: None,
        debtor_iban: None,
        filter: AisMethodFilter::default(),
        options: ConsentOptions::default(),
        tracking: Tracking::default(),
        webhook_url: None,
        created_at: now,
        expires_at: now + 86_400_000,
        authorized_at: Some(now),
        authorized_until: Some(now + 90 * 86_400_000),
        ended_at: None,
        ended_by: None,
        due_at: None,
    };
    let mut write = app.store.write().await?;
    consents::insert(&mut write, &consent, id.as_bytes()).await?;
    let attempt = attempt(&consent);
    attempts::insert(&mut write, &attempt, id.as_bytes()).await?;
    attempts::update(&mut write, &attempt).await?;
    write.commit().await?;
    Ok(consent)
}

fn attempt(of: &ConsentRow) -> AttemptRow {
    AttemptRow {
        object_id: of.consent_id.clone(),
        subject: Subject::Consent,
        number: 1,
        state: AttemptState::Settled,
        env: of.env.clone(),
        provider_id: "libra_ro".to_owned(),
        method_id: "libra_ro.ais".to_owned(),
        x_request_id: of.consent_id.clone(),
        holder_hash: Vec::new(),
        inputs: Vec::new(),
        resource_id: Some(of.consent_id.clone()),
        sca_url: None,
        sca_status_link: None,
        sca_alive: true,
        grant: None,
        reason: None,
        second_signer: false,
        dismissed: false,
        reduced: false,
        created_at: of.created_at,
        accepted_at: Some(of.created_at),
        left_at: None,
        returned_at: None,
        ended_at: Some(of.created_at),
        next_read_at: None,
    }
}

/// A figure of this process' memory, kB, as the machine tells it.
fn memory_kb(what: &str) -> Result<u64> {
    let text = fs::read_to_string("/proc/self/status")?;
    let line = text.lines().find_map(|line| line.strip_prefix(what)).context("the machine does not tell our memory")?;
    Ok(line.trim_matches([':', ' ', '\t']).split_whitespace().next().unwrap_or_default().parse()?)
}

/// The peak is counted anew from here on, where the machine can do that; else it is the process' own.
fn forget_peak() {
    let _ = fs::write("/proc/self/clear_refs", "5");
}
