//! A payment, as its page is told it. Never here: its status.

use super::super::Pages;
use super::{moment, support_ref};
use crate::app::LinkRow;
use crate::app::seen::Seen;
use connectors::text;
use finqlink_webui::words;
use protocol::page::{Item, Payment, Whose};

/// What is asked of the PSU; in the public view without the account and the goods.
pub(super) fn payment(pages: &Pages, seen: &Seen, link: &LinkRow, lang: &str) -> Payment {
    let transfer = &link.transfer;
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
        expires: moment(pages, seen, link.expires_at, lang),
        items: if public { Vec::new() } else { items(link, amount) },
        support_ref: support_ref(&link.link_id),
    }
}

fn items(link: &LinkRow, amount: impl Fn(i64) -> String) -> Vec<Item> {
    let transfer = &link.transfer;
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
