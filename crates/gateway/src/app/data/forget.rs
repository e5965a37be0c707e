//! Data of consents that are over is deleted when its time has come. From the end of the consent on nobody can read it.

use crate::app::{App, Fault};
use flow::job::delete_at_ms;

/// Rows that one write deletes, so that payments need not wait for it.
const AT_ONCE: i64 = 2_000;
/// Consents that one round forgets.
const CONSENTS: i64 = 100;

impl App {
    /// Deletes what was read under consents that ended long enough ago; how many consents.
    ///
    /// # Errors
    /// `Fault::Store`.
    pub async fn forget_data(&self) -> Result<usize, Fault> {
        let kept_ms = delete_at_ms(0, self.settings.data_retention_days);
        let due = self.store.consents_to_forget(self.now_ms().saturating_sub(kept_ms), CONSENTS).await?;
        for consent_id in &due {
            while self.store.forget(consent_id, AT_ONCE).await? {}
            tracing::info!(consent_id, "the data of a consent that is over is deleted");
        }
        Ok(due.len())
    }
}
