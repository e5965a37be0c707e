//! The receipt: what a PSU keeps. Printable and copyable, with the end-to-end id, without a secret. A payment's is for the browser
//! that began it, from the moment that its bank has accepted it; it says how far the bank has come, and no more.
//! Never here: a word that the bank has not said.

use super::facts::{fact, list};
use super::icon::{Icon, icon};
use super::{button, text};
use crate::node::{Node, view};
use crate::scene::{Scene, scope_key};
use crate::words::{self, Key};
use protocol::PageStatus;
use protocol::page::{Attempt, Moment, Payment, Whose};

/// A line: what it is, and its parts.
struct Line {
    label: Key,
    field: Option<&'static str>,
    parts: Vec<Part>,
}

/// A part of a value, by whose words it is.
enum Part {
    Words(String),
    Ours(String),
    Theirs(String),
}

impl Part {
    fn shown(&self) -> Node {
        match self {
            Self::Words(said) => text::words(said),
            Self::Ours(said) => text::ours(said),
            Self::Theirs(said) => text::theirs(said),
        }
    }

    fn as_text(&self) -> String {
        match self {
            Self::Words(said) | Self::Ours(said) => said.clone(),
            Self::Theirs(said) => words::unmasked_text(said),
        }
    }
}

/// The receipt of a payment, of a consent that was given; nothing where this browser is to have none.
pub fn receipt(scene: &Scene) -> Node {
    let lines = lines(scene);
    if lines.is_empty() {
        return text::nothing();
    }
    let rows = lines.into_iter().map(|line| {
        let mut shown = Vec::new();
        for part in &line.parts {
            if !shown.is_empty() {
                shown.push(between(scene, line.label));
            }
            shown.push(part.shown());
        }
        fact(scene.word(line.label), line.field, shown.into())
    });
    view! {
        <section class="receipt" aria-labelledby="receipt">
            <div class="receipt-head">
                <div><h2 id="receipt">{scene.plain(title(scene))}</h2>{button::copied(scene)}</div>
                {tools(scene)}
            </div>
            {list("receipt-rows", rows.collect())}
        </section>
    }
}

/// The receipt as text, for the clipboard: the same lines under the same title; of a consent also what it covers,
/// which stands beside it on the page.
pub fn as_text(scene: &Scene) -> String {
    let mut all = [scene.plain(title(scene)), "\n".to_owned()].concat();
    let terms = scene.consent().map(|consent| {
        [(Key::ScopeLabel, scene.word(scope_key(consent))), (Key::ValidityLabel, consent.until.text.as_str())]
            .map(|(label, said)| line(label, vec![Part::Words(said.to_owned())]))
    });
    for line in lines(scene).into_iter().chain(terms.into_iter().flatten()) {
        let parts: Vec<String> = line.parts.iter().map(Part::as_text).collect();
        let joint = match line.label {
            Key::ReceiptFrom => words::comma(&scene.boot.look.lang),
            Key::AccountsLabel => "; ",
            _ => " ",
        };
        all.push_str(&[scene.word(line.label), ": ", &parts.join(joint), "\n"].concat());
    }
    all
}

/// What is on its way is no proof of a payment yet.
fn title(scene: &Scene) -> Key {
    let is_on_its_way = scene.view().is_some_and(|view| view.status == PageStatus::Submitted);
    if is_on_its_way { Key::ToKeep } else { Key::Receipt }
}

fn lines(scene: &Scene) -> Vec<Line> {
    let Some(view) = scene.view() else { return Vec::new() };
    match (&view.payment, &view.attempt) {
        (Some(payment), Some(attempt)) if view.whose == Whose::Mine => of_payment(scene, payment, attempt),
        _ => of_consent(scene),
    }
}

/// How far the bank has come, in the words of the screen's own title; `None` before it has accepted the payment.
const fn stands(status: PageStatus) -> Option<Key> {
    match status {
        PageStatus::Submitted => Some(Key::SubmittedTitle),
        PageStatus::Completed => Some(Key::CompletedTitle),
        PageStatus::FundsReceived => Some(Key::ReceivedTitle),
        PageStatus::FundsRejected => Some(Key::ReturnedTitle),
        _ => None,
    }
}

