//! A bank in trouble: told to everybody, closed after five payers' bad luck, asked again every ten seconds, opened on trial.

use crate::house::House;
use crate::house::payer::Payer;
use crate::house::until;
use crate::house::ways::way;
use http::StatusCode;
use serde_json::json;

/// What the API says of a bank's health.
async fn told(house: &House, provider_id: &str) -> String {
    let got = house.api("/test/v2/providers/get", &json!({ "provider_id": provider_id })).await;
    got["provider"]["status"].as_str().unwrap().to_owned()
}

async fn becomes(house: &House, provider_id: &str, status: &str) {
    until(&format!("{provider_id} is {status}"), async || told(house, provider_id).await == status).await;
}

/// A payer tries this bank, and nothing is taken.
async fn in_vain(house: &House, provider_id: &str) {
    let link = house.link_at(way(provider_id), "100.50").await;
    Payer::new().pay_by(&link.page, way(provider_id)).await;
    house.becomes(&link, "started").await;
    house.logs(&link, &["created", "started", "requested", "started"]).await;
}

/// How often the bank was asked whether it is back.
fn probes(house: &House, provider_id: &str) -> usize {
    let below = format!("/{provider_id}/");
    house.wire.heard().iter().filter(|one| one.method == http::Method::GET && one.path.starts_with(&below)).count()
}

#[tokio::test]
async fn a_bank_that_fails_five_payers_is_closed_and_comes_back_by_itself() {
    let house = House::open().await;
    let bank = house.bank.of("bt_ro");
    assert_eq!(told(&house, "bt_ro").await, "up");
    bank.feels("down").await;
    for _ in 0..4 {
        in_vain(&house, "bt_ro").await;
    }
    assert_eq!(told(&house, "bt_ro").await, "degraded", "four payers are a hint");
    in_vain(&house, "bt_ro").await;
    assert_eq!(told(&house, "bt_ro").await, "down");
    assert_eq!(told(&house, "libra_ro").await, "up", "the others know nothing of it");

    // The page offers it no more, says why, and does not take it by hand either.
    let any = json!({ "payment_method": { "provider_id": ["bt_ro", "libra_ro"] } });
    let link = house.link_with("100.50", &any).await;
    let payer = Payer::new();
    let page = payer.open(&link.page).await;
    let banks = page.boot.as_ref().unwrap()["banks"].as_array().unwrap();
    let of = |id: &str| banks.iter().find(|one| one["provider_id"] == id).unwrap();
    assert_eq!((&of("bt_ro")["status"], &of("bt_ro")["unusable"]), (&json!("down"), &json!("down")));
    assert_eq!((&of("libra_ro")["status"], &of("libra_ro")["unusable"]), (&json!("up"), &json!(null)));
    let chosen = payer.open(&format!("{}?bank=libra_ro&method=libra_ro.domestic", link.page)).await;
    let form = chosen.form("pay").unwrap();
    let mut fields: Vec<(&str, &str)> =
        form.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    for field in &mut fields {
        match field.0 {
            "provider_id" => field.1 = "bt_ro",
            "method_id" => field.1 = "bt_ro.domestic",
            _ => {}
        }
    }
    let answer = payer.post(&format!("{}/pay", link.page), &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text);
    assert_eq!(house.log(&link).await, ["created", "started"]);

    // Nobody waits for the question whether it is back.
    let asked = probes(&house, "bt_ro");
    house.advance(9_000).await;
    assert_eq!(probes(&house, "bt_ro"), asked, "not before ten seconds");
    house.advance(1_500).await;
    until("it is asked", async || probes(&house, "bt_ro") == asked + 1).await;
    assert_eq!(told(&house, "bt_ro").await, "down");
    bank.feels("up").await;
    house.advance(10_000).await;
    becomes(&house, "bt_ro", "degraded").await;

    // On trial: the first who fares well opens it.
    let link = house.link_at(way("bt_ro"), "100.50").await;
    let payer = Payer::new();
    house.walk_by(&payer, &link, way("bt_ro"), "approve").await;
    assert_eq!(told(&house, "bt_ro").await, "up");
    assert_eq!(bank.payments().await.len(), 1);
}

#[tokio::test]
async fn a_bank_on_trial_that_fails_is_closed_at_once() {
    let house = House::open().await;
    let bank = house.bank.of("cec_ro");
    bank.feels("down").await;
    for _ in 0..5 {
        in_vain(&house, "cec_ro").await;
    }
    bank.feels("up").await;
    house.advance(10_000).await;
    becomes(&house, "cec_ro", "degraded").await;
    bank.feels("down").await;
    in_vain(&house, "cec_ro").await;
    assert_eq!(told(&house, "cec_ro").await, "down");
}

#[tokio::test]
async fn one_payers_bad_luck_closes_no_bank() {
    let house = House::open().await;
    house.bank.feels("down").await;
    let link = house.link("100.50").await;
    let payer = Payer::new();
    for _ in 0..8 {
        payer.pay(&link.page).await;
        house.becomes(&link, "started").await;
    }
    assert_eq!(told(&house, "libra_ro").await, "degraded");
}
