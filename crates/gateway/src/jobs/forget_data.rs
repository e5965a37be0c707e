//! Deletes the data of consents that ended long enough ago.

use crate::app::App;
use std::sync::Arc;
use std::time::Duration;

/// How often it is looked for: days are kept, not minutes.
const EVERY: Duration = Duration::from_secs(10 * 60);

/// Runs until the process ends.
pub async fn run(app: Arc<App>) {
    loop {
        if let Err(error) = app.forget_data().await {
            tracing::error!(%error, "data of consents that are over could not be deleted");
        }
        tokio::time::sleep(EVERY).await;
    }
}
