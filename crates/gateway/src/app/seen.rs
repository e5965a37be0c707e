//! What one browser may see of a link.

use super::leave::can_leave;
use super::offers::Fit;
use super::{App, Fault, hash};
use crate::store::attempts::AttemptRow;
use crate::store::brands::BrandRow;
use crate::store::links::LinkRow;
use flow::lifecycle::{counting, is_over};
use protocol::page::Whose;

/// A link, as one browser sees it.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The link.
    pub link: LinkRow,
    /// Whether its time is over.
    pub is_expired: bool,
    /// The attempt that counts: the running one, or the last where it explains the state and was not dismissed.
    pub attempt: Option<AttemptRow>,
    /// Whose it is.
    pub whose: Whose,
    /// How many attempts the link has.
    pub attempts: u32,
    /// Whether this browser may be sent to the bank now.
    pub can_leave: bool,
    /// Template of the link's client.
    pub client_template: String,
    /// What the client put on its pages.
    pub brand: BrandRow,
    /// Origins that may frame the page.
    pub frame_origins: Vec<String>,
    /// The gateway's clock, milliseconds since 1970.
    pub now_ms: i64,
}

impl Seen {
    /// The language that the link asks for, else its client.
    pub fn language(&self) -> Option<&str> {
        self.link.options.language.as_deref().or(self.brand.language.as_deref())
    }

    /// The template that the link asks for, else its client.
    pub fn template(&self) -> &str {
        let of_client = self.brand.template.as_deref().unwrap_or(&self.client_template);
        self.link.options.ux_template.as_deref().unwrap_or(of_client)
    }
}

impl App {
    /// A link by its page's id, as the browser with this secret sees it.
    ///
    /// # Errors
    /// `Fault::NotFound`, `Fault::Store`.
    pub async fn see(&self, web_id: &str, holder: Option<&str>) -> Result<Seen, Fault> {
        let (link, attempts) = self.store.link_and_attempts(&hash(web_id)).await?.ok_or(Fault::NotFound)?;
        let client = self.store.client(&link.client_id).await?.ok_or(Fault::NotFound)?;
        let brand = self.store.brand(&link.client_id).await?.unwrap_or_default();
        let count = u32::try_from(attempts.len()).unwrap_or(u32::MAX);
        let last = counting(&attempts, |one| one.state).cloned();
        let holds = |attempt: &AttemptRow| holder.is_some_and(|holder| attempt.holder_hash == hash(holder));
        let whose = match &last {
            None => Whose::Nobody,
            Some(attempt) if holds(attempt) => Whose::Mine,
            Some(attempt) if is_over(attempt.state) && !link.status.is_final() => Whose::Nobody,
            Some(_) => Whose::Other,
        };
        let attempt = last.filter(|attempt| whose != Whose::Nobody && !attempt.dismissed);
        let now_ms = self.now_ms();
        Ok(Seen {
            is_expired: now_ms >= link.expires_at,
            can_leave: whose == Whose::Mine && attempt.as_ref().is_some_and(can_leave),
            whose: if attempt.is_some() { whose } else { Whose::Nobody },
            attempt,
            attempts: count,
            client_template: client.template,
            brand,
            frame_origins: client.frame_origins,
            link,
            now_ms,
        })
    }

    /// The methods that the page offers for this link.
    pub fn offered(&self, seen: &Seen) -> Vec<Fit> {
        self.fits(&seen.link)
    }
}
