//! Jobs: the documented order, one row and one message each; what cannot be read, how often a bank is asked, and who may ask.

use super::desk::{DAY, Desk, HOOK, fault};
use super::teller::Account;
use gateway::store::outbox::OutboxFilter;
use protocol::api::JobError;
use protocol::{ConsentStatus, DataGroup, JobStatus};
use serde_json::{Value, json};

const ALL: &[DataGroup] = DataGroup::ALL;
const NO_TRANSACTIONS: &[DataGroup] = &[DataGroup::Accounts, DataGroup::Balances];
const EVERY_STATUS: [&str; 5] =
    ["job_started", "accounts_ready", "balances_ready", "transactions_fetching", "job_completed"];

fn entry(id: u32, day: &str) -> Value {
    json!({"transactionId": format!("t{id}"), "bookingDate": day, "valueDate": day,
           "transactionAmount": {"currency": "RON", "amount": format!("-{id}.50")},
           "creditorName": "Shop", "remittanceInformationUnstructured": format!("text {id}")})
}

fn account(id: &str) -> Account {
    let booked = (1..=5).map(|one| entry(one, "2026-01-20")).collect();
    Account { id: id.to_owned(), balance: 12_345, booked, page: 2, ..Account::default() }
}

async fn with(ids: &[&str]) -> Desk {
    let desk = Desk::open().await;
    desk.teller.hand(|books| books.accounts = ids.iter().map(|id| account(id)).collect());
    desk
}

#[tokio::test]
async fn the_first_import_is_told_in_the_documented_order_and_makes_the_consent_active() {
    let desk = with(&["a1", "a2", "a3"]).await;
    let consent = desk.authorised(ALL).await;
    assert!(desk.accounts(&consent).await.is_empty(), "before it is active, lists are empty");
    desk.app.start_import(&consent).await.unwrap();
    desk.app.start_import(&consent).await.unwrap();
    let versions = (desk.consent(&consent).await.version, ());
    desk.work().await;
    let job = desk.job(&consent).await;
    assert_eq!(desk.told(&job).await, EVERY_STATUS);
    let read = &job.results;
    // `available` and `closing` beside the bank's own `closingBooked`.
    assert_eq!((read.accounts, read.balances, read.transactions, read.errors.len()), (3, 9, 15, 0));
    let consent = desk.consent(&consent).await;
    assert_eq!(consent.status, ConsentStatus::Active);
    assert!(consent.version > versions.0 + 5, "pages that wait hear how far it has come");
    let one = &desk.accounts(&consent).await[0];
    assert_eq!(one.balances.iter().map(|one| one.amount.as_str()).collect::<Vec<_>>(), ["123.45"; 3]);
    let asked = desk.teller.asked();
    assert!(
        asked.contains(&"/accounts/a1/transactions?bookingStatus=both&dateFrom=2024-02-01".to_owned()),
        "{asked:?}"
    );
}

