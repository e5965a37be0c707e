//! Asks banks about attempts when their time has come, and gives up those whose intent was never answered.

use crate::app::App;
use crate::app::record::With;
use crate::store::attempts::AttemptRow;
use flow::lifecycle::AttemptFact;
use protocol::AttemptState;
use protocol::page::Reason;
use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// The most attempts that are taken in hand at once.
const AT_ONCE: i64 = 64;
/// Longest sleep: the net under the wake-ups.
const SLEEP_MS: i64 = 1_000;

type InHand = Arc<Mutex<HashSet<(String, u32)>>>;

/// Runs until the process ends.
pub async fn run(app: Arc<App>) {
    let in_hand = InHand::default();
    loop {
        let woken = app.wake_reader.notified();
        match app.store.attempts_due(app.now_ms(), AT_ONCE).await {
            Ok(due) => due.into_iter().for_each(|attempt| take(&app, &in_hand, attempt)),
            Err(error) => tracing::error!(%error, "attempts that are due could not be read"),
        }
        let next = app.store.next_due().await.ok().flatten();
        let sleep_ms = next.map_or(SLEEP_MS, |next| (next - app.now_ms()).clamp(20, SLEEP_MS));
        let sleep = Duration::from_millis(u64::try_from(sleep_ms).unwrap_or(20));
        // Either is a reason to look again.
        let _ = tokio::time::timeout(sleep, woken).await;
    }
}

fn take(app: &Arc<App>, in_hand: &InHand, attempt: AttemptRow) {
    let key = (attempt.object_id.clone(), attempt.number);
    if !in_hand.lock().unwrap_or_else(PoisonError::into_inner).insert(key.clone()) {
        return;
    }
    let (app, in_hand) = (Arc::clone(app), Arc::clone(in_hand));
    tokio::spawn(async move {
        if let Err(error) = work(&app, &attempt).await {
            tracing::error!(object_id = attempt.object_id, %error, "an attempt could not be read at its bank");
        }
        in_hand.lock().unwrap_or_else(PoisonError::into_inner).remove(&key);
        app.wake_reader.notify_one();
    });
}

async fn work(app: &App, attempt: &AttemptRow) -> Result<(), crate::app::Fault> {
    // It was due when the list was read; meanwhile somebody may have done it.
    let rows = app.store.attempts(&attempt.object_id).await?;
    let is_due = |row: &AttemptRow| row.number == attempt.number && row.next_read_at <= Some(app.now_ms());
    let Some(attempt) = rows.iter().find(|row| row.next_read_at.is_some() && is_due(row)) else { return Ok(()) };
    if attempt.state == AttemptState::Sending {
        tracing::warn!(
            object_id = attempt.object_id,
            number = attempt.number,
            "nothing was recorded of its initiation"
        );
        app.record_of(attempt, AttemptFact::NoAnswer, With::Nothing).await?;
        return Ok(());
    }
    if attempt.state == AttemptState::Unknown {
        let edit = |row: &mut AttemptRow| row.reason = Some(Reason::BankSilent);
        app.record_of(attempt, AttemptFact::GivenUp, With::Edit(Box::new(edit))).await?;
        if attempt.resource_id.is_some() {
            // The bank had answered; we were stopped before we could go on.
            app.cancel_at_bank(attempt, Reason::BankSilent).await?;
        }
        return Ok(());
    }
    app.follow_up(attempt).await
}
