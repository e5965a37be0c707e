//! The strict bank behind a validating proxy (npm's Prism) with the Berlin Group's own file: no call of ours and no
//! answer of the bank's breaks it. Where proxy or file are missing, one line says so and the test is skipped.

mod data;

use crate::house::payer::Payer;
use crate::house::{House, PATIENCE, Plan};
use http::Method;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tokio::net::TcpStream;

/// The file's name; its folder is `FINQLINK_REFERENCE`, else `reference` in the folder beside the workspace's.
const FILE: &str = "psd2-api_1.3.11.yaml";

/// A running proxy; ends with its owner.
struct Prism(Child);

impl Drop for Prism {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn tools() -> Option<(PathBuf, PathBuf)> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder =
        std::env::var_os("FINQLINK_REFERENCE").map_or_else(|| here.join("../../shared/reference"), PathBuf::from);
    let (prism, file) = (here.join("browser/node_modules/.bin/prism"), folder.join(FILE));
    (prism.exists() && file.exists()).then_some((prism, file))
}

/// Starts the proxy in front of `behind`; gives it once it answers.
async fn start(prism: &Path, file: &Path, behind: &str, port: u16) -> Prism {
    let child = Command::new(prism)
        .args([
            "proxy",
            &file.display().to_string(),
            behind,
            "--errors",
            "--host",
            "127.0.0.1",
            "--port",
            &port.to_string(),
        ])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let running = Prism(child);
    // It starts slowly on a loaded machine, and takes the file in at its first call: that is not the bank's silence.
    let listens = async {
        while TcpStream::connect(("127.0.0.1", port)).await.is_err() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    assert!(tokio::time::timeout(PATIENCE * 6, listens).await.is_ok(), "Prism does not listen");
    let first = format!("http://127.0.0.1:{port}/v1/payments/sepa-credit-transfers/none/status");
    let client = reqwest::Client::builder().no_proxy().timeout(PATIENCE * 6).tls_certs_only([]).build().unwrap();
    client.get(first).send().await.unwrap();
    running
}

/// Nothing that the proxy had to say.
fn no_violation(house: &House) {
    for one in house.wire.heard() {
        let violations =
            one.told.get("sl-violations").map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
        assert_eq!(violations, None, "{} {}: {}", one.method, one.path, one.body);
        let by_prism = one.body.contains("stoplight.io/prism") || one.status == 422 || one.status >= 500;
        assert!(!by_prism, "{} {} {}: {}", one.method, one.path, one.status, one.body);
    }
}

#[tokio::test]
async fn the_standards_own_file_finds_no_violation_in_either_direction() {
    let Some((prism, file)) = tools() else {
        println!("skipped: Prism (tests/browser/node_modules) or {FILE} (FINQLINK_REFERENCE) is not here");
        return;
    };
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let house = House::of(Plan { api_behind: Some(format!("http://127.0.0.1:{port}")), ..Plan::default() }).await;
    let _prism = start(&prism, &file, &format!("{}/libra_ro", house.bank.url), port).await;

    let paid = house.link("100.50").await;
    house.walk(&Payer::new(), &paid, "approve").await;
    house.pass(6_000).await;
    house.becomes(&paid, "funds_received").await;
    no_violation(&house);

    for (amount, decision, ends) in
        [("100.50", "cancel", "started"), ("100.50", "reject", "failed"), ("20.12", "approve", "failed")]
    {
        let link = house.link(amount).await;
        house.walk(&Payer::new(), &link, decision).await;
        house.becomes(&link, ends).await;
        no_violation(&house);
    }

    let revoked = house.link("100.50").await;
    Payer::new().pay(&revoked.page).await;
    house.api("/test/v2/links/revoke", &serde_json::json!({ "link_id": revoked.id })).await;
    house.becomes(&revoked, "revoked").await;
    no_violation(&house);

    let methods: Vec<Method> = house.wire.heard().into_iter().map(|one| one.method).collect();
    assert!([Method::POST, Method::GET, Method::DELETE].iter().all(|method| methods.contains(method)), "{methods:?}");
    assert!(
        house.wire.heard().iter().any(|one| one.path.contains("/authorisations/")),
        "the SCA's status was read too"
    );

    // Refused at initiation: a 400 of the file's own shape.
    let refused = house.link("20.11").await;
    Payer::new().pay(&refused.page).await;
    house.becomes(&refused, "failed").await;
    no_violation(&house);
}

#[tokio::test]
async fn the_proxy_does_find_what_breaks_the_file() {
    let Some((prism, file)) = tools() else { return };
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let house = House::of(Plan { api_behind: Some(format!("http://127.0.0.1:{port}")), ..Plan::default() }).await;
    let _prism = start(&prism, &file, &format!("{}/libra_ro", house.bank.url), port).await;
    let url = format!("{}/libra_ro/v1/payments/sepa-credit-transfers", house.wire.url);
    let wrong = r#"{"creditorName":7}"#;
    let headers = [("content-type", "application/json")];
    let answer = Payer::new().send(Method::POST, &url, &headers, wrong.to_owned()).await;
    assert_eq!(answer.status, 422, "{}", answer.text);
    assert!(answer.text.contains("creditorName"), "{}", answer.text);
}
