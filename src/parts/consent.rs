//! What a consent covers: its headline, its terms as label and value, and its groups of data, each of which opens to single
//! permissions. Native disclosures: they open without script.
//! Never here: what a bank or a client may ask for.

use super::facts::{fact, folded, list};
use super::icon::{Icon, icon};
use super::{brand, text};
use crate::node::{Node, view};
use crate::scene::{Scene, scope_key};
use crate::words::Key;
use protocol::page::Consent;
use protocol::{DataGroup, Screen};

/// The headline: the question while it is asked, on a first screen of its own the page's heading; later what the page is about.
pub fn headline(scene: &Scene) -> Node {
    let stage = scene.stage;
    match stage.at {
        Screen::Select | Screen::Inputs | Screen::Review => {
            let asked = scene.tell(if scene.bank().is_some() { Key::AskShareFrom } else { Key::AskShare });
            if stage.at == Screen::Select && stage.question().is_none() {
                return view! { <h1 class="ask" id="title" tabindex="-1">{asked}</h1> };
            }
            text::para("ask", asked)
        }
        Screen::Handoff if scene.decides_consent() => text::para("ask", scene.tell(Key::AskShareFrom)),
        _ => text::para("ask", scene.tell(Key::DataFor)),
    }
}

/// Why, for whom, how long, how to stop; the rest folded.
pub fn facts(scene: &Scene, consent: &Consent) -> Node {
    let purpose =
        if consent.purpose.is_empty() { scene.tell(Key::PurposeUnsaid) } else { text::theirs(&consent.purpose) };
    let validity = scene.tell(if consent.times_a_day.is_some() { Key::ValidityOngoing } else { Key::ValidityOnce });
    let by = brand::name(scene).map(|name| fact(scene.word(Key::BrandLabel), None, text::theirs(name)));
    let mut first = vec![
        by.into(),
        fact(scene.word(Key::PurposeLabel), None, purpose),
        fact(scene.word(Key::GetsLabel), None, recipients(scene, consent)),
        fact(scene.word(Key::ValidityLabel), Some("validity"), validity),
    ];
    // Later it can be stopped here only by the browser that agreed; the answers say how elsewhere.
    if !is_off(scene) && (consent.since.is_none() || consent.can_withdraw) {
        let how = if consent.is_reduced { Key::WithdrawApart } else { Key::WithdrawValue };
        first.push(fact(scene.word(Key::WithdrawLabel), None, scene.tell(how)));
    }
    if !scene.shows_groups() {
        first.insert(0, fact(scene.word(Key::ScopeLabel), Some("scope"), scene.tell(scope_key(consent))));
    }
    let mut more = vec![fact(scene.word(Key::FirmLabel), None, scene.tell(Key::FirmValue))];
    // Once somebody has agreed, the link's own end means nothing any more.
    if consent.since.is_none() {
        let expires = &consent.expires;
        let time = view! { <time datetime=expires.iso.clone()>{text::words(&expires.text)}</time> };
        more.push(fact(scene.word(Key::ExpiresLabel), Some("expires"), time));
    }
    view! { <div class="facts-slot">{list("facts", first)}{folded(scene, more)}</div> }
}

fn recipients(scene: &Scene, consent: &Consent) -> Node {
    if consent.recipients.is_empty() {
        return scene.tell(Key::GetsOnly);
    }
    let mut names = vec![text::theirs(&consent.asker)];
    for name in &consent.recipients {
        names.push(scene.comma());
        names.push(text::theirs(name));
    }
    names.into()
}

/// Nothing is shared, and nothing is about to be: there is no end to tell, and nothing to stop.
fn is_off(scene: &Scene) -> bool {
    let stage = scene.stage;
    stage.is_over() || stage.has_just_cancelled() || matches!(stage.at, Screen::Expired | Screen::Problem)
}

/// What stands under the asker's name: what it wants; while the consent lives its end; afterwards what it was about.
pub(super) fn terms_key(scene: &Scene) -> Key {
    match scene.consent() {
        Some(consent) if is_off(scene) => scope_key(consent),
        _ if scene.stage.at == Screen::Select => Key::AsksYouToPay,
        _ => Key::UntilLine,
    }
}

/// The groups.
pub fn groups(scene: &Scene) -> Node {
    let Some(consent) = scene.consent() else { return text::nothing() };
    let groups: Vec<Node> = consent.scope.iter().map(|group| one(scene, consent, *group)).collect();
    view! {
        <section class="scope" aria-labelledby="scope">
            <h2 id="scope">{scene.plain(Key::WhatIsShared)}</h2>
            <div class="groups" data-field="scope">{groups}</div>
            <p class="small">{scene.plain(Key::NeverMoves)}</p>
        </section>
    }
}

fn one(scene: &Scene, consent: &Consent, group: DataGroup) -> Node {
    let history = if consent.history.is_some() { Key::PermitHistory } else { Key::PermitHistoryAll };
    let permits: &[Key] = match group {
        DataGroup::Accounts => &[Key::PermitIban, Key::PermitHolder, Key::PermitKind],
        DataGroup::Balances => &[Key::PermitAvailable, Key::PermitBooked],
        DataGroup::Transactions => &[Key::PermitAmount, Key::PermitParty, Key::PermitText, history],
    };
    let lines: Vec<Node> = permits
        .iter()
        .map(|permit| {
            view! { <li class="permit">{icon(Icon::Tick)}<span>{scene.plain(*permit)}</span></li> }
        })
        .collect();
    view! {
        <details class="group">
            <summary>
                <span class="group-name">{scene.plain(name(group))}</span>
                " "
                <span class="group-count">{scene.counted(Key::Items, permits.len() as u32)}</span>
            </summary>
            <ul class="permits">{lines}</ul>
        </details>
    }
}

/// What a group is called.
pub const fn name(group: DataGroup) -> Key {
    match group {
        DataGroup::Accounts => Key::GroupAccounts,
        DataGroup::Balances => Key::GroupBalances,
        DataGroup::Transactions => Key::GroupTransactions,
    }
}
