//! The merchant withdrew the link.

use super::{Sheet, only_back, opening};
use crate::parts::answers;
use crate::scene::Scene;
use crate::words::Key;

/// The screen.
pub fn sheet(scene: &Scene) -> Sheet {
    let mut body = opening(scene, Key::RevokedTitle, scene.tell(Key::RevokedLead));
    let money = scene.tell(Key::ExpiredMoney);
    body.push(answers::answers(scene, money, scene.tell(Key::RevokedAgain), scene.tell(Key::ClosedNext)));
    Sheet { body, actions: only_back(scene) }
}
