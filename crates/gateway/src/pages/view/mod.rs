//! From what is stored to what a page is told: only what this browser may see, in its language.
//! Never here: what it may see (`app::seen`).

mod consent;
mod payment;

use super::Pages;
use crate::app::AttemptRow;
use crate::app::address::query::with_query;
use crate::app::seen::{About, Seen};
use connectors::catalog;
use finqlink_webui::{qr, words};
use flow::journey::screen_of;
use protocol::page::{Approach, Attempt, Choice, Moment, Reason, View, Whose};
use protocol::{LinkStatus, PageStatus, Screen};

/// How long a settled payment whose bank confirms the funds is followed, milliseconds.
const FUNDS_WITHIN_MS: i64 = 60_000;

/// What a page is told.
pub fn view(pages: &Pages, seen: &Seen, lang: &str, choice: &Choice) -> View {
    let attempt = seen.attempt.as_ref();
    let (payment, consent) = match &seen.about {
        About::Link(link) => (Some(payment::payment(pages, seen, link, lang)), None),
        About::Consent(shared) => (None, Some(consent::consent(pages, seen, shared, lang))),
    };
    let mut view = View {
        seq: seen.version(),
        kind: seen.kind(),
        status: seen.status(),
        is_expired: seen.is_expired,
        screen: Screen::Select,
        is_final: is_final(pages, seen),
        payment,
        consent,
        attempt: attempt.map(|attempt| tell_attempt(pages, seen, attempt, lang)),
        whose: seen.whose,
        back_url: back_url(seen),
        now_ms: seen.now_ms,
    };
    view.screen = screen_of(&view, choice);
    view
}

fn is_final(pages: &Pages, seen: &Seen) -> bool {
    let link = match &seen.about {
        About::Link(link) => link,
        About::Consent(shared) => return shared.consent.status.is_final(),
    };
    let settled = seen.attempt.as_ref().and_then(|attempt| Some((attempt.ended_at?, attempt)));
    let awaits_funds = link.status == LinkStatus::Completed
        && settled.is_some_and(|(at, attempt)| seen.now_ms - at < FUNDS_WITHIN_MS && pages.app.confirms_funds(attempt));
    link.status.is_final() && !awaits_funds
}

fn moment(pages: &Pages, seen: &Seen, at_ms: i64, lang: &str) -> Moment {
    words::format_moment(at_ms, seen.now_ms, &pages.app.settings.time_zone, lang)
}

/// A short reference that a person can read out, from the id of the link or consent.
fn support_ref(object_id: &str) -> String {
    let signs: String = object_id.chars().filter(char::is_ascii_hexdigit).take(8).collect();
    let (first, second) = signs.split_at(signs.len().min(4));
    format!("FQ-{}-{}", first.to_uppercase(), second.to_uppercase())
}

fn tell_attempt(pages: &Pages, seen: &Seen, attempt: &AttemptRow, lang: &str) -> Attempt {
    let mine = seen.whose == Whose::Mine;
    let own = |value: Option<String>| value.filter(|_| mine && !seen.is_reduced());
    // Who may go on with what the client chose is told what that is.
    let knows = seen.is_unclaimed || (mine && !seen.is_reduced());
    let offered = |value: Option<String>| value.filter(|_| knows);
    // An address of a scheme's is as good as a key.
    let request = own(pages.app.request_code(attempt)).filter(|_| seen.can_leave);
    let died = (!attempt.sca_alive && seen.is_at_bank()).then_some(Reason::ScaExpired);
    let when = |at: Option<i64>| at.map(|at| moment(pages, seen, at, lang));
    let bank = catalog::provider(&attempt.provider_id).map(|provider| provider.name.to_owned());
    let link = match &seen.about {
        About::Link(link) => Some(link),
        About::Consent(_) => None,
    };
    let iban = link.and_then(|link| pages.app.debtor_iban(link, attempt));
    Attempt {
        number: attempt.number,
        state: attempt.state,
        provider_id: offered(Some(attempt.provider_id.clone())),
        bank: offered(bank),
        method_id: offered(Some(attempt.method_id.clone())),
        reason: attempt.reason.or(died).filter(|_| mine || seen.is_unclaimed),
        second_signer: mine && attempt.second_signer,
        can_leave: seen.can_leave,
        approach: if knows { attempt.approach } else { Approach::Redirect },
        app_link: own(link_of_request(pages, seen, attempt)),
        code: request.as_deref().and_then(qr::path),
        psu_message: pages.app.psu_message(attempt).filter(|_| knows && seen.is_at_bank()),
        prepared: when(Some(attempt.created_at)),
        returned: when(attempt.returned_at),
        ended: when(attempt.ended_at),
        end_to_end_id: own(link.map(|link| link.transfer.end_to_end_id.clone())),
        debtor_iban: own(iban).map(|iban| words::mask_iban(&iban)),
    }
}

/// Where a scheme's request to pay opens: an address that is as good as a key.
fn link_of_request(pages: &Pages, seen: &Seen, attempt: &AttemptRow) -> Option<String> {
    let asks = seen.can_leave && attempt.approach == Approach::Request;
    pages.app.sca_url(attempt).filter(|_| asks)
}

/// Where "back to merchant" leads, with our hints: a hint, never proof. By a consent's own id nobody learns it.
pub fn back_url(seen: &Seen) -> Option<String> {
    let url = seen.redirect_url().filter(|_| !seen.is_reduced())?;
    let name = match &seen.about {
        About::Link(_) => "link_id",
        About::Consent(_) => "consent_id",
    };
    let (status, result) = (seen.status().to_string(), result(seen));
    let hints = [(name, seen.object_id()), ("web_id", &seen.page.id), ("status", &status), ("result", result)];
    Some(with_query(url, &hints))
}

/// The hint of how it went.
fn result(seen: &Seen) -> &'static str {
    use PageStatus::{
        Active, Authorized, Completed, Created, Expired, Failed, FundsReceived, FundsRejected, Revoked, Started,
    };
    match seen.status() {
        Completed | FundsReceived | Authorized | Active => "completed",
        Failed if was_cancelled(seen) => "cancelled",
        Failed | FundsRejected | Revoked | Expired => "failed",
        Created | Started if seen.is_at_bank() => "pending",
        Created | Started if seen.is_expired => "failed",
        _ if seen.is_unclaimed && seen.is_expired => "failed",
        // Nothing runs at a bank, or nobody has gone on there: who leaves now, leaves without having agreed.
        Created | Started => "cancelled",
        _ if seen.is_unclaimed => "cancelled",
        _ => "pending",
    }
}

/// Where nobody can begin anew, the payer's own cancelling is the end.
fn was_cancelled(seen: &Seen) -> bool {
    let reason = seen.attempt.as_ref().and_then(|attempt| attempt.reason);
    matches!(reason, Some(Reason::CancelledByPsu | Reason::CancelledHere))
}
