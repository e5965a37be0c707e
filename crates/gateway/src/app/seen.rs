//! What one browser may see of a link or a consent.

use super::leave::{can_leave, is_held_by};
use super::{App, AttemptRow, Fault, Subject, hash};
use crate::doors::secrets::Secret;
use crate::store::brands::BrandRow;
use crate::store::consents::{ConsentKey, ConsentRow};
use crate::store::links::LinkRow;
use flow::lifecycle::{counting, is_over};
use protocol::api::{AccountFilter, AccountRecord, JobState, Place};
use protocol::page::Whose;
use protocol::{ConsentStatus, LinkKind, PageStatus};

/// Which page is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageId {
    /// A payment's, or a consent's.
    pub subject: Subject,
    /// The id in the address: a capability; for a consent also its own id, which opens a reduced view.
    pub id: String,
}

impl PageId {
    /// The page's path.
    pub fn path(&self) -> String {
        match self.subject {
            Subject::Payment => format!("/pay/{}", self.id),
            Subject::Consent => format!("/consent/{}", self.id),
        }
    }
}

/// What a page is about.
#[derive(Clone, Debug)]
pub enum About {
    /// A payment.
    Link(Box<LinkRow>),
    /// A consent to account data.
    Consent(Box<Shared>),
}

/// A consent, and what is read under it.
#[derive(Clone, Debug)]
pub struct Shared {
    /// The consent.
    pub consent: ConsentRow,
    /// Only firm, scope, period and status are told, and that it can be authorised.
    pub is_reduced: bool,
    /// Its accounts; none where they are not this browser's to see.
    pub accounts: Vec<AccountRecord<Place>>,
    /// The newest reading at the bank; what it counts is for who agreed alone.
    pub job: Option<JobState>,
}

/// A link or consent, as one browser sees it.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Its page.
    pub page: PageId,
    /// What it is.
    pub about: About,
    /// Whether the time to agree is over.
    pub is_expired: bool,
    /// The attempt that counts: the running one, or the last where it explains the state and was not dismissed.
    pub attempt: Option<AttemptRow>,
    /// Whose it is.
    pub whose: Whose,
    /// The secret by which this browser is known here.
    pub holder: Option<Secret>,
    /// How many attempts there are.
    pub attempts: u32,
    /// Whether something is on its way to a bank, or there, whoever began it.
    pub runs: bool,
    /// What counts was begun for the client, and nobody has gone on with it: who does so first makes it theirs.
    pub is_unclaimed: bool,
    /// Whether this browser may be sent to the bank now.
    pub can_leave: bool,
    /// Whether this browser's attempt is the one under which data is, or was, read.
    pub has_agreed: bool,
    /// Name of the client.
    pub client_name: String,
    /// Template of the client.
    pub client_template: String,
    /// The client wants no transfers that a payer makes alone.
    pub hides_transfer: bool,
    /// What the client put on its pages.
    pub brand: BrandRow,
    /// Origins that may frame the page.
    pub frame_origins: Vec<String>,
    /// The gateway's clock, milliseconds since 1970.
    pub now_ms: i64,
}

impl Seen {
    /// Id of the link or consent: never shown.
    pub fn object_id(&self) -> &str {
        match &self.about {
            About::Link(link) => &link.link_id,
            About::Consent(shared) => &shared.consent.consent_id,
        }
    }

    /// The page's seq.
    pub fn version(&self) -> u64 {
        let version = match &self.about {
            About::Link(link) => link.version,
            About::Consent(shared) => shared.consent.version,
        };
        u64::try_from(version).unwrap_or_default()
    }

    /// The status.
    pub fn status(&self) -> PageStatus {
        match &self.about {
            About::Link(link) => link.status.into(),
            About::Consent(shared) => shared.consent.status.into(),
        }
    }

    /// How it is carried out.
    pub fn kind(&self) -> LinkKind {
        match &self.about {
            About::Link(link) => link.kind,
            About::Consent(shared) => shared.consent.kind,
        }
    }

    /// Until when it can be agreed to, milliseconds since 1970.
    pub fn expires_at(&self) -> i64 {
        match &self.about {
            About::Link(link) => link.expires_at,
            About::Consent(shared) => shared.consent.expires_at,
        }
    }

