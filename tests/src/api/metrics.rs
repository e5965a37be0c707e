//! `/metrics`: what happens is counted; nobody is named, and strangers find nothing.

use crate::house::House;
use crate::house::payer::Payer;
use serde_json::json;

#[tokio::test]
async fn what_happens_is_counted_and_nobody_is_named() {
    let house = House::open().await;
    let link = house.link("100.50").await;
    house.walk(&Payer::new(), &link, "approve").await;
    house.pass(6_000).await;
    house.becomes(&link, "funds_received").await;
    house.shop.gets(1).await;
    house.call("/test/v2/nothing", &[], &json!({})).await;
    let answer = Payer::new().get(&format!("{}/metrics", house.url)).await;
    assert_eq!(answer.status, 200);
    assert!(answer.header("content-type").starts_with("application/openmetrics-text"));
    for line in [
        "finqlink_api_calls_seconds_count{route=\"/test/v2/links/create\",status=\"200\"} 1",
        "finqlink_api_calls_seconds_count{route=\"none\",status=\"404\"} 1",
        "finqlink_bank_calls_seconds_count{provider=\"libra_ro\",kind=\"initiate\",outcome=\"2xx\"} 1",
        "finqlink_link_changes_total{status=\"completed\",",
        "finqlink_webhook_tries_total{name=\"delivered\"} ",
        "finqlink_provider_status{door=\"sandbox\",provider=\"libra_ro\",status=\"up\"} 1",
        "finqlink_page_calls_seconds_count{route=\"/pay/{web_id}/leave\",status=\"303\"} 1",
        "finqlink_event_streams_open 0",
        "# EOF",
    ] {
        assert!(answer.text.contains(line), "{line} is not in {}", answer.text);
    }
    for private in [&link.id, &link.web_id, "demo", "Librăria", "RO10", "127.0.0.1"] {
        assert!(!answer.text.contains(private), "{private} is nobody's business");
    }
}

#[tokio::test]
async fn who_comes_through_a_proxy_finds_nothing() {
    let house = House::open().await;
    let payer = Payer::new();
    let url = format!("{}/metrics", house.url);
    for header in ["x-forwarded-for", "forwarded", "x-real-ip"] {
        let answer = payer.send(http::Method::GET, &url, &[(header, "192.0.2.7")], String::new()).await;
        assert_eq!((answer.status.as_u16(), answer.text.as_str()), (404, ""), "{header}");
    }
}
