//! Another browser, another device: what it may see and do of an attempt that is not its own.

use crate::house::House;
use crate::house::payer::Payer;

#[tokio::test]
async fn another_browser_sees_status_amount_and_payee_and_nothing_of_the_bank() {
    let house = House::open().await;
    let over = serde_json::json!({ "single_transfer": { "end_to_end_id": "E2E-CANARY-7" } });
    let link = house.link_with("20.13", &over).await;
    let mine = Payer::new();
    house.walk(&mine, &link, "approve").await;
    house.quiet().await;
    let own = mine.open(&link.page).await;
    assert!(own.text.contains("Libra"), "its own browser knows the bank: {}", own.text);
    assert_eq!(own.view()["attempt"]["end_to_end_id"], "E2E-CANARY-7");

    let other = Payer::new();
    for address in [
        link.page.clone(),
        format!("{}?lang=ro", link.page),
        format!("{}/status", link.page),
        format!("{}/boot", link.page),
    ] {
        let answer = other.navigate(&address).await;
        assert_eq!(answer.status, 200);
        // The sheet names every bank's mark, for everybody.
        let told =
            answer.text.split("<style>").next().unwrap().to_owned() + answer.text.rsplit("</style>").next().unwrap();
        for secret in ["libra", "Libra", "E2E-CANARY-7", "RZBR", "0000 0699", "/sca/", "paymentId"] {
            assert!(!told.contains(secret), "{secret} is in the public view at {address}: {told}");
        }
    }
    let page = other.open(&link.page).await;
    assert_eq!((page.root("screen"), page.root("status")), ("waiting", "received"));
    assert_eq!(page.view()["whose"], "other");
    assert!(page.text.contains("20,13") && page.text.contains("Librăria Noastră"), "{}", page.text);
    assert_eq!(page.enabled("pay") + page.enabled("continue"), 0);
    assert_eq!(other.leave(&link.page).await, link.page, "nowhere to go: back to the page");
    assert_eq!(house.status(&link).await, "received");
}

#[tokio::test]
async fn start_again_here_cancels_the_running_attempt_at_the_bank_first() {
    let house = House::open().await;
    let link = house.link("100.50").await;
    let first = Payer::new();
    first.pay(&link.page).await;
    let sca = first.leave(&link.page).await;

    let second = Payer::new();
    let page = second.open(&link.page).await;
    assert_eq!(page.enabled("retry"), 1, "{}", page.text);
    let answer = second.press(&link.page, &page, "retry", &[]).await;
    let page = second.open(&answer.leads_to()).await;
    assert_eq!((page.root("screen"), page.root("status")), ("select", "started"));
    assert_eq!(house.bank.statuses().await, ["CANC"]);
    house.walk(&second, &link, "approve").await;

    // The first browser comes too late: its bank page is dead, and its return moves nothing.
    let late = first.post(&sca, &[("username", "testlibra"), ("password", "testlibra")]).await;
    assert!(!late.status.is_redirection(), "{}", late.text);
    house.pass(6_000).await;
    house.becomes(&link, "funds_received").await;
    assert_eq!(house.bank.statuses().await, ["CANC", "ACSC"]);
    house.audit(&link).await;
    house.audit_webhooks(&link).await;
}

#[tokio::test]
async fn two_tabs_of_one_browser_are_one() {
    let house = House::open().await;
    let link = house.link("100.50").await;
    let tab = Payer::new();
    let other_tab = tab.clone();
    tab.pay(&link.page).await;
    let page = other_tab.open(&link.page).await;
    assert_eq!((page.root("screen"), page.enabled("continue")), ("handoff", 1));
    assert_eq!(page.view()["whose"], "mine");
    let sca = tab.leave(&link.page).await;
    assert_eq!(other_tab.leave(&link.page).await, sca, "the same address: one approval");
    house.logs(&link, &["created", "started", "requested", "intent_accepted", "awaiting_authz"]).await;
}

#[tokio::test]
async fn after_the_end_any_browser_sees_how_it_ended() {
    let house = House::open().await;
    let link = house.link("100.50").await;
    house.walk(&Payer::new(), &link, "approve").await;
    house.quiet().await;
    house.pass(6_000).await;
    house.becomes(&link, "funds_received").await;
    let page = Payer::new().open(&link.page).await;
    assert_eq!((page.root("screen"), page.root("status")), ("result", "funds_received"));
    assert!(!page.text.contains("Libra"), "{}", page.text);
}
