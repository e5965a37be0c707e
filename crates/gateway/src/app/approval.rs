//! From a bank's acceptance to an address where the PSU approves: one it gave, one of an authorisation that must be started
//! first, or one at its OAuth2 server. An acceptance that leads nowhere is taken back at the bank.

use super::at_bank::{Call, as_answer, new_ids};
use super::attempt::With;
use super::grant::Grant;
use super::subject::{self, Taken};
use super::{App, Fault};
use crate::doors::secrets;
use crate::store::attempts::AttemptRow;
use crate::store::{self, Error};
use connectors::berlin_group::{self as bg, Ask, Authorisation, Psu, Returns, Sca};
use connectors::catalog::Env;
use connectors::profile::{OAuthServer, Profile, Server};
use flow::lifecycle::AttemptFact;
use protocol::page::{Approach, Reason};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// An authorisation server's addresses are asked for again after so long, milliseconds.
const SERVER_KNOWN_MS: i64 = 3_600_000;

/// Who is to approve, where the bank sends them back, and the secret by which their return will be known.
pub(super) struct Asked {
    pub psu: Psu,
    pub returns: Returns,
    /// The address of that, without the secret: what an OAuth2 bank is told, and told again with the code.
    pub back: String,
    pub state: String,
    /// Whether the client gets the address, and sends the PSU there: from then on somebody may be there.
    pub handed_out: bool,
}

/// The calls that an acceptance may still need must not keep the PSU, nor let the attempt be given up for lost.
const WAY_WITHIN: Duration = Duration::from_secs(8);

