//! The page of what the client chose (`wrapped_sca`): one way on, taken by whoever goes on first; and addresses of banks that die.

use crate::house::data_client::Asked;
use crate::house::html::Html;
use crate::house::outlook::Link;
use crate::house::payer::{NAVIGATION, Payer};
use crate::house::typed::BACK;
use crate::house::ways::{WAYS, way};
use crate::house::{House, until};
use gateway::app::receipts::seal;
use http::{Method, StatusCode};
use serde_json::{Value, json};

fn to_client() -> Value {
    json!({ "options": { "redirect_url": BACK } })
}

async fn wrapped(house: &House, amount: &str) -> Link {
    let (link, web_url) = house.typed("wrapped_sca", way("libra_ro"), amount, &to_client()).await;
    assert_eq!(web_url, link.page, "our page");
    link
}

async fn asked(house: &House) -> (Asked, String) {
    house.asked_typed("wrapped_sca", way("libra_ro"), &to_client()).await
}

/// Nothing to choose, nothing to type, one way on and one way out.
fn offers_one_way(page: &Html) {
    assert_eq!(page.root("screen"), "handoff", "{}", page.text);
    assert_eq!((page.enabled("continue"), page.enabled("cancel")), (1, 1), "{}", page.text);
    assert_eq!(page.enabled("pay") + page.enabled("authorise") + page.enabled("retry"), 0);
    let chooses = |name: &str| page.tags.iter().any(|tag| tag.get(name).is_some());
    assert!(!chooses("data-provider-id") && !chooses("data-method-id"), "{}", page.text);
}

/// Only how it stands, and the way to the merchant.
fn only_tells(page: &Html) {
    for action in ["continue", "pay", "authorise", "cancel", "retry", "withdraw"] {
        assert_eq!(page.enabled(action), 0, "{action}: {}", page.text);
    }
    assert_eq!(page.enabled("back-to-merchant"), 1, "{}", page.text);
    assert!(!page.text.contains("Libra"), "{}", page.text);
}

#[tokio::test]
async fn at_each_bank_it_is_shown_left_for_and_settled() {
    let house = House::open().await;
    for way in &WAYS {
        let (link, _) = house.typed("wrapped_sca", way, "100.50", &json!({})).await;
        let payer = Payer::new();
        let page = payer.open(&link.page).await;
        offers_one_way(&page);
        assert_eq!(page.root("status"), "intent_accepted");
        for said in ["100,50", "Librăria Noastră", "Comanda 1042", "Valid until", "licensed firm"] {
            assert!(page.text.contains(said), "{said}: {}", page.text);
        }
        let sca = payer.leave(&link.page).await;
        house.advance(3_000).await;
        let back = payer.decide(&sca, "approve").await;
        payer.navigate(&back).await;
        house.pass(10_000).await;
        let end = if way.confirms_funds { "funds_received" } else { "completed" };
        house.becomes(&link, end).await;
        assert_eq!(payer.open(&link.page).await.root("screen"), "result");
        let log = house.log(&link).await;
        assert_eq!(&log[..4], ["created", "requested", "intent_accepted", "awaiting_authz"]);
        house.audit(&link).await;
    }
}

#[tokio::test]
async fn the_first_who_goes_on_makes_it_theirs() {
    let house = House::open().await;
    let link = wrapped(&house, "100.50").await;
    let (first, second, stranger) = (Payer::new(), Payer::new(), Payer::without_cookies());
    for payer in [&first, &second, &stranger] {
        offers_one_way(&payer.open(&link.page).await);
    }
    assert_eq!(stranger.leave(&link.page).await, link.page, "no secret is nobody's secret");
    let headers = [NAVIGATION, &[("cookie", "finqlink_holder=")]].concat();
    let leave = format!("{}/leave", link.page);
    let led = stranger.send(Method::GET, &leave, &headers, String::new()).await;
    assert_eq!(led.leads_to(), link.page, "nor is an empty one");
    assert_eq!(house.status(&link).await, "intent_accepted");

    let sca = first.leave(&link.page).await;
    assert_ne!(sca, link.page);
    assert_eq!(first.leave(&link.page).await, sca, "again, as often as they like");
    let page = second.open(&link.page).await;
    assert_eq!((page.root("screen"), page.view()["whose"].as_str()), ("waiting", Some("other")));
    assert!(!page.text.contains("Libra") && !page.text.contains("RO49"), "{}", page.text);
    assert_eq!((page.enabled("continue"), page.enabled("cancel"), page.enabled("retry")), (0, 0, 1));
    assert_eq!(second.leave(&link.page).await, link.page);
}

