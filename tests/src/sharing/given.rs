//! From what a client asks for to a consent in force: at every bank, with every word of it, once.

use crate::house::sharing::{HOLDER, Sharing, asked, at_libra};
use crate::house::ways::way;
use crate::house::wire::Mode;
use crate::house::{House, until};
use gateway::app::Fault;
use gateway::app::cancel::Stopped;
use gateway::app::consents::Asked;
use gateway::app::create::Caller;
use protocol::consent::AisMethodFilter;
use protocol::page::Reason;
use protocol::{AttemptState, ConsentStatus};

const DAY_MS: i64 = 86_400_000;
/// From the open page to the approval, as the log tells it.
const GIVEN: [&str; 5] = ["created", "started", "sca_url_retrieved", "awaiting_authz", "authorized"];

#[tokio::test]
async fn at_each_bank_it_is_authorised_as_that_bank_wants_it() {
    let house = House::open().await;
    for bank in ["bt_ro", "cec_ro", "libra_ro", "rzb_ro"] {
        let filter = AisMethodFilter { provider_id: vec![bank.to_owned()], ..AisMethodFilter::default() };
        let consent = Sharing::of(&house, Asked { filter, ..asked(90) }).await;
        let before_ms = house.now_ms();
        consent.share_by(way(bank), "approve").await;
        consent.is_read().await;
        assert_eq!(consent.log().await[..5], GIVEN, "{bank}");
        let row = consent.row().await;
        let at_ms = row.authorized_at.unwrap();
        assert!((before_ms..=house.now_ms()).contains(&at_ms));
        assert_eq!(row.authorized_until, Some(at_ms + 90 * DAY_MS), "{bank}");
        let books = house.bank.of(bank).consents().await;
        assert_eq!((books.len(), books[0]["status"].as_str()), (1, Some("valid")), "{bank}: {books:?}");
        consent.audit().await;
    }
    let tokens = |one: &&crate::house::wire::Exchange| one.path.ends_with("/oauth/token") && one.status == 200;
    until("three banks gave tokens", async || house.wire.heard().iter().filter(tokens).count() >= 3).await;
}

#[tokio::test]
async fn the_banks_word_decides_whatever_the_return_says() {
    let house = House::open().await;
    for days in [167, 168] {
        let consent = Sharing::of(&house, asked(days)).await;
        consent.share("approve").await;
        consent.is_read().await;
        consent.audit().await;
    }
    for (days, decision) in [(162, "approve"), (169, "approve"), (90, "reject"), (90, "cancel")] {
        let consent = Sharing::of(&house, asked(days)).await;
        consent.share(decision).await;
        consent.was("failed").await;
        let last = consent.attempts().await.pop().unwrap();
        assert_eq!(last.state, AttemptState::Refused, "{days} {decision}");
        assert!(last.reason.is_some());
        consent.audit().await;
    }
}

#[tokio::test]
async fn refused_at_creation_it_has_failed_and_nobody_was_sent_anywhere() {
    let house = House::open().await;
    let consent = Sharing::of(&house, asked(161)).await;
    consent.press(way("libra_ro")).await;
    consent.was("failed").await;
    assert_eq!(consent.log().await, ["created", "started", "failed"]);
    assert!(house.app.leave(&consent.row().await, HOLDER).await.unwrap().is_none());
    consent.audit().await;
}

#[tokio::test]
async fn cancelled_before_the_decision_it_is_given_by_a_second_attempt() {
    let house = House::open().await;
    let consent = Sharing::of(&house, asked(90)).await;
    consent.press(way("libra_ro")).await;
    consent.leave().await;
    let row = consent.row().await;
    assert_eq!(house.app.cancel_consent(&row, "another browser").await.unwrap(), Stopped::NotYours);
    assert_eq!(house.app.cancel_consent(&row, HOLDER).await.unwrap(), Stopped::Yes);
    consent.was("awaiting_authz").await;
    assert_eq!(consent.row().await.status, ConsentStatus::Started);
    assert_eq!(at_libra(&house).await, ["terminatedByTpp"]);
    assert_eq!(house.app.retry_consent(&consent.row().await).await.unwrap(), Stopped::Yes);
    assert!(consent.attempts().await[0].dismissed);
    consent.share("approve").await;
    consent.is_read().await;
    let attempts = consent.attempts().await;
    assert_eq!(attempts.len(), 2);
    assert_ne!(attempts[0].resource_id, attempts[1].resource_id);
    assert_eq!(at_libra(&house).await, ["terminatedByTpp", "valid"]);
    consent.audit().await;
}

