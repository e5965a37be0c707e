//! Links as their API client sees them.

use super::leave::can_leave;
use super::{App, AttemptRow, Fault, rfc3339};
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
        let counting = lifecycle::counting(&attempts, |one| one.state);
        let (payment_method, service_provider) = counting.and_then(|attempt| self.chosen(attempt)).unzip();
        let web_url = self.web_url(&link, attempts.last());
        Ok(LinkState { payment_method, service_provider, web_url, ..self.brief(link) })
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
        let mut states = Vec::with_capacity(rows.len());
        for row in rows {
            let state = match (row.kind, row.status.is_final()) {
                // Where the PSU goes changes with the attempt.
                (LinkKind::RedirectSca, false) => self.state_of(row).await?,
                _ => self.brief(row),
            };
            states.push(state);
        }
        Ok((states, more))
    }

    /// Where the PSU goes: nowhere by our hand for `direct_sca`, the bank while its address lives for `redirect_sca`, else our page.
    fn web_url(&self, link: &LinkRow, last: Option<&AttemptRow>) -> Option<String> {
        let at_bank = || last.filter(|one| !link.status.is_final() && can_leave(one)).and_then(|one| self.sca_url(one));
        match link.kind {
            LinkKind::DirectSca => None,
            LinkKind::RedirectSca => at_bank().or_else(|| Some(self.page_url(&link.web_id))),
            LinkKind::Link | LinkKind::WrappedSca => Some(self.page_url(&link.web_id)),
        }
    }

    fn brief(&self, link: LinkRow) -> LinkState {
        LinkState {
            ordinal: link.ordinal,
            web_url: self.web_url(&link, None),
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
