//! `finqlink demo`: gateway, sandbox banks and a shop in one process, on an embedded store, with links to click.
//! `finqlink sandbox`: the banks alone. Never in a build without the feature `demo`.

use crate::app::create::{Asked, Caller};
use crate::app::{App, consents, registration};
use crate::config::{self, Config, keys};
use crate::doors::clock::{Clock as _, System};
use crate::doors::secrets;
use crate::start;
use crate::store::clients::ClientRow;
use anyhow::Context;
use protocol::consent::{AisMethodFilter, ConsentOptions};
use protocol::link::{LinkOptions, MethodFilter, Tracking, Transfer, TransferItem};
use protocol::{DataGroup, LinkKind};
use std::sync::Arc;
use tokio::sync::watch;

/// Runs gateway and banks until told to stop.
///
/// # Errors
/// One clear line for what stops the start.
pub async fn demo(config: Config) -> anyhow::Result<()> {
    let gateway = config::bind(&keys::LISTEN, config.listen).await?;
    let banks = config::bind(&keys::SANDBOX_LISTEN, config.sandbox_listen).await?;
    let counter = config::bind(&keys::SHOP_LISTEN, config.shop_listen).await?;
    let keys = start::open_keys(&config)?;
    let store = start::open_store(&config).await?;
    registration::seed_demo(&store, &keys, System.now_ms(), &config.default_template).await?;
    let funds_secret = secrets::new_token();
    let app = Arc::new(start::build(&config, store, keys, Some(funds_secret.clone()))?);
    let sandbox = sandbox_bank::Config {
        public_url: config.sandbox_public_url.clone(),
        funds_webhooks: vec![format!("http://{}/bank-events/{{provider_id}}", config.listen)],
        funds_webhook_secret: funds_secret,
        ..sandbox_bank::Config::default()
    };
    let (close, closing) = watch::channel(false);
    let street = tokio::spawn(sandbox_bank::serve(banks, sandbox, closed(closing.clone())));
    let shop = tokio::spawn(demo_shop::serve(counter, shop(&config), closed(closing)));
    say(&greeting(&config, &make_links(&app).await?, &make_consents(&app).await?));
    let served = start::run(app, start::assets(&config)?, gateway, None).await;
    close.send_replace(true);
    street.await.context("the sandbox banks broke")?.context("the sandbox banks broke")?;
    shop.abort();
    served
}

/// The shop, as another site than the gateway: browsers take `localhost` and `127.0.0.1` for two.
fn shop(config: &Config) -> demo_shop::Config {
    demo_shop::Config {
        public_url: shop_url(config),
        gateway_url: config.public_url.clone(),
        client_id: registration::DEMO_CLIENT_ID.to_owned(),
        client_secret: registration::DEMO_CLIENT_SECRET.to_owned(),
        webhook_secret: secrets::webhook_secret(registration::DEMO_WEBHOOK_KEY).expose().to_owned(),
    }
}

fn shop_url(config: &Config) -> String {
    format!("http://localhost:{}", config.shop_listen.port())
}

/// Runs the banks alone until told to stop.
///
/// # Errors
/// One clear line for what stops the start.
pub async fn sandbox(config: Config) -> anyhow::Result<()> {
    let listener = config::bind(&keys::SANDBOX_LISTEN, config.sandbox_listen).await?;
    let banks =
        sandbox_bank::Config { public_url: config.sandbox_public_url.clone(), ..sandbox_bank::Config::default() };
    say(&format!("Sandbox banks at {}", config.sandbox_public_url));
    sandbox_bank::serve(listener, banks, start::told_to_stop()).await.context("the sandbox banks broke")
}

async fn closed(mut closing: watch::Receiver<bool>) {
    tokio::select! {
        // An error means that the sender is gone: closed, too.
        _ = closing.wait_for(|closed| *closed) => {}
        () = start::told_to_stop() => {}
    }
}

/// A link of the demo, and what to say of it.
struct DemoLink {
    what: &'static str,
    url: String,
}

/// One link for each template and flow that exist, through the same use case as the API.
async fn make_links(app: &Arc<App>) -> anyhow::Result<Vec<DemoLink>> {
    let client = app.store.client("demo").await?.context("the demo client is missing")?;
    let mut links = Vec::new();
    for template in finqlink_webui::templates::IDS {
        links.push(make(app, &client, template, asked(10_050, "RON", template)).await?);
    }
    links.push(make(app, &client, "in EUR", asked(2_500, "EUR", "default")).await?);
    links.push(make(app, &client, "RoPay: scanned by a phone", at_ropay()).await?);
    links.push(make(app, &client, "Raiffeisen calls in its app", called_by_rzb()).await?);
    links.push(make(app, &client, "refused by the bank (20.12: no funds)", asked(2_012, "RON", "default")).await?);
    for (kind, what) in SENT_AT_ONCE {
        // A bank that does not answer is no reason not to start.
        match make(app, &client, what, at_libra(kind)).await {
            Ok(link) => links.push(link),
            Err(error) => tracing::warn!(%error, what, "the demo goes without this link"),
        }
    }
    Ok(links)
}

/// Types whose bank is asked when they are made, and what their address is.
const SENT_AT_ONCE: [(LinkKind, &str); 3] = [
    (LinkKind::WrappedSca, "wrapped_sca: Libra was asked already, the page has one way on"),
    (LinkKind::RedirectSca, "redirect_sca: straight to Libra, whose return ends on our page"),
    (LinkKind::DirectSca, "direct_sca: straight to Libra, as a client sends its payers there"),
];

