//! Languages and what each screen says first (contract §7).

use crate::house::House;
use crate::house::payer::Payer;
use http::Method;
use serde_json::json;

#[tokio::test]
async fn the_address_says_the_language_then_the_last_choice_then_the_link_then_the_browser() {
    let house = House::open().await;
    let plain = house.link("100.50").await;
    let romanian = house.link_with("100.50", &json!({ "options": { "language": "ro" } })).await;
    let ask = async |payer: &Payer, url: &str, wish: &str| {
        let headers = [("sec-fetch-mode", "navigate"), ("accept-language", wish)];
        let html = payer.send(Method::GET, url, &headers, String::new()).await.html();
        html.tags.iter().find(|tag| tag.name == "html").unwrap().get("lang").unwrap().to_owned()
    };
    assert_eq!(ask(&Payer::new(), &plain.page, "ro-RO,en;q=0.5").await, "ro");
    for lang in finqlink_webui::words::TAGS {
        let wish = format!("xx,{}-{};q=0.8,en;q=0.5", lang.to_uppercase(), lang.to_uppercase());
        assert_eq!(ask(&Payer::new(), &plain.page, &wish).await, *lang, "{wish}");
        assert_eq!(ask(&Payer::new(), &format!("{}?lang={lang}", plain.page), "").await, *lang);
        let linked = house.link_with("100.50", &json!({ "options": { "language": lang } })).await;
        assert_eq!(ask(&Payer::new(), &linked.page, "").await, *lang, "as the link says");
    }
    assert_eq!(ask(&Payer::new(), &plain.page, "fr,nl").await, ask(&Payer::new(), &plain.page, "").await);
    assert_eq!(ask(&Payer::new(), &romanian.page, "en").await, "ro");
    let payer = Payer::new();
    assert_eq!(ask(&payer, &format!("{}?lang=en", romanian.page), "ro").await, "en");
    assert_eq!(ask(&payer, &romanian.page, "ro").await, "en", "chosen by hand, it stays");
    assert_eq!(ask(&payer, &format!("{}?lang=xx", romanian.page), "ro").await, "en");
}

#[tokio::test]
async fn another_language_keeps_what_was_typed_without_an_address_that_tells_it() {
    let house = House::open().await;
    let link = house.link_with("100.50", &json!({ "payment_method": { "provider_id": "rzb_ro" } })).await;
    let payer = Payer::new();
    let page = payer.open(&format!("{}?bank=rzb_ro&method=rzb_ro.domestic&step=next&lang=en", link.page)).await;
    let to = |lang: &str| format!("{}/language?lang={lang}", link.page);
    let ways: Vec<_> = page.tags.iter().filter_map(|tag| tag.get("formaction")).collect();
    assert!(ways.iter().any(|way| to("de").ends_with(way)), "{ways:?}");
    let token = page.form("pay").unwrap().fields.iter().find(|(name, _)| name == "token").unwrap().1.clone();
    let fields = [
        ("token", token.as_str()),
        ("provider_id", "rzb_ro"),
        ("method_id", "rzb_ro.domestic"),
        ("psu_id", "\"><b>PSU-1"),
        ("lang", "en"),
    ];
    let german = payer.post(&to("de"), &fields).await;
    assert_eq!((german.status.as_u16(), german.html().root("screen")), (200, "inputs"), "{}", german.text);
    let html = german.html();
    let typed = html.tags.iter().find(|tag| tag.get("name") == Some("psu_id")).unwrap();
    assert_eq!(typed.get("value"), Some("\"><b>PSU-1"));
    assert_eq!(html.tags.iter().find(|tag| tag.name == "html").unwrap().get("lang"), Some("de"));
    assert_eq!(
        payer.open(&link.page).await.tags.iter().find(|tag| tag.name == "html").unwrap().get("lang"),
        Some("de")
    );
    // Without the proof that the form is ours nothing is repeated.
    let elsewhere = [("content-type", "application/x-www-form-urlencoded"), ("origin", "https://evil.example")];
    let strange = payer.send(Method::POST, &to("de"), &elsewhere, "token=x&psu_id=PSU-1".to_owned()).await;
    assert_eq!(strange.leads_to(), link.page);
    assert_eq!(payer.navigate(&to("de")).await.leads_to(), link.page, "a reload of a form's address is the page");
    assert_eq!(house.status(&link).await, "started");
}

