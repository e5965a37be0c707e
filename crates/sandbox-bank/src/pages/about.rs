//! What a page is about, payment or consent, in the PSU's words.
//! Never here: whole pages.

use super::layout::{iban, text};
use crate::calendar::date_of;
use crate::consent::{Consent, Reach, Right};
use crate::ledger::Subject;
use crate::personality::OwnAccount;

/// What the PSU is here to do.
pub(super) fn deed(subject: &Subject) -> &'static str {
    match subject {
        Subject::Payment(_) => "approve a payment",
        Subject::Consent(_) => "share account data",
    }
}

/// Who asks for what, as a sentence.
pub(super) fn asked(subject: &Subject) -> String {
    let asked_by = text(&subject.case().asked_by);
    match subject {
        Subject::Payment(payment) => format!(
            "{asked_by} asks you to pay <strong>{}</strong> to <strong><bdi>{}</bdi></strong>.",
            payment.order.amount,
            text(&payment.order.creditor_name)
        ),
        Subject::Consent(consent) => {
            format!("{asked_by} asks to read <strong>{}</strong> until {}.", data(consent), until(consent))
        }
    }
}

/// The same as a line, for where it is over.
pub(super) fn line(subject: &Subject) -> String {
    match subject {
        Subject::Payment(payment) => format!(
            "<strong>{}</strong> to <strong><bdi>{}</bdi></strong>",
            payment.order.amount,
            text(&payment.order.creditor_name)
        ),
        Subject::Consent(consent) => {
            format!("<strong>{}</strong> for <strong>{}</strong>", data(consent), text(&consent.case.asked_by))
        }
    }
}

/// What nothing has become of.
pub(super) fn nothing_happened(subject: &Subject) -> &'static str {
    match subject {
        Subject::Payment(_) => "No money has moved.",
        Subject::Consent(_) => "No data was shared.",
    }
}

/// What is read under a consent.
pub(super) fn data(consent: &Consent) -> &'static str {
    match (consent.terms.balances != Reach::Nobody, consent.terms.transactions != Reach::Nobody) {
        (true, true) => "account details, balances and transactions",
        (true, false) => "account details and balances",
        (false, true) => "account details and transactions",
        (false, false) => "account details",
    }
}

/// The last day of a consent.
pub(super) fn until(consent: &Consent) -> String {
    date_of(consent.terms.valid_until).to_string()
}

/// An account's name, number and currency.
pub(super) fn account(account: &OwnAccount) -> String {
    format!(
        "{}, {}<br><span class=\"iban\" dir=\"ltr\">{}</span>",
        text(account.name),
        account.currency.code(),
        iban(account.iban)
    )
}

/// What is read of one account, where it is less than of the others.
pub(super) fn rights(consent: &Consent, place: usize) -> &'static str {
    let granted = |right| consent.terms.covers(place, right);
    match (granted(Right::Balances), granted(Right::Transactions)) {
        (true, true) => "details, balances, transactions",
        (true, false) => "details, balances",
        (false, true) => "details, transactions",
        (false, false) => "details",
    }
}