#[tokio::test]
async fn of_many_who_go_on_at_once_one_does() {
    let house = House::open().await;
    let link = wrapped(&house, "100.50").await;
    let payers: Vec<Payer> = (0..8).map(|_| Payer::new()).collect();
    for payer in &payers {
        payer.open(&link.page).await;
    }
    let leaving = payers.iter().map(|payer| payer.leave(&link.page));
    let leads = futures_util::future::join_all(leaving).await;
    assert_eq!(leads.iter().filter(|address| **address != link.page).count(), 1, "{leads:?}");
    house.logs(&link, &["created", "requested", "intent_accepted", "awaiting_authz"]).await;
}

#[tokio::test]
async fn another_sites_link_and_a_prefetch_claim_nothing() {
    let house = House::open().await;
    let link = wrapped(&house, "100.50").await;
    let payer = Payer::new();
    payer.open(&link.page).await;
    let leave = format!("{}/leave", link.page);
    let from = |more: &[(&'static str, &'static str)]| [NAVIGATION, more].concat();
    let led = payer.send(Method::GET, &leave, &from(&[("sec-fetch-site", "cross-site")]), String::new()).await;
    assert_eq!(led.leads_to(), link.page);
    let fetched = payer.send(Method::GET, &leave, &from(&[("sec-purpose", "prefetch")]), String::new()).await;
    assert_eq!(fetched.status, StatusCode::NO_CONTENT);
    assert_eq!(house.status(&link).await, "intent_accepted");
    offers_one_way(&Payer::new().open(&link.page).await);
}

#[tokio::test]
async fn cancelling_before_leaving_leaves_all_as_it_is_and_who_thinks_again_goes_on() {
    let house = House::open().await;
    let link = wrapped(&house, "100.50").await;
    let payer = Payer::new();
    let page = payer.open(&link.page).await;
    let over = payer.press(&link.page, &page, "cancel", &[]).await.leads_to();
    assert_eq!(over, format!("{}?step=cancelled", link.page));
    let cancelled = payer.open(&over).await;
    assert_eq!((cancelled.root("screen"), cancelled.root("status")), ("result", "intent_accepted"));
    let back = cancelled.view()["back_url"].as_str().unwrap().to_owned();
    assert!(back.contains("result=cancelled") && back.contains("status=intent_accepted"), "{back}");
    assert_eq!(house.bank.statuses().await, ["RCVD"], "nothing runs there without an approval");
    let again = cancelled.tags.iter().find(|tag| tag.get("data-action") == Some("retry")).unwrap();
    offers_one_way(&payer.open(&format!("{}{}", house.url, again.get("href").unwrap())).await);
    assert_ne!(payer.leave(&link.page).await, link.page);
}

#[tokio::test]
async fn cancelling_after_leaving_ends_it_at_the_bank() {
    let house = House::open().await;
    let link = wrapped(&house, "100.50").await;
    let payer = Payer::new();
    payer.open(&link.page).await;
    payer.leave(&link.page).await;
    let page = payer.open(&link.page).await;
    assert_eq!((page.root("screen"), page.enabled("continue"), page.enabled("retry")), ("waiting", 1, 0));
    payer.press(&link.page, &page, "cancel", &[]).await;
    house.becomes(&link, "failed").await;
    let end = payer.open(&link.page).await;
    assert_eq!(end.root("screen"), "result");
    assert!(end.view()["back_url"].as_str().unwrap().contains("result=cancelled"), "{}", end.view());
    assert_eq!(house.bank.statuses().await, ["CANC"]);
    house.audit(&link).await;
}

#[tokio::test]
async fn a_dead_address_is_told_and_renewed_under_the_unchanged_status() {
    let house = House::open().await;
    let link = wrapped(&house, "20.20").await;
    let payer = Payer::new();
    offers_one_way(&payer.open(&link.page).await);
    house.advance(31_000).await;
    assert_eq!(payer.leave(&link.page).await, link.page, "nobody is led to a dead end");
    let page = payer.open(&link.page).await;
    assert_eq!((page.root("screen"), page.root("status")), ("problem", "intent_accepted"), "{}", page.text);
    assert_eq!((page.enabled("retry"), page.enabled("continue")), (1, 0));
    assert!(page.text.contains("The time at Libra Internet Bank ran out"), "{}", page.text);

    let renewed = payer.press(&link.page, &page, "retry", &[]).await.leads_to();
    offers_one_way(&payer.open(&renewed).await);
    let states: Vec<_> = house.attempts(&link).await.iter().map(|one| one.state.as_str()).collect();
    assert_eq!(states, ["cancelled", "accepted"]);
    assert_eq!(house.bank.statuses().await, ["CANC", "RCVD"]);
    house.logs(&link, &["created", "requested", "intent_accepted"]).await;
    let sca = payer.leave(&link.page).await;
    house.advance(3_000).await;
    let back = payer.decide(&sca, "approve").await;
    payer.navigate(&back).await;
    house.pass(10_000).await;
    house.becomes(&link, "funds_received").await;
    house.audit(&link).await;
    house.audit_webhooks(&link).await;
}

