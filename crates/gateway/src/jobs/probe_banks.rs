//! Asks banks that are down whether they are back, so that no payer has to find out.

use crate::app::App;
use std::sync::Arc;
use std::time::Duration;

/// Longest sleep: a bank may fall at any time.
const SLEEP_MS: i64 = 1_000;

/// Runs until the process ends.
pub async fn run(app: Arc<App>) {
    loop {
        let woken = app.wake_probes.notified();
        let next_ms = app.probe_banks().await;
        let sleep_ms = next_ms.map_or(SLEEP_MS, |next_ms| (next_ms - app.now_ms()).clamp(0, SLEEP_MS));
        let sleep = Duration::from_millis(u64::try_from(sleep_ms).unwrap_or(0));
        // Either is a reason to look again.
        let _ = tokio::time::timeout(sleep, woken).await;
    }
}
