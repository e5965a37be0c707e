//! Next door: sandbox banks as separate HTTP services, with an API for TPPs and pages for their customers.
//! Lives here: the engine they share (ledger, steering, pages, control) and one file a bank (its personality).
//! Never here: anything of the gateway's; a mistake made on both sides would hide itself.
//!
//! `libra_ro` is strict: its API is the Berlin Group's OpenAPI file 1.3.11 and nothing else. The others do the
//! same but for what their personality says:
//!
//! | payment method | product in the path | `instructedAmount.currency` | rail |
//! | --- | --- | --- | --- |
//! | `bt_ro.domestic`, `bt_ro.domestic_corporate` | `ron-payment` | `RON` | domestic, batches or ReGIS |
//! | `bt_ro.sepa` | `other-currency-payment` | `EUR` | SEPA credit transfer |
//! | `cec_ro.domestic` | `ron-payment` | `RON` | domestic, batches or ReGIS |
//! | `libra_ro.domestic` | `sepa-credit-transfers` | `RON` | domestic, batches or ReGIS |
//! | `libra_ro.instant` | `instant-sepa-credit-transfers` | `RON` | domestic instant, at most 49,999.99 |
//! | `libra_ro.sepa` | `sepa-credit-transfers` | `EUR` | SEPA credit transfer |
//! | `ropay.instant` | `instant-ron-transfers` | `RON` | domestic instant, at most 49,999.99 |
//! | `rzb_ro.domestic` | `domestic-ron-transfers` | `RON` | domestic, batches or ReGIS |
//!
//! The file has no RON product, so at Libra RON travels in the SEPA products' JSON and the currency picks the rail.
//! The file requires `debtorAccount`, practice often leaves it out: both are taken. A TPP that does not know the
//! account and wants to fit the file sends one without an IBAN, `{"currency": "RON"}`, and the PSU's own is used.
//!
//! | bank | SCA | token call | every call | initiation | answers |
//! | --- | --- | --- | --- | --- | --- |
//! | `bt_ro` | OAuth, PKCE S256, metadata at `scaOAuth` | `client_id` in the body, `authorization_code` | – | – | amounts are JSON numbers, the text is in `details`, a fee is told |
//! | `cec_ro` | OAuth, no PKCE, `scaOAuth` is the authorisation endpoint | id and secret in the body, `code` | `X-IBM-Client-Id`; sealed by `Digest`, `Signature`, `TPP-Signature-Certificate`; a token goes in `oauth-1` | – | – |
//! | `libra_ro` | `scaRedirect` | – | – | – | funds are confirmed by webhook |
//! | `ropay` | `scaRedirect` is a request to pay: a link for the payer's app, and what a QR holds; its login asks nothing | – | – | – | – |
//! | `rzb_ro` | OAuth, no PKCE, `scaOAuth` is the authorisation endpoint | HTTP Basic, `authorization_code` | a `User-Agent`; `Accept` names `application/json` | `PSU-ID`, `debtorAccount.iban` | values of `_links` are plain strings |
//!
//! Banks choose how a customer approves by who it is. Whoever is asked for under the `PSU-ID` `9999999997` of `rzb_ro` (payments) or
//! `testlibraapp` of `libra_ro` (payments, consents) is called in the bank's app (`ASPSP-SCA-Approach: DECOUPLED`, a `psuMessage`, no
//! address to go to), which is `{provider_id}/app`: it asks nothing, and lists what waits.
//!
//! Account data is read at all of them but `ropay`, under a consent that the PSU approved on the bank's pages:
//!
//! | bank | consent | reads | transactions | goes on |
//! | --- | --- | --- | --- | --- |
//! | `bt_ro` | as in the file | a token of scope `AIS:{consentId}`; without `PSU-IP-Address` as often a day as the consent says, then 429 | `booked` only; the text is in `details` | `_links.next` with `page=` |
//! | `cec_ro` | no body: all accounts are offered, `Consent-Valid-Until` gives the last day, else 90 days | a token, as above, in `oauth-1` | no `transactionId`, no `entryReference` | `_links.next` with `mark=`, and an empty `href` at the end |
//! | `libra_ro` | as in the file | `Consent-ID` alone | as in the file | `_links.next` with `pageIndex=` and `itemsPerPage=` |
//! | `rzb_ro` | names its accounts by IBAN and currency, and the PSU by `PSU-ID` | a token, as above | `entryReference` alone | `_links.nextPage` with `mark=` |
//!
//! Empty lists in `access` let the PSU choose accounts; any number of consents live side by side. What they open is made up:
//! two years of a life when the bank opens, and what comes while it is open, pending first (see `history`); more of it by
//! order (see `control`). The number of days from the request to `validUntil` steers (see [`STEERED_CONSENTS`]). At
//! `{provider_id}/permissions` the PSU sees who reads, and withdraws.
//!
//! "Every call" is every call of the TPP: under `/v1`, and to the authorisation server (see `oauth`), not the PSU's.
//! The TPP is registered everywhere as `finqlink-sandbox` with the secret `finqlink-sandbox-secret`. There is no trust
//! list: a seal is good when the certificate that came with it fits, whoever made that.

mod bank;
mod calendar;
mod case;
mod clock;
mod config;
mod consent;
mod consent_steering;
mod control;
mod funds;
mod history;
mod ledger;
mod line;
mod money;
mod oauth;
mod pages;
mod payment;
mod personality;
mod router;
mod status;
mod steering;
mod street;
mod xs2a;

use std::future::Future;
use std::io;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::watch;

pub use clock::Clock;
pub use config::Config;
pub use consent_steering::{ConsentSteering, Reads, STEERED_CONSENTS, steering_of_days};
pub use steering::{Intake, Return, STEERED, Settling, Steering, steering_of};

/// How long open requests may go on once the shutdown has begun.
const LAST_REQUESTS: Duration = Duration::from_secs(3);

/// All banks under `/{provider_id}/…` and their control under `/_control/{provider_id}`.
///
/// Control answers only where the peer's address is known: serve it by [`serve`], or with
/// `into_make_service_with_connect_info::<std::net::SocketAddr>()`.
pub fn router(config: Config) -> Router {
    let (_, closing) = watch::channel(false);
    router::build(config, closing)
}

/// Serves all banks on `listener` until `shutdown` is done; ends at most three seconds after it.
///
/// # Errors
/// What the listening socket reports.
pub async fn serve<F>(listener: TcpListener, config: Config, shutdown: F) -> io::Result<()>
where
    F: Future<Output = ()> + Send + 'static,
{
    let (close, closing) = watch::channel(false);
    let app = router::build(config, closing.clone()).into_make_service_with_connect_info::<line::Line>();
    let serving = axum::serve(line::Lines(listener), app).with_graceful_shutdown(async move {
        shutdown.await;
        close.send_replace(true);
    });
    tokio::select! {
        ended = serving => ended,
        () = overtime(closing) => Ok(()),
    }
}

/// Done when the shutdown has begun and its grace is over.
async fn overtime(closing: watch::Receiver<bool>) {
    street::closed(closing).await;
    tokio::time::sleep(LAST_REQUESTS).await;
}
