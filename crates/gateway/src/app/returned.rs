//! Coming back from the bank. Never success: it makes us read the bank at once, and the page shows what was read.

use super::attempt::With;
use super::seen::PageId;
use super::{App, Fault, hash};
use crate::store::attempts::ReturnKey;
use flow::lifecycle::AttemptFact;
use std::sync::Arc;

/// What a return brings, of which nothing is believed but whose it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Return<'a> {
    /// `state` of the address.
    pub state: Option<&'a str>,
    /// `code` of the address: an OAuth2 bank's.
    pub code: Option<&'a str>,
    /// The cookie set at leave.
    pub cookie: Option<&'a str>,
}

impl App {
    /// Takes a return, found by its `state`, else by the cookie set at leave. The page that it leads to; `None` when nothing fits.
    ///
    /// # Errors
    /// `Fault::Store`.
    pub async fn returned(self: &Arc<Self>, provider_id: &str, back: Return<'_>) -> Result<Option<PageId>, Fault> {
        let mut found = None;
        if let Some(state) = back.state {
            found = self.store.attempt_of_return(ReturnKey::State(&hash(state)), provider_id).await?;
        }
        // Only with its own state is a code this attempt's: another could have been slipped to this browser.
        if let (Some(attempt), Some(code)) = (found.clone(), back.code.map(str::to_owned)) {
            let app = Arc::clone(self);
            tokio::spawn(async move { app.redeem(&attempt, &code).await });
        }
        if let (None, Some(cookie)) = (&found, back.cookie) {
            found = self.store.attempt_of_return(ReturnKey::Cookie(&hash(cookie)), provider_id).await?;
        }
        let Some(attempt) = found else { return Ok(None) };
        self.record_of(&attempt, AttemptFact::Returned, With::Nothing).await?;
        self.wake_reader.notify_one();
        self.page_of(&attempt).await
    }
}
