//! What a command prints: lines for people, or one JSON value for machines.
//! Never here: logs.

use anyhow::Context;
use clap::Args;
use serde_json::Value;
use std::io::Write as _;

/// How the answer is wanted.
#[derive(Clone, Copy, Debug, Args)]
pub struct Form {
    /// Print one JSON value
    #[arg(long)]
    pub json: bool,
}

/// Prints the answer.
///
/// # Errors
/// When stdout is closed.
pub fn answer(form: Form, json: &Value, text: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    if form.json { writeln!(out, "{json:#}") } else { writeln!(out, "{}", text.trim_end()) }.context("stdout is closed")
}

/// Rows in columns; as wide as they need to be.
pub fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max();
    let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or_default()).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// A time for people: UTC, to the second.
pub fn time(at_ms: i64) -> String {
    jiff::Timestamp::from_millisecond(at_ms).map(|at| format!("{at:.0}")).unwrap_or_default()
}
