//! Paying again: only when the earlier attempt is surely over, and then as a new attempt of the same link.

use crate::house::House;
use crate::house::payer::Payer;
use crate::house::ways::way;
use finqlink_webui::words::{Kept, TAGS, desk};
use http::{Method, StatusCode};
use protocol::AttemptState;
use serde_json::json;

#[tokio::test]
async fn after_a_cancellation_at_the_bank_the_same_link_is_paid_by_a_second_attempt() {
    let house = House::open().await;
    let link = house.link("100.50").await;
    let payer = Payer::new();
    house.walk(&payer, &link, "cancel").await;
    house.walk(&payer, &link, "approve").await;
    house.pass(6_000).await;
    let first = ["created", "started", "requested", "intent_accepted", "awaiting_authz", "received", "started"];
    let second =
        ["requested", "intent_accepted", "awaiting_authz", "received", "submitted", "completed", "funds_received"];
    house.becomes(&link, "funds_received").await;
    house.logs(&link, &[&first[..], &second[..]].concat()).await;
    assert_eq!(house.bank.statuses().await, ["CANC", "ACSC"]);

    let attempts = house.attempts(&link).await;
    assert_eq!(attempts.len(), 2);
    assert_ne!(attempts[0].x_request_id, attempts[1].x_request_id, "its own X-Request-ID");
    assert_ne!(attempts[0].resource_id, attempts[1].resource_id);
    let sent: Vec<String> = house
        .wire
        .heard()
        .iter()
        .filter(|one| one.method == Method::POST)
        .map(|one| one.asked["x-request-id"].to_str().unwrap().to_owned())
        .collect();
    assert_eq!(sent, [&*attempts[0].x_request_id, &*attempts[1].x_request_id], "as it was written down before");
    house.audit(&link).await;
    house.audit_webhooks(&link).await;
}

#[tokio::test]
async fn a_problem_is_read_and_dismissed_and_the_bank_that_is_up_again_is_paid() {
    let house = House::open().await;
    let link = house.link("100.50").await;
    let payer = Payer::new();
    house.bank.feels("down").await;
    let problem = payer.pay(&link.page).await;
    assert_eq!((problem.root("screen"), problem.root("status")), ("problem", "started"));
    assert_eq!(problem.enabled("retry"), 1);
    house.bank.feels("up").await;
    let retry = problem.tags.iter().find(|tag| tag.get("data-action") == Some("retry")).unwrap();
    let page = payer.open(&format!("{}{}", house.url, retry.get("href").unwrap())).await;
    assert_eq!(page.root("screen"), "select", "the problem was read");
    house.walk(&payer, &link, "approve").await;
    house.pass(6_000).await;
    house.becomes(&link, "funds_received").await;
    assert_eq!(house.bank.statuses().await, ["ACSC"]);
    house.audit(&link).await;
    house.audit_webhooks(&link).await;
}

#[tokio::test]
async fn a_refused_connection_is_not_taken_and_pay_is_offered_again() {
    let house = House::of(crate::house::Plan { bank_is_gone: true, ..Default::default() }).await;
    let link = house.link("100.50").await;
    let payer = Payer::new();
    let problem = payer.pay(&link.page).await;
    assert_eq!((problem.root("screen"), problem.root("status")), ("problem", "started"));
    assert_eq!(problem.view()["attempt"]["reason"], "bank_unavailable");
    house.logs(&link, &["created", "started", "requested", "started"]).await;
    house.audit(&link).await;
}

#[tokio::test]
async fn while_an_attempt_may_settle_nobody_is_offered_to_pay_and_pressing_anyway_changes_nothing() {
    let house = House::open().await;
    let link = house.link("20.13").await;
    let payer = Payer::new();
    let chosen = payer.open(&format!("{}?bank=libra_ro", link.page)).await;
    house.walk(&payer, &link, "approve").await;
    house.quiet().await;
    let page = payer.open(&link.page).await;
    assert_eq!((page.enabled("pay"), page.form("pay").is_none()), (0, true));
    // The form of a page that was opened long before, by Back.
    let answer = payer.press(&link.page, &chosen, "pay", &[]).await;
    assert_eq!(answer.leads_to(), link.page);
    assert_eq!(house.attempts(&link).await.len(), 1);
    assert_eq!(house.bank.payments().await.len(), 1);
    assert_eq!(house.wire.count(&Method::POST), 1);
}

