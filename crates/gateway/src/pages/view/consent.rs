//! A consent, as its page is told it. Never here: its status, or what was read under it.

use super::super::Pages;
use super::{moment, support_ref};
use crate::app::ConsentRow;
use crate::app::consents::TIMES_A_DAY;
use crate::app::seen::{Seen, Shared};
use connectors::catalog;
use finqlink_webui::words;
use protocol::ConsentStatus;
use protocol::api::{AccountRecord, JobState, Place};
use protocol::page::{Consent, Days, Fetch, SharedAccount, Whose};

/// Milliseconds of a day of validity.
const DAY_MS: i64 = 86_400_000;

/// What the PSU is asked to share, or shares; what only the browser that agreed may see is in `shared` already, or left out of it.
pub(super) fn consent(pages: &Pages, seen: &Seen, shared: &Shared, lang: &str) -> Consent {
    let consent = &shared.consent;
    let when = |at: Option<i64>| at.map(|at| moment(pages, seen, at, lang));
    // Until somebody agrees, its time is counted from now.
    let until = consent.authorized_until.unwrap_or(seen.now_ms + i64::from(consent.validity_days) * DAY_MS);
    Consent {
        asker: seen.asker().to_owned(),
        firm: pages.app.settings.initiator.clone(),
        purpose: consent.options.purpose.clone().unwrap_or_default(),
        scope: consent.scope.clone(),
        history: history(pages, seen, consent, lang),
        validity: words::format_days(consent.validity_days, lang),
        until: words::format_day(until, &pages.app.settings.time_zone, lang),
        times_a_day: Some(TIMES_A_DAY),
        recipients: consent.options.recipients.clone(),
        expires: moment(pages, seen, consent.expires_at, lang),
        support_ref: support_ref(&consent.consent_id),
        since: when(consent.authorized_at),
        accounts: shared.accounts.iter().map(account).collect(),
        fetch: shared.job.as_ref().map(fetch),
        ended_by: consent.ended_by,
        ended: when(consent.ended_at.filter(|_| consent.status == ConsentStatus::Revoked)),
        can_withdraw: seen.has_agreed && can_end(consent.status),
        is_reduced: shared.is_reduced,
    }
}

fn account(account: &AccountRecord<Place>) -> SharedAccount {
    let iban = account.iban.as_deref().map(words::mask_iban);
    SharedAccount { iban: iban.unwrap_or_default(), currency: account.currency.clone() }
}

fn fetch(job: &JobState) -> Fetch {
    let count = |many: usize| u32::try_from(many).unwrap_or(u32::MAX);
    Fetch {
        status: job.status,
        accounts: job.results.accounts,
        balances: job.results.balances,
        transactions: job.results.transactions,
        missing: count(job.results.errors.len()),
    }
}

/// Whether there is something to withdraw.
const fn can_end(status: ConsentStatus) -> bool {
    matches!(status, ConsentStatus::Authorized | ConsentStatus::Active | ConsentStatus::Suspended)
}

/// How far back the bank is read: for who chose one, or is offered one, its own way; while one can be chosen, what all ways on offer have in common.
fn history(pages: &Pages, seen: &Seen, consent: &ConsentRow, lang: &str) -> Option<Days> {
    let is_chosen = seen.is_unclaimed || (seen.whose == Whose::Mine && !seen.is_reduced());
    let own = seen.attempt.as_ref().filter(|_| is_chosen);
    let days = match own.and_then(|attempt| catalog::ais_method(&attempt.method_id)) {
        Some(method) => method.history_days,
        None if !seen.can_begin() => return None,
        None => {
            let fits = pages.app.ais_fits(consent);
            let first = fits.first()?.method.history_days;
            fits.iter().all(|fit| fit.method.history_days == first).then_some(first)?
        }
    };
    Some(words::format_days(days, lang))
}
