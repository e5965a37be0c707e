//! Delivery to a receiver on this machine. The clock is moved by hand; tests wait for calls, never for time to pass.

use super::*;
use crate::app::registration::{self, Rotate};
use crate::doors::clock::{Manual, System};
use crate::doors::secrets::new_token;
use crate::store::outbox::{self, MessageState, NewMessage, OutboxFilter};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use http::{HeaderMap, StatusCode, Uri};
use standardwebhooks::Webhook;
use std::path::PathBuf;
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

/// Longer than any call here takes; reached only by a test that fails.
const PATIENCE: Duration = Duration::from_secs(8);
/// How long a hanging receiver is waited for.
const CUT_AFTER: Duration = Duration::from_millis(150);

/// One call, as the receiver saw it.
struct Call {
    path: String,
    headers: HeaderMap,
    body: Bytes,
}

impl Call {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).unwrap().to_str().unwrap()
    }

    fn place(&self) -> (&str, &str) {
        (&self.path, self.header("finqlink-sequence"))
    }
}

/// A receiver that does what the path says.
struct Receiver {
    address: String,
    calls: mpsc::UnboundedReceiver<Call>,
}

impl Receiver {
    async fn start() -> Self {
        let (seen, calls) = mpsc::unbounded_channel();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new().fallback(answer).with_state(seen);
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { address, calls }
    }

    async fn next(&mut self) -> Call {
        tokio::time::timeout(PATIENCE, self.calls.recv()).await.expect("the receiver is called").unwrap()
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }
}

async fn answer(
    State(seen): State<mpsc::UnboundedSender<Call>>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let path = uri.path().to_owned();
    seen.send(Call { path: path.clone(), headers, body }).unwrap();
    match path.as_str() {
        "/fails" => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        "/gone" => StatusCode::GONE.into_response(),
        "/elsewhere" => Redirect::temporary("/ok").into_response(),
        "/hangs" => std::future::pending().await,
        "/endless" => Body::from_stream(futures_util::stream::repeat_with(|| Ok::<_, std::io::Error>(vec![0; 65536])))
            .into_response(),
        _ => StatusCode::NO_CONTENT.into_response(),
    }
}

/// A store with one client, a clock and a courier.
struct House {
    store: Store,
    keys: Keys,
    clock: Arc<Manual>,
    client_id: String,
    wake: Arc<Notify>,
    folder: PathBuf,
}

impl House {
    async fn build() -> Self {
        let folder = std::env::temp_dir().join(format!("finqlink-deliver-{}", new_token()));
        let store = Store::open(&format!("sqlite://{}/house.db", folder.display())).await.unwrap();
        let keys = Keys::from_root([5; 32]);
        // The verifier of the standardwebhooks crate reads the real time.
        let clock = Arc::new(Manual::at(System.now_ms()));
        registration::seed_demo(&store, &keys, clock.now_ms(), "default").await.unwrap();
        Self { store, keys, clock, client_id: "demo".to_owned(), wake: Arc::default(), folder }
    }

    fn deliver(&self) -> JoinHandle<()> {
        let clock: Arc<dyn Clock> = self.clock.clone();
        let courier =
            Courier::with_time_limit(self.store.clone(), self.keys.clone(), clock, Mode::Demo, CUT_AFTER).unwrap();
        tokio::spawn(deliver_forever(courier, Arc::clone(&self.wake), std::future::pending()))
    }

    async fn tell(&self, object_id: &str, seq: i64, url: &str) {
        let body = format!("{{\"type\":\"link_status_update\",\"link_id\":\"{object_id}\",\"seq\":{seq}}}");
        let mut write = self.store.write().await.unwrap();
        let message = NewMessage { client_id: &self.client_id, object_id, seq, url, body: &body };
        outbox::add(&mut write, message, self.clock.now_ms()).await.unwrap();
        write.commit().await.unwrap();
        self.wake.notify_one();
    }