#[tokio::test]
async fn a_retry_that_the_bank_does_not_confirm_is_refused_with_the_reason() {
    let house = House::open().await;
    let link = house.link("20.13").await;
    let payer = Payer::new();
    payer.pay(&link.page).await;
    let sca = payer.leave(&link.page).await;
    let waiting = payer.open(&link.page).await;
    assert_eq!(waiting.root("screen"), "waiting");
    payer.decide(&sca, "approve").await;
    let answer = payer.press(&link.page, &waiting, "retry", &[]).await;
    assert_eq!(answer.leads_to(), format!("{}?step=kept", link.page));
    assert_eq!(house.attempts(&link).await.len(), 1);
    assert_eq!(house.bank.statuses().await, ["PDNG"]);
}

/// Asks to begin anew by the form of this page, as without script and as the app does, in every language: refused, and why is said.
async fn is_refused(house: &House, payer: &Payer, page: &str, step: &str, why: fn(&Kept) -> &'static str) {
    let shown = payer.open(page).await;
    let form = shown.form("retry").unwrap_or_else(|| panic!("no form: {}", shown.text));
    let (address, token) = (format!("{}{}", house.url, form.action), form.fields[0].1.clone());
    assert_eq!(form.fields[0].0, "token");
    for lang in TAGS {
        let said = why(&desk(lang).kept);
        let posted = payer.post(&address, &[("token", &token)]).await.leads_to();
        assert_eq!(posted, format!("{page}?step={step}"));
        let page = payer.open(&format!("{posted}&lang={lang}")).await;
        let is_told = page.root("screen") == "result" || page.text.contains(said);
        assert!(is_told, "{lang}: {} does not say {said}: {}", page.root("screen"), page.text);
        let origin = url::Url::parse(&address).unwrap().origin().ascii_serialization();
        let headers = [
            ("origin", origin.as_str()),
            ("accept", "application/json"),
            ("content-type", "application/x-www-form-urlencoded"),
        ];
        let by_app =
            payer.send(Method::POST, &format!("{address}?lang={lang}"), &headers, format!("token={token}")).await;
        assert_eq!(by_app.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", by_app.text);
        assert_eq!(by_app.json()["errors"], json!([{ "field": "retry", "message": said }]), "{lang}");
    }
}

#[tokio::test]
async fn where_nothing_is_begun_anew_the_page_says_why_in_words_of_its_own() {
    // The bank has not said yet whether it takes it.
    let house = House::impatient().await;
    let link = house.link_at(way("bt_ro"), "20.16").await;
    let payer = Payer::new();
    payer.pay_by(&link.page, way("bt_ro")).await;
    assert_eq!(house.attempts(&link).await[0].state, AttemptState::Unknown);
    is_refused(&house, &payer, &link.page, "kept", |kept| kept.asking).await;
    assert_eq!(house.attempts(&link).await.len(), 1);

    // It was approved, and the bank has no last word: it cancels nothing.
    let house = House::open().await;
    let link = house.link("20.13").await;
    let sca = house.leave_by(&payer, &link, way("libra_ro")).await;
    payer.decide(&sca, "approve").await;
    is_refused(&house, &payer, &link.page, "kept", |kept| kept.unconfirmed).await;
    assert_eq!(house.attempts(&link).await.len(), 1);

    // The bank carries it out.
    let link = house.link("20.14").await;
    let shown = house.walk(&payer, &link, "approve").await;
    assert_eq!(shown.root("status"), "submitted");
    let before = house.log(&link).await;
    let attempts = house.attempts(&link).await;
    assert!(shown.form("retry").is_none(), "the screen has none, and says itself that it must not be");
    let token = payer.get(&format!("{}/boot", link.page)).await.json()["form_token"].as_str().unwrap().to_owned();
    let headers = [("accept", "application/json"), ("content-type", "application/x-www-form-urlencoded")];
    let pressed =
        payer.send(Method::POST, &format!("{}/retry?lang=en", link.page), &headers, format!("token={token}")).await;
    assert_eq!(pressed.json()["errors"][0]["message"], desk("en").kept.gone_on);
    assert_eq!((house.log(&link).await, house.attempts(&link).await.len()), (before, attempts.len()));

    // The client leads there: what runs is not this page's to stop.
    let (link, _) = house.typed("direct_sca", way("libra_ro"), "100.50", &json!({})).await;
    is_refused(&house, &payer, &link.page, "theirs", |kept| kept.not_here).await;
    assert_eq!(house.status(&link).await, "intent_accepted");
}