fn of_payment(scene: &Scene, payment: &Payment, attempt: &Attempt) -> Vec<Line> {
    let Some(stands) = scene.view().and_then(|view| stands(view.status)) else { return Vec::new() };
    let words = |label, said: &str| line(label, vec![Part::Words(said.to_owned())]);
    let ours = |label, said: &str| line(label, vec![Part::Ours(said.to_owned())]);
    let theirs = |label, said: &str| line(label, vec![Part::Theirs(said.to_owned())]);
    let when = |label, moment: &Option<Moment>| moment.as_ref().map(|moment| line(label, with_zone(moment)));
    let lines = [
        Some(words(Key::ReceiptStatus, &scene.plain(stands))),
        Some(ours(Key::ReceiptAmount, &scene.amount())),
        Some(theirs(Key::ReceiptTo, &payment.creditor)),
        Some(ours(Key::IbanLabel, &payment.creditor_iban)),
        Some(theirs(Key::ReferenceLabel, &payment.reference)),
        from(scene),
        when(Key::ReceiptBegun, &attempt.prepared),
        when(Key::ReceiptWhen, &attempt.ended),
        Some(words(Key::FirmLabel, &scene.plain(Key::FirmValue))),
        attempt.end_to_end_id.as_deref().map(|id| ours(Key::ReceiptId, id)),
    ];
    lines.into_iter().flatten().collect()
}

fn of_consent(scene: &Scene) -> Vec<Line> {
    let Some(consent) = scene.consent() else { return Vec::new() };
    let account = |iban: &str, currency: &str| Part::Ours([iban, ", ", currency].concat());
    let accounts = consent.accounts.iter().map(|one| account(&one.iban, &one.currency)).collect::<Vec<_>>();
    let lines = [
        Some(line(Key::ReceiptTo, vec![Part::Theirs(consent.asker.clone())])),
        from(scene).map(|from| Line { field: Some("bank"), ..from }),
        Some(line(Key::AccountsLabel, accounts)).filter(|line| !line.parts.is_empty()),
        consent.since.as_ref().map(|since| line(Key::ReceiptWhen, vec![Part::Words(since.full.clone())])),
    ];
    lines.into_iter().flatten().collect()
}

/// The bank, and the account where it is known.
fn from(scene: &Scene) -> Option<Line> {
    let (_, bank) = scene.bank()?;
    let iban = scene.attempt().and_then(|attempt| attempt.debtor_iban.as_ref()).map(|iban| iban.replace(' ', "\u{a0}"));
    Some(line(Key::ReceiptFrom, [Part::Words(bank.to_owned())].into_iter().chain(iban.map(Part::Ours)).collect()))
}

fn with_zone(moment: &Moment) -> Vec<Part> {
    vec![Part::Words(moment.full.clone()), Part::Ours(moment.zone.clone())]
}

const fn line(label: Key, parts: Vec<Part>) -> Line {
    Line { label, field: None, parts }
}

/// What stands between the parts of a value: accounts stand one below the other.
fn between(scene: &Scene, label: Key) -> Node {
    match label {
        Key::ReceiptFrom => scene.comma(),
        Key::AccountsLabel => vec![text::words(" "), view! { <br /> }].into(),
        _ => text::words(" "),
    }
}

/// A payment's receipt is this page; a consent's is a file of its own, with what was shown and a signature.
fn tools(scene: &Scene) -> Node {
    let keep = if scene.consent().is_some() {
        save(scene)
    } else {
        button::tool(Some("receipt"), None, icon(Icon::Print), scene.word(Key::Print))
    };
    let copy = button::tool(None, Some("copy-receipt"), icon(Icon::Copy), scene.word(Key::Copy));
    // Together, so that where the title leaves no room for both, both stand below it.
    view! { <div class="ways">{copy}{keep}</div> }
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
