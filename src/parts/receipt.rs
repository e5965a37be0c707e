//! The receipt: what a PSU keeps. Printable and copyable, with the end-to-end id, without a secret.
//! Never here: a word that the bank has not said.

use super::facts::{fact, list};
use super::icon::{Icon, icon};
use super::{button, text};
use crate::node::{Node, view};
use crate::scene::{Scene, scope_key};
use crate::words::Key;

/// The receipt of a settled payment; of a consent that was given.
pub fn receipt(scene: &Scene) -> Node {
    let Some(asker) = scene.asker() else { return text::nothing() };
    let mut rows = vec![fact(scene.word(Key::ReceiptTo), None, text::theirs(asker))];
    if scene.payment().is_some() {
        rows.push(fact(scene.word(Key::ReceiptAmount), None, text::ours(&scene.amount())));
    }
    if let Some((_, bank)) = scene.bank() {
        let field = scene.consent().map(|_| "bank");
        let iban = scene.attempt().and_then(|attempt| attempt.debtor_iban.as_deref());
        let from = match iban {
            Some(iban) => vec![text::words(bank), scene.comma(), text::ours(iban)].into(),
            None => text::words(bank),
        };
        rows.push(fact(scene.word(Key::ReceiptFrom), field, from));
    }
    // Of a consent the moment it was given is told, below.
    let ended = scene.attempt().filter(|_| scene.consent().is_none()).and_then(|attempt| attempt.ended.as_ref());
    if let Some(ended) = ended {
        rows.push(fact(scene.word(Key::ReceiptWhen), None, text::words(&ended.full)));
    }
    if let Some(id) = scene.attempt().and_then(|attempt| attempt.end_to_end_id.as_deref()) {
        rows.push(fact(scene.word(Key::ReceiptId), None, text::ours(id)));
    }
    let accounts = scene.consent().map(|consent| consent.accounts.as_slice()).unwrap_or_default();
    if !accounts.is_empty() {
        let mut lines = Vec::new();
        for account in accounts {
            if !lines.is_empty() {
                lines.extend([text::words(" "), view! { <br /> }]);
            }
            lines.push(text::ours(&[account.iban.as_str(), ", ", account.currency.as_str()].concat()));
        }
        rows.push(fact(scene.word(Key::AccountsLabel), None, lines.into()));
    }
    if let Some(since) = scene.consent().and_then(|consent| consent.since.as_ref()) {
        rows.push(fact(scene.word(Key::ReceiptWhen), None, text::words(&since.full)));
    }
    let tools = tools(scene);
    view! {
        <section class="receipt" aria-labelledby="receipt">
            <div class="receipt-head"><h2 id="receipt">{scene.plain(Key::Receipt)}</h2>{tools}</div>
            {list("receipt-rows", rows)}
        </section>
    }
}

/// A payment's receipt is this page; a consent's is a file of its own, with what was shown and a signature.
fn tools(scene: &Scene) -> Node {
    let keep = if scene.consent().is_some() {
        save(scene)
    } else {
        button::tool(Some("receipt"), None, icon(Icon::Print), scene.word(Key::Print))
    };
    vec![button::tool(None, Some("copy-receipt"), icon(Icon::Copy), scene.word(Key::Copy)), keep].into()
}

fn save(scene: &Scene) -> Node {
    let href = [scene.boot.page.as_str(), "/receipt"].concat();
    let reference = scene.consent().map_or("", |consent| consent.support_ref.as_str());
    let name = ["consent-", reference, ".html"].concat();
    view! {
        <a class="tool" data-action="receipt" href=href download=name>
            {icon(Icon::Save)}{scene.word(Key::SaveReceipt).to_owned()}
        </a>
    }
}

/// The receipt as text, for the clipboard.
pub fn as_text(scene: &Scene) -> String {
    let (attempt, payment, consent) = (scene.attempt(), scene.payment(), scene.consent());
    let amount = scene.amount();
    let when = match consent {
        Some(consent) => consent.since.as_ref(),
        None => attempt.and_then(|attempt| attempt.ended.as_ref()),
    };
    let lines = [
        (Key::ReceiptTo, scene.asker()),
        (Key::IbanLabel, payment.map(|payment| payment.creditor_iban.as_str())),
        (Key::ReceiptAmount, payment.map(|_| amount.as_str())),
        (Key::ReferenceLabel, payment.map(|payment| payment.reference.as_str())),
        (Key::ScopeLabel, consent.map(|consent| scene.word(scope_key(consent)))),
        (Key::ReceiptFrom, scene.bank().map(|(_, name)| name)),
        (Key::ReceiptWhen, when.map(|when| when.full.as_str())),
        (Key::ValidityLabel, consent.map(|consent| consent.until.text.as_str())),
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
