//! Accounts, balances, transactions and jobs of a consent that is active: shapes, filters, cursors, whose they are.

use super::oauth::client;
use super::{fields, keys, own_error};
use crate::house::House;
use crate::house::data_client::Asked;
use crate::house::outlook::merged;
use crate::house::payer::Answer;
use jiff::Timestamp;
use serde_json::{Value, json};
use std::collections::HashSet;

async fn call(house: &House, method: &str, consent: &Asked, more: &Value) -> Answer {
    house.call(&format!("/test/v2/ais/{method}"), &[], &merged(consent.reference(), more)).await
}

async fn read(house: &House, method: &str, consent: &Asked, more: &Value) -> Value {
    house.api(&format!("/test/v2/ais/{method}"), &merged(consent.reference(), more)).await
}

/// All records of a list under a filter, page by page.
async fn all(house: &House, list: &str, consent: &Asked, filter: &Value) -> Vec<Value> {
    let (mut found, mut after) = (Vec::new(), Value::Null);
    loop {
        let asked = json!({ "filter": filter, "pagination": { "limit": 250, "after": after } });
        let page = read(house, &format!("{list}/list"), consent, &asked).await;
        let records = page[list].as_array().unwrap();
        assert_eq!(page["pagination"]["count"], records.len());
        assert_eq!(page["pagination"]["after"], records.last().map_or(Value::Null, |last| last["keyset"].clone()));
        found.extend(records.iter().cloned());
        after = page["pagination"]["after"].clone();
        if page["pagination"]["more?"] == false {
            return found;
        }
        assert_eq!(records.len(), 250, "a page that is not the last is full");
    }
}

fn word<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_else(|| panic!("{name} is no string: {value}"))
}

fn time(value: &Value, name: &str) -> Timestamp {
    word(value, name).parse().unwrap()
}

/// Hundredths; the text must be an amount of the contract, zero included.
fn hundredths(value: &Value, name: &str) -> i64 {
    let (whole, fraction) = word(value, name).split_once('.').unwrap();
    assert!(fraction.len() == 2 && (whole == "0" || !whole.starts_with(['0', '-'])), "{value}");
    format!("{whole}{fraction}").parse().unwrap()
}

#[tokio::test]
async fn accounts_have_their_newest_balances_and_the_consent_names_them_masked() {
    let house = House::open().await;
    let consent = house.given(&json!({ "consent": { "consent_validity_days": 30 } })).await;
    let listed = read(&house, "accounts/list", &consent, &json!({})).await;
    let accounts = listed["accounts"].as_array().unwrap();
    let currencies: HashSet<&str> = accounts.iter().map(|one| word(one, "currency")).collect();
    assert_eq!(currencies, HashSet::from(["RON", "EUR"]));
    for account in accounts {
        let expected =
            ["account_id", "account_sub_type", "account_type", "balances", "currency", "iban", "name", "updated_at"];
        assert_eq!(keys(account), expected);
        assert!(flow::account::parse_iban(word(account, "iban")).is_ok(), "{account}");
        time(account, "updated_at");
        let balances = account["balances"].as_array().unwrap();
        assert!(balances.iter().any(|one| one["type"] == "available"), "{account}");
        let types: HashSet<&str> = balances.iter().map(|one| word(one, "type")).collect();
        assert_eq!(types.len(), balances.len(), "the newest of each type: {account}");
        for balance in balances {
            let expected = [
                "account_id",
                "amount",
                "balance_id",
                "credit_debit_indicator",
                "currency",
                "keyset",
                "reference_at",
                "type",
            ];
            assert_eq!(keys(balance), expected);
            assert_eq!((&balance["account_id"], &balance["currency"]), (&account["account_id"], &account["currency"]));
            hundredths(balance, "amount");
        }
    }
    let state = house.state_of(&consent).await;
    let masked: Vec<Value> = accounts
        .iter()
        .map(|account| {
            let iban = word(account, "iban");
            let iban = format!("{} … {}", &iban[..4], &iban[iban.len() - 4..]);
            json!({ "account_id": account["account_id"], "iban": iban, "currency": account["currency"] })
        })
        .collect();
    assert_eq!(state["accounts"], json!(masked));
    let method = json!({
        "method_id": "libra_ro.ais", "provider_id": "libra_ro", "account_owner_type": ["retail"],
        "interface_type": "psd2", "interface_env": "sandbox",
    });
    assert_eq!(state["ais_method"], method);
    assert_eq!(state["service_provider"]["provider_id"], "libra_ro");
    let left_ms = time(&state, "authorized_until").as_millisecond() - house.now_ms();
    assert!((0..60_000).contains(&(30 * 86_400_000 - left_ms)), "thirty days, less the seconds since: {left_ms}");
}