#[tokio::test]
async fn amount_payee_reference_firm_and_expiry_stand_in_the_first_html_in_every_language() {
    let house = House::open().await;
    let link = house.link("1234.50").await;
    let payer = Payer::new();
    for (lang, amount) in
        [("hu", "1234,50"), ("ar", "1,234.50"), ("en", "1.234,50"), ("ro", "1.234,50"), ("de", "1.234,50")]
    {
        let page = payer.open(&format!("{}?lang={lang}", link.page)).await;
        for word in [amount, "RON", "Librăria Noastră", "Comanda 1042", "FinqLink Demo"] {
            assert!(page.text.contains(word), "{lang}: {word}: {}", page.text);
        }
        for field in ["amount", "creditor", "reference", "creditor-iban", "expires"] {
            assert!(page.tags.iter().any(|tag| tag.get("data-field") == Some(field)), "{lang}: {field}");
        }
        assert!(page.text.contains("RO10 RZBR 0000 0699 9999 9970"), "{lang}: {}", page.text);
    }
}

#[tokio::test]
async fn every_screen_carries_the_hooks_of_the_root() {
    let house = House::open().await;
    let link = house.link("20.15").await;
    let payer = Payer::new();
    let select = payer.open(&format!("{}?bank=libra_ro", link.page)).await;
    let problem = payer.pay(&link.page).await;
    let nothing = payer.navigate(&format!("{}/pay/unknown", house.url)).await.html();
    for (page, screen) in [(&select, "select"), (&problem, "problem"), (&nothing, "not-found")] {
        assert_eq!(page.root("screen"), screen);
        for name in ["finqlink", "status", "template", "mode"] {
            assert!(!page.root(name).is_empty(), "{screen}: data-{name}");
        }
        assert_eq!(page.root("mode"), "html", "until the script runs");
    }
    let chosen = select.tags.iter().find(|tag| tag.get("data-provider-id") == Some("libra_ro")).unwrap();
    let marked = ["aria-checked", "aria-pressed", "aria-selected"].iter().any(|name| chosen.get(name) == Some("true"));
    assert!(
        marked || chosen.get("checked").is_some() || select.tags.iter().any(|tag| tag.get("checked").is_some()),
        "{chosen:?}"
    );
    for tag in &select.tags {
        assert!(tag.get("aria-disabled") != Some("true") || tag.get("disabled").is_some(), "{tag:?}");
    }
}

#[tokio::test]
async fn what_the_page_is_told_holds_nothing_that_is_not_the_payers() {
    let house = House::open().await;
    let over = json!({
        "single_transfer": { "debtor_iban": "RO79BREL0002001500330100", "debtor_name": "Ana Canary", "psu_id": "psu-canary" },
        "options": { "redirect_url": "http://localhost:8082/thanks" },
        "tracking": { "customer_id": "customer-canary", "account_id": "account-canary" },
    });
    let link = house.link_with("20.13", &over).await;
    let payer = Payer::new();
    house.walk(&payer, &link, "approve").await;
    for path in ["", "/boot", "/status"] {
        let text = payer.navigate(&format!("{}{path}", link.page)).await.text;
        for secret in [
            "RO79BREL0002001500330100",
            "Ana Canary",
            "psu-canary",
            "customer-canary",
            "account-canary",
            "/hook",
            "demo-secret",
            "/sca/",
            "x_request_id",
            "libra_ro/v1",
        ] {
            assert!(!text.contains(secret), "{secret} at {path}");
        }
    }
}
