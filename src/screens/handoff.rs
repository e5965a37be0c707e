//! The bank is ready: which bank, how much, to whom, and one way on. Short, and nothing is asked twice. Where the client chose the
//! bank, a consent is decided here: all that it covers stands on it, and going on agrees.

use super::{Sheet, opening, refusals};
use crate::parts::button::{actions, cancel, leave};
use crate::parts::facts::{fact, list};
use crate::parts::form::Form;
use crate::parts::{consent, notice, qr, text};
use crate::scene::Scene;
use crate::words::Key;

/// Title of the screen.
pub(super) fn title_key(scene: &Scene) -> Key {
    if scene.decides_consent() { Key::ReviewTitle } else { Key::HandoffTitle }
}

/// The screen.
pub fn sheet(scene: &Scene) -> Sheet {
    let decides = scene.decides_consent();
    let lead = if decides { Key::ConsentNote } else { Key::HandoffLead };
    let mut body = opening(scene, title_key(scene), scene.tell(lead));
    body.append(&mut refusals(scene));
    if scene.shows_groups() {
        body.push(consent::groups(scene));
    }
    if let Some((_, bank)) = scene.bank().filter(|_| decides) {
        body.push(list("answers", vec![fact(scene.word(Key::BankLabel), Some("bank"), text::words(bank))]));
    }
    body.push(notice::notice("calm", scene.tell(Key::HandoffNote)));
    body.push(qr::on_phone(scene));
    body.push(Form::post("cancel", scene).alone(scene));
    Sheet { body, actions: actions(!decides, vec![cancel(scene), leave(scene, Key::ContinueTo)]) }
}
