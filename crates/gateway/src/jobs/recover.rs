//! After a start: attempts that a stopped process left while their intent was on its way are of unknown fate.
//! They are never sent again; they are given up in time, and a late answer cannot come. What an older version kept in clear is sealed.

use crate::app::App;
use crate::app::record::With;
use flow::lifecycle::AttemptFact;
use protocol::AttemptState;

/// Runs once, before anything is served.
///
/// # Errors
/// `Fault::Store`.
pub async fn run(app: &App) -> Result<(), crate::app::Fault> {
    for attempt in app.store.attempts_in_flight().await? {
        if attempt.state == AttemptState::Sending {
            tracing::warn!(object_id = attempt.object_id, number = attempt.number, "stopped while its intent was sent");
            app.record_of(&attempt, AttemptFact::NoAnswer, With::Nothing).await?;
        }
    }
    app.seal_old_addresses().await
}