    /// The door that it was made behind.
    pub fn env(&self) -> &str {
        match &self.about {
            About::Link(link) => &link.env,
            About::Consent(shared) => &shared.consent.env,
        }
    }

    /// Whether only the reduced view may be shown.
    pub fn is_reduced(&self) -> bool {
        matches!(&self.about, About::Consent(shared) if shared.is_reduced)
    }

    /// The secret by which this browser is known here; empty: by none.
    pub fn secret(&self) -> &str {
        self.holder.as_ref().map_or("", Secret::expose)
    }

    /// Whether something is on its way to a bank, or there.
    pub fn is_at_bank(&self) -> bool {
        self.attempt.as_ref().is_some_and(|attempt| !is_over(attempt.state))
    }

    /// Whether an authorisation can begin: banks are on offer, and told of, only then.
    pub fn can_begin(&self) -> bool {
        let is_open = matches!(self.status(), PageStatus::Created | PageStatus::Started);
        self.kind() == LinkKind::Link && is_open && !self.is_expired && !self.runs
    }

    /// Who is paid, or asks for the data: a stranger's words.
    pub fn asker(&self) -> &str {
        match &self.about {
            About::Link(link) => &link.transfer.creditor_name,
            About::Consent(_) => &self.client_name,
        }
    }

    /// The language that link or consent asks for, else the client.
    pub fn language(&self) -> Option<&str> {
        let asked = match &self.about {
            About::Link(link) => &link.options.language,
            About::Consent(shared) => &shared.consent.options.language,
        };
        asked.as_deref().or(self.brand.language.as_deref())
    }

    /// The template that link or consent asks for, else the client.
    pub fn template(&self) -> &str {
        let asked = match &self.about {
            About::Link(link) => &link.options.ux_template,
            About::Consent(shared) => &shared.consent.options.ux_template,
        };
        asked.as_deref().unwrap_or(self.brand.template.as_deref().unwrap_or(&self.client_template))
    }

    /// Where the client wants to have the person back.
    pub fn redirect_url(&self) -> Option<&str> {
        match &self.about {
            About::Link(link) => link.options.redirect_url.as_deref(),
            About::Consent(shared) => shared.consent.options.redirect_url.as_deref(),
        }
    }
}

/// A row that was found, before anything is known of who looks.
struct Found {
    about: About,
    client_id: String,
    attempts: Vec<AttemptRow>,
    is_final: bool,
}

impl Found {
    /// What was sent to the bank for the client waits for whoever goes on with it first: not for who knows a consent by its own id.
    fn is_unclaimed(&self, last: &AttemptRow) -> bool {
        let kind = match &self.about {
            About::Link(link) => link.kind,
            About::Consent(shared) if shared.is_reduced => return false,
            About::Consent(shared) => shared.consent.kind,
        };
        kind == LinkKind::WrappedSca && !self.is_final && last.is_unclaimed() && !is_over(last.state)
    }
}

impl App {
    /// A page's whole address.
    pub fn address_of(&self, page: &PageId) -> String {
        [&self.settings.public_url, page.path().as_str()].concat()
    }

