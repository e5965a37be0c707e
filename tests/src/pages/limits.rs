//! How much is let through (contract §2, Limits): refusals say when to come again, and change nothing.

use crate::house::payer::Payer;
use crate::house::{House, Plan};
use futures_util::future::join_all;
use serde_json::json;

fn tight() -> Plan {
    let flags = vec![
        ("limit_client_per_s", "1".to_owned()),
        ("limit_client_burst", "5".to_owned()),
        ("limit_page_per_s", "1".to_owned()),
        ("limit_page_burst", "6".to_owned()),
        ("limit_streams_per_link", "2".to_owned()),
    ];
    Plan { flags, ..Plan::default() }
}

#[tokio::test]
async fn a_client_that_calls_too_often_is_told_when_to_come_again() {
    let house = House::of(tight()).await;
    let body = json!({});
    let answers = join_all((0..10).map(|_| house.call("/test/v2/links/list", &[], &body))).await;
    let refused: Vec<_> = answers.iter().filter(|answer| answer.status == 429).collect();
    assert!(answers.iter().filter(|answer| answer.status == 200).count() >= 5 && refused.len() >= 3);
    for answer in refused {
        super::super::api::own_error(answer, 429, "bad_request");
        assert!(answer.header("retry-after").parse::<u32>().unwrap() >= 1);
    }
}

#[tokio::test]
async fn a_page_that_is_called_too_often_is_told_so_and_another_is_not() {
    let house = House::of(tight()).await;
    let (link, other) = (house.link("1.00").await, house.link("1.00").await);
    let payer = Payer::new();
    let url = format!("{}/status", link.page);
    let answers = join_all((0..12).map(|_| payer.get(&url))).await;
    let refused: Vec<_> = answers.iter().filter(|answer| answer.status == 429).collect();
    assert!(refused.len() >= 4, "{}", refused.len());
    assert!(refused.iter().all(|answer| answer.header("retry-after").parse::<u32>().unwrap() >= 1));
    assert_eq!(payer.navigate(&other.page).await.status, 200);
}

#[tokio::test]
async fn open_streams_are_counted_and_given_back() {
    let house = House::of(tight()).await;
    let link = house.link("1.00").await;
    let http = crate::house::client();
    let open = async || http.get(format!("{}/events", link.page)).send().await.unwrap();
    let (first, second) = (open().await, open().await);
    assert_eq!((first.status().as_u16(), second.status().as_u16()), (200, 200));
    let third = open().await;
    assert_eq!(third.status(), 429);
    assert!(third.headers().contains_key("retry-after"));
    drop(first);
    crate::house::until("a place is given back", async || {
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        open().await.status() == 200
    })
    .await;
}
