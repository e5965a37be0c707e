//! Ways over the payer's own phone: a scheme's request to pay by code and link, a bank that calls its customer in its app, and the transfer
//! that a payer makes alone where no bank fits.

use crate::house::outlook::Link;
use crate::house::payer::{NAVIGATION, Payer};
use crate::house::ways::{Way, way};
use crate::house::{House, qr, until};
use http::{Method, StatusCode};
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
    assert!(page.text.contains("Scan the code with your phone"), "{}", page.text);
    // What the camera reads is the scheme's own link, the one that this browser would follow.
    let scanned = qr::read(&page, qr::REQUEST);
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
    let scanned = qr::read(&desktop.open(&link.page).await, qr::REQUEST);
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
    let sca = qr::read(&desktop.open(&link.page).await, qr::REQUEST);
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
    assert_eq!(qr::read(&page, qr::REQUEST), sca);
    desktop.press(&link.page, &page, "cancel", &[]).await;
    house.becomes(&link, "started").await;
    assert_eq!(house.bank.of("ropay").statuses().await, ["CANC"]);
}

#[tokio::test]
async fn on_a_phone_there_is_no_code_but_a_link() {
    let house = House::open().await;
    let phone = Payer::new();
    let link = asked_by_ropay(&house, &phone, "100.50").await;
    let headers = [NAVIGATION, &[("sec-ch-ua-mobile", "?1")]].concat();
    let page = phone.send(Method::GET, &link.page, &headers, String::new()).await.html();
    assert_eq!(page.root("screen"), "handoff");
    assert!(!qr::has(&page, qr::REQUEST), "{}", page.text);
    assert_eq!(page.enabled("continue"), 1);
    assert!(page.text.contains("opens your banking app"), "{}", page.text);
}

#[tokio::test]
async fn the_pages_own_code_leads_to_the_page() {
    let house = House::open().await;
    let payer = Payer::new();
    let link = house.link("100.50").await;
    payer.pay(&link.page).await;
    assert_eq!(qr::read(&payer.open(&link.page).await, qr::PAGE), link.page);
}

#[tokio::test]
async fn a_bank_that_calls_says_so_and_is_waited_for() {
    let house = House::open().await;
    let (desktop, phone) = (Payer::new(), Payer::new());
    let link = house.link_with("100.50", &at_rzb()).await;
    desktop.pay_by(&link.page, way("rzb_ro")).await;
    let page = desktop.open(&link.page).await;
    assert_eq!((page.root("screen"), page.root("status")), ("waiting", "intent_accepted"));
    for said in ["Approve in the app of Raiffeisen Bank", "Please open the Raiffeisen Bank app", "100,50"] {
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
    assert!(page.text.contains("Please open the Libra Internet Bank app"), "{}", page.text);
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
    let code = qr::read(&at_desk.open(&request.page).await, qr::REQUEST);
    house.restart().await;
    assert_eq!(qr::read(&at_desk.open(&request.page).await, qr::REQUEST), code);
    assert!(called.open(&call.page).await.text.contains("Please open the Raiffeisen Bank app"));
    house.pass(20_000).await;
    assert_eq!(house.attempts(&call).await[0].state, AttemptState::Accepted, "a call is no dead end");
    decides_in_app(&house, &Payer::new(), "rzb_ro", "approve").await;
    house.pass(30_000).await;
    house.becomes(&call, "completed").await;
}

/// A payment in euro.
fn in_euro(over: &Value) -> Value {
    let order = json!({
        "single_transfer": { "currency": "EUR", "creditor_name": "Ceainăria Crângului", "remittance_information": "Comanda 1042 / ță" },
        "payment_method": { "provider_id": ["bt_ro", "libra_ro"], "payment_scheme": ["domestic", "sepa"] },
    });
    crate::house::outlook::merged(order, over)
}

#[tokio::test]
async fn whose_bank_is_not_here_makes_the_transfer_alone() {
    let house = House::open().await;
    let payer = Payer::new();
    let link = house.link_with("1250.99", &in_euro(&json!({}))).await;
    let page = payer.open(&link.page).await;
    assert_eq!(page.root("screen"), "select");
    let said = qr::read(&page, qr::TRANSFER);
    let expected =
        "BCD\n002\n1\nSCT\n\nCeainăria Crângului\nRO10RZBR0000069999999970\nEUR1250.99\n\n\nComanda 1042 / ță";
    assert_eq!(said, expected);
    // The same by hand, with plain words on what it is not.
    for told in ["RO10 RZBR 0000 0699 9999 9970", "1.250,99", "This transfer is yours alone.", "does not start it"] {
        assert!(page.text.contains(told), "{told}: {}", page.text);
    }
    let folded = |page: &crate::house::html::Html| {
        let out = page.tags.iter().find(|tag| tag.get("class") == Some("transfer")).unwrap();
        out.get("open").is_none()
    };
    assert!(folded(&page), "banks fit");
    for bank in ["bt_ro", "libra_ro"] {
        house.bank.of(bank).feels("down").await;
    }
    for _ in 0..5 {
        // Banks that fail five payers are closed.
        for bank in ["bt_ro", "libra_ro"] {
            let other = house.link_with("5.00", &in_euro(&json!({ "payment_method": { "provider_id": bank } }))).await;
            let sepa = Way { method_id: if bank == "bt_ro" { "bt_ro.sepa" } else { "libra_ro.sepa" }, ..*way(bank) };
            Payer::new().pay_by(&other.page, &sepa).await;
        }
    }
    until("no bank fits, and the way out is open", async || !folded(&payer.open(&link.page).await)).await;
    // Nothing of it is an attempt.
    assert_eq!((house.status(&link).await.as_str(), house.attempts(&link).await.len()), ("started", 0));
}

#[tokio::test]
async fn the_transfer_is_offered_only_where_it_could_be_made() {
    let house = House::open().await;
    let has = async |payer: &Payer, page: &str| qr::has(&payer.open(page).await, qr::TRANSFER);
    let payer = Payer::new();
    for (what, over, offered) in [
        ("in euro", json!({}), true),
        ("in lei", json!({ "single_transfer": { "currency": "RON" } }), false),
        ("by SEPA", json!({ "payment_method": { "payment_scheme": ["sepa"] } }), true),
        ("to where a BIC is needed", json!({ "single_transfer": { "creditor_iban": "CH9300762011623852957" } }), false),
    ] {
        let link = house.link_with("10.00", &in_euro(&over)).await;
        assert_eq!(has(&payer, &link.page).await, offered, "{what}");
    }
    // What runs at a bank is nothing to pay beside, and no business of a stranger's.
    let link = house.link_with("10.00", &in_euro(&json!({ "payment_method": { "provider_id": "libra_ro" } }))).await;
    payer.pay(&link.page).await;
    assert!(!has(&payer, &link.page).await);
    let stranger = Payer::new().open(&link.page).await;
    assert!(stranger.boot.as_ref().unwrap()["transfer"].is_null() && !stranger.text.contains("RO10"));
}

#[tokio::test]
async fn a_client_may_keep_quiet_about_transfers() {
    let house = House::open().await;
    let link = house.link_with("10.00", &in_euro(&json!({}))).await;
    let mut client = house.app.store.client("demo").await.unwrap().unwrap();
    client.hides_transfer = true;
    house.app.store.put_client(&client, true).await.unwrap();
    let page = Payer::new().open(&link.page).await;
    assert!(page.boot.as_ref().unwrap()["transfer"].is_null());
    assert!(!qr::has(&page, qr::TRANSFER), "{}", page.text);
}
