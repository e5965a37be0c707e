//! No such link: the same page for unknown, malformed and foreign ids.

use super::{Sheet, opening};
use crate::parts::{answers, text};
use crate::scene::Scene;
use crate::words::Key;

/// The screen.
pub fn sheet(scene: &Scene) -> Sheet {
    let mut body = opening(scene, Key::NotFoundTitle, scene.tell(Key::NotFoundLead));
    let (money, again) = (scene.tell(Key::NotFoundMoney), scene.tell(Key::NotFoundAgain));
    body.push(answers::answers(scene, money, again, scene.tell(Key::NotFoundNext)));
    Sheet { body, actions: text::nothing() }
}