#[tokio::test]
async fn every_filter_leaves_just_what_it_names() {
    let house = House::open().await;
    let consent = house.given(&json!({})).await;
    let everything = all(&house, "transactions", &consent, &json!({})).await;
    assert!(everything.len() > 250, "two years make more than one page: {}", everything.len());
    let ids: HashSet<&str> = everything.iter().map(|one| word(one, "transaction_id")).collect();
    assert_eq!(ids.len(), everything.len(), "each once");
    let expected = [
        "account_id",
        "amount",
        "booking_date_time",
        "counterparty_iban",
        "counterparty_name",
        "credit_debit_indicator",
        "currency",
        "keyset",
        "remittance_information",
        "status",
        "transaction_id",
        "updated_at",
        "value_date_time",
    ];
    assert!(everything.iter().all(|one| keys(one) == expected), "{}", everything[0]);
    let booked: Vec<&Value> = everything.iter().filter(|one| one["status"] == "booked").collect();
    assert!(booked.is_sorted_by(|one, next| time(one, "booking_date_time") >= time(next, "booking_date_time")));
    let middle = booked[booked.len() / 2];
    let (day, account) = (word(middle, "booking_date_time"), word(middle, "account_id"));
    let (midday, amount) = (time(middle, "booking_date_time"), hundredths(middle, "amount"));
    type Is<'a> = Box<dyn Fn(&Value) -> bool + 'a>;
    let rows: Vec<(Value, Is<'_>)> = vec![
        (json!({ "status": "booked" }), Box::new(|one| one["status"] == "booked")),
        (json!({ "status": ["pending"] }), Box::new(|one| one["status"] == "pending")),
        (json!({ "credit_debit_indicator": "credit" }), Box::new(|one| one["credit_debit_indicator"] == "credit")),
        (json!({ "currency": "EUR" }), Box::new(|one| one["currency"] == "EUR")),
        (json!({ "currency": ["EUR", "RON"] }), Box::new(|_| true)),
        (json!({ "account_id": account }), Box::new(|one| one["account_id"] == account)),
        (json!({ "amount_min": word(middle, "amount") }), Box::new(|one| hundredths(one, "amount") >= amount)),
        (json!({ "amount_max": word(middle, "amount") }), Box::new(|one| hundredths(one, "amount") <= amount)),
        (
            json!({ "booking_date_from": day, "status": "booked" }),
            Box::new(|one| one["status"] == "booked" && time(one, "booking_date_time") >= midday),
        ),
        (
            json!({ "booking_date_to": day, "status": "booked" }),
            Box::new(|one| one["status"] == "booked" && time(one, "booking_date_time") < midday),
        ),
        (json!({ "booking_date_from": day, "booking_date_to": day }), Box::new(|_| false)),
        (json!({ "updated_from": "2020-01-01" }), Box::new(|_| true)),
        (json!({ "updated_to": "2020-01-01" }), Box::new(|_| false)),
        (json!({ "account_type": "no such type" }), Box::new(|_| false)),
    ];
    for (filter, is) in rows {
        let found = all(&house, "transactions", &consent, &filter).await;
        let found: Vec<&str> = found.iter().map(|one| word(one, "transaction_id")).collect();
        let named: Vec<&str> = everything.iter().filter(|one| is(one)).map(|one| word(one, "transaction_id")).collect();
        assert_eq!(found, named, "{filter}");
    }
    let balances = all(&house, "balances", &consent, &json!({})).await;
    for (filter, field) in [(json!({ "type": "available" }), "type"), (json!({ "currency": "EUR" }), "currency")] {
        let found = all(&house, "balances", &consent, &filter).await;
        let named: Vec<&Value> = balances.iter().filter(|one| one[field] == filter[field]).collect();
        assert!(!found.is_empty() && found.len() == named.len(), "{filter}");
    }
    let narrowed = read(&house, "accounts/list", &consent, &json!({ "filter": { "currency": "EUR" } })).await;
    assert!(narrowed["accounts"].as_array().unwrap().iter().all(|one| one["currency"] == "EUR"));
}

#[tokio::test]
async fn a_cursor_is_for_one_list_one_filter_and_one_consent() {
    let house = House::open().await;
    let consent = house.given(&json!({})).await;
    let other = house.given(&json!({})).await;
    let first = read(&house, "transactions/list", &consent, &json!({ "pagination": { "limit": 3 } })).await;
    let after = json!({ "pagination": { "limit": 3, "after": first["pagination"]["after"] } });
    let second = read(&house, "transactions/list", &consent, &after).await;
    let keyset = |page: &Value, at: usize| page["transactions"][at]["keyset"].clone();
    assert_ne!(keyset(&first, 0), keyset(&second, 0));
    let from = json!({ "pagination": { "limit": 2, "after": keyset(&first, 0) } });
    let rest = read(&house, "transactions/list", &consent, &from).await;
    assert_eq!(rest["transactions"][0], first["transactions"][1], "every record's keyset goes on after it");
    let refuse = async |list: &str, consent: &Asked, more: &Value| {
        own_error(&call(&house, list, consent, more).await, 400, "invalid_input");
    };
    refuse("transactions/list", &other, &after).await;
    refuse("balances/list", &consent, &after).await;
    refuse("transactions/list", &consent, &merged(after.clone(), &json!({ "filter": { "status": "booked" } }))).await;
    let two = json!({ "filter": { "currency": ["RON", "EUR"] }, "pagination": { "limit": 3 } });
    let page = read(&house, "transactions/list", &consent, &two).await;
    let swapped = json!({
        "filter": { "currency": ["EUR", "RON"] }, "pagination": { "limit": 3, "after": page["pagination"]["after"] },
    });
    assert_eq!(call(&house, "transactions/list", &consent, &swapped).await.status, 200, "an equal filter is the same");
    let accounts = read(&house, "accounts/list", &consent, &json!({})).await;
    let place = &accounts["accounts"][0]["balances"][0]["keyset"];
    let from = json!({ "pagination": { "after": place } });
    assert_eq!(call(&house, "balances/list", &consent, &from).await.status, 200, "a balance is a place in the history");
    refuse("transactions/list", &consent, &from).await;
}

