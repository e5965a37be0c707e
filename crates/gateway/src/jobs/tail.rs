//! Follows the event log, and wakes pages whose link or consent changed elsewhere: another process on the same store.
//! The net under the wake-ups inside the process.

use crate::app::App;
use std::sync::Arc;
use std::time::Duration;

/// How often the log is looked at.
const EVERY: Duration = Duration::from_millis(250);

/// Runs until the process ends.
pub async fn run(app: Arc<App>) {
    let mut last = app.store.last_event_id().await.unwrap_or(0);
    loop {
        tokio::time::sleep(EVERY).await;
        match app.store.changed_after(last).await {
            Ok(changed) => {
                for (id, object_id, version) in changed {
                    last = last.max(id);
                    app.hub.tell(&object_id, version);
                }
            }
            Err(error) => tracing::error!(%error, "the event log could not be followed"),
        }
    }
}
