//! Ends consents when their time has come: links that nobody used, and consents whose validity is over.

use crate::app::App;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;

/// The most consents that are taken in hand at once.
const AT_ONCE: i64 = 64;
/// How often it is looked whether one is due.
const EVERY: Duration = Duration::from_millis(500);

/// Runs until the process ends.
pub async fn run(app: Arc<App>) {
    loop {
        match app.store.consents_due(app.now_ms(), AT_ONCE).await {
            Ok(due) => {
                // Beside each other: a slow bank holds back no other consent's end.
                let mut ending = JoinSet::new();
                for consent in due {
                    let app = Arc::clone(&app);
                    ending.spawn(async move {
                        if let Err(error) = app.end_by_time(&consent).await {
                            tracing::error!(consent_id = consent.consent_id, %error, "a consent could not be ended");
                        }
                    });
                }
                ending.join_all().await;
            }
            Err(error) => tracing::error!(%error, "consents that are due could not be read"),
        }
        tokio::time::sleep(EVERY).await;
    }
}
