//! Page forms: only from our own pages, post-redirect-get, and an answer for everything that is not a form of ours.

use crate::house::House;
use crate::house::payer::{Answer, Payer};
use http::Method;

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

async fn press(payer: &Payer, url: &str, headers: &[(&str, &str)], token: &str) -> Answer {
    let body = format!("token={token}&provider_id=libra_ro&method_id=libra_ro.domestic");
    payer.send(Method::POST, url, &[&[FORM], headers].concat(), body).await
}

#[tokio::test]
async fn a_press_needs_same_origin_proof() {
    let house = House::open().await;
    let link = house.link("100.50").await;
    let payer = Payer::new();
    let page = payer.open(&format!("{}?bank=libra_ro", link.page)).await;
    let token = page.boot.as_ref().unwrap()["form_token"].as_str().unwrap().to_owned();
    let other = house.link("1.00").await;
    let foreign = payer.open(&other.page).await.boot.unwrap()["form_token"].as_str().unwrap().to_owned();
    let evil = format!("{}.evil.example", house.url);
    let bank = house.bank.url.clone();
    let refused: &[(&[(&str, &str)], &str)] = &[
        (&[], ""),
        (&[], "AAAA"),
        (&[], &foreign),
        (&[("origin", "https://evil.example")], &token),
        (&[("origin", &evil)], &token),
        (&[("origin", &bank)], &token),
        (&[("origin", "null")], ""),
        (&[("sec-fetch-site", "cross-site")], ""),
        (&[("sec-fetch-site", "same-site")], ""),
        (&[("origin", "https://evil.example"), ("sec-fetch-site", "same-origin")], &token),
    ];
    for action in ["pay", "cancel", "retry"] {
        let url = format!("{}/{action}", link.page);
        for (headers, token) in refused {
            let answer = press(&payer, &url, headers, token).await;
            assert_eq!(answer.leads_to(), link.page, "{action} {headers:?}");
            let json = [headers, &[("accept", "application/json")][..]].concat();
            assert_eq!(press(&payer, &url, &json, token).await.status, 403, "{action} {headers:?}");
        }
    }
    house.logs(&link, &["created", "started"]).await;
    assert!(house.bank.payments().await.is_empty());
}

#[tokio::test]
async fn each_proof_suffices_by_itself() {
    let house = House::open().await;
    let ours = house.url.clone();
    let proofs: [(&[(&str, &str)], bool); 4] = [
        (&[("origin", &ours)], false),
        (&[("sec-fetch-site", "same-origin")], false),
        (&[], true),
        (&[("origin", "null")], true),
    ];
    for (headers, by_token) in proofs {
        let link = house.link("100.50").await;
        let payer = Payer::without_cookies();
        let page = payer.open(&format!("{}?bank=libra_ro", link.page)).await;
        let token = page.boot.as_ref().unwrap()["form_token"].as_str().unwrap().to_owned();
        let token = if by_token { token.as_str() } else { "" };
        assert_eq!(press(&payer, &format!("{}/pay", link.page), headers, token).await.leads_to(), link.page);
        house.becomes(&link, "intent_accepted").await;
    }
}

#[tokio::test]
async fn an_old_token_is_no_proof_any_more() {
    let house = House::open().await;
    let link = house.link("100.50").await;
    let payer = Payer::new();
    let page = payer.open(&link.page).await;
    let token = page.boot.as_ref().unwrap()["form_token"].as_str().unwrap().to_owned();
    payer.pay(&link.page).await;
    press(&payer, &format!("{}/cancel", link.page), &[], &token).await;
    assert_eq!(house.status(&link).await, "intent_accepted", "a token is for the attempts that there were");
}

#[tokio::test]
async fn what_is_no_form_of_ours_is_refused_without_a_fault_of_ours() {
    let house = House::open().await;
    let link = house.link("100.50").await;
    let payer = Payer::new();
    payer.open(&link.page).await;
    let url = format!("{}/pay", link.page);
    let origin = ("origin", house.url.as_str());
    for (kind, body) in [
        ("application/json", "{}".to_owned()),
        ("text/plain", "token=x".to_owned()),
        ("application/x-www-form-urlencoded", "token=%ff%fe&token=b".to_owned()),
        ("application/x-www-form-urlencoded", format!("token={}", "x".repeat(100_000))),
        ("multipart/form-data; boundary=x", "--x--".to_owned()),
    ] {
        let answer = payer.send(Method::POST, &url, &[origin, ("content-type", kind)], body).await;
        assert!((400..500).contains(&answer.status.as_u16()), "{kind}: {} {}", answer.status, answer.text);
    }
    for method in [Method::PUT, Method::DELETE, Method::PATCH] {
        assert_eq!(payer.send(method, &url, &[origin], String::new()).await.status, 405);
    }
    assert_eq!(payer.navigate(&url).await.leads_to(), link.page, "a reload of a form's address is the page");
    assert_eq!(house.status(&link).await, "started");
    assert!(house.bank.payments().await.is_empty());
}

#[tokio::test]
async fn what_was_sent_wrongly_is_said_beside_its_field_in_the_pages_language() {
    let house = House::open().await;
    let link = house.link("100.50").await;
    let payer = Payer::new();
    let page = payer.open(&format!("{}?bank=libra_ro&lang=ro", link.page)).await;
    let form = page.form("pay").unwrap();
    let token = form.fields.iter().find(|(name, _)| name == "token").unwrap().1.clone();
    let url = format!("{}/pay?lang=ro", link.page);
    let html = payer.post(&url, &[("token", token.as_str()), ("provider_id", "nobody")]).await;
    assert_eq!((html.status.as_u16(), html.html().root("screen")), (422, "select"), "{}", html.text);
    let headers = [FORM, ("origin", house.url.as_str()), ("accept", "application/json")];
    let told = payer.send(Method::POST, &url, &headers, "provider_id=nobody".to_owned()).await;
    assert_eq!((told.status.as_u16(), &told.json()["errors"][0]["field"]), (422, &"provider_id".into()));
    let sentence = told.json()["errors"][0]["message"].as_str().unwrap().to_owned();
    assert!(html.html().text.contains(&sentence), "{sentence}: {}", html.html().text);
}