    fn pass(&self, ms: i64) {
        self.clock.advance(ms);
        self.wake.notify_one();
    }

    async fn messages(&self, object_id: &str) -> Vec<Message> {
        let filter = OutboxFilter { object_id: Some(object_id.to_owned()), state: None };
        let mut messages = self.store.messages(&filter, 100).await.unwrap();
        messages.reverse();
        messages
    }

    /// Waits until every message of an object was tried; results are written a moment after the receiver's answer.
    async fn settled(&self, object_id: &str, tries: u32) -> Vec<Message> {
        let wait = async {
            loop {
                let messages = self.messages(object_id).await;
                if messages.iter().all(|message| message.tries >= tries || message.state != MessageState::Waiting) {
                    break messages;
                }
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(PATIENCE, wait).await.expect("results are written down")
    }
}

impl Drop for House {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

#[tokio::test]
async fn a_message_is_signed_as_the_standard_says() {
    let (house, mut receiver) = (House::build().await, Receiver::start().await);
    let _job = house.deliver();
    house.tell("link-1", 2, &receiver.url("/ok")).await;
    let call = receiver.next().await;
    assert_eq!(call.header("content-type"), "application/json");
    assert_eq!(call.header("finqlink-sequence"), "2");
    assert_eq!(call.header("webhook-timestamp"), (house.clock.now_ms() / 1000).to_string());
    assert_eq!(&call.body[..], br#"{"type":"link_status_update","link_id":"link-1","seq":2}"#);
    let secret = "whsec_ZmlucWxpbmstZGVtby13ZWJob29rLXNlY3JldC0wMDAx";
    Webhook::new(secret).unwrap().verify(&call.body, &call.headers).unwrap();
    assert!(Webhook::new("whsec_AAAA").unwrap().verify(&call.body, &call.headers).is_err());
    assert!(Webhook::new(secret).unwrap().verify(b"{}", &call.headers).is_err());
    let stored = house.settled("link-1", 1).await.remove(0);
    assert_eq!(stored.message_id, call.header("webhook-id"));
    assert_eq!((stored.state, stored.last_result.as_deref()), (MessageState::Delivered, Some("204")));
}

#[tokio::test]
async fn during_a_rotation_both_secrets_sign() {
    let (house, mut receiver) = (House::build().await, Receiver::start().await);
    let _job = house.deliver();
    let now = house.clock.now_ms();
    let issued = registration::rotate(&house.store, &house.keys, now, "demo", Rotate::Webhook).await.unwrap();
    house.tell("link-1", 2, &receiver.url("/ok")).await;
    let call = receiver.next().await;
    assert_eq!(call.header("webhook-signature").split(' ').count(), 2);
    Webhook::new(issued.webhook_secret.unwrap().expose()).unwrap().verify(&call.body, &call.headers).unwrap();
    let old = Webhook::from_bytes(registration::DEMO_WEBHOOK_KEY.to_vec()).unwrap();
    old.verify(&call.body, &call.headers).unwrap();
    house.pass(registration::OLD_SECRET_SIGNS_MS);
    house.tell("link-1", 3, &receiver.url("/ok")).await;
    assert_eq!(receiver.next().await.header("webhook-signature").split(' ').count(), 1);
}

#[tokio::test]
async fn first_tries_are_in_order_and_a_retry_holds_nothing_back() {
    let (house, mut receiver) = (House::build().await, Receiver::start().await);
    house.tell("link-1", 2, &receiver.url("/fails")).await;
    for seq in 3..=6 {
        house.tell("link-1", seq, &receiver.url("/ok")).await;
    }
    let _job = house.deliver();
    let first = receiver.next().await;
    assert_eq!(first.place(), ("/fails", "2"));
    for seq in ["3", "4", "5", "6"] {
        assert_eq!(receiver.next().await.place(), ("/ok", seq));
    }
    let failed = house.settled("link-1", 1).await.remove(0);
    assert_eq!((failed.state, failed.last_result.as_deref()), (MessageState::Waiting, Some("503")));
    let pause_ms = failed.next_try_at - failed.last_tried_at.unwrap();
    assert!((5000..=5500).contains(&pause_ms), "{pause_ms}");

    house.pass(5500);
    let again = receiver.next().await;
    assert_eq!(again.header("webhook-id"), first.header("webhook-id"));
    assert_eq!(again.body, first.body);
    let (earlier, later): (i64, i64) =
        (first.header("webhook-timestamp").parse().unwrap(), again.header("webhook-timestamp").parse().unwrap());
    assert!((5..=6).contains(&(later - earlier)), "signed anew: {earlier} {later}");
}

#[tokio::test]
async fn after_the_last_try_a_message_is_dead_until_it_is_replayed() {
    let (house, mut receiver) = (House::build().await, Receiver::start().await);
    let _job = house.deliver();
    house.tell("link-1", 2, &receiver.url("/fails")).await;
    for tries in 1..=10 {
        receiver.next().await;
        house.settled("link-1", tries).await;
        house.pass(24 * 60 * 60 * 1000);
    }
    let dead = house.messages("link-1").await.remove(0);
    assert_eq!((dead.state, dead.tries), (MessageState::Dead, 10));
    assert_eq!(house.store.replay_message(&dead.message_id, house.clock.now_ms()).await.unwrap(), 1);
    assert_eq!(receiver.next().await.header("webhook-id"), dead.message_id);
    let replayed = house.settled("link-1", 11).await.remove(0);
    let pause_ms = replayed.next_try_at - replayed.last_tried_at.unwrap();
    assert!((5000..=5500).contains(&pause_ms), "the rhythm begins anew: {pause_ms}");
}

#[tokio::test]
async fn an_address_that_is_gone_is_not_called_again_for_this_object() {
    let (house, mut receiver) = (House::build().await, Receiver::start().await);
    let gone = receiver.url("/gone");
    house.tell("link-1", 2, &gone).await;
    house.tell("link-1", 3, &gone).await;
    let _job = house.deliver();
    assert_eq!(receiver.next().await.place(), ("/gone", "2"));
    let messages = house.settled("link-1", 1).await;
    assert!(messages.iter().all(|message| message.state == MessageState::Dead), "{messages:?}");
    house.tell("link-1", 4, &gone).await;
    house.tell("link-1", 5, &receiver.url("/ok")).await;
    assert_eq!(receiver.next().await.place(), ("/ok", "5"), "another address of the object");
    house.tell("link-2", 2, &gone).await;
    assert_eq!(receiver.next().await.place(), ("/gone", "2"), "another object at the address");
    assert_eq!(house.messages("link-1").await[2].last_result.as_deref(), Some("address gone"));

    house.settled("link-1", 1).await;
    assert_eq!(house.store.replay_object("link-1", house.clock.now_ms()).await.unwrap(), 4);
    assert_eq!(receiver.next().await.place(), ("/gone", "2"), "a person may ask again");
}

#[tokio::test]
async fn a_receiver_that_hangs_delays_no_other_and_is_cut() {
    let (house, mut good, mut bad) = (House::build().await, Receiver::start().await, Receiver::start().await);
    for object in 0..200 {
        house.tell(&format!("bad-{object}"), 2, &bad.url("/hangs")).await;
    }
    house.tell("bad-0", 3, &bad.url("/ok")).await;
    house.tell("good", 2, &good.url("/ok")).await;
    let _job = house.deliver();
    let (first, _) = tokio::join!(bad.next(), good.next());
    assert_eq!(first.path, "/hangs");
    let good_is_done = house.settled("good", 1).await.remove(0);
    assert_eq!(good_is_done.state, MessageState::Delivered);
    let untried = house.messages("bad-199").await.remove(0);
    assert_eq!(untried.tries, 0, "the good one did not wait for all the bad ones");
    let cut = house.settled("bad-0", 1).await;
    assert_eq!(cut[0].last_result.as_deref(), Some("no answer in time"));
    assert_eq!(cut[1].state, MessageState::Delivered, "the next event of the object had its try");
}

#[tokio::test]
async fn what_is_not_a_plain_answer_counts_for_what_it_is() {
    let (house, mut receiver) = (House::build().await, Receiver::start().await);
    let _job = house.deliver();
    house.tell("redirect", 2, &receiver.url("/elsewhere")).await;
    assert_eq!(receiver.next().await.path, "/elsewhere");
    assert_eq!(house.settled("redirect", 1).await[0].last_result.as_deref(), Some("307"));
    house.tell("endless", 2, &receiver.url("/endless")).await;
    assert_eq!(receiver.next().await.path, "/endless", "the redirect was not followed");
    assert_eq!(house.settled("endless", 1).await[0].state, MessageState::Delivered);
    house.tell("nobody", 2, "http://127.0.0.1:1/").await;
    assert_eq!(house.settled("nobody", 1).await[0].last_result.as_deref(), Some("no connection"));
    house.tell("private", 2, "https://10.0.0.1/").await;
    assert_eq!(house.settled("private", 1).await[0].last_result.as_deref(), Some("address refused"));
}

#[tokio::test]
async fn a_process_that_dies_in_the_middle_sends_again() {
    let (house, mut receiver) = (House::build().await, Receiver::start().await);
    house.tell("link-1", 2, &receiver.url("/hangs")).await;
    let job = house.deliver();
    let before = receiver.next().await;
    job.abort();
    assert!(job.await.unwrap_err().is_cancelled());
    let _job = house.deliver();
    let after = receiver.next().await;
    assert_eq!((after.header("webhook-id"), &after.body), (before.header("webhook-id"), &before.body));
}

#[tokio::test]
async fn a_clock_set_back_does_not_hold_news_back() {
    let (house, mut receiver) = (House::build().await, Receiver::start().await);
    house.tell("link-1", 2, &receiver.url("/ok")).await;
    house.clock.advance(-60 * 60 * 1000);
    let _job = house.deliver();
    assert_eq!(receiver.next().await.place(), ("/ok", "2"));
}

#[tokio::test]
async fn stop_ends_the_job_and_lets_a_call_finish() {
    let (house, mut receiver) = (House::build().await, Receiver::start().await);
    let clock: Arc<dyn Clock> = house.clock.clone();
    let courier =
        Courier::with_time_limit(house.store.clone(), house.keys.clone(), clock, Mode::Demo, CUT_AFTER).unwrap();
    let stop = Arc::new(Notify::new());
    let stopped = Arc::clone(&stop);
    let job = tokio::spawn(deliver_forever(courier, Arc::clone(&house.wake), async move { stopped.notified().await }));
    house.tell("link-1", 2, &receiver.url("/hangs")).await;
    receiver.next().await;
    stop.notify_one();
    tokio::time::timeout(PATIENCE, job).await.expect("the job ends").unwrap();
    assert_eq!(house.messages("link-1").await[0].last_result.as_deref(), Some("no answer in time"));
}

#[tokio::test]
async fn a_name_that_leads_inside_is_refused_at_connection() {
    let receiver = Receiver::start().await;
    let port = receiver.address.rsplit(':').next().unwrap();
    let door = |mode| {
        let may_reach = Arc::new(move |name: &str, ip| address::check_resolved(name, ip, mode).is_ok());
        WebhookHttp::new(may_reach, CUT_AFTER).unwrap()
    };
    let url = || format!("http://localhost:{port}/ok").parse().unwrap();
    let strict = door(Mode::Strict).post(url(), HeaderMap::new(), String::new()).await;
    assert_eq!(strict, Err(SendFault::Refused));
    assert_eq!(door(Mode::Demo).post(url(), HeaderMap::new(), String::new()).await, Ok(204));
}
