//! Ways over the payer's own phone: a scheme's request to pay, and a bank that calls its customer in its app.

use crate::house::House;
use crate::house::html::Html;
use crate::house::outlook::Link;
use crate::house::payer::Payer;
use crate::house::ways::way;
use http::StatusCode;
use protocol::AttemptState;
use serde_json::{Value, json};

/// A customer of Raiffeisen who approves in its app.
fn at_rzb() -> Value {
    json!({
        "single_transfer": { "debtor_iban": "RO03RZBR0000069999999999", "psu_id": "9999999997" },
        "payment_method": { "provider_id": "rzb_ro", "payment_scheme": "domestic" },
    })
}

async fn asked_by_ropay(house: &House, payer: &Payer, amount: &str) -> Link {
    let link = house.link_at(way("ropay"), amount).await;
    payer.pay_by(&link.page, way("ropay")).await;
    link
}

/// The link of the request, as its holder is told.
fn told(page: &Html) -> String {
    page.view()["attempt"]["app_link"].as_str().unwrap_or_else(|| panic!("{}", page.text)).to_owned()
}

/// What waits in the bank's app is opened there and decided.
async fn decides_in_app(house: &House, phone: &Payer, provider_id: &str, decision: &str) {
    let app = format!("{}/{provider_id}/app", house.bank.url);
    let list = phone.navigate(&app).await.html();
    let waits = list.tags.iter().find(|tag| tag.get("name") == Some("authorisation")).expect("something waits");
    let approval = phone.post(&app, &[("authorisation", waits.get("value").unwrap())]).await.leads_to();
    let end = phone.post(&approval, &[("decision", decision)]).await.leads_to();
    assert_eq!(phone.navigate(&end).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_request_is_scanned_from_a_desktop_and_approved_on_a_phone() {
    let house = House::open().await;
    let (desktop, phone) = (Payer::new(), Payer::new());
    let link = asked_by_ropay(&house, &desktop, "100.50").await;
    let page = desktop.open(&link.page).await;
    assert_eq!((page.root("screen"), page.root("status")), ("handoff", "intent_accepted"));
    // The scheme's own link, the one that this browser would follow.
    let scanned = told(&page);
    let attempt = page.view()["attempt"].clone();
    assert_eq!((attempt["approach"].as_str(), attempt["app_link"].as_str()), (Some("request"), Some(scanned.as_str())));
    assert!(scanned.starts_with(&format!("{}/ropay/", house.bank.url)), "{scanned}");
    assert_eq!(page.enabled("continue"), 1, "a desktop has a way too");

    // The phone has never seen the page: it comes back to the public view, and the desktop has the result.
    house.advance(20_000).await;
    let back = phone.decide(&scanned, "approve").await;
    let public = phone.come_back(&back).await;
    assert_eq!(public.view()["whose"], "other", "{}", public.text);
    assert!(!public.text.contains("RoPay") && !public.text.contains("RO10"), "{}", public.text);
    house.pass(10_000).await;
    house.becomes(&link, "completed").await;
    assert_eq!(desktop.open(&link.page).await.root("screen"), "result");
    // Nobody left by our page.
    house.logs(&link, &["created", "started", "requested", "intent_accepted", "received", "completed"]).await;
    house.audit(&link).await;
}

#[tokio::test]
async fn a_phone_that_never_comes_back_is_found_out_within_the_caps() {
    let house = House::open().await;
    let (desktop, phone) = (Payer::new(), Payer::new());
    let link = asked_by_ropay(&house, &desktop, "100.50").await;
    let scanned = told(&desktop.open(&link.page).await);
    house.advance(5_000).await;
    phone.decide(&scanned, "approve").await;
    house.pass(12_000).await;
    house.becomes(&link, "completed").await;
    let minute = house.bank.of("ropay").most_calls_within(std::time::Duration::from_secs(60)).await;
    assert!(minute <= 6, "{minute} calls");
}

#[tokio::test]
async fn the_request_is_told_to_its_holder_and_to_nobody_else() {
    let house = House::open().await;
    let (desktop, other) = (Payer::new(), Payer::new());
    let link = asked_by_ropay(&house, &desktop, "100.50").await;
    let sca = told(&desktop.open(&link.page).await);
    let stranger = other.open(&link.page).await;
    let attempt = &stranger.view()["attempt"];
    assert!(
        attempt["code"].is_null() && attempt["app_link"].is_null() && attempt["approach"] == "redirect",
        "{attempt}"
    );
    assert!(!stranger.tags.iter().any(|tag| tag.get("class") == Some("code")));
    // An ordinary way leads there as well, and the page still shows the code when somebody comes back from it.
    assert_eq!(desktop.leave(&link.page).await, sca);
    assert_eq!(house.status(&link).await, "awaiting_authz");
    let page = desktop.open(&link.page).await;
    assert_eq!((page.root("screen"), page.enabled("continue"), page.enabled("cancel")), ("waiting", 1, 1));
    assert_eq!(told(&page), sca);
    desktop.press(&link.page, &page, "cancel", &[]).await;
    house.becomes(&link, "started").await;
    assert_eq!(house.bank.of("ropay").statuses().await, ["CANC"]);
}

#[tokio::test]
async fn a_bank_that_calls_says_so_and_is_waited_for() {
    let house = House::open().await;
    let (desktop, phone) = (Payer::new(), Payer::new());
    let link = house.link_with("100.50", &at_rzb()).await;
    desktop.pay_by(&link.page, way("rzb_ro")).await;
    let page = desktop.open(&link.page).await;
    assert_eq!((page.root("screen"), page.root("status")), ("waiting", "intent_accepted"));
    for said in ["Raiffeisen Bank", "100,50"] {
        assert!(page.text.contains(said), "{said}: {}", page.text);
    }
    // There is nowhere to go.
    assert_eq!((page.enabled("continue"), page.enabled("cancel"), page.enabled("retry")), (0, 1, 1));
    assert_eq!(desktop.leave(&link.page).await, link.page);
    let stranger = Payer::new().open(&link.page).await;
    assert!(!stranger.text.contains("Raiffeisen"), "{}", stranger.text);

    // Just before a reading, which sees that it is on its way; the next, soon after, that it has settled.
    house.advance(15_500).await;
    decides_in_app(&house, &phone, "rzb_ro", "approve").await;
    house.pass(12_000).await;
    house.becomes(&link, "completed").await;
    house.logs(&link, &["created", "started", "requested", "intent_accepted", "submitted", "completed"]).await;
    assert_eq!(desktop.open(&link.page).await.root("screen"), "result");
    let minute = house.bank.of("rzb_ro").most_calls_within(std::time::Duration::from_secs(60)).await;
    assert!(minute <= 6, "{minute} calls");
    house.audit(&link).await;
}

#[tokio::test]
async fn a_call_is_refused_cancelled_and_let_be() {
    let house = House::open().await;
    for (decision, status) in [("reject", "failed"), ("cancel", "started")] {
        let (desktop, phone) = (Payer::new(), Payer::new());
        let link = house.link_with("100.50", &at_rzb()).await;
        desktop.pay_by(&link.page, way("rzb_ro")).await;
        decides_in_app(&house, &phone, "rzb_ro", decision).await;
        house.pass(10_000).await;
        house.becomes(&link, status).await;
        house.audit(&link).await;
    }
    // Called off here: nothing waits in the app any more.
    let desktop = Payer::new();
    let link = house.link_with("100.50", &at_rzb()).await;
    desktop.pay_by(&link.page, way("rzb_ro")).await;
    let page = desktop.open(&link.page).await;
    desktop.press(&link.page, &page, "cancel", &[]).await;
    house.becomes(&link, "started").await;
    let app = Payer::new().navigate(&format!("{}/rzb_ro/app", house.bank.url)).await;
    assert!(app.text.contains("Nothing waits"), "{}", app.text);
}

#[tokio::test]
async fn what_the_client_sends_is_called_too_but_not_where_it_leads_the_payer_itself() {
    let house = House::open().await;
    let app = json!({ "single_transfer": { "psu_id": "testlibraapp" } });
    let (link, web_url) = house.typed("wrapped_sca", way("libra_ro"), "100.50", &app).await;
    assert_eq!(web_url, link.page);
    let page = Payer::new().open(&link.page).await;
    assert_eq!((page.root("screen"), page.enabled("continue")), ("waiting", 0), "{}", page.text);
    decides_in_app(&house, &Payer::new(), "libra_ro", "approve").await;
    house.pass(15_000).await;
    house.becomes(&link, "funds_received").await;
    house.audit(&link).await;

    for kind in ["direct_sca", "redirect_sca"] {
        let over = json!({ "single_transfer": { "psu_id": "testlibraapp" }, "options": { "redirect_url": "http://127.0.0.1:9/paid" } });
        let refused = house.create_typed(kind, way("libra_ro"), "100.50", &over).await;
        assert_eq!(
            (refused.status.as_u16(), refused.json()["code"].as_str()),
            (400, Some("unprocessable_entity")),
            "{kind}"
        );
        let link = house.link_of(&refused);
        house.becomes(&link, "failed").await;
    }
    assert_eq!(house.bank.statuses().await[1..], ["CANC", "CANC"], "nothing waits at the bank for nobody");
}

#[tokio::test]
async fn a_restart_in_between_forgets_neither_the_code_nor_the_call() {
    let mut house = House::open().await;
    let (at_desk, called) = (Payer::new(), Payer::new());
    let request = asked_by_ropay(&house, &at_desk, "100.50").await;
    let call = house.link_with("100.50", &at_rzb()).await;
    called.pay_by(&call.page, way("rzb_ro")).await;
    let code = told(&at_desk.open(&request.page).await);
    house.restart().await;
    assert_eq!(told(&at_desk.open(&request.page).await), code);
    assert_eq!(called.open(&call.page).await.view()["attempt"]["approach"], "decoupled");
    house.pass(20_000).await;
    assert_eq!(house.attempts(&call).await[0].state, AttemptState::Accepted, "a call is no dead end");
    decides_in_app(&house, &Payer::new(), "rzb_ro", "approve").await;
    house.pass(30_000).await;
    house.becomes(&call, "completed").await;
}