fn at_libra(kind: LinkKind) -> Asked {
    let one = |word: &str| vec![word.to_owned()];
    let filter =
        MethodFilter { provider_id: one("libra_ro"), payment_scheme: one("domestic"), ..MethodFilter::default() };
    Asked { kind, filter, ..asked(10_050, "RON", "default") }
}

fn at_ropay() -> Asked {
    let filter = MethodFilter { provider_id: vec!["ropay".to_owned()], ..MethodFilter::default() };
    Asked { filter, ..asked(10_050, "RON", "default") }
}

/// Of a customer who approves in the bank's app.
fn called_by_rzb() -> Asked {
    let filter = MethodFilter { provider_id: vec!["rzb_ro".to_owned()], ..MethodFilter::default() };
    let plain = asked(10_050, "RON", "default");
    let transfer = Transfer {
        debtor_iban: Some("RO03RZBR0000069999999999".to_owned()),
        psu_id: Some("9999999997".to_owned()),
        ..plain.transfer.clone()
    };
    Asked { transfer, filter, ..plain }
}

/// Consents to account data, one for each flow that has a page; their pages.
async fn make_consents(app: &Arc<App>) -> anyhow::Result<Vec<DemoLink>> {
    let wrapped = AisMethodFilter { provider_id: vec!["libra_ro".to_owned()], ..AisMethodFilter::default() };
    let mut consents = vec![make_consent(app, "choose a bank", LinkKind::Link, AisMethodFilter::default()).await?];
    match make_consent(app, "wrapped_sca: Libra was asked already", LinkKind::WrappedSca, wrapped).await {
        Ok(consent) => consents.push(consent),
        Err(error) => tracing::warn!(%error, "the demo goes without this consent"),
    }
    Ok(consents)
}

async fn make_consent(
    app: &Arc<App>,
    what: &'static str,
    kind: LinkKind,
    filter: AisMethodFilter,
) -> anyhow::Result<DemoLink> {
    let client = app.store.client("demo").await?.context("the demo client is missing")?;
    let asked = consents::Asked {
        scope: DataGroup::ALL.to_vec(),
        validity_days: 90,
        psu_id: None,
        debtor_iban: None,
        filter,
        kind,
        expires_in_s: 86_400,
        webhook_url: None,
        options: ConsentOptions {
            purpose: Some("To work out what you can borrow".to_owned()),
            ..ConsentOptions::default()
        },
        tracking: Tracking::default(),
    };
    let made = app.create_consent(Caller { client: &client, env: "sandbox" }, asked).await?;
    Ok(DemoLink { what, url: made.web_url.context("the consent has no page")? })
}

async fn make(app: &Arc<App>, client: &ClientRow, what: &'static str, asked: Asked) -> anyhow::Result<DemoLink> {
    let made = app.create_link(Caller { client, env: "sandbox" }, asked).await?;
    Ok(DemoLink { what, url: made.web_url.unwrap_or_default() })
}

fn asked(amount_minor: i64, currency: &str, template: &str) -> Asked {
    let item = |name: &str, share: i64| TransferItem {
        name: name.to_owned(),
        quantity: "1".to_owned(),
        amount_minor: amount_minor * share / 100,
    };
    Asked {
        transfer: Transfer {
            amount_minor,
            currency: currency.to_owned(),
            creditor_name: "Cafeneaua Verde SRL".to_owned(),
            creditor_iban: "RO10RZBR0000069999999970".to_owned(),
            remittance_information: "Factura 2026-0042".to_owned(),
            end_to_end_id: String::new(),
            debtor_iban: None,
            debtor_name: None,
            psu_id: None,
            items: vec![item("Cafea de specialitate, 1 kg", 80), item("Livrare", 20)],
        },
        filter: MethodFilter::default(),
        kind: LinkKind::Link,
        expires_in_s: 86_400,
        webhook_url: None,
        options: LinkOptions { ux_template: Some(template.to_owned()), ..LinkOptions::default() },
        tracking: Tracking::default(),
    }
}

/// What the sandbox banks' pages ask (contract, Sandbox banks).
const CUSTOMERS: [&str; 6] = [
    "Banca Transilvania  testbt / testbt, PIN 1234567",
    "CEC Bank            testcecapi / testcecapi",
    "Libra               testlibra / testlibra",
    "Raiffeisen          customer 9999999998, who pays from RO03RZBR0000069999999999",
    "                    customer 9999999997 is called in the app: {sandbox}/rzb_ro/app",
    "RoPay               asks nothing",
];

fn greeting(config: &Config, links: &[DemoLink], consents: &[DemoLink]) -> String {
    let customers = CUSTOMERS.join("\n  ").replace("{sandbox}", &config.sandbox_public_url);
    let list =
        |links: &[DemoLink]| links.iter().map(|link| format!("  {}  ({})\n", link.url, link.what)).collect::<String>();
    let (links, consents) = (list(links), list(consents));
    let gallery =
        if config.gallery { format!("Gallery        {}/gallery\n", config.public_url) } else { String::new() };
    format!(
        "FinqLink demo is running.\n\nPay a link:\n{links}\nShare account data:\n{consents}\nTest customers of the sandbox banks (user / password):\n  {customers}\n\n\
         API            {0}/test/v2  (client_id demo, client_secret demo-secret: for this demo only)\n\
         Token          curl -u demo:demo-secret -d grant_type=client_credentials {0}/oauth2/token\n\
         Sandbox banks  {1}\nShop           {2}  (embeds the page, from another site)\n{gallery}\nStop with Ctrl-C.",
        config.public_url,
        config.sandbox_public_url,
        shop_url(config)
    )
}

#[expect(clippy::print_stdout, reason = "the start-up text is what the command is run for")]
fn say(text: &str) {
    println!("{text}");
}
