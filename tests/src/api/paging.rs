//! Pages of lists: limits, cursors, and what becomes of them.

use super::{fields, own_error};
use crate::house::House;
use gateway::app::registration::{NewClient, create};
use serde_json::{Value, json};
use std::collections::HashSet;

async fn make(house: &House, count: usize) {
    for _ in 0..count {
        house.link("1.00").await;
    }
}

async fn page(house: &House, body: Value) -> Value {
    house.api("/test/v2/links/list", &body).await
}

fn ids(page: &Value) -> Vec<String> {
    page["links"].as_array().unwrap().iter().map(|one| one["link_id"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn limits_are_1_to_250_and_50_by_default() {
    let house = House::open().await;
    make(&house, 52).await;
    let first = page(&house, json!({})).await;
    assert_eq!((ids(&first).len(), &first["pagination"]["more?"]), (50, &json!(true)));
    assert_eq!(page(&house, json!({ "pagination": { "limit": 1 } })).await["pagination"]["count"], 1);
    let all = page(&house, json!({ "pagination": { "limit": 250 } })).await;
    assert_eq!((ids(&all).len(), &all["pagination"]["more?"]), (52, &json!(false)));
    let exact = page(&house, json!({ "pagination": { "limit": 52 } })).await;
    assert_eq!(exact["pagination"]["more?"], false);
    for limit in [json!(0), json!(251), json!(-1), json!("10"), json!(1.5), json!(true)] {
        let answer = house.call("/test/v2/links/list", &[], &json!({ "pagination": { "limit": limit } })).await;
        assert_eq!(fields(&answer), ["pagination.limit"], "{limit}");
    }
    let answer = house.call("/test/v2/links/list", &[], &json!({ "pagination": 7 })).await;
    assert_eq!(fields(&answer), ["pagination"]);
    let answer = house.call("/test/v2/links/list", &[], &json!({ "pagination": { "after": 7 } })).await;
    assert_eq!(fields(&answer), ["pagination.after"]);
}

#[tokio::test]
async fn walking_the_pages_sees_every_row_once_while_others_are_made() {
    let house = House::open().await;
    make(&house, 23).await;
    let before: HashSet<String> =
        ids(&page(&house, json!({ "pagination": { "limit": 250 } })).await).into_iter().collect();
    let (mut seen, mut after) = (Vec::new(), Value::Null);
    loop {
        let one = page(&house, json!({ "pagination": { "limit": 5, "after": after } })).await;
        seen.extend(ids(&one));
        house.link("2.00").await;
        after = one["pagination"]["after"].clone();
        if one["pagination"]["more?"] == false {
            break;
        }
    }
    assert_eq!(seen.len(), 23);
    assert_eq!(seen.into_iter().collect::<HashSet<_>>(), before);
}

#[tokio::test]
async fn every_records_keyset_is_a_cursor() {
    let house = House::open().await;
    make(&house, 6).await;
    let all = page(&house, json!({})).await;
    for at in 0..6 {
        let keyset = &all["links"][at]["keyset"];
        let rest = page(&house, json!({ "pagination": { "after": keyset } })).await;
        assert_eq!(ids(&rest), ids(&all)[at + 1..], "after row {at}");
    }
    let end = page(&house, json!({ "pagination": { "after": all["links"][5]["keyset"] } })).await;
    assert_eq!(end["pagination"], json!({ "count": 0, "more?": false, "after": null }));
}

#[tokio::test]
async fn a_cursor_that_is_damaged_forged_or_of_another_list_is_unusable() {
    let house = House::open().await;
    make(&house, 3).await;
    let listed = page(&house, json!({ "pagination": { "limit": 1 } })).await;
    let good = listed["pagination"]["after"].as_str().unwrap().to_owned();
    let refuse = async |path: &str, body: Value| {
        own_error(&house.call(path, &[], &body).await, 400, "invalid_input");
    };
    let with = |after: &str| json!({ "pagination": { "after": after } });
    for at in 0..good.len() {
        let mut bytes = good.clone().into_bytes();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        let damaged = String::from_utf8(bytes).unwrap();
        let answer = house.call("/test/v2/links/list", &[], &with(&damaged)).await;
        // The last character of base64 has bits that mean nothing; a reader may refuse or ignore them, never err.
        assert!(answer.status == 400 || at == good.len() - 1, "{at}: {}", answer.text);
    }
    for forged in
        ["", "x", "AAAAAAAAAAE", "1", "MQ==", &good[..good.len() - 4], &format!("{good}AAAA"), &"A".repeat(5_000), "🦀"]
    {
        refuse("/test/v2/links/list", with(forged)).await;
    }
    let mut filtered = with(&good);
    filtered["filter"] = json!({ "status": "created" });
    refuse("/test/v2/links/list", filtered).await;
    let new = NewClient {
        name: "Other".to_owned(),
        redirect_urls: vec![],
        frame_origins: vec![],
        ais: false,
        require_tracking: false,
        hides_transfer: false,
        template: "default".to_owned(),
    };
    let issued = create(&house.app.store, &house.app.keys, house.now_ms(), new, &["default"]).await.unwrap();
    let mut foreign = with(&good);
    foreign["client_id"] = json!(issued.client_id);
    foreign["client_secret"] = json!(issued.client_secret.unwrap().expose());
    refuse("/test/v2/links/list", foreign).await;
}

#[tokio::test]
async fn cursors_outlive_a_restart() {
    let mut house = House::open().await;
    make(&house, 4).await;
    let first = page(&house, json!({ "pagination": { "limit": 2 } })).await;
    house.restart().await;
    let second = page(&house, json!({ "pagination": { "limit": 2, "after": first["pagination"]["after"] } })).await;
    let all = page(&house, json!({})).await;
    assert_eq!([ids(&first), ids(&second)].concat(), ids(&all));
}

#[tokio::test]
async fn v1_gives_the_newest_250_and_knows_no_pages() {
    let house = House::open().await;
    make(&house, 252).await;
    let body = json!({ "pagination": { "limit": 3 } });
    let plain = house.api("/test/v1/links/list", &body).await;
    assert_eq!(plain["links"].as_array().unwrap().len(), 250);
    let newest = page(&house, json!({ "pagination": { "limit": 250 } })).await;
    assert_eq!(plain["links"], newest["links"]);
}
