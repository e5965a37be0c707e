//! Cancelling on our side, before the bank and after: the status stays as it is, or goes back once the bank confirms.

use crate::house::House;
use crate::house::payer::Payer;
use finqlink_webui::words::desk;
use http::Method;
use serde_json::json;

const MERCHANT: &str = "http://localhost:8082/thanks?order=1";

#[tokio::test]
async fn before_the_bank_the_status_stays_and_the_page_says_cancelled() {
    let house = House::open().await;
    let link = house.link_with("100.50", &json!({ "options": { "redirect_url": MERCHANT } })).await;
    let payer = Payer::new();
    let page = payer.open(&link.page).await;
    assert_eq!(page.enabled("cancel"), 1, "as prominent as going on");
    let answer = payer.press(&link.page, &page, "cancel", &[]).await;
    assert_eq!(answer.leads_to(), format!("{}?step=cancelled", link.page));

    let page = payer.open(&answer.leads_to()).await;
    assert_eq!((page.root("screen"), page.root("status")), ("result", "started"));
    assert_eq!(page.enabled("pay"), 0);
    let back = page.tags.iter().find(|tag| tag.get("data-action") == Some("back-to-merchant")).unwrap();
    let expected = format!("{MERCHANT}&link_id={}&web_id={}&status=started&result=cancelled", link.id, link.web_id);
    assert_eq!(back.get("href"), Some(expected.as_str()));
    house.logs(&link, &["created", "started"]).await;
    assert!(house.bank.payments().await.is_empty(), "the bank was never asked");

    house.walk(&payer, &link, "approve").await;
    house.pass(6_000).await;
    house.becomes(&link, "funds_received").await;
    house.audit(&link).await;
}

#[tokio::test]
async fn at_the_handoff_the_bank_is_asked_and_confirms() {
    let house = House::open().await;
    let link = house.link("100.50").await;
    let payer = Payer::new();
    let page = payer.pay(&link.page).await;
    assert_eq!(page.root("screen"), "handoff");
    let sca = page.view()["attempt"]["can_leave"].as_bool();
    assert_eq!(sca, Some(true));
    let answer = payer.press(&link.page, &page, "cancel", &[]).await;
    assert_eq!(answer.leads_to(), format!("{}?step=cancelled", link.page));
    house.logs(&link, &["created", "started", "requested", "intent_accepted", "started"]).await;
    assert_eq!(house.bank.statuses().await, ["CANC"]);
    assert_eq!(house.wire.count(&Method::DELETE), 1);
    house.audit(&link).await;
    house.audit_webhooks(&link).await;
}

#[tokio::test]
async fn what_was_approved_meanwhile_cannot_be_cancelled_and_the_page_says_so() {
    let house = House::open().await;
    let link = house.link("20.13").await;
    let payer = Payer::new();
    let page = payer.pay(&link.page).await;
    let sca = payer.leave(&link.page).await;
    payer.decide(&sca, "approve").await;

    let answer = payer.press(&link.page, &page, "cancel", &[]).await;
    assert_eq!(answer.leads_to(), format!("{}?step=kept", link.page));
    let kept = payer.open(&answer.leads_to()).await;
    assert_eq!((kept.root("screen"), kept.root("status")), ("waiting", "awaiting_authz"));
    let errors = kept.boot.as_ref().unwrap()["errors"].clone();
    assert_eq!(errors[0]["field"], "retry", "the reason stands on the page");
    assert!(kept.text.contains(errors[0]["message"].as_str().unwrap()), "{}", kept.text);
    assert_eq!(house.bank.statuses().await, ["PDNG"]);
    house.audit(&link).await;
}

#[tokio::test]
async fn another_browser_cannot_cancel() {
    let house = House::open().await;
    let link = house.link("100.50").await;
    let mine = Payer::new();
    let handoff = mine.pay(&link.page).await;
    let other = Payer::new();
    other.open(&link.page).await;
    let answer = other.press(&link.page, &handoff, "cancel", &[]).await;
    assert_eq!(answer.leads_to(), format!("{}?step=theirs", link.page));
    let page = other.open(&answer.leads_to()).await;
    assert!(page.text.contains(desk("en").kept.not_here), "{}", page.text);
    assert_eq!(house.status(&link).await, "intent_accepted");
    assert_eq!(house.wire.count(&Method::DELETE), 0);
    assert_eq!(house.bank.statuses().await, ["RCVD"]);
}

#[tokio::test]
async fn the_app_gets_the_new_view_instead_of_a_redirect() {
    let house = House::open().await;
    let link = house.link("100.50").await;
    let payer = Payer::new();
    let page = payer.pay(&link.page).await;
    let form = page.form("cancel").unwrap();
    let token = &form.fields.iter().find(|(name, _)| name == "token").unwrap().1;
    let headers = [
        ("accept", "application/json"),
        ("origin", house.url.as_str()),
        ("content-type", "application/x-www-form-urlencoded"),
    ];
    let url = format!("{}/cancel", link.page);
    let answer = payer.send(Method::POST, &url, &headers, format!("token={token}")).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let view = answer.json();
    assert_eq!(
        (&view["status"], &view["screen"], &view["final"]),
        (&json!("started"), &json!("select"), &json!(false))
    );
}
