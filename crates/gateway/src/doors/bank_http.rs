//! The way out to banks. Time and size limits, no redirects; a refused connection is told apart from silence.
//! Never here: what an answer means (that is for connectors to say), whether a call may be made (see `app`).

use reqwest::redirect::Policy;
use std::time::Duration;

/// Longest wait for an answer. Longer than a PSU is kept waiting: a late answer is still heard, and cleaned up after.
const ANSWER_WITHIN: Duration = Duration::from_secs(60);
/// Longest wait for a connection.
const CONNECT_WITHIN: Duration = Duration::from_secs(5);

/// An answer as it came.
#[derive(Clone, Debug)]
pub struct BankAnswer {
    /// HTTP status.
    pub status: u16,
    /// Headers.
    pub headers: http::HeaderMap,
    /// The body, cut just over the limit that `connectors` reads.
    pub body: Vec<u8>,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoAnswer {
    /// No connection was made: surely nothing was sent.
    #[error("no connection")]
    NotSent,
    /// It was sent, or may have been: its fate is unknown.
    #[error("no answer")]
    Silence,
}

/// The clients for bank calls.
#[derive(Clone, Debug)]
pub struct BankHttp {
    client: reqwest::Client,
    /// Those that show a certificate of ours, by the beginning of the addresses that they serve: it is no other bank's business.
    known: Vec<(String, reqwest::Client)>,
    max_body: usize,
}

impl BankHttp {
    /// A client with our limits; bodies are read just over `max_body` bytes.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub fn new(max_body: usize) -> Result<Self, reqwest::Error> {
        // A second installation of the same provider is no fault.
        let _ = rustls::crypto::ring::default_provider().install_default();
        Ok(Self { client: limited().build()?, known: Vec::new(), max_body })
    }

    /// Shows this certificate (PEM, with its key) to the bank whose API begins with `base`, and to no other.
    ///
    /// # Errors
    /// When the PEM holds no certificate with its key.
    pub fn with_identity(mut self, base: &str, pem: &[u8]) -> Result<Self, reqwest::Error> {
        let client = limited().identity(reqwest::Identity::from_pem(pem)?).build()?;
        self.known.push((base.to_owned(), client));
        Ok(self)
    }

    fn client(&self, address: &str) -> &reqwest::Client {
        let begins = |base: &str| address.strip_prefix(base).is_some_and(|rest| rest.starts_with('/'));
        self.known.iter().find(|(base, _)| begins(base)).map_or(&self.client, |(_, client)| client)
    }

    /// Sends a call, and reads at most a little more of its answer than anybody will use.
    ///
    /// # Errors
    /// `NoAnswer`, which tells whether anything was sent.
    pub async fn send(&self, request: http::Request<Vec<u8>>) -> Result<BankAnswer, NoAnswer> {
        let request = reqwest::Request::try_from(request).map_err(|_| NoAnswer::NotSent)?;
        let mut answer = self.client(request.url().as_str()).execute(request).await.map_err(|error| told(&error))?;
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        let mut body = Vec::new();
        while body.len() <= self.max_body {
            match answer.chunk().await {
                Ok(Some(chunk)) => body.extend_from_slice(&chunk),
                Ok(None) => break,
                Err(_) => return Err(NoAnswer::Silence),
            }
        }
        body.truncate(self.max_body + 1);
        Ok(BankAnswer { status, headers, body })
    }
}

/// A client with our limits.
fn limited() -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        .redirect(Policy::none())
        .timeout(ANSWER_WITHIN)
        .connect_timeout(CONNECT_WITHIN)
        .pool_idle_timeout(Duration::from_secs(20))
        .no_proxy()
}

fn told(error: &reqwest::Error) -> NoAnswer {
    if error.is_connect() || error.is_builder() { NoAnswer::NotSent } else { NoAnswer::Silence }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_is_shown_to_its_own_bank_only() {
        let mut http = BankHttp::new(1).unwrap();
        http.known.push(("https://api.bank.example/psd2".to_owned(), limited().build().unwrap()));
        let is_known = |address: &str| std::ptr::eq(http.client(address), &raw const http.known[0].1);
        assert!(is_known("https://api.bank.example/psd2/v1/payments"));
        for other in [
            "https://api.bank.example/psd2evil/v1",
            "https://api.bank.example/other",
            "https://api.bank.example.evil.example/psd2/v1",
            "http://api.bank.example/psd2/v1",
            "https://api.other.example/psd2/v1",
        ] {
            assert!(!is_known(other), "{other}");
        }
    }

    #[test]
    fn what_is_no_certificate_is_refused() {
        for pem in ["", "nothing", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
            assert!(BankHttp::new(1).unwrap().with_identity("https://a.example", pem.as_bytes()).is_err());
        }
    }
}
