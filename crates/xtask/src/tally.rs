//! How many tests passed and failed, read from what test runners print in closing. Running them is `shell`'s.

use std::ops::Add;

/// Tests that ran.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Passed.
    pub passed: usize,
    /// Failed, timed out, or could not be started.
    pub failed: usize,
}

impl Tally {
    /// One thing that passed.
    pub const PASS: Self = Self { passed: 1, failed: 0 };
    /// One thing that failed.
    pub const FAIL: Self = Self { passed: 0, failed: 1 };

    /// What a line of a runner's output adds: the closing lines of `cargo test`, `cargo nextest`,
    /// `node --test` and `pytest`.
    pub fn of_line(line: &str) -> Self {
        let line = plain(line);
        let line = line.trim();
        if let Some(rest) = line.strip_prefix("test result: ") {
            return Self { passed: before(rest, "passed"), failed: before(rest, "failed") };
        }
        if line.starts_with("Summary [") {
            let failed = ["failed", "timed out", "exec failed"].iter().map(|word| before(line, word)).sum();
            return Self { passed: before(line, "passed"), failed };
        }
        if let Some(counts) = pytest(line) {
            return Self {
                passed: before(counts, "passed"),
                failed: ["failed", "error", "errors"].map(|word| before(counts, word)).iter().sum(),
            };
        }
        match line.split_whitespace().collect::<Vec<_>>()[..] {
            ["#" | "ℹ", "pass", count] => Self { passed: count.parse().unwrap_or(0), failed: 0 },
            ["#" | "ℹ", "fail" | "cancelled", count] => Self { passed: 0, failed: count.parse().unwrap_or(0) },
            _ => Self::default(),
        }
    }
}

impl Add for Tally {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { passed: self.passed + other.passed, failed: self.failed + other.failed }
    }
}

/// What stands before the time in `2 failed, 3 passed in 0.12s`, pytest's closing line.
fn pytest(line: &str) -> Option<&str> {
    let (counts, time) = line.trim_matches(['=', ' ']).rsplit_once(" in ")?;
    let seconds = time.split(' ').next()?.strip_suffix('s')?;
    (seconds.parse::<f32>().is_ok() && counts.starts_with(|sign: char| sign.is_ascii_digit())).then_some(counts)
}

/// The number that stands right before `word`, or 0.
fn before(text: &str, word: &str) -> usize {
    text.split([',', ';', '.', ':'])
        .filter_map(|part| part.trim().split_once(' '))
        .find(|(_, rest)| rest.split(" (").next() == Some(word))
        .and_then(|(count, _)| count.parse().ok())
        .unwrap_or(0)
}

/// The text without terminal colours.
fn plain(line: &str) -> String {
    let mut parts = line.split('\u{1b}');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text.push_str(part.split_once('m').map_or("", |(_, rest)| rest));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(line: &str) -> (usize, usize) {
        let Tally { passed, failed } = Tally::of_line(line);
        (passed, failed)
    }

    #[test]
    fn closing_lines_of_every_runner_are_read() {
        assert_eq!(tally("test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out"), (12, 0));
        assert_eq!(tally("test result: FAILED. 3 passed; 2 failed; 0 ignored; finished in 0.00s"), (3, 2));
        assert_eq!(tally("     Summary [   0.012s] 7 tests run: 7 passed, 0 skipped"), (7, 0));
        assert_eq!(tally("     Summary [   9.1s] 9/12 tests run: 6 passed (1 slow), 2 failed, 1 timed out"), (6, 3));
        assert_eq!(tally("\u{1b}[32;1m     Summary\u{1b}[0m [ 0.1s] 2 tests run: \u{1b}[1m2\u{1b}[0m passed"), (2, 0));
        assert_eq!(tally("3 passed in 0.12s"), (3, 0));
        assert_eq!(tally("==== 2 failed, 3 passed, 1 skipped, 4 errors in 75.30s (0:01:15) ===="), (3, 6));
        assert_eq!(tally("1 error in 0.50s"), (0, 1));
        assert_eq!(tally("ℹ pass 20"), (20, 0));
        assert_eq!(tally("# fail 2"), (0, 2));
        assert_eq!(tally("\u{1b}[34mℹ cancelled 1\u{1b}[39m"), (0, 1));
    }

    #[test]
    fn other_lines_add_nothing() {
        for line in
            ["", "test a::b ... ok", "running 3 tests", "# tests 5", "3 passed, 0 failed", "pass 3", "told in 3s"]
        {
            assert_eq!(tally(line), (0, 0), "{line}");
        }
    }
}
