//! Reads account data at banks: works on jobs when their time has come, and begins those that nobody asks for.

use crate::app::App;
use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// The most jobs that are worked on at once.
const AT_ONCE: usize = 16;
/// The most consents that are looked at in a round.
const LOOKED_AT: i64 = 1_000;
/// Longest sleep: the net under the wake-ups, and how late a lease that is over is seen.
const SLEEP: Duration = Duration::from_secs(1);

type InHand = Arc<Mutex<HashSet<String>>>;

/// Runs until the process ends.
pub async fn run(app: Arc<App>) {
    let in_hand = InHand::default();
    loop {
        let woken = app.wake_data.notified();
        begin_unasked(&app).await;
        let free = AT_ONCE.saturating_sub(in_hand.lock().unwrap_or_else(PoisonError::into_inner).len());
        match app.jobs_to_work_on(i64::try_from(free).unwrap_or(0)).await {
            Ok(due) => due.into_iter().for_each(|job_id| take(&app, &in_hand, job_id)),
            Err(error) => tracing::error!(%error, "jobs that are due could not be read"),
        }
        // Either is a reason to look again.
        let _ = tokio::time::timeout(SLEEP, woken).await;
    }
}

async fn begin_unasked(app: &Arc<App>) {
    match app.consents_to_read(LOOKED_AT).await {
        Ok(consents) => {
            for consent_id in consents {
                if let Err(error) = app.read_unasked(&consent_id).await {
                    tracing::error!(consent_id, %error, "a consent could not be read");
                }
            }
        }
        Err(error) => tracing::error!(%error, "consents to be read could not be found"),
    }
}

fn take(app: &Arc<App>, in_hand: &InHand, job_id: String) {
    if !in_hand.lock().unwrap_or_else(PoisonError::into_inner).insert(job_id.clone()) {
        return;
    }
    let (app, in_hand) = (Arc::clone(app), Arc::clone(in_hand));
    tokio::spawn(async move {
        if let Err(error) = app.work_on(&job_id).await {
            tracing::error!(job_id, %error, "a job could not be worked on");
        }
        in_hand.lock().unwrap_or_else(PoisonError::into_inner).remove(&job_id);
        app.wake_data.notify_one();
    });
}
