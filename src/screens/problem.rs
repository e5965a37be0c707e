//! A bank or the gateway could not: which side, that nothing was taken, and the way on.

use super::{Sheet, opening, refusals, support_ref};
use crate::parts::button::{actions, back_to_merchant, link};
use crate::parts::{answers, form};
use crate::scene::Scene;
use crate::words::Key;
use protocol::page::Reason;

/// Title of the screen.
pub(super) fn title_key(scene: &Scene) -> Key {
    keys(scene).0
}

/// The screen.
pub fn sheet(scene: &Scene) -> Sheet {
    let (title, lead) = keys(scene);
    let until = scene.expires().map_or("", |expires| expires.full.as_str());
    let mut body = opening(scene, title, scene.tell(lead));
    body.append(&mut refusals(scene));
    let (money, again) = (scene.tell(Key::ProblemMoney), scene.tell(Key::ProblemAgain));
    body.push(answers::answers(scene, money, again, scene.tell_when(Key::ProblemNext, until)));
    body.push(support_ref(scene));
    let again = link("main", Some("retry"), form::address_again(scene), scene.tell(Key::TryAgain));
    let ways = back_to_merchant(scene, "second").into_iter().chain([again]).collect();
    Sheet { body, actions: actions(true, ways) }
}

fn keys(scene: &Scene) -> (Key, Key) {
    match scene.attempt().and_then(|attempt| attempt.reason) {
        Some(Reason::BankUnavailable) => (Key::UnavailableTitle, Key::UnavailableLead),
        Some(Reason::BankSilent) => (Key::SilentTitle, Key::SilentLead),
        Some(Reason::ScaExpired) => (Key::TimeoutTitle, Key::TimeoutLead),
        _ => (Key::ProblemTitle, Key::ProblemLead),
    }
}
