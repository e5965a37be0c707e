//! Consents after the first day: looked at again, withdrawn, revoked while a page is open, over by time; and seen by others.

use crate::house::House;
use crate::house::consents::{Consent, SHARED};
use crate::house::payer::Payer;
use crate::house::ways::way;
use gateway::app::consents::State;
use serde_json::Value;

const DAY_MS: i64 = 86_400_000;

fn ended<'a>(log: &[&'a str], status: &'a str) -> Vec<&'a str> {
    [log, &[status]].concat()
}

async fn revoked_by_client(house: &House, consent: &Consent) -> State {
    house.app.revoke_consent("demo", "sandbox", &consent.id).await.unwrap()
}

#[tokio::test]
async fn who_agreed_looks_again_and_withdraws() {
    let house = House::open().await;
    let holder = Payer::new();
    let consent = house.shared(&holder).await;
    let page = holder.open(&consent.page).await;
    assert_eq!((page.enabled("withdraw"), page.enabled("receipt")), (1, 1), "{}", page.text);
    let answer = holder.press(&consent.page, &page, "withdraw", &[]).await;
    let over = holder.open(&answer.leads_to()).await;
    assert_eq!((over.root("screen"), over.root("status")), ("revoked", "revoked"));
    assert_eq!(over.view()["consent"]["ended_by"], "holder");
    assert!(over.view()["consent"]["accounts"].as_array().unwrap().is_empty());
    house.consent_logs(&consent, &ended(SHARED, "revoked")).await;
    // Pressed once more from an old page: nothing more happens.
    holder.press(&consent.page, &page, "withdraw", &[]).await;
    house.consent_logs(&consent, &ended(SHARED, "revoked")).await;
}

#[tokio::test]
async fn it_can_be_withdrawn_while_the_data_is_still_being_read() {
    let house = House::open().await;
    let (holder, other) = (Payer::new(), Payer::new());
    // All reads fail: it stays authorised, and is tried again.
    let consent = house.consent(165).await;
    house.agree_at(&holder, &consent.page, way("libra_ro"), "approve").await;
    let given = &SHARED[..5];
    house.consent_logs(&consent, given).await;
    assert_eq!(other.open(&consent.page).await.enabled("withdraw"), 0);
    let page = holder.open(&consent.page).await;
    assert_eq!((page.root("screen"), page.root("status")), ("waiting", "authorized"));
    assert_eq!(page.enabled("withdraw"), 1, "{}", page.text);
    let answer = holder.press(&consent.page, &page, "withdraw", &[]).await;
    let over = holder.open(&answer.leads_to()).await;
    assert_eq!((over.root("screen"), over.view()["consent"]["ended_by"].as_str()), ("revoked", Some("holder")));
    house.consent_logs(&consent, &ended(given, "revoked")).await;
}

#[tokio::test]
async fn another_browser_sees_that_it_stands_and_can_end_nothing() {
    let house = House::open().await;
    let (holder, other) = (Payer::new(), Payer::new());
    let consent = house.shared(&holder).await;
    let page = other.open(&consent.page).await;
    let view = page.view();
    assert_eq!((page.root("screen"), page.root("status")), ("result", "active"));
    assert_eq!((page.enabled("withdraw"), page.enabled("receipt")), (0, 0));
    assert_eq!(view["attempt"]["bank"], Value::Null);
    assert_eq!(view["consent"]["accounts"].as_array().map(Vec::len), Some(0));
    assert!(!page.text.contains("Libra"), "{}", page.text);
    // With a form of its own making, and all proof that it can have.
    let token = page.boot.as_ref().unwrap()["form_token"].as_str().unwrap().to_owned();
    let answer = other.post(&format!("{}/withdraw", consent.page), &[("token", &token)]).await;
    assert_eq!(answer.status, http::StatusCode::SEE_OTHER);
    house.consent_logs(&consent, SHARED).await;
}

#[tokio::test]
async fn a_revocation_reaches_the_open_page() {
    let house = House::open().await;
    let holder = Payer::new();
    let consent = house.shared(&holder).await;
    let seq = holder.open(&consent.page).await.view()["seq"].as_u64().unwrap();
    let waits = {
        let (holder, address) = (holder.clone(), format!("{}/status?after={seq}&wait=25", consent.page));
        tokio::spawn(async move { holder.get(&address).await.json() })
    };
    revoked_by_client(&house, &consent).await;
    let told = waits.await.unwrap();
    assert_eq!((told["status"].as_str(), told["final"].as_bool()), (Some("revoked"), Some(true)), "{told}");
    assert_eq!(told["consent"]["ended_by"], "client");
}

#[tokio::test]
async fn a_link_that_nobody_used_expires_and_asks_no_bank() {
    let house = House::open().await;
    let holder = Payer::new();
    let consent = house.consent_with(90, |asked| asked.expires_in_s = 60).await;
    let page = holder.open(&format!("{}?bank=libra_ro", consent.page)).await;
    house.step_clock(61_000).await;
    house.consent_logs(&consent, &["created", "started", "expired"]).await;
    holder.press(&consent.page, &page, "authorise", &[]).await;
    let over = holder.open(&consent.page).await;
    assert_eq!((over.root("screen"), over.root("status")), ("expired", "expired"));
    assert_eq!(over.enabled("authorise"), 0);
    assert!(house.wire.heard().is_empty());
}

#[tokio::test]
async fn at_the_end_of_its_validity_it_is_over_by_itself() {
    let house = House::open().await;
    let holder = Payer::new();
    let consent = house.shared(&holder).await;
    house.step_clock(90 * DAY_MS + 1_000).await;
    house.consent_logs(&consent, &ended(SHARED, "revoked")).await;
    let over = holder.open(&consent.page).await;
    assert_eq!((over.root("screen"), &over.view()["consent"]["ended_by"]), ("revoked", &Value::from("time")));
}

#[tokio::test]
async fn declining_here_leaves_it_as_it_is() {
    let house = House::open().await;
    let holder = Payer::new();
    let consent = house.consent(90).await;
    let page = holder.open(&consent.page).await;
    let answer = holder.press(&consent.page, &page, "cancel", &[]).await;
    let declined = holder.open(&answer.leads_to()).await;
    assert_eq!((declined.root("screen"), declined.root("status")), ("result", "started"));
    assert_eq!(house.consent_log(&consent).await, ["created", "started"]);
}

#[tokio::test]
async fn a_return_in_another_browser_shows_the_public_view_and_the_first_page_finishes() {
    let house = House::open().await;
    let (holder, other) = (Payer::new(), Payer::new());
    let consent = house.consent(90).await;
    holder.authorise(&consent.page, way("libra_ro")).await;
    let sca = holder.leave(&consent.page).await;
    house.advance(3_000).await;
    let back = holder.decide(&sca, "approve").await;
    let public = other.come_back(&back).await;
    assert_ne!(public.view()["whose"], "mine");
    assert!(!public.text.contains("Libra"), "{}", public.text);
    house.consent_logs(&consent, SHARED).await;
    let own = holder.open(&consent.page).await;
    assert_eq!((own.root("screen"), own.enabled("withdraw")), ("result", 1));
}
