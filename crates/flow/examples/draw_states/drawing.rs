//! Draws a table of states as a ladder: a column a state, a row an edge. Nothing crosses, and the picture follows from the table.

use flow::handoff::Step;
use flow::job::{STEPS, Scope};
use flow::journey::{Event, step};
use flow::lifecycle::consent::{self, Consent};
use flow::lifecycle::{AttemptFact, EDGES, Link, derive_status};
use protocol::{AttemptState, ConsentStatus, JobStatus, LinkKind, LinkStatus, Screen};
use std::fmt::Write as _;

const LABELS_WIDTH: usize = 250;
const COLUMN_WIDTH: usize = 116;
const ROW_HEIGHT: usize = 22;
const HEAD_HEIGHT: usize = 84;

/// An edge of the picture; `from` is `None` where it may come from anywhere.
struct Row {
    from: Option<usize>,
    label: String,
    to: usize,
}

/// Every picture: its name, and what is drawn.
pub fn all() -> [(&'static str, String); 4] {
    [("lifecycle", lifecycle()), ("consent", consent()), ("job", job()), ("journey", journey())]
}

/// `docs/states/lifecycle.svg`: every edge of an attempt, and the status that a `link` has in each of its states.
fn lifecycle() -> String {
    let states = AttemptState::ALL;
    let columns: Vec<(String, String)> =
        states.iter().map(|state| (state.to_string(), status_in(*state).to_string())).collect();
    let index = |state: &AttemptState| states.iter().position(|other| other == state).unwrap_or_default();
    let rows = EDGES.iter().map(|(from, fact, to)| Row {
        from: Some(index(from)),
        label: fact.as_str().to_owned(),
        to: index(to),
    });
    ladder("An attempt: state, and below it the link's status", &columns, rows.collect())
}

/// The status that a `link` in mid-payment takes when its only attempt is in this state.
fn status_in(state: AttemptState) -> LinkStatus {
    let attempts = vec![flow::lifecycle::Attempt { number: 1, state }];
    derive_status(&Link { kind: LinkKind::Link, status: LinkStatus::Requested, attempts, is_expired: false })
}

/// `docs/states/consent.svg`: every step of a `link` consent with one attempt that changes its status.
fn consent() -> String {
    use ConsentStatus::{
        Active, Authorized, AwaitingAuthz, Created, Expired, Failed, Revoked, ScaUrlRetrieved, Started,
    };
    let statuses = [
        Created,
        Started,
        ScaUrlRetrieved,
        AwaitingAuthz,
        Authorized,
        ConsentStatus::Suspended,
        Active,
        Expired,
        Failed,
        Revoked,
    ];
    let columns: Vec<(String, String)> = statuses.iter().map(|status| (status.to_string(), String::new())).collect();
    let index = |status: ConsentStatus| statuses.iter().position(|other| *other == status);
    let mut steps: Vec<(Option<usize>, &'static str, Option<usize>)> = Vec::new();
    let first =
        Consent { kind: LinkKind::Link, status: ConsentStatus::Created, attempts: Vec::new(), is_expired: false };
    let mut known = vec![first];
    let mut at = 0;
    while let Some(from) = known.get(at).cloned() {
        at += 1;
        for is_expired in [false, true] {
            let from = Consent { is_expired, ..from.clone() };
            for fact in consent_facts(&from) {
                let Ok(change) = consent::apply(&from, fact) else { continue };
                let step = (index(from.status), fact.as_str(), index(change.consent.status));
                if change.status_changed && !steps.contains(&step) {
                    steps.push(step);
                }
                let to = Consent { is_expired: false, ..change.consent };
                if !known.contains(&to) {
                    known.push(to);
                }
            }
        }
    }
    steps.sort_by_key(|(from, _, to)| (*from, *to));
    let rows = steps.into_iter().filter_map(|(from, fact, to)| Some(Row { from, label: fact.to_owned(), to: to? }));
    ladder("A consent: what changes its status", &columns, rows.collect())
}

fn consent_facts(of: &Consent) -> Vec<consent::Fact> {
    let mut facts = consent::Fact::OF_NO_ATTEMPT.to_vec();
    facts.retain(|fact| *fact != consent::Fact::Begun || of.attempts.is_empty());
    let of_attempt = |fact: &AttemptFact| consent::Fact::Of(1, *fact);
    facts.extend(AttemptFact::ALL.iter().filter(|_| !of.attempts.is_empty()).map(of_attempt));
    facts
}

/// `docs/states/job.svg`: every edge of a job that reads account data.
fn job() -> String {
    let states = JobStatus::ALL;
    let columns: Vec<(String, String)> =
        states.iter().map(|state| (state.as_str().trim_start_matches("job_").to_owned(), String::new())).collect();
    let index = |state: &JobStatus| states.iter().position(|other| other == state).unwrap_or_default();
    let rows = STEPS.iter().map(|(from, fact, scope, to)| {
        let only = match scope {
            Scope::Any => "",
            Scope::WithTransactions => " (transactions shared)",
            Scope::WithoutTransactions => " (not shared)",
        };
        Row { from: Some(index(from)), label: format!("{}{only}", fact.as_str()), to: index(to) }
    });
    ladder("A job that reads account data", &columns, rows.collect())
}

/// `docs/states/journey.svg`: which truth shows which screen, and where each press of the PSU leads.
fn journey() -> String {
    let index = |screen: Screen| Screen::ALL.iter().position(|other| *other == screen).unwrap_or_default();
    let columns: Vec<(String, String)> = Screen::ALL.iter().map(|screen| (screen.to_string(), String::new())).collect();
    let stages = crate::fixtures::stages();
    let mut rows: Vec<Row> =
        stages.iter().map(|(name, stage)| Row { from: None, label: (*name).to_owned(), to: index(stage.at) }).collect();
    for (_, stage) in &stages {
        for (label, event) in presses() {
            let to = index(step(stage.clone(), event).0.at);
            let from = Some(index(stage.at));
            let is_known = rows.iter().any(|row| row.from == from && row.to == to && row.label == label);
            if from != Some(to) && !is_known {
                rows.push(Row { from, label: label.to_owned(), to });
            }
        }
    }
    ladder("The page: what the gateway's word shows, and what the PSU's own presses change", &columns, rows)
}

/// What the PSU can do that no answer of the gateway is needed for.
fn presses() -> Vec<(&'static str, Event)> {
    vec![
        ("went_on", Event::WentOn),
        ("went_back", Event::WentBack),
        ("pay_pressed", Event::PayPressed),
        ("cancel_pressed", Event::CancelPressed),
        ("retry_pressed", Event::RetryPressed),
        ("withdraw_pressed", Event::WithdrawPressed),
        ("leave_pressed", Event::LeavePressed(Step::SameTab)),
    ]
}

fn ladder(title: &str, columns: &[(String, String)], rows: Vec<Row>) -> String {
    let width = LABELS_WIDTH + columns.len() * COLUMN_WIDTH;
    let height = HEAD_HEIGHT + rows.len() * ROW_HEIGHT + 16;
    let x = |column: usize| LABELS_WIDTH + column * COLUMN_WIDTH + COLUMN_WIDTH / 2;
    let mut svg = String::new();
    let _ = writeln!(
        svg,
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" aria-label="{title}">
<style>text{{font:13px system-ui,sans-serif;fill:#141a17}}.t{{font-size:16px;font-weight:600}}.s{{font-size:11px;fill:#546059}}.l{{stroke:#dde3dd}}.a{{stroke:#0b6a4b;stroke-width:1.5;fill:none}}.d{{fill:#0b6a4b}}.b{{stroke:#a3231c;stroke-width:1.5;fill:none}}.e{{fill:#a3231c}}</style>
<rect width="100%" height="100%" fill="#fff"/>
<text class="t" x="16" y="28">{title}</text>"##
    );
    for (column, (name, below)) in columns.iter().enumerate() {
        let x = x(column);
        let _ = writeln!(svg, r#"<text x="{x}" y="56" text-anchor="middle">{name}</text>"#);
        let _ = writeln!(svg, r#"<text class="s" x="{x}" y="72" text-anchor="middle">{below}</text>"#);
        let _ = writeln!(svg, r#"<path class="l" d="M{x} {HEAD_HEIGHT}V{}"/>"#, height - 8);
    }
    let mut group = None;
    for (row, Row { from, label, to }) in rows.iter().enumerate() {
        let y = HEAD_HEIGHT + row * ROW_HEIGHT + ROW_HEIGHT / 2;
        if group != Some(*from) {
            group = Some(*from);
            let top = y - ROW_HEIGHT / 2;
            let _ = writeln!(svg, r#"<path class="l" d="M8 {top}H{}"/>"#, width - 8);
        }
        let _ = writeln!(svg, r#"<text x="16" y="{}">{label}</text>"#, y + 4);
        svg.push_str(&arrow(from.map(x), x(*to), y));
    }
    svg.push_str("</svg>\n");
    svg
}

/// From column to column; a ring where nothing moves, a dot where it may come from anywhere. Red leads back.
fn arrow(from: Option<usize>, to: usize, y: usize) -> String {
    match from {
        None => format!("<circle class=\"d\" cx=\"{to}\" cy=\"{y}\" r=\"5\"/>\n"),
        Some(from) if from == to => format!("<circle class=\"a\" cx=\"{to}\" cy=\"{y}\" r=\"4\"/>\n"),
        Some(from) => {
            let (line, head, tip) = if from < to { ("a", "d", to - 8) } else { ("b", "e", to + 8) };
            format!(
                "<circle class=\"{head}\" cx=\"{from}\" cy=\"{y}\" r=\"2.5\"/><path class=\"{line}\" d=\"M{from} {y}H{tip}\"/><path class=\"{head}\" d=\"M{to} {y}L{tip} {}V{}Z\"/>\n",
                y - 4,
                y + 4
            )
        }
    }
}