#[tokio::test]
async fn a_silent_bank_is_given_up_and_what_it_took_is_deleted_unseen() {
    let house = House::impatient().await;
    let consent = Sharing::of(&house, asked(90)).await;
    house.wire.set(Mode::Held);
    consent.press(way("libra_ro")).await;
    until("its fate is unknown", async || consent.attempts().await[0].state == AttemptState::Unknown).await;
    assert_eq!(consent.log().await, ["created", "started"]);
    house.pass(15_000).await;
    let given_up = &consent.attempts().await[0];
    assert_eq!((given_up.state, given_up.reason), (AttemptState::Abandoned, Some(Reason::BankSilent)));
    house.wire.set(Mode::Open);
    until("the bank deletes it", async || at_libra(&house).await == ["terminatedByTpp"]).await;
    consent.share("approve").await;
    consent.is_read().await;
    consent.audit().await;
}

#[tokio::test]
async fn a_hundred_presses_ask_the_bank_once() {
    let house = House::open().await;
    let consent = Sharing::of(&house, asked(90)).await;
    let presses = (0..100).map(|_| consent.press(way("libra_ro")));
    futures_util::future::join_all(presses).await;
    assert_eq!(consent.attempts().await.len(), 1);
    assert_eq!(at_libra(&house).await, ["received"]);
}

#[tokio::test]
async fn after_a_restart_nothing_is_asked_or_told_twice() {
    let mut house = House::open().await;
    let consent = Sharing::of(&house, asked(90)).await;
    consent.share("approve").await;
    consent.is_read().await;
    let (id, log) = (consent.id.clone(), consent.log().await[..5].to_vec());
    // A delivery that nobody had noted yet would rightly be made once more.
    until("all is told", async || house.app.store.outbox_queue().await.unwrap().waiting == 0).await;
    house.restart().await;
    let consent = Sharing { house: &house, id };
    house.pass(20_000).await;
    assert_eq!(consent.log().await[..5], log);
    assert_eq!(at_libra(&house).await, ["valid"]);
    consent.audit().await;
}

#[tokio::test]
async fn who_may_ask_and_what_can_be_offered_is_judged_at_creation() {
    let house = House::open().await;
    let client = house.app.store.client("demo").await.unwrap().unwrap();
    let make = async |client: &gateway::app::ClientRow, asked: Asked| {
        house.app.create_consent(Caller { client, env: "sandbox" }, asked).await.err()
    };
    let mut without = client.clone();
    without.ais = false;
    assert!(matches!(make(&without, asked(90)).await, Some(Fault::Unauthorized(_))));
    let of = |id: &str| AisMethodFilter { provider_id: vec![id.to_owned()], ..AisMethodFilter::default() };
    let scheme = make(&client, Asked { filter: of("ropay"), ..asked(90) }).await;
    assert!(matches!(scheme, Some(Fault::NoMethod(_))), "{scheme:?}");
    let unknown = make(&client, Asked { filter: of("no_bank"), ..asked(90) }).await;
    let Some(Fault::Fields(faults)) = unknown else { panic!("{unknown:?}") };
    assert_eq!(faults[0].field, "ais_method.provider_id");
    let hook = Some("http://10.0.0.1/hook".to_owned());
    let private = make(&client, Asked { webhook_url: hook, ..asked(90) }).await;
    let Some(Fault::Fields(faults)) = private else { panic!("{private:?}") };
    assert_eq!(faults[0].field, "options.webhook_url");
    let kind = protocol::LinkKind::WrappedSca;
    let many = make(&client, Asked { kind, filter: AisMethodFilter::default(), ..asked(90) }).await;
    assert!(matches!(many, Some(Fault::NoMethod(_))), "{many:?}");
    let inputs = make(&client, Asked { kind, filter: of("rzb_ro"), ..asked(90) }).await;
    let Some(Fault::Inputs(faults)) = inputs else { panic!("{inputs:?}") };
    assert!(faults.iter().any(|one| one.field == "consent.psu_id"), "{faults:?}");
}