#[tokio::test]
async fn an_account_is_the_consents_own() {
    let house = House::open().await;
    let consent = house.given(&json!({})).await;
    let other = house.given(&json!({})).await;
    let accounts = read(&house, "accounts/list", &other, &json!({})).await;
    let foreign = accounts["accounts"][0]["account_id"].clone();
    for id in [foreign, json!(uuid::Uuid::new_v4().to_string())] {
        for list in ["accounts/list", "balances/list", "transactions/list"] {
            let answer = call(&house, list, &consent, &json!({ "filter": { "account_id": id } })).await;
            let body = own_error(&answer, 404, "not_found");
            assert!(word(&body, "message").contains("filter.account_id"), "{body}");
        }
    }
    let stranger = client(&house, true).await;
    let secret = stranger.client_secret.as_ref().unwrap().expose();
    let proof = json!({ "client_id": stranger.client_id, "client_secret": secret });
    for list in ["accounts/list", "balances/list", "transactions/list"] {
        own_error(&call(&house, list, &consent, &proof).await, 404, "consent_not_found");
    }
}

#[tokio::test]
async fn a_job_is_begun_once_its_cooldown_is_over_and_read_until_its_end() {
    let house = House::open().await;
    let consent = house.given(&json!({})).await;
    let before = all(&house, "transactions", &consent, &json!({})).await.len();
    let early = call(&house, "jobs/create", &consent, &json!({})).await;
    own_error(&early, 400, "cooldown_failed");
    house.advance(60_000).await;
    let private = json!({ "callback_url": "http://10.0.0.1/hook" });
    assert_eq!(fields(&call(&house, "jobs/create", &consent, &private).await), ["callback_url"]);
    let wrong = json!({ "callback_url": 7 });
    assert_eq!(fields(&call(&house, "jobs/create", &consent, &wrong).await), ["callback_url"]);
    let headers = [("idempotency-key", "job-1")];
    let path = "/test/v2/ais/jobs/create";
    let made = house.call(path, &headers, &consent.reference()).await;
    let job = made.json();
    assert_eq!((made.status.as_u16(), &job["status"]), (200, &json!("job_started")), "{}", made.text);
    let again = house.call(path, &headers, &consent.reference()).await;
    assert_eq!((again.header("idempotent-replayed"), &again.text), ("true", &made.text));
    own_error(&call(&house, "jobs/create", &consent, &json!({})).await, 400, "cooldown_failed");
    let named = json!({ "job_id": job["job_id"] });
    let other = house.ask_for(&json!({})).await;
    own_error(&call(&house, "jobs/get", &other, &named).await, 404, "job_not_found");
    crate::house::until("the job does not end", async || {
        house.advance(500).await;
        read(&house, "jobs/get", &consent, &named).await["status"] == "job_completed"
    })
    .await;
    let ended = read(&house, "jobs/get", &consent, &named).await;
    let expected =
        ["api_client_app", "consent_id", "finished_at", "job_id", "request_id", "results", "started_at", "status"];
    assert_eq!(keys(&ended), expected);
    assert_eq!(keys(&ended["results"]), ["accounts", "balances", "errors", "transactions"]);
    assert_eq!(ended["results"]["errors"], json!([]));
    assert!(time(&ended, "finished_at") >= time(&ended, "started_at"));
    assert!(ended["results"]["accounts"].as_u64().unwrap() >= 2, "{ended}");
    assert_eq!(all(&house, "transactions", &consent, &json!({})).await.len(), before, "nothing is doubled");
    house.api("/test/v2/ais/consents/revoke", &consent.reference()).await;
    for list in ["accounts/list", "balances/list", "transactions/list", "jobs/create"] {
        own_error(&call(&house, list, &consent, &json!({})).await, 400, "consent_not_active");
    }
    assert_eq!(
        read(&house, "jobs/get", &consent, &named).await["status"],
        "job_completed",
        "a job is read as long as it is kept"
    );
}
