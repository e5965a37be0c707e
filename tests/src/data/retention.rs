//! What is kept of a consent that is over: nothing that anybody can read, and after so many days nothing at all.

use super::desk::{DAY, Desk, fault};
use super::teller::Account;
use flow::lifecycle::consent::Fact;
use gateway::app::record::With;
use gateway::doors::clock::Clock;
use protocol::{ConsentStatus, DataGroup, EndedBy};
use serde_json::json;

#[tokio::test]
async fn data_of_a_consent_that_is_over_is_unreadable_at_once_and_deleted_in_time() {
    let desk = Desk::open().await;
    let entry = |one: u32| json!({"transactionId": format!("t{one}"), "bookingDate": "2026-01-20", "transactionAmount": {"currency": "RON", "amount": "1.00"}});
    let account = Account { id: "a1".to_owned(), booked: (0..9).map(entry).collect(), page: 50, ..Account::default() };
    desk.teller.hand(|books| books.accounts = vec![account]);
    let (over, stays) = (desk.active(DataGroup::ALL).await, desk.active(DataGroup::ALL).await);
    let revoked = Fact::Revoked(EndedBy::Client);
    desk.app.record_consent(&over.consent_id, revoked, With::Nothing).await.unwrap();
    let row = desk.consent(&over).await;
    assert_eq!(fault(desk.app.accounts_of(&row, &Default::default()).await), "NotActive");
    assert_eq!(fault(desk.app.balances_of(&row, &Default::default(), None, 9).await), "NotActive");
    assert_eq!(fault(desk.app.transactions_of(&row, &Default::default(), None, 9).await), "NotActive");
    desk.clock.advance(30 * DAY - 1);
    assert_eq!(desk.app.forget_data().await.unwrap(), 0);
    assert_eq!(desk.rows_of(&over.consent_id).await, [1, 3, 9]);
    desk.clock.advance(1);
    assert_eq!(desk.app.forget_data().await.unwrap(), 1);
    assert_eq!(desk.rows_of(&over.consent_id).await, [0, 0, 0]);
    assert_eq!(desk.rows_of(&stays.consent_id).await, [1, 3, 9], "another's stays");
    assert_eq!(desk.app.forget_data().await.unwrap(), 0);
    assert!(!desk.app.store.events(&over.consent_id).await.unwrap().is_empty(), "what happened stays known");
}

#[tokio::test]
async fn beyond_its_validity_nothing_is_read_though_no_sweep_has_come() {
    let desk = Desk::open().await;
    desk.teller.hand(|books| books.accounts = vec![Account { id: "a1".to_owned(), page: 50, ..Account::default() }]);
    let consent = desk.active(DataGroup::ALL).await;
    let until = desk.clock.now_ms() + DAY;
    desk.set("UPDATE consents SET authorized_until = ? WHERE consent_id = ?", until, &consent).await;
    desk.clock.advance(DAY - 1);
    let row = desk.consent(&consent).await;
    assert_eq!(desk.app.accounts_of(&row, &Default::default()).await.unwrap().len(), 1);
    desk.app.create_job(&row, None).await.unwrap();
    desk.clock.advance(1);
    assert_eq!(row.status, ConsentStatus::Active, "its end is not told yet");
    assert_eq!(fault(desk.app.accounts_of(&row, &Default::default()).await), "NotActive");
    assert_eq!(fault(desk.app.balances_of(&row, &Default::default(), None, 9).await), "NotActive");
    assert_eq!(fault(desk.app.transactions_of(&row, &Default::default(), None, 9).await), "NotActive");
    assert_eq!(fault(desk.app.create_job(&row, None).await), "NotActive");
    desk.teller.asked();
    desk.work().await;
    assert!(desk.teller.asked().is_empty(), "the job that runs asks nothing more");
    assert_eq!(desk.job(&consent).await.results.errors[0].code, "consent_not_active");
}

#[tokio::test]
async fn what_was_typed_goes_with_the_data_also_where_nothing_was_read() {
    let desk = Desk::open().await;
    let consent = desk.authorised(DataGroup::ALL).await;
    desk.set("UPDATE attempts SET inputs = CAST(? AS BLOB) WHERE object_id = ?", 7, &consent).await;
    desk.set("UPDATE consents SET psu_id = CAST(? AS BLOB) WHERE consent_id = ?", 7, &consent).await;
    desk.app.record_consent(&consent.consent_id, Fact::Revoked(EndedBy::Client), With::Nothing).await.unwrap();
    desk.clock.advance(30 * DAY - 1);
    assert_eq!(desk.app.forget_data().await.unwrap(), 0);
    assert!(desk.consent(&consent).await.psu_id.is_some());
    desk.clock.advance(1);
    assert_eq!(desk.app.forget_data().await.unwrap(), 1);
    assert_eq!(desk.consent(&consent).await.psu_id, None);
    assert!(desk.app.store.attempts(&consent.consent_id).await.unwrap()[0].inputs.is_empty());
    assert_eq!(desk.app.forget_data().await.unwrap(), 0);
}
