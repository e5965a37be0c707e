//! What changes while a page is open: status by poll and long-poll, events by stream.

use crate::house::House;
use crate::house::payer::{NAVIGATION, Payer};
use serde_json::Value;
use std::time::{Duration, Instant};

#[tokio::test]
async fn status_tells_what_the_contract_says() {
    let house = House::open().await;
    let link = house.link("100.50").await;
    let payer = Payer::new();
    payer.open(&link.page).await;
    let answer = payer.get(&format!("{}/status", link.page)).await;
    let view = answer.json();
    assert!(view["seq"].is_u64() && view["is_expired"].is_boolean() && view["final"].is_boolean(), "{view}");
    assert_eq!((&view["status"], &view["screen"]), (&"started".into(), &"select".into()));
    assert!(answer.header("content-type").starts_with("application/json"));
}

#[tokio::test]
async fn a_long_poll_wakes_on_the_change_and_seq_only_grows() {
    let house = House::open().await;
    let link = house.link("100.50").await;
    let payer = Payer::new();
    payer.open(&link.page).await;
    let mut seq = payer.get(&format!("{}/status", link.page)).await.json()["seq"].as_u64().unwrap();
    for expected in ["intent_accepted", "awaiting_authz"] {
        let before = Instant::now();
        let wanted = async {
            loop {
                let told = payer.get(&format!("{}/status?after={seq}&wait=8", link.page)).await.json();
                let now = told["seq"].as_u64().unwrap();
                assert!(now > seq, "a long-poll that ended early brings news: {told}");
                seq = now;
                if told["status"] == expected {
                    break;
                }
            }
        };
        let change = async {
            tokio::time::sleep(Duration::from_millis(50)).await;
            match expected {
                "intent_accepted" => drop(payer.pay(&link.page).await),
                _ => drop(payer.leave(&link.page).await),
            }
        };
        tokio::join!(wanted, change);
        assert!(before.elapsed() < Duration::from_secs(5), "it was woken, it did not run out");
    }
}

#[tokio::test]
async fn a_long_poll_without_news_ends_with_the_same_state_and_an_old_seq_is_answered_at_once() {
    let house = House::open().await;
    let link = house.link("100.50").await;
    let payer = Payer::new();
    payer.open(&link.page).await;
    let seq = payer.get(&format!("{}/status", link.page)).await.json()["seq"].as_u64().unwrap();
    let before = Instant::now();
    let told = payer.get(&format!("{}/status?after={seq}&wait=1", link.page)).await.json();
    assert_eq!(told["seq"].as_u64(), Some(seq));
    assert!((950..3_000).contains(&before.elapsed().as_millis()), "{:?}", before.elapsed());
    let before = Instant::now();
    payer.get(&format!("{}/status?after=0&wait=25", link.page)).await;
    payer.get(&format!("{}/status?after=nonsense&wait=25", link.page)).await;
    payer.get(&format!("{}/status?wait=25", link.page)).await;
    assert!(before.elapsed() < Duration::from_secs(3));
}

/// Reads a stream until something holds of what came; all of it.
async fn follow(payer_url: &str, cookies: Option<String>, until: impl Fn(&str) -> bool) -> (String, bool) {
    let mut call = crate::house::client().get(payer_url).header("accept", "text/event-stream");
    if let Some(cookies) = cookies {
        call = call.header("cookie", cookies);
    }
    let mut answer = call.send().await.unwrap();
    assert!(answer.headers()["content-type"].to_str().unwrap().starts_with("text/event-stream"));
    assert_eq!(answer.headers()["cache-control"], "no-store");
    let mut text = String::new();
    while let Some(chunk) = answer.chunk().await.unwrap() {
        text.push_str(&String::from_utf8_lossy(&chunk));
        if until(&text) {
            return (text, false);
        }
    }
    (text, true)
}

