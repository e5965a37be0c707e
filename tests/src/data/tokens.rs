//! Tokens that a bank takes no longer, while account data is read: refreshed once, never mistaken for the bank's own refusal.

use super::desk::{DAY, Desk, NOON};
use super::teller::Account;
use gateway::app::ConsentRow;
use gateway::app::returned::Return;
use protocol::api::JobError;
use protocol::{ConsentStatus, DataGroup, JobStatus};
use serde_json::json;
use std::time::Duration;

async fn read_once() -> (Desk, ConsentRow) {
    let desk = Desk::open().await;
    let entry = |one: u32| json!({"transactionId": format!("t{one}"), "bookingDate": "2026-01-20", "transactionAmount": {"currency": "RON", "amount": "1.00"}});
    let account = Account { id: "a1".to_owned(), booked: (0..5).map(entry).collect(), page: 50, ..Account::default() };
    desk.teller.hand(|books| books.accounts = vec![account]);
    let consent = desk.active(DataGroup::ALL).await;
    desk.teller.asked();
    (desk, consent)
}

fn tokens(asked: &[String]) -> usize {
    asked.iter().filter(|path| *path == "/token").count()
}

#[tokio::test]
async fn a_token_that_is_refused_in_the_middle_is_refreshed_and_the_page_asked_for_again() {
    let (desk, consent) = read_once().await;
    desk.give_token(&consent, "old", "refresh-0", NOON + DAY).await;
    desk.teller.hand(|books| books.faults = vec![("/a1/transactions".to_owned(), (401, None), 1)]);
    let job = desk.refresh(&consent).await;
    assert_eq!((job.status, job.results.errors.len()), (JobStatus::JobCompleted, 0), "{job:?}");
    assert_eq!(tokens(&desk.teller.asked()), 1);
    let (access, refresh, _) = desk.token(&consent).await;
    assert_eq!((access.as_str(), refresh.as_str()), ("access-1", "refresh-1"));
}

#[tokio::test]
async fn a_token_that_came_meanwhile_outlives_the_refusal_of_the_one_before() {
    let (desk, consent) = read_once().await;
    desk.give_token(&consent, "old", "refresh-0", NOON + DAY).await;
    desk.teller.hand(|books| {
        books.holds_at = Some(0);
        books.faults = vec![("/a1/transactions".to_owned(), (401, None), 1)];
    });
    let meanwhile = async {
        desk.teller.holds.notified().await;
        desk.give_token(&consent, "newer", "refresh-9", NOON + DAY).await;
        desk.teller.hand(|books| books.holds_at = None);
        desk.teller.go_on.notify_one();
    };
    let (job, ()) = tokio::join!(desk.refresh(&consent), meanwhile);
    assert_eq!((job.status, job.results.errors.len()), (JobStatus::JobCompleted, 0), "{job:?}");
    assert_eq!(tokens(&desk.teller.asked()), 0, "the newer one was at hand");
    assert_eq!(desk.token(&consent).await, ("newer".to_owned(), "refresh-9".to_owned(), NOON + DAY));
}

