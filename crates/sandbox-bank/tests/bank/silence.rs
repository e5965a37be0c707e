//! The bank that falls silent, over real connections; and the end of the day.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use axum::http::StatusCode;
use sandbox_bank::{Clock, Config, serve};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use uuid::Uuid;

use crate::house::{SEPA, initiation_headers, order};

struct Running {
    address: SocketAddr,
    clock: Clock,
    stop: oneshot::Sender<()>,
    task: JoinHandle<std::io::Result<()>>,
}

async fn run() -> Running {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let clock = Clock::manual();
    let config = Config { clock: clock.clone(), ..Config::default() };
    let (stop, stopped) = oneshot::channel();
    let task = tokio::spawn(serve(listener, config, async {
        let _ = stopped.await;
    }));
    Running { address, clock, stop, task }
}

impl Running {
    /// Sends an initiation of 20.16 and leaves the line open.
    async fn send_silent(&self, id: &str) -> TcpStream {
        let body = order("20.16").to_string();
        let headers: String =
            initiation_headers(id).into_iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let request =
            format!("POST {SEPA} HTTP/1.1\r\nhost: bank\r\n{headers}content-length: {}\r\n\r\n{body}", body.len());
        let mut line = TcpStream::connect(self.address).await.unwrap();
        line.write_all(request.as_bytes()).await.unwrap();
        line
    }

    async fn get(&self, path: &str) -> String {
        let mut line = TcpStream::connect(self.address).await.unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nhost: bank\r\nconnection: close\r\n\r\n");
        line.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        line.read_to_string(&mut answer).await.unwrap();
        answer
    }

    /// Waits until the bank has written so many payments down.
    async fn books(&self, count: usize) -> Value {
        for _ in 0..100 {
            let answer = self.get("/_control/libra_ro/payments").await;
            let body: Value = serde_json::from_str(answer.split("\r\n\r\n").nth(1).unwrap()).unwrap();
            if body["payments"].as_array().unwrap().len() == count {
                return body;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("the books never held {count} payments");
    }
}

/// What a caller hears before the line ends; closed and reset are both an end.
async fn listen(line: &mut TcpStream) -> Vec<u8> {
    let mut heard = Vec::new();
    let end = tokio::time::timeout(Duration::from_secs(5), line.read_to_end(&mut heard)).await;
    match end.unwrap() {
        Ok(_) => heard,
        Err(error) if error.kind() == ErrorKind::ConnectionReset => heard,
        Err(error) => panic!("{error}"),
    }
}

#[tokio::test]
async fn a_silent_bank_has_taken_the_payment() {
    let bank = run().await;
    let id = Uuid::new_v4().to_string();
    let mut line = bank.send_silent(&id).await;
    let books = bank.books(1).await;
    assert_eq!(books["payments"][0]["x_request_id"], id);
    assert_eq!(books["payments"][0]["status"], "RCVD");
    let mut byte = [0];
    let heard = tokio::time::timeout(Duration::from_millis(200), line.read(&mut byte)).await;
    assert!(heard.is_err(), "the bank said something");

    // The same call again learns what became of it.
    let mut again = bank.send_silent(&id).await;
    let mut answer = vec![0; 4096];
    let read = again.read(&mut answer).await.unwrap();
    let answer = String::from_utf8_lossy(&answer[..read]);
    assert!(answer.starts_with(&format!("HTTP/1.1 {}", StatusCode::CREATED)), "{answer}");
    let payment_id = books["payments"][0]["payment_id"].as_str().unwrap();
    assert!(answer.contains(payment_id));
    bank.books(1).await;

    bank.clock.advance(Duration::from_secs(120));
    assert_eq!(listen(&mut line).await, b"", "the line ends without a word");
}

#[tokio::test]
async fn a_held_line_does_not_hold_the_shutdown() {
    let bank = run().await;
    let mut line = bank.send_silent(&Uuid::new_v4().to_string()).await;
    bank.books(1).await;
    // An idle and a half-sent connection must not hold it either.
    let _idle = TcpStream::connect(bank.address).await.unwrap();
    let mut half = TcpStream::connect(bank.address).await.unwrap();
    half.write_all(b"GET /libra_ro HTTP/1.1\r\n").await.unwrap();
    let asked = Instant::now();
    bank.stop.send(()).unwrap();
    bank.task.await.unwrap().unwrap();
    assert!(asked.elapsed() < Duration::from_secs(5));
    assert_eq!(listen(&mut line).await, b"");
}
