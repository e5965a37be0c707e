//! Banks that approve by OAuth2, each in its own way: what they are sent, what comes of the code, and that neither is believed.

use crate::house::payer::Payer;
use crate::house::ways::way;
use crate::house::wire::Exchange;
use crate::house::{House, until};
use http::Method;
use serde_json::json;

fn header<'a>(exchange: &'a Exchange, name: &str) -> &'a str {
    exchange.asked.get(name).map_or("", |value| value.to_str().unwrap())
}

fn to<'a>(heard: &'a [Exchange], method: &Method, ending: &str) -> Vec<&'a Exchange> {
    heard.iter().filter(|one| one.method == *method && one.path.ends_with(ending)).collect()
}

/// A payment approved at this bank, and everything that went over the wire, the token's call included.
async fn approved(house: &House, provider_id: &'static str) -> Vec<Exchange> {
    let link = house.link_at(way(provider_id), "20.14").await;
    house.walk_by(&Payer::new(), &link, way(provider_id), "approve").await;
    until("the code is exchanged", async || !to(&house.wire.heard(), &Method::POST, "/oauth/token").is_empty()).await;
    house.pass(12_000).await;
    house.becomes(&link, "completed").await;
    house.wire.heard()
}

#[tokio::test]
async fn bt_publishes_its_server_and_wants_pkce() {
    let house = House::open().await;
    let heard = approved(&house, "bt_ro").await;
    let token = to(&heard, &Method::POST, "/oauth/token");
    assert_eq!((token.len(), token[0].status), (1, 200), "{}", token[0].body);
    assert_eq!(header(token[0], "authorization"), "", "a public client with PKCE");
    let reads = to(&heard, &Method::GET, "/status");
    assert!(header(reads.last().unwrap(), "authorization").starts_with("Bearer "), "later reads carry the token");
    assert!(reads.iter().all(|one| one.status == 200), "{reads:?}");

    approved_again(&house, "bt_ro").await;
    let metadata = to(&house.wire.heard(), &Method::GET, "/.well-known/oauth-authorization-server").len();
    assert_eq!(metadata, 1, "what the bank published is remembered");
}

/// A second payment at the same bank.
async fn approved_again(house: &House, provider_id: &'static str) {
    let link = house.link_at(way(provider_id), "20.14").await;
    house.walk_by(&Payer::new(), &link, way(provider_id), "approve").await;
    house.pass(12_000).await;
    house.becomes(&link, "completed").await;
}

#[tokio::test]
async fn rzb_wants_to_know_who_pays_and_takes_basic() {
    let house = House::open().await;
    let heard = approved(&house, "rzb_ro").await;
    let initiation = &to(&heard, &Method::POST, "/domestic-ron-transfers")[0];
    assert_eq!(header(initiation, "psu-id"), "9999999998");
    assert!(!header(initiation, "user-agent").is_empty());
    let token = to(&heard, &Method::POST, "/oauth/token");
    assert_eq!((token.len(), token[0].status), (1, 200), "{}", token[0].body);
    assert!(header(token[0], "authorization").starts_with("Basic "));
}

#[tokio::test]
async fn cec_wants_its_client_id_a_seal_and_the_token_elsewhere() {
    let house = House::open().await;
    let heard = approved(&house, "cec_ro").await;
    let initiation = &to(&heard, &Method::POST, "/ron-payment")[0];
    assert_eq!(header(initiation, "x-ibm-client-id"), "finqlink-sandbox");
    assert!(header(initiation, "digest").starts_with("SHA-512="));
    assert!(header(initiation, "signature").contains("rsa-sha512"));
    let reads = to(&heard, &Method::GET, "/status");
    assert!(!header(reads.last().unwrap(), "oauth-1").is_empty(), "later reads carry the token");
    assert_eq!(header(reads.last().unwrap(), "authorization"), "");
    assert!(reads.iter().all(|one| one.status == 200), "{reads:?}");
}

