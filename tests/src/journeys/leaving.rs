//! Ways to the bank from other places than a tab on a desktop: from a frame, from a phone, by a code; and who may take them.

use crate::house::House;
use crate::house::html::{Html, Tag};
use crate::house::outlook::Link;
use crate::house::payer::{Answer, NAVIGATION, Payer};
use crate::house::ways::way;
use http::{Method, StatusCode};
use serde_json::{Value, json};

const IPHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) \
                      Version/17.5 Mobile/15E148 Safari/604.1";

/// A navigation whose answer would be shown in this kind of place.
async fn shown_in(payer: &Payer, dest: &str, url: &str) -> Answer {
    let mut headers = NAVIGATION.to_vec();
    headers.retain(|(name, _)| *name != "sec-fetch-dest");
    headers.push(("sec-fetch-dest", dest));
    payer.send(Method::GET, url, &headers, String::new()).await
}

/// The one link to the bank that is offered.
fn way_on(page: &Html) -> &Tag {
    assert_eq!(page.enabled("continue"), 1, "{}", page.text);
    page.tags.iter().find(|tag| tag.get("data-action") == Some("continue")).unwrap()
}

/// Tells that the bank's own address was followed, as the page's beacon does.
async fn gone(payer: &Payer, link: &Link, page: &Html) -> Answer {
    let token = page.boot.as_ref().unwrap()["form_token"].as_str().unwrap().to_owned();
    payer.post(&format!("{}/leave", link.page), &[("token", &token)]).await
}

#[tokio::test]
async fn a_banks_page_never_loads_in_a_frame() {
    let house = House::open().await;
    let link = house.link("100.50").await;
    let payer = Payer::new();
    payer.pay(&link.page).await;
    for dest in ["iframe", "frame", "embed", "object"] {
        let answer = shown_in(&payer, dest, &format!("{}/leave", link.page)).await;
        assert_eq!(answer.leads_to(), link.page, "{dest}");
        assert_eq!(answer.header("set-cookie"), "", "{dest}");
    }
    assert_eq!(house.status(&link).await, "intent_accepted", "nobody has left");
    assert_ne!(payer.leave(&link.page).await, link.page, "from a tab one leaves");
    assert_eq!(house.status(&link).await, "awaiting_authz");
}

#[tokio::test]
async fn in_a_frame_the_way_on_leads_out_of_it_without_script_too() {
    let house = House::open().await;
    let link = house.link("100.50").await;
    let payer = Payer::new();
    payer.pay(&link.page).await;
    let table = [
        ("document", "", "same_tab", None, None),
        ("document", "?embed=modal", "same_tab", None, None),
        ("iframe", "", "new_tab", Some("_blank"), Some("noopener")),
        ("iframe", "?embed=inline", "new_tab", Some("_blank"), Some("noopener")),
        ("iframe", "?embed=redirect", "top_window", Some("_top"), None),
    ];
    for (dest, query, kind, target, rel) in table {
        let answer = shown_in(&payer, dest, &format!("{}{query}", link.page)).await;
        let page = answer.html();
        let way = way_on(&page);
        let found = (way.get("data-handoff").unwrap(), way.get("target"), way.get("rel"));
        assert_eq!(found, (kind, target, rel), "{dest} {query}");
        assert!(way.get("href").unwrap().contains("/leave"));
        // The page that stays looks by itself how it ends.
        assert_eq!(answer.text.contains("http-equiv=\"refresh\""), dest == "iframe", "{dest} {query}");
        let further = page.tags.iter().filter(|tag| tag.get("data-handoff").is_some_and(|kind| kind != "qr")).count();
        assert_eq!(further, if dest == "iframe" { 2 } else { 1 }, "{dest} {query}");
    }
}

#[tokio::test]
async fn who_went_by_the_banks_own_address_is_noted_and_known_again() {
    let house = House::open().await;
    // Returns without any parameter: only the cookie tells whose it is.
    let link = house.link("20.17").await;
    let payer = Payer::new();
    let page = payer.pay(&link.page).await;
    let answer = gone(&payer, &link, &page).await;
    assert_eq!((answer.status, answer.text.as_str()), (StatusCode::NO_CONTENT, ""));
    assert_eq!(house.status(&link).await, "awaiting_authz");
    assert!(payer.cookie("finqlink_return").is_some());
    let again = gone(&payer, &link, &page).await;
    assert_eq!(again.status, StatusCode::NO_CONTENT);
    house.logs(&link, &["created", "started", "requested", "intent_accepted", "awaiting_authz"]).await;
    let sca = payer.leave(&link.page).await;
    let back = payer.decide(&sca, "approve").await;
    let page = payer.come_back(&back).await;
    assert_eq!(page.view()["whose"], "mine");
}

