//! Rows of figures: medians over the rounds with their spread, ratios taken round by round, as a table and as JSON.

use crate::load::Sample;
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

/// The middle of some figures, and the range they lie in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// Half lie below.
    pub median: f64,
    /// The least.
    pub low: f64,
    /// The greatest.
    pub high: f64,
}

impl Spread {
    /// Of at least one figure.
    pub fn of(figures: impl Iterator<Item = f64>) -> Option<Self> {
        let mut all: Vec<f64> = figures.collect();
        all.sort_by(f64::total_cmp);
        let (low, high) = (*all.first()?, *all.last()?);
        let middle = all.len() / 2;
        let median = if all.len() % 2 == 1 { all[middle] } else { (all[middle - 1] + all[middle]) / 2.0 };
        Some(Self { median, low, high })
    }

    /// As it stands in a file.
    pub fn json(self) -> Value {
        json!({ "median": self.median, "low": self.low, "high": self.high })
    }
}

/// One subject in all rounds of a row.
pub struct Series {
    /// What was measured.
    pub name: &'static str,
    /// One sample a round.
    pub samples: Vec<Sample>,
}

/// What is compared: the first series is ours.
pub struct Row {
    /// The method.
    pub what: &'static str,
    /// Connections at once.
    pub lines: usize,
    /// Ours, then what it is held against; the second is what the target speaks of.
    pub series: Vec<Series>,
    /// What our share of the second should be at least.
    pub target: Option<f64>,
}

impl Row {
    /// Ours as a share of another series, round by round: what disturbs a round disturbs both.
    pub fn share(&self, of: usize) -> Option<Spread> {
        let (ours, other) = (self.series.first()?, self.series.get(of)?);
        Spread::of(ours.samples.iter().zip(&other.samples).map(|(ours, other)| ours.per_s / other.per_s))
    }

    /// Prints it.
    pub fn print(&self) {
        println!("\n{}, {} connection{}", self.what, self.lines, if self.lines == 1 { "" } else { "s" });
        println!("  {:34} {:>9} {:>8} {:>8}   ours as a share of it", "", "calls/s", "p50 ms", "p95 ms");
        for (place, series) in self.series.iter().enumerate() {
            let of = |pick: fn(&Sample) -> f64| {
                Spread::of(series.samples.iter().map(pick)).map_or(f64::NAN, |spread| spread.median)
            };
            let share = match self.share(place).filter(|_| place > 0) {
                Some(Spread { median, low, high }) => {
                    format!("{median:.2} ({low:.2}–{high:.2}){}", self.verdict(place))
                }
                None => String::new(),
            };
            let figures = (of(|one| one.per_s), of(|one| one.p50_ms), of(|one| one.p95_ms));
            println!("  {:34} {:>9.0} {:>8.2} {:>8.2}   {share}", series.name, figures.0, figures.1, figures.2);
        }
    }

    fn verdict(&self, place: usize) -> String {
        match (self.target, self.share(place)) {
            (Some(target), Some(share)) if place == 1 => {
                format!(", wanted {target}: {}", if share.median >= target { "holds" } else { "FALLS SHORT" })
            }
            _ => String::new(),
        }
    }

    fn json(&self) -> Value {
        let series: Vec<Value> = self
            .series
            .iter()
            .enumerate()
            .map(|(place, series)| {
                let of = |pick: fn(&Sample) -> f64| Spread::of(series.samples.iter().map(pick)).map(Spread::json);
                json!({
                    "name": series.name,
                    "per_s": of(|one| one.per_s),
                    "p50_ms": of(|one| one.p50_ms),
                    "p95_ms": of(|one| one.p95_ms),
                    "ours_as_share": self.share(place).map(Spread::json),
                })
            })
            .collect();
        json!({ "what": self.what, "connections": self.lines, "target": self.target, "series": series })
    }
}

/// Writes all rows.
pub fn write(path: &Path, rows: &[Row], about: Value) -> Result<()> {
    let all = json!({ "about": about, "rows": rows.iter().map(Row::json).collect::<Vec<_>>() });
    fs::write(path, format!("{all:#}\n")).with_context(|| format!("{} cannot be written", path.display()))
}

/// Load of the machine over the last one, five and fifteen minutes, as it tells it.
pub fn machine_load() -> String {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split_whitespace().take(3).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_taken_round_by_round() {
        let series = |name, per_s: [f64; 3]| Series {
            name,
            samples: per_s.map(|per_s| Sample { per_s, p50_ms: 1.0, p95_ms: 1.0 }).to_vec(),
        };
        let row = Row {
            what: "create",
            lines: 1,
            series: vec![series("ours", [50.0, 5.0, 70.0]), series("bare", [100.0, 10.0, 100.0])],
            target: Some(0.6),
        };
        assert_eq!(row.share(1), Some(Spread { median: 0.5, low: 0.5, high: 0.7 }));
        assert!(row.verdict(1).contains("FALLS SHORT"));
    }

    #[test]
    fn the_median_of_an_even_number_lies_between() {
        assert_eq!(Spread::of([4.0, 1.0, 2.0, 3.0].into_iter()).map(|spread| spread.median), Some(2.5));
        assert_eq!(Spread::of(std::iter::empty()), None);
    }
}
