//! Text from strangers is text: an XSS corpus through every field leaves the page's bones as they are.

use crate::house::House;
use crate::house::html::{Html, Tag};
use crate::house::payer::Payer;
use serde_json::{Value, json};

/// Classics of every context: element, attribute, script, style, comment, JSON, URL, direction.
const CORPUS: &[&str] = &[
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "\" autofocus onfocus=alert(1) x=\"",
    "<svg/onload=alert(1)>",
    "<iframe srcdoc='<b>'>",
    "javascript:alert(1)",
    "--><script>alert(1)</script><!--",
    "]]><script>alert(1)</script>",
    "{{constructor.constructor('alert(1)')()}}",
    "${alert(1)}",
    "\\u003cscript\\u003ealert(1)",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;img src=x onerror=alert(1)&#62;",
    "<!--<script>",
    "<base href=//evil.example>",
    "<form action=//evil.example>",
    "<meta http-equiv=refresh content=0;//evil>",
    "<a href=javascript:alert(1)>x</a>",
    "\u{202e}gnp.exe\u{202c}",
    "a\u{200b}b\u{feff}c",
    "%3Cscript%3E",
    "*bold* {amount} {payee}",
];

/// What every field holds in a link that harms nobody.
const TAME: &str = "Cafea";

fn transfer(text: &str) -> Value {
    let cut = |max: usize| text.chars().take(max).collect::<String>();
    json!({
        "single_transfer": {
            "creditor_name": cut(70),
            "remittance_information": cut(140),
            "debtor_name": cut(70),
            "psu_id": cut(64),
            "items": [{ "name": cut(140), "quantity": cut(20), "amount": "1.00" }],
        },
        "payment_method": { "payment_scheme": null },
    })
}

/// Tags and attributes; comments, and what only differs because a text is longer or changed by transliteration, left out.
fn bones(page: &Html) -> Vec<String> {
    page.bones().into_iter().filter(|bone| !bone.contains("data-long") && !bone.is_empty()).collect()
}

async fn screens(house: &House, text: &str) -> Vec<(String, Html)> {
    let link = house.link_with("20.13", &transfer(text)).await;
    let payer = Payer::new();
    let mut pages = Vec::new();
    for query in ["", "?bank=libra_ro", "?step=cancelled", "?q=zzz", "?lang=ro"] {
        pages.push((query.to_owned(), payer.open(&format!("{}{query}", link.page)).await));
    }
    pages.push(("handoff".to_owned(), payer.pay(&link.page).await));
    payer.leave(&link.page).await;
    pages.push(("waiting".to_owned(), payer.open(&link.page).await));
    pages.push(("public".to_owned(), Payer::new().open(&link.page).await));
    let refused = house.link_with("20.11", &transfer(text)).await;
    pages.push(("refused".to_owned(), payer.pay(&refused.page).await));
    let revoked = house.link_with("20.11", &transfer(text)).await;
    house.api("/test/v2/links/revoke", &json!({ "link_id": revoked.id })).await;
    pages.push(("revoked".to_owned(), payer.open(&revoked.page).await));
    pages
}

#[tokio::test]
async fn hostile_text_is_inert_on_every_screen() {
    let house = House::open().await;
    let tame = screens(&house, TAME).await;
    for text in CORPUS {
        for ((name, page), (_, reference)) in screens(&house, text).await.into_iter().zip(&tame) {
            check_inert(&format!("{text} on {name}"), &page);
            let at_bank = page.view()["payment"]["creditor_at_bank"].is_string();
            if !at_bank {
                assert_eq!(bones(&page), bones(reference), "{text} on {name}");
            }
            let boot = page.boot.as_ref().unwrap_or_else(|| panic!("{text} on {name}: the data cannot be read"));
            let shown = boot["view"]["payment"]["creditor"].as_str().unwrap();
            assert_eq!(shown, text.chars().take(70).collect::<String>(), "the data hold just what was sent");
        }
    }
}

/// Elements and attributes that nothing of ours makes.
fn check_inert(what: &str, page: &Html) {
    for tag in &page.tags {
        let runs = ["iframe", "object", "embed", "base"].contains(&tag.name.as_str());
        assert!(!runs, "{what}: <{}>", tag.name);
        assert!(tag.name != "img" || tag.get("src").is_some_and(|src| src.starts_with("/marks/")), "{what}: {tag:?}");
        assert!(
            tag.name != "meta" || tag.get("http-equiv").is_none() || tag.get("content") == Some("4"),
            "{what}: {tag:?}"
        );
        for (name, value) in &tag.attributes {
            assert!(!name.starts_with("on"), "{what}: {tag:?}");
            let leads = ["href", "src", "action", "formaction"].contains(&name.as_str());
            assert!(
                !leads || value.starts_with('/') && !value.starts_with("//") || value.starts_with("http://localhost:"),
                "{what}: {tag:?}"
            );
        }
    }
    let scripts: Vec<_> = page.tags.iter().filter(|tag| tag.name == "script").collect();
    assert_eq!(scripts.len(), 2, "{what}: the data, and the page's word to who holds it");
    let is_ours = |tag: &&Tag| tag.get("type") == Some("application/json") || tag.get("nonce").is_some();
    assert!(scripts.iter().all(is_ours), "{what}: {scripts:?}");
}

#[tokio::test]
async fn hostile_text_in_the_address_is_inert_too() {
    let house = House::open().await;
    let link = house.link("100.50").await;
    let payer = Payer::new();
    let tame = payer.open(&format!("{}?q=zzzz", link.page)).await;
    for text in CORPUS {
        let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("q", text).finish();
        let page = payer.open(&format!("{}?{query}", link.page)).await;
        check_inert(text, &page);
        if page.boot.as_ref().unwrap()["bank_count"] == 0 {
            assert_eq!(bones(&page), bones(&tame), "{text}");
        }
        for name in ["bank", "method", "step", "lang", "unknown", "after", "wait"] {
            let query = url::form_urlencoded::Serializer::new(String::new()).append_pair(name, text).finish();
            check_inert(text, &payer.open(&format!("{}?{query}", link.page)).await);
        }
    }
}

#[tokio::test]
async fn the_bank_is_told_letters_that_it_can_carry_and_the_page_says_so() {
    let house = House::open().await;
    let name =
        json!({ "single_transfer": { "creditor_name": "Чайная № 5 Ștefan", "remittance_information": "茶 42 ăîșț" } });
    let link = house.link_with("100.50", &name).await;
    let payer = Payer::new();
    let page = payer.open(&link.page).await;
    let payment = page.view()["payment"].clone();
    let at_bank = payment["creditor_at_bank"].as_str().unwrap();
    assert!(at_bank.is_ascii() && at_bank.contains("Stefan"), "{at_bank}");
    assert!(page.text.contains("Чайная") && page.text.contains(at_bank), "both forms: {}", page.text);
    payer.pay(&link.page).await;
    let sent = house.bank.payments().await;
    assert_eq!(sent.len(), 1, "the bank took it");
}
