//! The link's time is over, and nothing is at a bank.

use super::{Sheet, only_back, opening};
use crate::parts::answers;
use crate::scene::Scene;
use crate::words::Key;

/// The screen.
pub fn sheet(scene: &Scene) -> Sheet {
    let until = scene.expires().map_or("", |expires| expires.full.as_str());
    let mut body = opening(scene, Key::ExpiredTitle, scene.tell_when(Key::ExpiredLead, until));
    let money = scene.tell(Key::ExpiredMoney);
    body.push(answers::answers(scene, money, scene.tell(Key::ExpiredAgain), scene.tell(Key::ClosedNext)));
    Sheet { body, actions: only_back(scene) }
}
