//! Every end of a consent: by time, by its holder here or at the bank, by its client; and what the bank holds goes with it.

use crate::house::payer::Payer;
use crate::house::sharing::{HOLDER, Sharing, asked, at_libra};
use crate::house::ways::way;
use crate::house::{House, until};
use gateway::app::Fault;
use gateway::app::cancel::Stopped;
use gateway::app::consents::Asked;
use http::Method;
use protocol::consent::AisMethodFilter;
use protocol::{AttemptState, ConsentStatus, EndedBy};

#[tokio::test]
async fn a_link_that_nobody_used_in_time_expires_and_what_waits_at_the_bank_is_deleted() {
    let house = House::open().await;
    let unused = Sharing::of(&house, Asked { expires_in_s: 60, ..asked(90) }).await;
    let pending = Sharing::of(&house, Asked { expires_in_s: 600, ..asked(163) }).await;
    pending.share("approve").await;
    assert_eq!(at_libra(&house).await, ["received"]);
    house.pass(61_000).await;
    unused.was("expired").await;
    assert_eq!(pending.row().await.status, ConsentStatus::AwaitingAuthz);
    house.pass(600_000).await;
    pending.was("expired").await;
    until("the bank deletes it", async || at_libra(&house).await == ["terminatedByTpp"]).await;
    let last = pending.attempts().await.pop().unwrap();
    assert_eq!((last.state, last.next_read_at), (AttemptState::Cancelled, None), "nothing is left to do");
    for consent in [&unused, &pending] {
        consent.press(way("libra_ro")).await;
        consent.audit().await;
    }
    assert_eq!(at_libra(&house).await.len(), 1, "nobody can authorise it any more");
}

#[tokio::test]
async fn an_authorised_consent_outlives_its_link_and_ends_with_its_validity() {
    let house = House::open().await;
    let consent = Sharing::of(&house, Asked { expires_in_s: 600, ..asked(1) }).await;
    consent.share("approve").await;
    consent.is_read().await;
    let until_ms = consent.row().await.authorized_until.unwrap();
    house.pass(700_000).await;
    assert!(!consent.row().await.status.is_final(), "the link's time is not its validity");
    house.advance(u64::try_from(until_ms - house.now_ms() - 60_000).unwrap()).await;
    assert!(!consent.row().await.status.is_final());
    house.advance(61_000).await;
    consent.was("revoked").await;
    let row = consent.row().await;
    assert_eq!(row.ended_by, Some(EndedBy::Time));
    assert!(row.ended_at.unwrap() >= until_ms);
    consent.audit().await;
}

#[tokio::test]
async fn only_the_browser_that_authorised_withdraws_and_the_bank_forgets_it() {
    let house = House::open().await;
    let consent = Sharing::of(&house, asked(90)).await;
    consent.share("approve").await;
    consent.is_read().await;
    let row = consent.row().await;
    assert_eq!(house.app.withdraw(&row, "another browser").await.unwrap(), Stopped::NotYours);
    assert_eq!(house.app.withdraw(&row, "").await.unwrap(), Stopped::NotYours);
    assert_eq!(house.app.withdraw(&row, HOLDER).await.unwrap(), Stopped::Yes);
    let row = consent.row().await;
    assert_eq!((row.status, row.ended_by), (ConsentStatus::Revoked, Some(EndedBy::Holder)));
    until("the bank deletes it", async || at_libra(&house).await == ["terminatedByTpp"]).await;
    consent.audit().await;
}

#[tokio::test]
async fn withdrawn_while_the_bank_is_down_it_is_deleted_there_as_soon_as_it_is_back() {
    let house = House::open().await;
    let consent = Sharing::of(&house, asked(90)).await;
    consent.share("approve").await;
    consent.is_read().await;
    house.bank.feels("down").await;
    assert_eq!(house.app.withdraw(&consent.row().await, HOLDER).await.unwrap(), Stopped::Yes);
    assert_eq!(consent.row().await.status, ConsentStatus::Revoked, "at once, whatever the bank says");
    house.pass(10 * 60_000).await;
    let deletions = house.wire.count(&Method::DELETE);
    assert!(deletions >= 3, "tried again: {deletions}");
    house.bank.feels("up").await;
    assert_eq!(at_libra(&house).await, ["valid"]);
    house.pass(60 * 60_000).await;
    until("the bank deletes it", async || at_libra(&house).await == ["terminatedByTpp"]).await;
    let last = consent.attempts().await.pop().unwrap();
    assert_eq!((last.state, last.next_read_at), (AttemptState::Cancelled, None));
    consent.audit().await;
}

