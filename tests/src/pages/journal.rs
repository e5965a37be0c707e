//! The canary: no secret, IBAN, name, PSU id, token or bank address is in any log line of a whole journey.

use crate::house::payer::Payer;
use crate::house::ways::way;
use crate::house::{House, until};
use gateway::cli::log::Redacted;
use serde_json::{Value, json};
use std::io::{Result, Write};
use std::sync::{Arc, Mutex, OnceLock};
use tracing_subscriber::EnvFilter;

/// Everything that was logged by this process.
#[derive(Clone, Default)]
struct Journal(Arc<Mutex<Vec<u8>>>);

impl Write for Journal {
    fn write(&mut self, line: &[u8]) -> Result<usize> {
        self.0.lock().unwrap().extend_from_slice(line);
        Ok(line.len())
    }

    fn flush(&mut self) -> Result<()> {
        Ok(())
    }
}

/// Two journals: as lines leave our code, and as they leave the process.
fn journals() -> &'static (Journal, Journal) {
    static JOURNALS: OnceLock<(Journal, Journal)> = OnceLock::new();
    JOURNALS.get_or_init(|| {
        use tracing_subscriber::layer::SubscriberExt as _;
        let (raw, netted) = (Journal::default(), Journal::default());
        let filter =
            EnvFilter::new("warn,gateway=trace,connectors=trace,flow=trace,finqlink_webui=trace,sandbox_bank=info");
        let layer = |journal: &Journal| {
            let journal = journal.clone();
            tracing_subscriber::fmt::layer().with_ansi(false).with_writer(move || journal.clone())
        };
        let behind = netted.clone();
        let net = tracing_subscriber::fmt::layer().with_ansi(false).with_writer(Redacted(move || behind.clone()));
        let subscriber = tracing_subscriber::registry().with(filter).with(layer(&raw)).with(net);
        tracing::subscriber::set_global_default(subscriber).unwrap();
        (raw, netted)
    })
}

const DEBTOR: &str = "RO79BREL0002001500330100";

#[tokio::test]
async fn nothing_of_a_payer_or_a_secret_is_in_any_line() {
    let journals = journals();
    let house = House::open().await;
    let transfer = json!({ "single_transfer": {
        "creditor_name": "Canary Payee Name",
        "remittance_information": "Canary Reference",
        "debtor_iban": DEBTOR,
        "debtor_name": "Canary Debtor Name",
        "psu_id": "canary-psu-id",
        "items": [{ "name": "Canary Goods", "amount": "1.00" }],
    }});
    let link = house.link_with("20.13", &transfer).await;
    let payer = Payer::new();
    payer.pay(&link.page).await;
    let sca = payer.leave(&link.page).await;
    house.advance(3_000).await;
    let back = payer.decide(&sca, "approve").await;
    payer.come_back(&back).await;
    payer.get(&format!("{}/status", link.page)).await;
    house.quiet().await;
    for path in ["/test/v2/links/get", "/v2/links/get", "/test/v2/links/nothing"] {
        house.call(path, &[("authorization", "Bearer canary-bearer")], &json!({ "link_id": link.id })).await;
    }
    house.call("/test/v2/links/list", &[], &json!({ "client_secret": "canary-wrong-secret" })).await;
    let form = "grant_type=client_credentials&client_id=demo&client_secret=";
    let label = [("content-type", "application/x-www-form-urlencoded")];
    house.raw("/oauth2/token", &label, format!("{form}canary-form-secret")).await;
    house.raw("/oauth2/token?client_secret=canary-in-address", &label, form).await;
    let given = house.raw("/oauth2/token", &label, format!("{form}demo-secret")).await.json();
    let token = given["access_token"].as_str().unwrap().to_owned();
    house.call("/v2/links/get", &[("authorization", &format!("Bearer {token}"))], &json!({ "link_id": link.id })).await;
    house.link_with("20.15", &transfer).await;
    let refused = house.link_with("20.11", &transfer).await;
    payer.pay(&refused.page).await;
    house.becomes(&refused, "failed").await;

    let state = back.split("state=").nth(1).unwrap().split('&').next().unwrap().to_owned();
    let sca_key = sca.rsplit('/').next().unwrap().to_owned();
    let cookies: Vec<String> =
        ["finqlink_holder", "finqlink_return"].iter().filter_map(|name| payer.cookie(name)).collect();
    let mut secrets: Vec<String> = [
        "demo-secret",
        "Canary",
        "canary",
        DEBTOR,
        "RO10RZBR0000069999999970",
        "testlibra",
        "whsec_",
        crate::house::FUNDS_SECRET,
        &link.web_id,
        &refused.web_id,
        &state,
        &sca_key,
        &token,
    ]
    .map(str::to_owned)
    .to_vec();
    // Before the secret of a return cookie stands when it was set.
    secrets.extend(cookies.iter().map(|cookie| cookie.rsplit('.').next().unwrap_or_default().to_owned()));
    nothing_of(journals, &link.id, &secrets);
}

/// Banks with OAuth2: their codes and tokens are the PSU's keys, our registration there is ours.
#[tokio::test]
async fn nothing_of_an_oauth_bank_is_in_any_line() {
    let journals = journals();
    let house = House::open().await;
    let mut last = String::new();
    for bank in ["bt_ro", "cec_ro", "rzb_ro"] {
        let link = house.link_at(way(bank), "20.14").await;
        house.walk_by(&Payer::new(), &link, way(bank), "approve").await;
        last = link.id;
    }
    let calls = || house.wire.heard().into_iter().filter(|one| one.path.ends_with("/oauth/token"));
    until("the codes are exchanged", async || calls().count() == 3).await;
    house.pass(6_000).await;
    let mut secrets =
        ["finqlink-sandbox-secret", "9999999998", "code_challenge", "oauth/authorize"].map(str::to_owned).to_vec();
    for call in calls() {
        let token: Value = serde_json::from_str(&call.body).unwrap();
        secrets.extend(["access_token", "refresh_token"].map(|name| token[name].as_str().unwrap().to_owned()));
    }
    nothing_of(journals, &last, &secrets);
}

/// The journals tell of this link, and of none of these.
fn nothing_of((raw, netted): &(Journal, Journal), link_id: &str, secrets: &[String]) {
    for (journal, which) in [(raw, "as written"), (netted, "as it leaves")] {
        let text = String::from_utf8(journal.0.lock().unwrap().clone()).unwrap();
        let own: Vec<&str> = text.lines().collect();
        assert!(own.iter().any(|line| line.contains(link_id)), "{which}: the journey was logged");
        assert!(own.iter().any(|line| line.contains("request_id")), "{which}");
        for secret in secrets {
            let line = own.iter().find(|line| line.contains(secret.as_str()));
            assert!(line.is_none(), "{which}: {secret} stands in {line:?}");
        }
    }
}