#[tokio::test]
async fn a_token_endpoint_that_is_down_suspends_nothing() {
    let (desk, consent) = read_once().await;
    desk.give_token(&consent, "old", "refresh-0", NOON).await;
    desk.teller.hand(|books| books.faults = vec![("/token".to_owned(), (503, None), usize::MAX)]);
    let job = desk.refresh(&consent).await;
    assert_eq!(job.status, JobStatus::JobFailed);
    assert_eq!(job.results.errors, [JobError { account_id: None, code: "bank_unavailable".to_owned() }]);
    assert!(desk.teller.asked().iter().all(|path| path == "/token"), "without a token nothing is asked");
    assert_eq!(desk.consent(&consent).await.status, ConsentStatus::Active);
    desk.teller.hand(|books| books.faults.clear());
    assert_eq!(desk.refresh(&consent).await.status, JobStatus::JobCompleted);
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_that_read_at_once_refresh_once() {
    let (desk, consent) = read_once().await;
    desk.give_token(&consent, "old", "refresh-0", NOON).await;
    desk.teller.hand(|books| books.shown.clear());
    let attempt = desk.app.store.attempts(&consent.consent_id).await.unwrap().remove(0);
    let mut readers = tokio::task::JoinSet::new();
    for _ in 0..10 {
        let (app, attempt) = (std::sync::Arc::clone(&desk.app), attempt.clone());
        readers.spawn(async move { app.read_bank(&attempt, None).await });
    }
    while let Some(read) = readers.join_next().await {
        read.unwrap().unwrap();
    }
    let asked = desk.teller.asked();
    assert_eq!((tokens(&asked), asked.len()), (1, 11), "{asked:?}");
    let shown = desk.teller.hand(|books| books.shown.clone());
    assert_eq!(shown.iter().filter(|header| *header == "Bearer access-1").count(), 10, "{shown:?}");
    let (access, refresh, _) = desk.token(&consent).await;
    assert_eq!((access.as_str(), refresh.as_str()), ("access-1", "refresh-1"));
}

#[tokio::test]
async fn what_the_bank_refuses_to_refresh_is_asked_for_once_in_a_job() {
    for is_first in [true, false] {
        let (desk, mut consent) = read_once().await;
        if is_first {
            consent = desk.authorised(DataGroup::ALL).await;
        }
        desk.give_token(&consent, "old", "refresh-0", NOON).await;
        desk.teller.hand(|books| {
            books.faults =
                vec![("/token".to_owned(), (400, None), usize::MAX), (String::new(), (401, None), usize::MAX)];
        });
        if is_first {
            desk.app.start_import(&consent).await.unwrap();
            desk.work().await;
        } else {
            desk.refresh(&consent).await;
        }
        let asked = desk.teller.asked();
        assert_eq!((tokens(&asked), asked.len()), (1, 3), "asked for once, then read without: {asked:?}");
        assert_eq!(desk.job(&consent).await.status, JobStatus::JobFailed);
    }
}

/// A code that was not exchanged yet, and the state that it comes back with.
async fn left(desk: &Desk, state: &str) -> ConsentRow {
    let consent = desk.authorised(DataGroup::ALL).await;
    desk.give_token(&consent, "", "", 0).await;
    desk.forget_token(&consent).await;
    sqlx::query("UPDATE attempts SET state_hash = ? WHERE object_id = ?")
        .bind(gateway::app::hash(state))
        .bind(&consent.consent_id)
        .execute(&desk.app.store.writer)
        .await
        .unwrap();
    consent
}

#[tokio::test]
async fn a_code_that_comes_back_for_a_consent_that_is_over_or_by_another_attempt_is_not_exchanged() {
    let desk = Desk::open().await;
    let (over, replaced, live) = (left(&desk, "over").await, left(&desk, "replaced").await, left(&desk, "live").await);
    sqlx::query("UPDATE consents SET status = 'revoked' WHERE consent_id = ?")
        .bind(&over.consent_id)
        .execute(&desk.app.store.writer)
        .await
        .unwrap();
    let mut next = desk.app.store.attempts(&replaced.consent_id).await.unwrap().remove(0);
    (next.number, next.x_request_id) = (2, "another".to_owned());
    let mut write = desk.app.store.write().await.unwrap();
    gateway::store::attempts::insert(&mut write, &next, b"another").await.unwrap();
    write.commit().await.unwrap();
    for state in ["over", "replaced", "live"] {
        let back = Return { state: Some(state), code: Some(state), cookies: &[] };
        desk.app.returned("bt_ro", back).await.unwrap();
        let within = if state == "live" { Duration::from_secs(9) } else { Duration::from_millis(300) };
        let exchanged = async {
            while desk.teller.hand(|books| books.tokens) == 0 {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        assert_eq!(tokio::time::timeout(within, exchanged).await.is_ok(), state == "live", "{state}");
    }
    let kept = async || desk.app.store.attempts(&live.consent_id).await.unwrap().remove(0);
    while kept().await.grant.is_none() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn a_deletion_that_is_given_up_takes_the_token_with_it() {
    let (desk, consent) = read_once().await;
    desk.give_token(&consent, "good", "refresh-0", NOON + 400 * DAY).await;
    desk.teller.hand(|books| books.faults = vec![(String::new(), (503, None), usize::MAX)]);
    desk.app.revoke_consent("demo", "sandbox", &consent.consent_id).await.unwrap();
    let attempt = async || desk.app.store.attempts(&consent.consent_id).await.unwrap().remove(0);
    let deleted = |asked: &[String]| asked.iter().filter(|path| path.starts_with("/consents/")).count();
    let tried = async |days: i64| {
        desk.clock.advance(days * DAY);
        desk.app.follow_up(&attempt().await).await.unwrap();
        assert!(deleted(&desk.teller.asked()) > 0, "tried once more after {days} days");
        attempt().await
    };
    let row = tried(0).await;
    assert!(row.grant.is_some() && row.next_read_at.is_some(), "the bank is asked again, with the token");
    let row = tried(100).await;
    assert!(row.grant.is_some() && row.next_read_at.is_some());
    let row = tried(101).await;
    assert_eq!((row.next_read_at, row.grant), (None, None), "given up after 200 days");
}
