//! A worker that is stopped: its job is taken up when its lease is over, where the last write left it; and what ends under a
//! job ends the job.

use super::desk::{Desk, fault};
use super::teller::Account;
use gateway::app::record::With;
use protocol::{ConsentStatus, DataGroup, JobStatus};
use serde_json::json;
use std::sync::Arc;

/// 60 entries in 6 pages; `unnamed`: the bank gives them no ids, and half of them are equal.
async fn desk(unnamed: bool) -> Desk {
    let desk = Desk::open().await;
    let entry = |one: u32| {
        let amount = if unnamed { 1 + one / 2 } else { one };
        let mut entry = json!({"bookingDate": "2026-01-20", "transactionAmount": {"currency": "RON", "amount": format!("{amount}.00")}});
        if !unnamed {
            entry["transactionId"] = json!(format!("t{one}"));
        }
        entry
    };
    let account = Account { id: "a1".to_owned(), booked: (0..60).map(entry).collect(), page: 10, ..Account::default() };
    desk.teller.hand(|books| books.accounts = vec![account]);
    desk
}

#[tokio::test]
async fn a_killed_workers_job_is_taken_up_after_its_lease_where_it_stood() {
    for unnamed in [false, true] {
        let desk = desk(unnamed).await;
        desk.teller.hand(|books| books.holds_at = Some(3));
        let consent = desk.authorised(DataGroup::ALL).await;
        desk.app.start_import(&consent).await.unwrap();
        let job_id = desk.job(&consent).await.job_id;
        let (app, id) = (Arc::clone(&desk.app), job_id.clone());
        let worker = tokio::spawn(async move { app.work_on(&id).await });
        desk.teller.holds.notified().await;
        worker.abort();
        assert!(worker.await.unwrap_err().is_cancelled());
        desk.teller.hand(|books| books.holds_at = None);
        desk.teller.asked();
        let other = desk.another().await;
        other.work_on(&job_id).await.unwrap();
        assert!(desk.teller.asked().is_empty(), "it is still held");
        desk.clock.advance(29_999);
        assert!(other.jobs_to_work_on(9).await.unwrap().is_empty());
        desk.clock.advance(1);
        assert_eq!(other.jobs_to_work_on(9).await.unwrap(), std::slice::from_ref(&job_id));
        other.work_on(&job_id).await.unwrap();
        let asked = desk.teller.asked();
        assert_eq!(asked.len(), 3, "pages 3 to 5, and nothing that was read already: {asked:?}");
        let job = desk.job(&consent).await;
        assert_eq!((job.status, job.results.transactions), (JobStatus::JobCompleted, 60));
        assert_eq!(desk.told(&job).await.len(), 5, "nothing is told twice");
        assert_eq!(desk.transactions(&consent, 50).await.len(), 60);
    }
}

#[tokio::test]
async fn a_page_that_was_half_taken_is_read_anew_and_nothing_is_doubled() {
    let desk = desk(true).await;
    // 800 on one page, each twice; the write of the fourth slice fails.
    let entry = |one: u32| json!({"bookingDate": "2026-01-20", "transactionAmount": {"currency": "RON", "amount": format!("{}.00", 1 + one / 2)}});
    desk.teller.hand(|books| {
        books.accounts[0].booked = (0..800).map(entry).collect();
        books.accounts[0].page = 1_000;
    });
    let stop = "CREATE TRIGGER stop BEFORE INSERT ON transactions WHEN (SELECT COUNT(*) FROM transactions) >= 700 \
                BEGIN SELECT RAISE(ABORT, 'stop'); END";
    sqlx::query(stop).execute(&desk.app.store.writer).await.unwrap();
    let consent = desk.authorised(DataGroup::ALL).await;
    desk.app.start_import(&consent).await.unwrap();
    let job_id = desk.job(&consent).await.job_id;
    assert_eq!(fault(desk.app.work_on(&job_id).await), "Store");
    assert_eq!(desk.rows_of(&consent.consent_id).await[2], 600);
    sqlx::query("DROP TRIGGER stop").execute(&desk.app.store.writer).await.unwrap();
    // Meanwhile something new stands before them.
    desk.teller.hand(|books| books.accounts[0].booked.insert(0, entry(5_000)));
    desk.clock.advance(30_000);
    desk.another().await.work_on(&job_id).await.unwrap();
    let job = desk.job(&consent).await;
    assert_eq!((job.status, job.results.transactions), (JobStatus::JobCompleted, 801));
    assert_eq!(desk.rows_of(&consent.consent_id).await[2], 801);
}

