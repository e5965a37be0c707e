//! Receipts of consents, as their holders get them.

use crate::house::House;
use crate::house::payer::Payer;
use crate::house::ways::way;
use gateway::app::receipts::record::Record;
use gateway::app::receipts::seal;
use gateway::pages::receipt::paper::paper;
use gateway::store::attempts::{self, AttemptRow};
use gateway::store::receipts;
use http::StatusCode;
use protocol::DataGroup;

#[tokio::test]
async fn what_was_shown_and_accepted_is_proven_to_who_accepted_it_and_to_nobody_else() {
    let house = House::open().await;
    let (holder, other) = (Payer::new(), Payer::new());
    let consent = house.shared(&holder).await;
    let address = format!("{}/receipt", consent.page);
    assert_eq!(other.navigate(&address).await.status, StatusCode::NOT_FOUND);
    let answer = holder.navigate(&address).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("cache-control"), "no-store");
    assert!(answer.header("content-security-policy").contains("script-src 'none'"));

    let whole = seal::check(answer.text.as_bytes()).unwrap();
    assert!(house.app.keys.receipt_keys().contains(&whole.public_key));
    let record = whole.record;
    assert_eq!((record.consent_id.as_str(), record.validity_days), (consent.id.as_str(), 90));
    assert_eq!((record.attempt, record.method_id.as_str()), (Some(1), "libra_ro.ais"));
    assert!(answer.html().text.contains("The authorisation at Libra Internet Bank follows"), "{}", answer.text);
    assert_eq!(record.scope, DataGroup::ALL);
    assert_eq!((record.provider_id.as_str(), record.bank.as_str()), ("libra_ro", "Libra Internet Bank"));
    assert_eq!((record.language.as_str(), record.template.as_str()), ("en", "default"));
    let said = record.text.join(" ");
    for text in [&record.asker, &record.firm, &record.bank, &record.pressed, "IBAN and name of the account"] {
        assert!(said.contains(text), "{text}: {said}");
        assert!(answer.html().text.contains(text), "{text} stands on the paper");
    }
    for secret in [consent.web_id.as_str(), "form_token", "name=\"token\" value=\"A"] {
        assert!(!answer.text.contains(secret), "{secret}");
    }
    // The same screen again, from the record alone.
    let screen = crate::house::html::read(&record.screen);
    assert_eq!((screen.root("finqlink"), screen.root("screen")), ("consent", "select"));
    assert_eq!(screen.enabled("authorise"), 1, "the control that was pressed");
    assert!(screen.tags.iter().all(|tag| tag.name != "script"));
    let bytes = answer.text.replace("<h1>", "<h1> ");
    assert_eq!(seal::check(bytes.as_bytes()).unwrap_err(), [seal::Flaw::Paper]);
    let place = seal::place_in_paper(bytes.as_bytes(), paper).unwrap();
    assert_eq!(place, bytes.find("<h1> ").unwrap() + 5);
}

#[tokio::test]
async fn it_tells_the_page_that_was_seen_in_its_language_and_template_and_stays_after_the_end() {
    let house = House::open().await;
    let holder = Payer::new();
    let consent = house
        .consent_with(30, |asked| {
            asked.scope = vec![DataGroup::Accounts, DataGroup::Balances];
            asked.options.language = Some("ro".to_owned());
            asked.options.ux_template = Some("steps".to_owned());
            asked.filter.provider_id = vec!["rzb_ro".to_owned()];
        })
        .await;
    house.agree_at(&holder, &consent.page, way("rzb_ro"), "approve").await;
    let address = format!("{}/receipt", consent.page);
    let first = holder.navigate(&address).await.text;
    let record = seal::check(first.as_bytes()).unwrap().record;
    assert_eq!((record.language.as_str(), record.template.as_str()), ("ro", "steps"));
    assert_eq!(record.scope, [DataGroup::Accounts, DataGroup::Balances]);
    for typed in ["9999999998", "RO03RZBR0000069999999999"] {
        assert!(!first.contains(typed), "what was typed is no business of who reads the receipt");
    }
    house.app.revoke_consent("demo", "sandbox", &consent.id).await.unwrap();
    assert_eq!(holder.navigate(&address).await.text, first, "the same bytes for ever");
}

#[tokio::test]
async fn at_rest_it_is_sealed() {
    let house = House::open().await;
    let holder = Payer::new();
    house.shared(&holder).await;
    for name in ["house.db", "house.db-wal"] {
        let bytes = std::fs::read(house.folder().join(name)).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("finqlink-receipt"), "{name}");
    }
}

#[tokio::test]
async fn a_form_that_is_sent_back_leaves_no_receipt_and_each_attempt_has_its_own() {
    let house = House::open().await;
    let (holder, consent) = (Payer::new(), house.consent(90).await);
    let address = format!("{}/receipt", consent.page);
    let page = holder.open(&format!("{}?bank=rzb_ro&step=next", consent.page)).await;
    let wrong = [("debtor_iban", "RO03RZBR0000069999999999"), ("psu_id", "two words")];
    let answer = holder.press(&consent.page, &page, "authorise", &wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(holder.navigate(&address).await.status, StatusCode::NOT_FOUND, "nothing was accepted");

    let number = async || seal::check(holder.navigate(&address).await.text.as_bytes()).unwrap().record.attempt;
    holder.authorise(&consent.page, way("libra_ro")).await;
    assert_eq!(number().await, Some(1));
    let page = holder.open(&consent.page).await;
    holder.press(&consent.page, &page, "cancel", &[]).await;
    house.agree_at(&holder, &consent.page, way("bt_ro"), "approve").await;
    let record = seal::check(holder.navigate(&address).await.text.as_bytes()).unwrap().record;
    assert_eq!((record.attempt, record.provider_id.as_str()), (Some(2), "bt_ro"));
}

#[tokio::test]
async fn a_receipt_from_before_attempts_were_numbered_is_still_given_and_still_whole() {
    let house = House::open().await;
    let holder = Payer::new();
    let consent = house.shared(&holder).await;
    let given = holder.navigate(&format!("{}/receipt", consent.page)).await.text;
    let first = Record { attempt: None, ..seal::check(given.as_bytes()).unwrap().record };
    let file = seal::seal(&house.app.keys, &first, &paper(&first)).unwrap();
    assert!(!file.contains("\"attempt\"") && !file.contains("follows;"), "as it was written then");
    let sealed = house.app.keys.seal(format!("receipts.record {}", consent.id).as_bytes(), file.as_bytes()).unwrap();
    // Its attempt is a second one's number, so that it is the newest.
    let mut write = house.app.store.write().await.unwrap();
    let row = house.app.store.attempts(&consent.id).await.unwrap().pop().unwrap();
    let again = AttemptRow { number: 2, ..row };
    attempts::insert(&mut write, &again, b"another return").await.unwrap();
    receipts::insert(&mut write, &consent.id, 2, &sealed, house.now_ms()).await.unwrap();
    write.commit().await.unwrap();
    let text = holder.navigate(&format!("{}/receipt", consent.page)).await.text;
    assert_eq!(text, file);
    assert_eq!(seal::check(text.as_bytes()).unwrap().record, first);
}
