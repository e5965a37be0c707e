//! Coming back from the bank: whatever the address says, only what is read at the bank moves the status.

use crate::house::House;
use crate::house::outlook::Link;
use crate::house::payer::{Answer, Payer};
use http::Method;
use url::Url;

/// A payer who has left for the bank and decided; the address that the bank sends back to.
async fn decided(house: &House, amount: &str, decision: &str) -> (Link, Payer, String) {
    let link = house.link(amount).await;
    let payer = Payer::new();
    payer.pay(&link.page).await;
    let sca = payer.leave(&link.page).await;
    house.advance(3_000).await;
    let back = payer.decide(&sca, decision).await;
    (link, payer, back)
}

fn without_query(address: &str) -> String {
    address.split('?').next().unwrap().to_owned()
}

/// The page that says that the payment is being checked.
fn is_lost(answer: &Answer) {
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert!(answer.html().text.contains("being checked") || answer.html().text.contains("checking"), "{}", answer.text);
}

#[tokio::test]
async fn state_and_cookie_each_alone_and_together_find_the_payment() {
    for (with_state, with_cookie) in [(true, true), (true, false), (false, true)] {
        let house = House::open().await;
        let (link, payer, back) = decided(&house, "100.50", "approve").await;
        if !with_cookie {
            payer.forget("finqlink_return");
        }
        let address = if with_state { back } else { without_query(&back) };
        let page = payer.come_back(&address).await;
        assert_eq!(page.view()["whose"], "mine", "state {with_state}, cookie {with_cookie}");
        house.quiet().await;
        house.pass(6_000).await;
        house.becomes(&link, "funds_received").await;
        house.audit(&link).await;
    }
}

#[tokio::test]
async fn neither_state_nor_cookie_is_a_calm_page_and_changes_nothing() {
    let house = House::open().await;
    let (link, payer, back) = decided(&house, "20.13", "approve").await;
    payer.forget("finqlink_return");
    is_lost(&payer.navigate(&without_query(&back)).await);
    house.quiet().await;
    assert_eq!(house.status(&link).await, "awaiting_authz");
}

#[tokio::test]
async fn another_browser_that_returns_sees_the_public_view() {
    let house = House::open().await;
    let (link, _, back) = decided(&house, "20.13", "approve").await;
    let page = Payer::new().come_back(&back).await;
    assert_eq!((page.root("screen"), &page.view()["whose"]), ("waiting", &serde_json::json!("other")));
    assert!(!page.text.contains("Libra"), "{}", page.text);
    house.becomes(&link, "received").await;
    let page = Payer::without_cookies().come_back(&back).await;
    assert!(!page.text.contains("Libra"), "{}", page.text);
}

#[tokio::test]
async fn a_forged_return_changes_nothing() {
    let house = House::open().await;
    let link = house.link("100.50").await;
    let payer = Payer::new();
    payer.pay(&link.page).await;
    let callback = format!("{}/callback/libra_ro", house.url);
    let forged = [
        String::new(),
        "?state=".to_owned(),
        "?state=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA".to_owned(),
        format!("?state={}", "A".repeat(5_000)),
        format!("?state={}", link.web_id),
        format!("?paymentId={}&scaStatus=finalised", house.attempts(&link).await[0].resource_id.clone().unwrap()),
        "?state=%00%ff&error=access_denied".to_owned(),
        "?state[]=a&state=b&state=c".to_owned(),
    ];
    for query in forged {
        is_lost(&payer.navigate(&format!("{callback}{query}")).await);
        assert_eq!(house.status(&link).await, "intent_accepted", "{query}");
    }
    let answer = Payer::new().navigate(&format!("{}/callback/nobody_ro?state=x", house.url)).await;
    is_lost(&answer);
}

#[tokio::test]
async fn success_in_the_address_is_not_success() {
    let house = House::open().await;
    let link = house.link("100.50").await;
    let payer = Payer::new();
    payer.pay(&link.page).await;
    payer.leave(&link.page).await;
    house.advance(3_000).await;
    // What the bank would say of an approval, said by the payer, who approved nothing.
    let cookie_only = format!("{}/callback/libra_ro?paymentId=x&scaStatus=finalised&result=completed", house.url);
    let page = payer.come_back(&cookie_only).await;
    house.quiet().await;
    house.pass(20_000).await;
    assert_eq!(house.status(&link).await, "received");
    assert!(!page.text.to_lowercase().contains("completed"), "{}", page.text);
    assert_eq!(house.bank.statuses().await, ["RCVD"]);
}

#[tokio::test]
async fn a_return_twice_and_after_the_end_is_known_already() {
    let house = House::open().await;
    let (link, payer, back) = decided(&house, "100.50", "approve").await;
    payer.come_back(&back).await;
    payer.come_back(&back).await;
    house.quiet().await;
    house.pass(6_000).await;
    house.becomes(&link, "funds_received").await;
    let (log, calls) = (house.log(&link).await, house.bank.calls().await.len());
    let page = payer.come_back(&back).await;
    assert_eq!((page.root("screen"), page.root("status")), ("result", "funds_received"));
    house.pass(60_000).await;
    assert_eq!(house.log(&link).await, log);
    assert_eq!(house.bank.calls().await.len(), calls, "an end is not read again");
    house.audit(&link).await;
}

#[tokio::test]
async fn an_old_attempts_return_does_not_touch_the_new_one() {
    let house = House::open().await;
    let (link, payer, old) = decided(&house, "100.50", "cancel").await;
    payer.come_back(&old).await;
    house.quiet().await;
    house.becomes(&link, "started").await;
    payer.pay(&link.page).await;
    let log = house.log(&link).await;
    payer.come_back(&old).await;
    house.quiet().await;
    house.pass(5_000).await;
    assert_eq!(house.log(&link).await, log);
    assert_eq!(house.status(&link).await, "intent_accepted");
    house.audit(&link).await;
}

#[tokio::test]
async fn a_foreign_return_moves_only_the_payment_that_it_belongs_to() {
    let house = House::open().await;
    let (theirs, _, their_back) = decided(&house, "20.13", "approve").await;
    let (mine, payer, _) = decided(&house, "20.13", "approve").await;
    let page = payer.come_back(&their_back).await;
    house.quiet().await;
    assert_eq!(house.status(&mine).await, "awaiting_authz", "my own is untouched");
    assert_eq!(house.status(&theirs).await, "received");
    assert_eq!(page.view()["whose"], "other", "and theirs is shown as anybody's");
}

#[tokio::test]
async fn a_state_of_one_bank_is_worth_nothing_at_another_banks_callback() {
    let house = House::open().await;
    let (link, payer, back) = decided(&house, "20.13", "approve").await;
    payer.forget("finqlink_return");
    let elsewhere = back.replace("/callback/libra_ro", "/callback/bt_ro");
    is_lost(&payer.navigate(&elsewhere).await);
    assert_eq!(house.status(&link).await, "awaiting_authz");
}

#[tokio::test]
async fn a_return_that_nobody_sees_changes_nothing() {
    let house = House::open().await;
    let (link, payer, back) = decided(&house, "20.13", "approve").await;
    payer.send(Method::HEAD, &back, &[], String::new()).await;
    payer.send(Method::GET, &back, &[("sec-purpose", "prefetch")], String::new()).await;
    house.quiet().await;
    assert_eq!(house.status(&link).await, "awaiting_authz");
    let url = Url::parse(&back).unwrap();
    assert!(url.query().unwrap().contains("state="), "{url}");
    payer.come_back(&back).await;
    house.becomes(&link, "received").await;
}
