//! What is kept of a consent that is over: nothing that anybody can read, and after so many days nothing at all.

use super::desk::{DAY, Desk, fault};
use super::teller::Account;
use flow::lifecycle::consent::Fact;
use gateway::app::record::With;
use protocol::{DataGroup, EndedBy};
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
