//! Running other programs: shown, captured, within a time, counted. What they are run for is decided elsewhere.

use std::env;
use std::io::{BufRead, BufReader, IsTerminal, Read};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::tally::Tally;

/// Runs a command with its output shown.
///
/// # Errors
/// The command cannot be started, or ends with another code than 0; one line names the command.
pub fn show(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| cannot_start(command))?;
    if status.success() { Ok(()) } else { bail!("`{}` failed ({status})", line(command)) }
}

/// Runs a command silently and gives what it printed.
///
/// # Errors
/// As [`show`]; the command's own last words are part of the line.
pub fn capture(command: &mut Command) -> Result<String> {
    let output = command.stdin(Stdio::null()).output().with_context(|| cannot_start(command))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said.lines().rfind(|line| !line.trim().is_empty()).unwrap_or("it said nothing");
    bail!("`{}` failed ({}): {}", line(command), output.status, said.trim())
}

/// Runs a command with its output shown, and ends it when it takes longer than `limit`.
///
/// # Errors
/// As [`show`], or the limit has passed.
pub fn show_within(command: &mut Command, limit: Duration) -> Result<()> {
    let mut child = command.spawn().with_context(|| cannot_start(command))?;
    let started = Instant::now();
    loop {
        match child.try_wait()? {
            Some(status) if status.success() => return Ok(()),
            Some(status) => bail!("`{}` failed ({status})", line(command)),
            None if started.elapsed() > limit => {
                child.kill()?;
                child.wait()?;
                bail!("`{}` gave no answer within {} s", line(command), limit.as_secs());
            }
            None => thread::sleep(Duration::from_millis(100)),
        }
    }
}

/// Runs a command, shows each line as it comes, and counts the tests that its runner reports.
///
/// # Errors
/// The command cannot be started. A command that ends badly is not an error here: it is a failed tally.
pub fn count(command: &mut Command) -> Result<Tally> {
    if std::io::stdout().is_terminal() {
        command.env("CARGO_TERM_COLOR", "always").env("FORCE_COLOR", "1");
    }
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| cannot_start(command))?;
    let (out, err) = (child.stdout.take(), child.stderr.take());
    let tally = thread::scope(|scope| {
        let err = scope.spawn(|| err.map(|pipe| echo(pipe, |line| eprintln!("{line}"))).unwrap_or_default());
        let out = out.map(|pipe| echo(pipe, |line| println!("{line}"))).unwrap_or_default();
        out + err.join().unwrap_or_default()
    });
    finish(&mut child, tally)
}

/// The place of a program on this process's PATH.
pub fn find(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

fn finish(child: &mut Child, mut tally: Tally) -> Result<Tally> {
    if !child.wait()?.success() && tally.failed == 0 {
        // A runner that ends badly without a failed test did not get as far as its tests.
        tally.failed = 1;
    }
    Ok(tally)
}

fn echo(pipe: impl Read, show: impl Fn(&str)) -> Tally {
    let mut tally = Tally::default();
    for line in BufReader::new(pipe).split(b'\n').map_while(std::result::Result::ok) {
        let line = String::from_utf8_lossy(&line);
        show(&line);
        tally = tally + Tally::of_line(&line);
    }
    tally
}

fn cannot_start(command: &Command) -> String {
    format!("`{}` cannot be started", line(command))
}

/// The command as a person would type it.
fn line(command: &Command) -> String {
    std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_command_is_one_clear_line() {
        let error = capture(Command::new("sh").args(["-c", "echo first >&2; echo 'no room left' >&2; exit 3"]));
        let said = error.unwrap_err().to_string();
        assert!(said.contains("no room left") && said.contains('3') && !said.contains('\n'), "{said}");
    }

    #[test]
    fn a_hanging_command_is_ended() {
        let started = Instant::now();
        let error = show_within(Command::new("sleep").arg("20"), Duration::from_millis(200)).unwrap_err();
        assert!(error.to_string().contains("no answer within"));
        assert!(started.elapsed() < Duration::from_secs(10));
    }

    #[test]
    fn a_runner_that_dies_before_its_tests_is_a_failure() {
        let tally = count(Command::new("sh").args(["-c", "echo 'error: could not compile' >&2; exit 101"])).unwrap();
        assert_eq!((tally.passed, tally.failed), (0, 1));
        let tally = count(Command::new("sh").args(["-c", "echo 'test result: ok. 4 passed; 0 failed; 0 ignored'"]));
        assert_eq!(tally.unwrap().passed, 4);
    }
}
