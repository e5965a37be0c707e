//! No such link: the same page for unknown, malformed and foreign ids. And a return from a bank that belongs to no payment we
//! can name (`/callback/…`): the payment is being checked, and nothing need be done again.

use super::opening;
use crate::parts::{answers, text};
use crate::scene::Scene;
use crate::template::Sheet;
use crate::words::Key;

/// Title of the screen.
pub(super) fn title_key(scene: &Scene) -> Key {
    if is_return(scene) { Key::CheckedTitle } else { Key::NotFoundTitle }
}

/// The screen.
pub fn sheet(scene: &Scene) -> Sheet {
    let (lead, money, again, next) = if is_return(scene) {
        (Key::CheckedLead, Key::CheckedMoney, Key::CheckedAgain, Key::CheckedNext)
    } else {
        (Key::NotFoundLead, Key::NotFoundMoney, Key::NotFoundAgain, Key::NotFoundNext)
    };
    let mut body = opening(scene, title_key(scene), scene.tell(lead));
    body.push(answers::answers(scene, scene.tell(money), scene.tell(again), scene.tell(next)));
    Sheet { body, actions: text::nothing() }
}

fn is_return(scene: &Scene) -> bool {
    scene.boot.page.starts_with("/callback/")
}