#[tokio::test]
async fn a_psu_waits_for_so_long_after_they_came_back_and_who_did_not_come_back_waits_not_at_all() {
    for came_back in [true, false] {
        let desk = desk(false).await;
        let consent = desk.authorised(DataGroup::ALL).await;
        let mut attempt = desk.app.store.attempts(&consent.consent_id).await.unwrap().remove(0);
        let inputs = json!({"ip": "192.0.2.7"}).to_string();
        attempt.inputs = desk.app.keys.seal(attempt.x_request_id.as_bytes(), inputs.as_bytes()).unwrap();
        attempt.returned_at = came_back.then_some(consent.created_at);
        sqlx::query("UPDATE attempts SET inputs = ?, returned_at = ?")
            .bind(&attempt.inputs)
            .bind(attempt.returned_at)
            .execute(&desk.app.store.writer)
            .await
            .unwrap();
        desk.teller.hand(|books| books.holds_at = Some(3));
        desk.app.start_import(&consent).await.unwrap();
        let job_id = desk.job(&consent).await.job_id;
        let app = Arc::clone(&desk.app);
        let worker = tokio::spawn(async move { app.work_on(&job_id).await });
        desk.teller.holds.notified().await;
        desk.clock.advance(5 * 60_000 + 1);
        desk.teller.hand(|books| books.holds_at = None);
        desk.teller.go_on.notify_one();
        worker.await.unwrap().unwrap();
        let attended = desk.teller.hand(|books| books.attended.clone());
        // Accounts, balances, and pages 0 to 3 are asked for in time.
        assert_eq!(attended, [[came_back; 6].as_slice(), &[false; 2]].concat());
    }
}

#[tokio::test]
async fn who_lost_the_lease_writes_nothing_any_more() {
    let desk = desk(false).await;
    desk.teller.hand(|books| books.holds_at = Some(3));
    let consent = desk.authorised(DataGroup::ALL).await;
    desk.app.start_import(&consent).await.unwrap();
    let job_id = desk.job(&consent).await.job_id;
    let (app, id) = (Arc::clone(&desk.app), job_id.clone());
    let slow = tokio::spawn(async move { app.work_on(&id).await });
    desk.teller.holds.notified().await;
    desk.teller.hand(|books| books.holds_at = None);
    desk.clock.advance(30_000);
    desk.another().await.work_on(&job_id).await.unwrap();
    assert_eq!(desk.job(&consent).await.status, JobStatus::JobCompleted);
    desk.teller.go_on.notify_one();
    slow.await.unwrap().unwrap();
    let job = desk.job(&consent).await;
    assert_eq!((desk.told(&job).await.len(), job.results.transactions), (5, 60));
    assert_eq!(desk.transactions(&consent, 50).await.len(), 60);
}

#[tokio::test]
async fn a_consent_that_ends_under_a_job_ends_it_and_nothing_more_is_kept() {
    let desk = desk(false).await;
    desk.teller.hand(|books| books.holds_at = Some(3));
    let consent = desk.authorised(DataGroup::ALL).await;
    desk.app.start_import(&consent).await.unwrap();
    let job_id = desk.job(&consent).await.job_id;
    let (app, id) = (Arc::clone(&desk.app), job_id.clone());
    let worker = tokio::spawn(async move { app.work_on(&id).await });
    desk.teller.holds.notified().await;
    let revoked = flow::lifecycle::consent::Fact::Revoked(protocol::EndedBy::Holder);
    desk.app.record_consent(&consent.consent_id, revoked, With::Nothing).await.unwrap();
    desk.teller.go_on.notify_one();
    worker.await.unwrap().unwrap();
    let job = desk.job(&consent).await;
    assert_eq!((job.status, job.results.transactions), (JobStatus::JobFailed, 30));
    assert_eq!(job.results.errors[0].code, "consent_not_active");
    let consent = desk.consent(&consent).await;
    assert_eq!(consent.status, ConsentStatus::Revoked);
    assert_eq!(fault(desk.app.transactions_of(&consent, &Default::default(), None, 9).await), "NotActive");
}
