//! Coming back from the bank. Never success: it makes us read the bank at once, and the page shows what was read.

use super::record::With;
use super::{App, Fault, hash};
use crate::store::attempts::ReturnKey;
use flow::lifecycle::{AttemptFact, Fact};

impl App {
    /// Takes a return, found by its `state`, else by the cookie set at leave. The page to show; `None` when nothing fits.
    ///
    /// # Errors
    /// `Fault::Store`.
    pub async fn returned(
        &self,
        provider_id: &str,
        state: Option<&str>,
        cookie: Option<&str>,
    ) -> Result<Option<String>, Fault> {
        let mut found = None;
        if let Some(state) = state {
            found = self.store.attempt_of_return(ReturnKey::State(&hash(state)), provider_id).await?;
        }
        if let (None, Some(cookie)) = (&found, cookie) {
            found = self.store.attempt_of_return(ReturnKey::Cookie(&hash(cookie)), provider_id).await?;
        }
        let Some(attempt) = found else { return Ok(None) };
        self.record(&attempt.link_id, Fact::Of(attempt.number, AttemptFact::Returned), With::Nothing).await?;
        self.wake_reader.notify_one();
        let link = self.store.link(&attempt.link_id).await?;
        Ok(link.map(|link| link.web_id))
    }
}