/// Authorisation servers of banks that publish theirs (RFC 8414), by connection.
#[derive(Debug, Default)]
pub struct Servers(Mutex<HashMap<(Env, &'static str), Published>>);

/// What a bank published, where, and when it was read (milliseconds since 1970).
#[derive(Clone, Debug)]
struct Published {
    metadata_url: String,
    server: OAuthServer,
    since_ms: i64,
}

impl Servers {
    fn known(&self, over: &Profile, metadata_url: &str, now_ms: i64) -> Option<OAuthServer> {
        let servers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let published = servers.get(&(over.env, over.provider_id)).filter(|one| one.metadata_url == metadata_url)?;
        let age_ms = now_ms.saturating_sub(published.since_ms).saturating_abs();
        (age_ms < SERVER_KNOWN_MS).then(|| published.server.clone())
    }

    fn keep(&self, over: &Profile, published: Published) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert((over.env, over.provider_id), published);
    }
}

/// The most characters of a `psuMessage`, by the standard.
const LONGEST_MESSAGE: usize = 500;

/// What seals a bank's words to their attempt.
fn message_context(attempt: &AttemptRow) -> Vec<u8> {
    [attempt.x_request_id.as_bytes(), b" psu_message"].concat()
}

/// How the PSU gets to the approval.
struct Way {
    approach: Approach,
    /// Where they are sent.
    url: Option<String>,
    /// What the bank wants them told.
    psu_message: Option<String>,
    status_link: Option<String>,
    grant: Option<Grant>,
}

impl Way {
    /// No way was found.
    const NONE: Self =
        Self { approach: Approach::Redirect, url: None, psu_message: None, status_link: None, grant: None };

    /// Whether the PSU can approve by it. A client that sends them itself has nowhere to send whom the bank calls.
    const fn is_usable(&self, handed_out: bool) -> bool {
        self.url.is_some() || (matches!(self.approach, Approach::Decoupled) && !handed_out)
    }
}

impl App {
    /// The bank's address where the PSU approves an attempt, once it is known.
    pub fn sca_url(&self, attempt: &AttemptRow) -> Option<String> {
        let plain = self.keys.open(&context(attempt), attempt.sca.as_deref()?).ok()?;
        String::from_utf8(plain).ok()
    }

    /// The address as it is kept.
    fn seal_sca(&self, attempt: &AttemptRow, url: &str) -> Result<Vec<u8>, Fault> {
        let sealed = self.keys.seal(&context(attempt), url.as_bytes());
        sealed.map_err(|_| Fault::Store(Error::Corrupt("attempts.sca_url")))
    }

    /// What an older version wrote down in clear is sealed.
    ///
    /// # Errors
    /// `Fault::Store`.
    pub async fn seal_old_addresses(&self) -> Result<(), Fault> {
        for attempt in self.store.attempts_in_clear().await? {
            let clear = attempt.sca.as_deref().unwrap_or_default();
            let sealed = self.seal_sca(&attempt, &String::from_utf8_lossy(clear))?;
            self.store.set_sca(&attempt.object_id, attempt.number, &sealed).await?;
        }
        Ok(())
    }

    /// The bank took what it was asked: finds the way to approve, and records both at once.
    pub(super) async fn accepted(
        &self,
        attempt: &AttemptRow,
        profile: &Profile,
        taken: Taken,
        asked: &Asked,
    ) -> Result<(), Fault> {
        let resource_id = taken.resource_id.clone();
        if matches!(taken.sca, Sca::Start { .. } | Sca::OAuth { .. }) {
            // More calls follow: should we be stopped in between, what the bank took can still be found and cancelled.
            self.store.set_resource_id(&attempt.object_id, attempt.number, &resource_id).await?;
        }
        let finding = tokio::time::timeout(WAY_WITHIN, self.way(attempt, profile, taken, asked));
        let way = finding.await.unwrap_or(Way::NONE);
        let usable = way.is_usable(asked.handed_out);
        let Way { approach, url, psu_message, status_link, grant } = way;
        let sealed = grant.map(|grant| self.seal_grant(attempt, &grant)).transpose()?;
        let psu_message = psu_message.map(|said| self.sealed_message(attempt, &said)).transpose()?;
        let sca = url.map(|url| self.seal_sca(attempt, &url)).transpose()?;
        let left_at = asked.handed_out.then(|| self.now_ms());
        let edit = move |row: &mut AttemptRow| {
            row.resource_id = Some(resource_id);
            row.approach = approach;
            row.psu_message = psu_message;
            row.sca = sca;
            row.sca_status_link = status_link;
            row.grant = sealed;
            row.left_at = row.left_at.or(left_at);
        };
        let recorded = self.record_of(attempt, AttemptFact::Accepted, With::Edit(Box::new(edit))).await?;
        if !usable {
            tracing::error!(
                object_id = attempt.object_id,
                "the bank offers no way of approval that this page can carry"
            );
            let attempts = self.store.attempts(&attempt.object_id).await?;
            if let Some(stored) = attempts.iter().find(|one| one.number == attempt.number) {
                self.cancel_at_bank(stored, Reason::BankUnavailable).await?;
            }
            return Ok(());
        }
        self.obey(&attempt.object_id, &recorded).await
    }

    async fn way(&self, attempt: &AttemptRow, profile: &Profile, taken: Taken, asked: &Asked) -> Way {
        let (sca, status_link) = match taken.sca {
            Sca::Start { link, .. } => self.start_authorisation(attempt, profile, &link, asked).await,
            sca => (Some(sca), taken.sca_status_link),
        };
        let way = Way { status_link, ..Way::NONE };
        match sca {
            Some(Sca::Redirect { url }) => Way { url: Some(url), ..way },
            Some(Sca::Request { link }) => Way { approach: Approach::Request, url: Some(link), ..way },
            Some(Sca::Decoupled { psu_message }) => Way { approach: Approach::Decoupled, psu_message, ..way },
            Some(Sca::OAuth { metadata_url }) => {
                let grant = self.begin_grant(attempt, profile, &metadata_url, asked).await;
                let ask = |grant: &Grant| {
                    let resource = subject::resource(attempt, &taken.resource_id);
                    let (redirect_uri, verifier) = (grant.redirect_uri.as_str(), grant.verifier.as_str());
                    let ask = Ask { resource, redirect_uri, state: &asked.state, verifier };
                    bg::authorise_url(profile, &grant.server(), &ask)
                };
                Way { url: grant.as_ref().and_then(ask), grant, ..way }
            }
            _ => way,
        }
    }

    /// What the bank wants the PSU told, as far as the standard lets it go on, sealed for the attempt: it may name them.
    fn sealed_message(&self, attempt: &AttemptRow, said: &str) -> Result<Vec<u8>, Fault> {
        let said: String = said.chars().map(|c| if c.is_control() { ' ' } else { c }).take(LONGEST_MESSAGE).collect();
        let corrupt = || Fault::Store(store::Error::Corrupt("attempts.psu_message"));
        self.keys.seal(&message_context(attempt), said.trim().as_bytes()).map_err(|_| corrupt())
    }

    /// What the bank wants the PSU told.
    pub fn psu_message(&self, attempt: &AttemptRow) -> Option<String> {
        let plain = self.keys.open(&message_context(attempt), attempt.psu_message.as_deref()?).ok()?;
        String::from_utf8(plain).ok().filter(|said| !said.is_empty())
    }

    /// What the code of a scheme's request to pay holds.
    pub fn request_code(&self, attempt: &AttemptRow) -> Option<String> {
        let link = self.sca_url(attempt).filter(|_| attempt.approach == Approach::Request)?;
        self.profile(attempt)?.requests?.text(&link)
    }

    async fn start_authorisation(
        &self,
        attempt: &AttemptRow,
        profile: &Profile,
        link: &str,
        asked: &Asked,
    ) -> (Option<Sca>, Option<String>) {
        let ids = new_ids();
        let request = bg::start_authorisation(profile, link, &asked.psu, &asked.returns, &ids);
        let Ok(answer) = self.call(attempt, Call::Authorise, &ids, request).await else { return (None, None) };
        match bg::read_authorisation(profile, &as_answer(&answer)) {
            Authorisation::Started { sca, sca_status_link } => (Some(sca), sca_status_link),
            Authorisation::Refused(_) | Authorisation::Unknown(_) => (None, None),
        }
    }

    /// All that the bank's OAuth2 server will want to hear again with the code.
    async fn begin_grant(
        &self,
        attempt: &AttemptRow,
        profile: &Profile,
        metadata_url: &str,
        asked: &Asked,
    ) -> Option<Grant> {
        let server = match &profile.oauth.as_ref()?.server {
            Server::Fixed(server) => server.clone(),
            Server::Metadata => self.oauth_server(attempt, profile, metadata_url).await?,
        };
        Some(Grant {
            authorize: server.authorize,
            token_endpoint: server.token,
            redirect_uri: asked.back.clone(),
            verifier: secrets::new_verifier(),
            held: None,
        })
    }

    async fn oauth_server(&self, attempt: &AttemptRow, profile: &Profile, metadata_url: &str) -> Option<OAuthServer> {
        if let Some(server) = self.oauth_servers.known(profile, metadata_url, self.now_ms()) {
            return Some(server);
        }
        let ids = new_ids();
        let request = bg::oauth_metadata(profile, metadata_url, &ids);
        let answer = self.call(attempt, Call::OAuthMetadata, &ids, request).await.ok()?;
        let server = bg::read_oauth_metadata(profile, &as_answer(&answer))?;
        let published =
            Published { metadata_url: metadata_url.to_owned(), server: server.clone(), since_ms: self.now_ms() };
        self.oauth_servers.keep(profile, published);
        Some(server)
    }
}

/// An address opens only where it was sealed, and never as anything else of its attempt.
fn context(attempt: &AttemptRow) -> Vec<u8> {
    format!("sca address {}", attempt.x_request_id).into_bytes()
}