#[tokio::test]
async fn every_status_is_one_message_to_the_jobs_address_or_the_consents() {
    let desk = with(&["a1"]).await;
    let consent = desk.active(ALL).await;
    desk.clock.advance(60_000);
    let other = "http://127.0.0.1:9/other".to_owned();
    let job = desk.app.create_job(&consent, Some(other.clone())).await.unwrap();
    desk.work().await;
    for (job_id, url) in [(job.job_id, other), (first_job(&desk, &consent.consent_id).await, HOOK.to_owned())] {
        let filter = OutboxFilter { object_id: Some(job_id.clone()), state: None };
        let mut messages = desk.app.store.messages(&filter, 50).await.unwrap();
        messages.reverse();
        let told: Vec<(i64, String)> = messages.iter().map(|one| (one.seq, one.body.clone())).collect();
        let body = |status: &str| {
            let id = &consent.consent_id;
            format!(r#"{{"type":"job_status_update","consent_id":"{id}","job_id":"{job_id}","status":"{status}"}}"#)
        };
        let expected: Vec<(i64, String)> = (1..).zip(EVERY_STATUS.map(body)).collect();
        assert_eq!(told, expected);
        assert!(messages.iter().all(|one| one.url == url));
    }
}

async fn first_job(desk: &Desk, consent_id: &str) -> String {
    desk.app.store.jobs_of(consent_id, 9).await.unwrap().pop().unwrap().job_id
}

#[tokio::test]
async fn without_transactions_it_ends_after_the_balances() {
    let desk = with(&["a1"]).await;
    let consent = desk.active(NO_TRANSACTIONS).await;
    let job = desk.job(&consent).await;
    assert_eq!(desk.told(&job).await, ["job_started", "accounts_ready", "balances_ready", "job_completed"]);
    assert!(desk.teller.asked().iter().all(|path| !path.contains("transactions")));
}

#[tokio::test]
async fn an_account_that_cannot_be_read_is_named_and_the_rest_is_kept() {
    let desk = with(&["a1", "a2"]).await;
    let fails = |path: &str| (path.to_owned(), (500, None), 9);
    desk.teller.hand(|books| books.faults = vec![fails("/a2/balances"), fails("/a2/transactions")]);
    let consent = desk.active(ALL).await;
    let job = desk.job(&consent).await;
    assert_eq!(job.status, JobStatus::JobPartiallyCompleted);
    let accounts = desk.accounts(&consent).await;
    let error = JobError { account_id: Some(accounts[1].account_id.clone()), code: "bank_unavailable".to_owned() };
    assert_eq!(job.results.errors, [error]);
    assert_eq!(desk.transactions(&consent, 50).await.len(), 5);
    // What failed is read from its beginning when it can be.
    desk.teller.hand(|books| books.faults.clear());
    assert_eq!(desk.refresh(&consent).await.status, JobStatus::JobCompleted);
    assert_eq!(desk.transactions(&consent, 50).await.len(), 10);
}

#[tokio::test]
async fn where_nothing_can_be_read_it_fails_and_is_tried_again_ever_more_rarely() {
    let desk = with(&["a1", "a2"]).await;
    desk.teller.hand(|books| books.faults = vec![("/balances".to_owned(), (500, None), usize::MAX)]);
    let consent = desk.authorised(ALL).await;
    desk.app.start_import(&consent).await.unwrap();
    desk.work().await;
    let job = desk.job(&consent).await;
    assert_eq!(desk.told(&job).await, ["job_started", "accounts_ready", "job_failed"]);
    assert_eq!(desk.consent(&consent).await.status, ConsentStatus::Authorized, "nothing is stored");
    for pause in [60_000, 300_000] {
        desk.clock.advance(pause - 1);
        assert!(desk.app.consents_to_read(9).await.unwrap().is_empty());
        desk.app.read_unasked(&consent.consent_id).await.unwrap();
        assert_eq!(desk.app.jobs_to_work_on(9).await.unwrap().len(), 0, "not before its time");
        desk.clock.advance(1);
        assert_eq!(desk.app.consents_to_read(9).await.unwrap(), std::slice::from_ref(&consent.consent_id));
        desk.app.read_unasked(&consent.consent_id).await.unwrap();
        desk.work().await;
    }
    desk.teller.hand(|books| books.faults.clear());
    desk.clock.advance(DAY);
    desk.app.read_unasked(&consent.consent_id).await.unwrap();
    desk.work().await;
    assert_eq!(desk.consent(&consent).await.status, ConsentStatus::Active);
}

#[tokio::test]
async fn a_bank_that_refuses_suspends_and_one_that_reads_again_makes_active() {
    let desk = with(&["a1"]).await;
    let consent = desk.active(ALL).await;
    desk.teller.asked();
    desk.teller.hand(|books| books.faults = vec![(String::new(), (403, None), usize::MAX)]);
    let job = desk.refresh(&consent).await;
    assert_eq!(desk.teller.asked().len(), 2, "asked once more, then believed");
    assert_eq!(desk.told(&job).await, ["job_started", "job_failed"]);
    assert_eq!(job.results.errors, [JobError { account_id: None, code: "access_denied".to_owned() }]);
    let suspended = desk.consent(&consent).await;
    assert_eq!(suspended.status, ConsentStatus::Suspended);
    assert_eq!(fault(desk.app.create_job(&suspended, None).await), "NotActive");
    assert_eq!(fault(desk.app.accounts_of(&suspended, &Default::default()).await), "NotActive");
    desk.teller.hand(|books| books.faults.clear());
    desk.clock.advance(60_000);
    desk.app.read_unasked(&consent.consent_id).await.unwrap();
    desk.work().await;
    assert_eq!(desk.consent(&consent).await.status, ConsentStatus::Active);
}

#[tokio::test]
async fn a_new_consent_waits_behind_no_suspended_one() {
    let desk = with(&["a1"]).await;
    let old = desk.active(ALL).await;
    desk.teller.hand(|books| books.faults = vec![(String::new(), (403, None), usize::MAX)]);
    desk.refresh(&old).await;
    desk.clock.advance(DAY);
    let (one, other) = (desk.authorised(ALL).await, desk.authorised(ALL).await);
    desk.app.start_import(&one).await.unwrap();
    desk.work().await;
    let due = async || desk.app.consents_to_read(1).await.unwrap();
    assert_eq!(due().await, std::slice::from_ref(&other.consent_id), "never tried");
    desk.app.start_import(&other).await.unwrap();
    assert_eq!(due().await, [old.consent_id]);
    desk.work().await;
}

#[tokio::test]
async fn one_refusal_is_none() {
    let desk = with(&["a1"]).await;
    desk.teller.hand(|books| books.faults = vec![("/accounts".to_owned(), (403, None), 1)]);
    let consent = desk.active(ALL).await;
    assert_eq!(desk.job(&consent).await.status, JobStatus::JobCompleted);
}

#[tokio::test]
async fn too_often_is_waited_out_when_it_is_short_and_else_nothing_more_is_asked() {
    let desk = with(&["a1", "a2", "a3"]).await;
    desk.teller.hand(|books| books.faults = vec![("/a1/balances".to_owned(), (429, Some(1)), 1)]);
    let consent = desk.active(ALL).await;
    assert_eq!(desk.job(&consent).await.status, JobStatus::JobCompleted);
    desk.teller.hand(|books| books.faults = vec![("/a2/balances".to_owned(), (429, Some(3_600)), usize::MAX)]);
    desk.teller.asked();
    let job = desk.refresh(&consent).await;
    assert_eq!(job.status, JobStatus::JobPartiallyCompleted);
    assert_eq!(job.results.errors.iter().map(|one| one.code.as_str()).collect::<Vec<_>>(), ["rate_limited"; 3]);
    let asked = desk.teller.asked();
    assert_eq!(asked[1..], ["/accounts/a1/balances", "/accounts/a2/balances"]);
}

#[tokio::test]
async fn what_was_left_out_is_read_first_the_next_time() {
    let desk = with(&["a1", "a2", "a3"]).await;
    let consent = desk.active(ALL).await;
    let first_of = async |fault: &str| {
        desk.teller.hand(|books| books.faults = vec![(fault.to_owned(), (429, None), 1)]);
        desk.teller.asked();
        desk.refresh(&consent).await;
        let asked = desk.teller.asked();
        asked.into_iter().find(|path| path.contains("/transactions")).unwrap().split('/').nth(2).unwrap().to_owned()
    };
    assert_eq!(first_of("/a2/transactions").await, "a1");
    assert_eq!(first_of("/a3/transactions").await, "a2");
    assert_eq!(first_of("nothing").await, "a3");
}

#[tokio::test]
async fn calls_for_data_stand_with_their_consent_and_name_their_job() {
    let desk = with(&["a1"]).await;
    let consent = desk.active(ALL).await;
    let job = desk.refresh(&consent).await;
    let sql = "SELECT kind, object_id, attempt FROM bank_calls WHERE job_id = ? ORDER BY id";
    let calls: Vec<(String, String, u32)> =
        sqlx::query_as(sql).bind(&job.job_id).fetch_all(&desk.app.store.reader).await.unwrap();
    let of = |kind: &str| (kind.to_owned(), consent.consent_id.clone(), 1);
    assert_eq!(calls, ["accounts", "balances", "transactions", "transactions", "transactions"].map(of));
    // They are none of those by which it is planned when the consent itself is asked about.
    assert!(desk.app.store.call_times(&consent.consent_id, 1).await.unwrap().is_empty());
    let attempt = desk.app.store.attempts(&consent.consent_id).await.unwrap().remove(0);
    desk.app.read_bank(&attempt, None).await.unwrap();
    assert_eq!(desk.app.store.call_times(&consent.consent_id, 1).await.unwrap(), [desk.app.now_ms()]);
}

#[tokio::test]
async fn one_at_a_time_and_none_within_the_cooldown_that_a_failed_one_does_not_start() {
    let desk = with(&["a1"]).await;
    let consent = desk.active(ALL).await;
    assert_eq!(fault(desk.app.create_job(&consent, None).await), "CoolingDown", "the first import is counted");
    desk.clock.advance(59_999);
    assert_eq!(fault(desk.app.create_job(&consent, None).await), "CoolingDown");
    desk.clock.advance(1);
    let (one, other) = tokio::join!(desk.app.create_job(&consent, None), desk.app.create_job(&consent, None));
    let faults = [fault(one), fault(other)];
    assert!(faults.contains(&"nothing".to_owned()) && faults.contains(&"CoolingDown".to_owned()), "{faults:?}");
    desk.teller.hand(|books| books.faults = vec![("/accounts".to_owned(), (500, None), 1)]);
    desk.work().await;
    assert_eq!(desk.job(&consent).await.status, JobStatus::JobFailed);
    assert_eq!(fault(desk.app.create_job(&consent, None).await), "nothing", "a failed one starts none");
}

#[tokio::test]
async fn a_job_needs_a_consent_in_force_a_fair_address_and_its_own_consent() {
    let desk = with(&["a1"]).await;
    let waiting = desk.authorised(ALL).await;
    assert_eq!(fault(desk.app.create_job(&waiting, None).await), "NotActive");
    let consent = desk.active(ALL).await;
    desk.clock.advance(60_000);
    for url in ["http://example.com/", "https://10.0.0.1/", "javascript:1", ""] {
        assert_eq!(fault(desk.app.create_job(&consent, Some(url.to_owned())).await), "Fields", "{url}");
    }
    let job = desk.job(&consent).await;
    assert_eq!(fault(desk.app.job_of(&waiting, &job.job_id).await), "NoJob");
    assert_eq!(fault(desk.app.job_of(&consent, "nothing").await), "NoJob");
}

#[tokio::test]
async fn an_entry_that_cannot_be_read_and_a_bank_that_leads_in_a_circle_are_told() {
    let desk = with(&["a1"]).await;
    desk.teller.hand(|books| books.accounts[0].booked.push(json!({"transactionId": "x", "bookingDate": "2026-01-20"})));
    let consent = desk.active(ALL).await;
    let job = desk.job(&consent).await;
    assert_eq!(job.status, JobStatus::JobPartiallyCompleted);
    assert_eq!(job.results.errors[0].code, "incomplete");
    assert_eq!(desk.transactions(&consent, 50).await.len(), 5, "what can be read is kept");
    // And it was read to its end: the next reading asks for less.
    desk.teller.asked();
    desk.refresh(&consent).await;
    assert!(
        desk.teller.asked().contains(&"/accounts/a1/transactions?bookingStatus=both&dateFrom=2026-01-17".to_owned())
    );
    for back_to in [0, 1, 2] {
        let unnamed = |one: u32| {
            let mut entry = entry(one, "2026-01-20");
            entry.as_object_mut().unwrap().remove("transactionId");
            entry
        };
        let booked = (1..=5).map(unnamed).collect();
        let circle = Account { booked, back_to: Some(back_to), ..account("a1") };
        let desk = with(&[]).await;
        desk.teller.hand(|books| books.accounts = vec![circle]);
        let consent = desk.active(ALL).await;
        assert_eq!(desk.job(&consent).await.results.errors[0].code, "incomplete");
        assert_eq!(desk.transactions(&consent, 50).await.len(), 5, "nothing is told twice: {back_to}");
        desk.teller.asked();
        desk.refresh(&consent).await;
        let asked = desk.teller.asked();
        assert!(asked.iter().any(|path| path.ends_with("dateFrom=2024-02-01")), "from its beginning: {asked:?}");
        assert!(asked.len() <= 6, "{asked:?}");
    }
}

#[tokio::test]
async fn what_of_ours_stops_a_job_again_and_again_ends_it() {
    let desk = with(&["a1"]).await;
    let consent = desk.active(ALL).await;
    let sql = "UPDATE transactions SET bank_key = x'07' WHERE ordinal = 1";
    sqlx::query(sql).execute(&desk.app.store.writer).await.unwrap();
    desk.clock.advance(60_000);
    let job = desk.app.create_job(&consent, None).await.unwrap();
    for _ in 0..4 {
        assert_eq!(fault(desk.app.work_on(&job.job_id).await), "Store");
        desk.clock.advance(30_000);
    }
    desk.app.work_on(&job.job_id).await.unwrap();
    let job = desk.job(&consent).await;
    assert_eq!((job.status, job.results.errors[0].code.as_str()), (JobStatus::JobFailed, "given_up"));
}
