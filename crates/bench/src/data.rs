//! `data`: account data of one consent. Importing 100,000 transactions and what that takes of memory; the first page of their
//! list beside page 1,000, and beside a page found by counting (`OFFSET`); and a first import of three accounts and two
//! years at the sandbox's own bank beside the same calls with nothing kept, and the time that the bank itself takes for them.

use crate::bank;
use crate::figures::{Spread, machine_load};
use crate::house;
use crate::libra::{Heard, Libra};
use anyhow::{Context, Result, ensure};
use gateway::app::App;
use gateway::store::attempts::{self, AttemptRow, Subject};
use gateway::store::consents::{self, ConsentRow};
use protocol::api::{JobResults, Place, TransactionFilter};
use protocol::consent::{AisMethodFilter, ConsentOptions};
use protocol::link::Tracking;
use protocol::page::Approach;
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
/// What the sandbox's Libra adds to the two years of its customer's three accounts.
const MORE: usize = 5_000;

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
    let consent = authorised(&app, None).await?;
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
    let libra = Libra::open(MORE).await?;
    let app = open(folder.join("usual"), &libra.url).await?;
    // The sandbox makes up its history when it is first read.
    libra_import(&libra, &app).await?;
    let (mut ours, mut bare, mut served) = (Vec::new(), Vec::new(), Vec::new());
    let mut last = (JobResults::default(), Heard::default());
    for _ in 0..rounds.max(1) {
        let (ms, bank_consent, results) = libra_import(&libra, &app).await?;
        ours.push(ms);
        let heard = libra.heard();
        let began = Instant::now();
        libra.ask(&bank_consent, &heard.asked).await?;
        bare.push(began.elapsed().as_secs_f64() * 1e3);
        let again = libra.heard();
        ensure!(again.bytes == heard.bytes, "the sandbox told {} bytes, then {}", heard.bytes, again.bytes);
        served.push(again.took.as_secs_f64() * 1e3);
        last = (results, again);
    }
    let spread = |all: Vec<f64>| Spread::of(all.into_iter()).context("no figures");
    let ratio = |beside: &[f64]| spread(ours.iter().zip(beside).map(|(ours, beside)| ours / beside).collect());
    let (of_bare, of_served) = (ratio(&bare)?, ratio(&served)?);
    let (results, heard) = last;
    let (ours, bare, served) = (spread(ours)?.median, spread(bare)?.median, spread(served)?.median);
    println!(
        "\nauthorized → active at the sandbox's Libra: {} accounts, two years, {} transactions, {} calls, {:.1} MB",
        results.accounts,
        results.transactions,
        heard.asked.len(),
        heard.bytes as f64 / 1e6
    );
    println!("  {:<37}{ours:>8.0} ms", "ours, read, sealed and stored");
    for (name, ms, of) in
        [("the same calls, nothing kept", bare, of_bare), ("the sandbox itself, of those", served, of_served)]
    {
        println!("  {name:<37}{ms:>8.0} ms   ours takes {:.1} of it ({:.1}–{:.1})", of.median, of.low, of.high);
    }
    Ok(
        json!({ "ours_ms": ours, "bare_ms": bare, "served_ms": served, "of_bare": of_bare.json(), "of_served": of_served.json(),
               "transactions": results.transactions, "calls": heard.asked.len(), "bytes": heard.bytes }),
    )
}

/// A consent that was given at the bank just now, imported: how long it took, the bank's id of it, what was read. Only the
/// import is heard at the bank.
async fn libra_import(libra: &Libra, app: &App) -> Result<(f64, String, JobResults)> {
    let bank_consent = libra.share(90).await?;
    let consent = authorised(app, Some(&bank_consent)).await?;
    libra.heard();
    let ms = first_import(app, &consent).await?;
    let job = app.last_job(&consent).await?.context("the import")?;
    ensure!(job.results.errors.is_empty(), "something is missing: {job:?}");
    Ok((ms, bank_consent, job.results))
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

async fn open(folder: PathBuf, bank: &str) -> Result<App> {
    fs::create_dir_all(&folder)?;
    house::closed(&folder, bank).await
}

/// A consent that was authorised just now; `bank_id`: what its bank calls it.
async fn authorised(app: &App, bank_id: Option<&str>) -> Result<ConsentRow> {
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
    let attempt = attempt(&consent, bank_id.unwrap_or(&consent.consent_id));
    attempts::insert(&mut write, &attempt, id.as_bytes()).await?;
    attempts::update(&mut write, &attempt).await?;
    write.commit().await?;
    Ok(consent)
}

fn attempt(of: &ConsentRow, bank_id: &str) -> AttemptRow {
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
        return_hash: None,
        inputs: Vec::new(),
        resource_id: Some(bank_id.to_owned()),
        approach: Approach::Redirect,
        psu_message: None,
        sca: None,
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
