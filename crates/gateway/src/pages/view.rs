//! From what is stored to what a page is told: only what this browser may see, in its language.

use super::Pages;
use crate::app::AttemptRow;
use crate::app::seen::Seen;
use connectors::{catalog, text};
use finqlink_webui::words;
use flow::journey::screen_of;
use protocol::page::{Attempt, Choice, Item, Moment, Payment, View, Whose};
use protocol::{LinkStatus, Screen};

/// How long a settled payment whose bank confirms the funds is followed, milliseconds.
const FUNDS_WITHIN_MS: i64 = 60_000;

/// What a page is told.
pub fn view(pages: &Pages, seen: &Seen, lang: &str, choice: &Choice) -> View {
    let attempt = seen.attempt.as_ref();
    let mut view = View {
        seq: u64::try_from(seen.link.version).unwrap_or_default(),
        status: seen.link.status.into(),
        is_expired: seen.is_expired,
        screen: Screen::Select,
        is_final: is_final(pages, seen),
        payment: Some(payment(pages, seen, lang)),
        consent: None,
        attempt: attempt.map(|attempt| tell_attempt(pages, seen, attempt, lang)),
        whose: seen.whose,
        back_url: back_url(seen),
        now_ms: seen.now_ms,
    };
    view.screen = screen_of(&view, choice);
    view
}

fn is_final(pages: &Pages, seen: &Seen) -> bool {
    let settled = seen.attempt.as_ref().and_then(|attempt| Some((attempt.ended_at?, attempt)));
    let awaits_funds = seen.link.status == LinkStatus::Completed
        && settled.is_some_and(|(at, attempt)| seen.now_ms - at < FUNDS_WITHIN_MS && pages.app.confirms_funds(attempt));
    seen.link.status.is_final() && !awaits_funds
}

fn moment(pages: &Pages, seen: &Seen, at_ms: i64, lang: &str) -> Moment {
    words::format_moment(at_ms, seen.now_ms, &pages.app.settings.time_zone, lang)
}

fn payment(pages: &Pages, seen: &Seen, lang: &str) -> Payment {
    let transfer = &seen.link.transfer;
    let amount = |minor: i64| words::format_amount(minor.unsigned_abs(), &transfer.currency, lang);
    let public = seen.whose == Whose::Other;
    let at_bank = |original: &str| {
        let form = text::for_bank(original);
        form.lossy.then_some(form.text)
    };
    Payment {
        amount: amount(transfer.amount_minor),
        amount_plain: connectors::amount::format_minor(transfer.amount_minor, &transfer.currency),
        currency: transfer.currency.clone(),
        creditor: transfer.creditor_name.clone(),
        creditor_at_bank: at_bank(&transfer.creditor_name),
        creditor_iban: if public { String::new() } else { words::group_iban(&transfer.creditor_iban) },
        reference: transfer.remittance_information.clone(),
        reference_at_bank: at_bank(&transfer.remittance_information),
        initiator: pages.app.settings.initiator.clone(),
        expires: moment(pages, seen, seen.link.expires_at, lang),
        items: if public { Vec::new() } else { items(seen, amount) },
        support_ref: support_ref(&seen.link.link_id),
    }
}

fn items(seen: &Seen, amount: impl Fn(i64) -> String) -> Vec<Item> {
    let transfer = &seen.link.transfer;
    transfer
        .items
        .iter()
        .map(|item| Item {
            name: item.name.clone(),
            quantity: item.quantity.clone(),
            amount: format!("{} {}", amount(item.amount_minor), transfer.currency),
        })
        .collect()
}

/// A short reference that a person can read out, from the link's id.
fn support_ref(link_id: &str) -> String {
    let signs: String = link_id.chars().filter(char::is_ascii_hexdigit).take(8).collect();
    let (first, second) = signs.split_at(signs.len().min(4));
    format!("FQ-{}-{}", first.to_uppercase(), second.to_uppercase())
}

fn tell_attempt(pages: &Pages, seen: &Seen, attempt: &AttemptRow, lang: &str) -> Attempt {
    let mine = seen.whose == Whose::Mine;
    let own = |value: Option<String>| value.filter(|_| mine);
    let when = |at: Option<i64>| at.map(|at| moment(pages, seen, at, lang));
    let bank = catalog::provider(&attempt.provider_id).map(|provider| provider.name.to_owned());
    Attempt {
        number: attempt.number,
        state: attempt.state,
        provider_id: own(Some(attempt.provider_id.clone())),
        bank: own(bank),
        method_id: own(Some(attempt.method_id.clone())),
        reason: attempt.reason.filter(|_| mine),
        second_signer: mine && attempt.second_signer,
        can_leave: seen.can_leave,
        prepared: when(Some(attempt.created_at)),
        returned: when(attempt.returned_at),
        ended: when(attempt.ended_at),
        end_to_end_id: own(Some(seen.link.transfer.end_to_end_id.clone())),
        debtor_iban: own(pages.app.debtor_iban(&seen.link, attempt)).map(|iban| words::mask_iban(&iban)),
    }
}

/// Where "back to merchant" leads, with our hints: a hint, never proof.
fn back_url(seen: &Seen) -> Option<String> {
    use LinkStatus::{Completed, Failed, FundsReceived, FundsRejected, Revoked};
    let url = seen.link.options.redirect_url.as_ref()?;
    let result = match seen.link.status {
        Completed | FundsReceived => "completed",
        Failed | FundsRejected | Revoked => "failed",
        LinkStatus::Created | LinkStatus::Started if seen.is_expired => "failed",
        // Nothing runs at a bank: who leaves now, leaves without paying.
        LinkStatus::Created | LinkStatus::Started => "cancelled",
        _ => "pending",
    };
    let (base, fragment) = url.split_once('#').map_or((url.as_str(), None), |(base, fragment)| (base, Some(fragment)));
    let joint = if base.contains('?') { '&' } else { '?' };
    let link = &seen.link;
    let mut back =
        format!("{base}{joint}link_id={}&web_id={}&status={}&result={result}", link.link_id, link.web_id, link.status);
    if let Some(fragment) = fragment {
        back.push('#');
        back.push_str(fragment);
    }
    Some(back)
}