#[tokio::test]
async fn at_the_bank_too_and_again_and_again() {
    let house = House::open().await;
    let link = wrapped(&house, "20.20").await;
    let payer = Payer::new();
    for number in 1..=3 {
        payer.open(&link.page).await;
        assert_ne!(payer.leave(&link.page).await, link.page);
        house.advance(31_000).await;
        // The reading that is due then finds it; a page that waits turns by itself.
        until("it is told", async || payer.open(&link.page).await.root("screen") == "problem").await;
        let page = payer.open(&link.page).await;
        assert_eq!(page.root("status"), "awaiting_authz", "{}", page.text);
        let other = Payer::new().open(&link.page).await;
        assert_eq!(
            (other.root("screen"), other.enabled("retry")),
            ("waiting", 1),
            "the public view tells nothing of it"
        );
        let leads = payer.press(&link.page, &page, "retry", &[]).await.leads_to();
        let page = payer.open(&leads).await;
        offers_one_way(&page);
        assert_eq!((page.root("status"), house.attempts(&link).await.len()), ("awaiting_authz", number + 1));
    }
    house.logs(&link, &["created", "requested", "intent_accepted", "awaiting_authz"]).await;
    house.audit(&link).await;
}

#[tokio::test]
async fn without_the_banks_word_nothing_is_renewed() {
    let house = House::open().await;
    let link = wrapped(&house, "20.20").await;
    let payer = Payer::new();
    house.advance(31_000).await;
    let page = payer.open(&link.page).await;
    assert_eq!(page.root("screen"), "problem");
    house.bank.feels("down").await;
    let kept = payer.press(&link.page, &page, "retry", &[]).await.leads_to();
    assert_eq!(kept, format!("{}?step=kept", link.page));
    assert!(payer.open(&kept).await.text.contains("We could not start again"), "the reason");
    assert_eq!(house.attempts(&link).await.len(), 1);
    house.bank.feels("up").await;
    let page = payer.open(&link.page).await;
    let leads = payer.press(&link.page, &page, "retry", &[]).await.leads_to();
    offers_one_way(&payer.open(&leads).await);
}

#[tokio::test]
async fn start_again_here_is_a_new_address_too() {
    let house = House::open().await;
    let link = wrapped(&house, "100.50").await;
    let (first, second) = (Payer::new(), Payer::new());
    first.open(&link.page).await;
    let sca = first.leave(&link.page).await;
    let page = second.open(&link.page).await;
    let leads = second.press(&link.page, &page, "retry", &[]).await.leads_to();
    offers_one_way(&second.open(&leads).await);
    assert_ne!(second.leave(&link.page).await, link.page);
    let late = first.post(&sca, &[("username", "testlibra"), ("password", "testlibra")]).await;
    assert!(!late.status.is_redirection(), "{}", late.text);
    assert_eq!(first.open(&link.page).await.view()["whose"], "other");
    assert_eq!(house.bank.statuses().await, ["CANC", "RCVD"]);
    house.audit(&link).await;
}

#[tokio::test]
async fn once_its_time_is_over_nobody_begins() {
    let house = House::open().await;
    let (link, _) =
        house.typed("wrapped_sca", way("libra_ro"), "100.50", &json!({ "options": { "expires_in": 60 } })).await;
    let payer = Payer::new();
    payer.open(&link.page).await;
    house.advance(61_000).await;
    assert_eq!(payer.open(&link.page).await.root("screen"), "expired");
    assert_eq!(payer.leave(&link.page).await, link.page);
    assert_eq!(house.status(&link).await, "intent_accepted");
}

