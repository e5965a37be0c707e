//! The way out to webhook receivers, which strangers name: short, small, no redirects, no proxy, and only to addresses
//! that a given rule allows, asked again for every resolved IP address.
//! Never here: the rule itself, signatures, retries.

use http::HeaderMap;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;
use std::error::Error as _;
use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use url::Url;

/// Time for one whole call, name resolution included.
pub const TIME_LIMIT: Duration = Duration::from_secs(10);
/// How much of an answer's body is read, to keep the connection for the next call. More is cut off.
const BODY_LIMIT: usize = 16 * 1024;
/// How long that may take once the status is known.
const BODY_TIME_LIMIT: Duration = Duration::from_millis(500);

/// Whether `name` may stand for this IP address.
pub type MayReach = Arc<dyn Fn(&str, IpAddr) -> bool + Send + Sync>;

/// How a call fails before there is a status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendFault {
    /// No status within the time limit.
    #[error("no answer in time")]
    Timeout,
    /// The name leads where we do not go.
    #[error("address refused")]
    Refused,
    /// No connection: name, network or certificate.
    #[error("no connection")]
    Connect,
    /// Anything else on the way, such as an answer that is not HTTP.
    #[error("broken answer")]
    Broken,
}

/// The door. Clones share its connections.
#[derive(Clone)]
pub struct WebhookHttp(reqwest::Client);

impl fmt::Debug for WebhookHttp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WebhookHttp")
    }
}

impl WebhookHttp {
    /// Opens the door for addresses that `may_reach` allows; `time_limit` is [`TIME_LIMIT`] but in tests.
    ///
    /// # Errors
    /// `reqwest::Error` when TLS cannot be set up at all.
    pub fn new(may_reach: MayReach, time_limit: Duration) -> Result<Self, reqwest::Error> {
        // Fails only when a provider is installed already, which is then the one that is used.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let builder = || {
            reqwest::Client::builder()
                .redirect(Policy::none())
                .retry(reqwest::retry::never())
                .no_proxy()
                .referer(false)
                .timeout(time_limit)
                .connect_timeout(time_limit)
                .pool_idle_timeout(Duration::from_secs(30))
                .pool_max_idle_per_host(4)
                .user_agent("FinqLink-Webhooks/1")
                .dns_resolver(Arc::new(Checked(Arc::clone(&may_reach))))
        };
        builder()
            .build()
            .or_else(|error| {
                // A machine without root certificates (a bare container) can still run the demo, whose receivers are local.
                tracing::warn!(%error, "no root certificates: https webhooks will fail");
                builder().tls_certs_only([]).build()
            })
            .map(Self)
    }

    /// Posts; gives the status. A host that is an IP address is not resolved: the caller has checked the URL by then.
    ///
    /// # Errors
    /// See `SendFault`.
    pub async fn post(&self, url: Url, headers: HeaderMap, body: String) -> Result<u16, SendFault> {
        let mut answer = self.0.post(url).headers(headers).body(body).send().await.map_err(|error| fault(&error))?;
        let status = answer.status().as_u16();
        let drain = async {
            let mut left = BODY_LIMIT;
            while let Ok(Some(chunk)) = answer.chunk().await {
                left = match left.checked_sub(chunk.len()) {
                    Some(left) => left,
                    None => break,
                };
            }
        };
        // Whatever comes of it: the status is the answer.
        let _ = tokio::time::timeout(BODY_TIME_LIMIT, drain).await;
        Ok(status)
    }
}

struct Checked(MayReach);

#[derive(Debug, thiserror::Error)]
#[error("the name leads to an address that is refused")]
struct Forbidden;

impl Resolve for Checked {
    fn resolve(&self, name: Name) -> Resolving {
        let may_reach = Arc::clone(&self.0);
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            // One bad address is enough: a name that mixes them is trying something.
            if found.iter().all(|address| may_reach(name.as_str(), address.ip())) {
                Ok(Box::new(found.into_iter()) as Addrs)
            } else {
                Err(Forbidden.into())
            }
        })
    }
}

fn fault(error: &reqwest::Error) -> SendFault {
    let mut cause = error.source();
    while let Some(inner) = cause {
        if inner.is::<Forbidden>() {
            return SendFault::Refused;
        }
        cause = inner.source();
    }
    match error {
        error if error.is_timeout() => SendFault::Timeout,
        error if error.is_connect() => SendFault::Connect,
        _ => SendFault::Broken,
    }
}
