//! Ends that come by time: who is first, and that nothing which cannot be ended now stands before the others.

use super::desk::{Desk, NOON};
use crate::house::until;
use gateway::app::ConsentRow;
use gateway::jobs::end_consents;
use protocol::{ConsentStatus, DataGroup};
use std::sync::Arc;

const MINUTE: i64 = 60_000;

/// One whose account holder is at the bank, and whose link is over since this moment.
async fn at_bank(desk: &Desk, due_at: i64) -> ConsentRow {
    let consent = desk.authorised(DataGroup::ALL).await;
    let sql = "UPDATE consents SET status = 'awaiting_authz', due_at = ?1, expires_at = ?1 WHERE consent_id = ?2";
    desk.set(sql, due_at, &consent).await;
    desk.set("UPDATE attempts SET state = 'left', ended_at = NULL, left_at = ? WHERE object_id = ?", NOON, &consent)
        .await;
    consent
}

/// One that is given, and valid until this moment.
async fn given(desk: &Desk, until: i64) -> ConsentRow {
    let consent = desk.authorised(DataGroup::ALL).await;
    desk.set("UPDATE consents SET authorized_until = ?1, due_at = ?1 WHERE consent_id = ?2", until, &consent).await;
    consent
}

async fn becomes(desk: &Desk, consent: &ConsentRow, status: ConsentStatus) {
    until(status.as_str(), async || desk.consent(consent).await.status == status).await;
}

#[tokio::test]
async fn whose_validity_is_over_ends_first_and_a_silent_bank_holds_back_nobody_elses_end() {
    let desk = Desk::open().await;
    desk.teller.hand(|books| books.silent_at = Some("/status".to_owned()));
    for place in 0..64 {
        at_bank(&desk, NOON + place).await;
    }
    let unused = desk.authorised(DataGroup::ALL).await;
    desk.set(
        "UPDATE consents SET status = 'created', due_at = ?1, expires_at = ?1 WHERE consent_id = ?2",
        NOON + MINUTE,
        &unused,
    )
    .await;
    desk.set("DELETE FROM attempts WHERE number = ? AND object_id = ?", 1, &unused).await;
    let over = given(&desk, NOON + 2 * MINUTE).await;
    desk.clock.advance(2 * MINUTE);
    let due = desk.app.store.consents_due(desk.app.now_ms(), 1).await.unwrap();
    assert_eq!(due[0].consent_id, over.consent_id, "nobody may read beyond the validity: this is first");
    let running = tokio::spawn(end_consents::run(Arc::clone(&desk.app)));
    becomes(&desk, &over, ConsentStatus::Revoked).await;
    becomes(&desk, &unused, ConsentStatus::Expired).await;
    running.abort();
}

#[tokio::test]
async fn an_end_that_cannot_be_written_is_put_off_and_comes_all_the_same() {
    let desk = Desk::open().await;
    let over = given(&desk, NOON + MINUTE).await;
    let stop = "CREATE TRIGGER stop BEFORE INSERT ON events WHEN NEW.status = 'revoked' BEGIN SELECT RAISE(ABORT, 'stop'); END";
    sqlx::query(stop).execute(&desk.app.store.writer).await.unwrap();
    desk.clock.advance(MINUTE);
    let running = tokio::spawn(end_consents::run(Arc::clone(&desk.app)));
    until("it is not put off", async || desk.consent(&over).await.due_at == Some(NOON + 2 * MINUTE)).await;
    let due = async || desk.app.store.consents_due(desk.app.now_ms(), 9).await.unwrap().len();
    desk.clock.advance(MINUTE - 1);
    assert_eq!(due().await, 0, "meanwhile others are ended");
    sqlx::query("DROP TRIGGER stop").execute(&desk.app.store.writer).await.unwrap();
    desk.clock.advance(1);
    becomes(&desk, &over, ConsentStatus::Revoked).await;
    assert_eq!(due().await, 0);
    running.abort();
}
