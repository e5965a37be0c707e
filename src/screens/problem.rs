//! A bank or the gateway could not, or the bank's address has died: which side, that nothing was taken, and the way on.

use super::{Sheet, opening, refusals, support_ref};
use crate::parts::answers;
use crate::parts::button::{actions, back_to_merchant, link, retry};
use crate::parts::form::{self, Form};
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
    let lapsed = scene.stage.has_lapsed();
    let (again, next) =
        if lapsed { (Key::LapsedAgain, Key::LapsedNext) } else { (Key::ProblemAgain, Key::ProblemNext) };
    let money = scene.tell(Key::ProblemMoney);
    body.push(answers::answers(scene, money, scene.tell(again), scene.tell_when(next, until)));
    body.push(support_ref(scene));
    let again = if lapsed {
        // The old one is cancelled at the bank first.
        body.push(Form::post("retry", scene).alone(scene));
        retry(scene, "main", Key::Renew)
    } else {
        link("main", Some("retry"), form::address_again(scene), scene.tell(Key::TryAgain))
    };
    let ways = back_to_merchant(scene, "second").into_iter().chain([again]).collect();
    Sheet { body, actions: actions(true, ways) }
}

fn keys(scene: &Scene) -> (Key, Key) {
    match scene.attempt().and_then(|attempt| attempt.reason) {
        Some(Reason::ScaExpired) if scene.stage.has_lapsed() => (Key::TimeoutTitle, Key::LapsedLead),
        Some(Reason::BankUnavailable) => (Key::UnavailableTitle, Key::UnavailableLead),
        Some(Reason::BankSilent) => (Key::SilentTitle, Key::SilentLead),
        Some(Reason::ScaExpired) => (Key::TimeoutTitle, Key::TimeoutLead),
        _ => (Key::ProblemTitle, Key::ProblemLead),
    }
}
