//! The bank is ready: which bank, how much, to whom, and one way on. Short, and nothing is asked twice.

use super::{Sheet, opening, refusals};
use crate::parts::button::{actions, cancel, leave};
use crate::parts::form::Form;
use crate::parts::{notice, qr};
use crate::scene::Scene;
use crate::words::Key;

/// The screen.
pub fn sheet(scene: &Scene) -> Sheet {
    let mut body = opening(scene, Key::HandoffTitle, scene.tell(Key::HandoffLead));
    body.append(&mut refusals(scene));
    body.push(notice::notice("calm", scene.tell(Key::HandoffNote)));
    body.push(qr::on_phone(scene));
    body.push(Form::post("cancel", scene).alone(scene));
    Sheet { body, actions: actions(true, vec![cancel(scene), leave(scene, Key::ContinueTo)]) }
}
