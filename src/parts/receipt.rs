//! The receipt: what a PSU keeps. Printable and copyable, with the end-to-end id, without a secret.
//! Never here: a word that the bank has not said.

use super::facts::{fact, list};
use super::icon::{Icon, icon};
use super::{button, text};
use crate::node::{Node, view};
use crate::scene::Scene;
use crate::words::Key;

/// The receipt of a settled payment.
pub fn receipt(scene: &Scene) -> Node {
    let Some(payment) = scene.payment() else { return text::nothing() };
    let mut rows = vec![fact(scene.word(Key::ReceiptTo), None, text::theirs(&payment.creditor))];
    rows.push(fact(scene.word(Key::ReceiptAmount), None, text::ours(&scene.amount())));
    if let Some((_, bank)) = scene.bank() {
        let iban = scene.attempt().and_then(|attempt| attempt.debtor_iban.as_deref());
        let from = match iban {
            Some(iban) => vec![text::words(bank), text::words(", "), text::ours(iban)].into(),
            None => text::words(bank),
        };
        rows.push(fact(scene.word(Key::ReceiptFrom), None, from));
    }
    if let Some(ended) = scene.attempt().and_then(|attempt| attempt.ended.as_ref()) {
        rows.push(fact(scene.word(Key::ReceiptWhen), None, text::words(&ended.full)));
    }
    if let Some(id) = scene.attempt().and_then(|attempt| attempt.end_to_end_id.as_deref()) {
        rows.push(fact(scene.word(Key::ReceiptId), None, text::ours(id)));
    }
    let tools = if scene.live { tools(scene) } else { text::nothing() };
    view! {
        <section class="receipt" aria-labelledby="receipt">
            <div class="receipt-head"><h2 id="receipt">{scene.plain(Key::Receipt)}</h2>{tools}</div>
            {list("receipt-rows", rows)}
        </section>
    }
}

fn tools(scene: &Scene) -> Node {
    vec![
        button::tool(None, Some("copy-receipt"), icon(Icon::Copy), scene.word(Key::Copy)),
        button::tool(Some("receipt"), None, icon(Icon::Print), scene.word(Key::Print)),
    ]
    .into()
}

/// The receipt as text, for the clipboard.
pub fn as_text(scene: &Scene) -> String {
    let Some(payment) = scene.payment() else { return String::new() };
    let attempt = scene.attempt();
    let amount = scene.amount();
    let lines = [
        (Key::ReceiptTo, Some(payment.creditor.as_str())),
        (Key::IbanLabel, Some(payment.creditor_iban.as_str())),
        (Key::ReceiptAmount, Some(amount.as_str())),
        (Key::ReferenceLabel, Some(payment.reference.as_str())),
        (Key::ReceiptFrom, scene.bank().map(|(_, name)| name)),
        (Key::ReceiptWhen, attempt.and_then(|attempt| attempt.ended.as_ref()).map(|ended| ended.full.as_str())),
        (Key::ReceiptId, attempt.and_then(|attempt| attempt.end_to_end_id.as_deref())),
    ];
    let mut text = String::new();
    for (key, value) in lines {
        if let Some(value) = value {
            text.push_str(scene.word(key));
            text.push_str(": ");
            text.push_str(value);
            text.push('\n');
        }
    }
    text
}
