//! Log lines: text or JSON, on stderr, each through the net of `redact`. Request ids come as a field of spans.
//! Never here: what is logged.

use super::redact::redact;
use crate::config::LogFormat;
use std::io::{self, Write};
use tracing::Level;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

/// Our own crates; libraries are heard from `warn` on, since their `debug` prints what goes over the wire.
const OURS: [&str; 6] = ["gateway", "connectors", "flow", "finqlink_webui", "sandbox_bank", "demo_shop"];

/// Starts logging; a second call does nothing.
pub fn start(format: LogFormat, level: Level) {
    let directives = OURS.iter().fold("warn".to_owned(), |all, name| format!("{all},{name}={level}"));
    // Without escapes: they would stand between a field's name and its value, where the net looks.
    let builder = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new(directives))
        .with_ansi(false)
        .with_writer(Redacted(io::stderr));
    let done = match format {
        LogFormat::Text => builder.try_init(),
        LogFormat::Json => builder.json().flatten_event(true).with_current_span(true).with_span_list(false).try_init(),
    };
    drop(done);
}

/// Writes lines through the net.
#[derive(Clone, Copy, Debug)]
pub struct Redacted<M>(
    /// Where they go.
    pub M,
);

impl<'a, M: MakeWriter<'a>> MakeWriter<'a> for Redacted<M> {
    type Writer = Net<M::Writer>;

    fn make_writer(&'a self) -> Self::Writer {
        Net(self.0.make_writer())
    }
}

/// One line's writer: the subscriber hands over whole lines.
#[derive(Debug)]
pub struct Net<W>(W);

impl<W: Write> Write for Net<W> {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        self.0.write_all(redact(&String::from_utf8_lossy(line)).as_bytes())?;
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::{Arc, Mutex};

    #[derive(Clone, Default)]
    struct Page(Arc<Mutex<Vec<u8>>>);

    impl Write for Page {
        fn write(&mut self, line: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(line);
            Ok(line.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// The canary: what must never be read in a log, sent through every form of line.
    #[test]
    fn no_secret_comes_through_in_either_form() {
        let page = Page::default();
        let writer = page.clone();
        let builder = || {
            let page = writer.clone();
            tracing_subscriber::fmt().with_ansi(false).with_writer(Redacted(move || page.clone()))
        };
        let speak = || {
            let span = tracing::info_span!("call", request_id = "r-1", psu_id = "psu-canary");
            let _entered = span.enter();
            tracing::info!(
                client_secret = "canary-1",
                debtor_name = "Canary Person",
                "pays from RO49AAAA1B31007593840000"
            );
            tracing::info!(body = r#"{"token":"canary-2","creditor_name":"Canary Person"}"#, "whsec_canary3");
            tracing::info!("Authorization: Bearer canary-4, /pay/canary-5/status?token=canary-6");
        };
        tracing::subscriber::with_default(builder().finish(), speak);
        tracing::subscriber::with_default(builder().json().finish(), speak);
        let text = String::from_utf8(page.0.lock().unwrap().clone()).unwrap();
        assert_eq!(text.lines().count(), 6, "{text}");
        assert!(text.lines().all(|line| line.contains("r-1")), "what is harmless stays: {text}");
        let lower = text.to_lowercase();
        assert!(!lower.contains("canary") && !lower.contains("ro49"), "{text}");
    }
}
