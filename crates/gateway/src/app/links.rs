//! Links as their API client sees them.

use super::{App, Fault, rfc3339};
use crate::store::links::{LinkRow, ListFilter};
use flow::lifecycle;
use protocol::api::{ChosenMethod, ServiceProvider};
use protocol::{LinkKind, LinkStatus};

/// A link's state.
#[derive(Clone, Debug)]
pub struct LinkState {
    /// The order of lists.
    pub ordinal: i64,
    /// UUID.
    pub link_id: String,
    /// Id of the page.
    pub web_id: String,
    /// Where the PSU goes.
    pub web_url: Option<String>,
    /// The status.
    pub status: LinkStatus,
    /// Whether its time is over.
    pub is_expired: bool,
    /// RFC 3339.
    pub created_at: String,
    /// RFC 3339.
    pub expires_at: String,
    /// Once chosen.
    pub payment_method: Option<ChosenMethod>,
    /// Once chosen.
    pub service_provider: Option<ServiceProvider>,
}

/// A place in a client's list.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The client.
    pub client_id: &'a str,
    /// `sandbox` or `prod`.
    pub env: &'a str,
    /// Go on below this ordinal.
    pub before: Option<i64>,
    /// At most so many.
    pub limit: i64,
}

impl App {
    /// A client's own link.
    ///
    /// # Errors
    /// `Fault::NotFound`, also for another client's.
    pub async fn own_link(&self, client_id: &str, env: &str, link_id: &str) -> Result<LinkRow, Fault> {
        let link = self.store.link(link_id).await?;
        link.filter(|link| link.client_id == client_id && link.env == env).ok_or(Fault::NotFound)
    }

    /// Its state.
    ///
    /// # Errors
    /// `Fault::NotFound`, also for another client's.
    pub async fn link_of_client(&self, client_id: &str, env: &str, link_id: &str) -> Result<LinkState, Fault> {
        let link = self.own_link(client_id, env, link_id).await?;
        self.state_of(link).await
    }

    /// The state of a link that was read.
    ///
    /// # Errors
    /// `Fault::Store`.
    pub async fn state_of(&self, link: LinkRow) -> Result<LinkState, Fault> {
        let attempts = self.store.attempts(&link.link_id).await?;
        let method = lifecycle::counting(&attempts, |one| one.state).and_then(|attempt| self.chosen(attempt));
        let (payment_method, service_provider) = method.unzip();
        Ok(LinkState { payment_method, service_provider, ..self.brief(link) })
    }

    /// A client's links, newest first, and whether more follow.
    ///
    /// # Errors
    /// `Fault::Store`.
    pub async fn list_links(&self, place: Place<'_>, filter: &ListFilter) -> Result<(Vec<LinkState>, bool), Fault> {
        let Place { client_id, env, before, limit } = place;
        let mut rows = self.store.links(client_id, env, filter, before, limit + 1).await?;
        let more = i64::try_from(rows.len()).is_ok_and(|count| count > limit);
        if more {
            rows.pop();
        }
        Ok((rows.into_iter().map(|row| self.brief(row)).collect(), more))
    }

    fn brief(&self, link: LinkRow) -> LinkState {
        LinkState {
            ordinal: link.ordinal,
            web_url: (link.kind != LinkKind::DirectSca).then(|| self.page_url(&link.web_id)),
            link_id: link.link_id,
            web_id: link.web_id,
            status: link.status,
            is_expired: self.now_ms() >= link.expires_at,
            created_at: rfc3339(link.created_at),
            expires_at: rfc3339(link.expires_at),
            payment_method: None,
            service_provider: None,
        }
    }
}
