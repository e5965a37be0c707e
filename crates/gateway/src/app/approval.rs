//! From a bank's acceptance to an address where the PSU approves: one it gave, one of an authorisation that must be started
//! first, or one at its OAuth2 server. An acceptance that leads nowhere is taken back at the bank.

use super::at_bank::{Call, as_answer, new_ids};
use super::grant::Grant;
use super::record::With;
use super::{App, Fault};
use crate::doors::secrets;
use crate::store::attempts::AttemptRow;
use connectors::berlin_group::{self as bg, Accepted, Ask, Authorisation, Intent, Sca};
use connectors::profile::{OAuthServer, Profile, Server};
use flow::lifecycle::{AttemptFact, Fact};
use protocol::page::Reason;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// An authorisation server's addresses are asked for again after so long, milliseconds.
const SERVER_KNOWN_MS: i64 = 3_600_000;

/// What the bank was asked, and the secret by which its return will be known.
pub(super) struct Asked {
    pub intent: Intent,
    pub state: String,
}

/// Authorisation servers of banks that publish theirs (RFC 8414), by bank.
#[derive(Debug, Default)]
pub struct Servers(Mutex<HashMap<&'static str, Published>>);

/// What a bank published, where, and when it was read (milliseconds since 1970).
#[derive(Clone, Debug)]
struct Published {
    metadata_url: String,
    server: OAuthServer,
    since_ms: i64,
}

impl Servers {
    fn known(&self, provider_id: &str, metadata_url: &str, now_ms: i64) -> Option<OAuthServer> {
        let servers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let published = servers.get(provider_id).filter(|one| one.metadata_url == metadata_url)?;
        let age_ms = now_ms.saturating_sub(published.since_ms).saturating_abs();
        (age_ms < SERVER_KNOWN_MS).then(|| published.server.clone())
    }

    fn keep(&self, provider_id: &'static str, published: Published) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(provider_id, published);
    }
}

impl App {
    /// The bank took the intent: finds the way to approve, and records both at once.
    pub(super) async fn accepted(
        &self,
        attempt: &AttemptRow,
        profile: &Profile,
        taken: Accepted,
        asked: &Asked,
    ) -> Result<(), Fault> {
        let (sca, status_link) = match taken.sca {
            Sca::Start { link, .. } => self.start_authorisation(attempt, profile, &link, &asked.intent).await,
            sca => (Some(sca), taken.sca_status_link),
        };
        let payment_id = taken.payment_id;
        let (url, grant) = match sca {
            Some(Sca::Redirect { url }) => (Some(url), None),
            Some(Sca::OAuth { metadata_url }) => match self.begin_grant(attempt, profile, &metadata_url).await {
                Some(grant) => (authorise_url(profile, &grant, &payment_id, &asked.state), Some(grant)),
                None => (None, None),
            },
            _ => (None, None),
        };
        let sealed = grant.map(|grant| self.seal_grant(attempt, &grant)).transpose()?;
        let usable = url.is_some();
        let edit = move |row: &mut AttemptRow| {
            row.payment_id = Some(payment_id);
            row.sca_url = url;
            row.sca_status_link = status_link;
            row.grant = sealed;
        };
        let fact = Fact::Of(attempt.number, AttemptFact::Accepted);
        let recorded = self.record(&attempt.link_id, fact, With::Edit(Box::new(edit))).await?;
        if !usable {
            tracing::error!(link_id = attempt.link_id, "the bank offers no way of approval that this page can carry");
            let attempts = self.store.attempts(&attempt.link_id).await?;
            if let Some(stored) = attempts.iter().find(|one| one.number == attempt.number) {
                self.cancel_at_bank(stored, Reason::BankUnavailable).await?;
            }
            return Ok(());
        }
        self.obey(&attempt.link_id, &recorded).await
    }

    async fn start_authorisation(
        &self,
        attempt: &AttemptRow,
        profile: &Profile,
        link: &str,
        intent: &Intent,
    ) -> (Option<Sca>, Option<String>) {
        let ids = new_ids();
        let request = bg::start_authorisation(profile, link, &intent.psu, &intent.returns, &ids);
        let Ok(answer) = self.call(attempt, Call::Authorise, &ids, request).await else { return (None, None) };
        match bg::read_authorisation(profile, &as_answer(&answer)) {
            Authorisation::Started { sca, sca_status_link } => (Some(sca), sca_status_link),
            Authorisation::Refused(_) | Authorisation::Unknown(_) => (None, None),
        }
    }

    /// All that the bank's OAuth2 server will want to hear again with the code.
    async fn begin_grant(&self, attempt: &AttemptRow, profile: &Profile, metadata_url: &str) -> Option<Grant> {
        let server = match &profile.oauth.as_ref()?.server {
            Server::Fixed(server) => server.clone(),
            Server::Metadata => self.oauth_server(attempt, profile, metadata_url).await?,
        };
        Some(Grant {
            authorize: server.authorize,
            token_endpoint: server.token,
            redirect_uri: format!("{}/callback/{}", self.settings.public_url, attempt.provider_id),
            verifier: secrets::new_verifier(),
            held: None,
        })
    }

    async fn oauth_server(&self, attempt: &AttemptRow, profile: &Profile, metadata_url: &str) -> Option<OAuthServer> {
        if let Some(server) = self.oauth_servers.known(profile.provider_id, metadata_url, self.now_ms()) {
            return Some(server);
        }
        let ids = new_ids();
        let request = bg::oauth_metadata(profile, metadata_url, &ids);
        let answer = self.call(attempt, Call::OAuthMetadata, &ids, request).await.ok()?;
        let server = bg::read_oauth_metadata(profile, &as_answer(&answer))?;
        let published =
            Published { metadata_url: metadata_url.to_owned(), server: server.clone(), since_ms: self.now_ms() };
        self.oauth_servers.keep(profile.provider_id, published);
        Some(server)
    }
}

fn authorise_url(profile: &Profile, grant: &Grant, payment_id: &str, state: &str) -> Option<String> {
    let ask = Ask { payment_id, redirect_uri: &grant.redirect_uri, state, verifier: &grant.verifier };
    bg::authorise_url(profile, &grant.server(), &ask)
}
