//! Tokens that a bank takes no longer, while account data is read: refreshed once, never mistaken for the bank's own refusal.

use super::desk::{DAY, Desk, NOON};
use super::teller::Account;
use gateway::app::ConsentRow;
use protocol::api::JobError;
use protocol::{ConsentStatus, DataGroup, JobStatus};
use serde_json::json;

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