#[tokio::test]
async fn nobody_else_can_say_that_one_has_gone() {
    let house = House::open().await;
    let link = house.link("100.50").await;
    let payer = Payer::new();
    let page = payer.pay(&link.page).await;
    let stranger = Payer::new();
    let seen = stranger.open(&link.page).await;
    assert_eq!(gone(&stranger, &link, &seen).await.status, StatusCode::NO_CONTENT);
    assert!(stranger.cookie("finqlink_return").is_none());
    let url = format!("{}/leave", link.page);
    let form = ("content-type", "application/x-www-form-urlencoded");
    for headers in [
        vec![form, ("origin", "https://evil.example")],
        vec![form, ("origin", "null")],
        vec![form, ("sec-fetch-site", "cross-site")],
        vec![form],
    ] {
        let answer = payer.send(Method::POST, &url, &headers, "token=AAAA".to_owned()).await;
        assert_eq!(answer.leads_to(), link.page, "{headers:?}");
    }
    assert_eq!(house.status(&link).await, "intent_accepted");
    assert_eq!(payer.open(&link.page).await.enabled("continue"), 1, "{}", page.text);
}

#[tokio::test]
async fn what_the_client_chose_is_claimed_by_no_such_word() {
    let house = House::open().await;
    let (link, _) = house.typed("wrapped_sca", way("libra_ro"), "100.50", &json!({})).await;
    let payer = Payer::new();
    let page = payer.open(&link.page).await;
    assert_eq!(gone(&payer, &link, &page).await.status, StatusCode::NO_CONTENT);
    assert_eq!(house.status(&link).await, "intent_accepted");
    assert_eq!(Payer::new().open(&link.page).await.enabled("continue"), 1, "still anybody's");
}

#[tokio::test]
async fn a_desktop_shows_a_code_of_its_address_and_a_phone_needs_none() {
    let house = House::open().await;
    let link = house.link("100.50").await;
    let phone = [("user-agent", IPHONE)].into_iter().chain(NAVIGATION.iter().copied()).collect::<Vec<_>>();
    for (headers, device) in [(NAVIGATION.to_vec(), "desktop"), (phone, "phone")] {
        let page = Payer::new().send(Method::GET, &link.page, &headers, String::new()).await.html();
        let boot = page.boot.as_ref().unwrap();
        assert_eq!(boot["here"], json!({ "place": "tab", "device": device }));
        assert_eq!(boot["qr"] == Value::Null, device == "phone");
        assert_eq!(page.enabled("show-qr"), usize::from(device == "desktop"), "{}", page.text);
        assert_eq!(boot["url"], link.page);
    }
}

#[tokio::test]
async fn a_desktop_follows_what_the_phone_does() {
    let house = House::open().await;
    let link = house.link("100.50").await;
    let (desktop, phone) = (Payer::new(), Payer::new());
    assert_eq!(desktop.open(&link.page).await.enabled("show-qr"), 1);
    phone.pay(&link.page).await;
    let page = desktop.open(&link.page).await;
    assert_eq!((page.root("screen"), page.root("status")), ("waiting", "intent_accepted"));
    assert_eq!((page.enabled("continue"), page.enabled("show-qr"), page.enabled("retry")), (0, 0, 1));
    let back = phone.decide(&phone.leave(&link.page).await, "approve").await;
    phone.come_back(&back).await;
    house.quiet().await;
    house.pass(6_000).await;
    house.becomes(&link, "funds_received").await;
    assert_eq!(desktop.open(&link.page).await.root("screen"), "result");
}

#[tokio::test]
async fn a_stranger_who_scans_the_code_takes_nothing_over() {
    let house = House::open().await;
    let link = house.link("100.50").await;
    let (payer, stranger) = (Payer::new(), Payer::new());
    payer.pay(&link.page).await;
    let sca = payer.leave(&link.page).await;
    let seen = stranger.open(&link.page).await;
    assert_eq!((seen.root("screen"), seen.view()["whose"].as_str()), ("waiting", Some("other")));
    assert_eq!(stranger.leave(&link.page).await, link.page);
    gone(&stranger, &link, &seen).await;
    let token = seen.boot.as_ref().unwrap()["form_token"].as_str().unwrap().to_owned();
    let cancelled = stranger.post(&format!("{}/cancel", link.page), &[("token", &token)]).await;
    assert!(cancelled.leads_to().ends_with("step=theirs"), "{}", cancelled.leads_to());
    assert_eq!(payer.open(&link.page).await.view()["whose"], "mine");
    let back = payer.decide(&sca, "approve").await;
    assert_eq!(payer.come_back(&back).await.view()["whose"], "mine");
    // Now that it is approved nobody starts it again either.
    let seen = stranger.open(&link.page).await;
    let again = stranger.press(&link.page, &seen, "retry", &[]).await;
    assert!(again.leads_to().contains("step="), "{}", again.leads_to());
    house.quiet().await;
    house.pass(6_000).await;
    house.becomes(&link, "funds_received").await;
    assert_eq!(house.bank.statuses().await, ["ACSC"]);
    assert_eq!(stranger.open(&link.page).await.root("screen"), "result");
}
