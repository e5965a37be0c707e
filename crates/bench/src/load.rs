//! Calls as fast as they are answered, over so many connections, for so long. What is called is not known here.

use crate::wire::Line;
use anyhow::{Context, Result, bail};
use std::net::SocketAddr;
use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};

/// What came of it.
#[derive(Clone, Copy, Debug)]
pub struct Sample {
    /// Calls a second.
    pub per_s: f64,
    /// Half of the calls took at most so long, milliseconds.
    pub p50_ms: f64,
    /// 95 of a hundred took at most so long, milliseconds.
    pub p95_ms: f64,
}

impl Sample {
    /// Of every call's time.
    pub fn of(mut times: Vec<Duration>, took: Duration) -> Result<Self> {
        times.sort_unstable();
        let at = |share: f64| times.get((times.len() as f64 * share) as usize).map(|time| time.as_secs_f64() * 1000.0);
        let (Some(p50_ms), Some(p95_ms)) = (at(0.5), at(0.95)) else { bail!("not one call was answered") };
        Ok(Self { per_s: times.len() as f64 / took.as_secs_f64(), p50_ms, p95_ms })
    }
}

/// Calls for `lasts` over `lines` connections, each going through `requests` from a place of its own.
pub fn run(address: SocketAddr, requests: &[Vec<u8>], lines: usize, lasts: Duration) -> Result<Sample> {
    let ready = Barrier::new(lines);
    let (ready, each) = (&ready, requests.len() / lines);
    let started = Instant::now();
    let (times, took) = thread::scope(|scope| {
        let threads: Vec<_> = (0..lines)
            .map(|number| scope.spawn(move || caller(address, requests, number * each, ready, lasts)))
            .collect();
        let mut all = (Vec::new(), Duration::ZERO);
        for one in threads {
            let (times, took) = one.join().ok().context("a caller broke")??;
            all.0.extend(times);
            all.1 = all.1.max(took);
        }
        anyhow::Ok(all)
    })
    .with_context(|| format!("calling {address} for {} ms", started.elapsed().as_millis()))?;
    Sample::of(times, took)
}

fn caller(
    address: SocketAddr,
    requests: &[Vec<u8>],
    from: usize,
    ready: &Barrier,
    lasts: Duration,
) -> Result<(Vec<Duration>, Duration)> {
    let line = Line::open(address);
    // Whoever cannot connect must not keep the others waiting.
    ready.wait();
    let mut line = line?;
    let mut times = Vec::new();
    let began = Instant::now();
    for request in requests.iter().cycle().skip(from) {
        let sent = Instant::now();
        line.call(request)?;
        times.push(sent.elapsed());
        if began.elapsed() >= lasts {
            break;
        }
    }
    Ok((times, began.elapsed()))
}