#[tokio::test]
async fn a_consent_is_decided_at_the_hand_off_and_its_receipt_says_so() {
    let house = House::open().await;
    let (consent, page) = asked(&house).await;
    let (holder, other) = (Payer::new(), Payer::new());
    let shown = holder.open(&page).await;
    offers_one_way(&shown);
    assert_eq!(shown.root("status"), "sca_url_retrieved");
    for said in ["Share data", "Do not share", "Account details", "Balances", "Transactions", "How long", "To stop"] {
        assert!(shown.text.contains(said), "{said}: {}", shown.text);
    }
    let receipt = format!("{page}/receipt");
    assert_eq!(holder.navigate(&receipt).await.status, StatusCode::NOT_FOUND, "nothing is agreed to yet");

    let sca = holder.leave(&page).await;
    let file = holder.navigate(&receipt).await.text;
    let record = seal::check(file.as_bytes()).unwrap().record;
    assert_eq!((record.pressed.as_str(), record.provider_id.as_str()), ("Share data", "libra_ro"));
    assert_eq!((record.bank.as_str(), record.method_id.is_empty()), ("Libra Internet Bank", false));
    let screen = crate::house::html::read(&record.screen);
    assert_eq!((screen.root("screen"), screen.enabled("continue")), ("handoff", 1), "the control that agreed");
    assert!(!file.contains(&consent.web_id), "it may be handed on");
    assert_eq!(other.navigate(&receipt).await.status, StatusCode::NOT_FOUND);
    assert_eq!(other.leave(&page).await, page);

    house.advance(3_000).await;
    let back = holder.decide(&sca, "approve").await;
    holder.navigate(&back).await;
    until("it becomes active", async || house.log_of(&consent.id).await.last().is_some_and(|last| last == "active"))
        .await;
    let given = holder.open(&page).await;
    assert_eq!((given.root("screen"), given.enabled("withdraw"), given.enabled("receipt")), ("result", 1, 1));
    assert_eq!(holder.navigate(&receipt).await.text, file);
    assert_eq!(other.open(&page).await.enabled("withdraw"), 0);
}

#[tokio::test]
async fn a_consent_is_declined_by_one_press_and_reduced_views_only_look() {
    let house = House::open().await;
    let (consent, page) = asked(&house).await;
    let holder = Payer::new();
    let shown = holder.open(&page).await;
    let over = holder.press(&page, &shown, "cancel", &[]).await.leads_to();
    let declined = holder.open(&over).await;
    assert_eq!((declined.root("screen"), declined.root("status")), ("result", "sca_url_retrieved"));
    assert!(declined.view()["back_url"].as_str().unwrap().contains("result=cancelled"));
    assert_eq!(house.log_of(&consent.id).await, ["created", "sca_url_retrieved"]);
    let reduced = format!("{}/consent/{}", house.url, consent.id);
    let looked = holder.open(&reduced).await;
    assert_eq!(looked.enabled("continue") + looked.enabled("authorise") + looked.enabled("cancel"), 0);
    assert!(!looked.text.contains("Libra") && !looked.text.contains(&consent.web_id), "{}", looked.text);
    assert_eq!(holder.leave(&reduced).await, reduced);
    offers_one_way(&holder.open(&page).await);
}

#[tokio::test]
async fn a_renewed_consent_is_agreed_to_anew() {
    let house = House::open().await;
    let (consent, page) = asked(&house).await;
    let (first, second) = (Payer::new(), Payer::new());
    first.open(&page).await;
    first.leave(&page).await;
    let shown = second.open(&page).await;
    let leads = second.press(&page, &shown, "retry", &[]).await.leads_to();
    offers_one_way(&second.open(&leads).await);
    let receipt = format!("{page}/receipt");
    assert_eq!(second.navigate(&receipt).await.status, StatusCode::NOT_FOUND, "not agreed to yet");
    second.leave(&page).await;
    assert_eq!(second.navigate(&receipt).await.status, StatusCode::OK);
    let attempts = house.app.store.attempts(&consent.id).await.unwrap();
    let states: Vec<_> = attempts.iter().map(|one| one.state.as_str()).collect();
    assert_eq!(states, ["cancelled", "left"]);
    assert_eq!(house.log_of(&consent.id).await, ["created", "sca_url_retrieved", "awaiting_authz"]);
}

#[tokio::test]
async fn where_the_client_leads_the_page_only_tells() {
    let house = House::open().await;
    for kind in ["direct_sca", "redirect_sca"] {
        let (link, _) = house.typed(kind, way("libra_ro"), "100.50", &to_client()).await;
        let payer = Payer::new();
        let page = payer.open(&link.page).await;
        assert_eq!((page.root("screen"), page.root("status")), ("waiting", "intent_accepted"));
        only_tells(&page);
        for path in ["leave", "banks"] {
            let answer = payer.navigate(&format!("{}/{path}", link.page)).await;
            assert!(!answer.text.contains("libra"), "{path}: {}", answer.text);
            assert!(!answer.header("location").contains("localhost"), "{path}");
        }
        let token = page.boot.as_ref().unwrap()["form_token"].as_str().unwrap().to_owned();
        for press in ["pay", "cancel", "retry"] {
            payer.post(&format!("{}/{press}", link.page), &[("token", &token), ("provider_id", "libra_ro")]).await;
        }
        assert_eq!((house.status(&link).await.as_str(), house.attempts(&link).await.len()), ("intent_accepted", 1));
    }
    let (consent, _) = house.asked_typed("direct_sca", way("libra_ro"), &to_client()).await;
    let page = Payer::new().open(&format!("{}/consent/{}", house.url, consent.web_id)).await;
    assert_eq!(page.root("screen"), "waiting");
    only_tells(&page);
}