#[tokio::test]
async fn the_client_revokes_once_and_again_and_what_has_ended_otherwise_not() {
    let house = House::open().await;
    let revoke = async |id: &str| house.app.revoke_consent("demo", "sandbox", id).await;
    let given = Sharing::of(&house, asked(90)).await;
    given.share("approve").await;
    given.is_read().await;
    for _ in 0..2 {
        assert_eq!(revoke(&given.id).await.unwrap().status, ConsentStatus::Revoked);
    }
    assert_eq!(given.row().await.ended_by, Some(EndedBy::Client));
    until("the bank deletes it", async || at_libra(&house).await == ["terminatedByTpp"]).await;
    let early = Sharing::of(&house, asked(90)).await;
    assert_eq!(revoke(&early.id).await.unwrap().status, ConsentStatus::Revoked);
    let refused = Sharing::of(&house, asked(161)).await;
    refused.press(way("libra_ro")).await;
    refused.was("failed").await;
    assert!(matches!(revoke(&refused.id).await, Err(Fault::NotActive(ConsentStatus::Failed))));
    assert!(matches!(house.app.revoke_consent("another", "sandbox", &given.id).await, Err(Fault::NoConsent)));
    assert!(matches!(house.app.revoke_consent("demo", "prod", &given.id).await, Err(Fault::NoConsent)));
    for consent in [&given, &early, &refused] {
        consent.audit().await;
    }
}

#[tokio::test]
async fn revoked_while_the_holder_is_at_the_bank_a_late_approval_is_worth_nothing() {
    let house = House::open().await;
    let consent = Sharing::of(&house, asked(90)).await;
    consent.press(way("libra_ro")).await;
    let sca = consent.leave().await.sca_url;
    // The bank hears of it late.
    house.bank.feels("down").await;
    house.app.revoke_consent("demo", "sandbox", &consent.id).await.unwrap();
    house.bank.feels("up").await;
    let back = Payer::new().decide(&sca, "approve").await;
    assert_eq!(at_libra(&house).await, ["valid"]);
    Payer::new().navigate(&back).await.leads_to();
    house.pass(70_000).await;
    until("the bank deletes it", async || at_libra(&house).await == ["terminatedByTpp"]).await;
    assert_eq!(consent.row().await.status, ConsentStatus::Revoked);
    consent.audit().await;
}

#[tokio::test]
async fn what_the_holder_ends_at_the_bank_is_heard_within_a_day() {
    let house = House::open().await;
    let consent = Sharing::of(&house, asked(90)).await;
    consent.share("approve").await;
    consent.is_read().await;
    let at_bank = consent.attempts().await[0].resource_id.clone().unwrap();
    house.bank.ends_consent(&at_bank, "revokedByPsu").await;
    house.advance(3_600_000).await;
    assert!(!consent.row().await.status.is_final());
    house.pass(24 * 3_600_000).await;
    consent.was("revoked").await;
    assert_eq!(consent.row().await.ended_by, Some(EndedBy::Bank));
    consent.audit().await;
}

#[tokio::test]
async fn the_banks_tokens_go_when_it_has_deleted_the_consent() {
    let house = House::open().await;
    let filter = AisMethodFilter { provider_id: vec!["bt_ro".to_owned()], ..AisMethodFilter::default() };
    let consent = Sharing::of(&house, Asked { filter, ..asked(90) }).await;
    consent.share_by(way("bt_ro"), "approve").await;
    consent.is_read().await;
    assert!(consent.attempts().await[0].grant.is_some());
    house.app.revoke_consent("demo", "sandbox", &consent.id).await.unwrap();
    until("the bank deletes it", async || consent.attempts().await[0].state == AttemptState::Cancelled).await;
    let last = &consent.attempts().await[0];
    assert_eq!((last.next_read_at, last.grant.is_some()), (None, false));
}