    /// A link or consent by its page, as the browser with this secret sees it; `sharers` are secrets of consents that it agreed to
    /// by their own ids.
    ///
    /// # Errors
    /// `Fault::NotFound`, `Fault::Store`.
    pub async fn see(&self, page: &PageId, own: Option<&str>, sharers: &[String]) -> Result<Seen, Fault> {
        let found = self.find(page).await?.ok_or(Fault::NotFound)?;
        let last = counting(&found.attempts, |one| one.state).cloned();
        let is_unclaimed = last.as_ref().is_some_and(|last| found.is_unclaimed(last));
        let Found { about, client_id, attempts, is_final } = found;
        let client = self.store.client(&client_id).await?.ok_or(Fault::NotFound)?;
        let brand = self.store.brand(&client_id).await?.unwrap_or_default();
        let count = u32::try_from(attempts.len()).unwrap_or(u32::MAX);
        let holder = known_by(&attempts, last.as_ref(), own, sharers);
        let holds = |attempt: &AttemptRow| holder.is_some_and(|holder| is_held_by(attempt, holder));
        let is_reduced = matches!(&about, About::Consent(shared) if shared.is_reduced);
        let whose = match &last {
            None => Whose::Nobody,
            Some(attempt) if holds(attempt) => Whose::Mine,
            Some(_) if is_unclaimed => Whose::Nobody,
            // By its own id nobody learns what others do at their bank.
            Some(_) if is_reduced => Whose::Nobody,
            Some(attempt) if is_over(attempt.state) && !is_final => Whose::Nobody,
            Some(_) => Whose::Other,
        };
        let has_agreed = whose == Whose::Mine
            && !is_reduced
            && last.as_ref().is_some_and(|attempt| attempt.state == protocol::AttemptState::Settled);
        let runs = last.as_ref().is_some_and(|attempt| !is_over(attempt.state));
        let is_told = whose != Whose::Nobody || is_unclaimed;
        let attempt = last.filter(|attempt| is_told && !attempt.dismissed);
        let now_ms = self.now_ms();
        let mut seen = Seen {
            page: page.clone(),
            is_expired: false,
            is_unclaimed,
            can_leave: (whose == Whose::Mine || is_unclaimed) && attempt.as_ref().is_some_and(can_leave),
            whose: if attempt.is_some() { whose } else { Whose::Nobody },
            holder: holder.map(Secret::new),
            attempt,
            attempts: count,
            runs,
            has_agreed,
            client_name: client.name,
            client_template: client.template,
            hides_transfer: client.hides_transfer,
            brand,
            frame_origins: client.frame_origins,
            about,
            now_ms,
        };
        seen.is_expired = now_ms >= seen.expires_at();
        // What nobody began in time is not begun any more; what runs may still finish.
        seen.can_leave &= !(is_unclaimed && seen.is_expired);
        self.look_at_data(&mut seen).await?;
        Ok(seen)
    }

    /// How far the reading has come, and the accounts: for the browser that shares them, and for nobody else.
    async fn look_at_data(&self, seen: &mut Seen) -> Result<(), Fault> {
        use ConsentStatus::{Active, Authorized, Suspended};
        let About::Consent(shared) = &mut seen.about else { return Ok(()) };
        if !seen.has_agreed {
            return Ok(());
        }
        if matches!(shared.consent.status, Authorized | Active | Suspended) {
            shared.job = self.last_job(&shared.consent).await?;
        }
        if shared.consent.status == Active {
            shared.accounts = self.accounts_of(&shared.consent, &AccountFilter::default()).await?;
        }
        Ok(())
    }

    async fn find(&self, page: &PageId) -> Result<Option<Found>, Fault> {
        if page.subject == Subject::Payment {
            let found = self.store.link_and_attempts(&hash(&page.id)).await?;
            return Ok(found.map(|(link, attempts)| Found {
                client_id: link.client_id.clone(),
                is_final: link.status.is_final(),
                about: About::Link(Box::new(link)),
                attempts,
            }));
        }
        // Ids of pages are no UUIDs (contract §2).
        let is_reduced = uuid::Uuid::try_parse(&page.id).is_ok();
        let web_hash = hash(&page.id);
        let key = if is_reduced { ConsentKey::Id(&page.id) } else { ConsentKey::WebHash(&web_hash) };
        let found = self.store.consent_and_attempts(key).await?;
        Ok(found.map(|(consent, attempts)| Found {
            client_id: consent.client_id.clone(),
            is_final: consent.status.is_final(),
            about: About::Consent(Box::new(Shared { consent, is_reduced, accounts: Vec::new(), job: None })),
            attempts,
        }))
    }
}

/// The secret by which a browser is known: one that the attempt that counts was begun with, else any other, else the page's own.
fn known_by<'a>(
    attempts: &[AttemptRow],
    counts: Option<&AttemptRow>,
    own: Option<&'a str>,
    sharers: &'a [String],
) -> Option<&'a str> {
    let mut secrets = own.into_iter().chain(sharers.iter().map(String::as_str));
    let began = |secret: &str, attempt: &AttemptRow| is_held_by(attempt, secret);
    let of_it = secrets.clone().find(|secret| counts.is_some_and(|attempt| began(secret, attempt)));
    of_it.or_else(|| secrets.find(|secret| attempts.iter().any(|attempt| began(secret, attempt)))).or(own)
}
