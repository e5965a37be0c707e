//! Ends that do not come from the TPP: the PSU withdraws at the bank, or somebody pulls a lever.

use axum::http::{Method, StatusCode};
use serde_json::json;

use crate::ais::READERS;
use crate::house::house;
use crate::tpp::{LIBRA, ROPAY};

#[tokio::test]
async fn the_psu_withdraws_at_the_bank() {
    for tpp in READERS {
        let house = house();
        let (one, other) = (tpp.approved(&house, 90).await, tpp.approved(&house, 90).await);
        let pending = tpp.consent(&house, 90).await;
        let address = format!("/{}/permissions", tpp.id);
        assert!(house.get(&format!("/{}/", tpp.id)).await.text.contains(&address));
        assert_eq!(house.get(&address).await.status, StatusCode::OK);
        let wrong = house.post_form(&address, "username=x&psu_id=x").await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        let inside = house.post_form(&address, tpp.login).await.header("location").to_owned();
        let page = house.get(&inside).await.text;
        assert!(page.contains(&one.id) && page.contains(&other.id) && !page.contains(&pending.id), "{page}");
        for _ in 0..2 {
            let done = house.post_form(&inside, &format!("consent_id={}", one.id)).await;
            assert_eq!(done.header("location"), inside);
        }
        assert_eq!(one.status(&house).await, "revokedByPsu");
        assert_eq!(other.status(&house).await, "valid");
        assert_eq!(one.read_with(&house, "", &[]).await.refusal().0, "CONSENT_INVALID");
        assert_eq!(other.accounts(&house).await.len(), if tpp.id == "cec_ro" { 2 } else { 3 });
        assert!(!house.get(&inside).await.text.contains(&one.id));
    }
}

#[tokio::test]
async fn strangers_withdraw_nothing() {
    let house = house();
    let given = LIBRA.approved(&house, 90).await;
    let guessed = "/libra_ro/permissions/0123456789abcdef0123456789abcdef";
    for answer in [house.get(guessed).await, house.post_form(guessed, &format!("consent_id={}", given.id)).await] {
        assert_eq!(answer.header("location"), "/libra_ro/permissions");
    }
    assert_eq!(given.status(&house).await, "valid");
    assert_eq!(house.get("/ropay/permissions").await.status, StatusCode::NOT_FOUND);
    assert_eq!(house.post_form("/ropay/permissions", ROPAY.login).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_lever_ends_a_consent() {
    let house = house();
    let kind = [("content-type", "application/json")];
    for (status, code) in
        [("revokedByPsu", "CONSENT_INVALID"), ("terminatedByTpp", "CONSENT_INVALID"), ("expired", "CONSENT_EXPIRED")]
    {
        let given = LIBRA.approved(&house, 90).await;
        let order = json!({"consent_id": given.id, "status": status});
        let lever = "/_control/libra_ro/consents";
        let done = house.call(Method::POST, lever, &kind, order.to_string()).await;
        assert_eq!((done.status, done.json()), (StatusCode::OK, order.clone()));
        assert_eq!(given.status(&house).await, status);
        assert_eq!(given.read_with(&house, "", &[]).await.refusal().0, code);
        let again = house.call(Method::POST, lever, &kind, order.to_string()).await;
        assert_eq!((again.status, again.json()), (StatusCode::CONFLICT, order));
        let stranger = house.call_from("10.0.0.7:1", Method::POST, lever, &kind, "{}").await;
        assert_eq!(stranger.status, StatusCode::NOT_FOUND);
        for (order, status) in [
            (json!({"consent_id": "nobody", "status": "expired"}), 404),
            (json!({"consent_id": given.id, "status": "valid"}), 400),
            (json!({"status": "expired"}), 400),
        ] {
            assert_eq!(house.call(Method::POST, lever, &kind, order.to_string()).await.status, status, "{order}");
        }
        let told = house.get(&format!("{lever}?consent_id={}", given.id)).await.json();
        assert_eq!(told["consents"][0]["status"], status);
        assert_eq!(told["consents"][0]["accounts"].as_array().unwrap().len(), 3);
    }
    let told = house.get("/_control/libra_ro/consents").await.json();
    assert_eq!(told["consents"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn a_bank_contradicts_itself_about_a_consent_when_told_to() {
    let house = house();
    let kind = [("content-type", "application/json")];
    let given = LIBRA.approved(&house, 90).await;
    let order = json!({"consent_id": given.id, "status": ["expired", "somethingNew"]});
    let ordered = house.call(Method::POST, "/_control/libra_ro/answers", &kind, order.to_string()).await;
    assert_eq!((ordered.status, ordered.json()), (StatusCode::OK, order));
    for said in ["expired", "somethingNew", "valid"] {
        assert_eq!(given.status(&house).await, said);
    }
}