#[tokio::test]
async fn events_carry_id_data_and_retry_in_order_and_end_after_the_end() {
    let house = House::open().await;
    let link = house.link("20.12").await;
    let payer = Payer::new();
    payer.open(&link.page).await;
    let holder = payer.cookie("finqlink_holder").map(|value| format!("finqlink_holder={value}"));
    let url = format!("{}/events", link.page);
    let open = tokio::sync::Notify::new();
    let following = follow(&url, holder, |_| {
        open.notify_one();
        false
    });
    let journey = async {
        open.notified().await;
        house.walk(&payer, &link, "approve").await;
    };
    let (followed, ()) =
        tokio::time::timeout(crate::house::PATIENCE, async { tokio::join!(following, journey) }).await.unwrap();
    let (text, ended) = followed;
    assert!(ended, "closed after a final status");
    let events: Vec<&str> = text.split("\n\n").filter(|event| event.contains("data:")).collect();
    let field = |event: &str, name: &str| -> String {
        let line = event.lines().find(|line| line.starts_with(&format!("{name}:")));
        line.unwrap_or_else(|| panic!("no {name}: {event}"))[name.len() + 1..].trim().to_owned()
    };
    let mut last = 0;
    for event in &events {
        let id: u64 = field(event, "id").parse().unwrap();
        let view: Value = serde_json::from_str(&field(event, "data")).unwrap();
        assert_eq!(view["seq"].as_u64(), Some(id), "id is seq");
        assert!(id > last, "never an older state after a newer one");
        last = id;
        let retry: u64 = field(event, "retry").parse().unwrap();
        assert!((1_000..=5_000).contains(&retry), "{retry}");
    }
    let view: Value = serde_json::from_str(&field(events.last().unwrap(), "data")).unwrap();
    assert_eq!((&view["status"], &view["final"]), (&"failed".into(), &true.into()));
    let first: Value = serde_json::from_str(&field(events[0], "data")).unwrap();
    assert_eq!(first["status"], "started", "a stream begins with how things are");
}

#[tokio::test]
async fn a_stream_of_an_ended_link_tells_it_and_ends() {
    let house = House::open().await;
    let link = house.link("20.11").await;
    Payer::new().pay(&link.page).await;
    house.becomes(&link, "failed").await;
    let (text, ended) = follow(&format!("{}/events", link.page), None, |_| false).await;
    assert!(ended && text.matches("data:").count() == 1, "{text}");
}

#[tokio::test]
async fn another_process_on_the_same_store_wakes_the_page_too() {
    let house = House::open().await;
    let link = house.link("100.50").await;
    let payer = Payer::new();
    payer.open(&link.page).await;
    let seq = payer.get(&format!("{}/status", link.page)).await.json()["seq"].as_u64().unwrap();
    // What another gateway does: a committed change that this process is not told of.
    let elsewhere = async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        let store =
            gateway::store::Store::open(&format!("sqlite://{}/house.db", house.folder().display())).await.unwrap();
        let mut write = store.write().await.unwrap();
        let row = gateway::store::links::in_write(&mut write, &link.id).await.unwrap().unwrap();
        let revoked = protocol::LinkStatus::Revoked;
        gateway::store::links::set_status(&mut write, &row, revoked, row.log_seq + 1).await.unwrap();
        let seq = row.log_seq + 1;
        gateway::store::events::append(
            &mut write,
            &link.id,
            seq,
            revoked.as_str(),
            "revoked_by_client",
            None,
            house.now_ms(),
        )
        .await
        .unwrap();
        write.commit().await.unwrap();
    };
    let url = format!("{}/status?after={seq}&wait=9", link.page);
    let before = Instant::now();
    let (answer, ()) = tokio::join!(payer.get(&url), elsewhere);
    assert_eq!(answer.json()["status"], "revoked");
    assert!(before.elapsed() < Duration::from_secs(3), "{:?}", before.elapsed());
}

#[tokio::test]
async fn without_script_waiting_refreshes_and_the_rest_does_not() {
    let house = House::open().await;
    let link = house.link("20.13").await;
    let payer = Payer::new();
    let refresh = "<noscript><meta http-equiv=\"refresh\"";
    let page = payer.navigate(&link.page).await;
    assert!(!page.text.contains(refresh), "select stays as it is");
    payer.pay(&link.page).await;
    payer.leave(&link.page).await;
    let waiting = payer.send(http::Method::GET, &link.page, NAVIGATION, String::new()).await;
    assert_eq!(waiting.html().root("screen"), "waiting");
    assert!(waiting.text.contains(refresh));
    let failed = house.link("20.11").await;
    payer.pay(&failed.page).await;
    assert!(!payer.navigate(&failed.page).await.text.contains(refresh), "an end stays as it is");
}
