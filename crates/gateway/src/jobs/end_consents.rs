//! Ends consents when their time has come: links that nobody used, and consents whose validity is over.

use crate::app::App;
use crate::store::consents::ConsentRow;
use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// The most consents that are taken in hand in one round.
const AT_ONCE: usize = 64;
/// How often it is looked whether one is due.
const EVERY: Duration = Duration::from_millis(500);
/// One that could not be ended is tried again after so long, milliseconds.
const AGAIN_MS: i64 = 60_000;

type InHand = Arc<Mutex<HashSet<String>>>;

/// Runs until the process ends.
pub async fn run(app: Arc<App>) {
    let in_hand = InHand::default();
    loop {
        // Those in hand are due still: they must not hide the others.
        let held = in_hand.lock().unwrap_or_else(PoisonError::into_inner).len();
        let most = i64::try_from(held + AT_ONCE).unwrap_or(i64::MAX);
        match app.store.consents_due(app.now_ms(), most).await {
            Ok(due) => due.into_iter().for_each(|consent| take(&app, &in_hand, consent)),
            Err(error) => tracing::error!(%error, "consents that are due could not be read"),
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// Ends one beside the others: a slow bank holds back no other consent's end.
fn take(app: &Arc<App>, in_hand: &InHand, consent: ConsentRow) {
    if !in_hand.lock().unwrap_or_else(PoisonError::into_inner).insert(consent.consent_id.clone()) {
        return;
    }
    let (app, in_hand) = (Arc::clone(app), Arc::clone(in_hand));
    tokio::spawn(async move {
        let consent_id = consent.consent_id.as_str();
        if let Err(error) = app.end_by_time(&consent).await {
            tracing::error!(consent_id, %error, "a consent could not be ended");
            if let Err(error) = app.store.put_off(&consent, app.now_ms().saturating_add(AGAIN_MS)).await {
                tracing::error!(consent_id, %error, "a consent that could not be ended could not be put off");
            }
        }
        in_hand.lock().unwrap_or_else(PoisonError::into_inner).remove(consent_id);
    });
}