#[tokio::test]
async fn a_code_is_exchanged_once_and_only_with_its_own_state() {
    let house = House::open().await;
    let link = house.link_at(way("bt_ro"), "20.14").await;
    let payer = Payer::new();
    let sca = house.leave_by(&payer, &link, way("bt_ro")).await;
    let exchanges = || to(&house.wire.heard(), &Method::POST, "/oauth/token").len();
    // Slipped to this browser: the cookie finds the attempt, and its code is not taken.
    let slipped = format!("{}/callback/bt_ro?code=of-somebody-else", house.url);
    payer.come_back(&slipped).await;
    payer.come_back(&format!("{slipped}&state=of-nobody")).await;
    house.quiet().await;
    assert_eq!(exchanges(), 0);

    house.advance(3_000).await;
    let back = payer.decide(&sca, "approve").await;
    for _ in 0..3 {
        payer.come_back(&back).await;
    }
    house.pass(12_000).await;
    house.becomes(&link, "completed").await;
    assert_eq!(exchanges(), 1);
    house.audit(&link).await;
}

#[tokio::test]
async fn a_token_that_cannot_be_had_delays_no_truth() {
    let house = House::open().await;
    let link = house.link_at(way("bt_ro"), "20.14").await;
    let payer = Payer::new();
    let back = house.decide_by(&payer, &link, way("bt_ro"), "approve").await;
    // The right state with a code that the bank never gave.
    let mut address = url::Url::parse(&back).unwrap();
    let pairs: Vec<(String, String)> = address
        .query_pairs()
        .map(|(name, value)| if name == "code" { (name.into(), "forged".into()) } else { (name.into(), value.into()) })
        .collect();
    address.query_pairs_mut().clear().extend_pairs(pairs);
    payer.come_back(address.as_str()).await;
    until("the bank refused the code", async || {
        to(&house.wire.heard(), &Method::POST, "/oauth/token").iter().any(|one| one.status == 400)
    })
    .await;
    house.pass(12_000).await;
    house.becomes(&link, "completed").await;
    house.audit(&link).await;
}

#[tokio::test]
async fn typed_inputs_are_asked_for_checked_and_sent() {
    let house = House::open().await;
    let filter = json!({ "payment_method": { "provider_id": "rzb_ro" } });
    let link = house.link_with("100.50", &filter).await;
    let payer = Payer::new();
    let chosen = payer.open(&format!("{}?bank=rzb_ro&method=rzb_ro.domestic", link.page)).await;
    assert_eq!(chosen.enabled("pay"), 0, "two things are still to be said: {}", chosen.text);
    let inputs = payer.open(&format!("{}?bank=rzb_ro&method=rzb_ro.domestic&step=next", link.page)).await;
    assert_eq!(inputs.root("screen"), "inputs");
    let wrong = [("debtor_iban", "RO03RZBR0000069999999998"), ("psu_id", "")];
    let answer = payer.press(&link.page, &inputs, "pay", &wrong).await;
    assert_eq!(answer.status, 422);
    let told = answer.html();
    assert_eq!((told.root("screen"), told.enabled("pay")), ("inputs", 1));
    assert!(answer.text.contains("RO03RZBR0000069999999998"), "what was typed is kept");
    assert_eq!(house.log(&link).await, ["created", "started"]);

    let right = [("debtor_iban", "ro03 rzbr 0000 0699 9999 9999"), ("psu_id", "9999999998")];
    payer.press(&link.page, &told, "pay", &right).await.leads_to();
    house.becomes(&link, "intent_accepted").await;
    let payments = house.bank.of("rzb_ro").payments().await;
    assert_eq!(payments.len(), 1);
    let sca = payer.leave(&link.page).await;
    house.advance(3_000).await;
    let back = payer.decide(&sca, "approve").await;
    payer.come_back(&back).await;
    house.pass(5_000).await;
    house.becomes(&link, "completed").await;
    let page = payer.navigate(&link.page).await;
    assert!(!page.text.contains("9999999998"), "the page never shows the PSU id again");
    house.audit(&link).await;
}
