//! What is asked, as label and value; and the lists of label and value on other screens.
//! Never here: which facts a screen has.

use super::{brand, consent, text};
use crate::node::{Node, view};
use crate::scene::Scene;
use crate::words::Key;
use protocol::Screen;
use protocol::page::Payment;

/// One label and its value.
pub fn fact(label: &str, field: Option<&'static str>, value: Node) -> Node {
    view! {
        <div class="fact">
            <dt>{label.to_owned()}</dt>
            <dd data-field=field>{value}</dd>
        </div>
    }
}

/// A list of them.
pub fn list(class: &'static str, facts: Vec<Node>) -> Node {
    view! { <dl class=class>{facts}</dl> }
}

/// Who asks. On a payment's `select` it is the page's heading, unless that asks one question at a time; later the reference stands
/// under the name, and for a consent its end.
pub fn payee(scene: &Scene) -> Node {
    let Some(asker) = scene.asker() else { return text::nothing() };
    let field = scene.payment().map(|_| "creditor");
    let name = view! { <span class="payee-name" data-field=field>{text::theirs(asker)}</span> };
    let mark = brand::logo(scene, asker);
    let is_heading = scene.stage.at == Screen::Select && scene.stage.question().is_none();
    if is_heading && scene.consent().is_none() {
        view! {
            <div class="payee">
                {mark}
                <h1 class="payee-text" id="title" tabindex="-1">
                    {name}
                    " "
                    <span class="payee-more">{scene.plain(Key::AsksYouToPay)}</span>
                </h1>
            </div>
        }
    } else {
        let more = match scene.payment() {
            Some(payment) => text::theirs(&payment.reference),
            None => scene.tell(consent::terms_key(scene)),
        };
        view! {
            <div class="payee">
                {mark}
                <p class="payee-text">{name} " " <span class="payee-more">{more}</span></p>
            </div>
        }
    }
}

/// From so many characters on, an amount is long: templates write it smaller.
const LONG_AMOUNT: usize = 10;

/// How much; for a consent, what about.
pub fn amount(scene: &Scene) -> Node {
    if scene.consent().is_some() {
        return consent::headline(scene);
    }
    let Some(payment) = scene.payment() else { return text::nothing() };
    view! {
        <p class="amount" data-field="amount" data-long=(payment.amount.len() > LONG_AMOUNT).then_some("")>
            <bdi dir="ltr">
                <span class="amount-number">{payment.amount.clone()}</span>
                "\u{a0}"
                <span class="amount-currency">{payment.currency.clone()}</span>
            </bdi>
        </p>
    }
}

/// What for, until when, by whom; the rest folded.
pub fn facts(scene: &Scene) -> Node {
    if let Some(consent) = scene.consent() {
        return consent::facts(scene, consent);
    }
    let Some(payment) = scene.payment() else { return text::nothing() };
    let firm = scene.tell(Key::FirmValue);
    let time = view! { <time datetime=payment.expires.iso.clone()>{text::words(&payment.expires.text)}</time> };
    let more = more(scene, payment);
    let by = brand::name(scene).map(|name| fact(scene.word(Key::BrandLabel), None, text::theirs(name)));
    let first = vec![
        by.into(),
        fact(scene.word(Key::ReferenceLabel), Some("reference"), text::theirs(&payment.reference)),
        fact(scene.word(Key::ExpiresLabel), Some("expires"), time),
        fact(scene.word(Key::FirmLabel), None, firm),
    ];
    view! {
        <div class="facts-slot">
            {list("facts", first)}
            {if more.is_empty() { text::nothing() } else { folded(scene, more) }}
        </div>
    }
}

pub(super) fn folded(scene: &Scene, more: Vec<Node>) -> Node {
    view! {
        <details class="more">
            <summary>{scene.plain(Key::MoreFacts)}</summary>
            {list("facts", more)}
        </details>
    }
}

fn more(scene: &Scene, payment: &Payment) -> Vec<Node> {
    let mut facts = Vec::new();
    // Not told in the public view.
    if !payment.creditor_iban.is_empty() {
        facts.push(fact(scene.word(Key::IbanLabel), Some("creditor-iban"), text::ours(&payment.creditor_iban)));
    }
    for form in [&payment.creditor_at_bank, &payment.reference_at_bank].into_iter().flatten() {
        facts.push(fact(scene.word(Key::AtBankLabel), None, text::theirs(form)));
    }
    for item in &payment.items {
        let line = vec![
            text::words(&item.quantity),
            text::words(" × "),
            text::theirs(&item.name),
            scene.comma(),
            text::ours(&item.amount),
        ];
        facts.push(fact(scene.word(Key::GoodsLabel), None, line.into()));
    }
    facts
}
