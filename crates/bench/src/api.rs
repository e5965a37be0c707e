//! `api`: create, get and list at the gateway, beside a bare handler with the same rows, the same without a store, and
//! the commit alone. All by turns in one process and one run, over loopback; each turn is short, and the turns change
//! their order from round to round.

use crate::bare::{self, Bare};
use crate::figures::{Row, Series, machine_load, write};
use crate::load::{self, Sample};
use crate::{calls, house};
use anyhow::{Context, Result};
use gateway::cli::log::Redacted;
use serde_json::json;
use std::fs::{self, File};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Runtime;
use tracing_subscriber::EnvFilter;

/// What create should reach of the bare handler with the same commit (issue 3).
const CREATE_TARGET: f64 = 0.6;

/// How it is run.
pub struct Plan {
    /// How often each subject has its turn.
    pub rounds: usize,
    /// How long a turn is, milliseconds.
    pub slice_ms: u64,
    /// The one method to measure, and no other.
    pub only: Option<String>,
    /// Whether the gateway writes its log, as it does in earnest.
    pub log: bool,
    /// Where the figures go besides the table.
    pub json: Option<PathBuf>,
}

impl Default for Plan {
    fn default() -> Self {
        Self { rounds: 7, slice_ms: 1_000, only: None, log: true, json: None }
    }
}

/// Makes the requests of a method from the prefix of its paths and the ids of the links that are there.
type Make = fn(&str, &[String]) -> Vec<Vec<u8>>;

/// Whom a turn belongs to.
enum Subject {
    Calls { name: &'static str, address: SocketAddr, requests: Vec<Vec<u8>> },
    Commits,
}

impl Subject {
    const fn name(&self) -> &'static str {
        match self {
            Self::Calls { name, .. } => name,
            Self::Commits => "the commit alone",
        }
    }
}

struct Method {
    what: &'static str,
    target: Option<f64>,
    subjects: Vec<Subject>,
}

/// Measures, and prints.
pub fn run(folder: &Path, plan: &Plan) -> Result<()> {
    let folder = folder.join(format!("api-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    let done = measure(&folder, plan);
    fs::remove_dir_all(&folder)?;
    done
}

fn measure(folder: &Path, plan: &Plan) -> Result<()> {
    // A second installation of the same provider is no fault.
    let _ = rustls::crypto::ring::default_provider().install_default();
    if plan.log {
        let file = Arc::new(File::create(folder.join("log"))?);
        tracing_subscriber::fmt()
            .with_env_filter(EnvFilter::new("warn,gateway=info,connectors=info,flow=info"))
            .with_ansi(false)
            .with_writer(Redacted(file))
            .try_init()
            .ok()
            .context("the log cannot be started")?;
    }
    let before = machine_load();
    let runtime = Runtime::new()?;
    let (house, bare) =
        runtime.block_on(async { anyhow::Ok((house::open(folder).await?, bare::open(folder).await?)) })?;
    let methods = methods(house, &bare)?;
    println!("load of the machine at the start: {before}; {} rounds of {} ms turns", plan.rounds, plan.slice_ms);
    let mut rows = Vec::new();
    for method in methods.iter().filter(|method| plan.only.as_deref().is_none_or(|only| only == method.what)) {
        for lines in [1, 16] {
            let row = by_turns(&runtime, &bare, method, lines, plan)?;
            row.print();
            rows.push(row);
        }
    }
    let after = machine_load();
    println!("\nload of the machine at the end: {after}");
    let Some(path) = &plan.json else { return Ok(()) };
    let about = json!({
        "bench": "api", "at": jiff::Timestamp::now().to_string(), "load": { "before": before, "after": after },
        "rounds": plan.rounds, "slice_ms": plan.slice_ms, "log": plan.log,
    });
    write(path, &rows, about)
}

fn methods(house: SocketAddr, bare: &Bare) -> Result<Vec<Method>> {
    let ids = (calls::fill(house, house::PREFIX)?, calls::fill(bare.address, bare::STORING)?);
    let three = |make: Make, storing| {
        vec![
            Subject::Calls { name: "ours", address: house, requests: make(house::PREFIX, &ids.0) },
            Subject::Calls { name: storing, address: bare.address, requests: make(bare::STORING, &ids.1) },
            Subject::Calls {
                name: "bare handler, no store",
                address: bare.address,
                requests: make(bare::ANSWERING, &ids.1),
            },
        ]
    };
    let mut create = three(|prefix, ids| vec![calls::create(prefix); ids.len()], "bare handler, the same commit");
    create.push(Subject::Commits);
    let get =
        three(|prefix, ids| ids.iter().map(|id| calls::get(prefix, id)).collect(), "bare handler, the same link read");
    let list = three(|prefix, ids| vec![calls::list(prefix); ids.len()], "bare handler, the same links read");
    Ok(vec![
        Method { what: "create", target: Some(CREATE_TARGET), subjects: create },
        Method { what: "get", target: None, subjects: get },
        Method { what: "list", target: None, subjects: list },
    ])
}

fn by_turns(runtime: &Runtime, bare: &Bare, method: &Method, lines: usize, plan: &Plan) -> Result<Row> {
    let turn = |subject: &Subject, ms: u64| -> Result<Sample> {
        let lasts = Duration::from_millis(ms);
        match subject {
            Subject::Calls { address, requests, .. } => load::run(*address, requests, lines, lasts),
            Subject::Commits => runtime.block_on(bare.commits(lines, lasts)),
        }
    };
    for subject in &method.subjects {
        turn(subject, plan.slice_ms / 4)?;
    }
    let mut series: Vec<Series> =
        method.subjects.iter().map(|subject| Series { name: subject.name(), samples: Vec::new() }).collect();
    for round in 0..plan.rounds {
        for place in 0..series.len() {
            let at = if round % 2 == 0 { place } else { series.len() - 1 - place };
            series[at].samples.push(turn(&method.subjects[at], plan.slice_ms)?);
        }
    }
    Ok(Row { what: method.what, lines, series, target: method.target })
}
