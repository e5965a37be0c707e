//! The pages of a consent: what opens it, what stands in the first HTML, what its own id opens, and what is no consent.

use crate::house::House;
use crate::house::consents::SHARED;
use crate::house::payer::Payer;
use crate::house::ways::way;
use finqlink_webui::templates;
use http::{Method, StatusCode};
use serde_json::Value;

#[tokio::test]
async fn only_a_persons_navigation_starts_it() {
    let house = House::open().await;
    let (payer, consent) = (Payer::new(), house.consent(90).await);
    for headers in [&[][..], &[("sec-fetch-mode", "navigate"), ("sec-purpose", "prefetch")]] {
        payer.send(Method::GET, &consent.page, headers, String::new()).await;
        payer.send(Method::HEAD, &consent.page, headers, String::new()).await;
    }
    assert_eq!(house.consent_log(&consent).await, ["created"]);
    payer.open(&consent.page).await;
    payer.open(&consent.page).await;
    assert_eq!(house.consent_log(&consent).await, ["created", "started"]);
}

#[tokio::test]
async fn what_why_for_whom_how_long_and_how_to_withdraw_stand_first_in_every_template_and_language() {
    let house = House::open().await;
    let payer = Payer::new();
    for template in templates::IDS {
        let ux = Some((*template).to_owned());
        let consent = house.consent_with(90, |asked| asked.options.ux_template = ux).await;
        for lang in finqlink_webui::words::TAGS {
            let page = payer.open(&format!("{}?lang={lang}", consent.page)).await;
            assert_eq!(page.root("template"), *template);
            let boot = page.boot.clone().unwrap();
            let said: Vec<&str> = boot["words"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
            assert_eq!(said, finqlink_webui::words::consent_sentences(lang));
            let shown = &boot["view"]["consent"];
            for text in ["asker", "firm"] {
                assert!(page.text.contains(shown[text].as_str().unwrap()), "{template} {lang} {text}: {}", page.text);
            }
            assert!(page.text.contains(shown["until"]["text"].as_str().unwrap()), "{template} {lang}: {}", page.text);
            for field in ["scope", "validity"] {
                let named = |tag: &&crate::house::html::Tag| tag.get("data-field") == Some(field);
                assert_eq!(page.tags.iter().filter(named).count(), 1, "{template} {lang} {field}");
            }
        }
    }
}

#[tokio::test]
async fn the_banks_on_offer_are_those_that_can_be_read() {
    let house = House::open().await;
    let payer = Payer::new();
    let ids = async |page: &str| {
        let list = payer.get(&format!("{page}/banks")).await.json();
        assert_eq!(
            list["ids"].as_str().map(|ids| ids.lines().count()),
            list["names"].as_str().map(|names| names.lines().count())
        );
        list["count"].as_u64().unwrap()
    };
    assert_eq!(ids(&house.consent(90).await.page).await, 4, "RoPay reads nothing");
    let one = house.consent_with(90, |asked| asked.filter.provider_id = vec!["cec_ro".to_owned()]).await;
    assert_eq!(ids(&one.page).await, 1);
    let page = payer.open(&one.page).await;
    assert_eq!(page.enabled("authorise"), 1, "the only bank is chosen already");
}

#[tokio::test]
async fn what_is_typed_is_judged_beside_its_field() {
    let house = House::open().await;
    let (payer, consent) = (Payer::new(), house.consent(90).await);
    let page = payer.open(&format!("{}?bank=rzb_ro&step=next", consent.page)).await;
    assert_eq!(page.root("screen"), "inputs");
    let answer = payer
        .press(
            &consent.page,
            &page,
            "authorise",
            &[("debtor_iban", "RO03RZBR0000069999999999"), ("psu_id", "two words")],
        )
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let again = answer.html();
    assert_eq!(again.root("screen"), "inputs");
    assert_eq!(again.boot.as_ref().unwrap()["errors"][0]["field"], "psu_id");
    assert!(answer.text.contains("two words"), "what was typed stays");
    for fields in [&[("provider_id", "ropay")][..], &[("provider_id", "libra_ro"), ("method_id", "libra_ro.domestic")]]
    {
        let token = page.boot.as_ref().unwrap()["form_token"].as_str().unwrap();
        let fields = [&[("token", token)], fields].concat();
        assert_eq!(
            payer.post(&format!("{}/authorise", consent.page), &fields).await.status,
            StatusCode::UNPROCESSABLE_ENTITY
        );
    }
    assert_eq!(house.consent_log(&consent).await, ["created", "started"]);
    assert!(house.wire.heard().is_empty());
}

#[tokio::test]
async fn a_form_that_is_not_ours_changes_nothing() {
    let house = House::open().await;
    let (payer, consent) = (Payer::new(), house.consent(90).await);
    let headers = [("origin", "https://evil.example"), ("content-type", "application/x-www-form-urlencoded")];
    for deed in ["authorise", "cancel", "retry", "withdraw"] {
        let body = "provider_id=libra_ro".to_owned();
        let answer = payer.send(Method::POST, &format!("{}/{deed}", consent.page), &headers, body).await;
        assert_eq!(answer.leads_to(), consent.page, "{deed}");
        assert_eq!(payer.navigate(&format!("{}/{deed}", consent.page)).await.leads_to(), consent.page, "{deed}");
    }
    assert_eq!(payer.post(&format!("{}/pay", consent.page), &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(house.consent_log(&consent).await, ["created"]);
}

#[tokio::test]
async fn the_consents_own_id_opens_a_reduced_view_that_can_be_authorised() {
    let house = House::open().await;
    let (payer, consent) = (Payer::new(), house.consent(90).await);
    let reduced = house.reduced(&consent);
    let silent = async |when: &str| {
        for address in
            [reduced.clone(), format!("{reduced}/status"), format!("{reduced}/boot"), format!("{reduced}/legal")]
        {
            let answer = payer.navigate(&address).await;
            assert_eq!(answer.status, StatusCode::OK, "{address}");
            assert!(!answer.text.contains(&consent.web_id), "{when}: {address} tells the page's id");
            assert!(!format!("{:?}", answer.headers).contains(&consent.web_id), "{when}: {address}");
        }
    };
    let page = payer.open(&reduced).await;
    let view = page.view();
    assert_eq!((page.root("screen"), page.root("status")), ("select", "started"));
    let boot = page.boot.clone().unwrap();
    assert_eq!((&boot["url"], &boot["qr"]), (&Value::from(""), &Value::Null));
    assert!(page.text.contains(view["consent"]["firm"].as_str().unwrap()), "{}", page.text);
    silent("while it is open").await;

    let back = house.agree_at(&payer, &reduced, way("libra_ro"), "approve").await;
    assert_eq!(back.root("finqlink"), "consent");
    house.consent_logs(&consent, SHARED).await;
    silent("while it stands").await;
    let stands = payer.open(&reduced).await;
    assert_eq!(stands.root("status"), "active");
    assert_eq!((stands.enabled("withdraw"), stands.enabled("receipt")), (0, 0), "{}", stands.text);
    assert_eq!(stands.view()["consent"]["accounts"].as_array().map(Vec::len), Some(0));
    assert!(!stands.text.contains("Libra") && stands.view()["attempt"]["bank"].is_null(), "{}", stands.text);
    assert_eq!(payer.navigate(&format!("{reduced}/receipt")).await.status, StatusCode::NOT_FOUND);
    let token = stands.boot.as_ref().unwrap()["form_token"].as_str().unwrap();
    payer.post(&format!("{reduced}/withdraw"), &[("token", token)]).await;
    house.consent_logs(&consent, SHARED).await;
}

#[tokio::test]
async fn who_agreed_by_the_consents_own_id_is_known_on_its_page_and_can_withdraw_there() {
    let house = House::open().await;
    let (holder, other, consent) = (Payer::new(), Payer::new(), house.consent(90).await);
    // The page was looked at before: it has a secret of its own by then.
    holder.open(&consent.page).await;
    let told = house.agree_at(&holder, &house.reduced(&consent), way("libra_ro"), "approve").await;
    house.consent_logs(&consent, SHARED).await;
    assert!(!told.text.contains("on this page"), "nobody can withdraw there: {}", told.text);
    let reduced = holder.open(&house.reduced(&consent)).await;
    assert!(reduced.text.contains("by telling") && reduced.text.contains("personal link"), "{}", reduced.text);

    let page = other.open(&consent.page).await;
    assert_eq!((page.enabled("withdraw"), page.enabled("receipt")), (0, 0), "{}", page.text);
    let page = holder.open(&consent.page).await;
    assert_eq!(page.view()["whose"], "mine");
    assert_eq!((page.enabled("withdraw"), page.enabled("receipt")), (1, 1), "{}", page.text);
    let receipt = holder.navigate(&format!("{}/receipt", consent.page)).await;
    assert_eq!(receipt.status, StatusCode::OK);
    assert!(!receipt.text.contains(&consent.web_id));
    // By then it is known by the page's own cookie too, and another consent's page learns nothing of it.
    holder.forget("finqlink_holder_");
    let elsewhere = house.consent(90).await;
    assert_eq!(holder.open(&elsewhere.page).await.view()["whose"], "nobody");
    let page = holder.open(&consent.page).await;
    holder.press(&consent.page, &page, "withdraw", &[]).await;
    assert_eq!(house.consent_log(&consent).await.last().map(String::as_str), Some("revoked"));
}

#[tokio::test]
async fn the_secret_of_one_consent_is_handed_to_no_other() {
    let house = House::open().await;
    let (holder, consent, next) = (Payer::new(), house.consent(90).await, house.consent(90).await);
    holder.authorise(&house.reduced(&consent), way("libra_ro")).await;
    let secret = holder.cookie("finqlink_holder_").unwrap();
    let set = holder.navigate(&next.page).await.header("set-cookie").to_owned();
    assert!(set.starts_with("finqlink_holder=") && !set.contains(&secret), "{set}");
}

#[tokio::test]
async fn by_the_consents_id_nobody_ends_what_others_began() {
    let house = House::open().await;
    let (holder, other) = (Payer::new(), Payer::new());
    let consent = house.consent(90).await;
    holder.authorise(&consent.page, way("libra_ro")).await;
    let reduced = house.reduced(&consent);
    let page = other.open(&reduced).await;
    assert_eq!((page.root("screen"), page.enabled("retry"), page.enabled("cancel")), ("waiting", 0, 0));
    assert_eq!(page.view()["attempt"], Value::Null);
    let token = page.boot.as_ref().unwrap()["form_token"].as_str().unwrap();
    for deed in ["retry", "cancel", "authorise"] {
        other.post(&format!("{reduced}/{deed}"), &[("token", token), ("provider_id", "bt_ro")]).await;
    }
    assert_eq!(house.consent_log(&consent).await, ["created", "started", "sca_url_retrieved"]);
}

#[tokio::test]
async fn who_left_from_the_reduced_view_comes_back_to_it_in_any_browser() {
    let house = House::open().await;
    let consent = house.consent(90).await;
    let (payer, elsewhere, reduced) = (Payer::new(), Payer::without_cookies(), house.reduced(&consent));
    payer.authorise(&reduced, way("libra_ro")).await;
    let sca = payer.leave(&reduced).await;
    house.advance(3_000).await;
    let back = payer.decide(&sca, "approve").await;
    for browser in [&elsewhere, &payer] {
        assert_eq!(browser.navigate(&back).await.leads_to(), reduced);
    }
    // Who left from the page itself comes back there.
    let whole = house.consent(90).await;
    payer.authorise(&whole.page, way("libra_ro")).await;
    let sca = payer.leave(&whole.page).await;
    house.advance(3_000).await;
    let back = payer.decide(&sca, "approve").await;
    assert_eq!(elsewhere.navigate(&back).await.leads_to(), whole.page);
}

#[tokio::test]
async fn what_was_read_is_counted_for_who_agreed_alone() {
    let house = House::open().await;
    let (holder, other) = (Payer::new(), Payer::new());
    let redirect = "http://localhost:8082/thanks?order=1".to_owned();
    let consent = house.consent_with(90, |asked| asked.options.redirect_url = Some(redirect)).await;
    let reduced = house.reduced(&consent);
    assert_eq!(other.open(&reduced).await.view()["back_url"], Value::Null);
    assert!(other.open(&consent.page).await.view()["back_url"].is_string());
    house.agree_at(&holder, &consent.page, way("libra_ro"), "approve").await;
    house.consent_logs(&consent, SHARED).await;
    let counted = holder.open(&consent.page).await.view()["consent"]["fetch"].clone();
    assert!(counted["accounts"].as_u64().unwrap() > 0, "{counted}");
    for (browser, page) in [(&other, &consent.page), (&other, &reduced), (&holder, &reduced)] {
        let view = browser.open(page).await.view();
        assert_eq!(view["consent"]["fetch"], Value::Null, "{page}");
    }
    assert_eq!(other.open(&reduced).await.view()["back_url"], Value::Null);
}

#[tokio::test]
async fn a_filter_that_leaves_one_bank_tells_nobody_later_which_bank_it_was() {
    let house = House::open().await;
    let (holder, other) = (Payer::new(), Payer::new());
    let consent = house.consent_with(90, |asked| asked.filter.provider_id = vec!["libra_ro".to_owned()]).await;
    let reduced = house.reduced(&consent);
    let tells = async |page: &str| {
        let opened = other.open(page).await;
        // The style names every bank there is.
        let mut all = format!("{} {}", opened.text, opened.boot.as_ref().unwrap());
        for part in ["banks", "boot", "status"] {
            all += &other.navigate(&format!("{page}/{part}")).await.text;
        }
        (all.contains("libra_ro") || all.contains("Libra"), opened.view()["consent"]["history"].clone())
    };
    let (told, history) = tells(&reduced).await;
    assert!(told && history["count"].is_u64(), "while it can be authorised, its bank is on offer: {history}");
    holder.authorise(&consent.page, way("libra_ro")).await;
    for when in ["while another is at the bank", "while it stands", "when it is over"] {
        for page in [&consent.page, &reduced] {
            assert_eq!(tells(page).await, (false, Value::Null), "{when}: {page}");
        }
        match when {
            "while another is at the bank" => {
                let sca = holder.leave(&consent.page).await;
                house.advance(3_000).await;
                let back = holder.decide(&sca, "approve").await;
                holder.navigate(&back).await;
                house.consent_logs(&consent, SHARED).await;
                let history = holder.open(&consent.page).await.view()["consent"]["history"].clone();
                assert!(history["count"].is_u64(), "who chose the bank knows: {history}");
            }
            _ => drop(house.app.revoke_consent("demo", "sandbox", &consent.id).await),
        }
    }
}

#[tokio::test]
async fn who_shares_data_is_known_at_each_visit_for_as_long_as_there_is_something_to_withdraw() {
    let house = House::open().await;
    let (holder, consent) = (Payer::new(), house.consent(180).await);
    let secret = |answer: &crate::house::payer::Answer| {
        let set = answer.header("set-cookie").to_owned();
        assert!(set.contains("Max-Age=19440000"), "{set}");
        set.split(';').next().unwrap().to_owned()
    };
    let first = secret(&holder.navigate(&consent.page).await);
    assert_eq!(secret(&holder.navigate(&consent.page).await), first);
}

#[tokio::test]
async fn what_names_no_consent_gets_the_same_bytes() {
    let house = House::open().await;
    let link = house.link("100.50").await;
    let payer = Payer::new();
    let mut seen = Vec::new();
    let unknown = uuid::Uuid::new_v4().to_string();
    for id in [unknown.as_str(), "x", "a%00b", "..%2fpay", link.web_id.as_str(), &"9".repeat(300)] {
        for part in ["", "/leave", "/receipt", "/legal"] {
            let answer = payer.navigate(&format!("{}/consent/{id}{part}", house.url)).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{id}{part}");
            let page = answer.html();
            assert_eq!((page.root("finqlink"), page.root("screen")), ("consent", "not-found"), "{id}{part}");
            seen.push(answer.text);
        }
    }
    assert!(seen.windows(2).all(|pair| pair[0] == pair[1]));
    let consent = house.consent(90).await;
    let as_payment = payer.navigate(&format!("{}/pay/{}", house.url, consent.web_id)).await;
    assert_eq!((as_payment.status, as_payment.html().root("finqlink")), (StatusCode::NOT_FOUND, "payment"));
}
